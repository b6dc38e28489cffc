"""What the gestures ask: a form each, made of what the table of transitions and the configuration demand."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet import clock
from guichet.access import rights
from guichet.access.acting import acting_as
from guichet.access.actors import load_actor
from guichet.access.refusals import DeskError, Invalid
from guichet.catalog.models import Release
from guichet.desk import clocks
from guichet.desk.models import Event, Share, Ticket
from guichet.desk.operations import weighing
from guichet.desk.operations.moving import Moving
from guichet.desk.states import Transition, targets_for_agents
from guichet.jobs import queue
from guichet.people.models import Membership, Person
from guichet.people.presence import staff
from guichet.reactions import letters, wiring
from guichet.service.house import house
from guichet.sla import words
from guichet.web.components import sent_files
from guichet.web.components.absent import away_words
from guichet.web.workspace import happened, presenting
from guichet.web.workspace.presenting import words_of

LANGUAGE_NAMES = {
    "en": gettext_lazy("English"),
    "fr": gettext_lazy("French"),
    "de": gettext_lazy("German"),
    "it": gettext_lazy("Italian"),
}


class Reason(forms.Form):
    """A reason in a few words."""

    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


def typed(request: HttpRequest) -> Any:
    """What was posted, though it were nothing: an empty form is refused, not shown as a new one."""
    return request.POST if request.method == "POST" else None


def show(
    request: HttpRequest, ticket: Ticket, *, title: str, address: str, form: forms.Form, button: str, text: str = "", note: str = "",
    error: DeskError | None = None, letter: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """A gesture as a page, or under htmx as a dialog over the page; a refused one again with its messages (422)."""
    status = 200
    if isinstance(error, Invalid):
        status = error.status
        form.full_clean()
        form.errors.clear()
        for name, message in error.fields.items():
            form.add_error(name if name in form.fields else None, message)
    base = f"/desk/requests/{ticket.key}/"
    page = {
        "number": ticket.key, "version": ticket.version, "subject": ticket.subject, "language": ticket.language,
        "company": ticket.company.name, "title": title, "text": text, "action": f"{base}{address}", "form": form, "button": button,
        "note": note, "back_href": base, "letter": letter, "kept_files": sent_files.kept(request) if status != 200 else [],
    }  # fmt: skip
    if request.headers.get("HX-Request"):
        return render(request, "workspace/_dialog.html", {"page": page}, status=status)
    return render(request, "workspace/gesture.html", {"page": page, "rail": presenting.rail(request)}, status=status)


# Status


def status_page(request: HttpRequest, ticket: Ticket, *, error: DeskError | None = None) -> HttpResponse:
    """Which status, then exactly what it demands."""
    targets = targets_for_agents(ticket.status, came_from=ticket.came_from, kinds=rights.kinds(request.actor, ticket))
    wanted = (request.POST or request.GET).get("status", "").upper()
    if wanted not in targets:
        choice = _Choose(initial={})
        choice.fields["status"].choices = [(key, happened.status(key)) for key in targets]
        page = {
            "number": ticket.key, "subject": ticket.subject, "language": ticket.language, "company": ticket.company.name,
            "title": _("Another status for %(number)s") % {"number": ticket.key}, "back_href": f"/desk/requests/{ticket.key}/",
            "targets": [
                {"name": happened.status(key), "href": f"/desk/requests/{ticket.key}/transition/?status={key}", "side": presenting_side(key)}
                for key in targets
            ],
        }  # fmt: skip
        template = "workspace/_targets_dialog.html" if request.headers.get("HX-Request") else "workspace/targets.html"
        return render(
            request, template, {"page": page, "rail": {} if request.headers.get("HX-Request") else presenting.rail(request)}
        )
    form = transition_form(ticket, wanted, targets[wanted], request.POST if request.method == "POST" else None)
    # Another page may hand over what it knows: of which request this is a duplicate.
    form.initial |= {name: given[:40] for name in ("resolution", "duplicate_of") if (given := request.GET.get(name))}
    return show(
        request, ticket, title=_("%(number)s: %(status)s") % {"number": ticket.key, "status": happened.status(wanted)},
        address="transition/", form=form, button=_("Set %(status)s") % {"status": happened.status(wanted)}, error=error,
        note=_("The customer is told at once.") if wanted != "IN_PROGRESS" else "",
    )  # fmt: skip


def presenting_side(status: str) -> str:
    from guichet.desk.states import turn_of

    turn = turn_of(status)
    return turn if turn in ("customer", "support", "nobody") else "elsewhere"


class _Choose(forms.Form):
    status = forms.ChoiceField(choices=[])


def transition_form(ticket: Ticket, target: str, transition: Transition, data: Any) -> forms.Form:
    """A form with the fields that this transition needs and takes, in the order one thinks of them."""
    form = forms.Form(data, initial={"status": target, "gesture": "status"})
    form.fields["status"] = forms.CharField(widget=forms.HiddenInput, initial=target)
    form.fields["gesture"] = forms.CharField(widget=forms.HiddenInput, initial="status", required=False)
    known = [*transition.needs, *transition.takes]
    for name in (
        "resolution",
        "duplicate_of",
        "target_release",
        "appointment_at",
        "amount",
        "valid_until",
        "way_round_accepted",
        "reason",
        "body",
        "only_thanks",
    ):
        if name in known:
            form.fields[name] = _FIELDS[name](ticket, transition, name in transition.needs)
    return form


def _resolution(ticket: Ticket, _transition: Transition, needed: bool) -> forms.Field:
    codes = [(r.key, words_of(r.labels)) for r in house().resolutions.values() if r.key not in ("offer_refused", "no_answer")]
    return forms.ChoiceField(label=_("How was it solved?"), choices=[("", "—"), *codes], required=needed)


def _release(ticket: Ticket, _transition: Transition, needed: bool) -> forms.Field:
    line = ticket.release.line_id if ticket.release else None
    names = Release.objects.filter(line=line).order_by("-planned_on", "-pk").values_list("name", flat=True)
    return forms.ChoiceField(label=_("Release that brings the fix"), choices=[(n, n) for n in names], required=needed)


def _text(label: str, hint: str = "", rows: int = 5):
    return lambda _t, _tr, needed: forms.CharField(
        label=label, help_text=hint, required=needed, widget=forms.Textarea(attrs={"rows": rows})
    )


def _reason(_ticket: Ticket, transition: Transition, needed: bool) -> forms.Field:
    labels = {
        "to_rnd": _("Steps to reproduce it"), "offer": _("What is offered, and why it is outside the contract"),
        "to_consulting": _("Why Consulting may work on it"),
    }  # fmt: skip
    hints = {
        "to_consulting": _("Covered by the contract, a running project, a standing agreement, or goodwill."),
        "to_rnd": _("Agents and R&D read this; the customer reads that R&D has it."),
    }
    return forms.CharField(
        label=labels.get(transition.name, _("Reason")),
        help_text=hints.get(transition.name, ""),
        required=needed,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


_FIELDS = {
    "resolution": _resolution,
    "duplicate_of": lambda t, tr, n: forms.CharField(label=_("Duplicate of (number, same company)"), required=False),
    "target_release": _release,
    "appointment_at": lambda t, tr, n: forms.CharField(
        label=_("Date and time"), required=n, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    ),
    "amount": lambda t, tr, n: forms.CharField(
        label=_("Amount in CHF"), required=n, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    ),
    "valid_until": lambda t, tr, n: forms.CharField(
        label=_("Valid until"), required=n, widget=forms.DateInput(attrs={"type": "date"})
    ),
    "way_round_accepted": lambda t, tr, n: forms.BooleanField(label=_("The customer accepted a way round"), required=False),
    "reason": _reason,
    "body": lambda t, tr, n: forms.CharField(
        label=_("What the customer reads"), required=n, widget=forms.Textarea(attrs={"rows": 5})
    ),
    "only_thanks": lambda t, tr, n: forms.BooleanField(label=_("It was only thanks"), required=False),
}


def read_moving(request: HttpRequest, ticket: Ticket, files: Sequence[dict[str, Any]]) -> Moving:
    """The posted fields of a transition (INTERFACE section 4); what cannot be read is refused beside its field."""
    given = request.POST
    wrong: dict[str, str] = {}
    amount = appointment = valid_until = None
    if text := given.get("amount", "").strip().replace("'", "").replace("’", "").replace(" ", ""):
        try:
            amount = Decimal(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text.replace(",", ""))
            if not amount.is_finite():
                raise InvalidOperation
        except InvalidOperation:
            wrong["amount"] = _("This is not an amount.")
    if text := given.get("appointment_at", "").strip():
        try:
            appointment = datetime.fromisoformat(text.replace("Z", "+00:00"))
            appointment = appointment if appointment.tzinfo else appointment.replace(tzinfo=ZoneInfo(request.actor.zone))
        except ValueError:
            wrong["appointment_at"] = _("This is not a date and time.")
    if text := given.get("valid_until", "").strip():
        try:
            valid_until = date.fromisoformat(text[:10])
        except ValueError:
            wrong["valid_until"] = _("This is not a date.")
    duplicate = given.get("duplicate_of", "").strip().rpartition("-")[2]
    if duplicate and not (duplicate.isdecimal() and len(duplicate) < 18):
        wrong["duplicate_of"] = _("Name a request by its number.")
    if wrong:
        raise Invalid(wrong)
    return Moving(
        status=given.get("status", "").strip().upper(),
        body=given.get("body", ""),
        reason=given.get("reason", ""),
        resolution=given.get("resolution", "").strip().lower(),
        appointment_at=appointment,
        target_release=given.get("target_release", ""),
        way_round_accepted=given.get("way_round_accepted", "").lower() in ("1", "on", "true", "yes"),
        duplicate_of=int(duplicate) if duplicate else None,
        amount=amount,
        valid_until=valid_until,
        only_thanks=given.get("only_thanks", "").lower() in ("1", "on", "true", "yes"),
        is_call=bool(given.get("call")),
        attachments=files,
        submission=given.get("submission") or None,
    )


# Criticality


def criticality_page(request: HttpRequest, ticket: Ticket, *, error: DeskError | None = None) -> HttpResponse:
    """Left what one decides with its new times, right the letter the customer reads, in his language."""
    given = request.POST if request.method == "POST" else request.GET
    level = given.get("criticality", "").upper() or (
        ticket.contested_level if weighing.contest_is_open(ticket) else ticket.criticality
    )
    reason = given.get("reason", "")
    policy = _policy(ticket)
    base = f"/desk/requests/{ticket.key}/"
    page = {
        "number": ticket.key, "version": ticket.version, "subject": ticket.subject, "language": ticket.language,
        "company": ticket.company.name, "person": ticket.reporter.name, "level": ticket.criticality, "reason": reason,
        "levels": [
            {
                "key": key, "labels": row.labels, "definition": words_of(row.definitions), "is_chosen": key == level,
                "fact": _fact(policy, key),
            }
            for key, row in reversed(list(house().levels.items()))
        ],
        "form": {"errors": {n: [m] for n, m in error.fields.items()}} if isinstance(error, Invalid) else None,
        "effect": effect(ticket, level, request), "letter": letter(ticket, level, reason, request),
        "action": f"{base}criticality/", "back_href": base, "preview_href": f"{base}criticality/",
    }  # fmt: skip
    status = error.status if error else 200
    target = request.headers.get("HX-Target", "")
    if request.headers.get("HX-Request") and target == "effect":
        return render(request, "workspace/_weighed.html", {"page": page}, status=status)
    if request.headers.get("HX-Request"):
        return render(request, "workspace/_dialog.html", {"page": page, "body": "workspace/_criticality.html"}, status=status)
    return render(request, "workspace/criticality.html", {"page": page, "rail": presenting.rail(request)}, status=status)


def _policy(ticket: Ticket):
    from guichet.sla import stored

    return stored.policy(ticket.policy_id)


def _fact(policy: Any, level: str) -> str:
    targets = policy.targets_at(level)
    said = _("reply %(reply)s") % {"reply": words.hours(targets.first_reply)}
    return f"{said}, " + _("goal %(goal)s") % {"goal": words.hours(targets.goal)} if targets.goal else said


def effect(ticket: Ticket, level: str, request: HttpRequest) -> str:
    """The due moments that the change would give, replayed with the change made now."""
    if level == ticket.criticality or level not in house().levels:
        return ""
    now = clock.now()
    after = clocks.preview(ticket, [{"kind": "criticality", "to": level}], at=now)
    parts = [
        f"{words.colon(happened.clock_name(c.kind), request.LANGUAGE_CODE)} "
        f"{words.moment(c.due_at, request.actor.zone, request.LANGUAGE_CODE, now)}"
        for c in after.clocks
        if c.due_at and c.state in ("running", "paused")
    ]
    return ". ".join(parts)


class _Imagined(Exception):
    """Undoes a change that was made only to see what it would say."""


def letter(ticket: Ticket, level: str, reason: str, request: HttpRequest) -> dict[str, Any] | None:
    """The very letter that would be sent: the change is made, the letter rendered as the reporter, and all of it undone."""
    reader = load_actor(ticket.reporter_id)
    if reader is None or level == ticket.criticality or level not in house().levels:
        return None
    columns = None
    try:
        with transaction.atomic(), queue.quiet():
            changed = weighing.change_criticality(ticket.pk, level, reason.strip() or "…", by=request.actor)
            event = Event.objects.select_related("by").filter(ticket=changed).latest("pk")
            event.ticket = changed
            with acting_as(reader):
                columns = letters.compose(event, reader, wiring.notices(event.kind)[0])
            raise _Imagined
    except (_Imagined, DeskError):
        pass
    if columns is None:
        return None
    language = str(LANGUAGE_NAMES[reader.language])
    return {
        "name": reader.given_name,
        "language": reader.language,
        "language_name": language,
        "to": reader.email,
        "subject": columns["subject"],
        "text": columns["text"],
    }


# Who has it


def known_as(person: Person) -> str:
    """By name, with languages and absence: what one needs to know before giving somebody a request."""
    known = staff()
    if not known.works(person.pk):
        return person.name
    parts = [person.name, *(known.people[person.pk].spoken and [", ".join(known.people[person.pk].spoken).upper()])]
    return " · ".join([*parts, *away_words(person.pk)])


def assign_page(request: HttpRequest, ticket: Ticket, *, error: DeskError | None = None) -> HttpResponse:
    """Owner, handler, team: take it, give it, hand it over."""
    from guichet.web.workspace.queue import colleagues

    people = [(str(p.pk), known_as(p)) for p in colleagues(request.actor)]
    everyone = [
        (str(p.pk), known_as(p)) for p in Person.objects.filter(is_agent=True, is_active=True, is_limited=False).order_by("given_name")
    ]
    form = forms.Form(
        typed(request),
        initial={
            "owner": str(ticket.owner_id or ""),
            "handler": str(ticket.handler_id or ""),
            "team": ticket.team.key if ticket.team else "",
        },
    )
    form.fields["owner"] = forms.ChoiceField(
        label=_("Owner"),
        help_text=_("Answers for every promise."),
        choices=[("", "—"), ("me", _("me")), ("none", _("nobody")), *people],
        required=False,
    )
    if ticket.status in ("LEVEL2", "WITH_RND", "PLANNED_FIX"):
        form.fields["handler"] = forms.ChoiceField(
            label=_("Handler"), help_text=_("Works on it meanwhile."), choices=[("", "—"), *everyone], required=False
        )
    teams = [(t.key, f"{words_of(t.desk.labels)} · {words_of(t.labels)}") for t in house().teams.values()]
    form.fields["team"] = forms.ChoiceField(label=_("Team"), choices=[("", "—"), *teams], required=False)
    form.fields["reason"] = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    return show(
        request, ticket, title=_("Who has %(number)s?") % {"number": ticket.key}, address="assign/", form=form, button=_("Assign"),
        note=_("A team of another desk is a hand-over: the customer is told which desk has it."), error=error,
    )  # fmt: skip


def type_page(request: HttpRequest, ticket: Ticket, *, error: DeskError | None = None) -> HttpResponse:
    """Another type: the number stays."""
    proposed = request.GET.get("type", "").upper()
    known = proposed if proposed in house().type_by_key else ticket.type.key
    form = forms.Form(typed(request), initial={"type": known, "criticality": ticket.criticality})
    kinds = [(t.key, f"{t.key} · {words_of(t.labels)}") for t in house().types.values() if t.is_active]
    form.fields["type"] = forms.ChoiceField(label=_("Type"), choices=kinds)
    levels = [(k, words_of(v.labels)) for k, v in house().levels.items()]
    form.fields["criticality"] = forms.ChoiceField(
        label=_("Criticality"), help_text=_("Counts only where the type asks for it."), choices=[("", "—"), *levels], required=False
    )
    form.fields["reason"] = forms.CharField(
        label=_("Reason"), help_text=_("The customer reads it."), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    return show(
        request, ticket, title=_("Another type for %(number)s") % {"number": ticket.key}, address="type/", form=form, button=_("Change the type"),
        note=_("The number stays and the former reference still finds it. What was covered and becomes billed needs an approved offer first."), error=error,
    )  # fmt: skip


def share_page(request: HttpRequest, ticket: Ticket, *, error: DeskError | None = None) -> HttpResponse:
    """Colleagues of the reporter, and agents by name."""
    members = Membership.objects.filter(company=ticket.company_id, ended_at=None, person__is_active=True).exclude(
        person=ticket.reporter_id
    )
    if ticket.confidential:
        members = members.filter(is_confidential=True)
    shared = {s.person_id: s.person.name for s in Share.objects.filter(ticket=ticket).select_related("person")}
    people = [
        (m.person.email, m.person.name)
        for m in members.select_related("person").order_by("person__given_name")
        if m.person_id not in shared
    ]
    agents = [(str(p.pk), p.name) for p in Person.objects.filter(is_agent=True, is_active=True).order_by("given_name")]
    form = forms.Form(typed(request))
    form.fields["share"] = forms.ChoiceField(
        label=_("Colleague at %(company)s") % {"company": ticket.company.name}, choices=[("", "—"), *people], required=False
    )
    form.fields["agent"] = forms.ChoiceField(
        label=_("Agent"), help_text=_("Sees the request by name, whatever his desk."), choices=[("", "—"), *agents], required=False
    )
    if shared:
        form.fields["remove"] = forms.ChoiceField(
            label=_("Take off"), choices=[("", "—"), *[(str(k), v) for k, v in shared.items()]], required=False
        )
    return show(
        request,
        ticket,
        title=_("Who else reads %(number)s?") % {"number": ticket.key},
        address="share/",
        form=form,
        button=_("Share"),
        error=error,
    )


def links_page(request: HttpRequest, ticket: Ticket, *, error: DeskError | None = None) -> HttpResponse:
    form = forms.Form(typed(request))
    kinds = [("parent", _("part of (one cause, many requests)")), ("follow_up", _("follow-up of"))]
    form.fields["kind"] = forms.ChoiceField(label=_("How they hang together"), choices=kinds)
    form.fields["other"] = forms.CharField(label=_("Other request"), help_text=_("A number such as SPT-1042."))
    return show(
        request, ticket, title=_("Link %(number)s") % {"number": ticket.key}, address="links/", form=form, button=_("Link"),
        note=_("A duplicate is a way of resolving: choose Status, Solution proposed."), error=error,
    )  # fmt: skip


def confidential_page(request: HttpRequest, ticket: Ticket, *, error: DeskError | None = None) -> HttpResponse:
    if ticket.confidential:
        title, text, button = (
            _("No longer confidential?"),
            _("Everybody who sees requests of this company and desk will read it."),
            _("Open it"),
        )
    else:
        title, button = _("Make it confidential?"), _("Make it confidential")
        text = _("From now on only the reporter, those added, the owner, the handler and the team of the domain read it.")
    return show(
        request,
        ticket,
        title=title,
        text=text,
        address="confidential/",
        form=forms.Form(typed(request)),
        button=button,
        error=error,
    )
