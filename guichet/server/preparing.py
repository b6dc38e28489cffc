"""From any state of the database to one that can be served: roles, tables, walls."""

from urllib.parse import unquote, urlsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from guichet.access.roles import make_roles
from guichet.access.walls import apply
from guichet.server import schema
from guichet.server.binaries import ServerError

LOCK = 0x6775696368  # any number, the same for all who migrate


def migrate(owner_url: str, app_url: str) -> None:
    """Make the roles, bring the tables up to date, raise the walls. Two at once wait for each other."""
    with psycopg.connect(owner_url) as alone:
        alone.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        login = make_all_roles(owner_url, app_url)
        if not schema.load(owner_url):
            call_command("migrate", interactive=False, verbosity=0)
        with psycopg.connect(owner_url) as owner:
            give_vectors_their_type(owner)
            apply(owner, settings.ROLE_PREFIX, login)


def give_vectors_their_type(owner: psycopg.Connection) -> None:
    """Where pgvector came after the tables, the vectors' columns, empty until then, become its own."""
    column = "SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 'matching_vector'::regclass AND attname = 'e5'"
    if owner.execute(column).fetchone()[0] == "real[]" and owner.execute("SELECT to_regtype('public.halfvec')").fetchone()[0]:
        owner.execute(
            "ALTER TABLE matching_vector ALTER e5 TYPE public.halfvec(384) USING NULL, "
            "ALTER use TYPE public.halfvec(512) USING NULL, ALTER use_title TYPE public.halfvec(512) USING NULL"
        )


def make_all_roles(owner_url: str, app_url: str) -> str:
    """Make the roles that the walls are made of; returns the name of the application's login."""
    try:
        with psycopg.connect(owner_url) as owner:
            login = _login(owner, app_url, settings.ROLE_PREFIX)
            make_roles(owner, settings.ROLE_PREFIX, login)
    except psycopg.errors.InsufficientPrivilege as error:
        raise ServerError(
            "The owner in DATABASE_OWNER_URL may not make the roles that the walls are made of. "
            f"As a superuser: ALTER ROLE {unquote(urlsplit(owner_url).username or '')} CREATEROLE;"
        ) from error
    return login


def _login(owner: psycopg.Connection, app_url: str, prefix: str) -> str:
    """The application's login. Where it is the owner himself the walls are raised for a role that nobody uses."""
    login = unquote(urlsplit(app_url).username or "")
    me = owner.execute("SELECT current_user").fetchone()[0]
    if login and login != me:
        return login
    unused = f"{prefix}_app"
    if not owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [unused]).fetchone():
        owner.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOINHERIT").format(sql.Identifier(unused)))
    return unused


def is_migrated() -> bool:
    """Whether every migration of the program is recorded in the database."""
    loader = MigrationLoader(connection)
    return set(loader.disk_migrations) <= set(loader.applied_migrations)


def is_empty() -> bool:
    """Whether no configuration has been loaded yet."""
    from guichet.service.models import Desk

    return not Desk.objects.exists()


def is_unpeopled() -> bool:
    """Whether nobody can sign in yet: the demo world never moves in with people who are already there."""
    from guichet.people.models import Person

    return not Person.objects.exists()


def demo_is_begun() -> bool:
    """Whether the demo world is here, and a part of it may still be missing."""
    from guichet.service.models import Text

    begun = Text.objects.filter(key="demo").first()
    return begun is not None and not begun.spec.get("is_whole")


def note_demo_is_whole() -> None:
    from guichet.service.models import Text

    begun = Text.objects.get(key="demo")
    begun.spec["is_whole"] = True
    begun.save(update_fields=["spec"])


def demo_passwords_exist() -> bool:
    from guichet.people.models import Credential

    return Credential.objects.filter(is_demo=True).exists()
