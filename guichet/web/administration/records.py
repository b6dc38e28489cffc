"""The records of a company (contracts, installations, entities) and of the catalogue, each a short form."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.db.models import Model, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guichet.catalog.models import Entity, Installation, Product, Release, VersionLine
from guichet.contracts.models import Contract
from guichet.knowledge.models import ProblemRange
from guichet.knowledge.problems import fix_in
from guichet.people.models import Company
from guichet.web.administration.fields import Label


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CompanyForm(forms.ModelForm):
    """The customer organisation."""

    class Meta:
        model = Company
        fields = ("name", "external_id", "city", "language", "zone", "phone", "mail_domain", "is_active")
        labels = {
            "name": _("Name"),
            "external_id": _("Number in your own system"),
            "city": _("City"),
            "language": _("Language"),
            "zone": _("Time zone"),
            "phone": _("Telephone"),
            "mail_domain": _("Mail domain"),
            "is_active": _("Active"),
        }
        help_texts = {"mail_domain": _("Only a hint at who might belong here; it proves nothing.")}

    def clean_zone(self) -> str:
        return _zone(self.cleaned_data["zone"])

    def clean_external_id(self) -> str | None:
        return self.cleaned_data["external_id"] or None


def _zone(value: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise forms.ValidationError(_("Write a time zone such as Europe/Zurich.")) from None
    return value


class ContractForm(forms.ModelForm):
    """What a company bought. A change counts for its open requests from now on."""

    clock_starts = forms.ChoiceField(
        label=_("The clocks of a request that mail opened and that says too little begin"),
        choices=[(Contract.RECEIPT, _("when it comes in")), (Contract.COMPLETENESS, _("when it is complete"))],
        initial=Contract.RECEIPT,
        required=False,
    )

    class Meta:
        model = Contract
        fields = (
            "number", "products", "starts_on", "ends_on", "policy", "calendar", "critical_calendar", "clock_starts", "on_call_number",
            "standing_agreement", "standing_covers_flex", "flex_balance", "external_id",
        )  # fmt: skip
        widgets = {
            "starts_on": _date(),
            "ends_on": _date(),
            "products": forms.CheckboxSelectMultiple,
            "standing_agreement": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "number": _("Contract number"),
            "products": _("Products"),
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
            "policy": _("Targets"),
            "calendar": _("Calendar"),
            "critical_calendar": _("Calendar for critical requests"),
            "on_call_number": _("On-call number"),
            "standing_agreement": _("Standing agreement to costs"),
            "standing_covers_flex": _("It names Flex"),
            "flex_balance": _("Flex balance"),
            "external_id": _("Number in your own system"),
        }
        help_texts = {
            "on_call_number": _("Shown outside opening hours."),
            "flex_balance": _("Above zero, requests on Flex credit are offered."),
        }

    def clean_external_id(self) -> str | None:
        return self.cleaned_data["external_id"] or None

    def clean_clock_starts(self) -> str:
        return self.cleaned_data["clock_starts"] or self.instance.clock_starts

    def clean(self) -> dict:
        data = super().clean()
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day lies before the first."))
        return data


class InstallationForm(forms.ModelForm):
    """A product running at the company."""

    environment = forms.ChoiceField(
        choices=[(Installation.PRODUCTION, _("production")), (Installation.TEST, _("test"))], label=_("Environment")
    )
    operated_by = forms.ChoiceField(
        choices=[(Installation.CUSTOMER, _("the customer")), (Installation.VENDOR, _("us"))], label=_("Operated by")
    )

    class Meta:
        model = Installation
        fields = ("name", "product", "release", "environment", "operated_by", "entities", "external_id", "is_active")
        widgets = {"entities": forms.CheckboxSelectMultiple}
        labels = {
            "name": _("Name"),
            "product": _("Product"),
            "release": _("Release"),
            "entities": _("Entities"),
            "external_id": _("Number in your own system"),
            "is_active": _("Active"),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entities"].queryset = Entity.objects.filter(company=self.instance.company_id)

    def clean_external_id(self) -> str | None:
        return self.cleaned_data["external_id"] or None

    def clean(self) -> dict:
        data = super().clean()
        product, release = data.get("product"), data.get("release")
        if product and release and release.line.product_id != product.pk:
            self.add_error("release", _("This release belongs to another product."))
        return data


class EntityForm(forms.ModelForm):
    """One legal company inside an installation."""

    class Meta:
        model = Entity
        fields = ("code", "name", "city", "external_id")
        labels = {"code": _("Code"), "name": _("Name"), "city": _("City"), "external_id": _("Number in your own system")}

    def clean_external_id(self) -> str | None:
        return self.cleaned_data["external_id"] or None


class ProductForm(forms.ModelForm):
    """What is sold."""

    class Meta:
        model = Product
        fields = ("key", "name", "version_scheme")
        labels = {"key": _("Key"), "name": _("Name"), "version_scheme": _("How its versions are compared")}
        help_texts = {"version_scheme": _("numbers: 24.2.10 follows 24.2.9; semver: semantic versions; dates: 2026.11 or 2026 R2.")}


class LineForm(forms.ModelForm):
    """A maintained branch."""

    class Meta:
        model = VersionLine
        fields = ("product", "name", "support_ends_on")
        widgets = {"support_ends_on": _date()}
        labels = {"product": _("Product"), "name": _("Version line"), "support_ends_on": _("Support ends on")}


class ReleaseForm(forms.ModelForm):
    """One published or planned version, with the known problems that it ends on its line."""

    fixes = forms.MultipleChoiceField(
        label=_("Known problems it fixes"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Published, it moves the requests that wait for them, and everybody concerned is told once."),
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            del self.fields["fixes"]
            return
        rows = ProblemRange.objects.filter(Q(fixed_in=None) | Q(fixed_in=self.instance), line=self.instance.line_id)
        rows = list(rows.select_related("problem").order_by("problem", "pk"))
        said = get_language() or "en"
        self.fields["fixes"].choices = [(r.pk, f"{r.problem.reference} · {r.problem.said(said)[0]}"[:120]) for r in rows]
        self.initial["fixes"] = [row.pk for row in rows if row.fixed_in_id == self.instance.pk]

    def save(self, commit: bool = True) -> Release:
        release = super().save(commit)
        if "fixes" in self.fields:
            fix_in(release, [int(pk) for pk in self.cleaned_data["fixes"]])
        return release

    class Meta:
        model = Release
        fields = ("line", "name", "released_on", "planned_on")
        widgets = {"released_on": _date(), "planned_on": _date()}
        labels = {
            "line": _("Version line"),
            "name": _("Release"),
            "released_on": _("Released on"),
            "planned_on": _("Planned for"),
        }


@dataclass(frozen=True)
class Record:
    """A kind of record: its form, what it is called, and how one reads in a list."""

    slug: str
    name: Label
    add: Label
    form: type[forms.ModelForm]
    said: Callable[[Model], str]

    @property
    def model(self) -> type[Model]:
        return self.form._meta.model


OF_COMPANY = {
    record.slug: record
    for record in (
        Record("contracts", _("Contracts"), _("New contract"), ContractForm, lambda row: row.number),
        Record(
            "installations", _("Installations"), _("New installation"), InstallationForm, lambda row: row.name or str(row.release)
        ),
        Record("entities", _("Entities"), _("New entity"), EntityForm, str),
    )
}
OF_CATALOGUE = {
    record.slug: record
    for record in (
        Record("products", _("Products"), _("New product"), ProductForm, str),
        Record("lines", _("Version lines"), _("New version line"), LineForm, str),
        Record("releases", _("Releases"), _("New release"), ReleaseForm, str),
    )
}
