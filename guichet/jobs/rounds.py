"""What the worker looks after by itself again and again: each room declares its rounds, one worker makes each.

A round is due when its row in `jobs_heartbeat` is old enough; whoever renews the row first makes the round, so that
several workers do not do the same work, and a daily round is not made again at every start.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from guichet import clock
from guichet.jobs import precedence
from guichet.jobs.models import Heartbeat
from guichet.jobs.queue import where

log = logging.getLogger("guichet.jobs")

ALIVE = "worker"
DAY = 24 * 3600
# Rounds as frequent as this are made by `guichet worker --once` whenever it runs.
FREQUENT = 60


@dataclass(frozen=True)
class Round:
    name: str
    seconds: int
    run: Callable[[], int | None]
    can_wait: bool = False


ROUNDS: dict[str, Round] = {}


def every(seconds: int, name: str, *, can_wait: bool = False) -> Callable[[Callable[[], int | None]], Callable[[], int | None]]:
    """Declare a round, made every *seconds*. Its function says how much it found to do and enters its actor itself.

    One that *can_wait* is left out while something goes first in this worker (precedence.py).
    """

    def declare(function: Callable[[], int | None]) -> Callable[[], int | None]:
        ROUNDS[name] = Round(name, seconds, function, can_wait)
        return function

    return declare


def make(*, once: bool = False) -> int:
    """Make the rounds that are due; with *once* the frequent ones in any case. Answers how much was found to do.

    A round that fails is told to the log and holds up no other.
    """
    beat()
    found = 0
    for round_ in list(ROUNDS.values()):
        if round_.can_wait and precedence.is_busy():
            continue
        if not _mine(round_, in_any_case=once and round_.seconds <= FREQUENT):
            continue
        try:
            found += round_.run() or 0
        except Exception as error:
            log.error("round %s failed: %s", round_.name, where(error))
            if connection.errors_occurred:
                connection.close()
    return found


def beat() -> None:
    """Leave word that the worker lives."""
    Heartbeat.objects.update_or_create(name=ALIVE, defaults={"at": clock.now()})


def _mine(round_: Round, *, in_any_case: bool) -> bool:
    """Renew the round's row if it is old enough, and say whether it was this call that did.

    The ticks of a worker are not exact, so a second of tolerance; a moment in the future is left from another clock.
    """
    now = clock.now()
    oldest = now if in_any_case else now - timedelta(seconds=round_.seconds - 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_heartbeat AS h (name, at) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET at = excluded.at "
            "WHERE h.at <= %s OR h.at > %s",
            [round_.name, now, oldest, now],
        )
        return cursor.rowcount == 1
