"""From an event to letters: who gets one, what stands in it, stored once per event and person (INTERFACE section 6).

A letter is rendered as the person who will read it, in his language and zone, with his database role: a note cannot come
into a letter to a requester, because whoever renders it cannot read notes. What people wrote is data for the two templates,
never a template.
"""

import json
import logging
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor, load_actor
from guichet.desk import addresses
from guichet.desk.answering import answering
from guichet.desk.models import Event, Ticket
from guichet.jobs import queue
from guichet.mail.letter import BY_MACHINE
from guichet.reactions import frame, resting
from guichet.reactions.case import Case, Said
from guichet.reactions.models import Letter
from guichet.reactions.wiring import ALSO, Notice, notices
from guichet.service.lettering import CONFIDENTIAL, KINDS

log = logging.getLogger("guichet.reactions")

_EVENTS = ("ticket__type", "ticket__company", "ticket__reporter", "ticket__entered_by", "ticket__contract", "by")


class NotAllWritten(Exception):
    """Some letters of an event could not be written; the reaction is tried again for those."""


def react(event_id: int) -> None:
    """Write the letters of an event that are not yet written, then mark it as told. May run twice without harm."""
    with acting_as(SYSTEM):
        event = Event.objects.select_related(*_EVENTS).filter(pk=event_id, reacted_at__isnull=True).first()
        people = people_told(event) if event else {}
    if event is None:
        return
    for follow in ALSO.get(event.kind, ()):
        follow(event.ticket_id)
    failed = 0
    for person_id, notice in people.items():
        try:
            write(event, person_id, notice)
        except Exception as error:
            log.error("event %s, person %s: no letter: %s", event.pk, person_id, queue.where(error))
            failed += 1
    if failed:
        raise NotAllWritten(event_id, failed)
    with acting_as(SYSTEM):
        Event.objects.filter(pk=event.pk, reacted_at__isnull=True).update(reacted_at=clock.now())


def people_told(event: Event) -> dict[int, Notice]:
    """Each person once, with his first notice; not the author, except where the notice is for him too."""
    found: dict[int, Notice] = {}
    for notice in notices(event.kind):
        for person in sorted(notice.who(event)):
            if person != event.by_id or notice.to_author:
                found.setdefault(person, notice)
    return found


def write(event: Event, person_id: int, notice: Notice) -> Letter | None:
    """Store the letter to one person and queue its delivery; None if he already has it, or may not see the request."""
    with acting_as(SYSTEM):
        if Letter.objects.filter(event=event.pk, person=person_id).exists():
            return None
        reader = load_actor(person_id)
        if reader is None:
            return None
        company = _hold(event)
        with acting_as(reader):
            columns = compose(event, reader, notice)
        if columns is None:
            return None
        waits = resting.may_rest(event, reader)
        if waits and resting.mutes(event.ticket_id, by=reader):
            return None
        if waits:
            columns["headers"]["more"] |= resting.unsubscribing(reader, event.ticket_id)
        is_gathered = waits and resting.is_gathered(reader)
        letter = Letter(
            event_id=event.pk,
            state=Letter.GATHERED if is_gathered else Letter.QUEUED,
            ticket_id=event.ticket_id,
            company_id=company,
            person_id=person_id,
            kind=event.kind,
            language=reader.language,
            message_id=addresses.message_id(event.ticket_id, event.pk, person_id),
            to=reader.email,
            **columns,
        )
        # Two runs at once: the constraint lets one of them through.
        (stored,) = Letter.objects.bulk_create([letter], ignore_conflicts=True)
        kept = Letter.objects.filter(message_id=stored.message_id).first()
        if kept and not is_gathered:
            queue.deliver(kept.pk, of=f"ticket-{kept.ticket_id}")
        return kept


def _hold(event: Event) -> int:
    """Wait for whoever changes the request, and keep it as it is until the letter is stored; its company by then.

    So a passage that is taken out, or a request that goes to another company, meets either no letter or a whole one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.company_id, e.data FROM desk_ticket t JOIN desk_event e ON e.ticket_id = t.number WHERE e.id = %s FOR SHARE",
            [event.pk],
        )
        company, data = cursor.fetchone()
    event.data = json.loads(data) if isinstance(data, str) else data
    return company


def compose(event: Event, reader: Actor, notice: Notice) -> dict[str, Any] | None:
    """Subject, text, HTML and headers as *reader* reads them; None if he does not see the request."""
    ticket = Ticket.objects.visible_to(reader).select_related("type", "company", "reporter", "entered_by", "contract")
    found = ticket.filter(pk=event.ticket_id).first()
    with translation.override(reader.language):
        if notice.number_only:
            case = Case(event, event.ticket, reader)
            columns = _columns(case, notice.says(case), notice.letter, subject="")
            return columns | {"headers": columns["headers"] | {"number_only": True}}
        if found is None:
            return _unseen(event, reader)
        case = Case(event, found, reader)
        if found.confidential:
            return _columns(case, hushed(found.key), CONFIDENTIAL, subject="")
        said = notice.says(case)
        return _columns(case, said, said.letter or notice.letter, subject=found.subject)


def _unseen(event: Event, reader: Actor) -> dict[str, Any] | None:
    """An agent may know that a confidential request of his desks exists: a lead is told by number and link alone."""
    found = Ticket.objects.known_to(reader).select_related("type", "company").filter(pk=event.ticket_id, confidential=True).first()
    if found is None:
        return None
    return _columns(Case(event, found, reader), hushed(found.key), CONFIDENTIAL, subject="")


def hushed(key: str) -> Said:
    """What a letter about a confidential request says: that there is something to read, and where (DOMAIN 1.11)."""
    return Said(
        _("News"), [_("There is news about the confidential request %(key)s. It is not repeated in a letter.") % {"key": key}]
    )


def rewrite_confidential(letter: Letter, ticket: Ticket, reader: Actor) -> None:
    """The request became confidential before the letter left: from that moment its content stays in."""
    with translation.override(reader.language):
        event = letter.event
        columns = _columns(Case(event, ticket, reader), hushed(ticket.key), CONFIDENTIAL, subject="")
    for name, value in columns.items():
        setattr(letter, name, value)
    letter.save(update_fields=list(columns))


def _columns(case: Case, said: Said, letter: str, *, subject: str) -> dict[str, Any]:
    """The columns of a letter; *subject* is empty where nothing of the request may stand in it."""
    key, kind = case.ticket.key, KINDS.get(letter)
    earlier = case.earlier() if subject and kind and "earlier" in kind.variables else None
    link = f"{case.link}follow-up/" if said.follow_up and not case.reader.is_agent else case.link
    laid = frame.lay(
        frame.Sheet(
            kind=letter,
            language=case.language,
            name=case.reader.name,
            about=said.about,
            link=f"{settings.GUICHET_BASE_URL}{said.href}" if said.href else link,
            link_words=_link_words(case, said, confidential=not subject),
            brand=case.brand,
            lines=[*_why_you(case), *said.lines],
            needs=said.needs,
            quote=said.quote,
            earlier=earlier,
            then=said.then,
            ratings=said.survey,
            facts=[*said.facts, *(case.facts() if subject else ())],
            more=case.variables() if subject else {"key": lambda: key},
        )
    )
    return {
        "subject": f"{laid.subject} [{key}]",
        "text": laid.text,
        "html": laid.html,
        "headers": {
            "sender": _sender(case, said),
            "references": [addresses.root_of(case.ticket.pk)],
            "more": {"Reply-To": _reply_to(case), **({} if said.by_hand else BY_MACHINE)},
            "confidential": not subject,
            "about": said.about,
            "is_cut": bool(earlier and earlier.is_cut),
        },
    }


def _why_you(case: Case) -> list[str]:
    """To somebody of ours who answers for the owner while he is away: why the letter comes to him (DOMAIN 1.15)."""
    if not case.reader.is_agent:
        return []
    found = answering(case.ticket)
    if found is None or found.person != case.reader.person_id or not found.until:
        return []
    names = {"name": found.instead_of, "until": case.day_of(found.until)}
    return [_("%(name)s is away until %(until)s; you answer meanwhile.") % names]


def _link_words(case: Case, said: Said, *, confidential: bool) -> str:
    if said.follow_up and not case.reader.is_agent:
        return _("Open a follow-up here:")
    if said.href:
        return _("Your requests:")
    return _("Read it here:") if confidential else _("Answer here:")


def _reply_to(case: Case) -> str:
    """Where the reader answers: signed for him and this request. An agent's answer to a letter about a note stays a note."""
    purpose = addresses.NOTE if case.reader.is_agent and not case.event.is_public else addresses.ANSWER
    return addresses.reply_address(case.ticket.pk, case.reader.person_id or 0, purpose=purpose, at=case.brand.get("email", ""))


def _sender(case: Case, said: Said) -> list[str]:
    """The vendor; beside it who wrote, where somebody did. The address stays the house's: replies reach a human there."""
    vendor = case.brand.get("vendor", "Guichet")
    name = f"{case.by} ({vendor})" if said.by_hand and case.by != vendor else vendor
    return [name, case.brand.get("email", "")]
