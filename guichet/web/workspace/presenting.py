"""What the workspace's templates are handed: rows, glyphs and the rail of views, in plain names."""

import time
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.desk import queries
from guichet.desk.models import Ticket
from guichet.desk.operations.watching import may_be_back
from guichet.intake.quarantine import held_count
from guichet.matching.search import keeping
from guichet.service.house import house
from guichet.sla import stored, words
from guichet.web.workspace.cells import Cells

COUNTS_LAST = 10.0
# Counts of the rail by actor: nobody acts on the second in which a number changes.
_counts: dict[int, tuple[float, dict[str, int]]] = {}
# The searches kept by actor; another's shared one appears within as many seconds.
_searches: dict[int, tuple[float, list[tuple[int, str]]]] = {}

CLOCK_WORDS = {
    "first_reply": "reply",
    "update": "update",
    "goal": "goal",
    "remind": "remind",
    "end": "closes",
    "appointment": "on",
    "release": "release",
    "owe": "update",
    "incomplete": "incomplete",
}


def status_label(ticket: Ticket) -> str:
    """The status in the reader's language; *Planned in version …* and *Appointment fixed for …* say which."""
    text = house().statuses.get(ticket.status)
    label = words_of(text.labels) if text else ticket.status
    if "…" in label:
        detail = ""
        if ticket.status == "PLANNED_FIX" and ticket.target_release_id:
            detail = ticket.target_release.name
        elif ticket.status == "SCHEDULED" and ticket.appointment_at:
            zone = stored.calendar(ticket.calendar_id).zone
            detail = words.short_moment(ticket.appointment_at, zone, get_language() or "en", clock.now())
        label = label.replace("…", detail).strip(" :")
    return label


def words_of(labels: dict[str, str]) -> str:
    """A configured text in the reader's language."""
    return labels.get(get_language() or "en") or labels.get("en", "")


def side(ticket: Ticket, actor: Actor) -> str:
    """Whose turn as the glyph shows it: consulting and R&D are *elsewhere* for others, *us* for their own people."""
    if ticket.turn in ("customer", "nobody", "support"):
        return ticket.turn
    own = {"consulting": "CON", "rnd": "RND"}[ticket.turn]
    return "support" if own in actor.desk_keys else "elsewhere"


def due(ticket: Ticket, now: datetime) -> dict[str, Any]:
    """The clock due first with the working time left, or the next thing that happens by itself."""
    if not ticket.next_kind or ticket.next_at is None or ticket.next_at.year >= 9999:
        return {}
    word = CLOCK_WORDS.get(ticket.next_kind, "")
    if ticket.queue_rank != 0:
        return {"clock": word, "state": "paused", "at": ticket.next_at}
    calendar = stored.calendar(ticket.calendar_id)
    epoch_now, epoch_due = int(now.timestamp()), int(ticket.next_at.timestamp())
    if epoch_due < epoch_now:
        return {"clock": word, "state": "late", "left": calendar.worked(epoch_due, epoch_now)}
    left = calendar.worked(epoch_now, epoch_due)
    target = _target(ticket)
    return {"clock": word, "state": "soon" if target and left * 4 <= target else "", "left": left}


def _target(ticket: Ticket) -> int:
    """The target of the clock due first: from three quarters on it is *soon*."""
    targets = stored.policy(ticket.policy_id).targets_at(ticket.criticality or None)
    return {"first_reply": targets.first_reply, "update": targets.update, "goal": targets.goal}.get(ticket.next_kind) or 0


def row(ticket: Ticket, actor: Actor, cells: Cells) -> dict[str, Any]:
    """One request in a list of the workspace (see _queue_row.html)."""
    kind = house().types[ticket.type_id]
    key = f"{kind.key}-{ticket.pk}"
    whose, first_due = side(ticket, actor), due(ticket, cells.now)
    return {
        "number": key,
        "key": kind.key,
        "figure": ticket.pk,
        "href": f"/desk/requests/{key}/",
        "subject": ticket.subject,
        "language": ticket.language,
        "side": whose,
        "is_unread": bool(ticket.unanswered_since) or ticket.status == "NEW",
        "state": first_due.get("state", ""),
        "company": ticket.company.name,
        "version": ticket.release.name if ticket.release_id else "",
        "level": ticket.criticality,
        "status": status_label(ticket),
        "owner": ticket.owner.given_name if ticket.owner_id else "",
        "select": cells.select % {"number": key},
        **cells.of(ticket, whose, first_due),
    }


def group_of(ticket: Ticket, shown: dict[str, Any]) -> str:
    """A line parts what is late, what runs, what waits for a date, and what waits for the customer."""
    return "late" if shown["state"] == "late" else str(ticket.queue_rank)


def rows(tickets: list[Ticket], actor: Actor) -> list[dict[str, Any]]:
    """Rows of a list, each knowing whether its group ends."""
    cells = Cells(clock.now())
    shown = [row(ticket, actor, cells) for ticket in tickets]
    for (ticket, one), (next_ticket, after) in pairwise(zip(tickets, shown, strict=True)):
        one["ends_group"] = group_of(ticket, one) != group_of(next_ticket, after)
    return shown


def _quarantine(actor: Actor, view: str) -> dict[str, Any]:
    """Mail that waits for somebody's word."""
    count = held_count(actor) or None
    return {"name": _("Quarantine"), "href": "/desk/quarantine/", "count": count, "is_current": view == "quarantine"}


def rail(request: HttpRequest, *, view: str = "") -> dict[str, Any]:
    """The views at the left with their counts."""
    actor: Actor = request.actor
    counts = view_counts(actor)

    def entry(key: str, name: str, **more: Any) -> dict[str, Any]:
        return {
            "name": name,
            "href": f"/desk/?{urlencode({'view': key})}",
            "count": counts.get(key),
            "is_current": view == key,
            **more,
        }

    own = [
        entry("mine", _("My turn")),
        entry("all", _("All open")),
        entry("unassigned", _("Unassigned")),
        entry("late", _("Late or soon late"), is_late=bool(counts.get("late"))),
        entry("customers", _("Waiting for customers")),
        entry("rnd", _("With R&D")),
        entry("resolved", _("Solution proposed")),
        entry("escalated", _("Escalated"), is_late=bool(counts.get("escalated"))),
    ]
    if actor.led_teams:
        own.append({"name": _("What is hot"), "href": "/desk/hot/", "count": None, "is_current": view == "hot"})
    if counts.get("back") is not None:
        back = {"href": "/desk/problems/?state=back", "is_late": bool(counts["back"])}
        own.append(entry("back", _("May be back"), **back))
    if "SUP" in actor.desk_keys:
        own.append(entry("triage", _("Without a team")))
    teams = [
        entry(f"team-{team.key}", words_of(team.labels))
        for team in house().teams.values()
        if team.desk_id in actor.desks and (not actor.is_limited or team.pk in actor.teams)
    ]
    now = clock.now()
    calendar = next(iter(stored.calendars_by_key().values()), None)
    return {
        "groups": [
            {"name": ", ".join(words_of(house().desks[d].labels) for d in sorted(actor.desks)) or _("Views"), "views": own},
            {"name": _("Teams"), "views": teams},
            *_kept(actor, view),
            {
                "name": "",
                "views": [
                    _quarantine(actor, view),
                    {"name": _("Known problems"), "href": "/desk/problems/", "is_current": view == "problems"},
                    {"name": _("Articles"), "href": "/desk/articles/", "is_current": view == "articles"},
                    {"name": _("Companies"), "href": "/desk/companies/", "is_current": view == "companies"},
                    {"name": _("Incident notices"), "href": "/desk/incidents/", "is_current": view == "incidents"},
                    {"name": _("Reports"), "href": "/desk/reports/", "is_current": view == "reports"},
                    {"name": _("Who is away"), "href": "/desk/absences/", "is_current": view == "absences"},
                ],
            },
        ],
        "team": ", ".join(words_of(house().teams[t].labels) for t in sorted(actor.teams)[:2]),
        "now": now,
        "open_until": calendar.closing(now) if calendar else None,
        "opens_at": calendar.next_opening(now) if calendar else None,
        "can_administer": actor.is_administrator,
    }


def _kept(actor: Actor, view: str) -> list[dict[str, Any]]:
    """The searches kept as views, where there are any."""
    known = _searches.get(actor.person_id or 0)
    if known is None or time.monotonic() - known[0] > COUNTS_LAST:
        if len(_searches) > 500:
            _searches.clear()
        rows = [(one.pk, one.name) for one in keeping.views(actor)]
        known = _searches[actor.person_id or 0] = (time.monotonic(), rows)
    views = [{"name": name, "href": f"/desk/search/?view={pk}", "is_current": view == f"kept-{pk}"} for pk, name in known[1]]
    return [{"name": _("Kept searches"), "views": views}] if views else []


def forget_kept(actor: Actor) -> None:
    """Read the kept searches anew at the next page."""
    _searches.pop(actor.person_id or 0, None)


def view_counts(actor: Actor) -> dict[str, int]:
    kept = _counts.get(actor.person_id or 0)
    if kept is None or time.monotonic() - kept[0] > COUNTS_LAST:
        if len(_counts) > 500:
            _counts.clear()
        counts = queries.view_counts(actor)
        if "RND" in actor.desk_keys:
            counts["back"] = may_be_back(actor).count()
        kept = _counts[actor.person_id or 0] = (time.monotonic(), counts)
    return kept[1]


def forget_counts(actor: Actor) -> None:
    """Count anew at the next page: this person just changed something."""
    _counts.pop(actor.person_id or 0, None)
