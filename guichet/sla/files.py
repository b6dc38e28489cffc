"""Calendars, policies and types as the configuration files write them, without a database.

The packaged files belong to the room that loads them into tables; here they are read as data.
"""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from guichet.sla.calendar import Calendar, CalendarError
from guichet.sla.policy import DEFAULT_TYPES, Policy, types_from_config

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Files:
    """The packaged configuration, and over it the entries of a file of one's own."""

    def __init__(self, path: Path | None = None) -> None:
        self.own = {} if path is None else _read(path.read_text(encoding="utf-8"), str(path))
        self._calendars: dict[str, Calendar] | None = None
        self._policies: dict[str, Policy] | None = None

    @property
    def calendars(self) -> dict[str, Calendar]:
        if self._calendars is None:
            found = [Calendar.from_config(entry) for entry in self._entries("calendars")]
            self._calendars = {calendar.key.upper(): calendar for calendar in found}
        return self._calendars

    @property
    def policies(self) -> dict[str, Policy]:
        if self._policies is None:
            found = [Policy.from_config(entry) for entry in self._entries("policies")]
            self._policies = {policy.key.upper(): policy for policy in found}
        return self._policies

    @property
    def types(self) -> dict[str, str]:
        return {**DEFAULT_TYPES, **types_from_config(self._entries("types"))}

    def calendar(self, key: str | None) -> Calendar:
        """The calendar of that key, in any case; the first one where none is named."""
        if key is None:
            key = next(iter(self.calendars), "")
        found = self.calendars.get(str(key).strip().upper())
        if found is None:
            raise CalendarError(f"There is no calendar {key!r}; there are {', '.join(self.calendars) or 'none'}.")
        return found

    def _entries(self, section: str) -> list[Any]:
        """Packaged entries first, so that one's own of the same key wins; if there are own ones, they come first."""
        own = self.own.get(section) or []
        keys = {str(entry.get("key")).upper() for entry in own}
        return [*own, *(entry for entry in packaged(section) if str(entry.get("key")).upper() not in keys)]


@cache
def packaged(section: str) -> tuple[Any, ...]:
    """A section of the packaged configuration; only the file that holds it is parsed."""
    folder = files("guichet") / "service" / "configuration"
    if not folder.is_dir():
        return ()
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            text = entry.read_text(encoding="utf-8")
            if re.search(rf"^{section}:", text, re.MULTILINE):
                return tuple(_read(text, entry.name).get(section) or ())
    return ()


def _read(text: str, name: str) -> dict[str, Any]:
    try:
        read = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise CalendarError(f"{name} is not YAML: {error}") from None
    if not isinstance(read, dict):
        raise CalendarError(f"{name} holds no calendars, policies or types.")
    return read
