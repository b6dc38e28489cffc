"""``guichet serve``: one small process that starts the database, the web and the worker, and keeps them alive."""

import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from guichet.matching.embedder import missing
from guichet.matching.embedding import socket_of
from guichet.server import embedded, safety
from guichet.server.binaries import ServerError
from guichet.server.children import PARENT_PIPE
from guichet.server.home import ensure_home, home_from_environment
from guichet.server.installation import Installation, installation

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
STOP_SECONDS = 10
FIRST_ANSWER_SECONDS = 120
SHORT_LIFE_SECONDS = 10
LONGEST_PAUSE_SECONDS = 30
DEMO_PASSWORD = "guichet-demo"
DEMO_ACCOUNTS = (
    ("ada@acme.example", "requester, Acme SA (fr)"),
    ("boris@borealis.example", "requester, Borealis AG (de)"),
    ("dario@delta.example", "requester, Delta SpA (it)"),
    ("nora@vendor.example", "agent, Support"),
    ("lena@vendor.example", "lead of Support"),
    ("rosa@vendor.example", "R&D engineer"),
    ("admin@vendor.example", "administrator"),
)


@dataclass
class Child:
    """A process that has to run; started again when it ends, with a growing pause if it ends at once."""

    name: str
    command: list[str]
    forever: bool = True
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    not_before: float = 0.0
    pause: float = field(default=0.0)

    def start(self, pipe: int) -> None:
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            pass_fds=[pipe],
            env={**os.environ, PARENT_PIPE: str(pipe)},
            start_new_session=True,
        )
        self.started_at = time.monotonic()

    def watch(self, pipe: int) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            code, self.process = self.process.returncode, None
            if not self.forever and code == 0:
                self.not_before = float("inf")
                return
            lived = time.monotonic() - self.started_at
            self.pause = min(max(1.0, self.pause * 2), LONGEST_PAUSE_SECONDS) if lived < SHORT_LIFE_SECONDS else 0.0
            self.not_before = time.monotonic() + self.pause
            _say(f"{self.name} ended ({code}); starting it again{f' in {self.pause:.0f} s' if self.pause else ''}.")
        if time.monotonic() >= self.not_before:
            self.start(pipe)


class Stop(Exception):
    """We were asked to stop."""


@contextmanager
def serving_alone(home: Path, bind: str) -> Iterator[None]:
    """One home is served once."""
    with open(home / "serve-lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            other = lock.read().partition(" ")[0] or "unknown"
            raise ServerError(f"{home} is being served already, by process {other}.") from None
        lock.truncate(0)
        lock.write(f"{os.getpid()} {bind}")
        lock.flush()
        yield


def serve(*, bind: str, workers: int, demo: bool) -> int:
    """Serve until Ctrl-C or SIGTERM; then stop the web and the worker, then PostgreSQL, and end with 0."""
    host, port = safety.host_and_port(bind)
    os.environ["PORT"] = str(port)
    os.environ.setdefault("GUICHET_CLOCK_STARTED", repr(time.time()))
    if demo:
        os.environ["GUICHET_SERVES_DEMO"] = "1"
    safety.require_safe(os.environ, bind=bind, demo=demo, home=ensure_home(home_from_environment()))
    require_free(host, port)
    for sign in SIGNALS:
        signal.signal(sign, _stop)
    children: list[Child] = []
    try:
        with installation() as installed:
            done = _prepare(demo)
            if done["demo_passwords"] and not demo and not safety.is_loopback(bind):
                raise safety.Unsafe(
                    f"The start is refused: the demo's passwords are public, and {bind} can be reached from elsewhere. "
                    "Bind to 127.0.0.1, change the passwords, or say --demo."
                )
            # Children that inherit the reading end learn by it that we are gone.
            reading, writing = os.pipe()
            os.set_inheritable(reading, True)
            try:
                me = [sys.executable, "-m", "guichet.config.cli"]
                children += [
                    Child("web", [*me, "web", "--bind", bind, "--workers", str(workers)]),
                    Child("worker", [*me, "worker"]),
                ]
                if not missing() and not os.environ.get("GUICHET_EMBEDDINGS_URL"):
                    children.append(Child("embedding", [*me, "embed", str(socket_of(installed.home))]))
                if done["demo_is_begun"]:
                    children.append(Child("demo", [*me, "demo", "--part", "rest"], forever=False))
                _run(installed, children, reading, host, port, done)
            finally:
                _stop_all(children)
                os.close(reading)
                os.close(writing)
    except Stop:
        pass
    return 0


def _run(installed: Installation, children: list[Child], pipe: int, host: str, port: int, done: dict) -> None:
    web, *others = children
    web.start(pipe)
    if not done["demo_is_begun"]:
        for child in others:
            child.start(pipe)
    _wait_for_first_answer(web, host, port)
    _greet(port, done["demo_passwords"])
    while True:
        if installed.cluster is not None and not installed.cluster.is_running():
            _say("PostgreSQL ended; starting it again.")
            embedded.restart(installed.cluster)
        for child in children:
            child.watch(pipe)
        time.sleep(0.2)


def _prepare(demo: bool) -> dict:
    """Migrate in a process of its own, so that this one stays small."""
    command = [sys.executable, "-m", "guichet.config.cli", "prepare", *(["--demo"] if demo else [])]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        answer, _ = process.communicate()
    except Stop:
        process.terminate()
        process.wait(STOP_SECONDS)
        raise
    if process.returncode != 0:
        raise ServerError("The database could not be prepared; the reason stands above.")
    return json.loads(answer.strip().rsplit("\n", 1)[-1])


def _wait_for_first_answer(web: Child, host: str, port: int) -> None:
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    until = time.monotonic() + FIRST_ANSWER_SECONDS
    while time.monotonic() < until:
        if web.process is None or web.process.poll() is not None:
            raise ServerError("The web process ended before it answered; the reason stands above.")
        try:
            connection = http.client.HTTPConnection(reach, port, timeout=5)
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise ServerError(f"The web process did not answer within {FIRST_ANSWER_SECONDS} s.")


def _greet(port: int, demo: bool) -> None:
    address = os.environ.get("GUICHET_BASE_URL") or f"http://localhost:{port}"
    lines = [f"Guichet answers at {address}"]
    if demo:
        lines += ["", f"Demo accounts, all with the password {DEMO_PASSWORD}:"]
        lines += [f"  {account:<26}{who}" for account, who in DEMO_ACCOUNTS]
    lines += ["", "Ctrl-C stops it."]
    print("\n".join(lines), flush=True)


def _stop_all(children: list[Child]) -> None:
    alive = [child.process for child in children if child.process is not None and child.process.poll() is None]
    for process in alive:
        process.terminate()
    until = time.monotonic() + STOP_SECONDS
    for process in alive:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServerError(f"{host}:{port} cannot be served: {error.strerror}. Set PORT, or --bind.") from error


def _stop(*_) -> None:
    """The first signal stops everything; a second one must not interrupt that."""
    for sign in SIGNALS:
        signal.signal(sign, signal.SIG_IGN)
    raise Stop


def _say(text: str) -> None:
    print(f"guichet: {text}", file=sys.stderr, flush=True)
