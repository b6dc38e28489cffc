"""Configuration files into the tables of all rooms that hold some (docs/configuration.md)."""

from collections.abc import Sequence
from pathlib import Path

from django.db import connection, transaction

from guichet.contracts import loading as contracts
from guichet.desk.operations.contracting import follow_rules
from guichet.service import loading as service
from guichet.service.loading import Report
from guichet.service.reading import packaged, read

# Two loads at once wait for each other: the second one sees what the first one wrote.
LOCK = 0x6C6F6164


def load(paths: Sequence[str | Path] | None = None) -> Report:
    """Load the files, without files the packaged configuration. All or nothing; twice changes nothing.

    Raises ConfigurationError, with every mistake, before anything is written.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        known = {**service.known(), **contracts.known()}
        configuration = read(paths, known=known) if paths else packaged()
        report = Report()
        service.write(configuration, report)
        contracts.write(configuration, report)
        for write in service.FURTHER:
            write(configuration, report)
        follow_rules(report.rules)
    return report
