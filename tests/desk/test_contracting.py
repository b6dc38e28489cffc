"""A changed contract counts for open requests from the moment of the change on (DOMAIN 1.4 j)."""

from guichet import clock
from guichet.desk.clocks import ledger
from guichet.desk.models import Clock, Event, Share, Ticket
from guichet.desk.operations.colleagues import add_closure
from guichet.desk.operations.contracting import follow_contract
from guichet.desk.operations.leaving import end_membership
from guichet.desk.operations.releasing import publish
from guichet.people.models import Membership
from guichet.sla.models import BusinessCalendar, SlaPolicy
from tests.desk.conftest import at


def contract_with(cast, **changes):
    contract = cast.contract("acme")
    for name, value in changes.items():
        setattr(contract, name, value)
    contract.save()
    return contract


def test_open_request_goes_on_by_the_new_calendar_and_keeps_its_used_time(cast, ada, admin, opened, do):
    ticket = opened(ada, when="2026-11-24 17:00", criticality="HIGH")
    contract = contract_with(cast, calendar=BusinessCalendar.objects.get(key="CH-BE-EXT"))
    assert do(admin, "2026-11-24 17:30", follow_contract, contract) == 1
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert ticket.calendar.key == "CH-BE-EXT"
    first = Clock.objects.get(ticket=ticket, kind="first_reply")
    # 0:30 used in CH-BE until 17:30, then 1:30 until 19:00, the rest from 7:00.
    assert first.due_at == at("2026-11-25 09:00")
    replayed = {clock.kind: clock.used_s for clock in ledger(ticket, at=at("2026-11-24 18:30")).clocks}
    assert replayed["first_reply"] == 90 * 60


def test_due_moment_that_moves_later_is_told(cast, ada, admin, opened, do):
    ticket = opened(ada, criticality="HIGH")
    slow = SlaPolicy.objects.get(key="STANDARD")
    targets = {**slow.spec["targets"], "HIGH": {**slow.spec["targets"]["HIGH"], "first_reply": "8h"}}
    slower = SlaPolicy.objects.create(key="SLOW", labels=slow.labels, spec={**slow.spec, "targets": targets})
    from guichet.sla.stored import forget

    forget()
    contract = contract_with(cast, policy=slower)
    do(admin, "2026-11-24 11:00", follow_contract, contract)
    told = Event.objects.get(ticket=ticket, kind="ticket.due_moved")
    assert told.data["clock"] == "first_reply" and told.data["from"] < told.data["to"]


def test_unchanged_contract_and_closed_requests_are_left_alone(cast, ada, admin, opened, do):
    ticket = opened(ada)
    assert do(admin, "2026-11-24 11:00", follow_contract, cast.contract("acme")) == 0
    assert not Event.objects.filter(ticket=ticket, kind="ticket.rules_changed").exists()


def test_leaving_ends_sharing(cast, ada, alan, opened, do):
    remi = cast.person("remi")
    ticket = opened(ada, share_with=[remi])
    assert Share.objects.filter(ticket=ticket, person=remi).exists()
    successors = [cast.membership("alan")]
    do(alan, "2026-11-25 09:00", end_membership, Membership.objects.get(person=remi), successors=successors)
    assert not Share.objects.filter(person=remi).exists()


def test_closing_days_wake_what_waits(cast, ada, alan, opened, do):
    ticket = opened(ada)
    Ticket.objects.filter(pk=ticket.pk).update(wake_at=at("2026-12-20 08:00"))
    days = {"first_on": at("2026-12-01 00:00").date(), "last_on": at("2026-12-05 00:00").date()}
    do(alan, "2026-11-25 09:00", add_closure, cast.company("acme"), **days)
    assert Ticket.objects.get(pk=ticket.pk).wake_at == at("2026-11-25 09:00")


def test_published_release_makes_its_planned_fixes_available(cast, ada, boris, opened):
    planned, elsewhere = opened(ada), opened(boris, company="borealis")
    for ticket, release in ((planned, "24.2.6"), (elsewhere, "25.1.1")):
        Ticket.objects.filter(pk=ticket.pk).update(status="PLANNED_FIX", turn="rnd", target_release=cast.release(release))
    with clock.standing_at(at("2026-12-08 09:00")):
        assert publish(cast.release("24.2.6")) == 1
    assert Ticket.objects.get(pk=planned.pk).status == "FIX_AVAILABLE"
    assert Ticket.objects.get(pk=elsewhere.pk).status == "PLANNED_FIX"
