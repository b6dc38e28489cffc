"""Transfer encodings: base64, quoted-printable, uuencode and BinHex, also damaged."""

import binascii
import re
from dataclasses import dataclass

_UU_BEGIN = re.compile(rb"(?:^|(?<=\n))begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n")
_HQX_BEGIN = re.compile(rb"\(This file must be converted with BinHex[^\r\n]{0,60}\r?\n\s*:", re.IGNORECASE)


def decoded_body(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """The body of a part without its transfer encoding, and whether it was encoded as it says."""
    name = re.split(r"[;\s]", encoding.strip().lower(), maxsplit=1)[0].strip("\"'")
    if name == "base64":
        return from_base64(data)
    if name in {"quoted-printable", "quotedprintable", "qp"} or name.startswith("quoted-print"):
        return from_quoted_printable(data), True
    if name in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        files, rest = uuencoded(data)
        return (files[0].content, True) if files else (rest.strip(), not rest.strip())
    if name in {"binhex", "x-binhex", "mac-binhex40", "binhex40"}:
        file = _binhex(data)
        return (file.content, True) if file else (data, False)
    return data, True


def from_base64(data: bytes) -> tuple[bytes, bool]:
    """Decoded base64. Foreign signs are skipped; blocks that were padded one by one are joined; a cut end loses its last sign."""
    try:
        return binascii.a2b_base64(data, strict_mode=True), True
    except binascii.Error:
        pass
    plain = re.sub(rb"[^A-Za-z0-9+/=]+", b"", data)
    is_whole = len(plain) > 0 or not data.strip()
    blocks = []
    for block in re.split(rb"=+", plain) if len(plain) < 200_000 or plain.count(b"=") < 1000 else [plain.replace(b"=", b"")]:
        if len(block) % 4 == 1:
            block = block[:-1]
        if block:
            blocks.append(binascii.a2b_base64(block + b"=" * (-len(block) % 4)))
    return b"".join(blocks), is_whole


def from_quoted_printable(data: bytes) -> bytes:
    """Decoded quoted-printable; `=` before spaces at a line's end is a soft break, `=` before anything else stays."""
    return binascii.a2b_qp(re.sub(rb"=[ \t]+(?=\r?\n|\r|\Z)", b"=", data))


@dataclass(frozen=True)
class File:
    name: bytes
    content: bytes


def uuencoded(data: bytes) -> tuple[list[File], bytes]:
    """Files written into a text by uuencode, and the text without them."""
    if b"begin" not in data:
        return [], data
    files, rest, position = [], [], 0
    for begin in _UU_BEGIN.finditer(data):
        if begin.start() < position or len(files) >= 100:
            continue
        content, end = _uu_lines(data, begin.end(), is_base64=begin[0].startswith(b"begin-"))
        if end is None:
            continue
        rest.append(data[position : begin.start()])
        files.append(File(begin[1].strip(), content))
        position = end
    return (files, b"".join([*rest, data[position:]])) if files else ([], data)


def _uu_lines(data: bytes, position: int, *, is_base64: bool) -> tuple[bytes, int | None]:
    """The content up to the line `end`, and where the text goes on; None if these are not lines of uuencode."""
    pieces: list[bytes] = []
    while position < len(data):
        stop = data.find(b"\n", position)
        stop = len(data) if stop < 0 else stop
        line = data[position:stop].rstrip(b"\r")
        position = stop + 1
        if line.strip() in {b"end", b"===="}:
            return b"".join(pieces), position
        if line.strip() in {b"", b"`"}:
            continue
        try:
            pieces.append(binascii.a2b_base64(line) if is_base64 else binascii.a2b_uu(line))
        except binascii.Error:
            if is_base64 or not 0x20 < line[0] <= 0x60:
                return b"", None
            length = (line[0] - 32) & 63
            try:  # a line with signs too many, as some programs wrote
                pieces.append(binascii.a2b_uu(line[: 1 + (length * 4 + 5) // 3]))
            except binascii.Error:
                return b"", None
    return (b"".join(pieces), position) if len(pieces) > 2 else (b"", None)


_HQX = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
_HQX_TABLE = bytes.maketrans(_HQX, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")


def binhexed(data: bytes) -> tuple[list[File], bytes]:
    """A file written into a text by BinHex 4.0, and the text without it."""
    begin = _HQX_BEGIN.search(data)
    if not begin:
        return [], data
    end = data.find(b":", begin.end())
    file = _binhex(data[begin.start() : end + 1]) if end > 0 else None
    return ([file], data[: begin.start()] + data[end + 1 :].lstrip(b"\r\n")) if file else ([], data)


def _binhex(data: bytes) -> File | None:
    begin = data.find(b":")
    end = data.find(b":", begin + 1)
    if begin < 0:
        return None
    plain = re.sub(rb"\s+", b"", data[begin + 1 : end if end > 0 else len(data)])
    if plain.translate(None, _HQX):
        return None
    plain = plain.translate(_HQX_TABLE)
    plain = plain[:-1] if len(plain) % 4 == 1 else plain
    packed = _repeated(binascii.a2b_base64(plain + b"=" * (-len(plain) % 4)))
    if len(packed) < 22 or not 0 < packed[0] < 64:
        return None
    length = packed[0]
    fork = int.from_bytes(packed[length + 12 : length + 16], "big")
    start = length + 22
    return File(packed[1 : 1 + length], packed[start : start + fork])


def _repeated(data: bytes) -> bytes:
    """Runs as BinHex packs them: 0x90 and a count repeat the byte before; 0x90 0x00 is 0x90 itself."""
    pieces = data.split(b"\x90")
    result = bytearray(pieces[0])
    for piece in pieces[1:]:
        count = piece[0] if piece else 0
        if count == 0:
            result.append(0x90)
        elif result:
            result += bytes([result[-1]]) * (count - 1)
        result += piece[1:]
    return bytes(result)
