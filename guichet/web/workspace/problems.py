"""/desk/problems/: known problems as the vendor works on them: what they cost, whom they reach, whether they came back."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guichet.access import rights
from guichet.access.refusals import DeskError, Invalid
from guichet.catalog.models import Release
from guichet.desk import spread
from guichet.desk.models import Message, Ticket
from guichet.desk.operations import updating, watching
from guichet.desk.states import Status
from guichet.knowledge import finding
from guichet.knowledge.models import AUDIENCES, LANGUAGES, KnownProblem, Regression, text_in
from guichet.service.house import house
from guichet.web.components import known
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other, with_refusal
from guichet.web.components.context import NAMES
from guichet.web.components.templatetags.guichet import label
from guichet.web.workspace import presenting, problem_forms

PAGE = 50
REQUESTS = 50
NEWS = 20


@desk
@require_GET
def problems(request: HttpRequest) -> HttpResponse:
    """All known problems, narrowed by state, by words, or to those that may have come back."""
    words, state = request.GET.get("q", "").strip()[: finding.LONGEST], request.GET.get("state", "")
    found = KnownProblem.objects.visible_to(request.actor).select_related("product")
    flags = watching.may_be_back(request.actor).values("pk")
    found = found.annotate(flags=Count("regressions", filter=Q(regressions__in=flags), distinct=True))
    if state == "back":
        found = found.filter(flags__gt=0)
    elif state in KnownProblem.STATES:
        found = found.filter(state=state)
    if words:
        found = found.filter(finding.problems(words))
    page_of = Paginator(found.order_by("-updated_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    costs = spread.cost_of([one.pk for one in page_of], by=request.actor)
    states = [("", _("All")), *((key, known.state_word(key)) for key in KnownProblem.STATES), ("back", _("may be back"))]
    page = {
        "query": words,
        "state": state,
        "states": [{"name": name, "href": f"?{urlencode({'state': key})}", "is_current": key == state} for key, name in states],
        "rows": [_row(one, costs[one.pk]) for one in page_of],
        "total": page_of.paginator.count,
        "next_href": f"?{urlencode({'q': words, 'state': state, 'page': page_of.next_page_number()})}" if page_of.has_next() else "",
        "may_write": rights.may_write_knowledge(request.actor),
    }
    rail = presenting.rail(request, view="back" if state == "back" else "problems")
    return render(request, "workspace/problems.html", {"page": page, "rail": rail})


def _row(one: KnownProblem, cost: spread.Cost) -> dict[str, Any]:
    title, language = one.said(known.language())
    domain = house().domains.get(one.domain_id) if one.domain_id else None
    return {
        "reference": one.reference,
        "href": f"/desk/problems/{one.reference}/",
        "title": title or _("without a symptom yet"),
        "language": language,
        "domain": label(domain.labels) if domain else "",
        "state": known.state_word(one.state),
        "audience": known.audience_word(one.visibility),
        "cost": cost,
        "flags": one.flags,
        "at": one.updated_at,
    }


def find(request: HttpRequest, pk: int) -> KnownProblem:
    """The known problem that an address names; anything else is not there."""
    rows = KnownProblem.objects.visible_to(request.actor).select_related("product").prefetch_related("ranges__fixed_in", "ranges__line")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@desk
@require_GET
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    """One known problem with everything: what customers read, what only we read, its requests, its cost, its news."""
    return shown(request, find(request, pk))


def shown(request: HttpRequest, found: KnownProblem, *, error: DeskError | None = None, typed: dict[str, str] | None = None) -> HttpResponse:
    language = known.language()
    title, spoken = found.said(language)
    domain = house().domains.get(found.domain_id) if found.domain_id else None
    dossier = getattr(found, "dossier", None)
    releases = list(Release.objects.filter(line__product=found.product_id).select_related("line")) if found.product_id else []
    cost, rows = spread.cost_of([found.pk], by=request.actor)[found.pk], _requests(request, found)
    page = {
        "reference": found.reference,
        "base": f"/desk/problems/{found.reference}/",
        "title": title or _("without a symptom yet"),
        "language": spoken,
        "state": known.state_word(found.state),
        "audience": known.audience_word(found.visibility),
        "public_href": f"/problems/{found.reference}/" if found.visibility != "internal" else "",
        "product": found.product.name if found.product else "",
        "domain": label(domain.labels) if domain else "",
        "owner": dossier.owner.name if dossier and dossier.owner else "",
        "steps": dossier.steps if dossier else "",
        "signatures": found.signatures,
        "seen": known.shown(found.seen),
        "way_round": known.shown(found.way_round),
        "missing": [NAMES[key] for key in LANGUAGES if not found.symptom.get(key)],
        "lines": known.lines(found, releases),
        "cost": cost,
        "beyond": max(cost.requests - len(rows), 0),
        "checked_at": found.checked_at,
        "flags": [_flag(one) for one in _regressions(request, found)],
        "news": _news(found),
        "rows": rows,
        "may_write": rights.may_write_knowledge(request.actor),
        "languages": _update_fields(error, typed or {}),
        "reach": cost.open,
    }
    context = {"page": page, "rail": presenting.rail(request, view="problems")}
    return render(request, "workspace/problem.html", context, status=error.status if error else 200)


def _update_fields(error: DeskError | None, typed: dict[str, str]) -> list[dict[str, str]]:
    wrong = error.fields if isinstance(error, Invalid) else {}
    return [
        {"code": key, "name": NAMES[key], "text": typed.get(f"text_{key}", ""), "error": wrong.get(f"text_{key}", "")} for key in LANGUAGES
    ]


def _requests(request: HttpRequest, found: KnownProblem) -> list[dict[str, Any]]:
    seen = Ticket.objects.visible_to(request.actor).filter(problem=found).exclude(status=Status.CANCELLED)
    rows = seen.select_related("company", "release", "owner", "target_release")
    return presenting.rows(list(rows.order_by("queue_rank", "next_at", "number")[:REQUESTS]), request.actor)


def _regressions(request: HttpRequest, found: KnownProblem) -> list[Regression]:
    seen = Ticket.objects.visible_to(request.actor).order_by().values("pk")
    rows = found.regressions.filter(ticket__in=seen).select_related("ticket__type", "ticket__release", "decided_by")
    return list(rows.order_by("-at")[:50])


def _flag(one: Regression) -> dict[str, Any]:
    states = {Regression.OPEN: _("to look at"), Regression.REAL: _("it is back"), Regression.NOT: _("something else")}
    return {
        "pk": one.pk,
        "number": one.ticket.key,
        "href": f"/desk/requests/{one.ticket.key}/",
        "version": one.ticket.release.name if one.ticket.release else "",
        "reason": _("linked with it") if one.reason == watching.LINKED else one.reason,
        "at": one.at,
        "state": states[one.state],
        "is_open": one.state == Regression.OPEN,
        "by": one.decided_by.name if one.decided_by else "",
    }


def _news(found: KnownProblem) -> list[dict[str, Any]]:
    """The updates, the last first, each with how many of its requests it reached; two queries."""
    rows = list(found.news.filter(kind="update").select_related("by").order_by("-at")[:NEWS])
    said = Message.objects.filter(ticket__problem=found, ticket__confidential=False, submission__startswith="news-")
    reached = Counter(submission.split("-")[1] for submission in said.values_list("submission", flat=True))
    return [
        {
            "at": one.at, "by": one.by.name if one.by else "", "text": text, "language": language,
            "reached": reached[str(one.pk)] if one.carried_at else None,
        }
        for one in rows
        for text, language in [text_in(one.texts, known.language())]
    ]  # fmt: skip


@desk
@require_POST
def update(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an update once for each language: the worker carries it to every request and follower."""
    found = find(request, pk)
    request.show_refusal = lambda error: shown(request, found, error=error, typed=request.POST) if isinstance(error, Invalid) else None
    updating.tell(found.pk, {key: request.POST.get(f"text_{key}", "") for key in LANGUAGES}, by=request.actor)
    return see_other(f"/desk/problems/{found.reference}/#news")


@desk
@require_POST
def decide(request: HttpRequest, pk: int, flag: int) -> HttpResponse:
    """R&D looked at a request that resembles a fixed problem: `real` is yes or no."""
    found = find(request, pk)
    if not any(one.pk == flag for one in _regressions(request, found)):
        raise Http404
    watching.decide(flag, is_real=request.POST.get("real") == "yes", by=request.actor)
    presenting.forget_counts(request.actor)
    return see_other(f"/desk/problems/{found.reference}/#watch")


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The whole record in one form; a new one without *pk*."""
    found = find(request, pk) if pk is not None else None
    rights.require_knowledge(request.actor)
    form = problem_forms.ProblemForm(request.POST if request.method == "POST" else None, problem=found, product=request.GET.get("product", ""))
    if request.method == "POST" and form.is_valid():
        request.show_refusal = lambda error: _edit_page(request, with_refusal(form, error), found, status=error.status)
        kept = form.keep(by=request.actor)
        return see_other(f"/desk/problems/{kept.reference}/")
    return _edit_page(request, form, found, status=422 if form.errors else 200)


def _edit_page(request: HttpRequest, form: problem_forms.ProblemForm, found: KnownProblem | None, *, status: int) -> HttpResponse:
    page = {
        "title": _("Edit %(problem)s") % {"problem": found.reference} if found else _("New known problem"),
        "back": f"/desk/problems/{found.reference}/" if found else "/desk/problems/",
        "form": form,
        "texts": form.texts(),
        "ranges": form.ranges(),
        "version": found.version if found else "",
        "audiences": [key for key, _name in AUDIENCES],
    }
    return render(request, "workspace/problem_form.html", {"page": page, "rail": presenting.rail(request, view="problems")}, status=status)
