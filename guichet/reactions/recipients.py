"""Who hears of an event (DOMAIN 1.4 f, 1.6, 1.11). Each function answers the people of one event, by their ids.

Here stands who would be told; `letters.py` leaves out the author, whoever is no longer active, and everybody who may not
see the request at that moment.
"""

from django.db.models import Q

from guichet.contracts.models import Offer
from guichet.desk.answering import instead
from guichet.desk.models import Event, Share
from guichet.desk.operations.escalating import leads_of
from guichet.desk.operations.watching import watchers
from guichet.desk.states import Status, Turn, turn_of
from guichet.people.models import Membership, Seat
from guichet.people.presence import staff

People = set[int]
_VENDORS_TURN = {Turn.SUPPORT, Turn.CONSULTING, Turn.RND}
# Moves that the customer hears of, whoever's turn it becomes.
_TOLD = {Status.SCHEDULED, Status.PLANNED_FIX, Status.FIX_AVAILABLE, Status.RESOLVED, Status.CLOSED}


def _people(*ids: int | None) -> People:
    return {pk for pk in ids if pk is not None}


# The customer's side


def reporter(event: Event) -> People:
    return _people(event.ticket.reporter_id)


def former_reporter(event: Event) -> People:
    """Of a request that went to another company: told only if whoever moved it wished so."""
    return _people(event.data["reporter"]) if event.data["tell"] else set()


def customers(event: Event) -> People:
    """The reporter and those the request is shared with."""
    return reporter(event) | set(Share.objects.filter(ticket=event.ticket_id).values_list("person_id", flat=True))


def customers_of_an_opening(event: Event) -> People:
    """The same; not the reporter where too many automatic letters went to him already: a machine may sit there."""
    return customers(event) - (reporter(event) if event.data.get("is_silent") else set())


def author(event: Event) -> People:
    """Who did it, unless too many automatic letters went to him already."""
    return set() if event.data.get("is_silent") else _people(event.by_id)


def approvers(event: Event) -> People:
    """All contacts of the company with the right to approve cost."""
    rows = Membership.objects.filter(company=event.company_id, is_approver=True, ended_at__isnull=True)
    return set(rows.values_list("person_id", flat=True))


def customers_of_a_move(event: Event) -> People:
    """When the turn becomes theirs, at an appointment, a planned or available fix, a solution, the end, or with a text of ours."""
    data, to = event.data, event.data.get("to", event.status)
    if data.get("news"):
        return set()  # told once for all requests of the company (news.py)
    became_theirs = event.turn == Turn.CUSTOMER and turn_of(data["from"]) != Turn.CUSTOMER
    withdrawn_by_us = to == Status.CANCELLED and not by_customer(event)
    target_gone = data.get("transition") == "unplan"
    offer_gone = data.get("transition") == "withdraw_offer"
    if became_theirs or to in _TOLD or withdrawn_by_us or target_gone or offer_gone or data.get("message"):
        return customers(event)
    return set()


def approvers_of_an_offer(event: Event) -> People:
    return approvers(event) if event.data.get("to") == Status.WAIT_APPROVAL else set()


def reminded(event: Event) -> People:
    """An offer: all approvers; anything else: the reporter and the sharers (DOMAIN 1.6)."""
    return approvers(event) if event.data["kind"] == "approval" else customers(event)


def person_of_sharing(event: Event) -> People:
    return _people(event.data.get("person"))


def new_reporter(event: Event) -> People:
    """Who took over what a colleague left."""
    return _people(event.data.get("heir"))


# The vendor's side


def owner(event: Event) -> People:
    """The owner; while he is away who answers for him (DOMAIN 1.15)."""
    return instead(_people(event.ticket.owner_id), event.ticket)


def handling(event: Event) -> People:
    """The owner, and the handler of another desk; of each who is away his deputy."""
    return instead(_people(event.ticket.owner_id, event.ticket.handler_id), event.ticket)


def answering(event: Event) -> People:
    """Who answers a customer's message: owner and handler; where nobody owns it, the team, but of NEW the queue tells."""
    found = handling(event)
    if found or event.status == Status.NEW:
        return found
    return team(event)


def who_answers_for_it(event: Event) -> People:
    """A reporter left: the owner; the lead too where nobody of the company may have the request, or nobody owns it."""
    return owner(event) if event.data.get("heir") and event.ticket.owner_id else owner_and_leads(event)


def leads_when_nobody_has_it(event: Event) -> People:
    """An owner left, and nobody may take a confidential request over by himself."""
    return leads(event) if "owner" in event.data and event.data["owner"] is None else set()


def owner_when_customer_raised(event: Event) -> People:
    return owner(event) if event.data.get("by_customer") and event.data.get("direction") == "raised" else set()


def vendor_of_a_move(event: Event) -> People:
    """An answer to an offer: the owner and who made it. A turn that comes back to us without our doing: owner, handler."""
    if event.data.get("transition") in ("approve", "return_offer", "refuse_offer"):
        offered_by = Offer.objects.filter(pk=event.data.get("offer")).values_list("offered_by_id", flat=True).first()
        return owner(event) | instead(_people(offered_by), event.ticket)
    if event.data.get("news"):
        return set()
    ours_again = event.turn in _VENDORS_TURN and turn_of(event.data["from"]) != event.turn
    return handling(event) if ours_again and (event.by_id is None or by_customer(event)) else set()


def assigned(event: Event) -> People:
    """The new owner, the new handler, or an agent added by name; and who answers for one who is away."""
    named = _people(*(event.data.get(name) for name in ("owner", "handler", "added")))
    return named | instead(named, event.ticket)


def mentioned(event: Event) -> People:
    """Who is named in a note, in person; also while he is away."""
    return set(event.data.get("mentioned", []))


def leads(event: Event) -> People:
    """The lead of the owner's team, or who answers for him while he is away."""
    return instead(set(leads_of(event.ticket)), event.ticket)


def team(event: Event) -> People:
    """Everybody of the team, or of the whole desk where it has none."""
    ticket = event.ticket
    where = Q(team=ticket.team_id) if ticket.team_id else Q(team__desk=ticket.desk_id)
    return set(Seat.objects.filter(where).values_list("person_id", flat=True))


def owner_and_leads(event: Event) -> People:
    return owner(event) | leads(event)


def team_when_critical(event: Event) -> People:
    """CRITICAL in NEW: the whole team at creation (DOMAIN 1.4 f)."""
    return team(event) | leads(event) if event.data.get("criticality") == "CRITICAL" else set()


def warned(event: Event) -> People:
    """At 75 % the owner, and the lead too where the owner is absent or there is none; at 50 % the lead (DOMAIN 1.4 f)."""
    if event.data["fraction"] < 0.75:
        return leads(event)
    return owner(event) if staff().is_here(event.ticket.owner_id) else owner_and_leads(event)


def who_watches(event: Event) -> People:
    """Who answers for the known problem in R&D; where nobody does, the leads of that desk."""
    return watchers(event.data["problem"])


def leads_when_unhappy(event: Event) -> People:
    """A survey of two or less (DOMAIN 1.11)."""
    return leads(event) if event.data["score"] <= 2 else set()


def by_customer(event: Event) -> bool:
    """Whether a contact of the company did it."""
    return event.by is not None and not (event.by.is_agent or event.by.is_administrator)
