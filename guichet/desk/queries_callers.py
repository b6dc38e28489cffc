"""Whom somebody on the telephone may be: contacts by name, company, address or number."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Func, Q, Value
from django.db.models.functions import Right

from guichet.access.actors import Actor
from guichet.contracts.models import Contract
from guichet.desk.models import Ticket
from guichet.desk.queries import shown
from guichet.people.models import Membership

MOST = 25
# A number is written with its country, with a zero, or as it is called within the house: its end is the same.
_LAST_DIGITS = 7


@dataclass(frozen=True)
class Caller:
    """A contact at one company, and whether a request can be opened for him there."""

    membership: Membership
    has_contract: bool

    @property
    def may_open(self) -> bool:
        return self.membership.is_requester and self.has_contract


def contacts():
    """Contacts that are there: active people of active companies."""
    rows = Membership.objects.filter(ended_at=None, person__is_active=True, person__is_agent=False, company__is_active=True)
    return rows.select_related("person", "company")


def callers(text: str, on: date, *, limit: int = MOST) -> list[Caller]:
    """Contacts whom *text* names, those of whom every word is found; two queries whatever their number."""
    words = text.split()[:6]
    if not words:
        return []
    rows = contacts()
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 6 and not re.search(r"[^\d\s+()/.'-]", text):
        rows = rows.annotate(own=_digits("person__phone"), house=_digits("company__phone"))
        ends = digits[-_LAST_DIGITS:]
        rows = rows.filter(Q(own__endswith=ends) | Q(house__endswith=ends))
    else:
        for word in words:
            rows = rows.filter(
                Q(person__given_name__icontains=word)
                | Q(person__family_name__icontains=word)
                | Q(person__email__icontains=word)
                | Q(company__name__icontains=word)
            )
    found = list(rows.order_by("company__name", "person__given_name", "person__family_name", "pk")[:limit])
    signed = Contract.objects.filter(company__in={one.company_id for one in found}, starts_on__lte=on)
    able = set(signed.filter(Q(ends_on=None) | Q(ends_on__gte=on)).values_list("company_id", flat=True))
    return [Caller(one, one.company_id in able) for one in found]


def _digits(column: str) -> Right:
    """The last digits of a number, whatever it is written with."""
    plain = Func(F(column), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
    return Right(plain, _LAST_DIGITS + 3)


def open_of(actor: Actor, company_id: int, *, limit: int = 8) -> list[Ticket]:
    """The company's open requests that the agent sees, those lately changed first: the call may be about one of them."""
    rows = Ticket.objects.visible_to(actor).open().filter(company=company_id).order_by("-updated_at", "-number")
    return shown(rows[:limit], "-updated_at", "-number")
