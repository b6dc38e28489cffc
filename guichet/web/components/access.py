"""Which door a view stands behind. A view without one of these is open to everybody, acting as the public.

What `middleware.acting` gives every view on its request:

- ``request.actor``     who asks (`PUBLIC` before sign-in)
- ``request.company``   the `Rights` in the company he has chosen, or in his only one; None for everybody else
- ``request.kept_draft``   a view may set it to a function without arguments: when the view is refused after that, its work is
  undone, and the function is called in the transaction that shows the refusal, so that typed text is kept. What it
  returns (a dict, or nothing) is added to the context of the page: ``kept``, ``follow_up``, ``acts``
- ``request.show_refusal``  likewise a function that takes the `DeskError` and returns the response (or None): a view shows its
  own form again with the messages beside their fields
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Anybody who is signed in: account, guide, attachments."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.is_known:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def portal(view: View) -> View:
    """Requesters. An agent who follows a link of theirs comes to the same thing in the workspace."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.is_known:
            return to_sign_in(request)
        if not request.actor.is_requester:
            return _to_workspace(request)
        return view(request, *args, **kwargs)

    return guarded


def desk(view: View) -> View:
    """Agents. For a portal person nothing is there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.is_known:
            return to_sign_in(request)
        if not request.actor.is_agent:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def administration(view: View) -> View:
    """The vendor's administrator. For everybody else nothing is there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.is_known:
            return to_sign_in(request)
        if not request.actor.is_administrator:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def as_login(view: View) -> View:
    """Sign-in and passwords: runs as the application's login, which alone reads credentials, without a transaction around it."""
    view.as_login = True
    return view


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """302 to the sign-in page, which leads back; what was posted is not repeated."""
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = "/sign-in/"
        return answer
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    return HttpResponseRedirect("/sign-in/?" + urlencode({"next": back}, safe="/") if back != "/" else "/sign-in/?next=/")


def _to_workspace(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        raise Http404
    parts = request.path.strip("/").split("/")
    if parts[0] == "requests" and len(parts) > 1 and parts[1] != "new":
        return HttpResponseRedirect(f"/desk/requests/{parts[1]}/")
    return HttpResponseRedirect("/desk/" if request.actor.desks or not request.actor.is_administrator else "/administration/")
