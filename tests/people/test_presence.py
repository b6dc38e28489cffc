"""Who is here and who stands in for whom: a chain of deputies, a circle, an end (DOMAIN 1.15)."""

import datetime as dt

import pytest

from guichet import clock
from guichet.people import presence
from guichet.people.models import Person
from tests.desk.conftest import at

NOW = at("2026-11-24 10:00")


@pytest.fixture(autouse=True)
def that_morning():
    with clock.standing_at(NOW):
        yield


def substitute(cast, who: str, when: dt.datetime = NOW) -> str | None:
    found = presence.staff().substitute(cast.person(who).pk, when)
    return Person.objects.get(pk=found).given_name.lower() if found else None


def test_who_is_here_has_no_substitute(cast, away):
    assert presence.staff().is_here(cast.person("nora").pk) and substitute(cast, "nora") is None


def test_a_deputy_stands_in_from_the_first_moment_to_the_last(cast, away):
    away("nora", deputy="luca", since="2026-11-25 00:00", until="2026-11-26 00:00")
    found = {when: substitute(cast, "nora", at(when)) for when in ("2026-11-24 23:59", "2026-11-25 00:00", "2026-11-25 23:59")}
    assert found == {"2026-11-24 23:59": None, "2026-11-25 00:00": "luca", "2026-11-25 23:59": "luca"}
    assert substitute(cast, "nora", at("2026-11-26 00:00")) is None


def test_a_deputy_who_is_away_too_is_stood_in_for_by_his_own(cast, away):
    away("nora", deputy="luca")
    away("luca", deputy="carl", until="2026-11-25 00:00")
    assert substitute(cast, "nora") == "carl"
    assert substitute(cast, "nora", at("2026-11-25 08:00")) == "luca"
    assert presence.staff().stands_for(cast.person("carl").pk) == {cast.person("nora").pk, cast.person("luca").pk}


@pytest.mark.parametrize("circle", [["nora", "luca"], ["nora", "luca", "lena"]])
def test_deputies_in_a_circle_stand_in_for_nobody(cast, away, circle):
    for who, deputy in zip(circle, [*circle[1:], circle[0]], strict=True):
        away(who, deputy=deputy)
    assert {substitute(cast, who) for who in circle} == {None}


def test_nobody_stands_in_who_left_or_is_limited(cast, away):
    away("nora", deputy="theo")
    assert substitute(cast, "nora") is None
    away("lena", deputy="luca")
    Person.objects.filter(email="luca@vendor.example").update(is_active=False)
    presence.forget()
    assert substitute(cast, "lena") is None
