"""Calendars and policies of the database, ready to reckon with; kept as long as their row does not change."""

import json
import time
from datetime import UTC, datetime
from typing import Any

from guichet.sla.calendar import Calendar
from guichet.sla.models import BusinessCalendar, SlaPolicy
from guichet.sla.policy import Policy

LASTS = 5.0
_made: dict[tuple[str, str], Calendar | Policy] = {}
_kept: tuple[float, dict[int, Calendar], dict[int, Policy]] | None = None


def _read() -> tuple[dict[int, Calendar], dict[int, Policy]]:
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > LASTS:
        calendars = {row.pk: _ready(Calendar, row) for row in BusinessCalendar.objects.all()}
        policies = {row.pk: _ready(Policy, row) for row in SlaPolicy.objects.all()}
        _kept = (time.monotonic(), calendars, policies)
    return _kept[1], _kept[2]


def _ready(kind: type[Calendar | Policy], row: BusinessCalendar | SlaPolicy) -> Any:
    """A calendar lays out its years once; it is made anew only when its row changed."""
    config = as_config(row)
    mark = (f"{kind.__name__}:{row.key}", json.dumps(config, sort_keys=True))
    if mark not in _made:
        _made[mark] = kind.from_config(config)
    return _made[mark]


def as_config(row: BusinessCalendar | SlaPolicy) -> dict[str, Any]:
    """The entry a configuration file would hold for this row, for `guichet sla replay --config` too."""
    return {"key": row.key, **row.spec, "former": [{**one["spec"], "until": one["until"]} for one in row.former]}


def replaced(row: BusinessCalendar | SlaPolicy, at: datetime) -> list[dict[str, Any]]:
    """The `former` of a row whose spec is edited at that moment; of edits within one second only the first leaves something."""
    until = at.astimezone(UTC).replace(microsecond=0).isoformat()
    if row.former and row.former[-1]["until"] >= until:
        return row.former
    return [*row.former, {"until": until, "spec": row.spec}]


def calendar(pk: int) -> Calendar:
    """The calendar of that row, also of one added a moment ago."""
    if pk not in _read()[0]:
        forget()
    return _read()[0][pk]


def policy(pk: int) -> Policy:
    """The policy of that row, also of one added a moment ago."""
    if pk not in _read()[1]:
        forget()
    return _read()[1][pk]


def calendars_by_key() -> dict[str, Calendar]:
    return {c.key: c for c in _read()[0].values()}


def policies_by_key() -> dict[str, Policy]:
    return {p.key: p for p in _read()[1].values()}


def forget() -> None:
    """Read anew at the next question."""
    global _kept
    _kept = None
