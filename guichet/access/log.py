"""The administrators' log: one line per act of administration, only ever added to."""

import json
from contextvars import ContextVar

from django.db import connection

from guichet import clock
from guichet.access.actors import Actor

# Where the act comes from; the web sets it for each request.
address: ContextVar[str | None] = ContextVar("guichet_address", default=None)


def note_act(by: Actor, act: str, subject: str = "", **data: object) -> None:
    """Write down who did what to whom. By hand rather than by the model: a requester may add lines and read none back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_logentry (at, by_id, act, subject, data, address) VALUES (%s, %s, %s, %s, %s, %s)",
            [clock.now(), by.person_id, act[:60], subject[:200], json.dumps(data, default=str), address.get()],
        )
