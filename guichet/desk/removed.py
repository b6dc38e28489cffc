"""A passage or a file that was taken out (DOMAIN 1.15): how it is found, and what is read in its place.

In a text stays a mark, `⟦removed:3f9a21c4⟧`, which names the event that tells who, when and why; pages and letters say it in
their reader's language. In a line that many lists show (a subject, a field) stays `[…]`, the same in every language.
"""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet.access.refusals import Invalid
from guichet.desk.models import Event
from guichet.sla import words

KIND = "ticket.redacted"
GAP = "[…]"
SHORTEST = 4
_MARK = re.compile(r"⟦removed:([0-9a-f]{8})⟧")


def mark(code: str) -> str:
    """What stands in a text where something was taken out."""
    return f"⟦removed:{code}⟧"


@dataclass(frozen=True)
class Passage:
    """Words that are to go, wherever they stand: also broken over lines, quoted with `>`, or in other letters' case."""

    text: str

    @staticmethod
    def of(text: str) -> "Passage":
        """The passage as somebody selected or typed it; too short a one would tear holes everywhere."""
        if len("".join(text.split())) < SHORTEST:
            raise Invalid({"passage": _("Select at least %(count)s characters.") % {"count": SHORTEST}})
        return Passage(text)

    @cached_property
    def _plain(self) -> re.Pattern[str]:
        return re.compile(r"[\s>]+".join(map(re.escape, self.text.split())), re.IGNORECASE)

    @cached_property
    def _html(self) -> re.Pattern[str]:
        between = r"(?:\s|&nbsp;|&gt;|</?p[^>]*>|<br\s*/?>)+"
        return re.compile(between.join(re.escape(html.escape(word)) for word in self.text.split()), re.IGNORECASE)

    def count(self, text: str | None) -> int:
        return len(self._plain.findall(text or ""))

    def taken_from(self, text: str, put: str) -> str:
        return self._plain.sub(lambda _found: put, text)

    def taken_from_html(self, text: str, put: str) -> str:
        return self._html.sub(lambda _found: html.escape(put), text)

    def held_by(self, value: Any) -> bool:
        """Whether a text, or any text within lists and dicts, holds it."""
        if isinstance(value, str):
            return bool(self._plain.search(value))
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return any(self.held_by(part) for part in parts)

    def taken_from_all(self, value: Any, put: str) -> Any:
        """The same value with every text in it changed; a new object, never the old one changed in place."""
        if isinstance(value, str):
            return self.taken_from(value, put)
        if isinstance(value, dict):
            return {key: self.taken_from_all(part, put) for key, part in value.items()}
        return [self.taken_from_all(part, put) for part in value] if isinstance(value, list) else value

    def around(self, text: str, width: int = 60) -> tuple[str, str, str]:
        """What stands before it, itself, and after it, as an excerpt of its first place."""
        found = self._plain.search(text)
        if found is None:
            return "", "", ""
        before, after = " ".join(text[: found.start()].split()), " ".join(text[found.end() :].split())
        before = f"…{before[-width:]}" if len(before) > width else before
        after = f"{after[:width]}…" if len(after) > width else after
        return before, " ".join(found.group().split()), after


def traces(events: Iterable[Event]) -> dict[str, Event]:
    """By the code of their marks, the events that tell of what was taken out."""
    return {event.data["mark"]: event for event in events if event.kind == KIND}


def in_words(text: str, found: Mapping[str, Event], names: Mapping[int, str], zone: str | tzinfo) -> str:
    """The text with each mark said in the active language: [removed by Lena on 24 November 2026: why]."""
    if "⟦" not in text:
        return text

    def say(hit: re.Match[str]) -> str:
        event = found.get(hit[1])
        return f"[{sentence(event, names, zone)}]" if event else hit[0]

    return _MARK.sub(say, text)


def sentence(event: Event, names: Mapping[int, str], zone: str | tzinfo) -> str:
    """Who took it out, when and why."""
    said = _("removed by %(who)s on %(day)s: %(reason)s")
    if event.data.get("what") == "file":
        said = _("file removed by %(who)s on %(day)s: %(reason)s")
    day = words.date_of(_as_moment(event.at), get_language() or "en", zone)
    return said % {"who": names.get(event.by_id or 0, ""), "day": day, "reason": event.data.get("reason", "")}


def _as_moment(at: datetime | str) -> datetime:
    return datetime.fromisoformat(at) if isinstance(at, str) else at
