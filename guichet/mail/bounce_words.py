"""The words of delivery reports that follow no standard. All in lower case."""

SUBJECTS = (
    "undeliver", "delivery status notification", "delivery failure", "failure notice", "mail delivery failed", "returned mail", "delivery failed", "delivery report", "delivery problem",
    "mail delivery", "delivery notification", "mail could not be delivered", "message could not be delivered", "not deliver", "nondeliver", "non-deliver", "non remis", "unzustellbar",
    "nicht zugestellt", "nicht zustellbar", "zustellung fehlgeschlagen", "zustellfehler", "rücksendung", "échec de la remise", "échec de remise", "non remis", "notification d'état de remise",
    "notification de non remise", "non recapitabile", "mancato recapito", "recapito non riuscito", "no se pudo entregar", "no entregado", "error de entrega", "não entregue", "não foi possível entregar",
    "onbestelbaar", "niet bezorgd", "kan inte levereras", "kunne ikke leveres", "nie można dostarczyć", "niedostarczal", "nedoručiteln", "не доставлен", "недоставлен", "teslim edilemedi",
    "配信不能", "配信できません", "未配信", "送信できません", "届きません", "エラーメール", "退信", "无法投递", "無法傳遞", "投递失败", "退件", "배달되지 않", "전송 실패", "반송", "전달되지 않",
    "warning: could not send", "warning: message", "message delayed", "delivery delayed", "delayed mail", "delay notification", "message you sent blocked", "could not send message",
    "mail system error", "returned to sender", "return to sender", "rejected mail", "message rejected", "user unknown", "unknown user", "address not found", "bounce", "mail failure",
    "failed mail", "failed delivery", "undelivr", "delivery error", "error sending", "mail not delivered", "unable to deliver", "recipient unknown", "transport failure", "delivery has failed",
    "report to sender", "delivery status", "postmaster notify", "permanent error", "considered unsolicited", "permanent delivery failure", "email not delivered", "mail error", "message not sent",
)  # fmt: skip
# How programs begin such a subject, and nobody else: enough above the words of a report, whoever sends it.
WRITTEN_BY_PROGRAMS = (
    "mail delivery failed: returning message to sender", "undelivered mail returned to sender", "delivery status notification (", "returned mail: ", "mail system error - returned mail", "undeliverable: ", "unzustellbar: ", "non remis : ", "non recapitabile: ",
    "delivery failure: ", "mail delivery failure", "warning: could not send message for past",
)  # fmt: skip
TEXTS = (
    "could not be delivered", "couldn't be delivered", "was not delivered", "wasn't delivered", "not been delivered", "not be delivered", "delivery has failed", "delivery failed",
    "delivery to the following", "failed permanently", "unable to deliver", "undeliverable", "undelivered", "this is the qmail-send program", "i wasn't able to deliver", "i'm afraid i wasn't",
    "delivery status notification", "did not reach", "could not deliver", "couldn't deliver", "cannot be delivered", "can't be delivered", "permanent fatal errors", "transient non-fatal errors",
    "returned to sender", "being returned", "message was created automatically by mail delivery software", "this is the mail system at host", 
    "échec de la remise", "impossible de remettre", "n'a pas pu être remis", "n'a pas pu être livré", "n'a pas été remis", "fehler bei der nachrichtenzustellung", "zustellung ist fehlgeschlagen", "recapito non riuscito", "impossibile recapitare", "error en la entrega", "falha na entrega", "a remessa não", "levering mislukt", "не удалось доставить", "konnte nicht zugestellt", "nicht zugestellt werden", "unzustellbar", "ist fehlgeschlagen", "non è stato possibile recapitare",
    "non è stato recapitato", "no se pudo entregar", "não pôde ser entregue", "não foi possível entregar", "kunde inte levereras", "nie została dostarczona",
    "не может быть доставлен", "не было доставлено", "не доставлено", "couldn't be found", "wasn't found at", "address not found", "user unknown", "unknown user", "no such user",
    "mailbox unavailable", "over quota", "quota exceeded", "account has been disabled", "recipient address rejected", "failed recipient",
    "following addresses had", "following address(es) failed", "following recipients", "following recipient(s)", "these recipients", 
    "host unknown", "transcript of session follows", "delivery attempt", "will be retried", "still being retried", "delivery problem", "could not be sent", "bounced",
    "配信できません", "配信されません", "配送できません", "送信できません", "お届けできません", "届けることが", "送れません", "メールアドレスが見つかりません", "宛先不明", "エラーが発生", "无法投递", "无法送达", "退信", "無法傳送", "投递失败",
    "전송되지", "배달되지", "전달하지 못", "smtp error", "mail rejected",
    "list of recipients", "message returned", "returned message", 
)  # fmt: skip
# Enough from one who writes nothing but reports, or below such a subject.
VAGUE_TEXTS = (
    "mail system", "your message to", "does not exist", "delayed", "status: 5", "diagnostic-code", "final-recipient", "error message below", "reason:", "550 ", "554 ", "552 ", "not listed in", "error", "failed", "was rejected", "has been rejected", "not accepted", "mailbox full", "kon niet worden", "n'a pas pu être", "rejected by", "konnte nicht", "unable", "unknown", "sorry", "permanent",
)  # fmt: skip
# What is wrong with the address, in a report that gives no code.
REASONS = (
    "user unknown", "unknown user", "no such user", "mailbox unavailable", "does not exist", "mailbox full", "mailbox is full", "over quota", "quota exceeded", "host unknown", "not found", "couldn't be found",
    "introuvable", "rejected", "refused", "disabled", "timed out", "invalid recipient", "unrouteable", "unreachable", "exceeded", "access denied", "not recognized", "not listed", "blocked by", "enough space",
    "unable to deliver", "undeliverable", "could not be delivered", "nicht gefunden", "unbekannt", "見つかりません", "不明",
)  # fmt: skip
