"""The text of a file, for search: PDF, DOCX, mails and plain text. A program of its own, for files may be made to harm.

`python -m guichet.matching.search.extract PATH` prints the text. It knows no database and no settings; memory, processor time and what it
writes are limited before the file is opened, and whoever starts it waits no longer than `SECONDS` (filetexts.py). What a file is its
first bytes say, not its name.
"""

import contextlib
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

SECONDS = 30
PROCESSOR_SECONDS = 20
MEMORY = 768 * 1024 * 1024
CHARACTERS = 200_000
PAGES = 200
# Of one part of a DOCX file, unpacked; and how many of its parts are read.
PART = 16 * 1024 * 1024
PARTS = 20
READ = 25 * 1024 * 1024
_WORDPROCESSING = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "


def text_of(content: bytes) -> str:
    """The text of a file, at most `CHARACTERS`; empty where it is of a kind that is not read. Raises whatever the readers raise."""
    if content.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        return _cut(_pdf(io.BytesIO(content)))
    if content.startswith(b"PK\x03\x04"):
        return _cut(_docx(io.BytesIO(content)))
    if _is_mail(content):
        return _cut(_mail(content))
    return _cut(iter([_plain(content)]))


def _cut(parts: Iterator[str]) -> str:
    kept, length = [], 0
    for part in parts:
        kept.append(part)
        length += len(part) + 1
        if length >= CHARACTERS:
            break
    return "\n".join(kept)[:CHARACTERS].replace("\x00", " ").encode("utf-8", "replace").decode()


def _pdf(stream: BinaryIO) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(stream, strict=False)
    if reader.is_encrypted:
        reader.decrypt("")  # many are locked against change alone; others raise at the first page
    for number, page in enumerate(reader.pages):
        if number >= PAGES:
            return
        yield page.extract_text()


def _docx(stream: BinaryIO) -> Iterator[str]:
    """The body first, then head and foot lines and notes. A part that unpacks to more than `PART` is read so far."""
    with zipfile.ZipFile(stream) as packed:
        names = [name for name in packed.namelist()[:5_000] if name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1]
        order = ("document", "footnotes", "endnotes", "comments", "header", "footer")
        wanted = [name for start in order for name in names if name.startswith(f"word/{start}")]
        for name in wanted[:PARTS]:
            with packed.open(name) as part:
                yield _paragraphs(part)


def _paragraphs(part: BinaryIO) -> str:
    """The text of a part of the document. Entities and document types are refused: no honest file holds them."""
    found: list[str] = []
    inside = [False]
    length = [0]

    def start(name: str, _attributes: dict) -> None:
        inside[0] = name in (f"{_WORDPROCESSING}t", f"{_STRICT}t")
        if name in (f"{_WORDPROCESSING}p", f"{_STRICT}p"):
            found.append("\n")
        elif name in (f"{_WORDPROCESSING}tab", f"{_WORDPROCESSING}br", f"{_STRICT}tab", f"{_STRICT}br"):
            found.append(" ")

    def end(_name: str) -> None:
        inside[0] = False

    def text(data: str) -> None:
        if inside[0]:
            found.append(data)
            length[0] += len(data)

    def refuse(*_given: object) -> None:
        raise ValueError("a document type within a DOCX file")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    read = 0
    while read < PART and (piece := part.read(64 * 1024)):
        read += len(piece)
        parser.Parse(piece, False)
        if length[0] > CHARACTERS:
            break
    return "".join(found).strip()


def _is_mail(content: bytes) -> bool:
    """Several lines of a letter's head at the beginning."""
    known = (b"from:", b"to:", b"subject:", b"date:", b"message-id:", b"received:", b"mime-version:", b"return-path:")
    lines = content[:8_000].replace(b"\r\n", b"\n").split(b"\n\n", 1)[0].split(b"\n")
    return sum(line.lower().startswith(known) for line in lines) >= 3


def _mail(content: bytes) -> Iterator[str]:
    from guichet.mail.limits import Limits
    from guichet.mail.reading import parse

    mail = parse(content, Limits())
    yield mail.subject
    yield mail.text
    yield "\n".join(one.filename for one in mail.attachments)


def _plain(content: bytes) -> str:
    """Text in UTF-8 or UTF-16, or in the letters of Western Europe; what holds other signs is no text."""
    content = content[: CHARACTERS * 4]
    for mark, code in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if content.startswith(mark):
            return content.decode(code, "replace")
    if b"\x00" in content[:8_000] or sum(byte < 9 or 13 < byte < 32 for byte in content[:2_000]) > 20:
        return ""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content.decode("utf-8", "replace") if error.start > len(content) - 4 else content.decode("cp1252", "replace")


def limit() -> None:
    """No more memory, time or writing than reading a file needs."""
    import resource

    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def main() -> int:
    import logging

    logging.disable(logging.CRITICAL)  # readers log pieces of what they read
    # What the readers need is loaded before the limits stand.
    import pypdf  # noqa: F401

    import guichet.mail.reading  # noqa: F401

    limit()
    with Path(sys.argv[1]).open("rb") as file:
        content = file.read(READ)
    try:
        text = text_of(content)
    except BaseException:  # by whatever a file was made to do; the parent hears that it failed, no more
        return 1
    sys.stdout.buffer.write(text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
