"""PostgreSQL is killed again and again while letters go out: each arrives, in order, under one Message-ID."""

import os
import re
import signal
import time

import pytest
from aiosmtpd.controller import Controller

from guichet.server.embedded import cluster_of

from .test_serve import Served, free_port, reachable
from .test_whole_commands import AT, rows

TIMES = 3
JOBS = "SELECT id, task_name, lock, status, attempts, scheduled_at, worker_id FROM procrastinate_jobs ORDER BY id LIMIT 40"


class Slow:
    """A mail server that takes its time, and keeps what it took: (Message-ID, request it belongs to)."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []

    async def handle_DATA(self, server, session, envelope):
        import asyncio

        await asyncio.sleep(0.05)
        head = envelope.content.split(b"\r\n\r\n")[0].decode()
        thread = re.search(r"<request-\d+@[^>]+>", head)
        self.taken.append((re.search(r"^Message-ID: (\S+)", head, re.M)[1], thread[0] if thread else ""))
        return "250 OK"


@pytest.mark.long
def test_letters_outlive_restarts_of_postgresql(guichet, tmp_path):
    home, slow, port = tmp_path / "home", Slow(), free_port()
    assert guichet(home, "demo", "--part", "first", "--at", AT).returncode == 0
    mail = Controller(slow, hostname="127.0.0.1", port=free_port())
    mail.start()
    clock = {
        "GUICHET_DEBUG": "1",
        "GUICHET_CLOCK": "2026-12-21T09:00:00+01:00",
        "GUICHET_EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
    }
    served = Served(home, port, **clock)
    try:
        served.answers()
        cluster, killed = cluster_of(home), 0
        until = time.monotonic() + 600
        while killed < TIMES:
            before = len(slow.taken)
            while len(slow.taken) < before + 5:
                assert time.monotonic() < until, f"{len(slow.taken)} letters\n{served.log.read_text()[-3000:]}"
                time.sleep(0.02)
            os.kill(cluster.pid(), signal.SIGKILL)
            killed += 1
            while not reachable(cluster):
                assert time.monotonic() < until
                time.sleep(0.05)
        left = "SELECT (SELECT count(*) FROM reactions_letter WHERE state = 'queued') + (SELECT count(*) FROM desk_event WHERE reacted_at IS NULL)"
        while rows(cluster, left) != [(0,)]:
            assert time.monotonic() < until, f"{rows(cluster, left)} left\n{rows(cluster, JOBS)}\n{served.log.read_text()[-3000:]}"
            time.sleep(0.5)
        letters = rows(cluster, "SELECT message_id, state, ticket_id FROM reactions_letter ORDER BY id")
    finally:
        served.stop()
        mail.stop()
    assert len(letters) > 20 and {state for _id, state, _ticket in letters} == {"sent"}
    first = {}
    for at, (message_id, _thread) in enumerate(slow.taken):
        first.setdefault(message_id, at)
    assert set(first) == {message_id for message_id, _state, _ticket in letters}, "each, and none twice under another name"
    assert len(slow.taken) - len(first) <= 2 * TIMES, "only what was in hand at a kill comes twice"
    for ticket in {ticket for _id, _state, ticket in letters if ticket}:
        order = [first[message_id] for message_id, _state, of in letters if of == ticket]
        assert order == sorted(order), f"the letters of {ticket} went out one after the other"
