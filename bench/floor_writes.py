"""The floor's writes: the rows that the product reads and writes for one request and one reply, by plain SQL.

The pattern is a request that the product itself opened in the same run (`pattern` of the form), so that the floor writes what
the product writes, column for column, whatever it will become.
"""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

_CHILDREN = ("desk_ticketentity", "desk_deskstay", "desk_share", "desk_message", "desk_event", "desk_clock")
# What a form of a new request is checked against, and what the clocks are counted from.
_READ_FOR_OPENING = (
    "SELECT * FROM people_company WHERE id = %s",
    "SELECT c.*, ARRAY(SELECT product_id FROM contracts_contract_products p WHERE p.contract_id = c.id) AS covers, l.spec AS policy, b.spec AS calendar FROM contracts_contract c JOIN sla_slapolicy l ON l.id = c.policy_id "
    "JOIN sla_businesscalendar b ON b.id = c.calendar_id WHERE c.company_id = %s AND (c.ends_on IS NULL OR c.ends_on >= now()) ORDER BY c.ends_on DESC LIMIT 1",
    "SELECT i.*, ARRAY(SELECT entity_id FROM catalog_installation_entities e WHERE e.installation_id = i.id) AS holds, r.name AS release FROM catalog_installation i JOIN catalog_release r ON r.id = i.release_id WHERE i.company_id = %s AND i.is_active ORDER BY i.id",
    "SELECT * FROM catalog_entity WHERE company_id = %s ORDER BY code",
    "SELECT number FROM desk_ticket WHERE submission = 'floor-%s'",
)
_READ_FOR_REPLYING = (
    "SELECT * FROM desk_ticket WHERE number = %s FOR UPDATE",
    "SELECT id, at, data, sla FROM desk_event WHERE ticket_id = %s AND sla <> '[]' ORDER BY at, id",
    "SELECT * FROM desk_clock WHERE ticket_id = %s",
    "SELECT id, author_id, body, created_at FROM desk_message WHERE ticket_id = %s ORDER BY created_at DESC LIMIT 1",
)
# What is counted against sending too often, and the draft that is of no more use.
_COUNT = "INSERT INTO people_attempt (key, window_started_at, count) VALUES (%s, now(), 1) ON CONFLICT (key) DO UPDATE SET count = people_attempt.count + 1"
_FORGET = "DELETE FROM intake_draft WHERE person_id = %s AND ticket_id IS NOT DISTINCT FROM %s"
_JOB = "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, args) VALUES ('default', 'guichet.react', 0, %s, %s)"


@transaction.atomic
def open_ticket(request: HttpRequest) -> HttpResponse:
    """One request with its first message, its event, its clocks and the job that tells people."""
    made = pattern(int(request.POST["pattern"]))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [f"floor-open:{request.person['id']}"])
        _read(cursor, _READ_FOR_OPENING, made["desk_ticket"][0]["company_id"])
        row = {**made["desk_ticket"][0], "subject": request.POST["subject"]}
        number = _insert(cursor, "desk_ticket", "number", row)
        for table in _CHILDREN:
            for child in made[table]:
                key = _insert(cursor, table, "id", {**child, "ticket_id": number})
                if table == "desk_event":
                    cursor.execute(_JOB, [f"ticket-{number}", json.dumps({"event_id": key})])
        cursor.execute(_FORGET, [request.person["id"], None])
    return HttpResponseRedirect(f"/requests/{number}/")


@transaction.atomic
def reply(request: HttpRequest, number: int) -> HttpResponse:
    """One message with its event, the clocks and the request brought up to date, and the job that tells people."""
    made = pattern(int(request.POST["pattern"]))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [f"floor-reply:{request.person['id']}"])
        _read(cursor, _READ_FOR_REPLYING, number)
        own = {"ticket_id": number, "body": request.POST["body"], "is_first": False}
        message = _insert(cursor, "desk_message", "id", {**made["desk_message"][0], **own})
        event = {**made["desk_event"][0], "ticket_id": number, "kind": "message.received", "data": json.dumps({"message": message})}
        key = _insert(cursor, "desk_event", "id", event)
        for clock in made["desk_clock"]:
            cursor.execute(
                "UPDATE desk_clock SET state = %s, target_s = %s, used_s = %s, due_at = %s, missed = %s WHERE ticket_id = %s AND kind = %s",
                [*(clock[name] for name in ("state", "target_s", "used_s", "due_at", "missed")), number, clock["kind"]],
            )
        cursor.execute(
            "UPDATE desk_ticket SET version = version + 1, updated_at = now(), last_customer_at = now(), next_at = %s, wake_at = %s WHERE number = %s",
            [made["desk_ticket"][0]["next_at"], made["desk_ticket"][0]["wake_at"], number],
        )
        cursor.execute(_JOB, [f"ticket-{number}", json.dumps({"event_id": key})])
        cursor.execute(_FORGET, [request.person["id"], number])
    return HttpResponseRedirect(f"/requests/{number}/")


def _read(cursor: Any, statements: Sequence[str], key: int) -> None:
    for sql in statements:
        cursor.execute(sql, [key])
        cursor.fetchall()


@cache
def pattern(number: int) -> dict[str, list[dict[str, Any]]]:
    """The rows of that request by table, without what the table gives itself; JSON as text, to be written as it was read."""
    found = {}
    with connection.cursor() as cursor:
        for table in ("desk_ticket", *_CHILDREN):
            cursor.execute(
                "SELECT attname, atttypid = 'jsonb'::regtype FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
                "AND NOT attisdropped AND attgenerated = ''",
                [table],
            )
            columns = dict(cursor.fetchall())
            key = "number" if table == "desk_ticket" else "ticket_id"
            own = {"number", "submission"} if table == "desk_ticket" else {"id", "submission"}
            names = [name for name in columns if name not in own]
            chosen = ", ".join(f"{name}::text" if columns[name] else name for name in names)
            cursor.execute(f"SELECT {chosen} FROM {table} WHERE {key} = %s", [number])
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def _insert(cursor: Any, table: str, key: str, row: dict[str, Any]) -> int:
    columns, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING {key}", list(row.values()))
    return cursor.fetchone()[0]
