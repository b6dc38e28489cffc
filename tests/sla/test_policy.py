"""Policies and durations as configuration writes them."""

import pytest

from guichet.sla.policy import DEFAULT_TYPES, Policy, PolicyError, level_of, seconds, types_from_config
from tests.sla.calendars import STANDARD_CONFIG

HOUR = 3600
STANDARD = Policy.from_config(STANDARD_CONFIG)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("8h", 8 * HOUR),
        ("80 h", 80 * HOUR),
        ("1h30", 5400),
        ("1h30m", 5400),
        ("1 h 30 min", 5400),
        ("30m", 1800),
        ("45 min", 2700),
        ("90s", 90),
        ("1.5h", 5400),
        ("0h", 0),
        ("3600", HOUR),
        (3600, HOUR),
        (None, None),
    ],
)
def test_a_duration_is_read(written, expected):
    assert seconds(written) == expected


@pytest.mark.parametrize("written", ["", "soon", "-8h", -1, True, [], "8 days", "h", "8h30m20"])
def test_what_is_no_duration_is_refused(written):
    with pytest.raises(PolicyError, match="not a duration"):
        seconds(written)


def test_the_standard_policy_reads_as_the_paper_has_it():
    assert STANDARD.targets_at("LOW").goal is None and STANDARD.targets_at("LOW").escalate == 80 * HOUR
    assert STANDARD.targets_at("CRITICAL").escalate == 0
    none = STANDARD.targets_at(None)
    assert (none.first_reply, none.update, none.goal, none.escalate) == (8 * HOUR, 24 * HOUR, None, 24 * HOUR)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": None}, "needs a key"),
        ({"targets": {"SEVERE": {}}}, "'SEVERE' is not a criticality"),
        ({"targets": {"LOW": {"update": "soon"}}}, "Policy Standard, LOW: 'soon' is not a duration"),
        ({"targets": {"LOW": {"update": "8h"}}}, "no targets for CRITICAL, HIGH, MEDIUM"),
    ],
)
def test_a_mistake_in_a_policy_is_told_in_words(change, words):
    with pytest.raises(PolicyError, match=words):
        Policy.from_config(STANDARD_CONFIG | change)


def test_how_a_type_comes_by_its_criticality():
    assert level_of(DEFAULT_TYPES, "SPT", "HIGH") == "HIGH"
    assert level_of(DEFAULT_TYPES, "SPT", None) == "MEDIUM"
    assert level_of(DEFAULT_TYPES, "EVO", "HIGH") == "LOW"
    assert level_of(DEFAULT_TYPES, "PSP2", "HIGH") is None
    read = types_from_config([{"key": "spt", "criticality": "Asked"}, {"key": "XYZ", "criticality": "low"}, {"key": "Q"}])
    assert read == {"SPT": "asked", "XYZ": "LOW", "Q": "none"}
    with pytest.raises(PolicyError, match="Type XYZ"):
        types_from_config([{"key": "XYZ", "criticality": "sometimes"}])
