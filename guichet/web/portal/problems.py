"""/problems/: known problems, for anybody the public ones, for a contact those of what his companies run (DOMAIN 1.12)."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet import clock
from guichet.access.actors import Actor
from guichet.catalog.models import Installation, Release
from guichet.contracts import coverage
from guichet.desk.models import Ticket
from guichet.knowledge import finding, following
from guichet.knowledge.models import INTERNAL, Follower, KnownProblem, Spread, text_in
from guichet.knowledge.standing import concerning
from guichet.service.house import house
from guichet.web.components import known, moments
from guichet.web.components.access import portal
from guichet.web.components.answers import see_other
from guichet.web.components.templatetags.guichet import label
from guichet.web.portal.rows import rows as request_rows

PAGE = 50


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """Those on the reader's version first; narrowed by domain, by words, to all. The last changed first, page by page."""
    words, domain = request.GET.get("q", "").strip()[: finding.LONGEST], request.GET.get("domain", "")
    wanted = request.GET.get("show", "")
    found = KnownProblem.objects.visible_to(request.actor).exclude(visibility=INTERNAL)
    if domain in house().domain_by_key:
        found = found.filter(domain__key=domain)
    if words:
        found = found.filter(finding.problems(words))
    installed = installations(request.actor)
    is_narrow = bool(installed) and wanted != "all" and not words
    mine = concerning(found, installed) if is_narrow else set()
    listed = found.filter(pk__in=mine) if is_narrow else found
    place = moments.read(request.GET.get("after", ""))
    rows = listed.after(*place) if place else listed
    rows = list(rows.select_related("product").prefetch_related("ranges__fixed_in").order_by("-updated_at", "-pk")[: PAGE + 1])
    kept = {key: value for key, value in request.GET.items() if key in ("q", "domain", "show")}
    total = found.count()
    page = {
        "query": words,
        "domains": _domains(domain, words, wanted),
        "rows": [_row(problem, installed) for problem in rows[:PAGE]],
        "total": len(mine) if is_narrow else total,
        "is_narrow": is_narrow,
        "hidden": total - len(mine) if is_narrow else 0,
        "all_href": "?" + urlencode({"show": "all", **({"domain": domain} if domain else {})}),
        "next_href": "?" + urlencode({**kept, "after": moments.key(rows[PAGE - 1].updated_at, rows[PAGE - 1].pk)}) if len(rows) > PAGE else "",
        "first_href": "?" + urlencode(kept) if place else "",
        "versions": ", ".join(sorted({one.release.name for one in installed})),
    }
    return render(request, "portal/problems.html", {"section": "problems", "page": page})


def _domains(current: str, words: str, wanted: str) -> list[dict[str, Any]]:
    kept = {key: value for key, value in (("q", words), ("show", wanted)) if value}
    first = {"name": _("All domains"), "href": "?" + urlencode(kept), "is_current": not current}
    return [first] + [
        {"name": label(d.labels), "href": "?" + urlencode({**kept, "domain": d.key}), "is_current": d.key == current}
        for d in house().domains.values()
    ]


def installations(actor: Actor) -> list[Installation]:
    """What runs at the reader's companies, production first."""
    if not actor.is_requester:
        return []
    found = Installation.objects.filter(company__in=actor.companies, is_active=True)
    return list(found.select_related("release__line", "product").order_by("environment", "pk"))


def _row(problem: KnownProblem, installed: list[Installation]) -> dict[str, Any]:
    nearest = known.worst(problem, installed)
    title, spoken = problem.said(known.language())
    domain = house().domains.get(problem.domain_id) if problem.domain_id else None
    return {
        "reference": problem.reference,
        "href": f"/problems/{problem.reference}/",
        "title": title,
        "language": spoken,
        "domain": label(domain.labels) if domain else "",
        "verdict": known.verdict(problem, nearest)["text"],
        "at": problem.updated_at,
    }


@require_safe
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    """One known problem: the answer for the reader's version, how it looks, the way round, the versions, his own requests."""
    found = _find(request, pk)
    installed = [one for one in installations(request.actor) if one.product_id == found.product_id]
    nearest = known.worst(found, installed)
    language = known.language()
    title, spoken = found.said(language)
    domain = house().domains.get(found.domain_id) if found.domain_id else None
    releases = list(Release.objects.filter(line__product=found.product_id).select_related("line")) if found.product_id else []
    page = {
        "reference": found.reference,
        "title": title,
        "language": spoken,
        "domain": label(domain.labels) if domain else "",
        "checked_at": found.checked_at,
        "verdict": known.verdict(found, nearest),
        "seen": known.shown(found.seen),
        "way_round": known.shown(found.way_round),
        "signatures": found.signatures,
        "lines": known.lines(found, releases, installed),
        "has_installed": bool(installed),
        "news": _news(found, language),
        "companies": _companies(found, nearest[0] if nearest else None),
        "requests": _own_requests(request, found),
        **_following(request, found),
    }
    return render(request, "portal/problem.html", {"section": "problems", "page": page})


def _find(request: HttpRequest, pk: int) -> KnownProblem:
    rows = KnownProblem.objects.visible_to(request.actor).select_related("product").prefetch_related("ranges__fixed_in")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _news(found: KnownProblem, language: str) -> list[dict[str, Any]]:
    rows = found.news.filter(kind="update").order_by("-at")[:20]
    return [{"at": one.at, "text": text, "language": spoken} for one in rows for text, spoken in [text_in(one.texts, language)]]


def _companies(found: KnownProblem, installation: Installation | None) -> str:
    counts = dict(Spread.objects.filter(problem=found).values_list("release_id", "companies"))
    return known.companies_words(counts.get(None), counts.get(installation.release_id) if installation else None)


def _own_requests(request: HttpRequest, found: KnownProblem) -> list[dict[str, Any]]:
    if not request.actor.is_requester:
        return []
    mine = Ticket.objects.visible_to(request.actor).filter(problem=found).select_related("type__desk", "target_release", "reporter", "company")
    return request_rows(request.actor, list(mine.order_by("-updated_at", "-number")[:20]))


def _following(request: HttpRequest, found: KnownProblem) -> dict[str, Any]:
    """Whether he follows it already, and whether he may ask for the patch."""
    if not request.actor.is_requester or request.company is None:
        return {"may_follow": False, "follows": False, "may_open": False}
    follows = Follower.objects.filter(problem=found, person=request.actor.person_id).exists()
    active = coverage.active(request.company.company_id, clock.now().date(), found.product_id)
    return {"may_follow": True, "follows": follows, "may_open": active is not None and request.company.is_requester}


@require_POST
@portal
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Affects us too: without a request he hears what moves. `stop` takes him off again."""
    found = _find(request, pk)
    if request.POST.get("stop"):
        following.unfollow(found, by=request.actor)
    elif request.company is not None:
        following.follow(found, request.company.company_id, by=request.actor)
    return see_other(f"/problems/{found.reference}/")
