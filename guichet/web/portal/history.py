"""What happened to a request, in sentences the customer reads; internal events have none (DOMAIN 1.11)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from guichet.desk.models import Event, Message
from guichet.desk.states import Status, Turn
from guichet.service.house import house
from guichet.web.components.templatetags.guichet import colon, day, joined, label, moment, number, quoted
from guichet.web.portal.loading import Loaded
from guichet.web.portal.rows import desk_name


def history(loaded: Loaded) -> list[dict[str, Any]]:
    """The table, newest first: when, what, whose turn it became, who was told."""
    found = []
    for event in reversed(loaded.events):
        if what := loaded.said(sentence(loaded, event)):
            side, turn = _turn(loaded, event)
            told = loaded.told.get(event.pk, [])
            found.append({"at": event.at, "what": what, "side": side, "turn": turn, "told": told})
    return found


def thread(loaded: Loaded) -> list[dict[str, Any]]:
    """The conversation, newest first, with the changes of status between the messages."""
    entries = [(m.created_at, 0, m.pk, _message(loaded, m)) for m in loaded.messages]
    for event in loaded.events:
        if change := _change(loaded, event):
            told = loaded.told.get(event.pk, [])
            entries.append((event.at, 1, event.pk, {"kind": "event", "at": event.at, "told": told, **change}))
    entries.sort(key=lambda entry: entry[:3], reverse=True)
    return [entry[3] for entry in entries]


def _message(loaded: Loaded, message: Message) -> dict[str, Any]:
    ticket, author, language = loaded.ticket, message.author, loaded.actor.language
    own = (message.versions or {}).get(language)
    if message.side == Message.VENDOR:
        desk = house().desks.get(loaded.desks.get(message.author_id or 0, ticket.desk_id))
        side = desk_name(desk) if desk else ""
    else:
        side = loaded.rights.company
    if message.is_call:
        side = _("%(side)s, call noted") % {"side": side}
    elif message.is_first and ticket.entered_by_id and ticket.entered_by:
        side = _("%(side)s, entered by %(name)s") % {"side": side, "name": ticket.entered_by.name}
    return {
        "kind": "message",
        "id": message.pk,
        "at": message.created_at,
        "who": (author.name or _("somebody else")) if author else "",
        "side": side,
        "text": loaded.said(own or message.body),
        "language": language if own else message.language or (ticket.language if message.side == Message.CUSTOMER else ""),
        "files": files_of(loaded, message.pk),
        "mail_href": f"/requests/{ticket.key}/messages/{message.pk}/mail/" if _is_own_mail(loaded, message) else "",
    }


def _is_own_mail(loaded: Loaded, message: Message) -> bool:
    return message.channel == "email" and message.side == Message.CUSTOMER and message.author_id == loaded.actor.person_id


def files_of(loaded: Loaded, message: int) -> list[dict[str, Any]]:
    found = loaded.files.get(message, [])
    return [{"name": f.filename, "size": f.size, "href": f"/attachments/{f.token}/{quote(f.filename, safe='')}"} for f in found]


def status_then(event: Event) -> str:
    """The status an event led to, as it read then: with its version or date."""
    known = house().statuses.get(event.data.get("to") or event.status)
    said = label(known.labels) if known else event.status
    if "…" in said:
        at, release = event.data.get("appointment_at"), event.data.get("target_release")
        said = said.replace("…", moment(datetime.fromisoformat(at)) if at else release or "").strip(" :")
    return said


def _change(loaded: Loaded, event: Event) -> dict[str, str]:
    """The line between the messages: a change of status, of criticality, or an escalation."""
    if event.data.get("to") in Status.values and event.kind in ("message.sent", "message.received", "ticket.moved", "ticket.taken"):
        return {"status": status_then(event)}
    if event.kind in ("ticket.criticality_changed", "ticket.escalated", "ticket.due_moved", "ticket.type_changed"):
        return {"text": loaded.said(sentence(loaded, event))}
    return {}


def _turn(loaded: Loaded, event: Event) -> tuple[str, str]:
    """The glyph and the words of whose turn an event left it."""
    desks = house().desk_by_key
    if event.turn == Turn.CUSTOMER:
        offered = event.status == Status.WAIT_APPROVAL
        if loaded.rights.is_approver if offered else loaded.is_own:
            return "customer", _("you")
        return "colleague", _("approver") if offered else loaded.ticket.reporter.given_name
    if event.turn == Turn.NOBODY:
        return "nobody", _("nobody")
    key = {Turn.CONSULTING: "CON", Turn.RND: "RND"}.get(Turn(event.turn))
    desk = desks.get(key) if key else house().desks.get(loaded.ticket.desk_id) if event.status == loaded.ticket.status else None
    desk = desk or desks.get("SUP") or loaded.ticket.desk
    return ("elsewhere" if key else "support"), desk_name(desk)


# Sentences


def sentence(loaded: Loaded, event: Event) -> str:
    """One event in words; empty for what customers do not read."""
    say = _SENTENCES.get(event.kind)
    return say(loaded, event) if say else ""


def name_of(event: Event) -> str:
    """Who did it; of a request that came from another company, its people are not named."""
    if event.by is None:
        return ""
    return event.by.given_name or _("somebody else")


def _because(said: str, reason: object) -> str:
    return f"{colon(said)} {quoted(reason)}" if reason else said


def _opened(loaded: Loaded, event: Event) -> str:
    if loaded.ticket.entered_by_id and event.by:
        return _("Request entered by %(name)s for %(reporter)s") % {"name": event.by.name, "reporter": loaded.ticket.reporter.name}
    return _("Request submitted")


def _received(loaded: Loaded, event: Event) -> str:
    if event.data.get("reopened"):
        return _("Not solved, says %(name)s") % {"name": name_of(event)}
    text = _("Answer from %(name)s") if event.data.get("to") else _("Message from %(name)s")
    return text % {"name": name_of(event)}


def _sent(loaded: Loaded, event: Event) -> str:
    data = event.data
    if data.get("to") == Status.WAIT_CUSTOMER:
        text = _("Question from %(name)s")
    elif data.get("to") == Status.RESOLVED:
        text = _("Solution proposed by %(name)s")
    elif data.get("taken"):
        text = _("Taken by %(name)s, first answer")
    else:
        text = _("Message from %(name)s")
    return text % {"name": name_of(event)}


def _moved(loaded: Loaded, event: Event) -> str:
    data, name = event.data, {"name": name_of(event)}
    how = data.get("transition", "")
    if how == "take":
        return _("Taken by %(name)s") % name
    if how == "cancel":
        return _because(_("Withdrawn by %(name)s") % name, data.get("reason"))
    if how == "offer":
        return _with_amount(loaded, event, _("Offer by %(name)s") % name)
    if how == "approve":
        return _with_amount(loaded, event, _("Offer approved by %(name)s") % name)
    if how == "return_offer":
        return _because(_("Offer sent back by %(name)s") % name, data.get("reason"))
    if how == "refuse_offer":
        return _because(_("Offer refused by %(name)s, request closed") % name, data.get("reason"))
    if how == "withdraw_offer":
        return _("Offer withdrawn by %(name)s") % name
    if how == "offer_over":
        return _("The offer's validity is over")
    if how == "no_answer":
        return _("No answer came: closing proposed")
    if how == "confirm":
        return _("Confirmed and closed by %(name)s") % name if event.by else _("Closed, as nobody objected")
    if how == "please_close":
        return _("Closed as wished by %(name)s") % name
    if how == "only_thanks":
        return _("The solution stands, says %(name)s") % name
    if how in ("not_solved", "still_there"):
        return _("Not solved, says %(name)s") % name
    if how == "installed" and event.by and not event.by.is_agent:
        return _("Installed, says %(name)s") % name
    return status_then(event)


def _with_amount(loaded: Loaded, event: Event, said: str) -> str:
    """The amount is kept beside the yes, for those who may see it."""
    offer = next((o for o in loaded.offers if o.pk == event.data.get("offer")), None)
    return f"{said}, {amount(offer)}" if offer and loaded.sees_amounts else said


def amount(offer: Any) -> str:
    """CHF 1’200.00 in the reader's way."""
    return f"{offer.currency}\u00a0{number(offer.amount, 2)}"


def _criticality(loaded: Loaded, event: Event) -> str:
    data = event.data
    text = _("Criticality lowered from %(a)s to %(b)s by %(name)s")
    if data.get("direction") == "raised":
        text = _("Criticality raised from %(a)s to %(b)s by %(name)s")
    said = text % {"a": _level(data.get("from")), "b": _level(data.get("to")), "name": name_of(event)}
    return _because(said, data.get("reason"))


def _level(key: object) -> str:
    known = house().levels.get(str(key))
    return label(known.labels) if known else str(key or "–")


def _contested(loaded: Loaded, event: Event) -> str:
    return _because(_("Criticality contested by %(name)s") % {"name": name_of(event)}, event.data.get("reason"))


def _decided(loaded: Loaded, event: Event) -> str:
    text = _("Contest granted: %(level)s") if event.data.get("granted") else _("Contest declined: %(level)s")
    return _because(text % {"level": _level(event.data.get("level"))}, event.data.get("reason"))


def _type(loaded: Loaded, event: Event) -> str:
    kinds = house().type_by_key
    was, now = (kinds.get(event.data.get(name, "")) for name in ("from", "to"))
    return _("Type changed from %(a)s to %(b)s") % {"a": label(was.labels) if was else "", "b": label(now.labels) if now else ""}


def _desk(loaded: Loaded, event: Event) -> str:
    known = house().desk_by_key.get(event.data.get("to", ""))
    return _("Passed on to %(desk)s") % {"desk": desk_name(known) if known else ""}


def _shared(loaded: Loaded, event: Event) -> str:
    return _("%(name)s added %(colleague)s") % {"name": name_of(event), "colleague": event.data.get("name", "")}


def _unshared(loaded: Loaded, event: Event) -> str:
    return _("%(name)s took %(colleague)s off") % {"name": name_of(event), "colleague": event.data.get("name", "")}


def _handed_over(loaded: Loaded, event: Event) -> str:
    data = event.data
    if data.get("heir"):
        return _("%(name)s left: %(heir)s took over") % {"name": data["name"], "heir": data["heir_name"]}
    return _("%(name)s left") % {"name": data["name"]}


def _linked(loaded: Loaded, event: Event) -> str:
    """The other request is named to those who see it."""
    other = next((t for t in loaded.links if t.pk == event.data.get("other")), None)
    return _("Linked with %(number)s") % {"number": other.key} if other else _("Linked with another request")


def _due_moved(loaded: Loaded, event: Event) -> str:
    said = _("Promised moment moved from %(a)s to %(b)s")
    moved = [event.data, *event.data.get("also", [])]
    return " · ".join(said % {"a": _moment_of(one["from"]), "b": _moment_of(one["to"])} for one in moved)


def _moment_of(text: str) -> str:
    return moment(datetime.fromisoformat(text))


def _checks_on(loaded: Loaded, event: Event) -> str:
    return _("%(name)s can check on %(day)s") % {"name": name_of(event), "day": day(date.fromisoformat(event.data["on"]))}


def _confidential(loaded: Loaded, event: Event) -> str:
    return _("Made confidential") if event.data.get("confidential") else _("No longer confidential")


def _by_lead(loaded: Loaded, event: Event) -> str:
    return _because(_("Opened by %(name)s, who leads the desk") % {"name": name_of(event)}, event.data.get("reason"))


def _removed(loaded: Loaded, event: Event) -> str:
    """What was taken out is not said again; who had it by mail already is, as far as they are the reader's colleagues."""
    text = _("File removed by %(name)s") if event.data.get("what") == "file" else _("Passage removed by %(name)s")
    said = _because(text % {"name": name_of(event)}, event.data.get("reason"))
    names = [m.person.name for m in loaded.members if m.person_id in event.data.get("received", [])]
    if not names:
        return said
    told = _("Received by mail before: %(names)s") % {"names": joined(names)}
    return f"{said}. {told}"


def _fix_elsewhere(loaded: Loaded, event: Event) -> str:
    """Which release carries the fix on the reader's own line."""
    data = event.data
    if not data.get("own"):
        return _("Fixed on another version line; on yours by an upgrade")
    if not data.get("on"):
        return _("Fix for your version line: %(version)s") % {"version": data["own"]}
    names = {"version": data["own"], "day": day(date.fromisoformat(data["on"]))}
    return _("Fix for your version line: %(version)s, expected %(day)s") % names


def _problem(loaded: Loaded, event: Event) -> str:
    names = {"problem": f"PRB-{event.data['problem']}"}
    return (_("No longer linked with known problem %(problem)s") if event.data.get("is_off") else _("Linked with known problem %(problem)s")) % names


def _corrected(loaded: Loaded, event: Event) -> str:
    names = {"subject": _("subject"), "description": _("description"), "criticality": _("criticality")}
    fields = joined([names[name] for name in event.data["fields"]])
    return _("Corrected by %(name)s: %(fields)s") % {"name": name_of(event), "fields": fields}


_SENTENCES: dict[str, Callable[[Loaded, Event], str]] = {
    "ticket.opened": _opened,
    "message.received": _received,
    "message.sent": _sent,
    "call.recorded": lambda loaded, event: _("Call noted by %(name)s") % {"name": name_of(event)},
    "ticket.moved": _moved,
    "ticket.taken": lambda loaded, event: _("Taken by %(name)s") % {"name": name_of(event)},
    "ticket.assigned": lambda loaded, event: _("Passed on within our team"),
    "ticket.criticality_changed": _criticality,
    "ticket.contested": _contested,
    "ticket.contest_decided": _decided,
    "ticket.type_changed": _type,
    "ticket.desk_changed": _desk,
    "ticket.shared": _shared,
    "ticket.unshared": _unshared,
    "ticket.linked": _linked,
    "ticket.handed_over": _handed_over,
    "ticket.passed_on": lambda loaded, event: _("Passed on within our team"),
    "ticket.escalated": lambda loaded, event: _("Escalated by %(name)s") % {"name": name_of(event)},
    "ticket.escalation_withdrawn": lambda loaded, event: _("Escalation taken back by %(name)s") % {"name": name_of(event)},
    "ticket.reminded": lambda loaded, event: _("Reminder"),
    "ticket.due_moved": _due_moved,
    "ticket.checks_on": _checks_on,
    "ticket.confidential_changed": _confidential,
    "ticket.opened_by_lead": _by_lead,
    "ticket.fix_released": lambda loaded, event: _("Version %(version)s released, with the fix") % {"version": event.data["release"]},
    "ticket.redacted": _removed,
    "ticket.fix_elsewhere": _fix_elsewhere,
    "problem.linked": _problem,
    "ticket.company_changed": lambda loaded, event: _("Handed to your company by %(name)s") % {"name": name_of(event)},
    "ticket.completed": lambda loaded, event: _("Details completed by %(name)s") % {"name": name_of(event)},
    "ticket.corrected": _corrected,
    "survey.answered": lambda loaded, event: _("Question on satisfaction answered"),
}


def last(events: Sequence[Event], *kinds: str) -> Event | None:
    """The last event of these kinds."""
    return next((event for event in reversed(events) if event.kind in kinds), None)
