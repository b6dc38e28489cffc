"""A fix has come out: the request goes to the customer, or to Deployment where the vendor operates (DOMAIN 1.5)."""


from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.catalog.models import Release
from guichet.desk.events import record
from guichet.desk.models import Ticket
from guichet.desk.operations import handing
from guichet.desk.operations.steps import allowed, finish, lock, move, refuse_closed
from guichet.desk.states import Status, transition
from guichet.jobs import queue
from guichet.knowledge import indexable
from guichet.knowledge.models import KnownProblem, News, ProblemRange
from guichet.knowledge.standing import fixes_of

# Here a request waits for the fix itself; everywhere else it goes its own way.
WAITING = (Status.WITH_RND, Status.PLANNED_FIX)


@transaction.atomic
def release_fix(number: int, release: Release, *, news: News | None = None) -> Ticket:
    """The linked known problem was released on the customer's version line: WITH_RND and PLANNED_FIX become FIX_AVAILABLE.

    *news*: the release as it is told once to everybody concerned, instead of a letter for each request.
    """
    at = clock.now()
    ticket = lock(number, by=SYSTEM)
    refuse_closed(ticket)
    allowed(ticket, transition("release"))
    was = Status(ticket.status)
    ticket.target_release = release
    fact = move(ticket, Status.FIX_AVAILABLE, at=at)
    data = {"from": was, "to": ticket.status, "transition": "release", "target_release": release.name}
    record(ticket, "ticket.moved", by=SYSTEM, at=at, data=data | _of(news), sla=[fact])
    handing.stand_where_it_belongs(ticket, by=SYSTEM, at=at, came_from=was)
    return finish(ticket, at=at)


@transaction.atomic
def tell_released(number: int, release: Release, *, news: News | None = None) -> Ticket:
    """The linked known problem was released while the request stands elsewhere: its status stays, reporter and owner are told.

    No clock hears of it: no version was promised to this request, and nothing it waits for has been answered.
    """
    at = clock.now()
    ticket = lock(number, by=SYSTEM)
    refuse_closed(ticket)
    record(ticket, "ticket.fix_released", by=SYSTEM, at=at, data={"release": release.name} | _of(news))
    return finish(ticket, at=at)


@transaction.atomic
def tell_elsewhere(number: int, release: Release, *, own: Release | None, news: News) -> Ticket:
    """The fix came out on another version line: *own* carries it on the customer's; when it is expected."""
    at = clock.now()
    ticket = lock(number, by=SYSTEM)
    refuse_closed(ticket)
    data = {
        "release": release.name,
        "own": own.name if own else "",
        "on": own.planned_on.isoformat() if own and own.planned_on else "",
    }
    record(ticket, "ticket.fix_elsewhere", by=SYSTEM, at=at, data=data | _of(news))
    return finish(ticket, at=at)


def _of(news: News | None) -> dict[str, int]:
    return {"news": news.pk} if news else {}


def announce(release: Release) -> None:
    """Queue all that follows from a release that is out; a release is announced once."""
    news, made = News.objects.get_or_create(release=release, defaults={"kind": News.RELEASE, "at": clock.now()})
    if made:
        queue.put("guichet.carry_news", lock="news", news_id=news.pk)


def announce_todays() -> int:
    """Announce every release whose day is today, unless it was announced already. How many there were."""
    with acting_as(SYSTEM):
        told = News.objects.filter(release__isnull=False).values("release")
        found = list(Release.objects.filter(released_on=timezone.localdate(clock.now())).exclude(pk__in=told))
        for release in found:
            announce(release)
    return len(found)


@transaction.atomic
def publish(release: Release) -> int:
    """The release has come out with its list of fixed problems: what was planned for it becomes available, and what waits for
    one of its problems on its line.

    Requests of those problems in another open status keep it; those on other lines hear what carries theirs. Whoever is
    concerned is told in one letter (reactions/news.py). The administrator who publishes sees no request, so this is the
    system's work. How many requests moved; a second time none.
    """
    with acting_as(SYSTEM):
        News.objects.get_or_create(release=release, defaults={"kind": News.RELEASE, "at": clock.now()})
        news = News.objects.select_for_update().get(release=release)
        if news.carried_at is not None:
            return 0
        planned = Ticket.objects.filter(status=Status.PLANNED_FIX, target_release=release)
        problems = set(planned.exclude(problem=None).values_list("problem", flat=True))
        problems |= set(ProblemRange.objects.filter(fixed_in=release).values_list("problem", flat=True))
        linked = Ticket.objects.open().filter(problem__in=problems)
        here = linked.filter(release__line=release.line_id)
        waits = Q(pk__in=here.filter(status__in=WAITING)) | Q(pk__in=planned)
        moved = _numbers(Ticket.objects.filter(waits))
        kept = _numbers(here.exclude(waits))
        elsewhere = put_off(linked.exclude(release__line=release.line_id).exclude(pk__in=moved))
        for number in moved:
            release_fix(number, release, news=news)
        for number in kept:
            tell_released(number, release, news=news)
        for number, own in elsewhere.items():
            tell_elsewhere(number, release, own=own, news=news)
        for problem in KnownProblem.objects.select_for_update().filter(pk__in=problems):
            _came_out(problem, release)
        news.reach = {"moved": moved, "kept": kept, "elsewhere": list(elsewhere), "problems": sorted(problems)}
        news.carried_at = clock.now()
        news.save(update_fields=["reach", "carried_at"])
        queue.put("guichet.tell_news", lock="news", news_id=news.pk)
    return len(moved)


def _numbers(tickets) -> list[int]:
    return list(tickets.order_by("pk").values_list("pk", flat=True))


def put_off(tickets: QuerySet[Ticket]) -> dict[int, Release | None]:
    """Those requests of other version lines whose fix is not out there yet, each with the release that carries it. Two queries."""
    rows = list(tickets.filter(release__isnull=False).order_by("pk").values_list("pk", "problem_id", "release__line_id"))
    fixes, today = fixes_of({problem for _pk, problem, _line in rows}), timezone.localdate(clock.now())
    found = {pk: fixes.get((problem, line)) for pk, problem, line in rows}
    return {pk: own for pk, own in found.items() if own is None or not own.is_out(today)}


def _came_out(problem: KnownProblem, release: Release) -> None:
    """Fixed once no line waits for a planned release any more."""
    today = timezone.localdate(clock.now())
    fixes = [row.fixed_in for row in problem.ranges.select_related("fixed_in") if row.fixed_in]
    waits = any(fix != release and not fix.is_out(today) for fix in fixes)
    problem.state = KnownProblem.PLANNED if waits else KnownProblem.FIXED
    problem.updated_at = clock.now()
    problem.save(update_fields=["state", "updated_at"])
    indexable.changed("problem", problem.pk)
