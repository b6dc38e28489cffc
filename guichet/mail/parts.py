"""The tree of parts of a message (RFC 2046), also where boundaries are missing, shared or wrong.

Bodies are not copied: a part is a piece of the bytes it stands in. Nothing recurses beyond `Limits.depth`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from guichet.mail.encodings import decoded_body
from guichet.mail.headers import Head, line, read_head
from guichet.mail.limits import Limits
from guichet.mail.parameters import file_name, parsed

_PART_BEGINS = re.compile(
    rb"(?:\A|\n|\r)--([^\r\n]{1,200}?)[ \t]*\r?\n(?:Content-[A-Za-z-]+[ \t]*:|MIME-Version[ \t]*:)", re.IGNORECASE
)


@dataclass
class Reading:
    """What one message has used of its limits, and what was wrong with it."""

    limits: Limits
    parts: int = 0
    decoded: int = 0
    troubles: list[str] = field(default_factory=list)

    def note(self, code: str) -> None:
        if code not in self.troubles:
            self.troubles.append(code)


@dataclass
class Part:
    """A leaf of the tree, or a branch with its children."""

    head: Head
    data: bytes = field(repr=False)
    start: int
    stop: int
    kind: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    filename: str = ""
    children: list["Part"] = field(default_factory=list)
    parent: str = ""  # the kind of the branch it hangs on

    @property
    def raw(self) -> bytes:
        return self.data[self.start : self.stop]

    @property
    def is_attached(self) -> bool:
        return self.disposition == "attachment"

    @property
    def content_id(self) -> str:
        return self.head.text("content-id").strip().strip("<>").strip()

    def content(self, reading: Reading) -> bytes:
        """The bytes of a leaf without their transfer encoding; nothing once the limit is reached."""
        if reading.decoded >= reading.limits.decoded:
            reading.note("decoded")
            return b""
        encoding = self.head.plain("content-transfer-encoding")
        content, fits = decoded_body(self.raw, encoding)
        if not fits:
            reading.note("encoding")
        reading.decoded += max(len(content), 1)
        return content

    def leaves(self) -> Iterator["Part"]:
        stack = [self]
        while stack:
            part = stack.pop()
            if part.children:
                stack += reversed(part.children)
            else:
                yield part


def read_tree(data: bytes, reading: Reading, *, default: str = "text/plain", depth: int = 0) -> Part:
    """The message that *data* is, with all its parts."""
    return _part(data, 0, len(data), reading, default=default, depth=depth, parent="")


def _part(data: bytes, start: int, stop: int, reading: Reading, *, default: str, depth: int, parent: str) -> Part:
    reading.parts += 1
    head = read_head(data, start, stop, reading.limits)
    if head.is_cut:
        reading.note("headers")
    part = Part(head, data, head.end, stop, parent=parent)
    _describe(part, default)
    if part.kind.startswith("multipart/"):
        if depth >= reading.limits.depth:
            reading.note("depth")
            part.kind = "application/octet-stream"
        else:
            _split(part, reading, depth)
    elif depth == 0 and not head.raw("content-type") and _begins_with_part(data, head.end, stop):
        # The head was lost, the parts were not.
        part.kind = "multipart/mixed"
        _split(part, reading, depth)
    return part


def _begins_with_part(data: bytes, start: int, stop: int) -> bool:
    found = _PART_BEGINS.search(data, start, min(stop, start + 5_000))
    return bool(found) and not data[start : found.start()].strip()


def _describe(part: Part, default: str) -> None:
    kind, parameters = "", {}
    for value in part.head.all_raw("content-type")[:10]:
        kind, parameters = parsed(value.decode("utf-8", "surrogateescape"))
        if "/" in kind:
            break
    disposition, details = parsed((part.head.raw("content-disposition") or b"").decode("utf-8", "surrogateescape"))
    part.parameters = parameters
    part.disposition = disposition
    part.filename = file_name(details, parameters)
    if re.fullmatch(r"[!#$%&'*+.^_`{|}~0-9a-z-]+/[!#$%&'*+.^_`{|}~0-9a-z-]+", kind):
        part.kind = kind
    elif kind in {"text", "html", "multipart"}:
        part.kind = {"text": "text/plain", "html": "text/html", "multipart": "multipart/mixed"}[kind]
    elif kind.startswith("multipart/") or "boundary" in parameters:
        part.kind = "multipart/mixed"
    else:
        part.kind = default


def _split(part: Part, reading: Reading, depth: int) -> None:
    data, start, stop = part.data, part.start, part.stop
    boundary = part.parameters.get("boundary", "").strip().encode("utf-8", "surrogateescape")
    borders = _borders(data, start, stop, boundary) if boundary else []
    if not borders:
        # Another boundary than the one announced, as after a gateway that changed one of both.
        reading.note("boundary")
        found = _PART_BEGINS.search(data, start, min(stop, start + 100_000))
        if found:
            borders = _borders(data, start, stop, found[1].rstrip())
        if not borders:
            part.kind = "text/html" if _looks_html(data[start : start + 1000]) else "text/plain"
            return
    default = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
    for index, (_, begin, is_last) in enumerate(borders):
        if is_last and (index + 1 == len(borders) or part.kind != "multipart/mixed"):
            if index + 1 < len(borders):
                continue
            break
        if is_last:
            continue
        if reading.parts >= reading.limits.parts:
            reading.note("parts")
            break
        end = borders[index + 1][0] if index + 1 < len(borders) else stop
        part.children.append(_part(data, begin, max(end, begin), reading, default=default, depth=depth + 1, parent=part.kind))
    if not borders[-1][2]:
        reading.note("boundary")
    if not part.children:
        part.kind = "text/plain"


def _borders(data: bytes, start: int, stop: int, boundary: bytes) -> list[tuple[int, int, bool]]:
    """The lines of a boundary: where the content before ends, where the next begins, and whether it closes."""
    found = []
    needle = b"--" + boundary
    position = data.find(needle, start, stop)
    while position >= 0:
        if position != start and data[position - 1] not in b"\r\n":
            position = data.find(needle, position + len(needle), stop)
            continue
        end, following = line(data, position, stop)
        rest = data[position + len(needle) : end].rstrip(b" \t\r")
        if rest in {b"", b"--"}:
            before = position
            if before > start and data[before - 1] == 0x0A:
                before -= 1
            if before > start and data[before - 1] == 0x0D:
                before -= 1
            found.append((before, following, rest == b"--"))
            position = data.find(needle, following, stop)
        else:
            position = data.find(needle, following, stop)
    return found


def _looks_html(data: bytes) -> bool:
    return bool(re.match(rb"\s*(?:<!doctype html|<html|<head|<body|<div|<p>|<table)", data, re.IGNORECASE))
