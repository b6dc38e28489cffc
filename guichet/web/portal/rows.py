"""What a row of a portal list says: whose turn, what was asked, what is promised (template `_row.html`)."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.desk import queries_portal
from guichet.desk.models import Message, Ticket
from guichet.desk.states import Status, Turn
from guichet.service.house import house
from guichet.service.models import Desk
from guichet.sla import stored
from guichet.sla.calendar import elapsed
from guichet.web.components.templatetags.guichet import label, short_moment

_KINDS = {"first_reply": "reply", "update": "update", "goal": "goal"}


def status_label(ticket: Ticket) -> str:
    """The status in the reader's words; *Planned in version …* and *Appointment fixed for …* say which."""
    known = house().statuses.get(ticket.status)
    said = label(known.labels) if known else ticket.status
    if "…" not in said:
        return said
    if ticket.status == Status.SCHEDULED:
        return said.replace("…", short_moment(ticket.appointment_at))
    return said.replace("…", ticket.target_release.name if ticket.target_release else "").strip()


def desk_name(desk: Desk) -> str:
    """How a desk is called in a line of text: by its short name where it has one."""
    return label(house().text("desks").get(desk.key, {}).get("short") or desk.labels)


def shown_desk(ticket: Ticket) -> Desk:
    """The desk that customers deal with: of one that shows them its status only (R&D), the type's own (DOMAIN 1.1)."""
    desk = house().desks[ticket.desk_id]
    return desk if desk.is_visible else house().types[ticket.type_id].desk


def side_of(actor: Actor, ticket: Ticket) -> str:
    """The turn glyph for this reader: a colleague's turn is the company's, but not his."""
    if ticket.turn == Turn.CUSTOMER:
        return "customer" if queries_portal.is_his_turn(actor, ticket) else "colleague"
    return {Turn.SUPPORT: "support", Turn.NOBODY: "nobody"}.get(Turn(ticket.turn), "elsewhere")


def working_since(ticket: Ticket, since: datetime, at: datetime) -> int:
    """Working seconds between two moments, in the request's own calendar."""
    return elapsed(stored.calendar(ticket.calendar_id), since, at)


def promise_of(ticket: Ticket, at: datetime) -> dict[str, Any] | None:
    """What happens next, from the request's own columns: a release, an appointment, or the clock that is due first."""
    if ticket.status == Status.PLANNED_FIX:
        return {"kind": "release", "at": ticket.target_release.planned_on if ticket.target_release else None}
    if ticket.queue_rank == 0 and ticket.next_kind in _KINDS:
        return {"kind": _KINDS[ticket.next_kind], "at": ticket.next_at, "is_late": ticket.next_at < at}
    if ticket.status == Status.SCHEDULED:
        return {"kind": "until", "at": ticket.appointment_at}
    return None


_SENTENCE = re.compile(r"[^.!?\n]*[^.!?\n\s]\s*\?")


def question_in(text: str) -> str:
    """The question of a message: its first sentence with a question mark, else its first words."""
    found = _SENTENCE.search(text)
    said = found.group().strip() if found else text.strip().split("\n", 1)[0]
    return said if len(said) <= 220 else said[:219].rstrip() + "…"


def rows(actor: Actor, tickets: Sequence[Ticket]) -> list[dict[str, Any]]:
    """The rows of a list, with the questions asked, the sharers and the approvers: three queries at most for all."""
    at = clock.now()
    asked = queries_portal.questions([t for t in tickets if side_of(actor, t) == "customer"]) if tickets else {}
    foreign = [t for t in tickets if t.reporter_id != actor.person_id]
    sharers = queries_portal.shared_by(actor, foreign) if foreign else {}
    offered = {t.company_id for t in tickets if t.status == Status.WAIT_APPROVAL and side_of(actor, t) == "colleague"}
    approvers = queries_portal.approvers(sorted(offered)) if offered else {}
    return [_row(actor, t, at, asked.get(t.pk), sharers.get(t.pk), approvers.get(t.company_id, [])) for t in tickets]


def _row(
    actor: Actor, ticket: Ticket, at: datetime, asked: Message | None, shared_by: str | None, approvers: Sequence[str]
) -> dict[str, Any]:
    side = side_of(actor, ticket)
    is_yours = side == "customer"
    level, held = house().levels.get(ticket.criticality), actor.in_company(ticket.company_id)
    said: dict[str, Any] = {
        "number": ticket.key,
        "href": f"/requests/{ticket.key}/",
        "subject": ticket.subject,
        "language": ticket.language,
        "level": level,
        "side": side,
        "status": status_label(ticket),
        "is_yours": is_yours,
        "is_own": ticket.reporter_id == actor.person_id,
        "is_confidential": ticket.confidential,
        "opened_at": ticket.created_at,
        "opened_by": ticket.reporter.name,
        "shared_by": (shared_by or ticket.reporter.name) if shared_by is not None else None,
        "company": held.company if held and len(actor.companies) > 1 else None,
        "promise": promise_of(ticket, at),
        "can_escalate": _may_escalate(actor, ticket, at),
        "closed_at": ticket.closed_at,
    }
    if asked:
        who = asked.author.given_name if asked.author else ""
        said["question"] = {"who": who, "text": question_in(asked.body), "language": asked.language or ticket.language}
    if is_yours:
        said["waited"] = working_since(ticket, ticket.turn_since, at)
        said["act"], said["anchor"] = _act(ticket)
    elif side == "colleague" and ticket.status == Status.WAIT_APPROVAL:
        said["waits_for"] = approvers
    return said


def _act(ticket: Ticket) -> tuple[str, str]:
    """The word of the button, and where on the page it leads."""
    return {
        Status.WAIT_APPROVAL: (_("See the offer"), "#offer"),
        Status.RESOLVED: (_("Say whether it is solved"), "#confirm"),
        Status.FIX_AVAILABLE: (_("See the fix"), "#confirm"),
    }.get(Status(ticket.status), (_("Answer"), "#reply"))


def _may_escalate(actor: Actor, ticket: Ticket, at: datetime) -> bool:
    """From the stored moment; the page itself counts anew."""
    rights = actor.in_company(ticket.company_id)
    may = ticket.reporter_id == actor.person_id or bool(rights and rights.is_requester)
    due = ticket.escalate_from is not None and ticket.escalate_from <= at
    return may and due and not ticket.escalated_at and ticket.is_open and ticket.turn != Turn.CUSTOMER
