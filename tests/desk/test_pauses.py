"""What waits for the customer waits on his closing days and while he is away; what we owe does not (DOMAIN 1.6)."""

import datetime as dt
from decimal import Decimal

import pytest

from guichet.access.refusals import Invalid
from guichet.desk.models import Ticket
from guichet.desk.operations import closing, colleagues, moving, timers, weighing
from guichet.desk.operations.moving import Moving
from guichet.people.models import Away
from tests.desk.conftest import at
from tests.desk.test_timers import ANSWER, APPROVAL, CONFIRM, asked, offered, planned, solved, state, walk

__all__ = ["asked", "offered", "planned", "solved"]
NOVEMBER = dt.date(2026, 11, 1)


def november(day: int) -> dt.date:
    return NOVEMBER + dt.timedelta(days=day - 1)


def december(day: int) -> dt.date:
    return dt.date(2026, 12, day)


def test_an_absence_pauses_from_the_day_it_was_set_not_from_the_beginning_of_the_timer(ada, asked, do):
    """Asked on Tuesday at 11; on Thursday at 9 he says that he is away until Friday of the week after."""
    do(ada, "2026-11-26 09:00", colleagues.be_away, until=december(4))
    # Wednesday counted as the first day; Thursday to Friday week do not; Monday is the second, Tuesday the third.
    walk(asked, ("2026-12-08 11:00", ANSWER), ("2026-12-14 11:00", ANSWER), ("2026-12-17 11:00", ("ticket.moved", "RESOLVED")))


def test_who_comes_back_early_keeps_the_days_he_was_away(ada, asked, do):
    do(ada, "2026-11-24 12:00", colleagues.be_away, until=december(4))
    do(ada, "2026-11-27 08:00", colleagues.be_away, until=None)
    assert Away.objects.get().last_on == november(26)
    # Tuesday to Thursday do not count: Friday, Monday and Tuesday do.
    walk(asked, ("2026-12-01 11:00", ANSWER))


def test_a_second_absence_does_not_undo_the_first(ada, asked, do):
    do(ada, "2026-11-24 12:00", colleagues.be_away, until=november(26))
    do(ada, "2026-11-30 09:00", colleagues.be_away, until=december(1))
    assert Away.objects.count() == 2
    # Friday counts, Monday and Tuesday do not, Wednesday and Thursday do.
    walk(asked, ("2026-12-03 11:00", ANSWER))


def test_an_absence_that_never_was_leaves_nothing(ada, asked, do):
    do(ada, "2026-11-24 12:00", colleagues.be_away, until=december(4))
    do(ada, "2026-11-24 13:00", colleagues.be_away, until=None)
    assert not Away.objects.exists()
    walk(asked, ("2026-11-27 11:00", ANSWER))


def test_an_absence_lasts_thirty_days_at_most_however_often_it_is_prolonged(ada, asked, do):
    do(ada, "2026-11-24 12:00", colleagues.be_away, until=december(10))
    with pytest.raises(Invalid):
        do(ada, "2026-12-08 12:00", colleagues.be_away, until=december(25))
    do(ada, "2026-12-08 12:00", colleagues.be_away, until=december(24))
    with pytest.raises(Invalid):
        do(ada, "2026-12-25 12:00", colleagues.be_away, until=december(26))
    assert Away.objects.get().last_on == december(24)
    with pytest.raises(Invalid):
        do(ada, "2026-12-28 12:00", colleagues.be_away, until=december(27))


def test_a_moment_that_lands_at_the_next_opening_on_a_closing_day_moves_on(ada, alan, nora, cast, opened, do):
    """Asked on Tuesday after hours: three days later at 18:30 is closed, so Monday 8:00; and Monday is a closing day."""
    number = opened(ada).pk
    do(nora, "2026-11-24 18:30", moving.transition_to, number, Moving("WAIT_CUSTOMER", body="Quelle date ?"))
    do(alan, "2026-11-25 08:00", colleagues.add_closure, cast.company("acme"), first_on=november(30), last_on=november(30))
    walk(number, ("2026-12-01 08:00", ANSWER))


def test_the_day_he_will_check_moves_on_too(ada, alan, cast, solved, do):
    do(ada, "2026-11-24 15:00", closing.check_on, solved, december(10))
    do(alan, "2026-11-25 08:00", colleagues.add_closure, cast.company("acme"), first_on=december(10), last_on=december(11))
    walk(solved, ("2026-12-14 08:00", ("ticket.reminded", "check")), ("2026-12-28 15:00", ("ticket.moved", "CLOSED")))


def test_year_end_between_the_eves(cast, ada, alan, nora, opened, do):
    """Solved on 17 December; the company closes from Christmas Eve to 3 January, our calendar only on the holidays."""
    number = opened(ada, when="2026-12-17 09:00").pk
    do(nora, "2026-12-17 16:30", moving.transition_to, number, Moving("RESOLVED", body="Corrigé.", resolution="explained"))
    do(alan, "2026-12-18 08:00", colleagues.add_closure, cast.company("acme"), first_on=december(24), last_on=dt.date(2027, 1, 3))
    # 18, 21, 22, 23 December and 4 January are the first five days; 5 to 8 and 11 January follow.
    walk(number, ("2027-01-04 16:30", CONFIRM), ("2027-01-11 16:30", ("ticket.moved", "CLOSED")))


def test_an_eve_counts_and_what_falls_after_its_end_comes_at_the_next_opening(ada, nora, opened, do):
    number = opened(ada, when="2026-12-21 09:00").pk
    do(nora, "2026-12-21 16:30", moving.transition_to, number, Moving("WAIT_CUSTOMER", body="Quelle date ?"))
    walk(number, ("2026-12-28 08:00", ANSWER))


def test_closing_days_of_the_customer_do_not_pause_the_news_we_owe(cast, ada, alan, planned, do):
    do(alan, "2026-11-24 12:00", colleagues.add_closure, cast.company("acme"), first_on=december(1), last_on=december(18))
    do(ada, "2026-11-24 12:00", colleagues.be_away, until=december(10))
    walk(planned, ("2026-12-22 11:00", ("ticket.owed_news", "")))


def test_an_offer_waits_for_its_approvers_not_for_the_reporter(cast, ada, alan, offered, do):
    do(ada, "2026-11-24 12:00", colleagues.be_away, until=november(30))
    walk(offered, ("2026-12-01 11:00", APPROVAL))
    do(alan, "2026-12-01 12:00", colleagues.be_away, until=december(4))
    # The 15 days since Tuesday the 24th, without 1 to 4 December.
    walk(offered, ("2026-12-21 11:00", APPROVAL), ("2027-01-01 00:00", ("ticket.moved", "RESOLVED")))


def test_of_two_approvers_one_who_is_there_is_enough(cast, ada, alan, nora, opened, do):
    cast.membership("ada").__class__.objects.filter(pk=cast.membership("paula").pk).update(is_approver=True)
    number = opened(ada).pk
    offer = Moving("WAIT_APPROVAL", reason="Hors contrat.", amount=Decimal(900), valid_until=dt.date(2026, 12, 31))
    do(nora, "2026-11-24 11:00", moving.transition_to, number, offer)
    do(alan, "2026-11-24 12:00", colleagues.be_away, until=december(4))
    walk(number, ("2026-12-01 11:00", APPROVAL))


def test_looking_anew_at_days_alone_makes_no_page_stale(cast, alan, asked, do):
    before = Ticket.objects.get(pk=asked)
    do(alan, "2026-11-24 12:00", colleagues.add_closure, cast.company("acme"), first_on=november(26), last_on=november(30))
    timers.run_due(at("2026-11-24 12:00"))
    after = Ticket.objects.get(pk=asked)
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert after.wake_at == at("2026-12-02 11:00") and after.next_at == at("2026-12-02 11:00")


def test_a_critical_request_left_to_the_lead_ends_when_its_lowering_can_no_longer_be_contested(ada, nora, opened, do):
    number = opened(ada, criticality="CRITICAL").pk
    do(nora, "2026-11-24 11:00", moving.transition_to, number, Moving("RESOLVED", body="Voilà.", resolution="explained"))
    walk(number, ("2026-12-01 11:00", CONFIRM), ("2026-12-08 11:00", ("ticket.not_closed_by_system", "CLOSED")))
    do(nora, "2026-12-21 12:00", weighing.change_criticality, number, "LOW", "Plus urgent.")
    walk(number, ("2026-12-23 13:30", ("ticket.moved", "CLOSED")))


def test_a_contest_keeps_the_request_open_until_the_lead_decided(ada, lena, nora, opened, do):
    number = opened(ada, criticality="CRITICAL").pk
    do(nora, "2026-11-24 11:00", moving.transition_to, number, Moving("RESOLVED", body="Voilà.", resolution="explained"))
    timers.run_due(at("2026-12-08 11:00"))
    do(nora, "2026-12-08 12:00", weighing.change_criticality, number, "LOW", "Plus urgent.")
    do(ada, "2026-12-09 09:00", weighing.contest, number, "Toujours.")
    timers.run_due(at("2026-12-20 11:00"))
    assert state(number)[0] == "RESOLVED"
    do(lena, "2026-12-21 09:00", weighing.change_criticality, number, "LOW", "Non.")
    timers.run_due(at("2026-12-21 09:00"))
    assert state(number)[0] == "CLOSED"


def test_a_granted_contest_leaves_it_to_the_lead_again_without_telling_him_twice(ada, lena, nora, opened, do):
    number = opened(ada, criticality="CRITICAL").pk
    do(nora, "2026-11-24 11:00", moving.transition_to, number, Moving("RESOLVED", body="Voilà.", resolution="explained"))
    timers.run_due(at("2026-12-08 11:00"))
    do(nora, "2026-12-08 12:00", weighing.change_criticality, number, "HIGH", "Plus urgent.")
    do(ada, "2026-12-09 09:00", weighing.contest, number, "Toujours.")
    do(lena, "2026-12-10 09:00", weighing.change_criticality, number, "CRITICAL", "Oui.")
    timers.run_due(at("2027-03-01 09:00"))
    assert state(number)[0] == "RESOLVED"
    assert Ticket.objects.get(pk=number).events.filter(kind="ticket.not_closed_by_system").count() == 1
