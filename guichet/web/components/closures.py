"""A company's closing days as a form and a list; the company's administrator and the vendor's see the same."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guichet import clock
from guichet.people.models import Closure, Company


class ClosureForm(forms.Form):
    """Closing days of the company."""

    first_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label=_("First day"))
    last_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label=_("Last day"))
    note = forms.CharField(max_length=200, required=False, label=_("Reason"))


def closures_to_come(company: Company) -> list[Closure]:
    """Those that are not over, the next first."""
    today: dt.date = timezone.localdate(clock.now())
    return list(Closure.objects.filter(company=company, last_on__gte=today).order_by("first_on", "pk"))
