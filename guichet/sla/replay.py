"""The clocks of a request, counted anew from its events: the same events give the same second (DOMAIN 1.4 a to j).

A pure function, used for every stored clock as well as for ``guichet sla replay``. It derives no status of its own: that a
customer's answer moves the request on is an event like any other.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from guichet.sla import rules
from guichet.sla.calendar import Calendar, to_epoch, to_moment
from guichet.sla.clocks import FIRST_REPLY, GOAL, MET, UPDATE, Clock, Stretch
from guichet.sla.events import NEUTRAL, Event, EventError, in_order
from guichet.sla.ledger import Ledger
from guichet.sla.policy import CRITICALITIES, DEFAULT_TYPES, Policy, level_of
from guichet.sla.rules import Standing
from guichet.sla.turns import OVER, STOPPED

Named = TypeVar("Named")


def replay(
    *,
    calendars: Mapping[str, Calendar],
    policies: Mapping[str, Policy],
    calendar: str,
    policy: str,
    type: str,
    at: dt.datetime,
    events: Iterable[Event | Mapping[str, Any]],
    criticality: str | None = None,
    operated_by: str | None = "customer",
    types: Mapping[str, str] = DEFAULT_TYPES,
) -> Ledger:
    """The ledger of a request as it stands at ``at``; later events are not looked at.

    ``type``, ``criticality``, ``policy`` and ``calendar`` are those it was opened with.
    """
    standing = Standing(
        types=types,
        calendar=_named(calendars, calendar, "calendar"),
        policy=_named(policies, policy, "policy"),
        type=str(type).strip().upper(),
        criticality=_criticality(criticality),
        operated_by=_operator(operated_by),
    )
    level_of(types, standing.type, standing.criticality)
    history = in_order([Event.read(event, standing.calendar.zone) for event in events])
    history = [(second, event) for second, event in history if event.kind not in NEUTRAL]
    until = to_epoch(at)
    if not history or history[0][1].kind != "opened":
        raise EventError("A history begins with its opened event.")
    run = _Run(standing, calendars, policies)
    for second, event in history:
        if second > until:
            break
        run.live_until(second)
        run.apply(second, event)
    run.live_until(until, through=True)
    return run.ledger(until)


class _Run:
    """The replay under way: where the request stands, its clocks, and the moment reached."""

    def __init__(self, standing: Standing, calendars: Mapping[str, Calendar], policies: Mapping[str, Policy]) -> None:
        self.standing, self.calendars, self.policies = standing, calendars, policies
        # With its former targets; `standing` holds those in force at the moment reached.
        self.policy = standing.policy
        self.changed: set[int] = set()
        self.now: int | None = None
        self.cut = 0
        self.first_reply: Clock | None = None
        self.update: Clock | None = None
        self.goal: Clock | None = None
        self.stretches: list[Stretch] = []

    # Time

    def live_until(self, second: int, *, through: bool = False) -> None:
        """Let the time since the last event pass on every clock; (j) hours and targets edited meanwhile hold from then on.

        An edit counts behind the events of its own second, so that what they ended stays as it was. *through*: with those
        of the second itself, as nothing more happens in it.
        """
        if self.now is None:
            return
        changes = {*self.standing.calendar.changes, *self.policy.changes} - self.changed
        for change in sorted(change for change in changes if self.now <= change < second + through):
            self._pass(change)
            self.changed.add(change)
            self.cut += 1
            self._hold_targets(change)
        self._pass(second)

    def _pass(self, second: int) -> None:
        if second <= self.now:
            return
        standing = self.standing
        stretch = Stretch(
            start=self.now,
            end=second,
            status=standing.status,
            turn=standing.turn,
            calendar=standing.calendar,
            seconds=standing.calendar.worked(self.now, second),
            cut=self.cut,
        )
        self.stretches.append(stretch)
        self.first_reply.advance(stretch, *rules.first_reply_clock(standing))
        self.goal.advance(stretch, *rules.goal_clock(standing))
        if self.update is not None:
            self.update.advance(stretch, *rules.update_clock(standing))
        self.now = second

    # Events

    def apply(self, second: int, event: Event) -> None:
        if event.kind == "opened":
            self._opened(second, event)
            return
        getattr(self, f"_{event.kind}")(second, event)
        if rules.is_goal_met_by_plan(self.standing) and self.goal.target_s is not None:
            self.goal.end(second, MET)

    def _opened(self, second: int, event: Event) -> None:
        if self.now is not None:
            raise EventError("A request is opened once.")
        standing = self.standing
        standing.first_reply_s, standing.waits = event.first_reply_s, event.waits
        self.now = second
        standing.policy = self.policy.held(second)
        self.first_reply = Clock(FIRST_REPLY, second, rules.first_reply_target(standing), standing.calendar)
        self.goal = Clock(GOAL, second, standing.targets().goal, standing.calendar)

    def _completed(self, second: int, event: Event) -> None:
        """What was missing is there; from now on the clocks of a request that waited for it run."""
        self.standing.waits = False

    def _message(self, second: int, event: Event) -> None:
        """(a) Ours ends the reply clock, (h) and begins a round; theirs waits for an answer."""
        if event.by == "customer":
            self.standing.unanswered = self.standing.status not in OVER
            return
        self.standing.unanswered = self.standing.waits = False
        self._replied(second)
        self._news(second)

    def _status(self, second: int, event: Event) -> None:
        if event.to is None:
            raise EventError("A status event needs to.")
        self._enter(second, event.to)

    def _planned_fix(self, second: int, event: Event) -> None:
        standing = self.standing
        standing.way_round = event.way_round or (standing.status == "PLANNED_FIX" and standing.way_round)
        self._enter(second, "PLANNED_FIX")

    def _enter(self, second: int, status: str) -> None:
        standing, left = self.standing, self.standing.status
        standing.status = status
        # Whoever begins to work on an incomplete request takes it as it is.
        standing.waits = standing.waits and status == "NEW"
        if left in rules.REPLY_MOVES and status not in rules.REPLY_MOVES:
            standing.unanswered = False
        if status != "PLANNED_FIX":
            standing.way_round = False
        if status in rules.ANSWERS:
            standing.unanswered = False
        if status == "SCHEDULED":
            self._replied(second)
        if status in rules.NEWS or (left == "PLANNED_FIX" and status != left):
            self._news(second)
        elif status == "WITH_RND" and self.update is not None:
            self.update.enter_rnd(rules.update_target(standing, through_rnd=True))
        if status == "CLOSED" and self.goal.target_s is not None and not self.goal.stopped_by_type:
            self.goal.end(second, MET)
        if status == "CANCELLED" and self.goal.target_s is not None:
            self.goal.end(second, STOPPED)

    def _criticality(self, second: int, event: Event) -> None:
        """(d) Only where the type asks for it does another criticality bring other targets."""
        standing, old = self.standing, self.standing.level
        was = standing.criticality
        standing.criticality = event.to
        new = standing.level
        if new == old:
            return
        self.cut += 1
        if was is not None and CRITICALITIES.index(new) > CRITICALITIES.index(old):
            since = second if event.counts_from is None else min(second, to_epoch(event.counts_from))
            for clock, target in self._targets():
                clock.raise_to(target, since)
        else:
            for clock, target in self._targets():
                clock.lower_to(target)

    def _type(self, second: int, event: Event) -> None:
        """1.3: used time is kept and counted against the targets of the new type from creation; (g)."""
        if event.to is None:
            raise EventError("A type event needs to.")
        standing = self.standing
        level_of(standing.types, event.to, standing.criticality)
        if event.to == standing.type:
            return
        self.cut += 1
        standing.type, standing.first_reply_s = event.to, event.first_reply_s
        for clock, target in self._targets():
            if clock is self.goal and target is None:
                clock.stop_by_type(second)
            else:
                clock.lower_to(target)

    def _policy(self, second: int, event: Event) -> None:
        self.cut += 1
        self.policy = _named(self.policies, event.to, "policy")
        self._hold_targets(second)

    def _calendar(self, second: int, event: Event) -> None:
        self.cut += 1
        self.standing.calendar = _named(self.calendars, event.to, "calendar")
        for clock, _ in self._targets():
            if clock.ended is None:
                clock.calendar = self.standing.calendar

    def _hold_targets(self, second: int) -> None:
        """(j) The targets in force from that second on, used time kept."""
        held = self.policy.held(second)
        if held is self.standing.policy:
            return
        self.standing.policy = held
        for clock, target in self._targets():
            clock.change_to(target)

    # What the events have in common

    def _replied(self, second: int) -> None:
        """(a) The reply clock ends and never starts again; (h) the update clock begins."""
        if self.first_reply.ended is not None:
            return
        self.first_reply.end(second, MET)
        self.update = Clock(UPDATE, second, None, self.standing.calendar)
        self._news(second)

    def _news(self, second: int) -> None:
        if self.update is not None:
            through_rnd = self.standing.status == "WITH_RND"
            target = rules.update_target(self.standing, through_rnd=through_rnd)
            self.update.begin_round(second, target, through_rnd=through_rnd)

    def _targets(self) -> list[tuple[Clock, int | None]]:
        """Each clock with the target that holds now."""
        standing = self.standing
        pairs = [(self.first_reply, rules.first_reply_target(standing)), (self.goal, standing.targets().goal)]
        if self.update is not None:
            pairs.append((self.update, rules.update_target(standing, through_rnd=self.update.through_rnd)))
        return pairs

    def ledger(self, until: int) -> Ledger:
        standing = self.standing
        if self.now is not None:
            self.first_reply.phase = rules.first_reply_clock(standing)[0]
            self.goal.phase = rules.goal_clock(standing)[0]
            if self.update is not None:
                self.update.phase = rules.update_clock(standing)[0]
        clocks = [c for c in (self.first_reply, self.update, self.goal) if c is not None and c.target_s is not None]
        for clock in clocks:
            clock.now = until
        return Ledger(
            at=to_moment(until),
            calendar=standing.calendar,
            status=standing.status,
            turn=standing.turn,
            level=standing.level,
            unanswered=standing.unanswered,
            escalate_s=standing.targets().escalate,
            clocks=tuple(clocks),
            stretches=tuple(self.stretches),
        )


def _named(known: Mapping[str, Named], key: Any, what: str) -> Named:
    """Keys are read in any case."""
    wanted = str(key).strip()
    found = known.get(wanted)
    if found is None:
        found = next((value for name, value in known.items() if name.upper() == wanted.upper()), None)
    if found is None:
        raise EventError(f"There is no {what} {key!r}.")
    return found


def _criticality(given: Any) -> str | None:
    if given is None or not str(given).strip():
        return None
    level = str(given).strip().upper()
    if level not in CRITICALITIES:
        raise EventError(f"There is no criticality {given!r}.")
    return level


def _operator(given: Any) -> str:
    side = str(given or "customer").strip().lower()
    if side not in ("vendor", "customer"):
        raise EventError(f"An installation is operated by vendor or customer, not {given!r}.")
    return side
