"""Which request a message answers: by signed address, by Message-IDs, by the subject's tag, in that order (INTERFACE section 6).

What is found here is a claim. Whether the sender may see that request is looked at afterwards.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guichet.desk import addresses
from guichet.desk.models import Event, Ticket
from guichet.intake.mailbox.models import Mail
from guichet.mail import subjects
from guichet.mail.parsed import ParsedMail
from guichet.service.house import house

ADDRESS, LETTER, THREAD, ROOT, TAG = "address", "letter", "thread", "root", "tag"
READ_AT_MOST = 200

# Whatever delivered the message wrote here for whom.
_DELIVERED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To")


@dataclass(frozen=True)
class Claim:
    """The request a message says it answers: `ticket` None where the tag or address names one that cannot be.

    `person` is whose letter is answered, for certain; 0 where that is not known. `is_note`: it answers what only agents read.
    """

    by: str
    ticket: Ticket | None
    person: int = 0
    is_note: bool = False


def claim_of(parsed: ParsedMail, envelope: Sequence[str] = ()) -> Claim | None:
    """What the message claims to answer; None where it claims nothing."""
    return _by_address(parsed, envelope) or _by_message_id(parsed) or _by_tag(parsed.subject) or _by_broken_address(parsed, envelope)


def _recipients(parsed: ParsedMail, envelope: Sequence[str]) -> Iterable[str]:
    yield from envelope[:READ_AT_MOST]
    yield from (address.email for address in (*parsed.to, *parsed.cc)[:READ_AT_MOST])
    for name in _DELIVERED:
        yield from parsed.headers_named(name)[:5]


def _by_address(parsed: ParsedMail, envelope: Sequence[str]) -> Claim | None:
    for address in _recipients(parsed, envelope):
        if signed := addresses.read_reply_address(address):
            ticket = Ticket.objects.filter(pk=signed.ticket).first()
            return Claim(ADDRESS, ticket, signed.person, signed.is_note)
    return None


def _by_broken_address(parsed: ParsedMail, envelope: Sequence[str]) -> Claim | None:
    """An address that looks like ours and is not signed by us: nothing else was found, so somebody has to look at it."""
    if any(addresses.has_extension(address) for address in _recipients(parsed, envelope)):
        return Claim(ADDRESS, None)
    return None


def _by_message_id(parsed: ParsedMail) -> Claim | None:
    """Our letters' own identifiers first, the nearest first; then mail we received; then the root anybody can write."""
    references = list(reversed(parsed.references[-READ_AT_MOST:]))
    given = list(dict.fromkeys([*([parsed.in_reply_to] if parsed.in_reply_to else []), *references]))
    for reference in given:
        if signed := addresses.read_message_id(reference):
            ticket = Ticket.objects.filter(pk=signed.ticket).first()
            is_note = Event.objects.filter(pk=signed.event, ticket=signed.ticket, is_public=False).exists()
            return Claim(LETTER, ticket, signed.person, is_note)
    if found := _thread(given):
        return Claim(THREAD, found)
    for reference in given:
        if number := addresses.read_root(reference):
            return Claim(ROOT, Ticket.objects.filter(pk=number).first())
    return None


def _thread(references: list[str]) -> Ticket | None:
    """The request that a message we received already belongs to: a colleague answers all, or the writer adds something."""
    if not references:
        return None
    taken = Mail.objects.filter(message_id__in=references, outcome__in=(Mail.OPENED, Mail.REPLIED, Mail.DRAFT), ticket__isnull=False)
    by_id = {mail.message_id: mail.ticket_id for mail in taken.only("message_id", "ticket_id")[:READ_AT_MOST]}
    number = next((by_id[reference] for reference in references if reference in by_id), None)
    return Ticket.objects.filter(pk=number).first() if number else None


def _by_tag(subject: str) -> Claim | None:
    """`[SPT-1042]`, by the present key or a former one; then the patterns of a desk that was moved here."""
    tags = subjects.TAG.findall(subject)
    ours = [(key.upper(), int(number)) for key, number in tags if key.upper() in house().type_by_key]
    for key, number in reversed(ours):
        ticket = Ticket.objects.select_related("type").filter(pk=number).first()
        if ticket and key in (ticket.type.key, *ticket.former_types):
            return Claim(TAG, ticket)
    if ours:
        return Claim(TAG, None)
    for pattern in house().text("mail").get("subject_patterns", []):
        if found := re.search(re.escape(pattern).replace(re.escape("{number}"), r"(\d{1,12})"), subject, re.IGNORECASE):
            return Claim(TAG, Ticket.objects.filter(pk=int(found[1])).first())
    return None
