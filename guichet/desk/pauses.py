"""Days that do not count for what waits for the customer (DOMAIN 1.6): his company's closing days and his own absence.

They move reminders and the end of waiting, and touch no clock: what we owe runs on by the contract's calendar alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from guichet.desk.models import Ticket
from guichet.desk.states import Status
from guichet.people.models import Away, Closure, Membership
from guichet.sla import stored

# No timer of ours is longer than a year: a closure entered for years is cut.
LONGEST = 400


def closed_days(ticket: Ticket, since: datetime, *, away_days: int) -> frozenset[date]:
    """The local days from *since* on that do not count on *ticket*. *away_days*: how long one absence may last at most."""
    first = stored.calendar(ticket.calendar_id).local(since).date()
    closures = Closure.objects.filter(company=ticket.company_id, last_on__gte=first).values_list("first_on", "last_on")
    return frozenset(_days(closures, first) | _away(waited_for(ticket), first, away_days))


def waited_for(ticket: Ticket) -> set[int]:
    """Who has to act where it is the customer's turn: an approver for an offer, else the reporter."""
    if ticket.status != Status.WAIT_APPROVAL:
        return {ticket.reporter_id}
    approvers = Membership.objects.filter(company=ticket.company_id, is_approver=True, ended_at=None, person__is_active=True)
    return set(approvers.values_list("person_id", flat=True))


def _away(people: Collection[int], first: date, away_days: int) -> set[date]:
    """The days on which all of them are away: one who is there can act."""
    ranges: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for away in Away.objects.filter(person__in=people, last_on__gte=first):
        ranges[away.person_id].append((away.first_on, min(away.last_on, away.first_on + timedelta(days=away_days))))
    days = [_days(ranges[person], first) for person in people]
    return set.intersection(*days) if days else set()


def _days(ranges: Iterable[tuple[date, date]], since: date) -> set[date]:
    days: set[date] = set()
    for first, last in ranges:
        first = max(first, since)
        days |= {first + timedelta(days=n) for n in range(min((last - first).days + 1, LONGEST))}
    return days
