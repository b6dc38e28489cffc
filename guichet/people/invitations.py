"""Letting people in: the first administrator, colleagues of a company, agents. An invitation is a link to choose a password."""

from django.db import transaction
from django.db.models.functions import Lower

from guichet.jobs import queue
from guichet.people.links import INVITATION, address_of, make_link
from guichet.people.models import Company, Membership, Person

ROLES = ("is_requester", "is_approver", "is_administrator")
RIGHTS = ("sees_company", "is_confidential")


class CannotInvite(ValueError):
    """The address belongs to somebody who cannot be a contact of a company."""


@transaction.atomic
def first_administrator(email: str) -> str:
    """The vendor's administrator with that address, made if there is none; the address of his link, shown once."""
    person = by_address(email)
    if person is None:
        person = Person.objects.create(email=email.strip(), given_name=email.partition("@")[0][:100], is_administrator=True)
    elif not (person.is_administrator and person.is_active):
        person.is_administrator = person.is_active = True
        person.save(update_fields=["is_administrator", "is_active"])
    return address_of(INVITATION, make_link(person.pk, INVITATION))


@transaction.atomic
def invite(
    company: Company, *, email: str, given_name: str, family_name: str = "", language: str = "", **roles: bool
) -> Membership:
    """A contact of the company, known or new, with these roles and rights; a letter with a link is queued.

    To be called as the system, after the right to invite was checked: the address is looked for among all people, and
    may belong to a contact of another company (a fiduciary, an IT partner).
    """
    person = by_address(email)
    if person is None:
        person = Person.objects.create(
            email=email.strip(),
            given_name=given_name.strip(),
            family_name=family_name.strip(),
            language=language or company.language,
            zone=company.zone,
        )
    elif person.is_agent or person.is_administrator:
        raise CannotInvite(email)
    elif not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
    membership, _made = Membership.objects.update_or_create(
        person=person, company=company, defaults={"ended_at": None, "is_reader": True, **chosen(roles)}
    )
    queue.send_link(person_id=person.pk, purpose=INVITATION)
    return membership


@transaction.atomic
def invite_agent(*, email: str, given_name: str, family_name: str, language: str, **columns: object) -> Person:
    """Somebody of the vendor; a letter with a link is queued. A contact of a company cannot become one."""
    if by_address(email) is not None:
        raise CannotInvite(email)
    person = Person.objects.create(
        email=email.strip(), given_name=given_name, family_name=family_name, language=language, **columns
    )
    queue.send_link(person_id=person.pk, purpose=INVITATION)
    return person


def by_address(email: str) -> Person | None:
    """Whoever has that address, active or not, in any case."""
    return Person.objects.alias(address=Lower("email")).filter(address=email.strip().lower()).first()


def chosen(roles: dict[str, bool]) -> dict[str, bool]:
    """Every role and right with its yes or no."""
    return {name: bool(roles.get(name)) for name in (*ROLES, *RIGHTS)}
