"""Begin a transaction as somebody: with his database role and his companies, for that transaction only.

Code that forgets to say who is asking meets a login that may read nothing, and PostgreSQL refuses it. The limit, said
plainly: the application may change its role at will, so this protects from forgetting, not from injected SQL.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from guichet.access.actors import Actor


def role_of(actor: Actor) -> str:
    """The database role of an actor's audience."""
    audience = {"agent": "agent", "requester": "requester", "system": "worker"}.get(actor.kind, "public")
    return f"{settings.ROLE_PREFIX}_{audience}"


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Run a block as *actor* in one transaction; nested blocks give the former actor back at their end.

    `SET LOCAL` outlives a nested block that ends normally, so what stood before is put back by hand; an exception
    rolls the savepoint back, and the settings with it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        nested = bool(connection.savepoint_ids)
        if nested:
            cursor.execute(
                "SELECT current_setting('role'), current_setting('guichet.companies', true), "
                "current_setting('guichet.person', true), current_setting('guichet.old', true)"
            )
            former = cursor.fetchone()
        _enter(cursor, role_of(actor), "{" + ",".join(map(str, actor.companies)) + "}", str(actor.person_id or ""), _old(actor))
        yield
        if nested:
            _enter(cursor, former[0], former[1] or "", former[2] or "", former[3] or "")


def _old(actor: Actor) -> str:
    """For who came to a company by a merger: up to which number its requests are not his; for everybody else empty."""
    old = {held.company_id: held.sees_after for held in actor.all_rights if held.sees_after is not None}
    return json.dumps(old) if old else ""


def _enter(cursor, role: str, companies: str, person: str, old: str) -> None:
    cursor.execute(
        "SELECT set_config('role', %s, true), set_config('guichet.companies', %s, true), "
        "set_config('guichet.person', %s, true), set_config('guichet.old', %s, true)",
        [role, companies, person, old],
    )
