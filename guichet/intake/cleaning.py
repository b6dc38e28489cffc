"""What people send us, made fit to keep: without signs that show nothing, with one kind of line end.

Emoji, right-to-left text and every script stay as they were typed; only what no reader can see or PostgreSQL cannot keep
goes. Nothing is shortened here: what is too long is refused beside its field, and kept.
"""

import re

_NEWLINES = re.compile("\r\n|\r|\u2028|\u2029|\x0b|\x0c|\x85")
# Control signs but tab and newline, halves of surrogates, and the code points that are no character.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Orders that turn the reading direction of all that follows: a name may hide its ending behind them.
_TURNING = re.compile("[\u202d\u202e]")
_SPACES = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """A text of several lines, without blank ends."""
    return _TURNING.sub("", _UNSEEN.sub("", _NEWLINES.sub("\n", text))).strip()


def clean_line(text: str) -> str:
    """One line: what stood on several is joined by spaces."""
    return _SPACES.sub(" ", clean_text(text)).strip()
