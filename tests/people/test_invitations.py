"""Letting people in: the first administrator, contacts, agents."""

import pytest

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.people import invitations, links
from guichet.people.models import Membership, OneTimeLink, Person


def test_first_administrator_gets_a_link_and_may_configure(db):
    address = invitations.first_administrator("Chief@vendor.example")
    person = Person.objects.get()
    assert (person.is_administrator, person.is_agent, person.email) == (True, False, "Chief@vendor.example")
    token = address.rstrip("/").rsplit("/", 1)[-1]
    assert address.startswith("http") and links.whose(token, links.INVITATION) == person


def test_first_administrator_asked_for_twice_is_one_person_with_two_links(db):
    invitations.first_administrator("chief@vendor.example")
    invitations.first_administrator("CHIEF@vendor.example")
    assert Person.objects.count() == 1
    assert OneTimeLink.objects.count() == 2


def test_contact_who_left_comes_back_as_the_same_person(cast):
    remi = cast.person("remi")
    Membership.objects.filter(person=remi).update(ended_at="2026-01-01T00:00Z")
    Person.objects.filter(pk=remi.pk).update(is_active=False)
    with acting_as(SYSTEM):
        invitations.invite(cast.company("acme"), email=remi.email, given_name="Remi", is_requester=True)
    rights = cast.actor("remi").in_company(cast.company("acme").pk)
    assert rights.is_requester


def test_new_contact_speaks_the_language_of_his_company(cast):
    with acting_as(SYSTEM):
        made = invitations.invite(cast.company("delta"), email="nuovo@delta.example", given_name="Nuovo")
    assert (made.person.language, made.is_reader, made.is_requester) == ("it", True, False)


@pytest.mark.parametrize("who", ["nora", "admin"])
def test_nobody_of_the_vendor_becomes_a_contact(cast, who):
    with pytest.raises(invitations.CannotInvite):
        invitations.invite(cast.company("acme"), email=cast.person(who).email, given_name="X")


def test_requester_role_makes_no_people_by_itself(cast, alan):
    from django.db import ProgrammingError

    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(alan):
        invitations.invite(cast.company("acme"), email="new@acme.example", given_name="X")
