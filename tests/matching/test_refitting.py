"""Weights fitted on an installation's own links, kept only where they are better."""

import random

import pytest

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.models import Ticket
from guichet.matching import embedding, refitting, upkeep, vectors, weights
from guichet.matching.fitting import Example, fitted
from guichet.matching.models import Label, Weights
from guichet.matching.verdicts import mark
from guichet.matching.weights import Logistic, Model


def examples(seed: int, n: int, bias: float, of: dict[str, float]) -> list[Example]:
    """Drawn from a model that is known."""
    chance, true = random.Random(seed), Logistic(bias, of)
    made = []
    for _ in range(n):
        features = {name: chance.random() for name in of}
        made.append(Example(features, chance.random() < true.p(features)))
    return made


def test_many_examples_find_the_weights_they_were_drawn_from():
    found = fitted(Logistic(0.0, {"a": 0.0, "b": 0.0}), examples(1, 6000, -2.0, {"a": 4.0, "b": -1.0}))
    assert found.bias == pytest.approx(-2.0, abs=0.4)
    assert found.of["a"] == pytest.approx(4.0, abs=0.6) and found.of["b"] == pytest.approx(-1.0, abs=0.6)


def test_few_examples_move_little():
    start = Logistic(-2.0, {"a": 4.0})
    few, many = (fitted(start, examples(2, n, -2.0, {"a": -3.0})).of["a"] for n in (15, 3000))
    assert abs(few - 4.0) < abs(many - 4.0) and many < 0


def test_a_weight_with_a_floor_does_not_fall_below_it():
    found = fitted(Logistic(0.0, {"code": 1.0}), examples(3, 2000, 0.0, {"code": -4.0}), {"code": 0.0})
    assert found.of["code"] == 0.0


def test_a_feature_that_is_always_the_same_does_no_harm():
    rows = [Example({"a": 1.0, "b": 0.0}, number % 3 == 0) for number in range(300)]
    found = fitted(Logistic(0.0, {"a": 1.0, "b": 1.0}), rows)
    assert found.p({"a": 1.0}) == pytest.approx(1 / 3, abs=0.03)


def asked_as(true: Logistic, n: int = 200) -> list[refitting.Asked]:
    chance = random.Random(4)
    found = []
    for number in range(n):
        rows = [{"lex": chance.random(), "title": chance.random()} for _ in range(8)]
        answer = max(rows, key=lambda row: true.p(row))
        found.append(refitting.Asked(number, tuple((True, Example(row, row is answer)) for row in rows)))
    return found


@pytest.fixture
def used(monkeypatch, db):
    """The weights in use read the title the wrong way round."""
    wrong = Model(Logistic(-1.0, {"lex": 1.0, "title": -3.0}), Logistic(-9.0, {}))
    monkeypatch.setattr(weights, "shipped", lambda: {"words": wrong})
    weights.forget()
    yield wrong
    weights.forget()


def test_what_is_better_on_the_part_held_back_is_kept_and_used(used):
    assert refitting._better("words", asked_as(Logistic(-3.0, {"lex": 2.0, "title": 8.0})))
    weights.forget()
    with acting_as(SYSTEM):
        assert weights.model(()).same.of["title"] > 0
        row = Weights.objects.get()
    assert row.is_kept and row.after["loss"] < row.before["loss"] and row.after["first_right"] > row.before["first_right"]


def test_what_is_no_better_is_remembered_and_not_used(db, monkeypatch):
    # One in four is the answer, whatever the features say; and that is what the weights in use say.
    right = Model(Logistic(-1.0986, {"lex": 0.0, "title": 0.0}), Logistic(-9.0, {}))
    monkeypatch.setattr(weights, "shipped", lambda: {"words": right})
    weights.forget()
    chance = random.Random(5)
    noise = [
        refitting.Asked(n, tuple((True, Example({"lex": chance.random(), "title": chance.random()}, k == 0)) for k in range(4)))
        for n in range(100)
    ]
    assert not refitting._better("words", noise)
    weights.forget()
    with acting_as(SYSTEM):
        assert weights.model(()) == right and not Weights.objects.get().is_kept


@pytest.fixture
def linked(opened, known, cast, ada, nora, monkeypatch):
    """Three requests: one linked with a known problem, one a double, one whose problem was written down from it."""
    vectors.forget_means()
    monkeypatch.setattr(embedding, "here", lambda **_: None)
    problem, tickets = known(), [opened(ada, subject=f"Former VAT rate proposed {n}", language="en") for n in range(3)]
    own = known(symptom={"en": tickets[2].subject})
    with acting_as(nora):
        Ticket.objects.filter(pk=tickets[2].pk).update(problem=own)
        Ticket.objects.filter(pk=tickets[1].pk).update(duplicate_of=tickets[0])
        mark(tickets[0], "problem", problem.pk, Label.LINKED, by=nora)
        mark(tickets[0], "request", tickets[2].pk, Label.DISMISSED, by=nora)
    upkeep.follow()
    upkeep.follow()
    return problem, tickets


def test_links_doubles_and_dismissals_are_labels_a_problem_written_from_the_request_is_none(linked):
    problem, (one, double, origin) = linked
    with acting_as(SYSTEM):
        answers, dismissed = refitting.labels()
    assert answers == {one.pk: {("problem", problem.pk)}, double.pk: {("ticket", one.pk)}}
    assert dismissed == {one.pk: {("ticket", origin.pk)}}


def test_a_refit_asks_for_each_request_as_an_agent_would_see_it(linked, monkeypatch):
    monkeypatch.setattr(refitting, "ENOUGH", 2)
    outcome = refitting.refit()
    assert outcome.requests == 2 and str(outcome)
    with acting_as(SYSTEM):
        assert set(Weights.objects.values_list("state", flat=True)) == {"words"}, "no vectors, nothing to fit for them"
    assert not refitting.is_due(), "nothing new since"


def test_too_few_links_change_nothing(linked):
    assert "300 are needed" in str(refitting.refit())
    with acting_as(SYSTEM):
        assert not Weights.objects.exists()
