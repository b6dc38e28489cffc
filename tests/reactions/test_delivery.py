"""Handing over: into the outbox or to a mail server, again after growing delays, one after the other per request."""

import asyncio
import datetime as dt
import socket
import threading
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from guichet import clock
from guichet.desk.addresses import reply_address
from guichet.desk.operations import replying
from guichet.mail import outbox as mail_outbox
from guichet.people.models import Person
from guichet.reactions import delivery
from guichet.reactions.models import Letter
from tests.reactions.conftest import NOON, at, read

MINUTE = dt.timedelta(minutes=1)


class Sink:
    """A mail server that answers recipients with these codes first, then takes everything."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.taken = list(answers), []

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


@contextmanager
def served(settings, sink: Sink):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings.GUICHET_EMAIL_URL = f"smtp://127.0.0.1:{port}"
        yield
    finally:
        controller.stop()


@pytest.fixture(autouse=True)
def _rested():
    """What one test waited for in vain holds up no other."""
    delivery.forget_rests()
    yield
    delivery.forget_rests()


def forget_jobs() -> None:
    """As if the worker had done what was queued so far."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def two(ada, nora, opened, do, tell) -> list[Letter]:
    """A receipt and an answer that wait for delivery, of one request."""
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.\n.\nFrom here on.")
    tell(number)
    return list(Letter.objects.filter(ticket=number).order_by("pk"))


def test_the_outbox_holds_one_file_per_letter_named_by_its_message_id(two, outbox):
    with clock.standing_at(at(NOON)):
        delivery.deliver(two[1].pk)
    assert {file.name for file in outbox.iterdir()} == {f"{letter.message_id.strip('<>')}.eml" for letter in two}
    message = read(outbox / f"{two[1].message_id.strip('<>')}.eml")
    assert message["Message-ID"] == two[1].message_id and message["To"] == "Ada Favre <ada@acme.example>"
    assert message["Subject"] == two[1].subject and message["Reply-To"] == reply_address(two[1].ticket_id, two[1].person_id)
    assert message["References"] == message["In-Reply-To"] == f"<request-{two[1].ticket_id}@vendor.example>"
    assert message["Content-Language"] == "fr" and message["Auto-Submitted"] is None
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert "Je regarde.\r\n.\r\nFrom here on." in text.get_content() and '<html lang="fr">' in html.get_content()
    assert {letter.state for letter in Letter.objects.all()} == {Letter.SENT}
    assert all(file.stat().st_mode & 0o077 == 0 for file in [outbox, *outbox.iterdir()])


def test_handing_over_twice_sends_once(two, outbox):
    with clock.standing_at(at(NOON)):
        delivery.deliver(two[1].pk)
        written = {file: file.stat().st_mtime_ns for file in outbox.iterdir()}
        delivery.deliver(two[1].pk)
        delivery.deliver(two[0].pk)
    assert {file: file.stat().st_mtime_ns for file in outbox.iterdir()} == written


def test_a_letter_that_has_to_wait_holds_back_the_later_ones(two, settings):
    sink = Sink("451 busy", "451 busy")
    with served(settings, sink):
        with clock.standing_at(at(NOON)):
            delivery.deliver(two[0].pk)
            delivery.deliver(two[1].pk)
        assert sink.taken == []
        first, second = Letter.objects.order_by("pk")
        assert (first.attempts, first.next_try_at, second.attempts) == (1, at(NOON) + MINUTE, 0)
        with clock.standing_at(at(NOON) + MINUTE):
            forget_jobs()
            assert delivery.put_back_waiting() == 1, "the oldest takes the others along"
            assert delivery.put_back_waiting() == 0, "it has its job already"
            delivery.deliver(two[0].pk)
        with clock.standing_at(at(NOON) + 2 * MINUTE):
            delivery.deliver(two[0].pk)
        assert Letter.objects.order_by("pk")[0].next_try_at == at(NOON) + 3 * MINUTE and sink.taken == []
        with clock.standing_at(at(NOON) + 3 * MINUTE):
            delivery.deliver(two[0].pk)
    assert [message[2].split(b"\r\n")[0] for message in sink.taken] == [f"Message-ID: {x.message_id}".encode() for x in two]
    assert sink.taken[0][:2] == ("support@vendor.example", ["ada@acme.example"])
    assert b"\r\nFrom here on." in sink.taken[1][2]


def test_delays_grow_and_after_a_day_the_letter_has_failed(two, settings):
    now, waits = at(NOON), []
    with served(settings, Sink(*["451 busy"] * 100)):
        while Letter.objects.get(pk=two[0].pk).state == Letter.QUEUED:
            with clock.standing_at(now):
                delivery.deliver(two[0].pk)
            letter = Letter.objects.get(pk=two[0].pk)
            if letter.next_try_at:
                waits.append((letter.next_try_at - now) // MINUTE)
                now = letter.next_try_at
    assert waits[:8] == [1, 2, 5, 10, 20, 40, 60, 60] and waits == sorted(waits)
    assert letter.state == Letter.FAILED and letter.problem
    assert dt.timedelta(days=1) <= now - two[0].created_at <= dt.timedelta(days=1, hours=2)


def test_an_address_that_is_refused_for_good_stands_in_nobodys_way(two, settings):
    sink = Sink("550 nobody here")
    with served(settings, sink), clock.standing_at(at(NOON)):
        delivery.deliver(two[0].pk)
    assert [letter.state for letter in Letter.objects.order_by("pk")] == [Letter.FAILED, Letter.SENT]


def test_an_address_that_is_none_stands_in_nobodys_way(two, outbox):
    Letter.objects.filter(pk=two[0].pk).update(to="not an address")
    with clock.standing_at(at(NOON)):
        delivery.deliver(two[0].pk)
    assert [letter.state for letter in Letter.objects.order_by("pk")] == [Letter.FAILED, Letter.SENT]


def test_whoever_left_meanwhile_gets_nothing(two, outbox):
    Person.objects.filter(email="ada@acme.example").update(is_active=False)
    with clock.standing_at(at(NOON)):
        delivery.deliver(two[0].pk)
    assert {letter.state for letter in Letter.objects.all()} == {Letter.SKIPPED} and not outbox.exists()


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_network_is_talked_to(two, monkeypatch):
    open_then = []
    monkeypatch.setattr(mail_outbox, "hand_over", lambda message, **kw: open_then.append(connection.in_atomic_block))
    with clock.standing_at(at(NOON)):
        delivery.deliver(two[1].pk)
    assert open_then == [False, False]


class Hanging(Sink):
    """Hangs where somebody of these is written to, takes everything else; keeps who was tried."""

    def __init__(self, *silent: str) -> None:
        super().__init__()
        self.silent, self.tried = set(silent), []

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tried.append(address)
        if address in self.silent:
            await asyncio.sleep(30)
        return await super().handle_RCPT(server, session, envelope, address, options)


@pytest.fixture
def waiting(ada, boris, nora, opened, do, tell) -> dict[str, list[Letter]]:
    """The letters of three requests: two of Ada's with a receipt and an answer each, and one of Boris."""
    found = {}
    for name, who, company in (("first", ada, "acme"), ("second", ada, "acme"), ("other", boris, "borealis")):
        number = opened(who, company=company).pk
        do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
        tell(number)
        found[name] = list(Letter.objects.filter(ticket=number).order_by("pk"))
    return found


def left(settings, monkeypatch, seconds: float = 0.3) -> None:
    monkeypatch.setattr(mail_outbox, "TIMEOUT_SECONDS", seconds)


def test_a_server_that_hangs_for_one_address_holds_up_no_other_request(waiting, settings, monkeypatch):
    left(settings, monkeypatch)
    sink = Hanging("ada@acme.example")
    with served(settings, sink):
        with clock.standing_at(at(NOON)):
            for letters in waiting.values():
                delivery.deliver(letters[0].pk)
        assert sink.tried == ["ada@acme.example", "boris@borealis.example", "boris@borealis.example"], "Ada was waited for once"
        first, second = (Letter.objects.get(pk=waiting[name][0].pk) for name in ("first", "second"))
        assert (first.attempts, first.next_try_at) == (1, at(NOON) + MINUTE)
        assert (second.attempts, second.next_try_at) == (0, at(NOON) + MINUTE), "put off untried"
        assert [letter.state for letter in Letter.objects.filter(ticket=waiting["other"][0].ticket_id)] == [Letter.SENT] * 2

        sink.silent.clear()
        with clock.standing_at(at(NOON) + MINUTE):
            forget_jobs()
            assert delivery.put_back_waiting() == 2, "one job for each request"
            for name in ("first", "second"):
                delivery.deliver(waiting[name][0].pk)
    assert {letter.state for letter in Letter.objects.all()} == {Letter.SENT}
    ours = [message[2].split(b"\r\n")[0].decode() for message in sink.taken]
    for letters in waiting.values():
        order = [ours.index(f"Message-ID: {letter.message_id}") for letter in letters]
        assert order == sorted(order), "one after the other per request"


def test_a_server_that_does_not_greet_is_waited_for_once_a_minute(waiting, settings, monkeypatch):
    left(settings, monkeypatch)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.GUICHET_EMAIL_URL = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        with clock.standing_at(at(NOON)):
            for letters in waiting.values():
                delivery.deliver(letters[0].pk)
        tried = [Letter.objects.get(pk=letters[0].pk).attempts for letters in waiting.values()]
        assert tried == [1, 0, 0]
    sink = Sink()
    with served(settings, sink), clock.standing_at(at(NOON) + MINUTE):
        for letters in waiting.values():
            delivery.deliver(letters[0].pk)
    assert len(sink.taken) == 6


def test_a_server_that_hangs_for_all_rests_as_a_whole(waiting, settings, monkeypatch):
    left(settings, monkeypatch)
    everybody = {f"{name}@{host}.example" for name, host in (("ada", "acme"), ("boris", "borealis"), ("remi", "acme"), ("paula", "acme"))}
    sink = Hanging(*everybody)
    with served(settings, sink), clock.standing_at(at(NOON)):
        for letter, address in zip([letters[0] for letters in waiting.values()], sorted(everybody), strict=False):
            Letter.objects.filter(pk=letter.pk).update(to=address)
            delivery.deliver(letter.pk)
        assert len(sink.tried) == delivery.ALL_HANG
        assert delivery.rests_until("somebody.else@acme.example") == at(NOON) + MINUTE


def test_a_server_that_lets_its_answers_trickle_is_left(settings, monkeypatch):
    """Each byte comes in time, the answer never ends: the whole letter has its limit too."""
    monkeypatch.setattr(mail_outbox, "LONGEST_SECONDS", 0.5)
    enough = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def trickle() -> None:
            connected, _ = listening.accept()
            with connected:
                connected.sendall(b"220 hello\r\n")
                connected.recv(1000)
                while not enough.wait(0.05):
                    try:
                        connected.sendall(b"2")
                    except OSError:
                        return

        thread = threading.Thread(target=trickle)
        thread.start()
        settings.GUICHET_EMAIL_URL = f"smtp://127.0.0.1:{listening.getsockname()[1]}"
        with pytest.raises(mail_outbox.TryAgain) as told:
            mail_outbox.hand_over(b"Subject: x\r\n\r\nHello\r\n", message_id="<a@b>", sender="a@b.example", to="c@d.example")
        enough.set()
        thread.join(5)
    assert told.value.is_slow

