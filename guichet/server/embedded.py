"""The embedded PostgreSQL: made, started, watched and stopped by the processes of one home.

The first process that needs the cluster starts it; later ones of the same home use it; the last to leave stops it. Each
holds a shared lock while it works, so a killed process leaves nothing behind but a running server, which the next one
takes over. Nobody reaches the server but through a socket in a private folder, and then with a password.
"""

import fcntl
import hashlib
import os
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from guichet.server.binaries import Runner, ServerError, runner
from guichet.server.databases import DATABASE, SUPERUSER, make_database
from guichet.server.home import ensure_home, exclusive, kept_secret, write_private

MAJOR = "18"
SOCKET_LIMIT = 90  # bytes; the system allows about 107, PostgreSQL adds its file's name
START_SECONDS = 300  # recovery after a crash of a large database takes its time
STOP_SECONDS = 60

# Everything together stays under 400 MB beside one web and one worker process. Logs carry no values: customers' text
# would stand in them.
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "shared_preload_libraries": "'pg_stat_statements'",
    "pg_stat_statements.max": "1000",
    "pg_stat_statements.track_utility": "off",
    "max_connections": "60",
    "shared_buffers": "'64MB'",
    "effective_cache_size": "'1GB'",
    "work_mem": "'8MB'",
    "maintenance_work_mem": "'64MB'",
    "io_method": "'sync'",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_max_workers": "2",
    "max_wal_size": "'1GB'",
    "checkpoint_timeout": "'15min'",
    "random_page_cost": "1.1",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "max_logical_replication_workers": "0",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "logging_collector": "on",
    "log_directory": "'log'",
    "log_filename": "'postgres-%a.log'",
    "log_rotation_age": "'1d'",
    "log_truncate_on_rotation": "on",
}
# For tests alone: a crash of the machine may then lose the cluster.
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass(frozen=True)
class Cluster:
    """A cluster of one home and how to reach it."""

    home: Path
    runner: Runner
    socket: Path
    fast_unsafe: bool = False

    @property
    def data(self) -> Path:
        return self.runner.root / "postgres"

    @property
    def superuser_url(self) -> str:
        return self.url(SUPERUSER, "postgres")

    @property
    def owner_url(self) -> str:
        return self.url(f"{DATABASE}_owner", DATABASE)

    @property
    def app_url(self) -> str:
        return self.url(f"{DATABASE}_app", DATABASE)

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}:{self.password(role)}@/{database}?host={quote(str(self.socket), safe='')}"

    def password(self, role: str) -> str:
        folder = self.home / "passwords"
        folder.mkdir(mode=0o700, exist_ok=True)
        return kept_secret(folder / role, lambda: secrets.token_urlsafe(24))

    def pid(self) -> int | None:
        """The process id of the running server, None where there is none, whatever its pid file says."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if _is_our_server(pid, self.data) else None

    def is_running(self) -> bool:
        return self.pid() is not None


def cluster_of(home: Path, *, fast_unsafe: bool = False) -> Cluster:
    """The home's cluster and its addresses, whether it runs or not."""
    how = runner(home)
    return Cluster(home, how, _socket_folder(how), fast_unsafe)


@contextmanager
def running(home: Path, *, fast_unsafe: bool = False) -> Iterator[Cluster]:
    """The home's cluster, started unless it runs already; the last process that uses it stops it."""
    home = ensure_home(home)
    cluster = cluster_of(home, fast_unsafe=fast_unsafe)
    with open(home / "cluster-users", "a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            start(cluster)
            yield cluster
        finally:
            with exclusive(home / "cluster-lock"):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _last_user(home):
                    stop(cluster)


def start(cluster: Cluster) -> None:
    """Make the cluster if there is none and start it unless it runs; returns when it answers."""
    with exclusive(cluster.home / "cluster-lock"):
        if not (cluster.data / "PG_VERSION").exists():
            _create(cluster)
        _check_version(cluster)
        _wait_until_it_answers(cluster, None if cluster.is_running() else _launch(cluster))
        if not (cluster.home / "database-made").exists():
            make_database(cluster, DATABASE)
            write_private(cluster.home / "database-made", "")


def restart(cluster: Cluster) -> None:
    """Start a server that ended by itself; a cluster that is gone is never replaced by an empty one."""
    if not (cluster.data / "PG_VERSION").exists():
        raise ServerError(f"The cluster in {cluster.data} has disappeared. Bring a backup back into an empty home.")
    start(cluster)


def stop(cluster: Cluster) -> None:
    """End open transactions and stop; after a minute without an end, at once, with recovery at the next start."""
    for sign, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10)):
        pid = cluster.pid()
        if pid is None:
            return
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not _is_our_server(pid, cluster.data):
                return
            time.sleep(0.02)
    raise ServerError(f"PostgreSQL of {cluster.home} does not stop (process {cluster.pid()}).")


def _last_user(home: Path) -> bool:
    with open(home / "cluster-users", "a") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _create(cluster: Cluster) -> None:
    """Make the cluster beside its place and move it there, so that an interrupted start leaves no half of one.

    The locale is the built-in one: the caller's would make two installations sort and fold case differently.
    """
    draft = cluster.data.with_name("postgres.new")
    subprocess.run(["rm", "-rf", str(draft)], check=True)
    password = cluster.runner.root / f".initial-password-{os.getpid()}"
    write_private(password, cluster.password(SUPERUSER))
    cluster.runner.own(password)
    command = cluster.runner.command(
        "initdb",
        *("-D", draft, "-U", SUPERUSER, f"--pwfile={password}", "--auth=scram-sha-256", "--encoding=UTF8"),
        *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"),
        *(("--no-sync",) if cluster.fast_unsafe else ()),
    )
    try:
        made = subprocess.run(
            command, capture_output=True, text=True, cwd=cluster.runner.root, env=_environment(), **cluster.runner.drop
        )
    finally:
        password.unlink()
    if made.returncode != 0:
        raise ServerError(f"The PostgreSQL cluster cannot be made: {made.stderr.strip()}")
    (draft / "local.conf").write_text("# Your own settings; they win over guichet.conf.\n")
    cluster.runner.own(draft / "local.conf")
    with open(draft / "postgresql.conf", "a") as file:
        file.write("\n# guichet.conf is written at each start; local.conf is yours.\n")
        file.write("include 'guichet.conf'\ninclude_if_exists 'local.conf'\n")
    draft.rename(cluster.data)


def _check_version(cluster: Cluster) -> None:
    found = (cluster.data / "PG_VERSION").read_text().strip()
    if found != MAJOR:
        raise ServerError(
            f"The cluster in {cluster.data} was made by PostgreSQL {found}; this version of Guichet carries {MAJOR}. "
            "Make a backup with the version of Guichet that made it, and restore it into an empty home."
        )


def _launch(cluster: Cluster) -> subprocess.Popen:
    """Start the server in a session of its own, so that Ctrl-C in the terminal reaches us and not it."""
    # Of a dead server, whose number may be another's now. The folder of the socket is this cluster's alone.
    for left in (cluster.data / "postmaster.pid", *cluster.socket.glob(".s.PGSQL.*.lock")):
        left.unlink(missing_ok=True)
    settings = SETTINGS | {"unix_socket_directories": f"'{cluster.socket}'"}
    settings |= UNSAFE_BUT_FAST if cluster.fast_unsafe else {}
    conf = cluster.data / "guichet.conf"
    conf.write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
    cluster.runner.own(conf)
    log = open(cluster.home / "postgres-start.log", "w")  # noqa: SIM115 -- the server keeps it
    with log:
        process = subprocess.Popen(
            cluster.runner.command("postgres", "-D", cluster.data),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd=cluster.runner.root,
            env=_environment(),
            **cluster.runner.drop,
        )
    _started[process.pid] = process
    return process


def _wait_until_it_answers(cluster: Cluster, process: subprocess.Popen | None) -> None:
    """Wait for the server, just launched or another process's; one that ends at once is tried again for a while."""
    until = time.monotonic() + START_SECONDS
    relaunch_until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            with psycopg.connect(cluster.superuser_url, connect_timeout=5):
                return
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise ServerError(
                    f"PostgreSQL of {cluster.home} refuses the password kept in {cluster.home / 'passwords'}."
                ) from error
        ended = process.poll() is not None if process else not cluster.is_running()
        if ended:
            # The processes of a server that was killed hold its memory for a moment.
            if process and (time.monotonic() > relaunch_until or "shared memory" not in _start_log(cluster)):
                raise ServerError(f"PostgreSQL did not start: {_start_log(cluster)}")
            time.sleep(0.2)
            process = _launch(cluster)
        time.sleep(0.02)
    raise ServerError(f"PostgreSQL did not answer within {START_SECONDS} s: {_start_log(cluster)}")


def _start_log(cluster: Cluster) -> str:
    """What the last start said: before its logging began, and after."""
    said = (cluster.home / "postgres-start.log").read_text(errors="replace").strip()[-2000:]
    logs = sorted((cluster.data / "log").glob("*.log"), key=lambda path: path.stat().st_mtime)
    if logs:
        lines = logs[-1].read_text(errors="replace")[-20_000:].split("\n")
        ours = [line for line in lines if any(f"[{pid}]" in line for pid in _started)]
        said = "\n".join([said, *ours[-20:]])
    return said


_started: dict[int, subprocess.Popen] = {}


def _reap(pid: int) -> None:
    """A child of ours that ended stays in the process table until it is asked for."""
    process = _started.get(pid)
    if process is not None and process.poll() is not None:
        del _started[pid]


def _is_our_server(pid: int, data: Path) -> bool:
    """Whether the process is alive and is this cluster's server, not a later one with the same number."""
    _reap(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
        listed = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True)
        command = listed.stdout
    return "postgres" in command and str(data) in command


def _socket_folder(how: Runner) -> Path:
    """A private folder for the socket: in the home, or a short one where the home's path is too long for a socket."""
    folder = how.root / "run"
    if len(os.fsencode(folder)) > SOCKET_LIMIT:
        mark = hashlib.sha256(os.fsencode(how.root)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir() if len(tempfile.gettempdir()) < 40 else "/tmp") / f"guichet-{mark}"
    folder.mkdir(mode=0o700, exist_ok=True)
    how.own(folder)
    state = folder.lstat()
    expected = how.drop.get("user", os.geteuid())
    if not folder.is_dir() or folder.is_symlink() or state.st_uid != expected or state.st_mode & 0o077:
        raise ServerError(f"The folder {folder} for PostgreSQL's socket is not private to this user. Remove it.")
    return folder


def _environment() -> dict[str, str]:
    """A plain environment: the caller's PG… variables and locale must not reach the server."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}
