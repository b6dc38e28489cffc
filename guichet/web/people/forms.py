"""What is typed before somebody is known: addresses and passwords."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guichet.people import passwords
from guichet.people.models import Person


class AddressForm(forms.Form):
    """An address to send a link to."""

    email = forms.EmailField(
        max_length=254,
        widget=forms.EmailInput,
        error_messages={"required": _("Give your e-mail address."), "invalid": _("This is no e-mail address.")},
    )


class SignInForm(AddressForm):
    """Address and password."""

    password = forms.CharField(
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": _("Give your password, or let us send you a link.")},
    )


class NewPasswordForm(forms.Form):
    """A password that keeps the rules (people/passwords.py)."""

    password = forms.CharField(
        strip=False, widget=forms.PasswordInput, error_messages={"required": _("Choose a password of at least ten characters.")}
    )

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        passwords.require_good(password, self.person)
        return password


class ChangePasswordForm(NewPasswordForm):
    """The old one too: an unwatched screen does not suffice to lock somebody out."""

    current = forms.CharField(
        strip=False, max_length=1000, widget=forms.PasswordInput, error_messages={"required": _("Give your present password.")}
    )

    def clean_current(self) -> str:
        current = self.cleaned_data["current"]
        if not passwords.check(self.person, current):
            raise ValidationError(_("This is not your present password."))
        return current
