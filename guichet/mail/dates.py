"""The date of a message, with the offset its writer's clock had."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_MONTHS = {
    "janv": "Jan", "fév": "Feb", "fevr": "Feb", "févr": "Feb", "mars": "Mar", "avr": "Apr", "avril": "Apr", "mai": "May", "juin": "Jun", "juil": "Jul", "août": "Aug",
    "aout": "Aug", "déc": "Dec", "mär": "Mar", "märz": "Mar", "mrz": "Mar", "okt": "Oct", "dez": "Dec", "gen": "Jan", "mag": "May", "giu": "Jun", "lug": "Jul",
    "ago": "Aug", "set": "Sep", "ott": "Oct", "dic": "Dec", "ene": "Jan", "abr": "Apr", "maj": "May", "mei": "May", "mrt": "Mar",
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE)
_ZONE = re.compile(r"(?:GMT|UTC|UT)?\s*([+-])(\d{1,2}):?(\d{2})?\b")


def parsed_date(value: str) -> datetime | None:
    """The moment a `Date` header names, None if it names none. Without an offset it is taken as UTC."""
    value = re.sub(r"\s+", " ", value[:200]).strip().strip('"')
    if not value or not any(sign.isdigit() for sign in value):
        return None
    if iso := _ISO.search(value):
        return _iso(iso)
    plain = re.sub(r"\([^)]*\)", " ", value)
    plain = re.sub(r"(?<=\d)\.(?=\d\d\b)", ":", plain) if re.search(r"\b\d\d\.\d\d\.\d\d\b", plain) else plain
    plain = re.sub(r"(?:GMT|UTC?)\s?([+-]\d{2}):?(\d{2})\b", r"\1\2", plain)
    plain = re.sub(r"([+-]\d{2}):(\d{2})\s*$", r"\1\2", plain)
    plain = re.sub(r"[^\W\d_]+\.?", lambda word: _MONTHS.get(word[0].lower().rstrip("."), word[0]), plain)
    try:
        fields = parsedate_tz(plain)
    except (ValueError, IndexError, TypeError, OverflowError, AttributeError):
        return None
    if not fields:
        return None
    try:
        hour = fields[3]
        if re.search(r"\d ?PM\b", plain, re.IGNORECASE) and hour < 12:
            hour += 12
        zone = timezone(timedelta(seconds=_offset(fields[9])))
        return datetime(*fields[:3], hour, fields[4], min(fields[5], 59), tzinfo=zone)
    except (ValueError, OverflowError, TypeError):
        return None


def _offset(seconds: int | None) -> int:
    """An offset that can be: those beyond a day are none."""
    return seconds if seconds is not None and abs(seconds) < 86_400 else 0


def _iso(found: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second = (int(found[i] or 0) for i in range(1, 7))
    zone = UTC
    given = _ZONE.match(found[7] or "")
    try:
        if given:
            minutes = int(given[2]) * 60 + int(given[3] or 0)
            zone = timezone(timedelta(minutes=-minutes if given[1] == "-" else minutes))
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
