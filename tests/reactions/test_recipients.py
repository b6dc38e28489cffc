"""Each kind of event reaches the people of the rule, in their language, and nobody else (DOMAIN 1.4 f, 1.6, 1.11)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from guichet import clock
from guichet.access.acting import acting_as
from guichet.desk.models import Ticket
from guichet.desk.operations import closing, escalating, leaving, moving, offering, replying, sharing, sorting, weighing
from guichet.desk.operations.moving import Moving
from guichet.desk.operations.steps import lock
from guichet.people.models import Person
from guichet.reactions.models import Letter
from guichet.reactions.wiring import WIRING
from tests.desk.conftest import at

DUTIES = {"impact": "Nobody can invoice.", "deadline": dt.datetime(2026, 11, 25, 16, tzinfo=dt.UTC)}


@pytest.fixture
def number(ada, nora, opened, do, tell) -> int:
    """Ada's request, shared with Remi, owned by Nora, in progress; what led there has been told."""
    found = opened(ada).pk
    do(ada, "2026-11-24 10:45", sharing.share, found, "remi@acme.example")
    do(nora, "2026-11-24 11:00", replying.reply, found, "Je regarde.")
    tell(found)
    return found


def test_the_reporter_gets_a_receipt_of_what_he_wrote_himself(ada, opened, tell):
    told = tell(opened(ada).pk)
    assert told.people == {"ada"}
    letter = told.to("ada")
    assert letter.language == "fr" and letter.text.count(f"SPT-{letter.ticket_id}") >= 2
    assert "mer. 25 nov., 10\u00a0h\u00a012" in letter.text


def test_the_receipt_says_when_support_reopens(boris, opened, tell):
    said = tell(opened(boris, company="borealis", when="2026-11-24 19:30").pk, when="2026-11-24 19:30").to("boris").text
    assert "Mi 25. Nov., 8:00\u00a0Uhr" in said and "Mi 25. Nov., 17:30\u00a0Uhr" in said


def test_the_receipt_goes_to_whom_an_agent_entered_it_for_and_names_the_agent(cast, nora, boris, opened, tell):
    number = opened(nora, company="borealis", reporter=cast.person("boris"), channel="phone").pk
    told = tell(number)
    assert told.people == {"boris"} and "Nora Brunner" in told.to("boris").text


def test_a_critical_request_warns_the_whole_team_at_creation(ada, opened, tell):
    number = opened(ada, criticality="CRITICAL", fields={"phone": "+41 21 000 00 00", "reachable": "Ada"}).pk
    told = tell(number)
    assert told.people == {"ada", "nora", "lena"}
    assert "+41 21 000 00 00" in told.to("nora").text and "/desk/requests/" in told.to("nora").text
    assert "+41 31 555 01 40" in told.to("ada").text


def test_a_customers_reply_reaches_the_owner_and_the_other_readers(ada, number, do, tell):
    do(ada, "2026-11-24 11:30", replying.reply, number, "Depuis le 18 novembre.")
    told = tell(number)
    assert told.people == {"nora", "remi"}
    assert "Depuis le 18 novembre." in told.to("nora").text and "Depuis le 18 novembre." in told.to("remi").text


def test_a_reply_to_a_request_that_nobody_took_stands_in_the_queue_alone(ada, opened, do, tell):
    number = opened(ada).pk
    do(ada, "2026-11-24 11:30", replying.reply, number, "Encore un mot.")
    assert tell(number).people == set()


def test_a_question_reaches_reporter_and_sharers(nora, number, do, tell):
    do(nora, "2026-11-24 11:30", moving.transition_to, number, Moving("WAIT_CUSTOMER", body="Quelle date ?"))
    told = tell(number)
    assert told.people == {"ada", "remi"}
    assert told.to("ada").subject.startswith("Votre réponse est attendue – ")
    assert told.to("ada").subject.endswith(f"[SPT-{number}]")
    assert "Quelle date ?" in told.to("ada").text and "Quelle date ?" in told.to("ada").html


def test_a_recorded_call_reaches_reporter_and_sharers_as_any_public_message(nora, number, do, tell):
    do(nora, "2026-11-24 11:30", replying.reply, number, "Téléphone : on recommence demain.", is_call=True)
    assert tell(number).people == {"ada", "remi"}


def test_an_offer_reaches_all_approvers_and_only_those_who_may_see_the_amount(nora, number, do, tell):
    offer = Moving("WAIT_APPROVAL", reason="Étiquette spécifique", amount=Decimal("1450.00"), valid_until=dt.date(2026, 12, 20))
    do(nora, "2026-11-24 11:30", moving.transition_to, number, offer)
    told = tell(number)
    assert told.people == {"ada", "remi", "alan"}
    amount = "CHF 1\u202f450,00"
    assert amount in told.to("alan").text and amount in told.to("ada").text
    assert amount not in told.to("remi").text + told.to("remi").html
    assert "20 déc. 2026" in told.to("remi").text


def test_the_answer_to_an_offer_reaches_owner_and_who_offered(alan, nora, luca, number, do, tell):
    offer = Moving("WAIT_APPROVAL", reason="Travail", amount=Decimal("10"), valid_until=dt.date(2026, 12, 20))
    do(luca, "2026-11-24 11:30", moving.transition_to, number, offer)
    do(alan, "2026-11-24 11:40", offering.approve, number)
    assert tell(number).people == {"nora", "luca"}


def test_a_move_without_the_customers_turn_is_not_told(nora, number, do, tell):
    do(nora, "2026-11-24 11:30", moving.transition_to, number, Moving("WITH_RND", reason="Steps 1, 2, 3 nobody outside reads"))
    assert tell(number, "ticket.moved").people == set()


def test_a_planned_fix_names_version_and_day_and_its_withdrawal_is_told(nora, rosa, number, do, tell):
    do(nora, "2026-11-24 11:30", moving.transition_to, number, Moving("WITH_RND", reason="Étapes"))
    do(rosa, "2026-11-24 11:40", moving.transition_to, number, Moving("PLANNED_FIX", target_release="24.2.6"))
    told = tell(number, "ticket.moved")
    assert told.people == {"ada", "remi"}
    assert "24.2.6" in told.to("ada").subject and "8 déc. 2026" in told.to("ada").text
    do(rosa, "2026-11-24 11:50", moving.transition_to, number, Moving("WITH_RND", reason="Reporté"))
    assert tell(number, "ticket.moved").people == {"ada", "remi"}


def test_an_appointment_is_told_with_its_moment(nora, number, do, tell):
    when = dt.datetime(2026, 12, 1, 8, 0, tzinfo=dt.UTC)
    do(nora, "2026-11-24 11:30", moving.transition_to, number, Moving("SCHEDULED", appointment_at=when))
    told = tell(number)
    assert told.people == {"ada", "remi"} and "mar. 1er déc., 9\u00a0h\u00a000" in told.to("ada").subject


def test_resolved_and_closed_are_told_with_the_follow_up(ada, nora, number, do, tell):
    done = Moving("RESOLVED", body="Le taux est corrigé.", resolution="setting_corrected")
    do(nora, "2026-11-24 11:30", moving.transition_to, number, done)
    told = tell(number)
    assert told.people == {"ada", "remi"} and "Le taux est corrigé." in told.to("remi").text
    do(ada, "2026-11-24 11:40", closing.confirm, number)
    told = tell(number)
    assert told.people == {"remi"} and f"/requests/SPT-{number}/follow-up/" in told.to("remi").text


def test_a_solution_that_did_not_help_reaches_the_owner(ada, nora, number, do, tell):
    done = Moving("RESOLVED", body="Le taux est corrigé.", resolution="setting_corrected")
    do(nora, "2026-11-24 11:30", moving.transition_to, number, done)
    do(ada, "2026-11-24 11:40", closing.not_solved, number, "Toujours l'ancien taux.")
    assert tell(number).people == {"nora", "remi"}


def test_a_withdrawal_is_told_only_when_it_is_ours(ada, nora, opened, do, tell):
    mine, ours = opened(ada).pk, opened(ada).pk
    do(ada, "2026-11-24 11:30", closing.withdraw, mine, "C'était une erreur.")
    assert tell(mine).people == set()
    do(nora, "2026-11-24 11:30", moving.transition_to, ours, Moving("CANCELLED", reason="Saisie en double."))
    told = tell(ours)
    assert told.people == {"ada"} and "Saisie en double." in told.to("ada").text


def test_assigning_reaches_the_new_owner_but_taking_tells_nobody(cast, lena, nora, ada, opened, do, tell):
    number = opened(ada).pk
    do(lena, "2026-11-24 11:30", sorting.assign, number, owner=cast.person("nora"))
    assert tell(number).people == {"nora"}
    other = opened(ada).pk
    do(nora, "2026-11-24 11:30", sorting.assign, other, owner=cast.person("nora"))
    assert tell(other).people == set()


def test_a_mention_reaches_the_agent_with_the_note(nora, number, do, tell):
    do(nora, "2026-11-24 11:30", replying.note, number, "@Luca can you look at the interface?")
    told = tell(number)
    assert told.people == {"luca"} and "can you look at the interface?" in told.to("luca").text


def test_a_lowering_is_told_at_once_with_reason_and_until_when_to_contest(lena, ada, nora, number, do, tell):
    do(nora, "2026-11-24 11:30", weighing.change_criticality, number, "LOW", "Un contournement simple existe.")
    told = tell(number)
    assert told.people == {"ada", "remi"}
    assert "Un contournement simple existe." in told.to("ada").text and "jeu. 26 nov., 11\u00a0h\u00a030" in told.to("ada").text
    do(ada, "2026-11-24 11:40", weighing.contest, number, "Non, quarante factures.")
    told = tell(number)
    assert told.people == {"lena", "nora"} and "Non, quarante factures." in told.to("lena").text
    do(lena, "2026-11-24 11:50", weighing.change_criticality, number, "MEDIUM", "D'accord.")
    assert tell(number).people == {"ada", "remi"}


def test_a_raise_by_the_customer_reaches_the_owner(ada, number, do, tell):
    do(ada, "2026-11-24 11:30", weighing.raise_criticality, number, "HIGH", DUTIES)
    assert tell(number).people == {"nora", "remi"}


def test_a_change_of_type_or_desk_is_told(nora, number, do, tell):
    do(nora, "2026-11-24 11:30", sorting.assign, number, team="DEP")
    told = tell(number, "ticket.desk_changed")
    assert told.people == {"ada", "remi"} and "Déploiement" in told.to("ada").text


def test_sharing_reaches_the_person_it_is_shared_with(cast, ada, opened, do, tell):
    number = opened(ada).pk
    do(ada, "2026-11-24 10:45", sharing.share, number, "remi@acme.example")
    assert tell(number).people == {"remi"}
    do(ada, "2026-11-24 10:50", sharing.unshare, number, cast.person("remi").pk)
    assert tell(number).people == set()


def test_an_escalation_reaches_the_lead_and_the_owner(ada, nora, opened, do, tell):
    number = opened(ada, criticality="CRITICAL", fields={"phone": "1", "reachable": "Ada"}).pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    do(ada, "2026-11-24 11:30", escalating.escalate, number, "Rien ne bouge.")
    told = tell(number)
    assert told.people == {"lena", "nora"} and "Rien ne bouge." in told.to("lena").text


@pytest.mark.parametrize(
    ("kind", "people"),
    [("answer", {"ada", "remi"}), ("approval", {"alan"}), ("install", {"ada", "remi"}), ("confirm", {"ada", "remi"})],
)
def test_reminders_reach_those_whose_turn_it_is(number, happen, tell, kind, people):
    Ticket.objects.filter(pk=number).update(status="WAIT_APPROVAL" if kind == "approval" else "IN_PROGRESS")
    happen(number, "ticket.reminded", kind=kind, stage=0)
    assert tell(number).people == people


@pytest.mark.parametrize(
    ("kind", "data", "people"),
    [
        ("ticket.owed_news", {"since": "2026-10-01T08:00:00+00:00"}, {"nora", "lena"}),
        ("ticket.not_closed_by_system", {"would": "CLOSED"}, {"lena"}),
        ("ticket.due_moved", {"clock": "goal", "from": "2026-11-25T08:00:00Z", "to": "2026-11-26T08:00:00Z"}, {"ada"}),
        ("ticket.confidential_changed", {"confidential": False}, {"ada"}),
        ("survey.answered", {"score": 2}, {"lena"}),
        ("survey.answered", {"score": 3}, set()),
        ("sla.warned", {"clock": "goal", "fraction": 0.75, "due_at": "2026-11-25T08:00:00Z"}, {"nora"}),
        ("sla.warned", {"clock": "first_reply", "fraction": 0.5, "due_at": "2026-11-25T08:00:00Z"}, {"lena"}),
        ("sla.breached", {"clock": "update", "due_at": "2026-11-24T08:00:00Z"}, {"nora", "lena"}),
        ("handover.third", {"count": 3}, {"lena"}),
        ("ticket.completed", {"fields": ["domain"]}, set()),
        ("ticket.linked", {"kind": "duplicate", "other": 1001}, set()),
        ("ticket.checks_on", {"on": "2026-12-01"}, set()),
    ],
)
def test_what_time_brings_reaches_the_people_of_the_rule(number, happen, tell, kind, data, people):
    happen(number, kind, is_public=not kind.startswith("sla"), **data)
    assert tell(number).people == people


def test_the_lead_is_warned_beside_an_absent_owners_deputy_and_where_there_is_none(number, happen, tell, away):
    data = {"clock": "goal", "fraction": 0.75, "due_at": "2026-11-25T08:00:00Z"}
    away("nora", deputy="luca")
    happen(number, "sla.warned", **data)
    told = tell(number)
    assert told.people == {"luca", "lena"}
    assert "Nora Brunner" in told.to("luca").text
    Ticket.objects.filter(pk=number).update(owner=None)
    happen(number, "sla.warned", **data)
    assert tell(number).people == {"lena"}


def test_nobody_is_told_who_left_or_may_no_longer_see_the_request(cast, nora, number, do, tell):
    Person.objects.filter(email="ada@acme.example").update(is_active=False)
    membership = cast.membership("remi")
    membership.ended_at = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
    membership.save()
    do(nora, "2026-11-24 11:30", replying.reply, number, "Des nouvelles.")
    assert tell(number).people == set()


def test_a_contact_limited_to_other_entities_is_not_told(cast, ada, nora, opened, do, tell):
    number = opened(ada, entities=[cast.entity("acme", "01")]).pk
    do(ada, "2026-11-24 10:45", sharing.share, number, "remi@acme.example")
    membership = cast.membership("remi")
    membership.is_limited_to_entities = True
    membership.save()
    do(nora, "2026-11-24 11:30", replying.reply, number, "Des nouvelles.")
    assert tell(number).people == {"ada"}


def test_every_reader_reads_his_own_language(boris, nora, opened, do, tell):
    number = opened(boris, company="borealis").pk
    do(nora, "2026-11-24 11:30", moving.transition_to, number, Moving("WAIT_CUSTOMER", body="Welches Datum?"))
    letter = tell(number).to("boris")
    assert letter.language == "de" and letter.subject.startswith("Wartet auf Ihre Antwort – ")
    assert "Ihr Support von Helvetic Software" in letter.text and '<html lang="de">' in letter.html


def test_every_event_the_desk_records_stands_in_the_table():
    import re
    from pathlib import Path

    import guichet.desk

    source = "".join(f.read_text() for f in Path(guichet.desk.__file__).parent.rglob("*.py") if f.name != "events.py")
    kinds = set(re.findall(r'"((?:ticket|message|note|call|sla|survey|handover)\.[a-z_]+)"', source))
    assert kinds and not kinds - set(WIRING)
    assert max(map(len, WIRING)) <= Letter._meta.get_field("kind").max_length


def test_who_takes_over_and_the_owner_hear_that_a_reporter_left(cast, alan, number, do, tell):
    successors = [cast.membership("paula")]
    do(alan, "2026-11-24 11:30", leaving.end_membership, cast.membership("ada"), successors=successors)
    told = tell(number)
    assert told.people == {"paula", "nora"}
    assert "Ada Favre" in told.to("paula").text and "Paula Rochat" in told.to("nora").text


def test_owner_and_lead_hear_where_nobody_may_have_a_confidential_request(cast, alan, paula, nora, opened, do, tell):
    number = opened(paula, confidential=True, domain="payroll").pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    tell(number)
    successors = [cast.membership("alan")]
    do(alan, "2026-11-24 11:30", leaving.end_membership, cast.membership("paula"), successors=successors)
    told = tell(number)
    assert told.people == {"nora", "lena"} and "TVA" not in told.to("lena").text + told.to("lena").subject


def test_a_reply_reaches_the_deputy_within_the_time_of_absence_and_then_the_owner_again(ada, number, do, tell, away):
    away("nora", deputy="luca", until="2026-11-24 12:30")
    do(ada, "2026-11-24 11:30", replying.reply, number, "Et maintenant ?")
    told = tell(number, when="2026-11-24 11:31")
    assert told.people == {"luca", "remi"} and "Nora Brunner is away" in told.to("luca").text
    assert "away" not in told.to("remi").text
    do(ada, "2026-11-24 12:31", replying.reply, number, "Encore.")
    assert tell(number, when="2026-11-24 12:31").people == {"nora", "remi"}


def test_an_answer_of_thanks_is_told_as_one(ada, nora, opened, do, tell):
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", moving.transition_to, number, Moving("RESOLVED", body="Fait.", resolution="explained"))
    with clock.standing_at(at("2026-11-24 11:30")), acting_as(ada), transaction.atomic():
        replying.reply_to(lock(number, by=ada), "Merci beaucoup !", by=ada, is_thanks=True)
    letter = tell(number, kind="message.received").to("nora")
    with translation.override(letter.language):
        assert gettext("The solution did not help: the request is open again, with the time already used.") not in letter.text
