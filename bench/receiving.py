"""Mail into a large instance: messages a second, beside floors of the same run: `python -m bench.receiving` (docs/speed.md).

The same kind of messages each time: what reading them costs alone, and writing their rows alone, by plain SQL; then through
the product's own worker, fetched from a mailbox by IMAP (a real Dovecot) or handed over by an MTA to the listener; and the
command that an MTA starts for each message. A message counts once it has its outcome.
"""

import argparse
import json
import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from bench import receiving_mail
from bench.homes import GUICHET, Cluster, ask, database, environment, free_port, load
from bench.processes import descendants, processor_seconds
from guichet.mail.reading import parse

GOAL = 40.0
WAIT_AT_MOST_S = 300
_DUE = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' OR status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
_BACKENDS = "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'guichet-%'"


@dataclass(frozen=True)
class Figure:
    """One line of the table. *processor* is in milliseconds a message, of the product and its PostgreSQL; load is the machine's before."""

    name: str
    messages: int
    seconds: float
    processor: float | None
    load: float

    @property
    def rate(self) -> float:
        return self.messages / self.seconds


def main() -> int:
    args = _arguments()
    with ExitStack() as stack:
        folder = Path(args.homes or stack.enter_context(tempfile.TemporaryDirectory(prefix="guichet-bench-")))
        home = folder / str(args.tickets)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        load(home, args.tickets)
        cluster = stack.enter_context(database(home))
        figures = []
        for figure in _measured(home, cluster, args):
            print(_line(figure), file=sys.stderr, flush=True)
            figures.append(figure)
    _print(figures, args)
    worker = [figure for figure in figures if figure.name.startswith("worker") and not figure.name.endswith("letters too")]
    return 1 if args.gate and (not worker or min(figure.rate for figure in worker) < GOAL) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.receiving", description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000, help="requests of the instance")
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--homes", metavar="FOLDER", help="keep the loaded home there for another run")
    parser.add_argument("--doors", default="imap,listener,command", help="which doors, parted by commas")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--gate", action="store_true", help=f"end with 1 if the worker does less than {GOAL:.0f} a second")
    return parser.parse_args()


def _measured(home: Path, cluster: Cluster, args: argparse.Namespace) -> Iterator[Figure]:
    people = receiving_mail.people(cluster, args.messages)
    run = f"run{time.time_ns()}"
    mail = receiving_mail.messages(people, args.messages, f"{run}-floor")
    yield _timed("floor: parsing alone", mail, lambda raw: parse(raw))
    with psycopg.connect(cluster.superuser_url.replace("/postgres?", "/guichet?"), autocommit=True) as connection:
        rows = _Rows(connection)
        yield _timed("floor: rows alone", mail, rows.write)
        rows.forget()
    doors = {"imap": _by_imap, "listener": _by_listener, "command": _by_command}
    for name in args.doors.split(","):
        yield from doors[name](home, cluster, receiving_mail.messages(people, args.messages, f"{run}-{name}"))


def _timed(name: str, mail: list[bytes], work: Callable[[bytes], object]) -> Figure:
    before, began = os.getloadavg()[0], time.perf_counter()
    spent = time.process_time()
    for raw in mail:
        work(raw)
    return Figure(name, len(mail), time.perf_counter() - began, (time.process_time() - spent) / len(mail) * 1000, before)


class _Rows:
    """The rows of one message, copied by plain SQL from what stands there: its own, what was said, its event and its job."""

    _COPIED = ("desk_message", "desk_event")

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.columns = {table: self._columns(table) for table in self._COPIED}
        self.copied = {table: self._latest(table) for table in self._COPIED}
        self.number = 0
        self.made: dict[str, list[int]] = {table: [] for table in (*self._COPIED, "intake_mail", "procrastinate_jobs")}

    def _columns(self, table: str) -> str:
        rows = self.connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' "
            "AND attname NOT IN ('id', 'submission', 'said_id')",
            [table],
        )
        return ", ".join(name for (name,) in rows)

    def _latest(self, table: str) -> int:
        later = " WHERE NOT is_first" if table == "desk_message" else ""
        return self.connection.execute(f"SELECT max(id) FROM {table}{later}").fetchone()[0]

    def write(self, raw: bytes) -> None:
        self.number += 1
        with self.connection.transaction():
            for table, columns in self.columns.items():
                sql = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE id = {self.copied[table]} RETURNING id"
                self.made[table].append(self.connection.execute(sql).fetchone()[0])
            self.made["intake_mail"].append(self.connection.execute(
                "INSERT INTO intake_mail (identity, sha256, size, is_cut, is_gone, message_id, origin, place, received_at, copies, tries, outcome, reason, "
                "details, from_name, from_email, subject, excerpt, files, settled_at) VALUES (%s, '', %s, false, false, %s, 'command', '{}', now(), 1, 0, "
                "'ignored', '', '{}', '', '', '', %s, 0, now()) RETURNING id",
                [f"bench-{self.number}", len(raw), f"bench-{self.number}", raw[:500].decode("ascii", "replace").replace("\x00", "")],
            ).fetchone()[0])  # fmt: skip
            self.made["procrastinate_jobs"].append(self.connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('bench', 'bench', '{}') RETURNING id"
            ).fetchone()[0])  # fmt: skip

    def forget(self) -> None:
        """Take the copies out again: the next run measures the same instance."""
        self.connection.execute("SET session_replication_role = replica")
        for table, made in self.made.items():
            self.connection.execute(f"DELETE FROM {table} WHERE id = ANY (%s)", [made])


# The doors


def _by_imap(home: Path, cluster: Cluster, mail: list[bytes]) -> Iterator[Figure]:
    """A mailbox that is full already, and a worker that is told of it."""
    from tests.intake import dovecot

    with tempfile.TemporaryDirectory(prefix="guichet-imap-") as folder:
        server = dovecot.made(Path(folder))
        try:
            server.start()
        except (AssertionError, OSError, TypeError) as error:
            print(f"imap: not measured, there is no Dovecot here ({type(error).__name__})", file=sys.stderr)
            return
        try:
            server.deliver(*mail)
            _configured(home, cluster, server.port, dovecot.PASSWORD, active=True)
            yield from _worked("worker, by IMAP", home, cluster, mail, lambda: None)
            _configured(home, cluster, server.port, dovecot.PASSWORD, active=False)
        finally:
            server.stop()


def _configured(home: Path, cluster: Cluster, port: int, password: str, *, active: bool) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(
            f"mailboxes:\n  - {{key: BENCH, active: {str(active).lower()}, host: 127.0.0.1, port: {port}, security: plain, "
            f"user: support@vendor.example, secret: {password}}}\n"
        )
        file.flush()
        subprocess.run(
            [*GUICHET, "load", file.name], env=environment(home, cluster), check=True, stdout=subprocess.DEVNULL
        )


def _by_listener(home: Path, cluster: Cluster, mail: list[bytes]) -> Iterator[Figure]:
    """An MTA of the same machine with four connections."""
    port = free_port()

    def send() -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda part: _send(port, part), [mail[n::4] for n in range(4)]))

    yield from _worked("worker, by the listener", home, cluster, mail, send, GUICHET_MAIL_LISTEN=f"smtp://127.0.0.1:{port}")


def _send(port: int, mail: list[bytes]) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            server = smtplib.SMTP("127.0.0.1", port)
            break
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
    with server:
        for raw in mail:
            server.sendmail("mta@acme.example", [receiving_mail.SUPPORT], raw.replace(b"\n", b"\r\n"))


def _by_command(home: Path, cluster: Cluster, mail: list[bytes]) -> Iterator[Figure]:
    """What an MTA's pipe waits for, two at a time; the worker decides on them afterwards."""
    env = environment(home, cluster)
    before, began = os.getloadavg()[0], time.perf_counter()
    sent = mail[: max(1, len(mail) // 10)]

    def receive(raw: bytes) -> None:
        subprocess.run([*GUICHET, "mail", "receive"], input=raw, env=env, check=True, stdout=subprocess.DEVNULL)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(receive, sent))
    yield Figure("command, keeping alone", len(sent), time.perf_counter() - began, None, before)
    yield from _worked("worker, by the command", home, cluster, sent, lambda: None)


def _worked(
    name: str, home: Path, cluster: Cluster, mail: list[bytes], send: Callable[[], None], **settings: str
) -> Iterator[Figure]:
    """From the first message on, to the last outcome; then to the last letter."""
    found = f"SELECT count(*) FILTER (WHERE outcome = 'waiting'), count(*) FROM intake_mail WHERE message_id LIKE '{_mark(mail)}%'"
    before = os.getloadavg()[0]
    with _working(home, cluster, settings) as worker:
        send_in = ThreadPoolExecutor(1)
        began, spent = time.perf_counter(), _spent(worker, cluster)
        sending = send_in.submit(send)
        first = None
        while True:
            waiting, all_of_them = ask(cluster, found)[0]
            if first is None and all_of_them:
                first = time.perf_counter()
            if all_of_them == len(mail) and not waiting:
                break
            if sending.done():
                sending.result()
            if time.perf_counter() - began > WAIT_AT_MOST_S:
                raise RuntimeError(f"{name}: {waiting} of {all_of_them} wait still.")
            time.sleep(0.1)
        ended = time.perf_counter()
        sending.result()
        # Until the worker is up is no time of a message; the first are found some milliseconds after they came.
        begun = began if first is None else max(began, first - 0.1)
        yield Figure(name, len(mail), ended - begun, (_spent(worker, cluster) - spent) / len(mail) * 1000, before)
        while ask(cluster, _DUE)[0][0]:
            time.sleep(0.2)
            if time.perf_counter() - began > WAIT_AT_MOST_S:
                raise RuntimeError(f"{name}: jobs wait still.")
        yield Figure(f"{name}, letters too", len(mail), time.perf_counter() - begun, None, before)


def _mark(mail: list[bytes]) -> str:
    return mail[0].split(b"Message-ID: <")[1].split(b"-0@")[0].decode()


@contextmanager
def _working(home: Path, cluster: Cluster, settings: dict[str, str]) -> Iterator[subprocess.Popen]:
    worker = subprocess.Popen([*GUICHET, "worker"], env=environment(home, cluster) | settings)
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait(20)


def _spent(worker: subprocess.Popen, cluster: Cluster) -> float:
    return processor_seconds(descendants(worker.pid)) + processor_seconds(pid for (pid,) in ask(cluster, _BACKENDS))


def _print(figures: list[Figure], args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps([{**asdict(figure), "rate": round(figure.rate, 1)} for figure in figures]))
        return
    print(f"\n{args.tickets} requests{'':<18}{'messages':>9}{'seconds':>9}{'a second':>10}{'CPU ms':>8}{'load':>7}")
    for figure in figures:
        print(_line(figure))


def _line(one: Figure) -> str:
    processor = f"{one.processor:8.1f}" if one.processor is not None else f"{'':8}"
    return f"{one.name:<33}{one.messages:>9}{one.seconds:>9.1f}{one.rate:>10.1f}{processor}{one.load:>7.1f}"


if __name__ == "__main__":
    sys.exit(main())
