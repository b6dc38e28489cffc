"""Company A becomes part of company B (DOMAIN 1.15): seen first with figures, then done in one transaction or not at all.

A's old requests keep their company as the scope of their sight: the wall around them, in the rule and in PostgreSQL, stays
what it was, so nobody sees one he did not see before. Contracts, installations, entities and people go over to B, where
A's people see as company only what is opened since. A itself stays as a name that leads to B.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor, load_actor
from guichet.access.log import note_act
from guichet.access.refusals import Conflict, Forbidden, Invalid
from guichet.catalog.models import Entity, EntityLimit, Installation
from guichet.contracts.models import Contract
from guichet.desk.keepers import KEEPERS
from guichet.desk.models import Clock, Ticket
from guichet.desk.states import OPEN_STATUSES
from guichet.people.models import Company, Membership, Person, family

# What a contact takes over into B. An administrator is named there anew: he could else let people see B's old requests.
TAKEN_OVER = ("is_reader", "is_requester", "is_approver", "sees_company", "is_confidential")


@dataclass(frozen=True)
class Sight:
    """How many requests one person sees of both companies, and what the merger would change: nothing."""

    person: Person
    sees: int
    newly: int
    lost: int


@dataclass
class Figures:
    """What a merger does, or did."""

    former: Company
    into: Company
    requests: int = 0
    open_requests: int = 0
    running_clocks: int = 0
    letters: int = 0
    contracts: int = 0
    installations: int = 0
    entities: int = 0
    # Entities whose code is taken there: the code before and after.
    renamed: list[tuple[str, str]] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    in_both: list[Person] = field(default_factory=list)
    # Left B once: would find his own old requests there again, so B's administrator has to invite him anew.
    left_out: list[Person] = field(default_factory=list)
    administrators: list[Person] = field(default_factory=list)
    sight: list[Sight] = field(default_factory=list)
    is_done_already: bool = False

    @property
    def newly_seen(self) -> int:
        return sum(one.newly for one in self.sight)

    @property
    def lost(self) -> int:
        return sum(one.lost for one in self.sight)


def try_merger(former: int, into: int, *, by: Actor) -> Figures:
    """The figures of the very act, done and undone: what it counts is what would happen."""
    with transaction.atomic():
        figures = merge_companies(former, into, by=by)
        transaction.set_rollback(True)
    return figures


@transaction.atomic
def merge_companies(former: int, into: int, *, by: Actor) -> Figures:
    """Make company *former* part of *into*. Whole or not at all; done already, it changes nothing and says so.

    Waits for requests that are being opened for either, and those wait for it: who is late opens at the other one.
    """
    if not (by.is_administrator or by.is_system):
        raise Forbidden(_("Only our administrator joins companies."))
    locked = {c.pk: c for c in Company.objects.select_for_update().filter(pk__in=[former, into]).order_by("pk")}
    a, b = locked.get(former), locked.get(into)
    figures = _check(a, b)
    if figures.is_done_already:
        return figures
    assert a is not None and b is not None
    before = _actors([a, b])
    _count(figures)
    threshold = Ticket.objects.aggregate(last=Max("pk"))["last"] or 0
    _people(figures, threshold)
    _belongings(figures)
    Company.objects.filter(merged_into=a).update(merged_into=b)
    Company.objects.filter(pk=a.pk).update(merged_into=b, merged_at=clock.now(), is_active=False)
    figures.sight = _compare(before, [a, b])
    if figures.newly_seen or figures.lost:
        raise Conflict(_("This merger would change who sees old requests. Nothing was done; tell the maker of Guichet."))
    note_act(
        by, "company.merged", f"company {a.pk}", into=b.pk, requests=figures.requests, people=len(figures.people),
        contracts=figures.contracts, installations=figures.installations, entities=figures.entities,
    )  # fmt: skip
    return figures


def _check(a: Company | None, b: Company | None) -> Figures:
    if a is None or b is None or a.pk == b.pk:
        raise Invalid({"into": _("Choose another company that is active.")})
    if a.merged_into_id == b.pk:
        return Figures(a, b, is_done_already=True)
    if a.merged_into_id:
        raise Invalid({"into": _("%(company)s was joined with another company already.") % {"company": a.name}})
    if b.merged_into_id or not b.is_active:
        raise Invalid({"into": _("Choose another company that is active.")})
    return Figures(a, b)


def _members(companies: Sequence[Company]) -> list[Person]:
    rows = Membership.objects.filter(company__in=companies, ended_at=None, person__is_active=True)
    return list(Person.objects.filter(pk__in=rows.values("person")).order_by("family_name", "given_name", "pk"))


def _actors(companies: Sequence[Company]) -> list[tuple[Person, Actor | None]]:
    """Everybody of both companies, as he is before the act."""
    return [(person, load_actor(person.pk)) for person in _members(companies)]


def _count(figures: Figures) -> None:
    tickets = Ticket.objects.filter(company__in=family(figures.former.pk).values("pk"))
    figures.requests, figures.open_requests = tickets.count(), tickets.filter(status__in=OPEN_STATUSES).count()
    figures.running_clocks = Clock.objects.filter(ticket__in=tickets, state="running").count()
    figures.letters = sum(keeper.waiting(tickets) for keeper in KEEPERS)


def _people(figures: Figures, threshold: int) -> None:
    """A's people belong to B too; to A they go on to belong, for its old requests alone."""
    a, b = figures.former, figures.into
    there = {m.person_id: m for m in Membership.objects.filter(company=b)}
    for one in Membership.objects.filter(company=a, ended_at=None).select_related("person").order_by("pk"):
        present = there.get(one.person_id)
        if one.is_administrator and not (present and present.is_administrator and present.ended_at is None):
            figures.administrators.append(one.person)
        if present is not None:
            (figures.in_both if present.ended_at is None else figures.left_out).append(one.person)
            continue
        roles = {name: getattr(one, name) for name in TAKEN_OVER}
        made = Membership.objects.create(
            person=one.person, company=b, is_limited_to_entities=one.is_limited_to_entities, sees_after=threshold, **roles
        )
        limits = EntityLimit.objects.filter(membership=one).values_list("entity_id", flat=True)
        EntityLimit.objects.bulk_create(EntityLimit(membership=made, entity_id=entity) for entity in limits)
        figures.people.append(one.person)


def _belongings(figures: Figures) -> None:
    """Contracts, installations and entities are B's from now on. A running clock keeps its contract: it is the same one."""
    a, b = figures.former, figures.into
    taken = set(Entity.objects.filter(company=b).values_list("code", flat=True))
    for entity in Entity.objects.filter(company=a):
        code = _free_code(entity.code, a.name, taken)
        if code != entity.code:
            figures.renamed.append((entity.code, code))
        taken.add(code)
        Entity.objects.filter(pk=entity.pk).update(company=b, code=code)
        figures.entities += 1
    figures.installations = Installation.objects.filter(company=a).update(company=b)
    figures.contracts = Contract.objects.filter(company=a).update(company=b)


def _free_code(code: str, company: str, taken: set[str]) -> str:
    """The entity's code, or with the former company's name behind it where B has one like it: *01 Acme SA*."""
    if code not in taken:
        return code
    named = f"{code} {company}"[:20].rstrip()
    at = 2
    while named in taken:
        named, at = f"{code[:16]} {at}", at + 1
    return named


def _compare(before: list[tuple[Person, Actor | None]], companies: Sequence[Company]) -> list[Sight]:
    """What each would newly see or lose of the requests there are; both rules asked of the same rows."""
    numbers = Ticket.objects.filter(company__in=Company.objects.filter(merged_into=companies[1]).values("pk"))
    numbers = numbers | Ticket.objects.filter(company__in=companies)
    found = []
    for person, was in before:
        now = load_actor(person.pk)
        if was is None or now is None:
            continue
        seen, still = numbers.visible_to(was), numbers.visible_to(now)
        newly = still.exclude(pk__in=seen.values("pk")).count()
        lost = seen.exclude(pk__in=still.values("pk")).count()
        found.append(Sight(person, seen.count(), newly, lost))
    return found
