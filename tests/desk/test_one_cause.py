"""One cause, many requests: notices, one message to all, a request that carries others; what is owed after an escalation."""

import pytest

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.access.refusals import Forbidden, Invalid, Missing
from guichet.catalog.models import Product, VersionLine
from guichet.desk.models import Event, Incident, IncidentFollower, Message, Ticket
from guichet.desk.operations import escalating, gathering, incidents, replying, timers, weighing
from guichet.desk.operations.incidents import Notice
from tests.desk.conftest import at

LANGUAGES = ("en", "fr", "de", "it")


@pytest.fixture
def notice(cast):
    def _notice(line="24.2", **changes):
        values = {
            "product": Product.objects.get(key="helvetic-erp"),
            "line": VersionLine.objects.get(name=line) if line else None,
            "titles": dict.fromkeys(LANGUAGES, "Anmeldung langsam"),
            "texts": dict.fromkeys(LANGUAGES, "Wir arbeiten daran."),
            "starts_at": at("2026-11-24 10:00"),
        }
        return Notice(**values | changes)

    return _notice


# Notices


def test_notice_is_there_for_companies_with_an_active_installation_of_that_line_alone(notice, do, lena, ada, boris, dario, cora):
    incident = do(lena, "2026-11-24 10:05", incidents.publish, notice())
    for actor in (ada, boris, dario):
        with acting_as(actor):
            assert list(Incident.objects.visible_to(actor)) == [incident], actor.name
    with acting_as(cora):
        assert not Incident.objects.visible_to(cora).exists()
        assert not Incident.objects.exists(), "PostgreSQL holds the same wall"


def test_lead_and_administrator_publish_and_nobody_else(notice, do, admin, nora, ada):
    assert do(admin, "2026-11-24 10:05", incidents.publish, notice()).pk
    for other in (nora, ada):
        with pytest.raises(Forbidden):
            do(other, "2026-11-24 10:05", incidents.publish, notice())


def test_a_notice_speaks_all_four_languages(notice, do, lena):
    with pytest.raises(Invalid) as refused:
        do(lena, "2026-11-24 10:05", incidents.publish, notice(titles={"en": "Slow"}))
    assert set(refused.value.fields) == {"title_fr", "title_de", "title_it"}


def test_following_twice_is_following_once_and_strangers_find_nothing(notice, do, lena, ada, cora):
    incident = do(lena, "2026-11-24 10:05", incidents.publish, notice())
    for _ in range(2):
        do(ada, "2026-11-24 10:10", incidents.follow, incident.pk)
    assert IncidentFollower.objects.get().person_id == ada.person_id
    with pytest.raises(Missing):
        do(cora, "2026-11-24 10:10", incidents.follow, incident.pk)


def test_the_end_by_date_is_told_once(notice, do, lena):
    incident = do(lena, "2026-11-24 10:05", incidents.publish, notice(ends_at=at("2026-11-24 11:00")))
    with acting_as(SYSTEM):
        assert incidents.tell_ended(at("2026-11-24 10:59")) == 0
        assert incidents.tell_ended(at("2026-11-24 11:00")) == 1
        assert incidents.tell_ended(at("2026-11-24 11:01")) == 0
    assert Incident.objects.get(pk=incident.pk).over_told_at


# One message to all


@pytest.fixture
def two(opened, ada, boris):
    return [opened(ada), opened(boris, company="borealis", language="de")]


def test_each_request_gets_its_message_in_its_readers_language_and_its_update(two, do, nora):
    outcome = do(
        nora, "2026-11-24 11:42", gathering.tell_all, [t.pk for t in two], {"fr": "Le serveur revient.", "de": "Er kommt zurück."}
    )
    assert [t.pk for t in outcome.done] == [t.pk for t in two]
    assert [Message.objects.filter(ticket=t).last().body for t in two] == ["Le serveur revient.", "Er kommt zurück."]
    for ticket in two:
        kinds = {c.kind: c.state for c in ticket.clocks.all()}
        assert kinds["first_reply"] == "met" and kinds["update"] == "running"


def test_a_language_somebody_reads_and_nobody_wrote_is_refused(two, do, nora):
    with pytest.raises(Invalid) as refused:
        do(nora, "2026-11-24 11:42", gathering.tell_all, [t.pk for t in two], {"fr": "Le serveur revient."})
    assert list(refused.value.fields) == ["body_de"]
    assert not Message.objects.filter(side="vendor").exists()


def test_closed_requests_are_left_and_the_same_form_writes_once(two, do, ada, nora):
    from guichet.desk.operations import closing

    do(ada, "2026-11-24 11:00", closing.withdraw, two[0].pk, "erledigt")
    for _ in range(2):
        outcome = do(nora, "2026-11-24 11:42", gathering.tell_all, [t.pk for t in two], {"de": "Läuft."}, submission="x")
    assert [t.pk for t, _why in outcome.refused] == [two[0].pk]
    assert Message.objects.filter(side="vendor").count() == 1


def test_what_the_agent_does_not_see_gets_nothing(two, do, luca, opened, paula):
    secret = opened(paula, confidential=True, domain="payroll")
    outcome = do(luca, "2026-11-24 11:42", gathering.tell_all, [two[0].pk, secret.pk], {"fr": "Bonjour", "de": "Hallo"})
    assert secret.pk not in [t.pk for t in outcome.done]
    assert Message.objects.filter(ticket=secret).count() == 1


# A request that carries others


def test_a_customer_sees_neither_the_parent_nor_its_siblings(two, do, lena, ada, boris):
    parent = do(lena, "2026-11-24 11:42", gathering.gather, [t.pk for t in two], "Anmeldung steht", "Ursache gesucht")
    assert set(Ticket.objects.filter(parent=parent)) == set(two)
    with acting_as(ada):
        assert list(Ticket.objects.visible_to(ada)) == [two[0]]
        assert not Event.objects.filter(kind="ticket.linked").exists(), "not even that it hangs together with something"
    with acting_as(boris):
        assert two[0] not in Ticket.objects.visible_to(boris)
    with acting_as(lena):
        assert {t.pk for t in gathering.below(parent, by=lena)} == {t.pk for t in two}


# What is owed


def test_an_escalation_without_an_answer_is_told_to_the_lead_once(opened, do, ada, nora):
    ticket = opened(ada, criticality="CRITICAL")
    do(ada, "2026-11-24 10:50", escalating.escalate, ticket.pk, "Rien ne bouge.")
    ticket.refresh_from_db()
    assert ticket.escalation_due_at == at("2026-11-24 14:20"), "2 h of working time, over noon"
    with acting_as(SYSTEM):
        for moment in ("2026-11-24 14:20", "2026-11-24 14:21", "2026-11-24 14:30"):
            timers.run_due(at(moment))
    assert Event.objects.filter(ticket=ticket, kind="escalation.unanswered").count() == 1


def test_an_answer_or_taking_it_back_pays_what_was_owed(opened, do, ada, nora):
    for pay in ("answer", "back"):
        ticket = opened(ada, criticality="CRITICAL", subject=pay)
        do(ada, "2026-11-24 10:50", escalating.escalate, ticket.pk, "Rien ne bouge.")
        if pay == "answer":
            do(nora, "2026-11-24 11:00", replying.reply, ticket.pk, "Nous cherchons.")
        else:
            do(ada, "2026-11-24 11:00", escalating.take_back, ticket.pk)
        ticket.refresh_from_db()
        assert ticket.escalation_due_at is None
        with acting_as(SYSTEM):
            timers.run_due(at("2026-11-24 14:30"))
        assert not Event.objects.filter(ticket=ticket, kind="escalation.unanswered").exists()


def test_a_contest_nobody_decides_is_told_to_the_lead(opened, do, ada, nora, lena):
    ticket = opened(ada, criticality="HIGH")
    do(nora, "2026-11-24 11:00", weighing.change_criticality, ticket.pk, "LOW", "Cosmétique")
    do(ada, "2026-11-24 14:00", weighing.contest, ticket.pk, "Non")
    ticket.refresh_from_db()
    assert ticket.contest_due_at == at("2026-11-24 18:00")
    with acting_as(SYSTEM):
        timers.run_due(at("2026-11-25 08:00"))
    assert Event.objects.filter(ticket=ticket, kind="contest.undecided").count() == 1
    do(lena, "2026-11-25 08:30", weighing.change_criticality, ticket.pk, "HIGH", "D'accord")
    ticket.refresh_from_db()
    assert ticket.contest_due_at is None
