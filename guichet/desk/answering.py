"""Who answers for a request now: exactly one person of the vendor for every open request (DOMAIN 1.5, 1.15).

The owner answers for every promise. While he is away his deputy does, and where there is none, or he is away too, the lead
of the owner's team. A request that nobody owns is the lead's. Where the lead is away as well: who stands in for him, another
lead of the desk, somebody of the team, somebody of the desk, somebody at all. A confidential request goes to nobody who may
not read it: a deputy of the domain's team, its lead, its people, else it stays with its owner. Where nobody is here it stays
with the owner too, or with the lead. All of it is reckoned at the moment of asking: nothing is stored, so nothing has to be
given back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from guichet import clock
from guichet.access.actors import Actor
from guichet.desk.models import Ticket
from guichet.people.presence import Staff, staff
from guichet.service.house import house


@dataclass(frozen=True)
class Answering:
    """Who answers: his number and names; instead of whom, and until when; whether he is here himself."""

    person: int
    name: str
    given_name: str
    instead_of: str = ""
    until: datetime | None = None
    is_here: bool = True
    # Where nobody is here: when the first of them is back.
    back_at: datetime | None = None


def answering(ticket: Ticket, *, at: datetime | None = None) -> Answering | None:
    """Who answers for this request at that moment. None only where the vendor has nobody at all who works on requests."""
    return in_place_of(ticket.owner_id, ticket, at=at)


def in_place_of(holder: int | None, ticket: Ticket, *, at: datetime | None = None) -> Answering | None:
    """The holder (owner or handler) where he is here, else who answers for him on this request."""
    at, known, domain_team = at or clock.now(), staff(), team_of_domain(ticket)
    person = who(holder, ticket.team_id, ticket.desk_id, domain_team, confidential=ticket.confidential, at=at)
    if person is None:
        return None
    one, away, is_here = known.people[person], known.away(holder, at), known.is_here(person, at)
    return Answering(
        person=person,
        name=one.name,
        given_name=one.given_name,
        instead_of=known.people[holder].name if away and known.works(holder) else "",
        until=away.until if away else None,
        is_here=is_here,
        back_at=None if is_here else _first_back(known, at),
    )


def who(
    owner: int | None, team: int | None, desk: int | None, domain_team: int | None, *, confidential: bool, at: datetime
) -> int | None:
    """The one who answers for a request with that owner, team, desk and domain."""
    known = staff()
    if known.is_here(owner, at):
        return owner
    readers = set(known.members.get(domain_team or 0, ())) if confidential else None
    if owner is not None and known.works(owner):
        deputy = known.substitute(owner, at)
        if deputy is not None and (readers is None or deputy in readers):
            return deputy
    teams = [domain_team] if confidential and domain_team else _teams(known, owner, team)
    order = list(_in_order(known, teams, desk, at, readers))
    here = next((person for person in order if known.is_here(person, at)), None)
    if here is not None:
        return here
    if known.works(owner):
        return owner
    return next(iter(order), None) or next(iter(_in_order(known, teams, desk, at, None)), None)


def _teams(known: Staff, owner: int | None, team: int | None) -> list[int]:
    """The team whose lead it is: the one the request stands at if it is the owner's, else his own."""
    own = known.teams_of.get(owner or 0, [])
    if not own or team in own:
        return [team] if team else []
    return own


def _in_order(known: Staff, teams: Iterable[int], desk: int | None, at: datetime, readers: set[int] | None) -> Iterator[int]:
    """Leads of the teams and who stands in for them, those of the desk, then the people; the same of the whole house."""
    teams = list(teams)
    desks = {house().teams[team].desk_id for team in teams if team in house().teams} or {desk}
    of_desk = [team.pk for team in house().teams.values() if team.desk_id in desks]
    everywhere = list(house().teams)
    for places, look in (
        (teams, _leads),
        (of_desk, _leads),
        (teams, _people),
        (of_desk, _people),
        (everywhere, _leads),
        (everywhere, _people),
    ):
        yield from (person for person in look(known, places, at) if readers is None or person in readers)


def _leads(known: Staff, teams: list[int], at: datetime) -> list[int]:
    leads = [person for team in teams for person in known.leads.get(team, ())]
    return [*leads, *(deputy for lead in leads if (deputy := known.substitute(lead, at)))]


def _people(known: Staff, teams: list[int], _at: datetime) -> list[int]:
    return [person for team in teams for person in known.members.get(team, ())]


def readers(ticket: Ticket) -> set[int]:
    """Who of those who work may read a confidential request by the team of its domain."""
    return set(staff().members.get(team_of_domain(ticket) or 0, ()))


def team_of_domain(ticket: Ticket) -> int | None:
    """The team that reads a request first, by its domain."""
    domain = house().domains.get(ticket.domain_id) if ticket.domain_id else None
    return domain.team_id if domain else None


def _first_back(known: Staff, at: datetime) -> datetime | None:
    return min((away.until for person in known.people if (away := known.away(person, at))), default=None)


def held_by(actor: Actor, column: str) -> Q:
    """Requests whose *column* (owner, handler) is this agent, or somebody away for whom he answers; a condition on tickets."""
    at, known, me = clock.now(), staff(), actor.person_id or 0
    away = known.not_here(at)
    found = Q(pk__in=()) if me in away else Q(**{column: me})
    for person in away:
        teams, confidential = _answered(known, person, me, at)
        found |= Q(**{column: person}) & (teams | confidential)
    return found


def _answered(known: Staff, person: int, me: int, at: datetime) -> tuple[Q, Q]:
    """For which of the requests of somebody away *me* answers: by team, and of the confidential ones by their domain's team."""
    own = known.teams_of.get(person, [])
    mine = [team for team in own if who(person, team, None, None, confidential=False, at=at) == me]
    plain = Q(team__in=mine)
    if who(person, None, None, None, confidential=False, at=at) == me:
        plain |= ~Q(team__in=own) | Q(team=None)
    domains = {d.pk: d.team_id for d in house().domains.values()}
    theirs = [pk for pk, team in domains.items() if who(person, None, None, team, confidential=True, at=at) == me]
    secret = Q(domain__in=theirs)
    if who(person, None, None, None, confidential=True, at=at) == me:
        secret |= Q(domain=None)
    return plain & Q(confidential=False), secret & Q(confidential=True)


def falls_to(me: int, at: datetime) -> set[int]:
    """Those away for whom *me* answers on some of their requests: he sees these, whatever his desk (access/visibility.py)."""
    known = staff()
    return {
        person
        for person in known.not_here(at)
        if any(who(person, team, None, None, confidential=False, at=at) == me for team in [*known.teams_of.get(person, []), None])
    }


def stands_for_lead(actor: Actor, ticket: Ticket) -> bool:
    """Whether he answers in the lead's place: the lead of the request's team is away, and it falls to him."""
    at = clock.now()
    return actor.person_id == who(
        None, ticket.team_id, ticket.desk_id, team_of_domain(ticket), confidential=ticket.confidential, at=at
    )


def led_instead(actor: Actor) -> frozenset[int]:
    """The teams whose leads are all away, and for whom he answers."""
    known, at = staff(), clock.now()
    away = set(known.not_here(at))
    teams = [team for team, leads in known.leads.items() if leads and away.issuperset(leads) and team in house().teams]
    desks = {team: house().teams[team].desk_id for team in teams}
    return frozenset(t for t in teams if who(None, t, desks[t], None, confidential=False, at=at) == actor.person_id)


def instead(people: Iterable[int], ticket: Ticket, *, at: datetime | None = None) -> set[int]:
    """These people of the vendor, each who is away replaced by who answers for him on this request."""
    at, known, domain_team = at or clock.now(), staff(), team_of_domain(ticket)
    found = set()
    for person in people:
        if known.works(person) and known.away(person, at):
            person = who(person, ticket.team_id, ticket.desk_id, domain_team, confidential=ticket.confidential, at=at) or person
        found.add(person)
    return found


def speaking(ticket: Ticket, *, but: int | None = None, at: datetime | None = None) -> list[int]:
    """Who of the request's team is here and answers in its language; of its desk where the team has nobody."""
    known, at = staff(), at or clock.now()
    of_desk = [team.pk for team in house().teams.values() if team.desk_id == ticket.desk_id]
    for teams in ([ticket.team_id] if ticket.team_id else [], of_desk):
        people = dict.fromkeys(person for team in teams for person in known.members.get(team, ()))
        if found := [p for p in people if p != but and known.is_here(p, at) and known.speaks(p, ticket.language)]:
            return found
    return []
