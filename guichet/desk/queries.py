"""Which rows a screen of the workspace shows, in which order: named selections, each on an index.

Lists page by key, not by offset: page 4,000 costs what page 1 costs. Counts stop at `COUNT_LIMIT`, since nobody acts on
the difference between 1,000 and 1,001.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Count, Exists, Func, OuterRef, Q, QuerySet, Value

from guichet import clock
from guichet.access.actors import Actor
from guichet.catalog import shelf
from guichet.desk.answering import held_by, led_instead
from guichet.desk.models import Share, Ticket
from guichet.desk.states import OPEN_STATUSES
from guichet.people.models import Company, Person, family
from guichet.service.house import house

PAGE = 50
COUNT_LIMIT = 1000
SOON = timedelta(hours=2)

# sort → the columns of the index it walks; the number makes every order total.
SORTS: dict[str, tuple[str, ...]] = {
    "due": ("queue_rank", "next_at", "number"),
    "number": ("number",),
    "-number": ("-number",),
    "updated": ("updated_at", "number"),
    "-updated": ("-updated_at", "-number"),
    "deadline": ("deadline", "number"),
}

# What a row of a list shows, and what it is reckoned from.
SHOWN = (
    "type", "subject", "language", "confidential", "deadline", "status", "turn", "appointment_at", "criticality", "unanswered_since",
    "escalated_at", "calendar", "policy", "queue_rank", "next_at", "next_kind", "updated_at", "last_customer_at", "last_vendor_at",
    "release", "target_release", "company__name", "owner__given_name",
)  # fmt: skip


@dataclass(frozen=True)
class Conditions:
    """What a list is narrowed to; an empty one narrows nothing."""

    view: str = "all"
    status: Sequence[str] = ()
    turn: Sequence[str] = ()
    criticality: Sequence[str] = ()
    type: Sequence[str] = ()
    owner: Sequence[str] = ()  # ids, "me", "none"
    team: Sequence[str] = ()
    desk: Sequence[str] = ()
    domain: Sequence[str] = ()
    language: Sequence[str] = ()
    company: int | None = None
    due: str = ""  # late, soon, today
    deadline: bool = False
    unanswered: bool = False
    escalated: bool = False
    words: str = ""
    sort: str = "due"
    after: tuple[Any, ...] = field(default=())


class After(Func):
    """The row comparison `(a, b, c) > (x, y, z)`, which PostgreSQL answers from the index of (a, b, c)."""

    output_field = BooleanField()

    def __init__(self, columns: Sequence[str], values: Sequence[Any], *, descending: bool) -> None:
        from django.db.models import F

        self.count, self.sign = len(columns), "<" if descending else ">"
        super().__init__(*[F(c) for c in columns], *[Value(v) for v in values])

    def as_sql(self, compiler, connection, **_: Any):
        parts, parameters = [], []
        for expression in self.get_source_expressions():
            sql, given = compiler.compile(expression)
            parts.append(sql)
            parameters += given
        left, right = ", ".join(parts[: self.count]), ", ".join(parts[self.count :])
        return f"(({left}) {self.sign} ({right}))", parameters


def my_turn(actor: Actor) -> Q:
    """What waits for this agent himself: his, on our side; handed to him; left unanswered; for a lead, a contest to decide.

    What belongs to somebody who is away stands with who answers for him meanwhile (DOMAIN 1.15).
    """
    mine = held_by(actor, "owner") & (Q(turn="support") | Q(unanswered_since__isnull=False))
    handed = held_by(actor, "handler") & Q(turn__in=["consulting", "rnd", "support"])
    led = actor.led_teams | led_instead(actor)
    contested = Q(team__in=led, contested_at__isnull=False, contest_decided_at=None) if led else Q(pk__in=())
    return mine | handed | contested


def views(actor: Actor) -> dict[str, Q]:
    """The views of the rail by key, each a condition on open tickets."""
    late = Q(queue_rank=0, next_at__lt=clock.now() + SOON)
    found = {
        "mine": my_turn(actor),
        "all": Q(),
        "unassigned": Q(owner=None, turn="support"),
        "late": late,
        "customers": Q(turn="customer"),
        "rnd": Q(turn="rnd"),
        "resolved": Q(status="RESOLVED"),
        "escalated": Q(escalated_at__isnull=False),
        "triage": Q(team=None, turn="support"),
    }
    return found | {f"team-{team.key}": Q(team=team.pk) for team in house().teams.values() if team.desk_id in actor.desks}


def queue(actor: Actor, conditions: Conditions, *, limit: int = PAGE) -> list[Ticket]:
    """One page of a list, with one row more where another page follows."""
    columns = SORTS.get(conditions.sort, SORTS["due"])
    rows = narrowed(actor, conditions)
    if conditions.after:
        names = [c.lstrip("-") for c in columns]
        rows = rows.filter(After(names, conditions.after, descending=columns[0].startswith("-")))
    return shown(rows.order_by(*columns)[: limit + 1], *columns)


def shown(chosen: QuerySet[Ticket], *columns: str) -> list[Ticket]:
    """The rows of a list with what is shown of them. Chosen first, joined afterwards: no other row's names are looked up."""
    rows = Ticket.objects.filter(pk__in=chosen.values("pk")).select_related("company", "owner")
    found = list(rows.only(*SHOWN).order_by(*columns))
    for one in found:
        one.release, one.target_release = shelf.release(one.release_id), shelf.release(one.target_release_id)
    return found


def narrowed(actor: Actor, conditions: Conditions) -> QuerySet[Ticket]:
    """The tickets this agent sees, narrowed to the conditions; without a status only open ones."""
    rows = Ticket.objects.visible_to(actor)
    if conditions.status:
        rows = rows.filter(status__in=conditions.status)
    if not conditions.status or set(conditions.status) <= set(OPEN_STATUSES):
        rows = rows.filter(status__in=OPEN_STATUSES)
    rows = rows.filter(views(actor).get(conditions.view, Q()))
    rows = rows.filter(_by_keys(actor, conditions))
    if conditions.sort == "deadline" or conditions.deadline:
        rows = rows.filter(deadline__isnull=False)
    if conditions.unanswered:
        rows = rows.filter(unanswered_since__isnull=False)
    if conditions.escalated:
        rows = rows.filter(escalated_at__isnull=False)
    if conditions.due:
        rows = rows.filter(_due(conditions.due))
    if conditions.words:
        rows = rows.filter(words_match("words", conditions.words))
    return rows


def _by_keys(actor: Actor, c: Conditions) -> Q:
    found = Q()
    known = house()
    for name, ids in (
        ("type", {k: v.pk for k, v in known.type_by_key.items()}),
        ("team", {k: v.pk for k, v in known.team_by_key.items()}),
        ("desk", {k: v.pk for k, v in known.desk_by_key.items()}),
        ("domain", {k: v.pk for k, v in known.domain_by_key.items()}),
    ):
        if wanted := getattr(c, name):
            found &= Q(**{f"{name}__in": [ids[key] for key in wanted if key in ids]})
    for name in ("turn", "criticality", "language"):
        if wanted := getattr(c, name):
            found &= Q(**{f"{name}__in": list(wanted)})
    if c.company:
        found &= Q(company__in=family(c.company).values("pk"))
    if c.owner:
        ids = [actor.person_id if o == "me" else int(o) for o in c.owner if o == "me" or (o.isdecimal() and len(o) < 18)]
        found &= Q(owner__in=ids) | (Q(owner=None) if "none" in c.owner else Q(pk__in=()))
    return found


def _due(when: str) -> Q:
    now = clock.now()
    running = Q(queue_rank=0)
    if when == "late":
        return running & Q(next_at__lt=now)
    return running & Q(next_at__lt=now + (SOON if when == "soon" else timedelta(days=1)))


def key_after(ticket: Ticket, sort: str) -> tuple[Any, ...]:
    """The place of a row in its order: what the next page begins after."""
    return tuple(getattr(ticket, c.lstrip("-")) for c in SORTS.get(sort, SORTS["due"]))


def view_counts(actor: Actor) -> dict[str, int]:
    """How many open tickets each view of the rail holds, at most `COUNT_LIMIT`; one pass over the open ones."""
    rows = narrowed(actor, Conditions()).order_by()
    counts = rows.aggregate(**{f"of_{n}": Count("pk", filter=condition) for n, condition in enumerate(views(actor).values())})
    return {key: min(counts[f"of_{n}"], COUNT_LIMIT) for n, key in enumerate(views(actor))}


def count(rows: QuerySet[Ticket]) -> int:
    """How many, at most `COUNT_LIMIT`."""
    return rows.order_by().values("pk")[:COUNT_LIMIT].count()


def words_match(column: str, words: str) -> Q:
    """Every word of *words*, the last one also as a beginning; a condition on a stored text-search vector."""
    query = tsquery(words)
    return Q(_Matches(column, query)) if query else Q(pk__in=())


class _Matches(Func):
    """`vector @@ to_tsquery('simple', …)` with accents folded; signs of the query language never reach it."""

    output_field = BooleanField()

    def __init__(self, column: str, query: str) -> None:
        from django.db.models import F

        super().__init__(F(column), Value(query))

    def as_sql(self, compiler, connection, **_: Any):
        (left, given), (right, value) = (compiler.compile(e) for e in self.get_source_expressions())
        return f"({left} @@ to_tsquery('simple', guichet_unaccent({right})))", [*given, *value]


# Without the letters that folding makes quotation marks or other signs of (ŉ, ʼ, ⑴, ½): in to_tsquery they would be part of its language.
_QUERY_WORD = re.compile(r"[^\W_ŉʹ-ʽˈː¼-¾⅐-⅟↉⑴-⒇]+(?:[-.][^\W_ŉʹ-ʽˈː¼-¾⅐-⅟↉⑴-⒇]+)*")


def tsquery(words: str) -> str:
    """Words joined by *and*, each quoted, at most 12; the last is completed. Empty where nothing can be searched."""
    found = [word for word in _QUERY_WORD.findall(words[:2000]) if len(word) <= 100][:12]
    if not found:
        return ""
    quoted = ["'" + word.lower() + "'" for word in found]
    return " & ".join([*quoted[:-1], quoted[-1] + ":*"])


_NUMBER = re.compile(r"^\s*(?:([A-Za-z][A-Za-z0-9]{1,9})[-–\s]\s*|#)?(\d{1,12})\s*$")


def by_reference(rows: QuerySet[Ticket], text: str) -> Ticket | None:
    """The ticket that a number or a present or former reference names, among *rows*."""
    match = _NUMBER.match(text)
    if not match:
        return None
    ticket = rows.select_related("type").filter(pk=int(match[2])).first()
    if ticket is None or not match[1]:
        return ticket
    return ticket if match[1].upper() in (ticket.type.key, *ticket.former_types) else None


def named(actor: Actor, text: str) -> tuple[list[Company], list[Person]]:
    """Companies and people of that name or address, for an agent's search."""
    like = text.strip()[:80]
    if not like or not actor.is_agent:
        return [], []
    companies = Company.objects.filter(name__icontains=like).only("name").order_by("name")
    people = Person.objects.filter(name_like(like)).only("given_name", "family_name", "email", "is_agent")
    return list(companies[:8]), list(people.order_by("family_name", "given_name")[:8])


def name_like(text: str) -> Q:
    """People whose address holds the text, or whose names hold each of its first words."""
    words = text.split()[:4]
    found = Q(email__icontains=text)
    if words:
        names = Q()
        for word in words:
            names &= Q(given_name__icontains=word) | Q(family_name__icontains=word)
        found |= names
    return found


def sharers(tickets: Sequence[Ticket]) -> dict[int, list[Person]]:
    """The sharers of each ticket, in one query."""
    found: dict[int, list[Person]] = {ticket.pk: [] for ticket in tickets}
    for share in Share.objects.filter(ticket__in=found, person__is_active=True).select_related("person").order_by("pk"):
        found[share.ticket_id].append(share.person)
    return found


def other_open(ticket: Ticket, actor: Actor, *, limit: int = 8) -> list[Ticket]:
    """The company's other open requests, the one due first at the top."""
    rows = Ticket.objects.visible_to(actor).open().filter(company__in=_family_of(ticket)).exclude(pk=ticket.pk)
    found = list(rows.only("type", "subject", "language", "status", "turn").order_by("queue_rank", "next_at", "number")[:limit])
    for one in found:
        one.type = house().types[one.type_id]
    return found


def _family_of(ticket: Ticket) -> QuerySet:
    """The company of a ticket with those that a merger joined with it."""
    return family(ticket.company.merged_into_id or ticket.company_id).values("pk")


def is_shared_with(person_id: int) -> Exists:
    """Whether a ticket is shared with that person."""
    return Exists(Share.objects.filter(ticket=OuterRef("pk"), person=person_id))


def late_before(now: datetime) -> Q:
    """Late at *now*: a running clock whose due second is over."""
    return Q(queue_rank=0, next_at__lt=now)
