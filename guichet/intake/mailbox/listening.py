"""A listener on loopback for the MTA of the same machine, by SMTP or LMTP (GUICHET_MAIL_LISTEN); off unless it is set.

It says yes once the message is ours, and *try again* where it cannot be kept now: the MTA does the waiting.
"""

import asyncio
import ipaddress
import logging
import threading
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import close_old_connections, connection

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.intake.mailbox import keeping
from guichet.intake.mailbox.models import Mailbox
from guichet.jobs.queue import where

log = logging.getLogger("guichet.intake")

RECIPIENTS_MOST = 1000
# RFC 5321 allows 998 bytes a line. Programs write longer ones, and to refuse such a message loses it.
LINE_BYTES_MOST = 8 * 1024 * 1024


class NotOnLoopback(ValueError):
    """The listener asks nobody who he is, so it is never opened to others."""


def listen(stop: threading.Event) -> None:
    """Listen until somebody stops us; nothing where the setting is empty."""
    if not settings.GUICHET_MAIL_LISTEN:
        return
    opened = listener(settings.GUICHET_MAIL_LISTEN)
    opened.start()
    try:
        stop.wait()
    finally:
        opened.stop()


def listener(address: str) -> Controller:
    """A listener for `smtp://127.0.0.1:2525` or `lmtp://127.0.0.1:2424`."""
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "lmtp"} or not parts.hostname:
        raise ValueError("GUICHET_MAIL_LISTEN must look like smtp://127.0.0.1:2525 or lmtp://127.0.0.1:2424.")
    host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname
    if not ipaddress.ip_address(host).is_loopback:
        raise NotOnLoopback(f"{host} is no loopback address: the listener takes mail from this machine alone.")
    kind = _Lmtp if parts.scheme == "lmtp" else _Smtp
    with acting_as(SYSTEM), connection.cursor() as cursor:
        most = keeping.most_bytes(cursor)  # as it stood when the worker began: the library asks for it with every message
    return kind(Keeper(is_lmtp=parts.scheme == "lmtp", most=most), hostname=host, port=2525 if parts.port is None else parts.port)


class _LongLines(SMTP):
    line_length_limit = LINE_BYTES_MOST


class _LongLinesLmtp(LMTP):
    line_length_limit = LINE_BYTES_MOST


class _Smtp(Controller):
    def factory(self) -> SMTP:
        return _LongLines(self.handler, data_size_limit=self.handler.most, enable_SMTPUTF8=True, hostname="guichet", ident="Guichet")


class _Lmtp(Controller):
    def factory(self) -> SMTP:
        return _LongLinesLmtp(self.handler, data_size_limit=self.handler.most, enable_SMTPUTF8=True, hostname="guichet", ident="Guichet")


class Keeper:
    """What the library calls for every message."""

    def __init__(self, *, is_lmtp: bool, most: int) -> None:
        self.is_lmtp, self.most = is_lmtp, most

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if len(envelope.rcpt_tos) >= RECIPIENTS_MOST:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        loop = asyncio.get_running_loop()
        said = await loop.run_in_executor(None, _keep, envelope, str(session.peer))
        # LMTP answers for every recipient (RFC 2033, 4.2).
        return "\r\n".join([said] * len(envelope.rcpt_tos)) if self.is_lmtp else said


def _keep(envelope: Envelope, peer: str) -> str:
    content = envelope.content
    raw = content if isinstance(content, bytes) else str(content).encode("utf-8", "surrogateescape")
    place: dict[str, Any] = {"from": envelope.mail_from or "", "to": list(envelope.rcpt_tos), "peer": peer}
    close_old_connections()
    try:
        with acting_as(SYSTEM), connection.cursor() as cursor:
            keeping.keep(
                cursor, raw, home=settings.GUICHET_HOME, origin="listener", mailbox=mailbox_of(envelope.rcpt_tos), place=place
            )
    except keeping.NoMessage:
        return "554 5.6.0 This is not a message"
    except Exception as error:
        log.error("a message could not be kept: %s", where(error))
        connection.close()
        return "451 4.3.0 Cannot be kept now, try again later"
    return "250 2.0.0 Kept"


def mailbox_of(recipients: list[str]) -> int | None:
    """The mailbox that answers for one of the recipients, extensions aside."""
    plain = set()
    for address in recipients:
        local, at, domain = address.lower().rpartition("@")
        plain.add(f"{local.partition('+')[0]}{at}{domain}")
    for box in Mailbox.objects.filter(is_active=True).order_by("key"):
        if plain & {box.user.lower(), *(address.lower() for address in box.addresses)}:
            return box.pk
    return None
