"""/desk/requests/NUMBER/letters/: who got which letter, and whether it arrived."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guichet.reactions import delivered
from guichet.reactions.models import Letter
from guichet.web.components.access import desk
from guichet.web.components.converters import Number
from guichet.web.workspace import presenting
from guichet.web.workspace.request import find

_STATES = {
    Letter.QUEUED: lambda: _("waits to be sent"),
    Letter.SENT: lambda: _("sent"),
    Letter.FAILED: lambda: _("not sent"),
    Letter.SKIPPED: lambda: _("not needed any more"),
    Letter.BOUNCED: lambda: _("came back"),
    Letter.GATHERED: lambda: _("waits for the letter of the day"),
}


@desk
@require_GET
def letters(request: HttpRequest, number: Number) -> HttpResponse:
    """Every letter about the request: to whom, about what, and what became of it."""
    ticket = find(request, number)
    rows = delivered.letters_of(ticket)
    page = {
        "number": ticket.key,
        "href": f"/desk/requests/{ticket.key}/",
        "subject": ticket.subject,
        "language": ticket.language,
        "company": ticket.company.name,
        "rows": [_row(row) for row in rows],
        "comes_back": delivered.coming_back(ticket.reporter_id),
        "reporter": ticket.reporter.name,
    }
    return render(request, "workspace/letters.html", {"page": page, "rail": presenting.rail(request)})


def _row(letter: Letter) -> dict[str, Any]:
    state = _STATES[letter.state]()
    if letter.digest_id:
        state = _("in the letter of the day")
    return {
        "name": letter.person.name,
        "address": letter.to,
        "subject": letter.subject,
        "language": letter.language,
        "at": letter.created_at,
        "sent_at": letter.sent_at,
        "next_try_at": letter.next_try_at if letter.state == Letter.QUEUED else None,
        "state": state,
        "is_lost": letter.state in (Letter.FAILED, Letter.BOUNCED),
        "problem": letter.problem,
        "attempts": letter.attempts,
    }
