"""Who was told of what: a column of a request's history."""

from guichet.access.actors import Actor
from guichet.desk.models import Ticket
from guichet.reactions.models import Letter


def told_on(ticket: Ticket, *, by: Actor) -> dict[int, list[str]]:
    """The names of those who got a letter, by event. A contact reads of letters to contacts alone; one query."""
    lost = (Letter.FAILED, Letter.SKIPPED, Letter.BOUNCED)
    letters = Letter.objects.filter(ticket=ticket.pk, event__isnull=False).exclude(state__in=(*lost, Letter.GATHERED))
    if not by.is_agent:
        letters = letters.filter(person__is_agent=False)
    found: dict[int, list[str]] = {}
    for event, given, family in letters.order_by("pk").values_list("event_id", "person__given_name", "person__family_name"):
        found.setdefault(event, []).append(f"{given} {family}".strip())
    return found
