"""What addresses hold: a request's number, written `SPT-1042`, `spt-1042` or `1042`."""

from dataclasses import dataclass


def whole(text: str, most: int = 17) -> int | None:
    """A whole number that somebody typed or an address holds; None for anything else, or for more digits than *most*."""
    return int(text) if text.isdecimal() and len(text) <= most else None


@dataclass(frozen=True)
class Number:
    """A number as it was written: the number itself, and the type's key before it (none for `1042`)."""

    value: int
    key: str = ""

    def __str__(self) -> str:
        return f"{self.key}-{self.value}" if self.key else str(self.value)


class NumberConverter:
    """`SPT-1042` in any case, or `1042`. The view sends a former key on to the current one (301)."""

    regex = r"(?:[A-Za-z][A-Za-z0-9]{1,9}-)?[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> Number:
        key, _, number = value.rpartition("-")
        return Number(int(number), key.upper())

    def to_url(self, value: object) -> str:
        """A ticket's key, a `Number` or a plain number."""
        return str(value)
