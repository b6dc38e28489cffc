"""Who sees what: DOMAIN 1.11 told a second time in plain Python, against the rule and against the wall in PostgreSQL."""

import dataclasses

import pytest

from guichet.access.acting import acting_as
from guichet.access.actors import PUBLIC, SYSTEM, Actor
from guichet.catalog.models import EntityLimit
from guichet.desk.models import Ticket
from guichet.people.models import Membership
from tests.access.world import Known, described, lay
from tests.cast import COMPANIES, CONTACTS, VENDOR, Cast

# What the vendor's people are, as DOMAIN 1.11 and INTERFACE section 3 tell it: teams by desk, leads of a desk, limited.
DESK_OF = {
    "SUP-BO": "SUP",
    "SUP-LP": "SUP",
    "SUP-TEC": "SUP",
    "CON-LP": "CON",
    "CON-DEV": "CON",
    "RND-BO": "RND",
    "SAL": "SAL",
    "DEP": "DEP",
}


def contact_sees(key: str, t: Known, limited_to: frozenset[str] | None = None, company: str | None = None) -> bool:
    """A contact in the company he came with, or as he is in another."""
    home, _given, _family, roles = CONTACTS[key]
    if t.company != (company or home):
        return False
    if limited_to is not None and t.entities and not t.entities & limited_to:
        return False
    if t.reporter == key or key in t.shared_with:
        return True
    if "is_approver" in roles and t.status == "WAIT_APPROVAL":
        return True
    switch = COMPANIES[t.company][3]
    return not t.confidential and (switch or "sees_company" in roles)


def vendor_sees(key: str, t: Known) -> bool:
    _email, _given, _family, member, led = VENDOR[key]
    teams = {*member, *led}
    assigned = key in (t.owner, t.handler)
    named = key in t.insiders
    if key == "theo":
        within = t.team in teams
    else:
        desks = {DESK_OF[team] for team in teams}
        within = t.desk in desks or bool(t.stood_at & desks) or assigned or named
    return within and (not t.confidential or assigned or named or t.domain_team in teams)


def sees(key: str, t: Known) -> bool:
    return contact_sees(key, t) if key in CONTACTS else vendor_sees(key, t)


def numbers(actor: Actor) -> set[int]:
    return set(Ticket.objects.visible_to(actor).values_list("number", flat=True))


def counted_twice(actor: Actor) -> int:
    return Ticket.objects.visible_to(actor).count()


@pytest.fixture
def world(cast: Cast) -> list[Known]:
    return lay(cast)


def test_the_world_holds_every_combination():
    known = described()
    assert len(known) == 4 * 2 * 2 * 3 * 6 * 3
    assert any(t.confidential and t.status == "WAIT_APPROVAL" and not t.shared_with for t in known)
    assert any(len(t.entities) == 2 for t in known)


def test_everybody_sees_what_the_domain_says(world, cast):
    for key in (*CONTACTS, *VENDOR):
        assert numbers(cast.actor(key)) == {t.number for t in world if sees(key, t)}, key


def test_the_rule_gives_the_same_behind_the_wall(world, cast):
    """Evaluated as the tables' owner and in the actor's own role: the rule's rows are among the policy's rows."""
    for key in (*CONTACTS, *VENDOR):
        actor = cast.actor(key)
        without = numbers(actor)
        with acting_as(actor):
            assert numbers(actor) == without, key
            assert without <= set(Ticket.objects.values_list("number", flat=True)), key
            assert counted_twice(actor) == len(without), key


def test_behind_the_wall_a_contact_meets_his_companies_rows_alone(world, cast):
    for key in CONTACTS:
        with acting_as(cast.actor(key)):
            assert set(Ticket.objects.values_list("company__external_id", flat=True)) == {CONTACTS[key][0]}, key


def test_only_the_system_sees_all_and_the_public_sees_nothing(world):
    with acting_as(SYSTEM):
        assert numbers(SYSTEM) == {t.number for t in world}
    assert numbers(PUBLIC) == set()


def test_the_vendors_administrator_sees_no_request_by_that_role(world, admin):
    assert numbers(admin) == set()


@pytest.mark.parametrize("key", ["remi", "alan", "ada"])
def test_requests_of_other_entities_are_not_there_for_a_contact_limited_to_one(world, cast, key):
    membership = cast.membership(key)
    Membership.objects.filter(pk=membership.pk).update(is_limited_to_entities=True)
    EntityLimit.objects.create(membership=membership, entity=cast.entity("acme", "02"))
    actor = cast.actor(key)
    wanted = {t.number for t in world if contact_sees(key, t, limited_to=frozenset({"02"}))}
    assert numbers(actor) == wanted
    assert wanted < {t.number for t in world if contact_sees(key, t)}
    with acting_as(actor):
        assert numbers(actor) == wanted


def test_a_person_of_two_companies_has_in_each_what_he_may_there(world, cast, dario):
    """Dario reads for Borealis too: its switch lets him see what is not confidential, and nothing more."""
    Membership.objects.create(person=cast.person("dario"), company=cast.company("borealis"))
    actor = cast.actor("dario")
    assert len(actor.companies) == 2
    wanted = numbers(dario) | {t.number for t in world if t.company == "borealis" and not t.confidential}
    with acting_as(actor):
        assert numbers(actor) == wanted


def test_leaving_the_company_ends_all_sight_of_it(world, cast, ada):
    assert numbers(ada)
    Membership.objects.filter(pk=cast.membership("ada").pk).update(ended_at=world and "2026-11-24T10:00Z")
    assert numbers(cast.actor("ada")) == set()


def test_making_a_request_confidential_hides_it_from_that_moment(world, alan):
    seen = next(
        t
        for t in world
        if contact_sees("alan", t) and t.status == "IN_PROGRESS" and t.reporter != "alan" and "alan" not in t.shared_with
    )
    assert seen.number in numbers(alan)
    Ticket.objects.filter(pk=seen.number).update(confidential=True)
    assert seen.number not in numbers(alan)


def test_an_agent_knows_of_confidential_requests_of_his_desks_without_seeing_them(world, luca):
    known = set(Ticket.objects.known_to(luca).values_list("number", flat=True))
    seen = numbers(luca)
    hidden = known - seen
    assert seen < known
    assert hidden and all(t.confidential for t in world if t.number in hidden)


def test_nobody_of_the_portal_knows_of_what_he_does_not_see(world, alan):
    assert not Ticket.objects.known_to(alan).exists()


def test_a_limited_agent_loses_what_leaves_his_teams(world, theo, cast):
    number = min(numbers(theo))
    Ticket.objects.filter(pk=number).update(team=cast.team("SUP-BO"))
    assert number not in numbers(theo)


def test_rights_of_an_actor_cannot_be_changed_in_passing(ada):
    with pytest.raises(dataclasses.FrozenInstanceError):
        ada.kind = "agent"
