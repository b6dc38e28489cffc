"""Delivery reports: those of RFC 3464, and what mail systems wrote before and beside it."""

import re

from guichet.mail.bounce_words import REASONS, SUBJECTS, TEXTS
from guichet.mail.charsets import decode
from guichet.mail.encodings import decoded_body
from guichet.mail.headers import read_head
from guichet.mail.parsed import Address, Bounce
from guichet.mail.parts import Part

_DAEMON = re.compile(
    r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|postmaster|mail(?:er)?[-_ ]?delivery[-_ ]?(?:subsystem|system)|mailadmin|bounces?|mta|"
    r"microsoftexchange[0-9a-f]{16,}|nobody|maildelivery|mail-daemon|mmdf|mta-daemon|noreply-?mailer|auto-?reply-?bounce|smtp-?daemon|internet-?mail)(?:[@+._-].*)?$",
    re.IGNORECASE,
)
_DAEMON_NAME = re.compile(
    r"mail(?:er)? ?-? ?(?:delivery|daemon)|delivery (?:subsystem|system|agent|service)|postmaster|mailer_daemon|system administrator|systemadministrator|mail administrator|"
    r"administrateur syst|zustellungs|microsoft outlook|internet mail delivery",
    re.IGNORECASE,
)
_ADDRESS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,120}@[A-Za-z0-9.-]{1,200}"
_FAILED = re.compile(rf"(?:^|\n)[ \t]*(?:<({_ADDRESS})>|({_ADDRESS}))(?=[:\s.,;(]|$)")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
_ID = re.compile(rb"(?:^|\n)[ \t>]*message-id:\s*<([^<>\s]{1,500})>", re.IGNORECASE)


def read_bounce(root: Part, text: str, sender: Address | None, subject: str) -> Bounce | None:
    """What a delivery report says; None if the message is none.

    A report of a delay is one too (`is_final` is false); one of success is not.
    """
    reports = [leaf for leaf in root.leaves() if leaf.kind in {"message/delivery-status", "message/global-delivery-status"}]
    fields = [_fields(leaf) for leaf in reports]
    actions = [
        value.lower().split()[0]
        for groups in fields
        for group in groups
        for key, value in group
        if key == "action" and value.strip()
    ]
    if any(action.startswith(("failed", "failure", "delayed", "undeliver")) for action in actions):
        return _from_fields(fields, root, text)
    if reports and actions and all(action.startswith(("delivered", "relayed", "expanded")) for action in actions):
        return None
    if (
        reports
        and any(group for groups in fields for group in groups)
        and (_from_daemon(root, sender) or _says_failure(subject, text))
    ):
        return _from_fields(fields, root, text)
    if (
        root.parameters.get("report-type", "").lower() == "delivery-status"
        and not (actions and not reports)
        and (_from_daemon(root, sender) or _says_failure(subject, text))
    ):
        return _from_text(root, text)
    if _looks_like_one(root, text, sender, subject):
        return _from_text(root, text)
    return None


def _from_daemon(root: Part, sender: Address | None) -> bool:
    path = root.head.raw("return-path")
    if path is not None and path.strip() in {b"<>", b"< >"}:
        return True
    if sender is None:
        return bool(re.search(rb"mailer-?daemon|postmaster", root.head.raw("from") or b"", re.IGNORECASE))
    return bool(_DAEMON.match(sender.email.partition("@")[0]) or _DAEMON_NAME.search(sender.name))


def _says_failure(subject: str, text: str) -> bool:
    return any(word in subject.lower() for word in SUBJECTS) or any(word in _start(text) for word in TEXTS)


def _start(text: str) -> str:
    return re.sub(r"\s+", " ", text[:4_000]).lower()


def _looks_like_one(root: Part, text: str, sender: Address | None, subject: str) -> bool:
    """Reports in no standard form: a machine for sender, and the words of one."""
    if root.head.raw("x-failed-recipients") is not None:
        return True
    if root.head.raw("list-id") is not None or root.head.raw("list-post") is not None:
        return False
    daemon = _from_daemon(root, sender)
    said = any(word in subject.lower() for word in SUBJECTS)
    start = _start(text)
    told = any(word in start for word in TEXTS)
    if daemon:
        return said or told
    return said and told and any(word in start for word in REASONS) and root.head.raw("in-reply-to") is None


def _fields(leaf: Part) -> list[list[tuple[str, str]]]:
    """The groups of a delivery-status part: the first of the message, the others of one recipient each."""
    content, _ = decoded_body(leaf.raw[:200_000], leaf.head.plain("content-transfer-encoding"))
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


def _from_fields(fields: list[list[list[tuple[str, str]]]], root: Part, text: str) -> Bounce:
    recipients: list[str] = []
    status = reason = ""
    final = False
    for group in (dict(reversed(group)) for groups in fields for group in groups):
        action = group.get("action", "failed").lower()
        recipient = group.get("original-recipient") or group.get("final-recipient") or group.get("x-actual-recipient")
        if recipient and not action.startswith(("delivered", "relayed", "expanded")):
            recipients.append(_recipient(group.get("final-recipient") or recipient))
            final = final or not action.startswith("delayed")
            status = status or next(iter(_STATUS.findall(group.get("status", ""))), "")
            reason = reason or re.sub(r"^[\w-]+;\s*", "", group.get("diagnostic-code", ""))[:500]
    told = _from_text(root, text)
    return Bounce(
        tuple(dict.fromkeys(recipients))[:1_000] or told.recipients,
        status or told.status,
        reason or told.reason,
        told.original_message_id,
        final or not recipients,
    )


def _recipient(value: str) -> str:
    return re.sub(r"^[\w-]+\s*;\s*", "", value).strip().strip("<>").strip()[:320]


def _from_text(root: Part, text: str) -> Bounce:
    recipients = [_recipient(part) for part in root.head.text("x-failed-recipients").split(",") if part.strip()]
    start = text[:10_000]
    original = re.search(
        r"\n[ \t-]*(?:below this line is a copy|this is a copy of the message|original message|included is a copy|returned message|message header|the header of the original)",
        start,
        re.IGNORECASE,
    )
    told = start[: original.start()] if original else start
    if not recipients:
        recipients = [one or other for one, other in _FAILED.findall(told)]
    status = next(iter(_STATUS.findall(told)), "")
    line = next(
        (
            line.strip()
            for line in told.split("\n")
            if _STATUS.search(line) or _CODE.search(line) or any(word in line.lower() for word in REASONS)
        ),
        "",
    )
    if not status and (code := _CODE.search(line)):
        status = f"{code[1][0]}.0.0"
    return Bounce(
        tuple(dict.fromkeys(recipients))[:1_000],
        status,
        line[:500],
        _original_id(root),
        not re.search(r"delayed|not yet been|warning", start[:1_000], re.IGNORECASE),
    )


def _original_id(root: Part) -> str:
    """The Message-ID of the letter the report is about: from its copy, else from `In-Reply-To` or `References`."""
    for leaf in root.leaves():
        if leaf.kind in {
            "message/rfc822",
            "text/rfc822-headers",
            "message/global",
            "message/global-headers",
            "message/rfc822-headers",
        }:
            content, _ = decoded_body(leaf.raw[:200_000], leaf.head.plain("content-transfer-encoding"))
            found = re.search(r"<([^<>\s]+)>", _message_id(content))
            if found:
                return found[1]
    for leaf in root.leaves():
        if leaf.kind.startswith("text/"):
            content, _ = decoded_body(leaf.raw[:200_000], leaf.head.plain("content-transfer-encoding"))
            if found_raw := _ID.search(content):
                return found_raw[1].decode("utf-8", "replace")
    for name in ("in-reply-to", "references"):
        if found := re.search(r"<([^<>\s]+)>", root.head.plain(name)):
            return found[1]
    return ""


def _message_id(content: bytes) -> str:
    from guichet.mail.limits import Limits

    return read_head(content.lstrip(b"\r\n"), 0, len(content), Limits()).plain("message-id")
