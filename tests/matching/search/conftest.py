"""Requests opened through the real operations."""

from tests.desk.conftest import at, do, opened  # noqa: F401
