"""Drawings of the clocks, as numbers for the templates to draw: the strip beside a request, the ledger by day.

A drawing shows open hours as a line, counted time filled, rest hatched, time beyond the target in red. Nothing here
decides anything: it draws what the ledger says.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import get_language, gettext

from guichet.sla import words
from guichet.sla.calendar import Calendar, to_epoch, to_moment
from guichet.sla.clocks import Clock
from guichet.sla.ledger import Ledger

STRIP, BETWEEN_DAYS = 264, 20
LEFT, RIGHT = 128, 988
LANE, HEAD, DAY_GAP = 15, 36, 24
MOST_DAYS = 10


def strip(clock: Clock, at: datetime, language: str | None = None) -> dict[str, Any] | None:
    """Today, and the day on which the clock is due, on 264 units; nothing where the clock is not due any more."""
    if clock.due_at is None:
        return None
    language, calendar = words.known(language or get_language()), clock.calendar
    days = sorted({calendar.local(at).date(), calendar.local(clock.due_at).date()})
    windows = [(on, _openings(calendar, on)) for on in days if calendar.windows_on(on)]
    if not windows:
        return None
    spans = [(of_day[0][0], of_day[-1][1]) for _, of_day in windows]
    scale = (STRIP - BETWEEN_DAYS * (len(spans) - 1)) / sum(end - start for start, end in spans)

    def place(epoch: int) -> float | None:
        x = 0.0
        for start, end in spans:
            if epoch < start:
                return round(x)
            if epoch <= end:
                return round(x + (epoch - start) * scale)
            x += (end - start) * scale + BETWEEN_DAYS
        return None

    openings = [one for _, of_day in windows for one in of_day]
    labels = []
    for place_of_day, (on, of_day) in enumerate(windows):
        name = words.WEEKDAYS[language][on.weekday()]
        for start, end in of_day[:2] if place_of_day == 0 else of_day[:1]:
            first = not labels or place_of_day
            hour = _hour(to_moment(start), calendar)
            labels.append({"x": place(start), "text": f"{name} {hour}" if first and start == of_day[0][0] else hour})
            if place_of_day == 0:
                labels.append({"x": place(end) - 9, "text": _hour(to_moment(end), calendar)})
    due_at = words.short_moment(clock.due_at, calendar.zone, language, at)
    due_x = place(to_epoch(clock.due_at))
    if len(windows) > 1:
        labels.pop()
    labels = [one for one in labels if due_x is None or abs(one["x"] - due_x) > 34]
    return {
        "said": gettext("Open hours, what is counted, and the moment it is due: %(moment)s") % {"moment": due_at},
        "open": [_box(place(start), place(end)) for start, end in openings],
        "counted": [
            _box(place(start), place(end))
            for start, end in _counted(clock, openings, to_epoch(at))
            if place(start) is not None and place(end) is not None
        ],
        "now": place(to_epoch(at)),
        "due": due_x,
        "labels": [*labels, {"x": min(max(due_x or 0, 24), STRIP - 24), "text": due_at, "is_due": True}],
    }


def ledger_chart(ledger: Ledger, language: str | None = None) -> dict[str, Any] | None:
    """The clocks day by day, the last ten days on which a clock was alive."""
    language, calendar = words.known(language or get_language()), ledger.calendar
    clocks = [clock for clock in ledger.clocks if clock.segments]
    if not clocks:
        return None
    ends = [to_epoch(ledger.at), *[to_epoch(clock.due_at) for clock in clocks if clock.due_at and clock.ended is None]]
    first = calendar.local(to_moment(min(clock.segments[0].start for clock in clocks))).date()
    last = calendar.local(to_moment(max(ends))).date()
    alive = [on for on in _days(first, last) if calendar.windows_on(on)][-MOST_DAYS:]
    if not alive:
        return None
    opens = min(calendar.windows_on(on)[0].opens for on in alive)
    closes = max(calendar.windows_on(on)[-1].closes for on in alive)
    scale = (RIGHT - LEFT) / ((closes - opens) * 60)
    days, y = [], HEAD
    for on in alive:
        openings = _openings(calendar, on)
        begin = openings[0][0] - (calendar.windows_on(on)[0].opens - opens) * 60
        drawn = _day(on, clocks, openings, begin, scale, y, ledger, language)
        days.append(drawn)
        y += LANE * len(drawn["lanes"]) + DAY_GAP
    return {
        "height": y,
        "bottom": y - DAY_GAP + 4,
        "said": gettext("The clocks of the request day by day; the table below says the same in figures."),
        "hours": [
            {"x": round(LEFT + (minute - opens) * 60 * scale), "text": f"{minute // 60}:00"}
            for minute in range(-(-opens // 120) * 120, closes + 1, 120)
        ],
        "days": days,
    }


def _day(
    on: date,
    clocks: Sequence[Clock],
    openings: Sequence[tuple[int, int]],
    begin: int,
    scale: float,
    y: int,
    ledger: Ledger,
    language: str,
) -> dict[str, Any]:
    """One day: a lane per clock that was alive on it, and the marks of due moments and of now."""

    def place(epoch: int) -> float:
        return round(LEFT + (epoch - begin) * scale, 1)

    names = {"first_reply": gettext("reply"), "update": gettext("update"), "goal": gettext("goal")}
    lanes, marks, now = [], [], to_epoch(ledger.at)
    for clock in clocks:
        due = to_epoch(clock.due_at) if clock.due_at and clock.ended is None else None
        due_here = due is not None and openings[0][0] <= due <= openings[-1][1]
        parts, counted = [], 0
        for start, end, kind in _parts(clock, openings, now):
            parts.append({"x": place(start), "w": round(max(1.0, (end - start) * scale - 1), 1), "kind": kind})
            counted += 0 if kind == "rest" else end - start
        if not parts and not due_here:
            continue
        top = y + LANE * len(lanes)
        lanes.append(
            {
                "y": top,
                "text_y": top + 9,
                "mid_y": top + 5,
                "name": names[clock.kind],
                "open": [{"x": place(start), "x2": place(end)} for start, end in openings],
                "parts": parts,
                "sum": words.span(counted, language) if parts else "",
            }
        )
        if due_here:
            text = gettext("%(time)s due") % {"time": words.clock_time(to_moment(due), language, ledger.calendar.zone)}
            marks.append(_mark(place(due), top - 2, top + 13, text, "late", top + 9))
    if lanes and openings[0][0] <= now <= openings[-1][1]:
        text = gettext("now %(time)s") % {"time": words.clock_time(ledger.at, language, ledger.calendar.zone)}
        marks.append(_mark(place(now), y - 4, y + LANE * len(lanes), text, "now", y - 4))
    name = f"{words.WEEKDAYS[language][on.weekday()]} {on.day}"
    return {"y": y + 9, "name": name, "lanes": lanes, "marks": marks}


def _mark(x: float, top: float, bottom: float, text: str, kind: str, text_y: float) -> dict[str, Any]:
    """A line with its words, on the side where there is room."""
    at_end = x > (LEFT + RIGHT) / 2
    return {
        "x": x,
        "top": top,
        "bottom": bottom,
        "text": text,
        "kind": kind,
        "text_x": x - 4 if at_end else x + 5,
        "text_y": text_y,
        "anchor": "end" if at_end else "start",
    }


def _parts(clock: Clock, openings: Iterable[tuple[int, int]], now: int) -> list[tuple[int, int, str]]:
    """What a clock did in these hours: mid (counted, Submitted), ink (counted), rest, late (beyond the target)."""
    late_from = clock.breached_due if clock.is_breached else None
    parts = []
    for segment in clock.segments:
        for opens, closes in openings:
            start, end = max(segment.start, opens), min(segment.end, closes, now)
            if start >= end:
                continue
            if not clock.counts(segment):
                parts.append((start, end, "rest"))
                continue
            kind = "mid" if segment.status == "NEW" else "ink"
            if late_from is None or end <= late_from:
                parts.append((start, end, kind))
            elif start >= late_from:
                parts.append((start, end, "late"))
            else:
                parts += [(start, late_from, kind), (late_from, end, "late")]
    return parts


def _counted(clock: Clock, openings: Iterable[tuple[int, int]], now: int) -> list[tuple[int, int]]:
    return [(start, end) for start, end, kind in _parts(clock, openings, now) if kind != "rest"]


def _openings(calendar: Calendar, on: date) -> list[tuple[int, int]]:
    """The windows of a local date as seconds since 1970."""
    midnight = datetime(on.year, on.month, on.day, tzinfo=calendar.zone)
    return [(to_epoch(_at(midnight, window.opens)), to_epoch(_at(midnight, window.closes))) for window in calendar.windows_on(on)]


def _at(midnight: datetime, minutes: int) -> datetime:
    """What the wall clock shows, also on the day on which summer time begins."""
    return (midnight.replace(tzinfo=None) + timedelta(minutes=minutes)).replace(tzinfo=midnight.tzinfo)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _hour(at: datetime, calendar: Calendar) -> str:
    local = calendar.local(at)
    return f"{local.hour}:{local.minute:02d}" if local.minute else str(local.hour)


def _box(start: float | None, end: float | None) -> dict[str, float]:
    return {"x": start, "w": max(1, (end or 0) - (start or 0))}
