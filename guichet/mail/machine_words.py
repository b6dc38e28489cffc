"""How replies of absence begin, in the languages of our customers and their customers. All in lower case."""

ABSENT_SUBJECTS = (
    "auto-reply", "auto reply", "autoreply", "auto response", "auto-response", "autoresponse", "auto-antwort", "automatic reply", "automatic response",
    "automated reply", "automated response", "auto:", "out of office", "out-of-office", "ooo:", "out of the office", "away from my mail", "vacation message", "vacation reply",
    "i am out of the office", "i'm out of the office", "on vacation", "absence from office", "holiday reply",
    "réponse automatique", "reponse automatique", "absence du bureau", "absent du bureau", "absence :", "absence:", "message d'absence", "réponse d'absence", "en congé",
    "automatische antwort", "automatische antwoord", "abwesenheit", "abwesend", "abwesenheitsnotiz", "abwesenheitsnachricht", "nicht im büro", "autoantwort", "auto-antwort",
    "risposta automatica", "fuori sede", "fuori ufficio", "assente dall'ufficio", "assenza", "respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina",
    "ausente de la oficina", "resposta automática", "resposta automatica", "ausência temporária", "fora do escritório", "automatisch antwoord", "afwezigheid", "afwezig", "niet aanwezig",
    "autosvar", "automatiskt svar", "frånvaro", "ej på kontoret", "automatisk svar", "fravær", "ikke på kontoret", "automaattinen vastaus", "poissa", "poissaoloviesti",
    "automatyczna odpowiedź", "odpowiedź automatyczna", "autoodpowiedź", "nieobecność", "poza biurem", "automatická odpověď", "automatická odpoveď", "nepřítomnost", "mimo kancelář",
    "автоматический ответ", "автоответ", "нет на месте", "вне офиса", "автоматична відповідь", "автовідповідь", "otomatik yanıt", "otomatik cevap", "ofis dışında", "automatikus válasz",
    "házon kívül", "răspuns automat", "raspuns automat", "αυτόματη απάντηση", "εκτός γραφείου", "自动回复", "自動回覆", "自動回應", "自动答复", "自動応答", "自動返信", "不在通知", "不在のお知らせ",
    "不在", "자동 회신", "자동 응답", "부재중", "автоматичен отговор", "avtomatski odgovor", "automatski odgovor", "automatinis atsakymas", "automātiskā atbilde", "automaatvastus",
    "תשובה אוטומטית", "رد تلقائي", "الرد التلقائي", "trả lời tự động", "balas otomatis", "jawaban otomatis", "ตอบกลับอัตโนมัติ", "resposta automàtica", "fora de l'oficina",
)  # fmt: skip
ABSENT_TEXTS = (
    "out of the office", "out of office", "on vacation", "on holiday", "on leave", "away from", "automatic reply", "automated response", "auto-reply", "autoreply", "automatically generated",
    "actuellement absent", "suis absent", "absence", "en congé", "réponse automatique", "nicht im büro", "nicht im haus", "abwesend", "außer haus", "ausser haus", "automatische antwort",
    "im urlaub", "automatisch generiert", "fuori ufficio", "sono assente", "risposta automatica", "fuera de la oficina", "respuesta automática", "fora do escritório", "resposta automática",
    "niet aanwezig", "afwezig", "niet op kantoor", "inte på kontoret", "autosvar", "ikke på kontoret", "poissa", "automaattinen", "poza biurem", "nieobecn", "automatyczna",
    "nepřítom", "автоматическ", "в отпуске", "отсутств", "відпустці", "ofis dışında", "otomatik", "不在", "休暇", "自動", "自动", "休假", "부재중", "자동",
)  # fmt: skip
