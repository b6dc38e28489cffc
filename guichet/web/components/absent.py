"""Who is away, and who answers meanwhile, as the portal and the workspace say it (DOMAIN 1.15)."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guichet import clock
from guichet.desk.answering import in_place_of
from guichet.desk.models import Ticket
from guichet.desk.operations import absences as absences_operations
from guichet.people.models import Absence, Person
from guichet.people.presence import staff
from guichet.service.house import house
from guichet.web.components.templatetags.guichet import day, label


def absent(ticket: Ticket, holder: int | None) -> str | None:
    """What is said beside the holder of a request who is away; None while he is here, or where nobody has it."""
    found = in_place_of(holder, ticket) if holder else None
    if found is None or found.until is None:
        return None
    names = {"name": found.instead_of, "until": day(last_day(found.until)), "answers": found.name}
    if found.is_here:
        return gettext("%(name)s, absent until %(until)s; %(answers)s answers.") % names
    said = gettext("%(name)s is absent until %(until)s.") % names
    if found.back_at:
        said += " " + gettext("Nobody of the team is here before %(day)s.") % {"day": day(timezone.localtime(found.back_at).date())}
    return said


def last_day(until: dt.datetime) -> dt.date:
    """The last day before a moment at which an absence ends."""
    return (timezone.localtime(until) - dt.timedelta(seconds=1)).date()


class AbsenceForm(forms.Form):
    """From a day to a day, and who answers meanwhile."""

    first_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label=_("First day"))
    last_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label=_("Last day"))
    deputy = forms.ChoiceField(required=False, label=_("Deputy"), help_text=_("Without a deputy the lead of the team answers."))

    def __init__(self, *args: object, person: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].choices = [("", gettext("the lead")), *colleagues(person)]

    @property
    def chosen(self) -> dict[str, Any]:
        """The fields as the operation takes them."""
        deputy = self.cleaned_data["deputy"]
        days = {name: self.cleaned_data[name] for name in ("first_on", "last_on")}
        return {**days, "deputy": Person.objects.get(pk=int(deputy)) if deputy else None}


def colleagues(but: int | None) -> list[tuple[str, str]]:
    """Everybody who works on requests, those of the same desks first, with their teams and when they are away."""
    known, teams = staff(), house().teams
    own = {teams[team].desk_id for team in known.teams_of.get(but or 0, ()) if team in teams}

    def near(person: int) -> bool:
        return any(teams[team].desk_id in own for team in known.teams_of[person] if team in teams)

    people = sorted((p for p in known.people.values() if p.pk != but), key=lambda p: (not near(p.pk), p.name))
    return [(str(one.pk), described(one.pk)) for one in people]


def described(person: int) -> str:
    """Luca Bernasconi · Logistics and production · away until 4 Dec."""
    known, teams = staff(), house().teams
    parts = [known.people[person].name]
    parts += [label(teams[team].labels) for team in known.teams_of.get(person, ())[:2] if team in teams]
    return " · ".join([*parts, *away_words(person)])


def away_words(person: int) -> list[str]:
    """Away until when, or nothing."""
    away = staff().away(person)
    return [gettext("away until %(day)s") % {"day": day(last_day(away.until))}] if away else []


def who_answers(absence: Absence) -> str:
    """Told at once to who enters it: who will answer, also where the deputy is away himself."""
    person = absences_operations.who_answers(absence)
    if person is None:
        return gettext("The absence is kept. Nobody else is here in that time: name a deputy.")
    names = {"name": staff().people[person].name, "day": day(last_day(absence.ends_at))}
    if absence.deputy_id and absence.deputy_id != person:
        return gettext("The absence is kept. The deputy is away himself when it begins: %(name)s answers.") % names
    return gettext("The absence is kept. Until %(day)s %(name)s answers.") % names


def absences(*people: int) -> list[dict[str, Any]]:
    """The absences that are not over, of these people or of all, those first that begin first."""
    rows = Absence.objects.filter(ends_at__gt=clock.now()).select_related("person", "deputy").order_by("starts_at", "pk")
    return [_shown(one) for one in (rows.filter(person__in=people) if people else rows)]


def _shown(absence: Absence) -> dict[str, Any]:
    """One absence as a row."""
    return {
        "id": absence.pk,
        "person_id": absence.person_id,
        "person": absence.person.name,
        "first_on": timezone.localtime(absence.starts_at).date(),
        "last_on": last_day(absence.ends_at),
        "deputy": absence.deputy.name if absence.deputy else "",
        "is_now": absence.starts_at <= clock.now(),
    }
