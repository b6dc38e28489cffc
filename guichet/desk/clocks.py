"""A ticket's clocks: the replay of its events, kept in rows for lists, warnings and the moment to wake (DOMAIN 1.4).

The events are the truth. What stands in `Clock` and in the queue's columns of the ticket is written only here, after
every operation, so that the stored clock equals the replay by construction.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from guichet.desk import timers
from guichet.desk.models import Event, Ticket
from guichet.desk.states import OPEN_STATUSES, Status, Turn
from guichet.service.house import house
from guichet.sla import stored
from guichet.sla.ledger import Ledger
from guichet.sla.replay import replay

RUNNING_RANK, WAITING_RANK, CUSTOMER_RANK, DONE_RANK = 0, 1, 2, 3
# Where nothing happens by itself: last in the queue, and comparable, so that paging needs no special case.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


def ledger(ticket: Ticket, *, at: datetime, events: list[Event] | None = None) -> Ledger:
    """The ledger of *ticket* as it stands at *at*, replayed from its events. One query unless they are given."""
    if events is None:
        events = told(ticket)
    opened = events[0].data
    return replay(
        calendars=stored.calendars_by_key(),
        policies=stored.policies_by_key(),
        types={t.key: t.criticality for t in house().types.values()},
        calendar=opened["calendar"],
        policy=opened["policy"],
        type=opened["type"],
        criticality=opened["criticality"] or None,
        operated_by=opened["operated_by"],
        at=at,
        events=facts(events),
    )


def told(ticket: Ticket) -> list[Event]:
    """The events of a ticket that hold facts for its clocks, in order."""
    events = Event.objects.filter(ticket=ticket.pk).order_by("at", "pk").only("at", "data", "sla")
    return [event for event in events if event.sla]


def facts(events: list[Event]) -> list[dict[str, Any]]:
    """What the replay reads: the facts of each event with its moment, in order."""
    return [{"at": event.at, **fact} for event in events for fact in event.sla]


def refresh(ticket: Ticket, *, at: datetime) -> Ledger:
    """Write the clocks of *ticket* as they stand at *at*, and what queue and worker need; does not save the ticket."""
    now = ledger(ticket, at=at)
    stand(ticket, now, at=at, told=write(ticket, now))
    return now


def stand(ticket: Ticket, now: Ledger, *, at: datetime, told: dict[str, dict]) -> None:
    """What queue and worker need, in the ticket's own columns. *told*: what somebody was warned of already, by clock."""
    ticket.escalate_from = at if now.may_escalate else now.escalate_at
    if not ticket.is_open:
        ticket.escalate_from = None
    timer = timers.next_timer(ticket, at=at)
    _place_in_queue(ticket, now, timer)
    moments = [timer.at] if timer else []
    moments += [m for clock in now.clocks for m in _warnings(ticket, clock, told.get(clock.kind, {})) if m]
    if ticket.appointment_at:
        moments.append(ticket.appointment_at)
    # The due second itself is still in time.
    moments += [due + timedelta(seconds=1) for _kind, due in owed(ticket)]
    ticket.wake_at = min(moments) if moments and ticket.is_open else None


def owed(ticket: Ticket) -> list[tuple[str, datetime]]:
    """What somebody of ours owes besides the clocks, and was not told of yet: the event that tells it, and its due moment."""
    dues = (("escalation.unanswered", ticket.escalation_due_at), ("contest.undecided", ticket.contest_due_at))
    return [(kind, due) for kind, due in dues if due and (ticket.owed_told_at is None or due > ticket.owed_told_at)]


_WRITE = """
WITH gone AS (DELETE FROM desk_clock WHERE ticket_id = %(ticket)s AND kind <> ALL (%(kind)s::text[]))
INSERT INTO desk_clock (ticket_id, company_id, kind, state, target_s, used_s, due_at, missed, warned)
SELECT %(ticket)s, %(company)s, kind, state, target_s, used_s, due_at, missed::jsonb, '{}' FROM unnest(%(kind)s::text[], %(state)s::text[],
       %(target_s)s::int[], %(used_s)s::int[], %(due_at)s::timestamptz[], %(missed)s::text[])
       AS now (kind, state, target_s, used_s, due_at, missed)
    ON CONFLICT (ticket_id, kind) DO UPDATE SET company_id = excluded.company_id, state = excluded.state,
       target_s = excluded.target_s, used_s = excluded.used_s, due_at = excluded.due_at, missed = excluded.missed
RETURNING kind, warned
"""


def write(ticket: Ticket, now: Ledger) -> dict[str, dict]:
    """The rows of the clocks as they stand, in one statement; what somebody was warned of already, by kind."""
    columns: dict[str, Any] = {
        name: [getattr(clock, name) for clock in now.clocks] for name in ("kind", "state", "target_s", "used_s", "due_at")
    }
    missed = [[{"due_at": m.due_at.isoformat(), "over_s": m.over_s} for m in clock.missed] for clock in now.clocks]
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE, {"ticket": ticket.pk, "company": ticket.company_id, **columns, "missed": [json.dumps(one) for one in missed]}
        )
        return {kind: json.loads(warned) for kind, warned in cursor.fetchall()}


def _place_in_queue(ticket: Ticket, now: Ledger, timer: timers.Timer | None) -> None:
    """The clock that is due first; where all rest, the next thing that happens by itself."""
    due = now.next_due
    if ticket.status not in OPEN_STATUSES:
        ticket.queue_rank, ticket.next_at, ticket.next_kind = DONE_RANK, NEVER, ""
    elif ticket.status == Status.NEW and now.turn == Turn.CUSTOMER:
        # Its clocks wait for what the customer has still to say: the oldest stands first.
        ticket.queue_rank, ticket.next_at, ticket.next_kind = CUSTOMER_RANK, ticket.created_at, "incomplete"
    elif due:
        ticket.queue_rank, (ticket.next_kind, ticket.next_at) = RUNNING_RANK, due
    elif ticket.status == Status.SCHEDULED:
        ticket.queue_rank, ticket.next_at, ticket.next_kind = WAITING_RANK, ticket.appointment_at, "appointment"
    elif ticket.status == Status.PLANNED_FIX:
        ticket.queue_rank, ticket.next_kind = WAITING_RANK, "release"
        ticket.next_at = timer.at if timer else NEVER
    else:
        ticket.queue_rank = CUSTOMER_RANK if ticket.turn == "customer" else WAITING_RANK
        ticket.next_at, ticket.next_kind = (timer.at, timer.kind) if timer else (NEVER, "")


def fractions(ticket: Ticket, clock: Any) -> list[float]:
    """At which parts of a target somebody is warned (DOMAIN 1.4 f): 75 %, and 50 % for CRITICAL in NEW."""
    early = ticket.criticality == "CRITICAL" and ticket.status == Status.NEW and clock.kind == "first_reply"
    return [0.5, 0.75] if early else [0.75]


def mark(clock: Any, fraction: float) -> str:
    """What `warned` remembers: this part of this target was told. A pause moves the due moment, not the moment of a part used."""
    moment = clock.due_at if fraction == 1.0 else clock.warn_at(fraction)
    return f"{fraction}:{moment.isoformat()}"


def marks_now(ticket: Ticket, clock: Any) -> set[str]:
    """The marks that can still be of use: those of the present round and target."""
    return {mark(clock, fraction) for fraction in (*fractions(ticket, clock), 1.0)}


def _warnings(ticket: Ticket, clock: Any, told: dict) -> list[datetime | None]:
    """The moments at which a running clock has something to tell that was not told yet."""
    if not clock.is_counting or clock.due_at is None:
        return []
    moments = [clock.warn_at(f) for f in fractions(ticket, clock) if mark(clock, f) not in told]
    if mark(clock, 1.0) not in told:
        # The due second itself is still in time; breached begins after it.
        moments.append(clock.due_at + timedelta(seconds=1))
    return moments


def preview(ticket: Ticket, facts_now: list[dict[str, Any]], *, at: datetime) -> Ledger:
    """The ledger as it would stand if these facts happened at *at*: what a change of criticality, or an answer, would give."""
    events = told(ticket)
    imagined = Event(ticket_id=ticket.pk, kind="imagined", at=at, sla=facts_now)
    return ledger(ticket, at=at, events=[*events, imagined])
