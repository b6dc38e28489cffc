"""The database roles, one per audience, made outside the migrations (they belong to the whole cluster)."""

from psycopg import Connection, sql

AUDIENCES = ("agent", "requester", "public", "worker", "jobs")


def names(database: str) -> dict[str, str]:
    """Role by audience: they carry the database's name."""
    return {audience: f"{database}_{audience}" for audience in AUDIENCES}


def make_roles(owner: Connection, database: str, login: str | None = None) -> None:
    """Make the roles and let *login* take them, without inheriting what they may (from PostgreSQL 16 on the grant says so).

    Runs under an advisory lock; running it again changes nothing. Needs somebody allowed to create roles.
    """
    owner.execute("SELECT pg_advisory_xact_lock(hashtext('guichet-roles'))")
    for role in names(database).values():
        if not owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            owner.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOINHERIT").format(sql.Identifier(role)))
    me = owner.execute("SELECT current_user").fetchone()[0]
    for role in names(database).values():
        for member in {me, login or me}:
            owner.execute(
                sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(sql.Identifier(role), sql.Identifier(member))
            )
