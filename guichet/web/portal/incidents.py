"""Incident notices as the companies concerned read them: what we know, and following it with one click (DOMAIN 1.15)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet import clock
from guichet.access.actors import Actor
from guichet.desk.models import Incident, IncidentFollower
from guichet.desk.operations import incidents as operations
from guichet.web.components.access import portal
from guichet.web.components.answers import see_other
from guichet.web.components.templatetags.guichet import label


def notices(actor: Actor, company: int | None = None) -> list[dict[str, Any]]:
    """What stands now for this reader, at one company where one is named; two questions, one where nothing stands."""
    rows = Incident.objects.shown(clock.now()).visible_to(actor)
    found = list((rows.concerning([company]) if company else rows)[:5])
    followed = _followed(actor, found)
    return [_notice(one, one.pk in followed) for one in found]


def _followed(actor: Actor, found: list[Incident]) -> set[int]:
    rows = IncidentFollower.objects.filter(incident__in=found, person=actor.person_id) if found else IncidentFollower.objects.none()
    return set(rows.values_list("incident_id", flat=True))


def _notice(one: Incident, is_followed: bool) -> dict[str, Any]:
    href = f"/incidents/{one.pk}/"
    return {
        "lead": label(one.titles), "text": label(one.texts), "href": href, "is_followed": is_followed,
        "follow_href": "" if is_followed else f"{href}follow/",
    }  # fmt: skip


@require_safe
@portal
def show(request: HttpRequest, pk: int) -> HttpResponse:
    now = clock.now()
    one = get_object_or_404(Incident.objects.visible_to(request.actor).filter(starts_at__lte=now), pk=pk)
    page = {
        **_notice(one, one.pk in _followed(request.actor, [one])),
        "number": one.pk,
        "since": one.starts_at,
        "until": one.ends_at,
        "is_over": bool(one.ends_at and one.ends_at <= now),
        "updated_at": one.updated_at,
    }
    return render(request, "portal/incident.html", {"section": "home", "page": page})


@portal
@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Follows it, or with `stop` no longer."""
    if request.POST.get("stop"):
        operations.unfollow(pk, by=request.actor)
        messages.success(request, _("You get no more letters about it."))
    else:
        operations.follow(pk, by=request.actor)
        messages.success(request, _("We tell you when there is news and when it is over. No request is needed."))
    return see_other(f"/incidents/{pk}/")
