"""The question on satisfaction after closing, and the signed link that answers it from a letter (DOMAIN 1.11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing

from guichet.desk import timers
from guichet.desk.models import Ticket
from guichet.desk.states import Status

SCORES = (1, 2, 3, 4, 5)
_SALT = "guichet.survey"


@dataclass(frozen=True)
class Asked:
    """Of which request, and whom."""

    number: int
    person: int


def address_of(number: int, person: int, score: int | None = None) -> str:
    """The whole address to put into a letter; it opens a page on which *score* is chosen, and counts nothing by itself."""
    token = signing.dumps([number, person], salt=_SALT)
    chosen = f"?score={score}" if score else ""
    return f"{settings.GUICHET_BASE_URL}/survey/{token}/{chosen}"


def whose(token: str) -> Asked | None:
    """What a link asks; None for one that we did not sign. Its end is that of the question, not its own."""
    try:
        number, person = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Asked(number, person)


def ends_at(ticket: Ticket) -> datetime | None:
    """Until when it may be answered; None where it is not asked."""
    if ticket.status != Status.CLOSED or ticket.closed_at is None:
        return None
    return ticket.closed_at + timedelta(days=timers.delay("survey_calendar_days"))
