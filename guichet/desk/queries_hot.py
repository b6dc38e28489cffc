"""What is hot: what a lead looks at first (DOMAIN 1.4, 1.10, 1.11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from guichet.access.actors import Actor
from guichet.desk.models import Survey, Ticket
from guichet.desk.queries import shown
from guichet.desk.states import OPEN_STATUSES

MOST = 200
UNHAPPY_DAYS = timedelta(days=14)
REASONS = ("escalated", "owed", "contested", "breached", "critical", "unanswered", "unhappy")


@dataclass(frozen=True)
class Hot:
    """A request and why it is hot, the gravest reason first."""

    ticket: Ticket
    reasons: list[str]


def hot(actor: Actor, at: datetime, *, limit: int = MOST) -> list[Hot]:
    """Open requests of the desks he leads, and those lately closed with a bad answer; three questions whatever their number."""
    mine = Ticket.objects.visible_to(actor).filter(Q(desk__in=actor.led_desks) | Q(team__in=actor.led_teams))
    unhappy = dict(Survey.objects.filter(score__lte=2, created_at__gte=at - UNHAPPY_DAYS).values_list("ticket_id", "score"))
    glows = (
        Q(escalated_at__isnull=False)
        | Q(contested_at__isnull=False, contest_decided_at=None)
        | Q(criticality="CRITICAL")
        | Q(unanswered_since__isnull=False)
        | Q(queue_rank=0, next_at__lt=at)
    )
    chosen = mine.filter(Q(status__in=OPEN_STATUSES) & glows | Q(pk__in=list(unhappy))).order_by("queue_rank", "next_at", "number")
    found = shown(chosen[:limit], "queue_rank", "next_at", "number")
    more = {t.pk: t for t in Ticket.objects.filter(pk__in=[t.pk for t in found]).only(*_WHY)}
    rows = [Hot(ticket, _reasons(more[ticket.pk], at, ticket.pk in unhappy)) for ticket in found]
    return sorted(rows, key=lambda one: (REASONS.index(one.reasons[0]), -len(one.reasons), one.ticket.next_at, one.ticket.pk))


_WHY = (
    "status", "criticality", "escalated_at", "escalation_due_at", "contested_at", "contest_decided_at", "contest_due_at",
    "unanswered_since", "queue_rank", "next_at",
)  # fmt: skip


def _reasons(ticket: Ticket, at: datetime, is_unhappy: bool) -> list[str]:
    is_open = ticket.status in OPEN_STATUSES
    overdue = [due for due in (ticket.escalation_due_at, ticket.contest_due_at) if due and due < at]
    holds = {
        "escalated": is_open and ticket.escalated_at,
        "owed": is_open and overdue,
        "contested": is_open and ticket.contested_at and not ticket.contest_decided_at,
        "breached": is_open and ticket.queue_rank == 0 and ticket.next_at < at,
        "critical": is_open and ticket.criticality == "CRITICAL",
        "unanswered": is_open and ticket.unanswered_since,
        "unhappy": is_unhappy,
    }
    return [name for name in REASONS if holds[name]] or ["unanswered"]
