"""What stands in the tables already, by the keys that sheets use; read once for a run."""

from dataclasses import dataclass, field

from django.db.models.functions import Lower

from guichet.catalog.models import Entity, EntityLimit, Installation, Product, Release
from guichet.contracts.models import Contract
from guichet.people.models import Company, Membership, Person
from guichet.sla.models import BusinessCalendar, SlaPolicy


@dataclass
class Standing:
    companies: dict[str, Company] = field(default_factory=dict)
    companies_without_key: set[str] = field(default_factory=set)
    entities: dict[str, Entity] = field(default_factory=dict)
    entity_by_code: dict[tuple[int, str], Entity] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    person_by_address: dict[str, Person] = field(default_factory=dict)
    memberships: dict[tuple[int, int], Membership] = field(default_factory=dict)
    limits: dict[int, set[int]] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)
    contract_by_number: dict[str, Contract] = field(default_factory=dict)
    products_of: dict[int, set[int]] = field(default_factory=dict)
    installations: dict[str, Installation] = field(default_factory=dict)
    entities_of: dict[int, set[int]] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    releases: dict[tuple[int, str], list[Release]] = field(default_factory=dict)
    # Keys of companies that became part of another one, each with its former name: they mean the company that took it in.
    merged: dict[str, str] = field(default_factory=dict)
    policies: dict[str, SlaPolicy] = field(default_factory=dict)
    calendars: dict[str, BusinessCalendar] = field(default_factory=dict)


def read() -> Standing:
    """A dozen queries, whatever the number of lines."""
    found = Standing(
        products={row.key: row for row in Product.objects.all()},
        policies={row.key: row for row in SlaPolicy.objects.all()},
        calendars={row.key: row for row in BusinessCalendar.objects.all()},
    )
    for company in Company.objects.select_related("merged_into"):
        if company.external_id:
            found.companies[company.external_id] = company.merged_into or company
            if company.merged_into:
                found.merged[company.external_id] = company.name
        else:
            found.companies_without_key.add(company.name.casefold())
    for entity in Entity.objects.all():
        found.entity_by_code[entity.company_id, entity.code] = entity
        if entity.external_id:
            found.entities[entity.external_id] = entity
    for person in Person.objects.annotate(address=Lower("email")):
        found.person_by_address[person.address] = person
        if person.external_id:
            found.people[person.external_id] = person
    found.memberships = {(row.person_id, row.company_id): row for row in Membership.objects.all()}
    for membership, entity in EntityLimit.objects.values_list("membership", "entity"):
        found.limits.setdefault(membership, set()).add(entity)
    _contracts(found)
    for installation in Installation.objects.exclude(external_id=None):
        found.installations[installation.external_id] = installation
    for one, entity in Installation.entities.through.objects.values_list("installation_id", "entity_id"):
        found.entities_of.setdefault(one, set()).add(entity)
    for release in Release.objects.select_related("line"):
        found.releases.setdefault((release.line.product_id, release.name), []).append(release)
    return found


def _contracts(found: Standing) -> None:
    for contract in Contract.objects.all():
        found.contract_by_number[contract.number] = contract
        if contract.external_id:
            found.contracts[contract.external_id] = contract
    for one, product in Contract.products.through.objects.values_list("contract_id", "product_id"):
        found.products_of.setdefault(one, set()).add(product)
