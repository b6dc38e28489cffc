"""Search or do: what is found while one types, over any page. Acts and views come from the page itself, by script."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guichet.access.actors import Actor
from guichet.desk import queries
from guichet.desk.models import Ticket
from guichet.service.house import house
from guichet.web.components.access import desk

SHOWN = 6
READ_AT_MOST = 200


@desk
@require_GET
def palette(request: HttpRequest) -> JsonResponse:
    """`{groups: [{name, options: [{name, href, kind, note, language}]}]}` of what is found within the walls.

    The dialog around them stands in every page, so that no key is lost while it opens.
    """
    return JsonResponse({"groups": _groups(request.actor, request.GET.get("q", "")[:READ_AT_MOST].strip())})


def _groups(actor: Actor, text: str) -> list[dict[str, Any]]:
    found = queries.search(actor, text, limit=SHOWN)
    tickets = [found.exact, *found.tickets] if found.exact is not None else found.tickets
    companies = [{"name": c.name, "href": f"/desk/companies/{c.pk}/", "kind": _("company"), "note": ""} for c in found.companies]
    people = [{"name": p.name, "href": f"/desk/search/?q={p.email}", "kind": _("person"), "note": p.email} for p in found.people]
    groups = [
        {"name": _("Requests"), "options": [_request(one) for one in tickets[:SHOWN]]},
        {"name": _("Companies and people"), "options": (companies + people)[:SHOWN]},
    ]
    return [group for group in groups if group["options"]]


def _request(ticket: Ticket) -> dict[str, Any]:
    key = f"{house().types[ticket.type_id].key}-{ticket.pk}"
    company = ticket.company.name
    return {"name": ticket.subject, "href": f"/desk/requests/{key}/", "kind": key, "note": company, "language": ticket.language}
