"""The words by which mail programs introduce what they quote, by language. All in lower case."""

# "wrote": what ends (or stands within) the line above a quote.
WROTE = (
    "wrote", "writes", "written", "said", "a écrit", "à écrit", "a ecrit", "écrit", "écrivait", "ecrivait", "schrieb", "schrieben", "geschrieben", "hat geschrieben", "schreibt", "ha scritto",
    "scrive", "scriveva", "ha scrito", "escribió", "escribio", "escribiste", "escreveu", "escrevió", "schreef", "geschreven", "schrijft", "skrev", "skrev følgende", "kirjoitti", "kirjoittanut",
    "napisał", "napisał(a)", "napisała", "napisał/a", "pisze", "napsal", "napsal(a)", "napsala", "napísal", "napísala", "napísal(a)", "написал", "написала", "написал(а)", "написали", "пишет", "пише", "написав",
    "написала(а)", "писал", "писала", "yazdı", "şunu yazdı", "şunları yazdı", "írta", "ezt írta", "a scris", "έγραψε", "va escriure", "ha escrit", "je napisao", "napisao je", "napisao", "je napisal", "napisal", "rašė",
    "parašė", "rakstīja", "kirjutas", "写道", "寫道", "写到", "書きました", "님이 작성", "님이 씀", "님께서 작성", "작성", "đã viết", "menulis", "wrote the following", "כתב", "כתבה", "كتب", "เขียนว่า", "shkroi", "skrifaði",
    "napisa", "напиша", "написа", "је написао",
)  # fmt: skip
# What a line above a quote begins with.
ON = (
    "on", "le", "am", "il", "el", "em", "op", "den", "dnia", "w dniu", "dne", "dňa", "в", "у", "at", "in", "no dia", "a", "data", "pe", "på", "på den", "d.", "el dia", "ngày", "vào", "pada", "στις", "na", "tarihinde",
    "в ", "ons", "die", "der", "zo", "ma", "di", "wo", "do", "vr", "za", "v", "dana", "2", "1", "3", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.", "quoting", "zitat von", "citando", "em", "kl.",
)  # fmt: skip

_HEADERS = {
    "from": "from,de,von,da,van,från,fra,od,от,від,kimden,gönderen,发件人,發件人,寄件者,寄件人,差出人,送信者,보낸 사람,보낸사람,발신,lähettäjä,feladó,de la,expeditor,από,expéditeur,absender,remitente,remetente,mittente,afzender,"
    "avsändare,nadawca,odesílatel,odosielateľ,отправитель,šalje,pošiljatelj,nuo,no,kellelt,từ,dari,expedidor,von/from,from/von,מאת,من",
    "date": "date,sent,envoyé,envoyé le,envoye,gesendet,datum,inviato,data,enviado,enviado el,enviada em,enviado em,fecha,verzonden,skickat,sendt,wysłano,data wysłania,odesláno,odoslané,отправлено,дата,надіслано,gönderilme tarihi,"
    "gönderildi,tarih,发送时间,發送時間,寄件日期,傳送日期,日期,時間,时间,送信日時,日付,日時,보낸 날짜,날짜,전송일,lähetetty,päivämäärä,päiväys,elküldve,dátum,küldve,trimis,trimisă,στάλθηκε,ημερομηνία,enviat,envoyé(e),date d'envoi,poslano,"
    "posláno,išsiųsta,nosūtīts,saadetud,đã gửi,dikirim,tanggal,dato,sent at,on,נשלח,تاريخ",
    "to": "to,à,a,an,para,aan,till,til,do,komu,кому,kime,alıcı,收件人,收件者,受信者,宛先,받는 사람,받는사람,수신,vastaanottaja,címzett,către,catre,προς,per a,pour,empfänger,destinatario,destinataire,destinatário,ontvanger,mottagare,adresat,"
    "per,prima,za,kam,kellele,đến,kepada,אל,إلى,naar",
    "cc": "cc,bcc,copie,copie à,cci,kopie,kopie an,kopia,kopi,копия,копія,bilgi,抄送,副本,参照,참조,kopio,másolatot kap,κοιν.,κοινοποίηση,con copia,con copia a,copia,cópia,dw,udw,in kopie",
    "subject": "subject,objet,sujet,betreff,oggetto,asunto,assunto,onderwerp,ämne,emne,temat,předmět,predmet,тема,konu,主题,主題,主旨,件名,제목,aihe,tárgy,subiect,θέμα,assumpte,tema,zadeva,betr.,re,chủ đề,perihal,נושא,الموضوع",
    "other": "reply-to,reply to,répondre à,répondre a,antwort an,antworten an,risposta,rispondi a,responder a,responder para,svar til,svara till,importance,priority,importanza,wichtigkeit,priorität,priorité,prioridad,prioridade,importancia,"
    "pièces jointes,attachments,attachment,anlagen,anhänge,allegati,adjuntos,datos adjuntos,anexos,bijlagen,bilagor,vedlegg,organization,organisation,sender,message-id,reply,mailed-by,sent by,resent-from,x-mailer",
}  # fmt: skip
HEADERS: dict[str, str] = {word.strip(): kind for kind, words in _HEADERS.items() for word in words.split(",")}

# Between dashes, or alone: an original or forwarded message begins here.
ORIGINAL = (
    "original message", "originalmessage", "original-nachricht", "original nachricht", "originalnachricht", "ursprüngliche nachricht", "ursprungliche nachricht", "original appointment", "ursprünglicher termin", "message d'origine",
    "message original", "message d’origine", "message initial", "e-mail d'origine", "courriel d'origine", "rendez-vous d'origine", "messaggio originale", "messaggio original", "messaggio inoltrato", "mensaje original", "mensagem original",
    "oorspronkelijk bericht", "oorspronkelijke bericht", "origineel bericht", "ursprungligt meddelande", "originalmeddelande", "originalt meddelande", "oprindelig meddelelse", "original meddelelse", "opprinnelig melding", "opprinnelige meldingen",
    "alkuperäinen viesti", "oryginalna wiadomość", "wiadomość oryginalna", "wiadomość pierwotna", "původní zpráva", "pôvodná správa", "исходное сообщение", "пересылаемое сообщение", "оригинальное сообщение", "первоначальное сообщение", "вихідне повідомлення",
    "orijinal mesaj", "özgün ileti", "eredeti üzenet", "mesaj original", "mesajul original", "αρχικό μήνυμα", "missatge original", "izvorna poruka", "izvirno sporočilo", "originalna poruka", "原始邮件", "原邮件", "原始郵件", "原始信件", "元のメッセージ", "オリジナルメッセージ",
    "original mail", "original email", "원본 메일", "원본 메시지", "thư gốc", "pesan asli", "reply message", "antwort nachricht", "original e-mail", "quoted message", "reply above this line", "in reply to", "mensagem encaminhada original", "pôvodná e-mailová správa",
)  # fmt: skip
FORWARDED = (
    "forwarded message", "forwarded by", "begin forwarded message", "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "weitergeleitete mail", "message transféré", "message transfere", "message transféré", "début du message transféré",
    "début du message réexpédié", "message réexpédié", "messaggio inoltrato", "inizio messaggio inoltrato", "mensaje reenviado", "inicio del mensaje reenviado", "mensagem encaminhada", "mensagem reencaminhada", "início da mensagem encaminhada",
    "início da mensagem reencaminhada", "doorgestuurd bericht", "begin doorgestuurd bericht", "vidarebefordrat meddelande", "vidarebefordrat brev", "början på vidarebefordrat meddelande", "videresendt melding", "videresendt meddelelse", "start på videresendt besked",
    "videresendt besked", "begynnelse på videresendt melding", "välitetty viesti", "välitetty viesti alkaa", "edelleenlähetetty viesti", "wiadomość przekazana", "przekazana wiadomość", "początek przekazywanej wiadomości", "treść przekazanej wiadomości", "přeposlaná zpráva",
    "začátek přeposílané zprávy", "preposlaná správa", "пересланное сообщение", "переадресованное сообщение", "начало переадресованного сообщения", "переслане повідомлення", "iletilen mesaj", "yönlendirilmiş ileti", "továbbított üzenet", "mesaj redirecționat", "mesaj redirecţionat",
    "προωθημένο μήνυμα", "missatge reenviat", "proslijeđena poruka", "posredovano sporočilo", "转发的邮件", "轉寄郵件", "轉寄的郵件", "转发邮件", "转发邮件信息", "転送メッセージ", "転送されたメッセージ", "전달된 메시지", "전달된 메일", "thư chuyển tiếp", "pesan yang diteruskan", "fwd message",
    "original message forwarded",
)  # fmt: skip
