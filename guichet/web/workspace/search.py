"""One box for requests, known problems, articles, companies and people, within the walls; for agents in a query language."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guichet.access.actors import Actor
from guichet.access.refusals import DeskError, Invalid
from guichet.desk import queries
from guichet.desk.models import Ticket
from guichet.knowledge.articles import note_miss
from guichet.matching.models import SavedSearch
from guichet.matching.search import completing, finding, keeping
from guichet.matching.search.asking import Asked
from guichet.matching.search.excerpts import excerpt, marked
from guichet.matching.search.language import LONGEST, clean
from guichet.service.house import house
from guichet.web.components import searching
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other
from guichet.web.components.converters import whole
from guichet.web.workspace import presenting

GROUPS = ("requests", "problems", "articles", "people")


@desk
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What was found, in groups; a number or reference alone leads straight to it. `view` names a search that was kept."""
    given = request.GET
    kept = keeping.view(request.actor, whole(given["view"])) if "view" in given else None
    text = kept.query if kept and "q" not in given else clean(given.get("q", ""))
    if (one := finding.named(request.actor, text)) is not None:
        return see_other(f"/desk/requests/{one.key}/" if isinstance(one, Ticket) else f"/desk/problems/{one.reference}/")
    return _page(request, text, kept=kept)


@desk
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the query as a view: `name`, `query`, `shared`."""
    given = request.POST
    name, text = given.get("name", ""), clean(given.get("query", ""))

    def refused(error: DeskError) -> HttpResponse | None:
        typed = {"name": name, "shared": "shared" in given, "errors": list(error.fields.values())} if isinstance(error, Invalid) else None
        return _page(request, text, typed=typed) if typed else None

    request.show_refusal = refused
    kept = keeping.keep(name, text, is_shared="shared" in given, by=request.actor)
    presenting.forget_kept(request.actor)
    messages.success(request, _("Kept as the view “%(name)s”.") % {"name": kept.name})
    return see_other(_href(view=str(kept.pk)))


@desk
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a view of one's own."""
    keeping.remove(pk, by=request.actor)
    presenting.forget_kept(request.actor)
    messages.success(request, _("The view was removed."))
    return see_other("/desk/search/")


@desk
@require_GET
def complete(request: HttpRequest) -> JsonResponse:
    """`{start, end, options: [{text, label}]}`: what may stand at place `at` of the query `q`."""
    text, at = clean(request.GET.get("q", "")), whole(request.GET.get("at", ""), 5)
    found = completing.complete(request.actor, text, len(text) if at is None else at, get_language() or "en")
    options = [{"text": one.text, "label": one.label} for one in found.options]
    return JsonResponse({"start": found.start, "end": found.end, "options": options})


def _page(
    request: HttpRequest, text: str, *, kept: SavedSearch | None = None, typed: dict[str, Any] | None = None
) -> HttpResponse:
    actor: Actor = request.actor
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
        "groups": [_group(key, counts[key], found.is_more, text, key == group) for key in GROUPS],
        "hits": _hits(found, asked) if group == "requests" else [],
        "written": [
            [{"href": f"/desk/problems/{o.reference}/", **searching.problem(o, asked)} for o in problems if group == "problems"],
            [{"href": f"/desk/articles/{o.pk}/", **(searching.article(o, asked) or {})} for o in articles if group == "articles"],
        ],
        "companies": [{"name": c.name, "href": f"/desk/companies/{c.pk}/", "note": _("company")} for c in companies],
        "people": [{"name": p.name, "href": _href(q=p.email), "note": p.email} for p in people],
        "next_href": _href(q=text, after=found.next) if found.next else "",
        "previous_href": _href(q=text) if after else "",
        "help": searching.language_help(),
        "view": {"name": kept.name, "pk": kept.pk, "is_own": kept.person_id == actor.person_id} if kept else None,
        "keeping": typed or {"name": kept.name if kept else "", "shared": bool(kept and kept.is_shared), "errors": []},
        "found_nothing": not any(counts.values()) and not asked.is_empty,
    }
    context = {"page": page, "rail": presenting.rail(request, view=f"kept-{kept.pk}" if kept else "")}
    return render(request, "workspace/search.html", context, status=422 if typed else 200)


def _href(**given: str) -> str:
    return "/desk/search/?" + urlencode(given)


def _group(key: str, count: int, is_more: bool, text: str, is_current: bool) -> dict[str, Any]:
    names = {"requests": _("Requests"), "problems": _("Known problems"), "articles": _("Articles"), "people": _("Companies and people")}
    said = searching.counted(count, is_more) if key == "requests" else searching.counted(min(count, finding.PAGE), count > finding.PAGE)
    return {"name": names[key], "count": said, "href": _href(**{"q": text, "in": key}), "is_current": is_current}


def _hits(found: finding.Page, asked: Asked) -> list[dict[str, Any]]:
    places = finding.places(asked, found.tickets, found.scattered)
    return [_hit(ticket, asked, places.get(ticket.pk, [])) for ticket in found.tickets]


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
