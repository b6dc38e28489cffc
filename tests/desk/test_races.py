"""Two people at the same moment: one goes first, the other is told, nothing is lost or doubled."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from guichet.access.acting import acting_as
from guichet.access.refusals import Conflict, DeskError
from guichet.desk.models import Event, Message, Ticket
from guichet.desk.operations import closing, moving, replying, sorting, weighing
from guichet.desk.operations.moving import Moving
from guichet.people.models import Seat
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Runs the acts in threads that start together; returns what each gave, or its refusal."""
    start = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            start.wait()
            results[place] = act()
        except DeskError as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def acting(who, operation, *args, **kwargs) -> Callable[[], object]:
    def act() -> object:
        with acting_as(who):
            return operation(*args, by=who, **kwargs)

    return act


SOLVED = Moving("RESOLVED", body="Voilà.", resolution="explained")


def test_two_agents_resolving_at_once_make_one_solution(cast: Cast, ada, nora, luca, opened):
    number = opened(ada, when="2026-11-20 08:00").pk
    results = at_once(*(acting(who, moving.transition_to, number, SOLVED) for who in (nora, luca)))
    assert sum(isinstance(r, Conflict) for r in results) == 1
    assert Message.objects.filter(ticket=number, side="vendor").count() == 1


def test_two_agents_taking_at_once_leave_one_owner_and_one_of_them_is_told(cast: Cast, ada, nora, luca, opened):
    ticket = opened(ada, when="2026-11-20 08:00")
    acts = [acting(who, sorting.assign, ticket.pk, owner=cast.person(name), version=ticket.version) for name, who in (("nora", nora), ("luca", luca))]
    results = at_once(*acts)
    assert sum(isinstance(r, Conflict) for r in results) == 1
    assert Event.objects.filter(ticket=ticket, kind="ticket.taken").count() == 1


@pytest.mark.parametrize("round_", range(4))
def test_a_reply_racing_the_closing_is_in_the_conversation_or_refused(cast: Cast, ada, alan, nora, opened, round_):
    number = opened(ada, when="2026-11-20 08:00").pk
    with acting_as(nora):
        moving.transition_to(number, SOLVED, by=nora)
    closed, replied = at_once(acting(ada, closing.confirm, number), acting(alan, replying.reply, number, "Encore une chose."))
    ticket = Ticket.objects.get(pk=number)
    said = Message.objects.filter(ticket=number, body="Encore une chose.").count()
    if isinstance(replied, Conflict):
        assert (ticket.status, said) == ("CLOSED", 0)
    else:
        assert isinstance(closed, Conflict)
        assert (ticket.status, said) == ("IN_PROGRESS", 1)


def test_one_form_sent_twice_at_once_makes_one_message(cast: Cast, ada, opened):
    number = opened(ada, when="2026-11-20 08:00").pk
    at_once(*(acting(ada, replying.reply, number, "Une fois.", submission="same") for _ in range(3)))
    assert Message.objects.filter(ticket=number, body="Une fois.").count() == 1


def test_two_leads_deciding_one_contest_at_once_leave_one_decision_and_the_other_is_told(cast: Cast, ada, nora, lena, opened):
    """One grants, one keeps: whoever comes second is told that somebody was quicker, and the customer reads one answer."""
    number = opened(ada, when="2026-11-20 08:00", criticality="HIGH").pk
    with acting_as(nora):
        weighing.change_criticality(number, "MEDIUM", "Contournement trouvé.", by=nora)
    with acting_as(ada):
        weighing.contest(number, "Trop lent.", by=ada)
    Seat.objects.filter(person=cast.person("nora")).update(is_lead=True)
    other = cast.actor("nora")
    version = Ticket.objects.get(pk=number).version
    results = at_once(
        acting(lena, weighing.change_criticality, number, "HIGH", "Accordé.", version=version),
        acting(other, weighing.change_criticality, number, "MEDIUM", "Maintenu.", version=version),
    )
    assert sum(isinstance(r, Conflict) for r in results) == 1
    decided = Event.objects.get(ticket=number, kind="ticket.contest_decided")
    assert Ticket.objects.get(pk=number).criticality == ("HIGH" if decided.data["granted"] else "MEDIUM")
