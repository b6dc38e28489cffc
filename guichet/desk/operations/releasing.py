"""A fix has come out: the request goes to the customer, or to Deployment where the vendor operates (DOMAIN 1.5)."""

from django.db import transaction
from django.db.models import Q

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.catalog.models import Release
from guichet.desk.events import record
from guichet.desk.models import Ticket
from guichet.desk.operations import handing
from guichet.desk.operations.steps import allowed, finish, lock, move, refuse_closed
from guichet.desk.states import Status, transition

# Here a request waits for the fix itself; everywhere else it goes its own way.
WAITING = (Status.WITH_RND, Status.PLANNED_FIX)


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


@transaction.atomic
def tell_released(number: int, release: Release) -> Ticket:
    """The linked known problem was released while the request stands elsewhere: its status stays, reporter and owner are told.

    No clock hears of it: no version was promised to this request, and nothing it waits for has been answered.
    """
    at = clock.now()
    ticket = lock(number, by=SYSTEM)
    refuse_closed(ticket)
    record(ticket, "ticket.fix_released", by=SYSTEM, at=at, data={"release": release.name})
    return finish(ticket, at=at)


@transaction.atomic
def publish(release: Release) -> int:
    """The release has come out: what was planned for it becomes available, and what waits for the same known problem on its line.

    Requests of that problem in another open status keep it; they are told. The administrator who publishes sees no request,
    so this is the system's work. How many requests moved.
    """
    with acting_as(SYSTEM):
        planned = Ticket.objects.filter(status=Status.PLANNED_FIX, target_release=release)
        problems = set(planned.exclude(problem=None).values_list("problem", flat=True))
        linked = Ticket.objects.open().filter(problem__in=problems, release__line=release.line_id)
        waits = Q(pk__in=linked.filter(status__in=WAITING)) | Q(pk__in=planned)
        moved = list(Ticket.objects.filter(waits).order_by("pk").values_list("pk", flat=True))
        others = list(linked.exclude(waits).order_by("pk").values_list("pk", flat=True))
        for number in moved:
            release_fix(number, release)
        for number in others:
            tell_released(number, release)
    return len(moved)
