"""Delivery reports: those of RFC 3464, and what mail systems wrote before and beside it."""

import re

from guichet.mail.bounce_details import fields_of, from_fields, from_text
from guichet.mail.bounce_words import SUBJECTS, TEXTS, VAGUE_TEXTS, WRITTEN_BY_PROGRAMS
from guichet.mail.parsed import Address, Bounce
from guichet.mail.parts import Part
from guichet.mail.subjects import REPLY

# Who writes nothing but reports.
_DAEMON = re.compile(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|mail(?:er)?[-_ ]?delivery[-_ ]?(?:sub)?system|mta|mmdf|mta-daemon|smtp-?daemon|"
    r"microsoftexchange[0-9a-f]{16,})(?:[+._-].*)?",
    re.IGNORECASE,
)
_DAEMON_NAME = re.compile(
    r"mail(?:er)? ?-? ?(?:delivery|daemon)|delivery (?:subsystem|system|agent|service)|mailer_daemon|internet mail delivery",
    re.IGNORECASE,
)
# Who writes other things too, and a program of which one knows no more.
_POSTMASTER = re.compile(r"(?:post[-_.]?master|mail(?:er|server|system)|bounces?|undeliverable)(?:[+._-].*)?", re.IGNORECASE)
_PROGRAM = re.compile(
    r"(?:mail(?:admin)?|admin(?:istrator)?|system|root|nobody|no-?reply|do-?not-?reply|smtp|exchange|notes|server|daemon|"
    r"mcafee|antispam|spam|filter|gateway|sysadmin|return|errors?)(?:[+._-].*)?",
    re.IGNORECASE,
)
_POSTMASTER_NAME = re.compile(
    r"post ?master|system ?administrator|mail ?administrator|administrateur syst|zustellung|microsoft outlook|mail ?server",
    re.IGNORECASE,
)
_REPORTS = {"message/delivery-status", "message/global-delivery-status"}
# Whoever reports by another name than a mailer's says for whom the letter was.
_AN_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def read_bounce(root: Part, text: str, sender: Address | None, subject: str) -> Bounce | None:
    """What a delivery report says; None if the message is none.

    A report of a delay is one too (`is_final` is false); one of success is not.
    """
    reports = [group for leaf in root.leaves() if leaf.kind in _REPORTS for group in fields_of(leaf)]
    actions = [value.lower() for group in reports for key, value in group if key == "action" and value]
    if any(action.startswith(("fail", "delayed", "undeliver")) for action in actions):
        return from_fields(reports, root, text)
    if actions and all(action.startswith(("delivered", "relayed", "expanded")) for action in actions):
        return None
    announced = root.parameters.get("report-type", "").lower() == "delivery-status"
    if (reports or announced) and (
        _is_from(root, sender, _DAEMON, _DAEMON_NAME) or _has_no_path(root) or _says_failure(subject, text)
    ):
        return from_fields(reports, root, text) if reports else from_text(root, text)
    return from_text(root, text) if _looks_like_one(root, text, sender, subject) else None


def _looks_like_one(root: Part, text: str, sender: Address | None, subject: str) -> bool:
    """Reports in no standard form: a machine for sender, and the words of one. The less the sender is one, the more words."""
    if root.head.raw("x-failed-recipients") is not None:
        return True
    if root.head.raw("list-id") is not None or root.head.raw("list-post") is not None:
        return False
    said = any(word in subject.lower() for word in SUBJECTS)
    start = _start(text)
    told = any(word in start for word in TEXTS)
    if _is_from(root, sender, _DAEMON, _DAEMON_NAME):
        return said or told or any(word in start for word in VAGUE_TEXTS)
    if REPLY.match(subject):
        return False
    if _has_no_path(root) or _is_from(root, sender, _POSTMASTER, _POSTMASTER_NAME):
        return told or (said and (subject.lower().startswith(SUBJECTS) or any(word in start for word in VAGUE_TEXTS)))
    if start.startswith("{") and "bouncedrecipients" in start:
        return True  # as Amazon tells it, in JSON
    if told and subject.lower().startswith(WRITTEN_BY_PROGRAMS) and _AN_ADDRESS.search(text[:4_000]):
        return True
    return said and told and bool(_AN_ADDRESS.search(text[:4_000])) and (sender is None or _is_from(root, sender, _PROGRAM, _POSTMASTER_NAME))


def _is_from(root: Part, sender: Address | None, local: re.Pattern[str], name: re.Pattern[str]) -> bool:
    if sender is None:
        return bool(local.search(root.head.text("from")) and name.search(root.head.text("from")))
    return bool(local.fullmatch(sender.email.partition("@")[0]) or name.search(sender.name))


def _has_no_path(root: Part) -> bool:
    """Whether nobody is to be told if the message itself cannot be delivered, as of every report (RFC 5321 section 4.5.5)."""
    path = root.head.raw("return-path")
    return path is not None and path.strip() in {b"<>", b"< >"}


def _says_failure(subject: str, text: str) -> bool:
    return any(word in subject.lower() for word in SUBJECTS) or any(word in _start(text) for word in TEXTS)


def _start(text: str) -> str:
    return re.sub(r"\s+", " ", text[:4_000]).lower()
