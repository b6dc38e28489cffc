"""Answers that many views give."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from guichet.access.refusals import DeskError, Invalid


def see_other(address: str) -> HttpResponse:
    """303 after a successful POST: the browser fetches the page anew."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def own_address(request: HttpRequest, address: str, *, otherwise: str = "/") -> str:
    """An address of ours that somebody handed in, otherwise a safe one: nobody is sent elsewhere by a link."""
    own = {request.get_host()}
    fine = address.startswith("/") and url_has_allowed_host_and_scheme(address, own, require_https=request.is_secure())
    return address if fine else otherwise


def remote_address(request: HttpRequest) -> str:
    """Where a request comes from. A proxy is believed only where the product is served through one (https), and only its own entry."""
    peer = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "")
    if request.is_secure() and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()[:64] or peer
    return peer


def with_refusal(form: forms.Form, error: DeskError) -> forms.Form:
    """The form with what an operation refused beside its fields."""
    if isinstance(error, Invalid):
        for name, message in error.fields.items():
            form.add_error(name if name in form.fields else None, message)
    else:
        form.add_error(None, error.message)
    return form
