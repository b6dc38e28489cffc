"""What people say of suggestions: it is that, it is not, it solved it before the request was sent. The first two are labels."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Forbidden, Missing
from guichet.access.rights import require
from guichet.desk.models import Ticket
from guichet.knowledge.models import Article, KnownProblem
from guichet.matching.models import Deflection, Item, Label

_ROWS = {Item.PROBLEM: KnownProblem, Item.ARTICLE: Article, Item.TICKET: Ticket}


@transaction.atomic
def mark(ticket: Ticket, kind: str, object_id: int, verdict: str, *, by: Actor) -> Label:
    """An agent's word on a suggestion beside a request (Label.LINKED or DISMISSED); a later word takes the former's place.

    It only remembers: what links a known problem or a request is the desk's own operation, called beside this one.
    """
    ticket = _visible(Ticket, ticket.pk, by)
    require(by, "links", ticket)
    kind = _kind(kind)
    _visible(_ROWS[kind], object_id, by)
    label, _made = Label.objects.update_or_create(
        ticket=ticket, kind=kind, object_id=object_id, defaults={"verdict": verdict, "by_id": by.person_id, "at": clock.now()}
    )
    return label


@transaction.atomic
def take_back(ticket: Ticket, *, by: Actor) -> None:
    """What agents dismissed beside this request may be suggested again."""
    ticket = _visible(Ticket, ticket.pk, by)
    require(by, "links", ticket)
    Label.objects.filter(ticket=ticket, verdict=Label.DISMISSED, by__is_agent=True).delete()


@transaction.atomic
def deflect(kind: str, object_id: int, *, company_id: int, by: Actor) -> Deflection:
    """A contact says that a suggestion solved what he was about to ask: his request is not sent, and reports count it."""
    if by.in_company(company_id) is None:
        raise Forbidden(_("You do not belong to this company."))
    kind = _kind(kind)
    _visible(_ROWS[kind], object_id, by)
    return Deflection.objects.create(kind=kind, object_id=object_id, person_id=by.person_id, company_id=company_id)


def dismissed_before(ticket: Ticket, named: Sequence[tuple[str, int]], *, by: Actor) -> None:
    """What a contact said was not it before he sent the request: labels, which an agent's word takes the place of."""
    rows = [Label(ticket=ticket, kind=_kind(kind), object_id=pk, verdict=Label.DISMISSED, by_id=by.person_id, at=clock.now()) for kind, pk in named]
    Label.objects.bulk_create(rows, ignore_conflicts=True)


def _kind(kind: str) -> str:
    kind = Item.TICKET if kind == "request" else kind
    if kind not in _ROWS:
        raise Missing(_("There is no such suggestion."))
    return kind


def _visible(model: type, pk: int, by: Actor):
    row = model.objects.visible_to(by).filter(pk=pk).first()
    if row is None:
        raise Missing(_("There is no such suggestion."))
    return row
