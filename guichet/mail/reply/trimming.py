"""The new part of a reply: what its writer wrote this time, without quotes, signature and disclaimer.

Nothing is lost by it: the whole text is kept beside it. Where it is not clear what is new, more is kept.
"""

import re

from guichet.mail.reply.kinds import ABOVE_QUOTE, DELIMITER, EMPTY, HEADER, ORIGINAL, PHONE, QUOTE, TEXT, Line, read_lines
from guichet.mail.reply.signatures import without_endings

_PS = re.compile(r"p\. ?s\.?\s|ps ?[:.]|p\.s\. ?[:.]?|n\. ?b\. ?:", re.IGNORECASE)

# So few lines below a quote are a signature, not an answer.
FEW = 7
# So many lines below a delimiter are content, not a signature.
MANY = 16


def trimmed(text: str) -> str:
    """The new part of *text*; empty if there is none. A message of quotes alone, or that only forwards, keeps what it says."""
    lines = read_lines(text)
    lines = _without_signed(lines)
    lines = _to_delimiter(lines)
    lines = _to_original(lines)
    _wrapped(lines)
    lines = _to_quote(lines)
    lines = [line for line in lines if line.kind not in {ABOVE_QUOTE, ORIGINAL, HEADER, PHONE}]
    lines = _without_trailing(lines)
    if not any(line.plain or line.kind == TEXT for line in lines):
        return ""
    return "\n".join(without_endings([line.text.rstrip() for line in lines])).strip("\n").rstrip()


def _has_text(lines: list[Line]) -> bool:
    return any(line.kind == TEXT for line in lines)


def _without_signed(lines: list[Line]) -> list[Line]:
    """Without what the writer's program itself set apart as a signature, unless that is all there is."""
    if any(line.kind == TEXT and not line.signed for line in lines):
        return [line for line in lines if not line.signed]
    return lines


def _to_delimiter(lines: list[Line]) -> list[Line]:
    """Up to the first line that only draws a line below some text: a signature follows it, or what was answered."""
    for index, line in enumerate(lines):
        if line.kind != DELIMITER:
            continue
        if not _has_text(lines[:index]):
            line.kind = EMPTY
            continue
        if _is_signature_mark(line.plain) or _is_short(lines, index + 1):
            return lines[:index]
        line.kind = TEXT
    return lines


def _is_signature_mark(plain: str) -> bool:
    return plain in {"--", "—", "–", "__", "ᐧ"}


def _is_short(lines: list[Line], begin: int) -> bool:
    """Whether little text of the writer's follows, before anything quoted."""
    count = 0
    for line in lines[begin:]:
        if line.kind in {ABOVE_QUOTE, ORIGINAL, HEADER}:
            return True
        count += line.kind == TEXT
        if count >= MANY:
            return False
    return True


def _to_original(lines: list[Line]) -> list[Line]:
    """Up to the mark or the headers of an original or forwarded message, if there is text above."""
    for index, line in enumerate(lines):
        if line.kind in {ORIGINAL, HEADER} and not line.quoted and _has_text(lines[:index]):
            return lines[:index]
    return lines


def _wrapped(lines: list[Line]) -> None:
    """A long quoted line that a mail program broke: its rest stands alone between quoted lines."""
    for index in range(1, len(lines) - 1):
        line, above, below = lines[index], lines[index - 1], lines[index + 1]
        if line.kind == TEXT and above.kind == QUOTE and below.kind == QUOTE and len(above.text) >= 60 and len(line.text) <= 40:
            line.kind = QUOTE


def _to_quote(lines: list[Line]) -> list[Line]:
    """What stands above, between, or below quotes, by the way the answer was written."""
    first = next((index for index, line in enumerate(lines) if line.kind in {ABOVE_QUOTE, ORIGINAL, HEADER}), None)
    if first is None:
        return lines
    if not _has_text(lines) and any(line.kind == ABOVE_QUOTE for line in lines):
        return []
    below = [line for line in lines[first:] if line.kind not in {EMPTY, PHONE}]
    after = [line.kind for line in below if line.kind not in {ABOVE_QUOTE, ORIGINAL, HEADER}]
    if _has_text(lines[:first]) and not (_is_greeting(lines[:first]) and after and after[0] == QUOTE and TEXT in after):
        # What is not marked as a quote cannot be told from an answer: below such a line it is what was answered.
        interleaved = after and after[0] == QUOTE and _is_interleaved(after)
        return lines if interleaved else lines[:first] + _afterthought(lines, first)
    if after and after[0] == QUOTE and TEXT in after:
        begin = after.index(TEXT)
        if QUOTE not in _without_tail(after)[begin:]:
            return [line for line in lines[:first] if line.kind == TEXT] + _from_text(lines, first)
    return lines


def _afterthought(lines: list[Line], first: int) -> list[Line]:
    """"PS: …" below all that is quoted."""
    last = max((index for index in range(first, len(lines)) if lines[index].kind == QUOTE), default=len(lines))
    below = [line for line in lines[last + 1 :] if line.kind == TEXT]
    if not below or not _PS.match(below[0].plain):
        return []
    return [Line("", "", EMPTY), *lines[lines.index(below[0], last) :]]


def _is_greeting(lines: list[Line]) -> bool:
    """Whether only "Hello Nora," stands above the quote: then the answer stands below it."""
    said = [line.plain for line in lines if line.kind == TEXT]
    return len(said) == 1 and len(said[0]) <= 40 and said[0].endswith((",", "!", ":", "，")) and len(said[0].split()) <= 5


def _without_tail(kinds: list[str]) -> list[str]:
    end = len(kinds)
    while end and kinds[end - 1] != TEXT:
        end -= 1
    return kinds[:end]


def _is_interleaved(kinds: list[str]) -> bool:
    """Whether text stands between quotes, or much of it below them."""
    last = len(kinds) - 1 - kinds[::-1].index(QUOTE)
    return TEXT in kinds[:last] or kinds[last:].count(TEXT) >= FEW


def _from_text(lines: list[Line], first: int) -> list[Line]:
    for index in range(first, len(lines)):
        if lines[index].kind == TEXT:
            return lines[index:]
    return lines


def _without_trailing(lines: list[Line]) -> list[Line]:
    """Without quotes, delimiters and blank lines at the end, if there is any text."""
    if not _has_text(lines):
        return lines
    end = len(lines)
    while end and lines[end - 1].kind in {QUOTE, EMPTY, DELIMITER}:
        end -= 1
    return lines[:end]
