"""Addresses and identifiers of our own letters, by which an answer finds its request (INTERFACE section 6).

Both are signed: who did not get the letter cannot make one up, and what is read back names request and person for certain.
They let nobody in: the sender of an answer must be somebody who may see the request.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from django.conf import settings

from guichet.service.house import house

# An answer to a letter about a note stays a note, whoever forgets to say so.
ANSWER, NOTE = "r", "n"

_ADDRESS = re.compile(r"\+([rn])(\d{1,18})-(\d{1,18})-([a-z2-7]{12})@", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<?r(\d{1,18})\.e(\d{1,18})\.p(\d{1,18})\.([0-9a-f]{24})@[^<>\s@]+>?", re.IGNORECASE)
_ROOT = re.compile(r"<?request-(\d{1,18})@([^<>\s@]+)>?", re.IGNORECASE)
_LOCAL_PART_MOST = 64


@dataclass(frozen=True)
class Signed:
    """What a signed address or identifier says: the request, whose letter it was, and of which event."""

    ticket: int
    person: int
    event: int | None = None
    is_note: bool = False


def reply_address(ticket: int, person: int, *, purpose: str = ANSWER, at: str = "") -> str:
    """Where this person answers on this request: the house's address, or the one of its brand, with a signed extension.

    That address alone where the vendor's mail server takes no extensions, or its name is too long for one.
    """
    local, _, domain = (at or house().text("brand").get("email", "")).rpartition("@")
    if not house().text("mail").get("plus_addresses", True):
        return f"{local}@{domain}" if local else ""
    extended = f"{local}+{purpose}{ticket}-{person}-{_address_mark(purpose, ticket, person)}"
    return f"{extended if len(extended) <= _LOCAL_PART_MOST else local}@{domain}" if local else ""


def read_reply_address(address: str) -> Signed | None:
    """What a signed address says; None where it is none of ours or its signature is wrong."""
    found = _ADDRESS.search(address)
    if not found:
        return None
    purpose, ticket, person = found[1].lower(), int(found[2]), int(found[3])
    if not hmac.compare_digest(found[4].lower(), _address_mark(purpose, ticket, person)):
        return None
    return Signed(ticket, person, is_note=purpose == NOTE)


def has_extension(address: str) -> bool:
    """Whether an address looks like a signed one, rightly or not."""
    return _ADDRESS.search(address) is not None


def message_id(ticket: int, event: int, person: int) -> str:
    """The Message-ID of the letter about an event to a person: the same at every try, and nobody can guess it."""
    return f"<r{ticket}.e{event}.p{person}.{_mark('id', ticket, event, person).hex()[:24]}@{host()}>"


def read_message_id(text: str) -> Signed | None:
    """What a Message-ID of ours says; None where it is not ours. The host is not looked at: the house may have moved."""
    found = _MESSAGE_ID.fullmatch(text.strip())
    if not found:
        return None
    ticket, event, person = int(found[1]), int(found[2]), int(found[3])
    if not hmac.compare_digest(found[4].lower(), _mark("id", ticket, event, person).hex()[:24]):
        return None
    return Signed(ticket, person, event)


def root_of(number: int) -> str:
    """What all letters of a request refer to, so that mail programs show them as one thread. Not signed: anybody can write it."""
    return f"<request-{number}@{host()}>"


def read_root(text: str) -> int | None:
    """The request whose root this is."""
    found = _ROOT.fullmatch(text.strip())
    return int(found[1]) if found and found[2].lower() == host().lower() else None


def host() -> str:
    """The right side of our identifiers: the domain of the house's address."""
    domain = house().text("brand").get("email", "").rpartition("@")[2]
    try:
        return domain.encode("idna").decode() or "guichet.invalid"
    except UnicodeError:
        return "guichet.invalid"


def _address_mark(purpose: str, ticket: int, person: int) -> str:
    """Twelve signs of base32: addresses are written in any case."""
    return base64.b32encode(_mark("to", purpose, ticket, person)[:8]).decode().lower()[:12]


def _mark(*parts: object) -> bytes:
    said = "guichet.mail." + ".".join(map(str, parts))
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).digest()
