"""Messages to Support as people's mail programs write them, and what becomes of them."""

from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings
from django.db import connection

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.intake import working
from guichet.intake.mailbox import keeping
from guichet.intake.mailbox.models import Mail
from guichet.service.models import Text
from tests.cast import email_of
from tests.desk.conftest import at

SUPPORT = "support@vendor.example"


def written(sender="ada", *, to=SUPPORT, subject="Facture client en EUR", text="Le taux proposé est l'ancien.", files=(), **headers):
    """The bytes of a message from somebody of the cast, or from an address."""
    message = EmailMessage()
    message["From"] = email_of(sender) if "@" not in sender else sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(at("2026-11-24 10:42"))
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def limited_to(size: int) -> None:
    """Configure so many bytes as the most of a mail."""
    text, _made = Text.objects.get_or_create(key="limits", defaults={"spec": {}})
    text.spec = {**text.spec, "mail_megabytes": size / (1 << 20)}
    text.save(update_fields=["spec"])


def kept(raw, *, mailbox=None, place=None) -> keeping.Kept:
    """Stored as a door stores it, and queued."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        return keeping.keep(
            cursor, raw, home=settings.GUICHET_HOME, origin="command", mailbox=mailbox.pk if mailbox else None, place=place
        )


def posted(raw, *, when="2026-11-24 10:42", **further) -> Mail:
    """Stored and decided on: the row with its outcome."""
    with clock.standing_at(at(when)):
        number = kept(raw, **further).mail
        working.one(number)
    return Mail.objects.select_related("ticket__type", "said").get(pk=number)
