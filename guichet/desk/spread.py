"""How far a known problem reaches: what customers may read of it, and what it costs (DOMAIN 1.12)."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor
from guichet.catalog.models import Installation
from guichet.desk.models import Ticket
from guichet.desk.states import OPEN_STATUSES, Status
from guichet.knowledge.models import Follower, KnownProblem, Spread
from guichet.sla import stored
from guichet.sla.calendar import elapsed

# Beyond so many requests the hours are those of the newest ones.
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
    The hours are working time from opening to solution, or until now, in each request's own calendar.
    """
    now = clock.now()
    secret = Ticket.objects.visible_to(by).filter(problem__in=problems, confidential=True).order_by().values("pk")
    rows = Ticket.objects.filter(Q(confidential=False) | Q(pk__in=secret), problem__in=problems).exclude(status=Status.CANCELLED)
    columns = rows.values_list("problem_id", "company_id", "status", "calendar_id", "created_at", "resolved_at", "closed_at")
    seen: dict[int, list[tuple]] = defaultdict(list)
    for row in columns.order_by("-pk")[:COUNTED]:
        seen[row[0]].append(row)
    follows: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for problem, company, person in Follower.objects.filter(problem__in=problems).values_list("problem_id", "company_id", "person_id"):
        follows[problem].add((company, person))
    found = {}
    for pk in problems:
        mine = seen[pk]
        seconds = sum(elapsed(stored.calendar(row[3]), row[4], row[5] or row[6] or now) for row in mine)
        companies = {row[1] for row in mine} | {company for company, _person in follows[pk]}
        still_open = sum(row[2] in OPEN_STATUSES for row in mine)
        found[pk] = Cost(len(mine), still_open, len(companies), len(follows[pk]), round(seconds / 3600))
    return found
