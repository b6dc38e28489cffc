"""What a change of contract, calendar or targets does to the requests that are open (DOMAIN 1.4 j)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor
from guichet.contracts.models import Contract
from guichet.desk.events import record
from guichet.desk.models import Ticket
from guichet.desk.operations.opening import calendar_for
from guichet.desk.operations.steps import finish, lock
from guichet.desk.operations.telling import tell_moved, told_due
from guichet.desk.states import OPEN_STATUSES
from guichet.sla import stored


@transaction.atomic
def follow_contract(contract: Contract, *, by: Actor) -> int:
    """Open requests go on by the contract's calendar and targets from now on, used time kept. How many changed.

    The administrator who edits a contract sees no request, so this is the system's work.
    """
    at, changed = clock.now(), 0
    with acting_as(SYSTEM):
        for number in _open(Ticket.objects.filter(contract=contract)).values_list("pk", flat=True):
            changed += _follow(lock(number, by=SYSTEM), contract, by=by, at=at)
    return changed


def rules_of(ticket: Ticket, contract: Contract) -> list[dict[str, Any]]:
    """Put the ticket under the calendar and the targets of a contract; the facts of it, none where nothing changes."""
    calendar = calendar_for(contract, ticket.criticality)
    facts: list[dict[str, Any]] = []
    if calendar != ticket.calendar_id:
        ticket.calendar_id = calendar
        facts.append({"kind": "calendar", "to": stored.calendar(calendar).key})
    if contract.policy_id != ticket.policy_id:
        ticket.policy_id = contract.policy_id
        facts.append({"kind": "policy", "to": stored.policy(contract.policy_id).key})
    return facts


def _follow(ticket: Ticket, contract: Contract, *, by: Actor, at: datetime) -> bool:
    facts = rules_of(ticket, contract)
    if not facts:
        return False
    before = told_due(ticket)
    # An event of the customer's side of the wall: his page replays the clocks from what he may read.
    event = record(ticket, "ticket.rules_changed", by=SYSTEM, data={"contract": contract.number}, sla=facts, at=at)
    finish(ticket, at=at)
    tell_moved(ticket, before, told_due(ticket), at=at, because=event.pk)
    return True


def follow_rules(changed: Iterable[tuple[str, str]]) -> None:
    """Hours or targets themselves were edited, named as ("calendars", key) and ("policies", key): open requests go on by
    them from now on. What they replaced still holds for the time before (sla/calendar.py).
    """
    columns = {"calendars": "calendar__key", "policies": "policy__key"}
    for section, key in sorted(changed):
        look_anew(Ticket.objects.filter(**{columns[section]: key}))


def look_anew(tickets: QuerySet[Ticket]) -> None:
    """The worker brings the clocks of these tickets up to date and tells what moved."""
    with acting_as(SYSTEM):
        _open(tickets).update(wake_at=clock.now())


def _open(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    return tickets.filter(status__in=OPEN_STATUSES).order_by("pk")
