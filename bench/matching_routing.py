"""How well a request's kind is proposed from what similar requests became: banking77, fifteen examples a class."""

import gzip
import json
import random
from collections import defaultdict
from pathlib import Path

from django.db import connection

from guichet.matching import centres, vectors
from guichet.matching.corpora import Corpus, Text
from guichet.matching.embedder import Embedder, Vector
from guichet.matching.ranking import Ranker, Scope
from guichet.matching.routing import proposals
from guichet.matching.vectors import Asked, dot

EXAMPLES = 15
SEED = 1


def measure_routing(path: Path, embedder: Embedder | None) -> dict[str, float]:
    by_label: dict[str, list[str]] = defaultdict(list)
    asked: list[tuple[str, str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["split"] == "train":
                by_label[row["label"]].append(row["text"])
            else:
                asked.append((row["text"], row["label"]))
    chance = random.Random(SEED)
    examples = [(text, label) for label in sorted(by_label) for text in chance.sample(by_label[label], EXAMPLES)]
    # They stand by label in the file; nobody asks so, and what is asked moves the mean of what is asked.
    chance.shuffle(asked)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE matching_item, matching_posting, matching_vector, matching_sign, matching_lexeme, matching_language")
    vectors.forget_means()
    corpus = Corpus([Text(number, -1, "en", text, "") for number, (text, _) in enumerate(examples)], embedder)
    ranker = Ranker(corpus.embedder)
    middles = _middles(examples, corpus.embedder)
    right = right_of_three = 0
    sure: list[tuple[float, bool]] = []
    for number, (text, label) in enumerate(asked):
        look = ranker.look(corpus.query(Text(number, 0, "en", text, "")), Scope())
        labels = {("document", one.object_id): examples[one.object_id][1] for one in look.found}
        proposed = proposals(look.found, labels, _near(look.asked, middles))
        right += bool(proposed) and proposed[0][0] == label
        right_of_three += label in [name for name, _ in proposed[:3]]
        sure.append((proposed[0][1] if proposed else 0.0, bool(proposed) and proposed[0][0] == label))
    sure.sort(key=lambda pair: -pair[0])
    half = sure[: len(sure) // 2]
    figures = {"accuracy": right / len(asked), "accuracy@3": right_of_three / len(asked)}
    print(
        f"\nbanking77: {EXAMPLES} examples of {len(by_label)} classes; accuracy {figures['accuracy']:.3f}, "
        f"among the first three {figures['accuracy@3']:.3f}, in the surest half {sum(r for _, r in half) / len(half):.3f}"
    )
    return figures


def _middles(examples: list[tuple[str, str]], embedder: Embedder | None) -> dict[str, dict[str, Vector]]:
    """View → label → the middle of its examples; without a model none."""
    if embedder is None:
        return {}
    labels = [label for _text, label in examples]
    source = "SELECT g.label, i.id FROM unnest(%s::int[], %s::text[]) AS g (number, label) JOIN matching_item i ON i.object_id = g.number"
    found = centres.middles(source, [list(range(len(labels))), labels], embedder.version)
    return {view: {label: of[view] for label, (_n, of) in found.items() if view in of} for view in centres.VIEWS}


def _near(asked: Asked, middles: dict[str, dict[str, Vector]]) -> centres.Nearness:
    return {
        view: {label: dot(asked.vectors[view], middle) for label, middle in of.items()} for view, of in middles.items() if view in asked.vectors
    }
