"""Files of messages and notes: kept once under their digest, handed out by one view only.

A file is harmless to show in the browser only if its first bytes say so; everything else is a download. The name's
ending is never believed.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor
from guichet.access.refusals import Invalid, TooLarge
from guichet.desk.models import Attachment, Message, Note, Ticket
from guichet.jobs import queue
from guichet.knowledge.models import ArticleImage
from guichet.people.models import new_token
from guichet.service import limits

# First bytes → what the browser may show inline. SVG and HTML are never among them.
_SHOWN = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
# Programs by their first bytes: refused whatever their name.
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_REFUSED_ENDINGS = {
    ".exe", ".com", ".bat", ".cmd", ".msi", ".scr", ".pif", ".cpl", ".jar", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".wsh",
    ".ps1", ".lnk", ".hta", ".reg", ".dll", ".app", ".apk",
}  # fmt: skip


def clean_name(name: str) -> str:
    """A file name without path, control or direction signs, at most 150 characters; never empty."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    if len(name) > 150:
        stem, dot, end = name.rpartition(".")
        name = f"{stem[: 149 - len(end)]}.{end}" if dot and len(end) <= 10 else name[:150]
    return name or "file"


def content_type(head: bytes) -> str:
    """What the first bytes prove; otherwise a download of unknown kind."""
    for magic, kind in _SHOWN:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return "application/zip"
    if b"\x00" not in head:
        try:
            head.decode("utf-8")
        except UnicodeDecodeError as error:
            # A sign may be cut in two at the end of what was read.
            if error.start < len(head) - 3:
                return "application/octet-stream"
        return "text/plain"
    return "application/octet-stream"


def store(name: str, stream: BinaryIO, size: int) -> dict[str, Any]:
    """Keep a file under its digest; returns what an Attachment or an Upload needs.

    Raises TooLarge above the limit, Invalid for an empty file or a program.
    """
    name = clean_name(name)
    most = limits.file_bytes()
    if size > most:
        raise TooLarge(too_large(name))
    if any(name.lower().endswith(end) for end in _REFUSED_ENDINGS):
        raise Invalid({"attachments": program(name)})
    folder = settings.GUICHET_HOME / "attachments"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, written, head = hashlib.sha256(), 0, b""
    part = folder / f".part-{new_token()}"
    try:
        with part.open("xb") as target:
            while chunk := stream.read(1 << 20):
                written += len(chunk)
                if written > most:
                    raise TooLarge(too_large(name))
                if len(head) < 512:
                    head += chunk[:512]
                digest.update(chunk)
                target.write(chunk)
        if not written:
            raise Invalid({"attachments": _("“%(name)s” is empty. Choose the file again.") % {"name": name}})
        if head.startswith(_PROGRAMS):
            raise Invalid({"attachments": program(name)})
        final = path_of(digest.hexdigest())
        final.parent.mkdir(mode=0o700, exist_ok=True)
        part.replace(final)
    finally:
        part.unlink(missing_ok=True)
    return {"filename": name, "size": written, "sha256": digest.hexdigest(), "content_type": content_type(head)}


def too_large(name: str) -> str:
    limit = limits.file_bytes() // limits.MEGABYTE
    return _("“%(name)s” was not added: larger than %(limit)s MB. Send a picture or an extract.") % {"name": name, "limit": limit}


def program(name: str) -> str:
    return _("“%(name)s” was not added: it is a program. Put it in a ZIP file, or describe what it does.") % {"name": name}


def path_of(sha256: str) -> Path:
    """Where the bytes of that digest lie."""
    return settings.GUICHET_HOME / "attachments" / sha256[:2] / sha256


def attach(
    ticket: Ticket, files: Sequence[dict[str, Any]], *, by: Actor, message: Message | None = None, note: Note | None = None
) -> None:
    """Hang stored files on a message or a note."""
    if len(files) > limits.files():
        limit = limits.files()
        raise Invalid({"attachments": _("At most %(limit)s files go with one message.") % {"limit": limit}})
    _hold([file["sha256"] for file in files])
    Attachment.objects.bulk_create(
        [
            Attachment(
                ticket=ticket,
                company_id=ticket.company_id,
                message=message,
                note=note,
                token=new_token(),
                uploaded_by_id=by.person_id,
                created_at=clock.now(),
                **{key: file[key] for key in ("filename", "size", "sha256", "content_type")},
            )
            for file in files
        ]
    )
    if files:
        queue.put("guichet.read_files", lock=f"read-files-{ticket.pk}", number=ticket.pk)


def _hold(digests: Sequence[str]) -> None:
    """Keep the bytes from being forgotten until this transaction has written who needs them; gone already, say so."""
    if not digests:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(hashtext('guichet-file'), hashtext(d)) FROM unnest(%s::text[]) d",
            [sorted(digests)],
        )
    if not all(path_of(digest).is_file() for digest in digests):
        raise Invalid({"attachments": _("A file is no longer there. Add it again, please.")})


def forget_after_commit(sha256: str) -> None:
    """Take the bytes off the disk once this transaction stands: at once, and should the process die then, by the worker."""
    queue.put("guichet.forget_file", sha256=sha256)
    transaction.on_commit(lambda: forget(sha256), robust=True)


def forget(sha256: str) -> None:
    """Take the bytes off the disk, unless a row still needs them. May run twice without harm."""
    from guichet.desk.keepers import KEEPERS

    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('guichet-file'), hashtext(%s))", [sha256])
        named = (Attachment.objects.filter(sha256=sha256), ArticleImage.objects.filter(sha256=sha256))
        is_needed = any(rows.exists() for rows in named) or any(keeper.needs_file(sha256) for keeper in KEEPERS)
        if not is_needed:
            path_of(sha256).unlink(missing_ok=True)
