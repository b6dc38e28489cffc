"""Whose turn each status gives, and what it does to the goal and update clocks (the table of DOMAIN 1.5)."""

CUSTOMER, SUPPORT, CONSULTING, RND, NOBODY = "customer", "support", "consulting", "rnd", "nobody"
VENDOR_TURNS = frozenset({SUPPORT, CONSULTING, RND})

TURN = {
    "NEW": SUPPORT,
    "IN_PROGRESS": SUPPORT,
    "WAIT_CUSTOMER": CUSTOMER,
    "WAIT_APPROVAL": CUSTOMER,
    "LEVEL2": CONSULTING,
    "WITH_RND": RND,
    "PLANNED_FIX": RND,
    "FIX_AVAILABLE": CUSTOMER,
    "SCHEDULED": NOBODY,
    "RESOLVED": CUSTOMER,
    "CLOSED": NOBODY,
    "CANCELLED": NOBODY,
}
OVER = frozenset({"CLOSED", "CANCELLED"})

RUNNING, PAUSED, REPLACED, STOPPED = "running", "paused", "replaced", "stopped"

# PLANNED_FIX and FIX_AVAILABLE depend on more than the status: rules.py.
GOAL_CLOCK = {
    "NEW": RUNNING,
    "IN_PROGRESS": RUNNING,
    "WAIT_CUSTOMER": PAUSED,
    "WAIT_APPROVAL": PAUSED,
    "LEVEL2": RUNNING,
    "WITH_RND": RUNNING,
    "PLANNED_FIX": REPLACED,
    "FIX_AVAILABLE": PAUSED,
    "SCHEDULED": PAUSED,
    "RESOLVED": STOPPED,
    "CLOSED": STOPPED,
    "CANCELLED": STOPPED,
}
UPDATE_CLOCK = GOAL_CLOCK


def turn_of(status: str, *, operated_by: str = "customer") -> str:
    """A fix for an installation that the vendor operates is Support's (DEP) to install."""
    return SUPPORT if status == "FIX_AVAILABLE" and operated_by == "vendor" else TURN[status]


def side_of(turn: str) -> str:
    """The two counters of a request: 'vendor' or 'customer'; 'elsewhere' while it is nobody's turn."""
    return "vendor" if turn in VENDOR_TURNS else CUSTOMER if turn == CUSTOMER else "elsewhere"
