"""How much harm: support lowers or raises with a reason, the customer raises or contests, the lead decides (DOMAIN 1.4 d, e)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Conflict, Forbidden, Invalid
from guichet.access.rights import leads, require
from guichet.desk import timers
from guichet.desk.answering import stands_for_lead
from guichet.desk.events import record
from guichet.desk.models import Ticket
from guichet.desk.operations.opening import follow_level
from guichet.desk.operations.steps import fill, finish, lock, refuse_closed, require_text
from guichet.service.house import house
from guichet.sla import calendar as calendars
from guichet.sla import stored


@transaction.atomic
def change_criticality(number: int, level: str, reason: str, *, by: Actor, version: int | None = None) -> Ticket:
    """Support gives the request another criticality, with a reason that the customer is told at once.

    Lowering recomputes open due times from creation and may be contested once within two working days. While a contest is
    open only the lead decides it: the contested level grants it, counted from the contest; the present one refuses it.
    """
    at = clock.now()
    ticket = lock(number, by=by, version=version)
    require(by, "criticality", ticket)
    refuse_closed(ticket)
    _require_asked(ticket)
    reason = require_text(reason, "reason")
    if level not in house().levels:
        raise Invalid({"criticality": _("Choose one of the levels.")})
    if contest_is_open(ticket):
        return _decide_contest(ticket, level, reason, by=by, at=at)
    if level == ticket.criticality:
        raise Invalid({"criticality": _("The request has this level already.")})
    lowered = house().level_rank(level) < house().level_rank(ticket.criticality)
    was = ticket.criticality
    if lowered:
        calendar = stored.calendar(ticket.calendar_id)
        ticket.lowered_from, ticket.lowered_at = was, at
        ticket.contest_until = calendar.add_working_days(at, timers.delay("contest"))
        ticket.contested_at = ticket.contest_decided_at = None
        ticket.contested_level = ""
    data = {"from": was, "to": level, "reason": reason, "direction": "lowered" if lowered else "raised", "by_customer": False}
    record(ticket, "ticket.criticality_changed", by=by, at=at, data=data, sla=set_level(ticket, level))
    return finish(ticket, at=at)


@transaction.atomic
def raise_criticality(number: int, level: str, duties: dict[str, Any], *, by: Actor, version: int | None = None) -> Ticket:
    """The customer raises, with the duties of the new level; within two working days of a lowering this is the contest.

    *duties* holds `impact`, `deadline` (aware), `phone`, `reachable`, `reason` as far as given.
    """
    at = clock.now()
    ticket = lock(number, by=by, version=version)
    require(by, "raise", ticket)
    refuse_closed(ticket)
    _require_asked(ticket)
    if house().level_rank(level) <= house().level_rank(ticket.criticality):
        raise Invalid({"criticality": _("Choose a higher level than the present one.")})
    require_duties(level, duties)
    if may_contest(ticket, at):
        return _contest(ticket, level, duties.get("reason") or duties.get("impact") or "", by=by, at=at)
    if contest_is_open(ticket):
        raise Conflict(_("The team lead is deciding on the criticality."), reason="transition", number=number)
    was = ticket.criticality
    _keep_duties(ticket, duties)
    data = {"from": was, "to": level, "reason": duties.get("reason") or "", "direction": "raised", "by_customer": True}
    record(ticket, "ticket.criticality_changed", by=by, at=at, data=data, sla=set_level(ticket, level))
    return finish(ticket, at=at)


@transaction.atomic
def contest(number: int, reason: str, *, by: Actor, version: int | None = None) -> Ticket:
    """The customer contests a lowering, once, within two working days; the lower targets run until the lead decides."""
    at = clock.now()
    ticket = lock(number, by=by, version=version)
    require(by, "contest", ticket)
    refuse_closed(ticket)
    if not may_contest(ticket, at):
        raise Conflict(_("There is nothing to contest, or the time for it is over."), reason="transition", number=number)
    return _contest(ticket, ticket.lowered_from, require_text(reason, "reason"), by=by, at=at)


def may_contest(ticket: Ticket, at: datetime) -> bool:
    """A lowering stands, was not contested, and its two working days are not over."""
    return bool(
        ticket.lowered_at and not ticket.contested_at and ticket.contest_until and at <= ticket.contest_until and ticket.is_open
    )


def contest_is_open(ticket: Ticket) -> bool:
    return bool(ticket.contested_at and not ticket.contest_decided_at)


def decides(actor: Actor, ticket: Ticket) -> bool:
    """Who decides on a contest: the lead, or while he is away who answers in his place (DOMAIN 1.15)."""
    return leads(actor, ticket) or stands_for_lead(actor, ticket)


def _contest(ticket: Ticket, level: str, reason: str, *, by: Actor, at: datetime) -> Ticket:
    ticket.contested_at, ticket.contested_level, ticket.contest_decided_at = at, level, None
    first_reply = stored.policy(ticket.policy_id).targets_at(level).first_reply or 0
    answer_by = calendars.due(stored.calendar(ticket.calendar_id), at, first_reply)
    ticket.contest_due_at = answer_by
    data = {"from": ticket.criticality, "to": level, "reason": reason, "answer_by": answer_by.isoformat()}
    record(ticket, "ticket.contested", by=by, at=at, data=data)
    return finish(ticket, at=at)


def _decide_contest(ticket: Ticket, level: str, reason: str, *, by: Actor, at: datetime) -> Ticket:
    if not decides(by, ticket):
        raise Forbidden(_("The customer contests the criticality: the team lead decides."))
    if level not in (ticket.contested_level, ticket.criticality):
        raise Invalid({"criticality": _("Grant the contested level, or keep the present one.")})
    granted = level == ticket.contested_level
    sla = set_level(ticket, level, counts_from=ticket.contested_at) if granted else []
    ticket.contest_decided_at, ticket.contest_due_at = at, None
    data = {"granted": granted, "level": level, "reason": reason}
    record(ticket, "ticket.contest_decided", by=by, at=at, data=data, sla=sla)
    return finish(ticket, at=at)


def set_level(ticket: Ticket, level: str, counts_from: datetime | None = None) -> list[dict[str, Any]]:
    """Give the level; extended hours for CRITICAL make it a change of calendar too (DOMAIN 1.15)."""
    fact: dict[str, Any] = {"kind": "criticality", "to": level}
    if counts_from:
        fact["counts_from"] = counts_from.isoformat()
    ticket.criticality = level
    return [*follow_level(ticket), fact, *fill(ticket, ["criticality"])]


def _require_asked(ticket: Ticket) -> None:
    if ticket.type.criticality != "asked":
        raise Conflict(_("Requests of this type have no criticality to change."), reason="transition", number=ticket.pk)


# The order of a form: what is missing is said beside each field.
_DUTY_MISSING = {
    "impact": gettext_noop("Say what is at stake."),
    "deadline": gettext_noop("Say by when it must work again."),
    "phone": gettext_noop("Give a number we can call."),
    "reachable": gettext_noop("Name the person we reach there."),
}


def require_duties(level: str, given: dict[str, Any]) -> None:
    """The duties of a level, beside their fields (DOMAIN 1.4, INTERFACE section 4)."""
    known = house().levels.get(level)
    missing = {
        name: _(_DUTY_MISSING[name]) for name in (known.duties if known else []) if name in _DUTY_MISSING and not given.get(name)
    }
    if missing:
        raise Invalid(missing)


def _keep_duties(ticket: Ticket, duties: dict[str, Any]) -> None:
    kept = {name: duties[name] for name in ("impact", "phone", "reachable") if duties.get(name)}
    ticket.fields = {**ticket.fields, **kept}
    ticket.deadline = duties.get("deadline") or ticket.deadline
