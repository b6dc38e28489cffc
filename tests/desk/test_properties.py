"""After any sequence of acts, allowed or refused: each stored clock equals the replay, and the ticket is consistent."""

import datetime as dt
import os
from collections.abc import Sequence
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.refusals import DeskError
from guichet.desk import clocks
from guichet.desk.models import Clock, Event, Message, Ticket
from guichet.desk.operations import closing, escalating, moving, offering, replying, sorting, timers, weighing
from guichet.desk.operations.moving import Moving
from tests.desk.conftest import at

START = at("2026-11-20 08:00")
UNTIL = dt.date(2027, 3, 1)
ACTS = {
    "ada replies": lambda n, who: replying.reply(n, "Voilà.", by=who["ada"]),
    "ada confirms": lambda n, who: closing.confirm(n, by=who["ada"]),
    "ada says not solved": lambda n, who: closing.not_solved(n, "Non.", by=who["ada"]),
    "ada raises": lambda n, who: weighing.raise_criticality(n, "CRITICAL", {"impact": "x", "phone": "1", "reachable": "y", "deadline": START}, by=who["ada"]),
    "ada contests": lambda n, who: weighing.contest(n, "Non.", by=who["ada"]),
    "ada escalates": lambda n, who: escalating.escalate(n, "Vite.", by=who["ada"]),
    "alan approves": lambda n, who: offering.approve(n, by=who["alan"]),
    "alan refuses": lambda n, who: offering.refuse(n, "Non.", for_good=False, by=who["alan"]),
    "nora replies": lambda n, who: replying.reply(n, "Je regarde.", by=who["nora"]),
    "nora notes": lambda n, who: replying.note(n, "Inside.", by=who["nora"]),
    "nora takes": lambda n, who: sorting.assign(n, by=who["nora"], owner=who["row"]),
    "nora asks": lambda n, who: moving.transition_to(n, Moving("WAIT_CUSTOMER", body="Quand ?"), by=who["nora"]),
    "nora offers": lambda n, who: moving.transition_to(n, Moving("WAIT_APPROVAL", reason="x", amount=Decimal(10), valid_until=UNTIL), by=who["nora"]),
    "nora asks R&D": lambda n, who: moving.transition_to(n, Moving("WITH_RND", reason="1, 2"), by=who["nora"]),
    "nora asks Consulting": lambda n, who: moving.transition_to(n, Moving("LEVEL2", reason="goodwill"), by=who["nora"]),
    "nora resolves": lambda n, who: moving.transition_to(n, Moving("RESOLVED", body="Voilà.", resolution="explained"), by=who["nora"]),
    "nora lowers": lambda n, who: weighing.change_criticality(n, "LOW", "Simple.", by=who["nora"]),
    "nora makes it consulting": lambda n, who: sorting.change_type(n, "CNS", by=who["nora"]),
    "nora makes it support": lambda n, who: sorting.change_type(n, "SPT", by=who["nora"], criticality="HIGH"),
    "lena grants": lambda n, who: weighing.change_criticality(n, "MEDIUM", "Oui.", by=who["lena"]),
    "carl gives back": lambda n, who: moving.transition_to(n, Moving("IN_PROGRESS", reason="Fait."), by=who["carl"]),
    "rosa plans": lambda n, who: moving.transition_to(n, Moving("PLANNED_FIX", target_release="24.2.6", way_round_accepted=True), by=who["rosa"]),
    "rosa gives back": lambda n, who: moving.transition_to(n, Moving("IN_PROGRESS", reason="Non."), by=who["rosa"]),
    "nora schedules": lambda n, who: moving.transition_to(n, Moving("SCHEDULED", appointment_at=clock.now() + dt.timedelta(days=2)), by=who["nora"]),
    "time passes": lambda n, who: timers.run_due(clock.now()),
}  # fmt: skip
steps = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 60 * 60 * 24 * 5)), min_size=1, max_size=14)


EXAMPLES = int(os.environ.get("GUICHET_EXAMPLES", "8"))


class _Undo(Exception):
    pass


@pytest.mark.parametrize("level", ["LOW", "MEDIUM", "HIGH", "CRITICAL"])
def test_stored_clocks_equal_their_replay_after_any_sequence(level, cast, opened, ada, alan, nora, lena, carl, rosa):
    who = {"ada": ada, "alan": alan, "nora": nora, "lena": lena, "carl": carl, "rosa": rosa, "row": cast.person("nora")}

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps)
    def run(sequence):
        try:
            with transaction.atomic():
                _play(opened(ada, when="2026-11-20 08:00", criticality=level).pk, sequence, who)
                raise _Undo
        except _Undo:
            pass

    run()


def _play(number: int, sequence: list[tuple[str, int]], who: dict) -> None:
    moment = START
    for act, seconds in sequence:
        moment += dt.timedelta(seconds=seconds)
        actor = who.get(act.split()[0])
        try:
            with clock.standing_at(moment):
                if actor is None:
                    ACTS[act](number, who)
                else:
                    with acting_as(actor):
                        ACTS[act](number, who)
        except DeskError:
            pass
        _consistent(number)


def _consistent(number: int, *, looked_at: Sequence[dt.datetime] = ()) -> None:
    """Stored is replayed, as of the last event; or as of the last of *looked_at* at which the worker looked for other days or hours."""
    ticket = Ticket.objects.select_related("type").get(pk=number)
    stored = {row.kind: (row.state, row.used_s, row.due_at, row.target_s) for row in Clock.objects.filter(ticket=number)}
    ledger = clocks.ledger(ticket, at=ticket.updated_at)
    for moment in (moment for moment in reversed(looked_at) if moment >= ticket.updated_at):
        if stored != _of(ledger):
            ledger = clocks.ledger(ticket, at=moment)
    assert stored == _of(ledger)
    assert ledger.status == ticket.status
    for one in ledger.clocks:
        assert sum(s.seconds for s in one.segments if one.counts(s)) == one.used_s
    if ticket.takes_replies:
        assert (ticket.unanswered_since is not None) == ledger.unanswered
        assert (ticket.queue_rank, ticket.next_at) == (0, ledger.next_due[1]) if ledger.next_due else ticket.queue_rank > 0
    else:
        assert ticket.wake_at is None and ticket.closed_at is not None
    spoken = Event.objects.filter(ticket=number, data__has_key="message").count() + 1
    assert Message.objects.filter(ticket=number).count() == spoken


def _of(ledger) -> dict:
    return {c.kind: (c.state, c.used_s, c.due_at, c.target_s) for c in ledger.clocks}
