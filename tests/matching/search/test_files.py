"""The texts of files: read in a process with limits, found within the walls, gone with what is taken out."""

import io
import subprocess
import sys
import zipfile
import zlib

import pytest

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.files import store
from guichet.desk.models import Attachment, Message
from guichet.desk.operations import redacting, replying
from guichet.desk.operations.wrong_company import Right, move_to_company
from guichet.matching.models import FileText
from guichet.matching.search import extract, filetexts, finding

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(text: str, pages: int = 1) -> bytes:
    """A PDF file as small as can be, every page with the same text."""
    content = zlib.compress(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1"))
    kids = " ".join(f"{10 + n} 0 R" for n in range(pages))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
        **{
            10 + n: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            for n in range(pages)
        },
    }
    out, places = b"%PDF-1.4\n", {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % pair for pair in places.items())
    return out + b"xref\n0 1\n0000000000 65535 f \n%strailer\n<< /Root 1 0 R /Size 99 >>\nstartxref\n%d\n%%%%EOF" % (table, len(out))


def docx(document: str, **others: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, content in others.items():
            archive.writestr(f"word/{name}.xml", content)
    return packed.getvalue()


def paragraphs(*texts: str) -> str:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    return f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'


MAIL = (
    b"From: Ada <ada@acme.example>\r\nTo: desk@vendor.example\r\nSubject: =?utf-8?q?Lagerbest=C3=A4nde?=\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nQuokkaberry im Hochregal.\r\n"
)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (pdf("Quokkaberry LIC-204"), "LIC-204"),
        (docx(paragraphs("Prix", "Quokkaberry &amp; Söhne")), "Quokkaberry & Söhne"),
        ("Zählung, Quokkaberry".encode("cp1252"), "Zählung"),
        ("Zählung".encode("utf-16"), "Zählung"),
        (MAIL, "Lagerbestände"),
        (MAIL, "Quokkaberry im Hochregal"),
    ],
)
def test_the_text_of_each_kind_is_read(content, word):
    assert word in extract.text_of(content)


def test_what_is_no_text_gives_none():
    assert extract.text_of(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20) == ""


def test_no_more_is_read_than_a_search_needs(monkeypatch):
    monkeypatch.setattr(extract, "PAGES", 3)
    assert extract.text_of(pdf("Quokkaberry", pages=9)).count("Quokkaberry") == 3
    assert len(extract.text_of(b"a" * 900_000)) == extract.CHARACTERS
    # A part that unpacks to a thousand times its size is read to its limit, whatever its head says.
    bomb = docx(paragraphs(), footnotes=(f'<w:n xmlns:w="{WORD}"><w:t>' + "Z" * 40_000_000 + "</w:t></w:n>").encode())
    assert len(bomb) < 100_000
    assert len(extract.text_of(bomb)) <= extract.CHARACTERS


def test_a_document_that_names_other_files_or_grows_by_entities_is_refused():
    for declared in ('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'):
        document = paragraphs("&x;").replace("<w:document", f"{declared}<w:document", 1)
        with pytest.raises(ValueError, match="document type"):
            extract.text_of(docx(document))


def test_the_process_says_what_it_read_or_that_it_could_not(tmp_path):
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_bytes(pdf("Quokkaberry"))
    bad.write_bytes(b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 1 0 R /Kids [1 0 R] >> trailer << /Root 1 0 R >>")
    assert filetexts.extract(good) == ("Quokkaberry", True)
    assert filetexts.extract(bad)[0] == ""
    assert filetexts.extract(tmp_path / "missing") == ("", False)


def test_memory_and_time_of_the_process_are_limited():
    code = "from guichet.matching.search import extract; extract.limit(); len(bytearray(2 << 30))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode != 0 and b"MemoryError" in done.stderr


@pytest.fixture
def with_file(monkeypatch):
    """Hangs a file on the first message, on a note, or on another message, read in this process."""
    monkeypatch.setattr(filetexts, "extract", lambda path: (extract.text_of(path.read_bytes()), True))

    def _with(ticket, by, *, name="rapport_final.pdf", content=b"", is_note=False):
        kept = store(name, io.BytesIO(content), len(content))
        with acting_as(by):
            if is_note:
                replying.note(ticket.pk, "Voir le fichier.", by=by, attachments=[kept])
            else:
                replying.reply(ticket.pk, "Voici le fichier.", by=by, attachments=[kept])
        assert filetexts.read_ticket(ticket.pk) == 1
        assert filetexts.read_ticket(ticket.pk) == 0
        return Attachment.objects.get(sha256=kept["sha256"], ticket=ticket)

    return _with


def found(actor, text: str) -> list[int]:
    with acting_as(actor):
        return [ticket.pk for ticket in finding.requests(finding.ask(actor, text)).tickets]


def test_a_file_is_found_by_its_name_and_by_what_it_says(ada, nora, boris, opened, with_file):
    ticket = opened(ada)
    with_file(ticket, ada, content=pdf("Quokkaberries E-4711"))
    for text in ("quokkaberry", "rapport_final.pdf", "E-4711", "file:quokkaberry", "has:file"):
        assert found(nora, text) == [ticket.pk], text
    assert found(nora, "text:quokkaberry") == found(boris, "quokkaberry") == []
    assert found(ada, "quokkaberry") == [ticket.pk]
    with acting_as(nora):
        asked = finding.ask(nora, "quokkaberry")
        (place,) = finding.places(asked, finding.requests(asked).tickets)[ticket.pk]
        assert place.place == "file" and "Quokkaberries" in place.text


def test_a_file_of_a_note_is_for_agents_alone(ada, nora, opened, with_file):
    ticket = opened(ada)
    with_file(ticket, nora, content=b"Hydrangea", is_note=True, name="intern.txt")
    assert found(nora, "hydrangea") == [ticket.pk]
    assert found(ada, "hydrangea") == found(ada, "intern.txt") == []
    with acting_as(ada):
        assert not FileText.objects.exists()


def test_what_is_taken_out_is_not_found_any_more(ada, lena, nora, opened, with_file):
    ticket = opened(ada, body="Le mot est tournesol99, voici.")
    file = with_file(ticket, ada, content=b"tournesol99 et Quokkaberry")
    assert found(nora, "file:tournesol99") == [ticket.pk]
    with acting_as(lena):
        redacting.redact_passage(ticket.pk, "tournesol99", "secret", by=lena)
    assert found(nora, "tournesol99") == [] and found(nora, "quokkaberry") == [ticket.pk]
    with acting_as(lena):
        redacting.redact_file(ticket.pk, file.token, "secret", by=lena)
    assert found(nora, "quokkaberry") == found(nora, "rapport_final.pdf") == []
    assert not FileText.objects.exists()


def test_files_of_the_past_are_read_piece_by_piece(ada, opened, monkeypatch):
    monkeypatch.setattr(filetexts, "extract", lambda path: ("Quokkaberry", True))
    ticket = opened(ada)
    message = Message.objects.get(ticket=ticket)
    for n in range(3):
        Attachment.objects.create(
            ticket=ticket, company_id=ticket.company_id, message=message, token=f"t{n}", filename=f"{n}.txt", content_type="text/plain",
            size=1, sha256=f"{n}" * 64, uploaded_by_id=ada.person_id,
        )  # fmt: skip
    monkeypatch.setattr(filetexts, "AT_ONCE", 2)
    assert filetexts.read_past() == 3
    assert filetexts.read_past() == 0
    assert found(ada, "quokkaberry") == [ticket.pk]


def test_the_same_bytes_are_read_once(ada, nora, opened, with_file, monkeypatch):
    first, second = opened(ada), opened(ada)
    with_file(first, ada, content=b"Quokkaberry", name="one.txt")
    monkeypatch.setattr(filetexts, "extract", lambda path: ("read again", True))
    kept = store("two.txt", io.BytesIO(b"Quokkaberry"), 11)
    with acting_as(ada):
        replying.reply(second.pk, "Encore.", by=ada, attachments=[kept])
    assert filetexts.read_ticket(second.pk) == 1
    assert found(nora, "quokkaberry") == [second.pk, first.pk] and found(nora, "two.txt") == [second.pk]


def test_a_request_that_moves_to_the_right_company_takes_the_text_of_its_files_along(ada, boris, nora, cast, opened, with_file, do):
    ticket = opened(ada)
    with_file(ticket, ada, content=b"Quokkaberry")
    right = Right(cast.company("borealis"), cast.person("boris"), cast.installation("borealis-prod"), reason="Pour Borealis")
    do(nora, "2026-11-24 12:00", move_to_company, ticket.pk, right)
    assert found(ada, "quokkaberry") == [] and found(boris, "quokkaberry") == [ticket.pk]
    with acting_as(SYSTEM):
        assert FileText.objects.get().company_id == cast.company("borealis").pk
