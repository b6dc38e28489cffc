"""The frame of the administration: its sections in the rail."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guichet.web.administration.kinds import KINDS

SECTIONS = [
    ("overview", _("Overview"), "/administration/"),
    ("people", _("People"), "/administration/people/"),
    ("companies", _("Companies"), "/administration/companies/"),
    ("products", _("Products"), "/administration/products/"),
    ("letters", _("Letters"), "/administration/letters/"),
    ("mailboxes", _("Mailboxes"), "/administration/mailboxes/"),
    *((kind.slug, kind.name, f"/administration/configuration/{kind.slug}/") for kind in KINDS.values()),
    ("log", _("Log"), "/administration/log/"),
]


def framed(current: str, context: dict[str, Any]) -> dict[str, Any]:
    """The page's context with the sections, of which one is current."""
    sections = [{"name": name, "href": href, "is_current": slug == current} for slug, name, href in SECTIONS]
    return {"sections": sections, **context}
