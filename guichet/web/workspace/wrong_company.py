"""The gesture for a request that was opened for the wrong company: first which one, then who and what there (DOMAIN 1.15)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.refusals import DeskError, Invalid
from guichet.access.rights import require
from guichet.catalog.models import Entity, Installation
from guichet.desk.models import Ticket
from guichet.desk.operations.opening import contract_for
from guichet.desk.operations.wrong_company import Right, move_to_company, readers_now
from guichet.people.models import Company, Membership, Person
from guichet.sla import words
from guichet.web.workspace.forms import show, typed
from guichet.web.workspace.request import gesture, version_of


def company_page(request: HttpRequest, ticket: Ticket, *, error: DeskError | None = None) -> HttpResponse:
    """Which company; once chosen, its contacts, installations and entities, and who loses the request."""
    require(request.actor, "company", ticket)
    company = _company(request)
    if company is None:
        return _which(request, ticket, error)
    form = forms.Form(typed(request) if "reporter" in request.POST or error else None)
    form.fields["company"] = forms.CharField(widget=forms.HiddenInput, initial=str(company.pk))
    form.fields["reporter"] = forms.ChoiceField(
        label=_("Reporter at %(company)s") % {"company": company.name}, choices=[("", "—"), *_contacts(company, ticket)]
    )
    form.fields["installation"] = forms.ChoiceField(label=_("Installation"), choices=_installations(company), required=False)
    form.fields["entity"] = forms.MultipleChoiceField(
        label=_("Entity"), choices=[(str(e.pk), str(e)) for e in Entity.objects.filter(company=company)],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    form.fields["reason"] = forms.CharField(
        label=_("Reason"), help_text=_("Agents read it; no customer does."), widget=forms.Textarea(attrs={"rows": 2})
    )
    form.fields["tell"] = forms.BooleanField(
        label=_("Tell %(name)s, by the number alone") % {"name": ticket.reporter.name}, required=False, initial=True
    )
    return show(
        request, ticket, title=_("%(number)s belongs to %(company)s") % {"number": ticket.key, "company": company.name},
        address="company/", form=form, button=_("Move it"), text=_losing(ticket), note=_contract(ticket, company), error=error,
    )  # fmt: skip


def _which(request: HttpRequest, ticket: Ticket, error: DeskError | None) -> HttpResponse:
    form = forms.Form(typed(request))
    companies = Company.objects.filter(is_active=True).exclude(pk=ticket.company_id).order_by("name", "pk")
    form.fields["company"] = forms.ChoiceField(
        label=_("Right company"), choices=[("", "—"), *((str(pk), name) for pk, name in companies.values_list("pk", "name"))]
    )
    form.fields["preview"] = forms.CharField(widget=forms.HiddenInput, initial="1", required=False)
    return show(
        request, ticket, title=_("%(number)s was opened for the wrong company") % {"number": ticket.key}, address="company/",
        form=form, button=_("Next"), error=error,
        text=_("It keeps its number. Contacts, installation, entities and contract of the right company are chosen next."),
    )  # fmt: skip


def _company(request: HttpRequest) -> Company | None:
    given = (request.POST if request.method == "POST" else request.GET).get("company", "")
    return Company.objects.filter(pk=int(given), is_active=True).first() if given.isdecimal() and len(given) < 18 else None


def _contacts(company: Company, ticket: Ticket) -> list[tuple[str, str]]:
    members = Membership.objects.filter(company=company, ended_at=None, person__is_active=True).select_related("person")
    if ticket.confidential:
        members = members.filter(is_confidential=True)
    return [(str(m.person_id), f"{m.person.name} · {m.person.email}") for m in members.order_by("person__given_name", "pk")]


def _installations(company: Company) -> list[tuple[str, str]]:
    rows = Installation.objects.filter(company=company, is_active=True).select_related("release", "product").order_by("pk")
    said = {Installation.PRODUCTION: _("production"), Installation.TEST: _("test")}
    return [("", "—"), *((str(i.pk), f"{i.product.name} {i.release.name}, {said[i.environment]} {i.name}".strip()) for i in rows)]


def _losing(ticket: Ticket) -> str:
    """Whom it is taken from at once."""
    names = [person.name for person in readers_now(ticket)]
    if not names:
        return ""
    told = words.joined(names[:12], get_language() or "en")
    if len(names) > 12:
        told = _("%(names)s and others") % {"names": ", ".join(names[:12])}
    return _("Until now it is read by %(names)s. They lose it at once, with what they have not sent.") % {"names": told}


def _contract(ticket: Ticket, company: Company) -> str:
    contract = contract_for(company, None, clock.now())
    if contract is None:
        return _("%(company)s has no active contract: the request cannot go there.") % {"company": company.name}
    return _("From now on its clocks run by contract %(number)s; the time used counts.") % {"number": contract.number}


def _move(request: HttpRequest, ticket: Ticket) -> Ticket:
    require(request.actor, "company", ticket)
    company = _company(request)
    if company is None:
        raise Invalid({"company": _("Choose another company that is active.")})
    given = request.POST
    reporter = _one(Person.objects.filter(is_agent=False), given.get("reporter", ""))
    if reporter is None:
        raise Invalid({"reporter": _("Choose somebody of that company.")})
    installation = _one(Installation.objects.filter(company=company), given.get("installation", ""))
    if given.get("installation") and installation is None:
        raise Invalid({"installation": _("Choose an installation of that company.")})
    wanted = [int(pk) for pk in given.getlist("entity") if pk.isdecimal() and len(pk) < 18]
    right = Right(
        company, reporter, installation, list(Entity.objects.filter(pk__in=wanted)), given.get("reason", ""),
        given.get("tell", "").lower() in ("1", "on", "true", "yes"),
    )  # fmt: skip
    return move_to_company(ticket.pk, right, by=request.actor, version=version_of(request))


def _one(rows: Any, given: str) -> Any:
    return rows.filter(pk=int(given)).first() if given.isdecimal() and len(given) < 18 else None


company = gesture(company_page, _move)
