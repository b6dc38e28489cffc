"""From a request to what resembles it: the candidates by words and by vectors, then p(same problem) for each.

Filter first, compare exactly: whoever asks gives the rows that may answer (`Scope`), and only these are looked at. Words find
what names the same things (BM25 over the postings, rarest words first, within a budget), vectors what means the same in any
language. Each candidate found either way gets all its features, and one of the calibrated models turns them into p.
"""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from math import log, log1p
from typing import Any

from django.db import connection

from guichet.matching import vectors, weights
from guichet.matching.embedder import BUNDLED, DIMENSIONS, E5_CHARACTERS, Embedder
from guichet.matching.indexing import AVERAGE_SATURATION as K1
from guichet.matching.indexing import LENGTH_SHARE as B
from guichet.matching.words import CODES, QUERY_CHARACTERS, Words, read

# Candidates of each list.
BY_WORDS, BY_VECTORS = 60, 60
# So many are compared exactly, chosen by their signs.
BY_SIGNS = 600
# Putting every row in order costs more than comparing it. So a sample of the rows (in per cent) says first how near is near
# enough: where its thirty-sixth lies, about 1,800 of all lie nearer. Of fewer rows in the sample (20,000 in the scope) all are put
# in order: that is quick, and a few pages are no sample.
SAMPLE_PERCENT, PLACE, LEAST_SAMPLE = 2, 36, 400
MOST_WORDS = 60
LEAST_BUDGET, LARGEST_BUDGET = 2_000, 50_000
TITLE_AVERAGE = 8.0
SHORT_CHARACTERS = 120
# Threads that wait for the models; they speak to no database.
ASKING = ThreadPoolExecutor(8, thread_name_prefix="asking")


@dataclass(frozen=True)
class Query:
    """What is asked. *position*: its place in time. *is_dated*: nearness in time counts. *only_before*: nothing later answers.

    *stands_as*: (kind, object) in the index, whose vectors are the question's where it has some: nothing is embedded then.
    """

    language: str
    title: str
    text: str = ""
    position: int | None = None
    is_dated: bool = True
    only_before: bool = True
    stands_as: tuple[str, int] | None = None


@dataclass(frozen=True)
class Scope:
    """The rows that may answer: a condition on the columns of `vectors.SIGNED`, written ``row.column``, and its values.

    *owners*: only rows of these can be among them, where that is known. *counts_all*: how rare a word is may be reckoned from
    everything (agents), else only from what every customer may read.
    """

    where: str = "true"
    values: dict[str, Any] = field(default_factory=dict)
    owners: tuple[int, ...] | None = None
    counts_all: bool = True


@dataclass(frozen=True)
class _Text:
    """The words of a candidate by the number of their lexeme."""

    counts: dict[int, int]
    title: frozenset[int]
    length: int


@dataclass
class Found:
    """A candidate with its features, and how likely it is the same problem."""

    item_id: int
    kind: str
    object_id: int
    language: str
    position: int | None
    title: str
    features: dict[str, float] = field(default_factory=dict)
    p: float = 0.0
    text_of: _Text | None = field(default=None, repr=False)
    # The stems of the query's words found in it, rarest first, and the codes.
    words: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Lexeme:
    number: int
    word: str
    df: int
    idf: float
    is_code: bool


@dataclass(frozen=True)
class Look:
    """What one look found: every candidate with its features and p, in no order; and the question's vectors, where it has some."""

    found: list[Found]
    asked: vectors.Asked


class Ranker:
    """Ranks for one process: it holds what has been asked before, for the queries' means."""

    def __init__(
        self,
        embedder: Embedder | None,
        *,
        views: Sequence[str] = vectors.VIEWS,
        by_words: bool = True,
        e5_characters: int = E5_CHARACTERS,
    ) -> None:
        self.embedder = embedder
        self.views = tuple(views)
        self.by_words = by_words
        self.e5_characters = e5_characters
        self.queries = vectors.Queries(embedder.version if embedder else BUNDLED)

    def rank(self, query: Query, scope: Scope, *, limit: int | None = None) -> list[Found]:
        """The best answers, best first, one for each object, up to *limit*."""
        return best(self.look(query, scope).found)[:limit]

    def look(self, query: Query, scope: Scope) -> Look:
        """Every candidate with its features and p."""
        # The models and the database work side by side.
        known = self._known(query)
        coming = [] if known else self._ask(query)
        words = read([(query.language, query.title, query.text)], QUERY_CHARACTERS)[0]
        totals = _totals(scope)
        lexemes = _lexemes(query.language, words, totals, scope)
        chosen = _within_budget(lexemes, totals)
        where, values = _narrowed(query, scope)
        ids = dict.fromkeys(_by_words(chosen, where, values, scope.owners)) if self.by_words else {}
        asked = known or vectors.centred(_come(coming), self.queries, language=query.language, title=query.title, text=query.text)
        similar: dict[int, dict[str, float]] = {}
        if asked.vectors:
            similar = _by_vectors(asked, query.language, where, values, list(ids))
        rows = _rows([*ids, *(i for i in similar if i not in ids)])
        _features(rows, similar, query, words, lexemes, chosen, totals)
        for row in rows:
            # What has no vectors yet is judged by its words: the model of both would take their absence for unlikeness.
            views = tuple(view for view in asked.vectors if view in row.features or not self.by_words)
            row.p = weights.model(views, self.by_words).p(row.features, is_same_language=row.language == query.language)
        return Look(rows, asked)

    def _known(self, query: Query) -> vectors.Asked | None:
        """The vectors that the index has of what is asked about, as far as they are of the models in use."""
        if query.stands_as is None or self.embedder is None or not vectors.has_vectors():
            return None
        return vectors.standing(*query.stands_as, self.queries.version, self.views)

    def _ask(self, query: Query) -> list[Future]:
        """The question's vectors on their way, from both models at once; nothing where there is nobody to ask."""
        if self.embedder is None or not vectors.has_vectors():
            return []
        asked = {"title": query.title, "text": query.text, "views": self.views, "e5_characters": self.e5_characters}
        # The slow one first.
        models = sorted({vectors.MODEL[view] for view in self.views})
        return [ASKING.submit(vectors.question, self.embedder, model, **asked) for model in models]


def best(candidates: Sequence[Found]) -> list[Found]:
    """The best answers, best first, one for each object; it tells the words of its text in the query's language too."""
    found: dict[tuple[str, int], Found] = {}
    for one in candidates:
        held = found.get((one.kind, one.object_id))
        better, other = (one, held) if held is None or one.p > held.p else (held, one)
        if other is not None:
            better.words, better.codes = better.words or other.words, better.codes or other.codes
        found[one.kind, one.object_id] = better
    return sorted(found.values(), key=lambda one: (-one.p, one.item_id))


def _come(coming: Sequence[Future]) -> dict[str, vectors.Vector]:
    """The vectors by view: without the larger model those of the quick one, without that none."""
    found = {view: vector for one in coming for view, vector in one.result().items()}
    return found if any(view in found for view in vectors.QUICK) else {}


def _narrowed(query: Query, scope: Scope) -> tuple[str, dict[str, Any]]:
    if query.position is None or not query.only_before:
        return scope.where, scope.values
    return (
        f"({scope.where}) AND (row.position IS NULL OR row.position < %(before)s)",
        {**scope.values, "before": query.position},
    )


# By words


@dataclass(frozen=True)
class _Totals:
    n: dict[str, int]
    average: dict[str, float]


def _totals(scope: Scope) -> _Totals:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT language, {'n_all' if scope.counts_all else 'n_open'}, words::real / greatest(1, n_all) FROM matching_language"
        )
        rows = cursor.fetchall()
    return _Totals({language: n for language, n, _ in rows}, {language: max(1.0, average) for language, _, average in rows})


def _lexemes(language: str, words: Words, totals: _Totals, scope: Scope) -> list[_Lexeme]:
    """The query's words and codes that are known to the index, rarest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, language, word, {'df_all' if scope.counts_all else 'df_open'} FROM matching_lexeme "
            "WHERE (language = %s AND word = ANY (%s)) OR (language = %s AND word = ANY (%s))",
            [language, list(words.all), CODES, sorted(words.codes)],
        )
        rows = cursor.fetchall()
    known = []
    for number, of, word, df in rows:
        n = max(totals.n.get(of, 0), df)
        known.append(_Lexeme(number, word, df, log(1 + (n - df + 0.5) / (df + 0.5)), of == CODES))
    return sorted(known, key=lambda lexeme: (lexeme.df, lexeme.number))


def _within_budget(lexemes: list[_Lexeme], totals: _Totals) -> list[_Lexeme]:
    """The rarest words whose postings together are no more than there are documents: common ones say little and cost most."""
    budget = min(max(max(totals.n.values(), default=0), LEAST_BUDGET), LARGEST_BUDGET)
    chosen, postings = [], 0
    for lexeme in lexemes[:MOST_WORDS]:
        postings += lexeme.df
        if postings > budget and chosen:
            break
        chosen.append(lexeme)
    return chosen


def _by_words(chosen: list[_Lexeme], where: str, values: dict[str, Any], owners: Sequence[int] | None) -> list[int]:
    """The best by BM25 of those in the scope.

    All that hold a word are put in order, and the scope is looked at one by one from the best on until there are enough: so it
    costs next to nothing where most are in it, and the answer is exact where few are.
    """
    if not chosen:
        return []
    of_them = " AND p.owner = ANY (%(owners)s)" if owners is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH scored AS MATERIALIZED (SELECT p.item_id, sum(p.weight * w.idf) AS score "
            "FROM unnest(%(lexemes)s::int[], %(idfs)s::real[]) AS w (lexeme, idf) "
            f"JOIN matching_posting p ON p.lexeme_id = w.lexeme{of_them} GROUP BY 1 ORDER BY 2 DESC) "
            "SELECT scored.item_id FROM scored "
            f"CROSS JOIN LATERAL (SELECT 1 FROM matching_item row WHERE row.id = scored.item_id AND ({where}) LIMIT 1) AS seen "
            "ORDER BY scored.score DESC LIMIT %(by_words)s",
            {
                **values,
                "lexemes": [lexeme.number for lexeme in chosen],
                "idfs": [lexeme.idf for lexeme in chosen],
                "owners": list(owners or ()),
                "by_words": BY_WORDS,
            },
        )
        return [item_id for (item_id,) in cursor.fetchall()]


# By vectors


def _by_vectors(
    asked: vectors.Asked, language: str, where: str, values: dict[str, Any], also: list[int]
) -> dict[int, dict[str, float]]:
    """The nearest items of the query's language and of the others, and those named, each with its similarity in every view.

    Those near by their signs are looked at exactly: all rows of the scope are compared, but by a hundredth of their bits.
    """
    views = list(asked.vectors)
    offsets = ", ".join(f"%({view}_offsets)s::real[]" for view in views)
    near = ", ".join(f"(-(v.{view} <#> %({view})s::halfvec) - o.{view}) * s.{view}_scale AS {view}_near" for view in views)
    columns = ", ".join(f"{view}_near" for view in views)

    def order(kind: str, distance: str) -> str:
        return " + ".join(f"{weights.FIRST[kind][view]} * {distance.format(view)}" for view in views)

    # The share of signs that differ, as a distance: it falls as the angle does.
    distance = " + ".join(
        f"{weight / DIMENSIONS[vectors.MODEL[view]]:.6f} * (row.{view} <~> %({view}_signs)s::bit({DIMENSIONS[vectors.MODEL[view]]}))"
        for view, weight in weights.SOUGHT.items()
        if view in views
    )
    query = (
        f"WITH o AS (SELECT * FROM unnest(%(languages)s::text[], {offsets}) AS o (language, {', '.join(views)})), "
        f"sample AS MATERIALIZED (SELECT {distance} AS far FROM matching_sign row TABLESAMPLE SYSTEM ({SAMPLE_PERCENT}) WHERE {where}), "
        f"bound AS MATERIALIZED (SELECT far FROM sample WHERE (SELECT count(*) FROM sample) >= {LEAST_SAMPLE} "
        f"ORDER BY far OFFSET {PLACE - 1} LIMIT 1), "
        f"short AS MATERIALIZED ((SELECT row.item_id FROM matching_sign row WHERE ({where}) "
        f"AND {distance} <= coalesce((SELECT far FROM bound), 'infinity') ORDER BY {distance} LIMIT %(by_signs)s) "
        "UNION SELECT unnest(%(also)s::bigint[])), "
        f"near AS MATERIALIZED (SELECT v.item_id, v.language = %(language)s AS is_same, {near} "
        "FROM short JOIN matching_vector v USING (item_id) "
        "JOIN matching_sign s USING (item_id) JOIN o ON o.language = v.language) "
        f"(SELECT item_id, {columns} FROM near WHERE is_same ORDER BY {order('same', '{}_near')} DESC LIMIT %(most)s) UNION "
        f"(SELECT item_id, {columns} FROM near WHERE NOT is_same ORDER BY {order('other', '{}_near')} DESC LIMIT %(most)s) UNION "
        f"(SELECT item_id, {columns} FROM near WHERE item_id = ANY (%(also)s))"
    )
    languages = list(asked.offsets)
    given = {
        **values,
        "languages": languages,
        "language": language,
        "most": BY_VECTORS,
        "by_signs": BY_SIGNS,
        "also": also,
        **{view: vectors.literal(asked.vectors[view]) for view in views},
        **{f"{view}_signs": vectors.signs(asked.vectors[view]) for view in views if view in vectors.SOUGHT},
        **{f"{view}_offsets": [asked.offsets[other][view] for other in languages] for view in views},
    }
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return {
            row[0]: {view: value for view, value in zip(views, row[1:], strict=True) if value is not None} for row in cursor.fetchall()
        }


# Features


def _rows(ids: list[int]) -> list[Found]:
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kind, object_id, language, position, title, words, counts, title_words, length FROM matching_item "
            "WHERE id = ANY (%s)",
            [ids],
        )
        rows = cursor.fetchall()
    found = []
    for item_id, kind, object_id, language, position, title, words, counts, title_words, length in rows:
        text = _Text(dict(zip(words, counts, strict=True)), frozenset(title_words), length)
        found.append(Found(item_id, kind, object_id, language, position, title, text_of=text))
    return found


def _features(
    rows: list[Found],
    similar: dict[int, dict[str, float]],
    query: Query,
    words: Words,
    lexemes: list[_Lexeme],
    chosen: list[_Lexeme],
    totals: _Totals,
) -> None:
    """Everything the models look at, for each candidate."""
    title_words = [x for x in lexemes if not x.is_code and x.word in words.title]
    title_possible = sum(x.idf for x in title_words) or 1.0
    possible = sum(x.idf * (K1 + 1) for x in chosen if not x.is_code) or 1.0
    code_possible = sum(x.idf for x in lexemes if x.is_code) or 1.0
    whole = sum(x.idf for x in lexemes if not x.is_code) or 1.0
    is_short = len(query.title) + len(query.text) < SHORT_CHARACTERS
    of_language: dict[str, float] = defaultdict(float)
    for row in rows:
        counts, of_title = row.text_of.counts, row.text_of.title
        norm = K1 * (1 - B + B * row.text_of.length / totals.average.get(row.language, 1.0))
        bm25 = sum(
            x.idf * counts[x.number] * (K1 + 1) / (counts[x.number] + norm) for x in chosen if x.number in counts and not x.is_code
        )
        title_norm = K1 * (1 - B + B * len(of_title) / TITLE_AVERAGE)
        in_title = sum(x.idf * (K1 + 1) / (1 + title_norm) for x in title_words if x.number in of_title)
        shared = [x for x in lexemes if x.number in counts]
        features = row.features
        features["bm25"] = bm25
        features["lex"] = bm25 / possible
        features["title"] = in_title / (title_possible * (K1 + 1))
        features["cover"] = sum(x.idf for x in shared if not x.is_code) / whole
        features["code"] = sum(x.idf for x in shared if x.is_code) / code_possible
        features["short"] = float(is_short)
        features["dated"] = float(query.is_dated and row.position is not None and query.position is not None)
        features["gap"] = log1p(abs(query.position - row.position)) if features["dated"] else 0.0
        features.update(similar.get(row.item_id, {}))
        of_language[row.language] = max(of_language[row.language], bm25)
        row.words = tuple(x.word for x in shared if not x.is_code)
        row.codes = tuple(x.word for x in shared if x.is_code)
    for row in rows:
        row.features["lexmax"] = row.features["bm25"] / (of_language[row.language] or 1.0)
