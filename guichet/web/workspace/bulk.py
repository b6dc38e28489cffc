"""Several requests at once: who gets a letter is shown before anything is done."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from guichet.access import rights
from guichet.access.refusals import DeskError, Invalid
from guichet.desk import queries
from guichet.desk.models import Ticket
from guichet.desk.operations import sorting
from guichet.people.models import Person
from guichet.service.house import house
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other
from guichet.web.workspace import presenting

MOST = 200


@desk
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Give or move the ticked requests: first a preview, and with `confirmed` the act itself, each in its own savepoint."""
    act = request.POST.get("act", "assign")
    numbers = [n.rpartition("-")[2] for n in request.POST.getlist("number")][:MOST]
    tickets = list(
        Ticket.objects.visible_to(request.actor)
        .filter(pk__in=[int(n) for n in numbers if n.isdecimal() and len(n) < 18])
        .select_related("type__desk", "company", "team", "desk", "reporter")
        .order_by("pk")
    )
    team, owner = _target(request, act)
    fit, refused = [], []
    for ticket in tickets:
        why = _why_not(request, ticket)
        (refused if why else fit).append((ticket, why) if why else ticket)
    if request.POST.get("confirmed"):
        return _do(request, act, fit, refused, team=team, owner=owner)
    page = {
        "act": act,
        "to": presenting.words_of(house().team_by_key[team].labels) if team else owner.name if owner else "",
        "team": team,
        "owner": owner.pk if owner else "",
        "numbers": [t.key for t in fit],
        "letters": _letters(fit, team),
        "refused": [{"number": t.key, "why": why} for t, why in refused],
    }
    return render(request, "workspace/bulk.html", {"page": page, "rail": presenting.rail(request)})


def _target(request: HttpRequest, act: str) -> tuple[str, Person | None]:
    if act == "move":
        team = request.POST.get("team", "").strip().upper()
        if team not in house().team_by_key:
            raise Invalid({"team": _("Choose one of the teams.")})
        return team, None
    given = request.POST.get("owner", "").strip()
    owner = (
        Person.objects.filter(pk=int(given), is_agent=True, is_active=True).first() if given.isdecimal() and len(given) < 18 else None
    )
    if given and owner is None:
        raise Invalid({"owner": _("There is no such agent.")})
    return "", owner


def _why_not(request: HttpRequest, ticket: Ticket) -> str:
    if not ticket.takes_replies:
        return _("closed")
    if not rights.may(request.actor, "assign", ticket):
        return _("your role does not allow it")
    return ""


def _letters(tickets: list[Ticket], team: str) -> list[dict[str, Any]]:
    """Only a move to another desk is told to the customer."""
    if not team:
        return []
    desk_id = house().team_by_key[team].desk_id
    moved = [t for t in tickets if t.desk_id != desk_id]
    sharers = queries.sharers(moved)
    return [
        {"number": t.key, "company": t.company.name, "names": [t.reporter.name, *[p.name for p in sharers[t.pk]]]} for t in moved
    ]


def _do(
    request: HttpRequest, act: str, fit: list[Ticket], refused: list[tuple[Ticket, str]], *, team: str, owner: Person | None
) -> HttpResponse:
    done = 0
    for ticket in fit:
        try:
            with transaction.atomic():
                sorting.assign(
                    ticket.pk, by=request.actor, owner=owner, team=team or None, release_owner=act == "assign" and owner is None
                )
            done += 1
        except DeskError as error:
            refused.append((ticket, error.message))
    presenting.forget_counts(request.actor)
    said = ngettext("%(count)s request changed.", "%(count)s requests changed.", done) % {"count": done}
    if refused:
        said += " " + _("Left as they are:") + " " + ", ".join(f"{t.key} ({why})" for t, why in refused[:20])
    messages.success(request, said)
    return see_other("/desk/?view=all")
