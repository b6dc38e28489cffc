"""Installations of their own: a home, a cluster and the command as a user types it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess]


def environment(home: Path, **more: str) -> dict[str, str]:
    """A user's environment: nothing of the test run's own database or settings."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("GUICHET_", "DATABASE_", "DJANGO_", "PYTEST_"))}
    return plain | {"GUICHET_HOME": str(home)} | more


@pytest.fixture(scope="session")
def guichet() -> Command:
    """Run ``guichet`` on a home; its output, whatever its exit status."""

    def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "guichet.config.cli", *arguments],
            env=environment(home, **more),
            capture_output=True,
            text=True,
            timeout=300,
        )

    return run


@pytest.fixture(scope="session")
def migrated_home(tmp_path_factory, guichet) -> Path:
    """A home whose database has its tables and walls; tests leave it as they find it."""
    home = tmp_path_factory.mktemp("migrated") / "home"
    done = guichet(home, "migrate")
    assert done.returncode == 0, done.stderr
    return home
