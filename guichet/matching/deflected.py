"""How many requests were not needed, because something known solved them while they were typed, and what it was."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from guichet.access.actors import Actor
from guichet.desk.models import Ticket
from guichet.knowledge.models import Article, KnownProblem
from guichet.matching.models import Deflection, Item

MOST = 200


@dataclass(frozen=True)
class Solver:
    """What solved it: problem, article or request, as its reader sees it, and how many times."""

    kind: str
    object_id: int
    reference: str
    title: str
    language: str
    count: int


def deflections(actor: Actor, since: datetime, until: datetime, *, company: int | None = None) -> tuple[int, list[Solver]]:
    """How many there were, and what solved them, most often first; only what the actor may see is named or counted."""
    rows = Deflection.objects.filter(at__gte=since, at__lt=until)
    if company is not None:
        rows = rows.filter(company=company)
    counts = {
        (kind, pk): n
        for kind, pk, n in rows.order_by().values_list("kind", "object_id").annotate(n=Count("pk")).order_by("-n", "kind", "object_id")
    }
    known = _known(actor, list(counts))
    found = [Solver(kind, pk, *known[kind, pk], n) for (kind, pk), n in counts.items() if (kind, pk) in known]
    return sum(one.count for one in found), found[:MOST]


def _known(actor: Actor, wanted: list[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str, str]]:
    """Reference, title and its language of each that the actor sees."""
    ids = {kind: [pk for of, pk in wanted if of == kind] for kind in (Item.PROBLEM, Item.ARTICLE, Item.TICKET)}
    found: dict[tuple[str, int], tuple[str, str, str]] = {}
    for problem in KnownProblem.objects.visible_to(actor).filter(pk__in=ids[Item.PROBLEM]):
        found[Item.PROBLEM, problem.pk] = (problem.reference, *problem.said(actor.language))
    for article in Article.objects.visible_to(actor).filter(pk__in=ids[Item.ARTICLE]).prefetch_related("texts"):
        if text := article.text_for(actor.language):
            found[Item.ARTICLE, article.pk] = ("", text.title, text.language)
    for ticket in Ticket.objects.visible_to(actor).filter(pk__in=ids[Item.TICKET]).select_related("type"):
        found[Item.TICKET, ticket.pk] = (ticket.key, ticket.subject, ticket.language)
    return found
