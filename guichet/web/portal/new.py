"""Opening a request: the form, its sending, and the follow-up of a closed one (DOMAIN 1.3, 1.4, 1.7)."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.access.actors import Actor
from guichet.access.limits import count
from guichet.access.refusals import Conflict, DeskError, Forbidden, Invalid, TooLarge
from guichet.contracts import coverage
from guichet.desk.models import Ticket
from guichet.intake import checking, drafts, uploads, which
from guichet.intake import promise as promises
from guichet.intake.choices import Choices, choices_for
from guichet.intake.drafts import Beginning
from guichet.intake.models import Draft
from guichet.intake.receive import receive
from guichet.intake.submission import OPENED, Received, Submission, Values
from guichet.matching import embedding
from guichet.people.models import Membership
from guichet.web.components.access import portal
from guichet.web.components.answers import see_other
from guichet.web.components.converters import Number
from guichet.web.components.new_entry import Entry, looks_secret, posted, preselect_entity, remember_files, store_files
from guichet.web.components.new_follow_up import prefilled
from guichet.web.components.new_form import language
from guichet.web.components.new_page import Asking, context, said
from guichet.web.components.templatetags.guichet import quoted
from guichet.web.portal import new_known
from guichet.web.portal.incidents import notices
from guichet.web.portal.new_company import company_of, kind_and_thing

PER_TEN_MINUTES = 600


@portal
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The page of a new request, and its sending."""
    if request.method == "POST":
        return _posted(request, None)
    if number := request.GET.get("follows"):
        return HttpResponseRedirect(f"/requests/{_followed(request.actor, number).key}/follow-up/")
    company = company_of(request.actor, request, request.GET.get("company"))
    choices = choices_for(request.actor, company)
    if not choices.may_open or choices.contract is None:
        return _closed(request, choices, status=_closed_status(choices))
    embedding.wake()
    draft = drafts.find(request.actor, Draft.NEW, Beginning(company))
    values = Values.of(draft.data) if draft else Values()
    if kind := request.GET.get("type"):
        values["type"] = [kind.upper()]
    for name in ("subject", "installation", "domain", "current_release", "target_release"):
        # Another page may hand over what it knows: a known problem, the coverage table.
        if handed := request.GET.get(name):
            values[name] = [handed[:300]]
    preselect_entity(request.actor.person_id, choices, values)
    return _shown(request, Asking(request.actor, choices, values, draft=draft))


@portal
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, number: Number) -> HttpResponse:
    """The same form for a request that is closed: everything known is filled in, description and criticality are asked anew."""
    previous = _followed(request.actor, str(number.value))
    if request.method == "POST":
        return _posted(request, previous)
    if str(number) != previous.key:
        return HttpResponsePermanentRedirect(f"/requests/{previous.key}/follow-up/")
    if previous.takes_replies:
        return HttpResponseRedirect(f"/requests/{previous.key}/")
    choices = choices_for(request.actor, previous.company_id)
    if not choices.may_open or choices.contract is None:
        return _closed(request, choices, status=_closed_status(choices))
    draft = drafts.find(request.actor, Draft.FOLLOW_UP, previous)
    values = prefilled(previous, choices, language())
    if draft:
        values |= Values.of(draft.data)
    return _shown(request, Asking(request.actor, choices, values, previous=previous, draft=draft))


def _followed(actor: Actor, number: str) -> Ticket:
    """The request to follow, if this person sees it."""
    plain = number.rpartition("-")[2]
    found = Ticket.objects.visible_to(actor).select_related("type", "domain") if plain.isdecimal() else Ticket.objects.none()
    ticket = found.filter(pk=int(plain) if plain.isdecimal() and len(plain) < 19 else 0).first()
    if ticket is None:
        raise Http404
    return ticket


# Reading what was posted


def _read(request: HttpRequest, previous: Ticket | None) -> Entry:
    said = request.POST.get("company")
    if previous is not None:
        company = previous.company_id
    elif said and not (said.isdecimal() and request.actor.in_company(int(said))):
        raise Invalid({"company": _("Choose one of your companies.")})
    else:
        company = company_of(request.actor, request, said)
    return Entry(posted(request), company, request.POST.get("submission", ""))


# Sending


def _posted(request: HttpRequest, previous: Ticket | None) -> HttpResponse:
    entry = _read(request, previous)
    request.show_refusal = partial(_refused, request, entry, previous)
    if request.POST.get("start_over"):
        drafts.drop(request.actor, *kind_and_thing(previous, entry.company))
        return see_other(request.path if previous else f"{request.path}?company={entry.company}")
    store_files(request, entry)
    if request.POST.get("choose") or request.POST.get("without"):
        return _chosen(request, entry, previous)
    if request.POST.get("known"):
        return _known(request, entry, previous)
    count(f"open:{request.actor.person_id}", PER_TEN_MINUTES, 600)
    if previous is not None and previous.takes_replies:
        raise Conflict(_("This request is still open. Reply to it instead."), number=previous.pk)
    if entry.refusal is not None:
        raise entry.refusal
    received = receive(
        Submission(
            actor=request.actor,
            submission=entry.submission or None,
            files=entry.stored,
            uploads=entry.tokens,
            values=entry.values,
            company=entry.company,
            previous=previous,
        )
    )
    if received.outcome == OPENED:
        new_known.label_dismissed(request.actor, received.ticket, entry.values)
    _tell(request, entry, received)
    answer = see_other(f"/requests/{received.ticket.key}/")
    if request.headers.get("HX-Request"):
        answer = render(request, "portal/_new_sent.html", {"ticket": received.ticket})
        answer["HX-Redirect"] = f"/requests/{received.ticket.key}/"
    return answer


def _tell(request: HttpRequest, entry: Entry, received: Received) -> None:
    """What is said once on the request's page: the promise, whom to call, and what looks secret."""
    ticket = received.ticket
    if received.outcome != OPENED:
        messages.info(request, _("This request was sent already: here it is."))
        return
    made = promises.promise_of(ticket)
    found = said(made, request.actor.zone, ticket.created_at, level=ticket.criticality, contract=ticket.contract)
    parts = [_("%(number)s is sent.") % {"number": ticket.key}, found["sentence"]]
    if call := found.get("call"):
        parts.append(f"{call['before']}{call['number']}{call['after']}")
    messages.success(request, " ".join(parts))
    if request.POST.get("keep_secret"):
        return
    asking = _("Ask us to remove it from the request.")
    for secret in looks_secret(entry.values)[:3]:
        messages.warning(request, f"{quoted(secret['shown'])} {secret['message']} {asking}")


def _chosen(request: HttpRequest, entry: Entry, previous: Ticket | None) -> HttpResponse:
    """The form again for another type, or without a file; nothing is sent. What the questions propose is taken over."""
    answers = which.which_answers({name: entry.values.one(name) for name in entry.values})
    choices = choices_for(request.actor, entry.company)
    if not choices.may_open or choices.contract is None:
        return _closed(request, choices)
    if request.POST.get("choose") == "which" and answers:
        entry.values["type"] = [which.propose_type(answers, choices).key]
    preselect_entity(request.actor.person_id, choices, entry.values)
    if without := request.POST.get("without"):
        uploads.drop(request.actor, without)
    remember_files(request.actor, entry)
    return _shown(request, _asking(request, entry, choices, previous))


def _known(request: HttpRequest, entry: Entry, previous: Ticket | None) -> HttpResponse:
    """A button of what is known already; where it changes only what stands beside the form, the form again."""
    choices = choices_for(request.actor, entry.company)
    if not choices.may_open or choices.contract is None:
        return _closed(request, choices, status=403)
    remember_files(request.actor, entry)
    asking = _asking(request, entry, choices, previous)
    return new_known.answered(request, asking) or _shown(request, asking)


def _asking(request: HttpRequest, entry: Entry, choices: Choices, previous: Ticket | None, **further: Any) -> Asking:
    asking = Asking(request.actor, choices, entry.values, previous=previous, **further)
    if entry.submission:
        asking.submission = entry.submission
    return asking


# Refusals


def _refused(request: HttpRequest, entry: Entry, previous: Ticket | None, error: DeskError) -> HttpResponse | None:
    """The form again with everything typed and each refusal beside its field; without a contract, why, and the text kept."""
    if isinstance(error, Invalid | TooLarge | Forbidden):
        remember_files(request.actor, entry)
        choices = choices_for(request.actor, entry.company)
    if isinstance(error, Forbidden):
        is_kept = error.details.get("reason") == "contract"
        if is_kept:
            _keep_draft(request.actor, entry, previous)
        return _closed(request, choices, status=403, error=error, kept=is_kept)
    if isinstance(error, Invalid | TooLarge):
        errors = _all_errors(request, entry, choices, error)
        return _shown(request, _asking(request, entry, choices, previous, errors=errors), status=error.status)
    request.kept_draft = lambda: _keep_draft(request.actor, entry, previous) and {"kept": entry.values.one("description")}
    return None


def _all_errors(request: HttpRequest, entry: Entry, choices: Choices, error: Invalid | TooLarge) -> Mapping[str, str]:
    """With a file that was refused, what else is missing is said in the same breath."""
    if isinstance(error, Invalid) and "attachments" not in error.fields:
        return error.fields
    found = {}
    try:
        checking.opening_of(entry.values, choices, language=language(), zone=request.actor.zone)
    except Invalid as missing:
        found = dict(missing.fields)
    return {**found, "attachments": error.fields["attachments"] if isinstance(error, Invalid) else error.message}


def _keep_draft(actor: Actor, entry: Entry, previous: Ticket | None) -> Draft:
    kind, on = kind_and_thing(previous, entry.company)
    return drafts.keep(actor, kind, dict(entry.values), on)


# Pages


def _shown(request: HttpRequest, asking: Asking, status: int = 200) -> HttpResponse:
    asking.keeps_secret = bool(request.POST.get("keep_secret"))
    found = [] if asking.keeps_secret else looks_secret(asking.values)
    template = "portal/_new.html" if request.headers.get("HX-Request") else "portal/new.html"
    beside = {
        "secrets": found,
        "notices": notices(request.actor, asking.choices.company.pk),
        "known": new_known.beside(asking, is_quick=True),
        "set_aside": new_known.set_aside(request.actor, asking.previous, asking.choices.company.pk),
    }
    return render(request, template, {**context(request, asking), **beside}, status=status)


def _closed_status(choices: Choices) -> int:
    """An ended contract is explained (200); a role that may not open is refused (403), with the same explanation (INTERFACE 4)."""
    return 200 if choices.may_open or choices.contract is None else 403


def _closed(
    request: HttpRequest, choices: Choices, *, status: int = 200, error: DeskError | None = None, kept: bool = False
) -> HttpResponse:
    """Why no request can be opened, and whom to call; the form is not there."""
    ended = coverage.latest(choices.company.pk) if choices.contract is None else None
    administrators = Membership.objects.filter(
        company=choices.company, is_administrator=True, ended_at=None, person__is_active=True
    ).select_related("person")
    page = {
        "section": "requests",
        "may_open": choices.may_open,
        "ended": ended,
        "has_contract": choices.contract is not None,
        "error": error,
        "kept": kept,
        "administrators": [m.person.name for m in administrators if m.person_id != request.actor.person_id],
        "company": choices.company,
    }
    return render(request, "portal/new_closed.html", page, status=status)
