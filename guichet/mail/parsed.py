"""What a message says once it is read: `ParsedMail`, the same for whatever the world sends (INTERFACE section 1)."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Address:
    """A name, "" if none, and an address as it was written."""

    name: str
    email: str


@dataclass(frozen=True)
class Attachment:
    """A file that came along. *filename* has no path in it; *size* and *sha256* are of the decoded bytes.

    *content_id* is what `cid:` in the HTML and `[cid:…]` in the text point to; *inline* says that it has its place in the text.
    """

    filename: str
    content_type: str
    size: int
    sha256: str
    inline: bool
    content_id: str = ""
    content: bytes = field(default=b"", repr=False, compare=False)


@dataclass(frozen=True)
class Bounce:
    """What a delivery report says of the letter it is about; empty where it does not say."""

    recipients: tuple[str, ...] = ()
    status: str = ""  # RFC 3463, such as 5.1.1
    reason: str = ""
    original_message_id: str = ""
    is_final: bool = True  # False: the server goes on trying


@dataclass(frozen=True)
class ParsedMail:
    """One message. *troubles* are the codes of what was wrong with it or cut off (`mail/limits.py`); none is a reason to
    refuse it. *headers* are all of them in order, decoded, names as written."""

    sender: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    html: str | None = None
    reply_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    is_auto_reply: bool = False
    is_bounce: bool = False
    language: str | None = None
    bounce: Bounce | None = None
    is_feedback_report: bool = False
    troubles: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name, "" if there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def headers_named(self, name: str) -> list[str]:
        """Every header of that name, the topmost first."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def as_json(self) -> dict[str, Any]:
        """The object of `guichet mail parse`: every key, always."""
        return {
            "from": asdict(self.sender) if self.sender else None,
            "to": [asdict(address) for address in self.to],
            "cc": [asdict(address) for address in self.cc],
            "subject": self.subject,
            "message_id": self.message_id,
            "in_reply_to": self.in_reply_to,
            "references": list(self.references),
            "date": self.date.isoformat() if self.date else None,
            "text": self.text,
            "html": self.html,
            "reply_text": self.reply_text,
            "attachments": [
                {"filename": a.filename, "content_type": a.content_type, "size": a.size, "sha256": a.sha256, "inline": a.inline}
                for a in self.attachments
            ],
            "is_auto_reply": self.is_auto_reply,
            "is_bounce": self.is_bounce,
            "language": self.language,
        }
