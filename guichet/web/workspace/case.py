"""One request as the workspace shows it: counters, promises, conversation, company, history, in plain names."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access import rights
from guichet.access.actors import Actor
from guichet.catalog import shelf
from guichet.catalog.models import Entity, Installation
from guichet.contracts import coverage
from guichet.contracts.models import Contract, Offer
from guichet.desk import clocks, queries, removed
from guichet.desk.beside import configured, name_people, placed
from guichet.desk.models import Attachment, Event, HeldReply, Message, Note, Reading, Share, Survey, Ticket
from guichet.desk.operations import holding, leaving, weighing
from guichet.desk.states import Status, targets_for_agents
from guichet.intake import uploads
from guichet.intake.models import Draft
from guichet.knowledge.models import Regression
from guichet.people.models import Membership, Person, new_token
from guichet.reactions import delivered
from guichet.reactions.told import told_on
from guichet.service.house import house
from guichet.sla.ledger import Ledger
from guichet.web.components import charts
from guichet.web.components.absent import absent
from guichet.web.components.present import DRAFTS, ENTITIES, FILES, HELD, LETTERS, NEAR, OFFERS, SHARES, present
from guichet.web.components.templatetags.guichet import number
from guichet.web.workspace import giving, happened, presenting
from guichet.web.workspace.presenting import words_of

KINDS = {"first_reply": "reply", "update": "update", "goal": "goal"}


def page(request: HttpRequest, ticket: Ticket) -> dict[str, Any]:
    """Everything the page of one request needs; a constant number of queries."""
    actor: Actor = request.actor
    now = clock.now()
    events = list(Event.objects.filter(ticket=ticket).order_by("at", "pk"))
    messages, notes = list(Message.objects.filter(ticket=ticket)), list(Note.objects.filter(ticket=ticket))
    there = present(ticket, actor)
    shares = list(Share.objects.filter(ticket=ticket).order_by("pk")) if SHARES in there else []
    offers = list(Offer.objects.filter(ticket=ticket).order_by("pk")) if OFFERS in there else []
    known = name_people([ticket], messages, notes, shares, offers, also=happened.people_in(events))
    names = {pk: person.name for pk, person in known.items()}
    shares = [share for share in shares if share.person.is_active]
    installations = [
        shelf.placed(row) for row in Installation.objects.filter(company=ticket.company.present).order_by("environment", "pk")
    ]
    placed(ticket, among=installations)
    told = told_on(ticket, by=actor) if LETTERS in there else {}
    said = _said(events, known)
    files = list(Attachment.objects.filter(ticket=ticket).order_by("pk")) if FILES in there else []
    entities = [str(entity) for entity in ticket.entities.all()] if ENTITIES in there else []
    ledger = clocks.ledger(ticket, at=now, events=[e for e in events if e.sla])
    links = _links(ticket, actor, is_near=NEAR in there)
    base = f"/desk/requests/{ticket.key}/"
    can_reply = rights.may(actor, "reply", ticket) and ticket.takes_replies
    kept = draft(actor, ticket, is_kept=DRAFTS in there)
    targets = targets_for_agents(ticket.status, came_from=ticket.came_from, kinds=rights.kinds(actor, ticket))
    return {
        "number": ticket.key,
        "key": ticket.type.key,
        "href": base,
        "type": words_of(ticket.type.labels),
        "level": ticket.criticality,
        "subject": ticket.subject,
        "language": ticket.language,
        "version": ticket.version,
        "is_confidential": ticket.confidential,
        "is_escalated": bool(ticket.escalated_at),
        "unanswered_since": ticket.unanswered_since,
        "only_thanks": can_reply
        and ticket.status == Status.IN_PROGRESS
        and _was_reopened(events)
        and "agent" in rights.kinds(actor, ticket),
        "foreign": giving.foreign(ticket, actor) if ticket.status == Status.NEW and can_reply and not ticket.owner_id else None,
        "reporter_left": f"{base}reporter/" if ticket.is_open and can_reply and leaving.has_left(ticket) else "",
        "incomplete": _incomplete(ticket, ledger),
        "contested": _contested(ticket, actor, events, names, base),
        **_counters(ticket, actor, ledger),
        "promises": promises(ticket, ledger),
        "strip": _strip(ledger),
        "thread": _thread(ticket, messages, notes, _files(ticket, actor, files, base), events, names, told, said),
        "history": _history(ticket, actor, events, names, told, said),
        "acts": _acts(ticket, actor, targets, base) + _to_all(ticket, links, can_reply=can_reply),
        "article_href": f"{base}article/" if _gives_an_article(ticket, actor) else "",
        "can_take": ticket.status == Status.NEW and can_reply and not ticket.owner_id,
        "can_reply": can_reply,
        "can_note": rights.may(actor, "note", ticket),
        "can_ask": can_reply and Status.WAIT_CUSTOMER in targets,
        "can_resolve": can_reply and Status.RESOLVED in targets and targets[Status.RESOLVED].name == "resolve",
        "keeps_turn": ticket.turn == "customer",
        "resolutions": resolutions(ticket),
        "readers": [share.person.name for share in shares],
        "draft": kept,
        "kept_files": kept["files"],
        "held": held(holding.held_by(actor, ticket)) if HELD in there else [],
        "holds": holding.seconds(),
        "submission": new_token(),
        "comes_back": delivered.coming_back(ticket.reporter_id) if LETTERS in there else None,
        "draft_href": f"{base}draft/",
        "company": company(ticket, installations, now),
        "facts": _facts(ticket, offers, entities),
        "shared_with": [share.person.name for share in shares],
        "links": links,
        "problems": _problems(ticket),
        # What resembles it comes after the page, in a fragment of its own.
        "resembling_href": f"{base}suggestions/" if ticket.is_open else "",
        **_others(ticket, actor),
    }


def _said(events: list[Event], known: dict[int, Person]) -> Callable[[str], str]:
    """Says a text of this request with what was taken out of it in the reader's words (DOMAIN 1.15)."""
    found = removed.traces(events)
    given = {pk: person.given_name for pk, person in known.items()}
    return lambda text: removed.in_words(text, found, given, get_current_timezone())


def _was_reopened(events: list[Event]) -> bool:
    """The last move was a customer's answer to a solution: perhaps only thanks (DOMAIN 1.5)."""
    moved = next((event for event in reversed(events) if "to" in event.data), None)
    return bool(moved and moved.data.get("reopened"))


def _strip(ledger: Ledger) -> dict[str, Any] | None:
    """The drawing of the clock that is due first."""
    due = ledger.next_due
    running = ledger.clock(due[0]) if due else None
    return charts.strip(running, ledger.at) if running else None


def _incomplete(ticket: Ticket, ledger: Ledger) -> dict[str, Any] | None:
    """What the mail that opened it left open, and whether its clocks wait for that."""
    if not ticket.missing or not ticket.is_open:
        return None
    labels = {field["key"]: words_of(field["labels"]) for field in ticket.type.fields}
    known = {"criticality": _("Criticality"), "installation": _("Installation")}
    names = [str(known.get(name) or labels.get(name) or name) for name in ticket.missing]
    return {"names": names, "waits": ticket.status == Status.NEW and ledger.turn == "customer"}


def _contested(ticket: Ticket, actor: Actor, events: list[Event], names: dict[int, str], base: str) -> dict[str, Any] | None:
    if not weighing.contest_is_open(ticket):
        return None
    asked = next((e for e in reversed(events) if e.kind == "ticket.contested"), None)
    return {
        "who": names.get(asked.by_id or 0, "") if asked else "",
        "reason": asked.data.get("reason", "") if asked else "",
        "href": f"{base}criticality/" if weighing.decides(actor, ticket) else "",
    }


def _counters(ticket: Ticket, actor: Actor, ledger: Ledger) -> dict[str, Any]:
    """The two sides of the counter, with the working time each has used over the life of the request."""
    phone = ticket.fields.get("phone") or ticket.reporter.phone
    due = ledger.next_due
    promise: dict[str, Any] = {}
    if due:
        promise = {"kind": KINDS[due[0]] if due[0] != "goal" else "update", "at": due[1], "is_late": due[1] < ledger.at}
    elif ticket.status == Status.SCHEDULED:
        promise = {"kind": "appointment", "at": ticket.appointment_at}
    goal = ledger.clock("goal")
    return {
        "side": presenting.side(ticket, actor),
        "reporter": {
            "name": ticket.reporter.name,
            "given_name": ticket.reporter.given_name,
            "phone": phone,
            "tel": phone.replace(" ", "") if phone else "",
            "reachable": ticket.fields.get("reachable", ""),
        },
        "with_you": ledger.customer_side_seconds,
        "with_us": ledger.vendor_side_seconds,
        "owner": ticket.owner.name if ticket.owner else "",
        "handler": ticket.handler.name if ticket.handler else "",
        "absent": absent(ticket, ticket.owner_id) if ticket.is_open else None,
        "handler_absent": absent(ticket, ticket.handler_id) if ticket.is_open else None,
        "status": presenting.status_label(ticket),
        "since": ticket.turn_since,
        "promise": promise,
        "goal_at": goal.due_at if goal and goal.state == "running" else None,
        "goal_before_deadline": bool(goal and goal.due_at and ticket.deadline and goal.due_at <= ticket.deadline),
        "deadline": ticket.deadline,
    }


def promises(ticket: Ticket, ledger: Ledger) -> list[dict[str, Any]]:
    """The three clocks, each with its target, what is used and what is left."""
    return [
        {
            "kind": KINDS[c.kind],
            "target": c.target_s,
            "state": c.state,
            "used": c.used_s,
            "took": c.used_s,
            "left": max(0, (c.left_s or 0)),
            "due_at": c.due_at,
            "over": c.over_s,
            "missed": len(c.missed) if c.kind == "update" else 0,
            "missed_words": _("%(count)s missed") % {"count": len(c.missed)},
            "is_late": c.state == "breached",
            "target_release": ticket.target_release.name if ticket.target_release_id else "",
        }
        for c in ledger.clocks
    ]


def _files(ticket: Ticket, actor: Actor, attached: list[Attachment], base: str) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """The files of each message and note; a lead may take one out."""
    files: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    may_remove = rights.may(actor, "redact", ticket)
    for one in attached:
        owner = ("message", one.message_id) if one.message_id else ("note", one.note_id)
        file = {"name": one.filename, "href": f"/attachments/{one.token}/{one.filename}", "size": one.size}
        files[owner].append(file | ({"remove_href": f"{base}redact/?file={one.token}"} if may_remove else {}))
    return files


def _thread(
    ticket: Ticket,
    messages: list[Message],
    notes: list[Note],
    files: dict[tuple[str, int], list[dict[str, Any]]],
    events: list[Event],
    names: dict[int, str],
    told: dict[int, list[str]],
    said: Callable[[str], str],
) -> list[dict[str, Any]]:
    """Messages, notes and what happened in between, oldest first."""
    company = ticket.company.name
    entries: list[dict[str, Any]] = []
    for message in messages:
        ours = message.side == Message.VENDOR
        who = message.author.name if message.author else ""
        if message.is_first and ticket.entered_by_id and ticket.entered_by:
            who = _("%(who)s, entered by %(agent)s") % {"who": who, "agent": ticket.entered_by.given_name}
        entries.append(
            {
                "kind": "message", "id": message.pk, "at": message.created_at, "who": who, "side": words_of(ticket.desk.labels) if ours else company,
                "text": said(message.body), "language": message.language or ticket.language, "files": files["message", message.pk], "is_call": message.is_call,
                **_by_mail(ticket, message),
            }
        )  # fmt: skip
    entries += [
        {
            "kind": "note",
            "id": n.pk,
            "at": n.created_at,
            "who": n.author.name,
            "text": said(n.body),
            "language": "",
            "files": files["note", n.pk],
        }
        for n in notes
    ]
    spoken = {"ticket.opened", "message.received", "message.sent", "call.recorded", "note.added", "ticket.escalated"}
    entries += [
        {"kind": "event", "id": e.pk, "at": e.at, "text": said(happened.sentence(e, names)), "told": told.get(e.pk, [])}
        for e in events
        if e.kind not in spoken and not (e.kind == "ticket.moved" and e.data.get("message"))
    ]
    return sorted(entries, key=lambda entry: (entry["at"], entry["kind"] == "event", entry["id"]))


def _by_mail(ticket: Ticket, message: Message) -> dict[str, str]:
    """Where the mail behind a message is read whole, and taken as a file."""
    if message.channel != "email":
        return {}
    here = f"/desk/requests/{ticket.key}/messages/{message.pk}/"
    return {"mail_href": f"{here}mail/", "original_href": f"{here}original.eml"}


def _history(
    ticket: Ticket, actor: Actor, events: list[Event], names: dict[int, str], told: dict[int, list[str]], said: Callable[[str], str]
) -> list[dict[str, Any]]:
    """What happened, newest first; of a confidential request also who read it for the first time (DOMAIN 1.11)."""
    rows = [
        {"at": e.at, "what": said(happened.sentence(e, names)), "side": _side(e, actor), "told": told.get(e.pk, [])} for e in events
    ]
    if ticket.confidential:
        for one in Reading.objects.filter(ticket=ticket).select_related("person"):
            rows.append({"at": one.first_at, "what": _("Read by %(who)s") % {"who": one.person.name}, "side": "", "told": []})
        rows.sort(key=lambda row: row["at"])
    return rows[::-1]


def _side(event: Event, actor: Actor) -> str:
    return event.turn if event.turn in ("customer", "support", "nobody") else "elsewhere"


def _gives_an_article(ticket: Ticket, actor: Actor) -> bool:
    """A solved request that is not confidential."""
    return ticket.status in (Status.RESOLVED, Status.CLOSED) and not ticket.confidential and rights.may_write_knowledge(actor)


def _acts(ticket: Ticket, actor: Actor, targets: dict, base: str) -> list[dict[str, Any]]:
    """The gestures that are possible now, and no other."""
    ledger = {"key": "", "href": f"{base}ledger/", "name": _("Ledger")}
    last = [
        {"key": "", "href": f"{base}{address}/", "name": name, "in_dialog": True}
        for right, address, name in (("company", "company", _("Wrong company")), ("redact", "redact", _("Remove text")))
        if rights.may(actor, right, ticket)
    ]
    last += [ledger, {"key": "", "href": f"{base}letters/", "name": _("Letters")}]
    if not rights.may(actor, "assign", ticket) or not ticket.takes_replies:
        return last
    acts = [{"key": "a", "href": f"{base}assign/", "name": _("Assign")}]
    if targets:
        acts.append({"key": "s", "href": f"{base}transition/", "name": _("Status")})
    if ticket.type.criticality == "asked" and (not weighing.contest_is_open(ticket) or weighing.decides(actor, ticket)):
        acts.append({"key": "p", "href": f"{base}criticality/", "name": _("Criticality")})
    acts += [
        {"key": "t", "href": f"{base}type/", "name": _("Type")},
        {"key": "", "href": f"{base}share/", "name": _("Share")},
        {"key": "", "href": f"{base}links/", "name": _("Link")},
        {"key": "", "href": f"{base}problem/", "name": _("Known problem")},
        {"key": "", "href": f"{base}confidential/", "name": _("Not confidential") if ticket.confidential else _("Confidential")},
    ]
    for act in acts:
        act["in_dialog"] = True
    if rights.may(actor, "reply", ticket):
        acts.append({"key": "", "href": f"{base}insert/", "name": _("Put in an article")})
    return [*acts, *last]


def resolutions(ticket: Ticket) -> list[dict[str, str]]:
    """The codes that fit the type come first: *done* belongs to work, not to a fault."""
    works = ticket.type.criticality == "none" or ticket.type.key == "ACC"
    codes = [r for r in house().resolutions.values() if r.key not in ("offer_refused", "no_answer", "duplicate")]
    codes.sort(key=lambda r: (r.key == "done") != works)
    return [{"key": r.key, "label": words_of(r.labels)} for r in codes]


def draft(actor: Actor, ticket: Ticket, *, is_kept: bool) -> dict[str, Any]:
    """What the reader typed here and has not sent."""
    rows = Draft.objects.filter(person=actor.person_id, ticket=ticket, kind__in=[Draft.REPLY, Draft.NOTE]) if is_kept else ()
    kept = {row.kind: row for row in rows}
    reply, note = kept.get(Draft.REPLY), kept.get(Draft.NOTE)
    return {
        "text": reply.data.get("body", "") if reply else "",
        "note": note.data.get("body", "") if note else "",
        "kept_at": reply.updated_at if reply else None,
        "files": uploads.named(actor, reply.data.get("upload", [])) if reply else [],
    }


def held(waiting: list[HeldReply]) -> list[dict[str, Any]]:
    """The reader's own replies that are not sent yet, or could not be."""
    return [
        {
            "pk": one.pk,
            "text": one.body,
            "seconds": max(0, round((one.due_at - clock.now()).total_seconds())),
            "status": happened.status(one.status) if one.status else "",
            "files": [file["filename"] for file in one.files],
            "problem": one.problem,
            "poll_ms": max(1000, round((one.due_at - clock.now()).total_seconds() * 1000) + 1500),
        }
        for one in waiting
    ]


def company(ticket: Ticket, installations: list[Installation], now: datetime) -> dict[str, Any]:
    """The company beside the request: contract, installations, entities, people, phone."""
    on = now.date()
    signed = Contract.objects.select_related("policy").filter(pk=ticket.contract_id) if ticket.contract_id else None
    owner = ticket.company.present
    contract = signed.first() if signed is not None else coverage.active(owner.pk, on)
    members = Membership.objects.filter(company=owner, ended_at=None, person__is_active=True).select_related("person")
    members = members.only("person__given_name", "person__family_name", "person__email", "person__phone")
    environments = {Installation.PRODUCTION: _("Production"), Installation.TEST: _("Test")}
    return {
        "name": owner.name,
        "formerly": ticket.company.name if owner.pk != ticket.company_id else "",
        "href": f"/desk/companies/{owner.pk}/",
        "local_time": now if owner.zone != "Europe/Zurich" else None,
        "contract": words_of(contract.policy.labels) or contract.number if contract else "",
        "contract_until": contract.ends_on if contract else None,
        "contract_ended": bool(contract and contract.ends_on and contract.ends_on < on),
        "flex": f"{number(contract.flex_balance, 2)} CHF" if contract and contract.flex_balance else "",
        "installed": [
            f"{environments[i.environment]} {i.release.name}{f' · {i.name}' if i.name else ''}"
            for i in installations
            if i.is_active
        ],
        "entities": [str(e) for e in Entity.objects.filter(company=owner)],
        "people": [
            {"name": m.person.name, "phone": m.person.phone, "tel": m.person.phone.replace(" ", "")}
            for m in members.order_by("pk")[:8]
        ],
        "sees": _("all see all") if owner.all_see_all else _("each sees his own"),
        "phone": owner.phone,
        "tel": owner.phone.replace(" ", ""),
    }


def _facts(ticket: Ticket, offers: list[Offer], entities: list[str]) -> list[dict[str, Any]]:
    """The request's own data: version, entity, domain, the type's fields, offers, who read a confidential one."""
    facts: list[dict[str, Any]] = []
    if ticket.release_id:
        environment = _("test") if ticket.installation and ticket.installation.environment == "test" else _("production")
        facts.append({"name": _("Version"), "value": f"{ticket.release.name}, {environment}"})
    if entities:
        facts.append({"name": _("Entity"), "value": ", ".join(entities)})
    if ticket.domain_id:
        facts.append({"name": _("Domain"), "value": words_of(house().domains[ticket.domain_id].labels)})
    facts.append({"name": _("Team"), "value": words_of(ticket.team.labels) if ticket.team else _("none yet")})
    facts.append(
        {
            "name": _("Language"),
            "value": {"en": "English", "fr": "Français", "de": "Deutsch", "it": "Italiano"}.get(ticket.language, ticket.language),
        }
    )
    known = {f["key"]: f for f in ticket.type.fields if isinstance(f, dict)}
    texts = {row["key"]: row for row in house().text("fields").get("rows", [])}
    for key, value in ticket.fields.items():
        if key in ("became_billed", "phone", "reachable") or value in ("", None, []):
            continue
        field = known.get(key, texts.get(key, {}))
        label = field.get("labels")
        facts.append({"name": words_of(label) if label else key, "value": _value(value, _answers(key, field))})
    for offer in offers:
        states = {
            "open": _("open"),
            "approved": _("approved"),
            "returned": _("not like this"),
            "refused": _("refused"),
            "withdrawn": _("withdrawn"),
            "expired": _("expired"),
        }
        said = f"{number(offer.amount, 2)} {offer.currency}, {states[offer.state]}"
        facts.append({"name": _("Offer"), "value": f"{said}, {offer.decided_by.name}" if offer.decided_by else said})
    if ticket.status == Status.CLOSED and (answer := Survey.objects.filter(ticket=ticket).first()):
        said = _("%(score)s of 5") % {"score": answer.score}
        facts.append({"name": _("Satisfaction"), "value": f"{said}: {answer.text}" if answer.text else said})
    if ticket.confidential:
        readers = [r.person.name for r in Reading.objects.filter(ticket=ticket).select_related("person").order_by("first_at")]
        if readers:
            facts.append({"name": _("Read by"), "value": ", ".join(readers)})
    return facts


def _answers(key: str, field: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The labels of what can be chosen for a field: its own choices, or the answers of the question of that name."""
    asked = next((row for row in house().text("questions").get("rows", []) if row["key"] == key), {})
    return {one["key"]: one["labels"] for one in (*field.get("choices", ()), *asked.get("answers", ()))}


def _value(value: Any, answers: dict[str, dict[str, str]]) -> str:
    if isinstance(value, str) and value in answers:
        return words_of(answers[value])
    if value is True or value == "yes":
        return _("yes")
    if value is False or value == "no":
        return _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _links(ticket: Ticket, actor: Actor, *, is_near: bool) -> list[dict[str, Any]]:
    """Requests it hangs together with, as far as the reader sees them."""
    wanted = {ticket.previous_id: _("follow-up of"), ticket.parent_id: _("part of"), ticket.duplicate_of_id: _("duplicate of")}
    wanted.pop(None, None)
    if not wanted and not is_near:
        return []
    near = Q(previous=ticket.pk) | Q(parent=ticket.pk) | Q(duplicate_of=ticket.pk)
    rows = Ticket.objects.visible_to(actor).filter(Q(pk__in=wanted) | near).order_by("pk")
    found = []
    for one in rows[:30]:
        configured(one)
        kind = wanted.get(one.pk) or (
            _("followed by")
            if one.previous_id == ticket.pk
            else _("below it")
            if one.parent_id == ticket.pk
            else _("its duplicate")
        )
        found.append(
            {
                "kind": kind,
                "number": one.key,
                "href": f"/desk/requests/{one.key}/",
                "subject": one.subject,
                "is_below": one.parent_id == ticket.pk,
            }
        )
    return found


def _to_all(ticket: Ticket, links: list[dict[str, Any]], *, can_reply: bool) -> list[dict[str, Any]]:
    """Where requests hang below it: one message to all of them."""
    if not can_reply or not any(one["is_below"] for one in links):
        return []
    return [{"key": "", "href": f"/desk/tell/?parent={ticket.key}", "name": _("Message to all")}]


def _problems(ticket: Ticket) -> list[dict[str, Any]]:
    """Its known problem, and those that may be back by the look of it."""
    states = {"open": _("open"), "planned": _("planned"), "fixed": _("fixed"), "wont_fix": _("will not be fixed")}
    flagged = {one.problem_id: one.problem for one in Regression.objects.filter(ticket=ticket, state=Regression.OPEN).select_related("problem")}
    linked = {ticket.problem.pk: ticket.problem} if ticket.problem else {}
    return [
        {
            "number": problem.reference,
            "title": problem.said(get_language() or "en")[0] or ticket.subject,
            "note": _("may be back") if pk in flagged else states[problem.state],
            "href": f"/desk/problems/{problem.reference}/",
        }
        for pk, problem in (linked | flagged).items()
    ]


def _others(ticket: Ticket, actor: Actor) -> dict[str, Any]:
    others = queries.other_open(ticket, actor)
    return {
        "others": [
            {
                "number": o.key, "href": f"/desk/requests/{o.key}/", "subject": o.subject, "language": o.language,
                "side": presenting.side(o, actor), "note": presenting.status_label(o) if o.status not in ("PLANNED_FIX", "SCHEDULED") else "",
            }
            for o in others
        ],
        "other_count": len(others),
    }  # fmt: skip
