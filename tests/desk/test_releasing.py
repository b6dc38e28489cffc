"""A known problem released (DOMAIN 1.5): who waits for it gets the fix, the others keep their status, and all are told."""

import pytest

from guichet import clock
from guichet.desk.clocks import ledger
from guichet.desk.models import Event, Ticket
from guichet.desk.operations import moving, releasing
from guichet.desk.operations.moving import Moving
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


def test_what_is_closed_or_runs_on_another_line_hears_nothing(cast, nora, ada, planned, opened, do):
    closed, elsewhere = linked(planned, opened(ada)), linked(planned, opened(ada))
    do(nora, "2026-11-24 11:30", moving.transition_to, closed, Moving("CANCELLED", reason="Doppelt"))
    Ticket.objects.filter(pk=elsewhere).update(release=cast.release("24.1.11"))
    published(cast)
    assert told(closed) == told(elsewhere) == []


def test_the_release_restarts_no_clock_of_a_request_that_keeps_its_status(cast, nora, boris, planned, opened, do):
    other = linked(planned, opened(boris, company="borealis"))
    do(nora, "2026-11-24 11:30", moving.transition_to, other, Moving("IN_PROGRESS"))
    look = at("2026-12-08 10:00")
    before = [(c.kind, c.used_s, c.due_at) for c in ledger(Ticket.objects.get(pk=other), at=look).clocks]
    published(cast)
    assert [(c.kind, c.used_s, c.due_at) for c in ledger(Ticket.objects.get(pk=other), at=look).clocks] == before
