"""Whom to contact, what is covered, how to write a good request: generated from the configuration, for this reader."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet import clock
from guichet.catalog.models import Installation, VersionLine
from guichet.contracts.models import Contract, CoverageRow
from guichet.people.models import Membership
from guichet.service.house import house
from guichet.service.models import RequestType
from guichet.sla import stored
from guichet.sla.policy import Policy
from guichet.sla.turns import TURN
from guichet.web.components.access import signed_in
from guichet.web.components.opening import tel, weekly_hours
from guichet.web.components.templatetags.guichet import label, number
from guichet.web.portal import contracts, upgrading

_GROUPS = ("covered", "part", "billed", "outside")
_GLYPHS = {"customer": "customer", "support": "support", "consulting": "elsewhere", "rnd": "elsewhere", "nobody": "nobody"}


# Whom to contact (DOMAIN 1.10)


@require_safe
@signed_in
def contacts(request: HttpRequest) -> HttpResponse:
    """The escalation matrix: one contact each, whom we involve then, and at what cost."""
    contract = _contract(request, clock.now())
    phone = contracts.phone_of(contract)
    ladder = house().text("escalation")
    page = {
        "rows": [_need(row.spec, phone) for row in house().matrix],
        "need": label(ladder.get("need")),
        "cost": label(ladder.get("cost")),
        "steps": [{"name": _first_big(label(s["labels"])), "text": label(s["text"])} for s in ladder.get("steps", [])],
        "thresholds": _thresholds(_policy(contract)),
    }
    return render(request, "portal/contacts.html", {"section": "contacts", "page": page})


def _need(spec: dict[str, Any], phone: str) -> dict[str, Any]:
    kind = house().type_by_key.get(spec.get("open_type") or "")
    calls = bool(spec.get("phone") and phone)
    level = spec.get("criticality")
    found: dict[str, Any] = {
        "need": label(spec["need"]),
        # Where one calls, the number says it; otherwise the words of the configuration.
        "contact": "" if calls else _first_big(label(spec["first"])),
        "involves": _("; then ").join(label(text) for text in spec.get("then", [])),
        "cost": label(spec["cost"]),
        "level": house().levels.get(level) if level else None,
    }
    if calls:
        found |= {"phone": phone, "tel": tel(phone)}
    if kind is not None and kind.is_active:
        found["href"] = f"/requests/new/?type={kind.key}" + (f"&criticality={level}" if level else "")
    return found


def _thresholds(policy: Policy | None) -> list[dict[str, Any]]:
    """From when *Escalate* stands on a request, by level."""
    if policy is None:
        return []
    levels = sorted(house().levels.values(), key=lambda level: level.position, reverse=True)
    return [{"level": level, "after": policy.targets_at(level.key).escalate} for level in levels]


def _first_big(text: str) -> str:
    return text[:1].upper() + text[1:]


# What is covered (DOMAIN 1.9)


@require_safe
@signed_in
def coverage(request: HttpRequest) -> HttpResponse:
    """The coverage table in its four groups, and what the reader's own contracts hold."""
    groups: dict[str, list[dict[str, Any]]] = {key: [] for key in _GROUPS}
    for row in CoverageRow.objects.all():
        groups.setdefault(row.spec.get("group", "outside"), []).append(_covered(row.spec))
    page = {"contracts": _contracts(request), "advice": upgrading.advice(request), "groups": [{"key": key, "rows": groups[key]} for key in _GROUPS]}
    return render(request, "portal/coverage.html", {"section": "coverage", "page": page})


def _covered(spec: dict[str, Any]) -> dict[str, Any]:
    kinds = house().type_by_key
    opens = kinds.get(spec.get("opens") or "")
    types = [label(kinds[key].labels) for key in spec.get("types", []) if key in kinds]
    return {
        "asked": label(spec["labels"]),
        "note": ", ".join(types),
        "outcome": _first_big(label(spec["outcome"])),
        "href": f"/requests/new/?type={opens.key}" if opens and opens.is_active else "",
    }


def _contracts(request: HttpRequest) -> list[dict[str, Any]]:
    """Per company: until when, which versions are supported, what runs, who approves cost, the Flex balance."""
    actor, at = request.actor, clock.now()
    if not actor.is_requester:
        return []
    companies = sorted(actor.rights)
    today = timezone.localdate(at)
    lines = list(VersionLine.objects.filter(Q(support_ends_on__isnull=True) | Q(support_ends_on__gte=today)).order_by("name"))
    installed = list(
        Installation.objects.filter(company__in=companies, is_active=True)
        .select_related("release__line")
        .order_by("environment", "pk")
    )
    approvers = list(
        Membership.objects.filter(company__in=companies, is_approver=True, ended_at=None, person__is_active=True)
        .select_related("person")
        .order_by("pk")
    )
    signed = contracts.contracts_of(actor)
    found = []
    for company in companies:
        contract = contracts.active(signed, company, at) or next((c for c in signed if c.company_id == company), None)
        if contract is None:
            continue
        own = [i for i in installed if i.company_id == company]
        found.append(
            {
                "name": f"{contract.company.name}, {_policy_name(contract)}" if len(companies) > 1 else _policy_name(contract),
                "until": contract.ends_on,
                "is_over": contract.ends_on is not None and contract.ends_on < today,
                "versions": ", ".join(line.name for line in lines),
                "installed": [_installed(i) for i in own],
                "approvers": [m.person.name for m in approvers if m.company_id == company],
                "flex": f"CHF\u00a0{number(contract.flex_balance, 2)}" if contract.flex_balance else "",
            }
        )
    return found


def _policy_name(contract: Contract) -> str:
    policy = stored.policy(contract.policy_id)
    return label(dict(policy.labels)) if policy.labels else policy.key.capitalize()


def _installed(installation: Installation) -> dict[str, Any]:
    line = installation.release.line
    name = {"production": _("Production"), "test": _("Test")}.get(installation.environment, installation.name)
    return {"name": name, "release": installation.release.name, "ends": line.support_ends_on}


# A good request


@require_safe
@signed_in
def guide(request: HttpRequest) -> HttpResponse:
    """The customers' guide: its sentences, types, levels and statuses all from the configuration; promises of his contract."""
    said = house().text("guide")
    contract = _contract(request, clock.now())
    policy = _policy(contract)
    page = {
        "title": label(said.get("title")),
        "lead": label(said.get("lead")),
        "questions": [{k: label(q.get(k)) for k in ("title", "text", "bad", "good")} for q in said.get("questions", [])],
        "leave_out": _texts(said, "leave_out", "title", "text", "note"),
        "subject": _subject(said.get("subject") or {}),
        "desks": _desks(said.get("desks") or {}),
        "types": _types(said.get("types") or {}, contract),
        "criticalities": _texts(said, "criticalities", "title", "text"),
        "levels": [_level(level, policy) for level in house().levels.values()],
        "calendar": _hours(contract),
        "version": _texts(said, "version", "title", "text"),
        "entity": _texts(said, "entity", "title", "text"),
        "wording": _wording(said.get("wording") or {}),
        "statuses": _texts(said, "statuses", "title", "text"),
        "states": [_status(row) for row in house().statuses.values()],
        "closing": _closing(said.get("closing") or {}),
    }
    return render(request, "portal/guide.html", {"section": "guide", "page": page})


def _texts(said: dict[str, Any], part: str, *names: str) -> dict[str, str]:
    given = said.get(part) or {}
    return {name: label(given.get(name)) for name in names}


def _examples(rows: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    return [{name: label(row.get(name)) for name in ("bad", "why", "better")} for row in rows]


def _subject(said: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: label(said.get(name)) for name in ("title", "shape", "text")},
        "examples": _examples(said.get("examples") or []),
    }


def _desks(said: dict[str, Any]) -> dict[str, Any]:
    desks = house().desk_by_key
    rows = [
        {"name": label(desks[row["desk"]].labels), "text": label(row["text"])}
        for row in said.get("rows", [])
        if row["desk"] in desks
    ]
    return {"title": label(said.get("title")), "text": label(said.get("text")), "rows": rows}


def _types(said: dict[str, Any], contract: Contract | None) -> dict[str, Any]:
    """Every type that can be chosen; Flex only to those who hold credit."""
    when = {row["type"]: label(row["text"]) for row in said.get("rows", [])}
    has_flex = bool(contract and contract.flex_balance and contract.flex_balance > 0)
    kinds = [k for k in house().types.values() if k.is_active and (has_flex or k.spec.get("needs") != "flex_credit")]
    rows = [_type(kind, when.get(kind.key, "")) for kind in kinds]
    return {"title": label(said.get("title")), "text": label(said.get("text")), "rows": rows}


def _type(kind: RequestType, when: str) -> dict[str, str]:
    return {"key": kind.key, "label": label(kind.labels), "desk": label(kind.desk.labels), "when": when}


def _level(level: Any, policy: Policy | None) -> dict[str, Any]:
    found = {"level": level, "definition": label(level.definitions)}
    duties = label(house().text("criticalities").get(level.key, {}).get("duty_text") or {})
    targets = policy.targets_at(level.key) if policy else None
    return found | {
        "duties": duties,
        "has_promise": targets is not None,
        "first_reply": targets.first_reply if targets else None,
        "update": targets.update if targets else None,
        "goal": targets.goal if targets else None,
        "escalate": targets.escalate if targets else None,
    }


def _status(row: Any) -> dict[str, str]:
    turn = TURN.get(row.key, "nobody")
    words = {
        "customer": _("your turn"),
        "support": _("our turn"),
        "consulting": label(house().desk_by_key["CON"].labels) if "CON" in house().desk_by_key else "",
        "rnd": label(house().desk_by_key["RND"].labels) if "RND" in house().desk_by_key else "",
        "nobody": _("nobody"),
    }
    return {"label": label(row.labels), "meaning": label(row.meanings), "side": _GLYPHS[turn], "turn": words[turn]}


def _wording(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": label(said.get("title")),
        "rules": [label(rule) for rule in said.get("rules", [])],
        "examples": _examples(said.get("examples") or []),
    }


def _closing(said: dict[str, Any]) -> dict[str, Any]:
    return {"title": label(said.get("title")), "paragraphs": [label(text) for text in said.get("paragraphs", [])]}


# The contract of the reader


def _contract(request: HttpRequest, at: datetime) -> Contract | None:
    """The active contract of the company he has chosen; for somebody of the vendor none."""
    if not request.actor.is_requester or request.company is None:
        return None
    return contracts.active(contracts.contracts_of(request.actor), request.company.company_id, at)


def _policy(contract: Contract | None) -> Policy | None:
    """The reader's own promises; without a contract those of the first policy, as an example."""
    if contract:
        return stored.policy(contract.policy_id)
    known = stored.policies_by_key()
    return known[min(known)] if known else None


def _hours(contract: Contract | None) -> str:
    calendar = contracts.calendar_of(contract)
    return weekly_hours(calendar, get_language() or "en") if calendar else ""


# For the footer


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the pages go for everybody, and where to say what is missing."""
    return render(request, "portal/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, for how long, and who reads it."""
    return render(request, "portal/privacy.html")
