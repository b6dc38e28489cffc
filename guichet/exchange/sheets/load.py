"""The load of sheets: read all, check all, write all in one transaction, or say every mistake and write nothing."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from guichet import clock
from guichet.access.actors import SYSTEM
from guichet.access.log import note_act
from guichet.desk.operations.contracting import follow_contract
from guichet.exchange.sheets import checking, standing, writing
from guichet.exchange.sheets.reading import Line, read
from guichet.jobs import queue, upkeep
from guichet.people.links import INVITATION
from guichet.people.models import Credential, OneTimeLink, Person
from guichet.service.loading import Report
from guichet.service.reading import Mistake


class Outcome:
    """What a run found and did. *notes* are said and stop nothing."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.notes: list[str] = []
        self.invited = 0

    def good_and_bad(self) -> list[str]:
        """For each file, how many lines are good and how many are not."""
        good = Counter(line.file for line in self.lines if line.is_good)
        bad = Counter(line.file for line in self.lines if not line.is_good)
        files = dict.fromkeys(line.file for line in self.lines)
        return [f"{file}: {good[file]} good, {bad[file]} bad" for file in files]


def load(paths: Sequence[Path], report: Report, *, invites: bool = False) -> tuple[Outcome, list[Mistake]]:
    """Load these files together, in any order; with a mistake anywhere nothing is written. To be called within a transaction.

    Nobody gets a letter by it, but for *invites*: those of the files who have no password and no invitation yet. The one
    exception is a rule of its own: where a changed contract moves a due moment that was told, the reporter is told (1.4 j).
    """
    outcome, mistakes = Outcome(), []
    for path in paths:
        outcome.lines += read(path, mistakes)
    found = standing.read()
    mistakes += checking.check(outcome.lines, found)
    if mistakes:
        return outcome, mistakes
    people, contracts = writing.write(outcome.lines, found, report, outcome.notes)
    for contract in contracts:
        follow_contract(contract, by=SYSTEM)
    if invites:
        outcome.invited = _invite(people)
    if report.has_changes or outcome.invited:
        note_act(SYSTEM, "sheets.loaded", "", invited=outcome.invited, **report.as_dict())
    return outcome, []


def _invite(people: Sequence[Person]) -> int:
    """A letter with a link to everybody who cannot sign in yet and was not invited; how many."""
    ids = [person.pk for person in people]
    known = set(Credential.objects.filter(person__in=ids).values_list("person_id", flat=True))
    known |= set(
        OneTimeLink.objects.filter(person__in=ids, purpose=INVITATION, expires_at__gt=clock.now()).values_list(
            "person_id", flat=True
        )
    )
    known |= upkeep.in_hand("guichet.send_link", "person_id", ids, failed=False)
    waiting = [pk for pk in ids if pk not in known]
    for pk in waiting:
        queue.send_link(person_id=pk, purpose=INVITATION)
    return len(waiting)
