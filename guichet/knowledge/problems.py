"""Writing known problems down: what they look like, where they are, which release ends them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Conflict, Invalid
from guichet.access.rights import require_knowledge
from guichet.catalog.models import Product, Release
from guichet.knowledge import indexable, ranges
from guichet.knowledge.models import INTERNAL, LANGUAGES, Dossier, KnownProblem, ProblemRange
from guichet.knowledge.ranges import Range
from guichet.knowledge.signatures import LONGEST


@transaction.atomic
def save(
    problem: KnownProblem | None,
    *,
    by: Actor,
    product: Product | None,
    affected: Iterable[Range],
    signatures: Iterable[str],
    inside: Mapping[str, Any],
    version: int | None = None,
    **columns: Any,
) -> KnownProblem:
    """Write a known problem down, or anew. *inside* is what only the vendor reads: steps and the owner in R&D.

    Raises Invalid beside the field: no symptom, a version nobody can read, a range that ends before it begins, a fix of
    another line; Conflict where somebody was quicker.
    """
    require_knowledge(by)
    at = clock.now()
    if problem is not None:
        problem = KnownProblem.objects.select_for_update().get(pk=problem.pk)
        if version is not None and version != problem.version:
            raise Conflict(_("Somebody was quicker. Your text was not kept: open the known problem anew beside it."), reason="stale")
        problem.version += 1
    else:
        problem = KnownProblem(created_at=at)
    for name, value in columns.items():
        setattr(problem, name, value)
    problem.product, problem.updated_at, problem.checked_at = product, at, at
    problem.signatures = [one.strip()[:LONGEST] for one in signatures if one.strip()][:50]
    rows = list(affected)
    _check(problem, rows)
    problem.save()
    ProblemRange.objects.filter(problem=problem).delete()
    ProblemRange.objects.bulk_create(
        ProblemRange(problem=problem, line=row.line, first=row.first, end=row.end, fixed_in=row.fixed_in) for row in rows
    )
    Dossier.objects.update_or_create(problem=problem, defaults=dict(inside), create_defaults={**inside, "created_by_id": by.person_id})
    indexable.changed(indexable.PROBLEM, problem.pk)
    return problem


@transaction.atomic
def fix_in(release: Release, chosen: Iterable[int]) -> None:
    """The list of known problems that a release ends on its line: these ranges and no others."""
    rows, wanted = ProblemRange.objects.filter(line=release.line_id), set(chosen)
    gone = set(rows.filter(fixed_in=release).exclude(pk__in=wanted).values_list("pk", flat=True))
    new = set(rows.filter(pk__in=wanted, fixed_in=None).values_list("pk", flat=True))
    touched = set(ProblemRange.objects.filter(pk__in=gone | new).values_list("problem", flat=True))
    # Locked and made newer, so that an editor who has one of them open does not undo it unseen.
    list(KnownProblem.objects.select_for_update().filter(pk__in=touched).order_by("pk").values_list("pk"))
    rows.filter(pk__in=gone).update(fixed_in=None)
    rows.filter(pk__in=new).update(fixed_in=release)
    changed = KnownProblem.objects.filter(pk__in=touched)
    changed.update(version=F("version") + 1, updated_at=clock.now())
    fixed = ProblemRange.objects.filter(problem__in=touched, fixed_in__isnull=False).values("problem")
    changed.filter(state=KnownProblem.OPEN, pk__in=fixed).update(state=KnownProblem.PLANNED)
    changed.filter(state=KnownProblem.PLANNED).exclude(pk__in=fixed).update(state=KnownProblem.OPEN)
    for problem in touched:
        indexable.changed(indexable.PROBLEM, problem)


def _check(problem: KnownProblem, rows: list[Range]) -> None:
    wrong: dict[str, str] = {}
    if not any(problem.symptom.get(language) for language in LANGUAGES):
        wrong["symptom_en"] = _("Say in one language at least how users see it.")
    if problem.visibility != INTERNAL and problem.product is None:
        wrong["product"] = _("Customers are told by product: choose one.")
    wrong |= ranges.refused(rows, product=problem.product)
    if wrong:
        raise Invalid(wrong)
