"""The whole life of a request through the operations, in the database roles of those who act."""

import pytest

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.access.refusals import Conflict, Forbidden, Invalid, Missing
from guichet.desk import clocks
from guichet.desk.models import Clock, Message, Note, Ticket
from guichet.desk.operations import closing, escalating, moving, offering, replying, sharing, sorting, timers, weighing
from guichet.desk.operations.moving import Moving
from tests.desk.conftest import at

SAID = "Quelle est la date de prestation ?"


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_related("type", "desk", "team").get(pk=ticket.pk)


def test_a_request_opens_with_its_clocks_at_the_team_of_its_domain(ada, opened):
    ticket = fresh(opened(ada))
    assert (ticket.status, ticket.turn, ticket.desk.key, ticket.team.key) == ("NEW", "support", "SUP", "SUP-BO")
    assert ticket.key == f"SPT-{ticket.pk}" and ticket.pk >= 1001
    first_reply = Clock.objects.get(ticket=ticket, kind="first_reply")
    assert first_reply.due_at == at("2026-11-25 10:12")
    assert ticket.next_at == first_reply.due_at and ticket.queue_rank == 0


def test_question_answer_solution_confirmation(ada, nora, opened, do):
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    ticket = Ticket.objects.get(pk=number)
    assert (ticket.status, ticket.owner_id) == ("IN_PROGRESS", nora.person_id)
    do(nora, "2026-11-24 11:20", moving.transition_to, number, Moving("WAIT_CUSTOMER", body=SAID))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.turn) == ("WAIT_CUSTOMER", "customer")
    do(ada, "2026-11-24 14:05", replying.reply, number, "Le 18 novembre.")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.turn, ticket.unanswered_since) == ("IN_PROGRESS", "support", None)
    done = Moving("RESOLVED", body="Corrigé.", resolution="setting_corrected")
    do(nora, "2026-11-25 09:00", moving.transition_to, number, done)
    do(ada, "2026-11-25 10:00", closing.confirm, number)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.turn, ticket.closed_at) == ("CLOSED", "nobody", at("2026-11-25 10:00"))
    assert {c.kind: c.state for c in Clock.objects.filter(ticket=number)} == {
        "first_reply": "met",
        "update": "stopped",
        "goal": "met",
    }
    with pytest.raises(Conflict):
        do(ada, "2026-11-25 10:01", replying.reply, number, "Encore une chose.")
    assert Message.objects.filter(ticket=number).count() == 5


def test_stored_clocks_equal_the_replay_of_the_events(ada, nora, rosa, opened, do):
    number = opened(ada, criticality="HIGH").pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    do(nora, "2026-11-24 14:00", moving.transition_to, number, Moving("WITH_RND", reason="Étapes : 1, 2, 3"))
    do(rosa, "2026-11-25 09:00", moving.transition_to, number, Moving("PLANNED_FIX", target_release="24.2.6"))
    ticket = Ticket.objects.get(pk=number)
    ledger = clocks.ledger(ticket, at=at("2026-11-25 09:00"))
    for clock in ledger.clocks:
        row = Clock.objects.get(ticket=number, kind=clock.kind)
        assert (row.state, row.used_s, row.due_at) == (clock.state, clock.used_s, clock.due_at)


def test_the_handing_desk_changes_and_the_owner_stays(ada, nora, carl, opened, do):
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    do(nora, "2026-11-24 11:30", moving.transition_to, number, Moving("LEVEL2", reason="Projet Horizon"))
    ticket = fresh(Ticket(pk=number))
    assert (ticket.status, ticket.turn, ticket.desk.key, ticket.owner_id) == ("LEVEL2", "consulting", "CON", nora.person_id)
    do(carl, "2026-11-24 14:00", moving.transition_to, number, Moving("IN_PROGRESS", reason="Paramétré."))
    ticket = fresh(ticket)
    assert (ticket.status, ticket.desk.key, ticket.team.key) == ("IN_PROGRESS", "SUP", "SUP-BO")


def test_nothing_costs_without_a_named_yes(ada, alan, nora, opened, do):
    import datetime as dt
    from decimal import Decimal

    number = opened(ada).pk
    offer = Moving("WAIT_APPROVAL", reason="Étiquette spécifique", amount=Decimal("1200"), valid_until=dt.date(2026, 12, 20))
    do(nora, "2026-11-24 11:00", moving.transition_to, number, offer)
    with pytest.raises(Forbidden):
        do(ada, "2026-11-24 11:30", offering.approve, number)
    with pytest.raises(Forbidden):
        do(nora, "2026-11-24 11:30", offering.approve, number)
    do(ada, "2026-11-24 11:40", replying.reply, number, "D'accord pour moi.")
    assert Ticket.objects.get(pk=number).status == "WAIT_APPROVAL"
    do(alan, "2026-11-24 12:00", offering.approve, number)
    ticket = Ticket.objects.get(pk=number)
    kept = ticket.offers.get()
    assert (ticket.status, kept.state, kept.decided_by_id, kept.amount) == (
        "IN_PROGRESS",
        "approved",
        alan.person_id,
        Decimal("1200"),
    )


def test_a_note_never_becomes_a_message(ada, nora, opened, do):
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", replying.note, number, "Stays in the house.")
    assert Note.objects.filter(ticket=number).count() == 1
    assert Ticket.objects.get(pk=number).status == "NEW"
    assert not Message.objects.filter(ticket=number, body__contains="house").exists()


def test_lowered_contested_and_granted(ada, nora, lena, opened, do):
    number = opened(ada, when="2026-11-23 08:00", criticality="HIGH").pk
    do(nora, "2026-11-23 09:00", replying.reply, number, "Je regarde.")
    do(nora, "2026-11-23 11:00", weighing.change_criticality, number, "MEDIUM", "Un contournement existe.")
    do(ada, "2026-11-24 08:30", weighing.contest, number, "La révision arrive.")
    with pytest.raises(Forbidden):
        do(nora, "2026-11-24 10:00", weighing.change_criticality, number, "HIGH", "Non.")
    do(lena, "2026-11-24 11:00", weighing.change_criticality, number, "HIGH", "Accordé.")
    do(lena, "2026-11-24 11:00", replying.reply, number, "Nous reprenons.")
    goal = Clock.objects.get(ticket=number, kind="goal")
    assert (goal.used_s, goal.due_at) == (2.5 * 3600, at("2026-11-26 17:00"))
    with pytest.raises(Conflict):
        do(ada, "2026-11-24 11:30", weighing.contest, number, "Encore.")


def test_a_wrong_transition_and_a_stale_page_are_refused(ada, nora, opened, do):
    ticket = opened(ada)
    with pytest.raises(Conflict):
        do(nora, "2026-11-24 11:00", moving.transition_to, ticket.pk, Moving("PLANNED_FIX", target_release="24.2.6"))
    with pytest.raises(Invalid) as refused:
        do(nora, "2026-11-24 11:00", moving.transition_to, ticket.pk, Moving("RESOLVED"))
    assert set(refused.value.fields) == {"resolution", "body"}
    do(nora, "2026-11-24 11:00", replying.reply, ticket.pk, "Je regarde.", version=ticket.version)
    with pytest.raises(Conflict) as stale:
        do(nora, "2026-11-24 11:01", replying.reply, ticket.pk, "Encore.", version=ticket.version)
    assert stale.value.details["reason"] == "stale"


def test_strangers_meet_nothing(ada, boris, carl, opened, do):
    number = opened(ada).pk
    for stranger in (boris, carl):
        with pytest.raises(Missing):
            do(stranger, "2026-11-24 11:00", replying.reply, number, "Bonjour")


def test_sharing_stays_within_the_company(ada, paula, opened, do):
    number = opened(ada).pk
    do(ada, "2026-11-24 11:00", sharing.share, number, "paula@acme.example")
    do(paula, "2026-11-24 11:10", replying.reply, number, "Chez moi aussi.")
    with pytest.raises(Invalid):
        do(ada, "2026-11-24 11:00", sharing.share, number, "boris@borealis.example")


def test_escalate_is_offered_after_a_missed_target(ada, nora, lena, opened, do):
    number = opened(ada).pk
    with pytest.raises(Conflict):
        do(ada, "2026-11-24 16:00", escalating.escalate, number, "Il nous faut une réponse.")
    do(ada, "2026-11-25 10:13", escalating.escalate, number, "Il nous faut une réponse.")
    ticket = Ticket.objects.get(pk=number)
    assert ticket.escalated_at and ticket.unanswered_since
    do(ada, "2026-11-25 11:00", escalating.take_back, number)
    assert Ticket.objects.get(pk=number).escalated_at is None


def test_change_of_type_keeps_the_number_and_the_used_time(ada, nora, opened, do):
    number = opened(ada, when="2026-11-23 08:00", criticality="HIGH").pk
    do(nora, "2026-11-23 11:00", sorting.change_type, number, "CNS")
    ticket = fresh(Ticket(pk=number))
    assert (ticket.key, ticket.former_types, ticket.criticality, ticket.desk.key) == (f"CNS-{number}", ["SPT"], "", "CON")
    clock = Clock.objects.get(ticket=number, kind="first_reply")
    assert (clock.used_s, clock.due_at) == (3 * 3600, at("2026-11-23 17:30"))
    assert Clock.objects.get(ticket=number, kind="goal").state == "stopped"


def test_timers_remind_resolve_and_close(ada, nora, opened, do):
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", moving.transition_to, number, Moving("WAIT_CUSTOMER", body=SAID))
    kinds = lambda: list(Ticket.objects.get(pk=number).events.values_list("kind", flat=True))  # noqa: E731
    timers.run_due(at("2026-11-27 10:59"))
    assert "ticket.reminded" not in kinds()
    timers.run_due(at("2026-11-27 11:00"))
    assert kinds().count("ticket.reminded") == 1
    timers.run_due(at("2026-11-27 11:00"))
    assert kinds().count("ticket.reminded") == 1
    timers.run_due(at("2026-12-03 11:00"))
    assert kinds().count("ticket.reminded") == 2
    timers.run_due(at("2026-12-08 11:00"))
    ticket = Ticket.objects.get(pk=number)
    assert (ticket.status, ticket.resolution) == ("RESOLVED", "no_answer")
    timers.run_due(at("2026-12-22 11:00"))
    assert Ticket.objects.get(pk=number).status == "CLOSED"


def test_a_critical_request_is_never_ended_by_the_system(ada, nora, opened, do):
    number = opened(ada, criticality="CRITICAL").pk
    do(nora, "2026-11-24 11:00", moving.transition_to, number, Moving("WAIT_CUSTOMER", body=SAID))
    timers.run_due(at("2026-12-08 11:00"))
    timers.run_due(at("2026-12-20 11:00"))
    ticket = Ticket.objects.get(pk=number)
    assert ticket.status == "WAIT_CUSTOMER"
    assert ticket.events.filter(kind="ticket.not_closed_by_system").count() == 1


def test_warnings_are_told_once_each(ada, opened):
    number = opened(ada).pk
    for moment in ("2026-11-24 17:00", "2026-11-25 09:00", "2026-11-25 10:13", "2026-11-25 10:14"):
        timers.run_due(at(moment))
    kinds = list(Ticket.objects.get(pk=number).events.exclude(kind="ticket.opened").values_list("kind", flat=True))
    assert kinds == ["sla.warned", "sla.breached"]


def test_the_system_sees_every_ticket(ada, opened):
    opened(ada)
    with acting_as(SYSTEM):
        assert Ticket.objects.visible_to(SYSTEM).count() == 1


def test_a_type_of_another_desk_stands_on_the_team_that_answers_there_for_the_domain(ada, nora, opened, do):
    """DOMAIN 1.2: the domain names a team on every desk, not on Support alone."""
    number = opened(ada, domain="payroll").pk
    do(nora, "2026-11-24 11:00", sorting.change_type, number, "CNS")
    ticket = Ticket.objects.get(pk=number)
    assert (ticket.desk.key, ticket.team.key) == ("CON", "CON-BO")
    assert opened(ada, type="CNS", domain="interfaces", criticality="").team.key == "CON-DEV"
    assert opened(ada, type="CNS", domain="", criticality="").team is None
