"""The customer's answer to an offer: nothing costs without a named yes (DOMAIN 1.5, 1.9)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Conflict
from guichet.access.rights import require
from guichet.contracts.models import Offer
from guichet.desk.events import record
from guichet.desk.models import Ticket
from guichet.desk.operations.steps import allowed, finish, lock, move, refuse_closed, require_text
from guichet.desk.states import Status, transition
from guichet.service.house import house


@transaction.atomic
def approve(number: int, *, by: Actor, version: int | None = None) -> Ticket:
    """An approver says yes: name, date and amount are kept; work goes on at the desk that offered."""
    at = clock.now()
    ticket, offer = _open_offer(number, "approve", by=by, version=version)
    _decide(offer, Offer.APPROVED, by=by, at=at)
    consulting = house().desk_by_key.get("CON")
    target = Status.LEVEL2 if consulting and offer.desk_id == consulting.pk else Status.IN_PROGRESS
    return _moved(ticket, offer, target, "approve", by=by, at=at)


@transaction.atomic
def refuse(number: int, reason: str, *, for_good: bool, by: Actor, version: int | None = None) -> Ticket:
    """*Not like this, because…* gives it back to work; *for good* closes the request (code *offer refused*)."""
    at = clock.now()
    ticket, offer = _open_offer(number, "refuse_offer" if for_good else "return_offer", by=by, version=version)
    reason = require_text(reason, "reason")
    _decide(offer, Offer.REFUSED if for_good else Offer.RETURNED, by=by, at=at, decision=reason)
    if for_good:
        ticket.resolution = "offer_refused"
        return _moved(ticket, offer, Status.CLOSED, "refuse_offer", by=by, at=at, reason=reason, resolution="offer_refused")
    return _moved(ticket, offer, Status.IN_PROGRESS, "return_offer", by=by, at=at, reason=reason)


def _open_offer(number: int, name: str, *, by: Actor, version: int | None) -> tuple[Ticket, Offer]:
    ticket = lock(number, by=by, version=version)
    require(by, "approve", ticket)
    refuse_closed(ticket)
    allowed(ticket, transition(name))
    offer = Offer.objects.select_for_update().filter(ticket=ticket, state=Offer.OPEN).first()
    if offer is None:
        raise Conflict(_("This offer is no longer open."), reason="transition", number=number)
    return ticket, offer


def _decide(offer: Offer, state: str, *, by: Actor, at: datetime, decision: str = "") -> None:
    offer.state, offer.decided_by_id, offer.decided_at, offer.decision = state, by.person_id, at, decision
    offer.save(update_fields=["state", "decided_by", "decided_at", "decision"])


def _moved(ticket: Ticket, offer: Offer, target: str, name: str, *, by: Actor, at: datetime, **more: Any) -> Ticket:
    fact = move(ticket, target, at=at)
    data = {"from": Status.WAIT_APPROVAL, "to": target, "transition": name, "offer": offer.pk, **more}
    record(ticket, "ticket.moved", by=by, at=at, data=data, sla=[fact])
    return finish(ticket, at=at)
