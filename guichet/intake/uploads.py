"""Files sent ahead of their message: bound to who sent them until a message takes them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.limits import count
from guichet.access.refusals import Invalid
from guichet.desk import files
from guichet.intake.models import Upload
from guichet.people.models import new_token

PARTS = ("filename", "size", "sha256", "content_type")
WAIT = timedelta(days=30)
PER_TEN_MINUTES = 400


def keep(actor: Actor, name: str, stream: BinaryIO, size: int) -> Upload:
    """Store a file under a token of its uploader. Raises TooLarge, or Invalid for an empty file or a program."""
    count(f"upload:{actor.person_id}", PER_TEN_MINUTES, 600)
    return remember(actor, files.store(name, stream, size))


def remember(actor: Actor, stored: dict[str, Any]) -> Upload:
    """A token for a file that is stored already."""
    parts = {key: stored[key] for key in PARTS}
    return Upload.objects.create(person_id=actor.person_id, token=new_token(), created_at=clock.now(), **parts)


def found(actor: Actor, tokens: Sequence[str]) -> list[Upload]:
    """The uploads of these tokens that are the person's own, in the order given; others are as if not there."""
    if not tokens:
        return []
    own = {row.token: row for row in Upload.objects.filter(person=actor.person_id, token__in=list(tokens)[:200])}
    return [own[token] for token in dict.fromkeys(tokens) if token in own]


def named(actor: Actor, tokens: Sequence[str]) -> list[dict[str, Any]]:
    """The same by name and size, as a form shows them that holds them."""
    return [{"token": row.token, "name": row.filename, "size": row.size} for row in found(actor, tokens)]


def take(actor: Actor, tokens: Sequence[str]) -> list[dict[str, Any]]:
    """The stored files behind the tokens, for a message; refused if one is not there or somebody else's."""
    rows = found(actor, tokens)
    if len(rows) != len(set(tokens)):
        raise Invalid({"attachments": _("A file is no longer there. Add it again, please.")})
    return [{key: getattr(row, key) for key in PARTS} for row in rows]


def spend(actor: Actor, tokens: Sequence[str]) -> None:
    """A message holds the files now; their tokens open nothing any more."""
    if tokens:
        Upload.objects.filter(person=actor.person_id, token__in=list(tokens)).delete()


def drop(actor: Actor, token: str) -> None:
    """The person took the file out again."""
    spend(actor, [token])


def forget_old(*, now: datetime | None = None) -> int:
    """Forget files that waited a month and that no message took; how many. The bytes may be those of an attachment."""
    return Upload.objects.filter(created_at__lt=(now or clock.now()) - WAIT).delete()[0]
