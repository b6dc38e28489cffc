"""What stands beside a ticket, read without joins: configuration at hand, people and releases in one question each.

A join for every name costs the database more in planning than all rows of a page: fifteen joined tables take it 30 ms.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from guichet.catalog import shelf
from guichet.catalog.models import Installation
from guichet.desk.models import Ticket
from guichet.people.models import Person
from guichet.service.house import house

PEOPLE_OF_TICKET = ("reporter", "entered_by", "owner", "handler")
PEOPLE_OF_ROW = ("by", "author", "person", "offered_by", "decided_by")


def configured(*tickets: Ticket) -> None:
    """Hand over type, desk, team and domain from the configuration that is kept: no question."""
    known = house()
    for ticket in tickets:
        ticket.type, ticket.desk = known.types[ticket.type_id], known.desks[ticket.desk_id]
        ticket.team = known.teams[ticket.team_id] if ticket.team_id else None
        ticket.domain = known.domains[ticket.domain_id] if ticket.domain_id else None


def name_people(tickets: Iterable[Ticket], *rows: Sequence[Any], also: Iterable[int] = ()) -> dict[int, Person]:
    """Everybody named in these rows, and *also* these, in one question for all; who cannot be read has no name."""
    named: list[tuple[Any, str]] = [(ticket, name) for ticket in tickets for name in PEOPLE_OF_TICKET]
    for some in rows:
        named += [(row, name) for row in some for name in PEOPLE_OF_ROW if hasattr(row, f"{name}_id")]
    ids = ({getattr(row, f"{name}_id") for row, name in named} | set(also)) - {None}
    known = Person.objects.only("given_name", "family_name", "email", "phone", "is_agent", "is_active").in_bulk(ids) if ids else {}
    for row, name in named:
        pk = getattr(row, f"{name}_id")
        setattr(row, name, None if pk is None else known.get(pk) or Person(pk=pk))
    return known


def placed(ticket: Ticket, *, among: Iterable[Installation] = ()) -> None:
    """Where it runs, in one question unless it is *among* those read already, and which releases it names, in none."""
    if ticket.installation_id:
        known = next((one for one in among if one.pk == ticket.installation_id), None)
        # A contact of a company that was merged may not read what runs at the present one, if he is not of it.
        found = known or Installation.objects.filter(pk=ticket.installation_id).first()
        ticket.installation = shelf.placed(found) if found else None
    ticket.release, ticket.target_release = shelf.release(ticket.release_id), shelf.release(ticket.target_release_id)
