"""The lists of requests: mine, followed, the company's; searched, narrowed, paged by key."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from guichet.access.actors import Actor
from guichet.desk import queries, queries_portal
from guichet.desk.models import Ticket
from guichet.desk.queries_portal import Listing
from guichet.web.components import moments
from guichet.web.components.access import portal
from guichet.web.components.converters import whole
from guichet.web.portal.rows import rows

STATES = ("open", "closed", "all")


@require_safe
@portal
def requests(request: HttpRequest) -> HttpResponse:
    """One list. A search without a list looks through all that the reader sees, open and closed."""
    listing = _listing(request)
    found = queries_portal.page(request.actor, listing)
    page = {
        "list": listing.which,
        "query": listing.words,
        "rows": rows(request.actor, found.tickets),
        "total": queries_portal.total(request.actor, listing),
        "total_is_more": False,
        "lists": _tabs(request.actor, listing),
        "states": _states(listing),
        "state": listing.state,
        "companies": _companies(request.actor, listing),
        "previous_href": _href(listing, before=_place(found.tickets[0])) if found.has_newer and found.tickets else None,
        "next_href": _href(listing, after=_place(found.tickets[-1])) if found.has_older and found.tickets else None,
        "empty": _empty(listing),
        "may_open": any(rights.is_requester for rights in request.actor.rights.values()),
    }
    page["total_is_more"] = page["total"] >= queries.COUNT_LIMIT
    return render(request, "portal/requests.html", {"section": "requests", "page": page})


def _listing(request: HttpRequest) -> Listing:
    """What the address asks for; what it misspells is left out."""
    given = request.GET
    words = given.get("q", "").strip()[:200]
    known = [key for key, _name in _names(request.actor)]
    which = given.get("list", "")
    which = which if which in known else "" if words else "mine"
    state = given.get("state", "")
    state = state if state in STATES else "all" if words else "open"
    company = given.get("company", "")
    return Listing(
        which=which,
        state=state,
        words=words,
        company=whole(company) if whole(company) in request.actor.rights else None,
        after=moments.read(given.get("after", "")),
        before=moments.read(given.get("before", "")),
    )


def _names(actor: Actor) -> list[tuple[str, str]]:
    found = [("mine", _("Opened by you")), ("followed", _("Shared with you"))]
    if queries_portal.sees_beyond_own(actor):
        found.append(("company", _("Your companies") if len(actor.rights) > 1 else _("Your company")))
    return found


def _tabs(actor: Actor, listing: Listing) -> list[dict[str, Any]]:
    return [
        {"key": key, "name": name, "is_current": key == listing.which, "href": _href(listing, list=key)}
        for key, name in _names(actor)
    ]


def _states(listing: Listing) -> list[dict[str, Any]]:
    names = {"open": pgettext("requests", "Open"), "closed": pgettext("requests", "Closed"), "all": pgettext("requests", "All")}
    return [
        {"key": key, "name": names[key], "is_current": key == listing.state, "href": _href(listing, state=key)} for key in STATES
    ]


def _companies(actor: Actor, listing: Listing) -> list[dict[str, Any]]:
    """The switch of somebody who belongs to several companies."""
    if len(actor.rights) < 2:
        return []
    found = [{"name": _("All companies"), "is_current": listing.company is None, "href": _href(listing, company="")}]
    for rights in actor.rights.values():
        href = _href(listing, company=rights.company_id)
        found.append({"name": rights.company, "is_current": rights.company_id == listing.company, "href": href})
    return found


def _href(listing: Listing, **changes: Any) -> str:
    """The address of this list with some of it changed; another list begins at its first page."""
    asked = {"list": listing.which, "state": listing.state, "q": listing.words, "company": listing.company or "", **changes}
    return "/requests/?" + urlencode({name: value for name, value in asked.items() if value != ""})


def _place(ticket: Ticket) -> str:
    return moments.key(ticket.updated_at, ticket.pk)


def _empty(listing: Listing) -> str:
    if listing.words:
        return _("Nothing found. Try a single word, an error code or a number.")
    if listing.which == "followed":
        return _("No colleague shares a request with you here.")
    return _("No request stands here.")
