"""Companies as the workspace shows them: contract, installations, people, requests."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guichet import clock
from guichet.catalog.models import Entity, Installation
from guichet.contracts.models import Contract
from guichet.desk.advice import advise
from guichet.desk.models import Ticket
from guichet.people.models import Company, Membership, family
from guichet.web.components.access import desk
from guichet.web.workspace import presenting

PAGE = 50


@desk
@require_GET
def companies(request: HttpRequest) -> HttpResponse:
    """Companies by name, narrowed by some letters of it, page by page."""
    text, after = request.GET.get("q", "").strip()[:80], request.GET.get("after", "")[:200]
    rows = Company.objects.filter(is_active=True)
    if text:
        rows = rows.filter(name__icontains=text)
    if after:
        rows = rows.filter(name__gt=after)
    found = list(rows.order_by("name", "pk")[: PAGE + 1])
    ends = dict(Contract.objects.filter(company__in=found[:PAGE]).order_by("ends_on").values_list("company_id", "ends_on"))
    page = {
        "query": text,
        "rows": [
            {"name": c.name, "href": f"/desk/companies/{c.pk}/", "city": c.city, "until": ends.get(c.pk)} for c in found[:PAGE]
        ],
        "next": found[PAGE - 1].name if len(found) > PAGE else "",
        "today": clock.now().date(),
    }
    return render(request, "workspace/companies.html", {"page": page, "rail": presenting.rail(request, view="companies")})


@desk
@require_GET
def company(request: HttpRequest, pk: int) -> HttpResponse:
    """One company: what it bought, what runs there, who is there, what is open."""
    one = Company.objects.filter(pk=pk).first()
    if one is None:
        raise Http404
    if one.merged_into_id:
        return HttpResponsePermanentRedirect(f"/desk/companies/{one.merged_into_id}/")
    rows = (
        Ticket.objects.visible_to(request.actor).filter(company__in=family(one.pk).values("pk")).select_related("company", "release", "owner", "target_release")
    )
    members = Membership.objects.filter(company=one, ended_at=None).select_related("person").order_by("person__given_name", "pk")
    page = {
        "name": one.name,
        "formerly": list(one.merged.order_by("name").values_list("name", flat=True)),
        "city": one.city,
        "phone": one.phone,
        "tel": one.phone.replace(" ", ""),
        "sees": _("all see all") if one.all_see_all else _("each sees his own"),
        "contracts": list(
            Contract.objects.filter(company=one).select_related("policy", "calendar", "critical_calendar").order_by("-ends_on")
        ),
        "installations": list(
            Installation.objects.filter(company=one, is_active=True)
            .select_related("release", "product")
            .order_by("environment", "pk")
        ),
        "advice": advise(one.pk, by=request.actor),
        "entities": list(Entity.objects.filter(company=one)),
        "people": [_person(m) for m in members],
        "rows": presenting.rows(list(rows.open().order_by("queue_rank", "next_at", "number")[:PAGE]), request.actor),
        "closed": presenting.rows(
            list(rows.filter(status__in=["CLOSED", "CANCELLED"]).order_by("-updated_at", "-number")[:15]), request.actor
        ),
        "queue_href": f"/desk/?view=all&company={one.pk}",
        "today": clock.now().date(),
    }
    return render(request, "workspace/company.html", {"page": page, "rail": presenting.rail(request, view="companies")})


def _person(member: Membership) -> dict[str, Any]:
    roles = [
        said
        for held, said in (
            (member.is_administrator, _("administrator")), (member.is_approver, _("approves costs")), (member.is_requester, _("requester")),
            (member.sees_company, _("sees the company")), (member.is_confidential, _("confidential")),
        )
        if held
    ]  # fmt: skip
    person = member.person
    return {
        "name": person.name, "email": person.email, "phone": person.phone, "tel": person.phone.replace(" ", ""),
        "roles": roles or [_("reader")], "language": person.language, "is_active": person.is_active, "away_until": person.away_until,
    }  # fmt: skip
