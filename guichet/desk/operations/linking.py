"""A request and its known problem: linked, taken off, or written down from the request (DOMAIN 1.5, 1.12)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Invalid
from guichet.access.rights import require
from guichet.catalog.models import Release
from guichet.desk.events import record
from guichet.desk.models import Ticket
from guichet.desk.operations.steps import finish, lock, refuse_closed
from guichet.desk.states import Status
from guichet.knowledge import indexable
from guichet.knowledge.models import INTERNAL, Dossier, KnownProblem, ProblemRange


@transaction.atomic
def link_problem(number: int, problem: int, *, by: Actor) -> Ticket:
    """Say that a request is about a known problem. Requests of several companies on one are never duplicates (DOMAIN 1.5)."""
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "links", ticket)
    refuse_closed(ticket)
    found = KnownProblem.objects.visible_to(by).filter(pk=problem).first()
    if found is None:
        raise Invalid({"problem": _("There is no such known problem.")})
    if ticket.problem_id == found.pk:
        return ticket
    former, ticket.problem = ticket.problem_id, found
    _record(ticket, found, by=by, at=at)
    for pk in {found.pk, former} - {None}:
        indexable.changed("problem", pk)
    return finish(ticket, at=at)


@transaction.atomic
def unlink_problem(number: int, *, by: Actor) -> Ticket:
    """Take the known problem off again; what was planned for it stays as the request stands."""
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "links", ticket)
    refuse_closed(ticket)
    if ticket.problem_id is None:
        return ticket
    former = ticket.problem
    ticket.problem = None
    data = {"problem": former.pk, "is_off": True}
    record(ticket, "problem.linked", by=by, at=at, data=data, is_public=former.visibility != INTERNAL)
    indexable.changed("problem", former.pk)
    return finish(ticket, at=at)


@transaction.atomic
def write_down(number: int, *, by: Actor) -> Ticket:
    """A new known problem from a request, linked with it at once; R&D completes it."""
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "links", ticket)
    refuse_closed(ticket)
    ticket.problem = problem_of(ticket, steps="", by=by, at=at)
    _record(ticket, ticket.problem, by=by, at=at)
    return finish(ticket, at=at)


def problem_of(ticket: Ticket, *, steps: str, by: Actor, at: datetime) -> KnownProblem:
    """The record of a fault first seen on this request: internal, with its subject as symptom, from its release on."""
    problem = KnownProblem.objects.create(
        symptom={ticket.language: ticket.subject} if not ticket.confidential else {},
        domain=ticket.domain,
        product_id=ticket.installation.product_id if ticket.installation else None,
        created_at=at,
        updated_at=at,
    )
    Dossier.objects.create(problem=problem, steps=steps, created_by_id=by.person_id)
    if ticket.release:
        ProblemRange.objects.create(problem=problem, line_id=ticket.release.line_id, first=ticket.release.name)
    indexable.changed("problem", problem.pk)
    return problem


def fix_planned(problem: int, release: Release) -> None:
    """R&D named the release for a request: the known problem's range on that line says so too, unless it names one already."""
    rows = ProblemRange.objects.filter(problem=problem, line=release.line_id)
    if not rows.update(fixed_in=Coalesce("fixed_in", Value(release.pk))):
        ProblemRange.objects.create(problem_id=problem, line_id=release.line_id, fixed_in=release)
    KnownProblem.objects.filter(pk=problem, state=KnownProblem.OPEN).update(state=KnownProblem.PLANNED)
    indexable.changed("problem", problem)


def fix_withdrawn(ticket: Ticket, release: Release) -> None:
    """R&D takes the release back that it had named for a request: the known problem names it no longer either.

    Unless it is out, or another request still waits for it: then the record is right, and R&D changes it by hand.
    """
    waiting = Ticket.objects.filter(problem=ticket.problem_id, status=Status.PLANNED_FIX, target_release=release).exclude(pk=ticket.pk)
    if release.is_out(timezone.localdate(clock.now())) or waiting.exists():
        return
    rows = ProblemRange.objects.filter(problem=ticket.problem_id)
    if rows.filter(fixed_in=release).update(fixed_in=None) and not rows.filter(fixed_in__isnull=False).exists():
        KnownProblem.objects.filter(pk=ticket.problem_id, state=KnownProblem.PLANNED).update(state=KnownProblem.OPEN)
    indexable.changed("problem", ticket.problem_id)


def _record(ticket: Ticket, problem: KnownProblem, *, by: Actor, at: datetime) -> None:
    """Customers read of a problem that they may see; of an internal one nothing."""
    record(ticket, "problem.linked", by=by, at=at, data={"problem": problem.pk}, is_public=problem.visibility != INTERNAL)
