"""A letter to one person, and its bytes (RFC 5322). Knows no ticket.

What people typed stands in subject and names; a line break in it must never begin a header of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

# Everything that would end a header's line, and other signs nobody reads.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_ADDRESS = re.compile(r"[^\s@<>,;:\"\\()\[\]]+@[^\s@<>,;:\"\\()\[\]]+")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+>")
# 7-bit lines throughout: any server on the way may be an old one.
_POLICY = policy.SMTP.clone(max_line_length=76, cte_type="7bit", refold_source="none")

# Said on everything that no human hand sent (RFC 3834), so that no machine answers it.
BY_MACHINE = {"Auto-Submitted": "auto-generated", "Precedence": "bulk", "X-Auto-Response-Suppress": "All"}


class BadLetter(ValueError):
    """A letter that cannot be written as a message: its address or its identifier is none."""


@dataclass(frozen=True)
class Letter:
    """One letter: from whom, to whom, about what. *headers* are further ones, by name."""

    message_id: str
    sender: tuple[str, str]
    to: tuple[str, str]
    subject: str
    text: str
    html: str = ""
    language: str = "en"
    sent_at: datetime | None = None
    references: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def as_bytes(letter: Letter) -> bytes:
    """The letter as a message. The same letter gives the same bytes."""
    message = EmailMessage(policy=_POLICY)
    message["Message-ID"] = _identifier(letter.message_id)
    if letter.sent_at:
        message["Date"] = format_datetime(letter.sent_at)
    message.set_raw("From", _address("From", *letter.sender))
    message.set_raw("To", _address("To", *letter.to))
    message.set_raw("Subject", _folded("Subject", one_line(letter.subject)))
    if letter.references:
        references = [_identifier(reference) for reference in letter.references]
        message["In-Reply-To"] = references[-1]
        message["References"] = " ".join(references)
    for name, value in letter.headers.items():
        message[name] = one_line(value)
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
        message.set_boundary(f"part-{letter.message_id.strip('<>').split('@')[0][:50]}")
    message["Content-Language"] = one_line(letter.language)
    return message.as_bytes()


def one_line(text: str) -> str:
    """Text fit for a header: on one line, without signs that steer."""
    return re.sub(" +", " ", _CONTROLS.sub(" ", text)).strip()


def _folded(header: str, text: str) -> str:
    """Text as the value of a header, on lines of at most 76 signs. What is not ASCII is encoded whole (RFC 2047): where
    plain and encoded words alternate, the standard library's newer folding loses spaces."""
    return Header(text, "us-ascii" if text.isascii() else "utf-8", maxlinelen=76, header_name=header).encode()


def _address(header: str, name: str, address: str) -> str:
    local, _, domain = address.rpartition("@")
    try:
        # A domain in another script has a name in ASCII; the part before the @ has none.
        local.encode("ascii")
        plain = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        plain = ""
    if not _ADDRESS.fullmatch(plain) or len(plain) > 254:
        raise BadLetter("This is no address that a letter can be sent to.")
    name = one_line(name)
    if name.isascii():
        return formataddr((name, plain))
    return f"{_folded(header, name)}\n <{plain}>"


def _identifier(message_id: str) -> str:
    if not _MESSAGE_ID.fullmatch(message_id):
        raise BadLetter("A Message-ID is <name@host>.")
    return message_id
