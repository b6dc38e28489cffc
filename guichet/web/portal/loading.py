"""A request with everything its page shows, read in a fixed number of queries whatever its length."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access import rights
from guichet.access.actors import Actor, Rights
from guichet.access.refusals import Missing
from guichet.contracts.models import Offer
from guichet.desk import clocks, queries_portal, removed
from guichet.desk.beside import configured, name_people, placed
from guichet.desk.models import Attachment, Event, Message, Reading, Share, Survey, Ticket, TicketEntity
from guichet.desk.operations.steps import lock
from guichet.desk.states import OPEN_STATUSES, Status
from guichet.intake.models import Draft
from guichet.people.models import Membership, Seat
from guichet.reactions.told import told_on
from guichet.service.house import house
from guichet.sla.ledger import Ledger
from guichet.web.components.converters import Number
from guichet.web.components.present import DRAFTS, ENTITIES, FILES, LETTERS, MUTED, NEAR, OFFERS, SHARES, present


def find(actor: Actor, number: Number) -> Ticket:
    """The request of an address, if he sees it and it has, or once had, that key; otherwise nothing is there."""
    ticket = Ticket.objects.visible_to(actor).select_related("contract").filter(pk=number.value).first()
    if ticket is None:
        raise Missing(_("There is no such request."))
    configured(ticket)
    return _named(ticket, number)


def find_locked(actor: Actor, number: Number) -> Ticket:
    """The same, locked for what is about to be done with it."""
    return _named(lock(number.value, by=actor), number)


def _named(ticket: Ticket, number: Number) -> Ticket:
    if number.key and number.key not in (ticket.type.key, *ticket.former_types):
        raise Missing(_("There is no such request."))
    return ticket


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
    is_muted: bool = False

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
        held = self.actor.in_company(self.ticket.company_id)
        assert held is not None, "who sees a request belongs to its company"
        return held

    @cached_property
    def is_shared(self) -> bool:
        return any(share.person_id == self.actor.person_id for share in self.shares)

    @property
    def is_own(self) -> bool:
        return self.ticket.reporter_id == self.actor.person_id

    @cached_property
    def is_yours(self) -> bool:
        return queries_portal.is_his_turn(self.actor, self.ticket)

    @cached_property
    def removed(self) -> dict[str, Event]:
        """The events that tell what was taken out of the texts."""
        return removed.traces(self.events)

    def said(self, text: str) -> str:
        """A text of the request, with what was taken out of it in this reader's words (DOMAIN 1.15)."""
        names = {event.by_id: event.by.given_name for event in self.removed.values() if event.by}
        return removed.in_words(text, self.removed, names, timezone.get_current_timezone())

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
    at, there = clock.now(), present(ticket, actor)
    events = list(Event.objects.filter(ticket=ticket, is_public=True).order_by("at", "pk"))
    messages = list(Message.objects.filter(ticket=ticket))
    shares = list(Share.objects.filter(ticket=ticket).order_by("pk")) if SHARES in there else []
    offers = list(Offer.objects.filter(ticket=ticket).order_by("pk")) if OFFERS in there else []
    readings = list(Reading.objects.filter(ticket=ticket).order_by("first_at")) if ticket.confidential else []
    name_people([ticket], events, messages, shares, offers, readings)
    placed(ticket)
    is_open = ticket.status in OPEN_STATUSES
    return Loaded(
        ticket=ticket,
        actor=actor,
        at=at,
        events=events,
        messages=messages,
        files=_files(ticket) if FILES in there else {},
        shares=[share for share in shares if share.person.is_active],
        members=_members(ticket),
        offers=offers,
        told=told_on(ticket, by=actor) if LETTERS in there else {},
        links=_links(ticket, actor, is_followed=NEAR in there),
        entities=_entities(ticket) if ENTITIES in there else [],
        desks=_desks_of(messages, ticket),
        drafts=_drafts(ticket, actor, at) if DRAFTS in there else {},
        survey=None if is_open else Survey.objects.filter(ticket=ticket).first(),
        readings=readings,
        is_muted=MUTED in there,
    )


def _files(ticket: Ticket) -> dict[int, list[Attachment]]:
    """The files of each message, as they came."""
    found: dict[int, list[Attachment]] = {}
    for attachment in Attachment.objects.filter(ticket=ticket, message__isnull=False).order_by("pk"):
        found.setdefault(attachment.message_id, []).append(attachment)
    return found


def _entities(ticket: Ticket) -> list[TicketEntity]:
    return list(TicketEntity.objects.filter(ticket=ticket).select_related("entity").order_by("entity__code"))


def _members(ticket: Ticket) -> list[Membership]:
    rows = Membership.objects.filter(company=ticket.company_id, ended_at=None, person__is_active=True)
    shown = ("is_approver", "is_confidential", "sees_company", "person__given_name", "person__family_name", "person__email")
    return list(rows.select_related("person").only(*shown).order_by("person__given_name", "person__family_name", "pk")[:500])


def _links(ticket: Ticket, actor: Actor, *, is_followed: bool) -> list[Ticket]:
    """What it follows, what follows it, and the original of a duplicate: as far as this reader sees them."""
    ids = [pk for pk in (ticket.previous_id, ticket.duplicate_of_id) if pk]
    if not ids and not is_followed:
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
