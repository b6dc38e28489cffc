"""`guichet mail receive`: one raw message on standard input, safely stored before it answers (INTERFACE section 1).

An MTA starts this for every message, so it loads neither Django nor anything else it can do without. With `--wait` the final
outcome is waited for; where no worker takes the message in hand, this process does.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

STORED, TRY_AGAIN, NO_MESSAGE = 0, 75, 65

LOOK_EVERY_SECONDS = 0.05
# So long a worker has for taking it in hand.
WORKER_HAS_SECONDS = 3.0
WAIT_AT_MOST_SECONDS = 120.0

_OUTCOME = "SELECT outcome, reason, details, ticket_id FROM intake_mail WHERE id = %s"
_KEY = "SELECT t.key || '-' || r.number FROM desk_ticket r JOIN service_requesttype t ON t.id = r.type_id WHERE r.number = %s"


class UnknownMailbox(Exception):
    """`--mailbox` names none."""


def add_parser(subparsers: Any, installation: Callable[[], AbstractContextManager[Any]]) -> None:
    """Register `receive`; *installation* names the database and the home to this process."""
    parser = subparsers.add_parser("receive", help="keep one raw message from standard input, for an MTA's pipe")
    parser.add_argument("--mailbox", metavar="KEY", help="the mailbox it came to, with its settings")
    parser.add_argument("--wait", action="store_true", help="print the final outcome instead of `accepted`")
    parser.set_defaults(run=lambda args: receive(args, installation))


def receive(args: argparse.Namespace, installation: Callable[[], AbstractContextManager[Any]]) -> int:
    """Store the message and print what became of it. 75: nothing was stored, the MTA tries again. 65: not a message."""
    from guichet.intake.mailbox.keeping import NoMessage

    try:
        with installation():
            return _receive(args)
    except NoMessage as error:
        print(f"guichet: {error}", file=sys.stderr)
        return NO_MESSAGE
    except UnknownMailbox as error:
        print(f"guichet: There is no mailbox {error}.", file=sys.stderr)
        return TRY_AGAIN
    except Exception as error:
        # Nothing was stored, or nobody knows: the MTA keeps it, and a second delivery is recognised.
        print(f"guichet: The message was not stored: {type(error).__name__}: {str(error).strip()}", file=sys.stderr)
        return TRY_AGAIN
    finally:
        while sys.stdin.buffer.read(1 << 20):
            pass  # whoever pipes it would take a closed pipe for a failure


def _receive(args: argparse.Namespace) -> int:
    import psycopg

    from guichet.intake.mailbox.keeping import keep, most_bytes

    url = os.environ.get("DATABASE_DIRECT_URL") or os.environ["DATABASE_URL"]
    role = f"{os.environ.get('GUICHET_ROLE_PREFIX') or unquote(urlsplit(os.environ['DATABASE_URL']).path.lstrip('/'))}_worker"
    with psycopg.connect(url, application_name="guichet-receive") as connection:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', %s, true)", [role])
            most = most_bytes(cursor)
            raw = sys.stdin.buffer.read(most + 1)
            kept = keep(
                cursor, raw, home=Path(os.environ["GUICHET_HOME"]), origin="command", mailbox=_mailbox(cursor, args.mailbox),
                is_cut=len(raw) > most,
            )  # fmt: skip
        said: dict[str, Any] = {"outcome": "accepted", "id": kept.mail, "duplicate": kept.is_duplicate}
        if args.wait:
            said = {**said, **_wait(connection, role, kept.mail)}
    print(json.dumps(said))
    return STORED


def _mailbox(cursor: Any, key: str | None) -> int | None:
    if key is None:
        return None
    row = cursor.execute("SELECT id FROM intake_mailbox WHERE key = %s", [key]).fetchone()
    if row is None:
        raise UnknownMailbox(key)
    return row[0]


def _wait(connection: Any, role: str, mail: int) -> dict[str, Any]:
    """The final outcome, as soon as the worker has it; where none works, it is decided on here."""
    began = time.monotonic()
    decide_at = WORKER_HAS_SECONDS
    while time.monotonic() - began < WAIT_AT_MOST_SECONDS:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', %s, true)", [role])
            outcome, reason, details, ticket = cursor.execute(_OUTCOME, [mail]).fetchone()
            key = cursor.execute(_KEY, [ticket]).fetchone() if ticket else None
        if outcome != "waiting":
            return {"outcome": outcome, "request": key[0] if key else None, "reason": _in_words(reason, details)}
        if time.monotonic() - began > decide_at:
            decide_at += WORKER_HAS_SECONDS
            _decide()
        else:
            time.sleep(LOOK_EVERY_SECONDS)
    return {"outcome": "accepted", "request": None, "reason": "It waits for the worker."}


def _decide() -> None:
    """Do the worker's work in this process, in its role: in the order in which mail came, and never beside another worker."""
    _set_up("worker")
    from guichet.intake.working import work

    work()


def _in_words(reason: str, details: dict[str, Any]) -> str | None:
    if not reason:
        return None
    _set_up("shell")
    from guichet.intake.reasons import in_words

    return in_words(reason, details)


def _set_up(process: str) -> None:
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
        os.environ["GUICHET_PROCESS"] = process
        django.setup()
