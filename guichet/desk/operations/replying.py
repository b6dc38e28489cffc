"""Messages the requester reads, and notes only agents read (DOMAIN 1.4 a and h, 1.5 replies)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.rights import require
from guichet.desk.events import record
from guichet.desk.files import attach
from guichet.desk.models import Insider, Message, Note, Ticket
from guichet.desk.operations.steps import finish, is_shared, lock, mentioned, move, refuse_closed, require_fresh, require_text, say
from guichet.desk.states import CAME_FROM, Status
from guichet.people.models import Person

# Where a customer's reply moves the request (DOMAIN 1.5): back to work, or back to where the question came from.
_REPLY_MOVES = {
    Status.WAIT_CUSTOMER: CAME_FROM,
    Status.RESOLVED: Status.IN_PROGRESS,
    Status.FIX_AVAILABLE: Status.IN_PROGRESS,
}


@transaction.atomic
def reply(
    number: int,
    body: str,
    *,
    by: Actor,
    attachments: Sequence[dict[str, Any]] = (),
    version: int | None = None,
    submission: str | None = None,
    channel: str = "portal",
    is_call: bool = False,
) -> Ticket:
    """Write a public message, as a customer or for the vendor; the same form sent twice makes one message.

    A customer's reply goes back to work where an answer was awaited, and marks the request unanswered elsewhere. The
    vendor's first public reply ends the reply clock, and takes a request that stands in NEW. A recorded call counts alike.
    """
    ticket = lock(number, by=by)
    if was_said(submission):
        require(by, "reply", ticket, is_shared=by.is_requester and is_shared(ticket, by.person_id))
        return ticket
    return reply_to(
        ticket, body, by=by, attachments=attachments, version=version, submission=submission, channel=channel,
        is_call=is_call,
    )  # fmt: skip


def was_said(submission: str | None) -> bool:
    """Whether the form of that id made its message already."""
    return bool(submission) and Message.objects.filter(submission=submission).exists()


def reply_to(
    ticket: Ticket,
    body: str,
    *,
    by: Actor,
    attachments: Sequence[dict[str, Any]] = (),
    version: int | None = None,
    submission: str | None = None,
    channel: str = "portal",
    is_call: bool = False,
    versions: dict[str, str] | None = None,
    is_thanks: bool = False,
) -> Ticket:
    """The same on a ticket that is locked already, of a form that was not sent before. *is_thanks*: it says nothing else."""
    at = clock.now()
    require_fresh(ticket, version)
    require(by, "reply", ticket, is_shared=by.is_requester and is_shared(ticket, by.person_id))
    refuse_closed(ticket)
    body = require_text(body)
    if by.is_requester:
        return _customer_replies(
            ticket, body, by=by, at=at, is_thanks=is_thanks, attachments=attachments, submission=submission, channel=channel
        )
    message = say(
        ticket, body, by=by, at=at, attachments=attachments, channel=channel, submission=submission, is_call=is_call,
        versions=versions,
    )  # fmt: skip
    data: dict[str, Any] = {"message": message.pk}
    sla = [{"kind": "message", "by": "vendor"}]
    if ticket.status == Status.NEW:
        sla.append(move(ticket, Status.IN_PROGRESS, at=at))
        ticket.owner_id = ticket.owner_id or by.person_id
        data |= {"to": ticket.status, "taken": True}
    record(ticket, "call.recorded" if is_call else "message.sent", by=by, at=at, data=data, sla=sla)
    return finish(ticket, at=at)


def _customer_replies(ticket: Ticket, body: str, *, by: Actor, at: datetime, is_thanks: bool, **files: Any) -> Ticket:
    message = say(ticket, body, by=by, at=at, **files)
    data, sla = customer_spoke(ticket, at=at)
    if data.get("reopened"):
        # An agent then says that it was only thanks, and nothing was reopened (DOMAIN 1.5).
        ticket.by_thanks = is_thanks
    record(ticket, "message.received", by=by, at=at, data={"message": message.pk, **data}, sla=sla)
    return finish(ticket, at=at)


def customer_spoke(ticket: Ticket, *, at: datetime) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What a customer's words do (DOMAIN 1.5): back to work where an answer was awaited, unanswered elsewhere.

    Returns what the event says of it, and its facts.
    """
    sla: list[dict[str, Any]] = [{"kind": "message", "by": "customer"}]
    target = _REPLY_MOVES.get(Status(ticket.status))
    if target is None:
        ticket.unanswered_since = ticket.unanswered_since or at
        if ticket.status == Status.WAIT_APPROVAL:
            # Any answer of the customer begins the days anew (DOMAIN 1.6), a question about the offer as well.
            ticket.timer_from, ticket.reminders = at, 0
        return {}, sla
    reopened = ticket.status == Status.RESOLVED
    ticket.reopened += reopened
    sla.append(move(ticket, target, at=at))
    return {"reopened": reopened, "to": ticket.status}, sla


@transaction.atomic
def note(number: int, body: str, *, by: Actor, attachments: Sequence[dict[str, Any]] = (), submission: str | None = None) -> Ticket:
    """Keep a note that only agents read; agents mentioned by @Name get sight of the request (DOMAIN 1.11)."""
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "note", ticket)
    if submission and Note.objects.filter(submission=submission).exists():
        return ticket
    body = require_text(body)
    kept = Note.objects.create(
        ticket=ticket, company_id=ticket.company_id, author_id=by.person_id, body=body, created_at=at, submission=submission
    )
    attach(ticket, attachments, by=by, note=kept)
    named = mentioned(body, Person.objects.filter(is_agent=True, is_active=True).values_list("pk", "given_name"))
    if ticket.confidential:
        named = list(_readers_among(ticket, named))
    give_sight(ticket, named, "mentioned")
    record(ticket, "note.added", by=by, at=at, is_public=False, data={"note": kept.pk, "mentioned": named})
    return finish(ticket, at=at)


def give_sight(ticket: Ticket, people: Sequence[int], reason: str) -> None:
    """Let agents see a ticket by name, whatever their desk."""
    Insider.objects.bulk_create(
        [Insider(ticket=ticket, company_id=ticket.company_id, person_id=pk, reason=reason) for pk in people],
        ignore_conflicts=True,
    )


def _readers_among(ticket: Ticket, people: Sequence[int]) -> set[int]:
    """Of these agents, those who may read a confidential ticket already: a mention does not open it to others."""
    from guichet.access.actors import load_actor

    found = {pk: load_actor(pk) for pk in people}
    return {pk for pk, actor in found.items() if actor and Ticket.objects.visible_to(actor).filter(pk=ticket.pk).exists()}
