"""The one view that hands out files: to those who see the request, and in no form the browser could run."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.access.refusals import Missing
from guichet.desk.files import path_of
from guichet.desk.models import Attachment, Ticket
from guichet.desk.operations.sharing import note_reading
from guichet.web.components.access import signed_in

# Proven by the first bytes when the file came in (desk/files.py). Only pictures are shown in the page itself.
_SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp"}
_NAMED = {*_SHOWN, "application/pdf", "text/plain", "application/zip"}
_POLICY = "default-src 'none'; img-src 'self'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@require_safe
@signed_in
def attachment(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """A file of a message; a file of a note for agents alone. The name in the address is for the reader, the token decides."""
    found = Attachment.objects.select_related("ticket").filter(token=token)
    if not request.actor.is_agent:
        found = found.filter(message__isnull=False)
    file = found.filter(ticket__in=Ticket.objects.visible_to(request.actor).order_by()).first()
    if file is None:
        raise Missing(_("There is nothing here for you."))
    path = path_of(file.sha256)
    if not path.is_file():
        raise Missing(_("This file cannot be found at the moment. Tell support its name."))
    note_reading(file.ticket, request.actor)
    kind = file.content_type if file.content_type in _NAMED else "application/octet-stream"
    response = FileResponse(path.open("rb"), content_type=f"{kind}; charset=utf-8" if kind == "text/plain" else kind)
    response["Content-Disposition"] = content_disposition_header(kind not in _SHOWN, file.filename) or "attachment"
    response["Content-Length"] = str(file.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICY
    response["Cache-Control"] = "private, no-store"
    return response
