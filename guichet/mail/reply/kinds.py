"""What each line of a message is: text, quote, the line above a quote, header, delimiter, signature of a phone."""

import re
from dataclasses import dataclass

from guichet.mail.html_text import ABOVE_MARK, MARK
from guichet.mail.reply.attribution import attribution_end
from guichet.mail.reply.original import header_block, is_original_mark, notes_block
from guichet.mail.reply.signatures import is_sent_from

TEXT, EMPTY, QUOTE, ABOVE_QUOTE, ORIGINAL, HEADER, DELIMITER, PHONE = "t", "e", "q", "b", "o", "h", "d", "s"
LOOKED_AT = 400
MOST_LINES = 20_000

_QUOTE = re.compile(r"[ \t]{0,8}>|[ \t]?(?!(?:My|SQL|PS|Irb|Ftp)[A-Za-z]{0,3}>)[A-Z][A-Za-z]{0,11}>(?=[ >]|$)")
_PREFIX = re.compile(r"(?:[ \t]*>)+[ \t]?|[ \t]?[A-Z][A-Za-z]{0,11}>[ \t]?")
_DELIMITER = re.compile(r"[ \t\xa0]*(?:[-_–—=+~#*ᐧ]{2,}|[—–ᐧ]|(?:[-_=*] ){3,}[-_=*]?)[ \t\xa0]*$")
_BORDER = re.compile(r"\s*\+[-=+]+\+\s*$")  # of a table
_FENCE = re.compile(r"[ \t]{0,3}```")


@dataclass
class Line:
    """One line: as written, without the marks of quotes, and its kind."""

    text: str
    plain: str
    kind: str
    quoted: bool = False
    signed: bool = False


def read_lines(text: str) -> list[Line]:
    """The lines of a message, each with its kind."""
    lines = [_line(line) for line in text.split("\n", MOST_LINES)[:MOST_LINES]]
    _fence(lines)
    index = 0
    while index < len(lines):
        index = _mark(lines, index)
    return lines


def _line(text: str) -> Line:
    signed = MARK in text
    told = ABOVE_MARK in text
    text = text.replace(MARK, "").replace(ABOVE_MARK, "")
    seen = text[:LOOKED_AT]
    quoted = bool(_QUOTE.match(seen))
    plain = _PREFIX.sub("", seen, count=1) if quoted else seen
    plain = plain.strip().strip("\u200e\u200f\ufeff").strip()
    kind = EMPTY if not plain and not quoted else QUOTE if quoted else TEXT
    return Line(text, plain, ABOVE_QUOTE if told and plain else kind, quoted, signed)


def _fence(lines: list[Line]) -> None:
    """Code between fences is text, whatever it looks like; `code` keeps it from the other rules."""
    begin = None
    for index, line in enumerate(lines):
        if line.kind == TEXT and _FENCE.match(line.text):
            if begin is None:
                begin = index
            else:
                for inner in lines[begin : index + 1]:
                    inner.kind, inner.plain, inner.quoted = TEXT, "", False
                begin = None


def _mark(lines: list[Line], index: int) -> int:
    """Give the line its kind, and those that belong with it; the index of the next."""
    line = lines[index]
    if not line.plain:
        return index + 1
    end = header_block(lines, index) if ":" in line.plain or "：" in line.plain or line.plain.endswith("*") else None
    if end is not None:
        for other in lines[index:end]:
            other.kind = HEADER
        return end
    end = notes_block(lines, index)
    if end is not None:
        for other in lines[index:end]:
            other.kind = HEADER
        return end
    if is_original_mark(line.plain, next((other.plain for other in lines[index + 1 : index + 3] if other.plain), "")):
        line.kind = ORIGINAL
        line.quoted = line.quoted and not line.plain.endswith(">>>")
        return index + 1
    end = attribution_end(lines, index)
    if end is not None:
        for other in lines[index:end]:
            other.kind = ABOVE_QUOTE
        return end
    if line.kind == TEXT and is_sent_from(line.plain):
        line.kind = PHONE
    elif (
        line.kind == TEXT
        and _DELIMITER.match(line.text[:LOOKED_AT])
        and not _BORDER.match(line.text[:LOOKED_AT])
        and len(line.text) < LOOKED_AT
        and not _is_heading(lines, index)
    ):
        line.kind = DELIMITER
    return index + 1


def _is_heading(lines: list[Line], index: int) -> bool:
    """Whether dashes underline the line above them (but the two of a signature never do)."""
    mark, above = lines[index].plain, lines[index - 1].plain if index else ""
    if len(mark) < 3 or mark[0] not in "=-~" or not above or lines[index - 1].kind != TEXT:
        return False
    below = lines[index + 1].plain if index + 1 < len(lines) else ""
    return abs(len(mark) - len(above)) <= 3 and bool(below)
