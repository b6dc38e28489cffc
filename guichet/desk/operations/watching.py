"""Regression watch: a request about a known problem whose fix its version already has is shown to R&D (DOMAIN 1.12)."""

from django.db import transaction
from django.db.models import QuerySet

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor
from guichet.access.rights import require_knowledge
from guichet.desk.events import record
from guichet.desk.models import Insider, Message, Ticket
from guichet.knowledge import signatures
from guichet.knowledge.models import Dossier, KnownProblem, Regression
from guichet.knowledge.standing import Verdict, standing
from guichet.people.models import Seat

LINKED = "linked"


def watch(number: int) -> int:
    """Flag the request where its version should be past the fix: of its linked problem, or of one whose signature its text holds.

    May run again: a request is flagged once for each problem. How many flags are new.
    """
    with acting_as(SYSTEM):
        ticket = Ticket.objects.select_related("release", "installation__product").filter(pk=number).first()
        if ticket is None or ticket.release is None:
            return 0
        found: dict[int, tuple[KnownProblem, str]] = {}
        for problem, signature in signatures.carried_by(_text(ticket), product_id=_product(ticket)):
            found[problem.pk] = (problem, signature)
        if ticket.problem_id:
            linked = KnownProblem.objects.prefetch_related("ranges__fixed_in").get(pk=ticket.problem_id)
            found[linked.pk] = (linked, LINKED)
        return sum(flag(ticket, problem, reason) for problem, reason in found.values() if is_past_fix(ticket, problem))


def is_past_fix(ticket: Ticket, problem: KnownProblem) -> bool:
    """Whether the request's version is at or above the release that ended the problem on its line."""
    scheme = ticket.installation.product.version_scheme if ticket.installation else ""
    where = standing(problem.ranges.all(), ticket.release.line_id, ticket.release.name, scheme=scheme)
    return where.verdict == Verdict.FIXED


@transaction.atomic
def flag(ticket: Ticket, problem: KnownProblem, reason: str) -> bool:
    """Raise the flag and tell R&D, once; call it as the system. *reason*: the signature found, or `linked`.

    Whoever watches the known problem in R&D gets sight of the request, wherever it stands; of a confidential one nobody does
    by that (DOMAIN 1.11).
    """
    at = clock.now()
    flagged, made = Regression.objects.get_or_create(
        problem=problem, ticket=ticket, defaults={"company_id": ticket.company_id, "reason": reason[:220], "at": at}
    )
    if made:
        if not ticket.confidential:
            named = [
                Insider(ticket=ticket, company_id=ticket.company_id, person_id=pk, reason="watcher", created_at=at)
                for pk in watchers(problem.pk)
            ]
            Insider.objects.bulk_create(named, ignore_conflicts=True)
        data = {"problem": problem.pk, "reason": flagged.reason}
        record(ticket, "problem.regressed", by=SYSTEM, at=at, data=data, is_public=False)
    return made


def watchers(problem: int) -> set[int]:
    """Who answers for a known problem in R&D; where nobody does, the leads of that desk."""
    owners = Dossier.objects.filter(problem=problem, owner__is_active=True)
    if found := set(owners.values_list("owner_id", flat=True)):
        return found
    return set(Seat.objects.filter(is_lead=True, team__desk__key="RND").values_list("person_id", flat=True))


def may_be_back(actor: Actor) -> QuerySet[Regression]:
    """The flags on which nobody has decided yet, of requests that this agent sees."""
    seen = Ticket.objects.visible_to(actor).order_by().values("pk")
    return Regression.objects.filter(state=Regression.OPEN, ticket__in=seen)


@transaction.atomic
def decide(pk: int, *, is_real: bool, by: Actor) -> Regression:
    """R&D looked: the fault is back, or this is something else."""
    require_knowledge(by)
    found = Regression.objects.select_for_update().get(pk=pk)
    found.state = Regression.REAL if is_real else Regression.NOT
    found.decided_by_id, found.decided_at = by.person_id, clock.now()
    found.save(update_fields=["state", "decided_by", "decided_at"])
    return found


def _text(ticket: Ticket) -> str:
    first = Message.objects.filter(ticket=ticket, is_first=True).values_list("body", flat=True).first()
    return f"{ticket.subject}\n{first or ''}"


def _product(ticket: Ticket) -> int | None:
    return ticket.installation.product_id if ticket.installation else None
