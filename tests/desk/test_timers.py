"""Every row of DOMAIN 1.6 at its very second: not a second before, and once."""

import datetime as dt
from decimal import Decimal

import pytest

from guichet import clock
from guichet.desk.models import Ticket
from guichet.desk.operations import closing, colleagues, moving, offering, releasing, replying, timers, weighing
from guichet.desk.operations.moving import Moving
from tests.desk.conftest import at

SECOND = dt.timedelta(seconds=1)
# Working days of CH-BE after Tuesday 24 November 2026, by their count; Christmas, New Year and 2 January fall out.
DAYS = {3: "2026-11-27", 5: "2026-12-01", 7: "2026-12-03", 10: "2026-12-08", 15: "2026-12-15", 20: "2026-12-22", 30: "2027-01-07", 60: "2027-02-18"}
MINE = ("ticket.reminded", "ticket.owed_news", "ticket.not_closed_by_system", "ticket.moved")


def happened(number: int, since: int) -> list[tuple[str, str]]:
    """What the timers did: kind, and what was asked or where it went."""
    events = Ticket.objects.get(pk=number).events.filter(pk__gt=since, kind__in=MINE).order_by("pk")
    return [(e.kind, e.data.get("kind") or e.data.get("to") or e.data.get("would") or "") for e in events]


def walk(number: int, *steps: tuple[str, tuple[str, str]]) -> None:
    """Each step happens at its second and not before; running twice does nothing more."""
    since = Ticket.objects.get(pk=number).events.order_by("pk").last().pk
    expected: list[tuple[str, str]] = []
    for when, what in steps:
        timers.run_due(at(when) - SECOND)
        assert happened(number, since) == expected, f"before {when}"
        expected.append(what)
        timers.run_due(at(when))
        timers.run_due(at(when))
        assert happened(number, since) == expected, when


def on(days: int, time: str = "11:00") -> str:
    return f"{DAYS[days]} {time}"


def state(number: int) -> tuple[str, str]:
    ticket = Ticket.objects.get(pk=number)
    return ticket.status, ticket.resolution


@pytest.fixture
def asked(ada, nora, opened, do) -> int:
    """Ada owes an answer since Tuesday at 11."""
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", moving.transition_to, number, Moving("WAIT_CUSTOMER", body="Quelle date ?"))
    return number


@pytest.fixture
def solved(ada, nora, opened, do) -> int:
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", moving.transition_to, number, Moving("RESOLVED", body="Corrigé.", resolution="explained"))
    return number


@pytest.fixture
def offered(ada, nora, opened, do) -> int:
    """An offer until 31 December."""
    number = opened(ada).pk
    offer = Moving("WAIT_APPROVAL", reason="Hors contrat.", amount=Decimal(900), valid_until=dt.date(2026, 12, 31))
    do(nora, "2026-11-24 11:00", moving.transition_to, number, offer)
    return number


@pytest.fixture
def planned(ada, nora, rosa, opened, do) -> int:
    number = opened(ada).pk
    do(nora, "2026-11-24 10:50", moving.transition_to, number, Moving("WITH_RND", reason="Étapes : 1, 2, 3"))
    do(rosa, "2026-11-24 11:00", moving.transition_to, number, Moving("PLANNED_FIX", target_release="24.2.6"))
    return number


ANSWER, APPROVAL, INSTALL, CONFIRM = (("ticket.reminded", kind) for kind in ("answer", "approval", "install", "confirm"))


def test_no_answer(asked):
    walk(asked, (on(3), ANSWER), (on(7), ANSWER), (on(10), ("ticket.moved", "RESOLVED")))
    assert state(asked) == ("RESOLVED", "no_answer")


def test_no_approval_until_the_last_day_of_validity_is_over(offered):
    walk(offered, (on(5), APPROVAL), (on(15), APPROVAL), ("2027-01-01 00:00", ("ticket.moved", "RESOLVED")))
    assert state(offered) == ("RESOLVED", "no_answer")


def test_a_question_about_the_offer_begins_the_days_anew_and_keeps_it_open_until_it_is_answered(ada, nora, alan, offered, do):
    walk(offered, (on(5), APPROVAL))
    do(ada, "2026-12-01 15:00", replying.reply, offered, "Que comprend ce prix ?")
    walk(offered, ("2026-12-08 15:00", APPROVAL), ("2026-12-22 15:00", APPROVAL))
    timers.run_due(at("2027-01-11 09:00"))
    assert state(offered)[0] == "WAIT_APPROVAL", "unanswered, nothing ends it"
    do(nora, "2027-01-11 10:00", replying.reply, offered, "Tout.")
    timers.run_due(at("2027-01-11 10:00"))
    assert state(offered) == ("RESOLVED", "no_answer")


def test_an_approved_offer_has_no_timer(alan, offered, do):
    do(alan, "2026-11-25 09:00", offering.approve, offered)
    timers.run_due(at("2027-01-11 09:00"))
    assert state(offered)[0] == "IN_PROGRESS"


def test_a_fix_nobody_installed(cast, planned, do):
    with clock.standing_at(at("2026-11-24 11:00")):
        releasing.publish(cast.release("24.2.6"))
    walk(planned, (on(10), INSTALL), (on(30), INSTALL), (on(60), ("ticket.moved", "RESOLVED")))
    assert state(planned) == ("RESOLVED", "fixed_by_patch")


def test_news_is_owed_every_twenty_days_without_a_word_of_ours(nora, ada, planned, do):
    walk(planned, (on(20), ("ticket.owed_news", "")))
    do(ada, "2026-12-23 09:00", replying.reply, planned, "Où en êtes-vous ?")
    do(nora, "2027-01-04 09:30", replying.reply, planned, "La version 24.2.6 sort en février.")
    walk(planned, ("2027-02-01 09:30", ("ticket.owed_news", "")), ("2027-03-01 09:30", ("ticket.owed_news", "")))


def test_a_solution_nobody_confirmed(solved):
    walk(solved, (on(5), CONFIRM), (on(10), ("ticket.moved", "CLOSED")))


def test_i_can_check_on_a_day(ada, solved, do):
    walk(solved, (on(5), CONFIRM))
    do(ada, "2026-12-01 15:00", closing.check_on, solved, dt.date(2026, 12, 10))
    walk(solved, ("2026-12-10 08:00", ("ticket.reminded", "check")), ("2026-12-24 15:00", ("ticket.moved", "CLOSED")))


def test_the_days_of_a_solution_go_on_after_mere_thanks_without_a_second_reminder(ada, nora, solved, do):
    walk(solved, (on(5), CONFIRM))
    do(ada, "2026-12-02 09:00", replying.reply, solved, "Merci !")
    do(nora, "2026-12-02 10:00", moving.transition_to, solved, Moving("RESOLVED", only_thanks=True))
    walk(solved, (on(10), ("ticket.moved", "CLOSED")))
    assert Ticket.objects.get(pk=solved).reopened == 0


@pytest.mark.parametrize("away", [False, True])
def test_the_customers_own_absence_pauses_the_days(cast, ada, alan, asked, do, away):
    """Closed or away from Thursday to Monday: three working days later than else."""
    if away:
        do(ada, "2026-11-24 12:00", colleagues.be_away, until=dt.date(2026, 11, 30))
        first, second, end = "2026-12-03 11:00", "2026-12-09 11:00", "2026-12-14 11:00"
    else:
        company = cast.company("acme")
        do(alan, "2026-11-24 12:00", colleagues.add_closure, company, first_on=dt.date(2026, 11, 26), last_on=dt.date(2026, 11, 30))
        first, second, end = "2026-12-02 11:00", "2026-12-08 11:00", "2026-12-11 11:00"
    walk(asked, (first, ANSWER), (second, ANSWER), (end, ("ticket.moved", "RESOLVED")))


def test_an_answer_begins_the_days_anew(ada, nora, asked, do):
    walk(asked, (on(3), ANSWER))
    do(ada, "2026-11-30 09:00", replying.reply, asked, "Le 18.")
    do(nora, "2026-11-30 10:00", moving.transition_to, asked, Moving("WAIT_CUSTOMER", body="Et l'heure ?"))
    walk(asked, ("2026-12-03 10:00", ANSWER), ("2026-12-09 10:00", ANSWER), ("2026-12-14 10:00", ("ticket.moved", "RESOLVED")))


@pytest.mark.parametrize("status", ["WAIT_CUSTOMER", "RESOLVED"])
def test_a_critical_request_is_left_to_the_lead(ada, nora, opened, do, status):
    number = opened(ada, criticality="CRITICAL").pk
    do(nora, "2026-11-24 11:00", moving.transition_to, number, Moving(status, body="Voilà.", resolution="explained"))
    asked_for = [(on(3), ANSWER), (on(7), ANSWER)] if status == "WAIT_CUSTOMER" else [(on(5), CONFIRM)]
    would = "RESOLVED" if status == "WAIT_CUSTOMER" else "CLOSED"
    walk(number, *asked_for, (on(10), ("ticket.not_closed_by_system", would)))
    timers.run_due(at("2027-06-01 11:00"))
    assert state(number)[0] == status
    do(nora, "2027-06-01 12:00", weighing.change_criticality, number, "LOW", "Plus urgent.")
    assert state(number)[0] == status


def test_a_part_used_is_told_once_however_often_the_clock_rests(ada, nora, opened, do):
    """Three quarters of the goal of HIGH are used on Thursday before noon; a question after that warns nobody again."""
    number = opened(ada, criticality="HIGH").pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    warned = lambda: Ticket.objects.get(pk=number).events.filter(kind="sla.warned", data__clock="goal").count()  # noqa: E731
    for moment, expected in (("08:10", 0), ("11:41", 0), ("11:42", 1), ("13:30", 1), ("14:30", 1), ("15:30", 1)):
        do(nora, f"2026-11-26 {moment}", moving.transition_to, number, Moving("WAIT_CUSTOMER", body="Encore une question."))
        do(ada, f"2026-11-26 {moment}", replying.reply, number, "Voilà.")
        timers.run_due(at(f"2026-11-26 {moment}"))
        assert warned() == expected, moment
