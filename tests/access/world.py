"""Tickets of every company, confidential and shared or not, in several statuses, at every desk, for every entity.

Rows alone, without the operations: the walls are asked about data, however it came to be.
"""

import datetime as dt
import itertools
import random
from dataclasses import dataclass, field

from guichet.desk.models import DeskStay, Insider, Share, Ticket, TicketEntity
from tests.cast import COMPANIES, CONTACTS, Cast

AT = dt.datetime(2026, 11, 24, 9, 42, tzinfo=dt.UTC)
STATUSES = ("IN_PROGRESS", "WAIT_APPROVAL", "CLOSED")
# (desk, team): a ticket may stand at a desk before a team has it.
PLACES = (("SUP", "SUP-BO"), ("SUP", "SUP-LP"), ("SUP", None), ("CON", "CON-LP"), ("RND", "RND-BO"), ("SAL", "SAL"))
AGENTS = ("lena", "nora", "luca", "theo", "carl", "rosa", "sara")


@dataclass(frozen=True)
class Known:
    """One ticket in plain words, for a rule that reads no database."""

    number: int
    company: str
    reporter: str
    confidential: bool
    status: str
    desk: str
    team: str | None
    domain: str | None
    domain_team: str | None
    shared_with: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    owner: str | None = None
    handler: str | None = None
    insiders: frozenset[str] = frozenset()
    stood_at: frozenset[str] = field(default_factory=frozenset)


def contacts_of(company: str) -> list[str]:
    return [key for key, (of, *_) in CONTACTS.items() if of == company]


def described() -> list[Known]:
    """Every combination of company, confidential, shared, status, place and entity; the rest drawn from a fixed seed."""
    drawn, found = random.Random(20261124), []
    for number, (company, confidential, is_shared, status, place, entity) in enumerate(
        itertools.product(COMPANIES, (False, True), (False, True), STATUSES, PLACES, (0, 1, 2)), start=5001
    ):
        people, codes = contacts_of(company), list(COMPANIES[company][6])
        domain, domain_team = drawn.choice([("finance", "SUP-BO"), ("production", "SUP-LP"), ("payroll", "SUP-BO"), (None, None)])
        found.append(
            Known(
                number,
                company,
                drawn.choice(people),
                confidential,
                status,
                *place,
                domain,
                domain_team,
                frozenset(drawn.sample(people, 1 + drawn.randrange(len(people)))) if is_shared else frozenset(),
                frozenset(codes[:entity] if drawn.random() < 0.5 else codes[-entity:] if entity else ()),
                drawn.choice([None, None, *AGENTS]),
                drawn.choice([None, None, None, *AGENTS]),
                frozenset(a for a in AGENTS if drawn.random() < 0.08),
                frozenset({place[0], *(d for d in ("SUP", "CON", "RND", "SAL", "DEP") if drawn.random() < 0.1)}),
            )
        )
    return found


def lay(cast: Cast) -> list[Known]:
    """Write the described tickets down and give them back."""
    known = described()
    people = {key: cast.person(key).pk for key in (*CONTACTS, *AGENTS)}
    companies = {key: cast.company(key) for key in COMPANIES}
    desks = {key: cast.desk(key).pk for key in ("SUP", "CON", "RND", "SAL", "DEP")}
    teams = {key: cast.team(key).pk for _, key in PLACES if key} | {None: None}
    domains = {key: cast.domain(key) for key in ("finance", "production", "payroll")}
    assert {key: found.team.key for key, found in domains.items()} == {t.domain: t.domain_team for t in known if t.domain}, (
        "the world's teams by domain differ from the configuration"
    )
    entities = {(company, code): cast.entity(company, code).pk for company in COMPANIES for code in COMPANIES[company][6]}
    contract, kind = cast.contract("acme"), cast.type("SPT")
    Ticket.objects.bulk_create(
        Ticket(
            number=t.number,
            company=companies[t.company],
            reporter_id=people[t.reporter],
            type=kind,
            subject=f"Rapport {t.number}",
            confidential=t.confidential,
            status=t.status,
            closed_at=AT if t.status == "CLOSED" else None,
            desk_id=desks[t.desk],
            team_id=teams[t.team],
            domain_id=domains[t.domain].pk if t.domain else None,
            owner_id=people.get(t.owner),
            handler_id=people.get(t.handler),
            calendar_id=contract.calendar_id,
            policy_id=contract.policy_id,
            next_at=AT,
        )
        for t in known
    )

    def of(t: Known, **columns: object) -> dict[str, object]:
        return {"ticket_id": t.number, "company": companies[t.company], **columns}

    Share.objects.bulk_create(Share(**of(t, person_id=people[key])) for t in known for key in t.shared_with)
    Insider.objects.bulk_create(Insider(**of(t, person_id=people[key], reason="mentioned")) for t in known for key in t.insiders)
    DeskStay.objects.bulk_create(DeskStay(**of(t, desk_id=desks[key])) for t in known for key in t.stood_at)
    TicketEntity.objects.bulk_create(
        TicketEntity(**of(t, entity_id=entities[t.company, code])) for t in known for code in t.entities
    )
    return known
