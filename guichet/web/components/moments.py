"""The place in a list that is ordered by a moment and a number: what the next page begins after."""

from datetime import datetime


def key(at: datetime, number: int) -> str:
    """The place as it stands in an address."""
    return f"{at.isoformat()}~{number}"


def read(text: str) -> tuple[datetime, int] | None:
    """The place that an address names; None where it names none."""
    moment, _tilde, number = text[:80].partition("~")
    if not number.isdecimal() or len(number) > 17:
        return None
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, int(number)) if at.tzinfo else None
