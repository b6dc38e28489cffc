"""The five kinds of sheets and their columns. A column that is not there leaves everything as it is."""

from dataclasses import dataclass
from typing import Any

from guichet.exchange.sheets.cells import Reader, address, amount, day, listed, one_of, several_of, text, yes_no, zone
from guichet.people.models import LANGUAGES

NO_DEFAULT: Any = object()
LANGUAGE_KEYS = [key for key, _name in LANGUAGES]
# Words of the column `roles`, and the column of a membership that each of them ticks. Everybody reads.
ROLES = {
    "reader": "is_reader",
    "requester": "is_requester",
    "approver": "is_approver",
    "administrator": "is_administrator",
    "sees_company": "sees_company",
    "confidential": "is_confidential",
}


@dataclass(frozen=True)
class Column:
    """*is_needed*: every line fills it. *empty*: what an empty cell means; without it the reader decides."""

    reads: Reader
    is_needed: bool = False
    empty: Any = NO_DEFAULT


@dataclass(frozen=True)
class Kind:
    """What one line of a sheet is: its columns; *key* are those that tell one line from another."""

    name: str
    columns: dict[str, Column]
    key: tuple[str, ...] = ("external_id",)

    @property
    def needed(self) -> list[str]:
        return [name for name, column in self.columns.items() if column.is_needed]


def _needed(reads: Reader) -> Column:
    return Column(reads, is_needed=True)


_KEY, _COMPANY = _needed(text(100)), _needed(text(100))
_LANGUAGE = Column(one_of(LANGUAGE_KEYS), empty=None)
_ZONE = Column(zone, empty=None)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "companies",
            {
                "external_id": _KEY,
                "name": _needed(text(200)),
                "city": Column(text(100)),
                "language": _LANGUAGE,
                "zone": _ZONE,
                "phone": Column(text(40)),
                "mail_domain": Column(text(200)),
                "all_see_all": Column(yes_no),
                "is_active": Column(yes_no, empty=True),
            },
        ),
        Kind(
            "entities",
            {
                "external_id": _KEY,
                "company": _COMPANY,
                "code": _needed(text(20)),
                "name": _needed(text(200)),
                "city": Column(text(100)),
            },
        ),
        Kind(
            "people",
            {
                "external_id": _KEY,
                "company": _COMPANY,
                "email": _needed(address),
                "given_name": _needed(text(100)),
                "family_name": Column(text(100)),
                "language": _LANGUAGE,
                "zone": _ZONE,
                "phone": Column(text(40)),
                "roles": Column(several_of(ROLES)),
                "entities": Column(listed),
            },
            key=("external_id", "company"),
        ),
        Kind(
            "contracts",
            {
                "external_id": _KEY,
                "company": _COMPANY,
                "number": _needed(text(40)),
                "products": Column(listed),
                "starts_on": _needed(day),
                "ends_on": Column(day),
                "policy": _needed(text(40)),
                "calendar": _needed(text(40)),
                "critical_calendar": Column(text(40)),
                "clock_starts": Column(one_of(["receipt", "completeness"], otherwise="receipt")),
                "on_call_number": Column(text(40)),
                "standing_agreement": Column(text(10_000, lines=True)),
                "standing_covers_flex": Column(yes_no),
                "flex_balance": Column(amount),
            },
        ),
        Kind(
            "installations",
            {
                "external_id": _KEY,
                "company": _COMPANY,
                "product": Column(text(40)),
                "release": _needed(text(40)),
                "environment": Column(one_of(["production", "test"], otherwise="production")),
                "name": Column(text(100)),
                "operated_by": Column(one_of(["customer", "vendor"], otherwise="customer")),
                "entities": Column(listed),
                "is_active": Column(yes_no, empty=True),
            },
        ),
    )
}
