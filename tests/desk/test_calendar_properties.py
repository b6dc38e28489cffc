"""Over month-end and New Year: contracts change, customers close and go away; clocks equal their replay, moves are told."""

import datetime as dt
import os

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.refusals import DeskError
from guichet.contracts.models import Contract
from guichet.desk.models import Clock, Event, Ticket
from guichet.desk.operations import closing, colleagues, contracting, moving, replying, timers, weighing
from guichet.desk.operations.moving import Moving
from guichet.people.models import Closure
from guichet.service.loading import Report, put_row
from guichet.sla import stored
from guichet.sla.models import BusinessCalendar, SlaPolicy
from tests.desk.conftest import at, every_day
from tests.desk.test_properties import ACTS, _consistent

START = at("2026-12-21 08:00")
LEVELS = ("LOW", "MEDIUM", "HIGH", "CRITICAL")
SLOWER = {level: {"first_reply": "20h", "update": "50h", "goal": "100h", "escalate": "40h"} for level in LEVELS}
FASTER = {level: {"first_reply": "30m", "update": "2h", "goal": "4h", "escalate": "1h"} for level in LEVELS}


def sign(calendar: str, critical: str = ""):
    def act(n, who):
        contract = Contract.objects.get(company__external_id="acme")
        contract.calendar = BusinessCalendar.objects.get(key=calendar)
        contract.critical_calendar = BusinessCalendar.objects.get(key=critical) if critical else None
        contract.save()
        contracting.follow_contract(contract, by=who["admin"])

    return act


def edit(section: str, key: str, **changes):
    """Administration edits the hours or targets themselves; the worker looks within the same second."""

    def act(n, who):
        model = {"calendars": BusinessCalendar, "policies": SlaPolicy}[section]
        report = Report()
        put_row(model, section, key, {"spec": {**model.objects.get(key=key).spec, **changes}}, report)
        stored.forget()
        contracting.follow_rules(report.rules)
        timers.run_due(clock.now())

    return act


def close(n, who):
    first = clock.now().date() + dt.timedelta(days=1)
    colleagues.add_closure(who["acme"], by=who["alan"], first_on=first, last_on=first + dt.timedelta(days=4))


def open_again(n, who):
    for closure in Closure.objects.filter(company=who["acme"]):
        colleagues.remove_closure(closure, by=who["alan"])


MORE = {
    "admin extends the hours": sign("CH-BE-EXT"),
    "admin shortens the hours": sign("CH-BE"),
    "admin extends them for critical": sign("CH-BE", "CH-BE-EXT"),
    "admin opens at noon": edit("calendars", "CH-BE", windows=every_day("07:00-19:00")),
    "admin closes early": edit("calendars", "CH-BE", windows=every_day("09:00-11:00")),
    "admin gives slower targets": edit("policies", "STANDARD", targets=SLOWER),
    "admin gives faster targets": edit("policies", "STANDARD", targets=FASTER),
    "alan closes": close,
    "alan opens again": open_again,
    "ada goes away": lambda n, who: colleagues.be_away(by=who["ada"], until=clock.now().date() + dt.timedelta(days=9)),
    "ada is back": lambda n, who: colleagues.be_away(by=who["ada"], until=None),
    "ada can check": lambda n, who: closing.check_on(n, clock.now().date() + dt.timedelta(days=6), by=who["ada"]),
    "nora raises": lambda n, who: weighing.change_criticality(n, "CRITICAL", "Grave.", by=who["nora"]),
    "nora solves": lambda n, who: moving.transition_to(n, Moving("RESOLVED", body="Voilà.", resolution="explained"), by=who["nora"]),
    "nora writes": lambda n, who: replying.reply(n, "Je regarde.", by=who["nora"]),
}
names = ["ada replies", "nora asks", "nora lowers", "nora makes it consulting", "nora makes it support", "time passes"]
BOTH = {**{name: ACTS[name] for name in names}, **MORE}
steps = st.lists(st.tuples(st.sampled_from(sorted(BOTH)), st.integers(0, 60 * 60 * 24 * 4)), min_size=1, max_size=14)


class _Undo(Exception):
    pass


def test_clocks_equal_their_replay_and_no_due_moment_moves_later_untold(cast, opened, ada, alan, nora, admin):
    who = {"ada": ada, "alan": alan, "nora": nora, "admin": admin, "acme": cast.company("acme"), "row": cast.person("nora")}

    @settings(max_examples=int(os.environ.get("GUICHET_EXAMPLES", "12")), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(["MEDIUM", "HIGH", "CRITICAL"]), steps)
    def run(level, sequence):
        try:
            with transaction.atomic():
                _play(opened(ada, when="2026-12-21 08:00", criticality=level).pk, sequence, who)
                raise _Undo
        except _Undo:
            stored.forget()

    run()


def _play(number: int, sequence: list[tuple[str, int]], who: dict) -> None:
    moment, looked = START, []
    for act, seconds in sequence:
        moment += dt.timedelta(seconds=seconds)
        actor = who.get(act.split()[0])
        due, told = _running(number), _told(number)
        try:
            with clock.standing_at(moment):
                if actor is None:
                    BOTH[act](number, who)
                else:
                    with acting_as(actor):
                        BOTH[act](number, who)
        except DeskError:
            pass
        looked.append(moment)
        _consistent(number, looked_at=looked)
        if act.startswith("admin "):
            later = {kind for kind, at_ in _running(number).items() if kind in due and at_ > due[kind]}
            assert not later or _told(number) > told, f"{act}: {later} moved later untold"
        ticket = Ticket.objects.get(pk=number)
        if ticket.is_open:
            kept = ticket.wake_at
            timer = timers.timers.next_timer(ticket, at=moment)
            if timer and not act.startswith(("alan ", "ada goes", "ada is")):
                assert kept is not None and kept <= timer.at, f"{act}: nobody would look at {timer}"


def _running(number: int) -> dict[str, dt.datetime]:
    return dict(Clock.objects.filter(ticket=number, state="running", due_at__isnull=False).values_list("kind", "due_at"))


def _told(number: int) -> int:
    return Event.objects.filter(ticket=number, kind="ticket.due_moved").count()
