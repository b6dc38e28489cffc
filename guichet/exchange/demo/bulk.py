"""Bulk data: copies of the told stories at copies of their companies, by set-based SQL in one transaction.

A copy of an open request keeps its moments. A copy of a closed one is moved back by whole weeks, and only by so many that
every stretch of working time between its moments stays the same: so its clocks still equal the replay of its events.
Everything new has an id that is reckoned, not looked up: `base + (copy - 1) * size + rank`.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from django.db import connection, transaction

from guichet.exchange.demo import plan as plans
from guichet.sla.calendar import to_epoch

PER_CLONE = 1900  # requests of one copy of all companies: of 100,000 about one in sixteen is open
WEEK = 7 * 86_400
WEEKS = 60
# The companies' own tables in the order in which they are copied, with the columns that change: `rank of TABLE`, or SQL.
_COMPANY_TABLES: dict[str, dict[str, str]] = {
    "people_company": {
        "name": "s.name || ' ' || k",
        "external_id": "s.external_id || '-' || k",
        "mail_domain": "'c' || k || '.' || s.mail_domain",
    },
    "people_person": {
        "email": "split_part(s.email, '@', 1) || '@c' || k || '.' || split_part(s.email, '@', 2)",
        "external_id": "s.external_id || '-' || k",
    },
    "people_membership": {"person_id": "people_person", "company_id": "people_company"},
    "catalog_entity": {"company_id": "people_company"},
    "catalog_entitylimit": {"membership_id": "people_membership", "entity_id": "catalog_entity"},
    "catalog_installation": {"company_id": "people_company", "external_id": "s.external_id || '-' || k"},
    "catalog_installation_entities": {"installation_id": "catalog_installation", "entity_id": "catalog_entity"},
    "contracts_contract": {
        "company_id": "people_company",
        "number": "s.number || '-' || k",
        "external_id": "s.external_id || '-' || k",
    },
    "contracts_contract_products": {"contract_id": "contracts_contract"},
}
# The tables of a request. Columns not named here are copied, moments moved.
_PERSON_COLUMNS = {
    "reporter_id", "entered_by_id", "owner_id", "handler_id", "author_id", "person_id", "added_by_id", "uploaded_by_id",
    "by_id", "offered_by_id", "decided_by_id",
}  # fmt: skip
_RANKED = {
    "company_id": "people_company",
    "contract_id": "contracts_contract",
    "installation_id": "catalog_installation",
    "entity_id": "catalog_entity",
    **dict.fromkeys(_PERSON_COLUMNS, "people_person"),
}
_TICKET_TABLES = (
    "desk_ticket", "desk_ticketentity", "desk_deskstay", "desk_share", "desk_insider", "desk_message", "desk_note",
    "contracts_offer", "desk_attachment", "desk_event", "desk_clock", "desk_reading", "desk_survey",
)  # fmt: skip
# Tables whose ids others name: their copies are numbered within their request.
_NUMBERED = {"desk_message": "message", "desk_note": "note", "contracts_offer": "offer"}
_MOMENTS_IN_DATA = ("appointment_at", "due_at", "since", "answer_by")


@dataclass(frozen=True)
class _Copy:
    source: int
    clone: int
    weeks: int


def fill_up(tickets: int, at: datetime, progress: Callable[[str], None]) -> None:
    """Copy until there are that many requests."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM desk_ticket")
        missing = tickets - cursor.fetchone()[0]
        if missing <= 0:
            return
        bar = _Bar(len(_TICKET_TABLES) + 4)
        _set_aside(cursor)
        copies = _choose(cursor, missing)
        bar.step("chosen")
        kept = _drop_indexes_and_keys(cursor)
        clones = max(copy.clone for copy in copies)
        _copy_companies(cursor, clones)
        _write_copies(cursor, copies)
        bar.step("companies")
        for table in _TICKET_TABLES:
            _copy_rows(cursor, table)
            bar.step(table)
        bar.step("indexes")
        for statement in kept:
            cursor.execute(statement)
        _set_sequences(cursor)
        bar.step("done")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    progress(f"demo: {missing} copies added")


class _Bar:
    """A bar on standard error, redrawn in place."""

    def __init__(self, steps: int) -> None:
        self.steps, self.done = steps, 0

    def step(self, name: str) -> None:
        self.done += 1
        filled = 30 * self.done // self.steps
        end = "\n" if self.done >= self.steps else ""
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {name:<20}{end}")
        sys.stderr.flush()


# What is copied


def _set_aside(cursor) -> None:
    """The requests that may be copied: told by the plan, and hanging on no other."""
    cursor.execute(
        "CREATE TEMP TABLE src_ticket ON COMMIT DROP AS SELECT t.number FROM desk_ticket t JOIN people_company c ON c.id = "
        "t.company_id WHERE c.external_id = ANY(%s) AND t.previous_id IS NULL AND t.parent_id IS NULL AND t.duplicate_of_id "
        "IS NULL AND NOT EXISTS (SELECT 1 FROM desk_ticket o WHERE t.number IN (o.previous_id, o.parent_id, o.duplicate_of_id))",
        [[company["key"] for company in plans.told.world()["companies"]]],
    )


def _choose(cursor, missing: int) -> list[_Copy]:
    """Every open request once in each copy of the companies; the closed ones fill it up, each at its own weeks."""
    cursor.execute(
        "SELECT t.number, t.status IN ('CLOSED', 'CANCELLED') FROM desk_ticket t JOIN src_ticket USING (number) ORDER BY 1"
    )
    rows = cursor.fetchall()
    still_open = [number for number, is_over in rows if not is_over]
    moved = [(number, 0) for number, is_over in rows if is_over]
    moved += [(number, weeks) for number in (n for n, is_over in rows if is_over) for weeks in _weeks(cursor, number)]
    Random(1291).shuffle(moved)
    copies: list[_Copy] = []
    clone, begin = 0, 0
    while len(copies) < missing:
        clone += 1
        room = min(PER_CLONE, missing - len(copies))
        now = still_open[: max(1, room // 10)]
        copies += [_Copy(number, clone, 0) for number in now]
        for n in range(min(room - len(now), len(moved))):
            number, weeks = moved[(begin + n) % len(moved)]
            copies.append(_Copy(number, clone, weeks))
        begin += room
    return copies


def _weeks(cursor, number: int) -> list[int]:
    """By how many weeks a closed request may be moved back without any of its stretches of working time changing."""
    cursor.execute(
        "SELECT t.created_at, c.starts_on, b.key = 'CH-BE' AND NOT EXISTS (SELECT 1 FROM desk_event e WHERE e.ticket_id = "
        "t.number AND e.sla::text LIKE ANY (ARRAY['%%counts_from%%', '%%calendar%%'])) FROM desk_ticket t JOIN contracts_contract "
        "c ON c.id = t.contract_id JOIN sla_businesscalendar b ON b.id = t.calendar_id WHERE t.number = %s",
        [number],
    )
    created_at, starts_on, is_movable = cursor.fetchone()
    if not is_movable:
        return []
    cursor.execute(
        "SELECT at FROM desk_event WHERE ticket_id = %s UNION SELECT due_at FROM desk_clock WHERE ticket_id = %s AND due_at IS "
        "NOT NULL UNION SELECT (m->>'due_at')::timestamptz FROM desk_clock, jsonb_array_elements(missed) m WHERE ticket_id = %s "
        "ORDER BY 1",
        [number] * 3,
    )
    calendar = plans.calendar()
    moments = [row[0] for row in cursor.fetchall()]
    seconds = [to_epoch(moment) for moment in moments]
    offset = calendar.local(created_at).utcoffset()
    if any(calendar.local(m).utcoffset() != offset for m in moments):
        return []
    stretches = [calendar.worked(a, b) for a, b in pairwise(seconds)]
    found = []
    for weeks in range(1, WEEKS + 1):
        back = timedelta(weeks=weeks)
        if (created_at - back).date() < starts_on:
            break
        if any(calendar.local(m - back).utcoffset() != offset for m in (moments[0], moments[-1])):
            continue
        then = [s - weeks * WEEK for s in seconds]
        if [calendar.worked(a, b) for a, b in pairwise(then)] == stretches:
            found.append(weeks)
    return found


# Writing


def _copy_companies(cursor, clones: int) -> None:
    """Copy the companies with their people, contracts, entities and installations, *clones* times."""
    cursor.execute("CREATE TEMP TABLE rank (tab text, old bigint, r bigint, PRIMARY KEY (tab, old)) ON COMMIT DROP")
    cursor.execute("CREATE TEMP TABLE size (tab text PRIMARY KEY, base bigint, n bigint) ON COMMIT DROP")
    keys = [company["key"] for company in plans.told.world()["companies"]]
    company = "(SELECT id FROM people_company WHERE external_id = ANY(%(keys)s))"
    which = {
        "people_company": f"id IN {company}",
        "people_person": f"id IN (SELECT person_id FROM people_membership WHERE company_id IN {company})",
        "catalog_entitylimit": f"membership_id IN (SELECT id FROM people_membership WHERE company_id IN {company})",
        "catalog_installation_entities": f"installation_id IN (SELECT id FROM catalog_installation WHERE company_id IN {company})",
        "contracts_contract_products": f"contract_id IN (SELECT id FROM contracts_contract WHERE company_id IN {company})",
    }
    for table, changed in _COMPANY_TABLES.items():
        where = which.get(table, f"company_id IN {company}")
        cursor.execute(
            f"INSERT INTO rank SELECT '{table}', id, row_number() OVER (ORDER BY id) FROM {table} WHERE {where}",
            {"keys": keys},
        )
        cursor.execute(
            f"INSERT INTO size SELECT '{table}', (SELECT max(id) FROM {table}), count(*) FROM rank WHERE tab = '{table}'"
        )
        columns = _columns(cursor, table)
        values = [_own(table) if c == "id" else _of_company(c, changed.get(c)) for c in columns]
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM generate_series(1, {clones}) k, "
            f"{table} s JOIN rank own ON own.tab = '{table}' AND own.old = s.id"
        )


def _own(table: str) -> str:
    return f"(SELECT base + (k - 1) * n FROM size WHERE tab = '{table}') + own.r"


def _of_company(column: str, change: str | None) -> str:
    if change is None:
        return f"s.{column}"
    if change in _COMPANY_TABLES:
        return f"(SELECT z.base + (k - 1) * z.n + r.r FROM size z JOIN rank r USING (tab) WHERE tab = '{change}' AND r.old = s.{column})"
    return change


def _write_copies(cursor, copies: list[_Copy]) -> None:
    """The list of copies, with the numbers they get and where their messages, notes and offers begin."""
    cursor.execute("CREATE TEMP TABLE wish (source bigint, clone int, weeks int) ON COMMIT DROP")
    with cursor.copy("COPY wish FROM STDIN") as copy:
        for one in copies:
            copy.write_row((one.source, one.clone, one.weeks))
    begins = ", ".join(
        f"(SELECT coalesce(max(id), 0) FROM {table}) + coalesce(sum({name}s) OVER (ORDER BY at, source, clone ROWS BETWEEN UNBOUNDED "
        f"PRECEDING AND 1 PRECEDING), 0) AS {name}_base"
        for table, name in _NUMBERED.items()
    )
    counts = ", ".join(
        f"(SELECT count(*) FROM {table} x WHERE x.ticket_id = t.number) AS {name}s" for table, name in _NUMBERED.items()
    )
    cursor.execute(
        f"CREATE TEMP TABLE copy ON COMMIT DROP AS WITH counted AS MATERIALIZED (SELECT t.number, t.created_at, {counts} FROM desk_ticket t "
        f"JOIN src_ticket USING (number)), placed AS (SELECT source, clone, make_interval(weeks => weeks) AS back, "
        f"created_at - make_interval(weeks => weeks) AS at, {', '.join(f'{n}s' for n in _NUMBERED.values())} FROM wish JOIN counted "
        f"ON counted.number = wish.source) SELECT source, clone, back, (SELECT greatest(max(number), {plans.last_number()}) FROM desk_ticket) + row_number() OVER "
        f"(ORDER BY at, source, clone) AS number, {begins} FROM placed"
    )
    cursor.execute("ANALYZE copy")


def _copy_rows(cursor, table: str) -> None:
    """All rows of one table for all copies: the few source rows are ranked once, then multiplied."""
    columns = _columns(cursor, table)
    kinds = _kinds(cursor, table)
    ticket = "number" if table == "desk_ticket" else "ticket_id"
    extra = [f"(SELECT r FROM rank WHERE tab = '{_RANKED[c]}' AND old = s.{c}) AS r_{c}" for c in columns if c in _RANKED]
    if table in _NUMBERED:
        extra.append("row_number() OVER (PARTITION BY s.ticket_id ORDER BY s.id) AS ordinal")
    if table == "desk_attachment":
        extra += [_ordinal(t, f"s.{n}_id", f"o_{n}_id") for t, n in _NUMBERED.items() if n != "offer"]
    if table == "desk_event":
        extra += [_ordinal(t, f"(s.data->>'{n}')::bigint", f"o_{n}") for t, n in _NUMBERED.items()]
        extra.append(f"s.data ?| ARRAY[{', '.join(map(repr, _MOMENTS_IN_DATA))}] AS has_moments")
    given = "".join(f", {e}" for e in extra)
    cursor.execute(
        f"CREATE TEMP TABLE src ON COMMIT DROP AS SELECT s.*{given} FROM {table} s JOIN src_ticket q ON q.number = s.{ticket}"
    )
    cursor.execute("ANALYZE src")
    sizes = _sizes(cursor)
    values = {c: _value(table, c, kinds[c], sizes) for c in columns}
    names = [c for c in columns if values[c]]
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values[c] for c in names)} FROM copy c JOIN src s ON "
        f"s.{ticket} = c.source ORDER BY c.number"
    )
    cursor.execute("DROP TABLE src")


def _ordinal(table: str, of: str, name: str) -> str:
    """Where a message, note or offer stands within its request."""
    return (
        f"(SELECT count(*) FROM {table} x WHERE x.ticket_id = s.ticket_id AND x.id <= {of} AND EXISTS (SELECT 1 FROM {table} y "
        f"WHERE y.id = {of})) AS {name}"
    )


def _value(table: str, column: str, kind: str, sizes: dict[str, tuple[int, int]]) -> str:
    """The SQL of one column of a copy; empty where the table gives it itself."""
    if column == "number" or (column == "ticket_id" and table != "desk_ticket"):
        return "c.number"
    if column == "id":
        return f"c.{_NUMBERED[table]}_base + s.ordinal" if table in _NUMBERED else ""
    if column in _RANKED:
        base, size = sizes[_RANKED[column]]
        return f"coalesce({base} + (c.clone - 1) * {size} + s.r_{column}, s.{column})"
    if table == "desk_attachment" and column in ("message_id", "note_id"):
        name = column.removesuffix("_id")
        return f"CASE WHEN s.{column} IS NOT NULL THEN c.{name}_base + s.o_{column} END"
    if column == "token":
        return "replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')"
    if column == "submission":
        return "NULL"
    if table == "desk_event" and column == "data":
        return _event_data()
    if table == "desk_clock" and column == "missed":
        moved = "(SELECT jsonb_agg(m || " + _moved("m", "due_at") + ") FROM jsonb_array_elements(s.missed) m)"
        return f"CASE WHEN s.missed = '[]' OR c.back = interval '0' THEN s.missed ELSE {moved} END"
    if kind == "timestamp with time zone":
        return f"s.{column} - c.back"
    if kind == "date":
        return f"(s.{column} - c.back)::date"
    return f"s.{column}"


def _event_data() -> str:
    named = " || ".join(
        f"CASE WHEN s.o_{name} > 0 THEN jsonb_build_object('{name}', c.{name}_base + s.o_{name}) ELSE '{{}}' END"
        for name in _NUMBERED.values()
    )
    moved = " || ".join(f"CASE WHEN s.data ? '{key}' THEN {_moved('s.data', key)} ELSE '{{}}' END" for key in _MOMENTS_IN_DATA)
    some = " + ".join(f"s.o_{name}" for name in _NUMBERED.values())
    return (
        f"CASE WHEN {some} > 0 THEN s.data || {named} ELSE s.data END || "
        f"CASE WHEN s.has_moments AND c.back <> interval '0' THEN {moved} ELSE '{{}}' END"
    )


def _moved(document: str, key: str) -> str:
    return (
        f"jsonb_build_object('{key}', to_char((({document}->>'{key}')::timestamptz - c.back) AT TIME ZONE 'UTC', "
        f'\'YYYY-MM-DD"T"HH24:MI:SS"+00:00"\'))'
    )


def _sizes(cursor) -> dict[str, tuple[int, int]]:
    cursor.execute("SELECT tab, base, n FROM size")
    return {table: (base, size) for table, base, size in cursor.fetchall()}


def _columns(cursor, table: str) -> list[str]:
    """The stored columns; generated ones are computed again."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' "
        "ORDER BY attnum",
        [table],
    )
    return [row[0] for row in cursor.fetchall()]


def _kinds(cursor, table: str) -> dict[str, str]:
    cursor.execute(
        "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", [table]
    )
    return dict(cursor.fetchall())


def _drop_indexes_and_keys(cursor) -> list[str]:
    """Take off what would be checked and sorted row by row; returns the statements that put it back as a whole."""
    tables = [*_COMPANY_TABLES, *_TICKET_TABLES]
    cursor.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' "
        "AND conrelid = ANY (%s::regclass[]) ORDER BY 1, 2",
        [tables],
    )
    keys = cursor.fetchall()
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = ANY "
        "(%s::regclass[]) AND NOT i.indisunique ORDER BY 1",
        [list(_TICKET_TABLES)],
    )
    indexes = cursor.fetchall()
    # What the transaction wrote before is checked now; nothing may be pending while keys are taken off.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, name, _definition in keys:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    cursor.execute("SET LOCAL maintenance_work_mem = '128MB'")
    cursor.execute("SET LOCAL work_mem = '64MB'")
    return [definition for _name, definition in indexes] + [
        f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}" for table, name, definition in keys
    ]


def _set_sequences(cursor) -> None:
    for table in (*_COMPANY_TABLES, *_TICKET_TABLES):
        column = "number" if table == "desk_ticket" else "id"
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table} HAVING max({column}) > 0"
        )
