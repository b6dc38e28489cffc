"""Requests opened and worked through the real operations, and the letters their events lead to."""

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.events import record
from guichet.desk.models import Event, Ticket
from guichet.reactions.letters import react
from guichet.reactions.models import Letter
from tests.desk.conftest import at, do, opened

__all__ = ["at", "do", "opened"]
NOON = "2026-11-24 12:00"


class Told:
    """The letters of one event, by the part of the address before the @."""

    def __init__(self, letters: list[Letter]) -> None:
        self.letters = {letter.to.split("@")[0]: letter for letter in letters}

    @property
    def people(self) -> set[str]:
        return set(self.letters)

    def to(self, name: str) -> Letter:
        return self.letters[name]


@pytest.fixture
def tell(cast) -> Callable[..., Told]:
    """`tell(number)`: lets the worker react to everything that happened, and gives the letters of the last event.

    With a kind, those of the last event of that kind.
    """

    def _tell(number: int, kind: str | None = None, when: str = NOON) -> Told:
        with clock.standing_at(at(when)):
            for event in Event.objects.filter(ticket=number, reacted_at=None):
                react(event.pk)
        events = Event.objects.filter(ticket=number, **({"kind": kind} if kind else {}))
        return Told(list(Letter.objects.filter(event=events.last()).select_related("person")))

    return _tell


@pytest.fixture
def happen(cast) -> Callable[..., Event]:
    """Records an event that the operations cause only after weeks or by chance."""

    def _happen(number: int, name: str, /, by=SYSTEM, is_public: bool = True, **data) -> Event:
        with clock.standing_at(at(NOON)), acting_as(by):
            return record(Ticket.objects.get(pk=number), name, by=by, data=data, is_public=is_public)

    return _happen


@pytest.fixture
def outbox(settings, tmp_path) -> Path:
    settings.GUICHET_HOME, settings.GUICHET_EMAIL_URL = tmp_path, ""
    return tmp_path / "outbox"


def read(file: Path) -> EmailMessage:
    return message_from_bytes(file.read_bytes(), policy=policy.default)
