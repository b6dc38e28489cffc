"""The vendor's house as configured: desks, teams, types, domains, levels and texts, read once and kept for seconds.

Every page needs these rows and they change rarely; a change made in administration is seen by every process after
`LASTS` seconds at the latest, by the one that made it at once (`forget`).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from guichet.service.models import (
    Brand,
    Criticality,
    Desk,
    Domain,
    LetterText,
    MatrixRow,
    RequestType,
    Resolution,
    StatusText,
    Team,
    Text,
)

LASTS = 5.0


@dataclass
class House:
    """A snapshot of the configuration. Treat its rows as read-only."""

    desks: dict[int, Desk]
    teams: dict[int, Team]
    domains: dict[int, Domain]
    types: dict[int, RequestType]
    levels: dict[str, Criticality]
    statuses: dict[str, StatusText]
    resolutions: dict[str, Resolution]
    texts: dict[str, dict]
    matrix: list[MatrixRow]
    brands: dict[str, dict]
    # Subject and text by kind of letter, brand and language: what was written in place of the shipped ones.
    letters: dict[tuple[str, str, str], tuple[str, str]]
    _kept: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, read: Callable[[], Any]) -> Any:
        """What another room reads of its own configuration, kept as long as this snapshot is."""
        if name not in self._kept:
            self._kept[name] = read()
        return self._kept[name]

    @cached_property
    def desk_by_key(self) -> dict[str, Desk]:
        return {d.key: d for d in self.desks.values()}

    @cached_property
    def team_by_key(self) -> dict[str, Team]:
        return {t.key: t for t in self.teams.values()}

    @cached_property
    def domain_by_key(self) -> dict[str, Domain]:
        return {d.key: d for d in self.domains.values()}

    @cached_property
    def type_by_key(self) -> dict[str, RequestType]:
        return {t.key: t for t in self.types.values()}

    def team_for(self, desk: Desk, domain_id: int | None) -> Team | None:
        """The team of *desk* that answers for a domain (DOMAIN 1.2); nothing where none does: the desk's triage queue."""
        domain = self.domains.get(domain_id) if domain_id else None
        if domain is None:
            return None
        if domain.team.desk_id == desk.pk:
            return domain.team
        team = self.team_by_key.get(self.text("routing").get(desk.key, {}).get(domain.key, ""))
        return team if team and team.desk_id == desk.pk else None

    def text(self, key: str) -> dict:
        """A section of other configuration (`brand`, `limits`, `timers`, `questions`…); empty where there is none."""
        return self.texts.get(key, {})

    def brand(self, key: str = "") -> dict:
        """The vendor's own brand; with a key that one laid over it."""
        common = self.text("brand")
        own = {name: value for name, value in self.brands.get(key, {}).items() if value}
        texts = {name: text for name, text in own.get("texts", {}).items() if text}
        return {**common, **own, "texts": {**common.get("texts", {}), **texts}, "key": key if own else ""}

    def brand_of_desk(self, desk_id: int) -> str:
        """The key of a desk's brand; empty where it has none of its own."""
        desk = self.desks.get(desk_id)
        return self.text("desks").get(desk.key, {}).get("brand") or "" if desk else ""

    def level_rank(self, key: str) -> int:
        """How grave a criticality is: higher is graver; an unknown one is the least."""
        level = self.levels.get(key)
        return level.position if level else -1


_kept: tuple[float, House] | None = None


def house() -> House:
    """The configuration as it stands (at most `LASTS` seconds old)."""
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > LASTS:
        _kept = (time.monotonic(), _read())
    return _kept[1]


def forget() -> None:
    """Read anew at the next question: somebody changed the configuration in this process."""
    global _kept
    _kept = None


def _read() -> House:
    desks = {d.pk: d for d in Desk.objects.all()}
    teams = {t.pk: t for t in Team.objects.all()}
    domains = {d.pk: d for d in Domain.objects.all()}
    types = {t.pk: t for t in RequestType.objects.all()}
    for team in teams.values():
        team.desk = desks[team.desk_id]
    for domain in domains.values():
        domain.team = teams[domain.team_id]
    for kind in types.values():
        kind.desk = desks[kind.desk_id]
    return House(
        desks=desks,
        teams=teams,
        domains=domains,
        types=types,
        levels={c.key: c for c in Criticality.objects.all()},
        statuses={s.key: s for s in StatusText.objects.all()},
        resolutions={r.key: r for r in Resolution.objects.all()},
        texts=dict(Text.objects.values_list("key", "spec")),
        matrix=list(MatrixRow.objects.all()),
        brands=dict(Brand.objects.values_list("key", "spec")),
        letters={(row.kind, row.brand, row.language): (row.subject, row.text) for row in LetterText.objects.all()},
    )
