"""Log lines carry the reference of the web request they belong to (the header X-Request-Id)."""

import logging
from contextvars import ContextVar

reference: ContextVar[str] = ContextVar("guichet_reference", default="")


class Reference(logging.Filter):
    """Adds the reference to every line; a dash outside of web requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.reference = reference.get() or "-"
        return True
