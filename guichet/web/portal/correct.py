"""The named contact corrects what somebody of ours wrote down for him during a call (DOMAIN 1.15)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.access.refusals import Conflict, DeskError, Invalid
from guichet.access.rights import require
from guichet.desk.models import Ticket
from guichet.desk.operations.steps import refuse_closed
from guichet.intake import correcting
from guichet.intake.choices import choices_for
from guichet.intake.submission import Values
from guichet.web.components.access import portal
from guichet.web.components.answers import see_other
from guichet.web.components.converters import Number
from guichet.web.components.new_form import NewRequestForm
from guichet.web.components.new_page import Asking, coaching, level
from guichet.web.portal.loading import find

_OWN = {"csrfmiddlewaretoken", "version", "derived"}


@portal
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: Number) -> HttpResponse:
    """Subject, description and the answers about the harm, as they stand, to be put right."""
    ticket = find(request.actor, number)
    if str(number) != ticket.key and request.method != "POST":
        return HttpResponsePermanentRedirect(f"/requests/{ticket.key}/correct/")
    require(request.actor, "correct", ticket)
    refuse_closed(ticket)
    if request.method != "POST":
        return _shown(request, ticket, correcting.standing(ticket))
    values = Values.of({name: given for name, given in request.POST.lists() if name not in _OWN})
    if derived := request.POST.get("derived"):
        values["derived"] = [derived]

    def refused(error: DeskError) -> HttpResponse | None:
        if isinstance(error, Invalid):
            return _shown(request, ticket, values, error=error)
        if isinstance(error, Conflict):
            return _shown(request, find(request.actor, Number(ticket.pk)), values, error=error)
        return None

    request.show_refusal = refused
    version = request.POST.get("version", "")
    correcting.correct(request.actor, ticket, values, version=int(version) if version.isdecimal() and len(version) < 10 else None)
    said = _("Thank you: the request is complete.") if ticket.missing else _("Thank you: the request says it as you corrected it.")
    messages.success(request, said)
    return see_other(f"/requests/{ticket.key}/")


def _shown(request: HttpRequest, ticket: Ticket, values: Values, *, error: DeskError | None = None) -> HttpResponse:
    """The form; a refused one with what was typed and the messages beside their fields."""
    choices = choices_for(request.actor, ticket.company_id)
    values = Values({"type": [ticket.type.key], **values})
    asking = Asking(request.actor, choices, values)
    errors = error.fields if isinstance(error, Invalid) else {}
    form = NewRequestForm(choices, ticket.type, values, request.actor.zone, errors)
    page = {
        "section": "requests",
        "number": ticket.key,
        "subject": ticket.subject,
        "language": ticket.language,
        "version": ticket.version,
        "is_incomplete": bool(ticket.missing),
        "asks_installation": "installation" in ticket.missing,
        "entered_by": ticket.entered_by.name if ticket.entered_by else "",
        "form": form,
        "coach": coaching(asking, form),
        # Its targets are those of the contract; without one the level stays what it is.
        "level": level(asking) if choices.contract and not ticket.lowered_at else None,
        "refusal": error.message if isinstance(error, Conflict) else "",
    }
    return render(request, "portal/correct.html", page, status=error.status if error else 200)
