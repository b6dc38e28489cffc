"""``guichet serve``: one process that starts the others, keeps them alive and stops them."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
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
        while time.monotonic() < until and self.process.poll() is None:
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("served") / "home"


@pytest.fixture(scope="module")
def served(home) -> Iterator[Served]:
    """An installation that is being served; what a test kills comes back before the next one."""
    served = Served(home, free_port())
    yield served
    served.stop()


def test_one_home_is_served_once(served, guichet, home):
    served.answers()
    second = guichet(home, "serve", PORT="1")
    assert second.returncode == 1
    assert f"being served already, by process {served.process.pid}" in second.stderr


def test_commands_work_beside_a_running_serve(served, guichet, home, tmp_path):
    served.answers()
    assert guichet(home, "backup", str(tmp_path / "saved")).returncode == 0
    assert guichet(home, "worker", "--once").returncode == 0
    served.answers("/readyz", within=1)


def test_styles_and_scripts_are_served_by_their_content(served):
    served.answers("/sign-in/")
    with urllib.request.urlopen(f"http://127.0.0.1:{served.port}/sign-in/") as answer:
        page = answer.read().decode()
    found = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    assert any(name.endswith(".css") for name in found)
    for name in found:
        with urllib.request.urlopen(f"http://127.0.0.1:{served.port}{name}") as answer:
            assert "immutable" in answer.headers["Cache-Control"], name


def test_idle_browsers_keep_nobody_out(served):
    served.answers()
    with contextlib.ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(socket.create_connection(("127.0.0.1", served.port)))
        served.answers("/healthz", within=2)


def test_killed_web_and_worker_come_back(served):
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


def test_restart_of_postgresql_under_load_costs_five_seconds_at_most(served, home):
    """While six visitors read pages without a pause, no error is later than five seconds after the server answers."""
    served.answers()
    cluster, seen, enough = cluster_of(home), [], threading.Event()

    def visit(path: str) -> None:
        while not enough.is_set():
            seen.append((served.status(path), time.monotonic()))

    visitors = [threading.Thread(target=visit, args=[path]) for path in ("/readyz", "/sign-in/") * 3]
    for visitor in visitors:
        visitor.start()
    time.sleep(1)
    killed_at = time.monotonic()
    os.kill(cluster.pid(), signal.SIGKILL)
    while not reachable(cluster):
        assert time.monotonic() < killed_at + 60, served.log.read_text()[-3000:]
        time.sleep(0.02)
    back_at = time.monotonic()
    time.sleep(8)
    enough.set()
    for visitor in visitors:
        visitor.join()
    assert {status for status, at in seen if at < killed_at} == {200}
    assert any(status != 200 for status, at in seen if at > killed_at)
    assert {status for status, at in seen if at > back_at + 5} == {200}
    assert "PostgreSQL ended" in served.log.read_text()


def reachable(cluster) -> bool:
    try:
        with psycopg.connect(cluster.app_url, connect_timeout=2):
            return cluster.is_running()
    except psycopg.OperationalError:
        return False


def test_serve_can_be_killed_started_again_and_stopped(tmp_path):
    home, port = tmp_path / "home", free_port()
    first = Served(home, port)
    first.answers()
    server = descendants(cluster_of(home).pid())
    left = descendants(first.process.pid) - {first.process.pid} - server
    first.process.kill()
    first.process.communicate()
    until = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in left):
        assert time.monotonic() < until, f"a child lives on: {[describe(pid) for pid in left]}"
        time.sleep(0.05)
    assert cluster_of(home).pid() in server

    again = Served(home, port)
    again.answers()
    assert set(again.children()) == {"web", "worker"}
    assert proportional_memory(descendants(again.process.pid) | descendants(cluster_of(home).pid())) < 400 * 1024**2
    output = again.stop(signal.SIGINT)
    assert again.process.returncode == 0
    assert output.startswith(f"Guichet answers at http://localhost:{port}\n")
    assert cluster_of(home).pid() is None
    assert again.status("/healthz") == 0


def test_public_start_without_tls_is_refused(guichet, tmp_path):
    done = guichet(tmp_path, "serve", "--bind", "0.0.0.0:8000")
    assert done.returncode == 1
    assert "unencrypted" in done.stderr


def test_port_in_use_is_said(guichet, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = guichet(tmp_path, "serve", PORT=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "Set PORT" in done.stderr
