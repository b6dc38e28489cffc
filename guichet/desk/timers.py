"""What happens by itself when time passes: reminders, and the end of waiting (DOMAIN 1.6).

Days are working days of the contract's calendar. What waits for the customer pauses on his own closing days and until his
*away until* (pauses.py); what we owe does not (docs/decisions/closing-days.md).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guichet.contracts.models import Offer
from guichet.desk import pauses
from guichet.desk.models import Ticket
from guichet.desk.states import Status
from guichet.service.house import house
from guichet.sla import stored


@dataclass(frozen=True)
class Timer:
    """The next timed act of a ticket: `remind` (stage n), `end` (its status changes), `owe` (news is owed)."""

    kind: str
    at: datetime
    stage: int = 0


# What a reminder asks for, by status; the word also names it in the queue.
ASKS = {
    Status.WAIT_CUSTOMER: "answer",
    Status.WAIT_APPROVAL: "approval",
    Status.FIX_AVAILABLE: "install",
    Status.RESOLVED: "confirm",
}


def rules(status: str) -> dict:
    """The configured rule of that status; empty where nothing is timed."""
    return house().text("timers").get(status, {})


def delay(name: str) -> int:
    """A configured delay by name (`contest`, `check_on_calendar_days`…)."""
    return int(house().text("delays").get(name) or DELAYS[name])


DELAYS = {
    "contest": 2,
    "check_on_calendar_days": 45,
    "away_calendar_days": 30,
    "survey_calendar_days": 14,
    "follow_up_draft_calendar_days": 14,
}


def next_timer(ticket: Ticket, *, at: datetime) -> Timer | None:
    """The timer that runs out next, perhaps already over; None where nothing is timed.

    While a request is unanswered nothing resolves or closes it; a CRITICAL one the system never ends, the lead is told
    instead (operations/timers.py decides, the moment is the same).
    """
    rule = rules(ticket.status)
    if not rule or ticket.turn not in ("customer", "rnd"):
        return None
    calendar = stored.calendar(ticket.calendar_id)
    base = ticket.timer_from or ticket.status_since
    if "tell_after" in rule:
        return Timer("owe", calendar.add_working_days(base, rule["tell_after"]), ticket.reminders)
    closed = closed_days(ticket, base)
    if ticket.status == Status.RESOLVED and ticket.check_on and ticket.reminders == 0:
        local = datetime.combine(ticket.check_on, time(8), tzinfo=calendar.zone)
        return Timer("remind", calendar.next_opening_except(local, closed), 0)
    reminders = [] if ticket.check_on else rule.get("remind_after", [])
    moments = [
        Timer("remind", calendar.add_working_days(base, days, closed_on=closed), stage)
        for stage, days in enumerate(reminders)
        if stage >= ticket.reminders
    ]
    end = _end(ticket, rule, base, calendar, closed)
    if end and not ticket.unanswered_since:
        moments.append(end)
    return min(moments, key=lambda timer: timer.at, default=None)


def _end(ticket: Ticket, rule: dict, base: datetime, calendar, closed: Collection[date]) -> Timer | None:
    then = rule.get("then")
    if not then or (ticket.criticality == "CRITICAL" and ticket.reminders > len(rule.get("remind_after", []))):
        return None  # the lead of a CRITICAL request was told once instead
    if then["after"] == "validity":
        valid_until = Offer.objects.filter(ticket=ticket, state=Offer.OPEN).values_list("valid_until", flat=True).first()
        if valid_until is None:
            return None
        # The last day of validity counts whole.
        return Timer("end", datetime.combine(valid_until + timedelta(days=1), time(0), tzinfo=calendar.zone))
    at = calendar.add_working_days(base, then["after"], closed_on=closed)
    if ticket.contested_at and not ticket.contest_decided_at:
        return None  # the lead decides first
    # While a lowering may still be contested the request stays open for it (DOMAIN 1.4 e).
    may_contest = ticket.lowered_at and ticket.contest_until and not ticket.contested_at
    return Timer("end", max(at, ticket.contest_until) if may_contest else at)


def closed_days(ticket: Ticket, since: datetime) -> frozenset[date]:
    """The days from *since* on that do not count on this ticket."""
    return pauses.closed_days(ticket, since, away_days=delay("away_calendar_days"))
