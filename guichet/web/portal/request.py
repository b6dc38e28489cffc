"""The page of one request: whose turn, by when, and why; what was said; what the reader may do."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.access.refusals import Missing
from guichet.desk.models import Ticket
from guichet.desk.operations.sharing import note_reading
from guichet.desk.states import OPEN_STATUSES
from guichet.web.components.access import portal, signed_in
from guichet.web.components.converters import Number
from guichet.web.portal import facts
from guichet.web.portal.loading import find, load
from guichet.web.portal.page import page_of


@require_safe
@signed_in
def show(request: HttpRequest, number: Number) -> HttpResponse:
    """The page, at its one address: `1042`, another case or a former key lead there for good (INTERFACE section 4)."""
    if not request.actor.is_requester:
        return _to_workspace(request, number)
    ticket = find(request.actor, number)
    if _written(request) != ticket.key:
        return HttpResponsePermanentRedirect(f"/requests/{ticket.key}/")
    note_reading(ticket, request.actor)
    return shown(request, ticket)


@require_safe
@portal
def printed(request: HttpRequest, number: Number) -> HttpResponse:
    """All messages in the order they came, without acts: for paper."""
    ticket = find(request.actor, number)
    note_reading(ticket, request.actor)
    loaded = load(ticket, request.actor)
    page = page_of(loaded)
    page["thread"] = page["thread"][::-1]
    return render(request, "portal/print.html", {"section": "requests", "page": page})


def _written(request: HttpRequest) -> str:
    """The number as it stands in the address."""
    return request.path.strip("/").split("/")[1]


def _to_workspace(request: HttpRequest, number: Number) -> HttpResponse:
    """Agents come to the same request in the workspace, if they see it."""
    found = Ticket.objects.visible_to(request.actor).select_related("type").filter(pk=number.value).first()
    if found is None or (number.key and number.key not in (found.type.key, *found.former_types)):
        raise Missing(_("There is no such request."))
    return HttpResponseRedirect(f"/desk/requests/{found.key}/")


def shown(request: HttpRequest, ticket: Ticket, *, status: int = 200, **changes: Any) -> HttpResponse:
    """The page, or under htmx its fragment: the same HTML."""
    loaded = load(ticket, request.actor)
    page = page_of(loaded)
    is_open = ticket.status in OPEN_STATUSES
    if not is_open:
        page |= facts.closed(loaded)
    page |= changes
    name = "request" if is_open else "closed"
    template = f"portal/_{name}.html" if request.headers.get("HX-Request") else f"portal/{name}.html"
    return render(request, template, {"section": "requests", "page": page}, status=status)
