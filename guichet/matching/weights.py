"""The models that turn the features of a candidate into p(same problem).

Those shipped (weights.json, made by bench/fit_matching.py) hold until an installation's own are better (refitting.py).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path
from time import monotonic

FILE = Path(__file__).with_name("weights.json")
# By what the nearest of all vectors are chosen, before anything is known but the vectors.
FIRST = {
    "same": {"e5": 8.0, "use": 2.0, "use_title": 2.0},
    "other": {"e5": 6.5, "use": 3.5, "use_title": 7.0},
}
# What counts by the signs, where languages are not told apart.
SOUGHT = {"e5": 7.0, "use": 6.0}


@dataclass(frozen=True)
class Logistic:
    """One logistic model: p = 1 / (1 + e^-(bias + Σ weight · feature)). A feature that is absent counts nothing."""

    bias: float
    of: dict[str, float]

    def p(self, features: dict[str, float]) -> float:
        z = self.bias + sum(weight * features.get(name, 0.0) for name, weight in self.of.items())
        return 1 / (1 + exp(-max(-30.0, min(30.0, z))))


@dataclass(frozen=True)
class Model:
    """The two models of one state of the product: for documents in the query's language, and in another."""

    same: Logistic
    other: Logistic

    def p(self, features: dict[str, float], *, is_same_language: bool) -> float:
        return (self.same if is_same_language else self.other).p(features)


@lru_cache(maxsize=1)
def shipped() -> dict[str, Model]:
    read = json.loads(FILE.read_text())["models"]
    return {name: _model(of) for name, of in read.items()}


def _model(of: dict) -> Model:
    return Model(*(Logistic(of[side]["bias"], of[side]["weights"]) for side in ("same", "other")))


def name(views: Sequence[str], by_words: bool = True) -> str:
    """Which model stands for what could be looked at: `words`, `use`, `e5+use`, without words `use only` and so on."""
    models = "+".join(sorted({view.partition("_")[0] for view in views}))
    return (models or "words") if by_words else f"{models} only"


def model(views: Sequence[str], by_words: bool = True) -> Model:
    """The installation's own model for what could be looked at, else the one shipped."""
    state = name(views, by_words)
    return stored().get(state) or shipped()[state]


# Another process learns of new weights after so long.
SECONDS = 60.0
_stored: tuple[float, dict[str, Model]] | None = None


def stored() -> dict[str, Model]:
    """The weights that were fitted here and kept, the latest of each state."""
    global _stored
    if _stored is None or monotonic() - _stored[0] > SECONDS:
        from guichet.matching.models import Weights

        rows = Weights.objects.filter(is_kept=True).order_by("state", "-pk").distinct("state").values_list("state", "fitted")
        _stored = monotonic(), {state: _model(of) for state, of in rows}
    return _stored[1]


def forget() -> None:
    """Read them anew at the next need."""
    global _stored
    _stored = None
