"""How answers of absence begin, in the languages of our customers and their customers. All in lower case."""

import re

# Written by programs alone, where nothing but a mark or the subject answered follows.
ABSENT_SUBJECTS = (
    "auto-reply", "auto reply", "autoreply", "auto response", "auto-response", "autoresponse", "auto-responder", "autoresponder", "auto-antwort", "automatic reply", "automatic response", "automatic answer",
    "automated reply", "automated response", "automatic message", "out of office", "out-of-office", "out of the office", "ooo", "away from my mail", "vacation message", "vacation reply", "vacation response", "vacation notice",
    "absence from office", "holiday reply", "office closed notice", "auto re", "auto",
    "réponse automatique", "reponse automatique", "absence du bureau", "absent du bureau", "absente du bureau", "message d'absence", "notification d'absence", "avis d'absence", "réponse d'absence", "message automatique", "accusé de réception automatique",
    "automatische antwort", "automatische antwoord", "abwesenheitsnotiz", "abwesenheitsnachricht", "abwesenheitsmeldung", "abwesenheitsassistent", "abwesenheitsagent", "automatische abwesenheitsmeldung", "automatische abwesenheitsnotiz", "automatische eingangsbestätigung",
    "automatische empfangsbestätigung", "automatische rückantwort", "automatische nachricht", "automatische benachrichtigung", "autoantwort", "ferienabwesenheit", "urlaubsbenachrichtigung", "urlaubsnachricht", "außer haus", "ausser haus",
    "risposta automatica", "autorisposta", "risposta automatica di assenza", "messaggio automatico", "avviso di assenza", "notifica di assenza", "fuori ufficio", "fuori sede", "respuesta automática", "respuesta automatica", "contestación automática",
    "resposta automática", "resposta automatica", "automatisch antwoord", "afwezigheidsbericht", "afwezigheidsmelding", "afwezigheidsassistent",
    "autosvar", "automatiskt svar", "automatisk svar", "frånvaromeddelande", "fraværsmelding", "fraværsbesked", "automaattinen vastaus", "poissaoloviesti", "poissaoloilmoitus",
    "automatyczna odpowiedź", "odpowiedź automatyczna", "autoodpowiedź", "automatická odpověď", "automatická odpoveď",
    "автоматический ответ", "автоответ", "автоматична відповідь", "автовідповідь", "otomatik yanıt", "otomatik cevap", "automatikus válasz",
    "răspuns automat", "raspuns automat", "αυτόματη απάντηση", "自动回复", "自動回覆", "自動回應", "自动答复", "自動応答", "自動返信", "不在通知", "不在のお知らせ", "不在届",
    "자동 회신", "자동 응답", "автоматичен отговор", "avtomatski odgovor", "automatski odgovor", "automatinis atsakymas", "automātiskā atbilde", "automaatvastus",
    "תשובה אוטומטית", "رد تلقائي", "الرد التلقائي", "trả lời tự động", "balas otomatis", "jawaban otomatis", "ตอบกลับอัตโนมัติ", "resposta automàtica",
)  # fmt: skip
# So short that a person's subject begins with them too: above a text of absence only.
SHORT_SUBJECTS = ("auto", "auto re", "ooo", "fuori sede", "fuori ufficio", "out of the office", "automatic message", "message automatique", "messaggio automatico", "automatische nachricht", "automatische benachrichtigung")
# What goes on with such a beginning: "Automatic reply from Ada", "Réponse automatique de", "Automatische Antwort auf".
GOES_ON = re.compile(
    r"\s*(?:$|[:：(\[\-–—/|\"«“!.,]|(?:re|aw|fw|fwd|wg|tr|sv|r|i|antw|rv)\s*:|"
    r"(?:from|to|for|until|till|notification|notice|message|reply|autoreply|auto-reply|response|de|du|d'|pour|à|au|jusqu|von|vom|auf|an|für|bis|zu|per|da|di|del|dal|fino|a|al|van|op|tot|från|fra|till|til|від|от)\b)"
)
# Written by people too: they count above a text of absence, in an answer or alone before a colon.
MAYBE_ABSENT_SUBJECTS = (
    "on vacation", "absence", "en congé", "je suis en congé", "je suis absent", "je suis absente", "indisponible", "en vacances", "congé maternité", "abwesenheit", "abwesend", "ich bin abwesend", "nicht im büro", "ferienabwesenheit", "elternzeit", "mutterschaftsurlaub", "assenza",
    "assente", "sono assente", "in ferie", "ausência temporária", "afwezigheid", "afwezig", "niet aanwezig", "frånvaro", "fravær", "poissa", "nieobecność", "nepřítomnost", "нет на месте",
    "вне офиса", "不在", "부재중", "i am out of the office", "i'm out of the office", "i am away", "i am on leave", "i am on vacation", "on leave", "on annual leave", "annual leave", "on maternity leave", "maternity leave", "parental leave", "on parental leave", "on holiday", "currently away",
    "assente dall'ufficio", "fuera de la oficina", "fuera de oficina", "ausente de la oficina", "ausente", "fora do escritório", "ej på kontoret", "ikke på kontoret", "poza biurem",
    "mimo kancelář", "házon kívül", "fora de l'oficina", "εκτός γραφείου", "ofis dışında", "away", "away from office", "away from the office", "absent", "absente",
    "vacation", "holiday", "holidays", "urlaub", "ferie", "ferien", "vacances", "congés", "congé", "vacaciones", "férias", "vakantie", "semester", "loma", "urlop",
    "dovolená", "отпуск",
)  # fmt: skip
_GAP = r"(?:[^.!?\n]|(?<=\d)\.){0,60}?\b"
# The writer's own absence, said as nobody says it of a program or of another day's absence.
ABSENT_NOW = re.compile(
    rf"\b(?:i am|i'm|i’m|i will be|i'll be|i shall be){_GAP}(?:out of (?:the |my )?office|out of the country|on (?:\w+ )?(?:vacation|holidays?|leave|business)|away\b|not in the office|back (?:in the office|on)|unavailable until|returning|travell?ing)"
    rf"|\bi will (?:return|not be reading|have (?:limited|no) access)|\bmy mailbox is not (?:read|monitored)|\bgone fishing|\bon vacation until|\bout of (?:the )?office (?:until|from|till|and)|\blimited access to (?:my )?e-?mail"
    rf"|\b(?:je suis|je serai|nous sommes){_GAP}(?:absente?s?\b|en (?:congés?|vacances|déplacement)|indisponible|hors du bureau|de retour|fermés?)|\bactuellement (?:absente?|en (?:congés?|vacances))|\babsente? (?:du bureau|jusqu'|du \d)|\bje (?:reviendrai|n'ai pas accès)"
    rf"|\b(?:ich bin|ich werde|bin){_GAP}(?:abwesend|nicht im (?:büro|haus|hause)|im urlaub|in (?:den )?ferien|nicht erreichbar|außer haus|ausser haus|nicht da|im mutterschaftsurlaub|in elternzeit|wieder (?:da|erreichbar|im büro))|\bwieder (?:erreichbar|im büro|für sie da|im haus)|\b(?:bin|bis) (?:[^.!?\n]|(?<=\d)\.){{0,40}}abwesend"
    rf"|\b(?:sono|sarò|saremo){_GAP}(?:assent[ei]|in ferie|fuori (?:sede|ufficio|dall'ufficio)|di ritorno|in (?:congedo|maternità|trasferta))|\bfuori ufficio (?:fino|dal)|\b(?:estoy|estaré){_GAP}(?:fuera de|ausente|de vacaciones)|\b(?:estou|estarei){_GAP}(?:fora d|ausente|de férias)"
    rf"|\b(?:ik ben){_GAP}(?:afwezig|niet (?:aanwezig|op kantoor)|op vakantie|vrij)",
)
# A program says what it is.
SELF_DECLARED = re.compile(
    r"\b(?:this is|this e-?mail is|this message is|the following is) an? (?:auto(?:matic(?:ally)?|mated)?[- ]?(?:generated )?)(?:e-?mail )?(?:reply|response|answer|message|e-?mail|acknowledge?ment|notification)|\bthis (?:message|e-?mail|reply|response) (?:was|is|has been) (?:sent |generated |created )?automatically|"
    r"\bautomatically generated (?:reply|response|message|e-?mail)|\bautomated (?:reply|response)\b|\bplease do not (?:reply|respond) to this (?:automated|automatic)|"
    r"\b(?:ceci est|il s'agit d'|cet e-?mail est|ce message est) ?(?:une?|la)? ?(?:réponse|message|accusé de réception|courriel|e-?mail)? ?(?:généré |envoyé )?automatique|"
    r"\b(?:dies|diese (?:e-?mail|nachricht)|das|hierbei handelt es sich um) (?:ist |wurde )?(?:eine? )?(?:automatisch(?:e[rn]?)? (?:generiert|erstellt|versand|erzeugt|antwort|nachricht|e-?mail|eingangsbestätigung|abwesenheits)\w*)|"
    r"\b(?:questa è|questo è|la presente è) una? (?:risposta|messaggio|e-?mail|mail) (?:generat[ao] )?automatic|\b(?:esta es|esto es) una? (?:respuesta|mensaje) automátic|\besta é uma (?:resposta|mensagem) automátic|\bdit is een automatisch",
)
# The same in other languages, by a word.
ABSENT_TEXTS = (
    "inte på kontoret", "autosvar", "ikke på kontoret", "poissa", "automaattinen", "poza biurem", "nieobecn", "automatyczna", "nepřítom", "автоматическ", "в отпуске", "отсутств", "відпустці", "ofis dışında", "otomatik",
    "不在", "休暇", "自動", "自动", "休假", "부재중", "자동",
)  # fmt: skip
