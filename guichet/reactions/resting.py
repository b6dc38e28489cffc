"""What a contact need not read at once: requests he muted, and one letter a day in place of each.

Never at rest: what asks something of him, what changes a promise or who may read, his own receipt, the end. A letter about
a muted request is not written; one that is gathered is told in the day's letter (digests.py).
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from guichet.access.actors import Actor
from guichet.access.refusals import Missing
from guichet.desk.models import Event, Ticket
from guichet.desk.states import Turn
from guichet.reactions.models import Mute, Rhythm

# News of these kinds may rest; of all others each letter goes out at once.
MAY_REST = {"message.sent", "message.received", "ticket.moved", "ticket.desk_changed", "ticket.reminded"}
_NEVER = {"WAIT_APPROVAL", "CLOSED", "CANCELLED"}
LINK_LASTS = timedelta(days=400)
_SALT = "guichet.letters"


def may_rest(event: Event, reader: Actor) -> bool:
    """Whether the reader may do without this letter, or have it later: nothing in it waits for him."""
    if reader.is_agent or event.kind not in MAY_REST or event.status in _NEVER:
        return False
    return not (event.turn == Turn.CUSTOMER and event.ticket.reporter_id == reader.person_id)


def is_gathered(reader: Actor) -> bool:
    """Whether he wants one letter a day."""
    return Rhythm.objects.filter(person=reader.person_id, is_daily=True).exists()


# What a contact chooses, as himself


def mute(ticket: Ticket, *, by: Actor) -> None:
    """No letters about this request but those that ask something of him."""
    Mute.objects.bulk_create(
        [Mute(person_id=by.person_id, ticket_id=ticket.pk, company_id=ticket.company_id)], ignore_conflicts=True
    )


def unmute(number: int, *, by: Actor) -> None:
    Mute.objects.filter(person=by.person_id, ticket=number).delete()


def mutes(number: int, *, by: Actor) -> bool:
    return Mute.objects.filter(person=by.person_id, ticket=number).exists()


def choose_rhythm(*, is_daily: bool, by: Actor) -> None:
    Rhythm.objects.update_or_create(person_id=by.person_id, defaults={"is_daily": is_daily})


def muted_by(actor: Actor) -> Sequence[Ticket]:
    """The requests he muted, as far as he still sees them, newest first."""
    numbers = Mute.objects.filter(person=actor.person_id).values("ticket")
    return list(Ticket.objects.visible_to(actor).select_related("type").filter(pk__in=numbers).order_by("-pk")[:50])


# The link in a letter


def unsubscribing(reader: Actor, number: int) -> Mapping[str, str]:
    """The headers by which a mail program offers to unsubscribe, in one click (RFC 2369, RFC 8058)."""
    address = f"{settings.GUICHET_BASE_URL}/letters/{link_token(reader.person_id or 0, number)}/"
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def link_token(person_id: int, number: int) -> str:
    """Signed for one person and one request."""
    return signing.dumps([person_id, number], salt=_SALT)


def read_token(token: str) -> tuple[int, int]:
    """Person and request of a link; Missing where it is none, or older than 400 days."""
    try:
        person, number = signing.loads(token, salt=_SALT, max_age=LINK_LASTS)
        return int(person), int(number)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Missing(_("This link is no longer good.")) from error
