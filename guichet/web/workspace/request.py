"""The page of one request, its ledger, and every gesture on it (INTERFACE section 4, below /desk/requests/NUMBER/)."""

import csv
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guichet import clock
from guichet.access import rights
from guichet.access.actors import Actor
from guichet.access.refusals import Conflict, DeskError, Invalid, TooLarge
from guichet.desk import clocks, queries
from guichet.desk.beside import configured
from guichet.desk.models import Message, Ticket
from guichet.desk.operations import holding, moving, replying, sharing, sorting, weighing
from guichet.desk.operations.steps import lock, require_fresh
from guichet.desk.queries import Conditions
from guichet.intake import drafts, uploads
from guichet.intake.models import Draft
from guichet.people.models import Person
from guichet.service import limits
from guichet.service.house import house
from guichet.sla import words
from guichet.sla.calendar import to_moment
from guichet.sla.clocks import Clock
from guichet.web.components import charts, sent_files
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other
from guichet.web.components.converters import Number, whole
from guichet.web.workspace import case, forms, giving, happened, presenting
from guichet.web.workspace.files import files_of, spend

LIST_ROWS = 25
# The fields that the composer below the conversation holds; every other is asked in a form of its own.
_IN_COMPOSER = {"body", "attachments", "resolution"}


def find(request: HttpRequest, number: Number) -> Ticket:
    """The ticket that an address names, if the agent sees it; anything else is not there (404)."""
    ticket = _seen(request.actor, number.value)
    if ticket is None:
        raise Http404
    return _named(ticket, number)


def find_locked(request: HttpRequest, number: Number) -> Ticket:
    """The same, locked for what is about to be done with it."""
    return _named(lock(number.value, by=request.actor), number)


def _named(ticket: Ticket, number: Number) -> Ticket:
    if number.key and number.key not in (ticket.type.key, *ticket.former_types):
        raise Http404
    return ticket


def _seen(actor: Actor, number: int) -> Ticket | None:
    ticket = Ticket.objects.visible_to(actor).filter(pk=number).first()
    if ticket is not None:
        configured(ticket)
    return ticket


@desk
@require_GET
def request_page(request: HttpRequest, number: Number) -> HttpResponse:
    """List, request and company side by side. A former reference leads on to the present one (301)."""
    ticket = _seen(request.actor, number.value)
    if ticket is None:
        return _closed_to_him(request, number)
    if number.key and number.key not in (ticket.type.key, *ticket.former_types):
        raise Http404
    if request.path.strip("/").split("/")[2] != ticket.key:
        return HttpResponsePermanentRedirect(f"/desk/requests/{ticket.key}/")
    sharing.note_reading(ticket, request.actor)
    return shown(request, ticket)


def shown(request: HttpRequest, ticket: Ticket, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a ticket, with what a refusal adds; under htmx the request itself without the frame around it."""
    page = case.page(request, ticket) | more
    if request.headers.get("HX-Request"):
        return render(request, "workspace/_request.html", {"page": page}, status=status)
    context = {"page": page, "rail": presenting.rail(request), "list": _list(request)}
    return render(request, "workspace/request.html", context, status=status)


def _list(request: HttpRequest) -> dict[str, Any]:
    view = request.GET.get("view", "mine")
    actor: Actor = request.actor
    view = view if view in queries.views(actor) else "mine"
    tickets = queries.queue(actor, Conditions(view=view), limit=LIST_ROWS)[:LIST_ROWS]
    from guichet.web.workspace.queue import title

    rows = presenting.rows(tickets, actor)
    for row in rows:
        row["href"] += f"?view={view}"
    return {
        "title": title(view),
        "count": presenting.view_counts(actor).get(view, len(rows)),
        "table_href": f"/desk/?view={view}",
        "rows": rows,
    }


def _closed_to_him(request: HttpRequest, number: Number) -> HttpResponse:
    """A confidential request of the agent's desk: number, company and that word; the lead may open it with a reason."""
    ticket = (
        Ticket.objects.known_to(request.actor).select_related("type", "company").filter(pk=number.value, confidential=True).first()
    )
    if ticket is None or (number.key and number.key not in (ticket.type.key, *ticket.former_types)):
        raise Http404
    may_open = rights.leads(request.actor, ticket) or ticket.desk_id in request.actor.led_desks
    page = {
        "title": _("This request is confidential."),
        "number": ticket.key,
        "subject": ticket.key,
        "company": ticket.company.name,
        "text": _(
            "Only its owner, its handler and the team of its domain read it. As lead of the desk you may open it with a reason; the reporter is told."
        )
        if may_open
        else _("Only its owner, its handler and the team of its domain read it."),
        "action": f"/desk/requests/{ticket.key}/open/",
        "button": _("Open it and tell the reporter"),
        "back_href": "/desk/",
        "form": forms.Reason() if may_open else None,
        "is_closed": not may_open,
    }
    return render(request, "workspace/closed.html", {"page": page, "rail": presenting.rail(request)})


@desk
@require_POST
def open_confidential(request: HttpRequest, number: Number) -> HttpResponse:
    sharing.open_confidential(number.value, request.POST.get("reason", ""), by=request.actor)
    return see_other(f"/desk/requests/{number}/")


@desk
@require_GET
def ledger(request: HttpRequest, number: Number) -> HttpResponse:
    """Every segment of every clock, as a table that adds up; as CSV with `?format=csv`."""
    ticket = find(request, number)
    now = clock.now()
    reckoned = clocks.ledger(ticket, at=now)
    rows = _ledger_rows(reckoned)
    if request.GET.get("format") == "csv":
        return _as_csv(ticket, rows)
    page = {
        "number": ticket.key,
        "href": f"/desk/requests/{ticket.key}/",
        "subject": ticket.subject,
        "language": ticket.language,
        "company": ticket.company.name,
        "promises": case.promises(ticket, reckoned),
        "rows": rows,
        "chart": charts.ledger_chart(reckoned),
        "note": _("Policy %(policy)s, calendar %(calendar)s. Counted anew from the events at this moment.")
        % {"policy": ticket.policy.key, "calendar": reckoned.calendar.key},
        "csv_href": f"/desk/requests/{ticket.key}/ledger/?format=csv",
    }
    return render(request, "workspace/ledger.html", {"page": page, "rail": presenting.rail(request)})


def rule_words(rule: str, *, counted: bool) -> str:
    """The rule of DOMAIN 1.4 behind a segment, in words."""
    said = {
        "a": _("until the first reply"),
        "b": _("our turn") if counted else _("the customer’s turn, or an appointment"),
        "c": _("a fix is planned"),
        "d": _("criticality changed"),
        "g": _("a type without a goal"),
        "h": _("since our last news") if counted else _("the customer’s turn, or nobody’s"),
        "j": _("calendar or policy changed"),
    }
    return f"({rule}) {said[rule]}" if rule in said else f"({rule})" if rule else ""


def _ledger_rows(reckoned) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for one in reckoned.clocks:
        total = 0
        segments = one.segments
        if not segments:  # begun, or begun and ended, within this second: it stands in the table all the same
            rows.append(_row(one, one.began, one.began, seconds=0, is_counted=True, total=0, is_first=True, is_last=True))
        for place, segment in enumerate(segments):
            counted = one.counts(segment)
            total += segment.seconds if counted else 0
            row = _row(
                one,
                segment.start,
                segment.end,
                seconds=segment.seconds,
                is_counted=counted,
                total=total,
                is_first=place == 0,
                is_last=place == len(segments) - 1,
            )
            rows.append(row | {"status": happened.status(segment.status), "rule": rule_words(one.rule_of(segment), counted=counted)})
    return rows


def _row(
    of: Clock, start: int, end: int, *, seconds: int, is_counted: bool, total: int, is_first: bool, is_last: bool
) -> dict[str, Any]:
    return {
        "clock": happened.clock_name(of.kind) if is_first else "",
        "target": words.hours(of.target_s) if is_first else "",
        "from": to_moment(start),
        "to": to_moment(end),
        "status": "",
        "seconds": seconds,
        "is_counted": is_counted,
        "rule": "",
        "sum": total,
        "mark": _STATES[of.state]() if is_last else "",
        "is_late": of.state == "breached" and is_last,
    }


_STATES = {
    "running": lambda: _("running"), "paused": lambda: _("rests"), "met": lambda: _("met"), "breached": lambda: _("missed"),
    "replaced": lambda: _("replaced"), "stopped": lambda: _("stopped"),
}  # fmt: skip


def _as_csv(ticket: Ticket, rows: list[dict[str, Any]]) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{ticket.key}-ledger.csv"'
    writer = csv.writer(answer)
    writer.writerow(["clock", "from", "to", "status", "seconds", "counted", "rule", "sum_counted"])
    name = ""
    for row in rows:
        name = row["clock"] or name
        writer.writerow(
            [
                name,
                row["from"].isoformat(),
                row["to"].isoformat(),
                row["status"],
                row["seconds"],
                int(row["is_counted"]),
                row["rule"],
                row["sum"],
            ]
        )
    return answer


# Gestures


def version_of(request: HttpRequest) -> int | None:
    """What the page was made of; absent it is not checked (INTERFACE section 4)."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None


def done(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """303 to the page; under htmx the page itself."""
    presenting.forget_counts(request.actor)
    if request.headers.get("HX-Request"):
        fresh = _seen(request.actor, ticket.pk)
        if fresh is not None:
            return shown(request, fresh)
    return see_other(f"/desk/requests/{_key(ticket)}/")


def _key(ticket: Ticket) -> str:
    return f"{house().types[ticket.type_id].key}-{ticket.pk}"


def keep_text(request: HttpRequest, ticket: Ticket, kind: str, body: str) -> None:
    """What was typed and refused stays a draft; a stale page shows theirs and mine side by side."""

    def keep() -> dict[str, Any]:
        if body.strip():
            drafts.keep_text(request.actor, kind, body, ticket, uploads=sent_files.tokens(request))
        return {"kept": body}

    def show(error: DeskError) -> HttpResponse | None:
        if isinstance(error, Invalid | TooLarge) or error.details.get("reason") == "stale":
            keep()
        if isinstance(error, Conflict) and error.details.get("reason") == "stale":
            return _stale(request, ticket, body, kind)
        if isinstance(error, Invalid | TooLarge):
            fresh = find(request, Number(ticket.pk))
            refused = error.fields if isinstance(error, Invalid) else {"attachments": error.message}
            bound = {"errors": {name: [text] for name, text in refused.items()}, "data": {"body": body, "call": request.POST.get("call", "")}}
            field = "note_form" if kind == Draft.NOTE else "form"
            extra = [text for name, text in refused.items() if name not in _IN_COMPOSER]
            return shown(
                request,
                fresh,
                status=error.status,
                **{field: bound, "writes": "note" if kind == Draft.NOTE else "", "errors": extra},
                kept_files=sent_files.kept(request),
            )
        return None

    request.show_refusal = show
    request.kept_draft = keep


def require_sizes(request: HttpRequest) -> None:
    """No field takes more than the limit that is promised (INTERFACE section 2)."""
    most = limits.characters()
    too_long = [name for name, given in request.POST.lists() if any(len(value) > most for value in given)]
    if too_long:
        raise Invalid(dict.fromkeys(too_long, limits.too_long()))


def _stale(request: HttpRequest, ticket: Ticket, body: str, kind: str) -> HttpResponse:
    """Somebody was quicker: theirs and mine side by side, and the ways on (409)."""
    fresh = find(request, Number(ticket.pk))
    last = fresh.events.order_by("-at", "-pk").first()
    names = happened.names_of([last]) if last else {}
    theirs = Message.objects.filter(ticket=fresh).select_related("author").order_by("-created_at", "-pk").first()
    base = f"/desk/requests/{fresh.key}/"
    extra = [
        {"name": n, "value": v}
        for n in ("status", "resolution", "reason", "appointment_at", "target_release", "call", "hold", "submission")
        if (v := request.POST.get(n))
    ]
    page = {
        "number": fresh.key, "href": base, "subject": fresh.subject, "language": fresh.language, "company": fresh.company.name,
        "who": names.get(last.by_id or 0, "") if last else "", "given_name": (names.get(last.by_id or 0, "") or "").split(" ")[0] if last else "",
        "at": last.at if last else None, "what": happened.sentence(last, names) if last else "", "status": presenting.status_label(fresh),
        "side": presenting.side(fresh, request.actor), "mine": body, "kind": kind, "version": fresh.version, "extra": extra,
        "kept_files": sent_files.kept(request),
        "theirs": {"text": theirs.body, "language": theirs.language} if theirs and last and theirs.created_at >= last.at else None,
        "action_note": f"{base}notes/" if rights.may(request.actor, "note", fresh) else "",
        "action_send": request.path if fresh.takes_replies else "",
    }  # fmt: skip
    return render(request, "workspace/stale.html", {"page": page, "rail": presenting.rail(request)}, status=409)


@desk
@require_POST
def messages(request: HttpRequest, number: Number) -> HttpResponse:
    """A public reply, or a recorded call (`call`)."""
    ticket, body = find_locked(request, number), request.POST.get("body", "")
    keep_text(request, ticket, Draft.REPLY, body)
    rights.require(request.actor, "reply", ticket)
    require_sizes(request)
    submission = request.POST.get("submission") or None
    if waits(request):
        return hold(request, ticket)
    if not holding.was_taken(submission):
        ticket = replying.reply_to(
            ticket, body, by=request.actor, attachments=files_of(request), version=version_of(request),
            submission=submission, is_call=bool(request.POST.get("call")),
        )  # fmt: skip
    _forget_draft(request, ticket, Draft.REPLY)
    spend(request)
    return done(request, ticket)


def waits(request: HttpRequest) -> bool:
    """Whether this reply is of the composer, which lets it be taken back for some seconds; a plain POST is said at once."""
    return bool(request.POST.get("hold")) and not request.POST.get("call") and holding.seconds() > 0


def hold(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Keeps a reply of the composer for its seconds; the same form sent twice is held once."""
    submission = request.POST.get("submission") or None
    if not holding.was_taken(submission):
        reply = holding.Reply(
            body=request.POST.get("body", ""),
            status=request.POST.get("status", "").strip().upper(),
            resolution=request.POST.get("resolution", "").strip().lower() if request.POST.get("status") else "",
            attachments=files_of(request),
            submission=submission,
        )
        holding.hold(ticket.pk, reply, by=request.actor, version=version_of(request))
    _forget_draft(request, ticket, Draft.REPLY)
    spend(request)
    return done(request, ticket)


@desk
@require_http_methods(["GET", "POST"])
def held(request: HttpRequest, number: Number, pk: int) -> HttpResponse:
    """A reply that waits: GET says whether it still does, as a fragment; POST takes it back into the composer."""
    ticket = find(request, number)
    if request.method == "POST":
        taken = holding.take_back(pk, by=request.actor)
        tokens = [uploads.remember(request.actor, file).token for file in taken.files]
        drafts.add_text(request.actor, Draft.REPLY, taken.body, ticket, uploads=tokens)
        return done(request, ticket)
    still = [one for one in holding.held_by(request.actor, ticket) if one.pk == pk]
    if still:
        return render(request, "workspace/_held.html", {"page": {"number": ticket.key, "held": case.held(still)}})
    answer = render(request, "workspace/_held.html", {"page": {"number": ticket.key, "held": [], "was_sent": True}})
    if not request.GET.get("body", "").strip():
        answer["HX-Refresh"] = "true"  # nothing is being typed that a fresh page would take away
    return answer


@desk
@require_POST
def notes(request: HttpRequest, number: Number) -> HttpResponse:
    ticket, body = find(request, number), request.POST.get("body", "")
    keep_text(request, ticket, Draft.NOTE, body)
    rights.require(request.actor, "note", ticket)
    require_sizes(request)
    ticket = replying.note(
        ticket.pk, body, by=request.actor, attachments=files_of(request), submission=request.POST.get("submission") or None
    )
    _forget_draft(request, ticket, Draft.NOTE)
    if request.POST.get("kept") == Draft.REPLY:  # a reply that came too late, kept as a note instead
        _forget_draft(request, ticket, Draft.REPLY)
    spend(request)
    return done(request, ticket)


def _forget_draft(request: HttpRequest, ticket: Ticket, kind: str) -> None:
    drafts.drop(request.actor, kind, ticket)


@desk
@require_POST
def draft(request: HttpRequest, number: Number) -> HttpResponse:
    """Keeps what is being typed; `drop` forgets what came too late and leads back."""
    ticket = find(request, number)
    if request.POST.get("drop"):
        _forget_draft(request, ticket, Draft.NOTE if request.POST.get("kept") == Draft.NOTE else Draft.REPLY)
        return done(request, ticket)
    kind = Draft.NOTE if request.POST.get("kind") == "note" else Draft.REPLY
    body = request.POST.get("body", "")[: limits.characters()]
    if body.strip():
        drafts.keep_text(request.actor, kind, body, ticket)
    else:
        _forget_draft(request, ticket, kind)
    return HttpResponse(status=204)


@desk
@require_http_methods(["GET", "POST"])
def transition(request: HttpRequest, number: Number) -> HttpResponse:
    """Another status: first which, then exactly the data that it demands."""
    ticket = find(request, number)
    if request.method == "GET":
        return forms.status_page(request, ticket)
    keep_text(request, ticket, Draft.REPLY, request.POST.get("body", ""))
    beside = request.show_refusal

    def show(error: DeskError) -> HttpResponse | None:
        """In the form that holds every field of this step; only what the composer holds is said in the composer."""
        if isinstance(error, Invalid) and (request.POST.get("gesture") == "status" or set(error.fields) - _IN_COMPOSER):
            asked = forms.status_page(request, ticket, error=error)
            return asked if asked.status_code == error.status else beside(error)
        return beside(error)

    request.show_refusal = show
    rights.require(request.actor, "transition", ticket)
    require_sizes(request)
    if waits(request):
        return hold(request, ticket)
    if not holding.was_taken(request.POST.get("submission") or None):
        wanted = forms.read_moving(request, ticket, files_of(request))
        ticket = moving.transition_to(ticket.pk, wanted, by=request.actor, version=version_of(request))
    _forget_draft(request, ticket, Draft.REPLY)
    spend(request)
    return done(request, ticket)


def gesture(page: Callable[..., HttpResponse], act: Callable[[HttpRequest, Ticket], Ticket]) -> Callable[..., HttpResponse]:
    """A gesture that asks something: GET shows its form, as a page or under htmx as a dialog; POST does it, or with `preview` only says what it would do."""

    @require_http_methods(["GET", "POST"])
    @desk
    def view(request: HttpRequest, number: Number) -> HttpResponse:
        ticket = find(request, number)
        if request.method == "GET" or "preview" in request.POST:
            return page(request, ticket)
        request.show_refusal = lambda error: page(request, ticket, error=error) if isinstance(error, Invalid) else None
        request.kept_draft = lambda: {"kept": request.POST.get("reason", "")}
        require_sizes(request)
        require_fresh(ticket, version_of(request))  # what is stale is said before what is missing
        return done(request, act(request, ticket))

    return view


def _criticality(request: HttpRequest, ticket: Ticket) -> Ticket:
    rights.require(request.actor, "criticality", ticket)
    level = request.POST.get("criticality", "").strip().upper()
    return weighing.change_criticality(
        ticket.pk, level, request.POST.get("reason", ""), by=request.actor, version=version_of(request)
    )


def _assign(request: HttpRequest, ticket: Ticket) -> Ticket:
    rights.require(request.actor, "assign", ticket)
    team = request.POST.get("team", "").strip().upper() or None
    if team is None and not request.POST.get("owner") and not request.POST.get("handler"):
        raise Invalid({"owner": _("Choose to whom it goes.")})
    owner = _agent(request, "owner")
    given = sorting.assign(
        ticket.pk, by=request.actor, owner=owner, handler=_agent(request, "handler"),
        team=team if team and (ticket.team is None or team != ticket.team.key) else None,
        release_owner=request.POST.get("owner") == "none", reason=request.POST.get("reason", ""), version=version_of(request),
    )  # fmt: skip
    if owner is not None:
        giving.warn(request, given, owner)
    return given


def _agent(request: HttpRequest, name: str) -> Person | None:
    """An agent by id, e-mail or *me*."""
    given = request.POST.get(name, "").strip()
    if not given or given == "none":
        return None
    people = Person.objects.filter(is_agent=True, is_active=True)
    if given == "me":
        return people.filter(pk=request.actor.person_id).first()
    found = (
        people.filter(pk=int(given)).first() if given.isdecimal() and len(given) < 18 else people.filter(email__iexact=given).first()
    )
    if found is None:
        raise Invalid({name: _("There is no such agent.")})
    return found


def _type(request: HttpRequest, ticket: Ticket) -> Ticket:
    rights.require(request.actor, "type", ticket)
    key = request.POST.get("type", "").strip().upper()
    if not key and (team := request.POST.get("team", "").strip().upper()):
        return sorting.assign(
            ticket.pk, by=request.actor, team=team, reason=request.POST.get("reason", ""), version=version_of(request)
        )
    kind = house().type_by_key.get(key)
    names = {f["key"] for f in kind.fields if isinstance(f, dict)} if kind else set()
    fields = {name: value for name in names if (value := request.POST.get(name, "").strip())}
    return sorting.change_type(
        ticket.pk, key, by=request.actor, fields=fields, criticality=request.POST.get("criticality", "").strip().upper(),
        reason=request.POST.get("reason", ""), version=version_of(request),
    )  # fmt: skip


def _share(request: HttpRequest, ticket: Ticket) -> Ticket:
    rights.require(request.actor, "share", ticket)
    if remove := request.POST.get("remove", "").strip():
        return sharing.unshare(ticket.pk, whole(remove) or 0, by=request.actor)
    if agent := _agent(request, "agent"):
        return sharing.add_agent(ticket.pk, agent, by=request.actor)
    email = request.POST.get("share", "").strip()
    if not email:
        raise Invalid({"share": _("Choose a colleague.")})
    return sharing.share(ticket.pk, email, by=request.actor)


def _links(request: HttpRequest, ticket: Ticket) -> Ticket:
    rights.require(request.actor, "links", ticket)
    other = request.POST.get("other", "").strip().rpartition("-")[2]
    if not other.isdecimal() or len(other) > 17:
        raise Invalid({"other": _("Name a request by its number.")})
    return sorting.relate(ticket.pk, request.POST.get("kind", "parent"), int(other), by=request.actor)


def _confidential(request: HttpRequest, ticket: Ticket) -> Ticket:
    rights.require(request.actor, "confidential", ticket)
    return sorting.set_confidential(ticket.pk, not ticket.confidential, by=request.actor)


criticality = gesture(forms.criticality_page, _criticality)
assign = gesture(forms.assign_page, _assign)
change_type = gesture(forms.type_page, _type)
share = gesture(forms.share_page, _share)
links = gesture(forms.links_page, _links)
confidential = gesture(forms.confidential_page, _confidential)
