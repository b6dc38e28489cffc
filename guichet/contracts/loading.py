"""Writing the coverage table of a configuration (DOMAIN 1.9)."""

from guichet.contracts.models import CoverageRow
from guichet.service.loading import Report, put
from guichet.service.schema import Configuration


def known() -> dict[str, set[str]]:
    return {"coverage": set(CoverageRow.objects.values_list("key", flat=True))}


def write(configuration: Configuration, report: Report) -> None:
    """By key, as everything of a configuration. To be called within one transaction."""
    for row in configuration.coverage:
        put(CoverageRow, "coverage", row, report, spec=True)
