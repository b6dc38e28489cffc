"""Which desk and team a request stands on as it moves between level 1, Consulting, R&D and Deployment (DOMAIN 1.5)."""

from datetime import datetime

from django.utils.translation import gettext as _

from guichet.access.actors import Actor
from guichet.desk.events import record
from guichet.desk.models import Ticket
from guichet.desk.operations.steps import operated_by, stand_on
from guichet.desk.states import Status
from guichet.service.house import house
from guichet.service.models import Desk, Team

# The desk that works while a request stands in one of these; in others the desk stays what it was.
_WORKS = {Status.LEVEL2: "CON", Status.WITH_RND: "RND"}


def stand_where_it_belongs(ticket: Ticket, *, by: Actor, at: datetime, came_from: str) -> None:
    """After a move: the desk that works on it now. The level-1 owner stays; the other desk's person is the handler."""
    desk, team = ticket.desk, ticket.team
    if ticket.status in _WORKS:
        desk = house().desk_by_key.get(_WORKS[ticket.status], desk)
        team = sister_team(ticket, desk) if desk.pk != ticket.desk_id else team
    elif ticket.status == Status.IN_PROGRESS and came_from in (Status.LEVEL2, Status.WITH_RND, Status.PLANNED_FIX):
        desk, team = home(ticket)
    elif ticket.status == Status.FIX_AVAILABLE and operated_by(ticket) == "vendor":
        desk = house().desk_by_key.get("DEP", desk)
        team = sister_team(ticket, desk) if desk.pk != ticket.desk_id else team
    hand_over(ticket, desk, team, by=by, at=at, quietly=True)


def hand_over(
    ticket: Ticket, desk: Desk, team: Team | None, *, by: Actor, at: datetime, quietly: bool = False, reason: str = ""
) -> None:
    """Put the ticket on a desk and team; the third hand-over between desks tells the lead.

    *quietly*: the move that caused it has its own event, which the customer is told.
    """
    was = ticket.desk_id
    former = house().desks[was].key
    moved = stand_on(ticket, desk_id=desk.pk, team_id=team.pk if team else None, at=at)
    ticket.desk, ticket.team = desk, team
    if not moved:
        return
    ticket.handler_id = None
    ticket.handovers += 1
    if not quietly:
        data = {"from": former, "to": desk.key, "team": team.key if team else "", "reason": reason}
        record(ticket, "ticket.desk_changed", by=by, at=at, data=data)
    if ticket.handovers == 3:
        record(ticket, "handover.third", by=by, at=at, data={"count": 3}, is_public=by.is_requester)


def home(ticket: Ticket) -> tuple[Desk, Team | None]:
    """The level-1 desk and team of a request: by its type, and there by its domain."""
    kind = house().types[ticket.type_id]
    if kind.team_id:
        return kind.desk, house().teams[kind.team_id]
    return kind.desk, house().team_for(kind.desk, ticket.domain_id)


def sister_team(ticket: Ticket, desk: Desk) -> Team | None:
    """The team of *desk* for the same subject matter: by its domains, by name (SUP-BO gives CON-BO); else the desk's only team."""
    if team := house().team_for(desk, ticket.domain_id):
        return team
    suffix = home(ticket)[1].key.partition("-")[2] if home(ticket)[1] else ""
    teams = [t for t in house().teams.values() if t.desk_id == desk.pk]
    named = next((t for t in teams if suffix and t.key == f"{desk.key}-{suffix}"), None)
    core = next((t for t in teams if t.key == f"{desk.key}-CORE"), None)
    return named or (teams[0] if len(teams) == 1 else core)


def open_patch_request(ticket: Ticket, appointment_at: datetime, *, by: Actor, at: datetime) -> Ticket:
    """The patch installation that a fix needs, opened for the reporter and linked below this request (DOMAIN 1.5)."""
    from guichet.catalog.models import Release
    from guichet.desk.operations.opening import Opening, open_ticket
    from guichet.people.models import Company, Person

    target = ticket.target_release or Release.objects.filter(line=ticket.release.line_id if ticket.release else None).last()
    target_name = target.name if target else ""
    return open_ticket(
        Opening(
            company=Company.objects.select_related("merged_into").get(pk=ticket.company_id).present,
            type=house().type_by_key["PSP"],
            subject=_("Install %(release)s for %(key)s") % {"release": target_name, "key": ticket.key},
            body=_("Opened from %(key)s.") % {"key": ticket.key},
            installation=ticket.installation,
            fields={
                "current_release": ticket.release.name if ticket.release else "",
                "target_release": target_name,
                "wished_on_1": appointment_at.isoformat(),
            },
            language=ticket.language,
            confidential=ticket.confidential,
            channel="agent",
            parent=ticket,
            reporter=Person.objects.get(pk=ticket.reporter_id),
        ),
        by=by,
    )
