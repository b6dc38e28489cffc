"""Putting work on the queue, in the transaction that made it necessary: neither exists without the other.

This room alone knows the library behind the queue. A task takes ids, loads, calls one function, and may run twice without
harm; it says itself as whom it acts, for the worker's own role may read nothing but the queue.
"""

import functools
import json
import logging
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from guichet.jobs import precedence

log = logging.getLogger("guichet.jobs")
_quiet: ContextVar[bool] = ContextVar("guichet_quiet", default=False)

# Seconds before a task that failed is tried again; after the last one it has failed for good.
GROWING = (5, 30, 120, 600, 3600, 6 * 3600)
# Seconds before a task is tried again that lost its connection to PostgreSQL.
SOON = 2
# What was tried so often, by whatever worker, is not tried again: it may be what kills them.
MOST_TRIES = 12


@contextmanager
def quiet() -> Iterator[None]:
    """Within this block nothing is queued: the demo world and imports tell nobody."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet() -> bool:
    return _quiet.get()


# What other rooms ask for


def react(event_id: int, ticket_id: int) -> None:
    """Queue the reactions to an event; those of one ticket run one after the other."""
    put("guichet.react", lock=f"ticket-{ticket_id}", event_id=event_id)


def deliver(letter_id: int, *, of: str) -> None:
    """Queue the handing over of a letter; those of one thread (*of*: a ticket) go out one after the other."""
    put("guichet.deliver", lock=f"letters-{of}", letter_id=letter_id)


def send_link(purpose: str, *, person_id: int | None = None, email: str = "") -> None:
    """Queue the letter with a one-time link (people.OneTimeLink: `sign-in`, `reset`, `invitation`).

    By *person_id*, or by the address somebody typed: whether anybody has it is found out by the worker, so that the page
    answers an unknown address in the same time and words.
    """
    put("guichet.send_link", purpose=purpose, person_id=person_id, email=email[:254])


def tell_person(kind: str, *, person_id: int, about: int | None = None) -> None:
    """Queue a notice to a person about himself: `password-changed`, `absence` (*about*: its number), `handed-over` (whose)."""
    put("guichet.tell_person", kind=kind, person_id=person_id, **({"about": about} if about else {}))


def tell_incident(what: str, *, incident_id: int, person_id: int) -> None:
    """Queue the letter to somebody who follows an incident notice: its `news`, or that it is `over`."""
    put("guichet.tell_incident", what=what, incident_id=incident_id, person_id=person_id)


# What the library's own `defer` calls, without the objects it builds around it: every message of a ticket queues something.
_PUT = (
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', %(name)s, 0, %(lock)s, NULL, %(arguments)s, %(due)s::timestamptz)"
    "::procrastinate_job_to_defer_v1])"
)


def put(name: str, *, lock: str | None = None, after: float = 0, **arguments: Any) -> None:
    """Queue the task *name*, to be done not before *after* seconds; with a *lock* it waits for earlier ones that hold the same."""
    if not _quiet.get():
        due = datetime.now(UTC) + timedelta(seconds=after) if after else None
        with connection.cursor() as cursor:
            cursor.execute(_PUT, {"name": name, "lock": lock, "arguments": json.dumps(arguments), "due": due})


# Declaring tasks


class _Growing(BaseRetryStrategy):
    """Try again after growing delays; soon, where PostgreSQL went away: that is no fault of the task's."""

    def __init__(self, delays: Sequence[int]) -> None:
        self.delays = delays

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if database_went_away(exception):
            return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=SOON)) if job.attempts < MOST_TRIES else None
        if job.attempts >= len(self.delays):
            return None
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=self.delays[job.attempts]))


def task(
    name: str, *, delays: Sequence[int] = GROWING, with_job_id: bool = False, goes_first: bool = False
) -> Callable[[Callable], Callable]:
    """Declare a function as the task *name*, tried again after *delays* when it raises.

    *with_job_id*: its first argument is the job's id, the same at every try. *goes_first*: it waits for no other (precedence.py).
    """

    def declare(function: Callable) -> Callable:
        @functools.wraps(function)
        def run(context: Any, **arguments: Any) -> None:
            if not goes_first:
                precedence.wait_for_turn()
            try:
                function(*([context.job.id] if with_job_id else []), **arguments)
            except Exception as error:
                log.error("task %s, job %s, failed: %s", name, context.job.id, where(error))
                raise

        app.task(name=name, retry=_Growing(delays), pass_context=True)(run)
        return function

    return declare


def database_went_away(error: BaseException) -> bool:
    """Whether *error* says that the connection was lost, refused or ended by the server (SQLSTATE class 57P), not that a statement failed."""
    if not isinstance(error, InterfaceError | OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith("57P")


def where(error: BaseException) -> str:
    """An error by its kind and place, without its message: that could repeat what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " > ".join(f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {places}"
