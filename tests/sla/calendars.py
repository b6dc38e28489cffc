"""The calendars and policies the tests of this room share, as configuration writes them, and how they read a ledger."""

import datetime as dt
from typing import Any

from guichet.sla.calendar import Calendar
from guichet.sla.ledger import Ledger
from guichet.sla.policy import Policy
from guichet.sla.replay import replay

LONG_DAY, SHORT_DAY = ["08:00-12:00", "13:30-18:00"], ["08:00-12:00", "13:30-17:00"]

CH_BE_CONFIG = {
    "key": "CH-BE",
    "zone": "Europe/Zurich",
    "windows": {"mon": LONG_DAY, "tue": LONG_DAY, "wed": LONG_DAY, "thu": LONG_DAY, "fri": SHORT_DAY},
    "holidays": {"country": "CH", "subdivision": "BE"},
    "eve_ends_at": "16:00",
    "eve_before_weekend_holiday": True,
}
CH_BE_EXT_CONFIG = CH_BE_CONFIG | {
    "key": "CH-BE-EXT",
    "windows": {day: ["07:00-19:00"] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": ["08:00-12:00"]},
}

CH_BE = Calendar.from_config(CH_BE_CONFIG)
CH_BE_EXT = Calendar.from_config(CH_BE_EXT_CONFIG)


def always(zone: str, windows: str = "00:00-24:00") -> Calendar:
    """The same windows on all seven days, without holidays."""
    week = {day: [windows] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    return Calendar.from_config({"key": "ALL", "zone": zone, "windows": week})


def at(text: str, calendar: Calendar = CH_BE) -> dt.datetime:
    """'2026-11-24 11:30' as a moment in the calendar's zone."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=calendar.zone)


STANDARD_CONFIG = {
    "key": "Standard",
    "targets": {
        "LOW": {"first_reply": "16h", "update": "40h", "goal": None, "escalate": "80h"},
        "MEDIUM": {"first_reply": "8h", "update": "24h", "goal": "80h", "escalate": "24h"},
        "HIGH": {"first_reply": "4h", "update": "8h", "goal": "24h", "escalate": "8h"},
        "CRITICAL": {"first_reply": "1h", "update": "2h", "goal": "8h", "escalate": "0h"},
    },
}
# Every target at half: another contract to change to.
BRISK_CONFIG = {
    "key": "Brisk",
    "targets": {
        "LOW": {"first_reply": "8h", "update": "20h", "goal": None, "escalate": "40h"},
        "MEDIUM": {"first_reply": "4h", "update": "12h", "goal": "40h", "escalate": "12h"},
        "HIGH": {"first_reply": "2h", "update": "4h", "goal": "12h", "escalate": "4h"},
        "CRITICAL": {"first_reply": "30m", "update": "1h", "goal": "4h", "escalate": 0},
    },
}
CALENDARS = {"CH-BE": CH_BE, "CH-BE-EXT": CH_BE_EXT}
POLICIES = {"Standard": Policy.from_config(STANDARD_CONFIG), "Brisk": Policy.from_config(BRISK_CONFIG)}


def look(
    events: list[dict[str, Any]], moment: str, *, criticality: str | None = "HIGH", type: str = "SPT", **more: Any
) -> Ledger:
    """The ledger at '11-24 11:30' of the year 2026, opened under CH-BE and Standard."""
    return replay(
        calendars=CALENDARS,
        policies=POLICIES,
        calendar="CH-BE",
        policy="Standard",
        type=type,
        criticality=criticality,
        at=at(f"2026-{moment}"),
        events=[event | {"at": at(f"2026-{event['at']}")} for event in events],
        **more,
    )


def said(ledger: Ledger, kind: str) -> str:
    """'4:30 breached of 4 h', '0:32 running missed 0:30, due Wed 25 Nov 9:40', '–': as DOMAIN 1.14 writes a clock."""
    clock = ledger.clock(kind)
    if clock is None:
        return "–"
    text = f"{_hours(clock.used_s)} {clock.state}"
    if clock.state == "breached":
        return f"{text} of {clock.target_s / 3600:g} h"
    text += "".join(f" missed {_hours(missed.over_s)}" for missed in clock.missed)
    if clock.due_at is None or clock.state != "running":
        return text
    due = clock.due_at.astimezone(ledger.calendar.zone)
    return f"{text}, due {due:%a} {due.day} {due:%b} {due.hour}:{due:%M}"


def _hours(seconds: int) -> str:
    assert seconds % 60 == 0
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"
