"""/desk/incidents/: trouble of many, told before anybody asks (DOMAIN 1.15)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet import clock
from guichet.access.refusals import Forbidden, Invalid, Missing
from guichet.catalog.models import Product, VersionLine
from guichet.desk import queries_callers
from guichet.desk.models import Incident, IncidentFollower
from guichet.desk.operations import incidents as operations
from guichet.desk.operations.incidents import Notice
from guichet.people.models import LANGUAGES, Membership
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other
from guichet.web.workspace import presenting

LIST = "/desk/incidents/"


@desk
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """All notices, the newest first; every agent reads them."""
    now = clock.now()
    rows = [
        {
            "href": f"{LIST}{one.pk}/", "title": presenting.words_of(one.titles), "what": _of(one), "starts_at": one.starts_at,
            "ends_at": one.ends_at, "is_over": bool(one.ends_at and one.ends_at <= now),
        }
        for one in Incident.objects.select_related("product", "line").order_by("-starts_at", "-pk")[:100]
    ]  # fmt: skip
    page = {"rows": rows, "may_publish": operations.may_publish(request.actor)}
    return render(request, "workspace/incidents.html", {"page": page, "rail": presenting.rail(request, view="incidents")})


def _of(one: Incident) -> str:
    return f"{one.product.name} {one.line.name}" if one.line else one.product.name


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    _require(request)
    if request.method != "POST":
        return _form(request, None, {"starts_at": _local(request, clock.now())})
    request.show_refusal = lambda error: _form(request, None, request.POST, error) if isinstance(error, Invalid) else None
    made = operations.publish(_read(request), by=request.actor)
    messages.success(request, _("The notice stands on the pages of the companies concerned."))
    return see_other(f"{LIST}{made.pk}/")


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice; a lead or the administrator says it anew, and may tell whoever follows it."""
    one = get_object_or_404(Incident.objects.select_related("product", "line"), pk=pk)
    if request.method != "POST":
        return _form(request, one, _standing(request, one))
    _require(request)
    request.show_refusal = lambda error: _form(request, one, request.POST, error) if isinstance(error, Invalid) else None
    operations.change(pk, _read(request), by=request.actor, tells=bool(request.POST.get("tells")))
    messages.success(request, _("The notice is changed."))
    return see_other(f"{LIST}{pk}/")


@desk
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    operations.end(pk, by=request.actor)
    messages.success(request, _("It is over: whoever follows it is told."))
    return see_other(f"{LIST}{pk}/")


def notices(reporter: Membership) -> list[dict[str, Any]]:
    """What stands now for a contact who is on the telephone, offered before a request is written for him."""
    found = list(Incident.objects.shown(clock.now()).concerning([reporter.company_id])[:5])
    rows = IncidentFollower.objects.filter(incident__in=found, person=reporter.person_id, company=reporter.company_id)
    followed = set(rows.values_list("incident_id", flat=True)) if found else set()
    return [
        {
            "lead": presenting.words_of(one.titles), "text": presenting.words_of(one.texts), "href": f"{LIST}{one.pk}/",
            "follow_href": "" if one.pk in followed else f"{LIST}{one.pk}/follow/", "since": one.starts_at,
        }
        for one in found
    ]  # fmt: skip


@desk
@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """For a contact who is on the telephone."""
    said = request.POST.get("reporter", "")
    member = queries_callers.contacts().filter(pk=int(said)).first() if said.isdecimal() and len(said) < 18 else None
    if member is None:
        raise Missing(_("There is nothing here for you."))
    operations.follow_for(pk, member, by=request.actor)
    messages.success(request, _("%(name)s is told when it is over.") % {"name": member.person.name})
    return see_other(f"{LIST}{pk}/")


def _require(request: HttpRequest) -> None:
    if not operations.may_publish(request.actor):
        raise Forbidden(_("A lead or the administrator publishes incident notices."))


def _local(request: HttpRequest, at: datetime | None) -> str:
    return at.astimezone(ZoneInfo(request.actor.zone)).strftime("%Y-%m-%dT%H:%M") if at else ""


def _standing(request: HttpRequest, one: Incident) -> dict[str, Any]:
    values = {f"title_{code}": one.titles.get(code, "") for code, _name in LANGUAGES}
    values |= {f"text_{code}": one.texts.get(code, "") for code, _name in LANGUAGES}
    place = f"line-{one.line_id}" if one.line_id else f"product-{one.product_id}"
    return values | {"of": place, "starts_at": _local(request, one.starts_at), "ends_at": _local(request, one.ends_at)}


def _read(request: HttpRequest) -> Notice:
    wrong: dict[str, str] = {}
    product, line = _place(request.POST.get("of", ""))
    if product is None:
        wrong["of"] = _("Choose a product or a version line.")
    starts, ends = (_moment(request, name, wrong) for name in ("starts_at", "ends_at"))
    if starts is None and "starts_at" not in wrong:
        wrong["starts_at"] = _("Give date and time, such as 2026-11-25 12:00.")
    if wrong or product is None or starts is None:
        raise Invalid(wrong)
    return Notice(
        product=product,
        line=line,
        titles={code: request.POST.get(f"title_{code}", "").strip() for code, _name in LANGUAGES},
        texts={code: request.POST.get(f"text_{code}", "").strip() for code, _name in LANGUAGES},
        starts_at=starts,
        ends_at=ends,
    )


def _place(said: str) -> tuple[Product | None, VersionLine | None]:
    kind, _dash, number = said.partition("-")
    pk = int(number) if number.isdecimal() and len(number) < 18 else 0
    if kind == "line":
        line = VersionLine.objects.select_related("product").filter(pk=pk).first()
        return (line.product, line) if line else (None, None)
    return Product.objects.filter(pk=pk).first(), None


def _moment(request: HttpRequest, name: str, wrong: dict[str, str]) -> datetime | None:
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        wrong[name] = _("Give date and time, such as 2026-11-25 12:00.")
        return None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(request.actor.zone))


def _form(request: HttpRequest, one: Incident | None, values: Any, error: Invalid | None = None) -> HttpResponse:
    errors, now = error.fields if error else {}, clock.now()
    places = []
    for product in Product.objects.prefetch_related("lines").order_by("name"):
        places.append({"key": f"product-{product.pk}", "name": _("%(product)s, all versions") % {"product": product.name}})
        lines = sorted(product.lines.all(), key=lambda line: line.name)
        places += [{"key": f"line-{line.pk}", "name": f"{product.name} {line.name}"} for line in lines]
    page = {
        "number": one.pk if one else "",
        "places": places,
        "of": values.get("of", ""),
        "starts_at": values.get("starts_at", ""),
        "ends_at": values.get("ends_at", ""),
        "texts": [
            {
                "code": code, "name": name, "title": values.get(f"title_{code}", ""), "text": values.get(f"text_{code}", ""),
                "title_error": errors.get(f"title_{code}", ""), "text_error": errors.get(f"text_{code}", ""),
            }
            for code, name in LANGUAGES
        ],
        "errors": list(errors.values()),
        "may_publish": operations.may_publish(request.actor),
        "followers": one.followers.count() if one else 0,
        "is_over": bool(one and one.ends_at and one.ends_at <= now),
    }  # fmt: skip
    context = {"page": page, "rail": presenting.rail(request, view="incidents")}
    return render(request, "workspace/incident.html", context, status=error.status if error else 200)
