"""Give a request its place: who has it, which type, which desk, what it hangs together with."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Conflict, Invalid
from guichet.access.rights import require
from guichet.desk.events import record
from guichet.desk.models import Ticket
from guichet.desk.operations import handing
from guichet.desk.operations.opening import follow_level
from guichet.desk.operations.replying import give_sight
from guichet.desk.operations.steps import fill, finish, lock, move, refuse_closed
from guichet.desk.states import Status
from guichet.people.models import Person
from guichet.service.house import house


@transaction.atomic
def assign(
    number: int,
    *,
    by: Actor,
    owner: Person | None = None,
    handler: Person | None = None,
    team: str | None = None,
    release_owner: bool = False,
    reason: str = "",
    version: int | None = None,
) -> Ticket:
    """Give the request to an owner, a handler, a team. Taking a request in NEW oneself starts the work on it.

    Assignment is no news to the customer and ends no clock (DOMAIN 1.4 a, h). Another desk's team is a hand-over.
    """
    at = clock.now()
    ticket = lock(number, by=by, version=version)
    require(by, "assign", ticket)
    refuse_closed(ticket)
    data: dict[str, Any] = {"former_owner": ticket.owner_id, "former_team": ticket.team.key if ticket.team else ""}
    if team is not None:
        _to_team(ticket, team, by=by, at=at, reason=reason)
        data["team"] = team
    for name, person in (("owner", owner), ("handler", handler)):
        if person is not None:
            _require_agent(person, name)
            setattr(ticket, f"{name}_id", person.pk)
            data[name] = person.pk
            if person.pk != by.person_id:
                give_sight(ticket, [person.pk], "assigned")
    if release_owner:
        ticket.owner_id = None
    sla = []
    kind = "ticket.assigned"
    if ticket.status == Status.NEW and owner is not None and owner.pk == by.person_id:
        sla, kind = [move(ticket, Status.IN_PROGRESS, at=at)], "ticket.taken"
        data["to"] = ticket.status
    record(ticket, kind, by=by, at=at, data=data, sla=sla)
    return finish(ticket, at=at)


def _require_agent(person: Person, name: str) -> None:
    if not person.is_agent or not person.is_active or person.is_limited:
        raise Invalid({name: _("Choose an agent who works on requests.")})


def _to_team(ticket: Ticket, key: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    team = house().team_by_key.get(key)
    if team is None:
        raise Invalid({"team": _("Choose one of the teams.")})
    handing.hand_over(ticket, team.desk, team, by=by, at=at, reason=reason)


@transaction.atomic
def change_type(
    number: int,
    key: str,
    *,
    by: Actor,
    fields: dict[str, Any] | None = None,
    criticality: str = "",
    reason: str = "",
    version: int | None = None,
) -> Ticket:
    """Another type: the number stays, the prefix follows, the former reference still finds it, the customer is told.

    Used time counts against the targets of the new type from creation. What was covered and becomes billed needs an approved
    offer before any work on it (DOMAIN 1.3).
    """
    at = clock.now()
    ticket = lock(number, by=by, version=version)
    require(by, "type", ticket)
    refuse_closed(ticket)
    kind = house().type_by_key.get(key)
    if kind is None or not kind.is_active:
        raise Invalid({"type": _("Choose one of the types.")})
    was = house().types[ticket.type_id]
    if kind.pk == was.pk:
        raise Invalid({"type": _("The request has this type already.")})
    level = {"asked": criticality or ticket.criticality or "MEDIUM", "LOW": "LOW"}.get(kind.criticality, "")
    if kind.criticality == "asked" and level not in house().levels:
        raise Invalid({"criticality": _("Choose one of the levels.")})
    sla: list[dict[str, Any]] = [{"kind": "type", "to": kind.key}]
    if kind.criticality == "asked" and level != ticket.criticality:
        sla.append({"kind": "criticality", "to": level})
    ticket.former_types = [*[t for t in ticket.former_types if t not in (was.key, kind.key)], was.key]
    ticket.type, ticket.criticality = kind, level
    asked = {field["key"] for field in kind.fields}
    sla = [*follow_level(ticket), *sla, *fill(ticket, [name for name in ticket.missing if name not in asked or name == "criticality"])]
    ticket.fields = {**ticket.fields, **(fields or {})}
    if _is_billed(kind) and not _is_billed(was):
        ticket.fields = {**ticket.fields, "became_billed": True}
    desk, team = handing.home(ticket)
    data = {"from": was.key, "to": kind.key, "desk": desk.key, "team": team.key if team else "", "reason": reason}
    record(ticket, "ticket.type_changed", by=by, at=at, data=data, sla=sla)
    handing.hand_over(ticket, desk, team, by=by, at=at, quietly=True)
    return finish(ticket, at=at)


def _is_billed(kind) -> bool:
    return kind.desk.is_billed


@transaction.atomic
def relate(number: int, kind: str, other: int, *, by: Actor) -> Ticket:
    """Hang the request together with another: `parent` (one cause, many requests) or `related` to a follow-up's origin.

    A duplicate is a way of resolving (moving.transition_to). Sight is not shared by a link.
    """
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "links", ticket)
    refuse_closed(ticket)
    target = Ticket.objects.visible_to(by).filter(pk=other).exclude(pk=number).first()
    if target is None:
        raise Invalid({"other": _("There is no such request.")})
    if kind == "parent":
        if target.parent_id == ticket.pk:
            raise Conflict(_("That request already hangs below this one."), reason="transition", number=number)
        ticket.parent = target
    elif kind == "follow_up":
        if target.company.present.pk != ticket.company.present.pk:
            raise Invalid({"other": _("A follow-up stays within one company.")})
        ticket.previous = target
    else:
        raise Invalid({"kind": _("Choose how the two hang together.")})
    is_public = target.company_id == ticket.company_id and not target.confidential
    record(ticket, "ticket.linked", by=by, at=at, data={"kind": kind, "other": target.pk}, is_public=is_public)
    return finish(ticket, at=at)


@transaction.atomic
def set_confidential(number: int, confidential: bool, *, by: Actor) -> Ticket:
    """Hide the request from everybody but its own people, from this moment on, or open it again (DOMAIN 1.11)."""
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "confidential", ticket)
    refuse_closed(ticket)
    if ticket.confidential == confidential:
        return ticket
    ticket.confidential = confidential
    record(ticket, "ticket.confidential_changed", by=by, at=at, data={"confidential": confidential})
    return finish(ticket, at=at)


@transaction.atomic
def complete(
    number: int, fields: dict[str, Any], *, by: Actor, domain: str | None = None, deadline: datetime | None = None
) -> Ticket:
    """Fill in what was missing: the type's own fields, domain, deadline (DOMAIN 1.3)."""
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "complete", ticket)
    refuse_closed(ticket)
    changed = [name for name, value in fields.items() if ticket.fields.get(name) != value]
    ticket.fields = {**ticket.fields, **fields}
    if domain is not None:
        found = house().domain_by_key.get(domain)
        if found is None:
            raise Invalid({"domain": _("Choose one of the domains.")})
        ticket.domain = found
        changed.append("domain")
    if deadline is not None:
        ticket.deadline = deadline
        changed.append("deadline")
    record(ticket, "ticket.completed", by=by, at=at, data={"fields": changed})
    return finish(ticket, at=at)
