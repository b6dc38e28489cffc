"""Letters and what was taken out: a waiting one leaves without it, one in hand counts as received (DOMAIN 1.15)."""

import threading

import pytest
from django.db import connection

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.models import Event, Ticket
from guichet.desk.operations import replying, sorting
from guichet.desk.operations.redacting import find_passage, redact_passage
from guichet.reactions import delivery, letters
from guichet.reactions.models import Letter
from tests.reactions.conftest import NOON, at, read

SECRET = "Anna Keller <8450>"
WHY = "Salaire d'une personne"
LATER = "2026-11-24 12:30"


@pytest.fixture
def quoted(ada, nora, alan, opened, do, tell, cast) -> int:
    """Nora's answer quotes the passage; the letters to Ada and to Alan wait, Ada's receipt too."""
    ticket = opened(ada, subject=f"Fiche de {SECRET}", share_with=[cast.person("alan")])
    do(nora, "2026-11-24 11:00", replying.reply, ticket.pk, f"Vous écrivez :\n> Anna Keller\n> <8450>\nJe regarde {SECRET}.")
    tell(ticket.pk)
    return ticket.pk


def holding(number: int) -> int:
    return sum("Keller" in f"{one.subject}{one.text}{one.html}" for one in Letter.objects.filter(ticket=number))


def test_a_waiting_letter_that_quotes_it_is_written_anew_in_its_readers_language(quoted, lena, do, cast, outbox):
    assert holding(quoted) == 4
    with acting_as(lena):
        kept = find_passage(Ticket.objects.get(pk=quoted), SECRET, by=lena)[0].kept
    assert (kept.letters, kept.received) == (4, set())
    do(lena, LATER, redact_passage, quoted, SECRET, WHY)
    assert holding(quoted) == 0
    letter = Letter.objects.get(ticket=quoted, kind="message.sent", person=cast.person("ada"))
    assert letter.state == Letter.QUEUED and letter.subject.count("Fiche de […]") == 1
    assert letter.text.count("Lena") >= 2 and WHY in letter.text and "24 nov. 2026" in letter.text
    assert Event.objects.get(kind="ticket.redacted").data["received"] == []
    with clock.standing_at(at(LATER)):
        delivery.deliver(letter.pk)
    sent = read(outbox / f"{letter.message_id.strip('<>')}.eml")
    assert "Keller" not in sent.as_string() and "[…]" in sent["Subject"]


def test_who_has_it_by_mail_already_is_said_and_the_copies_lose_it(quoted, lena, do, cast, outbox):
    first = Letter.objects.filter(ticket=quoted, person=cast.person("ada")).order_by("pk").first()
    Letter.objects.filter(ticket=quoted).exclude(pk=first.pk).update(state=Letter.SKIPPED)
    with clock.standing_at(at(NOON)):
        delivery.deliver(first.pk)
    do(lena, LATER, redact_passage, quoted, SECRET, WHY)
    assert Event.objects.get(kind="ticket.redacted").data["received"] == [cast.person("ada").pk]
    first.refresh_from_db()
    assert first.state == Letter.SENT and holding(quoted) == 0


def test_a_letter_that_only_repeats_a_reason_of_long_ago_is_blackened(quoted, nora, lena, do, tell, cast):
    """Its event would be told otherwise by now: nobody is to be told of it any more."""
    Letter.objects.filter(ticket=quoted).update(event=None)
    do(lena, LATER, redact_passage, quoted, SECRET, WHY)
    assert holding(quoted) == 0
    assert all(WHY in one.text for one in Letter.objects.filter(ticket=quoted, kind="message.sent"))


def test_an_event_not_yet_told_is_told_without_it(ada, nora, lena, opened, do, tell):
    ticket = opened(ada)
    do(nora, "2026-11-24 11:00", sorting.change_type, ticket.pk, "CNS", reason=f"Pour {SECRET}")
    do(nora, "2026-11-24 11:01", replying.reply, ticket.pk, f"Pour {SECRET}")
    do(lena, LATER, redact_passage, ticket.pk, SECRET, WHY)
    tell(ticket.pk, when=LATER)
    assert holding(ticket.pk) == 0


@pytest.mark.django_db(transaction=True)
def test_a_letter_in_the_hand_of_a_delivery_counts_as_received(quoted, lena, do, cast, outbox, monkeypatch):
    """The delivery has read the letter and talks to the network while the lead takes the passage out."""
    letter = Letter.objects.filter(ticket=quoted, person=cast.person("ada")).order_by("pk").first()
    Letter.objects.filter(ticket=quoted).exclude(pk=letter.pk).update(state=Letter.SKIPPED)
    talking, go_on = threading.Event(), threading.Event()
    hand_over = delivery.outbox.hand_over

    def slow(*args, **kwargs):
        talking.set()
        assert go_on.wait(20)
        hand_over(*args, **kwargs)

    monkeypatch.setattr(delivery.outbox, "hand_over", slow)

    def deliver():
        with clock.standing_at(at(NOON)):
            delivery.deliver(letter.pk)
        connection.close()

    worker = threading.Thread(target=deliver)
    worker.start()
    assert talking.wait(20)
    do(lena, LATER, redact_passage, quoted, SECRET, WHY)
    go_on.set()
    worker.join(20)
    letter.refresh_from_db()
    assert Event.objects.get(kind="ticket.redacted").data["received"] == [cast.person("ada").pk]
    assert (letter.state, letter.in_hand_since) == (Letter.SENT, None)
    assert "Keller" not in letter.text
    assert "Keller" in read(outbox / f"{letter.message_id.strip('<>')}.eml").as_string()


@pytest.mark.django_db(transaction=True)
def test_a_letter_being_written_meanwhile_waits_and_is_written_without_it(ada, nora, lena, opened, do, cast):
    ticket = opened(ada)
    do(nora, "2026-11-24 11:00", replying.reply, ticket.pk, f"Pour {SECRET}")
    told, failed = threading.Event(), []

    def react():
        told.set()
        try:
            with clock.standing_at(at(NOON)):
                for event in Event.objects.filter(ticket=ticket.pk, kind="message.sent"):
                    letters.react(event.pk)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    with clock.standing_at(at(LATER)), acting_as(lena):
        redact_passage(ticket.pk, SECRET, WHY, by=lena)
        worker = threading.Thread(target=react)
        worker.start()
        assert told.wait(20)
        worker.join(0.5)  # it waits for the request, or has not begun: either way it must not have written
        with acting_as(SYSTEM):
            assert not Letter.objects.exists()
    worker.join(20)
    assert not failed and Letter.objects.filter(kind="message.sent").count() == 1 and holding(ticket.pk) == 0
