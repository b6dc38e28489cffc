"""A request with everything its page shows, read in a fixed number of queries whatever its length."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access import rights
from guichet.access.actors import Actor, Rights
from guichet.access.refusals import Missing
from guichet.catalog.models import Installation, Release
from guichet.contracts.models import Offer
from guichet.desk import clocks, queries_portal
from guichet.desk.models import Attachment, Event, Message, Reading, Share, Survey, Ticket, TicketEntity
from guichet.desk.states import OPEN_STATUSES, Status
from guichet.intake.models import Draft
from guichet.people.models import Membership, Person, Seat
from guichet.reactions.told import told_on
from guichet.service.house import house
from guichet.sla.ledger import Ledger
from guichet.web.components.converters import Number


def find(actor: Actor, number: Number) -> Ticket:
    """The request of an address, if he sees it and it has, or once had, that key; otherwise nothing is there."""
    ticket = Ticket.objects.visible_to(actor).defer("words").filter(pk=number.value).first()
    if ticket is not None:
        _configured(ticket)
    if ticket is None or (number.key and number.key not in (ticket.type.key, *ticket.former_types)):
        raise Missing(_("There is no such request."))
    return ticket


def _configured(ticket: Ticket) -> None:
    """Type, desk, team and domain are configuration at hand: no question for them."""
    known = house()
    ticket.type, ticket.desk = known.types[ticket.type_id], known.desks[ticket.desk_id]
    ticket.team = known.teams[ticket.team_id] if ticket.team_id else None
    ticket.domain = known.domains[ticket.domain_id] if ticket.domain_id else None


@dataclass
class Loaded:
    """One request as one reader sees it at one moment."""

    ticket: Ticket
    actor: Actor
    at: datetime
    events: Sequence[Event]
    messages: Sequence[Message]
    files: dict[int, list[Attachment]]
    shares: Sequence[Share]
    members: Sequence[Membership]
    offers: Sequence[Offer]
    told: dict[int, list[str]]
    links: Sequence[Ticket]
    entities: Sequence[TicketEntity]
    desks: dict[int, int]
    drafts: dict[str, Draft]
    survey: Survey | None = None
    readings: Sequence[Reading] = field(default_factory=tuple)

    @cached_property
    def ledger(self) -> Ledger:
        """The clocks as they stand now, counted anew from the events already read."""
        return clocks.ledger(self.ticket, at=self.at, events=[event for event in self.events if event.sla])

    def ledger_if(self, status: str) -> Ledger:
        """The clocks as they would stand if the customer answered now and the request went to that status."""
        facts = [{"kind": "message", "by": "customer"}, {"kind": "status", "to": status}]
        answer = Event(at=self.at, sla=facts)
        return clocks.ledger(self.ticket, at=self.at, events=[*(event for event in self.events if event.sla), answer])

    @property
    def rights(self) -> Rights:
        return self.actor.rights[self.ticket.company_id]

    @cached_property
    def is_shared(self) -> bool:
        return any(share.person_id == self.actor.person_id for share in self.shares)

    @property
    def is_own(self) -> bool:
        return self.ticket.reporter_id == self.actor.person_id

    @cached_property
    def is_yours(self) -> bool:
        return queries_portal.is_his_turn(self.actor, self.ticket)

    def may(self, act: str) -> bool:
        return rights.may(self.actor, act, self.ticket, is_shared=self.is_shared)

    @cached_property
    def offer(self) -> Offer | None:
        """The offer that waits for a yes."""
        return next((offer for offer in self.offers if offer.state == Offer.OPEN), None)

    @property
    def sees_amounts(self) -> bool:
        """Amounts are for approvers, administrators and the reporter (DOMAIN 1.9)."""
        return self.is_own or self.rights.is_approver or self.rights.is_administrator


def load(ticket: Ticket, actor: Actor) -> Loaded:
    """Everything about *ticket* that this reader may see. Notes are not among it: his role cannot read them."""
    at = clock.now()
    events = list(Event.objects.filter(ticket=ticket, is_public=True).order_by("at", "pk"))
    messages = list(Message.objects.filter(ticket=ticket).defer("words"))
    files: dict[int, list[Attachment]] = {}
    for attachment in Attachment.objects.filter(ticket=ticket, message__isnull=False).order_by("pk"):
        files.setdefault(attachment.message_id, []).append(attachment)
    shares = list(Share.objects.filter(ticket=ticket, person__is_active=True).order_by("pk"))
    offers = list(Offer.objects.filter(ticket=ticket).order_by("pk"))
    readings = list(Reading.objects.filter(ticket=ticket).order_by("first_at")) if ticket.confidential else []
    _name_people(ticket, events, messages, shares, offers, readings)
    _place(ticket)
    is_open = ticket.status in OPEN_STATUSES
    return Loaded(
        ticket=ticket,
        actor=actor,
        at=at,
        events=events,
        messages=messages,
        files=files,
        shares=shares,
        members=_members(ticket),
        offers=offers,
        told=told_on(ticket, by=actor),
        links=_links(ticket, actor),
        entities=list(TicketEntity.objects.filter(ticket=ticket).select_related("entity").order_by("entity__code")),
        desks=_desks_of(messages, ticket),
        drafts=_drafts(ticket, actor, at),
        survey=None if is_open else Survey.objects.filter(ticket=ticket).first(),
        readings=readings,
    )


def _name_people(ticket: Ticket, *rows: Sequence[Any]) -> None:
    """Everybody named on the page, in one question for all rows; who cannot be read any more has no name."""
    named: list[tuple[Any, str]] = [(ticket, name) for name in ("reporter", "entered_by", "owner", "handler")]
    for row in (row for some in rows for row in some):
        named += [(row, name) for name in ("by", "author", "person", "offered_by") if hasattr(row, f"{name}_id")]
    ids = {getattr(row, f"{name}_id") for row, name in named} - {None}
    known = Person.objects.only("given_name", "family_name", "email", "is_agent").in_bulk(ids)
    for row, name in named:
        pk = getattr(row, f"{name}_id")
        setattr(row, name, None if pk is None else known.get(pk) or Person(pk=pk))


def _place(ticket: Ticket) -> None:
    """Where it runs, with the releases, in two questions at most."""
    if ticket.installation_id:
        ticket.installation = Installation.objects.select_related("release__line").get(pk=ticket.installation_id)
    ids = {ticket.release_id, ticket.target_release_id} - {None}
    known = {}
    if ticket.installation_id and ticket.installation:
        known[ticket.installation.release_id] = ticket.installation.release
    if ids - set(known):
        known |= Release.objects.in_bulk(ids)
    ticket.release, ticket.target_release = known.get(ticket.release_id), known.get(ticket.target_release_id)


def _members(ticket: Ticket) -> list[Membership]:
    rows = Membership.objects.filter(company=ticket.company_id, ended_at=None, person__is_active=True)
    return list(rows.select_related("person").order_by("person__given_name", "person__family_name", "pk")[:500])


def _links(ticket: Ticket, actor: Actor) -> list[Ticket]:
    """What it follows, what follows it, and the original of a duplicate: as far as this reader sees them."""
    ids = [pk for pk in (ticket.previous_id, ticket.duplicate_of_id) if pk]
    if not ids and not Ticket.objects.filter(previous=ticket.pk).exists():
        return []
    return list(
        Ticket.objects.visible_to(actor).filter(Q(pk__in=ids) | Q(previous=ticket.pk)).select_related("type").order_by("pk")
    )


def _desks_of(messages: Sequence[Message], ticket: Ticket) -> dict[int, int]:
    """At which desk those of the vendor sit who wrote here; of somebody at several, the request's own."""
    authors = {m.author_id for m in messages if m.side == Message.VENDOR and m.author_id}
    found: dict[int, int] = {}
    for person, desk in Seat.objects.filter(person__in=authors).values_list("person_id", "team__desk_id"):
        if person not in found or desk == ticket.desk_id:
            found[person] = desk
    return {person: desk for person, desk in found.items() if desk in house().desks}


def _drafts(ticket: Ticket, actor: Actor, at: datetime) -> dict[str, Draft]:
    """What this reader typed and has not sent: a reply, or the text that came after the closing."""
    kinds = (Draft.REPLY,) if ticket.status not in (Status.CLOSED, Status.CANCELLED) else (Draft.FOLLOW_UP,)
    rows = Draft.objects.filter(person=actor.person_id, ticket=ticket, kind__in=kinds)
    return {row.kind: row for row in rows if row.expires_at is None or row.expires_at > at}
