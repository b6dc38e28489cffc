"""One clock: a sum over segments of working time, against a target (DOMAIN 1.4 i).

Moments are seconds since 1970 here. A clock knows no rule about statuses: it is told for each stretch of time whether it
runs, and keeps count. What has been missed stays missed, and what has ended stays as it was.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import ceil

from guichet.sla.calendar import Calendar, to_moment
from guichet.sla.turns import RUNNING, STOPPED

FIRST_REPLY, UPDATE, GOAL = "first_reply", "update", "goal"
MET, BREACHED = "met", "breached"


@dataclass(slots=True)
class Stretch:
    """Time in which nothing changed: one status, one calendar, one set of rules (``cut`` tells these apart)."""

    start: int
    end: int
    status: str
    turn: str
    calendar: Calendar
    seconds: int
    cut: int


@dataclass(slots=True)
class Segment:
    """A stretch as one clock saw it. ``runs``: its clock ran; ``held``: it ran without a target to count against."""

    start: int
    end: int
    status: str
    calendar: Calendar
    seconds: int
    rule: str
    runs: bool
    held: bool
    cut: int

    @classmethod
    def of(cls, stretch: Stretch, rule: str, *, runs: bool, held: bool) -> "Segment":
        s = stretch
        return cls(s.start, s.end, s.status, s.calendar, s.seconds, rule, runs, held, s.cut)

    def goes_on(self, stretch: Stretch, rule: str, *, runs: bool, held: bool) -> bool:
        """One segment per status, cut at a change of calendar or rule."""
        return self.cut == stretch.cut and self.status == stretch.status and (self.rule, self.runs, self.held) == (rule, runs, held)


@dataclass(frozen=True, slots=True)
class Missed:
    """A round of the update clock that ended too late."""

    due_at: dt.datetime
    over_s: int


@dataclass(slots=True)
class Clock:
    kind: str
    began: int
    target_s: int | None
    calendar: Calendar
    counts_from: int = 0
    cap_s: int | None = None
    used_s: int = 0
    is_breached: bool = False
    breached_due: int = 0
    over_from_s: int = 0
    ended: int | None = None
    outcome: str = ""
    phase: str = RUNNING
    now: int = 0
    through_rnd: bool = False
    stopped_by_type: bool = False
    segments: list[Segment] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counts_from = self.now = self.began

    # Counting

    @property
    def limit_s(self) -> int | None:
        """What may be used: the target, or less where a raise must not move the due moment later (d)."""
        if self.target_s is None or self.cap_s is None:
            return self.target_s
        return min(self.target_s, self.cap_s)

    def advance(self, stretch: Stretch, phase: str, rule: str) -> None:
        """Live through a stretch. *Breached* begins after the due second, so a stretch that ends with it is in time."""
        if self.ended is not None:
            return
        runs, limit = phase == RUNNING, self.limit_s
        held = limit is None or self.stopped_by_type
        if runs and not held:
            if not self.is_breached:
                left = max(0, limit - self.used_s)
                if stretch.seconds >= left:
                    due = stretch.calendar.used_up(stretch.start, left)
                    if due < stretch.end:
                        self.is_breached, self.breached_due, self.over_from_s = True, due, self.used_s + left
            self.used_s += stretch.seconds
        last = self.segments[-1] if self.segments else None
        if last is not None and last.goes_on(stretch, rule, runs=runs, held=held):
            last.end, last.seconds = stretch.end, last.seconds + stretch.seconds
        else:
            self.segments.append(Segment.of(stretch, rule, runs=runs, held=held))

    def end(self, at: int, outcome: str) -> None:
        """Met or stopped, unless it was missed before: that it stays."""
        if self.ended is None:
            self.ended, self.outcome = at, BREACHED if self.is_breached else outcome

    def begin_round(self, at: int, target_s: int | None, *, through_rnd: bool) -> None:
        """(h) News of ours: the round that was open is over, missed or not, and the next begins at nothing."""
        if self.is_breached:
            self.missed.append(Missed(to_moment(self.breached_due), self.used_s - self.over_from_s))
        self.began = self.counts_from = at
        self.used_s, self.cap_s, self.is_breached, self.segments = 0, None, False, []
        self.target_s, self.through_rnd = target_s, through_rnd

    def enter_rnd(self, target_s: int | None) -> None:
        """(h) The round that enters WITH_RND keeps the longer target to its end; one already missed stays missed."""
        if self.is_breached:
            return
        self.through_rnd = True
        if target_s != self.target_s:
            self.target_s, self.cap_s = target_s, None

    # Changes of the target

    @property
    def is_settled(self) -> bool:
        """A target already met or missed stays as it was (d)."""
        return self.ended is not None or self.is_breached

    def change_to(self, target_s: int | None) -> None:
        """(j) Another policy from now on; the used time is kept."""
        if not self.is_settled and not self.stopped_by_type:
            self.target_s = target_s

    def lower_to(self, target_s: int | None) -> None:
        """(d) Another target, counted from the clock's beginning (the update: from the start of its round)."""
        if not self.is_settled:
            self._recount(target_s, self.began)

    def raise_to(self, target_s: int | None, counts_from: int) -> None:
        """(d) Another target, counted from that moment on, but never due later than before."""
        if self.is_settled:
            return
        old = None if self.limit_s is None or self.stopped_by_type else max(0, self.limit_s - self.used_s)
        self._recount(target_s, max(counts_from, self.began))
        if old is not None and target_s is not None and self.used_s + old < target_s:
            self.cap_s = self.used_s + old

    def stop_by_type(self, at: int) -> None:
        """(g) The new type has no such target. One already missed stays missed."""
        if self.is_breached:
            self.end(at, BREACHED)
        elif self.target_s is not None:
            self.stopped_by_type = True

    def _recount(self, target_s: int | None, counts_from: int) -> None:
        self.target_s, self.counts_from, self.cap_s, self.stopped_by_type = target_s, counts_from, None, False
        for at, segment in enumerate(self.segments):
            segment.held = target_s is None
            if segment.start < counts_from < segment.end:
                before = segment.calendar.worked(segment.start, counts_from)
                rest = replace(segment, start=counts_from, seconds=segment.seconds - before)
                segment.end, segment.seconds = counts_from, before
                self.segments.insert(at + 1, rest)
        self.used_s = sum(segment.seconds for segment in self.segments if self.counts(segment))
        self._look_back()

    def _look_back(self) -> None:
        """Counted from an earlier moment, the new due moment may have gone by already: then it was missed there."""
        needed = self.target_s
        for segment in self._counted():
            if needed is None or self.is_breached:
                return
            if segment.seconds < needed:
                needed -= segment.seconds
                continue
            due = segment.calendar.used_up(segment.start, needed)
            if due < segment.end:
                self.is_breached, self.breached_due, self.over_from_s = True, due, self.target_s
            needed = 0

    # Answers

    def counts(self, segment: Segment) -> bool:
        """Whether a segment is part of the used time."""
        return segment.runs and not segment.held and segment.start >= self.counts_from

    def rule_of(self, segment: Segment) -> str:
        """The rule that decides about a segment: a raise leaves what was before it (d), a type without goal stops (g)."""
        if segment.runs and segment.start < self.counts_from:
            return "d"
        return "g" if segment.runs and segment.held else segment.rule

    @property
    def state(self) -> str:
        if self.is_breached:
            return BREACHED
        if self.ended is not None:
            return self.outcome
        return STOPPED if self.stopped_by_type else self.phase

    @property
    def is_counting(self) -> bool:
        """Time goes by on it now, in time or already missed."""
        return self.ended is None and not self.stopped_by_type and self.phase == RUNNING and self.limit_s is not None

    @property
    def due_at(self) -> dt.datetime | None:
        """The moment the target is used up; None while paused, replaced or stopped."""
        if self.is_breached:
            return to_moment(self.breached_due)
        if self.limit_s is None or self.state not in (RUNNING, MET):
            return None
        from_ = self.now if self.ended is None else self.ended
        # What was met stays as it was, whatever the hours became afterwards (j).
        calendar = self.calendar if self.ended is None else self.calendar.as_known(self.ended)
        return to_moment(calendar.used_up(from_, max(0, self.limit_s - self.used_s)))

    @property
    def over_s(self) -> int:
        """Working time past the due moment of the round that is open."""
        return self.used_s - self.over_from_s if self.is_breached else 0

    @property
    def left_s(self) -> int | None:
        return None if self.limit_s is None else max(0, self.limit_s - self.used_s)

    def warn_at(self, fraction: float) -> dt.datetime | None:
        """(f) The moment at which that part of the target is used up, past or to come; None unless it is counting."""
        if not self.is_counting:
            return None
        needed = ceil(self.limit_s * fraction)
        for segment in self._counted():
            if segment.seconds >= needed:
                return to_moment(segment.calendar.used_up(segment.start, needed))
            needed -= segment.seconds
        return to_moment(self.calendar.used_up(self.now, needed))

    def _counted(self) -> Iterator[Segment]:
        return (segment for segment in self.segments if self.counts(segment))
