"""Who sees what, once (DOMAIN 1.11). PostgreSQL holds the coarse wall again in access/walls.py.

Each function answers a condition on the rows of one model; `visible_to(actor)` of the models applies it.
"""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from guichet.access.actors import Actor, Rights

NOTHING = Q(pk__in=())


def ticket(actor: Actor) -> Q:
    """Agents: the tickets of their desks. Requesters: their own, those shared, and what DOMAIN 1.11 adds."""
    if actor.is_system:
        return Q()
    if actor.is_agent:
        return _for_agent(actor) & (Q(confidential=False) | _confidential_for_agent(actor))
    if actor.is_requester:
        found = NOTHING
        for rights in actor.rights.values():
            found |= _in_company(actor, rights)
        return found
    return NOTHING


def known_to_exist(actor: Actor) -> Q:
    """Tickets an agent may know of: also confidential ones of his desks, as number, company and that word only."""
    return _for_agent(actor) if actor.is_agent else NOTHING


def _for_agent(actor: Actor) -> Q:
    if actor.is_limited:
        return Q(team__in=actor.teams)
    mine = Q(owner=actor.person_id) | Q(handler=actor.person_id)
    named = _row("Insider", person=actor.person_id)
    if not actor.desks:
        return mine | named
    return Q(desk__in=actor.desks) | mine | _row("DeskStay", desk__in=actor.desks) | named


def _confidential_for_agent(actor: Actor) -> Q:
    """Owner, handler, the team of the domain with its lead, and agents added by name; nobody else."""
    own_team = Q(domain__team__in=actor.teams) if actor.teams else NOTHING
    return Q(owner=actor.person_id) | Q(handler=actor.person_id) | own_team | _row("Insider", person=actor.person_id)


def _in_company(actor: Actor, rights: Rights) -> Q:
    """What a contact sees of one company: own, shared, the company's if he may, offers if he approves."""
    seen = Q(reporter=actor.person_id) | _row("Share", person=actor.person_id)
    if rights.sees_all:
        seen |= Q(confidential=False)
    if rights.is_approver:
        seen |= Q(status="WAIT_APPROVAL")
    condition = Q(company=rights.company_id) & seen
    if rights.entities is not None:
        # Also what he reported himself before he was limited; a request without entities concerns them all.
        condition &= _row("TicketEntity", entity__in=rights.entities) | ~_row("TicketEntity")
    return condition


def _row(model: str, **conditions: object) -> Q:
    """The ticket has such a row of a model of the room above, named so that this room need not import it."""
    rows = apps.get_model("desk", model).objects.filter(ticket=OuterRef("pk"), **conditions)
    return Q(Exists(rows))
