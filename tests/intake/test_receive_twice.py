"""Two sends at the same moment, over two connections: one request, one message."""

import threading

import pytest
from django.db import connection

from guichet.access.acting import acting_as
from guichet.access.refusals import Conflict
from guichet.desk.models import Message, Ticket
from guichet.desk.operations.closing import close
from guichet.intake.models import Draft
from guichet.intake.receive import receive
from guichet.intake.submission import Submission, Values

pytestmark = pytest.mark.django_db(transaction=True)

VALUES = {"subject": "Facture : TVA fausse", "description": "Taux ancien.", "criticality": "LOW"}


def both(send) -> list:
    """Runs `send` in two threads that start together; what each received."""
    start, found = threading.Barrier(2), []

    def run() -> None:
        try:
            start.wait()
            found.append(send())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


@pytest.mark.parametrize("submission", [None, "form-1"])
def test_two_sends_at_once_make_one_request(cast, ada, submission):
    company = cast.company("acme").pk

    def send():
        with acting_as(ada):
            return receive(Submission(actor=ada, values=Values.of(VALUES), company=company, submission=submission))

    received = both(send)
    assert sorted(r.outcome for r in received) == ["opened", "seen"]
    assert Ticket.objects.count() == 1


def test_two_replies_at_once_make_one_message(cast, ada):
    with acting_as(ada):
        ticket = receive(Submission(actor=ada, values=Values.of(VALUES), company=cast.company("acme").pk)).ticket

    def send():
        with acting_as(ada):
            return receive(Submission(actor=ada, ticket=ticket.pk, body="Aussi en CHF."))

    assert sorted(r.outcome for r in both(send)) == ["replied", "seen"]
    assert Message.objects.filter(ticket=ticket).count() == 2


def test_reply_that_races_the_closing_is_sent_or_kept_and_never_lost(cast, ada):
    with acting_as(ada):
        ticket = receive(Submission(actor=ada, values=Values.of(VALUES), company=cast.company("acme").pk)).ticket
    acts = [
        lambda: receive(Submission(actor=ada, ticket=ticket.pk, body="Encore ceci.")).outcome,
        lambda: close(ticket.pk, by=ada).status,
    ]

    def act():
        mine = acts.pop()
        try:
            with acting_as(ada):
                return mine()
        except Conflict:
            return "refused"

    outcomes = both(act)
    messages = Message.objects.filter(ticket=ticket, body="Encore ceci.").count()
    drafts = Draft.objects.filter(ticket=ticket, kind=Draft.FOLLOW_UP).count()
    assert "CLOSED" in outcomes
    assert (messages, drafts) == ((1, 0) if "replied" in outcomes else (0, 1))


def test_two_posts_at_once_make_one_request(signed_in):
    values = {**VALUES, "type": "SPT", "submission": "form-1"}
    clients = [signed_in("ada"), signed_in("ada")]
    answers = both(lambda: clients.pop().post("/requests/new/", values))
    assert [a.status_code for a in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Ticket.objects.count() == 1
