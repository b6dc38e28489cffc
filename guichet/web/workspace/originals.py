"""The mail behind a message: all of it, and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guichet.access.refusals import Missing
from guichet.desk.models import Message, Ticket
from guichet.desk.operations.sharing import note_reading
from guichet.intake import originals
from guichet.intake.mailbox.models import Mail
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other
from guichet.web.components.converters import Number
from guichet.web.workspace import presenting
from guichet.web.workspace.request import find


@desk
@require_GET
def whole(request: HttpRequest, number: Number, pk: int) -> HttpResponse:
    """What of it the message left out; under htmx in place of the line that asked for it."""
    ticket = find(request, number)
    mail, message = _mail(ticket, pk)
    note_reading(ticket, request.actor)
    base = f"/desk/requests/{ticket.key}/"
    page = {
        "number": ticket.key, "back_href": f"{base}#message-{pk}", "runs": originals.rest(mail, message.body),
        "original_href": f"{base}messages/{pk}/original.eml",
    }  # fmt: skip
    if request.headers.get("HX-Request"):
        return render(request, "components/_whole_mail.html", {"page": page})
    return render(request, "workspace/whole_mail.html", {"page": page, "rail": presenting.rail(request)})


@desk
@require_GET
def original(request: HttpRequest, number: Number, pk: int) -> HttpResponse:
    """To the file of the mail that became this message."""
    return see_other(f"/desk/mail/{_mail(find(request, number), pk)[0].pk}/original.eml")


def _mail(ticket: Ticket, pk: int) -> tuple[Mail, Message]:
    message = Message.objects.filter(pk=pk, ticket=ticket.pk).first()
    if message is None:
        raise Missing(_("There is no such mail."))
    return originals.mail_of(pk), message
