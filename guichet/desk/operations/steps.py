"""The steps operations are made of: lock, move, say, finish. Each operation is one transaction around them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Conflict, Invalid, Missing
from guichet.desk import clocks
from guichet.desk.beside import configured
from guichet.desk.models import Attachment, DeskStay, Message, Share, Ticket
from guichet.desk.operations.telling import tell_changed_hours
from guichet.desk.states import CAME_FROM, Status, Transition, turn_of
from guichet.desk.texts import is_blank
from guichet.service import limits
from guichet.sla import rules


def lock(number: int, *, by: Actor, version: int | None = None, at: datetime | None = None) -> Ticket:
    """The ticket, locked for this transaction, if *by* sees it.

    *version* is what the page was made of: somebody who was quicker makes it stale (409). Absent, it is not checked. *at*:
    the worker's moment.
    """
    ticket = Ticket.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=number).first()
    if ticket is None:
        raise Missing(_("There is no such request."))
    configured(ticket)
    require_fresh(ticket, version)
    ticket.loaded = _columns(ticket)
    at = at or clock.now()
    if ticket.is_open and ticket.wake_at and ticket.wake_at <= at:
        # It waits to be looked at, perhaps for other hours: what they move later is told before anything else moves it.
        tell_changed_hours(ticket, at=at)
    return ticket


def require_fresh(ticket: Ticket, version: int | None) -> None:
    """Raise Conflict where somebody changed the ticket since the page of that version was made."""
    if version is not None and version != ticket.version:
        raise Conflict(_("Somebody was quicker. Your text was not sent, and it is not lost."), reason="stale", number=ticket.pk)


def is_shared(ticket: Ticket, person_id: int | None) -> bool:
    """Whether that person is one of the ticket's sharers; its reporter needs no share."""
    if person_id is None or person_id == ticket.reporter_id:
        return False
    return Share.objects.filter(ticket=ticket, person=person_id).exists()


def refuse_closed(ticket: Ticket) -> None:
    """Closed is closed (DOMAIN 1.7): say when, and where to go on."""
    if not ticket.takes_replies:
        raise Conflict(
            _("This request is closed and takes no reply. Your text is kept for 14 days: create a follow-up."),
            reason="closed",
            number=ticket.pk,
        )


def allowed(ticket: Ticket, transition: Transition) -> None:
    """Raise Conflict unless the ticket stands where the transition starts."""
    if ticket.status not in transition.sources:
        raise Conflict(_("The request does not allow this step in its present status."), reason="transition", number=ticket.pk)


def fill(ticket: Ticket, names: Collection[str]) -> list[dict[str, Any]]:
    """What was missing of a request that mail opened is there, or no longer asked; the fact, once nothing is missing any more."""
    if not ticket.missing:
        return []
    ticket.missing = [name for name in ticket.missing if name not in names]
    return [] if ticket.missing else [{"kind": "completed"}]


def move(ticket: Ticket, target: str, *, at: datetime) -> dict[str, Any]:
    """Set the status with everything that depends on it; returns the fact the clocks are replayed from.

    `came_from` keeps the status that WAIT_CUSTOMER and SCHEDULED give back: LEVEL2, otherwise IN_PROGRESS (DOMAIN 1.5).
    """
    target = (ticket.came_from or Status.IN_PROGRESS) if target == CAME_FROM else target
    if target in (Status.WAIT_CUSTOMER, Status.WAIT_APPROVAL, Status.SCHEDULED):
        ticket.came_from = Status.LEVEL2 if ticket.status == Status.LEVEL2 else Status.IN_PROGRESS
    ticket.status, ticket.status_since = target, at
    turn = turn_of(target, operated_by=operated_by(ticket))
    if turn != ticket.turn:
        ticket.turn, ticket.turn_since = turn, at
    ticket.timer_from, ticket.reminders, ticket.check_on = at, 0, None
    if target != Status.SCHEDULED:
        ticket.appointment_at = None
    if target not in (Status.PLANNED_FIX, Status.FIX_AVAILABLE, Status.RESOLVED, Status.CLOSED, Status.SCHEDULED):
        ticket.target_release, ticket.way_round_accepted = None, False
    ticket.closed_at = at if target in (Status.CLOSED, Status.CANCELLED) else None
    if target in (Status.CLOSED, Status.CANCELLED):
        ticket.escalation_due_at = ticket.contest_due_at = None
    if target in (Status.CLOSED, Status.CANCELLED) or target in rules.ANSWERS:
        ticket.unanswered_since = None
    if target == Status.RESOLVED:
        ticket.resolved_at = at
    elif target != Status.CLOSED:
        ticket.resolution, ticket.resolved_at = "", None
    if target == Status.PLANNED_FIX:
        return {"kind": "planned_fix", "way_round": ticket.way_round_accepted}
    return {"kind": "status", "to": target}


def operated_by(ticket: Ticket) -> str:
    """Who operates the installation: the vendor installs his fixes himself."""
    return ticket.installation.operated_by if ticket.installation_id and ticket.installation else "customer"


def say(
    ticket: Ticket,
    body: str,
    *,
    by: Actor,
    at: datetime,
    attachments: Sequence[dict[str, Any]] = (),
    channel: str = "portal",
    submission: str | None = None,
    is_first: bool = False,
    is_call: bool = False,
    author_id: int | None = None,
    side: str | None = None,
    versions: dict[str, str] | None = None,
    language: str = "",
) -> Message:
    """Add a public message, with its files, and note who wrote last."""
    from guichet.desk.files import attach

    side = side or (Message.CUSTOMER if by.is_requester else Message.VENDOR)
    message = Message.objects.create(
        ticket=ticket,
        company_id=ticket.company_id,
        author_id=author_id or by.person_id,
        side=side,
        channel=channel,
        body=body,
        language=language or (ticket.language if side == Message.CUSTOMER else ""),
        created_at=at,
        submission=submission,
        is_first=is_first,
        is_call=is_call,
        versions=versions or None,
    )
    attach(ticket, attachments, by=by, message=message)
    if side == Message.CUSTOMER:
        ticket.last_customer_at = at
    else:
        ticket.last_vendor_at = at
        ticket.unanswered_since = ticket.escalation_due_at = None
        ticket.timer_from = at if ticket.status == Status.PLANNED_FIX else ticket.timer_from
    return message


def stand_on(ticket: Ticket, *, desk_id: int, team_id: int | None, at: datetime) -> bool:
    """Put the ticket on a desk and team, and keep that it stood there. True if the desk is another one."""
    moved = ticket.desk_id != desk_id
    ticket.desk_id, ticket.team_id = desk_id, team_id
    stay = DeskStay(ticket=ticket, company_id=ticket.company_id, desk_id=desk_id, team_id=team_id, since=at)
    DeskStay.objects.bulk_create([stay], ignore_conflicts=True)
    return moved


def finish(ticket: Ticket, *, at: datetime | None = None) -> Ticket:
    """Bring the clocks up to date from the events and save what changed. The last step of every operation."""
    at = at or clock.now()
    ticket.updated_at = at
    ticket.version += 1
    return look(ticket, at=at)


def look(ticket: Ticket, *, at: datetime) -> Ticket:
    """Bring the clocks up to date where nothing happened that a reader would see; a page made before stays fresh."""
    clocks.refresh(ticket, at=at)
    changed = [name for name, value in _columns(ticket).items() if ticket.loaded.get(name, ...) != value]
    if changed:
        ticket.save(update_fields=changed)
    ticket.loaded = _columns(ticket)
    return ticket


def require_text(body: str, field: str = "body") -> str:
    """The text, without blank ends; an empty or endless one is refused beside its field."""
    text = body.replace("\x00", "").strip()
    if is_blank(text):
        raise Invalid({field: _("Please write a text.")})
    if len(text) > limits.characters():
        raise Invalid({field: limits.too_long()})
    return text


def _columns(ticket: Ticket) -> dict[str, Any]:
    # `fields` and other JSON columns are replaced, never changed in place, so that comparing tells.
    return {f.attname: getattr(ticket, f.attname) for f in ticket._meta.concrete_fields if f.name not in ("words", "number")}


def mentioned(body: str, agents: Iterable[tuple[int, str]]) -> list[int]:
    """Ids of the agents whose given name stands after an @ in *body*."""
    lower = body.lower()
    return [pk for pk, given in agents if f"@{given.lower()}" in lower]


__all__ = [
    "Attachment", "allowed", "finish", "is_shared", "lock", "look", "mentioned", "move", "operated_by", "refuse_closed",
    "require_fresh", "require_text", "say", "stand_on",
]  # fmt: skip
