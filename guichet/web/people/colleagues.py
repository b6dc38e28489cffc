"""/account/colleagues/: what the administrator of a company decides about its people, its switch and its closing days."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from guichet.access.refusals import Forbidden, Invalid
from guichet.desk.operations import colleagues as operations
from guichet.desk.operations import leaving
from guichet.people.models import Closure, Company, Membership
from guichet.web.components.access import portal
from guichet.web.components.answers import see_other, with_refusal
from guichet.web.components.closures import ClosureForm, closures_to_come
from guichet.web.components.leaving import SuccessorForm
from guichet.web.components.roles import InviteForm, RolesForm, in_words, present

HOME = "/account/colleagues/"


@portal
@require_http_methods(["GET", "HEAD", "POST"])
def colleagues(request: HttpRequest) -> HttpResponse:
    """Everybody of the company, and inviting somebody."""
    company = _own_company(request)
    if request.method != "POST":
        return _page(request, company)
    form = InviteForm(request.POST, company=company)
    if not form.is_valid():
        return _page(request, company, invitation=form)
    request.show_refusal = lambda error: _page(request, company, invitation=with_refusal(form, error))
    said = {name: form.cleaned_data[name] for name in ("email", "given_name", "family_name", "language")}
    operations.invite(company, by=request.actor, entities=form.limit, **said, **form.roles)
    return see_other(HOME)


@portal
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What one colleague may do."""
    company = _own_company(request)
    membership = get_object_or_404(Membership.objects.select_related("person"), pk=pk, company=company, ended_at=None)
    form = RolesForm(request.POST if request.method == "POST" else None, company=company, initial=present(membership))
    if request.method == "POST" and form.is_valid():
        operations.change_roles(membership, by=request.actor, entities=form.limit, **form.roles)
        return see_other(HOME)
    return _colleague(request, membership, form=form)


def _colleague(
    request: HttpRequest, membership: Membership, *, form: RolesForm | None = None, successor: SuccessorForm | None = None
) -> HttpResponse:
    company = membership.company
    context = {
        "section": "account",
        "company": company,
        "membership": membership,
        "form": form or RolesForm(None, company=company, initial=present(membership)),
        "successor": successor or SuccessorForm(membership=membership),
        "is_oneself": membership.person_id == request.actor.person_id,
    }
    refused = (form and form.errors) or (successor and successor.errors)
    return render(request, "account/colleague.html", context, status=422 if refused else 200)


@portal
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """The colleague leaves, and names who takes over; or gets his invitation once more."""
    company = _own_company(request)
    membership = get_object_or_404(Membership.objects.select_related("person"), pk=pk, company=company, ended_at=None)
    if "again" in request.POST:
        operations.invite_again(membership, by=request.actor)
        return see_other(HOME)
    operations.refuse_oneself(membership, request.actor)
    form = SuccessorForm(request.POST, membership=membership)
    if not form.is_valid():
        return _colleague(request, membership, successor=form)
    request.show_refusal = lambda error: (
        _colleague(request, membership, successor=with_refusal(form, error)) if isinstance(error, Invalid) else None
    )
    leaving.end_membership(membership, by=request.actor, successors=form.chosen)
    return see_other(HOME)


@portal
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Whether all see all that is not confidential."""
    operations.set_switch(_own_company(request), by=request.actor, all_see_all=request.POST.get("all_see_all") == "yes")
    return see_other(HOME)


@portal
@require_POST
def add_closure(request: HttpRequest) -> HttpResponse:
    """Closing days: the timers wait."""
    company = _own_company(request)
    form = ClosureForm(request.POST)
    if not form.is_valid():
        return _page(request, company, closure=form)
    request.show_refusal = lambda error: _page(request, company, closure=with_refusal(form, error))
    operations.add_closure(company, by=request.actor, **form.cleaned_data)
    return see_other(HOME + "#closing")


@portal
@require_POST
def remove_closure(request: HttpRequest, pk: int) -> HttpResponse:
    closure = get_object_or_404(Closure, pk=pk, company=_own_company(request))
    operations.remove_closure(closure, by=request.actor)
    return see_other(HOME + "#closing")


def _own_company(request: HttpRequest) -> Company:
    """The company he administers, of those he belongs to."""
    if request.company is None or not request.company.is_administrator:
        raise Forbidden(gettext("Only an administrator of your company may do this."))
    return Company.objects.get(pk=request.company.company_id)


def _page(
    request: HttpRequest, company: Company, *, invitation: InviteForm | None = None, closure: ClosureForm | None = None
) -> HttpResponse:
    members = Membership.objects.filter(company=company, ended_at=None).select_related("person")
    context: dict[str, Any] = {
        "section": "account",
        "company": company,
        "members": [
            {"id": one.pk, "name": one.person.name, "email": one.person.email, "may": in_words(one)}
            for one in members.order_by("person__family_name", "person__given_name")
        ],
        "form": invitation or InviteForm(company=company, initial={"language": company.language, "is_requester": True}),
        "closures": closures_to_come(company),
        "closure": closure or ClosureForm(),
    }
    refused = (invitation and invitation.errors) or (closure and closure.errors)
    return render(request, "account/colleagues.html", context, status=422 if refused else 200)
