"""Exactly one person answers for every open request, whoever is away or left (DOMAIN 1.5, 1.15)."""

import pytest

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.refusals import Forbidden, Invalid
from guichet.desk import answering, queries
from guichet.desk.models import Ticket
from guichet.desk.operations import absences, replying, sorting
from guichet.desk.queries import Conditions
from guichet.people.models import Absence, Person, Seat
from tests.desk.conftest import at

NOW = "2026-11-24 11:00"


@pytest.fixture(autouse=True)
def that_morning():
    with clock.standing_at(at(NOW)):
        yield


@pytest.fixture
def number(ada, nora, opened, do) -> int:
    """Ada's request, owned by Nora, on our side."""
    found = opened(ada).pk
    do(nora, "2026-11-24 10:50", replying.reply, found, "Je regarde.")
    return found


@pytest.fixture
def paulas(paula, nora, opened, do) -> int:
    """Paula's confidential request of payroll, owned by Nora."""
    found = opened(paula, confidential=True, domain="payroll").pk
    do(nora, "2026-11-24 10:50", replying.reply, found, "Je regarde.")
    return found


def who(number: int, when: str = NOW) -> str:
    found = answering.answering(Ticket.objects.get(pk=number), at=at(when))
    return found.given_name.lower()


def mine(cast, who: str, when: str = NOW) -> list[int]:
    """What stands in somebody's *My turn* at that moment."""
    with clock.standing_at(at(when)):
        actor = cast.actor(who)
        with acting_as(actor):
            return [ticket.pk for ticket in queries.queue(actor, Conditions(view="mine"))]


def test_the_owner_answers_while_he_is_here(cast, number):
    assert who(number) == "nora" and mine(cast, "nora") == [number] and mine(cast, "luca") == []


def test_what_is_on_our_side_stands_with_the_deputy_and_goes_back_at_the_end(cast, number, away):
    away("nora", deputy="luca")
    assert who(number) == "luca" and mine(cast, "luca") == [number] and mine(cast, "nora") == []
    assert Ticket.objects.get(pk=number).owner == cast.person("nora")
    assert who(number, "2026-12-05 00:00") == "nora"
    assert mine(cast, "nora", "2026-12-05 00:00") == [number] and mine(cast, "luca", "2026-12-05 00:00") == []


def test_without_a_deputy_the_lead_answers(cast, number, away):
    away("nora")
    assert who(number) == "lena" and mine(cast, "lena") == [number] and mine(cast, "luca") == []


@pytest.mark.parametrize("deputies", [{"nora": "luca", "luca": "nora"}, {"nora": "luca", "luca": None}])
def test_deputies_in_a_circle_and_a_deputy_who_is_away_too_leave_it_to_the_lead(cast, number, away, deputies):
    for person, deputy in deputies.items():
        away(person, deputy=deputy)
    assert who(number) == "lena" and mine(cast, "lena") == [number]


def test_of_a_team_that_is_away_whole_the_desk_answers(cast, number, away):
    away("nora")
    away("lena")
    assert who(number) == "luca" and mine(cast, "luca") == [number]


def test_where_nobody_at_all_is_here_it_stays_with_the_owner_and_says_who_is_back_first(cast, number, away):
    for one in Person.objects.filter(seats__isnull=False).distinct():
        away(one.email.split("@")[0], until="2026-11-26 00:00" if one.given_name == "Luca" else "2026-12-05 00:00")
    found = answering.answering(Ticket.objects.get(pk=number))
    assert found.given_name == "Nora" and not found.is_here and found.back_at == at("2026-11-26 00:00")
    assert mine(cast, "nora") == [number]


def test_a_handler_who_is_away_is_stood_in_for_as_well(cast, number, nora, away, do):
    do(nora, NOW, sorting.assign, number, team="CON-LP")
    Ticket.objects.filter(pk=number).update(handler=cast.person("carl"), turn="consulting", status="LEVEL2")
    away("carl", deputy="dora")
    assert mine(cast, "dora") == [number] and mine(cast, "carl") == []


def test_a_deputy_of_another_desk_sees_what_he_stands_in_for_and_no_longer(cast, number, away):
    away("nora", deputy="sara")
    assert mine(cast, "sara") == [number]
    with clock.standing_at(at("2026-12-05 00:00")):
        assert not Ticket.objects.visible_to(cast.actor("sara")).exists()


@pytest.mark.parametrize(("deputy", "answers"), [("luca", "lena"), ("lena", "lena"), ("sara", "lena")])
def test_a_confidential_request_goes_to_nobody_who_may_not_read_it(cast, paulas, away, deputy, answers):
    away("nora", deputy=deputy)
    assert who(paulas) == answers and mine(cast, answers) == [paulas]
    if deputy != "lena":
        assert not Ticket.objects.visible_to(cast.actor(deputy)).filter(pk=paulas).exists()


def test_a_confidential_request_stays_with_its_owner_where_no_reader_is_here(cast, paulas, away):
    away("nora", deputy="luca")
    away("lena", deputy="luca")
    assert who(paulas) == "nora" and mine(cast, "nora") == [paulas]


def test_a_request_nobody_owns_is_the_leads_or_who_stands_in_for_him(cast, ada, opened, away):
    number = opened(ada).pk
    assert who(number) == "lena"
    away("lena", deputy="nora")
    assert who(number) == "nora"


# Entering an absence


def day(text: str):
    return at(text + " 00:00").date()


def test_one_enters_his_own_absence_and_the_lead_that_of_his_people(cast, nora, lena, luca, do):
    deputy = cast.person("luca")
    absence = do(nora, NOW, _enter, cast.person("nora"), "2026-11-24", "2026-12-04", deputy)
    assert (absence.starts_at, absence.ends_at) == (at("2026-11-24 00:00"), at("2026-12-05 00:00"))
    do(lena, NOW, _enter, cast.person("luca"), "2026-11-25", "2026-11-25", None)
    with pytest.raises(Forbidden):
        do(luca, NOW, _enter, cast.person("nora"), "2026-12-10", "2026-12-11", None)
    with pytest.raises(Forbidden):
        do(lena, NOW, _enter, cast.person("carl"), "2026-12-10", "2026-12-11", None)


def _enter(person: Person, first: str, last: str, deputy: Person | None, *, by) -> Absence:
    return absences.be_absent(person, by=by, first_on=day(first), last_on=day(last), deputy=deputy)


@pytest.mark.parametrize(
    ("first", "last", "deputy", "field"),
    [
        ("2026-12-04", "2026-12-03", None, "last_on"),
        ("2026-11-20", "2026-11-23", None, "last_on"),
        ("2026-12-01", "2028-01-01", None, "last_on"),
        ("2026-12-01", "2026-12-02", "nora", "deputy"),
        ("2026-12-01", "2026-12-02", "theo", "deputy"),
        ("2026-12-01", "2026-12-02", "ada", "deputy"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(cast, nora, do, first, last, deputy, field):
    with pytest.raises(Invalid) as refused:
        do(nora, NOW, _enter, cast.person("nora"), first, last, cast.person(deputy) if deputy else None)
    assert set(refused.value.fields) == {field}


def test_two_absences_of_one_person_do_not_overlap(cast, nora, do):
    do(nora, NOW, _enter, cast.person("nora"), "2026-12-01", "2026-12-04", None)
    with pytest.raises(Invalid):
        do(nora, NOW, _enter, cast.person("nora"), "2026-12-04", "2026-12-05", None)
    do(nora, NOW, _enter, cast.person("nora"), "2026-12-05", "2026-12-05", None)


def test_who_is_back_early_has_everything_again_at_once(cast, nora, number, do):
    absence = do(nora, NOW, _enter, cast.person("nora"), "2026-11-24", "2026-12-04", cast.person("luca"))
    assert who(number) == "luca"
    do(nora, "2026-11-24 15:00", absences.end_absence, absence)
    assert who(number, "2026-11-24 15:00") == "nora" and mine(cast, "nora", "2026-11-24 15:00") == [number]


def test_an_absence_not_yet_begun_is_taken_away(cast, nora, do):
    absence = do(nora, NOW, _enter, cast.person("nora"), "2026-12-01", "2026-12-04", None)
    do(nora, NOW, absences.end_absence, absence)
    assert not Absence.objects.exists()


def test_a_former_member_answers_for_nothing(cast, number, away):
    Seat.objects.filter(person=cast.person("nora")).delete()
    from guichet.people import presence

    presence.forget()
    assert who(number) == "lena"
