"""The packaged schema is what the migrations make."""

import os
import re

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from guichet.server import schema
from guichet.server.databases import drop_database, make_database


@pytest.fixture
def empty(cluster):
    """An empty database beside the run's: the URL of its owner."""
    name = f"run_{os.getpid()}_schema"
    owner_url, _ = make_database(cluster, name)
    yield owner_url
    drop_database(cluster, name)


@pytest.fixture
def migrated(empty, django_db_blocker):
    """The same, with all migrations run one by one."""
    former = connection.settings_dict.copy()
    parts = psycopg.conninfo.conninfo_to_dict(empty)
    connection.close()
    connection.settings_dict.update(NAME=parts["dbname"], USER=parts["user"], PASSWORD=parts["password"])
    try:
        with django_db_blocker.unblock():
            call_command("migrate", interactive=False, verbosity=0)
            connection.close()
        yield empty
    finally:
        connection.settings_dict.update(former)


def test_packaged_schema_is_what_the_migrations_make(migrated):
    assert schema.dump(migrated) == schema.FILE.read_text(), "Run: python -m guichet.server.schema"


def test_packaged_schema_loads_to_itself(empty):
    assert schema.load(empty)
    assert plain(schema.dump(empty)) == plain(schema.FILE.read_text())


def plain(text: str) -> list[str]:
    """Without the brackets and casts by which PostgreSQL writes one and the same list of words differently."""
    return [re.sub(r"[()\s]|::text|::character varying|\[\](?!\[)", "", line) for line in text.split("\n")]


def test_database_with_tables_is_left_to_the_migrations(empty):
    assert schema.load(empty)
    assert not schema.load(empty)


def test_schema_of_other_migrations_is_passed_over(empty, monkeypatch):
    monkeypatch.setattr(schema, "fingerprint", lambda: "0" * 16)
    assert not schema.load(empty)
