"""The queue: views, conditions, sorting, paging by key (DOMAIN 1.4: the clock due first)."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.rights import works_on_requests
from guichet.desk import queries
from guichet.desk.models import Ticket
from guichet.desk.queries import Conditions
from guichet.people.models import Company, Person
from guichet.service.house import house
from guichet.web.components.access import desk
from guichet.web.workspace import presenting

_MANY = ("status", "turn", "criticality", "type", "owner", "team", "desk", "domain", "language")
DEFAULT_VIEW = "mine"


@desk
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """A view of the queue. Without parameters: what waits for the reader himself."""
    actor: Actor = request.actor
    conditions = read(request.GET, actor)
    found = queries.queue(actor, conditions)
    page = _page(request, conditions, found[: queries.PAGE], more=len(found) > queries.PAGE)
    context = {"page": page, "rail": presenting.rail(request, view=conditions.view)}
    return render(request, "workspace/queue.html", context)


def read(given: QueryDict, actor: Actor) -> Conditions:
    """The conditions of an address; what cannot be read narrows nothing."""
    view = given.get("view", "")
    if view not in queries.views(actor):
        view = DEFAULT_VIEW if not given or set(given) <= {"view", "sort", "after"} else "all"
    many = {name: [v for v in given.getlist(name) if v][:40] for name in _MANY}
    sort = given.get("sort", "due")
    sort = sort if sort in queries.SORTS else "due"
    company = given.get("company", "")
    return Conditions(
        view=view,
        **{
            n: [v.upper() if n in ("status", "criticality", "type", "team", "desk") else v.lower() for v in vs]
            for n, vs in many.items()
        },
        company=int(company) if company.isdecimal() and len(company) < 18 else _company_named(company),
        due=given.get("due", "") if given.get("due") in ("late", "soon", "today") else "",
        deadline=bool(given.get("deadline")),
        unanswered=bool(given.get("unanswered")),
        escalated=bool(given.get("escalated")),
        words=given.get("q", "")[:500],
        sort=sort,
        after=_after(given.get("after", ""), sort),
    )


def _company_named(name: str) -> int | None:
    if not name.strip():
        return None
    return Company.objects.filter(name__icontains=name.strip()[:80]).order_by("name").values_list("pk", flat=True).first() or -1


def after_text(ticket: Ticket, sort: str) -> str:
    """The key of a row as an address carries it."""
    return "~".join(v.astimezone(UTC).isoformat() if isinstance(v, datetime) else str(v) for v in queries.key_after(ticket, sort))


def _after(text: str, sort: str) -> tuple[Any, ...]:
    columns = queries.SORTS[sort]
    parts = text.split("~")
    if len(parts) != len(columns):
        return ()
    try:
        return tuple(
            datetime.fromisoformat(p) if "_at" in c or "deadline" in c else int(p) for c, p in zip(columns, parts, strict=True)
        )
    except ValueError:
        return ()


def _page(request: HttpRequest, conditions: Conditions, tickets: list[Ticket], *, more: bool) -> dict[str, Any]:
    actor: Actor = request.actor
    keep = request.GET.copy()
    keep.pop("after", None)
    counts = presenting.view_counts(actor)
    narrowed = any(request.GET.get(name) for name in (*_MANY, "company", "due", "deadline", "unanswered", "escalated", "q"))
    people = colleagues(actor)
    total = queries.count(queries.narrowed(actor, conditions)) if narrowed else counts.get(conditions.view, 0)
    page = {
        "title": title(conditions.view),
        "view": conditions.view,
        "rows": presenting.rows(tickets, actor),
        "columns": _columns(conditions, keep),
        "total": total,
        "shown": len(tickets),
        "count_us": None,
        "next_href": _href(keep, after=after_text(tickets[-1], conditions.sort)) if more else "",
        "previous_href": _href(keep) if conditions.after else "",
        "sort": conditions.sort,
        "query": conditions.words,
        "filters": _filters(conditions, actor, people),
        "clear_href": _href(QueryDict(f"view={conditions.view}")) if narrowed else "",
        "owners": [{"value": p.pk, "label": p.name} for p in people],
        "teams": [{"value": t.key, "label": presenting.words_of(t.labels)} for t in house().teams.values()],
        "split_href": f"/desk/requests/{house().types[tickets[0].type_id].key}-{tickets[0].pk}/?view={conditions.view}"
        if tickets
        else "",
        "new_href": "/desk/requests/new/" if works_on_requests(actor) else "",
        "now": clock.now(),
    }
    if not tickets:
        page["empty"] = _empty(conditions, counts)
    return page


def _empty(conditions: Conditions, counts: dict[str, int]) -> dict[str, Any]:
    sentence = _("No request waits for you.") if conditions.view == "mine" else _("No request is in this view.")
    return {
        "sentence": sentence,
        "with_customers": counts.get("customers", 0),
        "oldest_href": "/desk/?view=unassigned" if counts.get("unassigned") else "",
        "waiting_href": "/desk/?view=customers" if counts.get("customers") else "",
    }


def title(view: str) -> str:
    names = {
        "mine": _("My turn"), "all": _("All open"), "unassigned": _("Unassigned"), "late": _("Late or soon late"),
        "customers": _("Waiting for customers"), "rnd": _("With R&D"), "resolved": _("Solution proposed"),
        "escalated": _("Escalated"), "triage": _("Without a team"),
    }  # fmt: skip
    if view.startswith("team-"):
        return presenting.words_of(house().team_by_key[view.removeprefix("team-")].labels)
    return names.get(view, view)


def _href(keep: QueryDict, **changes: str) -> str:
    query = keep.copy()
    for name, value in changes.items():
        query[name] = value
    return f"/desk/?{query.urlencode()}"


def _columns(conditions: Conditions, keep: QueryDict) -> list[dict[str, Any]]:
    """The heads of the table; a sorted one sorts the other way when pressed again."""

    def head(key: str, name: str, sort: str = "", back: str = "") -> dict[str, Any]:
        now = "ascending" if conditions.sort == sort and sort else "descending" if conditions.sort == back and back else ""
        to = back if now == "ascending" and back else sort
        return {"key": key, "name": name, "href": _href(keep, sort=to) if to else "", "sorted": now}

    return [
        head("turn", _("Turn")),
        head("number", _("Number"), "number", "-number"),
        head("subject", _("Subject"), "deadline"),
        head("company", _("Company")),
        head("criticality", _("Criticality")),
        head("status", _("Status")),
        head("owner", _("Owner")),
        head("due", pgettext("column", "Next"), "due"),
        head("last_act", _("Last act"), "updated", "-updated"),
    ]


def colleagues(actor: Actor) -> list[Person]:
    """Agents of his desks to whom a request can be given."""
    people = Person.objects.filter(is_agent=True, is_active=True, is_limited=False)
    if actor.desks:
        people = people.filter(seats__team__desk__in=actor.desks)
    people = people.only("given_name", "family_name", "email").distinct()
    return list(people.order_by("given_name", "family_name")[:200])


def _filters(c: Conditions, actor: Actor, people: list[Person]) -> list[dict[str, Any]]:
    known = house()
    text = presenting.words_of

    def many(key: str, name: str, options: list[tuple[str, str]]) -> dict[str, Any]:
        chosen = {str(v) for v in getattr(c, key)}
        said = ", ".join(label for value, label in options if value in chosen)
        return {
            "key": key, "name": name, "said": said, "kind": "choice",
            "options": [{"value": v, "label": label, "is_chosen": v in chosen} for v, label in options],
        }  # fmt: skip

    sides = [
        ("support", _("Us")),
        ("customer", _("Customer")),
        ("consulting", _("Consulting")),
        ("rnd", _("R&D")),
        ("nobody", _("Nobody")),
    ]
    dues = [("late", _("late")), ("soon", _("within two hours")), ("today", _("within a day"))]
    flags = [("unanswered", _("unanswered")), ("escalated", _("escalated")), ("deadline", _("with a deadline"))]
    company = Company.objects.filter(pk=c.company).first() if c.company and c.company > 0 else None
    owners = [("me", _("me")), ("none", _("nobody")), *[(str(p.pk), p.name) for p in people]]
    found = [
        many("status", _("Status"), [(k, text(s.labels)) for k, s in known.statuses.items()]),
        many("turn", _("Turn"), sides),
        many("criticality", _("Criticality"), [(k, text(v.labels)) for k, v in known.levels.items()]),
        {
            "key": "company",
            "name": _("Company"),
            "kind": "text",
            "said": company.name if company else "",
            "value": company.name if company else "",
        },
        many("type", _("Type"), [(t.key, f"{t.key} · {text(t.labels)}") for t in known.types.values()]),
        many("owner", _("Owner"), owners),
        many("team", _("Team"), [(t.key, text(t.labels)) for t in known.teams.values() if t.desk_id in actor.desks]),
        many("desk", _("Desk"), [(d.key, text(d.labels)) for d in known.desks.values()]),
        many("language", _("Language"), [("en", "English"), ("fr", "Français"), ("de", "Deutsch"), ("it", "Italiano")]),
    ]
    found.append(
        {
            "key": "due",
            "name": _("Due"),
            "kind": "choice",
            "said": dict(dues).get(c.due, ""),
            "options": [{"value": v, "label": label, "is_chosen": c.due == v} for v, label in dues],
        }
    )
    for key, label in flags:
        found.append(
            {"key": key, "name": label, "kind": "choice", "said": _("yes") if getattr(c, key) else "",
             "options": [{"value": "1", "label": label, "is_chosen": getattr(c, key)}]}
        )  # fmt: skip
    return found
