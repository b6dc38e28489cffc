"""Where a version stands towards a known problem: affected, past its fix, never affected, or unknown (DOMAIN 1.12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guichet.catalog import versions
from guichet.catalog.models import Release
from guichet.knowledge.models import ArticleRange, ProblemRange


class Verdict(StrEnum):
    AFFECTED = "affected"
    FIXED = "fixed"
    SAFE = "safe"
    UNKNOWN = "unknown"


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


def is_valid_for(ranges: Iterable[ArticleRange], line_id: int | None, version: str, *, scheme: str) -> bool | None:
    """Whether an article holds for a version; one without ranges holds for all. None where it cannot be told."""
    rows = list(ranges)
    if not rows:
        return True
    if line_id is None or not version:
        return None
    answers = [versions.is_within(scheme, version, row.first, row.end) for row in rows if row.line_id == line_id]
    return True if True in answers else None if None in answers else False
