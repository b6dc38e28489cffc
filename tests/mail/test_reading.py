"""Bytes to ParsedMail: the ways in which messages are broken, one small message for each."""

import base64
import io
import json
import struct
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.mail.commands import answer_line
from guichet.mail.html import sanitised
from guichet.mail.limits import Limits
from guichet.mail.reading import parse

HEAD = b"From: Ada Favre <ada@acme.example>\r\nTo: support@vendor.example\r\nSubject: Inventory\r\nDate: Tue, 24 Nov 2026 10:02:00 +0100\r\n"
KEYS = {
    "from", "to", "cc", "subject", "message_id", "in_reply_to", "references", "date", "text", "html", "reply_text", "attachments", "is_auto_reply", "is_bounce", "language",
}  # fmt: skip


def subject(raw: bytes) -> str:
    return parse(b"Subject: " + raw + b"\r\n\r\n").subject


def sender(raw: bytes):
    found = parse(b"From: " + raw + b"\r\n\r\n").sender
    return (found.name, found.email) if found else None


def text(body: bytes, kind: bytes = b"text/plain") -> str:
    return parse(HEAD + b"Content-Type: " + kind + b"\r\n\r\n" + body).text


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from(
        [b"", HEAD, HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", HEAD + b"Content-Type: text/html\r\n\r\n"]
    ),
)
def test_no_bytes_are_too_broken(noise, before):
    mail = parse(before + noise)
    assert "unreadable" not in mail.troubles
    assert set(json.loads(json.dumps(mail.as_json()))) == KEYS


def test_headers_without_a_charset():
    assert subject("Générale".encode()) == "Générale"
    assert subject("Générale".encode("latin-1")) == "Générale"
    assert subject("在庫の件について".encode("cp932")) == "在庫の件について"


def test_encoded_words():
    assert subject(b"=?utf-8?B?w4Q=?= =?utf-8?Q?_und_=C3?= =?utf-8?Q?=A4?=") == "Ä und ä"
    assert subject(b'Re: "=?utf-8?B?5ryi5a2X?=" mid') == 'Re: "漢字" mid'
    assert subject(b"=?gb2312?B?" + base64.b64encode("朱镕基".encode("gbk")) + b"?=") == "朱镕基"
    assert subject(b"=?NONE?B?VEVTVA=?=") == "=?NONE?B?VEVTVA=?="
    assert subject(b"=?utf-8?Q?open =?utf-8?Q?closed?=").endswith("closed")


def test_a_line_break_in_a_name_or_subject_makes_no_header():
    assert subject(b"=?utf-8?Q?a=0D=0ABcc:_x@y.example?=") == "a Bcc: x@y.example"
    assert sender(b"=?utf-8?Q?a=0D=0Ab?= <a@b.example>") == ("a b", "a@b.example")


def test_senders():
    assert sender(b'"Favre, Ada" <ada@acme.example>') == ("Favre, Ada", "ada@acme.example")
    assert sender(b"Favre, Ada <ada@acme.example>") == ("Favre, Ada", "ada@acme.example")
    assert sender(b"ada@acme.example (Ada Favre)") == ("Ada Favre", "ada@acme.example")
    assert sender(b"=?utf-8?Q?Favre,_Ada?= <ada@acme.example>") == ("Favre, Ada", "ada@acme.example")
    assert sender(b"") is None
    many = parse(b"From: a@b.example, c@d.example\r\n\r\n")
    assert many.sender.email == "a@b.example" and "many_from" in many.troubles


def test_dates_keep_their_offset_and_their_century():
    assert parse(HEAD + b"\r\n").date.isoformat() == "2026-11-24T10:02:00+01:00"
    assert parse(b"Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n\r\n").date.year == 1970
    assert parse(b"Date: Thu, 31 Dec 2099 23:59:59 +0000\r\n\r\n").date.year == 2099
    assert parse(b"Date: Wed, 15 Dec 2010    59:10 -0500\r\n\r\n").date is None


def test_a_broken_head_goes_on_where_headers_follow():
    mail = parse(b"From x Tue May 10\nFrom: a@b.example\nTo: c@d.example,\n\t\n\te@f.example\nSubject: one\ntwo\nX-A: b\n\nbody")
    assert [a.email for a in mail.to] == ["c@d.example", "e@f.example"]
    assert (mail.subject, mail.text) == ("one two", "body")


def test_lines_that_end_in_cr_alone_and_marks_before_the_head():
    assert parse(b"\xef\xbb\xbf\r\nSubject: a\r\n\r\nb").subject == "a"
    assert parse(b"Subject: a\rFrom: a@b.example\r\rbody").text == "body"
    assert parse(b"Subject: a\x00b\n\nbo\x00dy").text == "body"


def test_charsets_that_lie():
    assert text("朱镕基".encode("gbk"), b"text/plain; charset=gb2312") == "朱镕基"
    assert text(b"\x1b$B-!\x1b(B", b"text/plain; charset=iso-2022-jp") == "①"
    assert text("“so”".encode("cp1252"), b"text/plain; charset=iso-8859-1") == "“so”"
    assert text(b"+AOk-", b"text/plain; charset=utf-7") == "é"
    assert text("été".encode("cp850"), b"text/plain; charset=cp-850") == "été"
    assert text("똠방".encode("cp949"), b"text/plain; charset=ks_c_5601-1987") == "똠방"
    assert text("été".encode(), b"text/plain; charset=x-nothing") == "été"


def test_boundaries_that_are_missing_or_others():
    parts = b"--x\r\nContent-Type: text/plain\r\n\r\none\r\n--x\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\nPDF"
    for announced in (b"multipart/mixed; boundary=x", b"multipart/mixed; boundary=y", b"multipart/mixed"):
        mail = parse(HEAD + b"Content-Type: " + announced + b"\r\n\r\n" + parts)
        assert mail.text.strip() == "one" and [a.filename for a in mail.attachments] == ["a.pdf"]
        assert "boundary" in mail.troubles


def name_of(disposition: bytes) -> str:
    return (
        parse(HEAD + b"Content-Type: application/x\r\nContent-Disposition: attachment; " + disposition + b"\r\n\r\nx")
        .attachments[0]
        .filename
    )


def test_names_of_files():
    assert name_of(b"filename*0*=utf-8''%C3%A9; filename*1=t.txt") == "ét.txt"
    assert name_of(b"filename*=ISO-8859-1''%E9t.txt") == "ét.txt"
    assert name_of(b'filename="=?utf-8?B?w6l0LnR4dA==?="') == "ét.txt"
    assert name_of(b"filename=This is a test.txt") == "This is a test.txt"
    assert name_of("filename=été.txt".encode()) == "été.txt"
    assert name_of(b'filename="../../etc/passwd"') == "passwd"
    assert name_of(b'filename="C:\\\\windows\\\\a.exe"') == "a.exe"
    assert name_of(b'filename=".."') == "attachment.bin"


def test_files_written_into_the_text():
    mail = parse(HEAD + b"\r\nSee:\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\nBye\r\n")
    assert [(a.filename, a.content) for a in mail.attachments] == [("a.txt", b"Cat")]
    assert mail.text.split() == ["See:", "Bye"]


def tnef() -> bytes:
    def attribute(level: int, name: int, value: bytes) -> bytes:
        return struct.pack("<BHHI", level, name, 0, len(value)) + value + b"\x00\x00"

    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(2, 0x9002, b"\x00" * 14)
        + attribute(2, 0x8010, b"list.txt\x00")
        + attribute(2, 0x800F, b"content")
    )


def test_winmail_is_opened_and_kept_where_it_is_damaged():
    packed = HEAD + b"Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    assert [(a.filename, a.content) for a in parse(packed + base64.b64encode(tnef())).attachments] == [("list.txt", b"content")]
    damaged = parse(packed + base64.b64encode(b"no TNEF at all"))
    assert [a.filename for a in damaged.attachments] == ["winmail.dat"] and "tnef" in damaged.troubles


def test_inline_pictures_keep_their_place():
    mail = parse(
        HEAD
        + b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>A <img src='cid:p1'> B</p>\r\n"
        b"--b\r\nContent-Type: image/png; name=p.png\r\nContent-ID: <p1>\r\nContent-Disposition: inline\r\n\r\nPNG\r\n--b--\r\n"
    )
    assert mail.text == "A [cid:p1] B" and 'src="cid:p1"' in mail.html
    assert [(a.filename, a.inline, a.content_id) for a in mail.attachments] == [("p.png", True, "p1")]


def test_html_is_made_safe():
    for bad in (
        "<script>x</script>",
        "<img src=x onerror=y>",
        "<a href='javascript:x'>",
        "<p style='background:url(//x)'>",
        "<form><iframe src=x>",
        "<img src='https://x'>",
        "<svg onload=x>",
    ):
        safe = sanitised(f"<p>keep</p>{bad}")
        assert "keep" in safe and not any(
            word in safe for word in ("script", "onerror", "onload", "url(", "iframe", "form", "svg", "https://x")
        )
    assert 'href="https://x.example"' in sanitised("<a href='https://x.example'>x</a>")


def test_limits_leave_aside_and_say_so():
    parts = b"".join(b"--b\r\nContent-Type: application/x; name=a\r\n\r\nx\r\n" for _ in range(30))
    mail = parse(HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts, Limits(parts=10))
    assert "parts" in mail.troubles and len(mail.attachments) < 10
    mail = parse(b"To: " + b", ".join(b"a%d@b.example" % n for n in range(50)) + b"\r\n\r\n", Limits(recipients=10))
    assert "recipients" in mail.troubles and len(mail.to) == 10
    nested = b"Content-Type: text/plain\r\n\r\nx"
    for n in range(50):
        nested = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) + nested
    assert "depth" in parse(HEAD + nested).troubles
    assert len(parse(b"Subject: " + b"a" * 100_000 + b"\r\n\r\n").subject) == 1_000
    assert "decoded" in parse(HEAD + b"\r\n" + b"x" * 50, Limits(text=10)).troubles


def test_limits_are_settings(monkeypatch):
    monkeypatch.setenv("GUICHET_MAIL_PARTS", "7")
    assert Limits.from_environment().parts == 7


def test_a_stream_goes_on_after_a_line_it_cannot_read():
    assert "error" in answer_line(b"no base64!\n") and "error" in answer_line(b"\n")
    assert set(answer_line(base64.b64encode(HEAD + b"\r\nhi") + b"\n")) == KEYS


def test_the_command_needs_neither_django_nor_a_database():
    code = "import sys; sys.argv=['guichet','mail','parse']; from guichet.config.cli import main; main(); assert 'django' not in sys.modules and 'psycopg' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], input=HEAD + b"\r\nhi", capture_output=True, check=True)
    assert json.load(io.BytesIO(done.stdout))["text"] == "hi"


def test_the_language_is_said():
    for language, said in {
        "fr": "Bonjour, le total de l'inventaire est faux depuis la mise à jour.", "de": "Guten Tag, die Summe ist seit dem Update nicht mehr richtig.",
        "en": "Hello, the total is wrong since the update.", "it": "Buongiorno, il totale non è più corretto dopo l'aggiornamento.", "es": "Hola, el total no está bien desde la actualización.",
    }.items():  # fmt: skip
        assert text(said.encode(), b"text/plain; charset=utf-8") == said
        assert parse(HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + said.encode()).language == language
