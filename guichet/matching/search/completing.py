"""How a query may go on where the cursor stands: fields, and the values that this reader may see."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F

from guichet.access.actors import Actor
from guichet.catalog.models import Product, Release
from guichet.desk import queries
from guichet.knowledge.models import KnownProblem
from guichet.matching.search.conditions import values
from guichet.matching.search.language import FIELDS, LONGEST, PLACES
from guichet.people.models import Company, Person

MOST = 8
_PART = re.compile(r'(-?)(?:([A-Za-z_]{2,20})(:?(?:>=|<=|>|<|=)|:))?("?)([^"]*)')


@dataclass(frozen=True)
class Option:
    """What may stand in place of the part at the cursor: the text, and what it is called."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Completion:
    """The options for the part of the query from *start* to *end*."""

    start: int
    end: int
    options: list[Option]


def complete(actor: Actor, text: str, at: int, language: str) -> Completion:
    """The options at place *at* of a query, for an agent; none where nothing fits."""
    text = text[:LONGEST]
    at = max(0, min(at, len(text)))
    start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
    if text.count('"', 0, at) % 2:  # within quotation marks: the part began with its field
        start = max(text.rfind(" ", 0, text.rfind('"', 0, at)) + 1, 0)
    end = next((place for place in range(at, len(text)) if text[place].isspace()), len(text))
    found = _PART.fullmatch(text[start:at])
    if not found or not actor.is_agent:
        return Completion(start, end, [])
    sign, field, between, _quote, value = found.groups()
    if not field:
        names = [name for name in FIELDS if name.startswith(value.lower())] if value and not found[4] else []
        return Completion(start, end, [Option(f"{sign}{name}:") for name in names[:MOST]])
    head, _, last = value.rpartition(",") if field.lower() not in ("company", "owner") else ("", "", value)
    before = f"{sign}{field}{between}{head}{',' if head else ''}"
    options = _of_field(actor, field.lower(), last.strip().lower(), language)
    return Completion(start, end, [Option(f"{before}{_quoted(one.text)}", one.label) for one in options[:MOST]])


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text or "," in text else text


def _of_field(actor: Actor, field: str, begun: str, language: str) -> list[Option]:
    looked_up: dict[str, Callable[[Actor, str], list[Option]]] = {
        "company": _companies,
        "owner": _agents,
        "handler": _agents,
        "reporter": _contacts,
        "version": _versions,
        "product": _products,
        "problem": _problems,
    }
    if field in looked_up:
        return looked_up[field](actor, begun)
    if field in PLACES or field not in FIELDS:
        return []
    named = [(one.key, one.labels.get(language) or one.labels.get("en", "")) for one in values(field)]
    by_key = [Option(key, label) for key, label in named if key.startswith(begun)]
    return by_key or [Option(key, label) for key, label in named if begun in label.lower()]


def _companies(_actor: Actor, begun: str) -> list[Option]:
    rows = Company.objects.filter(name__icontains=begun, merged_into=None).order_by("name")
    return [Option(name) for name in rows.values_list("name", flat=True)[:MOST]]


def _agents(_actor: Actor, begun: str) -> list[Option]:
    fixed = [Option(key) for key in ("me", "nobody") if key.startswith(begun)]
    return [*fixed, *_people(begun, is_agent=True)]


def _contacts(_actor: Actor, begun: str) -> list[Option]:
    return _people(begun, is_agent=False) if begun else []


def _people(begun: str, *, is_agent: bool) -> list[Option]:
    rows = Person.objects.filter(is_agent=is_agent, is_active=True)
    rows = rows.filter(queries.name_like(begun)) if begun else rows
    return [Option(one.email, one.name) for one in rows.only("email", "given_name", "family_name").order_by("given_name", "pk")[:MOST]]


def _versions(_actor: Actor, begun: str) -> list[Option]:
    rows = Release.objects.filter(name__istartswith=begun).order_by(F("released_on").desc(nulls_last=True), "-pk")
    return [Option(name, product) for name, product in rows.values_list("name", "line__product__name")[:MOST]]


def _products(_actor: Actor, begun: str) -> list[Option]:
    rows = Product.objects.filter(name__icontains=begun).order_by("name")
    return [Option(key, name) for key, name in rows.values_list("key", "name")[:MOST]]


def _problems(actor: Actor, begun: str) -> list[Option]:
    number = begun.upper().removeprefix("PRB-")
    rows = KnownProblem.objects.visible_to(actor).order_by("-updated_at")
    rows = rows.filter(pk=int(number)) if number.isdecimal() and len(number) < 10 else rows
    return [Option(one.reference, one.said("en")[0]) for one in rows[:MOST]]
