"""``guichet demo``: the demo world, laid out backwards from one moment; with a number, bulk data of that size."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.db import connection, transaction

from guichet import clock
from guichet.desk import spread
from guichet.desk.models import Ticket
from guichet.exchange.demo import plan as plans
from guichet.exchange.demo import play
from guichet.exchange.demo import stories as told_stories
from guichet.exchange.demo.knowing import number
from guichet.exchange.demo.world import make_world
from guichet.people.models import Company
from guichet.service.models import Text

MARK = "demo"  # the row that remembers the moment of the world, so that its parts fit together


def load_demo(
    *,
    tickets: int | None = None,
    at: datetime | str | None = None,
    part: str | None = None,
    progress: Callable[[str], None] = print,
) -> None:
    """Lay the demo world, or what is still missing of it.

    *part*: `first` makes the world with the requests that stand open at the cast; `rest`, and no part at all, tells whatever
    is missing, so that a loading that was interrupted goes on where it stopped. *tickets*: fill up to that many with copies.
    """
    play.forget()
    with transaction.atomic():
        moment, is_new = _moment(at)
        if is_new:
            if Company.objects.exists():
                raise SystemExit("guichet: this installation has companies of its own; load the demo world into an empty home.")
            with clock.standing_at(moment):
                make_world(moment)
            _keep_numbers()
    told = 0
    takes = [take for take in plans.plan(moment) if take.story["is_picture"] or part != "first"]
    if tickets:
        # One closed and one open telling of each story are pattern enough for copies.
        takes = [take for take in takes if take.is_open or take.index == 0]
    # Read once: a request is told in one transaction, so it is there as a whole or not at all.
    there = set(Ticket.objects.values_list("pk", flat=True))
    for take in takes:
        if take.number in there:
            continue
        play.tell(take, moment)
        told += 1
        if told % 50 == 0:
            progress(f"demo: {told} of {len(takes)} requests told")
    progress(f"demo: {told} requests told")
    if tickets:
        from guichet.exchange.demo.bulk import fill_up

        fill_up(tickets, moment, progress)
    if part != "first":
        _count_companies()


def _count_companies() -> None:
    """How many companies each of the world's known problems concerns, as customers read it."""
    for one in told_stories.problems():
        spread.count(number(one))


def _moment(at: datetime | str | None) -> tuple[datetime, bool]:
    """The moment of a world that has begun; else the one given; else the start of the current hour. And whether it is new."""
    begun = Text.objects.filter(key=MARK).first()
    if begun:
        return datetime.fromisoformat(begun.spec["at"]), False
    if isinstance(at, str):
        at = datetime.fromisoformat(at)
        at = at if at.tzinfo else at.replace(tzinfo=plans.calendar().zone)
    moment = at.astimezone(UTC) if at else plans.start_of_hour(clock.now())
    Text.objects.create(key=MARK, spec={"at": moment.isoformat()})
    return moment, True


def _keep_numbers() -> None:
    """What customers open meanwhile comes after the numbers of the plan."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('desk_ticket', 'number'), greatest(%s, nextval("
            "pg_get_serial_sequence('desk_ticket', 'number'))))",
            [plans.last_number()],
        )
