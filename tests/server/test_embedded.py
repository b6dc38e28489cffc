"""The embedded PostgreSQL: made, reused, stopped, killed and started again."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from guichet.server import binaries, embedded
from guichet.server.binaries import ServerError
from guichet.server.embedded import cluster_of, running
from guichet.server.home import HomeError, ensure_home, kept_secret, secret_key


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """One home for this module: making a cluster is what takes time."""
    return tmp_path_factory.mktemp("home")


def one(url: str, query: str):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()[0]


def test_cluster_is_made_started_and_stopped(home):
    with running(home, fast_unsafe=True) as cluster:
        pid = cluster.pid()
        assert one(cluster.app_url, "SELECT current_user") == "guichet_app"
        assert one(cluster.superuser_url, "SHOW server_version").startswith("18.")
    assert cluster.pid() is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_sorting_and_case_do_not_depend_on_who_started_it(home, monkeypatch):
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    with running(home, fast_unsafe=True) as cluster:
        assert one(cluster.app_url, "SELECT lower('ÉI')") == "éi"
        provider = "SELECT concat(datlocprovider, ' ', datlocale) FROM pg_database WHERE datname = 'guichet'"
        assert one(cluster.app_url, provider) == "b C.UTF-8"


def test_nobody_signs_in_without_the_password(home):
    with running(home, fast_unsafe=True) as cluster:
        wrong = cluster.app_url.replace(cluster.password("guichet_app"), "wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)


def test_server_listens_on_a_private_socket_alone(home):
    with running(home, fast_unsafe=True) as cluster:
        assert one(cluster.superuser_url, "SHOW listen_addresses") == ""
        assert cluster.socket.stat().st_mode & 0o077 == 0
        assert (home / "passwords").stat().st_mode & 0o077 == 0


def test_login_owns_nothing_and_the_owner_is_no_superuser(home):
    with running(home, fast_unsafe=True) as cluster:
        query = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert not one(cluster.app_url, query)
        assert not one(cluster.owner_url, query)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), psycopg.connect(cluster.app_url) as connection:
            connection.execute("CREATE TABLE mine ()")


def test_logs_hold_no_values(home):
    secret = "a word that a customer wrote"
    with running(home, fast_unsafe=True) as cluster:
        with psycopg.connect(cluster.owner_url, autocommit=True) as connection:
            connection.execute("CREATE TEMPORARY TABLE one (word text UNIQUE)")
            connection.execute("INSERT INTO one VALUES (%s)", [secret])
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO one VALUES (%s)", [secret])
        logs, until = "", time.monotonic() + 10
        while "duplicate key" not in logs:  # another process writes them, a moment later
            assert time.monotonic() < until, logs
            logs = "".join(path.read_text() for path in (cluster.data / "log").iterdir())
    assert secret not in logs


def test_second_process_uses_the_running_server_and_leaves_it_running(home):
    with running(home, fast_unsafe=True) as cluster:
        pid = cluster.pid()
        other = subprocess.run([sys.executable, "-c", USE, str(home)], capture_output=True, text=True, check=True)
        assert int(other.stdout) == pid
        assert cluster.pid() == pid


def test_last_process_to_leave_stops_the_server(home):
    with running(home, fast_unsafe=True) as cluster:
        other = subprocess.Popen(
            [sys.executable, "-c", USE, str(home), "wait"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        other.stdout.readline()
    assert cluster.pid() is not None
    other.communicate("\n", timeout=30)
    assert cluster.pid() is None


def test_server_of_a_killed_process_is_taken_over(home):
    other = subprocess.Popen(
        [sys.executable, "-c", USE, str(home), "wait"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    pid = int(other.stdout.readline())
    other.kill()
    other.communicate()
    with running(home, fast_unsafe=True) as cluster:
        assert cluster.pid() == pid
    assert cluster.pid() is None


def test_killed_server_is_recovered_with_what_was_committed(home):
    with running(home) as cluster:
        with psycopg.connect(cluster.owner_url) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (at timestamptz)")
            connection.execute("INSERT INTO kept VALUES (now())")
        pid = cluster.pid()
        os.kill(pid, signal.SIGKILL)
        while cluster.is_running():
            time.sleep(0.01)
        embedded.restart(cluster)
        assert cluster.pid() != pid
        assert one(cluster.owner_url, "SELECT count(*) FROM kept") == 1


def test_cluster_that_has_disappeared_is_not_replaced(tmp_path):
    with pytest.raises(ServerError, match="disappeared"):
        embedded.restart(cluster_of(tmp_path))
    assert not (cluster_of(tmp_path).data).exists()


def test_process_that_has_the_number_of_a_dead_server_is_left_alone(home):
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        (cluster_of(home).data / "postmaster.pid").write_text(f"{stranger.pid}\n")
        with running(home, fast_unsafe=True) as cluster:
            assert cluster.pid() != stranger.pid
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_cluster_of_another_major_version_is_refused(home):
    mark = cluster_of(home).data / "PG_VERSION"
    kept = mark.read_text()
    mark.write_text("17\n")
    try:
        with pytest.raises(ServerError, match="made by PostgreSQL 17"), running(home):
            pass
    finally:
        mark.write_text(kept)


def test_home_with_a_long_path_has_a_short_socket(tmp_path):
    home = tmp_path / ("deep" * 20) / "home"
    home.mkdir(parents=True)
    cluster = cluster_of(home)
    assert len(os.fsencode(cluster.socket / ".s.PGSQL.5432")) < 107
    assert cluster.socket.stat().st_mode & 0o077 == 0
    cluster.socket.rmdir()


def test_home_is_narrowed_to_its_owner(tmp_path):
    tmp_path.chmod(0o755)
    ensure_home(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_home_that_cannot_be_made_says_what_to_set(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeError, match="GUICHET_HOME"):
        ensure_home(tmp_path / "file" / "home")


def test_secrets_are_made_once_and_private(tmp_path):
    key = secret_key(tmp_path)
    assert secret_key(tmp_path) == key
    assert len(key) > 60
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert kept_secret(tmp_path / "secret-key", lambda: "another") == key


@pytest.mark.long
def test_cluster_runs_without_namespaces(tmp_path, monkeypatch):
    """As root the system user of the fall-back runs it, otherwise whoever runs the test."""
    monkeypatch.setattr(binaries, "namespaces_work", lambda: False)
    with running(tmp_path, fast_unsafe=True) as cluster:
        owner = pwd.getpwuid(cluster.data.stat().st_uid)
        assert owner.pw_name == binaries.SYSTEM_USER if os.geteuid() == 0 else owner.pw_uid == os.geteuid()
        assert one(cluster.app_url, "SELECT 1") == 1
    assert cluster.pid() is None
    with running(tmp_path, fast_unsafe=True) as cluster:
        assert one(cluster.app_url, "SELECT 1") == 1
    shutil.rmtree(cluster.runner.root)


def test_root_without_any_way_is_told_of_database_url(tmp_path, monkeypatch):
    monkeypatch.setattr(binaries, "namespaces_work", lambda: False)
    monkeypatch.setattr(binaries.os, "geteuid", lambda: 0)
    monkeypatch.setattr(binaries, "SYSTEM_USER", "a name that no system takes")
    with pytest.raises(ServerError, match="DATABASE_URL"):
        binaries.runner(tmp_path)


USE = """
import sys
from pathlib import Path
from guichet.server.embedded import running
with running(Path(sys.argv[1]), fast_unsafe=True) as cluster:
    print(cluster.pid(), flush=True)
    if len(sys.argv) > 2:
        sys.stdin.readline()
"""
