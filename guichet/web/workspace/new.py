"""Opening a request for a contact who is on the telephone: whom, then the same form and the same coach (DOMAIN 1.15)."""

from datetime import date
from functools import partial
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import DeskError, Forbidden, Invalid, Missing, TooLarge
from guichet.access.rights import require_work
from guichet.desk import queries_callers
from guichet.desk.models import Ticket
from guichet.desk.operations.opening import PHONE
from guichet.intake import drafts, uploads, which
from guichet.intake.choices import Choices, choices_for
from guichet.intake.drafts import Beginning
from guichet.intake.models import Draft
from guichet.intake.receive import receive, was_sent
from guichet.intake.submission import OPENED, Submission, Values
from guichet.people.models import Membership
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other
from guichet.web.components.new_entry import Entry, looks_secret, posted, preselect_entity, remember_files, store_files
from guichet.web.components.new_follow_up import prefilled
from guichet.web.components.new_page import Asking, context
from guichet.web.components.templatetags.guichet import moment, quoted
from guichet.web.components.uploading import take_file
from guichet.web.workspace import presenting
from guichet.web.workspace.incidents import notices


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """First whom it is for, found by name, company, address or number; then the form, and its sending."""
    require_work(request.actor)
    if request.method == "POST":
        return _posted(request)
    previous = _previous(request.actor, request.GET.get("follows", ""))
    chosen = request.GET.get("reporter", "")
    if not chosen and previous is not None:
        chosen = str(_reporter_of(previous) or "")
    if not chosen:
        return _choose(request)
    reporter = _reporter(chosen, request.GET.get("company", ""))
    previous = _same_company(previous, reporter)
    choices = _choices(request.actor, reporter)
    if not choices.may_open or choices.contract is None:
        return _cannot(request, reporter, choices)
    draft = drafts.find(request.actor, *_thing(previous, reporter))
    values = prefilled(previous, choices, reporter.person.language) if previous else Values()
    values |= Values.of(draft.data) if draft else {}
    if kind := request.GET.get("type"):
        values["type"] = [kind.upper()]
    preselect_entity(reporter.person_id, choices, values)
    return _shown(request, Asking(request.actor, choices, values, draft=draft, reporter=reporter, previous=previous))


def _reporter(said: str, company: str = "") -> Membership:
    """The contact that is meant: by his membership, or by his address, at the company named where he has several."""
    rows = queries_callers.contacts()
    if said.isdecimal():
        rows = rows.filter(pk=int(said)) if len(said) < 18 else rows.none()
    else:
        rows = rows.filter(person__email__iexact=said.strip())
        rows = rows.filter(company=int(company)) if company.isdecimal() and len(company) < 18 else rows
    found = list(rows[:2])
    if not found:
        raise Missing(_("There is nothing here for you."))
    if len(found) > 1:
        raise Invalid({"company": _("This contact belongs to several companies. Choose one.")})
    return found[0]


def _choices(actor: Actor, reporter: Membership) -> Choices:
    return choices_for(actor, reporter.company_id, reporter=reporter.person)


def _thing(previous: Ticket | None, reporter: Membership) -> tuple[str, Ticket | Beginning]:
    """What is typed for this contact waits for him alone; of a follow-up, at the request it follows."""
    return (Draft.FOLLOW_UP, previous) if previous else (Draft.NEW, Beginning(reporter.company_id, reporter.person_id))


def _previous(actor: Actor, said: str) -> Ticket | None:
    """The closed request that is followed, if it is named and seen."""
    number = said.rpartition("-")[2]
    if not number.isdecimal() or len(number) > 17:
        return None
    found = Ticket.objects.visible_to(actor).select_related("type", "domain", "company").filter(pk=int(number)).first()
    return found if found and not found.takes_replies else None


def _reporter_of(previous: Ticket) -> int | None:
    """Its reporter as a contact of the company it belongs to now; none where he has left."""
    company = previous.company.merged_into_id or previous.company_id
    rows = queries_callers.contacts().filter(person=previous.reporter_id, company=company)
    return rows.values_list("pk", flat=True).first()


def _same_company(previous: Ticket | None, reporter: Membership) -> Ticket | None:
    return previous if previous and reporter.company_id in (previous.company_id, previous.company.merged_into_id) else None


# Whom


def _choose(request: HttpRequest) -> HttpResponse:
    text, on = request.GET.get("q", "")[:200], _today(request.actor)
    page = {
        "query": text,
        "callers": queries_callers.callers(text, on),
        "drafts": [
            {
                "href": f"?reporter={quote(one.reporter.email)}&company={one.company_id}", "name": one.reporter.name,
                "company": one.company.name, "at": one.updated_at,
            }
            for one in drafts.calls(request.actor)
        ],
    }  # fmt: skip
    return render(request, "workspace/new_whom.html", {"page": page, "rail": presenting.rail(request)})


def _today(actor: Actor) -> date:
    return clock.now().astimezone(ZoneInfo(actor.zone)).date()


def _cannot(request: HttpRequest, reporter: Membership, choices: Choices, error: DeskError | None = None) -> HttpResponse:
    """Why nothing can be opened for him: his role, or no contract. An ended contract is explained (200), a role refused (403)."""
    named = {"name": reporter.person.name, "company": reporter.company.name}
    said = _("%(company)s has no active contract, so no request can be opened.") % named
    if not choices.may_open:
        said = _("%(name)s may not open requests at %(company)s. The company’s administrator can change that.") % named
    page = {"said": said, "company_href": f"/desk/companies/{reporter.company_id}/", "company": reporter.company.name}
    status = error.status if error else 403 if choices.contract else 200
    return render(request, "workspace/new_cannot.html", {"page": page, "rail": presenting.rail(request)}, status=status)


# Sending


def _posted(request: HttpRequest) -> HttpResponse:
    reporter = _reporter(request.POST.get("reporter", ""), request.POST.get("company", ""))
    entry = Entry(posted(request), reporter.company_id, request.POST.get("submission", ""))
    previous = _same_company(_previous(request.actor, request.POST.get("follows", "")), reporter)
    request.show_refusal = partial(_refused, request, entry, reporter, previous)
    if request.POST.get("start_over"):
        drafts.drop(request.actor, *_thing(previous, reporter))
        return see_other(f"{request.path}?reporter={reporter.pk}{f'&follows={previous.pk}' if previous else ''}")
    store_files(request, entry)
    if request.POST.get("choose") or request.POST.get("without"):
        return _chosen(request, entry, reporter, previous)
    if entry.refusal is not None:
        raise entry.refusal
    received = receive(
        Submission(
            actor=request.actor,
            channel=PHONE,
            submission=entry.submission or None,
            files=entry.stored,
            uploads=entry.tokens,
            values=entry.values,
            company=reporter.company_id,
            reporter=reporter.person,
            previous=previous,
        )
    )
    ticket = received.ticket
    if received.outcome != OPENED:
        messages.info(request, _("This request was sent already: here it is."))
    else:
        said = _("%(number)s is entered for %(name)s, who gets the receipt and can correct it.")
        said %= {"number": ticket.key, "name": reporter.person.name}
        if ticket.next_kind == "update":
            said += " " + _("Your call counts as the first reply; next news before %(moment)s.") % {
                "moment": moment(ticket.next_at)
            }
        messages.success(request, said)
        for secret in looks_secret(entry.values)[:3] if not request.POST.get("keep_secret") else ():
            messages.warning(request, f"{quoted(secret['shown'])} {secret['message']}")
    presenting.forget_counts(request.actor)
    return see_other(f"/desk/requests/{ticket.key}/")


def _chosen(request: HttpRequest, entry: Entry, reporter: Membership, previous: Ticket | None) -> HttpResponse:
    """The form again for another type, or without a file; nothing is sent."""
    choices = _choices(request.actor, reporter)
    if not choices.may_open or choices.contract is None:
        return _cannot(request, reporter, choices)
    answers = which.which_answers({name: entry.values.one(name) for name in entry.values})
    if request.POST.get("choose") == "which" and answers:
        entry.values["type"] = [which.propose_type(answers, choices).key]
    preselect_entity(reporter.person_id, choices, entry.values)
    if without := request.POST.get("without"):
        uploads.drop(request.actor, without)
    remember_files(request.actor, entry)
    return _shown(request, _asking(request, entry, choices, reporter, previous=previous))


def _asking(request: HttpRequest, entry: Entry, choices: Choices, reporter: Membership, **further: Any) -> Asking:
    asking = Asking(request.actor, choices, entry.values, reporter=reporter, **further)
    if entry.submission:
        asking.submission = entry.submission
    return asking


def _refused(
    request: HttpRequest, entry: Entry, reporter: Membership, previous: Ticket | None, error: DeskError
) -> HttpResponse | None:
    """The form again with everything typed, and each refusal beside its field."""
    if not isinstance(error, Invalid | TooLarge | Forbidden):
        return None
    remember_files(request.actor, entry)
    choices = _choices(request.actor, reporter)
    if isinstance(error, Forbidden):
        kind, on = _thing(previous, reporter)
        drafts.keep(request.actor, kind, dict(entry.values), on)
        return _cannot(request, reporter, choices, error)
    errors = error.fields if isinstance(error, Invalid) else {"attachments": error.message}
    return _shown(request, _asking(request, entry, choices, reporter, previous=previous, errors=errors), status=error.status)


def _shown(request: HttpRequest, asking: Asking, status: int = 200) -> HttpResponse:
    asking.keeps_secret = bool(request.POST.get("keep_secret"))
    found = [] if asking.keeps_secret else looks_secret(asking.values)
    beside = {"secrets": found, "rail": presenting.rail(request), "calls": _calls(request.actor, asking)}
    beside["notices"] = notices(asking.reporter)
    return render(request, "workspace/new.html", {**context(request, asking), **beside}, status=status)


def _calls(actor: Actor, asking: Asking) -> list[dict[str, Any]]:
    """What the call may be about instead: the company's open requests."""
    return presenting.rows(queries_callers.open_of(actor, asking.choices.company.pk), actor)


# While somebody writes


def live(request: HttpRequest) -> Asking | None:
    """The form as it stands in the browser; None where nothing can be opened for this contact any more."""
    require_work(request.actor)
    reporter = _reporter(request.POST.get("reporter", ""))
    choices = _choices(request.actor, reporter)
    if not choices.may_open or choices.contract is None:
        return None
    previous = _same_company(_previous(request.actor, request.POST.get("follows", "")), reporter)
    return Asking(request.actor, choices, posted(request), reporter=reporter, previous=previous)


@desk
@require_POST
def coach(request: HttpRequest) -> HttpResponse:
    """Advice on subject and description, and what looks secret in any text."""
    asking = live(request)
    if asking is None:
        return HttpResponse(status=204)
    found = {} if request.POST.get("keep_secret") else {"secrets": looks_secret(asking.values)}
    return render(request, "portal/_new_coaching.html", {**context(request, asking), **found})


@desk
@require_POST
def promise(request: HttpRequest) -> HttpResponse:
    """What the answers mean now: level, coverage, and by when the customer hears from us."""
    asking = live(request)
    return render(request, "portal/_new_promised.html", context(request, asking)) if asking else HttpResponse(status=204)


@desk
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what was typed so far, with whom it is for."""
    require_work(request.actor)
    if was_sent(request.actor, request.POST.get("submission")):
        return HttpResponse(status=204)
    reporter = _reporter(request.POST.get("reporter", ""))
    data = dict(posted(request))
    if any(value for name, given in data.items() if name not in ("type", "derived", "installation") for value in given):
        previous = _same_company(_previous(request.actor, request.POST.get("follows", "")), reporter)
        kind, on = _thing(previous, reporter)
        drafts.keep(request.actor, kind, data, on)
    return render(request, "portal/_new_saved.html", {"kept_at": clock.now()})


@desk
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take one file ahead of its form."""
    return take_file(request)
