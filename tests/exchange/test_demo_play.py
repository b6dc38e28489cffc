"""The demo world told through the real operations, once for this module, and copied by SQL."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from guichet.desk import clocks
from guichet.desk.models import Attachment, Clock, Event, Message, Note, Ticket
from guichet.desk.states import OPEN_STATUSES
from guichet.exchange.configuration import load as load_configuration
from guichet.exchange.demo import plan as plans
from guichet.exchange.demo import play
from guichet.exchange.demo.load import load_demo
from guichet.people.models import Company, Credential
from guichet.reactions.models import Letter
from tests.cast import forget_what_is_kept

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
SIZE = 700
pytestmark = pytest.mark.django_db


def told():
    return Ticket.objects.filter(pk__lte=plans.last_number())


def copies():
    return Ticket.objects.filter(pk__gt=plans.last_number()).exclude(parent__isnull=False)


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup, django_db_blocker):
    """The beginning of the demo world as the server loads it, then every story at least once, and copies; gone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_what_is_kept()
        load_configuration()
        load_demo(at=AT, part="first", progress=lambda text: None)
        load_demo(tickets=SIZE, progress=lambda text: None)
        yield
        transaction.set_rollback(True)
    forget_what_is_kept()
    play.forget()


def differences(ticket: Ticket) -> list[str]:
    """Where the stored clocks of a request differ from the replay of its events."""
    replayed = {clock.kind: clock for clock in clocks.ledger(ticket, at=ticket.updated_at).clocks}
    stored = {row.kind: row for row in Clock.objects.filter(ticket=ticket)}
    if set(replayed) != set(stored):
        return [f"{ticket}: {set(replayed)} {set(stored)}"]
    return [
        f"{ticket} {kind}"
        for kind, clock in replayed.items()
        if (clock.state, clock.used_s, clock.due_at) != (stored[kind].state, stored[kind].used_s, stored[kind].due_at)
        or [m.due_at.isoformat() for m in clock.missed] != [m["due_at"] for m in stored[kind].missed]
    ]


def test_every_story_ends_where_its_plan_says():
    found = dict(told().values_list("number", "status"))
    takes = [take for take in plans.plan(AT) if take.number in found]
    assert {take.story["key"] for take in takes} == {story["key"] for story in plans.told.stories()}
    assert [take.story["key"] for take in takes if found[take.number] != take.status] == []


def test_nobody_is_told():
    assert not Letter.objects.exists()
    assert not Event.objects.filter(reacted_at=None).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,)


def test_nothing_is_overdue_for_the_worker():
    assert not Ticket.objects.filter(wake_at__lte=AT).exists()
    assert not Ticket.objects.filter(updated_at__gt=AT + timedelta(minutes=15)).exists()


def test_few_promises_are_late():
    late = (
        Clock.objects.filter(ticket__in=told(), ticket__status__in=OPEN_STATUSES, state="breached")
        .values("ticket")
        .distinct()
        .count()
    )
    assert 0 < late <= 15


def test_the_stored_clocks_equal_the_replay():
    assert [d for ticket in Ticket.objects.all() for d in differences(ticket)] == []


def test_the_request_of_ada_waits_for_her_with_the_question_of_nora():
    ticket = Ticket.objects.get(pk=1042)
    assert ticket.key == "SPT-1042"
    assert (ticket.reporter.email, ticket.turn) == ("ada@acme.example", "customer")
    assert ticket.messages.last().body.endswith("Une capture de l'onglet « Conditions » suffit.")
    assert Attachment.objects.filter(ticket=ticket).count() == 3


def test_confidential_requests_stay_with_their_readers():
    confidential = told().filter(confidential=True)
    assert confidential.count() > 8
    ada, paula = (play.actor_of(f"{name}@acme.example") for name in ("ada", "paula"))
    assert not confidential.visible_to(ada).exists()
    assert confidential.visible_to(paula).filter(pk=1047).exists()


def test_installations_run_their_present_release_again():
    for company in plans.told.world()["companies"]:
        rows = Company.objects.get(external_id=company["key"]).installations.values_list("external_id", "release__name")
        assert dict(rows) == {i["key"]: i["release"] for i in company["installations"]}


def test_demo_passwords_are_marked():
    world = plans.told.world()
    people = {p["email"] for p in world["people"]} | {p["email"] for c in world["companies"] for p in plans.people_of(c)}
    assert set(Credential.objects.filter(is_demo=True).values_list("person__email", flat=True)) == people


def test_a_second_load_of_that_size_adds_nothing():
    assert Ticket.objects.count() == SIZE
    load_demo(tickets=SIZE, progress=lambda text: None)
    assert Ticket.objects.count() == SIZE


def test_the_next_number_comes_after_the_plan():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('desk_ticket', 'number'))")
        assert cursor.fetchone()[0] > Ticket.objects.order_by("-number").first().number


def test_copies_belong_to_copies_of_the_companies():
    assert copies().values("company").distinct().count() >= 10
    for ticket in copies().select_related("company", "installation"):
        assert ticket.company_id in ticket.reporter.memberships.values_list("company_id", flat=True)
        assert ticket.installation is None or ticket.installation.company_id == ticket.company_id
        assert ticket.contract.company_id == ticket.company_id


def test_copies_name_their_own_messages_and_notes():
    for model, name in ((Message, "message"), (Note, "note")):
        named = set(Event.objects.filter(ticket__in=copies(), data__has_key=name).values_list("ticket", f"data__{name}"))
        assert named
        assert named <= set(model.objects.filter(ticket__in=copies()).values_list("ticket", "pk"))


@pytest.mark.long
def test_all_tellings_of_all_stories():
    load_demo(progress=lambda text: None)
    found = dict(told().values_list("number", "status"))
    assert [take.story["key"] for take in plans.plan(AT) if found.get(take.number) != take.status] == []
