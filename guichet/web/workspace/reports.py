"""/desk/reports/: changes of criticality by company and direction, as a table and as CSV; requests that were not needed."""

import csv
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet import clock
from guichet.insight import changes
from guichet.matching.deflected import Solver, deflections
from guichet.people.models import Company
from guichet.service.house import house
from guichet.web.components.access import desk
from guichet.web.workspace import happened, presenting

NAMES = {
    "raised_by_customer": lambda: _("raised by the customer"), "raised": lambda: _("raised by us"),
    "lowered_by_customer": lambda: _("lowered by the customer"), "lowered": lambda: _("lowered by us"),
    "contested": lambda: _("contested"), "granted": lambda: _("contest granted"), "kept": lambda: _("contest refused"),
}  # fmt: skip
DAYS = 90
SHOWN = 200


@desk
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """By default the last ninety days; what cannot be read narrows nothing."""
    zone, today = ZoneInfo(request.actor.zone), clock.now().astimezone(ZoneInfo(request.actor.zone)).date()
    first, last = _day(request.GET.get("from")) or today - timedelta(days=DAYS), _day(request.GET.get("to")) or today
    company = request.GET.get("company", "").strip()[:80]
    kind = request.GET.get("direction", "")
    kind = kind if kind in NAMES else ""
    since, until = datetime.combine(first, time(0), tzinfo=zone), datetime.combine(last + timedelta(days=1), time(0), tzinfo=zone)
    found = changes.changes(request.actor, since, until, company=_company(company), kind=kind)
    if request.GET.get("format") == "csv":
        return _as_csv(found, first, last)
    not_needed, solvers = deflections(request.actor, since, until, company=_company(company))
    keep = request.GET.copy()
    keep["format"] = "csv"
    page = {
        "first": first,
        "last": last,
        "company": company,
        "directions": [{"key": key, "name": name(), "is_chosen": key == kind} for key, name in NAMES.items()],
        "heads": [name() for name in NAMES.values()],
        "companies": [{"name": name, "counts": [counts[key] for key in NAMES]} for name, counts in found.by_company.items()],
        "rows": [_row(one) for one in found.changes[:SHOWN]],
        "total": len(found.changes),
        "is_cut": found.is_cut,
        "not_needed": not_needed,
        "solvers": [_solver(one) for one in solvers],
        "csv_href": f"/desk/reports/?{keep.urlencode()}",
    }
    return render(request, "workspace/reports.html", {"page": page, "rail": presenting.rail(request, view="reports")})


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return found if 1990 < found.year < 2200 else None


def _company(name: str) -> int | None:
    if not name:
        return None
    if name.isdecimal() and len(name) < 18:
        return int(name)
    return Company.objects.filter(name__icontains=name).order_by("name").values_list("pk", flat=True).first() or -1


def _number(one: changes.Change) -> str:
    return f"{house().types[one.type_id].key}-{one.number}"


def _row(one: changes.Change) -> dict[str, Any]:
    return {
        "at": one.at,
        "company": one.company,
        "number": _number(one),
        "href": f"/desk/requests/{_number(one)}/",
        "what": NAMES[one.kind](),
        "was": happened.level(one.was) if one.was else "",
        "now": happened.level(one.now) if one.now else "",
        "who": one.who,
        "reason": one.reason,
    }


def _solver(one: Solver) -> dict[str, Any]:
    """What solved it before it was sent, and where it is read."""
    names = {"problem": _("Known problem"), "article": _("Article"), "ticket": _("Request")}
    hrefs = {
        "problem": f"/desk/problems/{one.reference}/", "article": f"/desk/articles/{one.object_id}/", "ticket": f"/desk/requests/{one.reference}/",
    }  # fmt: skip
    return {
        "kind": names[one.kind],
        "reference": one.reference,
        "title": one.title,
        "language": one.language,
        "href": hrefs[one.kind],
        "count": one.count,
    }


def _as_csv(found: changes.Report, first: date, last: date) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="criticality-{first}-{last}.csv"'
    writer = csv.writer(answer)
    writer.writerow(["at", "company", "request", "direction", "from", "to", "by", "reason"])
    for one in found.changes:
        writer.writerow(
            [one.at.isoformat(), _plain(one.company), _number(one), one.kind, one.was, one.now, _plain(one.who), _plain(one.reason)]
        )
    return answer


def _plain(text: str) -> str:
    """A spreadsheet reads a cell that begins like a formula as one; an apostrophe keeps it text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
