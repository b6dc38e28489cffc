"""Mail made to break us: kept as received up to the size limit, with an outcome that says why, and the queue goes on."""

import base64
import io
import zipfile

import pytest
from django.conf import settings

from guichet.desk import files
from guichet.desk.models import Attachment, Message
from guichet.intake import working
from guichet.intake.mailbox import keeping
from guichet.intake.mailbox.models import Mail
from guichet.service import limits
from tests.intake.posting import kept, limited_to, posted, written

HEAD = b"From: Ada Favre <ada@acme.example>\r\nTo: support@vendor.example\r\nSubject: Bombe\r\nMIME-Version: 1.0\r\n"


def nested(content: bytes, levels: int) -> bytes:
    """A message within a message within …, each in base64."""
    for _ in range(levels):
        content = HEAD + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content)
    return content


def many_parts(count: int) -> bytes:
    part = b"--b\r\nContent-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n"
    text = b"--b\r\nContent-Type: text/plain\r\n\r\nLe rapport est faux.\r\n"
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + text + part * count + b"--b--\r\n"


def zipped(megabytes: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * (megabytes << 20))
    return target.getvalue()


def headed(**replaced: str) -> bytes:
    fields = {"From": "Ada Favre <ada@acme.example>", "To": "support@vendor.example", "Subject": "Rapport", **replaced}
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value).encode() + b"\r\nLe rapport est faux.\r\n"


OPENED = {
    "10,000 parts": lambda: many_parts(10_000),
    "5,000 recipients": lambda: headed(Cc=",\r\n ".join(f"a{n}@else.example" for n in range(5_000))),
    "a subject of 1 MB": lambda: headed(Subject="x" * 1_000_000),
    "10,000 headers": lambda: b"X-Junk: x\r\n" * 10_000 + headed(),
    "a zip bomb": lambda: written("ada", files=[("logs.zip", zipped(64))]),
    "in 1970": lambda: headed(Date="Thu, 01 Jan 1970 00:00:00 +0000"),
    "in 2099": lambda: headed(Date="Thu, 31 Dec 2099 23:59:59 +0000"),
    "headers in the subject": lambda: headed(Subject="=?utf-8?Q?x=0D=0ABcc:_victim@else.example=0D=0A=0D=0Ahello?="),
    "headers in the name": lambda: headed(From="=?utf-8?Q?Ada=0D=0ABcc:_victim@else.example?= <ada@acme.example>"),
    "multiparts 200 deep": lambda: HEAD + b"".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode() for n in range(200)
    ) + b"Content-Type: text/plain\r\n\r\nLe rapport est faux.\r\n",
}  # fmt: skip
QUARANTINED = {
    "no From": (lambda: headed(From=""), "no_sender"),
    "many From": (lambda: headed(From="ada@acme.example, boris@borealis.example"), "many_senders"),
    "two From": (lambda: b"From: boris@borealis.example\r\n" + headed(), "many_senders"),
}


@pytest.mark.parametrize("made", OPENED.values(), ids=OPENED)
def test_what_is_too_much_is_left_aside_and_the_rest_is_read(cast, made):
    raw = made()
    first, following = kept(raw).mail, kept(written("ada", subject="Le suivant")).mail
    assert working.work() == 2
    mail, after = Mail.objects.get(pk=first), Mail.objects.get(pk=following)
    assert (mail.outcome, after.outcome) == ("opened", "opened")
    assert keeping.read(mail.sha256, settings.GUICHET_HOME) == raw
    assert "\n" not in mail.ticket.subject and "\r" not in mail.ticket.subject and len(mail.ticket.subject) <= 300
    assert Attachment.objects.filter(ticket=mail.ticket_id).count() <= limits.files()


@pytest.mark.parametrize(("made", "reason"), QUARANTINED.values(), ids=QUARANTINED)
def test_who_wrote_it_is_not_guessed(cast, made, reason):
    mail = posted(made())
    assert (mail.outcome, mail.reason) == ("quarantined", reason)


def test_files_left_out_are_said_in_the_request(cast):
    mail = posted(many_parts(30))
    assert "at most" in Message.objects.get(ticket=mail.ticket_id, is_first=True).body or "au plus" in mail.said.body


def test_nested_base64_above_the_limit_is_kept_up_to_it_and_says_why(cast):
    limited_to(1 << 20)
    raw = nested(b"x" * 600_000, 3)
    mail = posted(raw)
    assert (mail.outcome, mail.reason, mail.is_cut, mail.details) == ("poison", "too_large", True, {"limit": 1})
    assert keeping.read(mail.sha256, settings.GUICHET_HOME) == raw[: 1 << 20]
    assert posted(written("ada")).outcome == "opened"


def test_nested_base64_within_the_limit_is_read(cast):
    assert posted(nested(b"x" * 200_000, 8)).outcome in ("opened", "quarantined")


@pytest.mark.parametrize("name", ["../../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\x\\y.txt", "a\x00b.txt", ".", "..", "x" * 500])
def test_names_of_files_lead_nowhere(cast, name):
    raw = many_parts(1).replace(b"filename=a.txt", b'filename="' + name.replace("\\", "\\\\").encode() + b'"')
    mail = posted(raw)
    file = Attachment.objects.get(ticket=mail.ticket_id)
    assert not set(file.filename) & set("/\\\0") and file.filename.strip(".") and len(file.filename) <= 150
    assert files.path_of(file.sha256).is_relative_to(settings.GUICHET_HOME)


def test_files_of_refused_mail_do_not_stay(cast):
    content = b"journal" * 100
    mail = posted(written("remi", files=[("journal.log", content)]))
    assert mail.outcome == "quarantined"
    assert Mail.objects.get(pk=mail.pk).files == 1 and not Attachment.objects.exists()
    from hashlib import sha256

    assert queued_to_forget() == [sha256(content).hexdigest()]


def queued_to_forget() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'sha256' FROM procrastinate_jobs WHERE task_name = 'guichet.forget_file'")
        return [row[0] for row in cursor.fetchall()]
