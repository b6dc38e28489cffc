"""The stories of the demo world: read from files, checked against the table of transitions, filled with values."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from guichet.desk.states import CAME_FROM, OPEN_STATUSES, Status, transition

HERE = Path(__file__).parent
LANGUAGES = ("fr", "de", "en", "it")
CONSULTING_TYPES = {"CNS", "TRN"}
TYPES_WITH_CRITICALITY = {"SPT"}

_KINDS = {
    "agent": {"agent"}, "deployment": {"agent"}, "sales": {"agent"}, "lead": {"agent"}, "consultant": {"consultant"},
    "rnd": {"rnd"}, "requester": {"customer"}, "colleague": {"customer"}, "approver": {"approver"}, "system": {"system"},
}  # fmt: skip
CUSTOMERS = {"requester", "colleague", "approver"}
# Gestures that move nothing, by the side that may make them.
_VENDOR_GESTURES = {"note", "lower", "grant", "deny", "type", "assign", "reply", "call"}
_CUSTOMER_GESTURES = {"reply", "raise", "contest", "share", "escalate", "check_on"}
_NAMES = {
    "take": "take", "ask": "ask", "offer": "offer", "approve": "approve", "withdraw_offer": "withdraw_offer",
    "handover_consulting": "to_consulting", "handover_rnd": "to_rnd", "plan": "plan", "unplan": "unplan",
    "release": "release", "appointment": "appointment_came", "withdraw": "cancel", "thanks": "only_thanks",
}  # fmt: skip
_BY_STATUS = {
    ("schedule", Status.FIX_AVAILABLE): "schedule_patch",
    ("resolve", Status.FIX_AVAILABLE): "installed",
    ("confirm", Status.FIX_AVAILABLE): "installed",
    ("not_solved", Status.FIX_AVAILABLE): "still_there",
    ("back", Status.LEVEL2): "from_consulting",
    ("expire", Status.WAIT_CUSTOMER): "no_answer",
    ("expire", Status.WAIT_APPROVAL): "offer_over",
    ("expire", Status.FIX_AVAILABLE): "installed",
}
_ELSE = {"schedule": "schedule", "resolve": "resolve", "confirm": "confirm", "not_solved": "not_solved", "back": "from_rnd"}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class StoryError(ValueError):
    """A story that the rules do not allow."""


def read(path: Path) -> Any:
    """A file's content; with the parser written in C where there is one, four times as fast."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text("utf-8"), Loader=loader)


@cache
def world() -> dict[str, Any]:
    return read(HERE / "world.yaml")


@cache
def problems() -> list[dict[str, Any]]:
    return read(HERE / "problems.yaml")


@cache
def articles() -> list[dict[str, Any]]:
    return read(HERE / "articles.yaml")


@cache
def stories() -> list[dict[str, Any]]:
    """All stories in a fixed order: first those that stand open at the cast, then language by language."""
    found: list[dict[str, Any]] = []
    for name in ("pictures", *LANGUAGES):
        for story in read(HERE / "threads" / f"{name}.yaml"):
            story.setdefault("language", name)
            story.setdefault("takes", 1 if name == "pictures" else 3)
            story["is_picture"] = name == "pictures"
            found.append(story)
    return found


def attachment(name: str) -> Path:
    """The file that a step or an opening carries."""
    return HERE / "attachments" / name


def path(story: dict[str, Any], steps: Iterable[dict[str, Any]] | None = None) -> list[str]:
    """The statuses a story goes through, one after each step; raises StoryError where a step is not permitted."""
    status, came_from, kind, offered_by = Status.NEW, Status.IN_PROGRESS, story["type"], "agent"
    reached: list[str] = []
    for number, step in enumerate(story["course"] if steps is None else steps, 1):
        try:
            if step["do"] == "offer":
                offered_by = step["by"]
            if step["do"] == "type":
                kind = step["to"]
            after = _next(status, came_from, kind, offered_by, story, step)
        except StoryError as error:
            raise StoryError(f"{story['key']}, step {number} ({step['by']} {step['do']}) in {status}: {error}") from None
        if after in (Status.WAIT_CUSTOMER, Status.WAIT_APPROVAL, Status.SCHEDULED) and after != status:
            came_from = Status.LEVEL2 if status == Status.LEVEL2 else Status.IN_PROGRESS
        status = after
        reached.append(str(status))
    return reached


def _next(status: Status, came_from: Status, kind: str, offered_by: str, story: dict, step: dict) -> Status:
    by, do = step["by"], step["do"]
    if by not in _KINDS:
        raise StoryError(f"nobody is called {by}")
    if status not in OPEN_STATUSES:
        raise StoryError("nothing happens after the end")
    if do == "check_on" and status != Status.RESOLVED:
        raise StoryError("only a solution is checked")
    name = _name(status, step)
    if name is None:
        allowed = _CUSTOMER_GESTURES if by in CUSTOMERS else _VENDOR_GESTURES
        if do not in allowed:
            raise StoryError("this is not theirs to do")
        if by == "rnd" and do != "note":
            raise StoryError("R&D is not seen by customers")
        return Status(status)
    rule = transition(name)
    kinds = _KINDS[by] | ({"agent"} if by == "consultant" and kind in CONSULTING_TYPES else set())
    if status not in rule.sources:
        raise StoryError(f"{name} does not start here")
    if not kinds & set(rule.by):
        raise StoryError(f"{name} belongs to {', '.join(rule.by)}")
    if rule.name == "confirm" and by == "system" and story.get("criticality") == "CRITICAL" and not _lowered(story):
        raise StoryError("the system closes nothing critical")
    if rule.target == CAME_FROM:
        return Status(came_from)
    if rule.target == "approved":
        return Status.LEVEL2 if offered_by == "consultant" else Status.IN_PROGRESS
    return Status(rule.target)


def _name(status: Status, step: dict) -> str | None:
    """The transition behind a step; None where it moves nothing."""
    by, do = step["by"], step["do"]
    if do in ("reply", "call"):
        if by in CUSTOMERS:
            return {"WAIT_CUSTOMER": "answered", "RESOLVED": "not_solved", "FIX_AVAILABLE": "still_there"}.get(status)
        return "take" if status == Status.NEW and by != "consultant" else ("take" if status == Status.NEW else None)
    if do == "close":
        return "confirm" if by == "system" else "please_close"
    if do == "refuse":
        return "refuse_offer" if step.get("for_good") else "return_offer"
    if do in _NAMES:
        return _NAMES[do]
    if (do, status) in _BY_STATUS:
        return _BY_STATUS[do, Status(status)]
    if do == "expire":
        raise StoryError("nothing runs out here")
    return _ELSE.get(do)


def _lowered(story: dict) -> bool:
    return any(step["do"] == "lower" for step in story["course"])


def placeholders(value: Any) -> set[str]:
    """The names that stand in braces anywhere in a text, a list or a mapping."""
    if isinstance(value, str):
        return set(_PLACEHOLDER.findall(value))
    if isinstance(value, dict):
        value = value.values()
    return set().union(*map(placeholders, value)) if isinstance(value, Iterable) else set()


def fill(value: Any, values: dict[str, str]) -> Any:
    """The same text, list or mapping with every placeholder replaced; one without a value is a mistake."""
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda found: values[found[1]], value)
    if isinstance(value, dict):
        return {key: fill(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [fill(item, values) for item in value]
    return value
