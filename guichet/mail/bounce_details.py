"""What a delivery report says of the letter it is about: to whom it did not come, why, and which letter it was."""

import re

from guichet.mail.bounce_words import REASONS
from guichet.mail.charsets import decode
from guichet.mail.encodings import decoded_body
from guichet.mail.headers import read_head
from guichet.mail.limits import Limits
from guichet.mail.parsed import Bounce
from guichet.mail.parts import Part

_ADDRESS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,120}@[A-Za-z0-9.-]{1,200}[A-Za-z0-9]"
_FAILED = re.compile(rf"(?:^|\n)[ \t]*(?:<({_ADDRESS})>|({_ADDRESS}))(?=[:\s.,;(]|$)")
_NAMED = re.compile(
    rf"(?:to:?|recipients?:?|user:?|rcpt=\[|rcpt to:?) ?<?({_ADDRESS})|<({_ADDRESS})>|unknown user: ({_ADDRESS})", re.IGNORECASE
)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
_ID = re.compile(rb"(?:^|\n)[ \t>]*message-id:\s*<([^<>\s]{1,500})>", re.IGNORECASE)
_COPY = re.compile(
    r"\n[ \t-]*(?:below this line is a copy|this is a copy of (?:the|your) message|original message|included is a copy|returned message|message header|"
    r"the header of the original|here is listed the initial part|---+ the header of)",
    re.IGNORECASE,
)
_LATER = re.compile(r"delayed|not yet been|warning|will be retried|still being retried", re.IGNORECASE)
_COPIES = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers", "message/rfc822-headers"}
_READ_AT_MOST = 200_000


def fields_of(leaf: Part) -> list[list[tuple[str, str]]]:
    """The groups of a delivery-status part: the first of the message, the others of one recipient each (RFC 3464)."""
    content, _ = decoded_body(leaf.raw[:_READ_AT_MOST], leaf.head.plain("content-transfer-encoding"))
    groups: list[list[tuple[str, str]]] = [[]]
    for line in decode(content).replace("\r\n", "\n").split("\n"):
        if not line.strip():
            if groups[-1]:
                groups.append([])
        elif line[:1] in " \t" and groups[-1]:
            key, value = groups[-1][-1]
            groups[-1][-1] = (key, f"{value} {line.strip()}")
        elif ":" in line:
            key, _, value = line.partition(":")
            groups[-1].append((key.strip().lower(), value.strip()))
    return [group for group in groups if group][:1_000]


def from_fields(groups: list[list[tuple[str, str]]], root: Part, text: str) -> Bounce:
    """From the fields of RFC 3464; what they leave out, from the text."""
    recipients: list[str] = []
    status = reason = ""
    final = False
    for group in (dict(reversed(group)) for group in groups):
        action = group.get("action", "failed").lower()
        recipient = group.get("final-recipient") or group.get("original-recipient") or group.get("x-actual-recipient")
        if recipient and not action.startswith(("delivered", "relayed", "expanded")):
            recipients.append(_recipient(recipient))
            final = final or not action.startswith("delayed")
            status = status or next(iter(_STATUS.findall(group.get("status", ""))), "")
            reason = reason or re.sub(r"^[\w-]+;\s*", "", group.get("diagnostic-code", ""))[:500]
    told = from_text(root, text)
    return Bounce(
        recipients=tuple(dict.fromkeys(recipients))[:1_000] or told.recipients,
        status=status or told.status,
        reason=reason or told.reason,
        original_message_id=told.original_message_id,
        is_final=final or (not recipients and told.is_final),
    )


def _recipient(value: str) -> str:
    return re.sub(r"^[\w-]+\s*;\s*", "", value).strip().strip("<>").strip()[:320]


def from_text(root: Part, text: str) -> Bounce:
    """From the words of a report, up to the copy of the letter."""
    told = text[:10_000]
    if copy := _COPY.search(told):
        told = told[: copy.start()]
    recipients = [_recipient(part) for part in root.head.text("x-failed-recipients").split(",") if part.strip()]
    recipients = recipients or [one or other for one, other in _FAILED.findall(told)]
    recipients = recipients or [next(filter(None, found)) for found in _NAMED.findall(told)]
    lines = [line.strip() for line in told.split("\n") if line.strip()]
    reason = next((line for line in lines if _STATUS.search(line)), "") or next((line for line in lines if _CODE.search(line)), "")
    reason = reason or next((line for line in lines if any(word in line.lower() for word in REASONS)), "")
    status = next(iter(_STATUS.findall(told)), "")
    if not status and (code := _CODE.search(reason)):
        status = f"{code[1][0]}.0.0"
    return Bounce(
        tuple(dict.fromkeys(recipients))[:1_000], status, reason[:500], _original_id(root), not _LATER.search(told[:1_000])
    )


def _original_id(root: Part) -> str:
    """The Message-ID of the letter the report is about: from its copy, else from `In-Reply-To` or `References`."""
    for leaf in root.leaves():
        if leaf.kind in _COPIES:
            content, _ = decoded_body(leaf.raw[:_READ_AT_MOST], leaf.head.plain("content-transfer-encoding"))
            found = re.search(r"<([^<>\s]+)>", _message_id(content))
            if found:
                return found[1]
    for leaf in root.leaves():
        if leaf.kind.startswith("text/"):
            content, _ = decoded_body(leaf.raw[:_READ_AT_MOST], leaf.head.plain("content-transfer-encoding"))
            if found_raw := _ID.search(content):
                return found_raw[1].decode("utf-8", "replace")
    for name in ("in-reply-to", "references"):
        if found := re.search(r"<([^<>\s]+)>", root.head.plain(name)):
            return found[1]
    return ""


def _message_id(content: bytes) -> str:
    return read_head(content.lstrip(b"\r\n"), 0, len(content), Limits()).plain("message-id")
