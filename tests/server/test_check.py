"""``guichet check`` finds what is wrong and says how to mend it."""

import os

import psycopg
import pytest
from psycopg import sql

from guichet.server.databases import SUPERUSER, drop_database, make_database
from guichet.server.embedded import running


@pytest.fixture(scope="module")
def home(tmp_path_factory, guichet):
    """An installation with the packaged configuration; tests put back what they break."""
    home = tmp_path_factory.mktemp("checked") / "home"
    done = guichet(home, "init")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def execute(home):
    def run(query: str, role: str = "owner") -> None:
        with running(home) as cluster, psycopg.connect(cluster.url(*ROLES[role]), autocommit=True) as connection:
            connection.execute(query)

    return run


@pytest.fixture(scope="module")
def external(cluster):
    """A database of the operator's: the URLs of owner and login."""
    name = f"run_{os.getpid()}_external"
    yield make_database(cluster, name)
    drop_database(cluster, name)
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        roles = [role for (role,) in connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", [f"{name}%"])]
        # The owner gave the login its memberships, so he goes last.
        for role in sorted(roles, key=lambda role: role.endswith("_owner")):
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


ROLES = {"owner": ("guichet_owner", "guichet"), "superuser": (SUPERUSER, "guichet")}


def test_sound_installation_has_no_finding(home, guichet):
    done = guichet(home, "check")
    assert (done.returncode, done.stdout) == (0, "Nothing is wrong.\n"), done.stdout + done.stderr


WEAKENED = [
    ("superuser", "ALTER ROLE guichet_app SUPERUSER", "ALTER ROLE guichet_app NOSUPERUSER"),
    ("superuser", "ALTER ROLE guichet_app BYPASSRLS", "ALTER ROLE guichet_app NOBYPASSRLS"),
    (
        "owner",
        "GRANT guichet_agent TO guichet_app WITH INHERIT TRUE",
        "GRANT guichet_agent TO guichet_app WITH INHERIT FALSE",
    ),
    ("owner", "GRANT SELECT ON desk_note TO guichet_requester", "REVOKE SELECT ON desk_note FROM guichet_requester"),
    ("owner", "ALTER TABLE desk_ticket DISABLE ROW LEVEL SECURITY", "ALTER TABLE desk_ticket ENABLE ROW LEVEL SECURITY"),
]


def test_every_weak_wall_is_found(home, guichet, execute):
    for role, broken, _ in WEAKENED:
        execute(broken, role)
    try:
        done = guichet(home, "check")
    finally:
        for role, _, mended in WEAKENED:
            execute(mended, role)
    assert done.returncode == 1
    assert "the superuser guichet_app" in done.stdout
    assert "BYPASSRLS" in done.stdout
    assert "inherits the rights of guichet_agent" in done.stdout
    assert "guichet_requester may SELECT desk_note" in done.stdout
    assert "desk_ticket has no row security" in done.stdout


def test_pending_migrations_are_found(home, guichet, execute):
    execute("UPDATE django_migrations SET app = 'was_desk' WHERE app = 'desk' AND name = '0001_words'")
    try:
        done = guichet(home, "check")
    finally:
        execute("UPDATE django_migrations SET app = 'desk' WHERE app = 'was_desk'")
    assert "1 migrations behind" in done.stdout


def test_migrate_raises_the_walls_again(home, guichet, execute):
    execute("GRANT SELECT ON desk_note TO guichet_requester")
    assert guichet(home, "migrate").returncode == 0
    assert guichet(home, "check").returncode == 0


def test_clock_and_debug_are_reported(home, guichet):
    done = guichet(home, "check", GUICHET_DEBUG="1", GUICHET_CLOCK="2031-05-05T08:00:00Z")
    assert done.returncode == 1
    assert "believes it is 05 May 2031" in done.stdout
    assert "GUICHET_DEBUG is on" in done.stdout


def test_demo_passwords_that_others_can_reach_are_reported(home, guichet, execute):
    execute(
        "WITH p AS (INSERT INTO people_person (email, given_name, family_name, language, zone, phone, is_agent, "
        "is_limited, is_administrator, spoken, theme, is_active, epoch, created_at) VALUES ('ada@acme.example', 'Ada', "
        "'', 'fr', 'Europe/Zurich', '', false, false, false, '{}', 'auto', true, 1, now()) RETURNING id) "
        "INSERT INTO people_credential (person_id, password, changed_at, is_demo) SELECT id, 'x', now(), true FROM p"
    )
    try:
        assert guichet(home, "check").returncode == 0
        public = guichet(home, "check", GUICHET_BASE_URL="https://support.example.com")
    finally:
        execute("DELETE FROM people_credential")
        execute("DELETE FROM people_person")
    assert "demo's passwords" in public.stdout
    assert "GUICHET_EMAIL_URL" in public.stdout


def test_letters_that_failed_are_reported(home, guichet, execute):
    execute("ALTER TABLE reactions_letter DISABLE TRIGGER ALL", "superuser")
    execute(
        'INSERT INTO reactions_letter (person_id, kind, language, message_id, "to", subject, headers, text, html, state, '
        "created_at, attempts, problem) VALUES (1, 'x', 'en', '<a@b>', 'a@b.example', 's', '{}', 't', '', 'failed', "
        "now(), 9, 'refused')",
        "superuser",
    )
    try:
        done = guichet(home, "check")
    finally:
        execute("DELETE FROM reactions_letter")
        execute("ALTER TABLE reactions_letter ENABLE TRIGGER ALL", "superuser")
    assert "1 letters could not be sent" in done.stdout


def test_database_of_the_operators_is_a_full_equal(external, guichet, tmp_path):
    owner_url, app_url = external
    own = {"DATABASE_URL": app_url, "DATABASE_OWNER_URL": owner_url}
    done = guichet(tmp_path, "init", **own)
    assert done.returncode == 0, done.stderr
    done = guichet(tmp_path, "check", **own)
    assert "The worker has not been heard of" in done.stdout
    assert "wall" not in done.stdout
    assert not (tmp_path / "postgres").exists()


def test_login_that_owns_the_tables_is_reported(external, guichet, tmp_path):
    owner_url, _ = external
    assert guichet(tmp_path, "init", DATABASE_URL=owner_url).returncode == 0
    done = guichet(tmp_path, "check", DATABASE_URL=owner_url)
    assert "owns" in done.stdout
    assert "DATABASE_OWNER_URL" in done.stdout
