"""`Content-Type` and `Content-Disposition`: the value and its parameters (RFC 2045, 2231), and how programs really write them."""

import contextlib
import re
from urllib.parse import unquote_to_bytes

from guichet.mail.charsets import codec, decode
from guichet.mail.words import one_line, opened

_KEY = re.compile(r"[^\s=;\"]{1,60}")
_SECTION = re.compile(r"([^*]+)\*(\d{1,3})(\*)?$")


def parsed(value: str) -> tuple[str, dict[str, str]]:
    """The value in lower case and its parameters, by name in lower case."""
    value = re.sub(r"[\r\n]+", "", value)
    head, _, rest = value.partition(";")
    kind = re.sub(r"\s+", "", _readable(head).split(" ")[0] if " " in head.strip() and "=" in head else head).strip("\"'").lower()
    if "=" in head and ";" not in head and "/" not in head.split("=")[0]:  # "name=x" without a kind
        kind, rest = "", value
    elif " " in head.strip() and "=" in head:  # a missing semicolon: "text/plain charset=utf-8"
        rest = head.strip().partition(" ")[2] + (";" + rest if rest else "")
    return kind, _joined(list(_pairs(rest)))


def _pairs(text: str) -> list[tuple[str, str, bool]]:
    found = []
    position = 0
    while position < len(text) and len(found) < 200:
        while position < len(text) and text[position] in "; \t,":
            position += 1
        key = _KEY.match(text, position)
        if not key:
            position = _after(text, position)
            continue
        position = key.end()
        while position < len(text) and text[position] in " \t":
            position += 1
        if text[position : position + 1] != "=":
            position = _after(text, position) if text[position : position + 1] in {";", ""} else position
            if position < len(text) and text[position] == '"':
                position += 1
            continue
        position += 1
        while position < len(text) and text[position] in " \t":
            position += 1
        quoted = text[position : position + 1] == '"'
        value, position = _quoted(text, position + 1) if quoted else _bare(text, position)
        found.append((key[0].lower(), value, quoted))
    return found


def _after(text: str, position: int) -> int:
    end = text.find(";", position)
    return len(text) if end < 0 else end + 1


def _quoted(text: str, position: int) -> tuple[str, int]:
    signs: list[str] = []
    while position < len(text):
        sign = text[position]
        if sign == "\\" and position + 1 < len(text) and text[position + 1] in '"\\':
            signs.append(text[position + 1])
            position += 2
            continue
        if sign == '"':
            following = text[position + 1 :].lstrip()[:1]
            if following in {"", ";"} or not re.match(r"[^\";]*\"\s*(?:;|$)", text[position + 1 : position + 300]):
                return "".join(signs), position + 1
        signs.append(sign)
        position += 1
    return "".join(signs), position


def _bare(text: str, position: int) -> tuple[str, int]:
    """An unquoted value: up to the semicolon, also with spaces and equals signs in it; encoded words may hold semicolons."""
    end = position
    while True:
        stop = text.find(";", end)
        stop = len(text) if stop < 0 else stop
        word = text.find("=?", end, stop)
        close = text.find("?=", word + 2) if word >= 0 else -1
        if word >= 0 and close > stop and re.match(r"=\?[^?\s;]+\?[bBqQ]\?", text[word:stop]):
            end = close + 2
            continue
        return text[position:stop].strip(), stop


def _joined(pairs: list[tuple[str, str, bool]]) -> dict[str, str]:
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for key, value, _quoted_value in pairs:
        section = _SECTION.match(key)
        if section:
            pieces.setdefault(section[1], {}).setdefault(int(section[2]), (value, bool(section[3])))
        elif key.endswith("*"):
            pieces.setdefault(key[:-1], {}).setdefault(0, (value, True))
        else:
            plain.setdefault(key, value)
    result = {key: opened(_readable(value)) for key, value in plain.items()}
    for key, sections in pieces.items():
        result[key] = _continued([sections[number] for number in sorted(sections)])
    return result


def _continued(sections: list[tuple[str, bool]]) -> str:
    """Sections of RFC 2231 as one text. The charset stands before the first; escapes of all are joined before they are read."""
    charset, first = "", sections[0][0]
    if sections[0][1] and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
    data = b""
    for index, (value, escaped) in enumerate(sections):
        value = first if index == 0 else value
        raw = value.encode("utf-8", "surrogateescape")
        data += unquote_to_bytes(raw) if escaped or (charset and _escapes(value)) else raw
    return opened(decode(data, charset if codec(charset) is not None else ""))


def _readable(value: str) -> str:
    """A value in which raw bytes stand, as text."""
    return value if value.isascii() else decode(value.encode("utf-8", "surrogateescape"))


def _escapes(value: str) -> bool:
    return bool(re.search(r"%[0-9A-Fa-f]{2}", value))


def file_name(disposition: dict[str, str], content_type: dict[str, str]) -> str:
    """The name of a part's file, without any path or sign that steers; "" if it has none."""
    return clean_name(
        disposition.get("filename") or content_type.get("name") or disposition.get("name") or content_type.get("filename") or ""
    )


def clean_name(name: str) -> str:
    """A file name for one file: no folders, no drive, no hidden or reserved name, at most 200 signs with its ending kept."""
    if re.search(r"%[0-9A-Fa-f]{2}", name) and re.fullmatch(r"[\x21-\x7e]+", name) and not re.search(r"%(?![0-9A-Fa-f]{2})", name):
        with contextlib.suppress(UnicodeDecodeError):
            name = unquote_to_bytes(name).decode("utf-8")
    name = re.split(r"[/\\]", one_line(name).replace("\x00", ""))[-1].strip().strip("\"'")
    name = re.sub(r'[<>:"|?*]', "_", name).strip()
    name = name.strip(".") if set(name) <= {".", " "} else name
    if len(name) > 200:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: 199 - len(ending)]}.{ending}" if dot and len(ending) <= 20 else name[:200]
    return name
