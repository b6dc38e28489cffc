"""A request at hand, opened through the real operation."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import Actor
from guichet.desk.models import Ticket
from guichet.desk.operations.opening import Opening, open_ticket
from tests.cast import Cast

ZURICH = ZoneInfo("Europe/Zurich")


def at(text: str) -> dt.datetime:
    """A local moment in Bern: `2026-11-24 10:42`."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZURICH)


def every_day(window: str) -> dict[str, list[str]]:
    """The week of a calendar that opens alike on each day."""
    return {day: [window] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


@pytest.fixture
def opened(cast: Cast) -> Callable[..., Ticket]:
    """Opens a request as somebody at a moment; Acme's SPT in finance, MEDIUM, unless said otherwise."""

    def _open(by: Actor, *, when: str = "2026-11-24 10:42", company: str = "acme", **changes) -> Ticket:
        values = {
            "company": cast.company(company),
            "type": cast.type(changes.pop("type", "SPT")),
            "subject": "Facture client en EUR : TVA calculée à 7,7 % au lieu de 8,1 %",
            "body": "Clients › Factures › Nouvelle, client en EUR. Le taux proposé est l'ancien.",
            "installation": cast.installation(f"{company}-prod"),
            "domain": "finance",
            "criticality": "MEDIUM",
            "language": "fr",
        } | changes
        with clock.standing_at(at(when)), acting_as(by):
            return open_ticket(Opening(**values), by=by)

    return _open


@pytest.fixture
def do() -> Callable:
    """`do(who, when, operation, number, …)`: runs an operation as somebody at a moment, in his database role."""

    def _do(by: Actor, when: str, operation: Callable, *args, **kwargs):
        with clock.standing_at(at(when)), acting_as(by):
            return operation(*args, by=by, **kwargs)

    return _do
