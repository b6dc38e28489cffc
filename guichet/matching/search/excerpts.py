"""A piece of a text around what was found, as parts of which some are marked. Whoever shows them escapes them."""

import re
from collections.abc import Iterable

from guichet.matching.words import fold

READ = 20_000
LENGTH = 180
BEFORE = 60
_TOKEN = re.compile(r"[^\W_]+")
_REMOVED = re.compile(r"⟦removed:[0-9a-f]{8}⟧")
Part = tuple[str, bool]


class _Folding(dict):
    """Sign by sign, so that places in the folded text are places in the text."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        folded = fold(sign)
        self[code] = found = folded if len(folded) == 1 else sign
        return found


_folding = _Folding()


def excerpt(text: str, forms: Iterable[str], beginnings: Iterable[str] = ()) -> list[Part]:
    """Some words around the first place that holds one of the forms; the beginning of the text where none does."""
    text = " ".join(_REMOVED.sub("[…]", text[:READ]).split())
    spans = _spans(text, forms, beginnings, first_only=True)
    start = max(0, spans[0][0] - BEFORE) if spans else 0
    if start:
        space = text.find(" ", start, spans[0][0])
        start = space + 1 if space >= 0 else start
    end = start + LENGTH
    piece = text[start:end]
    parts = marked(piece, forms, beginnings)
    return [*([("… ", False)] if start else []), *parts, *([("…", False)] if end < len(text) else [])]


def marked(text: str, forms: Iterable[str], beginnings: Iterable[str] = ()) -> list[Part]:
    """The whole text, what was found marked."""
    parts: list[Part] = []
    last = 0
    for start, end in _spans(text, forms, beginnings):
        if start > last:
            parts.append((text[last:start], False))
        parts.append((text[start:end], True))
        last = end
    return [*parts, (text[last:], False)] if last < len(text) else parts


def _spans(text: str, forms: Iterable[str], beginnings: Iterable[str], *, first_only: bool = False) -> list[tuple[int, int]]:
    """Where words of these forms, or with these beginnings, and codes of several parts stand; in order, apart from each other."""
    low = text.translate(_folding)
    plain = {form for form in forms if _TOKEN.fullmatch(form)}
    starts = tuple(beginning for beginning in beginnings if _TOKEN.fullmatch(beginning))
    found = [
        (at, at + len(code))
        for code in {*forms, *beginnings}
        if code and not _TOKEN.fullmatch(code)
        for at in _places(low, code, 1 if first_only else 20)
    ]
    for token in _TOKEN.finditer(low):
        word = token.group()
        if word in plain or word.startswith(starts):
            found.append(token.span())
            if first_only:
                break
    apart: list[tuple[int, int]] = []
    for span in sorted(found):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return apart


def _places(low: str, code: str, most: int) -> list[int]:
    found, at = [], low.find(code)
    while at >= 0 and len(found) < most:
        found.append(at)
        at = low.find(code, at + len(code))
    return found
