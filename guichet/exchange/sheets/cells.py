"""What one cell may hold. Each reader takes the trimmed text and raises CellError with what to write instead."""

import datetime as dt
import re
from collections.abc import Callable, Collection
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

Reader = Callable[[str], Any]
_YES = {"yes", "y", "true", "1", "x", "oui", "ja", "sì", "si"}
_NO = {"no", "n", "false", "0", "non", "nein", ""}
_SWISS_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_LISTED = re.compile(r"[|,;\n]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class CellError(ValueError):
    """What is wrong with a cell, in plain words."""


def text(longest: int, *, lines: bool = False) -> Reader:
    """A text of at most so many characters; without *lines* a line break in it becomes a space."""

    def read(cell: str) -> str:
        if not lines:
            cell = re.sub(r"\s*\n\s*", " ", cell)
        if _CONTROLS.search(cell):
            raise CellError("holds a control sign that no text has")
        if len(cell) > longest:
            raise CellError(f"is {len(cell)} characters long; {longest} at most")
        return cell

    return read


def address(cell: str) -> str:
    """An e-mail address."""
    try:
        validate_email(cell)
    except ValidationError:
        raise CellError(f"{cell!r} is not an e-mail address") from None
    return text(254)(cell)


def day(cell: str) -> dt.date | None:
    """2026-12-31 or 31.12.2026; empty is no date."""
    if not cell:
        return None
    swiss = _SWISS_DATE.fullmatch(cell)
    try:
        if swiss:
            return dt.date(int(swiss[3]), int(swiss[2]), int(swiss[1]))
        if len(cell) == 10:
            return dt.date.fromisoformat(cell)
    except ValueError:
        pass
    raise CellError(f"{cell!r} is not a date; write it as 2026-12-31 or 31.12.2026")


def yes_no(cell: str) -> bool:
    """yes or no, also in French, German and Italian; empty is no."""
    if cell.lower() in _YES:
        return True
    if cell.lower() in _NO:
        return False
    raise CellError(f"{cell!r} is neither yes nor no")


def amount(cell: str) -> Decimal | None:
    """2900, 2'900.00 or 2900,50; empty is no amount."""
    if not cell:
        return None
    plain = re.sub(r"['’\s\u00a0\u202f]", "", cell).replace(",", ".")
    try:
        found = Decimal(plain).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise CellError(f"{cell!r} is not an amount; write it as 2900.00") from None
    if not found.is_finite() or abs(found) >= 10**10:
        raise CellError(f"{cell!r} is not an amount; write it as 2900.00")
    return found


def one_of(known: Collection[str], *, otherwise: str | None = None) -> Reader:
    """One of these words, in any case; empty is *otherwise*."""

    def read(cell: str) -> str:
        found = next((word for word in known if word.lower() == cell.lower()), None)
        if found is None and not cell and otherwise is not None:
            return otherwise
        if found is None:
            raise CellError(f"{cell!r} is none of {', '.join(known)}")
        return found

    return read


def zone(cell: str) -> str:
    """A time zone by its name."""
    try:
        ZoneInfo(cell)
    except (KeyError, ValueError, OSError):
        raise CellError(f"{cell!r} is not a time zone such as Europe/Zurich") from None
    return cell


def listed(cell: str) -> tuple[str, ...]:
    """Several words separated by | , or ;."""
    return tuple(dict.fromkeys(part.strip() for part in _LISTED.split(cell) if part.strip()))


def several_of(known: Collection[str]) -> Reader:
    """Several of these words, in any case."""

    def read(cell: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one_of(known)(word) for word in listed(cell)))

    return read
