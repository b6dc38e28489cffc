"""What is kept here of a request's texts: letters, waiting and sent (desk/keepers.py).

Delivery takes a letter in hand under its row's lock before it talks to the network, and an act that takes something back
locks the same rows: so a letter either leaves without what was taken out, or counts as received.
"""

import html
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.html import strip_tags

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, load_actor
from guichet.desk import removed
from guichet.desk.keepers import Kept, keeper
from guichet.desk.models import Attachment, Event, Ticket
from guichet.desk.removed import GAP, Passage
from guichet.reactions import letters
from guichet.reactions.models import Letter


def _holds(letter: Letter, passage: Passage) -> bool:
    """Whether it stands in the letter, or begins where a quoted text was cut."""
    return any(_has(letter, one) for one in _parts(letter, passage))


def _parts(letter: Letter, passage: Passage) -> list[Passage]:
    """The passage; of a letter whose quote was cut also its beginnings before the cut, the longest first."""
    if not letter.headers.get("is_cut"):
        return [passage]
    said = passage.text.split()
    return [passage, *(Passage(" ".join([*said[:count], GAP])) for count in range(len(said) - 1, 0, -1))]


def _has(letter: Letter, passage: Passage) -> bool:
    return bool(passage.count(letter.subject) or passage.count(letter.text) or _in_html(letter, passage))


def _in_html(letter: Letter, passage: Passage) -> int:
    return passage.count(html.unescape(strip_tags(letter.html.replace("<br>", " "))))


def has_left(letter: Letter) -> bool:
    """Sent, or in the hand of a delivery at this moment. What a letter of the day tells has not left itself: that letter has."""
    if letter.digest_id is not None:
        return False
    return letter.state == Letter.SENT or (letter.state == Letter.QUEUED and letter.in_hand_since is not None)


def _letters_of(ticket: Ticket) -> QuerySet[Letter]:
    """Letters about the request, letters of the day that told some of them, and news that list it or its known problem; locked."""
    days = Letter.objects.filter(ticket=ticket, digest__isnull=False).values("digest")
    listed = Q()
    for name in ("moved", "kept", "elsewhere"):
        listed |= Q(news__reach__contains={name: [ticket.pk]})
    if ticket.problem_id:
        listed |= Q(news__problem=ticket.problem_id)
    return Letter.objects.select_for_update(of=("self",)).filter(Q(ticket=ticket) | Q(pk__in=days) | listed)


@keeper
class Letters:
    """Everything here is the system's work: nobody else writes letters."""

    def holds(self, ticket: Ticket, passage: Passage, kept: Kept) -> None:
        with acting_as(SYSTEM):
            # Locked until whoever asks is done: what is counted as waiting is still waiting when it is written anew.
            for letter in _letters_of(ticket).order_by("pk"):
                if not _holds(letter, passage):
                    continue
                if has_left(letter):
                    kept.received.add(letter.person_id)
                elif letter.state == Letter.QUEUED:
                    kept.letters += 1

    def take_out(self, ticket: Ticket, passage: Passage, event: Event) -> None:
        """A waiting letter is written anew from its event; of others only their stored copy changes."""
        with acting_as(SYSTEM):
            for letter in _letters_of(ticket).select_related("event__by", "person"):
                if not _holds(letter, passage):
                    continue
                if letter.state == Letter.QUEUED:
                    _write_anew(letter)
                if _holds(letter, passage):
                    _blacken(letter, passage, event)
                letter.save(update_fields=["subject", "text", "html", "headers"])

    def take_file(self, ticket: Ticket, file: Attachment) -> None:
        """Letters say how many files came, and carry none."""

    def needs_file(self, sha256: str) -> bool:
        return False

    def waiting(self, tickets: QuerySet[Ticket]) -> int:
        return Letter.objects.filter(ticket__in=tickets, state=Letter.QUEUED).count()

    def lose(self, ticket: Ticket, people: Collection[int]) -> None:
        """What waits for those who no longer see the request does not leave any more."""
        with acting_as(SYSTEM):
            waiting = Letter.objects.filter(ticket=ticket, person__in=people, state=Letter.QUEUED, in_hand_since=None)
            waiting.update(state=Letter.SKIPPED, next_try_at=None)


def _write_anew(letter: Letter) -> None:
    """As its event would be told now; where that cannot be, the letter stays as it is for `_blacken`."""
    reader = load_actor(letter.person_id)
    if letter.event is None or reader is None:
        return
    notice = letters.people_told(letter.event).get(letter.person_id)
    if notice is None:
        return
    with acting_as(reader):
        columns = letters.compose(letter.event, reader, notice)
    for name, value in (columns or {}).items():
        setattr(letter, name, value)


def _blacken(letter: Letter, passage: Passage, event: Event) -> None:
    with translation.override(letter.language):
        names = {event.by_id: event.by.given_name} if event.by else {}
        said = f"[{removed.sentence(event, names, letter.person.zone)}]"
    letter.subject = passage.taken_from(letter.subject, GAP)
    for one in _parts(letter, passage):
        letter.text = one.taken_from(letter.text, said)
        letter.html = one.taken_from_html(letter.html, said)
    if _in_html(letter, passage):
        letter.html = ""
