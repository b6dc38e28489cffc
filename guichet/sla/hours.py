"""Times of day as configuration writes them: windows, ends, dates. Minutes since midnight, 24:00 included."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")


class CalendarError(ValueError):
    """A calendar that cannot be read, or that never opens long enough."""


class Window(NamedTuple):
    """An opening on one day, in minutes since local midnight; half-open, so the closing minute is closed."""

    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{_written(self.opens)}-{_written(self.closes)}"


Windows = tuple[Window, ...]


def read_time(value: Any) -> int:
    """'16:00', a ``time``, or the 960 that YAML makes of an unquoted 16:00 → minutes since midnight."""
    if isinstance(value, dt.time):
        return value.hour * 60 + value.minute
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1440:
        return value
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if match:
        minutes = int(match[1]) * 60 + int(match[2])
        if int(match[2]) < 60 and minutes <= 1440:
            return minutes
    raise CalendarError(f"{value!r} is not a time of day; write it as 08:00, at most 24:00.")


def read_windows(values: Any) -> Windows:
    """['08:00-12:00', '13:30-18:00'] → windows in order; those that touch or overlap become one."""
    if isinstance(values, str):
        values = [values]
    if not isinstance(values, Iterable):
        raise CalendarError(f"{values!r} is not a list of windows such as 08:00-12:00.")
    read = []
    for value in values:
        opens, dash, closes = str(value).replace("–", "-").partition("-")
        if not dash:
            raise CalendarError(f"{value!r} is not a window; write it as 08:00-12:00.")
        window = Window(read_time(opens), read_time(closes))
        if window.opens >= window.closes:
            raise CalendarError(f"The window {value!r} ends before it begins; write a night as two windows.")
        read.append(window)
    joined: list[Window] = []
    for window in sorted(read):
        if joined and window.opens <= joined[-1].closes:
            joined[-1] = Window(joined[-1].opens, max(joined[-1].closes, window.closes))
        else:
            joined.append(window)
    return tuple(joined)


def read_date(value: Any) -> dt.date:
    """A ``date`` or '2026-12-28'."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise CalendarError(f"{value!r} is not a date; write it as 2026-12-28.") from None


def read_week(config: Any) -> tuple[Windows, ...]:
    """{'mon': [...], …} → seven tuples of windows, Monday first; a day not named is closed."""
    if not isinstance(config, dict):
        raise CalendarError("windows: name the days with their windows, such as mon: ['08:00-12:00'].")
    week: list[Windows] = [()] * 7
    for name, windows in config.items():
        day = str(name).strip().lower()[:3]
        if day not in WEEKDAYS:
            raise CalendarError(f"windows: {name!r} is not a day of the week; write {', '.join(WEEKDAYS)}.")
        week[WEEKDAYS.index(day)] = read_windows(windows or [])
    return tuple(week)


def ended_at(windows: Windows, minute: int) -> Windows:
    """What remains of the windows on a day that ends early."""
    return tuple(Window(w.opens, min(w.closes, minute)) for w in windows if w.opens < minute)


def _written(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
