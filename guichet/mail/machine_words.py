"""How answers of absence begin, in the languages of our customers and their customers. All in lower case."""

# Written by programs alone.

ABSENT_SUBJECTS = (
    "auto-reply", "auto reply", "autoreply", "auto response", "auto-response", "autoresponse", "auto-antwort", "automatic reply", "automatic response",
    "automated reply", "automated response", "auto:", "out of office", "out-of-office", "ooo:", "away from my mail", "vacation message", "vacation reply",
    "absence from office", "holiday reply",
    "réponse automatique", "reponse automatique", "absence du bureau", "message d'absence", "réponse d'absence", 
    "automatische antwort", "automatische antwoord", "abwesenheitsnotiz", "abwesenheitsnachricht", "autoantwort", "auto-antwort",
    "risposta automatica", "respuesta automática", "respuesta automatica", 
    "resposta automática", "resposta automatica", "automatisch antwoord", 
    "autosvar", "automatiskt svar", "automatisk svar", "automaattinen vastaus", "poissaoloviesti",
    "automatyczna odpowiedź", "odpowiedź automatyczna", "autoodpowiedź", "automatická odpověď", "automatická odpoveď", 
    "автоматический ответ", "автоответ", "автоматична відповідь", "автовідповідь", "otomatik yanıt", "otomatik cevap", "automatikus válasz",
    "răspuns automat", "raspuns automat", "αυτόματη απάντηση", "自动回复", "自動回覆", "自動回應", "自动答复", "自動応答", "自動返信", "不在通知", "不在のお知らせ",
    "자동 회신", "자동 응답", "автоматичен отговор", "avtomatski odgovor", "automatski odgovor", "automatinis atsakymas", "automātiskā atbilde", "automaatvastus",
    "תשובה אוטומטית", "رد تلقائي", "الرد التلقائي", "trả lời tự động", "balas otomatis", "jawaban otomatis", "ตอบกลับอัตโนมัติ", "resposta automàtica", 
)  # fmt: skip
# Written by people too: they count above a text of absence, in an answer or alone before a colon.
MAYBE_ABSENT_SUBJECTS = (
    "out of the office", "on vacation", "absence", "en congé", "abwesenheit", "abwesend", "nicht im büro", "fuori sede", "assenza",
    "ausência temporária", "afwezigheid", "afwezig", "niet aanwezig", "frånvaro", "fravær", "poissa", "nieobecność", "nepřítomnost", "нет на месте",
    "вне офиса", "不在", "부재중", "i am out of the office", "i'm out of the office", "absent du bureau", "fuori ufficio", "assente dall'ufficio",
    "fuera de la oficina", "fuera de oficina", "ausente de la oficina", "fora do escritório", "ej på kontoret", "ikke på kontoret", "poza biurem",
    "mimo kancelář", "házon kívül", "fora de l'oficina", "εκτός γραφείου", "ofis dışında", "away", "away from office", "absent", "absente",
    "vacation", "holiday", "urlaub", "ferie", "ferien", "vacances", "congés", "vacaciones", "férias", "vakantie", "semester", "loma", "urlop",
    "dovolená", "отпуск",
)  # fmt: skip
ABSENT_TEXTS = (
    "out of the office", "out of office", "on vacation", "on holiday", "on leave", "away from", "automatic reply", "automated response", "auto-reply", "autoreply", "automatically generated",
    "currently away", "out of the country", "limited access to email", "return to the office", "back in the office", "will be out", "currently out", "actuellement absent", "absent du", "absente du", "de retour le", "absent jusqu", "absente jusqu", "suis absent", "absence", "en congé", "réponse automatique", "nicht im büro", "nicht im haus", "abwesend", "außer haus", "ausser haus", "automatische antwort",
    "im urlaub", "in den ferien", "nicht erreichbar", "wieder erreichbar", "wieder im büro", "wieder für sie da", "automatisch generiert", "fuori ufficio", "sono assente", "sarò assente", "in ferie", "sarò di ritorno", "risposta automatica", "fuera de la oficina", "respuesta automática", "fora do escritório", "resposta automática",
    "niet aanwezig", "afwezig", "niet op kantoor", "inte på kontoret", "autosvar", "ikke på kontoret", "poissa", "automaattinen", "poza biurem", "nieobecn", "automatyczna",
    "nepřítom", "автоматическ", "в отпуске", "отсутств", "відпустці", "ofis dışında", "otomatik", "不在", "休暇", "自動", "自动", "休假", "부재중", "자동",
)  # fmt: skip
