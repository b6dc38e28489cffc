"""What a request says of itself, who sees it, and on a closed one the sums of its life."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guichet.desk import timers
from guichet.desk.states import Status, Turn
from guichet.intake.coverage_sentence import coverage_of
from guichet.intake.models import Draft
from guichet.service.house import house
from guichet.sla.clocks import FIRST_REPLY, GOAL
from guichet.web.components.context import NAMES
from guichet.web.components.templatetags.guichet import label, moment
from guichet.web.portal.history import files_of, last, name_of, sentence
from guichet.web.portal.loading import Loaded
from guichet.web.portal.rows import desk_name, shown_desk

# Shown in rows of their own, or part of the questions behind the criticality.
_NOT_EXTRA = {
    "criticality", "installation", "entity", "domain", "blocked", "way_round", "revenue", "data_harm", "became_billed",
}  # fmt: skip


def facts(loaded: Loaded) -> dict[str, Any]:
    """The rows under *The request*."""
    ticket = loaded.ticket
    coverage = coverage_of(ticket.type, ticket.installation, timezone.localdate(loaded.at))
    return {
        "criticality": house().levels.get(ticket.criticality),
        "lowering": _lowering(loaded),
        "deadline": ticket.deadline,
        "version": _version(loaded),
        "target_release": ticket.target_release.name if ticket.target_release else "",
        "entities": ", ".join(str(row.entity) for row in loaded.entities),
        "domain": label(ticket.domain.labels) if ticket.domain else "",
        "spoken": NAMES.get(ticket.language, ""),
        "coverage": _coverage(coverage),
        "readers": readers(loaded),
        "reporter": ticket.reporter.name,
        "extra": _extra(loaded),
        "is_muted": loaded.is_muted,
        **_links(loaded),
    }


def _lowering(loaded: Loaded) -> str:
    """Why the level is lower than what the customer chose, as long as it is."""
    event = next((e for e in reversed(loaded.events) if e.kind in ("ticket.criticality_changed", "ticket.contest_decided")), None)
    is_lowered = event is not None and event.data.get("direction") == "lowered"
    return sentence(loaded, event) if event and is_lowered else ""


def _version(loaded: Loaded) -> str:
    """24.2.3, production."""
    ticket = loaded.ticket
    parts = [ticket.release.name if ticket.release else ""]
    if ticket.installation:
        environment = {"production": _("production"), "test": _("test")}.get(ticket.installation.environment, "")
        name = ticket.installation.name
        parts.append(name if name and name.lower() not in (environment.lower(), ticket.installation.environment) else environment)
    return ", ".join(part for part in parts if part)


def _coverage(coverage: Any) -> str:
    if coverage is None:
        return ""
    said = label(coverage.labels)
    if coverage.old_version:
        old = _("Your version is no longer supported: %(outcome)s.") % {"outcome": label(coverage.old_version["outcome"])}
        said = f"{said} {old}"
    return said


def _extra(loaded: Loaded) -> list[dict[str, str]]:
    """The type's own fields as they were filled, and the duties of the level."""
    ticket, given = loaded.ticket, loaded.ticket.fields
    found = []
    names = {"impact": _("What is at stake"), "phone": _("Phone"), "reachable": _("Person we can reach")}
    for field in ticket.type.fields:
        key = field["key"]
        if key in _NOT_EXTRA or key in names or given.get(key) in (None, "", []):
            continue
        found.append({"name": label(field["labels"]), "value": _value(field, given[key])})
    found += [{"name": name, "value": str(given[key])} for key, name in names.items() if given.get(key)]
    return found


def _value(field: dict[str, Any], value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    chosen = next((c for c in field.get("choices", []) if c["key"] == value), None)
    if chosen:
        return label(chosen["labels"])
    if field.get("kind") in ("date", "datetime") and isinstance(value, str):
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            return value
        return moment(at) if at.tzinfo else value
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _links(loaded: Loaded) -> dict[str, Any]:
    """Only requests this reader sees are named."""
    ticket = loaded.ticket

    def link(pk: int | None) -> dict[str, str] | None:
        other = next((t for t in loaded.links if t.pk == pk), None) if pk else None
        return {"number": other.key, "href": f"/requests/{other.key}/"} if other else None

    following = [{"number": t.key, "href": f"/requests/{t.key}/"} for t in loaded.links if t.previous_id == ticket.pk]
    return {"previous": link(ticket.previous_id), "duplicate_of": link(ticket.duplicate_of_id), "following": following}


def files(loaded: Loaded) -> list[dict[str, Any]]:
    """All files of the conversation, in the order they came."""
    return [file for message in loaded.messages for file in files_of(loaded, message.pk)]


# Who sees it (DOMAIN 1.11)


def readers(loaded: Loaded) -> list[str]:
    """The customer's side: reporter, those added, and who sees the company; then the desk."""
    ticket = loaded.ticket
    found = [ticket.reporter.name, *(share.person.name for share in loaded.shares)]
    if not ticket.confidential:
        if loaded.rights.all_see_all:
            found.append(_("everybody of %(company)s") % {"company": loaded.rights.company})
        else:
            found += [m.person.name for m in loaded.members if m.sees_company]
    if ticket.status == Status.WAIT_APPROVAL:
        found += [m.person.name for m in loaded.members if m.is_approver]
    return [*dict.fromkeys(found), desk_name(shown_desk(ticket))]


def named_readers(loaded: Loaded) -> list[str]:
    """For the line under the reply field: everybody but the writer, by given name where there is one."""
    ticket = loaded.ticket
    people = [ticket.owner, ticket.reporter, *(share.person for share in loaded.shares)]
    names = [p.given_name for p in people if p and p.pk != loaded.actor.person_id]
    if not ticket.confidential and loaded.rights.all_see_all:
        names.append(_("everybody of %(company)s") % {"company": loaded.rights.company})
    elif not ticket.confidential:
        names += [m.person.given_name for m in loaded.members if m.sees_company and m.person_id != loaded.actor.person_id]
    return [*dict.fromkeys(names), desk_name(shown_desk(ticket))]


def colleagues(loaded: Loaded) -> list[dict[str, str]]:
    """Who could be added: colleagues of the same company; to a confidential request only those with that right."""
    there = {loaded.ticket.reporter_id, *(share.person_id for share in loaded.shares)}
    return [
        {"email": m.person.email, "name": m.person.name}
        for m in loaded.members
        if m.person_id not in there and (m.is_confidential or not loaded.ticket.confidential)
    ]


def sharers(loaded: Loaded) -> list[dict[str, Any]]:
    return [{"id": share.person_id, "name": share.person.name} for share in loaded.shares]


# A closed request


def closed(loaded: Loaded) -> dict[str, Any]:
    """When and how it ended, the sums of its life, a text that came too late, the question on satisfaction."""
    ticket = loaded.ticket
    rights = loaded.rights
    return {
        "is_withdrawn": ticket.status == Status.CANCELLED,
        "closed_on": ticket.closed_at,
        "how": _how(loaded),
        "can_follow_up": rights.is_requester,
        "sums": _sums(loaded),
        "first_reply": _took(loaded, FIRST_REPLY),
        "goal": _took(loaded, GOAL),
        "kept": _kept(loaded),
        "survey": _survey(loaded),
    }


def _how(loaded: Loaded) -> str:
    ticket = loaded.ticket
    event = last(loaded.events, "ticket.moved")
    how, who = (event.data.get("transition", ""), name_of(event)) if event else ("", "")
    if ticket.status == Status.CANCELLED:
        return _("Withdrawn by %(name)s.") % {"name": who} if who else ""
    code = house().resolutions.get(ticket.resolution)
    said = _("%(result)s.") % {"result": label(code.labels)} if code else ""
    said = said[:1].upper() + said[1:]
    if how in ("confirm", "please_close") and who:
        you = event is not None and event.by_id == loaded.actor.person_id
        confirmed = _("Confirmed by you.") if you else _("Confirmed by %(name)s.") % {"name": who}
        return f"{said} {confirmed}".strip()
    return said


def _sums(loaded: Loaded) -> dict[str, Any]:
    """Us, you, elsewhere: they add up to the whole working time of its life."""
    by_turn = loaded.ledger.turn_seconds()
    desks = house().desk_by_key
    names = {
        Turn.CONSULTING: desk_name(desks["CON"]) if "CON" in desks else "",
        Turn.RND: desk_name(desks["RND"]) if "RND" in desks else "",
        Turn.NOBODY: _("appointment"),
    }
    parts = [{"name": name, "seconds": by_turn[turn]} for turn, name in names.items() if by_turn.get(turn)]
    return {
        "us": by_turn.get(Turn.SUPPORT, 0),
        "you": by_turn.get(Turn.CUSTOMER, 0),
        "elsewhere": sum(part["seconds"] for part in parts),
        "elsewhere_parts": parts,
        "total": sum(by_turn.values()),
    }


def _took(loaded: Loaded, kind: str) -> dict[str, int] | None:
    clock = loaded.ledger.clock(kind)
    return {"took": clock.used_s, "target": clock.target_s} if clock and (clock.ended is not None or kind == GOAL) else None


def _kept(loaded: Loaded) -> dict[str, Any] | None:
    """A reply that came too late waits as the draft of a follow-up (DOMAIN 1.7)."""
    draft = loaded.drafts.get(Draft.FOLLOW_UP)
    text = (draft.data.get("description") or [""])[-1] if draft else ""
    if draft is None or not text:
        return None
    return {"text": text, "received_at": draft.updated_at, "until": draft.expires_at, "language": loaded.actor.language}


def _survey(loaded: Loaded) -> dict[str, Any] | None:
    """Once, for 14 days after closing; who answered sees his own answer."""
    ticket, answered = loaded.ticket, loaded.survey
    if answered:
        return {"is_done": True, "score": answered.score} if answered.person_id == loaded.actor.person_id else None
    if ticket.status != Status.CLOSED or not ticket.closed_at or not loaded.may("survey"):
        return None
    left = ticket.closed_at + timedelta(days=timers.delay("survey_calendar_days")) - loaded.at
    return {"is_open": True, "days": max(1, left.days)} if left > timedelta(0) else None
