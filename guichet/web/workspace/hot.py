"""/desk/hot/: what is hot, for leads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet import clock
from guichet.access.refusals import Forbidden
from guichet.desk import queries_hot
from guichet.web.components.access import desk
from guichet.web.workspace import presenting

REASONS = {
    "escalated": lambda: _("escalated"), "owed": lambda: _("answer overdue"), "contested": lambda: _("contested"),
    "breached": lambda: _("target missed"), "critical": lambda: _("critical"), "unanswered": lambda: _("unanswered"),
    "unhappy": lambda: _("unhappy"),
}  # fmt: skip


@desk
@require_safe
def hot(request: HttpRequest) -> HttpResponse:
    """Escalated, overdue, contested, missed, critical, unanswered, unhappy: each request once, with all its reasons."""
    if not request.actor.led_teams:
        raise Forbidden(_("This list is for the leads of a team."))
    now = clock.now()
    found = queries_hot.hot(request.actor, now)
    rows = presenting.rows([one.ticket for one in found], request.actor)
    for row, one in zip(rows, found, strict=True):
        row["reasons"] = [REASONS[name]() for name in one.reasons]
    page = {"rows": rows, "now": now}
    return render(request, "workspace/hot.html", {"page": page, "rail": presenting.rail(request, view="hot")})
