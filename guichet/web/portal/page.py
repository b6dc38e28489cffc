"""What the page of a request says: whose turn and since when, what is promised, and the acts this reader may do now.

An act is shown only where its operation would accept it; the operations decide again (desk/operations).
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guichet.desk import timers
from guichet.desk.models import Ticket
from guichet.desk.operations.weighing import contest_is_open, may_contest
from guichet.desk.states import OPEN_STATUSES, Status, Turn
from guichet.intake.models import Draft
from guichet.people.models import Seat, new_token
from guichet.service.house import house
from guichet.sla import stored
from guichet.sla.calendar import due
from guichet.sla.clocks import FIRST_REPLY, GOAL, UPDATE, Clock
from guichet.sla.ledger import Ledger
from guichet.web.components.absent import absent
from guichet.web.components.calling import to_call_if_raised
from guichet.web.components.templatetags.guichet import label
from guichet.web.portal import facts
from guichet.web.portal.history import amount, history, last, name_of, thread
from guichet.web.portal.loading import Loaded
from guichet.web.portal.rows import desk_name, question_in, shown_desk, status_label, working_since

_KINDS = {FIRST_REPLY: "reply", UPDATE: "update", GOAL: "goal"}
_ASKS = {
    Status.WAIT_CUSTOMER: "answer",
    Status.WAIT_APPROVAL: "approve",
    Status.FIX_AVAILABLE: "install",
    Status.RESOLVED: "confirm",
}


def page_of(loaded: Loaded) -> dict[str, Any]:
    """Everything the templates `request.html` and `closed.html` take."""
    ticket = loaded.ticket
    page: dict[str, Any] = {
        "number": ticket.key,
        "number_only": ticket.pk,
        "href": f"/requests/{ticket.key}/",
        "subject": ticket.subject,
        "language": ticket.language,
        "type": label(ticket.type.labels),
        "status": status_label(ticket),
        "version": ticket.version,
        "is_confidential": ticket.confidential,
        "deadline": ticket.deadline,
        "thread": thread(loaded),
        "history": history(loaded),
        "facts": facts.facts(loaded),
        "files": facts.files(loaded),
        "read_by": [{"name": r.person.name, "at": r.first_at} for r in loaded.readings if r.person.name],
        "draft_href": f"/requests/{ticket.key}/messages/draft/",
        "submission": new_token(),
    }
    page |= _counter(loaded)
    page |= _acts(loaded) if ticket.status in OPEN_STATUSES else {"can_share": False}
    return page


# Whose turn, since when, until when


def side_of(loaded: Loaded) -> str:
    """Which half of the counter is lit: you, colleague, us, elsewhere, nobody."""
    turn = loaded.ticket.turn
    if turn == Turn.CUSTOMER:
        return "you" if loaded.is_yours else "colleague"
    return {Turn.SUPPORT: "us", Turn.NOBODY: "nobody"}.get(Turn(turn), "elsewhere")


def _counter(loaded: Loaded) -> dict[str, Any]:
    ticket, ledger = loaded.ticket, loaded.ledger
    side = side_of(loaded)
    asked = _asked(loaded)
    found: dict[str, Any] = {
        "side": side,
        "act": _ASKS.get(Status(ticket.status), ""),
        "since": ticket.turn_since,
        "waited": working_since(ticket, ticket.turn_since, loaded.at),
        "with_you": ledger.customer_side_seconds,
        "with_us": ledger.vendor_side_seconds,
        "owner": _person(loaded),
        "absent": _absent(loaded),
        "desk": desk_name(shown_desk(ticket)),
        "reporter": ticket.reporter.name,
        "approver": [m.person.given_name for m in loaded.members if m.is_approver],
        "elsewhere": status_label(ticket),
        "first_reply": _first_reply(ledger),
        "promise": _promise(loaded),
        "aim": _aim(loaded, side),
        "news_if": _news_if(loaded, side),
        "question": asked if side == "you" and asked else None,
        "asker": asked["who"] if asked else "",
        "unanswered_since": ticket.unanswered_since,
    }
    return found


def _is_handled(ticket: Ticket) -> bool:
    return bool(ticket.handler_id and ticket.turn != Turn.SUPPORT and house().desks[ticket.desk_id].is_visible)


def _person(loaded: Loaded) -> dict[str, str] | None:
    """Who works on it: the handler while it stands at a desk that customers deal with, otherwise the owner."""
    ticket = loaded.ticket
    person = ticket.handler if _is_handled(ticket) else ticket.owner
    return {"name": person.name, "given_name": person.given_name} if person else None


def _absent(loaded: Loaded) -> dict[str, Any] | None:
    """That person is away: until when, and who answers meanwhile; where nobody is here, who is back first (DOMAIN 1.15)."""
    ticket = loaded.ticket
    if ticket.status not in OPEN_STATUSES:
        return None
    return absent(ticket, ticket.handler_id if _is_handled(ticket) else ticket.owner_id)


def _asked(loaded: Loaded) -> dict[str, str] | None:
    """The question that waits for an answer: the last message of ours."""
    if loaded.ticket.status != Status.WAIT_CUSTOMER:
        return None
    message = next((m for m in reversed(loaded.messages) if m.side == m.VENDOR), None)
    if message is None or message.author is None:
        return None
    return {"who": message.author.given_name, "text": question_in(message.body)}


def _first_reply(ledger: Ledger) -> dict[str, int] | None:
    clock = ledger.clock(FIRST_REPLY)
    return {"took": clock.used_s, "promised": clock.target_s} if clock and clock.ended is not None else None


def _promise(loaded: Loaded) -> dict[str, Any] | None:
    """What comes next and by when: a release, an appointment, else the first answer or the next news, else the goal."""
    ticket, ledger = loaded.ticket, loaded.ledger
    if ticket.status == Status.PLANNED_FIX:
        return {"kind": "release", "at": ticket.target_release.planned_on if ticket.target_release else None}
    if ticket.status == Status.SCHEDULED and not ticket.unanswered_since:
        return {"kind": "appointment", "at": ticket.appointment_at}
    for kind in (FIRST_REPLY, UPDATE, GOAL):
        clock = ledger.clock(kind)
        if clock and clock.is_counting and clock.due_at:
            return {"kind": _KINDS[kind], "at": clock.due_at, "is_late": clock.is_breached}
    return None


def _aim(loaded: Loaded, side: str) -> dict[str, Any] | None:
    """The goal: until when we aim at a solution, and what is left; while it rests, as if the customer answered now."""
    goal = loaded.ledger.clock(GOAL)
    if goal is None or goal.state in ("met", "stopped", "replaced") or not goal.target_s:
        return None
    found = {
        "used": goal.used_s, "target": goal.target_s, "left": goal.left_s or 0, "is_late": goal.is_breached, "at": goal.due_at,
    }  # fmt: skip
    if goal.due_at is None and side in ("you", "colleague"):
        then = loaded.ledger_if(_after_answer(loaded)).clock(GOAL)
        found["at"] = then.due_at if then else None
    return found


def _news_if(loaded: Loaded, side: str) -> datetime | None:
    """Without a goal: until when the customer hears from us if he answers now."""
    if side != "you" or loaded.ticket.status not in (Status.WAIT_CUSTOMER, Status.WAIT_APPROVAL):
        return None
    ledger = loaded.ledger_if(_after_answer(loaded))
    clock: Clock | None = ledger.clock(UPDATE) or ledger.clock(FIRST_REPLY)
    return clock.due_at if clock else None


def _after_answer(loaded: Loaded) -> str:
    """Where an answer would move the request (DOMAIN 1.5)."""
    ticket = loaded.ticket
    if ticket.status == Status.WAIT_APPROVAL:
        consulting = house().desk_by_key.get("CON")
        by_consulting = loaded.offer and consulting and loaded.offer.desk_id == consulting.pk
        return Status.LEVEL2 if by_consulting else Status.IN_PROGRESS
    return ticket.came_from or Status.IN_PROGRESS if ticket.status == Status.WAIT_CUSTOMER else Status.IN_PROGRESS


# What this reader may do now


def _acts(loaded: Loaded) -> dict[str, Any]:
    ticket = loaded.ticket
    status = Status(ticket.status)
    proposed = status in (Status.RESOLVED, Status.FIX_AVAILABLE)
    draft = loaded.drafts.get(Draft.REPLY)
    levels = _levels_above(loaded) if loaded.may("raise") else []
    return {
        "can_reply": loaded.may("reply"),
        "can_confirm": loaded.may("confirm") and proposed,
        "can_deny": loaded.may("not_solved") and proposed,
        "can_check_on": _can_check_on(loaded) if status == Status.RESOLVED and loaded.may("check_on") else None,
        "check_on": ticket.check_on,
        "can_close": loaded.may("close") and status != Status.WAIT_APPROVAL,
        "can_withdraw": loaded.may("withdraw") and status in (Status.NEW, Status.IN_PROGRESS, Status.WAIT_CUSTOMER),
        "can_share": loaded.may("share"),
        "colleagues": facts.colleagues(loaded) if loaded.may("share") else [],
        "sharers": facts.sharers(loaded) if loaded.may("share") else [],
        "can_raise": bool(levels),
        "raise_levels": levels,
        "raise_call": to_call_if_raised(ticket.contract, [level["key"] for level in levels], loaded.at) if levels else {},
        "can_correct": loaded.may("correct"),
        "is_incomplete": bool(loaded.ticket.missing) and loaded.may("correct"),
        "clocks_wait": loaded.ticket.status == Status.NEW and loaded.ledger.turn == "customer",
        "entered_by": ticket.entered_by.name if ticket.entered_by_id and ticket.entered_by else "",
        "escalation": _escalation(loaded),
        "offer": _offer(loaded),
        "lowered": _lowered(loaded),
        "readers": facts.named_readers(loaded),
        "draft": {"text": draft.data.get("body", ""), "kept_at": draft.updated_at} if draft else None,
    }


def _can_check_on(loaded: Loaded) -> dict[str, Any]:
    today = timezone.localtime(loaded.at, stored.calendar(loaded.ticket.calendar_id).zone).date()
    days = timers.delay("check_on_calendar_days")
    return {"earliest": today + timedelta(days=1), "latest": today + timedelta(days=days)}


def _levels_above(loaded: Loaded) -> list[dict[str, Any]]:
    """The levels a customer may raise to; none while the team lead decides on a contest."""
    ticket = loaded.ticket
    if ticket.type.criticality != "asked" or contest_is_open(ticket):
        return []
    now = house().level_rank(ticket.criticality)
    return [
        {"key": level.key, "labels": level.labels, "definition": label(level.definitions), "asks": level.duties}
        for level in house().levels.values()
        if level.position > now
    ]


def _escalation(loaded: Loaded) -> dict[str, Any]:
    """Offered when due; before that the working time that is still missing; once done, who follows it (DOMAIN 1.10)."""
    ticket, ledger = loaded.ticket, loaded.ledger
    if ticket.escalated_at:
        return {"is_done": True, "lead": _lead_names(loaded), "due_at": ticket.escalation_due_at, "can_take_back": loaded.may("escalate")}
    if not loaded.may("escalate"):
        return {}
    if ledger.may_escalate:
        targets = stored.policy(ticket.policy_id).targets_at(ledger.level)
        answer_by = due(ledger.calendar, loaded.at, targets.update) if targets.update else None
        return {"is_offered": True, "due_at": answer_by}
    left = (ledger.escalate_s or 0) - ledger.vendor_side_seconds
    return {"after": left} if ledger.escalate_s is not None and left > 0 else {}


def _lead_names(loaded: Loaded) -> list[str]:
    """The leads of its team, otherwise of its desk."""
    ticket = loaded.ticket
    seats = Seat.objects.filter(is_lead=True, person__is_active=True, team__desk=ticket.desk_id).select_related("person")
    found = list(seats.order_by("pk"))
    of_team = [s for s in found if s.team_id == ticket.team_id]
    return list(dict.fromkeys(s.person.name for s in of_team or found))


def _offer(loaded: Loaded) -> dict[str, Any] | None:
    offer = loaded.offer
    if offer is None or loaded.ticket.status != Status.WAIT_APPROVAL:
        return None
    return {
        "reason": offer.reason,
        "amount": amount(offer) if loaded.sees_amounts else "",
        "valid_until": offer.valid_until,
        "by": offer.offered_by.name,
        "can_decide": loaded.may("approve"),
        "approvers": [m.person.name for m in loaded.members if m.is_approver],
    }


def _lowered(loaded: Loaded) -> dict[str, Any] | None:
    """A lowering that stands: its reason, and while it may be contested, how; once contested, until when it is decided."""
    ticket = loaded.ticket
    if not ticket.lowered_at or ticket.contest_decided_at:
        return None
    event = next((e for e in reversed(loaded.events) if e.data.get("direction") == "lowered"), None)
    if event is None or (ticket.contest_until and loaded.at > ticket.contest_until and not ticket.contested_at):
        return None
    levels = house().levels
    contest = last(loaded.events, "ticket.contested") if contest_is_open(ticket) else None
    return {
        "who": name_of(event) or desk_name(shown_desk(ticket)),
        "from": levels[event.data["from"]].labels if event.data.get("from") in levels else {},
        "to": levels[event.data["to"]].labels if event.data.get("to") in levels else {},
        "reason": event.data.get("reason", ""),
        "can_contest": may_contest(ticket, loaded.at) and loaded.may("contest"),
        "until": ticket.contest_until,
        "contested_by": name_of(contest) if contest else "",
        "answer_by": _moment(contest.data.get("answer_by")) if contest else None,
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def stale_title(loaded: Loaded) -> str:
    """Who was quicker, of the last event; nobody's name where the system moved it."""
    event = loaded.events[-1] if loaded.events else None
    if event and event.by and event.by_id != loaded.actor.person_id:
        return _("%(name)s was quicker. Your text is not sent, and not lost.") % {"name": event.by.given_name}
    return _("The request has moved. Your text is not sent, and not lost.")
