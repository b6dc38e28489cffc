"""Mail that arrives while what takes it is killed: doors as an MTA uses them, victims, and what must be true afterwards."""

import contextlib
import os
import random
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.db import connection

from bench.processes import descendants
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.models import Message, Ticket
from guichet.intake.mailbox.models import Mail
from tests.intake.dovecot import Dovecot
from tests.intake.posting import written

_WORK = "import django; django.setup(); from guichet.jobs.worker import run; run()"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@dataclass
class Desk:
    """A worker and a web process of their own, and the means to kill them."""

    home: Path
    imap: Dovecot
    superuser: str
    with_web: bool = False
    listener: int = field(default_factory=free_port)
    web_port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen] = field(default_factory=dict)

    def start(self) -> None:
        for name in ("worker", "web") if self.with_web else ("worker",):
            self._begin(name)

    def _begin(self, name: str) -> None:
        if name == "worker":
            settings = {"GUICHET_PROCESS": "worker", "GUICHET_MAIL_LISTEN": f"smtp://127.0.0.1:{self.listener}"}
            self._start(name, [sys.executable, "-c", _WORK], **settings)
        else:
            self._start(name, [sys.executable, "-m", "guichet.config.cli", "web", "--bind", f"127.0.0.1:{self.web_port}"])

    def _start(self, name: str, command: list[str], **settings: str) -> None:
        plain = {key: value for key, value in os.environ.items() if key != "GUICHET_AS_OWNER"}
        settings = {**plain, "GUICHET_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "guichet.config.settings", **settings}
        self.running[name] = subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self, victim: str) -> None:
        if victim == "imap":
            self._kill_all(pid for pid in descendants(self.imap.process.pid) if _name(pid) == "imap")
        elif victim == "database":
            with psycopg.connect(self.superuser, autocommit=True) as superuser:
                superuser.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND application_name = 'guichet-worker'",
                    [connection.settings_dict["NAME"]],
                )
        else:
            self.stop(victim)
            self._begin(victim)

    def stop(self, name: str) -> None:
        process = self.running.pop(name)
        self._kill_all(descendants(process.pid))
        process.wait(20)

    @staticmethod
    def _kill_all(pids) -> None:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def send(self, raw: bytes) -> None:
        """As an MTA does: again until it hears a yes."""
        until = time.monotonic() + 120
        while True:
            try:
                with smtplib.SMTP("127.0.0.1", self.listener, timeout=10) as client:
                    client.sendmail("ada@acme.example", ["support@vendor.example"], raw)
                return
            except (OSError, smtplib.SMTPException):
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def put(self, raw: bytes) -> None:
        """Into the mailbox, whoever is killed there meanwhile; what was put there by half is put there again."""
        until = time.monotonic() + 60
        while True:
            try:
                self.imap.deliver(raw)
                return
            except Exception:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except FileNotFoundError:
        return ""


def messages(count: int, ticket: Ticket) -> list[bytes]:
    """Every second one opens a request, the others answer one; a number tells each apart."""
    made = []
    for number in range(count):
        subject = f"Sujet {number}" if number % 2 else f"Re: [{ticket.key}]"
        made.append(written("ada", subject=subject, text=f"Texte numéro-{number}-fin.", Message_ID=f"<{number}@acme.example>"))
    return made


def arrive_while_killed(desk: Desk, mail: list[bytes], kills: int, seed: int) -> Counter:
    """All messages by both doors, one in seven twice, and so many kills in between; how often each was killed."""
    chance = random.Random(seed)
    victims = ["worker", "imap", "database", *(["web"] if desk.with_web else [])]
    killed: Counter = Counter()
    when = sorted(chance.sample(range(1, len(mail)), kills))
    for number, raw in enumerate(mail):
        doors = [desk.send, desk.put] if chance.random() < 0.5 else [desk.put, desk.send]
        doors[0](raw)
        if number % 7 == 0:
            doors[chance.randrange(2)](raw)
        if number in when:
            time.sleep(chance.random() * 1.5)  # so that it is hit in any state
            victim = victims[sum(killed.values()) % len(victims)]
            desk.kill(victim)
            killed[victim] += 1
    return killed


def wait_for_outcomes(count: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    while True:
        with acting_as(SYSTEM):
            kept, waiting = Mail.objects.count(), Mail.objects.filter(outcome=Mail.WAITING).count()
        if kept >= count and not waiting:
            return
        assert time.monotonic() < until, f"{kept} of {count} are kept, {waiting} wait"
        time.sleep(0.2)


def assert_each_has_one_outcome(count: int, ticket: Ticket) -> None:
    """None lost, none doubled: neither rows, nor requests, nor what was said."""
    with acting_as(SYSTEM):
        outcomes = Counter(Mail.objects.values_list("message_id", "outcome"))
        assert outcomes == {(f"{number}@acme.example", "opened" if number % 2 else "replied"): 1 for number in range(count)}
        opened = Counter(Ticket.objects.filter(channel="email").values_list("subject", flat=True))
        assert opened == {f"Sujet {number}": 1 for number in range(1, count, 2)}
        said = Counter(Message.objects.filter(ticket=ticket, is_first=False).values_list("body", flat=True))
        assert said == {f"Texte numéro-{number}-fin.": 1 for number in range(0, count, 2)}
