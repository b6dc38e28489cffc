"""One box for requests, known problems, articles, companies and people, within the walls; for agents in a query language."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guichet.access.actors import Actor
from guichet.desk import queries
from guichet.desk.models import Ticket
from guichet.knowledge.articles import note_miss
from guichet.matching.search import finding
from guichet.matching.search.asking import Asked
from guichet.matching.search.excerpts import excerpt, marked
from guichet.matching.search.language import LONGEST, clean
from guichet.service.house import house
from guichet.web.components import searching
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other
from guichet.web.workspace import presenting

GROUPS = ("requests", "problems", "articles", "people")


@desk
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What was found, in groups; a number or reference alone leads straight to it."""
    actor: Actor = request.actor
    text = clean(request.GET.get("q", ""))
    if (one := finding.named(actor, text)) is not None:
        return see_other(f"/desk/requests/{one.key}/" if isinstance(one, Ticket) else f"/desk/problems/{one.reference}/")
    after = request.GET.get("after", "")[:100]
    all_of_it = finding.search(actor, text, after=after)
    asked, found, problems, articles = all_of_it.asked, all_of_it.requests, all_of_it.problems, all_of_it.articles
    companies, people = queries.named(actor, text) if asked.words and not asked.has_rest else ([], [])
    if not found.tickets and not after and people:
        found = finding.reported_by(actor, people)
    counts = dict(zip(GROUPS, (found.total, len(problems), len(articles), len(companies) + len(people)), strict=True))
    if asked.words and not asked.has_rest and not after and not any(counts.values()):
        note_miss(text, language=get_language() or "en", room="desk")
    wanted = request.GET.get("in", "")
    group = wanted if wanted in GROUPS else next((key for key in GROUPS if counts[key]), "requests")
    page = {
        "query": text,
        "longest": LONGEST,
        "mistakes": searching.mistakes(asked.query, asked.mistakes),
        "corrections": [{"typed": typed, "found": instead} for typed, instead in all_of_it.instead],
        "group": group,
        "groups": [_group(key, counts[key], text, key == group) for key in GROUPS],
        "hits": _hits(found.tickets, asked) if group == "requests" else [],
        "written": [
            [{"href": f"/desk/problems/{o.reference}/", **searching.problem(o, asked)} for o in problems if group == "problems"],
            [{"href": f"/desk/articles/{o.pk}/", **(searching.article(o, asked) or {})} for o in articles if group == "articles"],
        ],
        "companies": [{"name": c.name, "href": f"/desk/companies/{c.pk}/", "note": _("company")} for c in companies],
        "people": [{"name": p.name, "href": _href(q=p.email), "note": p.email} for p in people],
        "next_href": _href(q=text, after=found.next) if found.next else "",
        "previous_href": _href(q=text) if after else "",
        "help": searching.language_help(),
        "found_nothing": not any(counts.values()) and not asked.is_empty,
    }
    return render(request, "workspace/search.html", {"page": page, "rail": presenting.rail(request)})


def _href(**given: str) -> str:
    return "/desk/search/?" + urlencode(given)


def _group(key: str, count: int, text: str, is_current: bool) -> dict[str, Any]:
    names = {"requests": _("Requests"), "problems": _("Known problems"), "articles": _("Articles"), "people": _("Companies and people")}
    most = finding.MOST if key == "requests" else finding.PAGE
    said = searching.at_most(count, most)
    return {"name": names[key], "count": said, "href": _href(**{"q": text, "in": key}), "is_current": is_current}


def _hits(tickets: list[Ticket], asked: Asked) -> list[dict[str, Any]]:
    places = finding.places(asked, tickets)
    return [_hit(ticket, asked, places.get(ticket.pk, [])) for ticket in tickets]


def _hit(ticket: Ticket, asked: Asked, places: list[finding.Place]) -> dict[str, Any]:
    key = f"{house().types[ticket.type_id].key}-{ticket.pk}"
    subject = marked(ticket.subject, asked.forms, asked.beginnings)
    in_subject = [_("subject")] if any(is_hit for _text, is_hit in subject) else []
    return {
        "number": key,
        "href": f"/desk/requests/{key}/",
        "subject": searching.html(subject),
        "language": ticket.language,
        "side": presenting.side(ticket, asked.actor),
        "company": ticket.company.name,
        "version": ticket.release.name if ticket.release_id else "",
        "status": presenting.status_label(ticket),
        "owner": ticket.owner.given_name if ticket.owner_id else "",
        "at": ticket.updated_at,
        "level": ticket.criticality,
        "excerpt": searching.html(excerpt(places[0].text, asked.forms, asked.beginnings)) if places else "",
        "places": ", ".join([*in_subject, *(_place(one) for one in places)]),
    }


def _place(one: finding.Place) -> str:
    said = {
        "text": ngettext("%(count)s message", "%(count)s messages", one.count),
        "note": ngettext("%(count)s note", "%(count)s notes", one.count),
        "file": ngettext("%(count)s file", "%(count)s files", one.count),
    }[one.place]
    return said % {"count": one.count}
