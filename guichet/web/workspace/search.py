"""One box that finds numbers, former references, companies, people, and words, within the walls."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, mark_safe
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guichet.access.actors import Actor
from guichet.desk import queries
from guichet.desk.models import Ticket
from guichet.service.house import house
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other
from guichet.web.workspace import presenting

EXCERPT = 180


@desk
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What was found; a number or reference that names one request leads straight to it."""
    text = request.GET.get("q", "")[:2000]
    actor: Actor = request.actor
    found = queries.search(actor, text)
    if found.exact is not None:
        return see_other(f"/desk/requests/{found.exact.key}/")
    hits = [_hit(ticket, actor) for ticket in found.tickets]
    _add_excerpts(hits, found.tickets, text)
    page = {
        "query": text,
        "said": [{"text": text.strip()}] if text.strip() else [],
        "hits": hits,
        "companies": [{"name": c.name, "href": f"/desk/companies/{c.pk}/", "note": _("company")} for c in found.companies],
        "people": [{"name": p.name, "href": f"/desk/search/?q={p.email}", "note": p.email} for p in found.people],
        "total": len(hits),
    }
    return render(request, "workspace/search.html", {"page": page, "rail": presenting.rail(request)})


def _hit(ticket: Ticket, actor: Actor) -> dict[str, Any]:
    key = f"{house().types[ticket.type_id].key}-{ticket.pk}"
    return {
        "pk": ticket.pk,
        "number": key,
        "href": f"/desk/requests/{key}/",
        "subject": ticket.subject,
        "language": ticket.language,
        "side": presenting.side(ticket, actor),
        "company": ticket.company.name,
        "status": presenting.status_label(ticket),
        "owner": ticket.owner.given_name if ticket.owner_id else "",
        "at": ticket.updated_at,
        "level": ticket.criticality,
    }


def _add_excerpts(hits: list[dict[str, Any]], tickets: list[Ticket], text: str) -> None:
    """Some words around the first place where a text of the conversation holds what was looked for."""
    words = [w for w in re.findall(r"\w+", text)[:12] if len(w) > 1]
    if not words:
        return
    texts = queries.texts_that_hold(tickets, text)
    for hit in hits:
        if body := texts.get(hit["pk"]):
            hit["excerpt"] = excerpt(body, words)


def excerpt(body: str, words: list[str]) -> SafeString:
    """A piece of *body* around its first found word, the words marked; everything escaped."""
    flat = " ".join(body.split())
    pattern = re.compile("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)), re.IGNORECASE)
    first = pattern.search(flat)
    start = max(0, first.start() - 60) if first else 0
    piece = flat[start : start + EXCERPT]
    parts, last = [], 0
    for match in pattern.finditer(piece):
        parts += [format_html("{}", piece[last : match.start()]), format_html('<mark class="hit">{}</mark>', match.group())]
        last = match.end()
    parts.append(format_html("{}", piece[last:]))
    return mark_safe(("… " if start else "") + "".join(parts) + ("…" if start + EXCERPT < len(flat) else ""))
