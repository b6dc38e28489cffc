"""A request opened for the wrong company goes to the right one in one act, and its former readers lose it (DOMAIN 1.15)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor, load_actor
from guichet.access.refusals import Conflict, Invalid
from guichet.access.rights import require
from guichet.catalog.models import Entity, Installation
from guichet.contracts.models import Contract, Offer
from guichet.desk.events import record
from guichet.desk.keepers import KEEPERS
from guichet.desk.models import Event, HeldReply, Share, Ticket, TicketEntity
from guichet.desk.operations.contracting import rules_of
from guichet.desk.operations.opening import contract_for
from guichet.desk.operations.steps import finish, lock
from guichet.people.models import Company, Membership, Person

# What the former reporter left of himself in the request's fields.
_HIS = ("phone", "reachable", "contact_on_the_day")
# Events that name people of the former company in words.
_NAMING = ("ticket.shared", "ticket.unshared", "ticket.handed_over")


@dataclass(frozen=True)
class Right:
    """Where a request belongs: everything that depends on the company is chosen anew."""

    company: Company
    reporter: Person
    installation: Installation | None = None
    entities: Collection[Entity] = ()
    reason: str = ""
    # Whether the former reporter is told, by the number alone; otherwise he hears nothing.
    tells_former: bool = True


@transaction.atomic
def move_to_company(number: int, right: Right, *, by: Actor, version: int | None = None) -> Ticket:
    """Give the request to another company with a reporter there; the number stays, the clocks go on by its contract (1.4 j).

    Shares, drafts and letters not yet sent of those who no longer see it end in the same transaction. What the former
    company approved binds nobody any more. Closed requests are moved as well.
    """
    at = clock.now()
    ticket = lock(number, by=by, version=version)
    require(by, "company", ticket)
    contract = _check(ticket, right, at)
    former, reporter = ticket.company_id, ticket.reporter_id
    data: dict[str, Any] = {
        "former": former, "former_name": ticket.company.name, "name": right.company.name, "reporter": reporter,
        "reason": right.reason.strip(), "tell": right.tells_former, "unlinked": _unlink(ticket),
    }  # fmt: skip
    _withdraw_offers(ticket, by=by, at=at)
    ticket.company, ticket.reporter = right.company, right.reporter
    ticket.contract, ticket.installation = contract, right.installation
    ticket.release_id = right.installation.release_id if right.installation else None
    ticket.fields = {key: value for key, value in ticket.fields.items() if key not in _HIS}
    TicketEntity.objects.filter(ticket=ticket).delete()
    _end_shares(ticket)
    facts = rules_of(ticket, contract)
    record(ticket, "ticket.company_changed", by=by, at=at, data={"person": right.reporter.pk}, sla=facts)
    record(ticket, "ticket.company_left", by=by, at=at, data=data, is_public=False)
    finish(ticket, at=at)
    TicketEntity.objects.bulk_create(TicketEntity(ticket=ticket, company=right.company, entity=one) for one in right.entities)
    with acting_as(SYSTEM):
        Event.objects.filter(ticket=ticket, kind__in=_NAMING).update(is_public=False)
        # What an agent is about to say was meant for the former company.
        HeldReply.objects.filter(ticket=ticket).update(problem=_("The request went to another company before your reply was sent."))
    _require_sight(ticket, right)
    losing = who_loses(ticket, former, reporter)
    for keeper in KEEPERS:
        keeper.lose(ticket, losing)
    return ticket


def _check(ticket: Ticket, right: Right, at: datetime) -> Contract:
    """Everything chosen belongs to the other company, which has an active contract; what is wrong stands beside its field."""
    # A merger of one of the two waits, or was quicker.
    locked = {c.pk: c for c in Company.objects.select_for_update(of=("self",), no_key=True).filter(pk=right.company.pk)}
    company, wrong = locked.get(right.company.pk), {}
    if company is None or not company.is_active or company.pk == ticket.company_id:
        raise Invalid({"company": _("Choose another company that is active.")})
    if not right.reason.strip():
        wrong["reason"] = _("Give the reason.")
    member = Membership.objects.filter(company=company, person=right.reporter, ended_at=None, person__is_active=True).first()
    if member is None:
        wrong["reporter"] = _("Choose somebody of that company.")
    elif ticket.confidential and not member.is_confidential:
        wrong["reporter"] = _("This request is confidential: only contacts with that right can be added.")
    if right.installation is not None and right.installation.company_id != company.pk:
        wrong["installation"] = _("Choose an installation of that company.")
    held = set(right.installation.entities.values_list("pk", flat=True)) if right.installation else set()
    if any(one.company_id != company.pk or (held and one.pk not in held) for one in right.entities):
        wrong["entity"] = _("Choose entities of that installation.")
    contract = None if "installation" in wrong else contract_for(company, right.installation, at)
    if contract is None and "installation" not in wrong:
        wrong["company"] = _("No active contract of that company covers it.")
    if wrong or contract is None:
        raise Invalid(wrong)
    return contract


def _unlink(ticket: Ticket) -> list[int]:
    """Follow-ups and duplicates stay within one company: those links end, on both sides. Whom it was linked with."""
    ends = {ticket.previous_id, ticket.duplicate_of_id} - {None}
    ticket.previous = ticket.duplicate_of = None
    for name in ("previous", "duplicate_of"):
        others = Ticket.objects.filter(**{name: ticket.pk})
        ends |= set(others.values_list("pk", flat=True))
        others.update(**{name: None}, version=F("version") + 1)
    return sorted(ends)


def _withdraw_offers(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    offers = Offer.objects.filter(ticket=ticket)
    if offers.filter(state=Offer.OPEN).exists():
        raise Conflict(_("An offer waits for an answer. Withdraw it first, then move the request."), number=ticket.pk)
    offers.filter(state=Offer.APPROVED).update(state=Offer.WITHDRAWN, decided_by=by.person_id, decided_at=at)


def _end_shares(ticket: Ticket) -> None:
    """Who belongs to the other company too keeps his share; the reporter needs none."""
    there = Membership.objects.filter(company=ticket.company_id, ended_at=None).exclude(person=ticket.reporter_id)
    Share.objects.filter(ticket=ticket).exclude(person__in=there.values("person")).delete()


def _require_sight(ticket: Ticket, right: Right) -> None:
    reader = load_actor(right.reporter.pk)
    if reader is None or not Ticket.objects.visible_to(reader).filter(pk=ticket.pk).exists():
        raise Invalid({"reporter": _("This contact may not see requests of these entities.")})


def who_loses(ticket: Ticket, former: int, reporter: int) -> set[int]:
    """The contacts of the former company who do not see it any more."""
    people = {reporter, *Membership.objects.filter(company=former).values_list("person_id", flat=True)}
    both = set(
        Membership.objects.filter(company=ticket.company_id, person__in=people, ended_at=None).values_list("person_id", flat=True)
    )
    for person in both:
        reader = load_actor(person)
        if reader and Ticket.objects.visible_to(reader).filter(pk=ticket.pk).exists():
            people.discard(person)
    return people


def readers_now(ticket: Ticket) -> list[Person]:
    """The contacts who see it as it stands: whom a move would take it from."""
    members = Membership.objects.filter(company=ticket.company_id, ended_at=None, person__is_active=True).select_related("person")
    readers = [(load_actor(one.person_id), one.person) for one in members.order_by("person__given_name", "pk")[:200]]
    return [who for reader, who in readers if reader and Ticket.objects.visible_to(reader).filter(pk=ticket.pk).exists()]
