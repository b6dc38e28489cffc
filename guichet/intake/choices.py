"""What the form of a new request offers a person at one company: types, installations, entities, colleagues, rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from guichet import clock
from guichet.access.actors import Actor
from guichet.catalog import shelf
from guichet.catalog.models import Entity, Installation
from guichet.contracts import coverage
from guichet.contracts.models import Contract
from guichet.desk.operations.opening import rights_of
from guichet.people.models import Company, Person
from guichet.service.house import house
from guichet.service.models import RequestType


@dataclass(frozen=True)
class Choices:
    """What one person may choose from; nothing of another company is ever among it."""

    company: Company
    # The contracts valid on that day, the one that ends last first.
    signed: Sequence[Contract]
    types: Sequence[RequestType]
    installations: Sequence[Installation]
    entities: Sequence[Entity]
    colleagues: QuerySet[Person]
    may_open: bool
    may_confide: bool
    # Which of the entities each installation holds; empty: all of them.
    held: dict[int, set[int]]

    @property
    def contract(self) -> Contract | None:
        return self.signed[0] if self.signed else None

    def contract_of(self, installation: Installation | None) -> Contract | None:
        """The contract behind a request: by its installation's product, or any where it names none."""
        return next((c for c in self.signed if installation is None or installation.product_id in c.covers), None)

    @property
    def preselected(self) -> RequestType:
        """The type the form begins with (DOMAIN 1.3)."""
        return next((kind for kind in self.types if kind.spec.get("preselected")), self.types[0])

    def type(self, key: str) -> RequestType | None:
        return next((kind for kind in self.types if kind.key == key.upper()), None)

    def installation(self, said: str) -> Installation | None:
        """By its number, its key in other systems, its name or its environment, if only one fits."""
        wanted = said.strip().casefold()
        exact = [i for i in self.installations if wanted in (str(i.pk), (i.external_id or "").casefold())]
        named = [i for i in self.installations if wanted in (i.name.casefold(), i.environment)]
        found = exact or named
        return found[0] if len(found) == 1 else None

    def entities_of(self, installation: Installation | None) -> list[Entity]:
        """The entities of a request are those of its installation (DOMAIN 1.11), and those the person may name."""
        held = self.held.get(installation.pk) if installation else None
        return [entity for entity in self.entities if not held or entity.pk in held]


def choices_for(actor: Actor, company_id: int, *, reporter: Person | None = None, at: datetime | None = None) -> Choices:
    """What *actor* may choose at that company. For an agent it is what the contact may for whom he opens."""
    at = at or clock.now()
    # What follows a request of a company that was merged is opened at the present one.
    company = Company.objects.select_related("merged_into").get(pk=company_id).present
    on = at.astimezone(ZoneInfo(company.zone)).date()
    signed = coverage.valid(company.pk, on)
    installations, held = _installations(company, {product for one in signed for product in one.covers})
    rights = actor.in_company(company.pk) if actor.is_requester else rights_of(reporter, company.pk) if reporter else None
    limits = rights.entities if rights else frozenset()
    entities = [e for e in Entity.objects.filter(company=company) if limits is None or e.pk in limits]
    asking = reporter.pk if reporter else actor.person_id
    colleagues = Person.objects.filter(
        memberships__company=company, memberships__ended_at=None, is_active=True, is_agent=False
    ).exclude(pk=asking)
    return Choices(
        company=company,
        signed=signed,
        types=_types(signed[0] if signed else None),
        installations=installations,
        entities=entities,
        # Read when somebody looks at them: most requests are shared with nobody.
        colleagues=colleagues.order_by("given_name", "family_name"),
        may_open=bool(rights and rights.is_requester),
        may_confide=bool(rights and rights.is_confidential),
        held=held,
    )


def may_begin(actor: Actor) -> list[int]:
    """The companies for which he could open a request, contracts aside; all of his if there is none."""
    able = [pk for pk, rights in actor.rights.items() if rights.is_requester]
    return able or list(actor.rights)


def _types(contract: Contract | None) -> list[RequestType]:
    """Active types; one on Flex credit only with a balance above zero (DOMAIN 1.3)."""
    has_flex = bool(contract and contract.flex_balance and contract.flex_balance > 0)
    return [k for k in house().types.values() if k.is_active and (has_flex or k.spec.get("needs") != "flex_credit")]


def _installations(company: Company, products: set[int]) -> tuple[list[Installation], dict[int, set[int]]]:
    """What runs at the company under an active contract, production first, and the entities of each."""
    holds = "ARRAY(SELECT entity_id FROM catalog_installation_entities e WHERE e.installation_id = catalog_installation.id)"
    found = Installation.objects.filter(company=company, is_active=True, product__in=products).annotate(holds=RawSQL(holds, ()))
    rows = [shelf.placed(row) for row in found.order_by("pk")]
    rows.sort(key=lambda row: row.environment != Installation.PRODUCTION)
    return rows, {row.pk: set(row.holds) for row in rows if row.holds}
