"""The weights fitted on the vendor's own: what agents linked, dismissed and closed as the same.

Every night there are enough new labels, or at `guichet match refit`. The requests are parted by number: four fifths are fitted on,
and the new weights are kept only where they do better on the last fifth, both in what they say and in what they put first.
"""

import logging
import random
from collections import defaultdict
from dataclasses import dataclass

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.models import Message, Ticket
from guichet.matching import embedding, vectors, weights
from guichet.matching.fitting import Example, fitted, loss
from guichet.matching.models import Item, Label, Weights
from guichet.matching.ranking import Query, Ranker
from guichet.matching.sight import scope
from guichet.matching.weights import Logistic, Model

log = logging.getLogger("guichet.matching")

# Requests with an answer, before anything is fitted; and how many more than at the last time are worth another night.
ENOUGH, MORE = 300, 1.2
MOST_TICKETS = 1_500
# Of what was no answer, the likeliest of each request are taken, and some of the others stand for all of them.
WORST, OTHERS = 15, 10
HELD_BACK = 5
# By how much what is kept must be better.
BETTER = 0.99
FLOORS = {"code": 0.0}


@dataclass(frozen=True)
class Asked:
    """A request with its candidates: features by language, and which of them are answers."""

    number: int
    examples: tuple[tuple[bool, Example], ...]  # is the candidate in the request's language


@dataclass(frozen=True)
class Outcome:
    """What came of it, for the command and the log."""

    requests: int
    kept: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.requests < ENOUGH:
            return f"{self.requests} requests have a link; {ENOUGH} are needed before weights are fitted on them."
        if not self.kept:
            return f"Fitted on {self.requests} requests: no better than before, so nothing changes."
        return f"Fitted on {self.requests} requests and kept for: {', '.join(self.kept)}."


def refit() -> Outcome:
    """Fit each state of the product (both models, the quick one, words alone) anew; what is better from now on is used."""
    with acting_as(SYSTEM):
        answers, dismissed = labels()
    if len(answers) < ENOUGH:
        return Outcome(len(answers))
    asked = [one for number in sorted(answers)[-MOST_TICKETS:] if (one := _ask(number, answers[number], dismissed[number]))]
    kept = [state for state in ("e5+use", "use", "words") if _better(state, asked)]
    weights.forget()
    log.info("weights fitted on %d requests, kept for %s", len(asked), ", ".join(kept) or "none")
    return Outcome(len(asked), tuple(kept))


def is_due() -> bool:
    """Whether there are enough labels, and enough more than at the last time."""
    with acting_as(SYSTEM):
        n = len(labels()[0])
        former = Weights.objects.order_by("-pk").values_list("requests", flat=True).first() or 0
    return n >= ENOUGH and n >= former * MORE


def labels() -> tuple[dict[int, set[tuple[str, int]]], dict[int, set[tuple[str, int]]]]:
    """For each request what answers it, and what was dismissed there. A known problem written down from it is no answer."""
    answers: dict[int, set[tuple[str, int]]] = defaultdict(set)
    dismissed: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for number, kind, object_id, verdict in Label.objects.values_list("ticket", "kind", "object_id", "verdict"):
        (answers if verdict == Label.LINKED else dismissed)[number].add((kind, object_id))
    plain = Ticket.objects.filter(confidential=False)
    for number, problem, symptom, subject in plain.filter(problem__isnull=False).values_list("pk", "problem", "problem__symptom", "subject"):
        if subject not in symptom.values():
            answers[number].add((Item.PROBLEM, problem))
    for number, other in plain.filter(duplicate_of__isnull=False).values_list("pk", "duplicate_of"):
        answers[number].add((Item.TICKET, other))
    return answers, dismissed


def _ask(number: int, answers: set[tuple[str, int]], dismissed: set[tuple[str, int]]) -> Asked | None:
    """The candidates beside a request as they would be today, in a transaction of its own; None where no answer is among them."""
    with acting_as(SYSTEM):
        ticket = Ticket.objects.filter(pk=number, confidential=False).first()
        body = Message.objects.filter(ticket=number, is_first=True).values_list("body", flat=True).first() or ""
        if ticket is None:
            return None
        query = Query(ticket.language, ticket.subject, body, position=number, only_before=False)
        found = _ranker().look(query, scope(SYSTEM, without_ticket=number)).found
    by_p = sorted(found, key=lambda one: -one.p)
    right = [one for one in by_p if (one.kind, one.object_id) in answers]
    wrong = [one for one in by_p if (one.kind, one.object_id) not in answers]
    if not right:
        return None
    sure = [one for one in wrong if (one.kind, one.object_id) in dismissed]
    others = [one for one in wrong if one not in sure]
    rest = others[WORST:]
    few = random.Random(number).sample(rest, min(OTHERS, len(rest)))
    weighed = [(one, True, 1.0) for one in right] + [(one, False, 1.0) for one in sure + others[:WORST]]
    weighed += [(one, False, len(rest) / len(few)) for one in few]
    return Asked(
        number,
        tuple((one.language == query.language, Example(dict(one.features), is_answer, weight)) for one, is_answer, weight in weighed),
    )


def _ranker() -> Ranker:
    return Ranker(embedding.here(is_patient=True), views=vectors.VIEWS)


def _better(state: str, asked: list[Asked]) -> bool:
    """Fit one state; keep it where the held-back part says so. Says whether it was kept."""
    now = weights.stored().get(state) or weights.shipped()[state]
    if "e5" in state and not any("e5" in example.features for one in asked for _, example in one.examples):
        return False
    if state != "words" and not any("use" in example.features for one in asked for _, example in one.examples):
        return False
    fitted_on = [one for one in asked if one.number % HELD_BACK]
    held_back = [one for one in asked if not one.number % HELD_BACK]
    new = Model(_side(now.same, fitted_on, is_same=True), _side(now.other, fitted_on, is_same=False))
    before, after = _worth(now, held_back), _worth(new, held_back)
    is_kept = after[0] < before[0] * BETTER and after[1] >= before[1]
    with acting_as(SYSTEM):
        Weights.objects.create(
            state=state,
            fitted={"same": _written(new.same), "other": _written(new.other)},
            requests=len(asked),
            before=dict(zip(("loss", "first_right"), before, strict=True)),
            after=dict(zip(("loss", "first_right"), after, strict=True)),
            is_kept=is_kept,
        )
    return is_kept


def _side(start: Logistic, asked: list[Asked], *, is_same: bool) -> Logistic:
    examples = [example for one in asked for same, example in one.examples if same == is_same]
    if not start.of or not any(example.is_answer for example in examples):
        return start
    return fitted(start, examples, FLOORS)


def _worth(model: Model, asked: list[Asked]) -> tuple[float, float]:
    """How surprised the model is, and how often it puts an answer first."""
    examples = [(model.same if same else model.other, example) for one in asked for same, example in one.examples]
    total = sum(loss(of, [example]) * example.weight for of, example in examples)
    first = sum(max(one.examples, key=lambda pair: _p(model, pair))[1].is_answer for one in asked)
    return round(total / (sum(example.weight for _, example in examples) or 1.0), 6), round(first / (len(asked) or 1), 4)


def _p(model: Model, pair: tuple[bool, Example]) -> float:
    return model.p(pair[1].features, is_same_language=pair[0])


def _written(model: Logistic) -> dict:
    return {"bias": model.bias, "weights": model.of}
