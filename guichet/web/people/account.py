"""/account/: what concerns oneself. Contacts and agents alike."""

from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.log import note_act
from guichet.desk.operations import absences, colleagues
from guichet.jobs import queue
from guichet.people import passwords, presence
from guichet.people.models import LANGUAGES, Absence, Person
from guichet.reactions import resting
from guichet.web.components.absent import AbsenceForm, who_answers
from guichet.web.components.absent import absences as coming
from guichet.web.components.access import as_login, desk, signed_in, to_sign_in
from guichet.web.components.answers import see_other, with_refusal
from guichet.web.people.forms import ChangePasswordForm

AREAS = {"Europe", "Africa", "America", "Asia", "Atlantic", "Australia", "Indian", "Pacific"}
ZONES = [*sorted(zone for zone in available_timezones() if zone.split("/")[0] in AREAS), "UTC"]
THEMES = [("auto", _("as the device")), ("light", _("light")), ("dark", _("dark"))]


class AccountForm(forms.ModelForm):
    """One's own name, telephone, language, zone and theme."""

    theme = forms.ChoiceField(choices=THEMES, label=_("Appearance"))
    language = forms.ChoiceField(choices=LANGUAGES, label=_("Language"))
    zone = forms.ChoiceField(
        choices=[(zone, zone.replace("_", " ")) for zone in ZONES], label=_("Time zone"), help_text=_("All times are said in it.")
    )

    class Meta:
        model = Person
        fields = ("given_name", "family_name", "phone", "language", "zone", "theme")
        labels = {
            "given_name": _("First name"),
            "family_name": _("Family name"),
            "phone": _("Telephone"),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_agent:
            self.fields["spoken"] = forms.MultipleChoiceField(
                choices=LANGUAGES,
                required=False,
                initial=self.instance.spoken,
                label=_("Answers in"),
                help_text=_("Taking a request in another language warns, and names who speaks it."),
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict:
        data = super().clean()
        if "spoken" in self.fields and "spoken" in data:
            self.instance.spoken = data["spoken"]
        return data


class AwayForm(forms.Form):
    """Until when somebody is away; empty means here."""

    away_until = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), label=_("Away until")
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The page, and keeping one's own details."""
    person = Person.objects.get(pk=request.actor.person_id)
    if request.method != "POST":
        return _page(request, person)
    form = AccountForm(request.POST, instance=person)
    if not form.is_valid():
        return _page(request, person, details=form)
    if form.changed_data:
        person.save(update_fields=form.changed_data)
        note_act(request.actor, "account.changed", f"person {person.pk}", columns=form.changed_data)
        presence.forget()
    return see_other("/account/")


@signed_in
@require_POST
def away(request: HttpRequest) -> HttpResponse:
    """Reminders and closings wait until a contact is back; somebody of the vendor names a deputy instead (`absence`)."""
    if request.actor.is_agent:
        raise Http404
    form = AwayForm(request.POST)
    if not form.is_valid():
        return _page(request, Person.objects.get(pk=request.actor.person_id), away=form)
    request.show_refusal = lambda error: _page(
        request, Person.objects.get(pk=request.actor.person_id), away=with_refusal(form, error)
    )
    colleagues.be_away(by=request.actor, until=form.cleaned_data["away_until"])
    return see_other("/account/#away")


@signed_in
@require_POST
def rhythm(request: HttpRequest) -> HttpResponse:
    """Each letter at once, or once a day what can wait; a contact's choice."""
    if not request.actor.is_requester:
        raise Http404
    unmuted = request.POST.get("unmute", "")
    if unmuted.isdecimal() and len(unmuted) < 18:
        resting.unmute(int(unmuted), by=request.actor)
    else:
        resting.choose_rhythm(is_daily=request.POST.get("rhythm") == "daily", by=request.actor)
    return see_other("/account/#letters")


@desk
@require_POST
def absence(request: HttpRequest) -> HttpResponse:
    """An agent goes away, and says who answers meanwhile."""
    person = Person.objects.get(pk=request.actor.person_id)
    form = AbsenceForm(request.POST, person=person.pk)
    if not form.is_valid():
        return _page(request, person, absence=form)
    request.show_refusal = lambda error: _page(request, Person.objects.get(pk=person.pk), absence=with_refusal(form, error))
    entered = absences.be_absent(person, by=request.actor, **form.chosen)
    messages.success(request, who_answers(entered))
    return see_other("/account/#absence")


@desk
@require_POST
def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Back again, or not away after all; also for somebody of one's team."""
    found = get_object_or_404(Absence.objects.select_related("person"), pk=pk, ends_at__gt=clock.now())
    absences.end_absence(found, by=request.actor)
    return see_other("/account/#absence" if found.person_id == request.actor.person_id else "/desk/absences/")


@signed_in
@require_POST
def choose_company(request: HttpRequest) -> HttpResponse:
    """For which of his companies somebody who belongs to several is acting."""
    chosen = request.POST.get("company", "")
    if not chosen.isdecimal() or int(chosen) not in request.actor.rights:
        raise Http404
    request.session["company"] = int(chosen)
    return see_other("/account/")


@as_login
@require_POST
@sensitive_post_parameters("current", "password")
def password(request: HttpRequest) -> HttpResponse:
    """A new password; every session but this one ends."""
    if not request.actor.is_known:
        return to_sign_in(request)
    person = Person.objects.get(pk=request.actor.person_id)
    form = ChangePasswordForm(request.POST, person=person)
    if not form.is_valid():
        return render(request, "account/password.html", {"form": form}, status=422)
    with transaction.atomic():
        epoch = passwords.set_password(person, form.cleaned_data["password"])
        note_act(request.actor, "account.password_changed", f"person {person.pk}")
        queue.tell_person("password-changed", person_id=person.pk)
    request.session.cycle_key()
    request.session["epoch"] = epoch
    return see_other("/account/")


@signed_in
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Every session of one's own ends but this."""
    request.session["epoch"] = passwords.end_sessions(request.actor.person_id)
    note_act(request.actor, "account.sessions_ended", f"person {request.actor.person_id}")
    return see_other("/account/")


def _letters(actor: Actor) -> dict[str, object] | None:
    """Which letters a contact gets; people of the vendor get all of theirs."""
    return {"is_daily": resting.is_gathered(actor), "muted": resting.muted_by(actor)} if actor.is_requester else None


def _page(
    request: HttpRequest,
    person: Person,
    *,
    details: AccountForm | None = None,
    away: AwayForm | None = None,
    absence: AbsenceForm | None = None,
) -> HttpResponse:
    is_agent = person.is_agent
    context = {
        "section": "account",
        "person": person,
        "details": details or AccountForm(instance=person),
        "away": None if request.actor.is_agent else away or AwayForm(initial={"away_until": person.away_until}),
        "absence": absence or (AbsenceForm(person=person.pk) if is_agent else None),
        "absences": coming(person.pk) if is_agent else [],
        "letters": _letters(request.actor),
        "password": ChangePasswordForm(person=person),
        "companies": [
            {"id": rights.company_id, "name": rights.company, "is_chosen": rights == request.company}
            for rights in request.actor.rights.values()
        ],
        "administers": bool(request.company and request.company.is_administrator),
    }
    refused = (details and details.errors) or (away and away.errors) or (absence and absence.errors)
    return render(request, "account/account.html", context, status=422 if refused else 200)
