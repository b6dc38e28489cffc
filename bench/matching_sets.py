"""The sets of bench.matching, and what is reckoned on them."""

import gzip
import json
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from bench.matching_vectors import Kept
from guichet.matching import vectors
from guichet.matching.corpora import Corpus, Text, text_of
from guichet.matching.embedder import Embedder
from guichet.matching.ranking import Found, Ranker, Scope

SHOWN = 0.3
Figures = dict[tuple[str, str | None], dict[str, float]]


@dataclass
class Set:
    """A corpus with its queries and what answers them."""

    name: str
    documents: list[Text]
    queries: list[Text]
    relevant: list[set[Any]]
    slices: list[str]
    # Reports of which no older double is known: nothing should be suggested for them.
    without: list[Text] = field(default_factory=list)


def read(folder: Path, name: str) -> Set:
    documents = [text_of(row) for row in _rows(folder / name / "corpus.jsonl.gz")]
    rows = list(_rows(folder / name / "queries.jsonl.gz"))
    known = {document.id for document in documents}
    asked = {row["id"] for row in rows}
    without = [document for document in documents if document.seq >= 0 and document.id not in asked]
    return Set(
        name,
        documents,
        [text_of(row) for row in rows],
        [set(row["relevant"]) & known for row in rows],
        [row.get("slice") or "" for row in rows],
        without[:: max(1, len(without) // 1200)],
    )


def _rows(path: Path) -> Iterable[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def measure(
    folder: Path, names: Sequence[str], embedder: Embedder | None, *, kept: Path | None, features: Path | None, halves: bool
) -> Figures:
    """Print the tables; returns the figures of the product's ranker by set and slice."""
    figures: Figures = {}
    if embedder is not None and kept is not None:
        embedder = Kept(embedder, kept)
    out = features.open("w") if features else None
    for name in names:
        if name == "banking77":
            from bench.matching_routing import measure_routing

            figures[name, None] = measure_routing(folder / name / "routing.jsonl.gz", embedder)
            continue
        given = read(folder, name)
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE matching_item, matching_posting, matching_vector, matching_sign, matching_lexeme, matching_language")
        vectors.forget_means()
        began = time.monotonic()
        corpus = Corpus(given.documents, embedder)
        each = (time.monotonic() - began) / len(given.documents)
        print(f"\n{name}: {len(given.documents)} documents, {each * 1000:.0f} ms each to index; {len(given.queries)} queries")
        rankers = {"product": Ranker(corpus.embedder)}
        if halves:
            rankers["words only"] = Ranker(None)
            if corpus.embedder is not None:
                rankers["vectors only"] = Ranker(corpus.embedder, by_words=False)
        for label, ranker in rankers.items():
            ran = _run(given, corpus, ranker)
            reckoned = _print(label, given, ran)
            if label == "product":
                figures.update(reckoned)
                if out:
                    _write(out, given, corpus, ran)
    if out:
        out.close()
    return figures


@dataclass
class Ran:
    found: list[list[Found]]
    without: list[list[Found]]
    seconds: list[float]


def _run(given: Set, corpus: Corpus, ranker: Ranker) -> Ran:
    ran = Ran([], [], [])
    # In the order of time, those with an answer and those without mixed, as they would come.
    asked = [(text.seq, 0, number, text) for number, text in enumerate(given.queries)]
    asked += [(text.seq, 1, number, text) for number, text in enumerate(given.without)]
    ran.found = [[] for _ in given.queries]
    ran.without = [[] for _ in given.without]
    for _, kind, number, text in sorted(asked, key=lambda row: row[:3]):
        began = time.monotonic()
        found = ranker.rank(corpus.query(text), Scope(), limit=1_000)
        if kind == 0:
            ran.seconds.append(time.monotonic() - began)
        (ran.without if kind else ran.found)[number] = found
    return ran


def _print(label: str, given: Set, ran: Ran) -> Figures:
    figures: Figures = {(given.name, None): _figures(given, ran, range(len(given.queries)))}
    whole = figures[given.name, None]
    whole["false alarms"] = sum(1 for f in ran.without if f and f[0].p >= SHOWN) / max(1, len(ran.without))
    quantiles = statistics.quantiles(ran.seconds, n=20)
    print(
        f"  {label:13} R@1 {whole['recall@1']:.3f}  R@5 {whole['recall@5']:.3f}  R@10 {whole['recall@10']:.3f}  "
        f"MRR@10 {whole['MRR@10']:.3f}  first right {whole['first right']:.3f} of {whole['shown']:.2f} shown"
        + (f"  false alarms {whole['false alarms']:.3f}" if ran.without else "")
        + f"  {statistics.median(ran.seconds) * 1000:.0f} ms, p95 {quantiles[-1] * 1000:.0f} ms"
    )
    if label != "product":
        return figures
    for part in sorted({slice_.split(" ")[0] for slice_ in given.slices} | {s.partition(" ")[2] for s in given.slices}):
        chosen = [i for i, s in enumerate(given.slices) if part and part in (s.split(" ")[0], s.partition(" ")[2])]
        if chosen and len(chosen) < len(given.queries):
            of = figures[given.name, part] = _figures(given, ran, chosen)
            print(f"      {part:13} R@1 {of['recall@1']:.3f}  R@5 {of['recall@5']:.3f}  MRR@10 {of['MRR@10']:.3f}  ({len(chosen)})")
    for part in ("same", "cross"):
        chosen = [i for i, s in enumerate(given.slices) if s.startswith(part)]
        if chosen:
            of = figures[given.name, part] = _figures(given, ran, chosen)
            print(f"      {part:13} R@1 {of['recall@1']:.3f}  R@5 {of['recall@5']:.3f}  MRR@10 {of['MRR@10']:.3f}  ({len(chosen)})")
    for language in ("fr", "de", "en", "it"):
        chosen = [i for i, s in enumerate(given.slices) if s.startswith("cross") and s.endswith(f">{language}")]
        if chosen:
            of = figures[given.name, f"cross to {language}"] = _figures(given, ran, chosen)
            print(f"      {'cross to ' + language:13} R@1 {of['recall@1']:.3f}  R@5 {of['recall@5']:.3f}  ({len(chosen)})")
    _likelihood(given, ran)
    return figures


def _figures(given: Set, ran: Ran, chosen: Iterable[int]) -> dict[str, float]:
    recall = {1: 0.0, 5: 0.0, 10: 0.0}
    mrr, shown, right, n = 0.0, 0, 0, 0
    for i in chosen:
        n += 1
        relevant = given.relevant[i]
        ids = [given.documents[one.object_id].id for one in ran.found[i]]
        for k in recall:
            recall[k] += len(relevant & set(ids[:k])) / max(1, len(relevant))
        rank = next((r for r, id_ in enumerate(ids[:10], 1) if id_ in relevant), 0)
        mrr += 1 / rank if rank else 0
        if ran.found[i] and ran.found[i][0].p >= SHOWN:
            shown += 1
            right += ids[0] in relevant
    return {f"recall@{k}": total / n for k, total in recall.items()} | {
        "MRR@10": mrr / n,
        "first right": right / max(1, shown),
        "shown": shown / n,
    }


def _likelihood(given: Set, ran: Ran) -> None:
    """What p says beside what came true, over all pairs that were looked at; those without a known double count as wrong."""
    bins: list[list[float]] = [[0, 0.0, 0] for _ in range(10)]
    pairs = [(f, given.relevant[i]) for i, found in enumerate(ran.found) for f in found]
    pairs += [(f, set()) for found in ran.without for f in found]
    for one, relevant in pairs:
        row = bins[min(9, int(one.p * 10))]
        row[0] += 1
        row[1] += one.p
        row[2] += given.documents[one.object_id].id in relevant
    total = sum(row[0] for row in bins)
    error = sum(abs(row[1] - row[2]) for row in bins) / max(1, total)
    print("      p said/true   " + "  ".join(f"{r[1] / r[0]:.2f}/{r[2] / r[0]:.2f} ({r[0]:.0f})" for r in bins if r[0]))
    wide = sum(abs(row[1] - row[2]) for row in bins[1:]) / max(1, sum(row[0] for row in bins[1:]))
    print(f"      calibration error {error:.4f}; of those from p 0.1 on {wide:.3f}")


def _write(out, given: Set, corpus: Corpus, ran: Ran) -> None:
    rows = [
        (q, found, given.relevant[i], given.slices[i]) for i, (q, found) in enumerate(zip(given.queries, ran.found, strict=True))
    ]
    rows += [(q, found, set(), "without") for q, found in zip(given.without, ran.without, strict=True)]
    for query, found, relevant, slice_ in rows:
        group = f"{given.name}:{sorted(relevant)[0] if given.name == 'help-dev' else query.id}"
        for one in found:
            out.write(
                json.dumps(
                    {
                        "set": given.name,
                        "group": group,
                        "query": f"{query.id}{slice_}",
                        "slice": slice_,
                        "relevant": len(relevant),
                        "is_same": one.language == query.language,
                        "y": int(given.documents[one.object_id].id in relevant),
                        "x": {name: round(value, 5) for name, value in one.features.items()},
                    }
                )
                + "\n"
            )
