"""A request whose reporter left: an agent names the contact who takes it over (DOMAIN 1.15)."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guichet.access import rights
from guichet.access.refusals import DeskError
from guichet.desk.models import Ticket
from guichet.desk.operations import leaving
from guichet.people.models import Person
from guichet.web.workspace.forms import show, typed
from guichet.web.workspace.request import gesture


def _page(request: HttpRequest, ticket: Ticket, *, error: DeskError | None = None) -> HttpResponse:
    form = forms.Form(typed(request))
    people = [(str(one.person_id), one.person.name) for one in leaving.possible_reporters(ticket)]
    form.fields["reporter"] = forms.ChoiceField(choices=[("", "—"), *people], label=_("Contact"), required=False)
    text = _("The reporter left the company. Who takes the request over reads it and gets its letters.")
    if not people:
        text = _(
            "The reporter left the company, and no contact may have this request. The company has to give somebody the right first."
        )
    return show(
        request, ticket, title=_("Who has %(number)s now?") % {"number": ticket.key}, address="reporter/", form=form,
        button=_("Hand it over"), text=text, error=error,
    )  # fmt: skip


def _hand_over(request: HttpRequest, ticket: Ticket) -> Ticket:
    rights.require(request.actor, "assign", ticket)
    given = request.POST.get("reporter", "").strip()
    person = Person.objects.filter(pk=int(given)).first() if given.isdecimal() and len(given) < 18 else None
    return leaving.name_reporter(ticket.pk, person, by=request.actor)


reporter = gesture(_page, _hand_over)
