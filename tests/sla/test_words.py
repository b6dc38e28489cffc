"""How the four languages say time: the examples of the design's pictures, Tuesday 24 November 2026, 10:42 in Bern."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from guichet.sla import words

BERN = ZoneInfo("Europe/Zurich")
NOW = datetime(2026, 11, 24, 10, 42, tzinfo=BERN)
OFFICE = [(time(8), time(12)), (time(13, 30), time(18))]
WEEK = {**dict.fromkeys(range(4), OFFICE), 4: [(time(8), time(12)), (time(13, 30), time(17))]}


def plain(said: str) -> str:
    return said.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Wed 25 Nov, 9:18"),
        ("fr", "mer. 25 nov., 9 h 18"),
        ("de", "Mi 25. Nov., 9:18 Uhr"),
        ("it", "mer 25 nov, alle 9:18"),
    ],
)
def test_a_moment_names_day_and_time(language, said):
    assert plain(words.moment(datetime(2026, 11, 25, 9, 18, tzinfo=BERN), BERN, language, NOW)) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "today, 9:48"), ("fr", "aujourd’hui, 9 h 48"), ("de", "heute, 9:48 Uhr"), ("it", "oggi, alle 9:48")],
)
def test_a_moment_of_today_says_today(language, said):
    assert plain(words.moment(datetime(2026, 11, 24, 8, 48, tzinfo=UTC), "Europe/Zurich", language, NOW)) == said


def test_the_clock_of_the_workspace_names_its_day():
    assert words.day_and_time(NOW, BERN, "en", NOW) == "Tue 24 Nov, 10:42"


def test_today_is_the_reader_s_day_not_the_server_s():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert words.moment(late, "Europe/Zurich", "en", NOW) == "Wed 25 Nov, 0:30"
    assert words.moment(late, "UTC", "en", NOW) == "today, 23:30"


def test_another_year_is_said():
    assert words.moment(datetime(2027, 1, 4, 8, 30, tzinfo=BERN), BERN, "en", NOW) == "Mon 4 Jan 2027, 8:30"
    assert words.day(date(2025, 10, 12), BERN, "en", NOW) == "12 Oct 2025"


@pytest.mark.parametrize(
    ("language", "at", "said"),
    [
        ("en", (24, 11, 52), "11:52"),
        ("fr", (24, 11, 42), "11 h 42"),
        ("de", (24, 17, 37), "heute 17:37 Uhr"),
        ("it", (24, 10, 0), "le 10:00"),
        ("it", (25, 14, 20), "mer 25 nov, alle 14:20"),
    ],
)
def test_a_due_moment_follows_its_preposition(language, at, said):
    assert plain(words.due_moment(datetime(2026, 11, *at, tzinfo=BERN), BERN, language, NOW)) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [((11, 24, 9, 52), "9:52"), ((11, 19, 16, 48), "Thu 16:48"), ((11, 18, 8, 0), "18 Nov"), ((12, 3, 9, 0), "3 Dec")],
)
def test_a_narrow_column_names_near_days_and_dates_far_ones(at, said):
    assert words.short_moment(datetime(2026, *at, tzinfo=BERN), BERN, "en", NOW) == said


@pytest.mark.parametrize(
    ("language", "on", "said"),
    [
        ("en", date(2026, 11, 23), "Mon 23 Nov"),
        ("en", date(2026, 10, 12), "12 Oct"),
        ("fr", date(2026, 11, 23), "lun. 23 nov."),
        ("de", date(2026, 11, 23), "Mo 23. Nov."),
        ("it", date(2026, 11, 19), "gio 19 nov"),
        ("fr", date(2026, 12, 1), "1er déc."),
    ],
)
def test_days_within_a_week_are_said_by_name(language, on, said):
    assert words.day(on, BERN, language, NOW) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Friday 20 November"),
        ("fr", "vendredi 20 novembre"),
        ("de", "Freitag, 20. November"),
        ("it", "venerdì 20 novembre"),
    ],
)
def test_a_day_in_full(language, said):
    assert words.long_day(date(2026, 11, 20), BERN, language, NOW) == said


def test_a_contract_s_end_carries_its_year():
    said = [words.date_of(date(2027, 12, 31), language) for language in ("en", "fr", "de", "it")]
    assert said == ["31 Dec 2027", "31 déc. 2027", "31. Dez. 2027", "31 dic 2027"]


def test_a_span_is_spoken_in_the_portal_and_a_figure_in_the_workspace():
    assert words.span(3 * 3600 + 39 * 60, "en", "portal") == "3\u00a0h\u00a039"
    assert words.span(3 * 3600 + 39 * 60, "en", "workspace") == "3:39"
    assert words.span(8 * 60 + 59, "en", "workspace") == "0:08"
    assert plain(words.span(0)) == "0 h 00"


def test_targets_are_whole_hours():
    assert plain(words.hours(80 * 3600)) == "80 h"
    assert plain(words.hours(5400)) == "1 h 30"


@pytest.mark.parametrize(
    ("language", "seconds", "said"),
    [
        ("en", 8 * 3600, "8 working hours"),
        ("en", 3600, "1 working hour"),
        ("fr", 80 * 3600, "80 h ouvrées"),
        ("de", 8 * 3600, "8 Arbeitsstunden"),
        ("it", 8 * 3600, "8 ore lavorative"),
        ("en", 4 * 3600 + 22 * 60, "4 h 22 of working time"),
        ("fr", 19 * 3600 + 39 * 60, "19 h 39 ouvrées"),
        ("de", 68 * 3600 + 17 * 60, "68 h 17 Arbeitszeit"),
        ("it", 16 * 3600 + 38 * 60, "16 h 38 di lavoro"),
    ],
)
def test_working_time_is_named_as_such(language, seconds, said):
    assert plain(words.working_hours(seconds, language)) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Mon–Thu 8:00–12:00, 13:30–18:00, Fri until 17:00"),
        ("fr", "lun.–jeu. 8 h 00–12 h 00, 13 h 30–18 h 00, ven. jusqu’à 17 h 00"),
        ("de", "Mo–Do 8:00–12:00, 13:30–18:00 Uhr, Fr bis 17:00 Uhr"),
        ("it", "lun–gio 8:00–12:00, 13:30–18:00, ven fino alle 17:00"),
    ],
)
def test_opening_hours_in_one_line(language, said):
    assert plain(words.opening_hours(WEEK, language)) == said


def test_opening_hours_of_a_saturday_morning_are_said_in_full():
    extended = {**{weekday: [(time(7), time(19))] for weekday in range(5)}, 5: [(time(8), time(12))]}
    assert words.opening_hours(extended, "en") == "Mon–Fri 7:00–19:00, Sat 8:00–12:00"


def test_a_week_without_windows_says_nothing():
    assert words.opening_hours({}, "en") == ""


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 214_000, "214 kB"),
        ("fr", 214_000, "214 ko"),
        ("en", 1_100_000, "1.1 MB"),
        ("fr", 1_100_000, "1,1 Mo"),
        ("de", 25_000_000, "25 MB"),
        ("it", 999_600, "1 MB"),
        ("en", 12, "12 B"),
        ("en", 3_200_000_000, "3.2 GB"),
    ],
)
def test_sizes_of_files(language, count, said):
    assert plain(words.size(count, language)) == said


def test_counts_up_to_twelve_are_words():
    assert [words.count_word(1, language, capital=True) for language in ("en", "fr", "de", "it")] == [
        "One", "Une", "Eine", "Una",
    ]  # fmt: skip
    assert words.count_word(3, "it") == "tre"
    assert words.count_word(12, "de") == "zwölf"
    assert words.count_word(13, "fr") == "13"


def test_numbers_in_each_language_s_way():
    said = [plain(words.number(100_000, language)) for language in ("en", "fr", "de", "it")]
    assert said == ["100,000", "100 000", "100’000", "100.000"]
    assert words.number(7.7, "fr", 1) == "7,7"


def test_names_are_joined_as_spoken():
    assert words.joined(["Nora", "Alan", "Ada"], "en") == "Nora, Alan and Ada"
    assert words.joined(["Nora"], "fr") == "Nora"
    assert words.joined([], "fr") == ""


def test_french_signs_keep_their_space_on_the_line():
    assert words.spaced("À vous : répondez ? « Oui » ; 4 h 22 à 7,7 %", "fr") == (
        "À vous\u00a0: répondez\u202f? «\u202fOui\u202f»\u202f; 4\u00a0h\u00a022 à 7,7\u00a0%"
    )


def test_spaces_are_never_added_where_none_was_typed():
    assert words.spaced("https://vendor.example/?a=1", "fr") == "https://vendor.example/?a=1"
    assert words.spaced("24 h, yes : no", "en") == "24\u00a0h, yes : no"


def test_an_unknown_language_is_said_in_english():
    assert words.moment(datetime(2026, 11, 25, 9, 18, tzinfo=BERN), BERN, "es", NOW) == "Wed 25 Nov, 9:18"


def test_a_colon_is_parted_from_its_word_in_french_alone():
    assert [words.colon("Motif", language) for language in ("fr", "de", "en")] == ["Motif\u00a0:", "Motif:", "Motif:"]
