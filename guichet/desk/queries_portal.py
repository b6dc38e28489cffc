"""Which requests a customer's screens show, in which order. Everything begins with what he sees (DOMAIN 1.11).

Lists page by key, not by offset, along the indexes of reporter and company; counts stop at `COUNT_LIMIT`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from guichet.access.actors import Actor
from guichet.desk.models import Message, Share, Ticket
from guichet.desk.queries import After, by_reference, count, is_shared_with, words_match
from guichet.desk.states import OPEN_STATUSES, Status, Turn
from guichet.people.models import Membership
from guichet.service.house import house

PAGE = 25
HOME_ROWS = 10
HOME_MOST = 300
_NEWEST = ("-updated_at", "-number")
# What a row of a list shows. The type comes from the configuration at hand.
_COLUMNS = (
    "number", "company", "type", "former_types", "subject", "language", "confidential", "criticality", "status", "turn",
    "turn_since", "created_at", "updated_at", "closed_at", "queue_rank", "next_kind", "next_at", "appointment_at", "calendar",
    "escalated_at", "escalate_from", "reporter__given_name", "reporter__family_name", "target_release__name",
    "target_release__planned_on",
)  # fmt: skip


# Whose turn, for one reader


def his_turn(actor: Actor) -> Q:
    """It is this reader's turn: his own requests that wait for the customer, and the offers he may approve.

    A request that waits for an approval is the approver's turn, not the reporter's (DOMAIN 1.5).
    """
    own = Q(reporter=actor.person_id, turn=Turn.CUSTOMER) & ~Q(status=Status.WAIT_APPROVAL)
    approves = [rights.company_id for rights in actor.all_rights if rights.is_approver]
    return own | Q(status=Status.WAIT_APPROVAL, company__in=approves) if approves else own


def is_his_turn(actor: Actor, ticket: Ticket) -> bool:
    """The same of one row."""
    if ticket.turn != Turn.CUSTOMER:
        return False
    if ticket.status == Status.WAIT_APPROVAL:
        rights = actor.in_company(ticket.company_id)
        return bool(rights and rights.is_approver)
    return ticket.reporter_id == actor.person_id


def with_us(actor: Actor) -> Q:
    """His own requests on which nothing is asked of the customer."""
    return Q(reporter=actor.person_id) & ~Q(turn=Turn.CUSTOMER)


def waits_for_colleague(actor: Actor) -> Q:
    """His own requests that wait for an approval which he may not give."""
    return Q(reporter=actor.person_id, status=Status.WAIT_APPROVAL) & ~his_turn(actor)


def followed(actor: Actor) -> Q:
    """Requests of colleagues that are shared with him."""
    shared = Q(pk__in=Share.objects.filter(person=actor.person_id).values("ticket"))
    return shared & ~Q(reporter=actor.person_id)


def of_others(actor: Actor) -> Q:
    """What he sees of the company beyond his own and what is shared with him."""
    return ~Q(reporter=actor.person_id) & ~Q(is_shared_with(actor.person_id or 0))


def sees_beyond_own(actor: Actor) -> bool:
    """Whether there is anything to show under *Company*."""
    return any(rights.sees_all or rights.is_approver for rights in actor.all_rights)


# Home


@dataclass(frozen=True)
class Some:
    """The first rows of a list, and how many there are in all."""

    tickets: Sequence[Ticket]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.tickets)


def home(actor: Actor, *, limit: int = HOME_ROWS) -> dict[str, Some]:
    """The lists of the start page, newest first: your turn, with us, a colleague's turn, shared with you.

    All of it in two questions: which requests are shared, then the rows. Only somebody with more than `HOME_MOST` open
    requests has them counted apart.
    """
    shared = list(Share.objects.filter(person=actor.person_id, ticket__status__in=OPEN_STATUSES).values_list("ticket", flat=True))
    rows = Ticket.objects.visible_to(actor).open()
    mine = Q(reporter=actor.person_id) | his_turn(actor)
    rows = rows.filter(mine | Q(pk__in=shared) if shared else mine)
    found = shown(rows.order_by(*_NEWEST)[: HOME_MOST + 1])
    lists: dict[str, list[Ticket]] = {"yours": [], "ours": [], "colleague": [], "shared": []}
    for ticket in found:
        lists[_list_of(actor, ticket)].append(ticket)
    totals = {name: len(tickets) for name, tickets in lists.items()}
    if len(found) > HOME_MOST:
        totals = rows.aggregate(
            yours=Count("pk", filter=his_turn(actor)),
            ours=Count("pk", filter=with_us(actor)),
            colleague=Count("pk", filter=waits_for_colleague(actor)),
            shared=Count("pk", filter=~Q(reporter=actor.person_id) & ~his_turn(actor)),
        )
    return {name: Some(tickets[:limit], totals[name]) for name, tickets in lists.items()}


def _list_of(actor: Actor, ticket: Ticket) -> str:
    if is_his_turn(actor, ticket):
        return "yours"
    if ticket.reporter_id != actor.person_id:
        return "shared"
    return "colleague" if ticket.turn == Turn.CUSTOMER else "ours"


def of_company(actor: Actor, *, limit: int = 5) -> list[Ticket]:
    """The newest open requests of colleagues, for those who see the company; one more where there are further ones."""
    rows = Ticket.objects.visible_to(actor).open().filter(of_others(actor)).exclude(his_turn(actor))
    return shown(rows.order_by(*_NEWEST)[: limit + 1])


def shown(rows: QuerySet[Ticket]) -> list[Ticket]:
    """Rows with the columns that lists show, and no others."""
    tickets = list(rows.select_related("reporter", "target_release").only(*_COLUMNS))
    types = house().types
    for ticket in tickets:
        ticket.type = types[ticket.type_id]
    return tickets


# Lists


@dataclass(frozen=True)
class Listing:
    """What a list is narrowed to. *which*: mine, followed, company, or nothing for all he sees."""

    which: str = ""
    state: str = "open"  # open, closed, all
    words: str = ""
    company: int | None = None
    after: tuple[datetime, int] | None = None
    before: tuple[datetime, int] | None = None


@dataclass(frozen=True)
class Page:
    """One page, newest first, and whether there is an older and a newer one."""

    tickets: Sequence[Ticket]
    has_older: bool
    has_newer: bool


def narrowed(actor: Actor, listing: Listing) -> QuerySet[Ticket]:
    """The tickets he sees, narrowed to the list."""
    rows = Ticket.objects.visible_to(actor)
    if listing.which == "mine":
        rows = rows.filter(reporter=actor.person_id)
    elif listing.which == "followed":
        rows = rows.filter(followed(actor))
    if listing.state == "open":
        rows = rows.filter(status__in=OPEN_STATUSES)
    elif listing.state == "closed":
        rows = rows.exclude(status__in=OPEN_STATUSES)
    if listing.company:
        rows = rows.filter(company=listing.company)
    if listing.words:
        rows = rows.filter(_found(rows, listing.words))
    return rows


def _found(rows: QuerySet[Ticket], words: str) -> Q:
    """By number or reference, or by words of the subject or of one message; never of a note."""
    exact = by_reference(rows, words)
    texts = Exists(Message.objects.filter(words_match("words", words), ticket=OuterRef("pk")))
    return Q(pk=exact.pk if exact else 0) | words_match("words", words) | Q(texts)


def page(actor: Actor, listing: Listing, *, limit: int = PAGE) -> Page:
    """One page of a list, by key: as quick at the end of a long list as at its beginning."""
    rows = narrowed(actor, listing)
    if listing.before:
        rows = rows.filter(After(("updated_at", "number"), listing.before, descending=False))
        found = shown(rows.order_by("updated_at", "number")[: limit + 1])
        return Page(found[:limit][::-1], has_older=True, has_newer=len(found) > limit)
    if listing.after:
        rows = rows.filter(After(("updated_at", "number"), listing.after, descending=True))
    found = shown(rows.order_by(*_NEWEST)[: limit + 1])
    return Page(found[:limit], has_older=len(found) > limit, has_newer=listing.after is not None)


def total(actor: Actor, listing: Listing) -> int:
    """How many the list holds in all, at most as many as `queries.count` counts."""
    return count(narrowed(actor, listing))


# What rows say beside their own columns, in one query each


def questions(tickets: Sequence[Ticket]) -> dict[int, Message]:
    """The vendor's last message of each ticket that waits for an answer."""
    asked = [ticket.pk for ticket in tickets if ticket.status == Status.WAIT_CUSTOMER]
    if not asked:
        return {}
    messages = Message.objects.filter(ticket__in=asked, side=Message.VENDOR).defer("words").select_related("author")
    return {m.ticket_id: m for m in messages.order_by("ticket", "-created_at", "-pk").distinct("ticket")}


def shared_by(actor: Actor, tickets: Sequence[Ticket]) -> dict[int, str]:
    """Who shared each of these tickets with him."""
    shares = Share.objects.filter(person=actor.person_id, ticket__in=[t.pk for t in tickets])
    rows = shares.values_list("ticket", "added_by__given_name", "added_by__family_name")
    return {ticket: f"{given or ''} {family or ''}".strip() for ticket, given, family in rows}


def approvers(companies: Sequence[int]) -> dict[int, list[str]]:
    """Given names of those who approve cost, by company."""
    found: dict[int, list[str]] = {}
    rows = Membership.objects.filter(company__in=companies, is_approver=True, ended_at=None, person__is_active=True)
    for company, name in rows.order_by("pk").annotate(name=F("person__given_name")).values_list("company", "name"):
        found.setdefault(company, []).append(name)
    return found
