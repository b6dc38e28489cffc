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
from guichet.knowledge.markdown import plain
from guichet.knowledge.models import Article, KnownProblem
from guichet.matching.search import finding
from guichet.matching.search.asking import Asked
from guichet.matching.search.excerpts import READ, excerpt, marked
from guichet.matching.search.language import LONGEST, clean
from guichet.service.house import house
from guichet.web.components import known, searching
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
    asked = finding.ask(actor, text)
    after = request.GET.get("after", "")[:100]
    found = finding.requests(asked, after=after)
    problems, articles = finding.problems(asked), finding.articles(asked)
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
        "group": group,
        "groups": [_group(key, counts[key], text, key == group) for key in GROUPS],
        "hits": _hits(found.tickets, asked) if group == "requests" else [],
        "written": [
            [_problem(one, asked) for one in problems if group == "problems"],
            [_article(one, asked) for one in articles if group == "articles"],
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
    said = f"{most}+" if count > most or (key in ("problems", "articles") and count == most) else str(count)
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


def _problem(one: KnownProblem, asked: Asked) -> dict[str, Any]:
    said, language = one.said(known.language())
    texts = [one.seen, one.way_round]
    body = "\n".join(text for of in texts for key, text in of.items() if key == language and text)
    return {
        "number": one.reference,
        "href": f"/desk/problems/{one.reference}/",
        "title": searching.html(marked(said, asked.forms, asked.beginnings)),
        "language": language,
        "excerpt": searching.html(excerpt(body, asked.forms, asked.beginnings)) if body else "",
        "at": one.updated_at,
    }


def _article(one: Article, asked: Asked) -> dict[str, Any]:
    text = one.text_for(known.language())
    return {
        "href": f"/desk/articles/{one.pk}/",
        "title": searching.html(marked(text.title, asked.forms, asked.beginnings)) if text else "",
        "language": text.language if text else "",
        "excerpt": searching.html(excerpt(plain(text.body, READ), asked.forms, asked.beginnings)) if text else "",
        "at": one.updated_at,
    }
