"""What every endpoint of the REST door shares (INTERFACE section 5): a token, its person's walls, JSON, and problems as JSON.

A session does not open this door, so no browser can be made to use it. An endpoint runs in one transaction begun as the
person of its token; what is refused is undone and said as `application/problem+json`.
"""

import json
import math
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import RequestDataTooBig
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from guichet.access.acting import acting_as
from guichet.access.actors import load_actor
from guichet.access.limits import count
from guichet.access.refusals import DeskError, Forbidden, Invalid, TooOften
from guichet.people import limits, tokens

PER_MINUTE = 300
Endpoint = Callable[..., Any]


class Unreadable(DeskError):
    """What was sent is not the JSON that was expected."""

    status = 400


def endpoint(*, methods: tuple[str, ...], scope: str) -> Callable[[Endpoint], Callable[..., HttpResponse]]:
    """A function of a request and the parts of its address that answers with what becomes JSON.

    It finds `request.actor` and `request.given` (the fields of the query or of the JSON body).
    """

    def guard(view: Endpoint) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                answer = problem(HTTPStatus.METHOD_NOT_ALLOWED)
                answer["Allow"] = ", ".join(methods)
                return answer
            token = _token(request)
            actor = load_actor(token.person_id) if token else None
            if token is None or actor is None:
                answer = problem(HTTPStatus.UNAUTHORIZED, _("Send a token that is good now: Authorization: Bearer TOKEN."))
                answer["WWW-Authenticate"] = 'Bearer realm="guichet"'
                return answer
            request.actor = actor
            with translation.override(actor.language), timezone.override(ZoneInfo(actor.zone)):
                try:
                    with acting_as(actor):
                        count(f"api:{token.pk}", PER_MINUTE, 60)
                        if scope not in token.scopes:
                            raise Forbidden(_("The token has not the scope %(scope)s.") % {"scope": scope})
                        request.given = _given(request)
                        return answered(view(request, *args, **kwargs))
                except DeskError as error:
                    with acting_as(actor):
                        limits.count_again()
                    return refused(error)

        # The application's login looks the token up; the actor's role is taken after that.
        guarded.as_login = True
        return guarded

    return guard


def _token(request: HttpRequest) -> tokens.Known | None:
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return tokens.known(secret.strip()) if kind.casefold() == "bearer" and secret.strip() else None


def _given(request: HttpRequest) -> Mapping[str, Any]:
    """The fields of the address; of a POST those of its JSON object."""
    if request.method != "POST":
        return {name: value.replace("\x00", " ") for name, value in request.GET.items()}
    try:
        read = json.loads(request.body or b"{}")
    except RequestDataTooBig:
        raise Unreadable(_("The body is too large.")) from None
    except (ValueError, RecursionError):
        raise Unreadable(_("The body is not JSON.")) from None
    if not isinstance(read, dict):
        raise Unreadable(_("The body is one JSON object."))
    return read


def text(given: Mapping[str, Any], name: str, *, most: int) -> str:
    """A text field, empty where it is absent; raises Invalid for what is no text or longer than *most* characters."""
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Invalid({name: _("This is a text.")})
    if len(value) > most:
        raise Invalid({name: _("At most %(count)s characters.") % {"count": most}})
    # What is no character (half of a pair, NUL) cannot be kept or compared.
    return value.encode("utf-8", "replace").decode().replace("\x00", " ")


def answered(value: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False), status=status, content_type="application/json")


def refused(error: DeskError) -> HttpResponse:
    """A refusal of an operation as a problem, with each field's message."""
    more: dict[str, Any] = {"errors": error.fields} if isinstance(error, Invalid) else {}
    answer = problem(HTTPStatus(error.status), error.message, **more)
    if isinstance(error, TooOften):
        answer["Retry-After"] = str(math.ceil(error.after))
    return answer


def problem(status: HTTPStatus, detail: str = "", **more: Any) -> HttpResponse:
    """RFC 9457: what is wrong, for programs and people."""
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, **({"detail": detail} if detail else {}), **more}
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status.value, content_type="application/problem+json")


@csrf_exempt
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address of this door."""
    return problem(HTTPStatus.NOT_FOUND, _("There is no such resource."))


nothing.as_login = True
