"""Affects me too: following a known problem without a request of one's own."""

from django.db import transaction

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Forbidden
from guichet.knowledge import indexable
from guichet.knowledge.models import Follower, KnownProblem


@transaction.atomic
def follow(problem: KnownProblem, company: int, *, by: Actor) -> None:
    """Count the reader's company in, and tell him what moves. Doing it twice changes nothing."""
    if by.in_company(company) is None:
        raise Forbidden("")
    row = Follower(problem=problem, person_id=by.person_id, company_id=company, created_at=clock.now())
    Follower.objects.bulk_create([row], ignore_conflicts=True)
    indexable.changed(indexable.PROBLEM, problem.pk)


@transaction.atomic
def unfollow(problem: KnownProblem, *, by: Actor) -> None:
    """Take oneself off again, in all of one's companies."""
    Follower.objects.filter(problem=problem, person=by.person_id).delete()
    indexable.changed(indexable.PROBLEM, problem.pk)
