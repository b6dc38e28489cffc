"""The line above a quote: "On … wrote:" in all its languages, also broken over lines."""

import re
from typing import TYPE_CHECKING

from guichet.mail.reply.words import ON, WROTE

if TYPE_CHECKING:
    from guichet.mail.reply.kinds import Line

MOST_LINES = 6
MOST_SIGNS = 400
_WROTE_WORDS = "|".join(re.escape(word) for word in sorted(WROTE, key=len, reverse=True))
_WROTE = re.compile(rf"(?<![^\W_])(?:{_WROTE_WORDS})(?![^\W_])|写道|寫道|님이 작성|작성|書きました", re.IGNORECASE)
_ON = re.compile(
    rf"^[\s*_\"'“«\[(-]*(?:-+\s*)?(?:{'|'.join(re.escape(word) for word in sorted(ON, key=len, reverse=True))})(?:[\s,.]|$)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b\d{4}[-/.年년]\s?\d{1,2}[-/.月월]|\b\d{1,2}[-/. ]{1,2}\d{1,2}[-/. ]{1,2}\d{2,4}\b|\b(?:19|20)\d\d\b|\d{1,2}\s?[:.h時]\s?\d{2}\b|\d{1,2}월 \d{1,2}일",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[^\s<>@,;:()\[\]\"]{1,80}@[^\s<>@,;:()\[\]\"]{1,80}")
_BEGINS_WITH_DATE = re.compile(
    r"^[\s*_\"']*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d{4}\s?[年년]|\d{1,2}\.? ?[^\W\d_]{3,12}\.?,? (?:de )?\d{4}\b|[^\W\d_]{2,12}\.?,? \d{1,2}\.? [^\W\d_]{3,12}\.? \d{4})"
)
_BARE = re.compile(
    r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s+(?:GMT|UTC)?[+-]\d{2}:?\d{2})?[,\s]+\S.{1,120}$"
)
_ENDS = re.compile(r"[:：][*_\s\xa0]*$")
_DASHES = re.compile(r"^-{2,}.*-{2,}$")


def attribution_end(lines: "list[Line]", index: int) -> int | None:
    """The end of an attribution that begins on this line, None if none does."""
    first = lines[index].plain
    by_start = bool(_ON.match(first)) or bool(_BEGINS_WITH_DATE.match(first)) or first.startswith("-")
    may_begin = by_start or "<" in first or "@" in first or _ENDS.search(first) or bool(_WROTE.search(first))
    if not may_begin:
        return None
    joined, position, blanks = "", index, 0
    while position < len(lines) and position < index + MOST_LINES + blanks:
        plain = lines[position].plain
        if not plain and position > index:
            # Some programs put the address on a line of its own, below a blank one.
            following = lines[position + 1].plain if position + 1 < len(lines) else ""
            if lines[position].quoted and lines[position].text.strip() == ">" and joined.count("<") > joined.count(">"):
                joined += ">"
            elif not following.startswith("<") or blanks > 1:
                return None
            blanks += 1
            position += 1
            continue
        if position > index and plain.startswith(":") and lines[position].quoted:
            joined += ">"
        joined = f"{joined} {plain}".strip() if not joined.endswith("<") else joined + plain
        if len(joined) > MOST_SIGNS:
            return None
        if _is_attribution(joined, lines, position, alone=position == index, by_start=by_start):
            return _latest(lines, index, position)
        if position > index and _starts_anew(plain, lines, position):
            return None
        position += 1
    return None


def _starts_anew(plain: str, lines: "list[Line]", position: int) -> bool:
    """Whether a full attribution begins further down: then the lines above are text."""
    return bool(_ON.match(plain)) and _is_attribution(plain, lines, position, alone=True, by_start=True)


def _latest(lines: "list[Line]", index: int, position: int) -> int | None:
    """The attribution is the shortest that ends here: text above that only happens to begin with "On" is not part of it."""
    for later in range(position, index, -1):
        plain = " ".join(line.plain for line in lines[later : position + 1] if line.plain)
        if (
            (_ON.match(plain) or _BEGINS_WITH_DATE.match(plain))
            and _DATE.search(plain)
            and _is_attribution(plain, lines, position, alone=later == position, by_start=True)
        ):
            return None
    return position + 1


def _is_attribution(text: str, lines: "list[Line]", position: int, *, alone: bool, by_start: bool) -> bool:
    ends, dashes = bool(_ENDS.search(text)), bool(_DASHES.match(text))
    if not ends and not dashes:
        return alone and _is_bare(text, lines, position)
    has_date, has_mail = bool(_DATE.search(text)), bool(_MAIL.search(text))
    wrote = _last(text)
    if wrote and len(text) - wrote.end() <= 160:
        if (by_start and (has_date or has_mail)) or (has_mail and ("<" in text or "[" in text or alone)):
            return True
        if has_date and (by_start or _quote_follows(lines, position)):
            return True
        return alone and len(text) <= 100 and _quote_follows(lines, position) and len(text) - wrote.end() <= 3
    if (
        has_date
        and has_mail
        and (by_start or _BEGINS_WITH_DATE.match(text))
        and text.rstrip("*_ ：:").endswith((">", ")", "]", "님이", '"'))
    ):
        return True
    if alone and ((has_mail and "<" in text) or (by_start and has_date)) and len(text) <= 160:
        return _quote_follows(lines, position)
    return False


def _last(text: str) -> re.Match[str] | None:
    *_, found = [None, *_WROTE.finditer(text)]
    return found


def _is_bare(text: str, lines: "list[Line]", position: int) -> bool:
    """Only a date and a name, as Gmail wrote for a time: "2016-03-03 17:21 GMT+01:00 Some One"."""
    if len(text) > 160:
        return False
    if _BEGINS_WITH_DATE.match(text) and text.endswith(">") and _MAIL.search(text) and _quote_follows(lines, position):
        return True
    if not _BARE.match(text):
        return False
    return bool(re.search(r"GMT|UTC", text)) or (bool(_MAIL.search(text)) and text.endswith(">"))


def _quote_follows(lines: "list[Line]", position: int) -> bool:
    for line in lines[position + 1 : position + 4]:
        if line.plain or line.quoted:
            return line.quoted or line.text.lstrip().startswith("|")
    return False
