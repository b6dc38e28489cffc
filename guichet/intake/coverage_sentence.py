"""Whether the contract covers it or an offer comes first, and by which rule (DOMAIN 1.9)."""

from dataclasses import dataclass, field
from datetime import date

from guichet.catalog.models import Installation
from guichet.contracts.models import CoverageRow
from guichet.service.house import house
from guichet.service.models import RequestType


@dataclass(frozen=True)
class Coverage:
    """The sentence by language, whether an offer comes first (`yes`, `no`, `perhaps`), and the rows it rests on."""

    labels: dict[str, str]
    comes_first: str
    rows: list[dict] = field(default_factory=list)
    # What is different because the version is no longer supported: the row's outcome.
    old_version: dict | None = None


OLD_VERSION = "defect_old_version"


def _table() -> dict[str, dict]:
    return {key: {"key": key, **spec} for key, spec in CoverageRow.objects.order_by().values_list("key", "spec")}


def coverage_of(kind: RequestType, installation: Installation | None, on: date) -> Coverage | None:
    """The coverage of a type, with what an unsupported version changes; None where the configuration says nothing."""
    rule = kind.spec.get("coverage")
    rules = house().text("coverage_rules").get("rows", [])
    found = next((r for r in rules if r["key"] == rule and r.get("type") == kind.key), None)
    found = found or next((r for r in rules if r["key"] == rule and not r.get("type")), None)
    if found is None:
        return None
    table = house().once("coverage", _table)
    is_old = bool(installation and installation.release.line.support_ends_on and installation.release.line.support_ends_on < on)
    old = table.get(OLD_VERSION) if is_old else None
    rows = [table[key] for key in found.get("rows", []) if key in table and (is_old or key != OLD_VERSION)]
    return Coverage(labels=found["labels"], comes_first=str(found.get("comes_first", "")), rows=rows, old_version=old)
