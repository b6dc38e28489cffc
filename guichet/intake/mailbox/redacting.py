"""Mail as it was received, when a passage or a file of its request is taken out (desk/keepers.py): the original goes whole.

A message's bytes are coded in many ways, so nothing can be cut out of them; what lists show of it loses the passage.
"""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.utils.html import strip_tags

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.files import forget_after_commit
from guichet.desk.keepers import Kept, keeper
from guichet.desk.models import Attachment, Event, Ticket
from guichet.desk.removed import GAP, Passage
from guichet.intake.mailbox.models import Mail
from guichet.intake.quarantine import parsed
from guichet.mail.parsed import ParsedMail


@keeper
class Originals:
    """What agents can download of a request's mail."""

    def holds(self, ticket: Ticket, passage: Passage, kept: Kept) -> None:
        """Counted among letters: copies of it that are ours."""
        with acting_as(SYSTEM):
            kept.letters += sum(read is not None and _holds(read, passage) for _mail, read in _mails(ticket))

    def take_out(self, ticket: Ticket, passage: Passage, event: Event) -> None:
        """What lists show of a mail loses it; an original that holds it, or that nothing can read, goes."""
        with acting_as(SYSTEM):
            for mail, read in _mails(ticket):
                mail.subject, mail.excerpt = passage.taken_from(mail.subject, GAP), passage.taken_from(mail.excerpt, GAP)
                _keep(mail, is_gone=mail.is_gone or read is None or _holds(read, passage))

    def take_file(self, ticket: Ticket, file: Attachment) -> None:
        with acting_as(SYSTEM):
            for mail, read in _mails(ticket):
                _keep(mail, is_gone=mail.is_gone or read is None or any(one.sha256 == file.sha256 for one in read.attachments))

    def needs_file(self, sha256: str) -> bool:
        return Mail.objects.filter(sha256=sha256, is_gone=False).exists()

    def waiting(self, tickets: QuerySet[Ticket]) -> int:
        return 0

    def lose(self, ticket: Ticket, people: Collection[int]) -> None:
        """Agents alone read mail, and their walls are looked at each time."""


def _mails(ticket: Ticket) -> Iterator[tuple[Mail, ParsedMail | None]]:
    """The mails that became this request or name it, as they read; None for an original that is gone or that nothing can read."""
    for mail in Mail.objects.select_for_update(of=("self",)).filter(ticket=ticket.pk):
        yield mail, None if mail.is_gone else parsed(mail)


def _holds(read: ParsedMail, passage: Passage) -> bool:
    """Also where tags part the words in the HTML."""
    html = read.html or ""
    return any(passage.held_by(text) for text in (read.subject, read.text, html, strip_tags(html)))


def _keep(mail: Mail, *, is_gone: bool) -> None:
    if is_gone and not mail.is_gone:
        mail.is_gone = True
        forget_after_commit(mail.sha256)
    mail.save(update_fields=["is_gone", "subject", "excerpt"])
