"""What happened, in one sentence as an agent reads it; the portal says it in its own words (portal/history.py)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet import clock
from guichet.desk.models import Event
from guichet.people.models import Person
from guichet.service.house import house
from guichet.sla import words


def names_of(events: Iterable[Event]) -> dict[int, str]:
    """The names of everybody these events speak of, in one query."""
    return {p.pk: p.name for p in Person.objects.filter(pk__in=people_in(events)).only("given_name", "family_name", "email")}


def people_in(events: Iterable[Event]) -> set[int]:
    """Everybody these events speak of."""
    people: set[int] = set()
    for event in events:
        people |= {event.by_id} if event.by_id else set()
        people |= set(event.data.get("received", ()))
        people |= {value for key in ("owner", "handler", "person", "added", "former") if isinstance(value := event.data.get(key), int)}
    return people


def label(labels: dict[str, str]) -> str:
    """A configured text in the reader's language."""
    return labels.get(get_language() or "en") or labels.get("en", "")


def status(key: str) -> str:
    text = house().statuses.get(key)
    return label(text.labels).replace("…", "").strip(" :") if text else key


def level(key: str) -> str:
    found = house().levels.get(key)
    return label(found.labels) if found else key


def sentence(event: Event, names: dict[int, str]) -> str:
    """The event as somebody would tell it. Names come from *names*; what has none is the system's."""
    data, who = event.data, names.get(event.by_id or 0, "")
    to = reached(data) if isinstance(data.get("to"), str) and data["to"] in house().statuses else ""
    told = _SAID.get(event.kind)
    return told(data, who, to, names) if told else event.kind


def reached(data: dict[str, Any]) -> str:
    """The status an event led to, with its release or its date: *Planned in version 24.2.5*."""
    text = house().statuses[data["to"]]
    release, at = data.get("target_release") or "", data.get("appointment_at")
    zone, language = get_current_timezone_name(), get_language() or "en"
    detail = words.short_moment(datetime.fromisoformat(at), zone, language, clock.now()) if at else release
    said = label(text.labels)
    if "…" in said:
        return said.replace("…", detail).strip(" :")
    return f"{said}: {release}" if release and data["to"] == "FIX_AVAILABLE" else said


def _moved(data: dict[str, Any], who: str, to: str, _names: dict[int, str]) -> str:
    if not who and data.get("transition") in ("release", "appointment_came"):
        return to
    if not who:
        return _("%(status)s, by itself: the time was over") % {"status": to}
    if data.get("transition") == "only_thanks":
        return _("%(who)s: it was only thanks, the solution stands") % {"who": who}
    said = _("%(who)s: now %(status)s") % {"who": who, "status": to}
    return f"{said}. {data['reason']}" if data.get("reason") else said


def _sent(data: dict[str, Any], who: str, to: str, _names: dict[int, str]) -> str:
    if data.get("to") == "WAIT_CUSTOMER":
        return _("Question of %(who)s") % {"who": who}
    if data.get("to") == "RESOLVED":
        return _("Solution proposed by %(who)s") % {"who": who}
    if data.get("taken"):
        return _("Taken and answered by %(who)s") % {"who": who}
    return _("Answer of %(who)s") % {"who": who}


def _received(data: dict[str, Any], who: str, _to: str, _names: dict[int, str]) -> str:
    return _("%(who)s: not solved, back to work") % {"who": who} if data.get("reopened") else _("Message of %(who)s") % {"who": who}


def _assigned(data: dict[str, Any], who: str, _to: str, names: dict[int, str]) -> str:
    if owner := names.get(data.get("owner") or 0):
        return _("%(who)s gave it to %(owner)s") % {"who": who, "owner": owner}
    if handler := names.get(data.get("handler") or 0):
        return _("%(who)s handed it to %(handler)s") % {"who": who, "handler": handler}
    if added := names.get(data.get("added") or 0):
        return _("%(who)s added %(name)s") % {"who": who, "name": added}
    return _("%(who)s moved it to team %(team)s") % {"who": who, "team": _team(data.get("team", ""))}


def _handed_over(data: dict[str, Any], who: str, _to: str, _names: dict[int, str]) -> str:
    values = {"who": who, "name": data["name"], "heir": data.get("heir_name", "")}
    if data.get("heir"):
        return _("%(name)s left the company: %(heir)s has it now (%(who)s)") % values
    return _("%(name)s left the company, and nobody there may have it") % values


def _passed_on(data: dict[str, Any], who: str, _to: str, names: dict[int, str]) -> str:
    values = {"name": names.get(data["former"], ""), "owner": names.get(data.get("owner") or data.get("handler") or 0, "")}
    return _("%(name)s has left: %(owner)s has it now") % values if values["owner"] else _("%(name)s has left") % values


def _team(key: str) -> str:
    team = house().team_by_key.get(key)
    return label(team.labels) if team else key


def _weighed(data: dict[str, Any], who: str, _to: str, _names: dict[int, str]) -> str:
    values = {"who": who, "from": level(data["from"]), "to": level(data["to"])}
    if data["direction"] == "lowered":
        said = _("%(who)s lowered it from %(from)s to %(to)s") % values
    else:
        said = _("%(who)s raised it from %(from)s to %(to)s") % values
    return f"{said}. {data['reason']}" if data.get("reason") else said


def _decided(data: dict[str, Any], who: str, _to: str, _names: dict[int, str]) -> str:
    values = {"who": who, "level": level(data["level"])}
    said = _("%(who)s granted %(level)s") % values if data["granted"] else _("%(who)s kept %(level)s") % values
    return f"{said}. {data['reason']}"


def _on(text: str) -> str:
    return words.day(datetime.fromisoformat(text).date(), "UTC", get_language() or "en", clock.now())


def corrected(data: dict[str, Any]) -> str:
    """Which parts a contact corrected, in words."""
    names = {"subject": _("subject"), "description": _("description"), "criticality": _("criticality")}
    return words.joined([names[name] for name in data["fields"]], get_language() or "en")


def clock_name(kind: str) -> str:
    return {"first_reply": _("First reply"), "update": _("Next news"), "goal": _("Goal")}[kind]


def _removed(data: dict[str, Any], who: str, _to: str, names: dict[int, str]) -> str:
    """What was taken out is not said again; who had it by mail already is."""
    values = {"who": who, "reason": data["reason"]}
    said = _("%(who)s removed a passage: %(reason)s") % values
    if data["what"] == "file":
        said = _("%(who)s removed a file: %(reason)s") % values
    received = [names[person] for person in data["received"] if person in names]
    if not received:
        return said
    told = _("Received by mail before: %(names)s") % {"names": words.joined(received, get_language() or "en")}
    return f"{said}. {told}"


_REMINDERS = {
    "answer": lambda: _("Reminder: an answer is awaited"),
    "approval": lambda: _("Reminder: an offer awaits a decision"),
    "install": lambda: _("Reminder: a fix can be installed"),
    "confirm": lambda: _("Reminder: please confirm the solution"),
    "check": lambda: _("Reminder: today was the day to check"),
}

_SAID = {
    "ticket.opened": lambda d, who, to, n: (_("Entered by %(who)s during a call, receipt sent") if d.get("channel") == "phone" else _("Request sent by %(who)s, receipt sent")) % {"who": who},
    "message.received": _received,
    "message.kept": lambda d, who, to, n: _("%(who)s answered after the end; the text is kept as the draft of a follow-up") % {"who": who},
    "message.sent": _sent,
    "call.recorded": lambda d, who, to, n: _("Call recorded by %(who)s") % {"who": who},
    "ticket.moved": _moved,
    "ticket.taken": lambda d, who, to, n: _("Taken by %(who)s") % {"who": who},
    "ticket.assigned": _assigned,
    "note.added": lambda d, who, to, n: _("Note of %(who)s") % {"who": who},
    "ticket.criticality_changed": _weighed,
    "ticket.contested": lambda d, who, to, n: _("%(who)s contests the lowering") % {"who": who},
    "ticket.contest_decided": _decided,
    "ticket.type_changed": lambda d, who, to, n: _("%(who)s made it %(to)s instead of %(from)s") % {"who": who, "to": d["to"], "from": d["from"]},
    "ticket.desk_changed": lambda d, who, to, n: _("%(who)s handed it to %(desk)s") % {"who": who, "desk": label(house().desk_by_key[d["to"]].labels) if d["to"] in house().desk_by_key else d["to"]},
    "ticket.shared": lambda d, who, to, n: _("%(who)s added %(name)s") % {"who": who, "name": n.get(d["person"], d.get("name", ""))},
    "ticket.unshared": lambda d, who, to, n: _("%(who)s took %(name)s off") % {"who": who, "name": n.get(d["person"], d.get("name", ""))},
    "ticket.handed_over": _handed_over,
    "ticket.passed_on": _passed_on,
    "ticket.linked": lambda d, who, to, n: _("%(who)s linked it with %(number)s") % {"who": who, "number": d["other"]},
    "ticket.escalated": lambda d, who, to, n: _("Escalated by %(who)s") % {"who": who},
    "ticket.escalation_withdrawn": lambda d, who, to, n: _("Escalation taken back by %(who)s") % {"who": who},
    "escalation.unanswered": lambda d, who, to, n: _("The escalation was not answered in time: the lead was told"),
    "contest.undecided": lambda d, who, to, n: _("The contest was not decided in time: the lead was told"),
    "ticket.reminded": lambda d, who, to, n: _REMINDERS[d["kind"]](),
    "ticket.owed_news": lambda d, who, to, n: _("20 working days without news: the customer has to be told"),
    "ticket.not_closed_by_system": lambda d, who, to, n: _("The time was over; a critical request is not closed by itself"),
    "ticket.due_moved": lambda d, who, to, n: _("Due moment moved: %(clock)s") % {"clock": ", ".join(clock_name(one["clock"]) for one in (d, *d.get("also", ())))},
    "ticket.checks_on": lambda d, who, to, n: _("%(who)s can check on %(day)s") % {"who": who, "day": _on(d["on"])},
    "ticket.confidential_changed": lambda d, who, to, n: (_("Made confidential by %(who)s") if d["confidential"] else _("No longer confidential, by %(who)s")) % {"who": who},
    "ticket.opened_by_lead": lambda d, who, to, n: _("Opened by %(who)s, lead of the desk: %(reason)s") % {"who": who, "reason": d["reason"]},
    "ticket.fix_elsewhere": lambda d, who, to, n: _("Version %(version)s released; on this line the fix comes with %(own)s") % {"version": d["release"], "own": d["own"] or _("an upgrade")},
    "problem.linked": lambda d, who, to, n: (_("%(who)s took it off PRB-%(problem)s") if d.get("is_off") else _("%(who)s linked it with PRB-%(problem)s")) % {"who": who, "problem": d["problem"]},
    "problem.regressed": lambda d, who, to, n: _("Looks like PRB-%(problem)s, which this version has fixed: R&D was told") % {"problem": d["problem"]},
    "ticket.fix_released": lambda d, who, to, n: _("Version %(version)s released, with the fix: the status stays") % {"version": d["release"]},
    "ticket.redacted": _removed,
    "ticket.company_changed": lambda d, who, to, n: _("Now of another company; reporter: %(name)s") % {"name": n.get(d["person"], "")},
    "ticket.company_left": lambda d, who, to, n: _("%(who)s moved it from %(former)s to %(company)s: %(reason)s") % {"who": who, "former": d["former_name"], "company": d["name"], "reason": d["reason"]},
    "ticket.completed": lambda d, who, to, n: _("Completed by %(who)s") % {"who": who},
    "ticket.corrected": lambda d, who, to, n: _("Corrected by %(who)s: %(fields)s") % {"who": who, "fields": corrected(d)},
    "survey.answered": lambda d, who, to, n: _("Rated by %(who)s") % {"who": who},
    "sla.warned": lambda d, who, to, n: _("Warning: %(share)s %% of the target used (%(clock)s)") % {"share": round(100 * d["fraction"]), "clock": clock_name(d["clock"])},
    "sla.breached": lambda d, who, to, n: _("Target missed: %(clock)s") % {"clock": clock_name(d["clock"])},
    "handover.third": lambda d, who, to, n: _("Third hand-over between desks: the lead was told"),
}  # fmt: skip
