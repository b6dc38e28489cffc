"""/letters/TOKEN/: a contact mutes a request from a letter, without signing in; his mail program does it in one click.

Programs that check mail open every link in it, so opening one only shows the choice; sending it counts (RFC 8058).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guichet.access.acting import acting_as
from guichet.access.actors import Actor, load_actor
from guichet.access.refusals import Missing
from guichet.desk.models import Ticket
from guichet.reactions import resting
from guichet.service.house import house
from guichet.web.components.access import as_login


# The link is the secret that proves who sends it, and mail programs know no form token; nothing but letters is changed.
@csrf_exempt
@as_login
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, token: str) -> HttpResponse:
    """The choice; POST with `List-Unsubscribe` or `choice=mute` mutes, `choice=all` takes it back, `choice=daily` gathers."""
    try:
        person, number = resting.read_token(token)
    except Missing:
        return render(request, "portal/letters.html", {"page": {}}, status=410)
    reader = load_actor(person)
    if reader is None or not reader.is_requester:
        return render(request, "portal/letters.html", {"page": {}}, status=410)
    with acting_as(reader), translation.override(reader.language):
        ticket = Ticket.objects.visible_to(reader).filter(pk=number).first()
        if ticket is None:
            return render(request, "portal/letters.html", {"page": {}}, status=410)
        if request.method == "POST":
            _choose(request, ticket, reader)
        key = f"{house().types[ticket.type_id].key}-{ticket.pk}"
        page = {
            "number": key,
            "subject": "" if ticket.confidential else ticket.subject,
            "language": ticket.language,
            "is_muted": resting.mutes(ticket.pk, by=reader),
            "is_daily": resting.is_gathered(reader),
            "is_kept": request.method == "POST",
        }
        return render(request, "portal/letters.html", {"page": page})


def _choose(request: HttpRequest, ticket: Ticket, reader: Actor) -> None:
    choice = "mute" if "List-Unsubscribe" in request.POST else request.POST.get("choice", "")
    if choice == "mute":
        resting.mute(ticket, by=reader)
    elif choice == "all":
        resting.unmute(ticket.pk, by=reader)
        resting.choose_rhythm(is_daily=False, by=reader)
    elif choice == "daily":
        resting.unmute(ticket.pk, by=reader)
        resting.choose_rhythm(is_daily=True, by=reader)
