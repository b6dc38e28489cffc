"""The index follows what happens."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.models import Ticket
from guichet.desk.operations.moving import Moving, transition_to
from guichet.desk.operations.redacting import redact_passage
from guichet.desk.operations.replying import reply
from guichet.desk.operations.wrong_company import Right, move_to_company
from guichet.knowledge.models import CUSTOMERS, INTERNAL, KnownProblem
from guichet.matching import embedding, upkeep, vectors
from guichet.matching.models import Item


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    vectors.forget_means()
    monkeypatch.setattr(embedding, "here", lambda **_: None)


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


def everything() -> str:
    """Every word the index holds, the vocabulary too."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT string_agg(i::text, ' ') FROM matching_item i), '') || coalesce((SELECT string_agg(word, ' ') FROM matching_lexeme), '')"
        )
        return cursor.fetchone()[0].lower()


def test_a_passage_taken_out_is_gone_from_the_index_at_once_and_the_rest_comes_back(opened, cast, do):
    ticket = opened(cast.actor("ada"), subject="Fiche fausse pour Anna Keller")
    upkeep.follow()
    upkeep.follow()
    assert "keller" in everything()
    do(cast.actor("lena"), "2026-11-24 12:00", redact_passage, ticket.pk, "Anna Keller", "Une personne")
    assert "keller" not in everything()
    upkeep.follow()
    assert titles() == ["Fiche fausse pour […]"] and "keller" not in everything()


def test_a_problem_written_from_a_request_loses_the_passage_too(opened, cast, do):
    nora = cast.actor("nora")
    ticket = opened(cast.actor("ada"), subject="Fiche fausse pour Anna Keller")
    with acting_as(nora):
        problem = KnownProblem.objects.create(symptom={"fr": "Fiche fausse, vue par Anna Keller"}, visibility=INTERNAL)
        Ticket.objects.filter(pk=ticket.pk).update(problem=problem)
    upkeep.listen("problem", problem.pk)
    do(cast.actor("lena"), "2026-11-24 12:00", redact_passage, ticket.pk, "Anna Keller", "Une personne")
    assert "keller" not in everything()
    upkeep.listen("problem", problem.pk)
    assert titles("problem") == ["Fiche fausse, vue par […]"]


def test_a_request_of_the_wrong_company_is_found_by_the_right_one_alone(opened, cast, do):
    ticket = opened(cast.actor("ada"), subject="Fiche de salaire")
    upkeep.follow()
    upkeep.follow()
    right = Right(cast.company("borealis"), cast.person("boris"), cast.installation("borealis-prod"), (), "Pour Borealis")
    do(cast.actor("nora"), "2026-11-24 12:00", move_to_company, ticket.pk, right)
    with acting_as(SYSTEM):
        assert not Item.objects.filter(company=cast.company("acme")).exists()
    upkeep.follow()
    with acting_as(SYSTEM):
        assert set(Item.objects.values_list("company", "owner")) == {(cast.company("borealis").pk,) * 2}


def test_what_solved_a_request_is_found_by_its_own_words(opened, cast, do):
    nora = cast.actor("nora")
    ticket = opened(cast.actor("ada"), subject="Facture fausse")
    upkeep.follow()
    done = Moving("RESOLVED", body="Il faut relancer le service TAXCALC.", resolution="explained")
    do(nora, "2026-11-24 12:00", transition_to, ticket.pk, done)
    upkeep.follow()
    upkeep.follow()
    with acting_as(SYSTEM):
        assert list(Item.objects.filter(text__contains="TAXCALC").values_list("part", flat=True)) == [1]


def test_a_reply_costs_the_index_nothing(opened, cast, do):
    ada = cast.actor("ada")
    ticket = opened(ada, subject="Invoice prints twice")
    with CaptureQueriesContext(connection) as asked:
        do(ada, "2026-11-24 11:00", reply, ticket.pk, "It still does.")
    assert asked.captured_queries and not [q["sql"] for q in asked.captured_queries if "matching_" in q["sql"]]
