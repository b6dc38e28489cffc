"""A request entered during a call, its correction by the contact, and a call noted on an open one (DOMAIN 1.4 a, 1.15)."""

import datetime as dt
from decimal import Decimal

import pytest

from guichet.access.refusals import Conflict, Forbidden, Invalid
from guichet.access.rights import may
from guichet.desk.models import Clock, Event, Insider, Message, Ticket
from guichet.desk.operations import correcting, moving, offering, replying, weighing
from guichet.desk.operations.correcting import Correction
from guichet.desk.operations.moving import Moving
from guichet.people.models import Membership
from tests.cast import VENDOR


@pytest.fixture
def called(opened, cast):
    """Carl enters a request for Boris during a call."""

    def _called(by, contact="boris", company="borealis", **changes):
        return opened(by, company=company, reporter=cast.person(contact), channel="phone", language="de", **changes)

    return _called


def clocks_of(ticket):
    return {c.kind: (c.state, c.used_s) for c in Clock.objects.filter(ticket=ticket)}


def test_entry_during_a_call_meets_the_reply_clock_at_once(called, carl):
    ticket = called(carl)
    assert clocks_of(ticket)["first_reply"] == ("met", 0)
    assert clocks_of(ticket)["update"] == ("running", 0)
    assert (ticket.status, ticket.channel) == ("NEW", "phone")


def test_entry_by_another_way_than_the_telephone_leaves_the_reply_clock_running(opened, cast, nora):
    ticket = opened(nora, reporter=cast.person("ada"), channel="agent")
    assert clocks_of(ticket)["first_reply"][0] == "running"


def test_whoever_took_the_call_keeps_sight_at_whatever_desk_he_sits(called, carl):
    ticket = called(carl)
    assert ticket.desk.key == "SUP"
    assert Ticket.objects.visible_to(carl).filter(pk=ticket.pk).exists()
    assert Insider.objects.get(ticket=ticket).person_id == carl.person_id


def test_the_rights_of_the_contact_hold_not_those_of_the_agent(called, cast, carl):
    with pytest.raises(Forbidden, match="Remi"):
        called(carl, "remi", "acme")
    with pytest.raises(Invalid):
        called(carl, "ada", "acme", confidential=True)
    assert called(carl, "paula", "acme", confidential=True, domain="payroll").confidential


def test_a_contact_limited_to_entities_is_not_entered_for_another_entity(called, cast, carl):
    from guichet.catalog.models import EntityLimit

    member = cast.membership("ada")
    Membership.objects.filter(pk=member.pk).update(is_limited_to_entities=True)
    EntityLimit.objects.create(membership=member, entity=cast.entity("acme", "01"))
    with pytest.raises(Invalid):
        called(carl, "ada", "acme", entities=[cast.entity("acme", "02")])
    assert called(carl, "ada", "acme", entities=[cast.entity("acme", "01")]).pk


def test_a_contact_who_left_or_belongs_elsewhere_is_entered_for_nobody(called, cast, carl):
    with pytest.raises(Forbidden):
        called(carl, "boris", "acme")
    Membership.objects.filter(pk=cast.membership("boris").pk).update(ended_at="2026-11-01T00:00Z")
    with pytest.raises(Forbidden):
        called(carl)


def test_limited_agent_and_administrator_open_for_nobody(called, theo, admin):
    for nobody in (theo, admin):
        with pytest.raises(Forbidden):
            called(nobody)


# Correction


def test_the_contact_corrects_subject_and_description_and_the_former_is_kept(called, do, carl, boris):
    ticket = called(carl, body="Er meldet LIC-240.")
    do(boris, "2026-11-24 11:00", correcting.correct, ticket.pk, Correction("Lizenzfehler LIC-204", "Es war LIC-204."))
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert ticket.subject == "Lizenzfehler LIC-204"
    assert Message.objects.get(ticket=ticket).body == "Es war LIC-204."
    event = Event.objects.get(ticket=ticket, kind="ticket.corrected")
    assert event.data["fields"] == ["subject", "description"]
    assert event.data["text"][1] == "Er meldet LIC-240."


def test_a_corrected_level_counts_from_the_correction(called, do, carl, boris):
    ticket = called(carl)
    correction = Correction(ticket.subject, "Text", level="CRITICAL", derived="CRITICAL", answers={"data_harm": "yes"})
    do(boris, "2026-11-24 11:42", correcting.correct, ticket.pk, correction)
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.criticality, ticket.fields["data_harm"]) == ("CRITICAL", "yes")
    goal = Clock.objects.get(ticket=ticket, kind="goal")
    assert (goal.target_s, goal.used_s) == (8 * 3600, 0)


def test_only_the_named_contact_corrects_and_only_what_was_entered_for_him(called, opened, do, carl, berta, ada, nora):
    ticket, own = called(carl), opened(ada)
    same = Correction("Anders", "Anders")
    for who in (berta, carl, nora):
        with pytest.raises(Forbidden):
            do(who, "2026-11-24 11:00", correcting.correct, ticket.pk, same)
    with pytest.raises(Forbidden):
        do(ada, "2026-11-24 11:00", correcting.correct, own.pk, same)


def test_nothing_corrected_is_no_event(called, do, carl, boris):
    ticket = called(carl, body="Text")
    do(boris, "2026-11-24 11:00", correcting.correct, ticket.pk, Correction(ticket.subject, "Text"))
    assert not Event.objects.filter(ticket=ticket, kind="ticket.corrected").exists()


def test_a_level_that_support_lowered_is_contested_not_corrected(called, do, carl, nora, boris):
    ticket = called(carl, criticality="HIGH")
    do(nora, "2026-11-24 11:00", weighing.change_criticality, ticket.pk, "LOW", "Kosmetisch")
    with pytest.raises(Conflict):
        do(boris, "2026-11-24 11:30", correcting.correct, ticket.pk, Correction(ticket.subject, "Text", level="HIGH"))


# A call on an open request


def test_recorded_call_ends_the_reply_clock_and_is_a_public_message(opened, do, ada, nora):
    ticket = opened(ada)
    do(nora, "2026-11-24 11:42", replying.reply, ticket.pk, "Am Telefon: wir sehen es uns an.", is_call=True)
    assert clocks_of(ticket)["first_reply"] == ("met", 3600)
    message = Message.objects.get(ticket=ticket, is_call=True)
    assert (message.side, message.author_id) == ("vendor", nora.person_id)
    assert Event.objects.filter(ticket=ticket, kind="call.recorded", is_public=True).exists()


def test_question_asked_on_the_telephone_is_a_call_too(opened, do, ada, nora):
    ticket = opened(ada)
    asked = Moving(status="WAIT_CUSTOMER", body="Welche Rechnung?", is_call=True)
    do(nora, "2026-11-24 11:42", moving.transition_to, ticket.pk, asked)
    assert Message.objects.get(ticket=ticket, is_call=True).body == "Welche Rechnung?"


# Cost


def test_nobody_of_the_vendor_approves_cost_even_one_who_is_an_approver_by_membership(opened, do, cast, ada, nora):
    ticket = opened(ada)
    offer = Moving(status="WAIT_APPROVAL", reason="Etikette", amount=Decimal(480), valid_until=dt.date(2026, 12, 31))
    do(nora, "2026-11-24 11:00", moving.transition_to, ticket.pk, offer)
    Membership.objects.create(person=cast.person("nora"), company=cast.company("acme"), is_approver=True, is_requester=True)
    for key in VENDOR:
        actor = cast.actor(key)
        assert not may(actor, "approve", ticket) and not may(actor, "refuse", ticket), key
    with pytest.raises(Forbidden):
        do(cast.actor("nora"), "2026-11-24 12:00", offering.approve, ticket.pk)
    assert Ticket.objects.get(pk=ticket.pk).status == "WAIT_APPROVAL"
