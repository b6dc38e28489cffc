"""From a query to SQL: the words as one text-search query, the fields as conditions, each wrong one left out and said.

Words of one query stand together in one text, the subject, a message, a note, a file, or each in one of them. The last one also
counts as a beginning.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.expressions import RawSQL

from guichet.access.actors import Actor
from guichet.matching.search import conditions, forms
from guichet.matching.search.language import Mistake, Query, Term, Words

# Where words are looked for → the table of the texts. Customers' role has no grant on notes, and is not asked to.
TABLES = {"text": "desk_message", "note": "desk_note", "file": "matching_filetext"}
SHORTEST_BEGINNING = 3


@dataclass
class Asked:
    """A query made ready for one reader."""

    query: Query
    actor: Actor
    # What every text found must hold, as to_tsquery reads it; empty where no words are looked for.
    words: str = ""
    # The parts of it, all of which must be held.
    parts: list[str] = field(default_factory=list)
    # Of which companies alone, where the query says so.
    companies: set[int] | None = None
    # Everything else, as a condition on tickets.
    rest: Q = field(default_factory=Q)
    has_rest: bool = False
    mistakes: list[Mistake] = field(default_factory=list)
    # Folded word → the forms by which it is found, for excerpts; *beginnings* count as such.
    forms: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)

    @property
    def sources(self) -> dict[str, str]:
        return sources(self.actor)

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.has_rest


def sources(actor: Actor) -> dict[str, str]:
    """The texts of a ticket that this reader may search, by place."""
    return TABLES if actor.is_agent or actor.is_system else {place: table for place, table in TABLES.items() if place != "note"}


def prepare(actor: Actor, query: Query, instead: dict[str, str] | None = None) -> Asked:
    """Make a query ready. *instead*: words to be looked for as beginnings in place of others (correcting.py)."""
    asked = Asked(query, actor, mistakes=list(query.mistakes))
    known = forms.read(piece for term in query.terms for one in term.alternatives if isinstance(one, Words) for piece in one.pieces)
    for number, term in enumerate(query.terms):
        is_last = number == len(query.terms) - 1 and query.text[term.end :] == ""
        if all(isinstance(one, Words) and not one.place for one in term.alternatives) and not term.is_not:
            alternatives = [_tsquery(asked, one, known, is_last, instead or {}) for one in term.alternatives]
            if alternatives := [one for one in alternatives if one]:
                asked.parts.append(f"({' | '.join(alternatives)})")
            continue
        found = _of_companies(asked, term) or _condition(asked, term, known)
        if found is not None:
            asked.rest &= ~found if term.is_not else found
            asked.has_rest = True
    asked.words = " & ".join(asked.parts)
    return asked


def _of_companies(asked: Asked, term: Term) -> Q | None:
    """A query for some companies: their texts alone are looked through."""
    (one, *others) = term.alternatives
    if others or term.is_not or isinstance(one, Words) or one.field != "company":
        return None
    try:
        ids = conditions.company_ids(one)
    except conditions.NotKnown:
        return None  # said below
    asked.companies = ids if asked.companies is None else asked.companies & ids
    return Q(company__in=ids)


def _condition(asked: Asked, term: Term, known: dict[str, tuple[str, tuple[str, ...]]]) -> Q | None:
    found = None
    for one in term.alternatives:
        if isinstance(one, Words):
            words = _tsquery(asked, one, known, False, {}, is_shown=not term.is_not)
            part = _anywhere(asked, words, one.place) if words else None
        else:
            try:
                part = conditions.condition(asked.actor, one)
            except conditions.NotKnown as error:
                asked.mistakes.append(conditions.mistake(one, error, start=term.start, end=term.end, is_not=term.is_not))
                part = None
        if part is not None:
            found = part if found is None else found | part
    return found


def _anywhere(asked: Asked, words: str, place: str) -> Q:
    """Tickets that hold the words in that place, or in any."""
    tables = asked.sources
    found = Q(subject_holds(words)) if place in ("", "subject") else conditions.NOTHING
    for name, table in tables.items():
        if place in ("", name):
            found |= Q(pk__in=RawSQL(f"SELECT ticket_id FROM {table} WHERE words @@ to_tsquery('simple', %s)", [words]))
    return found


def _tsquery(
    asked: Asked, one: Words, known: dict[str, tuple[str, tuple[str, ...]]], is_last: bool, instead: dict[str, str], *, is_shown: bool = True
) -> str:
    """The words as to_tsquery reads them: each in its forms, or next to each other as they stand."""
    pieces = [known[piece] for piece in one.pieces]
    if not one.is_exact and len(pieces) > 1:
        # An article with an apostrophe, a unit: no word of its own.
        pieces = [piece for piece in pieces if len(piece[0]) > 1 or piece[0].isdigit()] or pieces
    parts = []
    for number, (folded, found) in enumerate(pieces):
        if not folded:
            continue
        wanted = {folded} if one.is_exact else set(found)
        beginning = ""
        if folded in instead:
            beginning = instead[folded]
        elif is_last and not one.is_exact and number == len(pieces) - 1 and len(folded) >= SHORTEST_BEGINNING:
            beginning = folded
        if is_shown:
            asked.forms |= wanted
            asked.beginnings |= {beginning} - {""}
        alternatives = [f"'{form}'" for form in found if form in wanted and not (beginning and form.startswith(beginning))]
        if beginning:
            alternatives.append(f"'{beginning}':*")
        parts.append(alternatives[0] if len(alternatives) == 1 else f"({' | '.join(alternatives)})")
    return (" <-> " if one.is_exact else " & ").join(parts)


def subject_holds(words: str) -> "Holds":
    return Holds("words", words)


class Holds(Func):
    """A column holds what a text-search query asks for, a vector or (*is_plain*) a text; the query holds no sign of anybody's."""

    output_field = BooleanField()

    def __init__(self, column: str, words: str, *, is_plain: bool = False) -> None:
        self.is_plain = is_plain
        super().__init__(F(column), Value(words))

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list]:
        (left, given), (right, value) = (compiler.compile(e) for e in self.get_source_expressions())
        left = f"guichet_tsv({left})" if self.is_plain else left
        return f"({left} @@ to_tsquery('simple', {right}))", [*given, *value]
