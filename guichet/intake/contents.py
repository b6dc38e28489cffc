"""From a message that was read to what a request keeps of it: subject, words, files, colleagues."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from guichet.access.refusals import Invalid, TooLarge
from guichet.desk import files
from guichet.desk.addresses import has_extension
from guichet.desk.models import Attachment, Ticket
from guichet.desk.texts import is_blank
from guichet.intake.checking import SUBJECT_MOST
from guichet.intake.cleaning import clean_line, clean_text
from guichet.mail import subjects
from guichet.mail.parsed import ParsedMail
from guichet.people.models import Person
from guichet.service import limits
from guichet.service.house import house

COLLEAGUES_MOST = 50
# Words of an answer that says thanks and nothing else, per language; others around them make it an answer.
_THANKS = re.compile(
    r"\b(?:merci|remerciements?|thanks?|thank you|thx|danke|dankeschön|besten dank|vielen dank|grazie|ringrazio)\b", re.IGNORECASE
)
_SAYS_MORE = re.compile(
    r"\?|\b(?:but|mais|aber|ma|però|still|toujours|encore|noch|ancora|not|pas|nicht|non|nein|no|however|cependant|jedoch|tuttavia)\b",
    re.IGNORECASE,
)
THANKS_WORDS_MOST = 25


def opening_subject(parsed: ParsedMail) -> str:
    """The subject without Re: and tags; where there is none, the text's first line. At most as long as a form's."""
    subject = clean_line(subjects.plain(parsed.subject))
    if is_blank(subject):
        subject = next((clean_line(line) for line in parsed.text.splitlines() if not is_blank(line)), "")
    return subject if len(subject) <= SUBJECT_MOST else f"{subject[: SUBJECT_MOST - 1]}…"


def opening_text(parsed: ParsedMail) -> str:
    """What a message that opens says: its new part, or all of it where it hands on what somebody else wrote."""
    new = clean_text(parsed.reply_text)
    if subjects.HANDED_ON.match(parsed.subject) or is_blank(new) or len(new) < 20:
        return clean_text(parsed.text) or new
    return new


def reply_text(parsed: ParsedMail) -> str:
    return clean_text(parsed.reply_text)


@dataclass
class Kept:
    """The files of a message that are kept, and why others were left out."""

    files: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def keep_files(parsed: ParsedMail, ticket: Ticket | None) -> Kept:
    """Store its files by the rules of an upload. An inline picture that the request has already (a logo) is not kept again."""
    kept = Kept()
    known = set(Attachment.objects.filter(ticket=ticket.pk).values_list("sha256", flat=True)) if ticket else set()
    for attachment in parsed.attachments:
        if (attachment.inline and attachment.sha256 in known) or not attachment.size:
            continue
        name = files.clean_name(attachment.filename)
        if len(kept.files) >= limits.files():
            kept.left_out.append(_("“%(name)s” was not added: at most %(limit)s files go with one message.") % {
                "name": name, "limit": limits.files(),
            })  # fmt: skip
            continue
        try:
            kept.files.append(files.store(name, io.BytesIO(attachment.content), attachment.size))
        except (Invalid, TooLarge) as refused:
            kept.left_out.append(refused.message)
    return kept


def forget_files(parsed: ParsedMail) -> None:
    """Take files off the disk that were stored for a message which was refused afterwards, unless something else needs them."""
    for sha256 in {attachment.sha256 for attachment in parsed.attachments if attachment.size}:
        if files.path_of(sha256).is_file():
            files.forget_after_commit(sha256)


def with_remarks(text: str, kept: Kept) -> str:
    """The text, and below it which files were left out and why. What is too long for a field goes along as a file."""
    if len(kept.left_out) > 20:
        kept.left_out[20:] = [_("%(count)s more files were not added.") % {"count": len(kept.left_out) - 20}]
    if is_blank(text) and kept.files:
        text = _("(no text; see the files)")
    remarks = "\n".join(f"[{said}]" for said in kept.left_out)
    most = limits.characters() - len(remarks) - 200
    if len(text) > most:
        whole = text.encode()
        if len(kept.files) < limits.files() and len(whole) <= limits.file_bytes():
            kept.files.append(files.store("message.txt", io.BytesIO(whole), len(whole)))
        text = f"{text[:most]}\n\n[{_('The text goes on; the whole of it is in the file message.txt.')}]"
    return f"{text}\n\n{remarks}" if remarks else text


def colleagues(parsed: ParsedMail, company: int, *, but: Iterable[int | None]) -> list[Person]:
    """Those in To and Cc who belong to that company; nobody else ever becomes a participant."""
    # Most mail names us and its writer, and nobody has to be looked for.
    known = {house().text("brand").get("email", "").lower(), parsed.sender.email.lower() if parsed.sender else ""}
    named = {address.email.lower() for address in (*parsed.to, *parsed.cc)[:200]}
    addresses = {address for address in named - known if not has_extension(address)}
    if not addresses:
        return []
    found = Person.objects.filter(
        memberships__company=company, memberships__ended_at=None, is_active=True, is_agent=False, is_administrator=False
    )
    found = found.annotate(address=Lower("email")).filter(address__in=addresses)
    return list(found.exclude(pk__in=[pk for pk in but if pk]).distinct().order_by("pk")[:COLLEAGUES_MOST])


def without_marker(text: str) -> str | None:
    """The text of a note, where its first line is or begins with the marker of notes; None where it is none."""
    marker = str(house().text("mail").get("note_marker", "#note")).strip().lower()
    first, _line_end, rest = text.lstrip().partition("\n")
    if not marker or not first.strip().lower().startswith(marker):
        return None
    behind = first.strip()[len(marker) :]
    if behind[:1].isalnum():
        return None
    return f"{behind.lstrip(' :')}\n{rest}".strip()


def is_only_thanks(text: str) -> bool:
    """A short text that thanks and says nothing else (DOMAIN 1.5: an agent may then say it was only thanks)."""
    words = text.split()
    return 0 < len(words) <= THANKS_WORDS_MOST and _THANKS.search(text) is not None and _SAYS_MORE.search(text) is None
