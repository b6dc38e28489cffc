"""``guichet serve``: one process that starts the others, keeps them alive and stops them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guichet.server.embedded import cluster_of

from .conftest import environment


class Served:
    """A running ``guichet serve`` and what a visitor sees of it."""

    def __init__(self, home: Path, port: int, *arguments: str, **more: str):
        self.home, self.port = home, port
        self.log = home.with_suffix(".log")
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "guichet.config.cli", "serve", *arguments],
                env=environment(home, PORT=str(port), **more),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def answers(self, path: str = "/readyz", within: float = 60) -> None:
        until = time.monotonic() + within
        while time.monotonic() < until:
            if self.status(path) == 200:
                return
            time.sleep(0.05)
        raise AssertionError(f"{path} did not answer within {within} s:\n{self.log.read_text()[-3000:]}")

    def children(self) -> dict[str, int]:
        """The web's and the worker's process, by name."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and parent_of(int(entry.name)) == self.process.pid:
                words = (entry / "cmdline").read_bytes().decode().split("\0")
                found |= {name: int(entry.name) for name in ("web", "worker") if name in words}
        return found

    def stop(self, sign: int = signal.SIGTERM) -> str:
        self.process.send_signal(sign)
        output, _ = self.process.communicate(timeout=40)
        return output


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def describe(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return "ended"


def descendants(pid: int) -> set[int]:
    """The process and all that it has started."""
    parents = {int(entry.name): parent_of(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def proportional_memory(pids: set[int]) -> int:
    """Bytes, with what processes share counted once among them."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().split("\n"):
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("served") / "home"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serve(home, port) -> Iterator[Callable[..., Served]]:
    started: list[Served] = []

    def start(*arguments: str, **more: str) -> Served:
        started.append(Served(home, port, *arguments, **more))
        return started[-1]

    yield start
    for served in started:
        if served.process.poll() is None:
            served.stop()


def test_serve_answers_says_where_and_stops_cleanly(serve, home):
    served = serve()
    served.answers()
    assert set(served.children()) == {"web", "worker"}
    assert proportional_memory(descendants(served.process.pid) | descendants(cluster_of(home).pid())) < 400 * 1024**2
    output = served.stop(signal.SIGINT)
    assert served.process.returncode == 0
    assert output.startswith(f"Guichet answers at http://localhost:{served.port}\n")
    assert cluster_of(home).pid() is None
    assert served.status("/healthz") == 0


def test_one_home_is_served_once(serve, guichet, home):
    served = serve()
    served.answers()
    second = guichet(home, "serve", PORT="1")
    assert second.returncode == 1
    assert f"being served already, by process {served.process.pid}" in second.stderr


def test_commands_work_beside_a_running_serve(serve, guichet, home, tmp_path):
    served = serve()
    served.answers()
    assert guichet(home, "backup", str(tmp_path / "saved")).returncode == 0
    assert guichet(home, "worker", "--once").returncode == 0
    served.answers("/readyz", within=1)


def test_killed_web_and_worker_come_back(serve):
    served = serve()
    served.answers()
    former = served.children()
    workers = descendants(former["web"])
    for pid in former.values():
        os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 20
    while set(served.children().values()) & set(former.values()) or len(served.children()) < 2:
        assert time.monotonic() < until
        time.sleep(0.05)
    served.answers(within=20)
    while any(Path(f"/proc/{pid}").exists() for pid in workers):
        assert time.monotonic() < until, "a process of the killed web server lives on"
        time.sleep(0.05)


def test_restart_of_postgresql_costs_five_seconds_at_most(serve, home):
    served = serve()
    served.answers()
    os.kill(cluster_of(home).pid(), signal.SIGKILL)
    while served.status("/readyz") == 200:
        time.sleep(0.01)
    served.answers(within=60)
    again = time.monotonic()
    while time.monotonic() < again + 3:
        assert served.status("/readyz") == 200
        time.sleep(0.02)
    assert "PostgreSQL ended" in served.log.read_text()


def test_killed_serve_leaves_postgresql_alone_and_starts_again(serve, home):
    served = serve()
    served.answers()
    left = descendants(served.process.pid) - {served.process.pid} - descendants(cluster_of(home).pid())
    served.process.kill()
    served.process.communicate()
    until = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in left):
        assert time.monotonic() < until, f"a child lives on: {[describe(pid) for pid in left]}"
        time.sleep(0.05)
    again = serve()
    again.answers()
    again.stop()
    assert cluster_of(home).pid() is None


def test_public_start_without_tls_is_refused(guichet, home):
    done = guichet(home, "serve", "--bind", "0.0.0.0:8000")
    assert done.returncode == 1
    assert "unencrypted" in done.stderr


def test_port_in_use_is_said(guichet, home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = guichet(home, "serve", PORT=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "Set PORT" in done.stderr
