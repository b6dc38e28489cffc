"""A delivery report through the whole door: it marks the letter it is about, and the person whose mail comes back."""

import json

import pytest
from django.db import connection

from guichet import clock
from guichet.reactions import delivered, delivery, tasks
from guichet.reactions.models import Letter
from tests.intake.posting import posted
from tests.reactions.conftest import NOON, at


def report(original: bytes, *, action: str = "failed", status: str = "5.1.1", whole: bool = True) -> bytes:
    """As an MTA writes it, with the letter or its headers alone."""
    returned = original if whole else original.split(b"\r\n\r\n" if b"\r\n\r\n" in original else b"\n\n")[0] + b"\n"
    kind = b"message/rfc822" if whole else b"text/rfc822-headers"
    return (
        b"Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example>\nTo: support@vendor.example\n"
        b"Subject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nI am sorry.\n"
        b"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ada@acme.example\n"
        + f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 {status} User unknown\n\n--b\n".encode()
        + b"Content-Type: " + kind + b"\n\n" + returned.replace(b"\r\n", b"\n") + b"\n--b--\n"
    )  # fmt: skip


@pytest.fixture
def sent(ada, opened, tell, outbox) -> list[tuple[Letter, bytes]]:
    """The receipts of three requests of Ada's, handed over: each letter with its bytes."""
    found = []
    for _ in range(3):
        number = opened(ada).pk
        tell(number)
        letter = Letter.objects.get(ticket=number, person=ada.person_id)
        with clock.standing_at(at(NOON)):
            delivery.deliver(letter.pk)
        found.append((letter, (outbox / f"{letter.message_id.strip('<>')}.eml").read_bytes()))
    return found


def do_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'guichet.letter_bounced' RETURNING args")
        for (args,) in cursor.fetchall():
            tasks.letter_bounced(**json.loads(args))


@pytest.mark.parametrize("whole", [True, False])
def test_a_report_marks_its_letter_with_the_reason(sent, whole):
    letter, raw = sent[0]
    mail = posted(report(raw, whole=whole))
    do_jobs()
    letter.refresh_from_db()
    assert (mail.outcome, mail.reason, mail.ticket_id) == ("ignored", "bounce", letter.ticket_id)
    assert (letter.state, letter.problem) == (Letter.BOUNCED, "5.1.1 550 5.1.1 User unknown")
    assert Letter.objects.filter(state=Letter.BOUNCED).count() == 1
    assert delivered.letters_of(letter.ticket)[0].problem.startswith("5.1.1")


def test_a_report_of_a_delay_says_so_and_marks_nothing_as_lost(sent):
    letter, raw = sent[0]
    posted(report(raw, action="delayed", status="4.4.1"))
    do_jobs()
    letter.refresh_from_db()
    assert letter.state == Letter.SENT and letter.problem.startswith("4.4.1")


def test_a_person_whose_letters_all_come_back_is_marked(ada, sent):
    assert delivered.coming_back(ada.person_id) is None
    for _letter, raw in sent:
        posted(report(raw))
    do_jobs()
    assert "5.1.1" in delivered.coming_back(ada.person_id)


def test_a_report_with_a_made_up_identifier_marks_nothing(sent):
    letter, raw = sent[0]
    mail = posted(report(raw.replace(letter.message_id.encode(), b"<r1.e1.p1.aaaaaaaaaaaaaaaaaaaaaaaa@vendor.example>")))
    do_jobs()
    assert mail.outcome == "ignored" and not Letter.objects.filter(state=Letter.BOUNCED).exists()
