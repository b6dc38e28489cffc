"""Addresses of headers (RFC 5322 section 3.4), and how they are really written."""

import re

from guichet.mail.parsed import Address
from guichet.mail.words import _words, one_line, opened

_BARE = re.compile(r"[^\s<>\",;:()\[\]\\]{1,200}@[^\s<>\",;()\\]{1,250}")
_PLAIN = re.compile(r"[^\s<>\",;:()@\\]+")
_HOLD = "\ue000"
_READ_AT_MOST = 400_000


def addresses(value: str, *, at_most: int = 5_000) -> list[Address]:
    """All addresses of a header, in order, members of groups too. What holds no address is left out."""
    value, kept = _held(value[:_READ_AT_MOST])
    found: list[Address] = []
    pending = ""
    for segment in _segments(value):
        if len(found) >= at_most:
            break
        if "@" not in segment and "<" not in segment and _HOLD not in segment:
            # A comma within a name that nobody put in quotes: "Doe, John <john@…>".
            pending = f"{pending},{segment}" if 0 < len(pending) < 100 else segment if segment.strip() else pending
            continue
        address = _address(f"{pending},{segment}" if pending and "<" in segment else segment, kept)
        pending = segment if address is None and len(segment) < 100 else ""
        if address:
            found.append(address)
    if not found and kept:
        inside = opened(value if not kept else _released(value, kept))
        if "@" in inside and _HOLD not in inside:
            return [a for segment in _segments(inside) if (a := _address(segment, []))][:at_most]
    return found


def _held(value: str) -> tuple[str, list[str]]:
    """The value with its encoded words put aside: what is in them is name, whatever signs it has."""
    value = re.sub(r"[\r\n]+", "", value.replace(_HOLD, ""))
    if "=?" not in value:
        return value, []
    pieces, kept, position = [], [], 0
    start: int | None = None
    end = 0
    for word in [*_words(value), None]:
        if word is not None and start is not None and not value[end : word.start].strip():
            end = word.end
            continue
        if start is not None:
            pieces += [value[position:start], f"{_HOLD}{len(kept)}{_HOLD}"]
            kept.append(opened(value[start:end]))
            position = end
        if word is not None:
            start, end = word.start, word.end
    return "".join([*pieces, value[position:]]), kept


def _released(text: str, kept: list[str]) -> str:
    return re.sub(f"{_HOLD}(\\d+){_HOLD}", lambda found: kept[int(found[1])], text) if kept else text


def _segments(value: str) -> list[str]:
    """The value cut at its commas and semicolons, but for those in quotes, comments and angle brackets."""
    found, begin, position, depth, angle = [], 0, 0, 0, False
    last_quote = value.rfind('"')
    while position < len(value):
        sign = value[position]
        if sign == "\\":
            position += 2
            continue
        if sign == '"' and not depth and position < last_quote:
            position = _quote_end(value, position)
        elif sign == "(" and not angle:
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
        elif depth:
            pass
        elif sign == "<":
            angle = True
        elif sign == ">":
            angle = False
        elif sign in ",;" and (not angle or sign == ";" or value.find(">", position, position + 300) < 0):
            found.append(value[begin:position])
            begin, angle = position + 1, False
        elif sign == ":" and not angle and _is_group(value[begin:position]):
            begin = position + 1
        position += 1
    found.append(value[begin:])
    return found


def _quote_end(value: str, position: int) -> int:
    end = position + 1
    while end < len(value):
        if value[end] == "\\":
            end += 2
            continue
        if value[end] == '"':
            return end
        end += 1
    return position


def _is_group(name: str) -> bool:
    return "@" not in name and "<" not in name and name.strip().lower() not in {"mailto", "smtp", "x400", "fax"}


def _address(segment: str, kept: list[str]) -> Address | None:
    segment, comments = _without_comments(segment)
    # The last bracket before the last @, in one look however many brackets there are.
    at = segment.rfind("@")
    opening = segment.rfind("<", 0, at) if at >= 0 else segment.find("<")
    if opening < 0:
        opening = segment.find("<")
    if opening >= 0:
        closing = segment.find(">", opening)
        email = _email(segment[opening + 1 : closing if closing >= 0 else len(segment)])
        phrase = segment[:opening].rstrip("< ")
        if email is None and (bare := _BARE.search(_unquoted(phrase))):
            email, phrase = _email(bare[0]), phrase.replace(bare[0], "", 1)
        if email is None:
            return None
        name = _name(phrase, kept) or _name(segment[closing + 1 :] if closing >= 0 else "", kept)
    else:
        *_, bare = [None, *_BARE.finditer(segment)]
        if bare is None:
            quoted = re.match(r'\s*("[^"]*"@\S+)', segment)
            return Address("", quoted[1]) if quoted else None
        email = _email(bare[0])
        name = _name(segment[: bare.start()] + " " + segment[bare.end() :], kept)
        if email is None:
            return None
    if not name and comments:
        name = _name(comments[-1], kept)
    return Address(name[:500], email)


def _without_comments(text: str) -> tuple[str, list[str]]:
    if "(" not in text:
        return text, []
    plain, comments, depth, begin, quoted = [], [], 0, 0, False
    for position, sign in enumerate(text):
        if sign == '"' and not depth and (quoted or text.find('"', position + 1) >= 0):
            quoted = not quoted
        if sign == "(" and not quoted:
            if not depth:
                begin = position + 1
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
            if not depth:
                comments.append(text[begin:position])
                continue
        if not depth:
            plain.append(sign)
    if depth:  # never closed: no comment
        return text.replace("(", " "), comments
    return "".join(plain), comments


def _email(text: str) -> str | None:
    text = one_line(text).strip().strip("'").strip()
    text = re.sub(r"^(?:mailto|smtp):", "", text, flags=re.IGNORECASE).strip()
    if text.startswith("@") and ":" in text:  # a route of RFC 822
        text = text.rpartition(":")[2]
    if text.startswith('"') and '"@' in text:
        local, _, domain = text.rpartition("@")
        plain = _unquoted(local)
        return f"{plain if _PLAIN.fullmatch(plain) else local}@{domain}"[:500]
    text = re.sub(r"\s+", "", text.replace('"', ""))
    if text.count("@") == 0 or _HOLD in text:
        return None
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.rstrip('.')}"[:500] if local and domain else None


def _name(phrase: str, kept: list[str]) -> str:
    text = _released(_unquoted(phrase), kept)
    text = one_line(opened(text)).strip()
    for open_, close in (("'", "'"), ('"', '"'), ("‘", "’")):
        if len(text) > 1 and text.startswith(open_) and text.endswith(close):
            text = text[1:-1].strip()
    return text.strip(" ,;")


def _unquoted(text: str) -> str:
    """The phrase without its quotation marks and the backslashes in them."""
    if '"' not in text and "\\" not in text:
        return text
    return re.sub(r"\\(.)", r"\1", re.sub(r'(?<!\\)"', "", text))
