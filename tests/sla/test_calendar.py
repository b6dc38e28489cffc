"""Business calendars: the golden examples and the table of eves of DOMAIN 1.8, and what a configuration may say."""

import datetime as dt

import pytest

from guichet.sla.calendar import Calendar, CalendarError, due, elapsed
from tests.sla.calendars import CH_BE, CH_BE_CONFIG, CH_BE_EXT, always, at

HOUR = 3600

GOLDEN = [
    ("2026-11-24 11:30", 1, "2026-11-24 14:00"),  # lunch break
    ("2026-11-24 12:15", 1, "2026-11-24 14:30"),  # starts in the break
    ("2026-11-24 18:00", 1, "2026-11-25 09:00"),  # closing minute
    ("2026-11-24 17:59", 8, "2026-11-25 17:29"),  # one minute left
    ("2026-11-27 15:30", 4, "2026-11-30 10:30"),  # short Friday, weekend
    ("2026-11-28 10:00", 1, "2026-11-30 09:00"),  # created on a weekend
    ("2026-04-02 15:00", 4, "2026-04-07 11:00"),  # eve and two holidays
    ("2026-03-27 16:30", 4, "2026-03-30 11:30"),  # summer-time change
    ("2026-05-13 14:00", 8, "2026-05-15 15:30"),  # eve and Ascension
    ("2026-12-24 08:00", 24, "2026-12-30 08:30"),  # eve and Christmas
    ("2026-12-31 15:30", 1, "2027-01-04 08:30"),  # year change
    ("2026-11-23 08:00", 80, "2026-12-04 14:00"),  # long target
]


@pytest.mark.parametrize(("start", "hours", "expected"), GOLDEN)
def test_golden_examples_of_due_moments(start, hours, expected):
    assert due(CH_BE, at(start), hours * HOUR) == at(expected)
    assert elapsed(CH_BE, at(start), at(expected)) == hours * HOUR


def test_due_is_told_in_utc_across_the_summer_time_change():
    moment = due(CH_BE, dt.datetime(2026, 3, 27, 15, 30, tzinfo=dt.UTC), 4 * HOUR)
    assert moment.isoformat() == "2026-03-30T09:30:00+00:00"


def easter(year: int) -> dt.date:
    """Gauss's rule as printed by Meeus: independent of the package under test."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)


@pytest.mark.parametrize("year", range(2024, 2036))
def test_holidays_of_bern_are_exactly_the_nine_of_the_paper(year):
    sunday = easter(year)
    moving = {sunday + dt.timedelta(days=n) for n in (-2, 1, 39, 50)}
    fixed = {dt.date(year, *day) for day in ((1, 1), (1, 2), (8, 1), (12, 25), (12, 26))}
    assert CH_BE.holidays_in(year) == moving | fixed


EVES = {
    2026: ["04-02", "05-13", "07-31", "12-24", "12-31"],
    2027: ["03-25", "05-05", "12-24", "12-31"],
    2028: ["04-13", "05-24", "07-31"],
}


@pytest.mark.parametrize("year", EVES)
def test_weekday_eves_end_at_four(year):
    days = [dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(366 if year == 2028 else 365)]
    shortened = [day for day in days if CH_BE.windows_on(day) and CH_BE.windows_on(day) != CH_BE.week[day.weekday()]]
    assert [f"{day:%m-%d}" for day in shortened] == EVES[year]
    assert all([str(w) for w in CH_BE.windows_on(day)] == ["08:00-12:00", "13:30-16:00"] for day in shortened)


def test_an_eve_before_a_weekend_holiday_can_be_switched_off():
    plain = Calendar.from_config(CH_BE_CONFIG | {"eve_before_weekend_holiday": False})
    assert str(plain.windows_on(dt.date(2026, 7, 31))[-1]) == "13:30-17:00"
    assert str(plain.windows_on(dt.date(2026, 12, 24))[-1]) == "13:30-16:00"
    assert str(plain.windows_on(dt.date(2027, 12, 24))[-1]) == "13:30-17:00"


def test_a_week_has_forty_one_and_a_half_hours():
    assert elapsed(CH_BE, at("2026-11-23 00:00"), at("2026-11-30 00:00")) == 41.5 * HOUR


def test_extended_hours_keep_holidays_and_eves():
    assert elapsed(CH_BE_EXT, at("2026-11-23 00:00"), at("2026-11-30 00:00")) == 64 * HOUR
    assert [str(w) for w in CH_BE_EXT.windows_on(dt.date(2026, 12, 24))] == ["07:00-16:00"]
    assert CH_BE_EXT.windows_on(dt.date(2026, 12, 25)) == ()


def test_own_days_close_shorten_or_open_and_a_holiday_can_be_removed():
    calendar = Calendar.from_config(
        CH_BE_CONFIG
        | {
            "days": [
                {"on": "2026-12-23"},
                {"on": "2026-12-28", "closed": True},
                {"on": dt.date(2026, 12, 29), "windows": ["08:00-12:00"]},
                {"on": "2026-12-30", "ends_at": "15:00"},
                {"on": "2026-12-25", "windows": ["09:00-10:00"]},
            ],
            "without": ["2026-04-03", dt.date(2026, 1, 2)],
        }
    )
    assert not calendar.is_working_day(dt.date(2026, 12, 23))
    assert not calendar.is_working_day(dt.date(2026, 12, 28))
    assert [str(w) for w in calendar.windows_on(dt.date(2026, 12, 29))] == ["08:00-12:00"]
    assert [str(w) for w in calendar.windows_on(dt.date(2026, 12, 30))] == ["08:00-12:00", "13:30-15:00"]
    assert calendar.is_open(at("2026-12-25 09:30"))
    assert [str(w) for w in calendar.windows_on(dt.date(2026, 4, 3))] == ["08:00-12:00", "13:30-17:00"]
    assert str(calendar.windows_on(dt.date(2026, 4, 2))[-1]) == "13:30-18:00"
    assert calendar.is_working_day(dt.date(2026, 1, 2))


def test_a_time_that_yaml_read_as_a_number_is_understood():
    assert Calendar.from_config(CH_BE_CONFIG | {"eve_ends_at": 960}).eve_ends_at == 960


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": ""}, "needs a key"),
        ({"zone": "Europe/Bern"}, "'Europe/Bern' is not a time zone"),
        ({"windows": {"mon": ["8-12"]}}, "'8' is not a time of day"),
        ({"windows": {"mon": ["22:00-06:00"]}}, "ends before it begins"),
        ({"windows": {"someday": ["08:00-12:00"]}}, "'someday' is not a day of the week"),
        ({"windows": {"mon": ["08:00"]}}, "is not a window"),
        ({"days": [{"on": "28.12.2026", "closed": True}]}, "'28.12.2026' is not a date"),
        ({"eve_ends_at": "25:00"}, "is not a time of day"),
    ],
)
def test_a_mistake_in_a_calendar_is_told_in_words(change, words):
    with pytest.raises(CalendarError, match=words):
        Calendar.from_config(CH_BE_CONFIG | change)


def test_unknown_holidays_are_told_when_they_are_needed():
    with pytest.raises(CalendarError, match="No holidays are known for CH XX"):
        Calendar.from_config(CH_BE_CONFIG | {"holidays": {"country": "CH", "subdivision": "XX"}}).holidays_in(2026)


def test_a_calendar_that_never_opens_says_so():
    closed = Calendar.from_config({"key": "NEVER", "zone": "UTC", "windows": {}})
    with pytest.raises(CalendarError, match="NEVER"):
        due(closed, at("2026-01-01 00:00"), 1)
    with pytest.raises(CalendarError, match="NEVER"):
        closed.next_opening(at("2026-01-01 00:00"))
    assert due(closed, at("2026-01-01 00:00"), 0) == at("2026-01-01 00:00")


def test_the_closing_second_is_closed_and_the_opening_second_open():
    assert CH_BE.is_open(at("2026-11-24 08:00")) and CH_BE.is_open(at("2026-11-24 17:59:59"))
    assert not CH_BE.is_open(at("2026-11-24 18:00")) and not CH_BE.is_open(at("2026-11-24 07:59:59"))


def test_next_opening_and_closing():
    assert CH_BE.next_opening(at("2026-11-24 12:15")) == at("2026-11-24 13:30")
    assert CH_BE.next_opening(at("2026-11-24 10:15")) == at("2026-11-24 10:15")
    assert CH_BE.next_opening(at("2026-12-31 16:00")) == at("2027-01-04 08:00")
    assert CH_BE.closing(at("2026-11-24 10:15")) == at("2026-11-24 12:00")
    assert CH_BE.closing(at("2026-12-24 15:00")) == at("2026-12-24 16:00")
    assert CH_BE.closing(at("2026-11-24 12:00")) is None


def test_an_opening_over_midnight_and_new_year_has_one_closing():
    night = Calendar.from_config(
        {
            "key": "NIGHT",
            "zone": "Pacific/Auckland",
            "windows": {"thu": ["20:00-24:00"], "fri": ["00:00-06:00"]},
        }
    )
    new_year = at("2026-12-31 23:00", night)
    assert night.closing(new_year) == at("2027-01-01 06:00", night)
    utc = always("UTC", "00:00-24:00")
    assert utc.closing(dt.datetime(2026, 12, 31, 23, tzinfo=dt.UTC)) is None
    assert elapsed(utc, dt.datetime(2016, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)) == 3653 * 86400


@pytest.mark.parametrize(
    ("zone", "windows", "day", "seconds"),
    [
        ("Europe/Zurich", "00:00-24:00", "2026-03-29", 23 * HOUR),
        ("Europe/Zurich", "00:00-24:00", "2026-10-25", 25 * HOUR),
        ("Europe/Zurich", "02:00-03:00", "2026-03-29", 0),
        ("Europe/Zurich", "02:30-03:30", "2026-03-29", HOUR // 2),
        ("Europe/Zurich", "01:30-02:30", "2026-03-29", HOUR // 2),
        ("Europe/Zurich", "02:00-03:00", "2026-10-25", 2 * HOUR),
        ("Europe/Zurich", "02:30-04:00", "2026-10-25", 2 * HOUR),
        ("Europe/Zurich", "22:00-24:00", "2026-10-24", 2 * HOUR),
        ("Australia/Lord_Howe", "00:00-06:00", "2026-10-04", 5.5 * HOUR),
        ("America/Havana", "00:00-02:00", "2026-03-08", HOUR),
        ("America/Santiago", "22:00-24:00", "2026-04-04", 3 * HOUR),
        ("Asia/Kathmandu", "08:00-12:00", "2026-03-29", 4 * HOUR),
    ],
)
def test_hours_skipped_count_nothing_and_hours_that_come_twice_count_twice(zone, windows, day, seconds):
    calendar = always(zone, windows)
    begin, after = at(day, calendar), at(str(dt.date.fromisoformat(day) + dt.timedelta(days=1)), calendar)
    assert elapsed(calendar, begin, after) == seconds


def test_fractions_of_a_second_are_dropped():
    start = at("2026-11-24 11:30:00.900000")
    assert due(CH_BE, start, HOUR) == at("2026-11-24 14:00")
    assert elapsed(CH_BE, start, at("2026-11-24 11:30:01.100000")) == 1


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="has no zone"):
        due(CH_BE, dt.datetime(2026, 11, 24, 8, 0), HOUR)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-11-24 10:00", 3, "2026-11-27 10:00"),
        ("2026-11-24 17:30", 3, "2026-11-30 08:00"),  # Friday 17:30 is closed
        ("2026-11-24 20:00", 1, "2026-11-26 08:00"),  # Wednesday 20:00 is closed
        ("2026-11-28 10:00", 1, "2026-11-30 10:00"),  # from a Saturday
        ("2026-04-01 09:00", 2, "2026-04-07 09:00"),  # over Easter
        ("2026-11-24 12:30", 1, "2026-11-25 13:30"),  # in the break
        ("2026-11-24 10:00", 0, "2026-11-24 10:00"),
        ("2026-10-23 09:00", 1, "2026-10-26 09:00"),  # over the change of the clocks
        ("2026-11-02 08:00", 20, "2026-11-30 08:00"),
    ],
)
def test_working_days_end_at_the_same_time_or_the_next_opening(start, days, expected):
    assert CH_BE.add_working_days(at(start), days) == at(expected)
    assert CH_BE.working_days_between(at(start), at(expected)) == days
    assert CH_BE.working_days_between(at(start), at(expected) - dt.timedelta(seconds=1)) == max(0, days - 1)


def test_the_customers_closing_days_do_not_count():
    away = {dt.date(2026, 11, 25), dt.date(2026, 11, 26)}
    assert CH_BE.add_working_days(at("2026-11-24 10:00"), 1, closed_on=away) == at("2026-11-27 10:00")


def test_nothing_falls_due_on_a_closing_day_either():
    """Friday 17:30 is closed, so Monday 8:00; a closing day there moves it to Tuesday."""
    closed = {dt.date(2026, 11, 30)}
    assert CH_BE.add_working_days(at("2026-11-24 17:30"), 3, closed_on=closed) == at("2026-12-01 08:00")
    assert CH_BE.next_opening_except(at("2026-11-30 09:00"), closed) == at("2026-12-01 08:00")
    assert CH_BE.next_opening_except(at("2026-12-01 09:00"), closed) == at("2026-12-01 09:00")
