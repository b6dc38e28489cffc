"""``guichet load``: configuration files (YAML) and sheets (CSV), together in one transaction: all of it, or nothing."""

import sys
from collections.abc import Sequence
from pathlib import Path

from django.db import IntegrityError, connection, transaction

from guichet.exchange.configuration import LOCK
from guichet.exchange.configuration import load as load_configuration
from guichet.exchange.sheets.load import Outcome
from guichet.exchange.sheets.load import load as load_sheets
from guichet.service.loading import Report
from guichet.service.reading import ConfigurationError, Mistake


class _Undo(Exception):
    """Ends the transaction without keeping anything."""


def run(paths: Sequence[str | Path] = (), *, dry_run: bool = False, invites: bool = False) -> int:
    """The command. Standard output: what was done, or with *dry_run* each bad line and what would be done.

    Exit 2 with any mistake, and then nothing was written; each is named as ``file:line: column: message``.
    """
    sheets = [Path(path) for path in paths if Path(path).suffix.lower() == ".csv"]
    others = [path for path in paths if Path(path).suffix.lower() != ".csv"]
    report, outcome, mistakes = Report(), Outcome(), []
    try:
        with transaction.atomic():
            if others or not sheets:
                try:
                    report = load_configuration(others or None)
                except ConfigurationError as error:
                    mistakes += error.mistakes
            if sheets:
                wait_for_others()
                outcome, found = load_sheets(sheets, report, invites=invites)
                mistakes += found
            if mistakes or dry_run:
                raise _Undo
    except _Undo:
        _forget()
    except IntegrityError as error:
        # What the checks cannot see: two rows that exchange a key within one run.
        said = f"two rows would have the same key ({error.__cause__.diag.constraint_name}); load the change in two runs"
        mistakes.append(Mistake(str(sheets[0]), 1, "", said))
    _say(report, outcome, mistakes, dry_run=dry_run)
    return 2 if mistakes else 0


def wait_for_others() -> None:
    """Two loads at once wait for each other: the second one sees what the first one wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _forget() -> None:
    """What a load that was undone left in the memory of this process."""
    from guichet.service.house import forget as forget_house
    from guichet.sla.stored import forget as forget_calendars

    forget_house()
    forget_calendars()


def _say(report: Report, outcome: Outcome, mistakes: list[Mistake], *, dry_run: bool) -> None:
    answer = sys.stdout if dry_run else sys.stderr
    for mistake in sorted(set(mistakes)):
        print(mistake, file=answer)
    for note in outcome.notes:
        print(note, file=sys.stderr)
    if mistakes or dry_run:
        for line in outcome.good_and_bad():
            print(line, file=answer)
    if mistakes:
        count = len(set(mistakes))
        verb = "would be" if dry_run else "was"
        print(f"Nothing {verb} loaded: {count} mistake{'s' if count > 1 else ''}.", file=answer)
        return
    print(report)
    if outcome.invited:
        print(f"{'Would invite' if dry_run else 'Invited'}: {outcome.invited}")
    if dry_run:
        print("Dry run: nothing was written.")
