"""A corpus from outside in the index, and its queries answered: what ``guichet match serve`` and the bench stand on.

The documents become items like any other, of no company and no product; everything after that is the product's own.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guichet.matching import indexing, vectors
from guichet.matching.embedder import Embedder, EmbeddingError
from guichet.matching.models import Item
from guichet.matching.ranking import Query, Ranker, Scope

DOCUMENT = "document"
LANGUAGES = ("fr", "de", "en", "it")
BATCH = 200
MOST = 1_000


class CorpusError(ValueError):
    """A document or a query cannot be read; the text says what is wrong."""


@dataclass(frozen=True)
class Text:
    """A document or a query as it comes."""

    id: Any
    seq: float
    language: str
    title: str
    body: str


def text_of(given: Any) -> Text:
    """A text from its object; what is not known of it is passed over."""
    if not isinstance(given, dict):
        raise CorpusError("One JSON object a line: {id, seq, lang, title, body}.")
    if given.get("id") is None:
        raise CorpusError("id is missing.")
    seq = given.get("seq")
    if isinstance(seq, bool) or not isinstance(seq, int | float):
        raise CorpusError("seq is a number.")
    title, body = given.get("title") or "", given.get("body") or ""
    if not isinstance(title, str) or not isinstance(body, str):
        raise CorpusError("title and body are texts.")
    language = given.get("lang")
    return Text(given["id"], seq, language[:2].lower() if isinstance(language, str) and language else "en", title, body)


class Corpus:
    """The documents in the index, in the order of their *seq*; the same *seq* for all says nothing about time."""

    def __init__(self, texts: Sequence[Text], embedder: Embedder | None) -> None:
        self.ids = [text.id for text in texts]
        moments = sorted({text.seq for text in texts})
        self.moments = moments
        # Without an order in time every document is of no moment; whether it may answer is then one question for all.
        self.is_dated = len(moments) > max(1, len(texts) // 2)
        self.embedder = embedder
        vectors.forget_means()
        for start in range(0, len(texts), BATCH):
            self._add(texts[start : start + BATCH], start)
        if embedder is not None and vectors.has_vectors():
            vectors.reckon_means(embedder.version)

    def _add(self, texts: Sequence[Text], start: int) -> None:
        ids = indexing.add(
            [
                indexing.Entry(
                    kind=DOCUMENT,
                    object_id=start + number,
                    language=text.language,
                    title=text.title,
                    text=text.body,
                    audience=Item.CUSTOMERS,
                    position=bisect_left(self.moments, text.seq),
                )
                for number, text in enumerate(texts)
            ]
        )
        if self.embedder is not None and vectors.has_vectors():
            try:
                vectors.embed(ids, self.embedder)
            except EmbeddingError:
                self.embedder = None

    def query(self, text: Text) -> Query:
        return Query(text.language, text.title, text.body, position=bisect_left(self.moments, text.seq), is_dated=self.is_dated)

    def ranked(self, ranker: Ranker, text: Text, k: int) -> list[list[Any]]:
        """[[id, p], …], best first: the documents with a smaller *seq*."""
        found = ranker.rank(self.query(text), Scope(), limit=min(max(k, 0), MOST))
        return [[self.ids[one.object_id], round(one.p, 4)] for one in found]
