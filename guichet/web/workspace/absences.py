"""/desk/absences/: who of the vendor is away, and who answers meanwhile (DOMAIN 1.15)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from guichet.access.actors import Actor
from guichet.access.refusals import Invalid
from guichet.desk.operations import absences as operations
from guichet.people.models import Person
from guichet.people.presence import staff
from guichet.web.components.absent import AbsenceForm, absences, described, who_answers
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other, with_refusal
from guichet.web.workspace import presenting


class OfSomebodyForm(AbsenceForm):
    """The absence of oneself, or of somebody one leads."""

    person = forms.ChoiceField(label=_("Who"))
    field_order = ("person", "first_on", "last_on", "deputy")

    def __init__(self, *args: object, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, person=None, **kwargs)
        people = sorted(staff().people.values(), key=lambda one: (one.pk != by.person_id, one.name))
        self.fields["person"].choices = [(str(one.pk), described(one.pk)) for one in people if operations.may_enter(by, one.pk)]


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Everybody's absences; a lead or the administrator enters one for somebody else."""
    if request.method != "POST":
        return _page(request, OfSomebodyForm(by=request.actor))
    form = OfSomebodyForm(request.POST, by=request.actor)
    if not form.is_valid():
        return _page(request, form)
    request.show_refusal = lambda error: _page(request, with_refusal(form, error)) if isinstance(error, Invalid) else None
    person = Person.objects.get(pk=int(form.cleaned_data["person"]))
    entered = operations.be_absent(person, by=request.actor, **form.chosen)
    messages.success(request, who_answers(entered))
    return see_other("/desk/absences/")


def _page(request: HttpRequest, form: OfSomebodyForm) -> HttpResponse:
    rows = absences()
    for row in rows:
        row["may_end"] = operations.may_enter(request.actor, row["person_id"])
    context = {
        "rail": presenting.rail(request, view="absences"),
        "rows": rows,
        "form": form if form.fields["person"].choices else None,
    }
    return render(request, "workspace/absences.html", context, status=422 if form.errors else 200)
