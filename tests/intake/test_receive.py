"""The one entrance: what it opens, answers, recognises as seen, and keeps as the draft of a follow-up."""

import datetime as dt

import pytest

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.refusals import Conflict, Forbidden, Invalid, Missing
from guichet.desk.files import path_of
from guichet.desk.models import Attachment, Message, Share, Ticket
from guichet.intake import drafts, uploads
from guichet.intake.models import Draft
from guichet.intake.receive import receive
from guichet.intake.submission import KEPT, OPENED, REPLIED, SEEN, Submission, Values
from tests.desk.conftest import at

ASKED = {
    "subject": "Facture client en EUR : TVA fausse",
    "description": "Le taux proposé est l'ancien.",
    "blocked": "no",
    "way_round": "costly",
}
FILE = {"filename": "a.txt", "size": 3, "sha256": "0" * 64, "content_type": "text/plain"}


@pytest.fixture
def sent(cast):
    """`sent(ada, subject=…)`: what she sends, received in her role."""

    def _sent(actor, *, submission=None, when="2026-11-24 10:42", company="acme", files=(), tokens=(), channel="portal", **changes):
        values = Values.of({name: value for name, value in (ASKED | changes).items() if value is not None})
        number = cast.company(company).pk
        with clock.standing_at(at(when)), acting_as(actor):
            return receive(
                Submission(
                    actor=actor, values=values, company=number, submission=submission, files=files,
                    uploads=tokens, channel=channel,
                )
            )  # fmt: skip

    return _sent


def answer(actor, ticket, body, when="2026-11-25 09:00", **further):
    with clock.standing_at(at(when)), acting_as(actor):
        return receive(Submission(actor=actor, ticket=ticket, body=body, **further))


# Opening


def test_submission_opens_a_request(sent, ada):
    received = sent(ada)
    assert (received.outcome, received.ticket.status, received.ticket.criticality) == (OPENED, "NEW", "MEDIUM")


def test_same_id_gives_back_the_first(sent, ada):
    first = sent(ada, submission="form")
    again = sent(ada, submission="form", subject="Tout autre chose", when="2026-11-26 08:00")
    assert (again.outcome, again.ticket) == (SEEN, first.ticket)


def test_same_words_of_another_person_are_another_request(sent, ada, alan):
    assert sent(ada).ticket != sent(alan).ticket


def test_same_subject_with_another_description_is_another_request(sent, ada):
    assert sent(ada).ticket != sent(ada, description="Autre article.").ticket


def test_letter_need_not_answer_the_questions(sent, ada):
    ticket = sent(ada, channel="email", blocked=None, way_round=None).ticket
    assert (ticket.criticality, ticket.channel) == ("", "email")


def test_reader_and_company_without_contract_are_refused_before_any_field_is_looked_at(sent, remi, cora):
    with pytest.raises(Forbidden) as role:
        sent(remi, subject=None)
    with pytest.raises(Forbidden) as contract:
        sent(cora, company="cirrus", subject=None)
    assert (role.value.details["reason"], contract.value.details["reason"]) == ("role", "contract")


def test_somebody_elses_company_is_refused(cast, ada):
    submission = Submission(actor=ada, values=Values.of(ASKED), company=cast.company("borealis").pk)
    with pytest.raises(Invalid) as refused, acting_as(ada):
        receive(submission)
    assert set(refused.value.fields) == {"company"}


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_form(sent, ada):
    with pytest.raises(Invalid) as refused:
        sent(ada, subject="", description="", blocked="yes", way_round="none", revenue="yes", domain="x")
    assert list(refused.value.fields) == ["subject", "description", "domain", "impact", "reachable", "phone"]


def test_agent_opens_for_a_named_contact_within_that_contacts_rights(cast, nora):
    values = Values.of(ASKED)
    company = cast.company("acme").pk
    with acting_as(nora):
        ticket = receive(
            Submission(actor=nora, values=values, company=company, reporter=cast.person("ada"), channel="phone")
        ).ticket
    assert (ticket.reporter, ticket.entered_by) == (cast.person("ada"), cast.person("nora"))
    assert ticket.channel == "phone"


def test_uploads_are_taken_once(sent, ada):
    path_of(FILE["sha256"]).parent.mkdir(parents=True, exist_ok=True)
    path_of(FILE["sha256"]).write_bytes(b"abc")
    with acting_as(ada):
        token = uploads.remember(ada, FILE).token
    ticket = sent(ada, tokens=[token]).ticket
    assert Attachment.objects.get(ticket=ticket).filename == "a.txt"
    with pytest.raises(Invalid):
        sent(ada, subject="Encore", tokens=[token])


# Replying


def test_reply_is_added(opened, ada):
    ticket = opened(ada)
    received = answer(ada, ticket, "Aussi\r\nen CHF.\x00")
    assert received.outcome == REPLIED
    assert Message.objects.filter(ticket=ticket).last().body == "Aussi\nen CHF."


def test_same_reply_sent_twice_is_one_message(opened, ada):
    ticket = opened(ada)
    answer(ada, ticket, "Aussi en CHF.", when="2026-11-25 09:00")
    assert answer(ada, ticket, "Aussi en CHF.", when="2026-11-25 09:01").outcome == SEEN
    assert answer(ada, ticket, "Aussi en CHF.", when="2026-11-25 09:05").outcome == REPLIED
    assert answer(ada, ticket, "Autre chose.", submission="r1").outcome == REPLIED
    assert answer(ada, ticket, "Autre chose encore.", submission="r1").outcome == SEEN
    assert Message.objects.filter(ticket=ticket).count() == 4


def test_reply_after_closure_waits_as_a_draft(ada, closed_ticket):
    received = answer(ada, closed_ticket, "It is back.", files=[FILE])
    assert received.outcome == KEPT
    assert received.draft.follows == closed_ticket
    assert received.draft.expires_at == at("2026-12-09 09:00")
    assert received.draft.data["description"] == ["It is back."] and len(received.draft.data["upload"]) == 1
    assert Ticket.objects.count() == 1 and Message.objects.filter(ticket=closed_ticket).count() == 2


def test_second_late_reply_stands_behind_the_first(ada, closed_ticket):
    answer(ada, closed_ticket, "It is back.")
    assert answer(ada, closed_ticket, "Since Monday.").draft.data["description"] == ["It is back.\n\nSince Monday."]


def test_kept_text_is_gone_after_fourteen_days(ada, closed_ticket):
    answer(ada, closed_ticket, "It is back.")
    with clock.standing_at(at("2026-12-09 08:59")), acting_as(ada):
        assert drafts.find(ada, Draft.FOLLOW_UP, closed_ticket)
    with clock.standing_at(at("2026-12-09 09:00")), acting_as(ada):
        assert drafts.find(ada, Draft.FOLLOW_UP, closed_ticket) is None
        assert drafts.forget_old() == 1


def test_agent_is_refused_on_a_closed_request(nora, closed_ticket):
    with pytest.raises(Conflict):
        answer(nora, closed_ticket, "Encore ceci.")


def test_reply_to_what_one_does_not_see_is_missing(opened, ada, boris):
    ticket = opened(ada)
    with pytest.raises(Missing):
        answer(boris, ticket.pk, "Hallo")


def test_reader_who_is_no_sharer_keeps_no_draft(cast, closed_ticket, remi, ada):
    acme = cast.company("acme")
    acme.all_see_all = True
    acme.save(update_fields=["all_see_all"])
    remi = cast.actor("remi")
    with pytest.raises(Forbidden):
        answer(remi, closed_ticket, "Moi aussi.")
    Share.objects.create(ticket=closed_ticket, company=acme, person=cast.person("remi"))
    assert answer(remi, closed_ticket, "Moi aussi.").outcome == KEPT


def test_stale_reply_is_refused_while_the_request_is_open(opened, ada, nora, do):
    ticket = opened(ada)
    answer(nora, ticket, "Bonjour", when="2026-11-24 11:00")
    with pytest.raises(Conflict) as refused:
        answer(ada, ticket, "Merci", version=ticket.version)
    assert refused.value.details["reason"] == "stale"


def test_old_uploads_are_forgotten(ada):
    with clock.standing_at(at("2026-11-24 10:42")), acting_as(ada):
        uploads.remember(ada, FILE)
        assert uploads.forget_old() == 0
        assert uploads.forget_old(now=clock.now() + dt.timedelta(days=31)) == 1
