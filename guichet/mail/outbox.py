"""Handing letters over: to a mail server, or as files into the home's `outbox/` where none is named.

GUICHET_EMAIL_URL: `smtp://[user:password@]host[:port]`, with `?tls` for STARTTLS, or `smtps://…`. What goes wrong is either
worth another try (`TryAgain`) or not (`Refused`): whoever queued the letter decides by that alone.
"""

import contextlib
import os
import smtplib
import socket
import ssl
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings

# For each answer of the server, and for a whole letter: one that lets its answers trickle holds nobody for ever.
TIMEOUT_SECONDS = 20
LONGEST_SECONDS = 60


class TryAgain(Exception):
    """The letter could not be handed over now: no server, or one that is busy.

    *is_slow*: it was found out by waiting. *is_server*: it did not even greet, so nobody's letter would get further.
    """

    def __init__(self, message: str, *, is_slow: bool = False, is_server: bool = False) -> None:
        super().__init__(message)
        self.is_slow, self.is_server = is_slow, is_server


class Refused(Exception):
    """The letter will not be taken: nobody lives there, or it is not wanted."""


def hand_over(message: bytes, *, message_id: str, sender: str, to: str) -> None:
    """Hand a message over, or raise TryAgain or Refused. Call it with no transaction open.

    Handed over twice it has the same Message-ID: as a file it replaces itself, and mail programs show it once.
    """
    if settings.GUICHET_EMAIL_URL:
        _to_server(settings.GUICHET_EMAIL_URL, message, sender=sender, to=to)
    else:
        _to_folder(Path(settings.GUICHET_HOME) / "outbox", message, message_id=message_id)


def file_name(message_id: str) -> str:
    """The name of a letter's file: its Message-ID without the angle brackets."""
    return f"{message_id.strip('<>').replace('/', '-')}.eml"


def _to_folder(folder: Path, message: bytes, *, message_id: str) -> None:
    """Write the whole file, then give it its name: nobody ever reads a half one."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        final = folder / file_name(message_id)
        draft = folder / f".{final.name}.{os.getpid()}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, final)
    except OSError as error:
        raise TryAgain(f"The outbox cannot be written: {error.strerror}") from error


def _to_server(url: str, message: bytes, *, sender: str, to: str) -> None:
    limit = _Limit(LONGEST_SECONDS)
    try:
        server = _connected(url, limit)
    except (smtplib.SMTPException, OSError) as error:
        limit.lift()
        raise _no_server(error, limit, is_server=True) from error
    try:
        with limit:
            server.sendmail(sender, [to], message)
            # Accepted is accepted, however the server says goodbye.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise (Refused if code >= 500 else TryAgain)(f"The address was refused ({code}).") from error
    except smtplib.SMTPDataError as error:
        raise (Refused if error.smtp_code >= 500 else TryAgain)(f"The letter was refused ({error.smtp_code}).") from error
    except (smtplib.SMTPException, OSError) as error:
        raise _no_server(error, limit) from error
    finally:
        server.close()


def _no_server(error: Exception, limit: "_Limit", *, is_server: bool = False) -> TryAgain:
    if limit.is_over:
        # Cut in the middle of an answer: what came of it says nothing.
        return TryAgain("The mail server did not come to an end.", is_slow=True, is_server=is_server)
    if isinstance(error, smtplib.SMTPResponseException):
        # The server does not want us (sign-in, sender): a setting that somebody can mend, so the letter waits.
        return TryAgain(f"The mail server refused us ({error.smtp_code}).")
    # The library hides a timeout behind its own error: what it was raised from tells.
    is_slow = isinstance(error, TimeoutError | smtplib.SMTPServerDisconnected) or isinstance(error.__context__, TimeoutError)
    return TryAgain(f"The mail server cannot be reached ({type(error).__name__}).", is_slow=is_slow, is_server=is_server)


class _Limit:
    """So long one letter has, from looking the server up to its last word, whatever it still says bit by bit."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self.line: socket.socket | None = None
        self.is_over = False
        self.timer = threading.Timer(seconds, self.cut)
        self.timer.daemon = True
        self.timer.start()

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_error: object) -> None:
        self.lift()

    def lift(self) -> None:
        self.timer.cancel()
        if self.line is not None:
            self.line.close()

    def cut(self) -> None:
        self.is_over = True
        with contextlib.suppress(OSError, AttributeError):
            self.line.shutdown(socket.SHUT_RDWR)

    def connect(self, host: str, port: int, timeout: float) -> socket.socket:
        """One address after the other, all of them within the limit."""
        failure: OSError = OSError("The mail server has no address.")
        for family, kind, protocol, _name, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            left = self.until - time.monotonic()
            if left <= 0:
                raise TimeoutError("The mail server was not reached in time.")
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(min(timeout, left))
                sock.connect(address)
                sock.settimeout(timeout)
                # A second handle on the same line: TLS takes the first one away from whoever holds it.
                self.line = sock.dup()
                return sock
            except OSError as error:
                sock.close()
                failure = error
        raise failure


class _Limited(smtplib.SMTP):
    """The library's own client, whose line is the limit's to cut from the first byte on."""

    def __init__(self, limit: _Limit, *args: Any, **options: Any) -> None:
        self.limit = limit
        super().__init__(*args, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.limit.connect(host, port, timeout)


class _LimitedTls(smtplib.SMTP_SSL, _Limited):
    """The same within TLS: the library wraps what `_Limited` connected."""

    def __init__(self, limit: _Limit, *args: Any, **options: Any) -> None:
        self.limit = limit
        smtplib.SMTP_SSL.__init__(self, *args, **options)


def _connected(url: str, limit: _Limit) -> smtplib.SMTP:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise TryAgain("GUICHET_EMAIL_URL must look like smtp://user:password@host:587?tls or smtps://host.")
    tls = "tls" in options
    if parts.scheme == "smtps":
        server: smtplib.SMTP = _LimitedTls(
            limit, parts.hostname, parts.port or 465, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = _Limited(limit, parts.hostname, parts.port or (587 if tls else 25), timeout=TIMEOUT_SECONDS)
    try:
        if tls:
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server
