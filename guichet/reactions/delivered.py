"""What became of letters: of one request's for its agents, and of those to somebody whose mail comes back."""

from collections.abc import Sequence

from guichet.desk.models import Ticket
from guichet.reactions.models import Letter

# So many letters in a row that came back or were refused say that an address is no longer good.
COMES_BACK_AFTER = 3
_ENDED = (Letter.SENT, Letter.FAILED, Letter.BOUNCED)


def letters_of(ticket: Ticket) -> Sequence[Letter]:
    """Every letter about a request, newest first, without its text."""
    return list(Letter.objects.filter(ticket=ticket).select_related("person").defer("text", "html").order_by("-pk")[:500])


def coming_back(person_id: int) -> str | None:
    """Why mail to this person comes back, where the last three letters all did; None where it arrives. One query."""
    ended = Letter.objects.filter(person=person_id, state__in=_ENDED, digest=None)
    last = list(ended.order_by("-pk").values_list("state", "problem")[:COMES_BACK_AFTER])
    if len(last) < COMES_BACK_AFTER or any(state == Letter.SENT for state, _problem in last):
        return None
    return last[0][1]
