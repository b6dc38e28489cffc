"""SLA policies: the targets of each criticality in working seconds, and which types have a criticality (DOMAIN 1.4)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from guichet.sla.calendar import former_of

CRITICALITIES = ("LOW", "MEDIUM", "HIGH", "CRITICAL")
ASKED, NONE = "asked", "none"
# How a type comes by its criticality: the customer is asked, it is fixed at a level, or there is none (DOMAIN 1.3).
DEFAULT_TYPES: Mapping[str, str] = {
    "SPT": ASKED,
    "EVO": "LOW",
    "FLX": "LOW",
    "ACC": "LOW",
    "PSP": NONE,
    "PSP2": NONE,
    "CNS": NONE,
    "TRN": NONE,
    "LIC": NONE,
}
_DURATION = re.compile(
    r"(?:(?P<hours>\d+(?:\.\d+)?)\s*h(?:ours?)?(?:\s*(?P<bare>\d{1,2})$)?)?"
    r"\s*(?:(?P<minutes>\d+)\s*m(?:in(?:utes?)?)?)?\s*(?:(?P<seconds>\d+)\s*s)?",
    re.IGNORECASE,
)


class PolicyError(ValueError):
    """A policy, type or duration that cannot be read."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Working seconds; None where there is no such target. ``escalate`` 0: at once."""

    first_reply: int | None
    update: int | None
    goal: int | None
    escalate: int | None


@dataclass(frozen=True, slots=True)
class Policy:
    key: str
    targets: Mapping[str, Targets]
    labels: Mapping[str, str] = field(default_factory=dict)
    without_criticality: str = "MEDIUM"
    # What held before, oldest first: the first second at which it no longer did, and those targets.
    former: tuple[tuple[int, "Policy"], ...] = ()

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "Policy":
        """One entry of ``policies:`` in the configuration; ``former`` as in a calendar."""
        if not isinstance(config, Mapping) or not str(config.get("key") or "").strip():
            raise PolicyError("A policy needs a key.")
        key = str(config["key"]).strip()
        targets = {}
        for name, goals in (config.get("targets") or {}).items():
            level = str(name).strip().upper()
            if level not in CRITICALITIES:
                raise PolicyError(f"Policy {key}: {name!r} is not a criticality; write {', '.join(CRITICALITIES)}.")
            try:
                read = {kind: seconds(goals.get(kind)) for kind in ("first_reply", "update", "goal", "escalate")}
            except PolicyError as error:
                raise PolicyError(f"Policy {key}, {level}: {error}") from None
            targets[level] = Targets(**read)
        without = str(config.get("without_criticality") or "MEDIUM").strip().upper()
        missing = [level for level in {*CRITICALITIES, without} if level not in targets]
        if missing:
            raise PolicyError(f"Policy {key} has no targets for {', '.join(sorted(missing))}.")
        former = tuple((until, cls.from_config({**entry, "key": key})) for until, entry in former_of(config))
        return cls(key, targets, dict(config.get("labels") or {}), without, former)

    @property
    def changes(self) -> tuple[int, ...]:
        """The seconds from which other targets hold."""
        return tuple(until for until, _policy in self.former)

    def held(self, epoch: int) -> "Policy":
        """The targets that hold at that second (DOMAIN 1.4 j)."""
        return next((policy for until, policy in self.former if epoch < until), self)

    def targets_at(self, level: str | None) -> Targets:
        """The targets of an effective level; None, a type without criticality: those of MEDIUM, and no goal (g)."""
        return self.targets[level] if level else replace(self.targets[self.without_criticality], goal=None)


def level_of(types: Mapping[str, str], type_key: str, criticality: str | None) -> str | None:
    """The criticality that counts for a request of this type; None for a type without one.

    Until somebody has said it, a request of a type that asks stands at MEDIUM.
    """
    rule = types.get(type_key)
    if rule is None:
        raise PolicyError(f"There is no request type {type_key}.")
    if rule.lower() == NONE:
        return None
    return (criticality or "MEDIUM") if rule.lower() == ASKED else rule.upper()


def seconds(value: Any) -> int | None:
    """'8h', '1h30', '30m', '80 h', or plain seconds → seconds; None stays None."""
    if value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0:
        return int(value)
    text = value.strip() if isinstance(value, str) else ""
    if text.isdigit():
        return int(text)
    match = _DURATION.fullmatch(text) if text else None
    if not match or not any(match.groups()):
        raise PolicyError(f"{value!r} is not a duration; write it as 8h, 1h30 or 30m.")
    hours, minutes, rest = match["hours"] or 0, match["minutes"] or match["bare"] or 0, match["seconds"] or 0
    return round(float(hours) * 3600 + int(minutes) * 60 + int(rest))


def types_from_config(entries: Any) -> dict[str, str]:
    """``types:`` of the configuration → how each comes by its criticality."""
    types = {}
    for entry in entries or []:
        key, rule = str(entry.get("key") or "").strip().upper(), str(entry.get("criticality") or NONE).strip()
        if not key or (rule.lower() not in (ASKED, NONE) and rule.upper() not in CRITICALITIES):
            raise PolicyError(f"Type {key or '?'}: criticality is asked, none, or one of {', '.join(CRITICALITIES)}.")
        types[key] = rule.lower() if rule.lower() in (ASKED, NONE) else rule.upper()
    return types
