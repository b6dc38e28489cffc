"""What the worker does when a moment comes: warn, remind, end the waiting (DOMAIN 1.4 f, 1.6)."""

import logging
from datetime import datetime

from django.db import transaction

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.contracts.models import Offer
from guichet.desk import clocks, timers
from guichet.desk.events import record
from guichet.desk.models import Clock, Ticket
from guichet.desk.operations.steps import finish, lock, look, move
from guichet.desk.states import CAME_FROM, Status
from guichet.sla import stored

log = logging.getLogger(__name__)
BATCH = 200
# Words in `Timer.kind`, see desk/timers.py.
_RESOLUTIONS = {Status.WAIT_CUSTOMER: "no_answer", Status.WAIT_APPROVAL: "no_answer", Status.FIX_AVAILABLE: "fixed_by_patch"}
_ENDS = {
    Status.WAIT_CUSTOMER: "no_answer",
    Status.WAIT_APPROVAL: "offer_over",
    Status.FIX_AVAILABLE: "installed",
    Status.RESOLVED: "confirm",
}


def run_due(now: datetime) -> int:
    """Wake every ticket whose moment has come, each in its own transaction; returns how many.

    May run twice, or in two workers at once, without harm: a ticket is locked and looked at anew.
    """
    woken = 0
    tried: set[int] = set()
    while True:
        with acting_as(SYSTEM):
            due = Ticket.objects.filter(wake_at__lte=now).exclude(pk__in=tried).order_by("wake_at", "pk")
            numbers = list(due.values_list("pk", flat=True)[:BATCH])
        if not numbers:
            return woken
        if not tried:
            stored.forget()  # hours edited in another process a moment ago count already
        for number in numbers:
            tried.add(number)
            try:
                with acting_as(SYSTEM):
                    wake(number, now)
                woken += 1
            except Exception:
                # One ticket that cannot be woken never keeps the others from it; it is tried again at the next round.
                log.exception("ticket %s could not be woken", number)


@transaction.atomic
def wake(number: int, now: datetime) -> Ticket:
    """Do what is due on one ticket."""
    ticket = lock(number, by=SYSTEM, at=now)
    if not ticket.is_open or ticket.wake_at is None or ticket.wake_at > now:
        return ticket
    told = _warn(ticket, now)
    told = _owed(ticket, now) or told
    if ticket.status == Status.SCHEDULED and ticket.appointment_at and ticket.appointment_at <= now:
        told = _appointment(ticket, now)
    else:
        told = _time_passed(ticket, now) or told
    # Looked at for other days or hours alone (a closure, a calendar): nobody's page becomes stale by it.
    return finish(ticket, at=now) if told else look(ticket, at=now)


def _owed(ticket: Ticket, now: datetime) -> bool:
    """An escalation without an answer, a contest without a decision: the lead is told once when its moment went by."""
    over = [(kind, due) for kind, due in clocks.owed(ticket) if due < now]
    for kind, due in over:
        record(ticket, kind, by=SYSTEM, at=now, is_public=False, data={"due_at": due.isoformat()})
    if over:
        ticket.owed_told_at = max(due for _kind, due in over)
    return bool(over)


def _warn(ticket: Ticket, now: datetime) -> bool:
    """75 % and 100 % of every running clock, 50 % for CRITICAL in NEW; each told once per round and target. Whether something was told."""
    told = False
    running = clocks.ledger(ticket, at=now)
    rows = {row.kind: row for row in Clock.objects.filter(ticket=ticket)}
    for clock in running.clocks:
        row = rows.get(clock.kind)
        if row is None or not clock.is_counting or clock.due_at is None:
            continue
        marks = dict(row.warned)
        for fraction in clocks.fractions(ticket, clock):
            at = clock.warn_at(fraction)
            if at and at <= now and clocks.mark(clock, fraction) not in marks:
                marks[clocks.mark(clock, fraction)] = now.isoformat()
                if now <= clock.due_at:
                    data = {"clock": clock.kind, "fraction": fraction, "due_at": clock.due_at.isoformat()}
                    record(ticket, "sla.warned", by=SYSTEM, at=now, is_public=False, data=data)
                    told = True
        if now > clock.due_at and clocks.mark(clock, 1.0) not in marks:
            marks[clocks.mark(clock, 1.0)] = now.isoformat()
            data = {"clock": clock.kind, "due_at": clock.due_at.isoformat()}
            record(ticket, "sla.breached", by=SYSTEM, at=now, is_public=False, data=data)
            told = True
        if marks != row.warned:
            kept = clocks.marks_now(ticket, clock)
            row.warned = {k: v for k, v in marks.items() if k in kept}
            row.save(update_fields=["warned"])
    return told


def _appointment(ticket: Ticket, now: datetime) -> bool:
    """The date has come: back to the status it was fixed from (DOMAIN 1.5)."""
    fact = move(ticket, CAME_FROM, at=now)
    data = {"from": Status.SCHEDULED, "to": ticket.status, "transition": "appointment_came"}
    record(ticket, "ticket.moved", by=SYSTEM, at=now, data=data, sla=[fact])
    return True


def _time_passed(ticket: Ticket, now: datetime) -> bool:
    """Remind, end the waiting, or say that news is owed. Whether anything of it happened."""
    reminded = None
    while (timer := timers.next_timer(ticket, at=now)) and timer.at <= now:
        if timer.kind == "remind":
            reminded = timer.stage
            ticket.reminders = timer.stage + 1
            continue
        if reminded is not None:
            reminded = None  # what ends now needs no reminder any more
        if timer.kind == "owe":
            record(ticket, "ticket.owed_news", by=SYSTEM, at=now, is_public=False, data={"since": ticket.timer_from.isoformat()})
            ticket.timer_from = now
            return True
        _end(ticket, now)
        return True
    if reminded is not None:
        data = {"kind": "check" if ticket.check_on else timers.ASKS[Status(ticket.status)], "stage": reminded}
        record(ticket, "ticket.reminded", by=SYSTEM, at=now, data=data)
    return reminded is not None


def _end(ticket: Ticket, now: datetime) -> None:
    """The waiting is over. A CRITICAL request the system neither resolves nor closes: the lead is told, once."""
    was = Status(ticket.status)
    target = Status.CLOSED if was == Status.RESOLVED else Status.RESOLVED
    if ticket.criticality == "CRITICAL":
        record(ticket, "ticket.not_closed_by_system", by=SYSTEM, at=now, is_public=False, data={"would": target})
        ticket.reminders = len(timers.rules(was).get("remind_after", [])) + 1
        return
    if was == Status.WAIT_APPROVAL:
        Offer.objects.filter(ticket=ticket, state=Offer.OPEN).update(state=Offer.EXPIRED, decided_at=now)
    if target == Status.RESOLVED:
        ticket.resolution = _RESOLUTIONS[was]
    fact = move(ticket, target, at=now)
    data = {"from": was, "to": target, "transition": _ENDS[was]}
    if target == Status.RESOLVED:
        data["resolution"] = ticket.resolution
    record(ticket, "ticket.moved", by=SYSTEM, at=now, data=data, sla=[fact])
