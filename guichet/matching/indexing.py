"""Keeping the index: texts in, rows with words, postings and vectors out.

One job at a time writes here (its lock is ``matching``), so that the counts of the lexemes are true without a lock on each.
Words are indexed at once; vectors follow, for they cost a hundred times as much.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from guichet import clock
from guichet.matching import words
from guichet.matching.models import Item

AVERAGE_SATURATION = 1.2  # k1 of BM25: how soon a word said again adds nothing
LENGTH_SHARE = 0.75  # b of BM25: how much a long text is held against its words
TITLE_LENGTH = 300


@dataclass(frozen=True)
class Entry:
    """One text to index: a request, a known problem or an article, in one language."""

    kind: str
    object_id: int
    language: str
    title: str
    text: str
    audience: str
    part: int = 0
    company_id: int | None = None
    desk_id: int | None = None
    product_id: int | None = None
    position: int | None = None
    updated_at: datetime | None = None

    @property
    def owner(self) -> int:
        """Whose it is, as the postings say it: a company's, 0 any customer's, -1 the agents'."""
        if self.audience == Item.COMPANY:
            return self.company_id or -1
        return -1 if self.audience == Item.INTERNAL else 0


def index(kind: str, object_id: int, entries: Iterable[Entry]) -> None:
    """Replace everything indexed of one object by *entries*; none of them takes it out of the index."""
    replace({(kind, object_id)}, list(entries))


@transaction.atomic
def replace(objects: set[tuple[str, int]], entries: Sequence[Entry]) -> list[int]:
    """Replace all that is indexed of these objects; returns the ids of the new items. Call it as the system, one at a time."""
    forget(objects)
    return add(entries)


def forget(objects: set[tuple[str, int]]) -> None:
    """Take objects out of the index, and their words out of the counts."""
    for kind in {kind for kind, _ in objects}:
        ids = [object_id for other, object_id in objects if other == kind]
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH old AS (SELECT id, language, length, owner = 0 AS is_open, words "
                "FROM matching_item WHERE kind = %(kind)s AND object_id = ANY (%(ids)s)), "
                "less AS (UPDATE matching_language l SET n_all = n_all - c.n, n_open = n_open - c.open, words = l.words - c.words "
                "FROM (SELECT language, count(*) n, count(*) FILTER (WHERE is_open) open, sum(length) words FROM old GROUP BY 1 "
                "UNION ALL SELECT '*', count(*), count(*) FILTER (WHERE is_open), 0 FROM old) c WHERE c.language = l.language) "
                "UPDATE matching_lexeme x SET df_all = df_all - c.n, df_open = df_open - c.open "
                "FROM (SELECT w, count(*) n, count(*) FILTER (WHERE is_open) open FROM old, unnest(words) w GROUP BY 1) c "
                "WHERE c.w = x.id RETURNING x.id, x.df_all",
                {"kind": kind, "ids": ids},
            )
            unused = [lexeme for lexeme, left in cursor.fetchall() if left <= 0]
            # What was taken out of a text must not live on in the vocabulary.
            cursor.execute("DELETE FROM matching_lexeme WHERE id = ANY (%s)", [unused])
            cursor.execute(
                "WITH gone AS (DELETE FROM matching_item WHERE kind = %s AND object_id = ANY (%s) RETURNING id), "
                "vectors AS (DELETE FROM matching_vector USING gone WHERE item_id = gone.id), "
                "signs AS (DELETE FROM matching_sign USING gone WHERE item_id = gone.id) "
                "DELETE FROM matching_posting USING gone WHERE item_id = gone.id",
                [kind, ids],
            )


@transaction.atomic
def add(entries: Sequence[Entry]) -> list[int]:
    """Index texts that are not in the index yet."""
    if not entries:
        return []
    read = words.read([(e.language, e.title, e.text) for e in entries], words.DOCUMENT_CHARACTERS)
    lexemes = _lexemes(entries, read)
    _count(entries, read)
    items = []
    for entry, of in zip(entries, read, strict=True):
        known = [(lexemes[key], count) for key, count in _keys(entry.language, of)]
        items.append(
            Item(
                kind=entry.kind,
                object_id=entry.object_id,
                part=entry.part,
                language=entry.language,
                title=entry.title[:TITLE_LENGTH],
                text=kept(entry.text),
                audience=entry.audience,
                owner=entry.owner,
                company_id=entry.company_id,
                desk_id=entry.desk_id,
                product_id=entry.product_id,
                position=entry.position,
                words=[lexeme for lexeme, _ in known],
                counts=[min(count, 1_000) for _, count in known],
                title_words=[lexemes[entry.language, word] for word in of.title],
                length=of.length,
                updated_at=entry.updated_at or clock.now(),
            )
        )
    Item.objects.bulk_create(items, batch_size=500)
    _write_postings([item.pk for item in items])
    return [item.pk for item in items]


def kept(text: str) -> str:
    """A text as the index keeps it."""
    return text[: words.DOCUMENT_CHARACTERS].replace("\0", " ")


def _keys(language: str, of: words.Words) -> list[tuple[tuple[str, str], int]]:
    """Every lexeme of a text with how often it stands there; a code is a word of all languages."""
    return [((language, word), n) for word, n in of.all.items()] + [((words.CODES, code), 1) for code in sorted(of.codes)]


def _lexemes(entries: Sequence[Entry], read: Sequence[words.Words]) -> dict[tuple[str, str], int]:
    """The number of each lexeme, made where it is new, with one more text for each that holds it."""
    all_of: Counter[tuple[str, str]] = Counter()
    open_of: Counter[tuple[str, str]] = Counter()
    for entry, of in zip(entries, read, strict=True):
        keys = [key for key, _ in _keys(entry.language, of)]
        all_of.update(keys)
        if entry.owner == 0:
            open_of.update(keys)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matching_lexeme AS x (language, word, df_all, df_open) "
            "SELECT * FROM unnest(%s::text[], %s::text[], %s::int[], %s::int[]) "
            "ON CONFLICT (language, word) DO UPDATE SET df_all = x.df_all + excluded.df_all, df_open = x.df_open + excluded.df_open "
            "RETURNING language, word, id",
            [
                [language for language, _ in all_of],
                [word for _, word in all_of],
                list(all_of.values()),
                [open_of[key] for key in all_of],
            ],
        )
        return {(language, word): number for language, word, number in cursor.fetchall()}


def _count(entries: Sequence[Entry], read: Sequence[words.Words]) -> None:
    numbers: dict[str, list[int]] = {}
    for entry, of in zip(entries, read, strict=True):
        for language, length in ((entry.language, of.length), (words.CODES, 0)):
            row = numbers.setdefault(language, [0, 0, 0])
            row[0] += 1
            row[1] += entry.owner == 0
            row[2] += length
    with connection.cursor() as cursor:
        for language, (n, n_open, length) in numbers.items():
            cursor.execute(
                "INSERT INTO matching_language AS l (language, n_all, n_open, words) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT (language) DO UPDATE SET n_all = l.n_all + excluded.n_all, n_open = l.n_open + excluded.n_open, "
                "words = l.words + excluded.words",
                [language, n, n_open, length],
            )


def _write_postings(ids: Sequence[int]) -> None:
    """Each word of a text with its weight: the part of BM25 that needs only the text. The average length is today's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matching_posting (lexeme_id, item_id, owner, weight) "
            "SELECT w.lexeme, i.id, i.owner, w.n * %(k)s::real / (w.n + %(k1)s * (1 - %(b)s + %(b)s * i.length / l.average)) "
            "FROM matching_item i JOIN (SELECT language, greatest(1, words::real / greatest(1, n_all)) AS average FROM matching_language) l USING (language), "
            "unnest(i.words, i.counts) AS w (lexeme, n) WHERE i.id = ANY (%(ids)s)",
            {
                "ids": list(ids),
                "k1": AVERAGE_SATURATION,
                "k": AVERAGE_SATURATION + 1,
                "b": LENGTH_SHARE,
            },
        )
