"""The events the clocks are counted from, as `guichet sla replay` reads them (INTERFACE section 1)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from guichet.sla.calendar import to_epoch
from guichet.sla.policy import CRITICALITIES
from guichet.sla.turns import TURN

KINDS = frozenset({"opened", "message", "status", "criticality", "type", "policy", "calendar", "planned_fix", "completed"})
# What happens to a request without touching a clock: assignment, a note, the confidential mark. Read and passed over.
NEUTRAL = frozenset({"look", "note", "assigned", "team", "desk", "owner", "handler", "confidential", "receipt", "contest"})


class EventError(ValueError):
    """An event, or a history, that cannot be read."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. A recorded call is a ``message`` by the vendor; a note is no event here."""

    at: dt.datetime
    kind: str
    by: str | None = None
    to: str | None = None
    counts_from: dt.datetime | None = None
    way_round: bool = False
    first_reply_s: int | None = None
    # Of *opened*: something is missing, and by its contract the clocks begin once it is there.
    waits: bool = False

    @classmethod
    def read(cls, raw: "Event | Mapping[str, Any]", zone: ZoneInfo) -> "Event":
        """A dict of INTERFACE section 1; times without offset are local to the calendar."""
        if isinstance(raw, cls):
            return raw
        if not isinstance(raw, Mapping):
            raise EventError("An event is an object with at and kind.")
        kind = str(raw.get("kind") or "").strip().lower()
        if kind not in KINDS and kind not in NEUTRAL:
            raise EventError(f"There is no kind of event {raw.get('kind')!r}.")
        to = raw.get("to")
        counts_from = raw.get("counts_from")
        return cls(
            at=read_moment(raw.get("at"), zone),
            kind=kind,
            by=_side(raw.get("by")) if kind == "message" else None,
            to=None if to is None else _target(kind, str(to).strip()),
            counts_from=None if counts_from is None else read_moment(counts_from, zone),
            way_round=raw.get("way_round") is True,
            first_reply_s=raw.get("first_reply_s"),
            waits=raw.get("waits") is True,
        )


def read_moment(value: Any, zone: ZoneInfo) -> dt.datetime:
    """An ISO moment or an aware datetime; without offset it is local to ``zone``."""
    try:
        moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value.strip())
    except (AttributeError, ValueError):
        raise EventError(f"{value!r} is not a moment; write it as 2026-11-24T11:30:00+01:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def in_order(events: list[Event]) -> list[tuple[int, Event]]:
    """By their second; events of one second count in the order given."""
    return sorted(((to_epoch(event.at), event) for event in events), key=lambda pair: pair[0])


def _side(by: Any) -> str:
    side = str(by or "").strip().lower()
    if side not in ("vendor", "customer"):
        raise EventError(f"A message is by vendor or customer, not {by!r}.")
    return side


def _target(kind: str, to: str) -> str:
    known = {"status": TURN, "criticality": CRITICALITIES}.get(kind)
    if kind in ("status", "criticality", "type"):
        to = to.upper()
    if known is not None and to not in known:
        raise EventError(f"There is no {kind} {to}.")
    return to
