"""Undo send: an agent's reply waits some seconds; until then nothing has been said."""

import pytest

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.refusals import Conflict, Invalid, Missing
from guichet.desk.models import Clock, HeldReply, Message, Ticket
from guichet.desk.operations import holding, leaving, replying
from guichet.desk.operations.holding import Reply
from tests.desk.conftest import at

WORDS = Reply("Nous regardons cela.")


def hold(do, who, ticket, reply=WORDS, when="2026-11-24 11:00", **more) -> HeldReply:
    return do(who, when, holding.hold, ticket.pk, reply, **more)


def release(held: HeldReply, when: str) -> bool:
    with clock.standing_at(at(when)):
        return holding.release(held.pk)


def test_a_reply_is_said_when_its_seconds_end_and_not_before(ada, nora, opened, do):
    ticket = opened(ada)
    held = hold(do, nora, ticket)
    assert not release(held, "2026-11-24 11:00")
    assert Message.objects.filter(ticket=ticket).count() == 1 and Ticket.objects.get(pk=ticket.pk).status == "NEW"
    assert Clock.objects.get(ticket=ticket, kind="first_reply").state == "running"
    with clock.standing_at(held.due_at):
        assert holding.release(held.pk) and not holding.release(held.pk)
    said = Message.objects.get(ticket=ticket, side="vendor")
    assert (said.body, said.created_at, said.author_id) == (WORDS.body, held.due_at, nora.person_id)
    reply = Clock.objects.get(ticket=ticket, kind="first_reply")
    assert (reply.state, reply.used_s) == ("met", 18 * 60 + 10)


def test_a_move_of_the_composer_waits_too(ada, nora, opened, do):
    held = hold(do, nora, opened(ada), Reply("Quelle facture ?", status="WAIT_CUSTOMER"))
    assert Ticket.objects.get().status == "NEW"
    assert release(held, "2026-11-24 11:01") and Ticket.objects.get().status == "WAIT_CUSTOMER"


def test_what_is_taken_back_was_never_said(ada, nora, luca, opened, do):
    ticket = opened(ada)
    held = hold(do, nora, ticket)
    with pytest.raises(Missing):
        do(luca, "2026-11-24 11:00", holding.take_back, held.pk)
    assert do(nora, "2026-11-24 11:00", holding.take_back, held.pk).body == WORDS.body
    assert not release(held, "2026-11-24 11:01") and Message.objects.count() == 1
    with pytest.raises(Missing):
        do(nora, "2026-11-24 11:01", holding.take_back, held.pk)


def test_what_would_be_refused_is_refused_at_once(ada, nora, opened, do):
    ticket = opened(ada)
    for wrong, refusal in ((Reply("\u200b"), Invalid), (Reply("Fait", status="RESOLVED"), Invalid), (Reply("x", status="CLOSED"), Conflict)):
        with pytest.raises(refusal):
            hold(do, nora, ticket, wrong)
    with pytest.raises(Conflict):
        hold(do, nora, ticket, version=ticket.version + 1)
    assert not HeldReply.objects.exists() and Message.objects.count() == 1


def test_the_same_form_sent_twice_is_held_once_and_said_once(ada, nora, opened, do):
    ticket, reply = opened(ada), Reply("Une fois", submission="form-1")
    held = hold(do, nora, ticket, reply)
    assert hold(do, nora, ticket, reply) is None and HeldReply.objects.count() == 1
    release(held, "2026-11-24 11:01")
    assert hold(do, nora, ticket, reply, when="2026-11-24 11:02") is None and Message.objects.filter(side="vendor").count() == 1


def test_a_customer_who_was_quicker_leaves_the_reply_with_its_writer(ada, nora, opened, do):
    ticket = opened(ada)
    held = hold(do, nora, ticket)
    do(ada, "2026-11-24 11:00", replying.reply, ticket.pk, "C'est réglé, merci.")
    assert not release(held, "2026-11-24 11:01")
    held.refresh_from_db()
    assert "quicker" in held.problem and Message.objects.filter(side="vendor").count() == 0
    with clock.standing_at(at("2026-11-24 11:05")):
        assert holding.release_due() == 0


def test_the_round_sends_what_lost_its_job(ada, nora, opened, do):
    hold(do, nora, opened(ada))
    with clock.standing_at(at("2026-11-24 11:00")):
        assert holding.release_due() == 0
    with clock.standing_at(at("2026-11-24 11:02")):
        assert holding.release_due() == 1


def test_nobody_else_sees_what_waits(ada, nora, luca, opened, do):
    ticket = opened(ada)
    hold(do, nora, ticket)
    with acting_as(luca):
        assert not HeldReply.objects.exists() and not holding.held_by(luca, ticket)
    with acting_as(nora):
        assert len(holding.held_by(nora, ticket)) == 1


def test_who_leaves_meanwhile_says_nothing_and_his_successor_finds_it(cast, ada, nora, luca, admin, opened, do):
    held = hold(do, nora, opened(ada))
    do(admin, "2026-11-24 11:00", leaving.deactivate, cast.person("nora"), successor=cast.person("luca"))
    assert not release(held, "2026-11-24 11:01") and Message.objects.filter(side="vendor").count() == 0
    with acting_as(luca):
        (found,) = holding.held_by(luca, held.ticket)
    assert found.body == WORDS.body and "left before" in found.problem
