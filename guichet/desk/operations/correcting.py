"""The named contact corrects what somebody of the vendor wrote down for him (DOMAIN 1.15), or completes what his letter left open."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor
from guichet.access.refusals import Conflict, Invalid
from guichet.access.rights import require
from guichet.catalog.models import Installation
from guichet.desk.events import record
from guichet.desk.models import Message, Ticket, TicketEntity
from guichet.desk.operations import weighing
from guichet.desk.operations.steps import fill, finish, lock, refuse_closed, require_text
from guichet.service.house import house


@dataclass(frozen=True)
class Correction:
    """What the request says once it is corrected, checked in form by its door.

    *level* is empty where the answers about the harm were left as they are; otherwise *answers* are those, with the duties of
    the level.
    """

    subject: str
    body: str
    level: str = ""
    derived: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    deadline: datetime | None = None
    # Another than stands there; None where it stays.
    installation: Installation | None = None


@transaction.atomic
def correct(number: int, correction: Correction, *, by: Actor, version: int | None = None) -> Ticket:
    """Put subject, description and the answers about the harm right. Only the contact in whose name they were entered may.

    What stood there before is kept with the event. Another level counts from now on as DOMAIN 1.4 (d) says; while support has
    lowered it, or the lead decides on a contest, the level is not a matter of correction. Where nothing differs nothing happens.
    """
    at = clock.now()
    ticket = lock(number, by=by, version=version)
    require(by, "correct", ticket)
    refuse_closed(ticket)
    former = _texts(ticket, correction)
    if ticket.missing:
        return _complete(ticket, correction, former, by=by, at=at)
    if correction.level:
        _weigh(ticket, correction, by=by, at=at)
    if not former and not correction.level:
        return ticket
    ticket.last_customer_at = at
    # `text` is where redaction looks for words: what was taken out is not read here either.
    data = {"fields": [*former, *(["criticality"] if correction.level else [])], "text": list(former.values())}
    record(ticket, "ticket.corrected", by=by, at=at, data=data)
    return finish(ticket, at=at)


def _complete(ticket: Ticket, correction: Correction, former: dict[str, str], *, by: Actor, at: datetime) -> Ticket:
    """What a letter left open is filled in: the level is then no change of one, its targets count from the opening."""
    sla: list[dict[str, Any]] = []
    filled = list(ticket.missing)
    if correction.installation is not None:
        ticket.installation, ticket.release_id = correction.installation, correction.installation.release_id
        held = list(correction.installation.entities.values_list("pk", flat=True))
        if held:
            TicketEntity.objects.filter(ticket=ticket).exclude(entity__in=held).delete()
    if correction.level:
        ticket.fields = {**ticket.fields, **correction.answers}
        ticket.derived_criticality, ticket.deadline = correction.derived, correction.deadline or ticket.deadline
        if correction.level != ticket.criticality:
            sla = weighing.set_level(ticket, correction.level)
    sla += fill(ticket, filled)
    ticket.last_customer_at = at
    data = {"fields": [*former, *filled], "text": list(former.values())}
    record(ticket, "ticket.completed", by=by, at=at, data=data, sla=sla)
    return finish(ticket, at=at)


def _texts(ticket: Ticket, correction: Correction) -> dict[str, str]:
    """Write subject and description where they differ; what stood there, by field."""
    former: dict[str, str] = {}
    if correction.subject != ticket.subject:
        former["subject"], ticket.subject = ticket.subject, correction.subject
    first = Message.objects.filter(ticket=ticket, is_first=True).first()
    body = require_text(correction.body, "description")
    if first is not None and body != first.body:
        former["description"] = first.body
        # A contact writes messages and changes none; this one is his only by name.
        with acting_as(SYSTEM):
            Message.objects.filter(pk=first.pk).update(body=body)
    return former


def _weigh(ticket: Ticket, correction: Correction, *, by: Actor, at: datetime) -> None:
    if ticket.type.criticality != "asked":
        raise Conflict(_("Requests of this type have no criticality to change."), reason="transition", number=ticket.pk)
    if correction.level not in house().levels:
        raise Invalid({"criticality": _("Choose one of the levels.")})
    was, level = ticket.criticality, correction.level
    ticket.fields = {**ticket.fields, **correction.answers}
    ticket.derived_criticality = correction.derived
    ticket.deadline = correction.deadline or ticket.deadline
    if level == was:
        return
    if ticket.lowered_at:
        said = _("Support changed the criticality already. Raise it, or contest the lowering, on the page of the request.")
        raise Conflict(said, reason="transition", number=ticket.pk)
    lowered = house().level_rank(level) < house().level_rank(was)
    reason = str(correction.answers.get("criticality_reason") or "")
    data = {"from": was, "to": level, "reason": reason, "direction": "lowered" if lowered else "raised", "by_customer": True}
    record(ticket, "ticket.criticality_changed", by=by, at=at, data=data, sla=weighing.set_level(ticket, level))
