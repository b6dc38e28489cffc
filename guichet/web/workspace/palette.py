"""Search or do: what is found while one types, over any page. Acts and views come from the page itself, by script."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guichet.access.actors import Actor
from guichet.desk import queries
from guichet.desk.models import Ticket
from guichet.knowledge.models import Article, KnownProblem
from guichet.matching.search import finding
from guichet.service.house import house
from guichet.web.components import known
from guichet.web.components.access import desk

SHOWN = 6
READ_AT_MOST = 200


@desk
@require_GET
def palette(request: HttpRequest) -> JsonResponse:
    """`{groups: [{name, options: [{name, href, kind, note, language}]}]}` of what is found within the walls.

    The dialog around them stands in every page, so that no key is lost while it opens.
    """
    return JsonResponse({"groups": _groups(request.actor, request.GET.get("q", "")[:READ_AT_MOST].strip())})


def _groups(actor: Actor, text: str) -> list[dict[str, Any]]:
    one, asked = finding.named(actor, text), finding.ask(actor, text)
    named = [one] if isinstance(one, Ticket) else []
    tickets = [*named, *finding.requests(asked, limit=SHOWN, most=SHOWN).tickets]
    problems = [one] if isinstance(one, KnownProblem) else finding.problems(asked, limit=SHOWN)
    articles = finding.articles(asked, limit=SHOWN)
    found = queries.named(actor, text) if asked.words and not asked.has_rest else ([], [])
    companies = [{"name": c.name, "href": f"/desk/companies/{c.pk}/", "kind": _("company"), "note": ""} for c in found[0]]
    people = [{"name": p.name, "href": f"/desk/search/?q={p.email}", "kind": _("person"), "note": p.email} for p in found[1]]
    groups = [
        {"name": _("Requests"), "options": [_request(one) for one in tickets[:SHOWN]]},
        {"name": _("Known problems and articles"), "options": [*map(_problem, problems), *map(_article, articles)][:SHOWN]},
        {"name": _("Companies and people"), "options": (companies + people)[:SHOWN]},
    ]
    return [group for group in groups if group["options"]]


def _problem(one: KnownProblem) -> dict[str, Any]:
    said, language = one.said(known.language())
    return {"name": said, "href": f"/desk/problems/{one.reference}/", "kind": one.reference, "note": "", "language": language}


def _article(one: Article) -> dict[str, Any]:
    text = one.text_for(known.language())
    title, language = (text.title, text.language) if text else ("", "")
    return {"name": title, "href": f"/desk/articles/{one.pk}/", "kind": _("article"), "note": "", "language": language}


def _request(ticket: Ticket) -> dict[str, Any]:
    key = f"{house().types[ticket.type_id].key}-{ticket.pk}"
    company = ticket.company.name
    return {"name": ticket.subject, "href": f"/desk/requests/{key}/", "kind": key, "note": company, "language": ticket.language}
