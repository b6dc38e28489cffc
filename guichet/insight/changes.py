"""Changes of criticality by company and direction: who raised, who lowered, what was contested and how it ended."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from guichet.access.actors import Actor
from guichet.desk.models import WEIGHED, Event, Ticket

MOST = 5_000
KINDS = ("raised_by_customer", "raised", "lowered_by_customer", "lowered", "contested", "granted", "kept")


@dataclass(frozen=True)
class Change:
    """One thing that happened to a criticality."""

    at: datetime
    company: str
    company_id: int
    number: int
    type_id: int
    kind: str
    was: str
    now: str
    who: str
    reason: str


@dataclass
class Report:
    """What happened in a period, the newest first, and how often by company."""

    changes: list[Change]
    by_company: dict[str, dict[str, int]] = field(default_factory=dict)
    # More happened than is shown.
    is_cut: bool = False


def changes(actor: Actor, since: datetime, until: datetime, *, company: int | None = None, kind: str = "") -> Report:
    """From *since* to before *until*, of the requests this agent sees; one question whatever the period holds."""
    rows = Event.objects.filter(kind__in=WEIGHED, at__gte=since, at__lt=until, ticket__in=Ticket.objects.visible_to(actor))
    if company is not None:
        rows = rows.filter(company=company)
    named = rows.select_related("company", "by", "ticket").only(
        "kind", "at", "data", "company__name", "by__given_name", "by__family_name", "ticket__type"
    )
    read = [_change(event) for event in named.order_by("-at", "-pk")[: MOST + 1]]
    found = [one for one in read[:MOST] if not kind or one.kind == kind]
    counted: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(KINDS, 0))
    for one in found:
        counted[one.company][one.kind] += 1
    return Report(found, dict(sorted(counted.items())), len(read) > MOST)


def _change(event: Event) -> Change:
    data: dict[str, Any] = event.data
    return Change(
        at=event.at,
        company=event.company.name,
        company_id=event.company_id,
        number=event.ticket_id,
        type_id=event.ticket.type_id,
        kind=_kind(event.kind, data),
        was=data.get("from", ""),
        now=data.get("to") or data.get("level", ""),
        who=event.by.name if event.by else "",
        reason=data.get("reason") or "",
    )


def _kind(kind: str, data: dict[str, Any]) -> str:
    if kind == "ticket.contested":
        return "contested"
    if kind == "ticket.contest_decided":
        return "granted" if data.get("granted") else "kept"
    return f"{data['direction']}_by_customer" if data.get("by_customer") else data["direction"]
