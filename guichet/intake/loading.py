"""Writing the mailboxes of a configuration."""

from guichet.intake.mailbox.models import Mailbox
from guichet.intake.mailbox.sealing import Sealed, seal, unseal
from guichet.service.loading import Report, put_row
from guichet.service.mailing import Mailbox as Part
from guichet.service.models import Brand, Desk, RequestType
from guichet.service.schema import Configuration, plain

SECRETS = ("secret", "client_secret")


def write(configuration: Configuration, report: Report) -> None:
    """By key, as everything of a configuration; secrets are sealed. To be called within one transaction."""
    for part in configuration.mailboxes:
        put_row(Mailbox, "mailboxes", part.key, _values(part), report)


def _values(part: Part) -> dict:
    said = plain(part)
    values = {name: value for name, value in said.items() if name not in ("key", "active", "desk", "type", "brand", "language", *SECRETS)}
    if "active" in said:
        values["is_active"] = said["active"]
    if "desk" in said:
        values["desk_id"] = Desk.objects.get(key=part.desk).pk if part.desk else None
    if "type" in said:
        values["type_id"] = RequestType.objects.get(key=part.type).pk if part.type else None
    if "brand" in said:
        values["brand_id"] = Brand.objects.get(key=part.brand).pk if part.brand else None
    if "language" in said:
        values["language"] = part.language or ""
    row = Mailbox.objects.filter(key=part.key).first()
    for name in SECRETS:
        if said.get(name) is not None and not (row and _holds(getattr(row, name), said[name])):
            values[name] = seal(said[name])
            values |= {"access_until": None, "renewed_secret": ""}
    return values


def _holds(sealed: str, secret: str) -> bool:
    """Whether that secret stands there already: sealed anew it would look like another."""
    try:
        return unseal(sealed) == secret
    except Sealed:
        return False
