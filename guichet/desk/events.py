"""What happened, written once: history, ledger, letters and live updates all read these rows."""

from datetime import datetime
from typing import Any

from guichet import clock
from guichet.access.actors import Actor
from guichet.desk.models import Event, Ticket
from guichet.jobs import queue


def record(
    ticket: Ticket,
    kind: str,
    *,
    by: Actor,
    data: dict[str, Any] | None = None,
    sla: list[dict[str, Any]] | None = None,
    is_public: bool = True,
    at: datetime | None = None,
) -> Event:
    """Add an event to *ticket*, and queue the reactions to it in the same transaction.

    *sla* holds the facts that its clocks are replayed from (kinds of INTERFACE section 1, `guichet sla replay`). An event
    that is not public is read by agents alone.
    """
    event = Event.objects.create(
        ticket=ticket,
        company_id=ticket.company_id,
        kind=kind,
        at=at or clock.now(),
        by_id=by.person_id,
        is_public=is_public,
        data=data or {},
        sla=sla or [],
        status=ticket.status,
        turn=ticket.turn,
        # Where nothing is queued, nobody is to be told later either.
        reacted_at=clock.now() if queue.is_quiet() else None,
    )
    queue.react(event.pk, ticket.pk)
    return event
