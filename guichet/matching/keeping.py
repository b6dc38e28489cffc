"""What the index keeps of a request's texts: its own words, and those of what was written from it (desk/keepers.py).

Whatever is taken back goes out of the index in the same transaction, postings, vectors and vocabulary with it; the worker reads
the event a moment later and indexes what stands there then.
"""

from collections.abc import Collection

from django.db import connection
from django.db.models import QuerySet

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.keepers import Kept, keeper
from guichet.desk.models import Attachment, Event, Ticket
from guichet.desk.removed import Passage
from guichet.knowledge import indexable
from guichet.knowledge.models import ArticleOrigin
from guichet.matching import indexing
from guichet.matching.models import Item


def alone() -> None:
    """Until the end of this transaction nobody else writes the index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('guichet-matching'))")


@keeper
class Index:
    """Nothing here is counted as held: it is no copy anybody reads, only the way to what is taken out elsewhere too."""

    def holds(self, ticket: Ticket, passage: Passage, kept: Kept) -> None:
        """A text of the index stands in the request too, and is counted there."""

    def take_out(self, ticket: Ticket, passage: Passage, event: Event) -> None:
        articles = list(ArticleOrigin.objects.filter(ticket=ticket).values_list("article_id", flat=True))
        written = [(Item.ARTICLE, pk) for pk in articles] + ([(Item.PROBLEM, ticket.problem_id)] if ticket.problem_id else [])
        with acting_as(SYSTEM):
            alone()
            indexing.forget({(Item.TICKET, ticket.pk), *written})
        for kind, pk in written:
            indexable.changed(kind, pk)

    def take_file(self, ticket: Ticket, file: Attachment) -> None:
        """Files are not in this index."""

    def needs_file(self, sha256: str) -> bool:
        return False

    def waiting(self, tickets: QuerySet[Ticket]) -> int:
        return 0

    def lose(self, ticket: Ticket, people: Collection[int]) -> None:
        """It is of another company now: it is found again once it is indexed as that one's."""
        with acting_as(SYSTEM):
            alone()
            indexing.forget({(Item.TICKET, ticket.pk)})
