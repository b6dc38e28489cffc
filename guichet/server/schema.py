"""The empty database's tables as one file, built from the migrations, so that a first start takes seconds.

``schema.sql`` holds what all migrations together make, their record in ``django_migrations`` included. A test compares
both; ``python -m guichet.server.schema`` writes the file anew.
"""

from pathlib import Path

FILE = Path(__file__).with_name("schema.sql")


def is_empty(connection) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.django_migrations') IS NULL")
        return cursor.fetchone()[0]


def load(connection) -> None:
    """Make the tables from the file; where there is no file the migrations make them."""
    if not FILE.exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(FILE.read_text())
