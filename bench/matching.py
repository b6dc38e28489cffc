"""``python -m bench.matching [--gate]``: how well the product's own matcher finds what is known, on the development sets.

For each set of ``$GUICHET_DATA/matching``: recall@1/5/10 and MRR@10 of the product's ranker beside its two halves (words alone,
vectors alone), how often the first suggestion is right where one is shown, how true p is, and how long an answer takes; and how
well a request's type is proposed. ``--gate`` ends with 1 where a figure falls below what was reached before.

``--vectors FOLDER`` keeps the vectors there between runs (times are then of no meaning). ``--features FILE`` writes every
candidate's features, from which bench.fit_matching makes the weights.
"""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

SETS = ("firefox", "hadoop", "help-dev")
# (set, slice or None, figure) → at least; a figure with "at most" in its name: at most.
GATES = (
    ("firefox", None, "recall@5", 0.70),
    ("firefox", None, "MRR@10", 0.65),
    ("help-dev", "cross-keys", "recall@5", 0.72),
    ("help-dev", "cross-title", "recall@5", 0.58),
    ("help-dev", "same", "recall@5", 0.95),
    ("firefox", None, "first right", 0.72),
    ("firefox", None, "false alarms, at most", 0.12),
    ("banking77", None, "accuracy", 0.82),
    ("banking77", None, "accuracy@3", 0.95),
)
# By words alone, where no model is installed: what was reached, less what another order of the rows may do.
GATES_OF_WORDS = (
    ("firefox", None, "recall@5", 0.74),
    ("firefox", None, "MRR@10", 0.71),
    ("firefox", None, "first right", 0.86),
    ("firefox", None, "false alarms, at most", 0.12),
    ("hadoop", None, "recall@5", 0.82),
    ("help-dev", "same", "recall@5", 0.95),
    ("banking77", None, "accuracy", 0.66),
    ("banking77", None, "accuracy@3", 0.84),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__.split("\n")[0])
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--sets", nargs="+", default=[*SETS, "banking77"], choices=[*SETS, "banking77"])
    parser.add_argument("--without-models", action="store_true", help="by words alone, with gates of their own")
    parser.add_argument("--vectors", type=Path, metavar="FOLDER")
    parser.add_argument("--features", type=Path, metavar="FILE")
    parser.add_argument("--whole-only", action="store_true", help="the product's ranker alone, not its halves")
    args = parser.parse_args()
    data = os.environ.get("GUICHET_DATA")
    if not data or not (Path(data) / "matching").is_dir():
        print("bench.matching: GUICHET_DATA names no folder with matching/ in it; there is nothing to measure.", file=sys.stderr)
        return 1
    from guichet.server.children import answering_embeddings
    from guichet.server.installation import django

    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DIRECT_URL", "GUICHET_ROLE_PREFIX"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="guichet-bench-") as home:
        os.environ["GUICHET_HOME"] = home
        with django(as_owner=True) as installed, ExitStack() as stack:
            embedder = None if args.without_models else stack.enter_context(answering_embeddings(installed.home))
            from bench.matching_sets import measure
            from guichet.server.preparing import migrate

            migrate(installed.owner_url, installed.app_url)
            figures = measure(
                Path(data) / "matching",
                args.sets,
                embedder,
                kept=args.vectors,
                features=args.features,
                halves=not (args.whole_only or args.without_models),
            )
    failed = _failed(figures, GATES_OF_WORDS if args.without_models else GATES) if args.gate else []
    for line in failed:
        print(line)
    if args.gate and not failed:
        print("All gates hold.")
    return 1 if failed else 0


def _failed(figures: dict, gates: tuple) -> list[str]:
    found = []
    for of, part, figure, wanted in gates:
        reached = figures.get((of, part), {}).get(figure.removesuffix(", at most"))
        if reached is None:
            continue
        if reached > wanted if figure.endswith("at most") else reached < wanted:
            found.append(f"GATE: {of}{f' ({part})' if part else ''}: {figure} {reached:.3f}, wanted {wanted:.2f}")
    return found


if __name__ == "__main__":
    sys.exit(main())
