"""What holds for working time in every calendar and zone: tried on many, and against two other ways to reckon it."""

import datetime as dt
from zoneinfo import ZoneInfo

import holidays
from hypothesis import given, settings
from hypothesis import strategies as st
from workclock import Break, Holidays, Schedule, WorkDay

from guichet.sla.calendar import Calendar, due, elapsed
from tests.sla.calendars import CH_BE, CH_BE_CONFIG, CH_BE_EXT, always

SECOND = dt.timedelta(seconds=1)
ZONES = ["Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Asia/Kathmandu", "UTC"]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@st.composite
def window_lists(draw):
    bounds = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=6)))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    return [f"{a // 4:02d}:{a % 4 * 15:02d}-{b // 4:02d}:{b % 4 * 15:02d}" for a, b in pairs]


@st.composite
def random_calendars(draw):
    windows = draw(st.dictionaries(st.sampled_from(DAYS), window_lists(), min_size=1))
    eve = draw(st.sampled_from([None, "16:00", "10:15"]))
    country = draw(st.sampled_from([{}, {"country": "CH", "subdivision": "BE"}]))
    return Calendar.from_config(
        {"key": "X", "zone": draw(st.sampled_from(ZONES)), "windows": windows, "holidays": country, "eve_ends_at": eve}
    )


calendars = st.one_of(st.sampled_from([CH_BE, CH_BE_EXT, always("Europe/Zurich")]), random_calendars())
moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2031, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=dt.UTC, microsecond=0)
)
# Around the changes of the clocks, where errors live.
changes = st.tuples(
    st.sampled_from([dt.datetime(2026, 3, 29, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, tzinfo=dt.UTC)]),
    st.integers(-200_000, 200_000),
).map(lambda pair: pair[0] + pair[1] * SECOND)
any_moment = st.one_of(moments, changes)
work = st.integers(0, 400 * 3600)


@settings(deadline=None)
@given(calendars, any_moment, work)
def test_due_and_elapsed_are_inverse_and_due_is_the_earliest(calendar, start, seconds):
    moment = due(calendar, start, seconds)
    assert elapsed(calendar, start, moment) == seconds
    if seconds:
        assert elapsed(calendar, start, moment - SECOND) == seconds - 1
        assert calendar.is_open(moment - SECOND)


@settings(deadline=None)
@given(calendars, any_moment, any_moment, work, work)
def test_due_is_monotone(calendar, a, b, less, more):
    (a, b), (less, more) = sorted((a, b)), sorted((less, more))
    assert due(calendar, a, less) <= due(calendar, a, more)
    assert due(calendar, a, less) <= due(calendar, b, less)


@settings(deadline=None)
@given(calendars, any_moment, any_moment, any_moment)
def test_elapsed_is_additive(calendar, a, b, c):
    assert elapsed(calendar, a, b) + elapsed(calendar, b, c) == elapsed(calendar, a, c)
    assert 0 <= elapsed(calendar, *sorted((a, b))) <= abs((b - a) // SECOND)


@settings(deadline=None)
@given(calendars, any_moment, work, work)
def test_work_in_two_parts_is_due_as_in_one(calendar, start, first, second):
    assert due(calendar, due(calendar, start, first), second) == due(calendar, start, first + second)


def on_the_wall(calendar: Calendar, moment: dt.datetime) -> bool:
    local = moment.astimezone(calendar.zone)
    minute = local.hour * 60 + local.minute
    return any(window.opens <= minute < window.closes for window in calendar.windows_on(local.date()))


@settings(deadline=None, max_examples=60)
@given(calendars, any_moment, st.integers(0, 2500))
def test_working_time_is_what_the_wall_clock_shows_minute_by_minute(calendar, start, minutes):
    start = start.replace(second=0)
    steps = [start + dt.timedelta(minutes=n) for n in range(minutes)]
    assert elapsed(calendar, start, start + dt.timedelta(minutes=minutes)) == 60 * sum(
        on_the_wall(calendar, step) for step in steps
    )


@settings(deadline=None)
@given(calendars, any_moment)
def test_open_next_opening_and_closing_agree_with_the_wall_clock(calendar, moment):
    assert calendar.is_open(moment) == on_the_wall(calendar, moment)
    opening = calendar.next_opening(moment)
    assert opening >= moment and calendar.is_open(opening) and elapsed(calendar, moment, opening) == 0
    closing = calendar.closing(moment)
    if calendar.is_open(moment) and closing is not None:
        assert not calendar.is_open(closing) and calendar.is_open(closing - SECOND)
        assert elapsed(calendar, moment, closing) == (closing - moment) // SECOND


@settings(deadline=None)
@given(calendars, any_moment, st.integers(0, 60), st.integers(0, 10))
def test_working_days_add_up(calendar, start, days, more):
    end = calendar.add_working_days(start, days)
    assert calendar.is_open(end) and end >= start.replace(microsecond=0)
    assert end <= calendar.add_working_days(start, days + more)
    assert calendar.working_days_between(start, end) >= days
    if calendar.is_open(start):
        reached = end.astimezone(calendar.zone).date()
        between = [start.astimezone(calendar.zone).date() + dt.timedelta(days=n) for n in range(1, 1200)]
        assert sum(calendar.is_working_day(day) for day in between if day <= reached) >= days


# The same hours, reckoned by another program: office hours without eves, where no window meets a change of the clocks.
BERN = ZoneInfo("Europe/Zurich")
OFFICE = Calendar.from_config({key: value for key, value in CH_BE_CONFIG.items() if key != "eve_ends_at"})
ORACLE = Schedule(
    [
        WorkDay(dt.time(8), dt.time(18), range(4)),
        WorkDay(dt.time(8), dt.time(17), [4]),
        Break(dt.time(12), dt.time(13, 30)),
        Holidays(holidays.country_holidays("CH", subdiv="BE", years=range(2023, 2034))),
    ],
    time_zone=BERN,
)


@settings(deadline=None)
@given(any_moment, any_moment, work)
def test_another_program_reckons_the_same(a, b, seconds):
    assert elapsed(OFFICE, a, b) == ORACLE.between(a, b) // SECOND
    assert due(OFFICE, a, seconds) == ORACLE.add(a, seconds=seconds)
