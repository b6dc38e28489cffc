"""What a customer does on the page of a request: each act a small resource one posts to (INTERFACE section 4).

A refusal undoes the act and is shown in a transaction of its own: beside its field on the page (422, 413), or as the page of
a request that moved meanwhile (409). What was typed is kept either way, the files that came with it too.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guichet.access import limits
from guichet.access.actors import Actor
from guichet.access.refusals import Conflict, DeskError, Forbidden, Invalid, Missing, TooLarge
from guichet.access.rights import require
from guichet.desk.models import Share, Ticket
from guichet.desk.operations import closing, escalating, offering, sharing, weighing
from guichet.desk.operations.steps import is_shared
from guichet.intake import drafts
from guichet.intake.cleaning import clean_line, clean_text
from guichet.intake.models import Draft
from guichet.intake.receive import receive
from guichet.intake.submission import KEPT, SEEN, Submission
from guichet.reactions import resting
from guichet.service.limits import characters
from guichet.web.components import sent_files
from guichet.web.components.absent import absent
from guichet.web.components.access import portal
from guichet.web.components.answers import see_other
from guichet.web.components.converters import Number
from guichet.web.portal.loading import Loaded, find, find_locked, load
from guichet.web.portal.page import side_of, stale_title
from guichet.web.portal.request import shown
from guichet.web.portal.rows import status_label

Act = Callable[[HttpRequest, Ticket], HttpResponse]
Find = Callable[[Actor, Number], Ticket]
MESSAGES_PER_TEN_MINUTES = 60
_MOST_LINE = 2000


def act(name: str, typed: Sequence[str] = (), find: Find = find) -> Callable[[Act], Callable[..., HttpResponse]]:
    """A gesture on a request the reader sees. *typed* names the fields whose text must not be lost."""

    def decorate(run: Act) -> Callable[..., HttpResponse]:
        @require_POST
        @portal
        @wraps(run)
        def view(request: HttpRequest, number: Number) -> HttpResponse:
            ticket = find(request.actor, number)
            request.show_refusal = lambda error: _refused(request, ticket.pk, name, typed, error)
            return run(request, ticket)

        return view

    return decorate


# Writing


@act("messages", ("body",), find_locked)
def write(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """A reply. To a closed request its text waits as the draft of a follow-up: 409 with the way there (DOMAIN 1.7)."""
    limits.count(f"messages:{request.actor.person_id}", MESSAGES_PER_TEN_MINUTES, 600)
    require(request.actor, "reply", ticket, is_shared=is_shared(ticket, request.actor.person_id))
    received = receive(
        Submission(
            actor=request.actor,
            ticket=ticket,
            is_locked=True,
            body=request.POST.get("body", ""),
            files=sent_files.stored(request),
            uploads=request.POST.getlist("upload"),
            version=_version(request),
            submission=request.POST.get("submission", "")[:200] or None,
        )
    )
    if received.outcome == KEPT:
        return _too_late(request, received.ticket.pk, clean_text(request.POST.get("body", "")))
    if received.outcome != SEEN:
        messages.success(request, _sent(ticket))
    # Words take nothing out of the writer's sight.
    return _done(request, ticket) if request.headers.get("HX-Request") else see_other(f"/requests/{ticket.key}/")


def _sent(ticket: Ticket) -> str:
    """Told to whoever waits: who answers while the owner is away (DOMAIN 1.15)."""
    return " ".join(filter(None, (_("Your message is sent."), absent(ticket, ticket.owner_id))))


@require_POST
@portal
def draft(request: HttpRequest, number: Number) -> HttpResponse:
    """Keeps what is being typed; an emptied field forgets it."""
    ticket = find(request.actor, number)
    require(request.actor, "reply", ticket, is_shared=is_shared(ticket, request.actor.person_id))
    body = request.POST.get("body", "").replace("\x00", "")[:200_000]
    if not body.strip():
        drafts.drop(request.actor, Draft.REPLY, ticket)
    elif ticket.takes_replies:
        drafts.keep(request.actor, Draft.REPLY, {"body": body}, ticket)
    return HttpResponse(status=204)


# The end, and the way to it


@act("confirm")
def confirm(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    moved = closing.confirm(ticket.pk, by=request.actor, version=_version(request))
    messages.success(request, _("Thank you.") if moved.is_open else _("Closed. Thank you for confirming."))
    return _done(request, ticket)


@act("not-solved", ("body",))
def not_solved(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    body = clean_text(request.POST.get("body", ""))
    closing.not_solved(ticket.pk, body, by=request.actor, version=_version(request))
    messages.success(request, _("We work on it again, with the time already used."))
    return _done(request, ticket)


@act("withdraw", ("reason",))
def withdraw(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    closing.withdraw(ticket.pk, _line(request, "reason"), by=request.actor, version=_version(request))
    messages.success(request, _("The request is withdrawn."))
    return _done(request, ticket)


@act("close")
def close(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    closing.close(ticket.pk, by=request.actor, version=_version(request))
    messages.success(request, _("The request is closed."))
    return _done(request, ticket)


@act("check-on", ("check_on",))
def check_on(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    try:
        on = date.fromisoformat(request.POST.get("check_on", "").strip())
    except ValueError:
        raise Invalid({"check_on": _("Give the day, such as 2026-11-30.")}) from None
    closing.check_on(ticket.pk, on, by=request.actor)
    messages.success(request, _("We remind you on that day."))
    return _done(request, ticket)


@act("survey", ("text",))
def survey(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    score = request.POST.get("score", "").strip()
    text = clean_text(request.POST.get("text", ""))
    if len(text) > 10_000:
        raise Invalid({"text": _("This text is too long: 10,000 characters at most.")})
    closing.answer_survey(ticket.pk, int(score) if score in "12345" and len(score) == 1 else 0, text, by=request.actor)
    messages.success(request, _("Thank you for your answer."))
    return _done(request, ticket)


# Harm and progress


@act("escalate", ("reason",))
def escalate(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Escalates, or with `take_back` ends it. Without words of his own the customer's message says just that."""
    if request.POST.get("take_back"):
        escalating.take_back(ticket.pk, by=request.actor)
        messages.success(request, _("The escalation is taken back."))
    else:
        reason = _line(request, "reason") or _("I ask for escalation: this does not move forward.")
        escalating.escalate(ticket.pk, reason, by=request.actor, version=_version(request))
        messages.success(request, _("Escalated. The team lead joins."))
    return _done(request, ticket)


@act("criticality", ("reason", "impact", "deadline", "phone", "reachable", "criticality"))
def criticality(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """The customer raises, with the duties of the new level; soon after a lowering this is the contest (DOMAIN 1.4 e)."""
    level = request.POST.get("criticality", "").strip().upper()
    if not level:
        raise Invalid({"criticality": _("Choose the new level.")})
    duties: dict[str, Any] = {name: _line(request, name) for name in ("reason", "impact", "phone", "reachable")}
    duties["deadline"] = _local_moment(request, "deadline")
    changed = weighing.raise_criticality(ticket.pk, level, duties, by=request.actor, version=_version(request))
    is_contest = weighing.contest_is_open(changed)
    messages.success(request, _("The team lead decides on it.") if is_contest else _("The criticality is raised."))
    return _done(request, ticket)


@act("contest", ("reason",))
def contest(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    weighing.contest(ticket.pk, _line(request, "reason"), by=request.actor, version=_version(request))
    messages.success(request, _("The team lead decides on it."))
    return _done(request, ticket)


# Colleagues and offers


@act("mute")
def mute(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """No more letters about this request but those that ask something of him; with `all` every letter again."""
    if request.POST.get("choice") == "all":
        resting.unmute(ticket.pk, by=request.actor)
    else:
        resting.mute(ticket, by=request.actor)
    return _done(request, ticket)


@act("share", ("share",))
def share(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Adds a colleague by e-mail, or with `remove` takes one off: by his number, or by e-mail."""
    remove = request.POST.get("remove", "").strip()
    if remove:
        sharing.unshare(ticket.pk, _sharer(ticket, remove), by=request.actor)
        messages.success(request, _("The colleague is taken off."))
    else:
        email = _line(request, "share")
        if not email:
            raise Invalid({"share": _("Give the e-mail address of a colleague.")})
        sharing.share(ticket.pk, email, by=request.actor)
        messages.success(request, _("The colleague may now read and reply."))
    return _done(request, ticket)


def _sharer(ticket: Ticket, who: str) -> int:
    if who.isdecimal() and len(who) < 18:
        return int(who)
    found = Share.objects.filter(ticket=ticket, person__email__iexact=who).values_list("person_id", flat=True).first()
    if found is None:
        raise Invalid({"share": _("The request is not shared with this address.")})
    return found


@act("approve")
def approve(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    offering.approve(ticket.pk, by=request.actor, version=_version(request))
    messages.success(request, _("The offer is approved. Your name and the date are kept."))
    return _done(request, ticket)


@act("refuse", ("reason",))
def refuse(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """*Not like this, because…* gives the offer back; *for good* closes the request (DOMAIN 1.5)."""
    for_good = request.POST.get("for_good", "").strip().lower() not in ("", "0", "no", "false", "off")
    offering.refuse(ticket.pk, _line(request, "reason"), for_good=for_good, by=request.actor, version=_version(request))
    messages.success(request, _("The offer is refused, and the request is closed.") if for_good else _("The offer is sent back."))
    return _done(request, ticket)


# Reading the form


def _version(request: HttpRequest) -> int | None:
    """What the page was made of; absent it is not checked, and nonsense is nobody's version."""
    given = request.POST.get("version", "").strip()
    if not given:
        return None
    return int(given) if given.isdecimal() and len(given) < 10 else -1


def _line(request: HttpRequest, name: str) -> str:
    text = request.POST.get(name, "")
    text = clean_text(text) if name in ("reason", "impact") else clean_line(text)
    if len(text) > (characters() if name == "reason" else _MOST_LINE):
        raise Invalid({name: _("This text is too long.")})
    return text


def _local_moment(request: HttpRequest, name: str) -> datetime | None:
    """A date and time of the form, in the reader's zone."""
    given = request.POST.get(name, "").strip()
    if not given:
        return None
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        raise Invalid({name: _("Give date and time, such as 2026-11-25 12:00.")}) from None
    return at if at.tzinfo else at.replace(tzinfo=timezone.get_current_timezone())


# Answers


def _done(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """303 to the page, or its fragment under htmx; to the start when the act took it out of the reader's sight."""
    found = _seen(request.actor, ticket.pk)
    if found is None:
        if request.headers.get("HX-Request"):
            answer = HttpResponse("")
            answer["HX-Redirect"] = "/"
            return answer
        return see_other("/")
    if request.headers.get("HX-Request"):
        return shown(request, found)
    return see_other(f"/requests/{found.key}/")


def _seen(actor: Actor, pk: int) -> Ticket | None:
    try:
        return find(actor, Number(pk))
    except Missing:
        return None


def _refused(request: HttpRequest, pk: int, name: str, typed: Sequence[str], error: DeskError) -> HttpResponse | None:
    """How a refusal is shown here; the common pages say the rest (not there, not allowed, too often)."""
    ticket = _seen(request.actor, pk)
    if ticket is None or isinstance(error, Forbidden):
        return None
    text = "\n\n".join(t for t in (request.POST.get(field, "").strip() for field in typed if field in ("body", "reason")) if t)
    if isinstance(error, Conflict):
        if error.details.get("reason") == "closed" and text:
            drafts.add_follow_up(request.actor, ticket, clean_text(text), sent_files.tokens(request))
        return _moved_on(request, ticket, name, text, error)
    if isinstance(error, Invalid | TooLarge):
        errors = error.fields if isinstance(error, Invalid) else {"attachments": error.message}
        values = {field: request.POST.get(field, "") for field in typed}
        key = name.replace("-", "_")
        refusal = {
            "errors": list(errors.values()),
            "refused_act": key,
            "at": {key: errors},
            "typed": {key: values},
            "has_text": any(values.values()),
        }
        return shown(request, ticket, status=error.status, kept_files=sent_files.kept(request), **refusal)
    if name == "messages" and text and ticket.takes_replies:
        drafts.keep(request.actor, Draft.REPLY, {"body": text}, ticket)
    return None


def _too_late(request: HttpRequest, pk: int, text: str) -> HttpResponse:
    """The text is kept already; the page leads to the follow-up."""
    ticket = _seen(request.actor, pk)
    if ticket is None:
        raise Missing(_("There is no such request."))
    text_said = _("This request is closed and takes no reply. Your text is kept for 14 days: create a follow-up.")
    return _moved_on(request, ticket, "messages", text, Conflict(text_said, reason="closed"))


def _moved_on(request: HttpRequest, ticket: Ticket, name: str, text: str, error: Conflict) -> HttpResponse:
    """409: the request moved while the reader wrote, or takes no reply any more; his words stand on the page."""
    loaded = load(ticket, request.actor)
    is_stale = error.details.get("reason") == "stale"
    is_closed = not ticket.takes_replies
    href = f"/requests/{ticket.key}/"
    side = {"you": "customer", "us": "support"}.get(side_of(loaded), side_of(loaded))
    page = {
        "number": ticket.key,
        "href": href,
        "title": stale_title(loaded) if is_stale and text else error.message,
        "text": _("It stands as follows now. Read what is new, then send again.") if is_stale else "",
        "kept": text,
        "field": "body" if name in ("messages", "not-solved") else "reason",
        "status": status_label(ticket),
        "side": side,
        "at": ticket.status_since,
        "news": _news(loaded) if is_stale else None,
        "follow_up_href": f"{href}follow-up/" if is_closed and loaded.rights.is_requester else "",
        "action": f"{href}{name}/" if is_stale and not is_closed else "",
        "carried": _carried(request, name) if is_stale else [],
        "kept_files": sent_files.kept(request) if not is_closed else [],
        "version": ticket.version,
    }
    return render(request, "portal/stale.html", {"section": "requests", "page": page}, status=409)


def _news(loaded: Loaded) -> dict[str, Any] | None:
    """What somebody else wrote meanwhile, to read before sending again."""
    last = loaded.messages[-1] if loaded.messages else None
    if last is None or last.author is None or last.author_id == loaded.actor.person_id:
        return None
    return {"who": last.author.name, "at": last.created_at, "text": last.body, "language": last.language}


def _carried(request: HttpRequest, name: str) -> list[tuple[str, str]]:
    """What else the form held, so that sending again sends the same."""
    names = {"criticality": ("criticality", "impact", "deadline", "phone", "reachable"), "refuse": ("for_good",)}.get(name, ())
    return [(field, request.POST[field]) for field in names if field in request.POST]
