"""Who of the vendor is here, and who stands in for whom (DOMAIN 1.15), read once and kept for seconds.

Every page of the desk and every letter asks this, and it changes rarely: a change is seen by every process after `LASTS`
seconds at the latest, by the one that made it at once (`forget`).
"""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from guichet import clock
from guichet.people.models import Absence, Person, Seat

LASTS = 5.0
# Rooms above know who answers where nobody is named (desk/answering.py): (person, moment) → those for whom it falls to him.
FALLS_TO: list[Callable[[int, datetime], set[int]]] = []


@dataclass(frozen=True)
class Colleague:
    """Somebody of the vendor who may work on requests, as far as standing in for each other needs it."""

    pk: int
    name: str
    given_name: str
    spoken: tuple[str, ...]


@dataclass(frozen=True)
class Away:
    """A time of absence; at `until` he is here again."""

    person: int
    deputy: int | None
    since: datetime
    until: datetime


@dataclass
class Staff:
    """A snapshot of those who work on requests: active agents, not limited, with a seat in a team."""

    people: dict[int, Colleague]
    # Team → members by seat, in the order they came; those who lead it.
    members: dict[int, list[int]]
    leads: dict[int, list[int]]
    absences: dict[int, list[Away]]

    @cached_property
    def teams_of(self) -> dict[int, list[int]]:
        """Person → his teams."""
        found: dict[int, list[int]] = defaultdict(list)
        for team, people in self.members.items():
            for person in people:
                found[person].append(team)
        return dict(found)

    def works(self, person: int | None) -> bool:
        return person in self.people

    def away(self, person: int | None, at: datetime | None = None) -> Away | None:
        """The absence that he is in; of several the one that ends last."""
        at = at or clock.now()
        running = [one for one in self.absences.get(person or 0, ()) if one.since <= at < one.until]
        return max(running, key=lambda one: one.until, default=None)

    def is_here(self, person: int | None, at: datetime | None = None) -> bool:
        """He works on requests and is not away."""
        return self.works(person) and self.away(person, at) is None

    def substitute(self, person: int, at: datetime | None = None) -> int | None:
        """Who stands in: the deputy, or where he is away too the deputy's deputy. None where the way ends or goes in a circle."""
        passed = {person}
        while absence := self.away(person, at):
            if absence.deputy is None or absence.deputy in passed:
                return None
            person = absence.deputy
            passed.add(person)
        return person if len(passed) > 1 and self.works(person) else None

    def not_here(self, at: datetime | None = None) -> list[int]:
        """Those who are away at that moment."""
        return [person for person in self.absences if self.works(person) and self.away(person, at)]

    def stands_for(self, person: int, at: datetime | None = None) -> frozenset[int]:
        """Those for whom he stands in: as deputy, or because it falls to him."""
        at = at or clock.now()
        deputy = {one for one in self.not_here(at) if self.substitute(one, at) == person}
        return frozenset(deputy.union(*(falls(person, at) for falls in FALLS_TO)))

    def speaks(self, person: int, language: str) -> bool:
        """Whether he answers in that language; who lists none is taken to speak them all."""
        spoken = self.people[person].spoken
        return not spoken or language in spoken


_kept: tuple[float, Staff] | None = None


def staff() -> Staff:
    """Who works, as it stands (at most `LASTS` seconds old)."""
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > LASTS:
        _kept = (time.monotonic(), _read())
    return _kept[1]


def forget() -> None:
    """Read anew at the next question: somebody came, left, or went away, in this process."""
    global _kept
    _kept = None


def _read() -> Staff:
    rows = Person.objects.filter(is_agent=True, is_active=True, is_limited=False)
    known = {
        pk: (given, family, spoken) for pk, given, family, spoken in rows.values_list("pk", "given_name", "family_name", "spoken")
    }
    members: dict[int, list[int]] = defaultdict(list)
    leads: dict[int, list[int]] = defaultdict(list)
    seated = set()
    for person, team, is_lead in Seat.objects.order_by("pk").values_list("person_id", "team_id", "is_lead"):
        if person in known:
            seated.add(person)
            members[team].append(person)
            if is_lead:
                leads[team].append(person)
    absences: dict[int, list[Away]] = defaultdict(list)
    coming = Absence.objects.filter(ends_at__gt=clock.now()).order_by("pk")
    for person, deputy, since, until in coming.values_list("person_id", "deputy_id", "starts_at", "ends_at"):
        absences[person].append(Away(person, deputy, since, until))
    people = {
        pk: Colleague(pk, f"{given} {family}".strip(), given, tuple(spoken or ()))
        for pk, (given, family, spoken) in known.items()
        if pk in seated
    }
    return Staff(people, dict(members), dict(leads), dict(absences))
