"""Who may do what with a ticket he sees (DOMAIN 1.5, 1.9, 1.11). Sight itself is visibility.py."""

from typing import Any

from django.utils.translation import gettext as _

from guichet.access.actors import Actor
from guichet.access.refusals import Forbidden

# Acts of a customer. A shared colleague reads and replies; who may open requests may do the rest.
_PARTICIPANT = {"reply", "survey"}
_REQUESTER = {
    "confirm", "not_solved", "withdraw", "close", "check_on", "escalate", "raise", "contest", "share", "complete",
}  # fmt: skip
_APPROVER = {"approve", "refuse"}


def may(actor: Actor, act: str, ticket: Any, *, is_shared: bool = False) -> bool:
    """Whether *actor*, who sees *ticket*, may do *act*. *is_shared*: he is one of its sharers."""
    if actor.is_system:
        return True
    if actor.is_agent:
        return _agent_may(actor, act, ticket)
    rights = actor.in_company(ticket.company_id)
    if rights is None:
        return False
    own = ticket.reporter_id == actor.person_id
    if act == "correct":
        # What somebody of the vendor wrote down in his name (DOMAIN 1.15), or what his letter left open.
        return own and (ticket.entered_by_id is not None or bool(ticket.missing))
    if act in _APPROVER:
        return rights.is_approver
    if act in _PARTICIPANT:
        return own or is_shared or rights.is_requester
    if act in _REQUESTER:
        return own or rights.is_requester
    return False


def _agent_may(actor: Actor, act: str, ticket: Any) -> bool:
    if not actor.desks:
        return False
    if act == "note":
        return True
    if actor.is_limited or act in _APPROVER or act in _REQUESTER - {"share", "complete"} or act == "correct":
        return False
    if act == "redact":
        # Any lead who sees it: what should not be there goes at once, wherever the request stands.
        return bool(actor.led_teams)
    return True


def leads(actor: Actor, ticket: Any) -> bool:
    """Whether he leads the ticket's team, or its desk where it has no team."""
    return ticket.team_id in actor.led_teams or ticket.desk_id in actor.led_desks


def require(actor: Actor, act: str, ticket: Any, *, is_shared: bool = False) -> None:
    """Raise Forbidden unless `may`."""
    if not may(actor, act, ticket, is_shared=is_shared):
        raise Forbidden(_("Your role does not allow this. Ask your administrator, or somebody who may."))


def works_on_requests(actor: Actor) -> bool:
    """An agent with a desk. A limited one reads and writes notes; the vendor's administrator sees no request by that role."""
    return actor.is_agent and bool(actor.desks) and not actor.is_limited


def require_work(actor: Actor) -> None:
    """Raise Forbidden unless `works_on_requests`."""
    if not works_on_requests(actor):
        raise Forbidden(_("Your role does not allow this. Ask your administrator, or somebody who may."))


def may_write_knowledge(actor: Actor) -> bool:
    """Known problems and articles are written by whoever works on requests; a limited agent reads them."""
    return actor.is_system or works_on_requests(actor)


def require_knowledge(actor: Actor) -> None:
    """Raise Forbidden unless he may write known problems and articles."""
    if not may_write_knowledge(actor):
        raise Forbidden(_("Your role does not allow this. Ask your administrator, or somebody who may."))


def kinds(actor: Actor, ticket: Any) -> frozenset[str]:
    """As what somebody of the vendor moves this ticket: agent, consultant, rnd.

    Consulting's own people are the agents of a request that belongs to Consulting by its type.
    """
    found: set[str] = set()
    if actor.is_limited:
        return frozenset()
    if actor.desk_keys & {"SUP", "DEP", "SAL"} or actor.desk_keys - {"SUP", "DEP", "SAL", "CON", "RND"}:
        found.add("agent")
    if "CON" in actor.desk_keys:
        found.add("consultant")
        if ticket.type.desk.key == "CON":
            found.add("agent")
    if "RND" in actor.desk_keys:
        found.add("rnd")
    return frozenset(found)
