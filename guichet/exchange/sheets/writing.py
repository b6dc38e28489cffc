"""Writing the lines: by key, a few statements for each kind, whatever their number.

A line makes a row, changes what differs, or changes nothing. Only columns that the file has are looked at.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model

from guichet.catalog.models import Entity, EntityLimit, Installation
from guichet.contracts.models import Contract
from guichet.exchange.sheets.checking import DETAILS
from guichet.exchange.sheets.kinds import KINDS, ROLES
from guichet.exchange.sheets.reading import Line
from guichet.exchange.sheets.standing import Standing
from guichet.people.models import Company, Membership, Person
from guichet.service.loading import CHANGED, NEW, SAME, Report

CHUNK = 1000


class Rows:
    """The rows of one model in this run: new ones and changed ones, each written in one go."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.new: list[Model] = []
        self.changed: dict[int, Model] = {}
        self.columns: set[str] = set()

    def put(self, row: Model | None, values: dict[str, Any], **made_with: Any) -> tuple[Model, str]:
        """The row with these values, made if there is none; and what that does to it."""
        if row is None:
            row = self.model(**made_with, **values)
            self.new.append(row)
            return row, NEW
        different = [name for name, value in values.items() if getattr(row, name) != value]
        for name in different:
            setattr(row, name, values[name])
        if different and row.pk:
            self.changed[row.pk] = row
            self.columns |= set(different)
        return row, CHANGED if different else SAME

    def write(self) -> None:
        self.model._default_manager.bulk_create(self.new, batch_size=CHUNK)
        if self.changed:
            self.model._default_manager.bulk_update(self.changed.values(), sorted(self.columns), batch_size=CHUNK)


def write(lines: Sequence[Line], standing: Standing, report: Report, notes: list[str]) -> tuple[list[Person], list[Contract]]:
    """Write the good lines; answers the people named in them and the contracts that changed. One transaction around it."""
    of = {name: [line for line in lines if line.kind.name == name] for name in KINDS}
    _companies(of["companies"], standing, report, notes)
    _entities(of["entities"], standing, report)
    people = _people(of["people"], standing, report, notes)
    changed = _contracts(of["contracts"], standing, report)
    _installations(of["installations"], standing, report)
    return people, changed


def _given(line: Line, *names: str) -> dict[str, Any]:
    """What the line says of these columns; what it leaves to its default is not said."""
    return {name: line.values[name] for name in names if name in line.values and line.values[name] is not None}


def _companies(lines: Iterable[Line], standing: Standing, report: Report, notes: list[str]) -> None:
    rows = Rows(Company)
    for line in lines:
        key = line.values["external_id"]
        if key in standing.merged:
            notes.append(f"{line.place}: {standing.merged[key]} is part of {standing.companies[key].name} now; the line changes nothing.")
            report.note("companies", SAME)
            continue
        values = _given(line, "name", "city", "language", "zone", "phone", "mail_domain", "all_see_all", "is_active")
        standing.companies[key], outcome = rows.put(standing.companies.get(key), values, external_id=key)
        report.note("companies", outcome)
    rows.write()


def _entities(lines: Iterable[Line], standing: Standing, report: Report) -> None:
    rows = Rows(Entity)
    for line in lines:
        key, company = line.values["external_id"], standing.companies[line.values["company"]]
        row = standing.entities.get(key) or standing.entity_by_code.get((company.pk, line.values["code"]))
        values = {"external_id": key, **_given(line, "code", "name", "city")}
        row, outcome = rows.put(row, values, company=company)
        standing.entities[key] = standing.entity_by_code[company.pk, row.code] = row
        report.note("entities", outcome)
    rows.write()


# People


def _people(lines: Sequence[Line], standing: Standing, report: Report, notes: list[str]) -> list[Person]:
    named = _persons(lines, standing)
    memberships = Rows(Membership)
    limits: list[tuple[Membership, set[int]]] = []
    for line in lines:
        (person, outcome), company = named[line.values["external_id"]], standing.companies[line.values["company"]]
        row = standing.memberships.get((person.pk, company.pk))
        if row is not None and (row.ended_at or not person.is_active):
            notes.append(f"{line.place}: {person.name} has left {company.name}; the line changes nothing.")
            report.note("people", SAME)
            continue
        values = {}
        if "roles" in line.values:
            values = {column: role in line.values["roles"] for role, column in ROLES.items() if role != "reader"}
        codes = line.values.get("entities")
        if codes is not None:
            values["is_limited_to_entities"] = bool(codes)
        row, of_membership = memberships.put(row, values, person=person, company=company)
        wanted = {standing.entity_by_code[company.pk, code].pk for code in codes or ()}
        if codes is not None and wanted != standing.limits.get(row.pk, set()):
            limits.append((row, wanted))
            of_membership = of_membership if of_membership == NEW else CHANGED
        report.note("people", NEW if NEW in (outcome, of_membership) else CHANGED if CHANGED in (outcome, of_membership) else SAME)
    memberships.write()
    _limit(limits)
    return [person for person, _outcome in named.values() if person.is_active]


def _persons(lines: Iterable[Line], standing: Standing) -> dict[str, tuple[Person, str]]:
    """Each person once, written, with what his first line does to him."""
    rows, found = Rows(Person), {}
    given_up: list[int] = []
    for line in lines:
        key, company = line.values["external_id"], standing.companies[line.values["company"]]
        if key in found:
            continue
        row = standing.people.get(key) or standing.person_by_address.get(line.values["email"].lower())
        values = {"external_id": key, **_given(line, *DETAILS)}
        if row is None:
            values = {"language": company.language, "zone": company.zone, **values}
        elif row.email.lower() != values["email"].lower():
            given_up.append(row.pk)
        found[key] = rows.put(row, values)
    # Two people may exchange their addresses: nobody holds one while they change.
    for pk in given_up:
        Person.objects.filter(pk=pk).update(email=f"changing-{pk}@guichet.invalid")
    rows.write()
    return found


def _limit(limits: Sequence[tuple[Membership, set[int]]]) -> None:
    EntityLimit.objects.filter(membership__in=[row.pk for row, _wanted in limits]).delete()
    EntityLimit.objects.bulk_create(
        [EntityLimit(membership=row, entity_id=entity) for row, wanted in limits for entity in sorted(wanted)], batch_size=CHUNK
    )


# Contracts and installations


def _contracts(lines: Iterable[Line], standing: Standing, report: Report) -> list[Contract]:
    rows = Rows(Contract)
    products: list[tuple[Contract, set[int]]] = []
    changed: list[Contract] = []
    for line in lines:
        key, said = line.values["external_id"], line.values
        row = standing.contracts.get(key) or standing.contract_by_number.get(said["number"])
        values = {
            "external_id": key,
            "number": said["number"],
            "starts_on": said["starts_on"],
            "policy_id": standing.policies[said["policy"]].pk,
            "calendar_id": standing.calendars[said["calendar"]].pk,
            **_given(line, "on_call_number", "standing_agreement", "standing_covers_flex", "clock_starts"),
            **{name: said[name] for name in ("ends_on", "flex_balance") if name in said},
        }
        if "critical_calendar" in said:
            extended = standing.calendars.get(said["critical_calendar"])
            values["critical_calendar_id"] = extended.pk if extended else None
        wanted = {standing.products[product].pk for product in said.get("products") or ()}
        if row is None and not wanted:
            wanted = {product.pk for product in standing.products.values()}
        row, outcome = rows.put(row, values, company=standing.companies[said["company"]])
        if wanted and wanted != standing.products_of.get(row.pk, set()):
            products.append((row, wanted))
            outcome = outcome if outcome == NEW else CHANGED
        if outcome == CHANGED:
            changed.append(row)
        report.note("contracts", outcome)
    rows.write()
    _relate(Contract.products.through, "contract_id", "product_id", products)
    return changed


def _installations(lines: Iterable[Line], standing: Standing, report: Report) -> None:
    rows = Rows(Installation)
    entities: list[tuple[Installation, set[int]]] = []
    for line in lines:
        key, said, company = line.values["external_id"], line.values, standing.companies[line.values["company"]]
        row = standing.installations.get(key)
        if said.get("product"):
            product = standing.products[said["product"]].pk
        else:
            product = row.product_id if row else next(iter(standing.products.values())).pk
        values = {
            "product_id": product,
            "release_id": standing.releases[product, said["release"]][0].pk,
            **_given(line, "environment", "name", "operated_by", "is_active"),
        }
        row, outcome = rows.put(row, values, company=company, external_id=key)
        if "entities" in said:
            wanted = {standing.entity_by_code[company.pk, code].pk for code in said["entities"]}
            if wanted != standing.entities_of.get(row.pk, set()):
                entities.append((row, wanted))
                outcome = outcome if outcome == NEW else CHANGED
        report.note("installations", outcome)
    rows.write()
    _relate(Installation.entities.through, "installation_id", "entity_id", entities)


def _relate(through: type[Model], one: str, other: str, wanted: Sequence[tuple[Model, set[int]]]) -> None:
    """Give each row exactly these others."""
    through._default_manager.filter(**{f"{one}__in": [row.pk for row, _others in wanted]}).delete()
    through._default_manager.bulk_create(
        [through(**{one: row.pk, other: pk}) for row, others in wanted for pk in sorted(others)], batch_size=CHUNK
    )
