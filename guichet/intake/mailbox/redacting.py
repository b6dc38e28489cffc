"""Mail as it was received, when a passage or a file of its request is taken out (desk/keepers.py): the original goes whole.

A message's bytes are coded in many ways, so nothing can be cut out of them; what lists show of it loses the passage.
"""

from collections.abc import Collection, Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.files import forget
from guichet.desk.keepers import Kept, keeper
from guichet.desk.models import Attachment, Event, Ticket
from guichet.desk.removed import GAP, Passage
from guichet.intake.mailbox import keeping
from guichet.intake.mailbox.models import Mail
from guichet.jobs import queue
from guichet.mail.parsed import ParsedMail


@keeper
class Originals:
    """What agents can download of a request's mail."""

    def holds(self, ticket: Ticket, passage: Passage, kept: Kept) -> None:
        """Counted among letters: copies of it that are ours."""
        with acting_as(SYSTEM):
            kept.letters += sum(_holds(read, passage) for _mail, read in _read(ticket))

    def take_out(self, ticket: Ticket, passage: Passage, event: Event) -> None:
        with acting_as(SYSTEM):
            for mail, read in _read(ticket):
                if _holds(read, passage):
                    mail.subject, mail.excerpt = passage.taken_from(mail.subject, GAP), passage.taken_from(mail.excerpt, GAP)
                    _let_go(mail)

    def take_file(self, ticket: Ticket, file: Attachment) -> None:
        with acting_as(SYSTEM):
            for mail, read in _read(ticket):
                if any(attachment.sha256 == file.sha256 for attachment in read.attachments):
                    _let_go(mail)

    def needs_file(self, sha256: str) -> bool:
        return Mail.objects.filter(sha256=sha256, is_gone=False).exists()

    def waiting(self, tickets: QuerySet[Ticket]) -> int:
        return 0

    def lose(self, ticket: Ticket, people: Collection[int]) -> None:
        """Agents alone read mail, and their walls are looked at each time."""


def _read(ticket: Ticket) -> Iterator[tuple[Mail, ParsedMail]]:
    from guichet.mail.reading import parse

    for mail in Mail.objects.select_for_update(of=("self",)).filter(ticket=ticket.pk, is_gone=False):
        path = keeping.path_of(settings.GUICHET_HOME, mail.sha256)
        if path.is_file():
            yield mail, parse(path.read_bytes())


def _holds(read: ParsedMail, passage: Passage) -> bool:
    return any(passage.held_by(text) for text in (read.subject, read.text, read.html or ""))


def _let_go(mail: Mail) -> None:
    mail.is_gone = True
    mail.save(update_fields=["is_gone", "subject", "excerpt"])
    queue.put("guichet.forget_file", sha256=mail.sha256)
    transaction.on_commit(lambda: forget(mail.sha256), robust=True)
