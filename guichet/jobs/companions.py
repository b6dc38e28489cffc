"""What runs beside the queue for as long as the worker lives: each room declares its companions, the worker starts them.

A companion has a thread and a database connection of its own, and is to end soon after *stop* is set. One that fails is told
to the log and started again.
"""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connections

from guichet.jobs.queue import where

log = logging.getLogger("guichet.jobs")

PAUSE_SECONDS = 10.0
Run = Callable[[threading.Event], None]
COMPANIONS: dict[str, Run] = {}
# What a worker that only runs what is due does in their place: each answers how much it found.
IN_PLACE: list[Callable[[], int]] = []


def companion(name: str) -> Callable[[Run], Run]:
    """Declare a function as a companion; it returns when it has nothing to do at all."""

    def declare(function: Run) -> Run:
        COMPANIONS[name] = function
        return function

    return declare


def once() -> int:
    """Do what the companions would do now, and end; how much there was."""
    return sum(work() for work in IN_PLACE)


def start(stop: threading.Event) -> list[threading.Thread]:
    """Start all companions."""
    threads = [
        threading.Thread(target=_keep_running, args=(name, run, stop), name=name, daemon=True) for name, run in COMPANIONS.items()
    ]
    for thread in threads:
        thread.start()
    return threads


def _keep_running(name: str, run: Run, stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        try:
            run(stop)
            return
        except Exception as error:
            log.error("companion %s failed: %s", name, where(error))
        finally:
            connections.close_all()
        stop.wait(PAUSE_SECONDS)
