"""The index follows what happens."""

import pytest

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.models import Ticket
from guichet.knowledge.models import CUSTOMERS, INTERNAL, KnownProblem
from guichet.matching import embedding, upkeep, vectors
from guichet.matching.models import Item


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    vectors.forget_means()
    monkeypatch.setattr(embedding, "here", lambda: None)


def titles(kind="ticket"):
    with acting_as(SYSTEM):
        return sorted(Item.objects.filter(kind=kind).values_list("title", flat=True))


def test_a_request_of_the_past_and_a_new_one_are_found(opened, cast):
    opened(cast.actor("ada"), subject="Invoice prints twice")
    upkeep.follow()
    upkeep.follow()
    opened(cast.actor("ada"), subject="Stock is wrong")
    upkeep.follow()
    assert titles() == ["Invoice prints twice", "Stock is wrong"]


def test_a_confidential_request_is_never_indexed(opened, cast):
    ticket = opened(cast.actor("ada"), subject="A salary")
    upkeep.follow()
    upkeep.follow()
    assert titles() == ["A salary"]
    with acting_as(SYSTEM):
        Ticket.objects.filter(pk=ticket.pk).update(confidential=True)
        upkeep.refresh_tickets([ticket.pk])
    assert titles() == []


def test_what_has_not_changed_is_left_as_it_is(opened, cast):
    ticket = opened(cast.actor("ada"), subject="Invoice prints twice")
    upkeep.follow()
    upkeep.follow()
    with acting_as(SYSTEM):
        assert upkeep.refresh_tickets([ticket.pk]) == 0


def test_a_problem_hidden_from_customers_is_the_agents_alone(cast):
    nora = cast.actor("nora")
    with acting_as(nora):
        problem = KnownProblem.objects.create(symptom={"en": "VAT is wrong", "fr": "La TVA est fausse"}, visibility=CUSTOMERS)
    upkeep.listen("problem", problem.pk)
    with acting_as(SYSTEM):
        assert set(Item.objects.filter(kind="problem").values_list("owner", flat=True)) == {0}
    with acting_as(nora):
        KnownProblem.objects.filter(pk=problem.pk).update(visibility=INTERNAL)
    upkeep.listen("problem", problem.pk)
    with acting_as(SYSTEM):
        assert set(Item.objects.filter(kind="problem").values_list("owner", flat=True)) == {-1}
