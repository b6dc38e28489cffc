"""What a query finds, within the walls: requests, known problems, articles.

Requests whose subject holds the words come first, then those where a text does, then those whose texts hold them together; newest
first in each. Two ways lead to the same rows: a rare word is looked up in the index of the texts, a common one is met soon on the way
down the list. What PostgreSQL reckons with decides, and a walk that finds too little ends in the other way. Pages go by key. The
number of statements does not depend on rows.
"""

import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection
from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from guichet.access.actors import Actor
from guichet.desk import queries
from guichet.desk.models import Ticket
from guichet.knowledge.models import Article, ArticleText, KnownProblem
from guichet.matching.search.asking import Asked, Holds, prepare, subject_holds
from guichet.matching.search.correcting import as_said, corrections
from guichet.matching.search.excerpts import READ
from guichet.matching.search.language import parse
from guichet.people.models import Person

PAGE = 30
# How many are counted: nobody reads further.
MOST = 60
# Words in more texts than these are met on the way down the list; that many requests are looked at.
COMMON = 4_000
WALKED = 3_000
# Words that stand in different texts of a request are looked for where one of them is in no more texts than these.
SCATTERED_IN = 1_500
# Of so few companies all texts are looked through, however common the words.
FEW_COMPANIES = 5
_FUTURE = datetime.max.replace(tzinfo=UTC)
_NOWHERE = "'guichetnowhere'"
_FORM = re.compile(r"'[^']+'(?::\*)?")
# In how many messages PostgreSQL expects a part of a query; it knows no better before the next ANALYZE.
EXPECTED_LASTS, MOST_EXPECTED = 600.0, 5_000
_expected: dict[str, float] = {}
_expected_at = [0.0]
_NEWEST = ("-updated_at", "-number")
SUBJECT, TEXT, SCATTERED = 1, 2, 3

Key = tuple[int, datetime, int]


@dataclass
class Page:
    """One page of requests. *total*: how many were counted from here on; *is_more*: there may be further ones. *scattered*: the
    numbers of those whose words stand in different texts."""

    tickets: list[Ticket] = field(default_factory=list)
    total: int = 0
    next: str = ""
    is_more: bool = False
    scattered: frozenset[int] = frozenset()


def requests(asked: Asked, *, after: str = "", limit: int = PAGE, most: int = MOST) -> Page:
    """The requests that a query finds, best first, counted up to *most*. *after*: the key at which the page before ended."""
    if asked.is_empty:
        return Page()
    key = read_key(after)
    rows = Ticket.objects.visible_to(asked.actor).filter(asked.rest)
    found, is_all = _found(asked, rows, key, most + 1, limit + 1)
    page = found[:limit]
    more = key_of(page[-1]) if len(found) > limit else ""
    scattered = frozenset(number for place, _at, number in page if place == SCATTERED)
    return Page(_shown([number for _place, _at, number in page]), min(len(found), most), more, len(found) > most or not is_all, scattered)


def _found(asked: Asked, rows: QuerySet[Ticket], key: Key | None, most: int, enough: int) -> tuple[list[Key], bool]:
    """Keys of what is found after *key*, up to *most*, and whether these are all; *enough*: so many will do where more cost much."""
    if not asked.words:
        return _keys(_after(rows, key), SUBJECT, most), True
    if key is not None and key[0] == SCATTERED:
        return _scattered(asked, rows, key, most), True
    found, is_all = _together(asked, rows, key, most, enough)
    if is_all and len(found) < most:
        found += _scattered(asked, rows, None, most - len(found))
    return found, is_all


def _together(asked: Asked, rows: QuerySet[Ticket], key: Key | None, most: int, enough: int) -> tuple[list[Key], bool]:
    """Those where the subject or one text holds all the words."""
    is_of_few = asked.companies is not None and len(asked.companies) <= FEW_COMPANIES
    if not asked.actor.is_agent or is_of_few or not _is_common(asked):
        return _looked_up(asked, rows, key, most), True
    found: list[Key] = []
    by_subject = Q(subject_holds(asked.words))
    if key is None or key[0] == SUBJECT:
        found = _keys(_after(rows.filter(by_subject), key), SUBJECT, most)
        key = None
    if len(found) == most:
        return found, True
    others, wanted = _after(rows.exclude(by_subject), key), most - len(found)
    walk = _keys(others, TEXT, WALKED, holding=_held_by(asked), limit=wanted)
    if len(walk) == wanted or (asked.companies is None and others.values("pk")[:WALKED].count() < WALKED):
        return found + walk, True
    if len(found) + len(walk) >= enough:
        return found + walk, False
    start = (TEXT, *key[1:]) if key else (TEXT, _FUTURE, 0)
    return found + _looked_up(asked, rows, start, wanted), True


def _looked_up(asked: Asked, rows: QuerySet[Ticket], key: Key | None, most: int) -> list[Key]:
    """By the index of each kind of text; where the subject holds the words comes first."""
    holding, values = "WHERE words @@ to_tsquery('simple', %s)", [asked.words]
    if asked.companies is not None:
        holding, values = f"{holding} AND company_id = ANY (%s)", [asked.words, sorted(asked.companies)]
    texts = [f"SELECT number FROM desk_ticket {holding}", *(f"SELECT ticket_id FROM {table} {holding}" for table in asked.sources.values())]
    among = rows.filter(pk__in=RawSQL(" UNION ALL ".join(texts), values * len(texts)))
    place = RawSQL(f"CASE WHEN desk_ticket.words @@ to_tsquery('simple', %s) THEN {SUBJECT} ELSE {TEXT} END", [asked.words])
    sql, given = among.order_by().annotate(place=place).values_list("place", "updated_at", "number").query.sql_with_params()
    after = "WHERE place > %s OR place = %s AND (updated_at, number) < (%s, %s)" if key else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({sql}) AS found (place, updated_at, number) {after} ORDER BY place, updated_at DESC, number DESC LIMIT %s",
            [*given, *([key[0], *key] if key else []), most],
        )
        return [tuple(row) for row in cursor.fetchall()]


def _scattered(asked: Asked, rows: QuerySet[Ticket], key: Key | None, most: int) -> list[Key]:
    """Those that hold each part of the words in one of their texts, but in no one of them all; looked up by the rarest part."""
    if len(asked.parts) < 2:
        return []
    rarest, *others = _rarest_first(asked)
    if asked.actor.is_agent and _expected[rarest] > SCATTERED_IN:
        return []
    of_texts = [f"SELECT ticket_id FROM {table} WHERE words @@ to_tsquery('simple', %s)" for table in asked.sources.values()]
    lookup = " UNION ALL ".join(["SELECT number FROM desk_ticket WHERE words @@ to_tsquery('simple', %s)", *of_texts])
    among = rows.filter(pk__in=RawSQL(lookup, [rarest] * (len(of_texts) + 1))).exclude(_holds(asked, asked.words))
    for part in others:
        among = among.filter(_holds(asked, part))
    return _keys(_after(among, key), SCATTERED, most)


def _holds(asked: Asked, words: str) -> Q:
    """Requests that hold the words in their subject or in one of their texts; looked at row by row."""
    found = Q(subject_holds(words))
    for table in asked.sources.values():
        holding = f"EXISTS (SELECT 1 FROM {table} t WHERE t.ticket_id = desk_ticket.number AND t.words @@ to_tsquery('simple', %s) OFFSET 0)"
        found |= Q(RawSQL(holding, [words], output_field=BooleanField()))
    return found


def _rarest_first(asked: Asked) -> list[str]:
    """The parts of a query; a customer's are not reckoned with by PostgreSQL, and the longest is mostly the rarest."""
    if not asked.actor.is_agent:
        return sorted(asked.parts, key=len, reverse=True)
    _know(asked.parts)
    return sorted(asked.parts, key=lambda part: _expected[part])


def _held_by(asked: Asked) -> tuple[str, list[str]]:
    """Whether a request on the way holds the words in one of its texts."""
    parts = [
        f"EXISTS (SELECT 1 FROM {table} t WHERE t.ticket_id = way.number AND t.words @@ to_tsquery('simple', %s) OFFSET 0)"
        for table in asked.sources.values()
    ]
    return " OR ".join(parts), [asked.words] * len(parts)


def _keys(
    rows: QuerySet[Ticket], place: int, most: int, *, holding: tuple[str, list[str]] | None = None, limit: int = 0
) -> list[Key]:
    """The newest *most* of the rows as keys; with *holding*, those among them, up to *limit*."""
    sql, given = rows.order_by(*_NEWEST).values_list("updated_at", "number")[:most].query.sql_with_params()
    if holding:
        sql = f"SELECT * FROM ({sql}) AS way (updated_at, number) WHERE {holding[0]} ORDER BY updated_at DESC, number DESC LIMIT %s"
        given = [*given, *holding[1], limit]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [(place, at, number) for at, number in cursor.fetchall()]


def _is_common(asked: Asked) -> bool:
    """Whether PostgreSQL expects the words in many texts. It may be wrong: then the search is slower, not less true."""
    _know(asked.parts)
    texts = max(_expected.get("", 1.0), 1.0)
    expected = texts
    for part in asked.parts:
        expected *= _expected[part] / texts
    return expected > COMMON


def _know(parts: Sequence[str]) -> None:
    """Have it at hand in how many texts each part is expected; asked of PostgreSQL now and then, in one statement."""
    if _expected_at[0] + EXPECTED_LASTS < time.monotonic() or len(_expected) > MOST_EXPECTED:
        _expected.clear()
        _expected_at[0] = time.monotonic()
    if missing := [part for part in dict.fromkeys(parts) if part not in _expected]:
        _expect(missing)


def _expect(parts: list[str]) -> None:
    """Ask what each part is in, form by form: most forms stand nowhere, and PostgreSQL takes what it does not know for somewhat rare."""
    forms = [[part] if "&" in part or "<->" in part else _FORM.findall(part) for part in parts]
    holding = "SELECT 1 FROM desk_message WHERE words @@ to_tsquery('simple', %s)"
    asked = [_NOWHERE, f"{_NOWHERE}:*", *(form for of in forms for form in of)]
    of_subjects = holding.replace("desk_message", "desk_ticket")
    with connection.cursor() as cursor:
        sql = " UNION ALL ".join(["SELECT 1 FROM desk_message", *[holding] * len(asked), *[of_subjects] * len(asked)])
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", [*asked, *asked])
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    texts, *rows = (child["Plan Rows"] for child in plan[0]["Plan"]["Plans"])
    by_text, by_subject = rows[: len(asked)], rows[len(asked) :]
    _expected[""] = texts
    at = 2
    for part, of in zip(parts, forms, strict=True):
        _expected[part] = max(_known_of(rows, at, of) for rows in (by_text, by_subject))
        at += len(of)


def _known_of(rows: list[float], at: int, forms: list[str]) -> float:
    """Of the forms of a part, those that PostgreSQL knows: the first two rows are what it says of a word, and a beginning, that is nowhere."""
    expected = zip(rows[at : at + len(forms)], forms, strict=True)
    return sum(one for one, form in expected if one > rows[1 if form.endswith("*") else 0])


def _after(rows: QuerySet[Ticket], key: Key | None) -> QuerySet[Ticket]:
    if key is None:
        return rows
    return rows.filter(queries.After(("updated_at", "number"), key[1:], descending=True))


def key_of(key: Key) -> str:
    return f"{key[0]}~{key[1].isoformat()}~{key[2]}"


def read_key(text: str) -> Key | None:
    """The place that an address names; anything else is the first page."""
    place, _, rest = text.partition("~")
    moment, _, number = rest.partition("~")
    try:
        at, pk = datetime.fromisoformat(moment), int(number)
    except ValueError:
        return None
    return (int(place), at, pk) if place in ("1", "2", "3") and at.tzinfo and 0 < pk < 2**63 else None


def _shown(numbers: Sequence[int]) -> list[Ticket]:
    """The rows of a page in their order, with what is shown of them."""
    if not numbers:
        return []
    rows = {row.pk: row for row in queries.shown(Ticket.objects.filter(pk__in=numbers), *_NEWEST)}
    return [rows[number] for number in numbers if number in rows]


def reported_by(actor: Actor, people: Sequence[Person], *, limit: int = PAGE) -> Page:
    """The newest requests that contacts of that name reported, where their words are found nowhere."""
    contacts = [one.pk for one in people if not one.is_agent]
    if not contacts:
        return Page()
    found = _keys(Ticket.objects.visible_to(actor).filter(reporter__in=contacts), SUBJECT, limit)
    return Page(_shown([number for _place, _at, number in found]), len(found))


# Where it was found


@dataclass(frozen=True)
class Place:
    """Where a request holds the words: of which kind, in how many texts, and the last of them."""

    place: str
    count: int
    text: str


def places(asked: Asked, tickets: Sequence[Ticket], scattered: frozenset[int] = frozenset()) -> dict[int, list[Place]]:
    """For each request the kinds of texts that hold the words, of *scattered* ones any of them; messages before files and notes; one
    statement."""
    if not asked.words or not tickets:
        return {}
    order = {"text": 0, "file": 1, "note": 2}
    parts = [
        f"SELECT ticket_id, {order[place]} AS place, id, body FROM {table} "
        "WHERE (ticket_id = ANY (%(numbers)s) AND words @@ to_tsquery('simple', %(words)s) "
        "OR ticket_id = ANY (%(scattered)s) AND words @@ to_tsquery('simple', %(any)s))"
        for place, table in asked.sources.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (ticket_id, place) ticket_id, place, count(*) OVER (PARTITION BY ticket_id, place), left(body, %(read)s) "
            f"FROM ({' UNION ALL '.join(parts)}) found ORDER BY ticket_id, place, id DESC",
            {
                "numbers": [ticket.pk for ticket in tickets if ticket.pk not in scattered],
                "words": asked.words,
                "scattered": sorted(scattered),
                "any": " | ".join(asked.parts),
                "read": READ,
            },
        )
        found: dict[int, list[Place]] = {}
        names = {number: place for place, number in order.items()}
        for ticket, place, count, text in cursor.fetchall():
            found.setdefault(ticket, []).append(Place(names[place], count, text))
        return found


# Known problems and articles


def problems(asked: Asked, *, limit: int = PAGE) -> list[KnownProblem]:
    """Known problems that hold the words in any of their texts, or that a reference names; the last changed first;
    one more than *limit* where there are further ones."""
    if not asked.words or asked.has_rest:
        return []
    holds = RawSQL("knowledge_knownproblem.words @@ to_tsquery('simple', %s)", [asked.words], output_field=BooleanField())
    return list(KnownProblem.objects.visible_to(asked.actor).filter(holds).order_by("-updated_at", "-pk")[: limit + 1])


def articles(asked: Asked, *, limit: int = PAGE) -> list[Article]:
    """Articles of which a text holds the words, those in the title first; those that are read only, unless by an agent."""
    if not asked.words or asked.has_rest:
        return []
    rows = Article.objects.visible_to(asked.actor)
    if not asked.actor.is_agent:
        rows = rows.filter(state__in=Article.READ)
    holds = RawSQL("SELECT article_id FROM knowledge_articletext WHERE words @@ to_tsquery('simple', %s)", [asked.words])
    in_title = Exists(ArticleText.objects.filter(Holds("title", asked.words, is_plain=True), article=OuterRef("pk")))
    found = rows.filter(pk__in=holds).order_by(in_title.desc(), "-updated_at", "-pk").prefetch_related("texts")
    return list(found[: limit + 1])


# One reference


def named(actor: Actor, text: str) -> Ticket | KnownProblem | None:
    """What a number or a reference alone names: SPT-1042, a former one, 1042, PRB-77."""
    problem = re.fullmatch(r"\s*PRB[-–\s]?\s*(\d{1,9})\s*", text, re.IGNORECASE)
    if problem:
        return KnownProblem.objects.visible_to(actor).filter(pk=int(problem[1])).first()
    return queries.by_reference(Ticket.objects.visible_to(actor), text)


def ask(actor: Actor, text: str) -> Asked:
    """A text as this reader may ask it: agents in the query language, everybody else in words."""
    return prepare(actor, parse(text, with_fields=actor.is_agent))


@dataclass
class Found:
    """Everything that a text finds, and what was looked for in place of words that nothing holds: (typed, instead)."""

    asked: Asked
    requests: Page = field(default_factory=Page)
    problems: list[KnownProblem] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    instead: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_anything(self) -> bool:
        return bool(self.requests.tickets or self.problems or self.articles)


def search(actor: Actor, text: str, *, after: str = "", limit: int = PAGE) -> Found:
    """Requests, known problems and articles. Where a text finds nothing, once more with its typing mistakes mended."""
    found = _all(ask(actor, text), after, limit)
    if found.is_anything or after or not found.asked.words:
        return found
    mended = corrections(actor, found.asked.query)
    if not mended:
        return found
    again = _all(prepare(actor, found.asked.query, mended), after, limit)
    again.instead = as_said(mended, [piece for one in again.asked.query.words for piece in one.pieces])
    return again if again.is_anything else found


def _all(asked: Asked, after: str, limit: int) -> Found:
    may = asked.actor.is_agent or asked.actor.is_requester
    page = requests(asked, after=after, limit=limit) if may else Page()
    if not asked.words or asked.has_rest:
        return Found(asked, page)
    # One look whether there is anything at all: mostly there is not.
    with connection.cursor() as cursor:
        holding = "WHERE words @@ to_tsquery('simple', %s)"
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM knowledge_knownproblem {holding}), EXISTS (SELECT 1 FROM knowledge_articletext {holding})",
            [asked.words, asked.words],
        )
        has_problems, has_articles = cursor.fetchone()
    return Found(asked, page, problems(asked) if has_problems else [], articles(asked) if has_articles else [])
