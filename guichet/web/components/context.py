"""What every page knows without its view: room, reader's theme, languages, the vendor's brand, who is signed in.

All of it is lazy: a fragment that shows none of it costs no query.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.messages import get_messages
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import PUBLIC, Actor, Rights
from guichet.contracts.models import Contract
from guichet.service import limits
from guichet.sla import words
from guichet.sla.calendar import Calendar
from guichet.sla.stored import calendars_by_key
from guichet.web.components.brand import brand
from guichet.web.components.opening import of_contract, opening, tel, weekly_hours

VENDOR_SIDE = ("/desk/", "/administration/")
PLAIN = "components/plain.html"
SHORT = {"de": "DE", "fr": "FR", "it": "IT", "en": "EN"}
NAMES = {"de": "Deutsch", "fr": "Français", "it": "Italiano", "en": "English"}


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor of all pages."""
    actor = getattr(request, "actor", PUBLIC)
    room = "desk" if actor.is_agent and request.path.startswith(VENDOR_SIDE) else "portal"
    return {
        "room": room,
        "theme": actor.theme,
        "languages": [
            {"code": code, "short": SHORT[code], "name": NAMES[code], "is_current": code == words.known(get_language())}
            for code in SHORT
        ],
        "brand": SimpleLazyObject(brand),
        "support": SimpleLazyObject(support),
        "limits": SimpleLazyObject(limits.said),
        "after_hours": SimpleLazyObject(partial(_read_as, actor, after_hours, actor, getattr(request, "company", None))),
        "viewer": viewer(actor, getattr(request, "company", None)) if actor.is_known else None,
        "frame": "workspace/base.html" if room == "desk" else "portal/base.html" if actor.is_known else PLAIN,
        "path": request.get_full_path() if request.method in {"GET", "HEAD"} else request.path,
        "messages": get_messages(request),
    }


def _read_as(actor: Actor, question: Callable[..., Any], *args: Any) -> Any:
    """Ask as the reader also where no view's transaction is under way: an unknown address, a form refused before its view."""
    if connection.in_atomic_block:
        return question(*args)
    with acting_as(actor):
        return question(*args)


def viewer(actor: Actor, company: Rights | None) -> dict[str, Any]:
    """Who reads: name, first name, the company he acts for (all of his until he chose), whether of the vendor."""
    companies = [company] if company else list(actor.rights.values())
    return {
        "name": actor.name,
        "given_name": actor.given_name,
        "company": ", ".join(rights.company for rights in companies),
        "is_agent": actor.is_agent,
        "is_administrator": actor.is_administrator,
    }


def support() -> dict[str, Any]:
    """When the desk is open, in one line and at this moment, and the number to call."""
    phone = brand()["phone"]
    said = {"phone": phone, "tel": tel(phone), "hours": "", "opening": {}}
    if calendar := desk_calendar():
        said["hours"] = weekly_hours(calendar, words.known(get_language()))
        said["opening"] = opening(calendar, clock.now())
    return said


def after_hours(actor: Actor, company: Rights | None) -> dict[str, Any]:
    """For a customer outside the hours of his contract: who answers when (DOMAIN 1.15); nothing while the desk is open."""
    if not actor.is_requester:
        return {}
    at = clock.now()
    companies = [company.company_id] if company else list(actor.rights)
    signed = Contract.objects.filter(company__in=companies, starts_on__lte=at.date())
    contract = signed.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=at.date())).order_by("-ends_on", "-pk").first()
    if contract is None:
        return {}
    said = of_contract(contract, at, phone=brand()["phone"])
    return {} if said["is_open"] else said


def desk_calendar() -> Calendar | None:
    """The calendar that the brand names, else the first by its key."""
    calendars = calendars_by_key()
    return calendars.get(brand().get("calendar", "")) or next((calendars[key] for key in sorted(calendars)), None)
