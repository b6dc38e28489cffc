"""A mail server that is away for an hour: afterwards everything leaves once, and of each request in its order."""

import datetime as dt
import socket
import threading
from collections import Counter

import pytest
from django.db import connection

from guichet import clock
from guichet.desk.operations import replying
from guichet.mail import outbox
from guichet.reactions import delivery
from guichet.reactions.models import Letter
from tests.reactions.conftest import NOON, at
from tests.reactions.test_delivery import Sink, forget_jobs, left, served

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _rested():
    delivery.forget_rests()
    yield
    delivery.forget_rests()


@pytest.fixture
def desk_at_work(ada, boris, nora, opened, do, tell):
    """Two requests, and a function that has Nora answer both at a minute after noon."""
    numbers = [opened(ada).pk, opened(boris, company="borealis").pk]
    for number in numbers:
        tell(number)

    def answer(minute: int) -> None:
        when = (at(NOON) + minute * MINUTE).strftime("%Y-%m-%d %H:%M")
        for number in numbers:
            do(nora, when, replying.reply, number, f"Réponse de la minute {minute}.")
            tell(number)

    return answer


def work(minute: int) -> None:
    """What the worker does in that minute: all letters that are due, by the jobs that it queues for them."""
    with clock.standing_at(at(NOON) + minute * MINUTE):
        delivery.put_back_waiting()
        for letter in queued():
            delivery.deliver(letter)
        forget_jobs()


def queued() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (args ->> 'letter_id')::bigint FROM procrastinate_jobs WHERE task_name = 'guichet.deliver' ORDER BY id")
        return [pk for (pk,) in cursor.fetchall()]


def assert_all_left_once_and_in_order(sink: Sink) -> None:
    assert set(Letter.objects.values_list("state", flat=True)) == {Letter.SENT}
    ours = [content.split(b"\r\n")[0].decode().removeprefix("Message-ID: ") for _from, _to, content in sink.taken]
    assert Counter(ours) == Counter(Letter.objects.values_list("message_id", flat=True)), "each once"
    for ticket in set(Letter.objects.values_list("ticket", flat=True)):
        of_ticket = list(Letter.objects.filter(ticket=ticket).order_by("pk").values_list("message_id", flat=True))
        assert [one for one in ours if one in of_ticket] == of_ticket


def hour_without(desk_at_work) -> None:
    for minute in range(61):
        if minute % 20 == 5:
            desk_at_work(minute)
        work(minute)


def test_a_server_that_is_away_for_an_hour(desk_at_work, settings):
    settings.GUICHET_EMAIL_URL = "smtp://127.0.0.1:1"
    hour_without(desk_at_work)
    assert set(Letter.objects.values_list("state", flat=True)) == {Letter.QUEUED} and Letter.objects.count() >= 8
    sink = Sink()
    with served(settings, sink):
        for minute in (61, 62):
            work(minute)
    assert_all_left_once_and_in_order(sink)


def test_a_server_that_hangs_for_an_hour_holds_nobody_for_long(desk_at_work, settings, monkeypatch):
    left(settings, monkeypatch, 0.05)
    with socket.create_server(("127.0.0.1", 0), backlog=100) as silent:
        settings.GUICHET_EMAIL_URL = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        hour_without(desk_at_work)
    assert sum(Letter.objects.values_list("attempts", flat=True)) <= 62, "it is asked once a minute, by one letter"
    sink = Sink()
    with served(settings, sink):
        for minute in (61, 62):
            work(minute)
    assert_all_left_once_and_in_order(sink)


def test_a_greeting_that_never_ends_is_left_too(settings, monkeypatch):
    """Each byte comes in time, and the first line never ends: the limit counts from the beginning."""
    monkeypatch.setattr(outbox, "LONGEST_SECONDS", 0.4)
    enough = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def trickle() -> None:
            there, _ = listening.accept()
            with there:
                while not enough.wait(0.02):
                    try:
                        there.sendall(b"2")
                    except OSError:
                        return

        thread = threading.Thread(target=trickle)
        thread.start()
        settings.GUICHET_EMAIL_URL = f"smtp://127.0.0.1:{listening.getsockname()[1]}"
        with pytest.raises(outbox.TryAgain) as told:
            outbox.hand_over(b"Subject: x\r\n\r\nHello\r\n", message_id="<a@b>", sender="a@b.example", to="c@d.example")
        enough.set()
        thread.join(5)
    assert told.value.is_slow and told.value.is_server
