"""The shape of what a configuration says about mail: the rules for what comes in, and the mailboxes it comes to."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from guichet.service import lettering
from guichet.service.pieces import LANGUAGES, Key, Part


def _pattern(value: Any) -> Any:
    if not isinstance(value, str) or value.count("{number}") != 1 or len(value) > 100:
        raise ValueError(f"{value!r} is no subject pattern; write the text with {{number}} where the number stands, such as Ticket#{{number}}")
    return value


SubjectPattern = Annotated[str, BeforeValidator(_pattern)]


class Mail(Part):
    """What holds for mail wherever it comes in. `trusted_hosts` and `demands` hold for mail that names no mailbox."""

    note_marker: str = "#note"
    plus_addresses: bool = True
    subject_patterns: list[SubjectPattern] = []
    automatic_per_hour: int = Field(default=20, gt=0)
    trusted_hosts: list[str] = []
    demands: Literal["not_failed", "passed"] = "not_failed"


class Mailbox(Part):
    """A mailbox: where it is, how one signs in, what its mail becomes. A secret that is left out stays as it was entered."""

    key: Key
    active: bool = True
    host: str = ""
    port: int = Field(default=993, gt=0, lt=65536)
    security: Literal["tls", "starttls", "plain"] = "tls"
    user: str = ""
    auth: Literal["password", "microsoft", "google"] = "password"
    secret: str | None = None
    client_id: str = ""
    client_secret: str | None = None
    tenant: str = ""
    folder: str = "INBOX"
    afterwards: Literal["mark", "move", "remove"] = "mark"
    move_to: str = ""
    desk: Key | None = None
    type: Key | None = None
    brand: Key | None = None
    language: Literal["en", "fr", "de", "it"] | None = None
    addresses: list[str] = []
    trusted_hosts: list[str] = []
    demands: Literal["not_failed", "passed"] = "not_failed"


class LetterText(Part):
    """Subject and text of a kind of letter (lettering.py), in one or more languages; those left out keep the shipped text."""

    kind: str
    brand: Key | None = None
    subject: dict[str, str] = {}
    text: dict[str, str]

    @model_validator(mode="after")
    def _is_one(self) -> "LetterText":
        kind = lettering.KINDS.get(self.kind)
        if kind is None:
            raise ValueError(f"there is no letter {self.kind}; write one of {', '.join(lettering.KINDS)}")
        if strange := [language for language in (*self.text, *self.subject) if language not in LANGUAGES]:
            raise ValueError(f"{strange[0]}: not a language of Guichet; write {', '.join(LANGUAGES)}")
        if kind.has_subject and set(self.subject) != set(self.text):
            raise ValueError(f"the letter {self.kind} needs a subject and a text in the same languages")
        for language, text in self.text.items():
            lettering.check_text(kind, text)
            lettering.check_subject(kind, self.subject.get(language, ""))
        return self
