"""Delivery reports, automatic answers, and people's mail that resembles them."""

import pytest

from guichet.mail.reading import parse
from tests.mail.machines import AUTOMATIC, BOUNCES, PEOPLE


def read(head: str, text: str):
    sender = "" if "From:" in head else "From: Ada Favre <ada@acme.example>\n"
    return parse(f"To: support@vendor.example\nMessage-ID: <x@acme.example>\n{sender}{head}\n{text}".encode())


@pytest.mark.parametrize(("head", "text"), BOUNCES.values(), ids=BOUNCES)
def test_a_delivery_report_is_known(head, text):
    mail = read(head, text)
    assert mail.is_bounce and not mail.is_auto_reply


@pytest.mark.parametrize(("head", "text"), AUTOMATIC.values(), ids=AUTOMATIC)
def test_an_automatic_answer_is_known(head, text):
    mail = read(head, text)
    assert mail.is_auto_reply and not mail.is_bounce


@pytest.mark.parametrize(("head", "text"), PEOPLE.values(), ids=PEOPLE)
def test_people_are_no_machines(head, text):
    mail = read(head, text)
    assert not mail.is_auto_reply and not mail.is_bounce


def test_a_report_says_who_why_and_which_letter():
    bounce = read(*BOUNCES["qmail"]).bounce
    assert bounce.recipients == ("ada@acme.example",) and bounce.status == "5.1.1"
    assert bounce.original_message_id == "m1@vendor.example" and bounce.is_final
    assert not read(*BOUNCES["exim warning"]).bounce.is_final


def test_a_standard_report_is_read_by_its_fields():
    bounce = parse(
        b"From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        b"--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; ada@acme.example\n"
        b"Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 mailbox full\n\n--b\nContent-Type: message/rfc822\n\n"
        b"Message-ID: <m2@vendor.example>\nSubject: x\n\nhello\n--b--\n"
    ).bounce
    assert (bounce.recipients, bounce.status, bounce.reason) == (("ada@acme.example",), "5.2.2", "552 mailbox full")
    assert bounce.original_message_id == "m2@vendor.example"


def test_a_report_of_success_is_no_bounce():
    assert not parse(
        b"From: postmaster@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        b"--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: delivered\n\n--b--\n"
    ).is_bounce
