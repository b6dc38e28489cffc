"""What the form asks while somebody writes: advice, the promise, keeping the draft, files sent ahead.

Each answers the fragments of the page that may have changed, each with its id. Nothing here is needed to send the form.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from guichet import clock
from guichet.desk.models import Ticket
from guichet.intake import drafts
from guichet.intake.choices import choices_for
from guichet.intake.receive import was_sent
from guichet.intake.submission import Values
from guichet.web.components.access import portal
from guichet.web.components.new_entry import OWN_FIELDS, looks_secret, posted
from guichet.web.components.new_page import Asking, context
from guichet.web.components.uploading import take_file
from guichet.web.portal import new_known
from guichet.web.portal.new_company import company_of, kind_and_thing


def _asking(request: HttpRequest) -> Asking | None:
    """The form as it stands in the browser; None where nothing can be opened any more."""
    previous = _previous(request)
    choices = choices_for(request.actor, _company(request, previous))
    if not choices.may_open or choices.contract is None:
        return None
    return Asking(request.actor, choices, posted(request), previous=previous)


def _company(request: HttpRequest, previous: Ticket | None) -> int:
    return previous.company_id if previous else company_of(request.actor, request, request.POST.get("company"))


def _previous(request: HttpRequest) -> Ticket | None:
    """The request to be followed, if it is named and seen."""
    said = request.POST.get("follows", "").rpartition("-")[2]
    if not said.isdecimal() or len(said) > 18:
        return None
    return Ticket.objects.visible_to(request.actor).select_related("type", "domain").filter(pk=int(said)).first()


@portal
@require_POST
def coach(request: HttpRequest) -> HttpResponse:
    """Advice on subject and description, and what looks secret in any text (DOMAIN 1.11, 1.13)."""
    asking = _asking(request)
    if asking is None:
        return HttpResponse(status=204)
    found = {} if request.POST.get("keep_secret") else {"secrets": _secrets(request)}
    return render(request, "portal/_new_coaching.html", {**context(request, asking), **found})


def _secrets(request: HttpRequest) -> list[dict]:
    """Where in the field, as the browser counts its signs: nothing is cleaned first but the line ends."""
    raw = Values({n: [v.replace("\r\n", "\n") for v in given] for n, given in request.POST.lists() if n not in OWN_FIELDS})
    return looks_secret(raw)


@portal
@require_POST
def suggestions(request: HttpRequest) -> HttpResponse:
    """What is known already of what is typed; with `quick`, what words and the cheap model alone say."""
    asking = _asking(request)
    if asking is None:
        return HttpResponse(status=204)
    page = {"known": new_known.beside(asking, is_quick=bool(request.POST.get("quick"))), "asking": asking}
    return render(request, "portal/_new_known.html", page)


@portal
@require_POST
def promise(request: HttpRequest) -> HttpResponse:
    """What the answers mean now: the level, coverage, and by when the first answer comes."""
    asking = _asking(request)
    if asking is None:
        return HttpResponse(status=204)
    return render(request, "portal/_new_promised.html", context(request, asking))


@portal
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what was typed so far; it is found again in any browser."""
    if was_sent(request.actor, request.POST.get("submission")):
        # A draft that was under way when the form was sent: it would come back as if nothing had been sent.
        return HttpResponse(status=204)
    previous = _previous(request)
    data = dict(posted(request))
    if any(value for name, given in data.items() if name not in ("type", "derived", "installation") for value in given):
        kind, on = kind_and_thing(previous, _company(request, previous))
        drafts.keep(request.actor, kind, data, on)
    return render(request, "portal/_new_saved.html", {"kept_at": clock.now()})


@portal
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take one file ahead of its form."""
    return take_file(request)
