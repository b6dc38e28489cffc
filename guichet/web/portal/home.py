"""The start page: whose turn it is, in one sentence and a few lists (DESIGN: the headline is the answer)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guichet import clock
from guichet.desk import queries_portal
from guichet.web.components.access import portal
from guichet.web.portal import contracts, upgrading
from guichet.web.portal.incidents import notices
from guichet.web.portal.rows import rows


@require_safe
@portal
def home(request: HttpRequest) -> HttpResponse:
    """The requests that wait for this reader, those with us, those of colleagues; whether support is open now."""
    return render(request, "portal/home.html", {"section": "home", "page": _page(request)})


def _page(request: HttpRequest) -> dict[str, Any]:
    actor, at = request.actor, clock.now()
    lists = queries_portal.home(actor)
    of_company = queries_portal.of_company(actor) if queries_portal.sees_beyond_own(actor) else []
    shown, has_more = of_company[:5], len(of_company) > 5
    # One call for all rows, so that what they say beside their columns is read once.
    names = [*lists, "company"]
    tickets = [*(lists[name].tickets for name in lists), shown]
    ready = iter(rows(actor, [t for some in tickets for t in some]))
    made = {name: [next(ready) for _ in some] for name, some in zip(names, tickets, strict=True)}
    signed = contracts.contracts_of(actor)
    contract = contracts.active(signed, request.company.company_id if request.company else None, at)
    return {
        **made,
        "notices": notices(actor),
        "advice": upgrading.advice(request),
        "part": _part_of_day(timezone.localtime(at).hour),
        "yours_count": lists["yours"].total,
        "ours_count": lists["ours"].total,
        "more_yours": _more(lists["yours"].more, "/requests/?list=mine"),
        "more_ours": _more(lists["ours"].more, "/requests/?list=mine"),
        "more_shared": _more(lists["shared"].more, "/requests/?list=followed"),
        "more_company": {"href": "/requests/?list=company"} if has_more else None,
        "opening": contracts.opening_now(contract, at),
        "contract_ended": contracts.why_not(request.company, signed, at),
        "may_open": bool(request.company and request.company.is_requester)
        or any(rights.is_requester for rights in actor.rights.values()),
        "is_empty": not any(made.values()),
    }


def _part_of_day(hour: int) -> str:
    return "morning" if 4 <= hour < 12 else "afternoon" if hour < 18 and hour >= 12 else "evening"


def _more(count: int, href: str) -> dict[str, Any] | None:
    return {"count": count, "href": href} if count > 0 else None
