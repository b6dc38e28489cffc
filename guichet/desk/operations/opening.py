"""Open a request (DOMAIN 1.3, 1.4, 1.11)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor, Rights, load_actor
from guichet.access.refusals import Conflict, Forbidden, Invalid
from guichet.access.rights import require_work
from guichet.catalog.models import Entity, Installation
from guichet.contracts import coverage
from guichet.contracts.models import Contract
from guichet.desk import clocks
from guichet.desk.events import record
from guichet.desk.models import Event, Share, Ticket, TicketEntity
from guichet.desk.operations.replying import give_sight
from guichet.desk.operations.steps import operated_by, require_text, say, stand_on
from guichet.desk.states import Status, Turn
from guichet.people.models import Company, Membership, Person
from guichet.service.house import house
from guichet.service.models import RequestType
from guichet.sla import stored
from guichet.sla.policy import seconds

PHONE = "phone"
# The vendor's own company, by its key: it carries what belongs to no customer (operations/gathering.py).
HOUSE = "guichet-house"


@dataclass(frozen=True)
class Opening:
    """What a request is made of, checked in form by its door: keys are known, texts are trimmed."""

    company: Company
    type: RequestType
    subject: str
    body: str
    installation: Installation | None = None
    entities: Sequence[Entity] = ()
    domain: str = ""
    criticality: str = ""
    derived: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    deadline: datetime | None = None
    confidential: bool = False
    share_with: Sequence[Person] = ()
    language: str = "en"
    # The brand it was written to; empty: that of its desk.
    brand: str = ""
    # What its type needs and nobody said: such a request is incomplete.
    missing: Sequence[str] = ()
    # Nobody is told by a machine that it was received (DOMAIN: loops).
    is_silent: bool = False
    attachments: Sequence[dict[str, Any]] = ()
    submission: str | None = None
    channel: str = "portal"
    previous: Ticket | None = None
    parent: Ticket | None = None
    reporter: Person | None = None
    # As its door found it; otherwise it is looked up.
    contract: Contract | None = None
    # A number kept for it (import, demo); otherwise it gets the next one.
    number: int | None = None


def contract_for(company: Company, installation: Installation | None, at: datetime) -> Contract | None:
    """The active contract behind a request: by its installation's product, or any where it names none."""
    on = at.astimezone(ZoneInfo(company.zone)).date()
    return coverage.active(company.pk, on, installation.product_id if installation else None)


@transaction.atomic(savepoint=False)
def open_ticket(opening: Opening, *, by: Actor) -> Ticket:
    """Open a request: NEW, at the desk of its type and the team of its domain, with its clocks running.

    Refused without an active contract for the installation, or without the right to open. An agent opens on behalf of a
    named reporter, whose rights then hold. Entered during a call (channel *phone*), somebody of ours has spoken with the
    customer: that meets the reply clock at once (DOMAIN 1.4 a). That a form sent twice makes one request is the entrance's
    affair (intake).
    """
    at = clock.now()
    _require_unmerged(opening.company)
    contract = opening.contract or contract_for(opening.company, opening.installation, at)
    if contract is None:
        raise Forbidden(_("No active contract covers this installation, so no request can be opened."), reason="contract")
    _may_open(opening, by)
    ticket = _make(opening, contract, by=by, at=at)
    data = _opened_with(ticket) | _said_of(opening)
    opened = {"kind": "opened", **_first_reply_override(ticket), **_waiting(opening, contract)}
    first: dict[str, Any] = {"sla": [opened], "data": data}
    if by.is_agent and opening.channel == PHONE:
        first["sla"].append({"kind": "message", "by": "vendor"})
        ticket.last_vendor_at = at
    # Its clocks follow from that one event: so they are reckoned before the row is written, once.
    now = clocks.ledger(ticket, at=at, events=[Event(at=at, **first)])
    clocks.stand(ticket, now, at=at, told={})
    ticket.save(force_insert=True)
    TicketEntity.objects.bulk_create(
        TicketEntity(ticket=ticket, company_id=ticket.company_id, entity=entity) for entity in opening.entities
    )
    _share(ticket, opening, by)
    stand_on(ticket, desk_id=ticket.desk_id, team_id=ticket.team_id, at=at)
    if by.is_agent and opening.channel == PHONE:
        # Whoever took the call knows it, at whatever desk he sits.
        give_sight(ticket, [by.person_id or 0], "added")
    say(
        ticket,
        require_text(opening.body, "description"),
        by=by,
        at=at,
        attachments=opening.attachments,
        channel=opening.channel,
        is_first=True,
        author_id=ticket.reporter_id,
        side="customer",
    )
    record(ticket, "ticket.opened", by=by, at=at, **first)
    clocks.write(ticket, now)
    return ticket


def _opened_with(ticket: Ticket) -> dict[str, Any]:
    """What the replay begins with."""
    return {
        "channel": ticket.channel,
        "calendar": stored.calendar(ticket.calendar_id).key,
        "policy": stored.policy(ticket.policy_id).key,
        "type": ticket.type.key,
        "criticality": ticket.criticality,
        "operated_by": operated_by(ticket),
    }


def _waiting(opening: Opening, contract: Contract) -> dict[str, bool]:
    """Whether its clocks wait until what is missing is there, as its contract says now."""
    return {"waits": True} if opening.missing and contract.clock_starts == Contract.COMPLETENESS else {}


def _said_of(opening: Opening) -> dict[str, Any]:
    """What the receipt reads: what is missing, and whether there is to be one."""
    said: dict[str, Any] = {"missing": list(opening.missing)} if opening.missing else {}
    return said | ({"is_silent": True} if opening.is_silent else {})


def _require_unmerged(company: Company) -> None:
    """A merger of this company waits until the request is there, or was quicker: then its people open at the other one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT merged_into_id FROM people_company WHERE id = %s FOR KEY SHARE", [company.pk])
        row = cursor.fetchone()
    if row and row[0]:
        raise Conflict(
            _("Your company has just been joined with another one. Your text is kept: open the page anew and send it."),
            reason="merged",
        )


def _may_open(opening: Opening, by: Actor) -> None:
    rights = by.in_company(opening.company.pk) if by.is_requester else _on_behalf(opening, by)
    if rights is None:
        return
    if not rights.is_requester:
        raise Forbidden(_may_not(opening, by), reason="role")
    if opening.confidential and not rights.is_confidential:
        raise Invalid({"confidential": _("Only contacts with the right “confidential” may open a confidential request.")})
    if rights.entities is not None and any(e.pk not in rights.entities for e in opening.entities):
        raise Invalid({"entity": _("You may not open requests for this entity.")})


def _on_behalf(opening: Opening, by: Actor) -> Rights | None:
    """The rights of the contact for whom an agent opens: what he may not do himself, nobody does in his name.

    None where nobody asks for it anew: the system imports, and what hangs below a request is opened for its reporter.
    """
    if opening.reporter is None:
        raise Invalid({"reporter": _("Choose for whom you open this request.")})
    if by.is_system or opening.parent is not None:
        return None
    require_work(by)
    if opening.company.external_id == HOUSE:
        return None
    return rights_of(opening.reporter, opening.company.pk) or Rights(opening.company.pk, is_reader=False)


def rights_of(person: Person, company_id: int) -> Rights | None:
    """What a contact may do in a company now; None where he has left it, or the company is no longer active."""
    actor = load_actor(person.pk)
    return actor.in_company(company_id) if actor else None


def _may_not(opening: Opening, by: Actor) -> str:
    if by.is_requester:
        return _("Your role reads requests but does not open any. Ask your company's administrator.")
    assert opening.reporter is not None
    return _("%(name)s may not open requests at %(company)s. The company’s administrator can change that.") % {
        "name": opening.reporter.name,
        "company": opening.company.name,
    }


def calendar_for(contract: Contract, criticality: str) -> int:
    """The contract's calendar; its extended hours for CRITICAL where it has them (DOMAIN 1.15)."""
    return (criticality == "CRITICAL" and contract.critical_calendar_id) or contract.calendar_id


def follow_level(ticket: Ticket) -> list[dict[str, Any]]:
    """Give the ticket the calendar of its present criticality; the fact of the change, if it is one (DOMAIN 1.4 j, 1.15)."""
    # By hand: of a company that was merged he may not read the contract, which is the present one's.
    contract = Contract.objects.filter(pk=ticket.contract_id).first()
    calendar = calendar_for(contract, ticket.criticality) if contract else ticket.calendar_id
    if calendar == ticket.calendar_id:
        return []
    ticket.calendar_id = calendar
    return [{"kind": "calendar", "to": stored.calendar(calendar).key}]


def _make(opening: Opening, contract: Contract, *, by: Actor, at: datetime) -> Ticket:
    kind, installation = opening.type, opening.installation
    domain = house().domain_by_key.get(opening.domain)
    level = {"asked": opening.criticality, "LOW": "LOW"}.get(kind.criticality, "")
    team = house().teams[kind.team_id] if kind.team_id else house().team_for(kind.desk, domain.pk if domain else None)
    reporter_id = opening.reporter.pk if opening.reporter else by.person_id
    return Ticket(
        number=opening.number,
        company=opening.company,
        contract=contract,
        installation=installation,
        release_id=installation.release_id if installation else None,
        reporter_id=reporter_id,
        entered_by_id=by.person_id if by.is_agent else None,
        channel=opening.channel,
        type=kind,
        subject=opening.subject,
        language=opening.language,
        brand=opening.brand,
        domain=domain,
        fields=opening.fields,
        confidential=opening.confidential,
        deadline=opening.deadline,
        status=Status.NEW,
        turn=Turn.SUPPORT,
        status_since=at,
        turn_since=at,
        timer_from=at,
        desk_id=kind.desk_id,
        team_id=team.pk if team else None,
        criticality=level,
        derived_criticality=opening.derived if kind.criticality == "asked" else "",
        calendar_id=calendar_for(contract, level),
        policy_id=contract.policy_id,
        created_at=at,
        updated_at=at,
        last_customer_at=at,
        next_at=clocks.NEVER,
        missing=list(opening.missing),
        submission=opening.submission,
        previous=opening.previous,
        parent=opening.parent,
    )


def _share(ticket: Ticket, opening: Opening, by: Actor) -> None:
    """Colleagues of the same company only; a confidential request only with those who have that right."""
    wanted = [p for p in opening.share_with if p.pk != ticket.reporter_id]
    if not wanted:
        return
    members = Membership.objects.filter(company=ticket.company_id, person__in=wanted, ended_at=None, person__is_active=True)
    if ticket.confidential:
        members = members.filter(is_confidential=True)
    allowed = set(members.values_list("person_id", flat=True))
    for person in wanted:
        if person.pk not in allowed:
            raise Invalid({"share": _("This request cannot be shared with %(name)s.") % {"name": person.name}})
    Share.objects.bulk_create(
        Share(ticket=ticket, company_id=ticket.company_id, person=person, added_by_id=by.person_id) for person in wanted
    )


def _first_reply_override(ticket: Ticket) -> dict[str, int]:
    """A type may ask for a quicker first reply when a field says so: *remove access* within 1 h (DOMAIN 1.3)."""
    for rule in ticket.type.spec.get("first_reply") or []:
        if all(str(ticket.fields.get(key)) == str(value) for key, value in rule["when"].items()):
            return {"first_reply_s": seconds(rule["target"])}
    return {}
