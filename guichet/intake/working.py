"""The worker's part: every message that waits gets exactly one outcome, in the transaction that carries it out.

One process at a time works through them, in the order in which they came, so that an answer never overtakes what it answers.
What kills the worker is tried alone, then given up and shown.
"""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.intake import contents, deciding
from guichet.intake.deciding import Decision
from guichet.intake.mailbox import keeping
from guichet.intake.mailbox.models import Mail
from guichet.jobs import precedence, upkeep
from guichet.jobs.queue import where
from guichet.mail.parsed import ParsedMail

log = logging.getLogger("guichet.intake")

BATCH = 20
# So often a message may be begun and not ended: then it is what ends the worker.
MOST_TRIES = 12
ALONE_FROM = 3
# A message that raises is no matter of chance: once more, in case the database was, and then it is shown.
MOST_FAILURES = 3

_LOCK = 0x6D61696C


def work() -> int:
    """Decide on everything that waits; how many. Where another process does it already, this one has nothing to do.

    After giving the work back it is looked at once more: whoever stored a message meanwhile found the work taken.
    """
    done = 0
    while _is_waiting() and _take():
        try:
            with precedence.first():
                while batch := _begin():
                    for waiting in batch:
                        done += _settle(waiting)
        finally:
            _give_back()
    return done


def _is_waiting() -> bool:
    with acting_as(SYSTEM):
        return Mail.objects.filter(outcome=Mail.WAITING).exists()


def _take() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        return cursor.fetchone()[0]


def _give_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@dataclass(frozen=True)
class Waiting:
    """A message to decide on: its number, and where its bytes lie."""

    number: int
    sha256: str
    size: int
    is_cut: bool


def _begin() -> list[Waiting]:
    """The next messages to decide on, counted as begun.

    All jobs for mail that wait go first: each was queued with its message, so what they are about is among what is read here.
    """
    upkeep.drop("guichet.mail")
    with acting_as(SYSTEM):
        waiting = Mail.objects.filter(outcome=Mail.WAITING).order_by("pk")
        for number in waiting.filter(tries__gte=MOST_TRIES).values_list("pk", flat=True):
            keep_outcome(number, Decision(Mail.POISON, "failed", details={"error": "worker"}))
        rows = list(waiting.values_list("pk", "sha256", "size", "is_cut", "tries")[:BATCH])
        alone = next((at for at, row in enumerate(rows) if row[-1] >= ALONE_FROM), BATCH)
        batch = [Waiting(*row[:-1]) for row in rows[: alone or 1]]
        if batch:
            _count([one.number for one in batch])
    return batch


def _count(batch: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_mail SET tries = tries + 1 WHERE id = ANY (%s)", [batch])


def one(number: int) -> int:
    """Decide on one message that waits; 1 if it was done here."""
    with acting_as(SYSTEM):
        row = Mail.objects.filter(pk=number, outcome=Mail.WAITING).values_list("pk", "sha256", "size", "is_cut").first()
    return _settle(Waiting(*row)) if row else 0


def _settle(waiting: Waiting) -> int:
    """Read the message with no transaction open, then decide and keep the decision in one. 1 if it was done here."""
    number = waiting.number
    parsed, poison = _parse(waiting.sha256), None
    if waiting.is_cut:
        poison = Decision(Mail.POISON, "too_large", details={"limit": waiting.size >> 20})
    elif parsed is None or "unreadable" in parsed.troubles:
        poison = Decision(Mail.POISON, "unreadable")
    for failures in range(1, MOST_FAILURES + 1):
        try:
            return _decide(number, parsed, poison)
        except (OperationalError, InterfaceError):
            # The database went away or was busy; the message waits as it is.
            if failures == MOST_FAILURES or not connection.is_usable():
                raise
        except Exception as error:
            log.error("mail %s failed: %s", number, where(error))
            if failures == MOST_FAILURES:
                _give_up(number, parsed, error)
    return 1


def _parse(sha256: str) -> ParsedMail | None:
    """The message as it reads; None where reading it fails, which no message is allowed to do to the queue."""
    from guichet.mail.reading import parse

    try:
        return parse(keeping.read(sha256, settings.GUICHET_HOME))
    except Exception as error:
        log.error("a message could not be read: %s", where(error))
        return None


def _decide(number: int, parsed: ParsedMail | None, poison: Decision | None) -> int:
    with acting_as(SYSTEM):
        _without_waiting_for_the_disk()
        mail = Mail.objects.select_for_update(of=("self",)).select_related("mailbox").filter(pk=number, outcome=Mail.WAITING).first()
        if mail is None:
            return 0
        shown = deciding.summary(parsed) if parsed else {}
        for name, value in shown.items():
            setattr(mail, name, value)
        decision = poison or deciding.decide(mail, parsed)
        if parsed and decision.outcome == Mail.QUARANTINED:
            contents.forget_files(parsed)
        keep_outcome(number, decision, shown)
    return 1


def _without_waiting_for_the_disk() -> None:
    """A decision that a crash of the machine takes back is made again: the message is on disk, and whatever follows from the
    decision stands behind it in the log."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def keep_outcome(number: int, decision: Decision, shown: dict[str, Any] | None = None, **further: Any) -> None:
    """Write the outcome down."""
    ticket = decision.ticket
    Mail.objects.filter(pk=number).update(
        outcome=decision.outcome,
        reason=decision.reason,
        details=decision.details,
        settled_at=clock.now(),
        ticket_id=ticket.pk if ticket else None,
        company_id=ticket.company_id if ticket else None,
        said_id=decision.said,
        person_id=decision.person,
        **(shown or {}),
        **further,
    )


def _give_up(number: int, parsed: ParsedMail | None, error: Exception) -> None:
    with acting_as(SYSTEM):
        shown = deciding.summary(parsed) if parsed else {}
        if Mail.objects.filter(pk=number, outcome=Mail.WAITING).exists():
            keep_outcome(number, Decision(Mail.POISON, "failed", details={"error": type(error).__name__}), shown)

