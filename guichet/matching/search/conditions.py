"""What the fields of the query language mean, as conditions on tickets; a value that is none gives a `Mistake` instead.

Keys are read in any case, as DOMAIN writes them. Durations are of the calendar (`due<2d`: due within 48 hours, or late already);
`opened<7d` is what is younger than seven days, `opened<2026-11-01` what was opened before that day in the reader's zone.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.functions import Lower

from guichet import clock
from guichet.access.actors import Actor
from guichet.catalog import versions
from guichet.catalog.models import Product, Release
from guichet.desk import queries
from guichet.desk.answering import held_by
from guichet.desk.models import Attachment, Note, Ticket
from guichet.desk.states import OPEN_STATUSES, Status, Turn
from guichet.matching.search.language import Condition, Mistake
from guichet.people.models import Company, Person
from guichet.service.house import house

NOTHING = Q(pk__in=())
MOST_NAMES = 100
IS = ("open", "closed", "mine", "unassigned", "unanswered", "escalated", "confidential", "late", "soon", "reopened", "contested")
HAS = ("file", "note", "deadline", "problem", "appointment", "owner")
TURNS = {"us": None, "me": None, **{turn.value: turn.value for turn in Turn}}
DUE = ("late", "soon", "today")
_SPAN = re.compile(r"(\d{1,4})\s*(min|h|d|w|m|y)")
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(days=7), "m": timedelta(days=30), "y": timedelta(days=365)}  # fmt: skip
_MOMENTS = {"deadline": "deadline", "opened": "created_at", "updated": "updated_at", "resolved": "resolved_at", "closed": "closed_at"}


class NotKnown(Exception):
    """A value that the field does not know; *close*: the one that was probably meant."""

    def __init__(self, kind: str, value: str, close: str = "") -> None:
        super().__init__(kind)
        self.kind, self.value, self.close = kind, value, close


@dataclass(frozen=True)
class Value:
    """A value that may stand after a field: how it is written, and what it is called."""

    key: str
    labels: dict[str, str]


def condition(actor: Actor, asked: Condition) -> Q:
    """The condition on tickets. Raises `NotKnown`."""
    return _READERS[asked.field](actor, asked)


def mistake(asked: Condition, error: NotKnown, *, start: int, end: int, is_not: bool) -> Mistake:
    """What to say of a value that is not known, and the part of the query as it was probably meant."""
    instead = ""
    if error.close:
        values = ",".join(_quoted(error.close if value == error.value else value) for value in asked.values)
        instead = f"{'-' if is_not else ''}{asked.field}{':' if asked.sign == '=' else asked.sign}{values}"
    return Mistake(error.kind, error.value[:60], asked.field, instead, start, end)


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value or "," in value else value


def values(field: str) -> list[Value]:
    """All values of a field that has few of them, in their order; those of the others are looked up (completion.py)."""
    known = house()
    of_house: dict[str, Callable[[], Iterable[tuple[str, dict[str, str]]]]] = {
        "status": lambda: ((s.value.lower(), known.statuses[s.value].labels if s.value in known.statuses else {}) for s in Status),
        "criticality": lambda: ((c.key.lower(), c.labels) for c in sorted(known.levels.values(), key=lambda c: c.position)),
        "type": lambda: ((t.key.lower(), t.labels) for t in known.types.values()),
        "desk": lambda: ((d.key.lower(), d.labels) for d in known.desks.values()),
        "team": lambda: ((t.key.lower(), t.labels) for t in known.teams.values()),
        "domain": lambda: ((d.key.lower(), d.labels) for d in known.domains.values()),
    }
    if field in of_house:
        return [Value(key, labels) for key, labels in of_house[field]()]
    plain = {"turn": TURNS, "is": IS, "has": HAS, "due": DUE, "language": ("fr", "de", "en", "it")}.get(field, ())
    return [Value(key, {}) for key in plain]


def _key(field: str, value: str) -> str:
    """The key meant by a value, in any case, with - or _; the nearest one is named where there is none."""
    wanted = value.lower().replace("-", "_")
    keys = {one.key.replace("-", "_"): one.key for one in values(field)}
    if wanted in keys:
        return keys[wanted]
    close = get_close_matches(wanted[:40], list(keys), n=1, cutoff=0.5)
    raise NotKnown("value", value, keys[close[0]] if close else "")


def _of_keys(column: str, ids: Callable[[str], object]) -> Callable[[Actor, Condition], Q]:
    def read(_actor: Actor, asked: Condition) -> Q:
        return Q(**{f"{column}__in": [ids(_key(asked.field, value)) for value in asked.values]})

    return read


def _by_low(rows: dict) -> dict:
    return {key.lower(): row for key, row in rows.items()}


def _criticality(_actor: Actor, asked: Condition) -> Q:
    known = house()
    if asked.sign == "=":
        return Q(criticality__in=[_key("criticality", value).upper() for value in asked.values])
    rank = known.level_rank(_key("criticality", asked.values[0]).upper())
    return Q(criticality__in=[key for key, level in known.levels.items() if _holds(level.position, asked.sign, rank)])


def _holds(one: object, sign: str, other: object) -> bool:
    return {"=": one == other, "<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[sign]  # type: ignore[operator]


def _turn(actor: Actor, asked: Condition) -> Q:
    found = NOTHING
    for value in asked.values:
        key = _key("turn", value)
        if key == "me":
            found |= queries.my_turn(actor)
        elif key == "us":
            own = {"CON": "consulting", "RND": "rnd"}
            found |= Q(turn__in=["support", *(turn for desk, turn in own.items() if desk in actor.desk_keys)])
        else:
            found |= Q(turn=key)
    return found


def _is(actor: Actor, asked: Condition) -> Q:
    now = clock.now()
    meanings: dict[str, Callable[[], Q]] = {
        "open": lambda: Q(status__in=OPEN_STATUSES),
        "closed": lambda: Q(status__in=["CLOSED", "CANCELLED"]),
        "mine": lambda: held_by(actor, "owner") | held_by(actor, "handler"),
        "unassigned": lambda: Q(owner=None),
        "unanswered": lambda: Q(unanswered_since__isnull=False),
        "escalated": lambda: Q(escalated_at__isnull=False),
        "confidential": lambda: Q(confidential=True),
        "late": lambda: Q(queue_rank=0, next_at__lt=now),
        "soon": lambda: Q(queue_rank=0, next_at__lt=now + queries.SOON),
        "reopened": lambda: Q(reopened__gt=0),
        "contested": lambda: Q(contested_at__isnull=False, contest_decided_at=None),
    }
    return _any(meanings[_key("is", value)]() for value in asked.values)


def _has(_actor: Actor, asked: Condition) -> Q:
    meanings: dict[str, Callable[[], Q]] = {
        "file": lambda: Q(pk__in=Attachment.objects.values("ticket")),
        "note": lambda: Q(pk__in=Note.objects.values("ticket")),
        "deadline": lambda: Q(deadline__isnull=False),
        "problem": lambda: Q(problem__isnull=False),
        "appointment": lambda: Q(appointment_at__isnull=False),
        "owner": lambda: Q(owner__isnull=False),
    }
    other_names = {"attachment": "file", "attachments": "file", "files": "file", "notes": "note"}
    return _any(meanings[_key("has", other_names.get(value.lower(), value))]() for value in asked.values)


def _any(parts: Iterable[Q]) -> Q:
    found = NOTHING
    for part in parts:
        found |= part
    return found


# Who


def _person(column: str) -> Callable[[Actor, Condition], Q]:
    def read(actor: Actor, asked: Condition) -> Q:
        found = NOTHING
        for value in asked.values:
            if value.lower() == "me":
                found |= Q(**{column: actor.person_id})
            elif value.lower() in ("nobody", "none"):
                found |= Q(**{column: None})
            else:
                found |= Q(**{f"{column}__in": _people(value, is_agent=column != "reporter")})
        return found

    return read


def _people(text: str, *, is_agent: bool) -> list[int]:
    rows = Person.objects.filter(is_agent=is_agent)
    found = Q(email__iexact=text) if "@" in text else queries.name_like(text)
    ids = list(rows.filter(found).order_by("pk").values_list("pk", flat=True)[:MOST_NAMES])
    if ids:
        return ids
    names = rows.filter(given_name__istartswith=text[:2]).values_list("given_name", flat=True)[:MOST_NAMES]
    raise NotKnown("person", text, _closest(text, names))


def company_ids(asked: Condition) -> set[int]:
    """The companies that a condition names, with those merged into them. Raises `NotKnown`."""
    found: set[int] = set()
    for value in asked.values:
        rows = Company.objects.filter(Q(name__icontains=value) | Q(merged_into__name__icontains=value))
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_NAMES])
        if not ids:
            names = Company.objects.filter(name__istartswith=value[:2]).values_list("name", flat=True)[:MOST_NAMES]
            raise NotKnown("company", value, _closest(value, names))
        found.update(ids)
    return found


def _company(_actor: Actor, asked: Condition) -> Q:
    return Q(company__in=company_ids(asked))


def _closest(text: str, names: Iterable[str]) -> str:
    by_word = {word.lower(): name for name in names for word in (name, *name.split())}
    close = get_close_matches(text.lower()[:40], list(by_word), n=1, cutoff=0.6)
    return by_word[close[0]] if close else ""


def _entity(_actor: Actor, asked: Condition) -> Q:
    found = NOTHING
    for value in asked.values:
        found |= Q(entities__code__iexact=value) | Q(entities__name__icontains=value)
    return Q(pk__in=Ticket.objects.filter(found).values("pk"))


# Versions


def _product(_actor: Actor, asked: Condition) -> Q:
    found: set[int] = set()
    products = list(Product.objects.annotate(low=Lower("name")).values_list("pk", "key", "low"))
    for value in asked.values:
        ids = {pk for pk, key, name in products if value.lower() == key.lower() or value.lower() in name}
        if not ids:
            raise NotKnown("value", value, _closest(value, [key for _pk, key, _name in products]))
        found |= ids
    return Q(release__line__product__in=found)


def _version(_actor: Actor, asked: Condition) -> Q:
    releases = list(Release.objects.select_related("line__product"))
    found: set[int] = set()
    for value in asked.values:
        if asked.sign == "=":
            ids = {one.pk for one in releases if value in (one.name, one.line.name) or one.name.startswith(f"{value}.")}
        else:
            ids = {one.pk for one in releases if _compares(one, asked.sign, value)}
            if all(versions.parse(one.line.product.version_scheme, value) is None for one in releases):
                raise NotKnown("version", value)
        if not ids and asked.sign == "=":
            raise NotKnown("version", value, _closest(value, [one.name for one in releases]))
        found |= ids
    return Q(release__in=found)


def _compares(release: Release, sign: str, value: str) -> bool:
    scheme = release.line.product.version_scheme
    one, other = versions.parse(scheme, release.name), versions.parse(scheme, value)
    return one is not None and other is not None and _holds(one, sign, other)


def _problem(_actor: Actor, asked: Condition) -> Q:
    found: list[int] = []
    for value in asked.values:
        number = re.fullmatch(r"(?:PRB-)?(\d{1,9})", value, re.IGNORECASE)
        if not number:
            raise NotKnown("number", value)
        found.append(int(number[1]))
    return Q(problem__in=found)


# When


def _due(actor: Actor, asked: Condition) -> Q:
    """Of the clock that is due first, where one runs."""
    now, value = clock.now(), asked.values[0]
    running = Q(queue_rank=0)
    if value.lower() == "today":
        return running & Q(next_at__lt=_day_start(clock.now().astimezone(_zone(actor)).date() + timedelta(days=1), actor))
    if value.lower() in ("late", "soon"):
        return running & Q(next_at__lt=now if value.lower() == "late" else now + queries.SOON)
    if span := _span(value):
        sign = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte", "=": "lt"}[asked.sign]
        return running & Q(**{f"next_at__{sign}": now + span})
    return running & _of_day(actor, "next_at", asked.sign, value)


def _moment(actor: Actor, asked: Condition) -> Q:
    """A span means: that long ago, or from now for a deadline; `opened:7d` is within seven days. Else a day."""
    column, value = _MOMENTS[asked.field], asked.values[0]
    if value.lower() == "today":
        value = clock.now().astimezone(_zone(actor)).date().isoformat()
    if span := _span(value):
        if asked.field == "deadline":
            return Q(**{f"{column}__{'gt' if '>' in asked.sign else 'lt'}": clock.now() + span})
        return Q(**{f"{column}__{'lt' if '>' in asked.sign else 'gt'}": clock.now() - span})
    return _of_day(actor, column, asked.sign, value)


def _of_day(actor: Actor, column: str, sign: str, value: str) -> Q:
    try:
        if re.fullmatch(r"\d{4}-\d{2}", value):
            first = date.fromisoformat(f"{value}-01")
            after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        else:
            first = date.fromisoformat(value)
            after = first + timedelta(days=1)
        start, end = _day_start(first, actor), _day_start(after, actor)
    except (ValueError, OverflowError):
        raise NotKnown("moment", value) from None
    return {
        "=": Q(**{f"{column}__gte": start, f"{column}__lt": end}),
        "<": Q(**{f"{column}__lt": start}),
        "<=": Q(**{f"{column}__lt": end}),
        ">": Q(**{f"{column}__gte": end}),
        ">=": Q(**{f"{column}__gte": start}),
    }[sign]


def _span(value: str) -> timedelta | None:
    found = _SPAN.fullmatch(value.lower())
    return int(found[1]) * _UNITS[found[2]] if found else None


def _zone(actor: Actor) -> ZoneInfo:
    return ZoneInfo(actor.zone)


def _day_start(day: date, actor: Actor) -> datetime:
    return datetime.combine(day, time(), _zone(actor))


_READERS: dict[str, Callable[[Actor, Condition], Q]] = {
    "status": _of_keys("status", str.upper),
    "type": _of_keys("type", lambda key: _by_low(house().type_by_key)[key].pk),
    "desk": _of_keys("desk", lambda key: _by_low(house().desk_by_key)[key].pk),
    "team": _of_keys("team", lambda key: _by_low(house().team_by_key)[key].pk),
    "domain": _of_keys("domain", lambda key: _by_low(house().domain_by_key)[key].pk),
    "language": _of_keys("language", str),
    "criticality": _criticality,
    "turn": _turn,
    "is": _is,
    "has": _has,
    "owner": _person("owner"),
    "handler": _person("handler"),
    "reporter": _person("reporter"),
    "company": _company,
    "entity": _entity,
    "product": _product,
    "version": _version,
    "problem": _problem,
    "due": _due,
    **dict.fromkeys(_MOMENTS, _moment),
}
