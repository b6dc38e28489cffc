"""``python -m bench.fit_matching FEATURES``: make guichet/matching/weights.json from what bench.matching wrote.

One logistic model for documents in the query's language, one for the others, for each state of the product: with both models, with
the quick one alone, with words alone, and the vectors alone for comparison. Newton's method with a small ridge on standardised
features. Five folds by query (by article in the mixed-language base) show what the weights do where they have not been fitted;
what is written is fitted on everything.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parent.parent / "guichet" / "matching" / "weights.json"
WORDS = ("lex", "lexmax", "title", "cover", "code")
ALWAYS = ("gap", "dated", "short")
STATES = {
    "e5+use": (("e5", "use", "use_title"), True),
    "use": (("use", "use_title"), True),
    "words": ((), True),
    "e5+use only": (("e5", "use", "use_title"), False),
    "use only": (("use", "use_title"), False),
}
RIDGE = 1.0
FOLDS = 5
# A code found in both texts never speaks against them. In the sets most codes were stripped, so at least this much by hand.
LEAST_CODE = {"same": 1.0, "other": 2.0}
# Taken off for what is of a moment: a larger base holds more that looks alike by chance than the sets do, and a wrong first
# suggestion costs more than a missing one. The order within one language stays.
CAUTION = 0.4


def columns(views: tuple[str, ...], by_words: bool, side: str) -> list[str]:
    lexical = (WORDS if side == "same" else ("code",)) if by_words else ()
    return [*views, *lexical, *(ALWAYS if side == "same" else ())]


def fitted(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> tuple[float, np.ndarray]:
    """Bias and weights of a logistic model, for features as they are."""
    mean, spread = x.mean(0), x.std(0)
    spread[spread < 1e-6] = 1.0
    z = np.hstack([np.ones((len(x), 1)), (x - mean) / spread])
    beta = np.zeros(z.shape[1])
    ridge = np.full(z.shape[1], RIDGE)
    ridge[0] = 0.0
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(z @ beta, -30, 30)))
        gradient = z.T @ (weight * (y - p)) - ridge * beta
        hessian = (z * (weight * p * (1 - p))[:, None]).T @ z + np.diag(ridge + 1e-9)
        step = np.linalg.solve(hessian, gradient)
        beta += step
        if np.abs(step).max() < 1e-6:
            break
    weights = beta[1:] / spread
    return float(beta[0] - weights @ mean), weights


def floored(names: list[str], side: str, x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> tuple[float, np.ndarray]:
    """As `fitted`; where the weight of codes came out too small it is held there and the others are fitted around it."""
    bias, weights = fitted(x, y, weight)
    if "code" in names and weights[names.index("code")] < LEAST_CODE[side]:
        at = names.index("code")
        bias, others = fitted(np.delete(x, at, 1), y, weight)
        weights = np.insert(others, at, LEAST_CODE[side])
    return bias, weights


def careful(fit: tuple[float, np.ndarray], dated: int | None) -> tuple[float, np.ndarray]:
    bias, weights = fit
    if dated is not None:
        weights[dated] -= CAUTION
    return bias, weights


def main() -> None:
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    of_set = np.array([row["set"] for row in rows])
    y = np.array([row["y"] for row in rows], float)
    is_same = np.array([row["is_same"] for row in rows])
    fold = np.array([hash_of(row["group"]) % FOLDS for row in rows])
    models: dict[str, dict] = {}
    for state, (views, by_words) in STATES.items():
        held_back = np.zeros(len(rows))
        models[state] = {}
        for side, chosen in (("same", is_same), ("other", ~is_same)):
            names = columns(views, by_words, side)
            if not names or not chosen.any():
                models[state][side] = {"bias": -9.0, "weights": {}}
                continue
            x = np.array([[row["x"].get(name, 0.0) for name in names] for row, here in zip(rows, chosen, strict=True) if here])
            ys, folds = y[chosen], fold[chosen]
            weight = np.ones(len(ys))
            dated = names.index("dated") if "dated" in names else None
            p = np.zeros(len(ys))
            for k in range(FOLDS):
                bias, weights = careful(floored(names, side, x[folds != k], ys[folds != k], weight[folds != k]), dated)
                p[folds == k] = 1 / (1 + np.exp(-np.clip(bias + x[folds == k] @ weights, -30, 30)))
            held_back[chosen] = p
            bias, weights = careful(floored(names, side, x, ys, weight), dated)
            models[state][side] = {
                "bias": round(bias, 3),
                "weights": {n: round(float(w), 3) for n, w in zip(names, weights, strict=True)},
            }
        print(state, json.dumps(models[state]))
        report(rows, of_set, y, held_back)
    OUT.write_text(
        json.dumps(
            {
                "made by": "bench/fit_matching.py on the development sets, all of each; figures in docs/matching.md",
                "models": models,
            },
            indent=1,
        )
        + "\n"
    )


def hash_of(text: str) -> int:
    import zlib

    return zlib.crc32(text.encode())


def report(rows: list[dict], of_set: np.ndarray, y: np.ndarray, p: np.ndarray) -> None:
    """What the models do on queries they were not fitted on."""
    queries: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        queries[row["set"], row["query"]].append(number)
    for name in sorted(set(of_set)):
        recall, mrr, shown, right, n, alarms, without = 0.0, 0.0, 0, 0, 0, 0, 0
        for (of, _), members in queries.items():
            if of != name:
                continue
            order = sorted(members, key=lambda i: -p[i])
            if rows[order[0]]["slice"] == "without":
                without += 1
                alarms += p[order[0]] >= 0.3
                continue
            n += 1
            recall += sum(y[i] for i in order[:5]) / max(1, rows[order[0]]["relevant"])
            mrr += next((1 / r for r, i in enumerate(order[:10], 1) if y[i]), 0.0)
            if p[order[0]] >= 0.3:
                shown += 1
                right += y[order[0]]
        print(
            f"   {name:9} held back: R@5 {recall / n:.3f}  MRR@10 {mrr / n:.3f}  first right {right / max(1, shown):.3f} of "
            f"{shown / n:.2f} shown, false alarms {alarms / max(1, without):.3f}"
        )


if __name__ == "__main__":
    main()
