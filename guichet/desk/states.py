"""Which status may follow which, by whom, and what it asks for: the one table (DOMAIN 1.5)."""

from dataclasses import dataclass

from django.db.models import TextChoices

from guichet.sla import turns


class Status(TextChoices):
    """Where a request stands. Keys are code; labels are configuration (service.StatusText)."""

    NEW = "NEW"
    IN_PROGRESS = "IN_PROGRESS"
    WAIT_CUSTOMER = "WAIT_CUSTOMER"
    WAIT_APPROVAL = "WAIT_APPROVAL"
    LEVEL2 = "LEVEL2"
    WITH_RND = "WITH_RND"
    PLANNED_FIX = "PLANNED_FIX"
    FIX_AVAILABLE = "FIX_AVAILABLE"
    SCHEDULED = "SCHEDULED"
    RESOLVED = "RESOLVED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class Turn(TextChoices):
    """Whose turn it is."""

    CUSTOMER = "customer"
    SUPPORT = "support"
    CONSULTING = "consulting"
    RND = "rnd"
    NOBODY = "nobody"


OPEN_STATUSES = [s.value for s in Status if s not in (Status.CLOSED, Status.CANCELLED)]


def turn_of(status: str, *, operated_by: str = "customer") -> Turn:
    """Whose turn a status gives; the table stands in sla/turns.py, which reckons with it."""
    return Turn(turns.turn_of(status, operated_by=operated_by))


# Who moves a ticket. CONSULTANT and RND are agents standing on those desks; SYSTEM is the worker.
AGENT, CONSULTANT, RND, CUSTOMER, APPROVER, SYSTEM = "agent", "consultant", "rnd", "customer", "approver", "system"


@dataclass(frozen=True)
class Transition:
    """One permitted move: who may make it, and which data it demands.

    *needs* names the fields of INTERFACE section 4 that must be there; *takes* those it may carry besides.
    *target* `came_from` means the status from which the present one was entered.
    """

    sources: tuple[str, ...]
    target: str
    by: tuple[str, ...]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    name: str = ""


S = Status
_OPEN_BUT_APPROVAL = tuple(s for s in OPEN_STATUSES if s != S.WAIT_APPROVAL)
CAME_FROM = "came_from"

TRANSITIONS: tuple[Transition, ...] = (
    Transition((S.NEW,), S.IN_PROGRESS, (AGENT,), name="take"),
    Transition((S.NEW, S.IN_PROGRESS, S.WAIT_CUSTOMER), S.CANCELLED, (CUSTOMER, AGENT), ("reason",), name="cancel"),
    Transition((S.NEW, S.IN_PROGRESS, S.LEVEL2), S.WAIT_CUSTOMER, (AGENT, CONSULTANT), ("body",), name="ask"),
    Transition((S.WAIT_CUSTOMER,), CAME_FROM, (CUSTOMER, AGENT), name="answered"),
    Transition((S.WAIT_CUSTOMER,), S.RESOLVED, (SYSTEM,), name="no_answer"),
    Transition((S.NEW, S.IN_PROGRESS, S.LEVEL2), S.WAIT_APPROVAL, (AGENT, CONSULTANT), ("reason", "amount", "valid_until"), ("body",), name="offer"),
    Transition((S.WAIT_APPROVAL,), "approved", (APPROVER,), name="approve"),
    Transition((S.WAIT_APPROVAL,), S.IN_PROGRESS, (APPROVER,), ("reason",), name="return_offer"),
    Transition((S.WAIT_APPROVAL,), S.IN_PROGRESS, (AGENT,), takes=("body", "reason"), name="withdraw_offer"),
    Transition((S.WAIT_APPROVAL,), S.CLOSED, (APPROVER,), ("reason",), name="refuse_offer"),
    Transition((S.WAIT_APPROVAL,), S.RESOLVED, (SYSTEM,), name="offer_over"),
    Transition((S.NEW, S.IN_PROGRESS), S.LEVEL2, (AGENT,), ("reason",), ("body",), name="to_consulting"),
    Transition((S.LEVEL2,), S.IN_PROGRESS, (CONSULTANT,), takes=("reason", "body"), name="from_consulting"),
    Transition((S.NEW, S.IN_PROGRESS, S.LEVEL2), S.WITH_RND, (AGENT, CONSULTANT), ("reason",), ("body",), name="to_rnd"),
    Transition((S.WITH_RND, S.PLANNED_FIX), S.IN_PROGRESS, (RND, AGENT), ("reason",), ("body",), name="from_rnd"),
    Transition((S.WITH_RND,), S.PLANNED_FIX, (RND,), ("target_release",), ("way_round_accepted", "body"), name="plan"),
    Transition((S.PLANNED_FIX,), S.WITH_RND, (RND,), ("reason",), ("body",), name="unplan"),
    Transition((S.WITH_RND, S.PLANNED_FIX), S.FIX_AVAILABLE, (SYSTEM,), name="release"),
    Transition((S.FIX_AVAILABLE,), S.SCHEDULED, (AGENT,), ("appointment_at",), ("body",), name="schedule_patch"),
    Transition((S.FIX_AVAILABLE,), S.RESOLVED, (CUSTOMER, AGENT, SYSTEM), takes=("resolution", "body"), name="installed"),
    Transition((S.FIX_AVAILABLE,), S.IN_PROGRESS, (CUSTOMER,), name="still_there"),
    Transition((S.NEW, S.IN_PROGRESS, S.LEVEL2), S.SCHEDULED, (AGENT, CONSULTANT), ("appointment_at",), ("body",), name="schedule"),
    Transition((S.SCHEDULED,), CAME_FROM, (SYSTEM, AGENT), name="appointment_came"),
    Transition((S.NEW, S.IN_PROGRESS, S.LEVEL2, S.SCHEDULED), S.RESOLVED, (AGENT, CONSULTANT, SYSTEM), ("resolution", "body"), ("duplicate_of",), name="resolve"),
    Transition((S.IN_PROGRESS,), S.RESOLVED, (AGENT,), ("only_thanks",), name="only_thanks"),
    Transition((S.RESOLVED,), S.IN_PROGRESS, (CUSTOMER,), name="not_solved"),
    Transition((S.RESOLVED,), S.CLOSED, (CUSTOMER, SYSTEM), name="confirm"),
    Transition(_OPEN_BUT_APPROVAL, S.CLOSED, (CUSTOMER,), name="please_close"),
)  # fmt: skip


def targets_for_agents(status: str, *, came_from: str, kinds: frozenset[str]) -> dict[str, Transition]:
    """The statuses an agent of these kinds (agent, consultant, rnd) may set now, each with what it demands."""
    found: dict[str, Transition] = {}
    if status == S.NEW and AGENT not in kinds:
        return found  # what nobody took yet is taken by an agent of the desk
    for transition in TRANSITIONS:
        if status not in transition.sources or not kinds & set(transition.by) or transition.name == "only_thanks":
            continue
        target = (came_from or S.IN_PROGRESS) if transition.target == CAME_FROM else transition.target
        if target in S.values:
            found.setdefault(target, transition)
    return found


def transition(name: str) -> Transition:
    """The transition of that name."""
    return next(t for t in TRANSITIONS if t.name == name)
