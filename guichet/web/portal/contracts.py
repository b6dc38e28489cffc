"""The contract behind what a reader sees: opening hours, the number to call, whether requests can be opened."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guichet.access.actors import Actor, Rights
from guichet.contracts.models import Contract
from guichet.sla import stored
from guichet.sla.calendar import Calendar
from guichet.web.components.brand import brand
from guichet.web.components.context import desk_calendar
from guichet.web.components.opening import of_contract, opening
from guichet.web.components.templatetags.guichet import dated


def contracts_of(actor: Actor) -> list[Contract]:
    """The contracts of all his companies, the one that ends last first."""
    return list(Contract.objects.filter(company__in=actor.companies).select_related("company").order_by("-ends_on", "-pk"))


def active(contracts: list[Contract], company_id: int | None, at: datetime) -> Contract | None:
    """Of these the company's active one at that moment; without a company the first active one."""
    today = at.date()
    return next(
        (
            c
            for c in contracts
            if (company_id is None or c.company_id == company_id)
            and c.starts_on <= today
            and (c.ends_on is None or c.ends_on >= today)
        ),
        None,
    )


def calendar_of(contract: Contract | None) -> Calendar | None:
    return stored.calendar(contract.calendar_id) if contract else desk_calendar()


def opening_now(contract: Contract | None, at: datetime) -> dict[str, Any]:
    """Whether support is there now by the contract's calendar, and outside its hours the on-call number (DOMAIN 1.15)."""
    if contract:
        return of_contract(contract, at, phone=brand().get("phone", ""))
    calendar = calendar_of(contract)
    return opening(calendar, at) if calendar else {}


def phone_of(contract: Contract | None) -> str:
    """The number to call: the contract's on-call number, else the vendor's."""
    return (contract.on_call_number if contract else "") or brand().get("phone", "")


def why_not(company: Rights | None, contracts: list[Contract], at: datetime) -> str:
    """Why this reader cannot open a request now, in words and with the number to call; empty where he can."""
    if company is None or active(contracts, company.company_id, at):
        return ""
    last = next((c for c in contracts if c.company_id == company.company_id), None)
    phone = brand().get("phone", "")
    if last is None or last.ends_on is None or last.ends_on > at.date():
        return _("Your company has no active contract. You can read; to open a request, call %(phone)s.") % {"phone": phone}
    text = _("Your contract ended on %(day)s. You can read; to open a request, call %(phone)s.")
    return text % {"day": dated(last.ends_on), "phone": phone}
