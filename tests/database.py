"""One PostgreSQL for all test runs of a checkout, one database for each run.

Loaded before Django's settings (``-p tests.database`` in pyproject.toml), because those read the database's address from
the environment. The cluster lies in ``var/test`` (or GUICHET_TEST_CLUSTER), is started by the first run and stopped by
the last. A template database is migrated once for each state of the migrations and walls; a run works on a clone of it.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from guichet.server.databases import drop_database, make_database
from guichet.server.embedded import Cluster, cluster_of, running
from guichet.server.home import CHECKOUT, ensure_home, exclusive

HOME = Path(os.environ.get("GUICHET_TEST_CLUSTER") or CHECKOUT / "var" / "test")
KEPT_TEMPLATES = 3


def fingerprint() -> str:
    """Changes when a migration, a wall or the way databases are made does."""
    digest = hashlib.sha256()
    package = CHECKOUT / "guichet"
    files = [*package.glob("*/migrations/*.py"), *(package / "access").glob("*.py"), *(package / "server").glob("*.*")]
    for file in sorted(files):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


TEMPLATE = f"template_{fingerprint()}"
RUN = f"run_{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"

RUN_HOME = tempfile.mkdtemp(prefix="guichet-test-")


def announce() -> None:
    """Name the database to the settings; nothing is started yet."""
    cluster = cluster_of(ensure_home(HOME), fast_unsafe=True)
    os.environ.update(
        DATABASE_URL=cluster.url(f"{TEMPLATE}_app", RUN),
        DATABASE_OWNER_URL=cluster.url(f"{TEMPLATE}_owner", RUN),
        GUICHET_ROLE_PREFIX=TEMPLATE,
        GUICHET_AS_OWNER="1",
        GUICHET_HOME=RUN_HOME,
        GUICHET_SECRET_KEY="a key for tests alone: nothing it signs is ever used elsewhere",
    )
    for name in ("GUICHET_DEBUG", "GUICHET_CLOCK", "GUICHET_BASE_URL", "GUICHET_EMAIL_URL", "DATABASE_DIRECT_URL"):
        os.environ.pop(name, None)


announce()


def pytest_unconfigure() -> None:
    shutil.rmtree(RUN_HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster(django_db_blocker) -> Iterator[Cluster]:
    """The running cluster with this run's database in it."""
    with running(HOME, fast_unsafe=True) as found:
        with exclusive(HOME / "template-lock"), django_db_blocker.unblock():
            _drop_those_of_the_dead(found)
            _make_template(found)
            _clone(found)
        yield found
        from django.db import connections

        connections.close_all()
        drop_database(found, RUN)


def _make_template(cluster: Cluster) -> None:
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        made = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%%' AND datistemplate ORDER BY oid DESC"
        ).fetchall()
    if (TEMPLATE,) in made:
        return
    drop_database(cluster, TEMPLATE)
    owner_url, app_url = make_database(cluster, TEMPLATE)
    with _connected_to(TEMPLATE):
        from guichet.server.preparing import migrate

        migrate(owner_url, app_url)
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(TEMPLATE)))
        for (old,) in made[KEPT_TEMPLATES - 1 :]:
            connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(old)))
            drop_database(cluster, old)


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    """Django's connection with another database, for a while."""
    from django.db import connection

    former = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = former


def _clone(cluster: Cluster) -> None:
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy").format(
                sql.Identifier(RUN), sql.Identifier(TEMPLATE), sql.Identifier(f"{TEMPLATE}_owner")
            )
        )
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(RUN), sql.Identifier(f"{TEMPLATE}_app"))
        )


def _drop_those_of_the_dead(cluster: Cluster) -> None:
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'run\\_%%'").fetchall()
    for (name,) in names:
        pid = int(name.split("_")[1])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            drop_database(cluster, name)
