"""An agent moves a request along the table of DOMAIN 1.5, with exactly the data each move demands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guichet import clock
from guichet.access import rights
from guichet.access.actors import SYSTEM, Actor
from guichet.access.refusals import Conflict, Invalid
from guichet.catalog.models import Release
from guichet.contracts.models import Offer
from guichet.desk.events import record
from guichet.desk.models import Event, Message, Share, Ticket
from guichet.desk.operations import handing
from guichet.desk.operations.linking import fix_planned, fix_withdrawn, problem_of
from guichet.desk.operations.steps import finish, lock, move, refuse_closed, require_text, say
from guichet.desk.states import Status, Transition, targets_for_agents, transition
from guichet.service.house import house


@dataclass(frozen=True)
class Moving:
    """Where to, and the data of INTERFACE section 4; what a move does not use is ignored."""

    status: str
    body: str = ""
    reason: str = ""
    resolution: str = ""
    appointment_at: datetime | None = None
    target_release: str = ""
    way_round_accepted: bool = False
    duplicate_of: int | None = None
    amount: Decimal | None = None
    valid_until: date | None = None
    # What was said on the telephone: a public message like any other (DOMAIN 1.15).
    is_call: bool = False
    only_thanks: bool = False
    attachments: Sequence[dict[str, Any]] = field(default_factory=list)
    submission: str | None = None


@transaction.atomic
def transition_to(number: int, moving: Moving, *, by: Actor, version: int | None = None) -> Ticket:
    """Move a request to another status, as an agent, consultant or R&D.

    Refused with 409 if the table does not hold the move, with 422 beside the field if data is missing. A request in NEW is
    taken and moved in one.
    """
    at = clock.now()
    sent = bool(moving.submission) and Message.objects.filter(submission=moving.submission).exists()
    ticket = lock(number, by=by, version=None if sent else version)
    rights.require(by, "transition", ticket)
    if sent:
        return ticket
    refuse_closed(ticket)
    chosen = _choose(ticket, moving, by)
    _check(ticket, chosen, moving, at)
    was = Status(ticket.status)
    data: dict[str, Any] = {"from": was, "transition": chosen.name}
    sla: list[dict[str, Any]] = []
    if was == Status.NEW and chosen.name != "cancel":
        ticket.owner_id, data["taken"] = ticket.owner_id or by.person_id, True
    _prepare(ticket, chosen, moving, by=by, at=at, data=data)
    if moving.body.strip():
        message = say(
            ticket,
            require_text(moving.body),
            by=by,
            at=at,
            attachments=moving.attachments,
            submission=moving.submission,
            is_call=moving.is_call,
        )
        data["message"] = message.pk
        sla.append({"kind": "message", "by": "vendor"})
    sla.append(move(ticket, moving.status, at=at))
    if chosen.name == "only_thanks":
        _continue_waiting(ticket)
    ticket.appointment_at = moving.appointment_at if ticket.status == Status.SCHEDULED else None
    data["to"] = ticket.status
    if moving.reason:
        data["reason"] = moving.reason
    kind = "message.sent" if "message" in data and chosen.name in ("ask", "resolve", "take") else "ticket.moved"
    record(ticket, kind, by=by, at=at, data=data, sla=sla)
    handing.stand_where_it_belongs(ticket, by=by, at=at, came_from=was)
    finish(ticket, at=at)
    if ticket.status == Status.RESOLVED:
        _resolve_what_waited(ticket, at)
    return ticket


def _choose(ticket: Ticket, moving: Moving, by: Actor) -> Transition:
    """The transition of the table; what is not listed is refused."""
    kinds = rights.kinds(by, ticket)
    if moving.only_thanks and ticket.status == Status.IN_PROGRESS and "agent" in kinds and _was_reopened(ticket):
        return transition("only_thanks")
    if ticket.status == Status.FIX_AVAILABLE and moving.status == Status.SCHEDULED and "agent" in kinds:
        return transition("schedule_patch")
    chosen = targets_for_agents(ticket.status, came_from=ticket.came_from, kinds=kinds).get(moving.status)
    if chosen is None:
        raise Conflict(_("The request does not allow this step in its present status."), reason="transition", number=ticket.pk)
    return chosen


_MISSING = {
    "body": gettext_noop("Write what the customer will read."),
    "reason": gettext_noop("Give the reason."),
    "resolution": gettext_noop("Choose how it was resolved."),
    "appointment_at": gettext_noop("Give the date and time of the appointment."),
    "target_release": gettext_noop("Name the release that brings the fix."),
    "amount": gettext_noop("Give the amount of the offer."),
    "valid_until": gettext_noop("Say until when the offer holds."),
}


def _check(ticket: Ticket, chosen: Transition, moving: Moving, at: datetime) -> None:
    wrong: dict[str, str] = {}
    for name in chosen.needs:
        value = getattr(moving, name)
        if name in _MISSING and (value is None or (isinstance(value, str) and not value.strip())):
            wrong[name] = _(_MISSING[name])
    if moving.appointment_at is not None and moving.appointment_at <= at and moving.status == Status.SCHEDULED:
        wrong["appointment_at"] = _("Choose a moment in the future.")
    if chosen.name == "offer":
        if moving.amount is not None and not (0 < moving.amount < 10**9):
            wrong["amount"] = _("Give an amount above zero.")
        if moving.valid_until is not None and moving.valid_until < at.date():
            wrong["valid_until"] = _("Choose a day from today on.")
    if moving.status == Status.RESOLVED and moving.resolution:
        if moving.resolution not in house().resolutions:
            wrong["resolution"] = _("Choose one of the listed codes.")
        if moving.resolution == "duplicate" and not moving.duplicate_of:
            wrong["duplicate_of"] = _("Name the request of which this is a duplicate.")
    if chosen.name == "to_rnd" and ticket.release_id is None:
        wrong["installation"] = _("R&D needs the version: name the installation first.")
    if wrong:
        raise Invalid(wrong)
    _require_approval(ticket, chosen, moving)


def _require_approval(ticket: Ticket, chosen: Transition, moving: Moving) -> None:
    """Nothing becomes billable without a named yes, or a standing agreement on the contract (DOMAIN 1.9)."""
    works = chosen.name in ("to_consulting", "schedule") or (
        chosen.name == "resolve" and moving.resolution in ("done", "fixed_by_consulting")
    )
    contract = ticket.contract
    if chosen.name == "to_consulting" and ticket.type.key == "FLX":
        agreed = bool(contract and contract.standing_agreement and contract.standing_covers_flex)
    elif ticket.fields.get("became_billed"):
        agreed = bool(contract and contract.standing_agreement)
    else:
        return
    if works and not agreed and not Offer.objects.filter(ticket=ticket, state=Offer.APPROVED).exists():
        raise Conflict(_("This costs the customer something: make an offer first."), reason="transition", number=ticket.pk)


def _prepare(ticket: Ticket, chosen: Transition, moving: Moving, *, by: Actor, at: datetime, data: dict[str, Any]) -> None:
    """What a move brings with it, before the status changes."""
    if chosen.name == "offer":
        _offer(ticket, moving, by=by, at=at, data=data)
    elif chosen.name == "withdraw_offer":
        Offer.objects.filter(ticket=ticket, state=Offer.OPEN).update(state=Offer.WITHDRAWN, decided_by=by.person_id, decided_at=at)
    elif chosen.name == "plan":
        ticket.target_release = release_on_line(ticket, moving.target_release)
        ticket.way_round_accepted = moving.way_round_accepted
        data |= {"target_release": ticket.target_release.name, "way_round": moving.way_round_accepted}
        if ticket.problem_id:
            fix_planned(ticket.problem_id, ticket.target_release)
    elif chosen.name == "unplan" and ticket.problem_id and ticket.target_release:
        fix_withdrawn(ticket, ticket.target_release)
    elif chosen.name == "to_rnd" and ticket.problem_id is None:
        ticket.problem = problem_of(ticket, steps=moving.reason, by=by, at=at)
    elif chosen.name in ("schedule", "schedule_patch"):
        data["appointment_at"] = moving.appointment_at.isoformat()
    elif chosen.name == "resolve":
        ticket.resolution = moving.resolution
        data["resolution"] = moving.resolution
        if moving.resolution == "duplicate":
            _duplicate(ticket, moving.duplicate_of or 0, by)
            data["duplicate_of"] = ticket.duplicate_of_id
    elif chosen.name == "installed":
        ticket.resolution = data["resolution"] = moving.resolution or "fixed_by_patch"
    elif chosen.name == "only_thanks":
        last = Event.objects.filter(ticket=ticket, data__resolution__isnull=False).order_by("-at", "-pk").first()
        ticket.resolution = last.data["resolution"] if last else "explained"
    if chosen.name == "schedule_patch":
        handing.open_patch_request(ticket, moving.appointment_at, by=by, at=at)


def _offer(ticket: Ticket, moving: Moving, *, by: Actor, at: datetime, data: dict[str, Any]) -> None:
    consulting = house().desk_by_key.get("CON")
    by_consulting = consulting is not None and (consulting.pk in by.desks or ticket.status == Status.LEVEL2)
    offer = Offer.objects.create(
        ticket=ticket,
        company_id=ticket.company_id,
        desk_id=consulting.pk if by_consulting else ticket.desk_id,
        reason=moving.reason.strip(),
        amount=moving.amount,
        valid_until=moving.valid_until,
        offered_by_id=by.person_id,
        offered_at=at,
    )
    data["offer"] = offer.pk


def release_on_line(ticket: Ticket, name: str) -> Release:
    """The release of that name on the customer's version line (DOMAIN 1.5)."""
    line = ticket.release.line_id if ticket.release else None
    found = Release.objects.filter(line=line, name=name.strip()).first()
    if found is None:
        raise Invalid({"target_release": _("There is no such release on the customer's version line.")})
    return found


def _duplicate(ticket: Ticket, of: int, by: Actor) -> None:
    """Only within one company; reporter and sharers become sharers there, so that they can open the link."""
    other = Ticket.objects.visible_to(by).filter(pk=of, company=ticket.company_id).exclude(pk=ticket.pk).first()
    if other is None:
        raise Invalid({"duplicate_of": _("Only a request of the same company can be the original.")})
    ticket.duplicate_of = other
    if other.confidential:
        return
    people = {ticket.reporter_id, *Share.objects.filter(ticket=ticket).values_list("person_id", flat=True)} - {other.reporter_id}
    Share.objects.bulk_create(
        [Share(ticket=other, company_id=other.company_id, person_id=pk, added_by_id=by.person_id) for pk in people],
        ignore_conflicts=True,
    )


def _was_reopened(ticket: Ticket) -> bool:
    last = Event.objects.filter(ticket=ticket, data__has_key="to").order_by("-at", "-pk").first()
    return bool(last and last.data.get("reopened") and last.status == Status.IN_PROGRESS)


def _continue_waiting(ticket: Ticket) -> None:
    """Only thanks: not counted as a reopening, and the days of 1.6 go on from the solution."""
    ticket.reopened = max(0, ticket.reopened - 1)
    solved = Event.objects.filter(ticket=ticket, data__to=Status.RESOLVED).order_by("-at", "-pk").first()
    if solved:
        ticket.timer_from = solved.at
        ticket.reminders = Event.objects.filter(ticket=ticket, kind="ticket.reminded", at__gt=solved.at).count()


def _resolve_what_waited(ticket: Ticket, at: datetime) -> None:
    """A patch installation that is done resolves the request it was made for (DOMAIN 1.5)."""
    if ticket.resolution != "done" or ticket.type.key not in ("PSP", "PSP2") or ticket.parent_id is None:
        return
    parent = (
        Ticket.objects.select_related("type__desk", "desk", "team", "installation")
        .select_for_update(of=("self",))
        .get(pk=ticket.parent_id)
    )
    is_theirs = parent.company.present.pk == ticket.company.present.pk
    if parent.status not in (Status.FIX_AVAILABLE, Status.SCHEDULED) or not is_theirs:
        return
    from guichet.desk.operations.steps import _columns

    parent.loaded = _columns(parent)
    parent.resolution = "fixed_by_patch"
    was = parent.status
    fact = move(parent, Status.RESOLVED, at=at)
    data = {"from": was, "to": Status.RESOLVED, "transition": "installed", "resolution": "fixed_by_patch"}
    record(parent, "ticket.moved", by=SYSTEM, at=at, data=data, sla=[fact])
    finish(parent, at=at)
