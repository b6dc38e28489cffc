"""Which language a letter is written in, from its script and its small words (ISO 639-1)."""

import re
import unicodedata
from collections import Counter

_READ_AT_MOST = 4_000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SMALL = {
    "fr": "le la les des du un une et est nous vous je il elle que qui pas pour dans sur avec ce cette ces mais plus votre notre mon ne au aux bonjour merci cordialement salutations depuis sont "
    "avons avez ai être fait peut bien très ou où comme si tout tous par sans leur nos vos suis j'ai c'est n'est qu'il d'un d'une l'on madame monsieur",
    "de": "der die das und ist nicht wir sie ich ein eine einen einem einer mit für auf von zu dem den im am auch bei aus wie wird werden haben hat sind sehr geehrte grüsse grüße freundlichen danke "
    "bitte noch kann können wenn oder aber nur mehr uns ihnen ihr ihre mein meine seit guten tag hallo vielen dank nach zum zur es als dass durch bis beim keine kein gruss gruß",
    "en": "the and is are of to in that it you we for not this with on have be was your our please thanks hello hi regards dear when what can will i from they there has had would should been if but "
    "or at by an as my me us do does did get any just about know which could than then thank i'm it's don't",
    "it": "il lo la gli le di che è e non per un una con sono del della dei delle al alla nel nella ho abbiamo questo questa anche più come ma se da buongiorno grazie saluti cordiali distinti mi si ci "
    "vi quando dopo ancora prego vostro nostro suo ciao gentile siamo stato essere può dell nell sull fare già solo",
    "es": "el los las por para pero está estan muy como qué que cuando desde hola gracias problema no y una un del al se con su es en de lo más mi nos ha han este esta saludos estimado buenos días "
    "tiene también sin sobre todo porque usted puede ser hay",
    "pt": "não uma os as para com por mas está são você obrigado do da em um ao pela pelo bom dia quando que e é de no na se mais como foi tem seu sua meu olá também já muito isso este esta nos "
    "atenciosamente cumprimentos prezado abraço",
    "nl": "het een niet van voor geen wij zijn maar met deze naar aan ook bij wordt heeft dat en de te op graag bedankt is ik je u er dit als nog kan kunnen wel groeten vriendelijke hallo beste om uit "
    "over hebben wat mijn ons dank",
    "da": "og det er ikke jeg en et på til med af for som har vi de den der kan om men fra være skal hvad hej tak venlig hilsen mvh også efter når vil din dit jer fået noget",
    "sv": "och det är inte jag en ett på till med av för som har vi de den att kan om men från vara ska vad hej tack vänliga hälsningar mvh också efter när vill din ditt er något",
    "nb": "og det er ikke jeg en et på til med av for som har vi de den å kan om men fra være skal hva hei takk vennlig hilsen mvh også etter når vil din ditt dere noe fått bare",
    "fi": "ja on ei se että hän minä me te ne oli kun niin mutta myös tai jos olen kiitos terveisin hei voi ovat sen tämä kuin vielä nyt jo mitä ystävällisin",
    "pl": "i w nie na się z do to że jest jak po co tak ale o od za już dla czy jestem przez tego może proszę dziękuję pozdrawiam dzień dobry mam są był być nas witam państwa",
    "cs": "a v se na je že s z do o k i to jsem ale jak po za pro od by jsou když které tak již dobrý den děkuji pozdravem prosím není byl být nebo jako vás nám",
    "sk": "a v sa na je že s z do o k aj to som ale ako po za pre od by sú keď ktoré tak už dobrý deň ďakujem pozdravom prosím nie bol byť alebo vás nám",
    "hu": "a az és nem hogy is egy van meg ez már csak de el ha mint vagy kell lehet volt köszönöm üdvözlettel tisztelt jó napot kérem nekem ezt",
    "ro": "și nu în la cu de pe este că un o mai sunt să din pentru care am fost bună ziua mulțumesc salut vă rog cum dar dacă acest această",
    "tr": "ve bir bu için de da ile ne var çok daha gibi ama olarak değil ben merhaba teşekkürler iyi günler lütfen saygılarımla kadar mı mi olan",
    "ca": "el la els les i de que no en per amb és un una del al com però més hola gràcies salutacions aquest aquesta està són molt també bon dia",
    "hr": "i je se na u da ne za su s od što to kao ali smo bi koji hvala pozdrav poštovani molim dobar dan lijep nije ili samo već",
    "sl": "in je se na v da ne za so s od kar to kot ali smo bi ki hvala pozdrav spoštovani prosim dober dan lep ni tudi še pri",
    "et": "ja on ei et see ma me ta oli kui aga ka või tere tänan lugupidamisega palun veel nüüd siis",
    "id": "dan yang di untuk dengan tidak ini itu dari ke pada saya kami anda terima kasih akan bisa sudah ada",
    "vi": "và là của có không được cho này trong với một các tôi bạn cảm ơn xin chào người đã",
}  # fmt: skip
_CYRILLIC = {
    "ru": "и в не на что с как это по но мы вы из за для от так все я был здравствуйте спасибо уважением пожалуйста есть добрый день",
    "uk": "і в не на що з як це по але ми ви із за для від так все я був дякую повагою будь ласка є добрий день та й",
    "bg": "и в не на че с как това по но ние вие от за да се е съм са благодаря моля здравейте поздрави",
    "sr": "и у не на да се је за од са што као али смо би хвала поздрав поштовани",
}
_LETTERS = {
    "fr": "çœêâîôûëïè", "de": "äöüß", "it": "òìù", "es": "ñ¿¡", "pt": "ãõ", "da": "æø", "nb": "æøå", "sv": "äöå", "fi": "äö", "pl": "ąęłśżźćń", "cs": "ěřůčšž", "sk": "ľĺŕôčšž",
    "hu": "őű", "ro": "șțăţş", "tr": "ğışİ", "hr": "đćčšž", "sl": "čšž", "et": "õäöü", "ca": "·", "vi": "ạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơư", "uk": "іїєґ", "ru": "ыэё", "bg": "ъ", "sr": "ђјљњћџ",
}  # fmt: skip
_BY_WORD: dict[str, list[str]] = {}
for _language, _words in (_SMALL | _CYRILLIC).items():
    for _word in _words.split():
        _BY_WORD.setdefault(_word, []).append(_language)


def detect(text: str) -> str | None:
    """The language, as ISO 639-1; None where the text is too short or too mixed to say."""
    text = unicodedata.normalize("NFC", re.sub(r"https?://\S+|\S+@\S+", " ", text[:_READ_AT_MOST]))
    if script := _by_script(text):
        return script
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    if not words:
        return None
    scores: Counter[str] = Counter()
    for word in words:
        known = (
            _BY_WORD.get(word) or [language for part in word.split("'") for language in _BY_WORD.get(part, ())]
            if "'" in word
            else _BY_WORD.get(word, ())
        )
        for language in known or ():
            scores[language] += 1.0 / (0.5 + len(known) / 2)  # type: ignore[arg-type]
    lowered = text.lower()
    for language, letters in _LETTERS.items():
        found = sum(lowered.count(letter) for letter in letters)
        if found:
            scores[language] += min(found, 10) * (0.5 if language != "et" else 0.2)  # type: ignore[assignment]
    if not scores:
        return None
    (best, points), *others = scores.most_common(2)
    second = others[0][1] if others else 0.0
    if points < 1.0 or points < second * 1.15 or points < len(words) * 0.06:
        return None
    return best


def _by_script(text: str) -> str | None:
    """The language of scripts that belong to one, or nearly."""
    letters = [sign for sign in text if sign.isalpha()]
    if not letters:
        return None
    counts: Counter[str] = Counter(_script(sign) for sign in letters)
    if counts["kana"] * 12 > len(letters):
        return "ja"
    for script, language in (
        ("hangul", "ko"),
        ("han", "zh"),
        ("greek", "el"),
        ("hebrew", "he"),
        ("arabic", "ar"),
        ("thai", "th"),
        ("devanagari", "hi"),
        ("georgian", "ka"),
    ):
        if counts[script] * 3 > len(letters):
            return language
    return None


def _script(sign: str) -> str:
    code = ord(sign)
    for script, first, last in (
        ("latin", 0, 0x24F), ("greek", 0x370, 0x3FF), ("cyrillic", 0x400, 0x52F), ("hebrew", 0x590, 0x5FF), ("arabic", 0x600, 0x6FF), ("devanagari", 0x900, 0x97F),
        ("thai", 0xE00, 0xE7F), ("georgian", 0x10A0, 0x10FF), ("kana", 0x3040, 0x30FF), ("han", 0x3400, 0x9FFF), ("hangul", 0xAC00, 0xD7AF),
    ):  # fmt: skip
        if first <= code <= last:
            return script
    return "other"
