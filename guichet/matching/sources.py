"""What of the product can be found: requests that are not confidential, known problems and articles, as entries of the index."""

from collections.abc import Iterable, Iterator

from guichet.desk.models import Message, Ticket
from guichet.knowledge import indexable
from guichet.matching.indexing import Entry
from guichet.matching.models import Item

LONG = 2_000
DONE = ("RESOLVED", "CLOSED")


def of_tickets(numbers: Iterable[int]) -> Iterator[Entry]:
    """Each request by its subject and first message, and once answered by its last answer besides; a confidential one by nothing.

    Never the whole thread: signatures and quotes say nothing of the matter.
    """
    found = Ticket.objects.filter(pk__in=list(numbers), confidential=False).select_related("installation", "release__line")
    tickets = {ticket.pk: ticket for ticket in found}
    firsts = dict(Message.objects.filter(ticket__in=tickets, is_first=True).values_list("ticket_id", "body"))
    done = [pk for pk, ticket in tickets.items() if ticket.status in DONE]
    answers = {
        pk: (body, language)
        for pk, body, language in Message.objects.filter(ticket__in=done, side=Message.VENDOR)
        .order_by("created_at", "pk")
        .values_list("ticket_id", "body", "language")
    }
    for pk, ticket in sorted(tickets.items()):
        yield _entry(ticket, firsts.get(pk, ""), ticket.language)
        if pk in answers:
            # An answer may be in another language than the request.
            text, language = answers[pk]
            yield _entry(ticket, text, language or ticket.language, part=1)


def _entry(ticket: Ticket, text: str, language: str, *, part: int = 0) -> Entry:
    product = ticket.installation.product_id if ticket.installation else ticket.release.line.product_id if ticket.release else None
    return Entry(
        kind=Item.TICKET,
        object_id=ticket.pk,
        part=part,
        language=language or "en",
        title=ticket.subject,
        text=text[:LONG],
        audience=Item.COMPANY,
        company_id=ticket.company_id,
        desk_id=ticket.desk_id,
        product_id=product,
        position=ticket.pk,
    )


def of_knowledge(kind: str | None = None, ids: Iterable[int] | None = None) -> Iterator[Entry]:
    """Known problems and articles in each of their languages; what agents alone may read stays with them."""
    for piece in indexable.pieces(kind, ids):
        yield Entry(
            kind=piece.kind,
            object_id=piece.object_id,
            language=piece.language,
            title=piece.title,
            text="\n".join([piece.text[:LONG], *piece.signatures]),
            audience=piece.audience,
            product_id=piece.product_id,
            updated_at=piece.updated_at,
        )
