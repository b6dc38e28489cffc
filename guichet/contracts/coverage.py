"""Which contract stands behind a request, and whether it is active (DOMAIN 1.11)."""

from datetime import date

from django.db.models import Q
from django.db.models.expressions import RawSQL

from guichet.contracts.models import Contract


def active(company_id: int, on: date, product_id: int | None = None) -> Contract | None:
    """The company's contract valid on that day, for that product where one is named; the one that ends last."""
    found = Contract.objects.filter(company=company_id, starts_on__lte=on).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    if product_id is not None:
        found = found.filter(products=product_id)
    return found.order_by("-ends_on", "-pk").first()


def valid(company_id: int, on: date) -> list[Contract]:
    """All contracts of the company that are valid on that day, each with its `covers` (ids of products); the one that ends last first."""
    found = Contract.objects.filter(company=company_id, starts_on__lte=on).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    covers = RawSQL("ARRAY(SELECT product_id FROM contracts_contract_products p WHERE p.contract_id = contracts_contract.id)", ())
    return list(found.annotate(covers=covers).order_by("-ends_on", "-pk"))


def latest(company_id: int) -> Contract | None:
    """The contract that ended last, for telling when it ended."""
    return Contract.objects.filter(company=company_id).order_by("-ends_on", "-pk").first()
