"""What a company's administrator, or the vendor's, does with the people of a company (DOMAIN 1.11).

Every act stands in the administrators' log. Nobody changes his own roles: so there is always one who may.
"""

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor
from guichet.access.log import note_act
from guichet.access.refusals import Forbidden, Invalid, Missing
from guichet.catalog.models import Entity, EntityLimit
from guichet.desk import timers
from guichet.desk.models import Ticket
from guichet.desk.states import Status
from guichet.people import invitations
from guichet.people.models import Away, Closure, Company, Membership, Person


def may_administer(actor: Actor, company_id: int) -> bool:
    """The company's own administrators, and the vendor's."""
    rights = actor.in_company(company_id)
    return actor.is_administrator or bool(rights and rights.is_administrator)


def require_administration(by: Actor, company_id: int) -> None:
    """Raise unless he may: a company he does not belong to is not there for him."""
    if may_administer(by, company_id):
        return
    if by.in_company(company_id) is None:
        raise Missing(_("There is nothing here for you."))
    raise Forbidden(_("Only an administrator of your company may do this."))


@transaction.atomic
def invite(
    company: Company,
    *,
    by: Actor,
    email: str,
    given_name: str,
    family_name: str = "",
    language: str = "",
    entities: Collection[int] | None = None,
    **roles: bool,
) -> Membership:
    """Let a colleague in; he gets a letter with a link. *entities*: only requests of these are there for him."""
    require_administration(by, company.pk)
    if Membership.objects.filter(company=company, person__email__iexact=email.strip(), ended_at=None).exists():
        raise Invalid({"email": _("This colleague is there already.")})
    # The address is looked for among all people, which a company's administrator may not read.
    with acting_as(SYSTEM):
        try:
            membership = invitations.invite(
                company, email=email, given_name=given_name, family_name=family_name, language=language, **roles
            )
        except invitations.CannotInvite:
            raise Invalid({"email": _("This address cannot be invited.")}) from None
    _limit(membership, entities)
    note_act(by, "person.invited", f"person {membership.person_id}", company=company.pk, **invitations.chosen(roles))
    return membership


@transaction.atomic
def invite_again(membership: Membership, *, by: Actor) -> None:
    """Send the letter with the link once more; the former links stay valid until they end."""
    require_administration(by, membership.company_id)
    from guichet.jobs import queue

    queue.send_link(person_id=membership.person_id, purpose="invitation")
    note_act(by, "person.invited_again", f"person {membership.person_id}", company=membership.company_id)


@transaction.atomic
def change_roles(membership: Membership, *, by: Actor, entities: Collection[int] | None = None, **roles: bool) -> Membership:
    """Give the colleague exactly these roles and rights, and limit him to entities, or to none of them with None."""
    require_administration(by, membership.company_id)
    refuse_oneself(membership, by)
    before = {name: getattr(membership, name) for name in invitations.chosen({})}
    after = invitations.chosen(roles)
    for name, value in after.items():
        setattr(membership, name, value)
    membership.save(update_fields=list(after))
    _limit(membership, entities)
    changed = {name: value for name, value in after.items() if before[name] != value}
    note_act(
        by,
        "person.roles_changed",
        f"person {membership.person_id}",
        company=membership.company_id,
        entities=None if entities is None else sorted(entities),
        **changed,
    )
    return membership


@transaction.atomic
def set_switch(company: Company, *, by: Actor, all_see_all: bool) -> None:
    """Whether all contacts of the company see all its requests that are not confidential."""
    require_administration(by, company.pk)
    if company.all_see_all != all_see_all:
        company.all_see_all = all_see_all
        company.save(update_fields=["all_see_all"])
        note_act(by, "company.switch_changed", f"company {company.pk}", all_see_all=all_see_all)


@transaction.atomic
def add_closure(company: Company, *, by: Actor, first_on: dt.date, last_on: dt.date, note: str = "") -> Closure:
    """Days on which the company is closed: reminders and closings of DOMAIN 1.6 wait for it."""
    require_administration(by, company.pk)
    if last_on < first_on:
        raise Invalid({"last_on": _("The last day lies before the first.")})
    if (last_on - first_on).days > 366:
        raise Invalid({"last_on": _("A closure lasts a year at most.")})
    closure = Closure.objects.create(company=company, first_on=first_on, last_on=last_on, note=note)
    note_act(by, "company.closure_added", f"company {company.pk}", first_on=first_on, last_on=last_on)
    _wake(Ticket.objects.filter(company=company))
    return closure


@transaction.atomic
def remove_closure(closure: Closure, *, by: Actor) -> None:
    """The company is open after all."""
    require_administration(by, closure.company_id)
    note_act(by, "company.closure_removed", f"company {closure.company_id}", first_on=closure.first_on, last_on=closure.last_on)
    _wake(Ticket.objects.filter(company=closure.company_id))
    closure.delete()


@transaction.atomic
def be_away(*, by: Actor, until: dt.date | None) -> None:
    """A contact says until when he is away, from today on; what waits for him waits, 30 days at most (DOMAIN 1.6).

    Prolonged, one absence still counts from its first day. *until* None: he is back, and the days he was away stay out of
    the count.
    """
    today = clock.now().astimezone(ZoneInfo(by.zone)).date()
    one = Away.objects.select_for_update().filter(person=by.person_id, last_on__gte=today - dt.timedelta(days=1)).first()
    if until is None:
        _be_back(one, today)
    else:
        first, days = one.first_on if one else today, timers.delay("away_calendar_days")
        if until < today:
            raise Invalid({"away_until": _("This day is past.")})
        if until > first + dt.timedelta(days=days):
            raise Invalid({"away_until": _("An absence lasts %(days)d days at most, from its first day.") % {"days": days}})
        Away.objects.update_or_create(person_id=by.person_id, first_on=first, defaults={"last_on": until})
    Person.objects.filter(pk=by.person_id).update(away_until=until)
    note_act(by, "person.away", f"person {by.person_id}", until=until)
    _wake_waiting_for(by)


def _be_back(away: Away | None, today: dt.date) -> None:
    if away is not None and away.first_on >= today:
        away.delete()
    elif away is not None and away.last_on >= today:
        away.last_on = today - dt.timedelta(days=1)
        away.save(update_fields=["last_on"])


def _wake_waiting_for(by: Actor) -> None:
    """His own requests, and the offers he may approve: they are beyond his sight, so the system looks."""
    with acting_as(SYSTEM):
        companies = Membership.objects.filter(person=by.person_id, is_approver=True, ended_at=None).values("company")
        _wake(Ticket.objects.filter(Q(reporter=by.person_id) | Q(company__in=companies, status=Status.WAIT_APPROVAL)))


def _wake(tickets) -> None:
    """The days that count have changed: the worker looks at these tickets anew."""
    tickets.filter(wake_at__isnull=False).update(wake_at=clock.now())


def _limit(membership: Membership, entities: Collection[int] | None) -> None:
    """Only entities of the same company count; an empty choice leaves him none."""
    EntityLimit.objects.filter(membership=membership).delete()
    if entities is not None:
        own = Entity.objects.filter(company=membership.company_id, pk__in=entities)
        EntityLimit.objects.bulk_create(EntityLimit(membership=membership, entity=entity) for entity in own)
    Membership.objects.filter(pk=membership.pk).update(is_limited_to_entities=entities is not None)


def refuse_oneself(membership: Membership, by: Actor) -> None:
    """Nobody changes his own roles, nor takes his own access away."""
    if membership.person_id == by.person_id:
        raise Forbidden(_("Your own roles are changed by another administrator of your company, or by us."))
