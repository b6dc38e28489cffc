"""The empty database's tables as one file, built from the migrations, so that a first start takes seconds.

``schema.sql`` holds what all migrations together make, with their record. It names the state of the migrations it was
built from; where that differs the file is passed over and the migrations make the tables. A test compares both;
``python -m guichet.server.schema`` writes the file anew.
"""

import hashlib
import re
from importlib import metadata
from pathlib import Path

import psycopg

from guichet.server.clients import client

FILE = Path(__file__).with_name("schema.sql")
PACKAGE = Path(__file__).parents[1]


def load(owner_url: str) -> bool:
    """Make the tables of an empty database from the file, in one transaction; false where the migrations have to."""
    if not FILE.exists():
        return False
    text = FILE.read_text()
    if fingerprint() not in text.split("\n", 1)[0]:
        return False
    with psycopg.connect(owner_url) as connection:
        if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()[0] is not None:
            return False
        # The file was made where pgvector is; without it the migrations make plain columns instead.
        if connection.execute("SELECT to_regtype('public.halfvec')").fetchone()[0] is None:
            return False
        connection.execute(text)
    return True


def dump(owner_url: str) -> str:
    """The text of ``schema.sql`` for a database that has been migrated and holds nothing else."""
    plain = client(
        "pg_dump",
        owner_url,
        *("--schema-only", "--no-owner", "--no-privileges", "--no-comments", "--exclude-extension=*"),
    ).decode()
    with psycopg.connect(owner_url) as connection:
        applied = connection.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    rows = ",\n".join(f"    ('{app}', '{name}', CURRENT_TIMESTAMP)" for app, name in applied)
    return (
        f"-- Built from the migrations {fingerprint()} by python -m guichet.server.schema; not edited by hand.\n"
        f"{_cleaned(plain)}\n"
        f"INSERT INTO public.django_migrations (app, name, applied) VALUES\n{rows};\n"
        "SET LOCAL search_path = public;\n"
    )


def fingerprint() -> str:
    """The state of the migrations: our files, and the versions of the packages that bring their own."""
    digest = hashlib.sha256()
    for file in sorted(PACKAGE.glob("*/migrations/*.py")):
        digest.update(f"{file.relative_to(PACKAGE)}\n".encode() + file.read_bytes())
    for package in ("django", "procrastinate"):
        digest.update(f"{package} {metadata.version(package)}\n".encode())
    return digest.hexdigest()[:16]


def _cleaned(dumped: str) -> str:
    """Without what only psql understands, settings of the session, the extensions and remarks."""
    kept = [
        line
        for line in dumped.split("\n")
        if not line.startswith(("\\", "--", "SET ", "CREATE EXTENSION", "SELECT pg_catalog.set_config"))
    ]
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return f"SET LOCAL search_path = '';\nSET LOCAL check_function_bodies = false;\n\n{body}\n"


def main() -> None:
    """Write the file from the migrations, in a database of its own in the development's cluster."""
    from guichet.server.databases import drop_database, make_database
    from guichet.server.development import HOME
    from guichet.server.embedded import running

    with running(HOME, fast_unsafe=True) as cluster:
        drop_database(cluster, "schema_dump")
        owner_url, app_url = make_database(cluster, "schema_dump")
        try:
            _migrated_alone(owner_url, app_url)
            FILE.write_text(dump(owner_url))
        finally:
            drop_database(cluster, "schema_dump")


def _migrated_alone(owner_url: str, app_url: str) -> None:
    import os

    os.environ.update(
        DATABASE_URL=app_url,
        DATABASE_OWNER_URL=owner_url,
        GUICHET_AS_OWNER="1",
        GUICHET_ROLE_PREFIX="schema_dump",
        DJANGO_SETTINGS_MODULE="guichet.config.settings",
    )
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()


if __name__ == "__main__":
    main()
