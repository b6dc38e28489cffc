"""What happens by itself when time passes: reminders, and the end of waiting (DOMAIN 1.6).

Days are working days of the contract's calendar. The customer's own closing days, and the days until a contact's *away
until*, do not count.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guichet.contracts.models import Offer
from guichet.desk.models import Ticket
from guichet.desk.states import Status
from guichet.people.models import Closure, Person
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
    closed = closed_days(ticket, base)
    if "tell_after" in rule:
        return Timer("owe", calendar.add_working_days(base, rule["tell_after"], closed_on=closed), ticket.reminders)
    if ticket.status == Status.RESOLVED and ticket.check_on and ticket.reminders == 0:
        local = datetime.combine(ticket.check_on, time(8), tzinfo=calendar.zone)
        return Timer("remind", calendar.next_opening(local), 0)
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
    return Timer("end", calendar.add_working_days(base, then["after"], closed_on=closed))


def closed_days(ticket: Ticket, since: datetime) -> frozenset[date]:
    """Days that do not count for the customer: his company's closures and his own absence (30 days at most)."""
    days: set[date] = set()
    first = since.date()
    for closure in Closure.objects.filter(company=ticket.company_id, last_on__gte=first):
        days |= _days(max(closure.first_on, first), closure.last_on)
    away = Person.objects.filter(pk=ticket.reporter_id).values_list("away_until", flat=True).first()
    if away and away >= first:
        days |= _days(first, min(away, first + timedelta(days=delay("away_calendar_days"))))
    return frozenset(days)


def _days(first: date, last: date) -> set[date]:
    # A closure entered for years is cut: no timer of ours is longer than a year.
    return {first + timedelta(days=n) for n in range(min((last - first).days + 1, 400))}
