"""Databases in a cluster: who owns them, who signs in to them, which extensions they have.

The owner migrates and makes the walls' roles; the application's login owns nothing and inherits nothing, so it can read
only what it is granted or the role it takes for a transaction may read.
"""

from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from guichet.server.binaries import ServerError

if TYPE_CHECKING:
    from guichet.server.embedded import Cluster

DATABASE = "guichet"
SUPERUSER = "guichet_superuser"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin", "citext", "vector", "pg_stat_statements")
OPTIONAL = {"pg_stat_statements", "vector"}


def make_database(cluster: "Cluster", name: str) -> tuple[str, str]:
    """Make a database with its owner, its login and the extensions, or complete one; returns the URLs of both."""
    owner, login = f"{name}_owner", f"{name}_app"
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        _make_login(connection, owner, cluster.password(owner), "CREATEROLE INHERIT")
        _make_login(connection, login, cluster.password(login), "NOINHERIT")
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} STRATEGY file_copy").format(sql.Identifier(name), sql.Identifier(owner))
            )
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(login)))
    with psycopg.connect(cluster.url(owner, name), autocommit=True):
        pass  # the owner's password holds
    with psycopg.connect(cluster.url(SUPERUSER, name), autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public").format(sql.Identifier(extension)))
        connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(owner)))
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    return cluster.url(owner, name), cluster.url(login, name)


def ensure_extensions(url: str) -> None:
    """Make the extensions in a database of the operator's; what only a superuser may make has to be there already."""
    with psycopg.connect(url, autocommit=True) as connection:
        for extension in EXTENSIONS:
            try:
                connection.execute(_extension(extension))
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported) as error:
                if extension not in OPTIONAL:
                    raise ServerError(
                        f"The database lacks the extension {extension}, and its owner may not make it. "
                        f"As a superuser: CREATE EXTENSION {extension}."
                    ) from error


def _extension(name: str) -> sql.Composed:
    return sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public").format(sql.Identifier(name))


def drop_database(cluster: "Cluster", name: str) -> None:
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _make_login(connection: psycopg.Connection, role: str, password: str, rights: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = "ALTER" if known else "CREATE"
    connection.execute(
        sql.SQL(verb + " ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS " + rights + " PASSWORD {}").format(
            sql.Identifier(role), sql.Literal(password)
        )
    )
