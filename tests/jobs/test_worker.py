"""The worker as a process of its own, in the roles it runs in: picks up at once, stops at once, comes back by itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from guichet import clock
from guichet.access.acting import acting_as
from guichet.desk.models import Event
from guichet.desk.operations import replying
from guichet.jobs import queue
from guichet.jobs.models import Heartbeat
from guichet.reactions.models import Letter
from tests.desk.conftest import at, opened

__all__ = ["opened"]

pytestmark = pytest.mark.django_db(transaction=True)

WORK = "import sys, django; django.setup(); from guichet.jobs.worker import run; run(once='once' in sys.argv)"


@pytest.fixture(autouse=True)
def empty_queue(cast) -> None:
    """The queue's tables are not Django's: what workers killed by other tests left there is taken away."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_events CASCADE")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """As `guichet worker` runs it: not the owner, with the worker's role, and a home of its own."""
    found = {
        **os.environ,
        "GUICHET_PROCESS": "worker",
        "GUICHET_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "guichet.config.settings",
    }
    found.pop("GUICHET_AS_OWNER")
    return found


@pytest.fixture
def once(environment) -> Callable[[], subprocess.CompletedProcess]:
    def run() -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "-c", WORK, "once"], env=environment, capture_output=True, text=True, timeout=60)

    return run


@pytest.fixture
def running(cluster, environment) -> Iterator[subprocess.Popen]:
    """A worker that has begun to listen."""
    worker = subprocess.Popen([sys.executable, "-c", WORK], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert wait_for(lambda: Heartbeat.objects.filter(name="worker").exists() and listens(cluster), 30)
        yield worker
    finally:
        worker.kill()
        worker.wait()


def wait_for(true: Callable[[], object], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return False


def of_worker(cluster, what: str) -> list:
    """What the cluster's owner sees of the connections of workers to this database."""
    with psycopg.connect(cluster.superuser_url, autocommit=True) as superuser:
        return superuser.execute(
            f"SELECT {what} FROM pg_stat_activity WHERE datname = %s AND application_name = 'guichet-worker'",
            [connection.settings_dict["NAME"]],
        ).fetchall()


def listens(cluster) -> bool:
    return any("LISTEN" in query for (query,) in of_worker(cluster, "query"))


def rows(statement: str, arguments: list | None = None) -> list:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall() if cursor.description else []


def letters(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "outbox").glob("*.eml"))


def test_once_with_nothing_to_do_ends_well(once):
    done = once()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_once_does_everything_due_down_to_the_letters(ada, nora, opened, once, tmp_path):
    number = opened(ada).pk
    with clock.standing_at(at("2026-11-24 11:00")), acting_as(nora):
        replying.reply(number, "Je regarde.", by=nora)
    done = once()
    assert done.returncode == 0 and done.stderr == ""
    assert not Event.objects.filter(reacted_at=None).exists()
    assert Letter.objects.filter(state=Letter.SENT).count() == len(letters(tmp_path)) > 1
    assert rows("SELECT count(*) FROM procrastinate_jobs") == [(0,)]
    before = {file: file.stat().st_mtime_ns for file in letters(tmp_path)}
    assert once().returncode == 0
    assert {file: file.stat().st_mtime_ns for file in letters(tmp_path)} == before


def test_once_sends_links(cast, once, tmp_path):
    queue.send_link("reset", email="ada@acme.example")
    queue.send_link("reset", email="nobody@acme.example")
    queue.tell_person("password-changed", person_id=cast.person("nora").pk)
    assert once().returncode == 0
    assert len(letters(tmp_path)) == 2


def test_once_does_again_what_a_killed_worker_left_half_done(ada, opened, once, tmp_path):
    opened(ada)
    # Of those that share a lock one alone can have been in hand.
    rows("UPDATE procrastinate_jobs SET status = 'doing' WHERE id IN (SELECT min(id) FROM procrastinate_jobs GROUP BY coalesce(lock, id::text))")
    assert once().returncode == 0
    assert len(letters(tmp_path)) >= 1 and rows("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def test_once_does_not_wait_for_what_fails(ada, once):
    queue.put("guichet.react", event_id="no number")
    done = once()
    assert done.returncode == 0 and "guichet.react" in done.stderr
    assert rows("SELECT status::text, scheduled_at > now() FROM procrastinate_jobs") == [("todo", True)]


def test_a_running_worker_picks_a_job_up_at_once_and_stops_within_two_seconds(cast, running, tmp_path):
    began = time.monotonic()
    queue.send_link("reset", email="ada@acme.example")
    assert wait_for(lambda: letters(tmp_path), 3), "by notification, long before the next poll"
    assert time.monotonic() - began < 3
    running.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert running.wait(5) == 0 and time.monotonic() - began < 2.5
    assert rows("SELECT count(*) FROM procrastinate_workers") == [(0,)]


def test_a_worker_in_the_middle_of_a_long_talk_stops_within_two_seconds(cast, environment):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        environment["GUICHET_EMAIL_URL"] = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        worker = subprocess.Popen([sys.executable, "-c", WORK], env=environment)
        queue.send_link("reset", email="ada@acme.example")
        silent.settimeout(30)
        talk, _ = silent.accept()
        began = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(5) == 0 and time.monotonic() - began < 2.5
        talk.close()


def test_a_worker_whose_connections_were_cut_is_back_within_five_seconds(cluster, cast, running, tmp_path):
    assert len(of_worker(cluster, "pg_terminate_backend(pid)")) >= 2
    queue.send_link("reset", email="ada@acme.example")
    assert wait_for(lambda: letters(tmp_path), 5)
    assert wait_for(lambda: listens(cluster), 5) and running.poll() is None


def test_a_worker_leaves_word_that_it_lives(running):
    seen = Heartbeat.objects.get(name="worker").at
    assert wait_for(lambda: Heartbeat.objects.get(name="worker").at > seen, 15)
