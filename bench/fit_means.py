"""``python -m bench.fit_means [--vectors FOLDER] [--check]``: make guichet/matching/means.json from the development sets.

For each language the mean of the documents of help-dev in each view; and how far questions lie from them: short ones by language,
from the queries of help-dev (keywords and titles in all four languages), long ones from the reports of firefox, whose mean question
is compared with the mean document. An installation uses its own means as soon as it has texts enough; these are for the first days.

``--check`` writes nothing, and prints how near what is made lies to what is shipped (cosine).
"""

import argparse
import json
import os
import sys
import tempfile
from base64 import b85encode
from collections.abc import Iterable
from pathlib import Path

import numpy as np

LANGUAGES = ("fr", "de", "en", "it")
OUT = Path(__file__).resolve().parent.parent / "guichet" / "matching" / "means.json"
# The quick model reads questions as it reads documents: where a question is as long as a document, nothing is to be moved.
LONG = ("e5",)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.fit_means", description=__doc__.split("\n")[0])
    parser.add_argument("--vectors", type=Path, metavar="FOLDER", help="vectors kept by bench.matching")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    folder = Path(os.environ["GUICHET_DATA"]) / "matching"
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DIRECT_URL", "GUICHET_ROLE_PREFIX"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="guichet-bench-") as home:
        os.environ["GUICHET_HOME"] = home
        return fit(args, folder)


def fit(args: argparse.Namespace, folder: Path) -> int:
    from bench.matching_vectors import Kept
    from guichet.server.children import answering_embeddings
    from guichet.server.installation import django

    with django() as installed, answering_embeddings(installed.home) as embedder:
        made = means(folder, Kept(embedder, args.vectors) if args.vectors else embedder)
    if args.check:
        compare(made)
        return 0
    packed = {view: {key: pack(vector) for key, vector in of.items()} for view, of in made.items()}
    OUT.write_text(json.dumps(packed, indent=1) + "\n")
    return 0


def means(folder: Path, embedder) -> dict[str, dict[str, np.ndarray]]:
    """{view: {language, short-language or long: vector}}."""
    from bench.matching_sets import read
    from guichet.matching.vectors import VIEWS

    helps, reports = read(folder, "help-dev"), read(folder, "firefox")
    made: dict[str, dict[str, np.ndarray]] = {view: {} for view in VIEWS}
    for view in VIEWS:
        for language in LANGUAGES:
            made[view][language] = mean(embedder, view, (d for d in helps.documents if d.language == language))
            if view != "use_title":
                asked = mean(embedder, view, (q for q in helps.queries if q.language == language), as_query=True)
                made[view][f"short-{language}"] = asked - made[view][language]
        if view in LONG:
            asked = mean(embedder, view, reports.queries, as_query=True)
            made[view]["long"] = asked - mean(embedder, view, reports.documents)
    return made


def mean(embedder, view: str, texts: Iterable, *, as_query: bool = False) -> np.ndarray:
    from guichet.matching.vectors import MODEL, seen

    read = [seen(view, text.title, text.body) for text in texts]
    total = sum(np.asarray(vector, float) for text in read for vector in embedder.encode(MODEL[view], [text], as_query=as_query))
    return total / len(read)


def pack(vector: np.ndarray) -> str:
    """One signed byte a number, in 127ths of the largest."""
    largest = float(np.abs(vector).max())
    return f"{largest:.6g}:{b85encode(np.round(vector / largest * 127).astype(np.int8).tobytes()).decode()}"


def compare(made: dict[str, dict[str, np.ndarray]]) -> None:
    from guichet.matching.vectors import shipped

    for view, of in shipped().items():
        for key in sorted({*of, *made[view]}):
            if key not in of or key not in made[view]:
                print(f"{view:10} {key:9} only {'made' if key in made[view] else 'shipped'}")
                continue
            one, other = np.asarray(of[key], float), made[view][key]
            cosine = one @ other / (np.linalg.norm(one) * np.linalg.norm(other))
            print(f"{view:10} {key:9} cosine {cosine:.4f}, lengths {np.linalg.norm(one):.3f} and {np.linalg.norm(other):.3f}")


if __name__ == "__main__":
    sys.exit(main())
