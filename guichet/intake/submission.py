"""What arrives, whichever door it came through: page, API or e-mail."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guichet.access.actors import Actor
from guichet.desk.models import Ticket
from guichet.intake.cleaning import clean_text
from guichet.intake.models import Draft
from guichet.people.models import Person


class Values(dict[str, list[str]]):
    """The fields of a form by the names of INTERFACE section 4, each with all it was given."""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Values":
        """From a posted form, JSON or a draft: text, number, yes or no, or a list of them; cleaned."""
        lists = given.lists() if hasattr(given, "lists") else given.items()
        return cls((str(name), [clean_text(_text(value)) for value in _many(values)]) for name, values in lists)

    def one(self, name: str) -> str:
        """What the field holds, the last if it was given twice; empty where it is absent."""
        found = self.get(name)
        return found[-1] if found else ""

    def many(self, name: str) -> list[str]:
        """All that the field holds, without the empty ones."""
        return [value for value in self.get(name, []) if value]

    def key(self, name: str) -> str:
        """A key in the way DOMAIN writes it (`HIGH`, `SPT`); it is read in any case."""
        return self.one(name).upper()

    def is_ticked(self, name: str) -> bool:
        return self.one(name).lower() not in {"", "0", "no", "false", "off"}


def _many(values: Any) -> Iterable[Any]:
    return values if isinstance(values, list | tuple) else [values]


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "yes" if value is True else str(value)


@dataclass(frozen=True)
class Submission:
    """One thing somebody sent. With a *ticket* it is a reply to it; otherwise it opens a request from its *values*.

    *submission* is what the form carried to be known again. *files* are stored already (desk/files.py), *uploads* are the
    tokens of files sent ahead. An agent opens for a named *reporter*.
    """

    actor: Actor
    channel: str = "portal"
    submission: str | None = None
    files: Sequence[dict[str, Any]] = ()
    uploads: Sequence[str] = ()
    # A reply; its door may hold the ticket locked already
    ticket: Ticket | int | None = None
    is_locked: bool = False
    body: str = ""
    version: int | None = None
    # A new request
    values: Values = field(default_factory=Values)
    company: int | None = None
    previous: Ticket | None = None
    reporter: Person | None = None
    # It thanks and says nothing else.
    is_thanks: bool = False
    # A machine may be at the other end: no receipt.
    is_silent: bool = False
    # Of the mailbox it came through: its brand, and its language where the text does not tell.
    brand: str = ""
    language: str = ""


OPENED, REPLIED, SEEN, KEPT = "opened", "replied", "seen", "kept"


@dataclass(frozen=True)
class Received:
    """What became of it: `opened`, `replied`, `seen` (sent twice, the first one counts), or `kept` as a draft of a follow-up."""

    outcome: str
    ticket: Ticket
    draft: Draft | None = None
