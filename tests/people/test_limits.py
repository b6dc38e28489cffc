"""Counting attempts: a window, an end, no lock for good."""

from datetime import timedelta

from guichet import clock
from guichet.people import limits
from guichet.people.models import Attempt


def test_more_than_the_limit_waits_until_the_window_ends(db):
    with clock.standing_at(clock.now()):
        assert [limits.count("k", 3, 60) for _ in range(3)] == [0, 0, 0]
        assert 1 <= limits.count("k", 3, 60) <= 61
        assert limits.count("another", 3, 60) == 0


def test_window_does_not_grow_with_further_attempts(db):
    began = clock.now()
    with clock.standing_at(began):
        for _ in range(5):
            limits.count("k", 3, 60)
    with clock.standing_at(began + timedelta(seconds=59)):
        assert limits.count("k", 3, 60) == 2
    with clock.standing_at(began + timedelta(seconds=60)):
        assert limits.count("k", 3, 60) == 0


def test_success_is_taken_back(db):
    limits.count("k", 3, 60)
    limits.take_back("k")
    limits.take_back("k")
    assert Attempt.objects.get(key="k").count == 0


def test_long_keys_are_cut_alike(db):
    limits.count("k" * 500, 1, 60)
    limits.take_back("k" * 500)
    assert Attempt.objects.get().count == 0


def test_old_windows_are_forgotten(db):
    with clock.standing_at(clock.now() - timedelta(days=2)):
        limits.count("old", 1, 60)
    limits.count("new", 1, 60)
    assert limits.forget_old() == 1
    assert Attempt.objects.get().key == "new"
