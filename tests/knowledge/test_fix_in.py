"""The list of known problems that a release ends."""

import pytest

from guichet.access.acting import acting_as
from guichet.access.refusals import Conflict
from guichet.knowledge import problems
from guichet.knowledge.models import KnownProblem
from tests.knowledge.conftest import known  # noqa: F401


def test_who_has_the_problem_open_does_not_undo_it_unseen(cast, rosa, known):  # noqa: F811
    problem = known(ranges=[("24.2.0", "", "")])
    release, rows = cast.release("24.2.5"), problem.ranges
    problems.fix_in(release, [rows.get().pk])
    fresh = KnownProblem.objects.get(pk=problem.pk)
    assert (rows.get().fixed_in, fresh.state, fresh.version) == (release, KnownProblem.PLANNED, problem.version + 1)
    with acting_as(rosa), pytest.raises(Conflict):
        problems.save(problem, by=rosa, product=problem.product, affected=[], signatures=[], inside={}, version=problem.version)
    problems.fix_in(release, [])
    assert (rows.get().fixed_in, KnownProblem.objects.get(pk=problem.pk).state) == (None, KnownProblem.OPEN)
