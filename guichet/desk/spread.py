"""How far a known problem reaches: what customers may read of it, and what it costs (DOMAIN 1.12)."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor
from guichet.catalog.models import Installation
from guichet.desk.models import Ticket
from guichet.desk.states import OPEN_STATUSES, Status
from guichet.knowledge.models import Follower, KnownProblem, Spread
from guichet.sla import stored
from guichet.sla.calendar import elapsed

# So many requests are looked at for their hours, shared out among the problems of a page.
COUNTED = 2000


@dataclass(frozen=True)
class Cost:
    """What a known problem costs: requests, of these open, companies with those who follow it, and working hours on our side."""

    requests: int = 0
    open: int = 0
    companies: int = 0
    followers: int = 0
    hours: int = 0


def listen(kind: str, pk: int) -> None:
    """Count anew whenever a known problem, its requests or its followers change (knowledge/indexable.py)."""
    if kind == "problem":
        count(pk)


@transaction.atomic
def count(problem: int) -> None:
    """Write down how many companies a problem concerns, in all and on each release; what lies below five is not written.

    Neither is a count on a release that tells of fewer than five on the others, since the one can be taken from the other.
    Confidential requests are in no count (DOMAIN 1.11).
    """
    with acting_as(SYSTEM):
        if not KnownProblem.objects.filter(pk=problem).exists():
            return
        concerned: dict[int | None, set[int]] = defaultdict(set)
        linked = Ticket.objects.filter(problem=problem, confidential=False).exclude(status=Status.CANCELLED)
        for company, release in linked.order_by().values_list("company_id", "release_id").distinct():
            concerned[None].add(company)
            if release:
                concerned[release].add(company)
        following = set(Follower.objects.filter(problem=problem).values_list("company_id", flat=True))
        concerned[None] |= following
        installed = Installation.objects.filter(company__in=following, is_active=True, environment=Installation.PRODUCTION)
        for company, release in installed.values_list("company_id", "release_id"):
            concerned[release].add(company)
        Spread.objects.filter(problem=problem).delete()
        Spread.objects.bulk_create(
            Spread(problem_id=problem, release_id=release, companies=len(companies))
            for release, companies in concerned.items()
            if len(companies) >= Spread.FLOOR and not 0 < len(concerned[None] - companies) < Spread.FLOOR
        )


def cost_of(problems: list[int], *, by: Actor) -> dict[int, Cost]:
    """The cost of each of these problems, for the vendor's people; a few queries for all.

    Requests count whatever desk they stand at; confidential ones for those who see them (DOMAIN 1.11).
    The hours are working time from opening to solution, or until now, in each request's own calendar; of a problem with more
    requests than are looked at the newest stand for all.
    """
    secret = Ticket.objects.visible_to(by).filter(problem__in=problems, confidential=True).order_by().values("pk")
    rows = Ticket.objects.filter(Q(confidential=False) | Q(pk__in=secret), problem__in=problems).exclude(status=Status.CANCELLED)
    seconds, looked_at = _worked(rows, max(COUNTED // max(len(problems), 1), 40))
    counts = rows.order_by().values("problem_id").annotate(
        requests=Count("pk"), open=Count("pk", filter=Q(status__in=OPEN_STATUSES)), companies=ArrayAgg("company_id", distinct=True)
    )  # fmt: skip
    counted = {row["problem_id"]: row for row in counts}
    follows: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for problem, company, person in Follower.objects.filter(problem__in=problems).values_list("problem_id", "company_id", "person_id"):
        follows[problem].add((company, person))
    found = {}
    for pk in problems:
        mine = counted.get(pk, {"requests": 0, "open": 0, "companies": []})
        companies = {*mine["companies"], *(company for company, _person in follows[pk])}
        hours = seconds[pk] / 3600 * mine["requests"] / (looked_at[pk] or 1)
        found[pk] = Cost(mine["requests"], mine["open"], len(companies), len(follows[pk]), round(hours))
    return found


def _worked(rows: QuerySet[Ticket], each: int) -> tuple[dict[int, float], dict[int, int]]:
    """Working seconds of the newest *each* requests of every problem, and how many these are."""
    now = clock.now()
    place = Window(RowNumber(), partition_by=F("problem_id"), order_by=F("pk").desc())
    columns = ("problem_id", "calendar_id", "created_at", "resolved_at", "closed_at")
    seconds: dict[int, float] = defaultdict(float)
    looked_at: dict[int, int] = defaultdict(int)
    for problem, calendar, opened, resolved, closed in rows.order_by().annotate(place=place).filter(place__lte=each).values_list(*columns):
        seconds[problem] += elapsed(stored.calendar(calendar), opened, resolved or closed or now)
        looked_at[problem] += 1
    return seconds, looked_at
