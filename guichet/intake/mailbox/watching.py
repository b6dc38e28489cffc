"""The worker's companion that watches all mailboxes: a thread for each, which comes back by itself when a server was away."""

import logging
import threading

from django.db import close_old_connections, connections

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.intake.mailbox import fetching
from guichet.intake.mailbox.models import Mailbox
from guichet.jobs.queue import where

log = logging.getLogger("guichet.intake")

LOOK_SECONDS = 10.0
# Seconds until the next try after a failure; the last one again and again.
BACK_OFF = (2, 5, 15, 30, 60, 120, 300)
# What an administrator may change; a thread whose mailbox was changed ends, and another begins with what stands now.
_SETTINGS = (
    "is_active", "host", "port", "security", "user", "auth", "client_id", "client_secret", "tenant", "folder", "afterwards", "move_to",
)  # fmt: skip


def watch_all(stop: threading.Event) -> None:
    """Begin a thread for every active mailbox that has none, again and again."""
    threads: dict[int, threading.Thread] = {}
    while not stop.is_set():
        with acting_as(SYSTEM):
            active = list(Mailbox.objects.filter(is_active=True).exclude(host="").values_list("pk", flat=True))
        for pk in active:
            if pk not in threads or not threads[pk].is_alive():
                threads[pk] = threading.Thread(target=_watch, args=(pk, stop), name=f"mailbox-{pk}", daemon=True)
                threads[pk].start()
        stop.wait(LOOK_SECONDS)


def _watch(pk: int, stop: threading.Event) -> None:
    try:
        watch(pk, stop)
    except Exception as error:
        log.error("mailbox %s: %s", pk, where(error))
    finally:
        connections.close_all()


def watch(pk: int, stop: threading.Event) -> None:
    """Fetch one mailbox until it is changed, switched off, or somebody stops us."""
    failures = 0
    while not stop.is_set():
        close_old_connections()
        box = _current(pk)
        if box is None:
            return
        try:
            with fetching.alone(box) as mine:
                if not mine:
                    return  # another worker has it
                with fetching.connected(box) as server:
                    fetching.catch_up(server, box)
                    failures = 0
                    while not stop.is_set() and _is_same(box):
                        fetching.wait(server, stop)
                        if not stop.is_set():
                            fetching.fetch_new(server, box)
        except Exception as error:
            connections.close_all()
            _failed(box, error)
            stop.wait(BACK_OFF[min(failures, len(BACK_OFF) - 1)])
            failures += 1


def fetch_once(pk: int) -> int:
    """Fetch what is new now and end; how many messages."""
    box = _current(pk)
    if box is None:
        return 0
    with fetching.alone(box) as mine:
        if not mine:
            return 0
        with fetching.connected(box) as server:
            return fetching.catch_up(server, box)


def fetch_all_once() -> int:
    """The same of every mailbox, for a worker that only runs what is due; one that fails holds up no other."""
    found = 0
    with acting_as(SYSTEM):
        active = list(Mailbox.objects.filter(is_active=True).exclude(host=""))
    for box in active:
        try:
            found += fetch_once(box.pk)
        except Exception as error:
            _failed(box, error)
    return found


def _current(pk: int) -> Mailbox | None:
    with acting_as(SYSTEM):
        return Mailbox.objects.filter(pk=pk, is_active=True).exclude(host="").first()


def _is_same(box: Mailbox) -> bool:
    now = _current(box.pk)
    return now is not None and all(getattr(now, name) == getattr(box, name) for name in _SETTINGS)


def _failed(box: Mailbox, error: Exception) -> None:
    """Said on the mailbox's page in our own words: what a server answers may repeat the password."""
    problem = f"{type(error).__name__}: {error}" if isinstance(error, fetching.oauth.NoToken) else type(error).__name__
    log.warning("mailbox %s cannot be fetched: %s", box.key, where(error))
    fetching.note(box, problem=problem)
