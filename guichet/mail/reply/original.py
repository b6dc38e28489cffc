"""Marks and header blocks above an original or a forwarded message."""

import re
from typing import TYPE_CHECKING

from guichet.mail.reply.words import FORWARDED, HEADERS, ORIGINAL

if TYPE_CHECKING:
    from guichet.mail.reply.kinds import Line

_DASHED = re.compile(r"^[*\s]*([-_=~*+—–]{2,})\s*(.{2,80}?)\s*[-_=~*+—–:：]*[*\s]*$")
_BEGIN = re.compile(r"^[*\s]*(.{2,60}?)[\s*]*[:：]?[*\s]*$")
_HEADER = re.compile(r"^[*_\s|]{0,6}([^\s:：*][^:：*<>@\d]{0,24}?)[*_\s\xa0]{0,4}[:：]")


# What desks ask for above their letters.
_ABOVE_HERE = re.compile(
    r"(?:reply|répon\w+|antwort\w*|rispond\w+|respond\w+|respuesta|resposta|answer|réponse|risposta).{0,30}(?:above|au-dessus|oberhalb|über|sopra|arriba|encima|acima).{0,20}"
    r"(?:line|ligne|linie|zeile|riga|linea|línea|linha)"
)
# GroupWise: ">>> Nora <nora@vendor.example> 24.11.2026 10:02 >>>", without the first arrows, which look like a quote.
_BETWEEN_ARROWS = re.compile(r"^(?:>>> ?)?\S.{3,100}\d{1,2}[:.]\d{2}.{0,6}>>>$")
# Notes: names of headers that stand alone, or at the end of a line behind a gap.
_ALONE = re.compile(r"(?:^|\s{3,})([^\W\d_]{1,12})\s*$")
_A_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
_NOTES_LINES = 30


def notes_block(lines: "list[Line]", index: int) -> int | None:
    """The end of the head that Notes writes above what it quotes, None if none begins here: a name, a date, and the names of
    headers without a colon."""
    if not index or lines[index - 1].plain:
        return None
    kinds: list[str | None] = []
    dated, seen, end = False, 0, index
    for position in range(index, min(index + _NOTES_LINES, len(lines))):
        line = lines[position]
        if not line.plain:
            if not dated:
                return None
            continue
        if len(line.text) > 120 or line.quoted:
            return None
        seen += 1
        dated = dated or (seen <= 4 and bool(_A_DATE.search(line.plain)))
        found = _ALONE.search(line.text[:120])
        kind = HEADERS.get(found[1].lower()) if found else None
        if kind in {"to", "cc", "subject"} and seen > 1:
            kinds.append(kind)
            end = position + 1
        if kinds[-1:] == ["subject"]:
            break
        if seen > 4 and not kinds:
            return None
    if not dated or kinds[:1] != ["to"] or kinds[-1:] != ["subject"] or "cc" not in kinds:
        return None
    return min(end + 1, len(lines))


def is_original_mark(plain: str, below: str = "") -> bool:
    """Whether a line says that an original or forwarded message begins *below* it: in words we know, or between dashes above a header."""
    if len(plain) > 120:
        return False
    lowered = plain.lower()
    if _ABOVE_HERE.search(lowered) or _BETWEEN_ARROWS.match(plain):
        return True
    if dashed := _DASHED.match(lowered):
        words = dashed[2].strip(" -_=~*+—–:：")
        if words.startswith(ORIGINAL + FORWARDED):
            return True
        return (
            lowered.endswith(dashed[1][0]) and len(words.split()) <= 5 and header_kind(below) in {"from", "date", "subject", "to"}
        )
    begin = _BEGIN.match(lowered)
    return bool(begin) and lowered.rstrip("* ").endswith((":", "：")) and begin[1].strip() in _FORWARDED_ALONE


_FORWARDED_ALONE = frozenset(FORWARDED) | {
    "original message",
    "ursprüngliche nachricht",
    "message d'origine",
    "messaggio originale",
}


def header_kind(plain: str) -> str | None:
    """Which header of a quoted head a line is, if any."""
    found = _HEADER.match(plain[:200])
    return HEADERS.get(found[1].strip().lower().rstrip(".")) if found else None


def header_block(lines: "list[Line]", index: int) -> int | None:
    """The end of a block of headers that begins on this line, None if none does.

    Three different ones, or two with an address; a header may go on over up to three lines, and one blank line may lie between.
    """
    first = header_kind(lines[index].plain)
    if first is None or first in {"cc", "other"}:
        return None
    kinds, end, gap = [first], index + 1, 0
    has_address = "@" in lines[index].plain
    position = index + 1
    while position < len(lines) and position < index + 40 and gap <= 3:
        plain = lines[position].plain
        kind = header_kind(plain) if plain else None
        if kind is not None:
            kinds.append(kind)
            has_address = has_address or "@" in plain
            end, gap = position + 1, 0
        elif not plain:
            gap += 2 if position == end else 4
            if gap > 3 and not (position + 1 < len(lines) and header_kind(lines[position + 1].plain)):
                break
        else:
            gap += 1
        position += 1
    different = set(kinds) - {"other", "cc"}
    if not has_address and not any(line.plain for line in lines[:index]):
        return None  # a form that somebody fills in begins like this too
    if "from" not in different and not {"subject", "date", "to"} <= different:
        return None
    if len(different) >= 3 or (len(set(kinds)) >= 3 and has_address):
        return end
    if (
        len(different) == 2
        and has_address
        and {"from", "date"} <= different | {"date"}
        and first == "from"
        and _stands_apart(lines, index)
    ):
        return end
    return None


def _stands_apart(lines: "list[Line]", index: int) -> bool:
    above = lines[index - 1].plain if index else ""
    return not above or not any(sign.isalnum() for sign in above) or is_original_mark(above)
