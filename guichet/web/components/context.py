"""What every page knows without its view: room, reader's theme, languages, the vendor's brand, who is signed in.

All of it is lazy: a fragment that shows none of it costs no query.
"""

import time
from datetime import time as day_time
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from guichet.access.actors import PUBLIC, Actor
from guichet.sla import words

VENDOR_SIDE = ("/desk/", "/administration/")
PLAIN = "components/plain.html"
SHORT = {"de": "DE", "fr": "FR", "it": "IT", "en": "EN"}
NAMES = {"de": "Deutsch", "fr": "Français", "it": "Italiano", "en": "English"}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEPT_SECONDS = 30
_kept: dict[str, tuple[float, Any]] = {}


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
        "viewer": viewer(actor) if actor.is_known else None,
        "frame": "workspace/base.html" if room == "desk" else "portal/base.html" if actor.is_known else PLAIN,
        "path": request.get_full_path() if request.method in {"GET", "HEAD"} else request.path,
        "messages": get_messages(request),
    }


def viewer(actor: Actor) -> dict[str, Any]:
    """Who reads: name, first name, the companies he belongs to in one word, whether of the vendor."""
    return {
        "name": actor.name,
        "given_name": actor.given_name,
        "company": ", ".join(rights.company for rights in actor.rights.values()),
        "is_agent": actor.is_agent,
        "is_administrator": actor.is_administrator,
    }


def brand() -> dict[str, Any]:
    """The vendor's name, product, phone and address, as configured."""
    found = _section("brand") or {}
    return {"vendor": "Guichet", "phone": "", "email": "", **found}


def support() -> dict[str, str]:
    """When the desk is open, in one line, and the number to call."""
    spec = _calendar() or {}
    windows = {weekday: [_window(said) for said in (spec.get("windows") or {}).get(key) or []] for weekday, key in enumerate(WEEK)}
    phone = brand()["phone"]
    return {
        "hours": words.opening_hours(windows, words.known(get_language())),
        "phone": phone,
        "tel": "".join(sign for sign in phone if sign in "+0123456789"),
    }


def _window(said: str) -> tuple[day_time, day_time]:
    opens, closes = said.split("-")
    return day_time.fromisoformat(opens), day_time.fromisoformat("23:59" if closes == "24:00" else closes)


def _section(key: str) -> dict[str, Any] | None:
    from guichet.service.models import Text

    return _remembered(f"text:{key}", lambda: Text.objects.filter(key=key).values_list("spec", flat=True).first())


def _calendar() -> dict[str, Any] | None:
    """The calendar of the desk: the one the configuration names first."""
    from guichet.sla.models import BusinessCalendar

    return _remembered("calendar", lambda: BusinessCalendar.objects.order_by("pk").values_list("spec", flat=True).first())


def _remembered(key: str, read: Any) -> Any:
    """Configuration read at most twice a minute, since it stands on every page and hardly ever changes."""
    kept = _kept.get(key)
    if kept is None or time.monotonic() - kept[0] > KEPT_SECONDS:
        kept = _kept[key] = (time.monotonic(), read())
    return kept[1]


def forget() -> None:
    """Read the configuration anew at the next page: after it was edited, and between tests."""
    _kept.clear()
