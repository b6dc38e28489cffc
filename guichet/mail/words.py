"""Encoded words of headers (RFC 2047), and the ways in which programs write them wrong."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from guichet.mail.charsets import codec, decode

_BEGIN = re.compile(r"=\?([^?\s=*]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?")
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]|[\x80-\x9f]")


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    charset: str
    data: bytes


def decoded(raw: bytes | str) -> str:
    """A header's value as people read it: unfolded, encoded words opened, on one line, without signs that steer."""
    return one_line(opened(raw if isinstance(raw, str) else decode(raw)))


def one_line(text: str) -> str:
    """Text on one line, free of control signs and of marks that turn the reading direction."""
    return re.sub(r"[ \t\r\n]+", " ", _STEERING.sub(" ", text) if _STEERING.search(text) else text).strip()


def opened(text: str) -> str:
    """Text with its encoded words opened. Words that follow each other are one text: signs may be split between them."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    pending: list[_Word] = []
    position = 0
    for word in _words(text):
        between = text[position : word.start]
        if pending and between.strip():
            pieces.append(_joined(pending))
            pending = []
        if between.strip() or not pending:
            pieces.append(between)
        pending.append(word)
        position = word.end
    if pending:
        pieces.append(_joined(pending))
    pieces.append(text[position:])
    return "".join(pieces)


def _words(text: str) -> Iterator[_Word]:
    """Every encoded word, in order, in time linear to the text."""
    position = 0
    while begin := _BEGIN.search(text, position):
        end = text.find("?=", begin.end())
        if end < 0:
            if not re.fullmatch(r"[A-Za-z0-9+/=_\s-]*\??", text[begin.end() :]):
                return
            end = len(text.rstrip("? "))  # cut off at the end of the header
        # A word that never ends is text, if another begins within it.
        inner = _BEGIN.search(text, begin.end(), end + 2)
        if inner:
            position = inner.start()
            continue
        data = _data(text[begin.end() : end], begin[2])
        if codec(begin[1]) is None or data is None or begin[1].lower() == "none":
            position = end + 2
            continue
        yield _Word(begin.start(), end + 2, begin[1].lower(), data)
        position = end + 2


def _data(text: str, encoding: str) -> bytes | None:
    if encoding in "qQ":
        return unquoted(text.replace("_", " "))
    plain = re.sub(r"[^A-Za-z0-9+/]", "", text.replace("-", "+").replace("_", "/"))
    if len(plain) % 4 == 1:
        plain = plain[:-1]
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4))
    except binascii.Error:
        return None


def unquoted(text: str) -> bytes:
    """`=41` and what is around it, as bytes; signs above ASCII that stand there raw are kept as UTF-8."""
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), text.encode("utf-8", "surrogateescape"))


def _joined(words: list[_Word]) -> str:
    text: list[str] = []
    start = 0
    for index in range(1, len(words) + 1):
        if index == len(words) or words[index].charset != words[start].charset:
            run = words[start:index]
            charset = run[0].charset
            if "2022" in charset or charset.startswith("utf-16"):
                text += [decode(word.data, charset) for word in run]
            else:
                text.append(decode(b"".join(word.data for word in run), charset))
            start = index
    return "".join(text)
