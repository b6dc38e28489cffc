"""Throw-away installations: loaded with requests, served by the product's own commands, looked into as the superuser."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.browser import Browser
from guichet.server.embedded import Cluster, running

GUICHET = [sys.executable, "-m", "guichet.config.cli"]


def environment(home: Path, cluster: Cluster | None = None) -> dict[str, str]:
    """A user's environment with this home; with a *cluster*, its addresses, so that nobody starts or stops it."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("GUICHET_", "DATABASE_", "DJANGO_"))}
    plain |= {"GUICHET_HOME": str(home), "GUICHET_STATIC_ROOT": str(home / "static")}
    return plain | ({"DATABASE_URL": cluster.app_url, "DATABASE_OWNER_URL": cluster.owner_url} if cluster else {})


def load(home: Path, tickets: int) -> float | None:
    """`guichet demo --tickets N` on a fresh home, in seconds; nothing where an earlier run left it loaded."""
    if (home / "loaded").exists():
        return None
    began = time.monotonic()
    subprocess.run([*GUICHET, "demo", "--tickets", str(tickets)], env=environment(home), check=True)
    took = time.monotonic() - began
    (home / "loaded").touch()
    return took


@contextmanager
def database(home: Path) -> Iterator[Cluster]:
    """The home's PostgreSQL, in the state in which a night leaves it: vacuumed and analysed."""
    with running(home) as cluster:
        ask(cluster, "VACUUM (ANALYZE)")
        yield cluster


def ask(cluster: Cluster, sql: str) -> list[tuple]:
    """Run a statement as the superuser, whom no wall holds."""
    address = cluster.superuser_url.replace("/postgres?", "/guichet?")
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def served(command: list[str], env: dict[str, str], port: int, path: str, seconds: float = 60) -> Iterator[subprocess.Popen]:
    """A process that serves on *port*: from its first answer to the end of the block."""
    process = subprocess.Popen(command, env=env)
    try:
        until = time.monotonic() + seconds
        while True:
            try:
                Browser(port).get(path)
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"{command} does not answer.") from None
                time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
