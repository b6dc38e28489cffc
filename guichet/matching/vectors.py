"""The vectors of the items, and the mean of each language, which is taken out before two texts are compared.

A multilingual model puts texts of one language nearer to each other than texts of one meaning. So every comparison is made from
the mean of the document's language to the mean of the query's. The vectors are stored as the model gave them; what the mean
changes stands beside them (`matching_sign`): the sign of each number and one factor per row and view. So a mean may move without a
text being embedded again.
"""

import json
from array import array
from base64 import b85decode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from pathlib import Path

from django.db import connection, transaction

from guichet.matching.embedder import (
    BUNDLED,
    DIMENSIONS,
    E5,
    E5_CHARACTERS,
    TITLE_CHARACTERS,
    USE,
    USE_CHARACTERS,
    Embedder,
    EmbeddingError,
    Vector,
    checked,
)

# The three views of a text: all of it by either model, and its title alone, by the quick one.
VIEWS = ("e5", "use", "use_title")
QUICK = ("use", "use_title")
# By the signs of these the nearest are sought.
SOUGHT = ("e5", "use")
MODEL = {"e5": E5, "use": USE, "use_title": USE}
# Rows whose signs are set in one statement, and rows of which the means are reckoned: a statement has its time.
AT_ONCE, SAMPLED = 20_000, 60_000
# A language with fewer texts than this leans on the means that are shipped.
LEAN = 25
# The columns by which items are chosen, kept beside the signs and the vectors too, so that comparing reads one table.
SIGNED = "kind, object_id, owner, desk_id, product_id, position"
REPEATED = f"{SIGNED}, language"
MEANS = Path(__file__).with_name("means.json")


def seen(view: str, title: str, text: str) -> str:
    """What a view reads of a text."""
    if view == "use_title":
        return title[:TITLE_CHARACTERS]
    return f"{title}\n{text}".strip()[: E5_CHARACTERS if view == "e5" else USE_CHARACTERS]


@lru_cache(maxsize=1)
def has_vectors() -> bool:
    """Whether the database can compare vectors: the extension pgvector is there and the columns are its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 'matching_vector'::regclass AND attname = 'e5'"
        )
        return cursor.fetchone()[0].endswith("halfvec")


@lru_cache(maxsize=1)
def shipped() -> dict[str, dict[str, array]]:
    """The means the product brings: {view: {language or kind of query: vector}} (bench/fit_matching.py makes them)."""
    read = json.loads(MEANS.read_text())
    return {view: {key: _unpacked(packed) for key, packed in of.items()} for view, of in read.items()}


def _unpacked(packed: str) -> array:
    """A vector written as one signed byte a number, in thousandths of its largest."""
    largest, _, data = packed.partition(":")
    numbers = array("b", b85decode(data))
    return array("f", (n * float(largest) / 127 for n in numbers))


def signs(vector: Vector) -> str:
    """One bit a number, as `binary_quantize` makes them."""
    return "".join("1" if x > 0 else "0" for x in vector)


def literal(vector: Vector) -> str:
    return "[" + ",".join(f"{x:.6g}" for x in vector) + "]"


def unit(vector: Vector) -> array:
    length = sqrt(sum(x * x for x in vector)) or 1.0
    return array("f", (x / length for x in vector))


def minus(vector: Vector, mean: Vector) -> array:
    return array("f", (x - y for x, y in zip(vector, mean, strict=True)))


def dot(one: Vector, other: Vector) -> float:
    return sum(x * y for x, y in zip(one, other, strict=True))


# Writing


def embed(item_ids: Sequence[int], embedder: Embedder, *, views: Sequence[str] = VIEWS) -> int:
    """Give items their vectors and signs; returns how many there were to do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, title, text FROM matching_item WHERE id = ANY (%s) ORDER BY id", [list(item_ids)])
        rows = cursor.fetchall()
    if not rows:
        return 0
    made = {view: [literal(v) for v in encoded(embedder, view, [(title, text) for _, title, text in rows])] for view in views}
    columns = ", ".join(views)
    values = ", ".join(f"%({view})s::text[]" for view in views)
    casts = ", ".join(f"given.{view}::halfvec" for view in views)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO matching_vector (item_id, version, {REPEATED}, {columns}) "
            f"SELECT given.id, %(version)s, {', '.join('i.' + c for c in REPEATED.split(', '))}, {casts} "
            f"FROM unnest(%(ids)s::bigint[], {values}) AS given (id, {columns}) JOIN matching_item i ON i.id = given.id "
            "ON CONFLICT (item_id) DO UPDATE SET version = excluded.version, "
            + ", ".join(f"{view} = excluded.{view}" for view in VIEWS),
            {"ids": [row[0] for row in rows], "version": embedder.version, **made},
        )
        _sign(cursor, embedder.version, [row[0] for row in rows])
    return len(rows)


def encoded(embedder: Embedder, view: str, texts: Sequence[tuple[str, str]]) -> list[Vector]:
    """The vectors of texts (title, text) in one view, as documents."""
    return checked(MODEL[view], embedder.encode(MODEL[view], [seen(view, title, text) for title, text in texts]), len(texts))


def _sign(cursor, version: str, ids: list[int] | None = None) -> None:
    """Write the signs and factors of some rows, or of all, from the means as they stand."""
    if ids is None:
        cursor.execute("SELECT coalesce(min(item_id), 1), coalesce(max(item_id), 0) FROM matching_vector")
        first, last = cursor.fetchone()
        pieces = [(start, start + AT_ONCE) for start in range(first, last + 1, AT_ONCE)]
    else:
        pieces = [(min(ids, default=1), max(ids, default=0) + 1)]
    made = {view: f"binary_quantize({view} - %({view})s::halfvec)" for view in SOUGHT}
    made |= {f"{view}_scale": f"1 / greatest(1e-3, coalesce(l2_norm({view} - %({view})s::halfvec), 1))" for view in VIEWS}
    query = (
        f"INSERT INTO matching_sign (item_id, {SIGNED}, {', '.join(made)}) SELECT item_id, {SIGNED}, {', '.join(made.values())} "
        "FROM matching_vector WHERE language = %(language)s AND version = %(version)s AND item_id >= %(start)s AND item_id < %(end)s"
        + (" AND item_id = ANY (%(ids)s)" if ids is not None else "")
        + " ON CONFLICT (item_id) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in made)
    )
    for language, means in known_means(version).items():
        given = {**{view: literal(means[view]) for view in VIEWS}, "language": language, "version": version, "ids": ids}
        for start, end in pieces:
            cursor.execute(query, {**given, "start": start, "end": end})


def _share(cursor) -> float:
    """Of how many of all rows, in per cent, the means are reckoned: of all, or of so many that more would not move them."""
    cursor.execute("SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'matching_vector'::regclass")
    return min(100.0, 100 * SAMPLED / max(1, cursor.fetchone()[0]))


def forget_other_versions(version: str) -> int:
    """Take out of the comparison what another model made; says how much there was. The worker makes it anew."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matching_sign s USING matching_vector v WHERE v.item_id = s.item_id AND v.version <> %s", [version])
        cursor.execute("DELETE FROM matching_vector WHERE version <> %s", [version])
        return cursor.rowcount


# Means


_means: dict[str, dict[str, dict[str, array]]] = {}


def known_means(version: str = BUNDLED) -> dict[str, dict[str, array]]:
    """The mean of each language's documents, by view: the index's own once they are reckoned, until then those shipped."""
    if version not in _means:
        with connection.cursor() as cursor:
            cursor.execute("SELECT language, means FROM matching_language")
            stored = {language: json.loads(means) if isinstance(means, str) else means for language, means in cursor.fetchall()}
        mine = {language: means for language, means in stored.items() if means and means.get("version") == version}
        _means[version] = {
            language: {
                view: array("f", mine.get(language, {}).get(view) or _default(version, view, language)) for view in VIEWS
            }
            for language in {*stored, *shipped()["e5"]}
        }
    return _means[version]


def forget_means() -> None:
    """Read them anew from the index at the next need."""
    _means.clear()


def _default(version: str, view: str, language: str) -> array:
    """The shipped mean; of models that are not ours nothing is known."""
    if version != BUNDLED:
        return array("f", bytes(4 * DIMENSIONS[MODEL[view]]))
    of = shipped()[view]
    return of.get(language) or of["en"]


def reckon_means(version: str = BUNDLED) -> bool:
    """Reckon the means of the documents anew; where one moved, set signs and factors again. Says whether one did."""
    moved = False
    former = {language: dict(of) for language, of in known_means(version).items()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT language, count(*), "
            + ", ".join(f"avg({view})::real[]" for view in VIEWS)
            + " FROM matching_vector TABLESAMPLE SYSTEM (%s) WHERE version = %s GROUP BY 1",
            [_share(cursor), version],
        )
        for language, n, *averages in cursor.fetchall():
            means = {}
            for view, average in zip(VIEWS, averages, strict=True):
                default = _default(version, view, language)
                own = average or default
                share = n / (n + LEAN) if any(default) else 1.0
                means[view] = array("f", (share * a + (1 - share) * d for a, d in zip(own, default, strict=True)))
                old = former.get(language, {}).get(view, default)
                moved |= dot(unit(means[view]), unit(old)) < 0.9999
            kept = {view: [round(x, 5) for x in mean] for view, mean in means.items()}
            cursor.execute(
                "INSERT INTO matching_language AS l (language, means) VALUES (%s, %s) "
                "ON CONFLICT (language) DO UPDATE SET means = excluded.means",
                [language, json.dumps({"version": version, **kept})],
            )
        _means.clear()
        if moved:
            _sign(cursor, version)
    return moved


# Queries


class Queries:
    """The mean of what was asked, by language and length: what people type is not written like what is indexed.

    It begins at the documents' mean, moved by what is known of such questions, and follows what this process has seen.
    """

    START = 30.0
    MOST = 2_000.0

    def __init__(self, version: str = BUNDLED) -> None:
        self.version = version
        self._sums: dict[tuple[str, str, str], tuple[float, array]] = {}

    def centred(self, view: str, language: str, is_short: bool, vector: Vector) -> array:
        """The query's vector from the mean of its kind, of length one; the vector is counted into that mean."""
        size = "short" if is_short else "long"
        n, mean = self._sums.get((view, language, size)) or (self.START, self._first(view, language, size))
        n += 1
        mean = array("f", (m + (x - m) / n for m, x in zip(mean, vector, strict=True)))
        self._sums[view, language, size] = (min(n, self.MOST), mean)
        return unit(minus(vector, mean))

    def _first(self, view: str, language: str, size: str) -> array:
        documents = known_means(self.version).get(language, {}).get(view) or _default(self.version, view, language)
        shift = shipped()[view].get(f"{size}-{language}") or shipped()[view].get(size)
        if shift is None or self.version != BUNDLED:
            return documents
        return array("f", (d + s for d, s in zip(documents, shift, strict=True)))


@dataclass
class Asked:
    """A query's vectors, centred, and what the documents' means take away in each language."""

    vectors: dict[str, array]
    offsets: dict[str, dict[str, float]]  # language → view → query · mean


def question(
    embedder: Embedder, model: str, *, title: str, text: str, views: Sequence[str] = VIEWS, e5_characters: int = E5_CHARACTERS
) -> dict[str, Vector]:
    """A question's vectors by one model, in those of the views that are its own; nothing where it cannot be had now."""
    found: dict[str, Vector] = {}
    for view in (view for view in views if MODEL[view] == model):
        read = seen(view, title, text)[:e5_characters] if view == "e5" else seen(view, title, text)
        try:
            found[view] = checked(model, embedder.encode(model, [read], as_query=True), 1)[0]
        except EmbeddingError:
            return {}
    return found


def standing(kind: str, object_id: int, version: str, views: Sequence[str]) -> Asked | None:
    """What the index has of an object's first text, as a question; None where it has not all of these views yet.

    A document's vector asks as well as a question's: on firefox the double is among the first five .835 of the times, not .837.
    """
    columns = ", ".join(f"v.{view}::real[]" for view in views)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT i.language, {columns} FROM matching_item i JOIN matching_vector v ON v.item_id = i.id "
            "WHERE i.kind = %s AND i.object_id = %s AND i.part = 0 AND v.version = %s ORDER BY i.id LIMIT 1",
            [kind, object_id, version],
        )
        row = cursor.fetchone()
    if row is None or None in row:
        return None
    language, *found = row
    means = known_means(version)
    own = means.get(language) or {view: _default(version, view, language) for view in VIEWS}
    return _asked({view: unit(minus(vector, own[view])) for view, vector in zip(views, found, strict=True)}, version)


def centred(raw: dict[str, Vector], queries: Queries, *, language: str, title: str, text: str) -> Asked:
    """A question's vectors from the mean of such questions."""
    is_short = len(title) + len(text) < 120
    vectors = {view: queries.centred(view, language, is_short, vector) for view, vector in raw.items()}
    return _asked(vectors, queries.version)


def _asked(vectors: dict[str, array], version: str) -> Asked:
    offsets = {
        language: {view: dot(vector, means[view]) for view, vector in vectors.items()} for language, means in known_means(version).items()
    }
    return Asked(vectors, offsets)
