"""What holds for the clocks of every history, likely or not."""

import datetime as dt

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guichet.sla.calendar import elapsed
from guichet.sla.ledger import Ledger
from guichet.sla.policy import CRITICALITIES, DEFAULT_TYPES
from guichet.sla.replay import replay
from guichet.sla.turns import TURN
from tests.sla.calendars import CALENDARS, POLICIES

OPENED = dt.datetime(2026, 11, 19, 7, 30, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)

changes = st.one_of(
    st.builds(lambda by: {"kind": "message", "by": by}, st.sampled_from(["vendor", "customer"])),
    st.builds(lambda to: {"kind": "status", "to": to}, st.sampled_from(sorted(TURN))),
    st.builds(lambda to: {"kind": "criticality", "to": to}, st.sampled_from(CRITICALITIES)),
    st.builds(lambda to: {"kind": "type", "to": to}, st.sampled_from(sorted(DEFAULT_TYPES))),
    st.builds(lambda to: {"kind": "policy", "to": to}, st.sampled_from(sorted(POLICIES))),
    st.builds(lambda to: {"kind": "calendar", "to": to}, st.sampled_from(sorted(CALENDARS))),
    st.builds(lambda yes: {"kind": "planned_fix", "way_round": yes}, st.booleans()),
)
# Minutes, hours and days between two events, often none at all.
gaps = st.one_of(st.just(0), st.integers(1, 7200), st.integers(0, 6).map(lambda n: n * 1800), st.integers(0, 500_000))


@st.composite
def histories(draw):
    moment, events = OPENED, [{"at": OPENED, "kind": "opened"}]
    for change in draw(st.lists(changes, max_size=14)):
        moment += draw(gaps) * SECOND
        if change["kind"] == "criticality" and draw(st.booleans()):
            change = change | {"counts_from": moment - draw(st.integers(0, 100_000)) * SECOND}
        events.append(change | {"at": moment})
    return {
        "calendar": draw(st.sampled_from(sorted(CALENDARS))),
        "policy": draw(st.sampled_from(sorted(POLICIES))),
        "type": draw(st.sampled_from(["SPT", "SPT", "SPT", "CNS", "EVO"])),
        "criticality": draw(st.sampled_from([*CRITICALITIES, None])),
        "operated_by": draw(st.sampled_from(["customer", "vendor"])),
        "events": events,
    }


def ledger(history: dict, at: dt.datetime) -> Ledger:
    return replay(calendars=CALENDARS, policies=POLICIES, at=at, **history)


def last(history: dict) -> dt.datetime:
    return history["events"][-1]["at"]


@settings(deadline=None, max_examples=300)
@given(histories(), gaps)
def test_counted_segments_add_up_to_the_used_time(history, after):
    found = ledger(history, last(history) + after * SECOND)
    for clock in found.clocks:
        assert sum(s.seconds for s in clock.segments if clock.counts(s)) == clock.used_s
        assert all(a.end == b.start for a, b in zip(clock.segments, clock.segments[1:], strict=False))
        for segment in clock.segments:
            assert segment.start < segment.end
            assert segment.seconds == segment.calendar.worked(segment.start, segment.end)
            assert clock.rule_of(segment) in "abcdefghij"
    for clock in found.as_json()["clocks"]:
        assert sum(segment["seconds"] for segment in clock["segments"] if segment["counted"]) == clock["used_s"]
        assert (clock["due_at"] is None) == (clock["state"] in ("paused", "replaced", "stopped"))


@settings(deadline=None, max_examples=200)
@given(histories(), gaps)
def test_a_due_moment_is_the_last_in_time(history, after):
    now = last(history) + after * SECOND
    for clock in ledger(history, now).clocks:
        if clock.state == "running":
            assert clock.due_at >= now
            assert ledger(history, clock.due_at).clock(clock.kind).state == "running"
            late = ledger(history, clock.due_at + SECOND).clock(clock.kind)
            assert late.state == "breached" and late.due_at == clock.due_at
        if clock.state == "breached":
            assert clock.due_at < now or clock.ended is not None


@settings(deadline=None, max_examples=200)
@given(histories(), st.floats(0, 1))
def test_what_happens_later_changes_nothing_of_what_stood(history, part):
    whole = last(history) - OPENED
    at = OPENED + int(whole.total_seconds() * part) * SECOND
    before = history | {"events": [event for event in history["events"] if event["at"] <= at]}
    assert ledger(history, at).as_json() == ledger(before, at).as_json()


@settings(deadline=None, max_examples=200)
@given(histories(), st.lists(st.floats(0, 1), max_size=4))
def test_looking_and_marking_confidential_change_nothing(history, parts):
    whole = int((last(history) - OPENED).total_seconds())
    looks = [{"at": OPENED + int(whole * part) * SECOND, "kind": "confidential"} for part in parts]
    events = sorted([*history["events"], *looks], key=lambda event: event["at"])
    assert ledger(history, last(history)).as_json() == ledger(history | {"events": events}, last(history)).as_json()


@settings(deadline=None, max_examples=200)
@given(histories(), gaps)
def test_met_and_missed_are_for_good(history, after):
    """Replayed event by event: an ended reply clock never changes, a missed goal stays missed, rounds stay recorded."""
    settled: dict[str, str] = {}
    recorded: list = []
    for count in range(1, len(history["events"]) + 1):
        part = history | {"events": history["events"][:count]}
        found = ledger(part, last(part) + (after * SECOND if count == len(history["events"]) else 0 * SECOND))
        reply, goal, update = (found.clock(kind) for kind in ("first_reply", "goal", "update"))
        assert settled.get("first_reply") in (None, reply.state)
        if reply.ended is not None:
            settled["first_reply"] = reply.state
        if settled.get("goal"):
            assert goal.state == settled["goal"]
        if goal is not None and (goal.state == "breached" or goal.state == "met"):
            settled["goal"] = goal.state
        if update is not None:
            assert update.missed[: len(recorded)] == recorded
            recorded = update.missed


@settings(deadline=None, max_examples=200)
@given(histories(), st.integers(0, 3), gaps)
def test_a_raise_is_never_late_at_once_and_never_due_later(history, by, after):
    now = last(history) + after * SECOND
    before = ledger(history, now)
    assume(history["type"] == "SPT" and all(event["kind"] != "type" for event in history["events"]))
    # The first level ever named is no raise: it counts from creation, as the type did.
    assume(history["criticality"] or any(event["kind"] == "criticality" for event in history["events"]))
    to = CRITICALITIES[min(3, CRITICALITIES.index(before.level) + by)]
    raised = history | {"events": [*history["events"], {"at": now, "kind": "criticality", "to": to}]}
    for clock in before.clocks:
        later = ledger(raised, now).clock(clock.kind)
        if clock.state == "running":
            assert later.state == "running" and later.due_at <= clock.due_at
        elif clock.state in ("breached", "met"):
            assert (later.state, later.used_s, later.target_s) == (clock.state, clock.used_s, clock.target_s)


@settings(deadline=None, max_examples=200)
@given(histories())
def test_turns_add_up_to_the_time_since_creation(history):
    assume(not any(e["kind"] == "calendar" or e.get("to") in ("CLOSED", "CANCELLED") for e in history["events"]))
    found = ledger(history, last(history))
    sides = found.vendor_side_seconds + found.customer_side_seconds + found.elsewhere_seconds
    assert sides == sum(found.turn_seconds().values()) == elapsed(found.calendar, OPENED, last(history))


@settings(deadline=None, max_examples=100)
@given(histories(), gaps)
def test_warnings_come_in_order_before_the_due_moment(history, after):
    for clock in ledger(history, last(history) + after * SECOND).clocks:
        half, most = clock.warn_at(0.5), clock.warn_at(0.75)
        assert (half is not None) == clock.is_counting
        if clock.is_counting:
            assert half <= most
        if clock.state == "running":
            assert most <= clock.due_at
