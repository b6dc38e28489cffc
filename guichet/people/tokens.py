"""Tokens for programs: a secret that acts as one person, within scopes and until an end. Only a digest is kept."""

import argparse
import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

# What a token may be used for. Who its person is decides what it sees and may do; a scope only narrows that.
READ, WRITE = "read", "write"
SCOPES = (READ, WRITE)
BEGINNING = "gt_"
MOST_DAYS = 3660


class TokenError(Exception):
    """Why no token was made, in a sentence."""


@dataclass(frozen=True)
class Known:
    """A token that is good now: its id, whom it acts for, and what it may be used for."""

    pk: int
    person_id: int
    scopes: frozenset[str]


def make(email: str, scopes: Sequence[str], days: int) -> str:
    """A new token for an active person; it is shown once and never again. Raises `TokenError`."""
    from guichet import clock
    from guichet.people.models import Person, Token, new_token

    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise TokenError(f"Choose among the scopes {', '.join(SCOPES)}{f', not {unknown[0]}' if unknown else ''}.")
    if not 1 <= days <= MOST_DAYS:
        raise TokenError(f"A token lasts from 1 to {MOST_DAYS} days.")
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        raise TokenError("There is no active person with this address.")
    secret = BEGINNING + new_token()
    now = clock.now()
    Token.objects.create(
        digest=_digest(secret), person=person, scopes=sorted(set(scopes)), created_at=now, expires_at=now + timedelta(days=days)
    )
    return secret


def known(secret: str) -> Known | None:
    """The token behind a secret, if it is good now and its person is active."""
    from guichet import clock
    from guichet.people.models import Token

    found = Token.objects.filter(digest=_digest(secret), expires_at__gt=clock.now(), person__is_active=True).first()
    return Known(found.pk, found.person_id, frozenset(found.scopes)) if found else None


def _digest(secret: str) -> str:
    """The secret holds 256 bits of chance, so a plain digest tells nothing of it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


# The command


def add_parser(sub: Any, django: Callable[..., AbstractContextManager[Any]]) -> None:
    """``guichet token create --person EMAIL --scope S… --days N`` (INTERFACE section 1)."""
    making = sub.add_parser("token", help="tokens for programs that use the API").add_subparsers(required=True, metavar="COMMAND")
    made = making.add_parser("create", help="print a new token, once")
    made.add_argument("--person", metavar="EMAIL", required=True, help="whom it acts for")
    made.add_argument("--scope", metavar="S", nargs="+", action="extend", required=True, help=f"what for: {', '.join(SCOPES)}")
    made.add_argument("--days", metavar="N", type=int, required=True, help="how long it is good")
    made.set_defaults(run=lambda args: _create(args, django))


def _create(args: argparse.Namespace, django: Callable[..., AbstractContextManager[Any]]) -> int:
    import sys

    with django(as_owner=True):
        try:
            print(make(args.person, args.scope, args.days))
        except TokenError as error:
            print(f"guichet: {error}", file=sys.stderr)
            return 1
    return 0
