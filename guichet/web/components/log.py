"""Log lines: when (UTC), how grave, from which part, the reference of the web request, who asked and from where, what.

Never what somebody typed, and never an address in which a link that lets in could stand: routes are named instead.
"""

import logging
import time
from contextvars import ContextVar

from django.http import HttpRequest

from guichet.access.log import address

reference: ContextVar[str] = ContextVar("guichet_reference", default="")
person: ContextVar[int | None] = ContextVar("guichet_person", default=None)

# Signing in and out, refused access, tries that went too far.
security = logging.getLogger("guichet.security")
_SECRET = {"token", "name", "key"}


class Reference(logging.Filter):
    """Adds to every line the web request it belongs to (the header X-Request-Id), the person's id and the address; else a dash."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.reference = reference.get() or "-"
        record.person = person.get() or "-"
        record.address = address.get() or "-"
        return True


class Line(logging.Formatter):
    """A line whose moment is in UTC, whatever the machine's zone, and says so."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"


def note(request: HttpRequest, what: str, **data: object) -> None:
    """One line about security: what happened, at which route, with ids."""
    found = request.resolver_match
    ids = {name: value for name, value in (found.kwargs if found else {}).items() if name not in _SECRET}
    said = " ".join(f"{name}={value}" for name, value in {**ids, **data}.items())
    security.info("%s route=/%s %s", what, found.route if found else "?", said)
