"""What a replay answers: every clock with its segments, and whose time has gone by (DOMAIN 1.4 i, INTERFACE section 5)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from guichet.sla.calendar import Calendar, to_moment
from guichet.sla.clocks import Clock, Segment, Stretch
from guichet.sla.turns import OVER, side_of


@dataclass(frozen=True, slots=True)
class Ledger:
    """A request's clocks as they stand at ``at``. Clocks without target or not yet begun are absent."""

    at: dt.datetime
    calendar: Calendar
    status: str
    turn: str
    level: str | None
    unanswered: bool
    escalate_s: int | None
    clocks: tuple[Clock, ...]
    stretches: tuple[Stretch, ...]

    def clock(self, kind: str) -> Clock | None:
        return next((clock for clock in self.clocks if clock.kind == kind), None)

    @property
    def next_due(self) -> tuple[str, dt.datetime] | None:
        """The clock that is due first among those on which time goes by; a missed one keeps its past due moment."""
        due = [(clock.due_at, clock.kind) for clock in self.clocks if clock.is_counting]
        return min(due)[::-1] if due else None

    @property
    def any_missed(self) -> bool:
        return any(clock.is_breached or clock.missed for clock in self.clocks)

    # Whose time has gone by: working time since creation, until the request was over

    def turn_seconds(self) -> dict[str, int]:
        """Working seconds by turn: support, consulting, rnd, customer, nobody."""
        sums: dict[str, int] = {}
        for stretch in self.stretches:
            if stretch.status not in OVER:
                sums[stretch.turn] = sums.get(stretch.turn, 0) + stretch.seconds
        return sums

    @property
    def vendor_side_seconds(self) -> int:
        """Support, Consulting, R&D and Deployment together: what *Escalate* counts."""
        return self._side("vendor")

    @property
    def customer_side_seconds(self) -> int:
        return self._side("customer")

    @property
    def elsewhere_seconds(self) -> int:
        return self._side("elsewhere")

    @property
    def may_escalate(self) -> bool:
        """Escalate is offered once the level's working time on our side is reached, and at once after a miss."""
        if self.status in OVER:
            return False
        return self.any_missed or (self.escalate_s is not None and self.vendor_side_seconds >= self.escalate_s)

    @property
    def escalate_at(self) -> dt.datetime | None:
        """When *Escalate* will be offered if the turn stays ours and nothing is missed before; None if it is offered."""
        if self.status in OVER or self.may_escalate or self.escalate_s is None or side_of(self.turn) != "vendor":
            return None
        left = self.escalate_s - self.vendor_side_seconds
        return to_moment(self.calendar.used_up(int(self.at.timestamp()), left))

    def _side(self, side: str) -> int:
        return sum(seconds for turn, seconds in self.turn_seconds().items() if side_of(turn) == side)

    # Outside

    def as_json(self) -> dict[str, Any]:
        """The `/sla` object. Times are UTC; the counted segments of a clock add up to its used time."""
        return {"calendar": self.calendar.key, "clocks": [_clock(clock) for clock in self.clocks]}


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "kind": clock.kind,
        "target_s": clock.target_s,
        "used_s": clock.used_s,
        "state": clock.state,
        "due_at": _utc(clock.due_at),
        "missed": [{"due_at": _utc(missed.due_at), "over_s": missed.over_s} for missed in clock.missed],
        "segments": [_segment(clock, segment) for segment in clock.segments],
    }


def _segment(clock: Clock, segment: Segment) -> dict[str, Any]:
    return {
        "from": _utc(to_moment(segment.start)),
        "to": _utc(to_moment(segment.end)),
        "status": segment.status,
        "calendar": segment.calendar.key,
        "counted": clock.counts(segment),
        "seconds": segment.seconds,
        "rule": clock.rule_of(segment),
    }


def _utc(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
