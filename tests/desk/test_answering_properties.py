"""After any sequence of going away, leaving and assigning: one person answers for each request, and nobody sees too much."""

import datetime as dt
import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, load_actor
from guichet.access.refusals import DeskError
from guichet.desk import answering, clocks, queries
from guichet.desk.models import Clock, Insider, Share, Ticket
from guichet.desk.operations import absences, leaving, replying, sorting
from guichet.desk.queries import Conditions
from guichet.people import presence
from guichet.people.models import Absence, Membership, Person
from tests.desk.conftest import at

START = at("2026-11-24 11:00")
AGENTS = ("nora", "luca", "lena", "carl", "sara")
CONTACTS = ("ada", "alan", "paula")
EXAMPLES = int(os.environ.get("GUICHET_EXAMPLES", "10"))

agent, contact, other = st.sampled_from(AGENTS), st.sampled_from(CONTACTS), st.one_of(st.none(), st.sampled_from(AGENTS))
acts = st.one_of(
    st.tuples(st.just("goes away"), agent, other, st.integers(0, 6)),
    st.tuples(st.just("is back"), agent),
    st.tuples(st.just("leaves"), agent, agent),
    st.tuples(st.just("is given"), agent, st.integers(0, 2)),
    st.tuples(st.just("contact leaves"), contact, contact),
    st.tuples(st.just("days pass"), st.integers(1, 4)),
)


class _Undo(Exception):
    pass


def test_exactly_one_person_answers_and_nobody_sees_what_is_not_his(cast, opened, ada, paula, nora):
    people = {name: cast.person(name) for name in (*AGENTS, *CONTACTS, "admin")}

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(acts, min_size=1, max_size=10))
    def run(sequence):
        presence.forget()
        try:
            with transaction.atomic():
                tickets = [opened(ada).pk, opened(paula, confidential=True, domain="payroll").pk, opened(ada).pk]
                with clock.standing_at(START), acting_as(nora):
                    for number in tickets[:2]:
                        replying.reply(number, "Je regarde.", by=nora)
                _play(tickets, sequence, people)
                raise _Undo
        except _Undo:
            presence.forget()

    run()


def _play(tickets: list[int], sequence: list[tuple], people: dict[str, Person]) -> None:
    moment = START
    for act, *details in sequence:
        if act == "days pass":
            moment += dt.timedelta(days=details[0])
        with clock.standing_at(moment):
            try:
                with transaction.atomic():
                    _do(act, details, tickets, people, moment)
            except DeskError:
                pass
            presence.forget()
            for number in tickets:
                _one_answers(number, moment)
                _only_readers_read(number)


def _do(act: str, given: list, tickets: list[int], people: dict[str, Person], moment: dt.datetime) -> None:
    admin = load_actor(people["admin"].pk)
    with acting_as(admin):
        if act == "goes away":
            who, deputy, days = given
            first = moment.date() + dt.timedelta(days=days // 3)
            absences.be_absent(
                Person.objects.get(pk=people[who].pk), by=admin, first_on=first, last_on=first + dt.timedelta(days=days),
                deputy=people[deputy] if deputy else None,
            )  # fmt: skip
        elif act == "is back":
            for absence in Absence.objects.filter(person=people[given[0]], ends_at__gt=moment).select_related("person"):
                absences.end_absence(absence, by=admin)
        elif act == "leaves":
            leaving.deactivate(people[given[0]], by=admin, successor=people[given[1]])
        elif act == "contact leaves":
            member, heir = (Membership.objects.get(person=people[name]) for name in given)
            leaving.end_membership(member, by=admin, successors=[heir])
    if act == "is given":
        lead = load_actor(people["lena"].pk)
        if lead is not None:
            with acting_as(lead):
                sorting.assign(tickets[given[1]], by=lead, owner=Person.objects.get(pk=people[given[0]].pk))


def _working() -> list[int]:
    return sorted(presence.staff().people)


def _one_answers(number: int, moment: dt.datetime) -> None:
    ticket, known = Ticket.objects.select_related("type").get(pk=number), presence.staff()
    found = answering.answering(ticket)
    assert found is not None and known.works(found.person)
    readers = answering.readers(ticket) | {ticket.owner_id} if ticket.confidential else set(known.people)
    if any(known.is_here(person, moment) for person in readers):
        assert found.is_here
    if ticket.owner_id and known.is_here(ticket.owner_id, moment):
        assert found.person == ticket.owner_id
    if ticket.confidential and readers & set(known.people):
        assert found.person in readers
    if ticket.owner_id and ticket.turn == "support":
        holders = []
        for person in _working():
            actor = load_actor(person)
            with acting_as(actor):
                if number in [t.pk for t in queries.queue(actor, Conditions(view="mine"))]:
                    holders.append(person)
        assert holders == [found.person]
    with acting_as(SYSTEM):
        ledger = clocks.ledger(ticket, at=ticket.updated_at)
        stored = {row.kind: (row.state, row.used_s, row.due_at) for row in Clock.objects.filter(ticket=number)}
    assert stored == {c.kind: (c.state, c.used_s, c.due_at) for c in ledger.clocks}


def _only_readers_read(number: int) -> None:
    ticket = Ticket.objects.get(pk=number)
    shared = set(Share.objects.filter(ticket=number).values_list("person_id", flat=True))
    named = set(Insider.objects.filter(ticket=number).values_list("person_id", flat=True))
    for person in Person.objects.all():
        actor = load_actor(person.pk)
        if actor is None:
            continue
        sees = Ticket.objects.visible_to(actor).filter(pk=number).exists()
        if not person.is_agent and not person.is_administrator:
            rights = actor.in_company(ticket.company_id)
            own = person.pk == ticket.reporter_id or person.pk in shared
            assert sees == bool(rights and (own or (not ticket.confidential and rights.sees_all)))
        elif ticket.confidential:
            allowed = answering.readers(ticket) | named | {ticket.owner_id, ticket.handler_id}
            assert not sees or person.pk in allowed


@pytest.mark.parametrize("who", ["nora", "luca"])
def test_the_property_can_fail(cast, ada, nora, opened, do, who):
    """What the property looks at is there: owned by Nora it is in her *My turn* alone."""
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    actor = cast.actor(who)
    with clock.standing_at(START), acting_as(actor):
        assert (number in [t.pk for t in queries.queue(actor, Conditions(view="mine"))]) is (who == "nora")
