"""A due moment already told to the customer never moves later without telling him (DOMAIN 1.4 j)."""

from datetime import datetime

from guichet.access.actors import SYSTEM
from guichet.desk import clocks
from guichet.desk.events import record
from guichet.desk.models import Clock, Ticket

Due = dict[str, datetime]


def told_due(ticket: Ticket) -> Due:
    """The due moments of the running clocks as they were kept, and told, last."""
    rows = Clock.objects.filter(ticket=ticket, state="running", due_at__isnull=False)
    return dict(rows.values_list("kind", "due_at"))


def tell_moved(ticket: Ticket, before: Due, after: Due, *, at: datetime, because: int | None = None) -> bool:
    """Record that due moments moved later, the first to be due leading; the reporter is told of all of them in one letter."""
    moved = [
        {"clock": kind, "from": before[kind].isoformat(), "to": due.isoformat()}
        for kind, due in sorted(after.items(), key=lambda pair: pair[1])
        if kind in before and due > before[kind]
    ]
    if not moved:
        return False
    first, *also = moved
    data = {**first, "also": also, **({"because": because} if because else {})}
    record(ticket, "ticket.due_moved", by=SYSTEM, data=data, at=at)
    return True


def tell_changed_hours(ticket: Ticket, *, at: datetime) -> bool:
    """Hours or targets themselves were edited: the clocks of this locked ticket follow, and what moved later is told."""
    before, now = told_due(ticket), clocks.ledger(ticket, at=at)
    after = {clock.kind: clock.due_at for clock in now.clocks if clock.state == "running" and clock.due_at}
    if not tell_moved(ticket, before, after, at=at):
        return False
    clocks.write(ticket, now)
    return True
