"""How much of one message is read, so that no message keeps a worker busy for more than a moment.

What lies beyond a limit is left aside, never refused: the raw message is kept, and `ParsedMail.troubles` names the limit.
"""

import os
from dataclasses import dataclass, fields

PREFIX = "GUICHET_MAIL_"

# The codes of `ParsedMail.troubles`, and what they mean.
TROUBLES = {
    "parts": "more parts than are read",
    "depth": "parts within parts, deeper than are opened",
    "decoded": "more content than is decoded",
    "headers": "more or longer headers than are read",
    "recipients": "more recipients than are kept",
    "html": "the HTML is too long or too deep to be shown; its text is kept",
    "tnef": "winmail.dat is damaged or too large",
    "boundary": "the boundaries of its parts are missing or wrong",
    "encoding": "a part is not encoded as it says",
    "many_from": "more than one sender; the first counts",
    "no_from": "no sender",
    "date": "the date cannot be read",
    "unreadable": "not readable as a message",
}


@dataclass(frozen=True)
class Limits:
    """Set by the environment as `GUICHET_MAIL_` and the name in capitals."""

    parts: int = 1_000  # leaves of the tree that are looked at
    depth: int = 30  # multipart in multipart, message in message
    decoded: int = 120_000_000  # bytes of decoded content, all parts together
    headers: int = 2_000  # headers of one part
    header_size: int = 1_000_000  # signs of one header
    subject: int = 1_000  # signs kept of a subject
    recipients: int = 1_000  # addresses kept of To and of Cc
    text: int = 2_000_000  # signs of the text, and of the HTML, that are read

    @classmethod
    def from_environment(cls) -> "Limits":
        """The limits as the environment sets them; what is no whole number counts as not set."""
        given = {f.name: os.environ.get(PREFIX + f.name.upper(), "") for f in fields(cls)}
        return cls(**{name: int(value) for name, value in given.items() if value.isdecimal()})
