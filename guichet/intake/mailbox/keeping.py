"""Keeping a raw message: once it is accepted, it is ours (RFC 5321).

Its bytes lie in the store, on disk, before the row that names them; the row and the job that makes the worker look are one
transaction. Written without Django, so that the command an MTA starts for each message is quick to start; the doors of the
worker use the same two functions with Django's cursor.
"""

import hashlib
import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guichet import clock

# Where the configuration says nothing (`limits.mail_megabytes`).
MEGABYTES = 50

# The header block ends at the first empty line; of a header of many megabytes no more is read than this.
_HEADER_MOST = 1 << 20
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"(?m)^([!-9;-~]{1,70})[ \t]*:")
_MESSAGE_ID = re.compile(rb"(?im)^message-id[ \t]*:(?:[ \t\r\n]*)<?([^<>\s]{1,290})>?")
_NAMES_THAT_COUNT = {b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"in-reply-to", b"references", b"reply-to"}


class NoMessage(ValueError):
    """What was handed over is no message at all."""


@dataclass(frozen=True)
class Kept:
    mail: int
    is_duplicate: bool


def keep(
    cursor: Any, raw: bytes, *, home: Path, origin: str, mailbox: int | None = None, place: dict[str, Any] | None = None,
    is_cut: bool = False, is_message: bool = False,
) -> Kept:
    """Store a message and have the worker look at it; one that came before is counted and not looked at again.

    *raw* above the limit is kept up to it (*is_cut*: it was cut already). Raises NoMessage, unless its door knows that it
    *is_message*, however broken. Commit is the caller's.
    """
    if not is_message and not looks_like_message(raw):
        raise NoMessage("This is not a message: no header field stands at its beginning.")
    most = most_bytes(cursor)
    is_cut = is_cut or len(raw) > most
    raw = raw[:most]
    digest = hashlib.sha256(raw).hexdigest()
    # Until the row that needs them is written, nobody takes the bytes for those of no row (desk/files.py).
    cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext('guichet-file'), hashtext(%s))", [digest])
    store(raw, digest, home)
    cursor.execute(
        _KEEP,
        {
            "identity": identity(raw, digest), "sha256": digest, "size": len(raw), "is_cut": is_cut,
            "message_id": message_id(raw), "origin": origin, "mailbox": mailbox, "place": json.dumps(place or {}),
            "now": clock.now(),
        },
    )  # fmt: skip
    number, is_new = cursor.fetchone()
    if is_new:
        cursor.execute(_QUEUE, {"arguments": json.dumps({"mail_id": number})})
    return Kept(number, not is_new)


def most_bytes(cursor: Any) -> int:
    """So many bytes of a message are kept, by the configuration as it stands now."""
    cursor.execute("SELECT (spec ->> 'mail_megabytes')::numeric FROM service_text WHERE key = 'limits'")
    row = cursor.fetchone()
    return int((row[0] if row and row[0] else MEGABYTES) * (1 << 20))


_KEEP = """
INSERT INTO intake_mail AS m (identity, sha256, size, is_cut, is_gone, message_id, origin, mailbox_id, place, received_at, copies, tries,
       outcome, reason, details, from_name, from_email, subject, excerpt, files)
VALUES (%(identity)s, %(sha256)s, %(size)s, %(is_cut)s, false, %(message_id)s, %(origin)s, %(mailbox)s, %(place)s, %(now)s, 1, 0,
       'waiting', '', '{}', '', '', '', '', 0)
ON CONFLICT (identity) DO UPDATE SET copies = m.copies + 1
RETURNING id, xmax = 0
"""
# One of them at a time: whoever works on mail works on all that waits, and the worker's other thread is for other things.
_QUEUE = (
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'guichet.mail', 0, 'guichet.mail', NULL, %(arguments)s, NULL)"
    "::procrastinate_job_to_defer_v1])"
)


def looks_like_message(raw: bytes) -> bool:
    """Whether anything at its beginning reads as a header field; a message may be broken, but it has to be one."""
    return _FIELD.search(raw[:65_536]) is not None


def header_of(raw: bytes) -> bytes:
    """The header block as it stands."""
    end = _END_OF_HEADER.search(raw, 0, _HEADER_MOST)
    return raw[: end.start()] if end else raw[:_HEADER_MOST]


def message_id(raw: bytes) -> str:
    """The Message-ID without angle brackets; empty where there is none."""
    found = _MESSAGE_ID.search(header_of(raw))
    return found.group(1).decode("ascii", "replace").replace("\x00", "") if found else ""


def identity(raw: bytes, digest: str) -> str:
    """What stays the same when a message is delivered twice.

    With a Message-ID: what its sender wrote, without the traces of its way (two mailboxes get two of them). Without one, the
    bytes: a device that says the same every day without a date says it each day.
    """
    if not message_id(raw):
        return digest
    end = _END_OF_HEADER.search(raw, 0, _HEADER_MOST)
    if end is None:
        return digest
    counted = hashlib.sha256(b"guichet mail\n")
    for field in re.split(rb"\r?\n(?![ \t])", raw[: end.start()]):
        name = field.partition(b":")[0].strip().lower()
        if name in _NAMES_THAT_COUNT or name.startswith(b"content-"):
            counted.update(b" ".join(field.split()) + b"\n")
    body = raw[end.end() :].replace(b"\r\n", b"\n").rstrip(b"\n")
    counted.update(b"\n" + body)
    return counted.hexdigest()


def path_of(home: Path, digest: str) -> Path:
    """Where the bytes of that digest lie: beside the attachments, so that backups hold them."""
    return home / "attachments" / digest[:2] / digest


def store(raw: bytes, digest: str, home: Path) -> None:
    """Write the bytes and have them on disk before this returns."""
    final = path_of(home, digest)
    if final.exists():
        return
    final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = final.with_name(f".part-{secrets.token_hex(8)}")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, final)
        folder = os.open(final.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        part.unlink(missing_ok=True)


def read(digest: str, home: Path) -> bytes:
    return path_of(home, digest).read_bytes()
