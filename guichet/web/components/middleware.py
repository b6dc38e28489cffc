"""What every web request passes: monitors, the policy of the browser, and who is asking.

`acting` runs the view in one transaction begun as its actor (docs/decisions/walls.md). It does so itself rather than through
ATOMIC_REQUESTS, because a template response is rendered after the view, and because a refusal has to be shown in a
transaction of its own after the refused one is undone.
"""

import math
import re
import secrets
from collections.abc import Callable
from time import monotonic
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from guichet import clock
from guichet.access import log
from guichet.access.acting import acting_as
from guichet.access.actors import PUBLIC, Actor, Rights, load_actor
from guichet.access.refusals import DeskError
from guichet.people import limits
from guichet.web.components import monitors
from guichet.web.components.answers import remote_address
from guichet.web.components.errors import refuse
from guichet.web.components.log import note, person, reference

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
PERMISSIONS = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "midi=(), payment=(), usb=()"
)
# Refusals that may be somebody's try to get where he may not: not there for him, not his to do, too often.
_TOLD = {403, 404, 429}
_READ_AT_MOST = 600 * 1024 * 1024  # twenty files of the largest size, and some
_REFERENCE = re.compile(r"[A-Za-z0-9._-]{8,64}")


def health(get_response: Answer) -> Answer:
    """Answers monitors before anything else: no session, no language, no host allow list."""

    def middleware(request: HttpRequest) -> HttpResponse:
        found = monitors.answer(request)
        if found is not None:
            return found
        began = monotonic()
        response = get_response(request)
        monitors.count(response.status_code, monotonic() - began)
        return response

    return middleware


def secure(get_response: Answer) -> Answer:
    """The strict policy of the browser, and a reference for every request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request.reference = given if _REFERENCE.fullmatch(given) else uuid4().hex
        request.csp_nonce = secrets.token_urlsafe(16)
        token = reference.set(request.reference)
        try:
            response = get_response(request)
        finally:
            reference.reset(token)
            person.set(None)
            log.address.set(None)
        if response.status_code == 413:
            _read_to_the_end(request)
        response["X-Request-Id"] = request.reference
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=request.csp_nonce))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def _without_nul(query: QueryDict) -> QueryDict:
    """What an address asks for, without the one sign that PostgreSQL cannot keep or compare."""
    clean = QueryDict(mutable=True)
    for name, values in query.lists():
        clean.setlist(name.replace("\x00", " "), [value.replace("\x00", " ") for value in values])
    return clean


def _read_to_the_end(request: HttpRequest) -> None:
    """What was too much is read and forgotten: a browser shows an answer only after it has sent everything."""
    left = _READ_AT_MOST
    try:
        while left > 0 and (chunk := request.read(min(left, 1 << 16))):
            left -= len(chunk)
    except (OSError, ValueError):
        return


def acting(get_response: Answer) -> Answer:
    """Who asks, in which language and zone; then the view as that actor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _without_nul(request.GET)
        request.actor = _signed_in(request) or PUBLIC
        request.company = _chosen_company(request)
        language = request.actor.language if request.actor.is_known else translation.get_language_from_request(request)
        limits.begin()
        log.address.set(remote_address(request) or None)
        person.set(request.actor.person_id)
        with translation.override(language), timezone.override(ZoneInfo(request.actor.zone)):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie", "HX-Request"])
        return response

    middleware.process_view = run
    return middleware


def run(request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> HttpResponse:
    """The view in one transaction as the actor; undone when it is refused or fails."""
    if getattr(view, "as_login", False):
        try:
            return _rendered(view(request, *args, **kwargs))
        except DeskError as error:
            return refuse(request, error)
    try:
        with acting_as(request.actor):
            response = _rendered(view(request, *args, **kwargs))
            if response.status_code >= 500:
                raise _Undo(response)
            return response
    except _Undo as undo:
        return undo.response
    except Http404:
        note(request, "refused", status=404)
        raise
    except DeskError as error:
        if error.status in _TOLD:
            note(request, "refused", status=error.status)
        with acting_as(request.actor):
            limits.count_again()
            return _rendered(refuse(request, error))


class _Undo(Exception):
    """Carries the response of a view that failed out of its transaction."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def _rendered(response: HttpResponse) -> HttpResponse:
    """A template response is rendered while its reader's role is taken."""
    if not getattr(response, "is_rendered", True):
        response.render()
    return response


def _signed_in(request: HttpRequest) -> Actor | None:
    """The actor of the session, unless it has lasted its days, or he was deactivated or ended his sessions (the epoch) meanwhile."""
    person = request.session.get("person")
    if person is None:
        return None
    actor = load_actor(person)
    ended = clock.now().timestamp() - request.session.get("since", math.inf) > settings.SESSION_COOKIE_AGE
    if actor is None or ended or actor.epoch != request.session.get("epoch"):
        request.session.flush()
        return None
    return actor


def _chosen_company(request: HttpRequest) -> Rights | None:
    rights = request.actor.rights
    if len(rights) > 1 and (chosen := rights.get(request.session.get("company"))):
        return chosen
    return next(iter(rights.values()), None)
