"""Of which company the form of a new request speaks, and what its draft is a draft of."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Forbidden
from guichet.contracts import coverage
from guichet.desk.models import Ticket
from guichet.intake.choices import may_begin
from guichet.intake.drafts import Beginning
from guichet.intake.models import Draft


def company_of(actor: Actor, request: HttpRequest, said: str | None) -> int:
    """The company to open for: the one named, if it is his; else the one chosen in the head, else the first with a contract."""
    if said and said.isdecimal() and actor.in_company(int(said)) is not None:
        return int(said)
    able = may_begin(actor)
    if not able:
        raise Forbidden(_("You belong to no company, so there is none to open a request for."))
    if request.company and request.company.company_id in able and len(able) < 2:
        return request.company.company_id
    preferred = [request.company.company_id] if request.company and request.company.company_id in able else []
    on = clock.now().date()
    return next((pk for pk in [*preferred, *able] if coverage.active(pk, on)), able[0])


def kind_and_thing(previous: Ticket | None, company: int) -> tuple[str, Ticket | Beginning]:
    """The follow-up of a closed request, or a new one at that company: what somebody of two companies types for one is not found at the other."""
    return (Draft.FOLLOW_UP, previous) if previous is not None else (Draft.NEW, Beginning(company))
