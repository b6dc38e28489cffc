"""/administration/mailboxes/: where mail is fetched, how one signs in, what it becomes. Secrets are typed and never shown."""

from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from guichet.access.log import note_act
from guichet.intake.mailbox.sealing import seal
from guichet.intake.models import Mailbox
from guichet.web.administration.fields import LANGUAGES
from guichet.web.administration.frame import framed
from guichet.web.components.access import administration
from guichet.web.components.answers import see_other

HOME = "/administration/mailboxes/"
SECRETS = ("secret", "client_secret")


class _Lines(forms.CharField):
    """A list, one entry a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), (data or "").replace("\r\n", "\n"))


def _secret(label: Any, hint: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, required=False, help_text=hint, widget=widget, strip=True)


class MailboxForm(forms.ModelForm):
    """A mailbox. A secret left empty stays as it is."""

    security = forms.ChoiceField(
        label=gettext_lazy("Encryption"),
        choices=[("tls", gettext_lazy("TLS")), ("starttls", gettext_lazy("STARTTLS")), ("plain", gettext_lazy("none"))],
    )
    auth = forms.ChoiceField(
        label=gettext_lazy("Sign-in"),
        choices=[("password", gettext_lazy("password")), ("microsoft", "Microsoft 365 (OAuth 2.0)"), ("google", "Google (OAuth 2.0)")],
    )
    afterwards = forms.ChoiceField(
        label=gettext_lazy("What becomes of the copy"),
        choices=[("mark", gettext_lazy("marked as read")), ("move", gettext_lazy("moved")), ("remove", gettext_lazy("removed"))],
    )
    demands = forms.ChoiceField(
        label=gettext_lazy("A customer's mail has to have"),
        choices=[("not_failed", gettext_lazy("failed no check")), ("passed", gettext_lazy("passed a check"))],
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of its mail"),
        choices=[("", "–"), *LANGUAGES.items()],
        required=False,
        help_text=gettext_lazy("Where the text does not tell. Empty: that of its sender."),
    )
    secret = _secret(gettext_lazy("Password or refresh token"), gettext_lazy("Kept sealed and never shown. Empty: it stays as it is."))
    client_secret = _secret(gettext_lazy("Client secret"), gettext_lazy("Of the application at Microsoft or Google."))
    addresses = _Lines(label=gettext_lazy("Its addresses"), required=False, help_text=gettext_lazy("One a line."))
    trusted_hosts = _Lines(
        label=gettext_lazy("Hosts whose Authentication-Results are believed"), required=False, help_text=gettext_lazy("One a line.")
    )

    class Meta:
        model = Mailbox
        fields = (
            "key", "is_active", "host", "port", "security", "user", "auth", "secret", "client_id", "client_secret", "tenant",
            "folder", "afterwards", "move_to", "desk", "type", "brand", "language", "addresses", "trusted_hosts", "demands",
        )  # fmt: skip
        labels = {
            "key": gettext_lazy("Key"),
            "is_active": gettext_lazy("Active"),
            "host": gettext_lazy("IMAP server"),
            "port": gettext_lazy("Port"),
            "user": gettext_lazy("User"),
            "client_id": gettext_lazy("Client ID"),
            "tenant": gettext_lazy("Tenant"),
            "folder": gettext_lazy("Folder"),
            "move_to": gettext_lazy("Move to folder"),
            "desk": gettext_lazy("Desk"),
            "type": gettext_lazy("Opens as type"),
            "brand": gettext_lazy("Brand of its letters"),
        }
        help_texts = {
            "host": gettext_lazy("Empty: nothing is fetched; only a name for the command and the listener."),
            "desk": gettext_lazy("Whose agents see mail that belongs to no request. Empty: all."),
            "type": gettext_lazy("Empty: the first type of the desk, or the preselected one."),
            "brand": gettext_lazy("Empty: that of the desk, else of the house."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("afterwards") == Mailbox.MOVE and not data.get("move_to"):
            self.add_error("move_to", _("Name the folder."))
        if data.get("host") and not data.get("user"):
            self.add_error("user", _("Give the user to sign in as."))
        return data

    def save(self, commit: bool = True) -> Mailbox:
        """Seal what was typed; what was left empty stays."""
        former = Mailbox.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None
        for name in SECRETS:
            typed = self.cleaned_data[name]
            setattr(self.instance, name, seal(typed) if typed else getattr(former, name, ""))
            if typed:
                self.instance.access_until, self.instance.renewed_secret = None, ""
        return super().save(commit)


@administration
@require_GET
def mailboxes(request: HttpRequest) -> HttpResponse:
    """All mailboxes with their state: when they were last fetched, and what is wrong since when."""
    rows = Mailbox.objects.select_related("desk", "type")
    return render(request, "administration/mailboxes.html", framed("mailboxes", {"rows": rows}))


@administration
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    row = get_object_or_404(Mailbox, pk=pk) if pk else None
    form = MailboxForm(request.POST if request.method == "POST" else None, instance=row)
    if row is not None:
        # What is sealed is never sent out, not even sealed.
        form.initial |= dict.fromkeys(SECRETS, "")
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                saved = form.save()
        except IntegrityError:
            form.add_error("key", _("This is taken already."))
        else:
            note_act(request.actor, "mailbox.kept", f"mailbox {saved.key}", columns=form.changed_data)
            return see_other(HOME)
    context = {"title": row.key if row else _("New mailbox"), "form": form, "back": HOME}
    return render(request, "administration/record.html", framed("mailboxes", context), status=422 if form.errors else 200)
