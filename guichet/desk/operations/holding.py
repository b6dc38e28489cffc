"""Undo send: an agent's reply waits some seconds before it is said; only then is it visible, moves and stops a clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor, load_actor
from guichet.access.refusals import DeskError, Missing
from guichet.desk.models import HeldReply, Ticket
from guichet.desk.operations import moving, replying
from guichet.desk.operations.steps import lock
from guichet.jobs import queue
from guichet.people.models import new_token
from guichet.service.house import house

RELEASE = "guichet.release_reply"


@dataclass(frozen=True)
class Reply:
    """What was written in the composer: a text, and the status it moves to, if any."""

    body: str
    status: str = ""
    resolution: str = ""
    attachments: Sequence[dict[str, Any]] = field(default_factory=list)
    submission: str | None = None


def seconds() -> int:
    """How long a reply waits (configuration, `limits.undo_send_s`); 0 sends at once."""
    return int(house().text("limits").get("undo_send_s", 10))


@transaction.atomic
def hold(number: int, reply: Reply, *, by: Actor, version: int | None = None) -> HeldReply | None:
    """Keep a reply until its seconds are over. What would be refused then is refused now, beside its field.

    The same form sent twice is held once. None where it was sent or is held already.
    """
    ticket = lock(number, by=by, version=version)
    if was_taken(reply.submission):
        return None
    trial = transaction.savepoint()
    try:
        _say(ticket.pk, reply, by=by)
    finally:
        transaction.savepoint_rollback(trial)
    wait = seconds()
    held = HeldReply.objects.create(
        ticket=ticket,
        company_id=ticket.company_id,
        person_id=by.person_id,
        body=reply.body,
        status=reply.status,
        resolution=reply.resolution,
        files=list(reply.attachments),
        submission=reply.submission or new_token(),
        knew_status=ticket.status,
        knew_customer_at=ticket.last_customer_at,
        due_at=clock.now() + timedelta(seconds=wait),
    )
    queue.put(RELEASE, lock=f"held-{ticket.pk}", after=wait, held_id=held.pk)
    return held


@transaction.atomic
def take_back(held_id: int, *, by: Actor) -> HeldReply:
    """The writer's second thought: the reply is not sent. Missing if it is gone already, or somebody else's."""
    held = HeldReply.objects.select_for_update().filter(pk=held_id, person=by.person_id).first()
    if held is None:
        raise Missing(_("This reply has been sent already."))
    held.delete()
    return held


def held_by(actor: Actor, ticket: Ticket) -> list[HeldReply]:
    """What the reader himself has written there and is not yet sent, oldest first."""
    return list(HeldReply.objects.filter(ticket=ticket, person=actor.person_id).order_by("pk"))


def release(held_id: int) -> bool:
    """Send a held reply as its writer; False where it was taken back, is sent, or waits still.

    Where it is refused now, or the customer wrote or the request moved meanwhile, it stays with its writer.
    """
    with acting_as(SYSTEM):
        found = HeldReply.objects.filter(pk=held_id, problem="", due_at__lte=clock.now() + timedelta(seconds=1)).first()
        writer = load_actor(found.person_id) if found else None
    if writer is None:
        return False
    try:
        with translation.override(writer.language), acting_as(writer):
            held = HeldReply.objects.select_for_update(skip_locked=True).filter(pk=held_id, problem="").first()
            if held is None:
                return False
            _require_unchanged(held, by=writer)
            reply = Reply(held.body, held.status, held.resolution, held.files, held.submission)
            _say(held.ticket_id, reply, by=writer)
            held.delete()
            return True
    except DeskError as error:
        with acting_as(SYSTEM):
            HeldReply.objects.filter(pk=held_id).update(problem=error.message)
        return False


def release_due() -> int:
    """Send what is due and has lost its job."""
    with acting_as(SYSTEM):
        due = list(HeldReply.objects.filter(problem="", due_at__lt=clock.now()).order_by("pk").values_list("pk", flat=True)[:200])
    return sum(release(pk) for pk in due)


def _require_unchanged(held: HeldReply, *, by: Actor) -> None:
    ticket = lock(held.ticket_id, by=by)
    if (ticket.status, ticket.last_customer_at) != (held.knew_status, held.knew_customer_at):
        raise Missing(_("Somebody was quicker. Your text was not sent, and it is not lost."))


def was_taken(submission: str | None) -> bool:
    """Whether the form of that id was said already, or is held."""
    return bool(submission) and (replying.was_said(submission) or HeldReply.objects.filter(submission=submission).exists())


def _say(number: int, reply: Reply, *, by: Actor) -> None:
    if not reply.status:
        replying.reply(number, reply.body, by=by, attachments=reply.attachments, submission=reply.submission)
        return
    moving.transition_to(
        number,
        moving.Moving(
            status=reply.status, body=reply.body, resolution=reply.resolution, attachments=reply.attachments,
            submission=reply.submission,
        ),
        by=by,
    )  # fmt: skip
