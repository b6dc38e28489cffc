"""Text typed and not sent, found again in any browser: one draft per person and thing (DOMAIN: no text is ever lost)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

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


@dataclass(frozen=True)
class Beginning:
    """A request that is not there yet: at which company, and for which contact where an agent types it on the telephone."""

    company: int
    reporter: int | None = None


On = Ticket | int | Beginning


def _rows(actor: Actor, kind: str, on: On) -> QuerySet[Draft]:
    """The person's drafts of that thing. What was begun at a company that has become part of this one is found here too."""
    mine = Draft.objects.filter(person=actor.person_id, kind=kind)
    if isinstance(on, Beginning):
        there = Q(company=on.company) | Q(company__merged_into=on.company)
        return mine.filter(there, ticket=None, reporter=on.reporter)
    return mine.filter(ticket=on)


def find(actor: Actor, kind: str, on: On) -> Draft | None:
    """The person's draft of that thing, unless its time is over."""
    draft = _rows(actor, kind, on).order_by("-updated_at").first()
    return draft if draft and (draft.expires_at is None or draft.expires_at > clock.now()) else None


def keep(actor: Actor, kind: str, data: dict[str, Any], on: On) -> Draft:
    """Keep what was typed in place of what was kept before. A follow-up's waits 14 days (DOMAIN 1.7), and so does one set aside."""
    if sum(len(str(value)) for value in data.values()) > MOST_CHARACTERS:
        raise TooLarge("")
    now = clock.now()
    place: dict[str, int | None] = {"ticket_id": None, "company_id": None, "reporter_id": None}
    if isinstance(on, Beginning):
        place |= {"company_id": on.company, "reporter_id": on.reporter}
    else:
        place["ticket_id"] = on.pk if isinstance(on, Ticket) else on
    expires = now + _LASTS[kind] if kind in _LASTS else None
    Draft.objects.bulk_create(
        [Draft(person_id=actor.person_id, kind=kind, data=data, updated_at=now, expires_at=expires, **place)],
        update_conflicts=True,
        unique_fields=["person", "kind", "ticket", "company", "reporter"],
        update_fields=["data", "updated_at", "expires_at"],
    )
    return Draft.objects.get(person=actor.person_id, kind=kind, **place)


def calls(actor: Actor) -> list[Draft]:
    """What an agent typed for callers and has not sent, the newest first."""
    rows = Draft.objects.filter(person=actor.person_id, kind=Draft.NEW, reporter__is_active=True, company__is_active=True)
    return list(rows.select_related("reporter", "company").order_by("-updated_at")[:5])


def keep_text(actor: Actor, kind: str, text: str, on: On, *, uploads: Sequence[str] = ()) -> Draft:
    """Keep the text of a field as it stands now; files that wait in the draft stay in it, and *uploads* come to them."""
    waiting = find(actor, kind, on)
    data = dict(waiting.data) if waiting else {}
    files = list(dict.fromkeys([*data.get("upload", []), *uploads]))
    return keep(actor, kind, data | {"body": text} | ({"upload": files} if files else {}), on)


def add_text(actor: Actor, kind: str, text: str, on: On, *, uploads: Sequence[str] = ()) -> Draft:
    """Put a text behind what waits already: neither takes the place of the other."""
    waiting = find(actor, kind, on)
    former = waiting.data.get("body", "") if waiting else ""
    return keep_text(actor, kind, "\n\n".join(part for part in (former.rstrip(), text) if part.strip()), on, uploads=uploads)


def add_follow_up(actor: Actor, ticket: Ticket, text: str, uploads: list[str]) -> Draft:
    """Keep a reply that came too late: behind what waits already as the text of a follow-up."""
    waiting = find(actor, Draft.FOLLOW_UP, ticket)
    data = dict(waiting.data) if waiting else {}
    former = (data.get("description") or [""])[-1]
    data["description"] = ["\n\n".join(part for part in (former, "" if text in former else text) if part)]
    data["upload"] = [*data.get("upload", []), *uploads]
    return keep(actor, Draft.FOLLOW_UP, data, ticket)


def set_aside(actor: Actor, kind: str, data: dict[str, Any], on: On, *, about: Sequence[str]) -> Draft:
    """Put what was typed apart, for it need not be sent: the draft is empty again. *about* says what it was put apart for."""
    drop(actor, kind, on)
    return keep(actor, Draft.ASIDE, {**data, ABOUT: list(about)}, on)


def take_up(actor: Actor, kind: str, on: On) -> list[str] | None:
    """What was set aside is the draft again, and what was begun meanwhile is set aside for it. Answers what for; None if gone."""
    aside, begun = find(actor, Draft.ASIDE, on), find(actor, kind, on)
    if aside is None:
        return None
    if begun:
        set_aside(actor, kind, begun.data, on, about=[])
    else:
        drop(actor, Draft.ASIDE, on)
    data = dict(aside.data)
    about = data.pop(ABOUT, [])
    keep(actor, kind, data, on)
    return about


def drop(actor: Actor, kind: str, on: On) -> None:
    """It was sent, or is no longer wanted. Nothing hangs on a draft, so nothing is looked for that would go with it."""
    rows = _rows(actor, kind, on)
    rows._raw_delete(rows.db)


def forget_old(*, now: datetime | None = None) -> int:
    """Remove drafts whose time is over; how many."""
    return Draft.objects.filter(expires_at__lte=now or clock.now()).delete()[0]
