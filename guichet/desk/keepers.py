"""What other rooms keep of a request's texts: letters, drafts, files on their way. Each room declares its keeper.

The desk knows none of them. An act that takes something back asks all of them within its own transaction, so that nothing
is left anywhere, or nothing has happened.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Protocol

from django.db.models import QuerySet

from guichet.desk.models import Attachment, Event, Ticket
from guichet.desk.removed import Passage


@dataclass
class Kept:
    """What keepers hold of a passage or a file, in numbers; and who has it by mail already, by their ids."""

    letters: int = 0
    drafts: int = 0
    received: set[int] = field(default_factory=set)


class Keeper(Protocol):
    """Finds and takes back what a room keeps. Everything runs in the transaction of whoever asks."""

    def holds(self, ticket: Ticket, passage: Passage, kept: Kept) -> None:
        """Count what holds the passage."""

    def take_out(self, ticket: Ticket, passage: Passage, event: Event) -> None:
        """Take the passage out of everything kept of this request; *event* tells of it."""

    def take_file(self, ticket: Ticket, file: Attachment) -> None:
        """Forget a file of this request that waits somewhere."""

    def needs_file(self, sha256: str) -> bool:
        """Whether the bytes of that digest wait for a message."""

    def waiting(self, tickets: QuerySet[Ticket]) -> int:
        """How many letters wait to be sent about these requests."""

    def lose(self, ticket: Ticket, people: Collection[int]) -> None:
        """These people no longer see the request: what waits for them or of them goes."""


KEEPERS: list[Keeper] = []


def keeper(made: Callable[[], Keeper]) -> Callable[[], Keeper]:
    """Declare a class as keeper: a room does so when its application is ready."""
    KEEPERS.append(made())
    return made


def held(ticket: Ticket, passage: Passage) -> Kept:
    """What all keepers hold of the passage."""
    kept = Kept()
    for one in KEEPERS:
        one.holds(ticket, passage, kept)
    return kept
