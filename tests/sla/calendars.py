"""The calendars the tests of this room share, as configuration writes them."""

import datetime as dt

from guichet.sla.calendar import Calendar

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
