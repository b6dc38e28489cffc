"""Fetching a mailbox by IMAP: new messages are kept first; only then is the mailbox's copy marked, moved or removed.

How far it was fetched (UIDVALIDITY and the last UID) is written in the transaction that keeps the messages. A crash in
between leaves copies as they were: they are looked after at the next connection.
"""

import logging
import re
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags, U

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.intake.mailbox import keeping, oauth
from guichet.intake.mailbox.models import Mail, Mailbox
from guichet.intake.mailbox.sealing import unseal

log = logging.getLogger("guichet.intake")

TIMEOUT_SECONDS = 60
CHUNK = 25
CHUNK_BYTES = 20 * 1024 * 1024
# IDLE is renewed this often, and a server without it is asked this often (RFC 2177: at most 29 minutes).
IDLE_SECONDS = 240.0
POLL_SECONDS = 30.0
# A companion has to notice that it is to stop.
LOOK_UP_SECONDS = 5.0

_LOCK = 0x626F78
_SIZE = re.compile(rb"UID (\d+).*?RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*?UID (\d+)")
_UID = re.compile(rb"\bUID (\d+)")


@contextmanager
def alone(box: Mailbox) -> Iterator[bool]:
    """Hold the mailbox for this connection to the database; False where another process fetches it already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, box.pk])
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, box.pk])


@contextmanager
def connected(box: Mailbox) -> Iterator[BaseMailBox]:
    """The mailbox, signed in, its folder open."""
    if box.security == Mailbox.TLS:
        server: BaseMailBox = MailBox(box.host, box.port, timeout=TIMEOUT_SECONDS, ssl_context=ssl.create_default_context())
    elif box.security == Mailbox.STARTTLS:
        server = MailBoxStartTls(box.host, box.port, timeout=TIMEOUT_SECONDS, ssl_context=ssl.create_default_context())
    else:
        server = MailBoxUnencrypted(box.host, box.port, timeout=TIMEOUT_SECONDS)
    try:
        if box.auth == Mailbox.PASSWORD:
            server.login(box.user, unseal(box.secret), initial_folder=box.folder)
        else:
            server.xoauth2(box.user, oauth.access_token(box), initial_folder=box.folder)
        yield server
    finally:
        try:
            server.client.shutdown()
        except OSError:
            log.debug("the connection was closed already")


def catch_up(server: BaseMailBox, box: Mailbox) -> int:
    """Keep everything that is new, and look after copies that a crash left behind; how many were new."""
    validity = server.folder.status(box.folder, ["UIDVALIDITY"])["UIDVALIDITY"]
    if validity != box.uid_validity:
        # Numbered anew, or never fetched: all of it is looked at; what we have already is recognised.
        box.uid_validity, box.last_uid = validity, 0
    _finish_left_over(server, box)
    return fetch_new(server, box)


def fetch_new(server: BaseMailBox, box: Mailbox) -> int:
    """Keep the messages behind the last one, some at a time; how many."""
    uids = sorted(int(uid) for uid in server.uids(AND(uid=U(str(box.last_uid + 1), "*"))))
    new = [uid for uid in uids if uid > box.last_uid]  # the star stands for the last one, however low
    kept = 0
    while new:
        most = _most_bytes()
        chunk, sizes = _next_chunk(server, new, most)
        kept += _keep(server, box, chunk, sizes, most)
        new = new[len(chunk) :]
    note(box, problem="")
    return kept


def _most_bytes() -> int:
    with acting_as(SYSTEM), connection.cursor() as cursor:
        return keeping.most_bytes(cursor)


def _next_chunk(server: BaseMailBox, uids: Sequence[int], most: int) -> tuple[list[int], dict[int, int]]:
    """As many of the next messages as are to be held in memory at once."""
    wanted = list(uids[:CHUNK])
    sizes: dict[int, int] = {}
    for part in _fetched(server, wanted, "(UID RFC822.SIZE)"):
        line = part[0] if isinstance(part, tuple) else part
        if isinstance(line, bytes) and (found := _SIZE.search(line)):
            uid, size = (found[1], found[2]) if found[1] else (found[4], found[3])
            sizes[int(uid)] = int(size)
    chunk: list[int] = []
    total = 0
    for uid in wanted:
        total += min(sizes.get(uid, 0), most)
        if chunk and total > CHUNK_BYTES:
            break
        chunk.append(uid)
    return chunk, sizes


def _keep(server: BaseMailBox, box: Mailbox, chunk: list[int], sizes: dict[int, int], most: int) -> int:
    """Keep a chunk in one transaction, then mark its copies. What is gone meanwhile was somebody else's to remove."""
    large = {uid for uid in chunk if sizes.get(uid, 0) > most}
    raw = _bodies(server, [uid for uid in chunk if uid not in large], "(UID BODY.PEEK[])")
    for uid in sorted(large):
        raw |= _bodies(server, [uid], f"(UID BODY.PEEK[]<0.{most}>)")
    if (missed := set(chunk) - set(raw)) and (there := _still_there(server, missed)):
        # Never passed over: what stays in the mailbox and is not handed out is asked for again.
        raise ConnectionError(f"The server did not hand out {len(there)} of {len(chunk)} messages.")
    with acting_as(SYSTEM), connection.cursor() as cursor:
        for uid in sorted(raw):
            keeping.keep(
                cursor, raw[uid], home=settings.GUICHET_HOME, origin="imap", mailbox=box.pk,
                place={"uid": uid, "uid_validity": box.uid_validity}, is_cut=uid in large, is_message=True,
            )  # fmt: skip
        box.last_uid = max(chunk)
        box.fetched_at = clock.now()
        Mailbox.objects.filter(pk=box.pk).update(
            uid_validity=box.uid_validity, last_uid=box.last_uid, fetched_at=box.fetched_at, problem="", failing_since=None
        )
    # Of a message above the limit we hold a part only: its copy stays.
    finish(server, box, [uid for uid in raw if uid not in large])
    return len(raw)


def _still_there(server: BaseMailBox, uids: set[int]) -> set[int]:
    return {int(uid) for uid in server.uids(AND(uid=[str(uid) for uid in sorted(uids)]))}


def _bodies(server: BaseMailBox, uids: list[int], what: str) -> dict[int, bytes]:
    """Message by UID, which servers tell before the message or behind it (RFC 9051 leaves the order to them)."""
    found: dict[int, bytes] = {}
    parts = _fetched(server, uids, what)
    for place, part in enumerate(parts):
        if not (isinstance(part, tuple) and len(part) == 2):
            continue
        behind = parts[place + 1] if place + 1 < len(parts) and isinstance(parts[place + 1], bytes) else b""
        if uid := _UID.search(part[0]) or _UID.search(behind):
            found[int(uid[1])] = part[1]
    return found


def _fetched(server: BaseMailBox, uids: list[int], what: str) -> list[Any]:
    if not uids:
        return []
    status, parts = server.client.uid("fetch", ",".join(map(str, uids)), what)
    if status != "OK":
        raise ConnectionError(f"The server refuses to hand messages out ({status}).")
    return parts


def finish(server: BaseMailBox, box: Mailbox, uids: Sequence[int]) -> None:
    """Mark, move or remove the mailbox's copies of what we hold."""
    named = [str(uid) for uid in uids]
    if not named:
        return
    if box.afterwards == Mailbox.REMOVE:
        server.delete(named)
    elif box.afterwards == Mailbox.MOVE and box.move_to:
        server.move(named, box.move_to)
    else:
        server.flag(named, [MailMessageFlags.SEEN], True)


def _finish_left_over(server: BaseMailBox, box: Mailbox) -> None:
    """Copies of what we hold that a crash left unmarked, between our commit and the server's answer."""
    if not box.last_uid:
        return
    old = U("1", str(box.last_uid))
    there = server.uids(AND(uid=old, seen=False) if box.afterwards == Mailbox.MARK else AND(uid=old))
    if not there:
        return
    with acting_as(SYSTEM):
        held = Mail.objects.filter(mailbox=box.pk, place__uid_validity=box.uid_validity, is_cut=False)
        ours = set(held.filter(place__uid__in=[int(uid) for uid in there[:5000]]).values_list("place__uid", flat=True))
    finish(server, box, sorted(ours))


def wait(server: BaseMailBox, stop: threading.Event) -> None:
    """Until something came, or it is time to look; with IDLE where the server knows it.

    What came during the last command was told with its answer, and IDLE does not tell it again.
    """
    _name, told = server.client.response("EXISTS")
    if told and told[-1] is not None:
        return
    if "IDLE" not in server.client.capabilities:
        stop.wait(POLL_SECONDS)
        return
    waited = 0.0
    with server.idle as idle:
        if _read_already(server):
            return
        while waited < IDLE_SECONDS and not stop.is_set():
            if idle.poll(timeout=LOOK_UP_SECONDS):
                return
            waited += LOOK_UP_SECONDS


def _read_already(server: BaseMailBox) -> bool:
    """Whether the server told of mail in one packet with its yes to IDLE: our reader holds that, and the socket is silent."""
    sock = server.client.sock
    before = sock.gettimeout()
    sock.settimeout(0)
    try:
        return bool(server.client._get_line())
    except (OSError, server.client.abort):  # nothing there
        return False
    finally:
        sock.settimeout(before)


def note(box: Mailbox, *, problem: str) -> None:
    """Leave word that it was looked at, or what is wrong since when."""
    now = clock.now()
    with acting_as(SYSTEM):
        if problem:
            Mailbox.objects.filter(pk=box.pk).update(problem=problem[:300])
            Mailbox.objects.filter(pk=box.pk, failing_since=None).update(failing_since=now)
        else:
            Mailbox.objects.filter(pk=box.pk).update(problem="", failing_since=None, fetched_at=now)

