"""/survey/TOKEN/: how satisfied, answered from a letter without signing in.

Programs that check mail open every link in it, so opening one shows a page with the note chosen, and only sending it counts.
The link stands for its reader: what he may no longer see is not there for it either.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import Actor, load_actor
from guichet.access.refusals import Conflict, DeskError, Invalid
from guichet.desk import surveying
from guichet.desk.models import Survey, Ticket
from guichet.desk.operations import closing
from guichet.intake.cleaning import clean_text
from guichet.service.house import house
from guichet.web.components.access import as_login
from guichet.web.components.answers import see_other

LONGEST = 10_000


@as_login
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """The page with the chosen note; sent, it is kept once."""
    asked = surveying.whose(token)
    reader = load_actor(asked.person) if asked else None
    if asked is None or reader is None or not reader.is_requester:
        return _gone(request)
    request.show_refusal = lambda error: _refused(request, reader, asked.number, error)
    with acting_as(reader), translation.override(reader.language):
        ticket = _ticket(reader, asked.number)
        if ticket is None:
            return _gone(request)
        if request.method == "POST":
            _answer(request, ticket, reader)
            return see_other(f"/survey/{token}/")
        return _page(request, ticket, reader)


def _ticket(reader: Actor, number: int) -> Ticket | None:
    ticket = Ticket.objects.visible_to(reader).filter(pk=number, reporter=reader.person_id).first()
    if ticket is not None:
        ticket.type = house().types[ticket.type_id]
    return ticket


def _answer(request: HttpRequest, ticket: Ticket, reader: Actor) -> None:
    text, score = clean_text(request.POST.get("text", "")), request.POST.get("score", "").strip()
    if len(text) > LONGEST:
        raise Invalid({"text": translation.gettext("This text is too long: 10,000 characters at most.")})
    closing.answer_survey(ticket.pk, int(score) if score in set("12345") else 0, text, by=reader)


def _refused(request: HttpRequest, reader: Actor, number: int, error: DeskError) -> HttpResponse | None:
    """The page again with what is wrong; where it was answered already, or too late, the page says so itself (409)."""
    with acting_as(reader), translation.override(reader.language):
        ticket = _ticket(reader, number)
        if ticket is None:
            return _gone(request)
        fields = error.fields if isinstance(error, Invalid) else {}
        if not fields and not isinstance(error, Conflict):
            return None
        return _page(request, ticket, reader, errors=fields, status=error.status)


def _page(
    request: HttpRequest, ticket: Ticket, reader: Actor, *, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    answered = Survey.objects.filter(ticket=ticket).first()
    ends_at = surveying.ends_at(ticket)
    is_open = answered is None and ends_at is not None and clock.now() <= ends_at
    if answered is None and not is_open and status == 200:
        status = 410
    given = request.POST if request.method == "POST" else request.GET
    page: dict[str, Any] = {
        "number": ticket.key,
        "subject": "" if ticket.confidential else ticket.subject,
        "language": ticket.language,
        "name": reader.given_name,
        "is_open": is_open,
        "answered": answered.score if answered and answered.person_id == reader.person_id else 0,
        "score": given.get("score", ""),
        "text": given.get("text", "") if request.method == "POST" else "",
        "errors": errors or {},
    }
    return render(request, "portal/survey.html", {"page": page}, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/survey.html", {"page": {}}, status=410)
