"""What search and suggestions may index of this room, and how they hear of a change.

Whoever keeps an index appends a function to `LISTENERS` when the program starts: it is called by the worker with the kind
(`problem`, `article`) and the id of what changed, was made or is gone, and may run twice without harm.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from guichet.jobs import queue
from guichet.knowledge.models import INTERNAL, LANGUAGES, Article, KnownProblem, as_rows

PROBLEM, ARTICLE = "problem", "article"
LISTENERS: list[Callable[[str, int], None]] = []


@dataclass(frozen=True)
class Piece:
    """One text to index: a known problem or an article in one language.

    *audience* is internal, customers or public; an article that is not published is internal whatever it will be.
    *ranges* are (version line, first, end): for a problem the affected versions, for an article those it is valid for; none
    means any.
    """

    kind: str
    object_id: int
    language: str
    title: str
    text: str
    audience: str
    product_id: int | None
    domain_id: int | None
    signatures: tuple[str, ...]
    ranges: tuple[tuple[int, str, str], ...]
    updated_at: datetime


def pieces(kind: str | None = None, ids: Iterable[int] | None = None) -> Iterator[Piece]:
    """Everything to index, or what is there now of these ids; call it as the system. Two queries a kind."""
    if kind in (None, PROBLEM):
        problems = KnownProblem.objects.prefetch_related("ranges")
        for problem in problems.filter(pk__in=ids) if ids is not None else problems:
            yield from _of_problem(problem)
    if kind in (None, ARTICLE):
        articles = Article.objects.prefetch_related("texts", "ranges")
        for article in articles.filter(pk__in=ids) if ids is not None else articles:
            yield from _of_article(article)


def _of_problem(problem: KnownProblem) -> Iterator[Piece]:
    for language in LANGUAGES:
        if title := problem.symptom.get(language):
            parts = (problem.seen.get(language), problem.way_round.get(language))
            yield Piece(
                PROBLEM, problem.pk, language, title, "\n".join(filter(None, parts)), problem.visibility, problem.product_id,
                problem.domain_id, tuple(problem.signatures), tuple(as_rows(problem.ranges.all())), problem.updated_at,
            )  # fmt: skip


def _of_article(article: Article) -> Iterator[Piece]:
    audience = article.audience if article.state in Article.READ else INTERNAL
    for text in article.texts.all():
        yield Piece(
            ARTICLE, article.pk, text.language, text.title, text.body, audience, article.product_id, article.domain_id, (),
            tuple(as_rows(article.ranges.all())), article.updated_at,
        )  # fmt: skip


def changed(kind: str, pk: int) -> None:
    """Queue that something was made, changed or hidden; call it in the transaction that did it."""
    queue.put("guichet.knowledge_changed", lock=f"knowledge-{kind}-{pk}", kind=kind, pk=pk)
