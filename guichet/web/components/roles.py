"""The form of what a contact may do in a company; the portal and the administration show the same."""

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.catalog.models import Entity
from guichet.people.invitations import RIGHTS, ROLES
from guichet.people.models import LANGUAGES, Company, Membership


class RolesForm(forms.Form):
    """Roles add up; every contact reads."""

    is_requester = forms.BooleanField(required=False, label=_("Opens requests"))
    is_approver = forms.BooleanField(
        required=False, label=_("Approves cost"), help_text=_("Sees every request with an offer, and may say yes to a cost.")
    )
    is_administrator = forms.BooleanField(
        required=False, label=_("Administrator"), help_text=_("Invites colleagues and changes their roles.")
    )
    sees_company = forms.BooleanField(
        required=False, label=_("Sees the company"), help_text=_("Sees all requests of the company that are not confidential.")
    )
    is_confidential = forms.BooleanField(
        required=False, label=_("Confidential"), help_text=_("May open confidential requests and be added to one.")
    )
    limited = forms.BooleanField(
        required=False, label=_("Only some entities"), help_text=_("Requests of other entities are not there for this person.")
    )
    entities = forms.MultipleChoiceField(required=False, label=_("Entities"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, company: Company, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        choices = [(str(entity.pk), str(entity)) for entity in Entity.objects.filter(company=company)]
        if len(choices) > 1:
            self.fields["entities"].choices = choices
        else:
            del self.fields["entities"], self.fields["limited"]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("limited") and not data.get("entities"):
            self.add_error("entities", _("Choose one entity at least, or take the limit away."))
        return data

    @property
    def roles(self) -> dict[str, bool]:
        return {name: self.cleaned_data[name] for name in (*ROLES, *RIGHTS)}

    @property
    def limit(self) -> list[int] | None:
        """The entities he is limited to; None without a limit."""
        return [int(pk) for pk in self.cleaned_data["entities"]] if self.cleaned_data.get("limited") else None


class InviteForm(RolesForm):
    """A colleague, with what he may do."""

    email = forms.EmailField(max_length=254, label=_("E-mail"))
    given_name = forms.CharField(max_length=100, label=_("First name"))
    family_name = forms.CharField(max_length=100, required=False, label=_("Family name"))
    language = forms.ChoiceField(choices=LANGUAGES, label=_("Language"))
    field_order = ("email", "given_name", "family_name", "language")


def present(membership: Membership) -> dict[str, object]:
    """What a contact may do now, as initial values of the form."""
    limits = [str(pk) for pk in membership.entity_limits.values_list("entity_id", flat=True)]
    said: dict[str, object] = {name: getattr(membership, name) for name in (*ROLES, *RIGHTS)}
    return {**said, "limited": membership.is_limited_to_entities, "entities": limits}


def in_words(membership: Membership) -> list[str]:
    """The roles and rights as a list of words."""
    names = {
        "is_requester": _("opens requests"),
        "is_approver": _("approves cost"),
        "is_administrator": _("administrator"),
        "sees_company": _("sees the company"),
        "is_confidential": _("confidential"),
    }
    return [str(said) for name, said in names.items() if getattr(membership, name)] or [str(_("reads"))]
