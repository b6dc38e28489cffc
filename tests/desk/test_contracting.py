"""A changed contract counts for open requests from the moment of the change on (DOMAIN 1.4 j)."""

from datetime import UTC

import yaml

from guichet import clock
from guichet.desk.clocks import facts, ledger
from guichet.desk.clocks import told as events
from guichet.desk.models import Clock, Event, Share, Ticket
from guichet.desk.operations import timers
from guichet.desk.operations.colleagues import add_closure
from guichet.desk.operations.contracting import follow_contract, follow_rules
from guichet.desk.operations.leaving import end_membership
from guichet.desk.operations.releasing import publish
from guichet.desk.operations.replying import reply
from guichet.desk.operations.sorting import change_type
from guichet.desk.operations.weighing import change_criticality
from guichet.people.models import Membership
from guichet.service.loading import Report, put_row
from guichet.sla import stored
from guichet.sla.commands import replay_of
from guichet.sla.files import Files
from guichet.sla.models import BusinessCalendar, SlaPolicy
from tests.desk.conftest import at, every_day


def contract_with(cast, **changes):
    contract = cast.contract("acme")
    for name, value in changes.items():
        setattr(contract, name, value)
    contract.save()
    return contract


def edit(when: str, section: str, key: str, change) -> None:
    """What administration and `guichet load` do with an edited calendar or policy."""
    model = {"calendars": BusinessCalendar, "policies": SlaPolicy}[section]
    report = Report()
    with clock.standing_at(at(when)):
        put_row(model, section, key, {"spec": change(model.objects.get(key=key).spec)}, report)
        stored.forget()
        follow_rules(report.rules)


def kept(ticket) -> dict:
    return {c.kind: (c.state, c.used_s, c.due_at) for c in Clock.objects.filter(ticket=ticket)}


def test_hours_edited_in_a_calendar_count_from_then_on_and_the_past_keeps_its_own(cast, ada, nora, opened, do):
    """Opened at 8, the desk closed over noon until the edit at 15:00 opens it then: the noon that went by stays closed."""
    answered, open_ = (opened(ada, when="2026-11-24 08:00", criticality="MEDIUM") for _ in range(2))
    do(nora, "2026-11-24 14:00", reply, answered.pk, "Je regarde.")
    before = kept(answered)["first_reply"]
    edit("2026-11-24 15:00", "calendars", "CH-BE", lambda spec: spec | {"windows": every_day("06:00-20:00")})
    timers.run_due(at("2026-11-24 15:00"))
    # 5:30 are used until 15:00; the rest of 8 h counts until 20:00.
    assert kept(open_)["first_reply"] == ("running", 5 * 3600 + 1800, at("2026-11-24 17:30"))
    assert kept(answered)["first_reply"] == before == ("met", 4 * 3600 + 1800, at("2026-11-24 17:30"))
    assert ledger(open_, at=at("2026-11-24 16:00")).clock("first_reply").used_s == 6 * 3600 + 1800
    segments = ledger(open_, at=at("2026-11-24 16:00")).clock("first_reply").segments
    assert [s.seconds for s in segments] == [5 * 3600 + 1800, 3600]


def test_targets_edited_in_a_policy_hold_from_then_on_and_what_moves_later_is_told(cast, ada, nora, opened, do):
    met, missed, running = (opened(ada, when="2026-11-24 08:00", criticality="HIGH") for _ in range(3))
    do(nora, "2026-11-24 09:00", reply, met.pk, "Je regarde.")
    do(nora, "2026-11-24 14:30", reply, missed.pk, "Je regarde.")
    slower = {"HIGH": {"first_reply": "2h", "update": "16h", "goal": "24h", "escalate": "8h"}}
    edit("2026-11-24 15:00", "policies", "STANDARD", lambda spec: spec | {"targets": spec["targets"] | slower})
    timers.run_due(at("2026-11-24 15:00"))
    # One answered within its four hours stays met although it would be late by the new target, and the other way round.
    assert kept(met)["first_reply"][0] == "met" and kept(missed)["first_reply"][0] == "breached"
    assert Clock.objects.get(ticket=met, kind="first_reply").target_s == 4 * 3600
    assert kept(met)["update"] == ("running", 4 * 3600 + 1800, at("2026-11-25 18:00"))
    told = Event.objects.get(ticket=met, kind="ticket.due_moved")
    assert told.data["clock"] == "update"
    assert not Event.objects.filter(ticket=running, kind="ticket.due_moved").exists()


def test_the_command_replays_the_same_after_an_edit(cast, ada, nora, opened, do, tmp_path):
    """`guichet sla replay --config FILE` with what the rows hold answers as the stored clocks do."""
    ticket = opened(ada, when="2026-11-24 08:00", criticality="HIGH")
    do(nora, "2026-11-24 10:00", reply, ticket.pk, "Je regarde.")
    edit("2026-11-24 11:00", "calendars", "CH-BE", lambda spec: spec | {"windows": every_day("06:00-20:00")})
    edit("2026-11-25 07:00", "policies", "STANDARD", lambda spec: spec | {"without_criticality": "LOW"})
    moment = at("2026-11-25 09:00")
    timers.run_due(moment)
    rows = {"calendars": [stored.as_config(row) for row in BusinessCalendar.objects.all()],
            "policies": [stored.as_config(row) for row in SlaPolicy.objects.all()]}  # fmt: skip
    file = tmp_path / "rows.yaml"
    file.write_text(yaml.safe_dump(rows))
    asked = {
        "calendar": "CH-BE", "policy": "STANDARD", "type": "SPT", "criticality": "HIGH", "at": moment.isoformat(),
        "events": [fact | {"at": fact["at"].isoformat()} for fact in facts(events(ticket))],
    }  # fmt: skip
    assert replay_of(asked, Files(file)) == ledger(ticket, at=moment).as_json()


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


def test_a_contract_that_changes_its_calendar_over_new_year_keeps_the_used_time_and_tells_what_moved_later(
    cast, ada, nora, admin, opened, do
):
    """Extended hours until the eve of New Year, the ordinary ones from then on: everything due later is told in one letter."""
    contract_with(cast, calendar=BusinessCalendar.objects.get(key="CH-BE-EXT"))
    ticket = opened(ada, when="2026-12-31 07:30", criticality="HIGH")
    do(nora, "2026-12-31 08:00", reply, ticket.pk, "Je regarde.")
    before = {clock.kind: clock.due_at for clock in Clock.objects.filter(ticket=ticket, state="running")}
    # The eve ends at 16:00, 1 and 2 January are holidays: the update is due on Thursday at the last minute, the goal on Tuesday.
    assert before == {"update": at("2026-12-31 16:00"), "goal": at("2027-01-05 10:30")}
    contract = contract_with(cast, calendar=BusinessCalendar.objects.get(key="CH-BE"))
    assert do(admin, "2026-12-31 15:00", follow_contract, contract) == 1
    after = {clock.kind: clock.due_at for clock in Clock.objects.filter(ticket=ticket, state="running")}
    # The used 7 h of the update and 7:30 of the goal stay; what is left counts in CH-BE.
    assert after == {"update": at("2026-12-31 16:00"), "goal": at("2027-01-05 16:30")}
    told = Event.objects.get(ticket=ticket, kind="ticket.due_moved")
    assert (told.data["clock"], told.data["also"]) == ("goal", [])
    stored_now = {clock.kind: (clock.used_s, clock.due_at) for clock in Clock.objects.filter(ticket=ticket)}
    assert stored_now == {c.kind: (c.used_s, c.due_at) for c in ledger(ticket, at=at("2026-12-31 15:00")).clocks}


def test_all_that_moved_later_stands_in_one_event(cast, ada, nora, admin, opened, do):
    contract_with(cast, calendar=BusinessCalendar.objects.get(key="CH-BE-EXT"))
    ticket = opened(ada, when="2026-12-31 15:00", criticality="HIGH")
    do(nora, "2026-12-31 15:30", reply, ticket.pk, "Je regarde.")
    do(admin, "2026-12-31 15:45", follow_contract, contract_with(cast, calendar=BusinessCalendar.objects.get(key="CH-BE")))
    told = Event.objects.get(ticket=ticket, kind="ticket.due_moved")
    assert [one["clock"] for one in (told.data, *told.data["also"])] == ["update", "goal"]


def test_hours_edited_for_the_year_end_are_told_even_where_somebody_writes_first(cast, ada, boris, nora, opened, do):
    """The desk closes on 28 December after all: what was due then is due a day later, and both reporters are told, once."""
    quiet = opened(ada, when="2026-12-24 14:00", criticality="HIGH")
    busy = opened(boris, when="2026-12-24 14:00", company="borealis", criticality="HIGH")
    edit("2026-12-24 15:00", "calendars", "CH-BE", lambda spec: spec | {"days": [*spec.get("days", []), {"on": "2026-12-28"}]})
    do(boris, "2026-12-24 15:00", reply, busy.pk, "Und?")
    timers.run_due(at("2026-12-24 15:00"))
    timers.run_due(at("2026-12-24 15:01"))
    for ticket in (quiet, busy):
        told = Event.objects.get(ticket=ticket, kind="ticket.due_moved")
        moved = {one["clock"]: (one["from"], one["to"]) for one in (told.data, *told.data["also"])}
        first = Clock.objects.get(ticket=ticket, kind="first_reply").due_at
        assert first == at("2026-12-29 10:00") and moved["first_reply"] == (
            at("2026-12-28 10:00").astimezone(UTC).isoformat(), first.astimezone(UTC).isoformat(),
        )  # fmt: skip


def test_extended_hours_end_with_the_criticality_that_had_them(cast, ada, nora, opened, do):
    """A change of criticality, and of type, is a change of calendar (DOMAIN 1.15)."""
    contract_with(cast, critical_calendar=BusinessCalendar.objects.get(key="CH-BE-EXT"))
    lowered, retyped = (opened(ada, when="2026-11-24 18:30", criticality="CRITICAL") for _ in range(2))
    assert lowered.calendar.key == "CH-BE-EXT"
    assert Clock.objects.get(ticket=lowered, kind="first_reply").due_at == at("2026-11-25 07:30")
    do(nora, "2026-11-24 18:45", change_criticality, lowered.pk, "MEDIUM", "Contournement trouvé.")
    do(nora, "2026-11-24 18:45", change_type, retyped.pk, "CNS")
    for ticket in (Ticket.objects.get(pk=lowered.pk), Ticket.objects.get(pk=retyped.pk)):
        assert ticket.calendar.key == "CH-BE"
        # A quarter of an hour is used; the rest of 8 h counts from Wednesday at 8.
        assert Clock.objects.get(ticket=ticket, kind="first_reply").due_at == at("2026-11-25 17:15")
    do(nora, "2026-11-25 08:00", change_type, retyped.pk, "SPT", criticality="CRITICAL")
    assert Ticket.objects.get(pk=retyped.pk).calendar.key == "CH-BE-EXT"


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
