"""Where a version stands towards a known problem: affected, past its fix, never affected, or unknown (DOMAIN 1.12)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet

from guichet.catalog import versions
from guichet.catalog.models import Installation, Release
from guichet.knowledge.models import ArticleRange, KnownProblem, ProblemRange


class Verdict(StrEnum):
    AFFECTED = "affected"
    FIXED = "fixed"
    SAFE = "safe"
    UNKNOWN = "unknown"


# A version of which nothing can be said may have it as well.
CONCERNS = (Verdict.AFFECTED, Verdict.UNKNOWN)


@dataclass(frozen=True)
class Standing:
    """The answer for one version. *fix* is the release of its line that ends the problem, out or planned."""

    verdict: Verdict
    fix: Release | None = None

    def is_out(self, today: date) -> bool:
        """Whether the fix can be installed."""
        return self.fix is not None and self.fix.is_out(today)


def standing(ranges: Iterable[ProblemRange], line_id: int | None, version: str, *, scheme: str) -> Standing:
    """Where *version* of a line stands. Give the problem's ranges with their releases at hand.

    A problem that names other lines does not affect this one; one that names none says nothing, and neither does a version
    that its product's parser cannot read.
    """
    rows = list(ranges)
    if not rows or line_id is None or not version:
        return Standing(Verdict.UNKNOWN)
    here = [row for row in rows if row.line_id == line_id]
    if not here:
        return Standing(Verdict.SAFE)
    found = [_in_range(row, version, scheme) for row in here]
    for verdict in (Verdict.AFFECTED, Verdict.FIXED, Verdict.UNKNOWN):
        for one in found:
            if one.verdict == verdict:
                return one
    return Standing(Verdict.SAFE)


def _in_range(row: ProblemRange, version: str, scheme: str) -> Standing:
    end = end_of(row)
    within = versions.is_within(scheme, version, row.first, end)
    if within is None:
        return Standing(Verdict.UNKNOWN, row.fixed_in)
    if within:
        return Standing(Verdict.AFFECTED, row.fixed_in)
    fixed = row.fixed_in is not None and versions.is_at_least(scheme, version, row.fixed_in.name)
    return Standing(Verdict.FIXED, row.fixed_in) if fixed else Standing(Verdict.SAFE)


def end_of(row: ProblemRange) -> str:
    """Where a range ends: as written, else at its fix."""
    return row.end or (row.fixed_in.name if row.fixed_in else "")


def concerning(problems: QuerySet[KnownProblem], installed: Iterable[Installation]) -> set[int]:
    """Which of these known problems an installation has, or may have: nobody can say that it has not. Two queries.

    Give the installations with their releases and products at hand. Only ranges of their own lines are read.
    """
    rows = list(installed)
    products = {one.product_id for one in rows}
    ours = problems.filter(Q(product=None) | Q(product__in=products))
    ranges: dict[int, list[ProblemRange]] = defaultdict(list)
    of_lines = ProblemRange.objects.filter(line__in={one.release.line_id for one in rows}, problem__in=ours.order_by().values("pk"))
    for row in of_lines.select_related("fixed_in"):
        ranges[row.problem_id].append(row)
    found = set(ours.filter(ranges=None).values_list("pk", flat=True))
    # Many problems have the same range: from the first version of the line to one of its releases.
    answers: dict[tuple, bool] = {}
    for problem, of_problem in ranges.items():
        alike = tuple((row.line_id, row.first, row.end, row.fixed_in_id) for row in of_problem)
        if alike not in answers:
            verdicts = (standing(of_problem, i.release.line_id, i.release.name, scheme=i.product.version_scheme).verdict for i in rows)
            answers[alike] = any(verdict in CONCERNS for verdict in verdicts)
        if answers[alike]:
            found.add(problem)
    return found


def fixes_of(problems: Iterable[int]) -> dict[tuple[int, int], Release]:
    """(problem, version line) → the release that ends it there, out or planned; one query for all."""
    rows = ProblemRange.objects.filter(problem__in=problems, fixed_in__isnull=False).select_related("fixed_in").order_by("pk")
    return {(row.problem_id, row.line_id): row.fixed_in for row in rows}


def is_valid_for(ranges: Iterable[ArticleRange], line_id: int | None, version: str, *, scheme: str) -> bool | None:
    """Whether an article holds for a version; one without ranges holds for all. None where it cannot be told."""
    rows = list(ranges)
    if not rows:
        return True
    if line_id is None or not version:
        return None
    answers = [versions.is_within(scheme, version, row.first, row.end) for row in rows if row.line_id == line_id]
    return True if True in answers else None if None in answers else False
