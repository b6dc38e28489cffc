"""Taking out what should not be there: first where it stands, then for good (DOMAIN 1.15)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guichet.access.refusals import DeskError, Invalid, Missing
from guichet.access.rights import require
from guichet.desk.beside import configured
from guichet.desk.models import Attachment, Ticket
from guichet.desk.operations import redacting
from guichet.desk.operations.redacting import Found, Place
from guichet.people.models import Person
from guichet.web.workspace import presenting
from guichet.web.workspace.request import gesture

_KINDS = {
    "subject": lambda who: _("Subject"),
    "fields": lambda who: _("Details of the request"),
    "message": lambda who: _("Message of %(who)s") % {"who": who},
    "note": lambda who: _("Note of %(who)s") % {"who": who},
    "event": lambda who: _("History"),
    "inside": lambda who: _("History, agents only"),
    "offer": lambda who: _("Offer of %(who)s") % {"who": who},
    "survey": lambda who: _("Answer on satisfaction"),
    "reading": lambda who: _("Reason for opening it"),
    "problem": lambda who: _("Known problem"),
    "article": lambda who: _("Article"),
}


def redact_page(request: HttpRequest, ticket: Ticket, *, error: DeskError | None = None) -> HttpResponse:
    """What goes and why; once asked, where it stands and who has it already."""
    require(request.actor, "redact", ticket)
    file = _file(request, ticket)
    refused = dict(error.fields) if isinstance(error, Invalid) else {}
    passage = request.POST.get("passage", "")
    found: list[Found] = []
    if request.method == "POST" and not refused:
        found, refused = _found(request, ticket, file, passage)
    base = f"/desk/requests/{ticket.key}/"
    page = {
        "number": ticket.key, "version": ticket.version, "subject": ticket.subject, "language": ticket.language,
        "company": ticket.company.name, "action": f"{base}redact/", "back_href": base,
        "title": (_("Remove a file from %(number)s") if file else _("Remove text from %(number)s")) % {"number": ticket.key},
        "file": file, "passage": passage, "reason": request.POST.get("reason", ""), "errors": refused,
        "form": {"errors": {name: [text] for name, text in refused.items()}} if refused else None,
        "found": _presented(found), "is_shown": bool(file or found) and not refused,
    }  # fmt: skip
    status = 422 if refused else 200
    if request.headers.get("HX-Request"):
        return render(request, "workspace/_dialog.html", {"page": page, "body": "workspace/_redact.html"}, status=status)
    return render(request, "workspace/redact.html", {"page": page, "rail": presenting.rail(request)}, status=status)


def _file(request: HttpRequest, ticket: Ticket) -> Attachment | None:
    token = (request.POST if request.method == "POST" else request.GET).get("file", "")
    if not token:
        return None
    found = Attachment.objects.filter(ticket=ticket, token=token).first()
    if found is None:
        raise Missing(_("There is no such file."))
    return found


def _found(request: HttpRequest, ticket: Ticket, file: Attachment | None, passage: str) -> tuple[list[Found], dict[str, str]]:
    if file is not None:
        return [Found(one) for one in redacting.same_files(ticket, file, request.actor)], {}
    try:
        found = redacting.find_passage(ticket, passage, by=request.actor)
    except Invalid as refusal:
        return [], dict(refusal.fields)
    if not any(one.is_anywhere for one in found):
        return [], {"passage": _("This text does not stand in the request.")}
    return found, {}


def _presented(found: list[Found]) -> list[dict[str, Any]]:
    configured(*(one.ticket for one in found))
    people = {place.author_id for one in found for place in one.places} | {pk for one in found for pk in one.kept.received}
    names = {p.pk: p.name for p in Person.objects.filter(pk__in=people - {None})}
    return [
        {
            "pk": one.ticket.pk, "number": one.ticket.key, "href": f"/desk/requests/{one.ticket.key}/",
            "places": [_place(place, names) for place in one.places], "letters": one.kept.letters, "drafts": one.kept.drafts,
            "received": [names[pk] for pk in sorted(one.kept.received) if pk in names],
        }
        for one in found
    ]  # fmt: skip


def _place(place: Place, names: dict[int, str]) -> dict[str, Any]:
    before, hit, after = place.excerpt
    what = _KINDS[place.kind](names.get(place.author_id or 0, ""))
    return {"what": what, "at": place.at, "count": place.count, "before": before, "hit": hit, "after": after}


def _redact(request: HttpRequest, ticket: Ticket) -> Ticket:
    require(request.actor, "redact", ticket)
    also = [int(given) for given in request.POST.getlist("also") if given.isdecimal() and len(given) < 18]
    reason, file = request.POST.get("reason", ""), request.POST.get("file", "")
    if file:
        return redacting.redact_file(ticket.pk, file, reason, by=request.actor, also=also)
    return redacting.redact_passage(ticket.pk, request.POST.get("passage", ""), reason, by=request.actor, also=also)


redact = gesture(redact_page, _redact)
