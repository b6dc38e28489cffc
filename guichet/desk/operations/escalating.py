"""The customer escalates, or takes it back (DOMAIN 1.4, 1.10)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Conflict
from guichet.access.rights import require
from guichet.desk import clocks
from guichet.desk.events import record
from guichet.desk.models import Ticket
from guichet.desk.operations.replying import customer_spoke, give_sight
from guichet.desk.operations.steps import finish, lock, refuse_closed, require_text, say
from guichet.people.models import Seat
from guichet.sla import stored
from guichet.sla.calendar import due
from guichet.sla.ledger import Ledger


@transaction.atomic
def escalate(number: int, reason: str, *, by: Actor, version: int | None = None) -> Ticket:
    """Raise the request to the team's lead: offered once the working time on our side is used up, or a target was missed.

    Keeps the owner and adds the lead as watcher. The reason is a message like any other: it leaves the request unanswered. An
    answer is owed within the update interval, whatever the status does to the clocks; the lead hears if none came.
    """
    at = clock.now()
    ticket = lock(number, by=by, version=version)
    require(by, "escalate", ticket)
    refuse_closed(ticket)
    if ticket.escalated_at:
        raise Conflict(_("This request is escalated already."), reason="transition", number=number)
    now = clocks.ledger(ticket, at=at)
    if not now.may_escalate:
        raise Conflict(_("It is too early to escalate. Write a reminder first."), reason="transition", number=number)
    reason = require_text(reason, "reason")
    ticket.escalated_at, ticket.escalation_due_at = at, _answer_by(now, ticket, at)
    message = say(ticket, reason, by=by, at=at)
    moved, sla = customer_spoke(ticket, at=at)
    give_sight(ticket, leads_of(ticket), "watcher")
    data = {"reason": reason, "message": message.pk, **moved}
    record(ticket, "ticket.escalated", by=by, at=at, data=data, sla=sla)
    return finish(ticket, at=at)


@transaction.atomic
def take_back(number: int, *, by: Actor) -> Ticket:
    """The customer takes his escalation back."""
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "escalate", ticket)
    refuse_closed(ticket)
    if not ticket.escalated_at:
        raise Conflict(_("This request is not escalated."), reason="transition", number=number)
    ticket.escalated_at = ticket.escalation_due_at = None
    record(ticket, "ticket.escalation_withdrawn", by=by, at=at, data={"reason": ""})
    return finish(ticket, at=at)


def _answer_by(now: Ledger, ticket: Ticket, at: datetime) -> datetime | None:
    """An update interval of the present level from now on, in the calendar of the contract."""
    every = stored.policy(ticket.policy_id).targets_at(now.level).update
    return due(now.calendar, at, every) if every else None


def leads_of(ticket: Ticket) -> list[int]:
    """The lead of the owner's team, wherever the request stands meanwhile; unowned of its team, otherwise of its desk."""
    seats = Seat.objects.filter(is_lead=True, person__is_active=True)
    at_team, at_desk = Q(team=ticket.team_id), Q(team__desk=ticket.desk_id)
    choices = [at_team, at_desk]
    if ticket.owner_id:
        of_owner = set(Seat.objects.filter(person=ticket.owner_id).values_list("team_id", flat=True))
        choices = choices if ticket.team_id in of_owner else [Q(team__in=of_owner), *choices]
    for choice in choices:
        if found := list(seats.filter(choice).order_by("pk").values_list("person_id", flat=True).distinct()):
            return list(dict.fromkeys(found))
    return []
