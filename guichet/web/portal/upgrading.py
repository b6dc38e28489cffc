"""Upgrade advice as a customer reads it: counted over his own requests and what he follows, nothing he may not see (DOMAIN 1.12)."""

from typing import Any

from django.http import HttpRequest

from guichet.desk.advice import Advice, advise


def advice(request: HttpRequest) -> list[dict[str, Any]]:
    """What a later release would settle, for each installation of the company he has chosen, or of all of his."""
    actor = request.actor
    if not actor.is_requester:
        return []
    companies = [request.company.company_id] if request.company else sorted(actor.companies)
    return [_line(one, may_open=_may_open(request, company)) for company in companies for one in advise(company, by=actor)]


def _may_open(request: HttpRequest, company: int) -> bool:
    rights = request.actor.in_company(company)
    return rights is not None and rights.is_requester


def _line(one: Advice, *, may_open: bool) -> dict[str, Any]:
    return {
        "name": one.installation.name,
        "now": one.installation.release.name,
        "target": one.target.name,
        "is_out": one.is_out,
        "on": one.target.planned_on,
        "settles": one.settles,
        "of": one.of,
        "followed": one.followed,
        "new": one.new,
        "href": "/requests/new/?type=PSP" if one.is_out and may_open else "",
    }
