"""A fix has come out: the request goes to the customer, or to Deployment where the vendor operates (DOMAIN 1.5)."""

from django.db import transaction

from guichet import clock
from guichet.access.actors import SYSTEM
from guichet.catalog.models import Release
from guichet.desk.events import record
from guichet.desk.models import Ticket
from guichet.desk.operations import handing
from guichet.desk.operations.steps import allowed, finish, lock, move, refuse_closed
from guichet.desk.states import Status, transition


@transaction.atomic
def release_fix(number: int, release: Release) -> Ticket:
    """The linked known problem was released on the customer's version line: WITH_RND and PLANNED_FIX become FIX_AVAILABLE."""
    at = clock.now()
    ticket = lock(number, by=SYSTEM)
    refuse_closed(ticket)
    allowed(ticket, transition("release"))
    was = Status(ticket.status)
    ticket.target_release = release
    fact = move(ticket, Status.FIX_AVAILABLE, at=at)
    data = {"from": was, "to": ticket.status, "transition": "release", "target_release": release.name}
    record(ticket, "ticket.moved", by=SYSTEM, at=at, data=data, sla=[fact])
    handing.stand_where_it_belongs(ticket, by=SYSTEM, at=at, came_from=was)
    return finish(ticket, at=at)
