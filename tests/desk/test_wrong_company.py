"""A request opened for the wrong company moves in one act; its former readers lose it at once (DOMAIN 1.15, 1.11)."""

import pytest
from django.db import connection

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.access.refusals import Conflict, Forbidden, Invalid
from guichet.contracts.models import Offer
from guichet.desk import clocks
from guichet.desk.models import Clock, Event, Share, Ticket
from guichet.desk.operations import replying, sorting
from guichet.desk.operations.wrong_company import Right, move_to_company
from guichet.intake.models import Draft
from guichet.people.models import Membership
from guichet.sla.models import BusinessCalendar
from tests.desk.conftest import at

NOON = "2026-11-24 12:00"


@pytest.fixture
def right(cast):
    def _right(**changes) -> Right:
        values = {
            "company": cast.company("borealis"),
            "reporter": cast.person("boris"),
            "installation": cast.installation("borealis-prod"),
            "entities": [cast.entity("borealis", "01")],
            "reason": "Pour Borealis",
        }
        return Right(**(values | changes))

    return _right


@pytest.fixture
def ticket(ada, opened, cast) -> Ticket:
    return opened(
        ada, share_with=[cast.person("remi")], entities=[cast.entity("acme", "01")], criticality="HIGH",
        fields={"impact": "Arrêt", "phone": "+41 21 1", "reachable": "8–18"},
    )  # fmt: skip


def seen(actor, number: int) -> bool:
    with acting_as(actor):
        return Ticket.objects.visible_to(actor).filter(pk=number).exists()


def test_it_keeps_its_number_and_everything_of_the_company_is_chosen_anew(ticket, nora, cast, right, do):
    do(nora, NOON, move_to_company, ticket.pk, right())
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.company, ticket.reporter) == (cast.company("borealis"), cast.person("boris"))
    assert (ticket.contract, ticket.installation) == (cast.contract("borealis"), cast.installation("borealis-prod"))
    assert list(ticket.entities.all()) == [cast.entity("borealis", "01")]
    assert ticket.fields == {"impact": "Arrêt"}


def test_all_its_rows_follow_as_the_pairs_of_columns_demand(ticket, nora, right, do):
    do(nora, "2026-11-24 11:00", replying.note, ticket.pk, "Interne")
    do(nora, NOON, move_to_company, ticket.pk, right())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conname LIKE '%same_company' "
            "AND confrelid = 'desk_ticket'::regclass AND conrelid <> 'desk_ticket'::regclass"
        )
        tables = [row[0] for row in cursor.fetchall()]
        assert len(tables) >= 12
        for table in tables:
            cursor.execute(
                f"SELECT count(*) FROM {table} WHERE ticket_id = %s AND company_id <> %s", [ticket.pk, right().company.pk]
            )
            assert cursor.fetchone() == (0,), table


def test_every_pair_follows_its_ticket_to_another_company(cast):
    """A table that is added later and forgets it would stop the act."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND confrelid = 'desk_ticket'::regclass "
            "AND array_length(confkey, 1) = 2 AND conrelid <> 'desk_ticket'::regclass AND confupdtype <> 'c'"
        )
        assert cursor.fetchall() == []


def test_former_readers_lose_it_at_once_and_the_others_have_it(ticket, ada, alan, remi, boris, berta, nora, right, do):
    assert all(seen(who, ticket.pk) for who in (ada, alan, remi)) and not seen(boris, ticket.pk)
    do(nora, NOON, move_to_company, ticket.pk, right())
    assert not any(seen(who, ticket.pk) for who in (ada, alan, remi))
    assert seen(boris, ticket.pk) and seen(berta, ticket.pk) and seen(nora, ticket.pk)
    with acting_as(ada):
        assert not Ticket.objects.filter(pk=ticket.pk).exists() and not Event.objects.filter(ticket=ticket.pk).exists()


def test_their_shares_and_drafts_go_and_an_agents_draft_stays(ticket, ada, remi, nora, right, do):
    for who in (ada, remi, nora):
        with acting_as(who):
            Draft.objects.create(person_id=who.person_id, kind=Draft.REPLY, ticket=ticket, data={"body": "Encore"})
    do(nora, NOON, move_to_company, ticket.pk, right())
    assert not Share.objects.exists()
    assert list(Draft.objects.values_list("person_id", flat=True)) == [nora.person_id]


def test_who_belongs_to_both_companies_keeps_his_share(ticket, cast, remi, nora, right, do):
    Membership.objects.create(person=cast.person("remi"), company=cast.company("borealis"))
    do(nora, NOON, move_to_company, ticket.pk, right())
    assert Share.objects.get().person_id == remi.person_id and seen(cast.actor("remi"), ticket.pk)


def test_clocks_go_on_by_the_other_contract_and_keep_what_is_used(ticket, nora, cast, right, do):
    contract = cast.contract("borealis")
    contract.calendar = BusinessCalendar.objects.get(key="CH-BE-EXT")
    contract.save()
    moved = do(nora, "2026-11-24 17:30", move_to_company, ticket.pk, right())
    with acting_as(SYSTEM):
        replayed = {c.kind: (c.state, c.used_s, c.due_at) for c in clocks.ledger(moved, at=at("2026-11-24 17:30")).clocks}
        stored = {c.kind: (c.state, c.used_s, c.due_at) for c in Clock.objects.filter(ticket=ticket)}
    assert stored == replayed
    # 5:18 of 4 h by CH-BE: missed stays missed; the goal's 24 h go on until 19:00, then from 7:00.
    assert replayed["goal"][1] == (78 + 240) * 60 and moved.calendar_id == contract.calendar_id


def test_the_replay_reads_the_same_behind_the_new_companys_wall(ticket, nora, boris, cast, right, do):
    contract = cast.contract("borealis")
    contract.calendar = BusinessCalendar.objects.get(key="CH-BE-EXT")
    contract.save()
    moved = do(nora, NOON, move_to_company, ticket.pk, right())
    later = at("2026-11-24 18:30")
    with acting_as(SYSTEM):
        by_us = {c.kind: c.used_s for c in clocks.ledger(moved, at=later).clocks}
    with acting_as(boris):
        assert {c.kind: c.used_s for c in clocks.ledger(moved, at=later).clocks} == by_us


def test_the_new_company_reads_no_name_of_the_former_one(ticket, cast, boris, nora, right, do):
    Event.objects.create(
        ticket=ticket, company_id=ticket.company_id, kind="ticket.shared", data={"person": 1, "name": "Remi Chollet"}, status="NEW", turn="support"
    )  # fmt: skip
    do(nora, NOON, move_to_company, ticket.pk, right())
    with acting_as(boris):
        assert "Acme" not in str(list(Event.objects.filter(ticket=ticket).values_list("data", flat=True)))
        assert "Remi" not in str(list(Event.objects.filter(ticket=ticket).values_list("data", flat=True)))


def test_links_within_the_former_company_end_on_both_sides(ticket, ada, nora, opened, right, do):
    before, after = opened(ada), opened(ada)
    do(nora, "2026-11-24 11:00", sorting.relate, ticket.pk, "follow_up", before.pk)
    do(nora, "2026-11-24 11:00", sorting.relate, after.pk, "follow_up", ticket.pk)
    do(nora, NOON, move_to_company, ticket.pk, right())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Ticket.objects.get(pk=ticket.pk).previous is None and Ticket.objects.get(pk=after.pk).previous is None
    assert Event.objects.get(kind="ticket.company_left").data["unlinked"] == [before.pk, after.pk]


def offer(ticket: Ticket, nora, state: str) -> Offer:
    return Offer.objects.create(
        ticket=ticket, company_id=ticket.company_id, desk_id=ticket.desk_id, reason="x", amount=10, valid_until="2026-12-24",
        offered_by_id=nora.person_id, state=state,
    )  # fmt: skip


def test_what_the_former_company_approved_binds_nobody(ticket, nora, right, do):
    approved = offer(ticket, nora, Offer.APPROVED)
    do(nora, NOON, move_to_company, ticket.pk, right())
    approved.refresh_from_db()
    assert approved.state == Offer.WITHDRAWN


def test_an_offer_that_waits_has_to_be_withdrawn_first(ticket, nora, right, do):
    offer(ticket, nora, Offer.OPEN)
    with pytest.raises(Conflict):
        do(nora, NOON, move_to_company, ticket.pk, right())


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("company", lambda cast: {"company": cast.company("acme")}),
        (
            "company",
            lambda cast: {"company": cast.company("cirrus"), "reporter": cast.person("cora"), "installation": None, "entities": []},
        ),
        ("reporter", lambda cast: {"reporter": cast.person("ada")}),
        ("reporter", lambda cast: {"reporter": cast.person("nora")}),
        ("installation", lambda cast: {"installation": cast.installation("acme-prod")}),
        ("entity", lambda cast: {"entities": [cast.entity("acme", "01")]}),
        ("reason", lambda cast: {"reason": " "}),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field_and_nothing_moves(ticket, nora, cast, right, do, field, changes):
    with pytest.raises(Invalid) as refused:
        do(nora, NOON, move_to_company, ticket.pk, right(**changes(cast)))
    assert field in refused.value.fields
    assert Ticket.objects.get(pk=ticket.pk).company == cast.company("acme")


def test_a_confidential_one_goes_only_to_a_contact_with_that_right(paula, nora, opened, cast, right, do):
    secret = opened(paula, confidential=True, domain="payroll")
    with pytest.raises(Invalid):
        do(nora, NOON, move_to_company, secret.pk, right())
    do(nora, NOON, move_to_company, secret.pk, right(reporter=cast.person("berta")))
    assert seen(cast.actor("berta"), secret.pk) and not seen(cast.actor("boris"), secret.pk)


def test_a_limited_agent_and_a_customer_move_nothing(ticket, ada, theo, right, do, cast):
    Ticket.objects.filter(pk=ticket.pk).update(team=cast.team("SUP-LP"))
    for who in (ada, theo):
        with pytest.raises(Forbidden):
            do(who, NOON, move_to_company, ticket.pk, right())
