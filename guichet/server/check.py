"""``guichet check``: what is wrong with this installation, and how to mend it."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
import psycopg.conninfo
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from guichet import clock
from guichet.access import roles, walls
from guichet.server import safety
from guichet.server.databases import EXTENSIONS
from guichet.server.installation import Installation

OLDEST_SERVER = 160000
LEAST_FREE_BYTES = 1024**3
# So many texts without vectors are no matter of a moment any more.
MANY_BARE = 200
SILENCE = timedelta(minutes=5)
VERBS = {"SELECT": "S", "INSERT": "I", "UPDATE": "U", "DELETE": "D"}


@dataclass(frozen=True)
class Finding:
    """*is_fault*: something is wrong; else it is only worth knowing, and the command's exit says nothing of it."""

    wrong: str
    mend: str
    is_fault: bool = True

    def __str__(self) -> str:
        return f"{self.wrong} {self.mend}"


def check(installed: Installation) -> list[Finding]:
    """Everything found, the gravest first. An installation that nobody serves now is not thereby at fault."""
    bind = served_at(installed.home)
    found = [*_settings(installed.home, bind), *_disk(installed.home), *_login(installed)]
    with psycopg.connect(installed.owner_url) as owner:
        found += _server(owner)
        pending = _pending_migrations()
        found += pending
        if not pending:
            found += [*_walls(owner, installed), *_contents(owner, bind), *_at_work(owner, bind, installed)]
            found += _matching(owner, bind)
    return found


def served_at(home: Path) -> str | None:
    """Where a running ``guichet serve`` of this home listens, None where there is none."""
    path = home / "serve-lock"
    if not path.exists():
        return None
    with open(path) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return lock.read().partition(" ")[2].strip() or None
    return None


def _matching(owner: psycopg.Connection, bind: str | None) -> Iterator[Finding]:
    """Where suggestions can compare words alone; all the rest works without."""
    from guichet.matching.embedder import e5_missing, missing

    by_words = "suggestions compare words alone, so a request in another language is not found."
    column = "SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 'matching_vector'::regclass AND attname = 'e5'"
    if not owner.execute(column).fetchone()[0].endswith("halfvec"):
        yield Finding(
            f"The database lacks the extension vector: {by_words}",
            "Install pgvector, as a superuser CREATE EXTENSION vector, then run guichet migrate.",
        )
    yield from _unread(owner)
    if settings.GUICHET_EMBEDDINGS_URL:
        if trouble := _trouble():
            yield Finding(f"The embeddings address cannot be used ({trouble}): {by_words}", "Correct GUICHET_EMBEDDINGS_URL.")
    elif reason := missing():
        yield Finding(f"No language models, for {reason}: {by_words}", "Install guichet[semantic], or leave it so.", is_fault=False)
    elif bind:
        if reason := e5_missing():
            yield Finding(f"The larger language model cannot run, for {reason}: suggestions are a little less exact.", "", is_fault=False)
        if trouble := _trouble():
            yield Finding(f"The embedding process cannot be used ({trouble}): {by_words}", "Restart guichet serve.")


def _trouble() -> str:
    """Why no vectors come; empty where they do."""
    from guichet.matching.embedder import EmbeddingError
    from guichet.matching.embedding import here

    embedder = here(is_patient=True)
    if embedder is None:
        return "it was not started" if not settings.GUICHET_EMBEDDINGS_URL else "it is no http address"
    try:
        embedder.encode("use", ["guichet"])
    except EmbeddingError as error:
        return str(error)
    return ""


def _unread(owner: psycopg.Connection) -> Iterator[Finding]:
    """How far the worker has come with what was there before it: told, for it comes further by itself."""
    all_, left = owner.execute(
        "SELECT count(*), count(*) FILTER (WHERE number > coalesce((SELECT number FROM matching_progress WHERE name = 'past'), 0)) "
        "FROM desk_ticket"
    ).fetchone()
    bare = owner.execute(
        "SELECT count(*) FROM matching_item i WHERE NOT EXISTS (SELECT 1 FROM matching_vector v WHERE v.item_id = i.id)"
    ).fetchone()[0]
    goes_on = "The worker goes on with it by itself."
    if left > 0:
        yield Finding(f"Suggestions know {all_ - left} of {all_} requests so far.", goes_on, is_fault=False)
    if bare > MANY_BARE:
        yield Finding(f"{bare} texts are compared by their words alone so far.", goes_on, is_fault=False)


def _settings(home: Path, bind: str | None) -> Iterator[Finding]:
    # Whether the demo is meant to be seen was decided at the start; here its passwords are a finding of their own.
    for reason in [
        *safety.unsafe_settings(os.environ, bind=bind or "127.0.0.1:8000", demo=True),
        *safety.unsafe_home(home),
    ]:
        yield Finding(reason, "")
    if clock.OFFSET:
        yield Finding(
            f"GUICHET_CLOCK is set: this installation believes it is {clock.now():%d %B %Y %H:%M} UTC.",
            "Unset it, unless this is a trial.",
        )
    if settings.DEBUG:
        yield Finding("GUICHET_DEBUG is on: errors show the code.", "Unset it, unless this is a trial.")
    if settings.GUICHET_BASE_URL.startswith("https://") and not settings.GUICHET_EMAIL_URL:
        yield Finding(
            f"No mail server is set: letters stay as files in {home / 'outbox'} and reach nobody.",
            "Set GUICHET_EMAIL_URL=smtp://…",
        )


def _disk(home: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(home).free
    if free < LEAST_FREE_BYTES:
        yield Finding(f"Only {free // 1024**2} MB are free where {home} lies.", "Make room, or move the home.")


def _login(installed: Installation) -> Iterator[Finding]:
    """The walls hold only a login that owns nothing and inherits nothing."""
    mend = "Give Guichet a login of its own in DATABASE_URL, and the owner in DATABASE_OWNER_URL; then: guichet migrate"
    with psycopg.connect(installed.app_url) as login:
        name, is_super, bypasses = login.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        owned = login.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner "
            "WHERE r.rolname = current_user AND c.relkind IN ('r', 'p', 'v', 'S')"
        ).fetchone()[0]
        inherited = login.execute(
            "SELECT string_agg(g.rolname, ', ') FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid "
            "JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = current_user AND m.inherit_option"
        ).fetchone()[0]
    if is_super:
        yield Finding(f"The application signs in to PostgreSQL as the superuser {name}: no wall holds it.", mend)
    if bypasses:
        yield Finding(f"The login {name} passes by every policy (BYPASSRLS).", f"ALTER ROLE {name} NOBYPASSRLS;")
    if owned:
        yield Finding(f"The login {name} owns {owned} tables and sequences: their policies do not hold it.", mend)
    if inherited:
        yield Finding(f"The login {name} inherits the rights of {inherited} without saying who is asking.", "Run: guichet migrate")


def _server(owner: psycopg.Connection) -> Iterator[Finding]:
    if owner.info.server_version < OLDEST_SERVER:
        yield Finding(f"PostgreSQL {owner.info.server_version // 10000} is too old.", "Guichet needs 16 or later.")
    there = {name for (name,) in owner.execute("SELECT extname FROM pg_extension")}
    for extension in EXTENSIONS:
        if extension not in there:
            yield Finding(f"The extension {extension} is missing.", f"As a superuser: CREATE EXTENSION {extension};")


def _pending_migrations() -> list[Finding]:
    loader = MigrationLoader(connection)
    pending = set(loader.disk_migrations) - set(loader.applied_migrations)
    if not pending:
        return []
    return [Finding(f"The database is {len(pending)} migrations behind the program.", "Run: guichet migrate")]


def _walls(owner: psycopg.Connection, installed: Installation) -> Iterator[Finding]:
    """What PostgreSQL grants against the table in access/walls.py."""
    login = psycopg.conninfo.conninfo_to_dict(installed.app_url).get("user")
    audience = {str(login): "login"} | {role: name for name, role in roles.names(settings.ROLE_PREFIX).items()}
    known = {name for (name,) in owner.execute("SELECT rolname FROM pg_roles")}
    missing = sorted(role for role in audience if role not in known)
    if missing:
        yield Finding(f"The roles {', '.join(missing)} are missing.", "Run: guichet migrate")
        return
    tables = "relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'procrastinate_%%'"
    guarded = owner.execute(f"SELECT relname, relrowsecurity FROM pg_class WHERE {tables}")
    different = [f"{table} has no row security" for table, is_on in guarded if table in walls.POLICIES and not is_on]
    granted = owner.execute(
        f"SELECT c.relname, r.rolname, v, has_table_privilege(r.oid, c.oid, v) FROM pg_class c, pg_roles r, "
        f"unnest(%s::text[]) v WHERE {tables} AND r.rolname = ANY(%s) ORDER BY 1, 2, 3",
        [list(VERBS), list(audience)],
    )
    for table, role, verb, may in granted:
        name, letter = audience[role], VERBS[verb]
        wanted = letter in walls.GRANTS.get(table, {}).get(name, "")
        by_column = letter in walls.COLUMNS.get((table, name), {})
        if may != (wanted and not by_column):
            different.append(f"{role} {'may' if may else 'may not'} {verb} {table}")
    if different:
        yield Finding(f"The walls in PostgreSQL differ from the program's: {'; '.join(different)}.", "Run: guichet migrate")


def _contents(owner: psycopg.Connection, bind: str | None) -> Iterator[Finding]:
    if not owner.execute("SELECT EXISTS (SELECT 1 FROM service_desk)").fetchone()[0]:
        yield Finding("No configuration is loaded.", "Run: guichet init")
    demo = owner.execute("SELECT EXISTS (SELECT 1 FROM people_credential WHERE is_demo)").fetchone()[0]
    public = settings.GUICHET_BASE_URL.startswith("https://") or (bind and not safety.is_loopback(bind))
    if demo and public:
        yield Finding(
            "The demo's passwords, which everybody knows, work here, and others can reach this installation.",
            "Change them or deactivate those people.",
        )


def _at_work(owner: psycopg.Connection, bind: str | None, installed: Installation) -> Iterator[Finding]:
    failed = owner.execute("SELECT count(*) FROM reactions_letter WHERE state = 'failed'").fetchone()[0]
    if failed:
        yield Finding(f"{failed} letters could not be sent.", "Their reason stands in administration; then send them again there.")
    jobs = owner.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'").fetchone()[0]
    if jobs:
        yield Finding(f"{jobs} jobs failed for good.", "Their reason stands in the worker's log.")
    if clock.OFFSET or (installed.cluster is not None and bind is None):
        return
    silent = owner.execute("SELECT max(at) FROM jobs_heartbeat").fetchone()[0]
    if silent is None or clock.now() - silent > SILENCE:
        since = f" since {silent:%d %B %Y %H:%M} UTC" if silent else ""
        yield Finding(f"The worker has not been heard of{since}: no timer runs, no letter leaves.", "Run: guichet worker")
