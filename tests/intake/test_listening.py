"""The listener for the MTA of the same machine: it says yes once the message is ours."""

import smtplib
import socket

import pytest

from guichet.intake.mailbox import listening
from guichet.intake.mailbox.models import Mail, Mailbox
from tests.intake.posting import written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_port(cast):
    """`at_port("smtp")`: a listener of that kind, and its port."""
    opened = []

    def _open(scheme: str) -> int:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        opened.append(listening.listener(f"{scheme}://127.0.0.1:{port}"))
        opened[-1].start()
        return port

    yield _open
    for listener in opened:
        listener.stop()


def test_smtp_keeps_the_message_with_its_envelope(at_port):
    box = Mailbox.objects.create(key="SUPPORT", addresses=["Support@vendor.example"])
    with smtplib.SMTP("127.0.0.1", at_port("smtp"), timeout=20) as client:
        client.sendmail("ada@acme.example", ["support+r1-2-x@vendor.example"], written("ada"))
    mail = Mail.objects.get()
    assert (mail.origin, mail.mailbox, mail.place["from"]) == ("listener", box, "ada@acme.example")
    assert mail.place["to"] == ["support+r1-2-x@vendor.example"]


def test_lmtp_answers_for_every_recipient(at_port):
    with smtplib.LMTP("127.0.0.1", at_port("lmtp")) as client:
        client.ehlo_or_helo_if_needed()
        client.mail("ada@acme.example")
        client.rcpt("support@vendor.example")
        client.rcpt("other@vendor.example")
        assert client.data(written("ada"))[0] == 250
        assert client.getreply()[0] == 250  # the second recipient's
    assert Mail.objects.count() == 1


def test_what_is_no_message_is_refused_for_good(at_port):
    with smtplib.SMTP("127.0.0.1", at_port("smtp"), timeout=20) as client, pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail("ada@acme.example", ["support@vendor.example"], b"\r\n")
    assert refused.value.smtp_code == 554


def test_what_cannot_be_kept_is_to_be_tried_again(at_port, monkeypatch):
    monkeypatch.setattr(listening.keeping, "store", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with smtplib.SMTP("127.0.0.1", at_port("smtp"), timeout=20) as client, pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail("ada@acme.example", ["support@vendor.example"], written("ada"))
    assert refused.value.smtp_code == 451
    assert not Mail.objects.exists()


@pytest.mark.parametrize("address", ["smtp://0.0.0.0:25", "smtp://192.0.2.1:25"])
def test_it_is_opened_to_this_machine_alone(address):
    with pytest.raises(listening.NotOnLoopback):
        listening.listener(address)


def test_lines_longer_than_the_standard_allows_are_taken(at_port):
    raw = written("ada").replace(b"\n", b"\r\n") + b"x" * 200_000 + b"\r\n"
    with smtplib.SMTP("127.0.0.1", at_port("smtp"), timeout=20) as client:
        client.sendmail("ada@acme.example", ["support@vendor.example"], raw)
    assert Mail.objects.get().size == len(raw)
