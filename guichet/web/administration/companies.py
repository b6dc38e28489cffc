"""/administration/companies/: who is served, under which contract, with what installed, and who may do what there."""

from typing import Any

from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Model, Q
from django.db.models.functions import Lower
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guichet.access.log import note_act
from guichet.access.refusals import Invalid
from guichet.contracts.models import Contract
from guichet.desk.operations import colleagues, leaving
from guichet.desk.operations.contracting import follow_contract
from guichet.people.models import Closure, Company, Membership
from guichet.web.administration.frame import framed
from guichet.web.administration.records import OF_COMPANY, CompanyForm, ContractForm, Record
from guichet.web.components.access import administration
from guichet.web.components.answers import see_other, with_refusal
from guichet.web.components.closures import ClosureForm, closures_to_come
from guichet.web.components.leaving import SuccessorForm
from guichet.web.components.roles import InviteForm, RolesForm, in_words, present

HOME = "/administration/companies/"
ON_A_PAGE = 50


@administration
@require_GET
def companies(request: HttpRequest) -> HttpResponse:
    """All companies by name, fifty on a page; found by name, city, number or mail domain."""
    query = request.GET.get("q", "").strip()[:200]
    found = Company.objects.select_related("merged_into").order_by(Lower("name"), "pk")
    if query:
        found = found.filter(
            Q(name__icontains=query) | Q(city__icontains=query) | Q(external_id__iexact=query) | Q(mail_domain__icontains=query)
        )
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "administration/companies.html", framed("companies", {"page": page, "query": query}))


@administration
@require_http_methods(["GET", "HEAD", "POST"])
def new_company(request: HttpRequest) -> HttpResponse:
    """A customer more."""
    form = CompanyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        company = form.save()
        note_act(request.actor, "company.added", f"company {company.pk}")
        return see_other(f"{HOME}{company.pk}/")
    context = {"title": _("New company"), "form": form, "back": HOME}
    return render(request, "administration/record.html", framed("companies", context), status=422 if form.errors else 200)


@administration
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest, pk: int) -> HttpResponse:
    """The company's own details, and all that belongs to it."""
    found = get_object_or_404(Company, pk=pk)
    if found.merged_into_id:
        return see_other(f"{HOME}{found.merged_into_id}/")
    if request.method != "POST":
        return _page(request, found)
    form = CompanyForm(request.POST, instance=found)
    if not form.is_valid():
        return _page(request, Company.objects.get(pk=pk), details=form)
    form.save()
    note_act(request.actor, "company.changed", f"company {found.pk}", columns=form.changed_data)
    return see_other(f"{HOME}{found.pk}/")


@administration
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int, slug: str, record_pk: int | None = None) -> HttpResponse:
    """A contract, an installation or an entity of the company, new or as it stands."""
    if slug not in OF_COMPANY:
        raise Http404
    kind, of = OF_COMPANY[slug], get_object_or_404(Company, pk=pk)
    row = get_object_or_404(kind.model, pk=record_pk, company=of) if record_pk else kind.model(company=of)
    form = kind.form(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid() and _kept(kind, form):
        saved = form.instance
        note_act(request.actor, f"{slug}.kept", f"{slug} {saved.pk}", company=of.pk, columns=form.changed_data)
        if isinstance(saved, Contract):
            follow_contract(saved, by=request.actor)
        return see_other(f"{HOME}{of.pk}/")
    title = f"{of.name} · {kind.said(row) if record_pk else kind.add}"
    context = {"title": title, "form": form, "back": f"{HOME}{of.pk}/"}
    return render(request, "administration/record.html", framed("companies", context), status=422 if form.errors else 200)


def _kept(kind: Record, form: ModelForm) -> bool:
    """Save; a key that is taken within the company is said beside its field."""
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.add_error(next(iter(form.fields)), _("This is taken already."))
        return False
    return True


# Contacts


@administration
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a contact of the company in."""
    of = get_object_or_404(Company, pk=pk)
    form = InviteForm(request.POST, company=of)
    if not form.is_valid():
        return _page(request, of, invitation=form)
    request.show_refusal = lambda error: _page(request, of, invitation=with_refusal(form, error))
    said = {name: form.cleaned_data[name] for name in ("email", "given_name", "family_name", "language")}
    colleagues.invite(of, by=request.actor, entities=form.limit, **said, **form.roles)
    return see_other(f"{HOME}{of.pk}/#contacts")


@administration
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, pk: int, membership_pk: int) -> HttpResponse:
    """What a contact may do there; or he leaves."""
    of = get_object_or_404(Company, pk=pk)
    membership = get_object_or_404(Membership.objects.select_related("person"), pk=membership_pk, company=of, ended_at=None)
    here = f"{HOME}{of.pk}/#contacts"
    if "leave" in request.POST:
        return _leave(request, of, membership, here)
    if "again" in request.POST:
        colleagues.invite_again(membership, by=request.actor)
        return see_other(here)
    form = RolesForm(request.POST if request.method == "POST" else None, company=of, initial=present(membership))
    if request.method == "POST" and form.is_valid():
        colleagues.change_roles(membership, by=request.actor, entities=form.limit, **form.roles)
        return see_other(here)
    return _contact(request, of, membership, form=form)


def _leave(request: HttpRequest, of: Company, membership: Membership, here: str) -> HttpResponse:
    """The contact leaves, and names who takes over."""
    form = SuccessorForm(request.POST, membership=membership)
    if not form.is_valid():
        return _contact(request, of, membership, successor=form)
    request.show_refusal = lambda error: (
        _contact(request, of, membership, successor=with_refusal(form, error)) if isinstance(error, Invalid) else None
    )
    leaving.end_membership(membership, by=request.actor, successors=form.chosen)
    return see_other(here)


def _contact(
    request: HttpRequest,
    of: Company,
    membership: Membership,
    *,
    form: RolesForm | None = None,
    successor: SuccessorForm | None = None,
) -> HttpResponse:
    context = {
        "company": of,
        "membership": membership,
        "form": form or RolesForm(None, company=of, initial=present(membership)),
        "successor": successor or SuccessorForm(membership=membership),
    }
    refused = (form and form.errors) or (successor and successor.errors)
    return render(request, "administration/contact.html", framed("companies", context), status=422 if refused else 200)


@administration
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether all see all that is not confidential."""
    of = get_object_or_404(Company, pk=pk)
    colleagues.set_switch(of, by=request.actor, all_see_all=request.POST.get("all_see_all") == "yes")
    return see_other(f"{HOME}{of.pk}/#contacts")


# Closing days


@administration
@require_POST
def add_closure(request: HttpRequest, pk: int) -> HttpResponse:
    """Days on which the company is closed: what waits for it waits on."""
    of, form = get_object_or_404(Company, pk=pk), ClosureForm(request.POST)
    if not form.is_valid():
        return _page(request, of, closure=form)
    request.show_refusal = lambda error: _page(request, of, closure=with_refusal(form, error))
    colleagues.add_closure(of, by=request.actor, **form.cleaned_data)
    return see_other(f"{HOME}{of.pk}/#closing")


@administration
@require_POST
def remove_closure(request: HttpRequest, pk: int, closure_pk: int) -> HttpResponse:
    """The company is open after all."""
    closure = get_object_or_404(Closure, pk=closure_pk, company=pk)
    colleagues.remove_closure(closure, by=request.actor)
    return see_other(f"{HOME}{pk}/#closing")


def _page(
    request: HttpRequest,
    of: Company,
    *,
    details: CompanyForm | None = None,
    invitation: InviteForm | None = None,
    closure: ClosureForm | None = None,
) -> HttpResponse:
    members = Membership.objects.filter(company=of, ended_at=None).select_related("person")
    context: dict[str, Any] = {
        "company": of,
        "formerly": list(of.merged.order_by("name").values_list("name", flat=True)),
        "details": details or CompanyForm(instance=of),
        "members": [
            {"id": one.pk, "name": one.person.name, "email": one.person.email, "may": in_words(one)}
            for one in members.order_by("person__family_name", "person__given_name")
        ],
        "invitation": invitation or InviteForm(company=of, initial={"language": of.language, "is_requester": True}),
        "records": [
            {
                "slug": kind.slug,
                "name": kind.name,
                "add": kind.add,
                "rows": [{"id": row.pk, "name": kind.said(row), "about": _about(row)} for row in _rows(kind, of)],
            }
            for kind in OF_COMPANY.values()
        ],
        "closures": closures_to_come(of),
        "closure": closure or ClosureForm(),
        "closing_days": f"{HOME}{of.pk}/closing-days/",
    }
    refused = any(form and form.errors for form in (details, invitation, closure))
    return render(request, "administration/company.html", framed("companies", context), status=422 if refused else 200)


def _rows(kind: Record, of: Company) -> list[Model]:
    related = {ContractForm: ("policy", "calendar")}.get(kind.form, ())
    if kind.slug == "installations":
        related = ("product", "release")
    rows = kind.model._default_manager.filter(company=of).order_by("pk")
    return list(rows.select_related(*related) if related else rows)


def _about(row: Model) -> dict[str, Any]:
    """The few facts a row shows beside its name."""
    if isinstance(row, Contract):
        return {"from": row.starts_on, "until": row.ends_on, "words": f"{row.policy.key}, {row.calendar.key}"}
    if hasattr(row, "release"):
        return {"words": f"{row.product.name} {row.release.name}, {row.environment}"}
    return {"words": getattr(row, "city", "")}
