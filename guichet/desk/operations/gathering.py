"""One cause, many requests: one message to all of them, and a request that carries them (DOMAIN 1.15).

Sight never mixes: each message stands in its own request, and a link across companies is an event that agents alone read.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import DeskError, Invalid
from guichet.access.rights import may, require
from guichet.contracts.models import Contract
from guichet.desk.beside import configured
from guichet.desk.models import Share, Ticket
from guichet.desk.operations.opening import HOUSE, Opening, open_ticket
from guichet.desk.operations.replying import reply_to, was_said
from guichet.desk.operations.sorting import assign, relate
from guichet.desk.operations.steps import lock, require_text
from guichet.people.models import LANGUAGES, Company, Person
from guichet.service.house import house
from guichet.sla.models import BusinessCalendar, SlaPolicy

MOST = 200


@dataclass(frozen=True)
class Addressed:
    """A request that gets the message, and who reads it there: the reporter first, then those it is shared with."""

    ticket: Ticket
    readers: Sequence[Person]


@dataclass
class Outcome:
    """Which requests got it, and which were left as they are, each with why."""

    done: list[Ticket] = field(default_factory=list)
    refused: list[tuple[Ticket, str]] = field(default_factory=list)


def chosen(numbers: Collection[int], *, by: Actor) -> list[Ticket]:
    """Those of these requests that he sees, in the order of their numbers."""
    rows = Ticket.objects.visible_to(by).filter(pk__in=list(numbers)[:MOST]).select_related("company", "reporter").order_by("pk")
    found = list(rows)
    configured(*found)
    return found


def below(parent: Ticket, *, by: Actor) -> list[Ticket]:
    """The requests that hang below one, as far as he sees them; those that are over are no longer written to."""
    return chosen(parent.children.order_by("pk").values_list("pk", flat=True)[:MOST], by=by)


def why_not(ticket: Ticket, by: Actor) -> str:
    """Why this request gets no message; empty where it does."""
    if not ticket.takes_replies:
        return _("closed")
    return "" if may(by, "reply", ticket) else _("your role does not allow it")


def addressed(tickets: Sequence[Ticket]) -> list[Addressed]:
    """Who reads what in each of these requests; one question whatever their number."""
    shared: dict[int, list[Person]] = {ticket.pk: [] for ticket in tickets}
    for share in Share.objects.filter(ticket__in=shared, person__is_active=True).select_related("person").order_by("pk"):
        shared[share.ticket_id].append(share.person)
    return [Addressed(ticket, [ticket.reporter, *shared[ticket.pk]]) for ticket in tickets]


def languages_of(people: Sequence[Addressed]) -> dict[str, int]:
    """How many readers read each language; only those that somebody reads."""
    readers = {reader.pk: reader.language for one in people for reader in one.readers}
    return {code: n for code, _name in LANGUAGES if (n := sum(language == code for language in readers.values()))}


def require_texts(texts: dict[str, str], wanted: Collection[str]) -> dict[str, str]:
    """A text for every language that somebody reads there; what is missing is said beside its field."""
    given = {code: text.strip() for code, text in texts.items() if text.strip()}
    names = dict(LANGUAGES)
    wrong = {
        f"body_{code}": _("Write it in %(language)s: somebody reads it there.") % {"language": names[code]}
        for code in wanted
        if code not in given
    }
    if wrong or not given:
        raise Invalid(wrong or {"body_en": _("Please write a text.")})
    return {code: require_text(text, f"body_{code}") for code, text in given.items()}


def tell_all(numbers: Collection[int], texts: dict[str, str], *, by: Actor, submission: str = "") -> Outcome:
    """Write one public message to each of these requests, in the language of each reader; each is an update of its own.

    A request that cannot take it is left as it is and named; the others get theirs. The same form sent twice writes once.
    """
    outcome, fit = Outcome(), []
    for ticket in chosen(numbers, by=by):
        why = why_not(ticket, by)
        outcome.refused.append((ticket, why)) if why else fit.append(ticket)
    written = require_texts(texts, languages_of(addressed(fit)))
    for one in fit:
        try:
            with transaction.atomic():
                _tell(one.pk, written, by=by, submission=f"{submission}:{one.pk}" if submission else None)
            outcome.done.append(one)
        except DeskError as error:
            outcome.refused.append((one, error.message))
    return outcome


def _tell(number: int, texts: dict[str, str], *, by: Actor, submission: str | None) -> None:
    ticket = lock(number, by=by)
    if was_said(submission):
        return
    language = Person.objects.values_list("language", flat=True).get(pk=ticket.reporter_id)
    # Somebody may have been added meanwhile whose language nobody wrote.
    body = texts.get(language) or texts.get("en") or next(iter(texts.values()))
    reply_to(ticket, body, by=by, submission=submission, versions=texts)


@transaction.atomic
def gather(numbers: Collection[int], subject: str, body: str, *, by: Actor) -> Ticket:
    """Open a request of the vendor's own that carries these; it belongs to nobody's company, so no customer sees it."""
    subject = subject.strip()
    if not subject:
        raise Invalid({"subject": _("Say in one line what it is about.")})
    children = [ticket for ticket in chosen(numbers, by=by) if ticket.takes_replies]
    if not children:
        raise Invalid({"number": _("Choose requests that are open.")})
    for child in children:
        require(by, "links", child)
    company, contract = _house()
    first = max(children, key=lambda one: house().level_rank(one.criticality) if one.criticality else -1)
    parent = open_ticket(
        Opening(
            company=company,
            contract=contract,
            type=house().type_by_key["SPT"],
            subject=subject[:300],
            body=body,
            domain=first.domain.key if first.domain else "",
            criticality=first.criticality or "MEDIUM",
            language=by.language,
            channel="agent",
            reporter=Person.objects.get(pk=by.person_id),
            is_silent=True,
        ),
        by=by,
    )
    assign(parent.pk, by=by, owner=Person.objects.get(pk=by.person_id))
    for child in children:
        relate(child.pk, "parent", parent.pk, by=by)
    return parent


def _house() -> tuple[Company, Contract]:
    """The vendor as a company of its own, without contacts: what it opens for itself is seen by agents alone."""
    name = house().text("brand").get("vendor") or "Guichet"
    company, _made = Company.objects.get_or_create(external_id=HOUSE, defaults={"name": name})
    contract = Contract.objects.filter(company=company).order_by("pk").first()
    if contract is None:
        calendar, policy = BusinessCalendar.objects.order_by("pk").first(), SlaPolicy.objects.order_by("pk").first()
        today = clock.now().date()
        contract = Contract.objects.create(company=company, number=HOUSE, starts_on=today, calendar=calendar, policy=policy)
    return company, contract
