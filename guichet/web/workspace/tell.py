"""One message to many requests: what is written in which language, and who gets what, before anything is sent (DOMAIN 1.15)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guichet.access.refusals import DeskError, Invalid
from guichet.access.rights import require_work
from guichet.desk.models import Ticket
from guichet.desk.operations import gathering
from guichet.people.models import LANGUAGES, new_token
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other
from guichet.web.workspace import presenting


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """The chosen requests, or with `parent` all that hang below one: written, shown with its readers, then sent."""
    require_work(request.actor)
    tickets = _tickets(request)
    request.show_refusal = lambda error: _shown(request, tickets, error) if isinstance(error, Invalid) else None
    if request.POST.get("gather"):
        parent = gathering.gather(
            [t.pk for t in tickets], request.POST.get("subject", ""), request.POST.get("cause", ""), by=request.actor
        )
        return see_other(f"/desk/requests/{_key(parent)}/")
    if not request.POST.get("confirmed"):
        return _shown(request, tickets)
    outcome = gathering.tell_all(
        [t.pk for t in tickets], _texts(request), by=request.actor, submission=request.POST.get("submission", "")[:40]
    )
    presenting.forget_counts(request.actor)
    said = ngettext("%(count)s request got the message.", "%(count)s requests got the message.", len(outcome.done))
    said %= {"count": len(outcome.done)}
    if outcome.refused:
        said += " " + _("Left as they are:") + " " + ", ".join(f"{_key(t)} ({why})" for t, why in outcome.refused[:20])
    messages.success(request, said)
    return see_other("/desk/?view=all")


def _key(ticket: Ticket) -> str:
    return ticket.key


def _numbers(given: list[str]) -> list[int]:
    plain = [text.strip().rpartition("-")[2] for text in given]
    return [int(text) for text in plain if text.isdecimal() and len(text) < 18]


def _tickets(request: HttpRequest) -> list[Ticket]:
    given = request.POST if request.method == "POST" else request.GET
    if parent := _numbers(given.getlist("parent")[:1]):
        found = Ticket.objects.visible_to(request.actor).filter(pk=parent[0]).first()
        if found is None:
            raise Http404
        return [one for one in gathering.below(found, by=request.actor) if one.takes_replies]
    return gathering.chosen(_numbers(given.getlist("number")), by=request.actor)


def _texts(request: HttpRequest) -> dict[str, str]:
    return {code: request.POST.get(f"body_{code}", "") for code, _name in LANGUAGES}


def _shown(request: HttpRequest, tickets: list[Ticket], error: DeskError | None = None) -> HttpResponse:
    fit = [one for one in tickets if not gathering.why_not(one, request.actor)]
    reading = gathering.addressed(fit)
    wanted = gathering.languages_of(reading)
    texts, refused = _texts(request), error.fields if isinstance(error, Invalid) else {}
    page: dict[str, Any] = {
        "fields": [
            {"code": code, "name": name, "readers": wanted.get(code, 0), "text": texts[code], "error": refused.get(f"body_{code}", "")}
            for code, name in LANGUAGES
        ],
        "errors": list(refused.values()),
        "numbers": [one.key for one in tickets],
        "rows": [
            {
                "number": one.ticket.key, "href": f"/desk/requests/{one.ticket.key}/", "company": one.ticket.company.name,
                "subject": "" if one.ticket.confidential else one.ticket.subject, "language": one.ticket.language,
                "readers": [f"{reader.name} ({reader.language.upper()})" for reader in one.readers],
            }
            for one in reading
        ],
        "refused": [{"number": t.key, "why": why} for t in tickets if (why := gathering.why_not(t, request.actor))],
        "submission": request.POST.get("submission") or new_token(),
        "subject": request.POST.get("subject", ""),
        "cause": request.POST.get("cause", ""),
    }  # fmt: skip
    context = {"page": page, "rail": presenting.rail(request)}
    return render(request, "workspace/tell.html", context, status=error.status if error else 200)
