"""The clocks drawn: Tuesday 24 November 2026, 10:42, the request of the design's ledger (opened Thursday 16:10, High)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from guichet.sla.files import Files
from guichet.sla.replay import replay
from guichet.web.components import charts
from guichet.web.components.opening import opening, weekly_hours

BERN = ZoneInfo("Europe/Zurich")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERN)


NOW = at(24, 10, 42)
HISTORY = [
    (at(19, 16, 10), {"kind": "opened"}),
    (at(19, 16, 52), {"kind": "status", "to": "IN_PROGRESS"}),
    (at(19, 16, 52), {"kind": "message", "by": "vendor"}),
    (at(20, 9, 25), {"kind": "message", "by": "vendor"}),
    (at(20, 9, 25), {"kind": "status", "to": "WAIT_CUSTOMER"}),
    (at(23, 10, 10), {"kind": "message", "by": "customer"}),
    (at(23, 10, 10), {"kind": "status", "to": "IN_PROGRESS"}),
    (at(24, 10, 10), {"kind": "message", "by": "vendor"}),
]


@pytest.fixture(scope="module")
def files():
    return Files()


@pytest.fixture
def ledger(files):
    with translation.override("en"), time_machine.travel(NOW, tick=False):
        yield replay(
            calendars=files.calendars, policies=files.policies, types=files.types, calendar="CH-BE",
            policy=next(iter(files.policies)), type="SPT", criticality="HIGH", at=NOW,
            events=[{"at": moment.isoformat(), **event} for moment, event in HISTORY],
        )  # fmt: skip


def test_the_ledger_draws_a_line_for_every_day_on_which_a_clock_lived(ledger):
    chart = charts.ledger_chart(ledger)
    assert [day["name"] for day in chart["days"]] == ["Thu 19", "Fri 20", "Mon 23", "Tue 24", "Wed 25"]


def test_each_day_of_the_drawing_says_what_was_counted_on_it(ledger):
    goal = [lane["sum"] for day in charts.ledger_chart(ledger)["days"] for lane in day["lanes"] if lane["name"] == "goal"]
    assert [said.replace("\u00a0", " ") for said in goal] == ["1 h 50", "1 h 25", "6 h 20", "2 h 42", ""]


def test_time_on_the_customer_s_turn_is_hatched_not_filled(ledger):
    friday = charts.ledger_chart(ledger)["days"][1]
    assert [part["kind"] for part in friday["lanes"][0]["parts"]] == ["ink", "rest", "rest"]


def test_lunch_is_a_gap_in_the_line_of_open_hours(ledger):
    lane = charts.ledger_chart(ledger)["days"][0]["lanes"][0]
    assert [(one["x"], one["x2"]) for one in lane["open"]] == [(128.0, 472.0), (601.0, 988.0)]


def test_now_and_the_due_moments_are_marked(ledger):
    marks = [mark["text"] for day in charts.ledger_chart(ledger)["days"] for mark in day["marks"]]
    assert marks == ["now 10:42", "9:40 due", "15:25 due"]


def test_the_strip_shows_today_and_the_day_it_is_due(ledger):
    strip = charts.strip(ledger.clock("goal"), NOW)
    assert len(strip["open"]) == 4
    assert 0 < strip["now"] < strip["due"] <= 264
    assert strip["labels"][-1]["text"] == "Wed 15:25"


def test_a_clock_that_was_met_has_counted_time_only_until_then(ledger):
    thursday = charts.ledger_chart(ledger)["days"][0]
    reply = next(lane for lane in thursday["lanes"] if lane["name"] == "reply")
    assert [part["kind"] for part in reply["parts"]] == ["mid"]
    assert reply["sum"].replace("\u00a0", " ") == "0 h 42"


def test_open_in_the_morning_says_until_noon_and_again_in_the_afternoon(files):
    said = opening(files.calendars["CH-BE"], NOW)
    assert said["is_open"]
    assert [said[key].astimezone(BERN) for key in ("until", "again_from", "again_until")] == [
        at(24, 12), at(24, 13, 30), at(24, 18),
    ]  # fmt: skip


def test_in_the_afternoon_nothing_comes_again_the_same_day(files):
    assert "again_from" not in opening(files.calendars["CH-BE"], at(24, 15))


def test_closed_says_when_it_opens(files):
    said = opening(files.calendars["CH-BE"], at(27, 17))
    assert not said["is_open"] and said["opens_at"].astimezone(BERN) == at(30, 8)


def test_the_week_of_the_desk_in_one_line(files):
    assert weekly_hours(files.calendars["CH-BE"], "en") == "Mon–Thu 8:00–12:00, 13:30–18:00, Fri until 17:00"
