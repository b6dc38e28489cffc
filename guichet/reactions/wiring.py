"""What follows from an event: one line per kind. Kinds that stand here with nothing are told to nobody, on purpose."""

from collections.abc import Callable
from dataclasses import dataclass

from guichet.desk.models import Event
from guichet.desk.operations import watching
from guichet.reactions import recipients as who
from guichet.reactions import saying_customers as customer
from guichet.reactions import saying_vendor as vendor
from guichet.reactions.case import Case, Said


@dataclass(frozen=True)
class Notice:
    """To whom, and what is said. *to_author*: even who did it gets it: the receipt (DOMAIN 1.11).

    *number_only*: its reader does not see the request any more and is told of it by its number alone.
    """

    who: Callable[[Event], set[int]]
    says: Callable[[Case], Said]
    # Which text it has (service/lettering.py), unless what is said names another.
    letter: str = ""
    to_author: bool = False
    number_only: bool = False


# A person who stands in several notices of one event gets the first.
WIRING: dict[str, tuple[Notice, ...]] = {
    "ticket.opened": (
        Notice(who.customers_of_an_opening, customer.receipt, "receipt", to_author=True),
        Notice(who.team_when_critical, vendor.critical, "critical"),
    ),
    "message.received": (
        Notice(who.answering, vendor.reply, "customer_wrote"),
        Notice(who.customers, customer.colleague_wrote, "colleague"),
    ),
    "message.kept": (Notice(who.author, customer.kept, "text_kept", to_author=True),),
    "message.sent": (Notice(who.customers, customer.message, "reply"),),
    "call.recorded": (Notice(who.customers, customer.call, "call"),),
    "ticket.moved": (
        Notice(who.approvers_of_an_offer, customer.offer, "offer"),
        Notice(who.customers_of_a_move, customer.moved, "status"),
        Notice(who.vendor_of_a_move, vendor.moved, "our_turn"),
    ),
    "ticket.taken": (Notice(who.assigned, vendor.assigned, "assigned"),),
    "ticket.assigned": (Notice(who.assigned, vendor.assigned, "assigned"),),
    "note.added": (Notice(who.mentioned, vendor.mentioned, "mentioned"),),
    "ticket.criticality_changed": (
        Notice(who.customers, customer.criticality_changed, "criticality"),
        Notice(who.owner_when_customer_raised, vendor.criticality_raised, "criticality_raised"),
    ),
    "ticket.contested": (Notice(who.owner_and_leads, vendor.contested, "contested"),),
    "ticket.contest_decided": (Notice(who.customers, customer.contest_decided, "contest_decided"),),
    "ticket.type_changed": (Notice(who.customers, customer.type_changed, "type_changed"),),
    "ticket.desk_changed": (Notice(who.customers, customer.desk_changed, "desk_changed"),),
    "ticket.shared": (Notice(who.person_of_sharing, customer.shared, "shared"),),
    "ticket.unshared": (),
    "ticket.linked": (),
    "ticket.handed_over": (
        Notice(who.new_reporter, customer.handed_over, "taken_over"),
        Notice(who.who_answers_for_it, vendor.reporter_left, "reporter_left"),
    ),
    "ticket.passed_on": (Notice(who.leads_when_nobody_has_it, vendor.owner_left, "owner_left"),),
    "ticket.escalated": (Notice(who.owner_and_leads, vendor.escalated, "escalated"),),
    "ticket.escalation_withdrawn": (Notice(who.owner_and_leads, vendor.escalation_withdrawn, "escalation_withdrawn"),),
    "escalation.unanswered": (Notice(who.owner_and_leads, vendor.escalation_unanswered, "escalation_unanswered"),),
    "contest.undecided": (Notice(who.leads, vendor.contest_undecided, "contest_undecided"),),
    "ticket.reminded": (Notice(who.reminded, customer.reminder, "reminder"),),
    "ticket.owed_news": (Notice(who.owner_and_leads, vendor.owes_news, "owes_news"),),
    "ticket.not_closed_by_system": (Notice(who.leads, vendor.left_open, "left_open"),),
    "ticket.due_moved": (Notice(who.reporter, customer.due_moved, "date_moved"),),
    "ticket.checks_on": (),
    "ticket.confidential_changed": (Notice(who.reporter, customer.confidential_changed, "who_sees"),),
    "ticket.opened_by_lead": (Notice(who.reporter, customer.opened_by_lead, "opened_by_lead"),),
    "ticket.completed": (),
    "ticket.corrected": (Notice(who.answering, vendor.corrected, "corrected"),),
    "ticket.redacted": (),
    # Told in one letter about the release (news.py).
    "ticket.fix_released": (),
    "ticket.fix_elsewhere": (),
    "problem.linked": (),
    "problem.regressed": (Notice(who.who_watches, vendor.regressed, "problem_back"),),
    "ticket.company_changed": (Notice(who.customers, customer.now_yours, "now_yours", to_author=True),),
    # To somebody who does not see it any more: the number, and nothing else.
    "ticket.company_left": (Notice(who.former_reporter, customer.no_longer_yours, "not_yours", number_only=True),),
    "ticket.rules_changed": (),
    "survey.answered": (Notice(who.leads_when_unhappy, vendor.unhappy, "unhappy"),),
    "sla.warned": (Notice(who.warned, vendor.warned, "warned"),),
    "sla.breached": (Notice(who.owner_and_leads, vendor.breached, "breached"),),
    "handover.third": (Notice(who.leads, vendor.third_handover, "third_handover"),),
}


# What else follows, by the request's number, before anybody is told of it.
ALSO: dict[str, tuple[Callable[[int], object], ...]] = {
    "ticket.opened": (watching.watch,),
    "problem.linked": (watching.watch,),
}


def notices(kind: str) -> tuple[Notice, ...]:
    return WIRING.get(kind, ())
