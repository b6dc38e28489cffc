"""What each clock does where a request stands (DOMAIN 1.4 and 1.5). Each answer names its rule, (a) to (j)."""

from collections.abc import Mapping
from dataclasses import dataclass

from guichet.sla.calendar import Calendar
from guichet.sla.policy import Policy, Targets, level_of
from guichet.sla.turns import CUSTOMER, GOAL_CLOCK, OVER, PAUSED, REPLACED, RUNNING, STOPPED, UPDATE_CLOCK, turn_of

# (c): at these levels a planned version alone does not end the goal; (h): their rounds are not doubled at R&D.
URGENT = frozenset({"HIGH", "CRITICAL"})
# (h): changes that the customer is told of and that count as news of ours.
NEWS = frozenset({"SCHEDULED", "WAIT_APPROVAL", "PLANNED_FIX", "FIX_AVAILABLE"})
# News by which a human of ours has also answered what the customer wrote last; a release is told by the system.
ANSWERS = frozenset({"SCHEDULED", "WAIT_APPROVAL"})
# 1.5: here a customer's reply moves the request on instead of marking it unanswered.
REPLY_MOVES = frozenset({"WAIT_CUSTOMER", "RESOLVED", "FIX_AVAILABLE"})


@dataclass(slots=True)
class Standing:
    """Where a request stands between two events."""

    types: Mapping[str, str]
    calendar: Calendar
    policy: Policy
    type: str
    criticality: str | None
    operated_by: str
    status: str = "NEW"
    way_round: bool = False
    unanswered: bool = False
    first_reply_s: int | None = None
    # Opened incomplete under a contract whose clocks begin at completeness: until then it is the customer's turn.
    waits: bool = False

    @property
    def level(self) -> str | None:
        return level_of(self.types, self.type, self.criticality)

    @property
    def turn(self) -> str:
        return CUSTOMER if self.waits else turn_of(self.status, operated_by=self.operated_by)

    def targets(self) -> Targets:
        return self.policy.targets_at(self.level)


def first_reply_clock(standing: Standing) -> tuple[str, str]:
    """(a) Nothing pauses it once it began. It rests where the request is resolved or over without a word of ours."""
    if standing.waits:
        return PAUSED, "a"
    over = standing.status == "RESOLVED" or standing.status in OVER
    return (STOPPED if over else RUNNING), "a"


def goal_clock(standing: Standing) -> tuple[str, str]:
    """(b) Paused while it is the customer's turn and in SCHEDULED; (c) in PLANNED_FIX."""
    if standing.waits:
        return PAUSED, "b"
    if standing.status == "PLANNED_FIX":
        return (RUNNING if standing.level in URGENT else REPLACED), "c"
    if standing.status == "FIX_AVAILABLE" and standing.operated_by == "vendor":
        return RUNNING, "b"
    return GOAL_CLOCK[standing.status], "b"


def update_clock(standing: Standing) -> tuple[str, str]:
    """(h) Paused while it is the customer's or nobody's turn, but it runs on from an unanswered reply."""
    if standing.status == "FIX_AVAILABLE" and standing.operated_by == "vendor":
        return RUNNING, "h"
    state = UPDATE_CLOCK[standing.status]
    if state == PAUSED and standing.unanswered:
        return RUNNING, "h"
    return state, "h"


def is_goal_met_by_plan(standing: Standing) -> bool:
    """(c) For CRITICAL and HIGH a planned version meets the goal if the customer accepted a way round."""
    return standing.status == "PLANNED_FIX" and standing.way_round and standing.level in URGENT


def update_target(standing: Standing, *, through_rnd: bool) -> int | None:
    """(h) Doubled for the round that stands in or has entered WITH_RND, except for CRITICAL and HIGH."""
    target = standing.targets().update
    return target * 2 if target and through_rnd and standing.level not in URGENT else target


def first_reply_target(standing: Standing) -> int | None:
    """The type's own target where it has one (removing an access: 1 h), else the criticality's."""
    return standing.targets().first_reply if standing.first_reply_s is None else standing.first_reply_s
