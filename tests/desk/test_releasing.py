"""A known problem released (DOMAIN 1.5): who waits for it gets the fix, the others keep their status, and all are told."""

import datetime as dt

import pytest

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.catalog.models import Release
from guichet.desk.clocks import ledger
from guichet.desk.models import Event, Ticket
from guichet.desk.operations import moving, releasing
from guichet.desk.operations.moving import Moving
from guichet.knowledge.models import ProblemRange
from tests.desk.conftest import at


@pytest.fixture
def planned(ada, nora, rosa, opened, do) -> Ticket:
    """Ada's request, planned for 24.2.6; its known problem is the one the others are linked to."""
    number = opened(ada).pk
    do(nora, "2026-11-24 10:50", moving.transition_to, number, Moving("WITH_RND", reason="Étapes : 1, 2, 3"))
    do(rosa, "2026-11-24 11:00", moving.transition_to, number, Moving("PLANNED_FIX", target_release="24.2.6"))
    return Ticket.objects.get(pk=number)


def linked(planned: Ticket, ticket: Ticket) -> int:
    Ticket.objects.filter(pk=ticket.pk).update(problem=planned.problem_id)
    return ticket.pk


def published(cast, name: str = "24.2.6") -> int:
    with clock.standing_at(at("2026-12-08 09:00")):
        return releasing.publish(cast.release(name))


def told(number: int) -> list[str]:
    return list(Event.objects.filter(ticket=number, at=at("2026-12-08 09:00")).values_list("kind", flat=True))


def test_linked_requests_at_rnd_on_the_line_become_available(cast, nora, boris, planned, opened, do):
    waits = linked(planned, opened(boris, company="borealis"))
    do(nora, "2026-11-24 11:30", moving.transition_to, waits, Moving("WITH_RND", reason="1, 2, 3"))
    assert published(cast) == 2
    assert {Ticket.objects.get(pk=pk).status for pk in (planned.pk, waits)} == {"FIX_AVAILABLE"}


@pytest.mark.parametrize("status", ["NEW", "IN_PROGRESS", "WAIT_CUSTOMER", "RESOLVED"])
def test_linked_requests_elsewhere_keep_their_status_and_are_told(cast, nora, boris, planned, opened, do, status):
    other = linked(planned, opened(boris, company="borealis"))
    if status != "NEW":
        given = Moving(status, body="Wir schauen.", resolution="way_round_given")
        do(nora, "2026-11-24 11:30", moving.transition_to, other, given)
    before = Ticket.objects.get(pk=other)
    published(cast)
    ticket = Ticket.objects.get(pk=other)
    assert (ticket.status, ticket.timer_from, ticket.target_release) == (status, before.timer_from, None)
    assert told(other) == ["ticket.fix_released"]


def test_what_is_closed_hears_nothing(cast, nora, ada, planned, opened, do):
    closed = linked(planned, opened(ada))
    do(nora, "2026-11-24 11:30", moving.transition_to, closed, Moving("CANCELLED", reason="Doppelt"))
    published(cast)
    assert told(closed) == []


def test_requests_on_other_lines_hear_which_release_carries_theirs(cast, ada, planned, opened):
    elsewhere, without = linked(planned, opened(ada)), linked(planned, opened(ada))
    Ticket.objects.filter(pk=elsewhere).update(release=cast.release("24.1.11"))
    Ticket.objects.filter(pk=without).update(release=cast.release("23.4.9"))
    own = Release.objects.create(line=cast.release("24.1.11").line, name="24.1.12", planned_on=dt.date(2026, 12, 15))
    ProblemRange.objects.create(problem=planned.problem, line=own.line, first="24.1.6", fixed_in=own)
    published(cast)
    data = Event.objects.get(ticket=elsewhere, kind="ticket.fix_elsewhere").data
    assert (data["release"], data["own"], data["on"]) == ("24.2.6", "24.1.12", "2026-12-15")
    assert Event.objects.get(ticket=without, kind="ticket.fix_elsewhere").data["own"] == ""
    planned.problem.refresh_from_db()
    assert planned.problem.state == "planned", "a line still waits"


def test_who_has_to_wait_is_found_in_one_go(cast, ada, planned, opened, django_assert_num_queries):
    for name in ("24.1.10", "24.1.11", "23.4.9"):
        Ticket.objects.filter(pk=linked(planned, opened(ada))).update(release=cast.release(name))
    with acting_as(SYSTEM), django_assert_num_queries(2):
        assert len(releasing.put_off(Ticket.objects.exclude(pk=planned.pk))) == 3


def test_whose_fix_is_out_on_his_own_line_is_not_told_of_another(cast, ada, planned, opened):
    elsewhere = linked(planned, opened(ada))
    Ticket.objects.filter(pk=elsewhere).update(release=cast.release("24.1.10"))
    ProblemRange.objects.create(problem=planned.problem, line=cast.release("24.1.11").line, fixed_in=cast.release("24.1.11"))
    published(cast)
    assert told(elsewhere) == []
    planned.problem.refresh_from_db()
    assert planned.problem.state == "fixed"


def test_the_list_of_fixed_problems_moves_requests_nobody_planned(cast, nora, boris, opened, do):
    waits = opened(boris, company="borealis").pk
    do(nora, "2026-11-24 11:30", moving.transition_to, waits, Moving("WITH_RND", reason="1, 2, 3"))
    problem = Ticket.objects.get(pk=waits).problem
    ProblemRange.objects.filter(problem=problem).update(fixed_in=cast.release("24.2.6"))
    assert published(cast) == 1
    assert Ticket.objects.get(pk=waits).status == "FIX_AVAILABLE"


def test_a_release_comes_out_once(cast, nora, planned, opened, ada):
    assert published(cast) == 1
    late = linked(planned, opened(ada, when="2026-12-09 09:00"))
    assert published(cast) == 0
    assert told(late) == []


def test_a_release_whose_day_has_come_is_announced_once(cast, planned):
    Release.objects.filter(name="24.2.6").update(released_on=dt.date(2026, 12, 8))
    for when, expected in (("2026-12-07 09:00", 0), ("2026-12-08 00:30", 1), ("2026-12-08 01:30", 0)):
        with clock.standing_at(at(when)):
            assert releasing.announce_todays() == expected


def test_planning_a_request_names_the_release_in_its_known_problem(cast, planned):
    row = ProblemRange.objects.get(problem=planned.problem)
    assert (row.first, row.fixed_in.name) == ("24.2.3", "24.2.6")
    assert planned.problem.state == "planned"


def test_a_release_taken_back_is_named_by_the_known_problem_no_longer(cast, rosa, planned, do):
    do(rosa, "2026-11-25 09:00", moving.transition_to, planned.pk, Moving("WITH_RND", reason="Il faut plus de temps."))
    row = ProblemRange.objects.get(problem=planned.problem)
    planned.problem.refresh_from_db()
    assert (row.fixed_in, planned.problem.state) == (None, "open")
    assert published(cast) == 0, "what was taken back does not come out"


def test_a_release_for_which_another_request_waits_stays(cast, nora, rosa, boris, planned, opened, do):
    other = linked(planned, opened(boris, company="borealis"))
    do(nora, "2026-11-24 11:30", moving.transition_to, other, Moving("WITH_RND", reason="1, 2, 3"))
    do(rosa, "2026-11-24 11:40", moving.transition_to, other, Moving("PLANNED_FIX", target_release="24.2.6"))
    do(rosa, "2026-11-25 09:00", moving.transition_to, planned.pk, Moving("WITH_RND", reason="Il faut plus de temps."))
    assert ProblemRange.objects.get(problem=planned.problem).fixed_in.name == "24.2.6"


def test_the_release_restarts_no_clock_of_a_request_that_keeps_its_status(cast, nora, boris, planned, opened, do):
    other = linked(planned, opened(boris, company="borealis"))
    do(nora, "2026-11-24 11:30", moving.transition_to, other, Moving("IN_PROGRESS"))
    look = at("2026-12-08 10:00")
    before = [(c.kind, c.used_s, c.due_at) for c in ledger(Ticket.objects.get(pk=other), at=look).clocks]
    published(cast)
    assert [(c.kind, c.used_s, c.due_at) for c in ledger(Ticket.objects.get(pk=other), at=look).clocks] == before
