"""Which parts of a message are its text, and which are its files."""

import re
from dataclasses import dataclass, field
from html import escape

from guichet.mail.attachments import attachment, from_file, name_of_message
from guichet.mail.calendars import told
from guichet.mail.charsets import codec, decode
from guichet.mail.encodings import binhexed, uuencoded
from guichet.mail.headers import read_head
from guichet.mail.html_text import marked_text
from guichet.mail.parsed import Attachment
from guichet.mail.parts import Part, Reading
from guichet.mail.tnef import read_tnef

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
# Parts that say again, for particular programs, what another one says.
_SAME_AGAIN = {"text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext", "text/rtf", "application/rtf"}


@dataclass
class Block:
    """One stretch of the text, as plain text, as HTML, or as both."""

    text: str | None = None
    html: str | None = None


@dataclass
class Body:
    """The text and the files of a message. *marked* is the text with `html_text.MARK` where a signature begins."""

    blocks: list[Block] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    calendars: list[str] = field(default_factory=list)
    pending: str = ""  # a picture between two stretches of text

    def marked(self) -> str:
        said = [self._said(block) for block in self.blocks]
        text = "\n".join(part.strip("\n") if len(said) > 1 else part for part in said if part.strip())
        return text if text.strip() or not self.calendars else "\n\n".join(self.calendars)

    def _said(self, block: Block) -> str:
        if block.text is not None and (block.text.strip() or not block.html):
            return block.text
        return marked_text(block.html or "")

    def html(self) -> str | None:
        if not any(block.html for block in self.blocks):
            return None
        return "\n".join(
            block.html or f"<pre>{escape(block.text or '')}</pre>"
            for block in self.blocks
            if block.html or (block.text or "").strip()
        )


def read_body(root: Part, reading: Reading) -> Body:
    """The text of a message, made of the parts that are meant to be read one after another, and all other parts as files."""
    body = Body()
    _take(root, body, reading, is_root=True)
    return body


def _take(part: Part, body: Body, reading: Reading, *, is_root: bool = False) -> None:
    if part.children:
        if part.kind == "multipart/alternative":
            _alternatives(part, body, reading)
        elif part.kind == "multipart/related":
            _related(part, body, reading)
        else:
            for child in part.children:
                _take(child, body, reading)
    elif _is_text(part, body, is_root=is_root):
        text, html = _text(part, body, reading)
        _add(body, Block(text=text, html=html))
    else:
        _file(part, body, reading)


def _is_text(part: Part, body: Body, *, is_root: bool) -> bool:
    """Whether a leaf is to be read. A named text is a file, but for the first one, when it is not said to be attached."""
    if part.is_attached or not part.kind.startswith("text/") or part.kind in {"text/calendar", "text/vcard", "text/x-vcard"}:
        return False
    if is_root:
        return True
    if part.kind not in {"text/plain", "text/html", "text/enriched", "text/richtext"} or (
        part.parent == "multipart/report" and part.kind != "text/plain" and body.blocks
    ):
        return False
    if part.filename:
        return part.disposition != "attachment" and not body.blocks and not body.files and part.kind == "text/plain"
    return True


def _add(body: Body, block: Block) -> None:
    if body.pending and body.blocks and (block.text or "").strip():
        body.blocks[-1].text = (
            f"{(body.blocks[-1].text or '').rstrip()}\n{body.pending}\n" if body.blocks[-1].text is not None else None
        )
    body.pending = ""
    body.blocks.append(block)


def _alternatives(part: Part, body: Body, reading: Reading) -> None:
    """Of texts that say the same: the plain one for the text, the HTML for the page. Files in between stay files."""
    block = Block()
    for child in part.children:
        if child.children:
            inner = Body()
            _take(child, inner, reading)
            for index, found in enumerate(inner.blocks):
                if found.html:
                    block.html = found.html if block.html is None or not index else f"{block.html}\n{found.html}"
                if found.text and (block.text is None or (index and not found.html)):
                    block.text = found.text if block.text is None else f"{block.text}\n{found.text}"
            body.files += inner.files
            body.calendars += inner.calendars
        elif child.is_attached or (child.filename and child.kind not in {"text/plain", "text/html"}):
            _file(child, body, reading)
        elif child.kind == "text/html":
            _, html = _text(child, body, reading)
            if html and html.strip() and (block.html is None or not block.html.strip()):
                block.html = html
        elif child.kind == "text/plain":
            text, _ = _text(child, body, reading)
            if block.text is None or not block.text.strip():
                block.text = text
        elif child.kind in _SAME_AGAIN and (block.text or block.html or len(part.children) > 1):
            if len(part.children) == 1 or not any(
                other.kind in {"text/plain", "text/html"} or other.children for other in part.children
            ):
                text, _ = _text(child, body, reading)
                block.text = text
        else:
            _file(child, body, reading)
    if block.text is not None or block.html is not None:
        _add(body, block)


def _related(part: Part, body: Body, reading: Reading) -> None:
    """A text and what belongs to it; the text is the one that `start` names, or the first."""
    start = part.parameters.get("start", "").strip().strip("<>")
    root = next((child for child in part.children if start and child.content_id == start), part.children[0])
    _take(root, body, reading)
    for child in part.children:
        if child is not root:
            _take(child, body, reading)


def _text(part: Part, body: Body, reading: Reading) -> tuple[str | None, str | None]:
    """The text of a leaf, as plain text or as HTML."""
    content = part.content(reading)
    if part.kind == "text/html":
        return None, read_text(_cut(content, reading), _charset(part, content), reading)
    if b"begin" in content or b"BinHex" in content:
        for unpack in (uuencoded, binhexed):
            files, content = unpack(content)
            body.files += [from_file(file) for file in files]
    text = read_text(_cut(content, reading), part.parameters.get("charset", ""), reading)
    if part.parameters.get("format", "").lower() == "flowed":
        text = flowed(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    if part.kind in {"text/enriched", "text/richtext"}:
        text = re.sub(r"<param>[^<]{0,2000}</param>", "", text, flags=re.IGNORECASE)
        text = re.sub(r"</?[A-Za-z-]{1,30}>", "", text).replace("<<", "<")
    elif not part.head.raw("content-type") and re.match(r"\s*<(?:!doctype html|html)\b", text, re.IGNORECASE):
        return None, text
    return text, None


def _cut(content: bytes, reading: Reading) -> bytes:
    if len(content) > reading.limits.text * 4:
        reading.note("decoded")
        return content[: reading.limits.text * 4]
    return content


def _charset(part: Part, content: bytes) -> str:
    """The charset of HTML: what the part says, else what the HTML says of itself."""
    said = part.parameters.get("charset", "")
    if said and codec(said):
        return said
    meta = _META.search(content[:4_000])
    return meta[1].decode("ascii") if meta and codec(meta[1].decode("ascii")) else said


def read_text(content: bytes, charset: str, reading: Reading) -> str:
    """Bytes as text with plain line breaks, without signs that no text has."""
    text = decode(content, charset)
    if len(text) > reading.limits.text:
        reading.note("decoded")
        text = text[: reading.limits.text]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text).removeprefix("\ufeff")


def flowed(text: str, *, delete_space: bool) -> str:
    """RFC 3676: lines that end in a space go on. Quoted lines stay as they are, so that they are known as quoted."""
    lines: list[list[str]] = []
    joining = False
    for line in text.split("\n"):
        stuffed = line[1:] if line.startswith(" ") else line
        is_quoted = stuffed.startswith(">") and not line.startswith(" >")
        if joining and not is_quoted and stuffed != "-- ":
            lines[-1].append(stuffed)
        else:
            lines.append([line if line.startswith(" >") else stuffed])
        joining = stuffed.endswith(" ") and stuffed != "-- " and not lines[-1][0].startswith(">") and bool(stuffed.strip())
        if joining and delete_space:
            lines[-1][-1] = lines[-1][-1][:-1]
    return "\n".join("".join(pieces) for pieces in lines)


def _file(part: Part, body: Body, reading: Reading) -> None:
    content = part.content(reading)
    name = part.filename or file_name_elsewhere(part)
    if (part.kind in _TNEF or name.lower() == "winmail.dat") and _unpack(content, body, reading):
        return
    if part.kind == "text/calendar":
        body.calendars.append(told(read_text(content, part.parameters.get("charset", "utf-8"), reading)))
        name = name or "invite.ics"
    elif part.kind == "message/rfc822" and not name:
        name = name_of_message(read_head(content, 0, min(len(content), 50_000), reading.limits).text("subject"))
    elif part.kind == "application/octet-stream" and not content and not name:
        return
    inline = not part.is_attached and (part.disposition == "inline" or bool(part.content_id)) and part.kind.startswith("image/")
    inline = inline or (part.kind.startswith("image/") and part.parent == "multipart/related" and bool(part.content_id))
    found = attachment(name, part.kind, content, inline=inline, content_id=part.content_id)
    body.files.append(found)
    if inline and part.parent == "multipart/mixed":
        body.pending = f"[cid:{found.content_id}]" if found.content_id else f"[{found.filename}]"


def file_name_elsewhere(part: Part) -> str:
    """A name from `Content-Location` or `Content-Description`, where it looks like one of a file."""
    for header in ("content-location", "content-description"):
        value = part.head.text(header).split("?")[0].rpartition("/")[2]
        if re.fullmatch(r"[\w .()+-]{1,100}\.[A-Za-z0-9]{2,5}", value):
            return value
    return ""


def _unpack(content: bytes, body: Body, reading: Reading) -> bool:
    """Open a winmail.dat in place; False if it cannot be read, and stays a file."""
    unpacked = read_tnef(content)
    if unpacked is None or (not unpacked.is_whole and not unpacked.files):
        reading.note("tnef")
        return False
    if not unpacked.is_whole:
        reading.note("tnef")
    for file in unpacked.files:
        body.files.append(attachment(file.name, file.kind, file.content, content_id=file.content_id))
    if not any((block.text or "").strip() or block.html for block in body.blocks) and (unpacked.text.strip() or unpacked.html):
        body.blocks.append(Block(text=unpacked.text.replace("\r\n", "\n") or None, html=unpacked.html or None))
    return unpacked.is_whole
