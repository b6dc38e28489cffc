"""Who takes over what somebody leaves: the form of the portal and of the administration (DOMAIN 1.15)."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guichet.desk.operations import leaving
from guichet.people.models import Membership, Person
from guichet.people.presence import staff
from guichet.web.components.absent import colleagues


class SuccessorForm(forms.Form):
    """The colleague who gets a contact's open requests; for confidential ones another, where the first may not have them."""

    successor = forms.ChoiceField(
        label=_("Successor"),
        widget=forms.RadioSelect,
        help_text=_("Gets the open requests."),
        error_messages={"required": _("Choose a colleague who takes over the open requests.")},
    )
    confidential = forms.ChoiceField(
        label=_("Successor for confidential requests"),
        required=False,
        help_text=_("Only a colleague with the right “confidential” gets them."),
    )

    def __init__(self, *args: object, membership: Membership, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.heirs = {str(one.pk): one for one in leaving.heirs(membership)}
        trusted = [(pk, one.person.name) for pk, one in self.heirs.items() if one.is_confidential]
        self.fields["successor"].choices = [(pk, one.person.name) for pk, one in self.heirs.items()]
        self.fields["confidential"].choices = [("", gettext("the successor, if he may")), *trusted]
        if not self.heirs:
            del self.fields["successor"]
        if not trusted:
            del self.fields["confidential"]

    @property
    def nobody(self) -> str:
        """What happens to requests that nobody may have."""
        if not self.heirs:
            return gettext(
                "Nobody else of the company opens requests. The open ones stay with us under this name, and we ask you who takes them over."
            )
        if "confidential" not in self.fields:
            return gettext(
                "Nobody else of the company has the right “confidential”. Confidential requests, if there are any, stay with us, "
                "unread by the company, until a colleague has it; we then name him. Better: give it to a colleague first."
            )
        return ""

    @property
    def chosen(self) -> list[Membership]:
        return [self.heirs[pk] for name in ("successor", "confidential") if (pk := self.cleaned_data.get(name))]


class AgentSuccessorForm(forms.Form):
    """Who owns what an agent owned, and who leads the teams that he led alone."""

    successor = forms.ChoiceField(
        label=_("Successor"),
        help_text=_("Owns the open requests from now on. What he may not read goes to the lead of its team."),
        error_messages={"required": _("Choose a colleague who takes over the open requests.")},
    )
    lead = forms.ChoiceField(label=_("Leads the team from now on"), required=False)

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = colleagues(person.pk)
        self.fields["successor"].choices = [("", "—"), *choices]
        self.fields["lead"].choices = [("", gettext("the successor")), *choices]
        if not person.seats.filter(is_lead=True).exists():
            del self.fields["lead"]
        if not staff().works(person.pk):
            del self.fields["successor"]

    @property
    def chosen(self) -> dict[str, Person | None]:
        given = {name: self.cleaned_data.get(name) for name in ("successor", "lead")}
        return {name: Person.objects.get(pk=int(pk)) if pk else None for name, pk in given.items()}
