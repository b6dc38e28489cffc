"""Text typed and not sent, found again in any browser: one draft per person and thing (DOMAIN: no text is ever lost)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import TooLarge
from guichet.desk.models import Ticket
from guichet.intake.models import Draft

FOLLOW_UP_LASTS = timedelta(days=14)
ASIDE_LASTS = timedelta(days=14)
ABOUT = "aside_for"
_LASTS = {Draft.FOLLOW_UP: FOLLOW_UP_LASTS, Draft.ASIDE: ASIDE_LASTS}
MOST_CHARACTERS = 2_000_000


def find(actor: Actor, kind: str, ticket: Ticket | int | None = None) -> Draft | None:
    """The person's draft of that thing, unless its time is over."""
    draft = Draft.objects.filter(person=actor.person_id, kind=kind, ticket=_number(ticket)).first()
    return draft if draft and (draft.expires_at is None or draft.expires_at > clock.now()) else None


def keep(actor: Actor, kind: str, data: dict[str, Any], ticket: Ticket | int | None = None) -> Draft:
    """Keep what was typed in place of what was kept before. A follow-up's waits 14 days (DOMAIN 1.7), and so does one set aside."""
    if sum(len(str(value)) for value in data.values()) > MOST_CHARACTERS:
        raise TooLarge("")
    now = clock.now()
    Draft.objects.bulk_create(
        [
            Draft(
                person_id=actor.person_id,
                kind=kind,
                ticket_id=_number(ticket),
                data=data,
                updated_at=now,
                expires_at=now + _LASTS[kind] if kind in _LASTS else None,
            )
        ],
        update_conflicts=True,
        unique_fields=["person", "kind", "ticket"],
        update_fields=["data", "updated_at", "expires_at"],
    )
    return Draft.objects.get(person=actor.person_id, kind=kind, ticket=_number(ticket))


def keep_text(actor: Actor, kind: str, text: str, ticket: Ticket | int | None = None, *, uploads: Sequence[str] = ()) -> Draft:
    """Keep the text of a field as it stands now; files that wait in the draft stay in it, and *uploads* come to them."""
    waiting = find(actor, kind, ticket)
    data = dict(waiting.data) if waiting else {}
    files = list(dict.fromkeys([*data.get("upload", []), *uploads]))
    return keep(actor, kind, data | {"body": text} | ({"upload": files} if files else {}), ticket)


def add_text(actor: Actor, kind: str, text: str, ticket: Ticket | int | None = None, *, uploads: Sequence[str] = ()) -> Draft:
    """Put a text behind what waits already: neither takes the place of the other."""
    waiting = find(actor, kind, ticket)
    former = waiting.data.get("body", "") if waiting else ""
    return keep_text(actor, kind, "\n\n".join(part for part in (former.rstrip(), text) if part.strip()), ticket, uploads=uploads)


def add_follow_up(actor: Actor, ticket: Ticket, text: str, uploads: list[str]) -> Draft:
    """Keep a reply that came too late: behind what waits already as the text of a follow-up."""
    waiting = find(actor, Draft.FOLLOW_UP, ticket)
    data = dict(waiting.data) if waiting else {}
    former = (data.get("description") or [""])[-1]
    data["description"] = ["\n\n".join(part for part in (former, "" if text in former else text) if part)]
    data["upload"] = [*data.get("upload", []), *uploads]
    return keep(actor, Draft.FOLLOW_UP, data, ticket)


def set_aside(actor: Actor, kind: str, data: dict[str, Any], ticket: Ticket | int | None = None, *, about: Sequence[str]) -> Draft:
    """Put what was typed apart, for it need not be sent: the draft is empty again. *about* says what it was put apart for."""
    drop(actor, kind, ticket)
    return keep(actor, Draft.ASIDE, {**data, ABOUT: list(about)}, ticket)


def take_up(actor: Actor, kind: str, ticket: Ticket | int | None = None) -> list[str] | None:
    """What was set aside is the draft again, and what was begun meanwhile is set aside for it. Answers what for; None if gone."""
    aside, begun = find(actor, Draft.ASIDE, ticket), find(actor, kind, ticket)
    if aside is None:
        return None
    if begun:
        set_aside(actor, kind, begun.data, ticket, about=[])
    else:
        drop(actor, Draft.ASIDE, ticket)
    data = dict(aside.data)
    about = data.pop(ABOUT, [])
    keep(actor, kind, data, ticket)
    return about


def drop(actor: Actor, kind: str, ticket: Ticket | int | None = None) -> None:
    """It was sent, or is no longer wanted. Nothing hangs on a draft, so nothing is looked for that would go with it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM intake_draft WHERE person_id = %s AND kind = %s AND ticket_id IS NOT DISTINCT FROM %s",
            [actor.person_id, kind, _number(ticket)],
        )


def forget_old(*, now: datetime | None = None) -> int:
    """Remove drafts whose time is over; how many."""
    return Draft.objects.filter(expires_at__lte=now or clock.now()).delete()[0]


def _number(ticket: Ticket | int | None) -> int | None:
    return ticket.pk if isinstance(ticket, Ticket) else ticket
