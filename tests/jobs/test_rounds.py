"""Rounds are made when they are due, by one worker, and one that fails holds up no other."""

import datetime as dt

import pytest

from guichet import clock
from guichet.jobs import rounds, upkeep
from guichet.jobs.queue import where
from guichet.jobs.rounds import DAY, every

NOW = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)


@pytest.fixture
def made(db, monkeypatch) -> list[str]:
    """Three rounds: a frequent one, one that fails, a daily one. Lists those that were made."""
    monkeypatch.setattr(rounds, "ROUNDS", {})
    found: list[str] = []

    @every(10, "failing")
    def failing() -> int:
        found.append("failing")
        raise ValueError("what somebody wrote")

    @every(10, "frequent")
    def frequent() -> int:
        found.append("frequent")
        return 2

    @every(DAY, "daily")
    def daily() -> int:
        found.append("daily")
        return 0

    return found


def test_each_round_is_made_when_its_time_has_come(made):
    for seconds, expected in [
        (0, {"failing", "frequent", "daily"}),
        (5, set()),
        (10, {"failing", "frequent"}),
        (DAY, {"failing", "frequent", "daily"}),
    ]:
        made.clear()
        with clock.standing_at(NOW + dt.timedelta(seconds=seconds)):
            assert rounds.make() == 2 * ("frequent" in expected)
        assert set(made) == expected


def test_once_makes_the_frequent_rounds_in_any_case_and_the_daily_ones_daily(made):
    with clock.standing_at(NOW):
        rounds.make(once=True)
        made.clear()
        rounds.make(once=True)
    assert set(made) == {"failing", "frequent"}


def test_a_clock_set_back_stops_no_round(made):
    with clock.standing_at(NOW + dt.timedelta(days=300)):
        rounds.make()
    made.clear()
    with clock.standing_at(NOW):
        rounds.make()
    assert set(made) == {"failing", "frequent", "daily"}


def test_a_failure_is_told_by_its_place_and_not_by_what_somebody_wrote(made, caplog):
    with clock.standing_at(NOW):
        rounds.make()
    assert "failing" in caplog.text and "ValueError" in caplog.text and "what somebody wrote" not in caplog.text
    try:
        int("what somebody wrote")
    except ValueError as error:
        assert where(error).startswith("ValueError at ") and "somebody" not in where(error)


def test_what_keeps_failing_by_killing_its_worker_ends(db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts) VALUES "
            "('default', 'a', 'doing', 0), ('default', 'b', 'doing', %s)",
            [upkeep.MOST_TRIES],
        )
        assert upkeep.put_back_stalled() == 2
        cursor.execute("SELECT task_name, status::text, attempts FROM procrastinate_jobs ORDER BY task_name")
        assert cursor.fetchall() == [("a", "todo", 1), ("b", "failed", upkeep.MOST_TRIES + 1)]
