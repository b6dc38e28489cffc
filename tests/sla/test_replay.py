"""The rules (a) to (j) of DOMAIN 1.4 where the golden histories do not reach."""


import pytest

from guichet.sla.events import Event, EventError
from guichet.sla.policy import PolicyError
from guichet.sla.replay import replay
from tests.sla.calendars import CALENDARS, POLICIES, at, look, said
from tests.sla.histories import level, opened, ours, planned, status, taken, theirs

HOUR = 3600
MONDAY = [opened("11-23 08:00"), *taken("11-23 09:00")]


def kind(at: str, kind: str, to: str) -> dict[str, str]:
    return {"at": at, "kind": kind, "to": to}


# (a) the reply clock


@pytest.mark.parametrize(
    "event",
    [
        theirs("11-23 10:00"),
        status("11-23 10:00", "IN_PROGRESS"),
        status("11-23 10:00", "WITH_RND"),
        level("11-23 10:00", "MEDIUM"),
        kind("11-23 10:00", "type", "ACC"),
        kind("11-23 10:00", "calendar", "CH-BE-EXT"),
        {"at": "11-23 10:00", "kind": "assigned"},
        {"at": "11-23 10:00", "kind": "receipt"},
        {"at": "11-23 10:00", "kind": "note"},
    ],
)
def test_only_a_word_of_ours_ends_the_reply_clock(event):
    ledger = look([opened("11-23 08:00"), event], "11-23 11:00")
    assert ledger.clock("first_reply").state == "running"
    assert ledger.clock("update") is None


def test_the_reply_clock_never_starts_again():
    history = [*MONDAY, status("11-23 10:00", "RESOLVED"), status("11-24 10:00", "IN_PROGRESS"), ours("11-25 10:00")]
    assert said(look(history, "11-26 10:00"), "first_reply").startswith("1:00 met")


def test_a_request_over_without_a_word_stops_the_reply_clock():
    ledger = look([opened("11-23 08:00"), status("11-23 09:00", "CANCELLED")], "11-25 09:00")
    assert said(ledger, "first_reply") == "1:00 stopped" and said(ledger, "goal") == "1:00 stopped"


def test_removing_an_access_has_a_first_reply_of_one_hour():
    history = [opened("11-23 08:00") | {"first_reply_s": HOUR}]
    ledger = look(history, "11-23 08:30", type="ACC", criticality=None)
    assert said(ledger, "first_reply") == "0:30 running, due Mon 23 Nov 9:00"
    assert ledger.level == "LOW" and ledger.clock("goal") is None
    assert said(look(history, "11-23 09:30", type="ACC"), "first_reply") == "1:30 breached of 1 h"


# (b) the goal clock


@pytest.mark.parametrize(
    ("where", "operated_by", "used"),
    [
        ("NEW", "customer", "9:30 running"),
        ("LEVEL2", "customer", "9:30 running"),
        ("WITH_RND", "customer", "9:30 running"),
        ("WAIT_CUSTOMER", "customer", "2:00 paused"),
        ("WAIT_APPROVAL", "customer", "2:00 paused"),
        ("SCHEDULED", "customer", "2:00 paused"),
        ("FIX_AVAILABLE", "customer", "2:00 paused"),
        ("FIX_AVAILABLE", "vendor", "9:30 running"),
        ("RESOLVED", "customer", "2:00 stopped"),
        ("CLOSED", "customer", "2:00 met"),
        ("CANCELLED", "customer", "2:00 stopped"),
    ],
)
def test_the_goal_clock_by_status(where, operated_by, used):
    ledger = look([*MONDAY, status("11-23 10:00", where)], "11-24 09:00", operated_by=operated_by)
    assert said(ledger, "goal").partition(", due")[0] == used


def test_closing_does_not_mend_a_missed_goal():
    ledger = look([*MONDAY, status("11-26 10:00", "CLOSED")], "11-27 09:00")
    assert said(ledger, "goal") == "27:30 breached of 24 h"


def test_a_missed_goal_stays_missed_while_paused_and_after_reopening():
    history = [*MONDAY, status("11-26 10:00", "WAIT_CUSTOMER")]
    assert said(look(history, "11-26 11:00"), "goal") == "27:30 breached of 24 h"
    assert look(history, "11-26 11:00").next_due is None


def test_breached_begins_after_the_due_second_even_while_the_desk_is_closed():
    history = [opened("11-24 14:00")]
    assert said(look(history, "11-24 18:00"), "first_reply") == "4:00 running, due Tue 24 Nov 18:00"
    late = look(history, "11-24 18:00:01").clock("first_reply")
    assert (late.state, late.used_s, late.over_s) == ("breached", 4 * HOUR, 0)
    assert late.due_at == at("2026-11-24 18:00")
    assert said(look([*history, ours("11-24 18:00")], "11-25 09:00"), "first_reply") == "4:00 met"
    assert said(look([*history, ours("11-24 19:00")], "11-25 09:00"), "first_reply") == "4:00 breached of 4 h"


# (c) PLANNED_FIX


def test_a_way_round_accepted_later_meets_the_goal_then():
    history = [*MONDAY, planned("11-23 10:00", way_round=False), planned("11-23 14:00", way_round=True)]
    assert said(look(history, "11-24 09:00"), "goal").startswith("4:30 met")
    assert said(look([*history, status("11-24 09:00", "IN_PROGRESS")], "11-25 09:00"), "goal").startswith("4:30 met")


def test_a_goal_missed_before_the_plan_stays_missed():
    history = [*MONDAY, planned("11-26 10:00", way_round=True)]
    assert said(look(history, "11-27 10:00"), "goal") == "27:30 breached of 24 h"


def test_a_low_request_planned_has_no_goal():
    ledger = look([*MONDAY, planned("11-24 09:00", way_round=False)], "11-25 09:00", criticality="LOW")
    assert said(ledger, "goal") == "–" and said(ledger, "update") == "0:00 replaced"


def test_a_replaced_goal_raised_in_the_plan_runs_from_the_raise():
    history = [*MONDAY, planned("11-23 10:00", way_round=False), level("11-24 09:00", "HIGH")]
    ledger = look(history, "11-24 11:00", criticality="MEDIUM")
    assert said(ledger, "goal") == "2:00 running, due Thu 26 Nov 17:30"


def test_the_plan_entered_by_its_status_counts_as_without_way_round():
    ledger = look([*MONDAY, status("11-23 10:00", "PLANNED_FIX")], "11-23 11:00")
    assert said(ledger, "goal").startswith("3:00 running") and said(ledger, "update") == "0:00 replaced"


# (d) raising and lowering


def test_a_raise_never_moves_a_due_moment_later():
    """An hour and a half of the 24 h is left: that holds, although HIGH alone would give eight hours from now."""
    before = look(MONDAY, "11-25 16:00", criticality="MEDIUM")
    assert said(before, "update") == "22:30 running, due Wed 25 Nov 17:30"
    ledger = look([*MONDAY, level("11-25 16:00", "HIGH")], "11-25 17:00", criticality="MEDIUM")
    assert said(ledger, "update") == "1:00 running, due Wed 25 Nov 17:30"
    assert ledger.clock("update").target_s == 8 * HOUR
    assert ledger.clock("update").warn_at(0.5) == at("2026-11-25 16:45")
    assert said(ledger, "goal") == "1:00 running, due Mon 30 Nov 15:30"


def test_the_earlier_due_moment_is_kept_over_a_pause_as_working_time():
    history = [*MONDAY, level("11-25 16:00", "HIGH"), status("11-25 16:00", "WAIT_CUSTOMER")]
    ledger = look([*history, status("11-27 08:00", "IN_PROGRESS")], "11-27 08:00", criticality="MEDIUM")
    assert said(ledger, "update") == "0:00 running, due Fri 27 Nov 9:30"


def test_raised_and_lowered_again_counts_from_creation():
    history = [*MONDAY, level("11-24 09:00", "CRITICAL"), level("11-24 10:00", "MEDIUM")]
    ledger = look(history, "11-24 11:00", criticality="MEDIUM")
    assert said(ledger, "goal") == "11:30 running, due Fri 4 Dec 14:00"
    assert said(ledger, "update") == "10:30 running, due Wed 25 Nov 17:30"


def test_a_raise_from_low_begins_a_goal_at_the_raise():
    history = [*MONDAY, level("11-24 09:00", "HIGH")]
    assert said(look(history[:-1], "11-24 09:00", criticality="LOW"), "goal") == "–"
    assert said(look(history, "11-24 10:00", criticality="LOW"), "goal") == "1:00 running, due Thu 26 Nov 17:30"


def test_lowered_to_low_the_goal_is_gone_unless_it_was_missed():
    assert said(look([*MONDAY, level("11-24 09:00", "LOW")], "11-24 10:00"), "goal") == "–"
    missed = look([*MONDAY, level("11-26 10:00", "LOW")], "11-26 11:00")
    assert missed.clock("goal").state == "breached" and missed.clock("goal").target_s == 24 * HOUR


def test_a_round_already_missed_keeps_its_target_when_raised_or_lowered():
    for to in ("MEDIUM", "CRITICAL"):
        ledger = look([*MONDAY, level("11-24 11:00", to)], "11-24 12:00")
        assert said(ledger, "update") == "11:30 breached of 8 h"
    after = look([*MONDAY, level("11-24 11:00", "MEDIUM"), ours("11-24 12:00")], "11-24 12:00").clock("update")
    assert after.target_s == 24 * HOUR and [missed.over_s for missed in after.missed] == [3.5 * HOUR]


def test_a_granted_contest_counts_from_the_contest_within_a_segment():
    history = [*MONDAY, level("11-23 11:00", "MEDIUM")]
    granted = level("11-24 11:00", "HIGH", counts_from=at("2026-11-24 08:30"))
    ledger = look([*history, granted], "11-24 11:00")
    assert said(ledger, "update") == "2:30 running, due Tue 24 Nov 18:00"
    goal = ledger.clock("goal")
    assert goal.used_s == 2.5 * HOUR
    assert [(goal.counts(s), goal.rule_of(s)) for s in goal.segments][-2:] == [(False, "d"), (True, "b")]


def test_a_criticality_changes_nothing_where_the_type_fixes_it():
    for type, effective in (("EVO", "LOW"), ("CNS", None)):
        plain = look(MONDAY, "11-24 09:00", type=type, criticality=None)
        raised = look([*MONDAY, level("11-23 10:00", "CRITICAL")], "11-24 09:00", type=type, criticality=None)
        assert plain.as_json() == raised.as_json() and raised.level == effective


# (g) types


def test_a_goal_missed_before_a_change_of_type_stays_missed():
    ledger = look([*MONDAY, kind("11-26 10:00", "type", "CNS")], "11-27 10:00")
    assert said(ledger, "goal") == "27:30 breached of 24 h"


def test_counted_anew_from_creation_a_due_moment_may_have_gone_by_already():
    """Ten hours of LOW's sixteen are eight of MEDIUM's and two too many: missed there, and no message of now mends it."""
    history = [*MONDAY[:1], kind("11-24 09:30", "type", "CNS")]
    for after in ([], [ours("11-24 09:30")], [status("11-24 09:30", "WAIT_CUSTOMER")]):
        clock = look([*history, *after], "11-24 09:30", type="EVO").clock("first_reply")
        assert clock.state == "breached" and clock.used_s == 10 * HOUR
        assert clock.due_at == at("2026-11-23 17:30") and clock.over_s == 2 * HOUR


def test_counted_anew_the_last_second_in_time_before_a_pause_is_in_time():
    history = [*MONDAY, ours("11-23 08:00"), status("11-24 09:30", "WAIT_CUSTOMER"), level("11-25 08:00", "CRITICAL")]
    history += [status("11-26 08:00", "IN_PROGRESS"), status("11-26 16:00", "WAIT_CUSTOMER"), level("11-27 08:00", "HIGH")]
    assert said(look(history, "11-27 09:00", criticality="MEDIUM"), "goal") == "16:30 paused"


def test_back_to_a_type_with_goal_counts_from_creation():
    history = [*MONDAY, kind("11-23 10:00", "type", "CNS"), kind("11-23 14:00", "type", "SPT")]
    ledger = look(history, "11-23 15:00")
    assert said(ledger, "goal") == "5:30 running, due Wed 25 Nov 16:30"


def test_a_type_without_criticality_becomes_one_with():
    history = [*MONDAY, kind("11-23 14:00", "type", "SPT"), level("11-23 14:00", "HIGH")]
    ledger = look(history, "11-23 15:00", type="CNS", criticality=None)
    assert said(ledger, "goal").startswith("5:30 running") and ledger.clock("goal").target_s == 24 * HOUR


# (h) the update clock


@pytest.mark.parametrize("where", ["WAIT_CUSTOMER", "WAIT_APPROVAL", "SCHEDULED", "FIX_AVAILABLE"])
def test_an_unanswered_reply_runs_the_update_clock_until_our_message(where):
    history = [*MONDAY, ours("11-23 10:00"), status("11-23 10:00", where)]
    assert said(look(history, "11-23 14:00"), "update") == "0:00 paused"
    replied = [*history, theirs("11-23 14:00")]
    assert said(look(replied, "11-23 15:00"), "update").startswith("1:00 running")
    assert look(replied, "11-23 15:00").unanswered
    answered = look([*replied, ours("11-23 15:00")], "11-23 17:00")
    assert said(answered, "update") == "0:00 paused" and not answered.unanswered


def test_a_reply_that_moves_the_request_on_is_not_left_unanswered():
    history = [
        *MONDAY,
        ours("11-23 10:00"),
        status("11-23 10:00", "WAIT_CUSTOMER"),
        theirs("11-23 11:00"),
        status("11-23 11:00", "IN_PROGRESS"),
    ]
    assert not look(history, "11-23 14:00").unanswered


@pytest.mark.parametrize(
    "event",
    [
        level("11-23 11:00", "MEDIUM"),
        kind("11-23 11:00", "type", "EVO"),
        status("11-23 11:00", "LEVEL2"),
        status("11-23 11:00", "WITH_RND"),
        theirs("11-23 11:00"),
        {"at": "11-23 11:00", "kind": "team"},
        {"at": "11-23 11:00", "kind": "owner"},
    ],
)
def test_what_is_no_news_restarts_nothing(event):
    assert look([*MONDAY, event], "11-23 11:30").clock("update").used_s == 2.5 * HOUR


@pytest.mark.parametrize("where", ["SCHEDULED", "WAIT_APPROVAL", "FIX_AVAILABLE"])
def test_an_appointment_an_offer_and_a_release_are_news(where):
    ledger = look([*MONDAY, status("11-24 09:00", where)], "11-24 10:00")
    assert said(ledger, "update") == "0:00 paused missed 0:30"


def test_the_vendors_own_installation_keeps_both_clocks_running():
    ledger = look([*MONDAY, status("11-23 10:00", "FIX_AVAILABLE")], "11-23 11:00", operated_by="vendor")
    assert said(ledger, "update").startswith("1:00 running") and said(ledger, "goal").startswith("3:00 running")
    assert ledger.turn == "support"


def test_the_doubled_round_keeps_its_target_to_its_end():
    history = [*MONDAY, status("11-23 10:00", "WITH_RND"), status("11-23 11:00", "IN_PROGRESS")]
    assert look(history, "11-23 12:00", criticality="MEDIUM").clock("update").target_s == 48 * HOUR
    after = look([*history, ours("11-23 12:00")], "11-23 12:00", criticality="MEDIUM")
    assert after.clock("update").target_s == 24 * HOUR


@pytest.mark.parametrize(
    ("type", "criticality", "hours"),
    [("SPT", "LOW", 80), ("SPT", "MEDIUM", 48), ("SPT", "HIGH", 8), ("SPT", "CRITICAL", 2), ("CNS", None, 48)],
)
def test_rounds_at_r_and_d_by_level(type, criticality, hours):
    history = [*MONDAY, status("11-23 10:00", "WITH_RND"), ours("11-23 10:30")]
    assert look(history, "11-23 11:00", type=type, criticality=criticality).clock("update").target_s == hours * HOUR


def test_a_round_missed_before_r_and_d_is_not_mended_by_doubling():
    history = [*MONDAY, status("11-26 10:00", "WITH_RND")]
    ledger = look(history, "11-26 11:00", criticality="MEDIUM")
    assert ledger.clock("update").state == "breached" and ledger.clock("update").target_s == 24 * HOUR


def test_leaving_the_plan_for_r_and_d_begins_a_doubled_round():
    history = [*MONDAY, planned("11-23 10:00", way_round=False), status("11-25 10:00", "WITH_RND")]
    ledger = look(history, "11-25 11:00", criticality="MEDIUM")
    assert said(ledger, "update").startswith("1:00 running") and ledger.clock("update").target_s == 48 * HOUR


def test_the_update_clock_begins_with_the_first_reply_even_in_the_plan():
    history = [opened("11-23 08:00"), planned("11-23 10:00", way_round=False)]
    assert look(history, "11-23 11:00").clock("update") is None
    assert said(look([*history, ours("11-23 11:00")], "11-23 12:00"), "update") == "0:00 replaced"


# (j) another contract, calendar, policy


def test_another_policy_counts_from_the_change_with_the_used_time_kept():
    history = [*MONDAY, kind("11-23 11:00", "policy", "brisk")]
    ledger = look(history, "11-23 12:00")
    assert said(ledger, "goal") == "4:00 running, due Tue 24 Nov 11:30"
    assert said(ledger, "update") == "3:00 running, due Mon 23 Nov 14:30" and ledger.clock("update").target_s == 4 * HOUR
    assert said(ledger, "first_reply").startswith("1:00 met") and ledger.clock("first_reply").target_s == 4 * HOUR


def test_a_shorter_policy_is_late_from_the_change_on_not_before():
    history = [*MONDAY, kind("11-24 15:30", "policy", "Brisk")]
    there = look(history, "11-24 15:30").clock("goal")
    assert there.state == "running" and there.due_at == at("2026-11-24 15:30")
    later = look(history, "11-24 15:31").clock("goal")
    assert later.state == "breached" and later.due_at == at("2026-11-24 15:30") and later.over_s == 60


# Escalation, turns, warnings


def test_escalate_counts_only_our_side_and_is_offered_at_once_after_a_miss():
    history = [*MONDAY, ours("11-23 10:00"), status("11-23 10:00", "WAIT_CUSTOMER"), status("11-25 08:00", "WITH_RND")]
    ledger = look(history, "11-25 11:00")
    assert ledger.vendor_side_seconds == 5 * HOUR and ledger.customer_side_seconds == 15 * HOUR
    assert not ledger.may_escalate and ledger.escalate_at == at("2026-11-25 15:30")
    assert look(history, "11-25 15:30").may_escalate
    assert look([opened("11-23 08:00")], "11-23 12:01").may_escalate  # the first reply was missed
    assert look([opened("11-23 08:00")], "11-23 08:00", criticality="CRITICAL").may_escalate


def test_turns_add_up_to_the_working_time_since_creation():
    history = [*MONDAY, status("11-23 10:00", "LEVEL2"), status("11-23 11:00", "SCHEDULED"), status("11-24 08:00", "RESOLVED")]
    ledger = look(history, "11-24 09:00")
    assert ledger.turn_seconds() == {"support": 2 * HOUR, "consulting": HOUR, "nobody": 5.5 * HOUR, "customer": HOUR}
    assert ledger.elsewhere_seconds == 5.5 * HOUR


def test_time_after_the_end_is_nobodys():
    history = [*MONDAY, status("11-23 10:00", "CLOSED")]
    assert look(history, "11-25 09:00").turn_seconds() == {"support": 2 * HOUR}


def test_the_clock_due_first_and_the_moments_to_warn():
    ledger = look([opened("11-23 08:00")], "11-23 09:00", criticality="CRITICAL")
    assert ledger.next_due == ("first_reply", at("2026-11-23 09:00"))
    first, goal = ledger.clock("first_reply"), ledger.clock("goal")
    assert first.warn_at(0.5) == at("2026-11-23 08:30") and first.warn_at(0.75) == at("2026-11-23 08:45")
    assert goal.warn_at(0.75) == at("2026-11-23 15:30")
    paused = look([*MONDAY, status("11-23 10:00", "WAIT_CUSTOMER")], "11-23 11:00")
    assert paused.clock("goal").warn_at(0.75) is None and paused.next_due is None


# Reading


def test_events_of_one_second_count_in_the_order_given_and_others_in_that_of_time():
    shuffled = [ours("11-23 12:00"), *MONDAY]
    assert look(shuffled, "11-23 14:00").as_json() == look([*MONDAY, ours("11-23 12:00")], "11-23 14:00").as_json()
    asked, word = status("11-23 10:00", "WITH_RND"), ours("11-23 10:00")
    first = look([*MONDAY, word, asked, status("11-23 11:00", "IN_PROGRESS")], "11-23 12:00", criticality="MEDIUM")
    back = [status("11-23 10:00", "IN_PROGRESS"), word]
    then = look([*MONDAY, asked, *back], "11-23 12:00", criticality="MEDIUM")
    assert (first.clock("update").target_s, then.clock("update").target_s) == (48 * HOUR, 24 * HOUR)


def test_keys_are_read_in_any_case():
    plain = look([*MONDAY, level("11-23 10:00", "MEDIUM")], "11-24 09:00")
    odd = look([*MONDAY, level("11-23 10:00", "medium")], "11-24 09:00", type="spt", criticality="High")
    assert plain.as_json() == odd.as_json()


def test_events_may_be_objects_of_their_own():
    events = [
        Event(at("2026-11-23 08:00:00.400000"), "opened"),
        Event(at("2026-11-23 09:00:00.900000"), "message", by="vendor"),
    ]
    ledger = replay(
        calendars=CALENDARS,
        policies=POLICIES,
        calendar="ch-be",
        policy="STANDARD",
        type="SPT",
        criticality="HIGH",
        at=at("2026-11-23 10:00:00.500000"),
        events=events,
    )
    assert said(ledger, "first_reply").startswith("1:00 met") and said(ledger, "goal").startswith("2:00 running")


def test_before_it_was_opened_a_request_has_no_clock():
    assert look(MONDAY, "11-22 09:00").as_json() == {"calendar": "CH-BE", "clocks": []}


@pytest.mark.parametrize(
    ("history", "more", "words"),
    [
        ([ours("11-23 09:00")], {}, "begins with its opened event"),
        ([opened("11-23 08:00"), opened("11-23 09:00")], {}, "opened once"),
        ([*MONDAY, {"at": "11-23 10:00", "kind": "sneeze"}], {}, "no kind of event 'sneeze'"),
        ([*MONDAY, status("11-23 10:00", "LOST")], {}, "There is no status LOST"),
        ([*MONDAY, {"at": "11-23 10:00", "kind": "message"}], {}, "by vendor or customer"),
        ([*MONDAY, kind("11-23 10:00", "calendar", "MOON")], {}, "no calendar 'MOON'"),
        (MONDAY, {"operated_by": "nobody"}, "operated by vendor or customer"),
        (MONDAY, {"criticality": "URGENT"}, "no criticality 'URGENT'"),
    ],
)
def test_what_cannot_be_read_is_told(history, more, words):
    with pytest.raises(EventError, match=words):
        look(history, "11-24 09:00", **more)


def test_an_unknown_type_is_told():
    with pytest.raises(PolicyError, match="no request type XYZ"):
        look(MONDAY, "11-24 09:00", type="XYZ")


# A request that mail opened and that says too little, under a contract whose clocks begin at completeness

WAITS = opened("11-23 08:00") | {"waits": True}


def test_the_clocks_of_an_incomplete_request_begin_when_it_is_complete():
    ledger = look([WAITS], "11-23 10:00")
    assert said(ledger, "first_reply") == "0:00 paused" and said(ledger, "goal") == "0:00 paused"
    assert ledger.next_due is None and ledger.vendor_side_seconds == 0 and ledger.customer_side_seconds == 2 * HOUR
    history = [WAITS, {"at": "11-23 10:00", "kind": "completed"}]
    assert said(look(history, "11-23 11:00"), "first_reply").startswith("1:00 running")
    assert said(look(history, "11-23 11:00"), "goal").startswith("1:00 running")


@pytest.mark.parametrize("event", [status("11-23 10:00", "IN_PROGRESS"), ours("11-23 10:00")])
def test_whoever_begins_to_work_on_an_incomplete_request_takes_it_as_it_is(event):
    assert said(look([WAITS, event], "11-23 11:00"), "goal").startswith("1:00 running")


@pytest.mark.parametrize("event", [theirs("11-23 10:00"), level("11-23 10:00", "MEDIUM"), kind("11-23 10:00", "calendar", "CH-BE-EXT")])
def test_nothing_else_begins_the_clocks_of_an_incomplete_request(event):
    assert said(look([WAITS, event], "11-23 11:00"), "first_reply") == "0:00 paused"


def test_completing_what_waited_for_nothing_changes_nothing():
    plain = look([opened("11-23 08:00")], "11-23 11:00")
    told = look([opened("11-23 08:00"), {"at": "11-23 10:00", "kind": "completed"}], "11-23 11:00")
    assert told.as_json() == plain.as_json()
