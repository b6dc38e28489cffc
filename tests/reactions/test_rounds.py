"""The rounds the worker makes for reactions and for signing in."""

import datetime as dt

from django.contrib.sessions.models import Session

from guichet import clock
from guichet.desk.models import Ticket
from guichet.people.links import RESET, make_link
from guichet.people.models import Attempt, OneTimeLink
from guichet.reactions import tasks
from tests.reactions.conftest import at

NOW = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)


def test_sessions_links_and_attempts_of_the_past_go_away(cast):
    later = NOW + dt.timedelta(days=60)
    with clock.standing_at(NOW):
        make_link(cast.person("ada").pk, RESET)
        Attempt.objects.create(key="sign-in:ada", window_started_at=NOW, count=3)
        Session.objects.create(session_key="old", session_data="", expire_date=NOW + dt.timedelta(days=1))
        Session.objects.create(session_key="new", session_data="", expire_date=later + dt.timedelta(days=1))
        tasks.sign_ins()
    assert OneTimeLink.objects.count() == Attempt.objects.count() == 1 and Session.objects.count() == 2
    with clock.standing_at(later):
        tasks.sign_ins()
    assert not OneTimeLink.objects.exists() and not Attempt.objects.exists()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_the_timers_of_the_desk_are_run_and_their_warnings_told(ada, opened, tell):
    number = opened(ada).pk
    tell(number)
    when = Ticket.objects.get(pk=number).wake_at
    with clock.standing_at(when):
        assert tasks.timers() == 1
        assert tasks.timers() == 0
    assert tell(number, "sla.warned").people == {"lena"}, "nobody owns it, so the lead is warned"
    assert when > at("2026-11-24 12:00")
