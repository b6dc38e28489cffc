"""Somebody leaves: his open requests go to a successor, his sight ends at once, his name stays (DOMAIN 1.15).

The same for a contact of a company and for an agent. What is confidential goes only to somebody who may read it; where nobody
may, it stays, and those who answer for it are told. A successor who leaves too names his own; two who leave at once for each
other: the second is refused.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor
from guichet.access.log import note_act
from guichet.access.refusals import Forbidden, Invalid, Missing
from guichet.access.rights import require
from guichet.desk import answering
from guichet.desk.events import record
from guichet.desk.models import HeldReply, Insider, Share, Ticket, TicketEntity
from guichet.desk.operations.colleagues import refuse_oneself, require_administration
from guichet.desk.operations.replying import give_sight
from guichet.desk.operations.steps import finish, lock, refuse_closed
from guichet.jobs import queue
from guichet.people import links, presence
from guichet.people.models import Absence, Membership, Person, Seat
from guichet.service.house import house

# A contact of a company


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor, successors: Sequence[Membership] = ()) -> None:
    """The colleague leaves the company: his open requests go to the first of *successors* who may have each.

    Refused without a successor as long as anybody could be one. Where none of them may have a request (confidential, other
    entities), any other colleague who may gets it; where nobody may, it keeps its reporter and the desk is told.
    """
    require_administration(by, membership.company_id)
    refuse_oneself(membership, by)
    # Two who leave at the same moment, one for the other: the second waits here, and then sees that his successor left.
    members = {one.pk: one for one in _members(membership.company_id).order_by("pk").select_for_update(of=("self",))}
    if membership.pk not in members:
        raise Missing(_("There is no such colleague."))
    possible = heirs(membership)
    chosen = [one.pk for one in successors]
    if any(pk not in {one.pk for one in possible} for pk in chosen) or (possible and not chosen):
        raise Invalid({"successor": _("Choose a colleague who takes over the open requests.")})
    at = clock.now()
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    # Some of what he leaves the administrator himself may not see.
    with acting_as(SYSTEM):
        Share.objects.filter(company=membership.company_id, person=membership.person_id).delete()
        order = sorted(
            possible, key=lambda one: (chosen.index(one.pk) if one.pk in chosen else len(chosen), not one.is_administrator, one.pk)
        )
        for number in _open_of(membership):
            _hand_over(number, membership, order, by=by, at=at)
        _leave_merged(membership, [one.person_id for one in successors], by=by, at=at)
    end_access(membership.person_id)
    note_act(by, "person.left", f"person {membership.person_id}", company=membership.company_id, successors=chosen)


def _leave_merged(membership: Membership, chosen: Sequence[int], *, by: Actor, at: datetime) -> None:
    """With the company he leaves those that were merged into it; their old requests go to somebody who was of them."""
    for former in Membership.objects.filter(company__merged_into=membership.company_id, person=membership.person_id, ended_at=None):
        former.ended_at = at
        former.save(update_fields=["ended_at"])
        Share.objects.filter(company=former.company_id, person=former.person_id).delete()
        order = sorted(heirs(former), key=lambda one: (one.person_id not in chosen, not one.is_administrator, one.pk))
        for number in _open_of(former):
            _hand_over(number, former, order, by=by, at=at)


def heirs(membership: Membership) -> list[Membership]:
    """The colleagues who may take over what somebody leaves: those who may open requests themselves."""
    members = _members(membership.company_id).select_related("person").filter(is_requester=True).exclude(pk=membership.pk)
    return list(members.order_by("person__given_name", "person__family_name", "pk"))


def _members(company: int) -> QuerySet[Membership]:
    return Membership.objects.filter(company=company, ended_at=None, person__is_active=True)


def _open_of(membership: Membership) -> list[int]:
    rows = Ticket.objects.filter(company=membership.company_id, reporter=membership.person_id).open()
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _hand_over(number: int, left: Membership, order: Sequence[Membership], *, by: Actor, at: datetime) -> None:
    ticket = lock(number, by=SYSTEM)
    heir = next((one for one in order if may_have(one, ticket)), None)
    _to_reporter(ticket, heir, by=by, at=at, left=left.person)


def may_have(member: Membership, ticket: Ticket) -> bool:
    """Whether a colleague may become the reporter: a confidential request needs the right, a limited one its entity."""
    if ticket.confidential and not member.is_confidential:
        return False
    if not member.is_limited_to_entities:
        return True
    concerned = set(TicketEntity.objects.filter(ticket=ticket).values_list("entity_id", flat=True))
    return not concerned or bool(concerned & set(member.entity_limits.values_list("entity_id", flat=True)))


def _to_reporter(ticket: Ticket, heir: Membership | None, *, by: Actor, at: datetime, left: Person) -> None:
    data = {
        "person": left.pk,
        "name": left.name,
        "heir": heir.person_id if heir else None,
        "heir_name": heir.person.name if heir else "",
    }
    if heir:
        ticket.reporter_id = heir.person_id
        Share.objects.filter(ticket=ticket, person=heir.person_id).delete()
    record(ticket, "ticket.handed_over", by=by, at=at, data=data)
    finish(ticket, at=at)


@transaction.atomic
def name_reporter(number: int, person: Person | None, *, by: Actor) -> Ticket:
    """An agent gives a request whose reporter left to a colleague of the same company who may have it."""
    at = clock.now()
    ticket = lock(number, by=by)
    require(by, "assign", ticket)
    refuse_closed(ticket)
    if not has_left(ticket):
        raise Forbidden(_("Its reporter is still there. The company decides who reads its requests."))
    member = (
        _members(ticket.company_id).select_related("person").filter(person=person, is_requester=True).first() if person else None
    )
    if member is None or not may_have(member, ticket):
        raise Invalid({"reporter": _("Choose a contact of the company who may have this request.")})
    _to_reporter(ticket, member, by=by, at=at, left=Person.objects.get(pk=ticket.reporter_id))
    return ticket


def has_left(ticket: Ticket) -> bool:
    """Whether its reporter belongs to the company no more."""
    return not _members(ticket.company_id).filter(person=ticket.reporter_id).exists()


def possible_reporters(ticket: Ticket) -> list[Membership]:
    """The contacts who may take a request over whose reporter left."""
    members = _members(ticket.company_id).select_related("person").filter(is_requester=True)
    return [one for one in members.order_by("person__given_name", "person__family_name", "pk") if may_have(one, ticket)]


def end_access(person_id: int) -> None:
    """End sessions and one-time links of a person, and his account where he belongs nowhere any more."""
    with acting_as(SYSTEM):
        stays = Membership.objects.filter(person=person_id, ended_at=None).exists()
        Person.objects.filter(pk=person_id).update(epoch=F("epoch") + 1)
        links.end_links(person_id)
        if not stays:
            Person.objects.filter(pk=person_id, is_agent=False, is_administrator=False).update(is_active=False)


# Somebody of the vendor


@transaction.atomic
def deactivate(person: Person, *, by: Actor, successor: Person | None = None, lead: Person | None = None) -> None:
    """An agent leaves: owner, handler, watcher and lead pass on; sessions and links end; his name stays on what he wrote.

    *successor* owns what he owned; a confidential request goes to him only if he sits in the team of its domain, else to its
    lead, else it is nobody's until the lead gives it. *lead* leads the teams that would be left without one.
    """
    if not by.is_administrator or person.pk == by.person_id:
        raise Forbidden(_("Another administrator has to do this for you."))
    # In the order of their numbers: two who leave at this moment, one for the other, wait for each other and do not block.
    concerned = [one.pk for one in (person, successor) if one is not None]
    person = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=concerned).order_by("pk")}[person.pk]
    if not person.is_active:
        raise Missing(_("There is no such colleague."))
    presence.forget()
    if presence.staff().works(person.pk):
        _require_heir(person, successor, lead)
    person.is_active = False
    person.save(update_fields=["is_active"])
    at = clock.now()
    with acting_as(SYSTEM):
        teams = _pass_on_seats(person, lead or successor)
        presence.forget()
        passed = [_pass_on(number, person, successor, by=by, at=at) for number in _held_by(person)]
        _pass_on_watching(person, successor)
        _pass_on_unsent(person, successor)
        _end_absences(person, successor, at)
        presence.forget()
    end_access(person.pk)
    if passed and successor:
        queue.tell_person("handed-over", person_id=successor.pk, about=person.pk)
    note_act(by, "agent.deactivated", f"person {person.pk}", successor=successor and successor.pk, teams=teams)


def _pass_on_unsent(person: Person, successor: Person | None) -> None:
    """A reply that waited to be sent is not said any more; whoever takes over finds it, to say it himself or not."""
    problem = _("%(name)s left before this was sent.") % {"name": person.name}
    HeldReply.objects.filter(person=person.pk).update(person=successor or person, problem=problem)


def _require_heir(person: Person, successor: Person | None, lead: Person | None) -> None:
    known = presence.staff()
    if not set(known.people) - {person.pk}:
        raise Invalid({"successor": _("Nobody else works on requests. Let a colleague in first.")})
    if successor is None or successor.pk == person.pk or not known.works(successor.pk):
        raise Invalid({"successor": _("Choose a colleague who takes over the open requests.")})
    if lead is not None and (lead.pk == person.pk or not known.works(lead.pk)):
        raise Invalid({"lead": _("Choose a colleague who works on requests.")})


def holds_requests(person: Person) -> bool:
    """Whether he owns or handles an open request, whoever asks."""
    with acting_as(SYSTEM):
        return bool(_held_by(person))


def _held_by(person: Person) -> list[int]:
    rows = Ticket.objects.filter(Q(owner=person.pk) | Q(handler=person.pk)).open()
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _pass_on(number: int, person: Person, successor: Person | None, *, by: Actor, at: datetime) -> int:
    """Owner and handler of one request."""
    ticket = lock(number, by=SYSTEM)
    data: dict[str, object] = {"former": person.pk}
    if ticket.owner_id == person.pk:
        ticket.owner_id = data["owner"] = _heir_of(ticket, successor)
    if ticket.handler_id == person.pk:
        desks = {house().teams[team].desk_id for team in presence.staff().teams_of.get(successor.pk if successor else 0, ())}
        fits = successor is not None and ticket.desk_id in desks and not ticket.confidential
        ticket.handler_id = data["handler"] = successor.pk if fits else None
    record(ticket, "ticket.passed_on", by=by, at=at, data=data)
    finish(ticket, at=at)
    return number


def _heir_of(ticket: Ticket, successor: Person | None) -> int | None:
    if not ticket.confidential:
        return successor.pk if successor else None
    readers = answering.readers(ticket)
    if successor and successor.pk in readers:
        return successor.pk
    heir = answering.who(None, ticket.team_id, ticket.desk_id, answering.team_of_domain(ticket), confidential=True, at=clock.now())
    return heir if heir in readers else None


def _pass_on_seats(person: Person, lead: Person | None) -> list[int]:
    """His seats end; a team that would be left without a lead gets one."""
    led = list(Seat.objects.filter(person=person, is_lead=True).values_list("team_id", flat=True))
    Seat.objects.filter(person=person).delete()
    orphaned = [team for team in led if not Seat.objects.filter(team=team, is_lead=True, person__is_active=True).exists()]
    if lead is not None:
        for team in orphaned:
            Seat.objects.update_or_create(person=lead, team_id=team, defaults={"is_lead": True})
    return orphaned


def _pass_on_watching(person: Person, successor: Person | None) -> None:
    """Who watched an escalation is followed by his successor; sight by name ends with the person."""
    rows = Insider.objects.filter(person=person).select_related("ticket")
    if successor is not None:
        for row in rows.filter(reason="watcher", ticket__confidential=False):
            if row.ticket.is_open:
                give_sight(row.ticket, [successor.pk], "watcher")
    rows.delete()


def _end_absences(person: Person, successor: Person | None, at: datetime) -> None:
    """His own absences end; where he was deputy his successor is, but nobody becomes his own."""
    Absence.objects.filter(person=person, starts_at__gte=at).delete()
    Absence.objects.filter(person=person, ends_at__gt=at).update(ends_at=at)
    coming = Absence.objects.filter(deputy=person, ends_at__gt=at)
    if successor is not None:
        coming.exclude(person=successor).update(deputy=successor)
    Absence.objects.filter(deputy=person, ends_at__gt=at).update(deputy=None)
