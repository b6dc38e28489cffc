"""What a customer does besides writing: confirm, refuse, withdraw, close, wait, add a colleague, be asked (DOMAIN 1.5 to 1.7)."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Conflict, Invalid
from guichet.access.rights import require
from guichet.desk import surveying, timers
from guichet.desk.events import record
from guichet.desk.models import Survey, Ticket
from guichet.desk.operations.steps import allowed, finish, is_shared, lock, move, refuse_closed, require_text, say
from guichet.desk.states import Status, transition


@transaction.atomic
def confirm(number: int, *, by: Actor, version: int | None = None) -> Ticket:
    """The solution holds: RESOLVED closes for good; a fix that was installed is resolved (DOMAIN 1.5)."""
    at = clock.now()
    ticket = lock(number, by=by, version=version)
    require(by, "confirm", ticket)
    refuse_closed(ticket)
    if ticket.status == Status.FIX_AVAILABLE:
        ticket.resolution, name = "fixed_by_patch", "installed"
        fact = move(ticket, Status.RESOLVED, at=at)
    else:
        allowed(ticket, transition("confirm"))
        fact, name = move(ticket, Status.CLOSED, at=at), "confirm"
    record(ticket, "ticket.moved", by=by, at=at, data=_moved(ticket, name), sla=[fact])
    return finish(ticket, at=at)


@transaction.atomic
def not_solved(number: int, body: str, *, by: Actor, version: int | None = None) -> Ticket:
    """The solution does not hold: back to work with the time already used; counts as a reopening."""
    at = clock.now()
    ticket = lock(number, by=by, version=version)
    require(by, "not_solved", ticket, is_shared=is_shared(ticket, by.person_id))
    refuse_closed(ticket)
    fixed = ticket.status == Status.FIX_AVAILABLE
    allowed(ticket, transition("still_there" if fixed else "not_solved"))
    sla, data = [], {"reopened": not fixed}
    if body.strip():
        message = say(ticket, require_text(body), by=by, at=at)
        data["message"] = message.pk
        sla.append({"kind": "message", "by": "customer"})
    ticket.reopened += not fixed
    sla.append(move(ticket, Status.IN_PROGRESS, at=at))
    data["to"] = ticket.status
    if body.strip():
        record(ticket, "message.received", by=by, at=at, data=data, sla=sla)
    else:
        record(ticket, "ticket.moved", by=by, at=at, data=_moved(ticket, "still_there" if fixed else "not_solved"), sla=sla)
    return finish(ticket, at=at)


@transaction.atomic
def withdraw(number: int, reason: str, *, by: Actor, version: int | None = None) -> Ticket:
    """The customer withdraws his request, with a reason."""
    at = clock.now()
    ticket = lock(number, by=by, version=version)
    require(by, "withdraw", ticket)
    refuse_closed(ticket)
    allowed(ticket, transition("cancel"))
    reason = require_text(reason, "reason")
    fact = move(ticket, Status.CANCELLED, at=at)
    record(ticket, "ticket.moved", by=by, at=at, data=_moved(ticket, "cancel") | {"reason": reason}, sla=[fact])
    return finish(ticket, at=at)


@transaction.atomic
def close(number: int, *, by: Actor, version: int | None = None) -> Ticket:
    """*Solved, please close*: from any open status but WAIT_APPROVAL; the page asks once to confirm."""
    at = clock.now()
    ticket = lock(number, by=by, version=version)
    require(by, "close", ticket)
    refuse_closed(ticket)
    allowed(ticket, transition("please_close"))
    fact = move(ticket, Status.CLOSED, at=at)
    record(ticket, "ticket.moved", by=by, at=at, data=_moved(ticket, "please_close"), sla=[fact])
    return finish(ticket, at=at)


@transaction.atomic
def check_on(number: int, on: date, *, by: Actor) -> Ticket:
    """*I can check on {date}*: reminded on that day, and the ten days count from it (DOMAIN 1.6)."""
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "check_on", ticket)
    refuse_closed(ticket)
    if ticket.status != Status.RESOLVED:
        raise Conflict(_("There is no solution to check yet."), reason="transition", number=number)
    today = at.astimezone(ticket_zone(ticket)).date()
    latest = today + timedelta(days=timers.delay("check_on_calendar_days"))
    if not today < on <= latest:
        days = timers.delay("check_on_calendar_days")
        raise Invalid({"check_on": _("Choose a day after today, at most %(days)s days ahead.") % {"days": days}})
    ticket.check_on, ticket.reminders = on, 0
    ticket.timer_from = at.astimezone(ticket_zone(ticket)).replace(year=on.year, month=on.month, day=on.day)
    record(ticket, "ticket.checks_on", by=by, at=at, data={"on": on.isoformat()})
    return finish(ticket, at=at)


@transaction.atomic
def answer_survey(number: int, score: int, text: str, *, by: Actor) -> Survey:
    """How satisfied, 1 to 5: once, within 14 days after closing; 2 or less tells the lead (DOMAIN 1.11)."""
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "survey", ticket, is_shared=is_shared(ticket, by.person_id))
    ends_at = surveying.ends_at(ticket)
    if ends_at is None or at > ends_at:
        raise Conflict(_("The time for this question is over."), reason="transition", number=number)
    if score not in range(1, 6):
        raise Invalid({"score": _("Choose from 1 to 5.")})
    try:
        with transaction.atomic():
            survey = Survey.objects.create(
                ticket=ticket, company_id=ticket.company_id, person_id=by.person_id, score=score, text=text.strip(), created_at=at
            )
    except IntegrityError:
        raise Conflict(_("This was answered already. Thank you."), reason="transition", number=number) from None
    record(ticket, "survey.answered", by=by, at=at, data={"score": score})
    return survey


def ticket_zone(ticket: Ticket):
    """The zone in which days of this ticket are meant: its calendar's."""
    from guichet.sla import stored

    return stored.calendar(ticket.calendar_id).zone


def _moved(ticket: Ticket, name: str) -> dict[str, str]:
    return {"from": ticket.loaded["status"], "to": ticket.status, "transition": name}
