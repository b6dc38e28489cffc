"""The words of lines nobody typed: what a phone adds, closings, disclaimers. All in lower case."""

# A line of a mail program about itself: one of the beginnings, and nothing but a device or program after it.
SENT_FROM = (
    "sent from", "sent via", "sent with", "sent by", "sent using", "sent through", "sent on", "from my", "sent while", "written from my", "composed on", "typed on", "send from", "sent securely", "get outlook for", "get [outlook for", "get mail for",
    "envoyé depuis", "envoyé de", "envoyé à partir", "envoyé d'", "envoyé par", "envoyé avec", "envoyé via", "envoyé grâce", "envoyée depuis", "provenance :", "obtenir outlook", "télécharger outlook", "téléchargez outlook", "obtenez outlook", "message envoyé depuis",
    "gesendet von", "gesendet mit", "gesendet vom", "gesendet über", "gesendet aus", "von meinem", "von unterwegs", "diese nachricht wurde von mein", "diese e-mail wurde von mein", "holen sie sich outlook", "outlook für ios", "outlook für android", "outlook for ios",
    "outlook for android", "verschickt mit", "verfasst mit", "versendet mit", "versandt mit", "gesandt von", "inviato da", "inviato dal", "inviato con", "inviata da", "scarica outlook", "ottieni outlook", "enviado desde", "enviado con", "enviado de", "enviado do",
    "enviado a partir", "enviado por", "enviado via", "obtener outlook", "obter o outlook", "obter outlook", "baixar outlook", "verzonden vanaf", "verzonden met", "verzonden vanuit", "verzonden via", "verstuurd vanaf", "verstuurd met", "verstuurd vanuit", "download outlook",
    "outlook voor", "skickat från", "skickat med", "skickades från", "hämta outlook", "sendt fra", "sendt med", "sendt via", "hent outlook", "skaff deg outlook", "lähetetty", "hanki outlook", "wysłano z", "wysłane z", "wysłano za pomocą", "pobierz outlook", "odesláno z",
    "odoslané z", "odesláno ze", "stáhnout outlook", "získat outlook", "отправлено с", "отправлено из", "отправлено через", "получить outlook", "скачать outlook", "надіслано з", "відправлено з", "iphone'umdan gönderildi", "ipad'imden gönderildi", "gönderen:", "küldve",
    "trimis de pe", "trimis de", "trimis din", "εστάλη από", "στάλθηκε από", "enviat des", "poslano s", "poslano z", "発信元", "iphoneから送信", "ipadから送信", "iphone から送信", "발신:", "나의 iphone에서 보냄", "나의 iphone", "내 iphone에서 보냄", "삼성 모바일에서", "發自我的",
    "发自我的", "來自我的", "來自 iphone", "从我的", "從我的", "发送自", "傳送自", "获取 outlook", "取得 outlook", "dikirim dari", "được gửi từ", "gửi từ", "poslato sa", "siųsta iš", "saadetud", "nosūtīts no", "envoyé au moyen", "yahoo mail: search", "yahoo mail:",
)  # fmt: skip
DEVICES = (
    "iphon", "ipad", "ipod", "android", "phone", "mobile", "mobil", "handy", "smartphone", "samsung", "galaxy", "blackberry", "windows", "outlook", "mail", "huawei", "xiaomi", "nokia", "htc", "tablet", "tablette", "téléphone", "telefon", "teléfono", "telefono", "telefoon",
    "celular", "móvil", "nexus", "pixel", "cell", "device", "gerät", "appareil", "dispositivo", "xperia", "lg", "motorola", "oneplus", "app", "proton", "protonmail", "zimbra", "yahoo", "gmail", "gmx", "web.de", "k-9", "airmail", "spark", "mailbox", "thunderbird", "aol", "ti-85",
    "alcatel", "verizon", "t-mobile", "at&t", "orange", "sfr", "surface", "mac", "macbook", "watch", "wireless", "superhuman", "newton", "boxer", "nine", "bluemail", "edison", "tutanota", "redmi", "honor", "oppo", "телефон", "мобильн", "почт", "mobilní", "puhelim", "mobiele", "mobila",
    "mobiltelefon", "komór", "smartfon", "kindle", "treo", "palm", "octacore", "pc",
)  # fmt: skip
CLOSINGS = (
    "best regards", "kind regards", "regards", "warm regards", "with kind regards", "best wishes", "sincerely", "yours sincerely", "yours faithfully", "cheers", "thanks", "thank you", "many thanks", "thanks and regards", "best", "cordialement", "bien cordialement", "très cordialement",
    "salutations", "meilleures salutations", "avec mes meilleures salutations", "sincères salutations", "bien à vous", "bien à toi", "merci", "merci d'avance", "cdt", "cdlt", "bàv", "mit freundlichen grüssen", "mit freundlichen grüßen", "freundliche grüsse", "freundliche grüße",
    "mit freundlichem gruss", "mit freundlichem gruß", "freundlicher gruss", "freundliche gruesse", "viele grüsse", "viele grüße", "liebe grüsse", "liebe grüße", "beste grüsse", "beste grüße", "herzliche grüsse", "herzliche grüße", "gruss", "gruß", "grüsse", "grüße", "mfg", "lg",
    "vielen dank", "danke", "cordiali saluti", "distinti saluti", "cordialmente", "saluti", "un saluto", "grazie", "saludos", "un saludo", "saludos cordiales", "atentamente", "gracias", "atenciosamente", "cumprimentos", "com os melhores cumprimentos", "obrigado", "obrigada",
    "met vriendelijke groet", "met vriendelijke groeten", "mvg", "groeten", "groet", "med vänliga hälsningar", "vänliga hälsningar", "mvh", "hälsningar", "med venlig hilsen", "venlig hilsen", "med vennlig hilsen", "vennlig hilsen", "hilsen", "ystävällisin terveisin", "terveisin",
    "pozdrawiam", "z poważaniem", "s pozdravem", "s pozdravom", "с уважением", "з повагою", "saygılarımla", "iyi çalışmalar", "üdvözlettel", "cu stimă", "με εκτίμηση",
)  # fmt: skip
# Two of these in one paragraph at the end, and it is a disclaimer.
DISCLAIMER = (
    "confidential", "intended recipient", "intended only", "intended solely", "addressee", "privileged", "unauthorized", "unauthorised", "in error", "disclos", "dissemination", "this e-mail", "this email", "this message", "notify the sender", "delete", "virus", "liability", "environment",
    "confidentiel", "destinataire", "ce message", "cet e-mail", "ce courriel", "par erreur", "pièces jointes", "piece jointe", "divulg", "interdit", "expéditeur", "imprimer", "vertraulich", "diese e-mail", "diese nachricht", "empfänger", "irrtümlich", "absender", "vernichten", "löschen",
    "unbefugt", "nicht der richtige", "weitergabe", "ausdrucken", "riservat", "confidenzial", "destinatari", "questo messaggio", "questa e-mail", "per errore", "mittente", "cancellar", "confidencial", "este mensaje", "este correo", "destinatario", "destinatário", "esta mensagem", "por error",
    "por engano", "remitente", "remetente", "vertrouwelijk", "dit bericht", "deze e-mail", "geadresseerde", "afzender", "konfidentiell", "konfidensiell", "fortrolig", "mottagare", "modtager", "poufn", "adresat", "wiadomość", "důvěrn", "конфиденциальн", "получател", "copyright", "registered office",
)  # fmt: skip
# One such line at the end is enough.
FOOTERS = (
    "this email has been checked for viruses", "virus-free", "this message has been scanned", "this e-mail has been scanned", "scanned by", "no virus found", "checked by avg", "l'absence de virus", "garanti sans virus", "diese e-mail wurde von avast", "virenfrei", "diese e-mail wurde auf viren",
    "questa e-mail è stata controllata", "privo di virus", "libre de virus", "livre de vírus", "please consider the environment", "think before you print", "think before printing", "pensez à l'environnement", "denken sie an die umwelt", "you received this message because you are subscribed",
    "you are receiving this because", "to unsubscribe from this group", "to unsubscribe from this list", "reply to this email directly", "view it on github", "view this email in your browser", "cliquez ici pour vous désabonner", "click here to unsubscribe", "der inhalt dieser e-mail ist vertraulich",
    "this message is intended only", "this e-mail message and any attachments may contain confidential", "this email message and any attachments may contain confidential",
)  # fmt: skip
