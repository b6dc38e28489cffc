"""/administration/people/: the people of the vendor, where they sit and what they may do."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guichet.access.actors import Actor
from guichet.access.log import note_act
from guichet.access.refusals import Forbidden, Invalid
from guichet.desk.operations import leaving
from guichet.jobs import queue
from guichet.people import presence
from guichet.people.invitations import CannotInvite, invite_agent
from guichet.people.models import LANGUAGES, Person, Seat
from guichet.service.models import Team
from guichet.web.administration.frame import framed
from guichet.web.components.access import administration
from guichet.web.components.answers import see_other, with_refusal
from guichet.web.components.leaving import AgentSuccessorForm
from guichet.web.components.templatetags.guichet import label as said

HOME = "/administration/people/"
SEATS = [("", _("not there")), ("member", _("agent")), ("lead", _("lead"))]
COLUMNS = ("given_name", "family_name", "language", "phone", "spoken", "is_agent", "is_limited", "is_administrator")


class PersonForm(forms.Form):
    """Somebody of the vendor; one input for each team says whether he sits there."""

    email = forms.EmailField(max_length=254, label=_("E-mail"))
    given_name = forms.CharField(max_length=100, label=_("First name"))
    family_name = forms.CharField(max_length=100, label=_("Family name"), required=False)
    phone = forms.CharField(max_length=40, label=_("Telephone"), required=False)
    language = forms.ChoiceField(choices=LANGUAGES, label=_("Language"))
    spoken = forms.MultipleChoiceField(
        choices=LANGUAGES, label=_("Answers in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_agent = forms.BooleanField(label=_("Agent"), required=False)
    is_limited = forms.BooleanField(
        label=_("Limited agent"), required=False, help_text=_("Reads the requests of his teams and writes notes only.")
    )
    is_administrator = forms.BooleanField(
        label=_("Administrator"), required=False, help_text=_("Configures everything; sees no request by that.")
    )

    def __init__(self, *args: object, person: Person | None = None, **kwargs: Any) -> None:
        seats = {seat.team_id: "lead" if seat.is_lead else "member" for seat in person.seats.all()} if person else {}
        initial = {name: getattr(person, name) for name in COLUMNS} if person else {"language": "en", "is_agent": True}
        self.teams = list(Team.objects.select_related("desk"))
        initial |= {f"team_{team.pk}": seats.get(team.pk, "") for team in self.teams}
        super().__init__(*args, initial=initial, **kwargs)
        if person:
            del self.fields["email"]
        for team in self.teams:
            self.fields[f"team_{team.pk}"] = forms.ChoiceField(
                choices=SEATS, required=False, label=f"{team.key} · {said(team.labels)}"
            )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("is_limited") and not data.get("is_agent"):
            self.add_error("is_limited", gettext("Only an agent is limited."))
        if not data.get("is_agent") and self.seats(data):
            self.add_error("is_agent", gettext("Only an agent sits in a team."))
        if not data.get("is_agent") and not data.get("is_administrator"):
            self.add_error("is_agent", gettext("Somebody of yours is an agent or an administrator."))
        return data

    def seats(self, data: dict | None = None) -> dict[int, bool]:
        """Team → whether he leads it."""
        data = self.cleaned_data if data is None else data
        chosen = {team.pk: data.get(f"team_{team.pk}") for team in self.teams}
        return {team: seat == "lead" for team, seat in chosen.items() if seat}

    @property
    def leaves_work(self) -> bool:
        """Whether he works on no request any more."""
        return not self.cleaned_data["is_agent"] or self.cleaned_data["is_limited"] or not self.seats()

    @property
    def seat_fields(self) -> list[forms.BoundField]:
        return [self[f"team_{team.pk}"] for team in self.teams]

    @property
    def columns(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in COLUMNS}


@administration
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody of the vendor with his teams."""
    found = Person.objects.filter(is_agent=True) | Person.objects.filter(is_administrator=True)
    rows = [
        {
            "id": person.pk,
            "name": person.name,
            "email": person.email,
            "teams": [f"{seat.team.key} ({gettext('lead')})" if seat.is_lead else seat.team.key for seat in person.seats.all()],
            "is_active": person.is_active,
            "is_administrator": person.is_administrator,
            "is_limited": person.is_limited,
        }
        for person in found.order_by("-is_active", "given_name", "family_name").prefetch_related("seats__team")
    ]
    return render(request, "administration/people.html", framed("people", {"rows": rows}))


@administration
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Invite somebody of the vendor."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                person = invite_agent(email=form.cleaned_data["email"], **form.columns)
                _seat(person, form.seats())
                note_act(request.actor, "agent.invited", f"person {person.pk}", **_logged(form))
            return see_other(HOME)
        except CannotInvite:
            form.add_error("email", gettext("Somebody has this address already."))
    context = {"title": gettext("Invite"), "form": form}
    return render(request, "administration/person.html", framed("people", context), status=422 if form.errors else 200)


@administration
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody of the vendor may do, and where he sits."""
    found = _of_vendor(pk)
    form = PersonForm(request.POST if request.method == "POST" else None, person=found)
    if request.method == "POST" and form.is_valid():
        _refuse_losing_oneself(request.actor, found, form)
        if form.leaves_work and leaving.holds_requests(found):
            form.add_error(None, gettext("He still has open requests: take the access away below, which names a successor."))
            return _person(request, found, form=form)
        for name, value in form.columns.items():
            setattr(found, name, value)
        found.save(update_fields=list(COLUMNS))
        _seat(found, form.seats())
        note_act(request.actor, "agent.changed", f"person {found.pk}", **_logged(form))
        return see_other(HOME)
    return _person(request, found, form=form)


def _person(
    request: HttpRequest, found: Person, *, form: PersonForm | None = None, successor: AgentSuccessorForm | None = None
) -> HttpResponse:
    context = {
        "title": found.name,
        "form": form or PersonForm(None, person=found),
        "person": found,
        "is_oneself": found.pk == request.actor.person_id,
        "successor": successor or (AgentSuccessorForm(person=found) if found.is_active else None),
    }
    refused = (form and form.errors) or (successor and successor.errors)
    return render(request, "administration/person.html", framed("people", context), status=422 if refused else 200)


@administration
@require_POST
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Deactivate (a successor takes over; sessions and links end at once), let in again, or send the invitation once more."""
    found = _of_vendor(pk)
    if found.pk == request.actor.person_id:
        raise Forbidden(gettext("Another administrator has to do this for you."))
    if "again" in request.POST:
        queue.send_link(person_id=found.pk, purpose="invitation")
        note_act(request.actor, "agent.invited_again", f"person {found.pk}")
    elif found.is_active:
        return _deactivate(request, found)
    else:
        found.is_active = True
        found.save(update_fields=["is_active"])
        presence.forget()
        note_act(request.actor, "agent.activated", f"person {found.pk}")
    return see_other(f"{HOME}{found.pk}/")


def _deactivate(request: HttpRequest, found: Person) -> HttpResponse:
    """His access ends, and a successor takes over what is his."""
    form = AgentSuccessorForm(request.POST, person=found)
    if not form.is_valid():
        return _person(request, found, successor=form)
    request.show_refusal = lambda error: (
        _person(request, found, successor=with_refusal(form, error)) if isinstance(error, Invalid) else None
    )
    leaving.deactivate(found, by=request.actor, **form.chosen)
    return see_other(f"{HOME}{found.pk}/")


def _of_vendor(pk: int) -> Person:
    of_vendor = Person.objects.filter(is_agent=True) | Person.objects.filter(is_administrator=True)
    return get_object_or_404(of_vendor, pk=pk)


def _seat(person: Person, seats: dict[int, bool]) -> None:
    """He sits in these teams and in no other."""
    Seat.objects.filter(person=person).exclude(team__in=seats).delete()
    for team, is_lead in seats.items():
        Seat.objects.update_or_create(person=person, team_id=team, defaults={"is_lead": is_lead})
    presence.forget()


def _refuse_losing_oneself(by: Actor, person: Person, form: PersonForm) -> None:
    if person.pk == by.person_id and not form.cleaned_data["is_administrator"]:
        raise Forbidden(gettext("Another administrator has to do this for you."))


def _logged(form: PersonForm) -> dict[str, Any]:
    named = {team.pk: team.key for team in form.teams}
    seats = {named[pk]: "lead" if is_lead else "member" for pk, is_lead in form.seats().items()}
    return {"seats": seats, **{name: form.cleaned_data[name] for name in ("is_agent", "is_limited", "is_administrator")}}
