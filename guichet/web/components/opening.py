"""Is somebody at the counter now, until when, and when again: from the calendar's own arithmetic."""

from datetime import datetime, time
from typing import Any

from guichet.sla.calendar import Calendar
from guichet.sla.words import Window, opening_hours


def opening(calendar: Calendar, at: datetime) -> dict[str, Any]:
    """What the pages say of the desk at that moment.

    Open: `until`, and `again_from`, `again_until` if it opens once more on the same day. Closed: `opens_at`.
    """
    if not calendar.is_open(at):
        return {"is_open": False, "opens_at": calendar.next_opening(at)}
    said: dict[str, Any] = {"is_open": True, "until": calendar.closing(at)}
    if said["until"] is not None:
        again = calendar.next_opening(said["until"])
        if calendar.local(again).date() == calendar.local(at).date():
            said |= {"again_from": again, "again_until": calendar.closing(again)}
    return said


def weekly_hours(calendar: Calendar, language: str) -> str:
    """The week in one line: Mon–Thu 8:00–12:00, 13:30–18:00, Fri until 17:00."""
    return opening_hours({weekday: [_times(one) for one in of_day] for weekday, of_day in enumerate(calendar.week)}, language)


def _times(window: tuple[int, int]) -> Window:
    opens, closes = (time(minutes // 60 % 24, minutes % 60) for minutes in window)
    return opens, closes
