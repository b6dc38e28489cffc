"""`winmail.dat`: what Outlook packs into TNEF (MS-OXTNEF), unpacked: its files, and its text if there is no other.

Reads attributes one after another and never past the end; a damaged file gives what stands before the damage.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from guichet.mail.charsets import decode
from guichet.mail.parameters import clean_name
from guichet.mail.rtf import plain_text, unpacked

_SIGNATURE = 0x223E9F78
_MESSAGE, _ATTACHMENT = 1, 2
_SUBJECT, _BODY, _PROPERTIES, _CODEPAGE = 0x8004, 0x800C, 0x9003, 0x9007
_BEGIN, _TITLE, _DATA, _ATTACHMENT_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
# MAPI properties (MS-OXPROPS) and types (MS-OXCDATA).
_P_SUBJECT, _P_BODY, _P_HTML, _P_RTF = 0x0037, 0x1000, 0x1013, 0x1009
_P_DATA, _P_LONG_NAME, _P_NAME, _P_MIME, _P_CONTENT_ID, _P_DISPLAY = 0x3701, 0x3707, 0x3704, 0x370E, 0x3712, 0x3001
_FIXED = {0x0002: 2, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 2, 0x0014: 8, 0x0040: 8, 0x0048: 16}
_VARIABLE = {0x000D, 0x001E, 0x001F, 0x0102}
_MOST_FILES = 500


@dataclass
class TnefFile:
    name: str = ""
    kind: str = "application/octet-stream"
    content: bytes = b""
    content_id: str = ""


@dataclass
class Tnef:
    """The content of one winmail.dat; *is_whole* says that it could be read to its end."""

    text: str = ""
    html: str = ""
    files: list[TnefFile] = field(default_factory=list)
    is_whole: bool = True


def read_tnef(data: bytes, *, depth: int = 3) -> Tnef | None:
    """What a TNEF stream holds, embedded messages too; None if these bytes are none."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        return None
    result, codepage = Tnef(), "cp1252"
    position = 6
    while position + 9 <= len(data):
        level, attribute, _, size = struct.unpack_from("<BHHI", data, position)
        position += 9
        value = data[position : position + size]
        if len(value) < size or level not in {_MESSAGE, _ATTACHMENT}:
            result.is_whole = False
            if level not in {_MESSAGE, _ATTACHMENT} or attribute not in {_DATA, _ATTACHMENT_PROPERTIES, _PROPERTIES}:
                break
        position += size + 2  # a checksum follows
        if level == _MESSAGE:
            if attribute == _CODEPAGE and len(value) >= 4:
                codepage = f"cp{struct.unpack_from('<I', value)[0]}"
            elif attribute == _BODY and not result.text:
                result.text = _string(value, codepage)
            elif attribute == _PROPERTIES:
                _message(result, value, codepage)
        else:
            _attachment(result, attribute, value, codepage, depth)
    result.files = [file for file in result.files if file.content or file.name]
    return result


def _message(result: Tnef, value: bytes, codepage: str) -> None:
    for name, kind, content in _properties(value):
        if name == _P_BODY and kind in {0x1E, 0x1F}:
            result.text = _text(content, kind, codepage) or result.text
        elif name == _P_HTML:
            result.html = decode(content, "") if kind == 0x0102 else _text(content, kind, codepage)
        elif name == _P_RTF and not result.text:
            result.text = plain_text(unpacked(content))


def _attachment(result: Tnef, attribute: int, value: bytes, codepage: str, depth: int) -> None:
    if attribute == _BEGIN:
        if len(result.files) < _MOST_FILES:
            result.files.append(TnefFile())
        return
    if not result.files:
        return
    file = result.files[-1]
    if attribute == _TITLE and not file.name:
        file.name = clean_name(_string(value, codepage))
    elif attribute == _DATA:
        file.content = value
    elif attribute == _ATTACHMENT_PROPERTIES:
        _described(result, file, value, codepage, depth)


def _described(result: Tnef, file: TnefFile, value: bytes, codepage: str, depth: int) -> None:
    names: dict[int, str] = {}
    for name, kind, content in _properties(value):
        if name in {_P_LONG_NAME, _P_NAME, _P_DISPLAY} and kind in {0x1E, 0x1F}:
            names[name] = clean_name(_text(content, kind, codepage))
        elif name == _P_MIME and kind in {0x1E, 0x1F}:
            file.kind = _text(content, kind, codepage).strip().lower() or file.kind
        elif name == _P_CONTENT_ID and kind in {0x1E, 0x1F}:
            file.content_id = _text(content, kind, codepage).strip().strip("<>")
        elif name == _P_DATA and kind == 0x0D and len(content) > 16:
            inner = read_tnef(content[16:], depth=depth - 1) if depth > 0 else None
            if inner is not None:  # a message within the message: its files are ours, its text is a file
                result.files[-1:-1] = inner.files[: _MOST_FILES - len(result.files)]
                file.kind, file.content = "text/plain", inner.text.encode()
            else:
                file.content = content[16:]
        elif name == _P_DATA and kind == 0x0102 and not file.content:
            file.content = content
    file.name = names.get(_P_LONG_NAME) or file.name or names.get(_P_NAME, "") or names.get(_P_DISPLAY, "")


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Name, type and bytes of each property of a list; of several values the first."""
    if len(data) < 4:
        return
    count = struct.unpack_from("<I", data)[0]
    position = 4
    for _ in range(min(count, 2_000)):
        if position + 4 > len(data):
            return
        kind, name = struct.unpack_from("<HH", data, position)
        position += 4
        if name >= 0x8000:
            position = _after_name(data, position)
        several, kind = bool(kind & 0x1000), kind & 0x0FFF
        values = 1
        if several or kind in _VARIABLE:
            if position + 4 > len(data):
                return
            values = struct.unpack_from("<I", data, position)[0]
            position += 4
        for index in range(min(values, 2_000)):
            if kind in _VARIABLE:
                if position + 4 > len(data):
                    return
                size = struct.unpack_from("<I", data, position)[0]
                position += 4
                content, position = data[position : position + size], position + size + (-size % 4)
            elif kind in _FIXED:
                size = _FIXED[kind]
                content, position = data[position : position + size], position + max(size, 4)
            else:
                return
            if index == 0:
                yield name, kind, content


def _after_name(data: bytes, position: int) -> int:
    """A named property has a GUID and a number or a name before its value."""
    if position + 24 > len(data):
        return len(data)
    kind, size = struct.unpack_from("<II", data, position + 16)
    return position + 24 + (size + (-size % 4) if kind == 1 else 0)


def _text(content: bytes, kind: int, codepage: str) -> str:
    if kind == 0x1F:
        return content.decode("utf-16-le", "replace").split("\x00")[0]
    return _string(content, codepage)


def _string(content: bytes, codepage: str) -> str:
    return decode(content.split(b"\x00")[0], codepage)
