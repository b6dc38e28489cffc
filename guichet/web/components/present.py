"""What a request has at all, so that its pages ask for nothing that is not there."""

from django.db import connection

from guichet.access.actors import Actor
from guichet.desk.models import Ticket

FILES, SHARES, OFFERS, LETTERS, ENTITIES, DRAFTS, NEAR = "files", "shares", "offers", "letters", "entities", "drafts", "near"
HELD, MUTED = "held", "muted"

_ROWS = {
    FILES: "desk_attachment WHERE ticket_id = %(number)s",
    SHARES: "desk_share WHERE ticket_id = %(number)s",
    OFFERS: "contracts_offer WHERE ticket_id = %(number)s",
    LETTERS: "reactions_letter WHERE ticket_id = %(number)s",
    ENTITIES: "desk_ticketentity WHERE ticket_id = %(number)s",
    DRAFTS: "intake_draft WHERE ticket_id = %(number)s AND person_id = %(person)s",
    NEAR: "desk_ticket WHERE previous_id = %(number)s OR parent_id = %(number)s OR duplicate_of_id = %(number)s",
}
# What only the one side has, and may read.
_OF_AGENTS = {HELD: "desk_heldreply WHERE ticket_id = %(number)s AND person_id = %(person)s"}
_OF_CONTACTS = {MUTED: "reactions_mute WHERE ticket_id = %(number)s AND person_id = %(person)s"}


def present(ticket: Ticket, actor: Actor) -> frozenset[str]:
    """Of which kinds there is at least one row that this reader may read: most requests have few of them. One question."""
    rows = _ROWS | (_OF_AGENTS if actor.is_agent else _OF_CONTACTS)
    ask = "SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {place})" for place in rows.values())
    with connection.cursor() as cursor:
        cursor.execute(ask, {"number": ticket.pk, "person": actor.person_id})
        return frozenset(name for name, is_there in zip(rows, cursor.fetchone(), strict=True) if is_there)
