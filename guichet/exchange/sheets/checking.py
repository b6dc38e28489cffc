"""What no single cell shows: keys written twice, addresses of two people, references to what is not there."""

from collections.abc import Iterable, Sequence

from guichet.exchange.sheets.kinds import KINDS
from guichet.exchange.sheets.reading import Line
from guichet.exchange.sheets.standing import Standing
from guichet.service.reading import Mistake

# What a person's lines for several companies have to say alike.
DETAILS = ("email", "given_name", "family_name", "language", "zone", "phone")


def check(lines: Sequence[Line], standing: Standing) -> list[Mistake]:
    """Every mistake that shows only beside other lines, or beside what stands already. Bad lines are still referred to."""
    by_kind = {name: [line for line in lines if line.kind.name == name] for name in KINDS}
    found: list[Mistake] = []
    for of_kind in by_kind.values():
        found += _twice(of_kind, of_kind[0].kind.key if of_kind else ())
    companies = {*standing.companies, *(line.values.get("external_id") for line in by_kind["companies"])}
    found += _companies(by_kind["companies"], standing)
    found += _of_companies([line for name in by_kind if name != "companies" for line in by_kind[name]], companies)
    found += _entities(by_kind["entities"], standing)
    codes = _codes(by_kind["entities"], standing)
    found += _people(by_kind["people"], standing) + _codes_exist(by_kind["people"], codes)
    found += _contracts(by_kind["contracts"], standing)
    found += _installations(by_kind["installations"], standing) + _codes_exist(by_kind["installations"], codes)
    return found


def _twice(lines: Iterable[Line], names: Sequence[str], said: str = "") -> list[Mistake]:
    """Lines whose columns *names* say what an earlier line says already."""
    first: dict[tuple[str, ...], Line] = {}
    found = []
    for line in lines:
        key = tuple(str(line.values.get(name) or "") for name in names)
        if not all(key):
            continue
        if key in first:
            found.append(line.mistake(names[0], f"{line.values[names[0]]!r} was already given in {first[key].place}{said}"))
        first.setdefault(key, line)
    return found


def _companies(lines: Iterable[Line], standing: Standing) -> list[Mistake]:
    said = "belongs to a company that stands here without external_id; give it this one in the administration first"
    return [
        line.mistake("name", f"{line.values['name']!r} {said}")
        for line in lines
        if line.values.get("external_id") not in standing.companies
        and str(line.values.get("name") or "").casefold() in standing.companies_without_key
    ]


def _of_companies(lines: Iterable[Line], companies: set[str | None]) -> list[Mistake]:
    return [
        line.mistake("company", f"there is no company {line.values['company']!r}, neither in these files nor in the desk")
        for line in lines
        if line.values.get("company") and line.values["company"] not in companies
    ]


def _company_id(line: Line, standing: Standing) -> int | None:
    company = standing.companies.get(line.values.get("company", ""))
    return company.pk if company else None


def _stays(line: Line, company_id: int | None, standing: Standing) -> list[Mistake]:
    """What belongs to a company cannot be given to another one by a file."""
    if company_id is None or company_id == _company_id(line, standing) or not line.values.get("company"):
        return []
    return [line.mistake("company", "is another company than before; this cannot be moved by a file")]


def _entities(lines: Sequence[Line], standing: Standing) -> list[Mistake]:
    found = _twice(lines, ("code", "company"), " for this company")
    for line in lines:
        row = standing.entities.get(line.values.get("external_id", ""))
        found += _stays(line, row.company_id if row else None, standing)
        other = standing.entity_by_code.get((_company_id(line, standing) or 0, line.values.get("code", "")))
        if other and other.external_id not in (None, line.values.get("external_id")):
            found.append(line.mistake("code", f"{other.code!r} is the code of the entity {other.external_id!r} of this company"))
    return found


def _codes(lines: Iterable[Line], standing: Standing) -> set[tuple[str, str]]:
    """(company, code) of every entity there is or will be."""
    keys = {company.pk: key for key, company in standing.companies.items()}
    codes = {(keys[pk], code) for pk, code in standing.entity_by_code if pk in keys}
    return codes | {(line.values.get("company", ""), line.values.get("code", "")) for line in lines}


def _codes_exist(lines: Iterable[Line], codes: set[tuple[str, str]]) -> list[Mistake]:
    found = []
    for line in lines:
        for code in line.values.get("entities") or ():
            if line.values.get("company") and (line.values["company"], code) not in codes:
                found.append(line.mistake("entities", f"the company has no entity with the code {code!r}"))
    return found


def _people(lines: Sequence[Line], standing: Standing) -> list[Mistake]:
    found: list[Mistake] = []
    by_key: dict[str, Line] = {}
    by_address: dict[str, Line] = {}
    for line in lines:
        key, address = line.values.get("external_id"), (line.values.get("email") or "").lower()
        if not key or not address:
            continue
        first = by_key.setdefault(key, line)
        for name in DETAILS:
            if name in line.values and first.values.get(name) != line.values[name]:
                found.append(line.mistake(name, f"differs from what {first.place} says of the same person"))
        other = by_address.setdefault(address, line)
        if other.values["external_id"] != key:
            found.append(line.mistake("email", f"{address} is the address of {other.values['external_id']!r} in {other.place}"))
    for line in lines:
        found += _person_stands(line, by_key, standing)
    return found


def _person_stands(line: Line, by_key: dict[str, Line], standing: Standing) -> list[Mistake]:
    """Whom the key and the address belong to already."""
    key, address = line.values.get("external_id", ""), (line.values.get("email") or "").lower()
    person, at_address = standing.people.get(key), standing.person_by_address.get(address)
    for known in (person, at_address):
        if known and (known.is_agent or known.is_administrator):
            return [line.mistake("email", f"{known.email} belongs to somebody of the vendor, who cannot be a contact")]
    if at_address is None or at_address == person:
        return []
    if person is None and not at_address.external_id:
        return []  # invited by hand before; from now on he has this key
    leaves = by_key.get(at_address.external_id or "")
    if leaves and (leaves.values.get("email") or "").lower() != address:
        return []  # whoever has it gives it up in the same run
    said = f"the person {at_address.external_id!r}" if at_address.external_id else "somebody without external_id"
    return [line.mistake("email", f"{address} belongs to {said}")]


def _contracts(lines: Sequence[Line], standing: Standing) -> list[Mistake]:
    found = _twice(lines, ("number",))
    for line in lines:
        values = line.values
        row = standing.contracts.get(values.get("external_id", ""))
        other = standing.contract_by_number.get(values.get("number", ""))
        if other and other != row and (row or other.external_id):
            found.append(line.mistake("number", f"{other.number!r} is the number of another contract"))
        found += _stays(line, (row or other).company_id if row or other else None, standing)
        if values.get("ends_on") and values.get("starts_on") and values["ends_on"] < values["starts_on"]:
            found.append(line.mistake("ends_on", "lies before the first day"))
        for column, known in (
            ("policy", standing.policies),
            ("calendar", standing.calendars),
            ("critical_calendar", standing.calendars),
        ):
            if values.get(column) and values[column] not in known:
                found.append(line.mistake(column, f"there is no {values[column]!r}; known are {', '.join(sorted(known))}"))
        found += [
            _no_product(line, "products", key, standing) for key in values.get("products") or () if key not in standing.products
        ]
        if not values.get("products") and row is None and len(standing.products) != 1 and "number" in values:
            found.append(line.mistake("products", "name the products it covers"))
    return found


def _no_product(line: Line, column: str, key: str, standing: Standing) -> Mistake:
    known = ", ".join(sorted(standing.products)) or "none yet; add them in the administration"
    return line.mistake(column, f"there is no product {key!r}; known are {known}")


def _installations(lines: Sequence[Line], standing: Standing) -> list[Mistake]:
    found: list[Mistake] = []
    for line in lines:
        row = standing.installations.get(line.values.get("external_id", ""))
        found += _stays(line, row.company_id if row else None, standing)
        key = line.values.get("product") or _only_product(standing)
        if key and key not in standing.products:
            found.append(_no_product(line, "product", key, standing))
        elif not key and row is None and "release" in line.values:
            found.append(line.mistake("product", "name the product that is installed"))
        elif line.values.get("release"):
            product = standing.products[key].pk if key else row.product_id if row else 0
            among = standing.releases.get((product, line.values["release"]), [])
            if len(among) != 1:
                said = "stands on several version lines" if among else "is no release of this product"
                found.append(line.mistake("release", f"{line.values['release']!r} {said}; releases are kept in the administration"))
    return found


def _only_product(standing: Standing) -> str:
    """The product where there is but one; then no file needs to name it."""
    return next(iter(standing.products)) if len(standing.products) == 1 else ""
