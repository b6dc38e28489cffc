"""The letter of the day: what a contact had not to read at once, request by request, at seven in the morning of his zone."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from secrets import token_hex
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor, load_actor
from guichet.desk.addresses import host
from guichet.desk.models import Ticket
from guichet.jobs import queue
from guichet.reactions import news
from guichet.reactions.models import Letter
from guichet.reactions.pieces import Item, Part
from guichet.sla import words

KIND = "digest"
AT = time(7, 0)


def due_since(zone: str, now: datetime) -> datetime:
    """The last seven o'clock of a reader: what was gathered before it is due."""
    local = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(local.date(), AT, tzinfo=local.tzinfo)
    return today if today <= local else today - timedelta(days=1)


def write_due() -> int:
    """Write the letters that are due; how many."""
    now = clock.now()
    with acting_as(SYSTEM):
        waiting = Letter.objects.filter(state=Letter.GATHERED, digest=None)
        zones = dict(waiting.order_by().values_list("person", "person__zone").distinct())
        due = [pk for pk, zone in zones.items() if waiting.filter(person=pk, created_at__lt=due_since(zone, now)).exists()]
    return sum(_write(pk, now) for pk in due)


def _write(person_id: int, now: datetime) -> int:
    """One letter in place of all that is gathered for a person, in the transaction that empties his basket."""
    with acting_as(SYSTEM):
        rows = list(Letter.objects.select_for_update().filter(state=Letter.GATHERED, digest=None, person=person_id).order_by("pk"))
        reader = load_actor(person_id)
        if not rows:
            return 0
        if reader is None:
            Letter.objects.filter(pk__in=[row.pk for row in rows]).update(state=Letter.SKIPPED)
            return 0
        letter = Letter.objects.create(
            person_id=person_id, kind=KIND, language=reader.language, to=reader.email, created_at=now,
            message_id=f"<day.{person_id}.{token_hex(8)}@{host()}>",
        )  # fmt: skip
        Letter.objects.filter(pk__in=[row.pk for row in rows]).update(digest=letter)
        queue.deliver(letter.pk, of=f"person-{person_id}")
        return 1


def share_its_fate(letter: Letter) -> None:
    """What a letter of the day told has been told, or was lost, as that letter was."""
    if letter.kind != KIND:
        return
    Letter.objects.filter(digest=letter).update(state=letter.state, sent_at=letter.sent_at, problem=letter.problem)


def compose(letter: Letter, reader: Actor) -> dict[str, Any] | None:
    """Its text as it stands at the moment it leaves, under the reader's walls; None where nothing is left to tell."""
    rows = list(Letter.objects.filter(digest=letter).order_by("ticket_id", "pk"))
    with acting_as(reader), translation.override(reader.language):
        seen = Ticket.objects.visible_to(reader).select_related("type").in_bulk({row.ticket_id for row in rows})
        rows = [row for row in rows if row.ticket_id in seen]
        if not rows:
            return None
        items = [_item(seen[number], [row for row in rows if row.ticket_id == number], reader) for number in seen]
        line = _("What happened since your last letter of the day, and waits for nothing from you:")
        return news.listing(KIND, reader, _headline(rows), [], None, [Part(line, items)], f"{settings.GUICHET_BASE_URL}/requests/")


def _item(ticket: Ticket, rows: Sequence[Letter], reader: Actor) -> Item:
    """One request: what its letters would have been about, each once."""
    abouts = [] if ticket.confidential else list(dict.fromkeys(row.headers.get("about", "") for row in rows))
    when = words.day_and_time(rows[-1].created_at, reader.zone, words.known(reader.language), clock.now())
    return Item(
        ticket.key,
        _("confidential") if ticket.confidential else ticket.subject,
        " · ".join([*filter(None, abouts), when]),
        f"{settings.GUICHET_BASE_URL}/requests/{ticket.key}/",
        "" if ticket.confidential else ticket.language,
    )


def _headline(rows: Sequence[Letter]) -> str:
    count = len({row.ticket_id for row in rows})
    said = ngettext("Your letter of the day: news about %(count)s request", "Your letter of the day: news about %(count)s requests", count)
    return said % {"count": count}
