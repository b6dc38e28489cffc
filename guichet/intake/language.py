"""Which of the four languages a text is written in, from its small words, its accents and the coach's vocabulary."""

import re
import unicodedata
from functools import lru_cache

from guichet.intake.coach_words import LANGUAGES
from guichet.intake.coach_words.lexicon import fold, lexicon

READ_AT_MOST = 4_000
WORD = re.compile(r"(?<![\w-])[^\W\d_]++(?!-?\d)")
FRENCH_SPACE = re.compile(r"\w[ \u00a0\u202f](?=[!?:;»])")
ELISION = re.compile(r"\b([cjnqst]|qu|jusqu|lorsqu|dell|nell|all|sull|dall|un|quest)['’](?=\w)", re.IGNORECASE)
ITALIAN_ELISIONS = {"dell", "nell", "all", "sull", "dall", "un", "quest"}
ACCENTS = {
    "fr": {"ç": 1.5, "œ": 1.5, "ê": 1.5, "â": 1.5, "î": 1.5, "ô": 1.5, "û": 1.5, "ë": 1.0, "ï": 1.0, "é": 1.0, "è": 0.5, "à": 0.4},
    "de": {"ä": 1.5, "ö": 1.5, "ü": 1.5, "ß": 2.0},
    "it": {"ò": 1.5, "ì": 1.5, "ù": 1.0, "à": 0.6, "è": 0.5},
}
ENDINGS = {
    "fr": ("ement", "eux", "eau", "eaux", "aux", "ait", "aient", "oire", "ière", "que", "age", "ées", "eur", "eurs", "euse"),
    "de": ("ung", "ungen", "keit", "heit", "lich", "liche", "lichen", "isch", "ischen", "schaft", "ierung", "iert", "ieren", "cht"),
    "en": ("ing", "ness", "ful", "ly", "ould", "ght", "ship", "wed", "ty", "ck"),
    "it": ("zione", "zioni", "mento", "menti", "aggio", "ità", "ato", "ati", "ata", "are", "ere", "ire", "etto", "ezza", "ione"),
}
ELSEWHERE = {
    "es": "el los las por para pero está estan muy como qué cuando desde hola gracias problema no y una del al se con su",
    "nl": "het een niet van voor geen wij zijn maar met deze naar aan ook bij wordt heeft dat en de te op graag bedankt",
    "pt": "não uma os as para com por mas está são você obrigado do da em um ao pela pelo bom dia quando",
}
MARKS_ELSEWHERE = {"es": ("ñ", "ción"), "pt": ("ã", "õ", "ção")}
STRENGTH = {"stop": 1.0, "when": 1.0, "filler": 0.8, "where": 0.7, "greeting": 1.2}


def detect(text: str) -> str | None:
    """`fr`, `de`, `en` or `it`; None where the text is too short, mixed, or in another language."""
    text = unicodedata.normalize("NFC", text[:READ_AT_MOST])
    words = WORD.findall(text)
    if not words:
        return None
    scores = dict.fromkeys(LANGUAGES, 0.0)
    foreign = dict.fromkeys(ELSEWHERE, 0.0)
    for word in words:
        lowered = word.lower()
        for language, points in _evidence(lowered):
            if language in scores:
                scores[language] += points
            else:
                foreign[language] += points
    for match in ELISION.finditer(text):
        scores["it" if match.group(1).lower() in ITALIAN_ELISIONS else "fr"] += 1.0
    if FRENCH_SPACE.search(text):
        scores["fr"] += 0.5
    latin = sum(1 for word in words if _is_latin(word))
    if latin * 2 < len(words):
        return None
    ranked = sorted(scores.values(), reverse=True)
    best = max(scores, key=scores.__getitem__)
    if scores[best] < 0.6 or scores[best] < ranked[1] * 1.25 + 0.15:
        return None
    if max(foreign.values()) > scores[best] and len(words) >= 3:
        return None
    return best


@lru_cache(maxsize=20_000)
def _evidence(word: str) -> tuple[tuple[str, float], ...]:
    """Points a word gives to each language; a word shared by several says less."""
    points: dict[str, float] = {}
    folded = fold(word)
    for language in LANGUAGES:
        known = lexicon(language).look_up(folded)
        if known:
            points[language] = STRENGTH.get(known[0], 0.8)
    if len(points) == len(LANGUAGES):
        return ()
    shared = len(points)
    points = {language: strength / shared for language, strength in points.items()}
    for language, accents in ACCENTS.items():
        found = max((accents[c] for c in word if c in accents), default=0.0)
        if found:
            points[language] = points.get(language, 0.0) + found
    if not shared and len(word) > 4:
        for language, endings in ENDINGS.items():
            if word.endswith(endings):
                points[language] = points.get(language, 0.0) + 0.4
    for language, words in ELSEWHERE.items():
        if word in words.split():
            points[language] = 1.0
        elif any(sign in word for sign in MARKS_ELSEWHERE.get(language, ())):
            points[language] = 1.5
    return tuple(points.items())


def _is_latin(word: str) -> bool:
    return word.isascii() or "LATIN" in unicodedata.name(word[0], "")
