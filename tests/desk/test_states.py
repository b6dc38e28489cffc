"""The table of transitions of DOMAIN 1.5, written a second time and compared move by move."""

import itertools

import pytest

from guichet.desk.states import OPEN_STATUSES, TRANSITIONS, Status, targets_for_agents, turn_of

# What agents, consultants and R&D may set, from each status; WAIT_CUSTOMER and SCHEDULED give back LEVEL2 or IN_PROGRESS.
WORK = {"WAIT_CUSTOMER", "WAIT_APPROVAL", "SCHEDULED", "RESOLVED", "WITH_RND"}
EXPECTED = {
    "agent": {
        "NEW": {"IN_PROGRESS", "CANCELLED", "LEVEL2"} | WORK,
        "IN_PROGRESS": {"CANCELLED", "LEVEL2"} | WORK,
        "WAIT_CUSTOMER": {"IN_PROGRESS", "CANCELLED"},
        "WAIT_APPROVAL": {"IN_PROGRESS"},
        "LEVEL2": WORK,
        "WITH_RND": {"IN_PROGRESS"},
        "PLANNED_FIX": {"IN_PROGRESS"},
        "FIX_AVAILABLE": {"SCHEDULED", "RESOLVED"},
        "SCHEDULED": {"IN_PROGRESS", "RESOLVED"},
        "RESOLVED": set(), "CLOSED": set(), "CANCELLED": set(),
    },
    "consultant": {
        "NEW": set(), "IN_PROGRESS": WORK, "WAIT_CUSTOMER": set(), "WAIT_APPROVAL": set(), "LEVEL2": {"IN_PROGRESS"} | WORK,
        "WITH_RND": set(), "PLANNED_FIX": set(), "FIX_AVAILABLE": set(), "SCHEDULED": {"RESOLVED"}, "RESOLVED": set(), "CLOSED": set(), "CANCELLED": set(),
    },
    "rnd": {
        "WITH_RND": {"IN_PROGRESS", "PLANNED_FIX"}, "PLANNED_FIX": {"IN_PROGRESS", "WITH_RND"},
        **{s: set() for s in Status.values if s not in ("WITH_RND", "PLANNED_FIX")},
    },
}  # fmt: skip


@pytest.mark.parametrize(("kind", "status"), list(itertools.product(EXPECTED, Status.values)))
def test_agents_consultants_and_rnd_move_as_the_table_says(kind, status):
    assert set(targets_for_agents(status, came_from="", kinds=frozenset({kind}))) == EXPECTED[kind][status]


@pytest.mark.parametrize("status", ["WAIT_CUSTOMER", "SCHEDULED"])
def test_what_was_interrupted_goes_back_to_where_it_came_from(status):
    assert "LEVEL2" in targets_for_agents(status, came_from="LEVEL2", kinds=frozenset({"agent"}))


def test_customers_and_the_system_move_as_the_table_says():
    moves = {
        (source, t.target, by) for t in TRANSITIONS for source in t.sources for by in t.by if by in ("customer", "approver", "system")
    }
    expected = {(s, "CLOSED", "customer") for s in OPEN_STATUSES if s != "WAIT_APPROVAL"}
    expected |= {(s, "CANCELLED", "customer") for s in ("NEW", "IN_PROGRESS", "WAIT_CUSTOMER")}
    expected |= {
        ("WAIT_CUSTOMER", "came_from", "customer"), ("WAIT_CUSTOMER", "RESOLVED", "system"),
        ("WAIT_APPROVAL", "approved", "approver"), ("WAIT_APPROVAL", "IN_PROGRESS", "approver"),
        ("WAIT_APPROVAL", "CLOSED", "approver"), ("WAIT_APPROVAL", "RESOLVED", "system"),
        ("WITH_RND", "FIX_AVAILABLE", "system"), ("PLANNED_FIX", "FIX_AVAILABLE", "system"),
        ("FIX_AVAILABLE", "RESOLVED", "customer"), ("FIX_AVAILABLE", "RESOLVED", "system"), ("FIX_AVAILABLE", "IN_PROGRESS", "customer"),
        ("SCHEDULED", "came_from", "system"), ("SCHEDULED", "RESOLVED", "system"), ("NEW", "RESOLVED", "system"),
        ("IN_PROGRESS", "RESOLVED", "system"), ("LEVEL2", "RESOLVED", "system"),
        ("RESOLVED", "IN_PROGRESS", "customer"), ("RESOLVED", "CLOSED", "customer"), ("RESOLVED", "CLOSED", "system"),
    }  # fmt: skip
    assert moves == expected


def test_a_fix_is_deployments_turn_where_the_vendor_operates():
    assert turn_of("FIX_AVAILABLE") == "customer" and turn_of("FIX_AVAILABLE", operated_by="vendor") == "support"
