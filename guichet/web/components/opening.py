"""Is somebody at the counter now, until when, and when again: from the calendar's own arithmetic."""

from datetime import datetime, time
from typing import Any

from guichet.contracts.models import Contract
from guichet.sla import stored
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


def of_contract(contract: Contract, at: datetime, *, phone: str) -> dict[str, Any]:
    """The same by a contract, and who answers outside its hours for CRITICAL (DOMAIN 1.15).

    `on_call`, `on_call_tel`: the number that is answered now, *phone* where the extended hours alone are open; then
    `critical_until` too. `critical_opens_at`: nobody answers now, and the extended hours begin earlier.
    """
    said = opening(stored.calendar(contract.calendar_id), at)
    if said["is_open"]:
        return said
    extended = stored.calendar(contract.critical_calendar_id) if contract.critical_calendar_id else None
    number = contract.on_call_number
    if extended and extended.is_open(at):
        number, said["critical_until"] = number or phone, extended.closing(at)
    if number:
        said |= {"on_call": number, "on_call_tel": tel(number)}
    elif extended and (opens_at := extended.next_opening(at)) < said["opens_at"]:
        said["critical_opens_at"] = opens_at
    return said


def tel(phone: str) -> str:
    """A number as a `tel:` link takes it."""
    return "".join(sign for sign in phone if sign in "+0123456789")


def weekly_hours(calendar: Calendar, language: str) -> str:
    """The week in one line: Mon–Thu 8:00–12:00, 13:30–18:00, Fri until 17:00."""
    return opening_hours({weekday: [_times(one) for one in of_day] for weekday, of_day in enumerate(calendar.week)}, language)


def _times(window: tuple[int, int]) -> Window:
    opens, closes = (time(minutes // 60 % 24, minutes % 60) for minutes in window)
    return opens, closes
