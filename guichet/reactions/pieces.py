"""What a letter is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Quote:
    """A text somebody wrote, set apart from ours."""

    intro: str
    body: str
    language: str = ""
    # It goes on; the mark of a gap stands at its end.
    is_cut: bool = False


@dataclass(frozen=True)
class Item:
    """One line of a list: a request or a known problem, what is new about it, and where it is read."""

    name: str
    text: str
    note: str
    href: str
    language: str = ""


@dataclass(frozen=True)
class Part:
    """A list under its sentence."""

    line: str
    items: Sequence[Item] = field(default_factory=tuple)
