"""The whole of a mail that somebody sent, for himself: a message keeps its new part."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guichet.access.refusals import Missing
from guichet.desk.models import Message
from guichet.intake import originals
from guichet.web.components.access import portal
from guichet.web.components.converters import Number
from guichet.web.portal.loading import find


@portal
@require_GET
def whole(request: HttpRequest, number: Number, pk: int) -> HttpResponse:
    """His own mail alone: what a colleague's mail quoted was not meant for him."""
    ticket = find(request.actor, number)
    own = Message.objects.filter(pk=pk, ticket=ticket.pk, author=request.actor.person_id, side=Message.CUSTOMER).first()
    if own is None:
        raise Missing(_("There is no such mail."))
    mail = originals.mail_of(pk)
    if mail.person_id != request.actor.person_id and mail.from_email.lower() != request.actor.email.lower():
        raise Missing(_("There is no such mail."))
    page = {"number": ticket.key, "back_href": f"/requests/{ticket.key}/#message-{pk}", "runs": originals.rest(mail, own.body)}
    if request.headers.get("HX-Request"):
        return render(request, "components/_whole_mail.html", {"page": page})
    return render(request, "portal/whole_mail.html", {"page": page})
