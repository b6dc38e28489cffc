"""Where a version stands towards a known problem."""

import datetime as dt

import pytest

from guichet.knowledge.standing import Verdict, is_valid_for, standing


def verdict(cast, problem, name: str):
    release = cast.release(name)
    return standing(problem.ranges.select_related("fixed_in"), release.line_id, release.name, scheme="numbers")


@pytest.mark.parametrize(
    ("name", "wanted", "fix"),
    [("24.2.3", Verdict.AFFECTED, "24.2.5"), ("24.2.4", Verdict.AFFECTED, "24.2.5"), ("24.2.5", Verdict.FIXED, "24.2.5"),
     ("24.2.6", Verdict.FIXED, "24.2.5"), ("25.1.0", Verdict.SAFE, None)],
)  # fmt: skip
def test_affected_until_the_fix_and_other_lines_never(cast, known, name, wanted, fix):
    found = verdict(cast, known(ranges=[("24.2.0", "", "24.2.5")]), name)
    assert (found.verdict, found.fix.name if found.fix else None) == (wanted, fix)


def test_without_ranges_nothing_can_be_said(cast, known):
    assert verdict(cast, known(), "24.2.3").verdict == Verdict.UNKNOWN


def test_a_version_before_the_fault_is_safe_and_one_past_an_end_without_fix_too(cast, known):
    assert verdict(cast, known(ranges=[("24.2.4", "24.2.5", "")]), "24.2.3").verdict == Verdict.SAFE
    assert verdict(cast, known(ranges=[("24.2.1", "24.2.4", "")]), "24.2.5").verdict == Verdict.SAFE


def test_a_version_nobody_can_read_is_unknown(cast, known):
    problem = known(ranges=[("24.2.0", "", "24.2.5")])
    line = cast.release("24.2.3").line_id
    assert standing(problem.ranges.all(), line, "nightly", scheme="numbers").verdict == Verdict.UNKNOWN


def test_a_planned_fix_is_not_out(cast, known):
    found = verdict(cast, known(ranges=[("24.2.0", "", "24.2.6")]), "24.2.3")
    assert not found.is_out(dt.date(2026, 11, 24))


def test_an_article_without_ranges_is_valid_everywhere(cast, written):
    article = written()
    assert is_valid_for(article.ranges.all(), None, "", scheme="numbers") is True
    line = cast.release("24.2.3").line
    article.ranges.create(line=line, first="24.2.4")
    assert is_valid_for(article.ranges.all(), line.pk, "24.2.3", scheme="numbers") is False
    assert is_valid_for(article.ranges.all(), line.pk, "24.2.5", scheme="numbers") is True
    assert is_valid_for(article.ranges.all(), None, "", scheme="numbers") is None
