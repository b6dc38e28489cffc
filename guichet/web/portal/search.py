"""/search/: one box over what the reader may see: requests, known problems, articles. Signed out, what is public of the latter."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guichet.desk.models import Ticket
from guichet.knowledge.articles import note_miss
from guichet.knowledge.models import Article, KnownProblem
from guichet.matching.search import finding
from guichet.matching.search.asking import Asked
from guichet.matching.search.excerpts import excerpt, marked
from guichet.matching.search.language import clean
from guichet.service.house import house
from guichet.web.components import known, searching
from guichet.web.components.answers import see_other
from guichet.web.portal.articles import address
from guichet.web.portal.rows import side_of, status_label

LONGEST = 1_000


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Three groups; a number or reference alone leads straight to what it names. Agents have their own page."""
    actor, text = request.actor, clean(request.GET.get("q", ""))
    if actor.is_agent:
        return see_other("/desk/search/?" + urlencode({"q": text}))
    one = finding.named(actor, text)
    if one is not None:
        return see_other(f"/requests/{one.key}/" if isinstance(one, Ticket) else f"/problems/{one.reference}/")
    after = request.GET.get("after", "")[:100]
    found = finding.search(actor, text, after=after)
    asked = found.asked
    if asked.words and not found.is_anything and not after:
        note_miss(text, language=known.language(), room="portal")
    page = {
        "query": text,
        "longest": LONGEST,
        "mistakes": searching.mistakes(asked.query, asked.mistakes),
        "corrections": [{"typed": typed, "found": instead} for typed, instead in found.instead],
        "requests": _requests(found.requests, asked),
        "total": searching.counted(found.requests.total, found.requests.is_more),
        "problems": [] if after else [_problem(problem, asked) for problem in found.problems],
        "articles": [] if after else [row for article in found.articles if (row := _article(article, asked))],
        "next_href": "?" + urlencode({"q": text, "after": found.requests.next}) if found.requests.next else "",
        "previous_href": "?" + urlencode({"q": text}) if after else "",
        "found_nothing": not asked.is_empty and not found.is_anything,
        "may_open": any(rights.is_requester for rights in actor.rights.values()),
        "help": searching.words_help(),
    }
    return render(request, "portal/search.html", {"section": "search", "page": page})


def _requests(found: finding.Page, asked: Asked) -> list[dict[str, Any]]:
    places = finding.places(asked, found.tickets, found.scattered)
    return [_request(ticket, asked, places.get(ticket.pk, [])) for ticket in found.tickets]


def _request(ticket: Ticket, asked: Asked, places: list[finding.Place]) -> dict[str, Any]:
    key = f"{house().types[ticket.type_id].key}-{ticket.pk}"
    return {
        "number": key,
        "href": f"/requests/{key}/",
        "title": searching.html(marked(ticket.subject, asked.forms, asked.beginnings)),
        "language": ticket.language,
        "excerpt": searching.html(excerpt(places[0].text, asked.forms, asked.beginnings)) if places else "",
        "company": ticket.company.name if len(asked.actor.rights) > 1 else "",
        "side": side_of(asked.actor, ticket),
        "status": status_label(ticket),
        "at": ticket.updated_at,
    }


def _problem(problem: KnownProblem, asked: Asked) -> dict[str, Any]:
    return {"href": f"/problems/{problem.reference}/", **searching.problem(problem, asked)}


def _article(article: Article, asked: Asked) -> dict[str, Any] | None:
    row = searching.article(article, asked)
    return row and {"href": address(row["text"]), **row}
