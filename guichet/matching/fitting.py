"""Fitting a logistic model to examples, beginning from weights that stand: what few examples say moves them little.

Newton's method in plain Python, for some ten features and some ten thousand examples take seconds, and no package is needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from guichet.matching.weights import Logistic

# How strongly the weights are held where they were: as if so many sure examples spoke for each.
RIDGE = 4.0
STEPS = 25


@dataclass(frozen=True)
class Example:
    """A candidate for a question, and whether it was the answer. *weight*: for how many examples it stands."""

    features: dict[str, float]
    is_answer: bool
    weight: float = 1.0


def fitted(start: Logistic, examples: Sequence[Example], floors: dict[str, float] | None = None) -> Logistic:
    """The model that fits the examples best, not far from *start*; a weight with a floor does not fall below it."""
    names = list(start.of)
    rows = [[1.0, *(example.features.get(name, 0.0) for name in names)] for example in examples]
    spread = [1.0, *_spreads(rows)]
    began = [start.bias, *(start.of[name] for name in names)]
    beta = list(began)
    for _ in range(STEPS):
        gradient, hessian = _slopes(rows, examples, beta)
        for j, scale in enumerate(spread):
            if j:
                held = RIDGE * scale * scale
                gradient[j] -= held * (beta[j] - began[j])
                hessian[j][j] += held
            hessian[j][j] += 1e-6
        step = _solved(hessian, gradient)
        beta = [b + s for b, s in zip(beta, step, strict=True)]
        if max(abs(s) for s in step) < 1e-5:
            break
    of = {name: max(value, (floors or {}).get(name, value)) for name, value in zip(names, beta[1:], strict=True)}
    return Logistic(round(beta[0], 4), {name: round(value, 4) for name, value in of.items()})


def loss(model: Logistic, examples: Sequence[Example]) -> float:
    """How surprised the model is by the examples, on average (log loss): less is better."""
    total = weight = 0.0
    for example in examples:
        p = min(max(model.p(example.features), 1e-9), 1 - 1e-9)
        total -= example.weight * log(p if example.is_answer else 1 - p)
        weight += example.weight
    return total / weight if weight else 0.0


def _spreads(rows: Sequence[Sequence[float]]) -> list[float]:
    n = len(rows) or 1
    found = []
    for j in range(1, len(rows[0]) if rows else 1):
        mean = sum(row[j] for row in rows) / n
        found.append(sqrt(sum((row[j] - mean) ** 2 for row in rows) / n) or 1.0)
    return found


def _slopes(rows: Sequence[Sequence[float]], examples: Sequence[Example], beta: Sequence[float]) -> tuple[list[float], list[list[float]]]:
    n = len(beta)
    gradient, hessian = [0.0] * n, [[0.0] * n for _ in range(n)]
    for row, example in zip(rows, examples, strict=True):
        z = sum(b * x for b, x in zip(beta, row, strict=True))
        p = 1 / (1 + exp(-max(-30.0, min(30.0, z))))
        off, sure = example.weight * (example.is_answer - p), example.weight * p * (1 - p)
        for j, x in enumerate(row):
            if x:
                gradient[j] += off * x
                of, by = hessian[j], sure * x
                for k in range(j + 1):
                    of[k] += by * row[k]
    for j in range(n):
        for k in range(j):
            hessian[k][j] = hessian[j][k]
    return gradient, hessian


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a small system of equations, by elimination with the largest pivot."""
    n = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for j in range(n):
        pivot = max(range(j, n), key=lambda i: abs(rows[i][j]))
        rows[j], rows[pivot] = rows[pivot], rows[j]
        for i in range(j + 1, n):
            by = rows[i][j] / rows[j][j]
            if by:
                rows[i] = [a - by * b for a, b in zip(rows[i], rows[j], strict=True)]
    found = [0.0] * n
    for j in reversed(range(n)):
        found[j] = (rows[j][n] - sum(rows[j][k] * found[k] for k in range(j + 1, n))) / rows[j][j]
    return found
