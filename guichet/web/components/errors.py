"""Refusals as pages: what happened and what to do (INTERFACE section 4). Under htmx the same in one fragment.

The handlers of Django run as the application's login, which reads texts and the brand and nothing else.
"""

import math
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from guichet.access.actors import PUBLIC
from guichet.access.refusals import DeskError, Invalid, TooOften
from guichet.web.components.log import note

PAGES = {403: "403.html", 404: "404.html", 409: "409.html", 413: "413.html", 422: "422.html", 429: "429.html"}


def refuse(request: HttpRequest, error: DeskError) -> HttpResponse:
    """The answer to a refusal that an operation raised; typed text is kept where the view said how (access.py)."""
    if show := getattr(request, "show_refusal", None):
        shown = show(error)
        if shown is not None:
            return shown
    kept: dict[str, Any] = {}
    if keep := getattr(request, "kept_draft", None):
        kept = keep() or {}
    context: dict[str, Any] = {"text": error.message, "title": _title(error), **_said(request, error), **kept}
    response = _shown(request, error.status, context)
    if isinstance(error, TooOften):
        response["Retry-After"] = str(error.after)
    return response


def _title(error: DeskError) -> str:
    if title := error.details.get("title"):
        return str(title)
    return _("Something is missing or cannot be read.") if error.status == 422 else _("That can no longer be done.")


def _said(request: HttpRequest, error: DeskError) -> dict[str, Any]:
    """What the refusal tells the page beside its message."""
    said = {name: value for name, value in error.details.items() if name not in {"title", "fields"}}
    if isinstance(error, TooOften):
        said["minutes"] = math.ceil(error.after / 60)
    if isinstance(error, Invalid):
        said["fields"] = error.fields
    if number := error.details.get("number"):
        said["acts"] = _ways_on(request, error, number)
    return said


def _ways_on(request: HttpRequest, error: DeskError, number: object) -> list[dict[str, str]]:
    """Back to the request as it stands now; from a closed one to its follow-up (DOMAIN 1.7)."""
    page = f"/desk/requests/{number}/" if request.actor.is_agent else f"/requests/{number}/"
    acts = [{"href": page, "name": _("See the request as it stands now")}]
    if error.details.get("reason") == "closed":
        follow_up = f"/desk/requests/new/?follows={number}" if request.actor.is_agent else f"{page}follow-up/"
        acts.insert(0, {"href": follow_up, "name": _("Open a follow-up")})
    return acts


def _shown(request: HttpRequest, status: int, context: dict[str, Any]) -> HttpResponse:
    context = {"back": _back(request), **context}
    if request.headers.get("HX-Request"):
        response = render(request, "errors/_refusal.html", {"status": status, **context}, status=status)
        response["HX-Retarget"] = "#main"
        response["HX-Reswap"] = "afterbegin show:top"
        return response
    return render(request, PAGES.get(status, "409.html"), context, status=status)


def _back(request: HttpRequest) -> str:
    """The page the reader came from, if it is one of ours."""
    referer = request.headers.get("Referer", "")
    parts = urlsplit(referer)
    if parts.netloc and parts.netloc == request.META.get("HTTP_HOST") and parts.path != request.path:
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return "/"


def _known(request: HttpRequest) -> HttpRequest:
    """Errors may come before anybody asked who is there."""
    if not hasattr(request, "actor"):
        request.actor, request.company = PUBLIC, None
    return request


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there, or not for this reader: the page does not tell which."""
    return _shown(_known(request), 404, {"text": _("There is nothing here for you.")})


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _shown(_known(request), 403, {"text": str(exception or "")})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where more was sent than is taken."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _shown(_known(request), 413, {})
    return HttpResponse("Bad request.\n", status=400, content_type="text/plain; charset=utf-8")


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault: a page without any context, so that it stands even when the database does not."""
    return HttpResponse(render_to_string("500.html", {"reference": getattr(request, "reference", "")[:8]}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long or came from elsewhere."""
    note(request, "form.refused", status=403)
    return render(_known(request), "errors/csrf.html", {"back": _back(request)}, status=403)
