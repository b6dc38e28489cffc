"""Signing in and out: by password, by a link once, after a reset, by an invitation.

No answer tells whether an address is known: the words are the same, a password is hashed in any case, and whether anybody
has the address a link is asked for is found out by the worker. Limits end by themselves, and a link always works.
"""

import math

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guichet.jobs import queue
from guichet.people import limits, links, passwords
from guichet.people.models import Membership, Person
from guichet.web.components.access import as_login
from guichet.web.components.answers import own_address, remote_address, see_other
from guichet.web.components.brand import brand
from guichet.web.components.log import note
from guichet.web.people.forms import AddressForm, NewPasswordForm, SignInForm
from guichet.web.people.session import sign_in as begin_session
from guichet.web.people.session import start_of

WINDOW_S = 15 * 60
PER_ACCOUNT, PER_ADDRESS = 10, 100
LINKS_PER_ACCOUNT, LINKS_PER_ADDRESS = 5, 30

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@as_login
@read_or_send
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page, and the try. Ten failures of an account or a hundred of an address in 15 minutes are enough."""
    going_to = request.POST.get("next") or request.GET.get("next", "")
    if request.method != "POST":
        if request.actor.is_known:
            return see_other(start_of(request, Person.objects.get(pk=request.actor.person_id), going_to))
        return _page(request, SignInForm(), going_to)
    if "link" in request.POST:
        return ask_for_link(request)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, going_to, status=422)
    email = form.cleaned_data["email"].strip()
    # Counted before the password is looked at, so that many tries at once do not slip through; taken back on success.
    keys = {f"sign-in:{email.lower()}": PER_ACCOUNT, f"sign-in-from:{remote_address(request)}": PER_ADDRESS}
    if after := max([limits.count(key, most, WINDOW_S) for key, most in keys.items()]):
        note(request, "sign-in.too-often")
        return _too_often(request, form, going_to, after)
    person = passwords.find(email)
    if not passwords.check(person, form.cleaned_data["password"]):
        note(request, "sign-in.refused", person=person.pk if person else "unknown")
        refused = _("This address and this password do not go together.")
        return _page(request, form, going_to, status=422, refused=refused)
    for key in keys:
        limits.take_back(key)
    return begin_session(request, person, to=going_to)


def _page(request: HttpRequest, form: SignInForm, going_to: str, *, status: int = 200, refused: str = "") -> HttpResponse:
    context = {"form": form, "next": own_address(request, going_to, otherwise=""), "refused": refused}
    return render(request, "people/sign_in.html", context, status=status)


def _too_often(request: HttpRequest, form: SignInForm, going_to: str, after: int) -> HttpResponse:
    minutes = math.ceil(after / 60)
    refused = ngettext(
        "Too many tries. Wait %(count)d minute, or let us send you a link: it always works.",
        "Too many tries. Wait %(count)d minutes, or let us send you a link: it always works.",
        minutes,
    ) % {"count": minutes}
    response = _page(request, form, going_to, status=429, refused=refused)
    response["Retry-After"] = str(after)
    return response


@as_login
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session, here and in the database; the browser forgets what it kept."""
    note(request, "session.ended")
    request.session.flush()
    response = see_other("/sign-in/")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@as_login
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose one of the four languages: kept for a year in a cookie, and with the person who is signed in."""
    chosen = request.POST.get("language", "")
    response = see_other(own_address(request, request.POST.get("next", "")))
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 86_400,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        if request.actor.is_known:
            Person.objects.filter(pk=request.actor.person_id).update(language=chosen)
    return response


# Links and passwords


@as_login
@require_POST
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Send a link that signs in once, if anybody has this address."""
    form = SignInForm(request.POST)
    if form["email"].errors:
        form.errors.pop("password", None)
        return _page(request, form, request.POST.get("next", ""), status=422)
    return _send(request, form.cleaned_data["email"], links.SIGN_IN)


@as_login
@read_or_send
def ask_for_reset(request: HttpRequest) -> HttpResponse:
    """Send a link to choose a new password, if anybody has this address."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _send(request, form.cleaned_data["email"], links.RESET)
    return render(request, "people/reset.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _send(request: HttpRequest, email: str, purpose: str) -> HttpResponse:
    """Queue the letter. More than a few in a short time are not sent: the links of the earlier ones still work."""
    email = email.strip()
    if after := limits.count(f"link-from:{remote_address(request)}", LINKS_PER_ADDRESS, WINDOW_S):
        response = render(request, "429.html", {"minutes": math.ceil(after / 60), "back": "/sign-in/"}, status=429)
        response["Retry-After"] = str(after)
        return response
    if not limits.count(f"link:{purpose}:{email.lower()}", LINKS_PER_ACCOUNT, WINDOW_S):
        queue.send_link(purpose, email=email)
    return see_other("/sign-in/sent/")


@as_login
@require_GET
def link_sent(request: HttpRequest) -> HttpResponse:
    """The same words whether or not the address is known."""
    return render(request, "people/link_sent.html", {"minutes": int(links.LASTS[links.SIGN_IN].total_seconds() // 60)})


@as_login
@read_or_send
def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing (programs that check mail open links); the button signs in, once."""
    return _let_in(request, token, links.SIGN_IN)


def _let_in(request: HttpRequest, token: str, purpose: str) -> HttpResponse:
    person = links.use_link(token, purpose) if request.method == "POST" else links.whose(token, purpose)
    if person is None:
        note(request, "link.refused", purpose=purpose)
        return render(request, "people/one_time_link.html", {"expired": True}, status=410)
    if request.method == "POST":
        return begin_session(request, person)
    return render(request, "people/one_time_link.html", {"name": person.given_name})


@as_login
@read_or_send
@sensitive_post_parameters("password")
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password; every other session of the person ends."""
    return _new_password(request, token, links.RESET, "people/new_password.html")


@as_login
@read_or_send
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation with a first password; who has one already (of another company) is let in by the button."""
    person = links.whose(token, links.INVITATION)
    if person is not None and passwords.has_password(person.pk):
        return _let_in(request, token, links.INVITATION)
    return _new_password(request, token, links.INVITATION, "people/invitation.html")


def _new_password(request: HttpRequest, token: str, purpose: str, template: str) -> HttpResponse:
    person = links.whose(token, purpose)
    company = _company_of(person) if purpose == links.INVITATION else ""
    if person is None:
        note(request, "link.refused", purpose=purpose)
        return render(request, template, {"expired": True, "company": purpose == links.INVITATION}, status=410)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, person=person)
    context = {"form": form, "name": person.given_name, "company": company}
    if request.method != "POST":
        return render(request, template, context)
    if not form.is_valid():
        return render(request, template, context, status=422)
    with transaction.atomic():
        used = links.use_link(token, purpose)
        if used is not None:
            passwords.set_password(person, form.cleaned_data["password"])
    if used is None:
        return render(request, template, {"expired": True, "company": company}, status=410)
    if purpose == links.RESET:
        queue.tell_person("password-changed", person_id=person.pk)
    return begin_session(request, person)


def _company_of(person: Person | None) -> str:
    """Who invites: the company that last let him in, or the vendor."""
    if person is None:
        return ""
    last = Membership.objects.filter(person=person, ended_at=None).order_by("-created_at", "-pk").first()
    return last.company.name if last else str(brand()["vendor"])
