"""The application's login with no role taken, as a connection of its own beside the test's."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from tests.desk.conftest import do, opened

__all__ = ["do", "login", "opened"]


@pytest.fixture
def login(cluster) -> Iterator[psycopg.Connection]:
    """What the web process has before anybody says who is asking. It sees no row a test has not committed."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        yield connection
