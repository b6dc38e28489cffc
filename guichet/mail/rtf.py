"""Compressed RTF (MS-OXRTFCP) and its plain text: the body of messages that Outlook sends as winmail.dat."""

import re
import struct

from guichet.mail.charsets import decode

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New Roman"
    b"Courier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_MOST = 5_000_000
_TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL)
_ASIDE = {
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "footer",
    "generator",
    "themedata",
    "xmlnstbl",
    "listtable",
    "listoverridetable",
}
_SIGNS = {
    "par": "\n",
    "line": "\n",
    "tab": "\t",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "endash": "–",
    "emdash": "—",
}


def unpacked(data: bytes) -> bytes:
    """RTF from its compressed form; as much as can be read of a damaged one."""
    if len(data) < 16:
        return b""
    _, size, kind = struct.unpack_from("<III", data)
    if kind == 0x414C454D:  # not compressed
        return data[16 : 16 + size]
    if kind != 0x75465A4C:
        return b""
    window = bytearray(_DICTIONARY + b"\x00" * (4096 - len(_DICTIONARY)))
    write, position, result = len(_DICTIONARY), 16, bytearray()
    while position < len(data) and len(result) < min(size, _MOST):
        flags = data[position]
        position += 1
        for bit in range(8):
            if flags >> bit & 1:
                if position + 2 > len(data):
                    return bytes(result)
                token = data[position] << 8 | data[position + 1]
                position += 2
                offset, length = token >> 4, (token & 15) + 2
                if offset == write:
                    return bytes(result)
                for step in range(length):
                    byte = window[(offset + step) % 4096]
                    result.append(byte)
                    window[write] = byte
                    write = (write + 1) % 4096
            else:
                if position >= len(data):
                    return bytes(result)
                byte = data[position]
                position += 1
                result.append(byte)
                window[write] = byte
                write = (write + 1) % 4096
    return bytes(result)


def plain_text(rtf: bytes) -> str:
    """What RTF says, without its formatting. HTML that Outlook hid in it loses its tags too."""
    source = rtf.decode("latin-1")
    codepage, skip, aside, stack = "cp1252", 1, False, []
    text: list[str] = []
    raw = bytearray()
    is_html = "\\fromhtml1" in source[:400]
    pending = 0
    for word, number, escape, sign, brace, plain in _TOKEN.findall(source):
        if escape:
            if pending:
                pending -= 1
            elif not aside:
                raw.append(int(escape, 16))
            continue
        if raw:
            text.append(decode(bytes(raw), codepage))
            raw.clear()
        if brace == "{":
            stack.append((aside, skip))
            if len(stack) > 1_000:
                break
        elif brace:
            aside, skip = stack.pop() if stack else (False, 1)
        elif word == "ansicpg":
            codepage = f"cp{number}"
        elif word == "uc":
            skip = min(int(number or 1), 8)
        elif word in _ASIDE or sign == "*" or (is_html and word == "htmlrtf" and number != "0"):
            aside = True
        elif is_html and word == "htmlrtf":
            aside = False
        elif word == "u" and number and not aside:
            text.append(chr(int(number) % 65536))
            pending = skip
        elif aside:
            continue
        elif word in _SIGNS:
            text.append(_SIGNS[word])
        elif sign:
            text.append({"~": " ", "_": "-", "-": ""}.get(sign, sign))
        elif plain:
            text.append(plain[pending:] if pending else plain)
            pending = 0
    if raw:
        text.append(decode(bytes(raw), codepage))
    said = "".join(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return said.replace("\x00", "").strip()
