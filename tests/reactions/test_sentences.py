"""Everything a letter can say can be said in every language, to a contact and to an agent."""

import dataclasses
import datetime as dt

import pytest
from django.utils import translation

from guichet import clock
from guichet.contracts.models import Offer
from guichet.desk.models import Event, Message, Note, Ticket
from guichet.reactions import letters
from guichet.reactions.wiring import WIRING
from tests.reactions.conftest import NOON, at

LATER, SOON = "2026-11-26T08:00:00+00:00", "2026-11-25T08:00:00+00:00"
MOVES = [
    ("IN_PROGRESS", "WAIT_CUSTOMER", "ask"),
    ("WAIT_CUSTOMER", "RESOLVED", "no_answer"),
    ("WAIT_CUSTOMER", "IN_PROGRESS", "answered"),
    ("IN_PROGRESS", "WAIT_APPROVAL", "offer"),
    ("WAIT_APPROVAL", "IN_PROGRESS", "approve"),
    ("WAIT_APPROVAL", "IN_PROGRESS", "return_offer"),
    ("WAIT_APPROVAL", "IN_PROGRESS", "withdraw_offer"),
    ("WAIT_APPROVAL", "CLOSED", "refuse_offer"),
    ("WAIT_APPROVAL", "RESOLVED", "offer_over"),
    ("WITH_RND", "PLANNED_FIX", "plan"),
    ("PLANNED_FIX", "WITH_RND", "unplan"),
    ("PLANNED_FIX", "FIX_AVAILABLE", "release"),
    ("FIX_AVAILABLE", "IN_PROGRESS", "still_there"),
    ("IN_PROGRESS", "SCHEDULED", "schedule"),
    ("SCHEDULED", "IN_PROGRESS", "appointment_came"),
    ("IN_PROGRESS", "RESOLVED", "resolve"),
    ("RESOLVED", "IN_PROGRESS", "not_solved"),
    ("RESOLVED", "CLOSED", "confirm"),
    ("NEW", "CANCELLED", "cancel"),
]
HAPPENED = [
    ("ticket.opened", {"criticality": "CRITICAL"}),
    ("message.received", {"message": True, "reopened": True}),
    ("message.kept", {"until": LATER}),
    ("message.sent", {"message": True, "question": True}),
    ("message.sent", {"message": True, "resolution": "explained"}),
    ("call.recorded", {"message": True}),
    *[
        ("ticket.moved", {"from": was, "to": to, "transition": name, "offer": True, "reason": "Motif", "resolution": "no_answer"})
        for was, to, name in MOVES
    ],
    ("ticket.taken", {"owner": True}),
    ("ticket.assigned", {"handler": True}),
    ("ticket.assigned", {"added": True}),
    ("note.added", {"note": True, "mentioned": [True]}),
    ("ticket.criticality_changed", {"from": "LOW", "to": "HIGH", "direction": "raised", "reason": "", "by_customer": True}),
    ("ticket.criticality_changed", {"from": "HIGH", "to": "LOW", "direction": "lowered", "reason": "Motif", "by_customer": False}),
    ("ticket.contested", {"from": "LOW", "to": "HIGH", "reason": "Motif", "answer_by": SOON}),
    ("ticket.contest_decided", {"granted": True, "level": "HIGH", "reason": "Oui"}),
    ("ticket.contest_decided", {"granted": False, "level": "LOW", "reason": "Non"}),
    ("ticket.type_changed", {"from": "SPT", "to": "CNS"}),
    ("ticket.desk_changed", {"from": "SUP", "to": "RND"}),
    ("ticket.desk_changed", {"from": "SUP", "to": "CON"}),
    ("escalation.unanswered", {"due_at": SOON}),
    ("contest.undecided", {"due_at": SOON}),
    ("ticket.corrected", {"fields": ["subject", "description"], "text": []}),
    ("ticket.shared", {"person": True}),
    ("ticket.company_changed", {"person": True}),
    ("ticket.company_left", {"reporter": 1, "tell": True}),
    ("ticket.handed_over", {"person": True, "name": "Ada Favre", "heir": True, "heir_name": "Alan Muriset"}),
    ("ticket.handed_over", {"person": True, "name": "Ada Favre", "heir": None, "heir_name": ""}),
    ("ticket.passed_on", {"former": True, "owner": None}),
    ("ticket.escalated", {"reason": "Rien ne bouge", "message": True}),
    ("ticket.escalation_withdrawn", {"reason": ""}),
    *[("ticket.reminded", {"kind": kind, "stage": 0}) for kind in ("answer", "approval", "install", "confirm", "check")],
    ("ticket.owed_news", {"since": SOON}),
    ("ticket.not_closed_by_system", {"would": "CLOSED"}),
    *[("ticket.due_moved", {"clock": kind, "from": SOON, "to": LATER}) for kind in ("first_reply", "update", "goal")],
    ("ticket.confidential_changed", {"confidential": True}),
    ("ticket.confidential_changed", {"confidential": False}),
    ("ticket.opened_by_lead", {"reason": "Absence"}),
    ("problem.regressed", {"problem": 77, "reason": "linked"}),
    ("problem.regressed", {"problem": 77, "reason": "LIC-204"}),
    ("survey.answered", {"score": 1}),
    *[("sla.warned", {"clock": kind, "fraction": 0.75, "due_at": SOON}) for kind in ("first_reply", "update", "goal")],
    ("sla.breached", {"clock": "update", "due_at": SOON}),
    ("handover.third", {"count": 3}),
]


@pytest.fixture
def number(cast, ada, nora, opened) -> int:
    number = opened(ada, criticality="CRITICAL", fields={"phone": "+41 21 000 00 00", "reachable": "Ada"}).pk
    Ticket.objects.filter(pk=number).update(
        owner=nora.person_id,
        target_release=cast.release("24.2.6"),
        appointment_at=at(NOON),
        contest_until=at("2026-11-26 12:00"),
        closed_at=at(NOON),
        resolution="explained",
        entered_by=nora.person_id,
    )
    return number


def test_all_that_is_wired_is_said_here():
    assert {kind for kind, notices in WIRING.items() if notices} == {kind for kind, _ in HAPPENED}


def test_every_sentence_can_be_said_in_every_language(cast, ada, nora, number):
    ticket = Ticket.objects.get(pk=number)
    common = {"ticket": ticket, "company_id": ticket.company_id}
    message = Message.objects.create(**common, author_id=nora.person_id, side="vendor", body="Bonjour")
    note = Note.objects.create(**common, author_id=nora.person_id, body="Between us")
    offer = Offer.objects.create(
        **common, desk=ticket.desk, reason="Travail", amount=10, valid_until=dt.date(2026, 12, 20), offered_by_id=nora.person_id
    )
    known = {"message": message.pk, "note": note.pk, "offer": offer.pk, "person": ada.person_id}
    known |= dict.fromkeys(("owner", "handler", "added", "former"), nora.person_id) | {"heir": ada.person_id}
    said = set()
    for kind, data in HAPPENED:
        data = {name: known[name] if value is True and name in known else value for name, value in data.items()}
        status = data["to"] if kind == "ticket.moved" else "IN_PROGRESS"
        Ticket.objects.filter(pk=number).update(status=status, confidential=False)
        event = Event.objects.create(**common, kind=kind, data=data, status=status, turn="support", by_id=nora.person_id)
        event = Event.objects.select_related("by").get(pk=event.pk)
        for notice in WIRING[kind]:
            vendor = notice.says.__module__.endswith("vendor")
            for language in ("en", "fr", "de", "it"):
                reader = dataclasses.replace(nora if vendor else ada, language=language)
                with clock.standing_at(at(NOON)):
                    letter = letters.compose(event, reader, notice)
                assert letter["subject"].endswith(f"[SPT-{number}]") and "%(" not in letter["subject"] + letter["text"], kind
                # Who does not see it any more is led to his own requests.
                link = "requests/" if notice.number_only else f"requests/SPT-{number}/"
                assert not notice.number_only or f"requests/SPT-{number}/" not in letter["text"]
                assert link in letter["text"] and "None" not in letter["text"], (kind, letter["text"])
                assert vendor or "Between us" not in letter["text"]
                said.add(letter["subject"])
    assert translation.get_language() == "en" and len(said) > 60
