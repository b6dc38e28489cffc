"""Business calendars and the arithmetic of working time (DOMAIN 1.8).

A calendar is weekly windows in a zone, holidays, eves that end early, and days of its own. A window means what the wall
clock shows: a moment is open exactly if its local time lies in a window of its local date. So an hour that summer time
skips is worth nothing and an hour that comes twice counts twice, in every zone. All sums run over moments in UTC, in
whole seconds (a fraction is dropped), and over half-open intervals: 18:00:00 is closed.

Working time of a year is laid out once, as intervals with running sums, so that a question costs a binary search.

Hours that were edited count from that moment on; before it those count that held then (DOMAIN 1.4 j). So a calendar keeps
its former hours, each with the second from which it no longer held.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from guichet.sla.hours import CalendarError, Windows, ended_at, read_date, read_time, read_week, read_windows

__all__ = ["Calendar", "CalendarError", "due", "elapsed"]

DAY = 86_400
HORIZON_YEARS = 100
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_SECOND = dt.timedelta(seconds=1)


def to_epoch(moment: dt.datetime) -> int:
    """The whole second a moment lies in, counted from 1970 UTC."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no zone; give an aware moment.")
    return (moment - _EPOCH) // _SECOND


def to_moment(epoch: int) -> dt.datetime:
    return _EPOCH + dt.timedelta(seconds=epoch)


@dataclass(frozen=True, slots=True)
class _Year:
    """The open intervals of one UTC year: [starts[i], ends[i]) with the seconds worked before and up to each."""

    starts: list[int]
    ends: list[int]
    before: list[int]
    upto: list[int]

    def worked(self, until: int) -> int:
        """Working seconds from the beginning of the year to ``until``."""
        at = bisect_right(self.starts, until) - 1
        if at < 0:
            return 0
        return self.before[at] + min(until, self.ends[at]) - self.starts[at]

    @property
    def total(self) -> int:
        return self.upto[-1] if self.upto else 0


@dataclass(eq=False, slots=True)
class Calendar:
    """When somebody works. Built by ``from_config``; never changed afterwards, so its answers can be kept."""

    key: str
    zone: ZoneInfo
    week: tuple[Windows, ...]
    country: str | None = None
    subdivision: str | None = None
    own_days: dict[dt.date, Windows] = field(default_factory=dict)
    early_ends: dict[dt.date, int] = field(default_factory=dict)
    without: frozenset[dt.date] = frozenset()
    eve_ends_at: int | None = None
    eve_before_weekend_holiday: bool = True
    # What held before, oldest first: the first second at which it no longer did, and those hours.
    former: tuple[tuple[int, "Calendar"], ...] = ()
    _known: dict[int, "Calendar"] = field(default_factory=dict, init=False, repr=False)
    _holidays: dict[int, frozenset[dt.date]] = field(default_factory=dict, init=False, repr=False)
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Calendar":
        """One entry of ``calendars:`` in the configuration; a mistake is told as a ``CalendarError`` with the key.

        ``former``: a list of the same shape, each with ``until``, the moment from which it no longer held.
        """
        if not isinstance(config, dict) or not str(config.get("key") or "").strip():
            raise CalendarError("A calendar needs a key.")
        key = str(config["key"]).strip()
        try:
            former = tuple((until, cls(key=key, **_read(entry))) for until, entry in former_of(config))
            return cls(key=key, former=former, **_read(config))
        except CalendarError as error:
            raise CalendarError(f"Calendar {key}: {error}") from None

    # Former hours

    @property
    def changes(self) -> tuple[int, ...]:
        """The seconds from which other hours hold."""
        return tuple(until for until, _calendar in self.former)

    def as_known(self, epoch: int) -> "Calendar":
        """The calendar as somebody knew it at that second: what was edited in it or later is not looked at."""
        held = bisect_left(self.changes, epoch)
        if held == len(self.former):
            return self
        if held not in self._known:
            self._known[held] = replace(self.former[held][1], former=self.former[:held])
        return self._known[held]

    def _of(self, on: dt.date) -> "Calendar":
        """The hours that held when a local day ended."""
        if not self.former:
            return self
        midnight = to_epoch(dt.datetime.combine(on + dt.timedelta(days=1), dt.time(0), tzinfo=self.zone))
        held = bisect_right(self.changes, midnight - 1)
        return self if held == len(self.former) else self.former[held][1]

    # Days

    def holidays_in(self, year: int) -> frozenset[dt.date]:
        """The holidays of the country and its part, without those the calendar removes."""
        found = self._holidays.get(year)
        if found is None:
            found = frozenset(_public_holidays(self.country, self.subdivision, year)) - self.without
            self._holidays[year] = found
        return found

    def is_holiday(self, on: dt.date) -> bool:
        return on in self.holidays_in(on.year)

    def is_eve(self, on: dt.date) -> bool:
        """The day before a holiday, by default also before one that falls on a Saturday or Sunday."""
        if self.eve_ends_at is None or on == dt.date.max:
            return False
        holiday = on + dt.timedelta(days=1)
        return self.is_holiday(holiday) and (self.eve_before_weekend_holiday or holiday.weekday() < 5)

    def windows_on(self, on: dt.date) -> Windows:
        """The openings of a local date. A day of the calendar's own says it all; else holiday, then eve, then week."""
        if (held := self._of(on)) is not self:
            return held.windows_on(on)
        return self._windows_on(on)

    def _windows_on(self, on: dt.date) -> Windows:
        if on in self.own_days:
            return self.own_days[on]
        windows = self.week[on.weekday()]
        if not windows or self.is_holiday(on):
            return ()
        if on in self.early_ends:
            return ended_at(windows, self.early_ends[on])
        if self.is_eve(on):
            return ended_at(windows, self.eve_ends_at)
        return windows

    def is_working_day(self, on: dt.date) -> bool:
        """DOMAIN 1.6: a day on which the calendar has a window."""
        return bool(self.windows_on(on))

    # Moments

    def local(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(self.zone)

    def is_open(self, at: dt.datetime) -> bool:
        epoch = to_epoch(at)
        year = self._year(at.astimezone(dt.UTC).year)
        found = bisect_right(year.starts, epoch) - 1
        return found >= 0 and epoch < year.ends[found]

    def next_opening(self, at: dt.datetime) -> dt.datetime:
        """The first open moment from ``at`` on: ``at`` itself while open."""
        if self.is_open(at):
            return at.astimezone(dt.UTC)
        epoch = to_epoch(at)
        for year in self._years_from(epoch):
            found = bisect_left(year.starts, epoch)
            if found < len(year.starts):
                return to_moment(year.starts[found])
        raise CalendarError(f"{self.key} does not open again within {HORIZON_YEARS} years.")

    def next_opening_except(self, at: dt.datetime, closed_on: Collection[dt.date]) -> dt.datetime:
        """The first open moment from ``at`` on that lies on none of those local days."""
        moment = self.next_opening(at)
        while (on := self.local(moment).date()) in closed_on:
            moment = self.next_opening(dt.datetime.combine(on + dt.timedelta(days=1), dt.time(0), tzinfo=self.zone))
        return moment

    def closing(self, at: dt.datetime) -> dt.datetime | None:
        """When the opening around ``at`` ends; None while closed, and for a calendar that never closes."""
        if not self.is_open(at):
            return None
        epoch = to_epoch(at)
        for year in self._years_from(epoch):
            found = bisect_right(year.starts, epoch) - 1
            if found < 0 or year.ends[found] <= epoch:
                return to_moment(epoch)
            epoch = year.ends[found]
            if found + 1 < len(year.starts):
                return to_moment(epoch)
        return None

    # Working days (DOMAIN 1.6)

    def add_working_days(self, at: dt.datetime, days: int, *, closed_on: Collection[dt.date] = ()) -> dt.datetime:
        """The same time of day ``days`` working days later, at the next opening if that moment is closed.

        ``closed_on`` are further days that do not count, and on which nothing falls due: the customer's own closing days.
        """
        local = self.local(at)
        on, left, horizon = local.date(), days, HORIZON_YEARS * 366
        while left > 0:
            on += dt.timedelta(days=1)
            horizon -= 1
            if horizon < 0:
                raise CalendarError(f"{self.key} has not {days} working days within {HORIZON_YEARS} years.")
            if self.is_working_day(on) and on not in closed_on:
                left -= 1
        moment = local.replace(year=on.year, month=on.month, day=on.day).astimezone(dt.UTC)
        return self.next_opening_except(moment, closed_on)

    def working_days_between(self, a: dt.datetime, b: dt.datetime) -> int:
        """How many working days have run out since ``a``: the most that ``add_working_days`` reaches by ``b``."""
        first, last = self.local(a).date(), self.local(b).date()
        on = (first + dt.timedelta(days=n) for n in range(1, (last - first).days + 1))
        count = sum(1 for day in on if self.is_working_day(day))
        while count and self.add_working_days(a, count) > b:
            count -= 1
        return count

    # Working time, in seconds since 1970; the ledger's own arithmetic

    def worked(self, a: int, b: int) -> int:
        """Working seconds in [a, b); negative if ``b`` comes first."""
        if b < a:
            return -self.worked(b, a)
        first, last = _utc_year(a), _utc_year(b)
        if first == last:
            year = self._year(first)
            return year.worked(b) - year.worked(a)
        between = sum(self._year(y).total for y in range(first, last))
        return between - self._year(first).worked(a) + self._year(last).worked(b)

    def used_up(self, start: int, seconds: int) -> int:
        """The earliest moment at which ``seconds`` of working time since ``start`` are used up."""
        if seconds < 0:
            raise ValueError("Working time cannot be negative.")
        if seconds == 0:
            return start
        left = seconds + self._year(_utc_year(start)).worked(start)
        for year in self._years_from(start):
            if left <= year.total:
                found = bisect_left(year.upto, left)
                return year.starts[found] + left - year.before[found]
            left -= year.total
        raise CalendarError(f"{self.key} has not that much working time within {HORIZON_YEARS} years.")

    def _years_from(self, epoch: int) -> Iterator[_Year]:
        first = _utc_year(epoch)
        for year in range(first, min(first + HORIZON_YEARS, dt.MAXYEAR)):
            yield self._year(year)

    def _year(self, year: int) -> _Year:
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = self._laid_out(year)
        return found

    def _laid_out(self, year: int) -> _Year:
        """The open intervals of a UTC year with their sums, each part of it by the hours that held then."""
        if not self.former:
            starts, ends = self._intervals(year)
        else:
            starts, ends = [], []
            begin = _year_begin(year)
            for until, calendar in (*self.former, (_year_begin(year + 1), self)):
                if begin < until:
                    _join(starts, ends, calendar._intervals(year), begin, until)
                    begin = until
        before, upto, total = [], [], 0
        for opens, closes in zip(starts, ends, strict=True):
            before.append(total)
            total += closes - opens
            upto.append(total)
        return _Year(starts, ends, before, upto)

    def _intervals(self, year: int) -> tuple[list[int], list[int]]:
        """The open intervals of a UTC year, stretch by stretch of one offset, so that gaps and folds come out right."""
        starts: list[int] = []
        ends: list[int] = []
        for begin, end, offset in self._stretches(year):
            wall_begin, wall_end = begin + offset, end + offset
            for day in range(wall_begin // DAY, (wall_end - 1) // DAY + 1):
                midnight = day * DAY
                for window in self._windows_on(dt.date.fromordinal(day + _EPOCH_DAY)):
                    opens = max(midnight + window.opens * 60, wall_begin) - offset
                    closes = min(midnight + window.closes * 60, wall_end) - offset
                    _add(starts, ends, opens, closes)
        return starts, ends

    def _stretches(self, year: int) -> Iterator[tuple[int, int, int]]:
        """(begin, end, offset): the parts of a UTC year in which the zone keeps one offset."""
        begin, last = _year_begin(year), _year_begin(year + 1)
        offset = self._offset(begin)
        for probe in range(begin + DAY, last + 1, DAY):
            changed = self._offset(probe)
            if changed == offset:
                continue
            low, high = probe - DAY, probe
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if self._offset(middle) == offset else (low, middle)
            if begin < high < last:
                yield begin, high, offset
                begin, offset = high, changed
        yield begin, last, offset

    def _offset(self, epoch: int) -> int:
        return dt.datetime.fromtimestamp(epoch, self.zone).utcoffset() // _SECOND


def due(calendar: Calendar, start: dt.datetime, work_seconds: int) -> dt.datetime:
    """The earliest moment, in UTC, at which that working time is used up (DOMAIN 1.8)."""
    return to_moment(calendar.used_up(to_epoch(start), work_seconds))


def elapsed(calendar: Calendar, a: dt.datetime, b: dt.datetime) -> int:
    """Working seconds from ``a`` to ``b``."""
    return calendar.worked(to_epoch(a), to_epoch(b))


def former_of(config: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    """``former`` of a calendar or a policy, oldest first: the first second at which it no longer held, and its entry."""
    found = []
    for entry in config.get("former") or []:
        try:
            found.append((to_epoch(dt.datetime.fromisoformat(entry["until"])), entry))
        except (TypeError, KeyError, ValueError):
            raise CalendarError("former: each entry needs until, a moment with its offset.") from None
    return sorted(found, key=lambda pair: pair[0])


def _join(starts: list[int], ends: list[int], intervals: tuple[list[int], list[int]], begin: int, until: int) -> None:
    """Add the part of these intervals that lies in [begin, until)."""
    for opens, closes in zip(*intervals, strict=True):
        _add(starts, ends, max(opens, begin), min(closes, until))


def _add(starts: list[int], ends: list[int], opens: int, closes: int) -> None:
    """Add an interval behind the others; one that goes on where the last ends prolongs it."""
    if opens >= closes:
        return
    if ends and ends[-1] == opens:
        ends[-1] = closes
    else:
        starts.append(opens)
        ends.append(closes)


def _read(config: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a calendar from its configuration."""
    zone, holidays = config.get("zone"), config.get("holidays") or {}
    if not isinstance(holidays, dict):
        raise CalendarError("holidays: name a country, and a subdivision if it has days of its own.")
    own_days, early_ends = {}, {}
    for day in config.get("days") or []:
        on = read_date(day.get("on"))
        if "windows" in day:
            own_days[on] = read_windows(day["windows"] or [])
        elif "ends_at" in day:
            early_ends[on] = read_time(day["ends_at"])
        else:
            own_days[on] = ()
    eve = config.get("eve_ends_at")
    try:
        found = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, TypeError, ValueError, OSError):
        raise CalendarError(f"{zone!r} is not a time zone such as Europe/Zurich.") from None
    return {
        "zone": found,
        "week": read_week(config.get("windows") or {}),
        "country": holidays.get("country"),
        "subdivision": holidays.get("subdivision"),
        "own_days": own_days,
        "early_ends": early_ends,
        "without": frozenset(read_date(day) for day in config.get("without") or []),
        "eve_ends_at": None if eve is None else read_time(eve),
        "eve_before_weekend_holiday": bool(config.get("eve_before_weekend_holiday", True)),
    }


def _public_holidays(country: str | None, subdivision: str | None, year: int) -> list[dt.date]:
    if not country:
        return []
    # Imported where it is needed: it costs more than a whole `guichet sla due` otherwise takes.
    from holidays import country_holidays

    try:
        return list(country_holidays(country, subdiv=subdivision, years=year))
    except (NotImplementedError, AttributeError, KeyError):
        raise CalendarError(f"No holidays are known for {country} {subdivision or ''}.".replace(" .", ".")) from None


def _utc_year(epoch: int) -> int:
    return to_moment(epoch).year


def _year_begin(year: int) -> int:
    return (dt.date(year, 1, 1).toordinal() - _EPOCH_DAY) * DAY
