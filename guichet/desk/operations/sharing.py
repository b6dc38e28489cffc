"""Who else reads a request: colleagues of the same company, agents added by name, a lead with a reason (DOMAIN 1.11)."""

from django.db import transaction
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.log import note_act
from guichet.access.refusals import Forbidden, Invalid, Missing
from guichet.access.rights import leads, require
from guichet.desk.events import record
from guichet.desk.models import Insider, Reading, Share, Ticket
from guichet.desk.operations.replying import give_sight
from guichet.desk.operations.steps import finish, lock, refuse_closed
from guichet.people.models import Membership, Person


@transaction.atomic
def share(number: int, email: str, *, by: Actor) -> Ticket:
    """Add a colleague of the same company: he may read and reply. A confidential request only with one who has the right."""
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "share", ticket)
    refuse_closed(ticket)
    member = _member(ticket, email)
    if member is None:
        raise Invalid({"share": _("There is no colleague with this address in the company.")})
    if ticket.confidential and not member.is_confidential:
        raise Invalid({"share": _("This request is confidential: only contacts with that right can be added.")})
    if member.person_id == ticket.reporter_id or Share.objects.filter(ticket=ticket, person=member.person_id).exists():
        return ticket
    Share.objects.create(
        ticket=ticket, company_id=ticket.company_id, person_id=member.person_id, added_by_id=by.person_id, created_at=at
    )
    record(ticket, "ticket.shared", by=by, at=at, data={"person": member.person_id, "name": member.person.name})
    return finish(ticket, at=at)


@transaction.atomic
def unshare(number: int, person_id: int, *, by: Actor) -> Ticket:
    """Take a colleague off again."""
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "share", ticket)
    refuse_closed(ticket)
    deleted, _rows = Share.objects.filter(ticket=ticket, person=person_id).delete()
    if deleted:
        name = Person.objects.filter(pk=person_id).first()
        record(ticket, "ticket.unshared", by=by, at=at, data={"person": person_id, "name": name.name if name else ""})
        finish(ticket, at=at)
    return ticket


def _member(ticket: Ticket, email: str) -> Membership | None:
    return (
        Membership.objects.select_related("person")
        .filter(company=ticket.company_id, ended_at=None, person__is_active=True, person__email__iexact=email.strip())
        .first()
    )


@transaction.atomic
def add_agent(number: int, person: Person, *, by: Actor) -> Ticket:
    """Let an agent of another desk or team see the request by name."""
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "share", ticket)
    if not person.is_agent or not person.is_active:
        raise Invalid({"agent": _("Choose an agent.")})
    give_sight(ticket, [person.pk], "added")
    record(ticket, "ticket.assigned", by=by, at=at, is_public=False, data={"added": person.pk})
    return finish(ticket, at=at)


@transaction.atomic
def open_confidential(number: int, reason: str, *, by: Actor) -> Ticket:
    """The lead of the desk opens a confidential request with a reason: logged, and the reporter is told."""
    at = clock.now()
    ticket = Ticket.objects.known_to(by).filter(pk=number).select_for_update(of=("self",)).first()
    if ticket is None or not ticket.confidential:
        raise Missing(_("There is no such request."))
    if not leads(by, ticket) and ticket.desk_id not in by.led_desks:
        raise Forbidden(_("Only the lead of the desk may open a confidential request, with a reason."))
    if not reason.strip():
        raise Invalid({"reason": _("Give the reason.")})
    Insider.objects.bulk_create(
        [Insider(ticket=ticket, company_id=ticket.company_id, person_id=by.person_id, reason="added", created_at=at)],
        ignore_conflicts=True,
    )
    Reading.objects.bulk_create(
        [Reading(ticket=ticket, company_id=ticket.company_id, person_id=by.person_id, first_at=at, reason=reason.strip())],
        ignore_conflicts=True,
    )
    record(ticket, "ticket.opened_by_lead", by=by, at=at, data={"reason": reason.strip()})
    note_act(by, "request.opened_by_lead", f"request {ticket.pk}", reason=reason.strip())
    return ticket


def note_reading(ticket: Ticket, by: Actor) -> None:
    """Keep who read a confidential request: its history lists him (DOMAIN 1.11)."""
    if ticket.confidential and by.person_id and not Reading.objects.filter(ticket=ticket, person=by.person_id).exists():
        Reading.objects.bulk_create(
            [Reading(ticket=ticket, company_id=ticket.company_id, person_id=by.person_id, first_at=clock.now())],
            ignore_conflicts=True,
        )
