"""What monitors ask: /healthz (the process lives), /readyz (it can serve), /metrics (numbers, from this machine only)."""

import os
from collections import Counter
from datetime import timedelta
from ipaddress import ip_address
from time import monotonic

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from guichet import clock

QUIET_FOR = timedelta(seconds=90)  # a worker that was not heard of for longer is taken for dead

answered: Counter[str] = Counter()
seconds_spent = 0.0
_began = monotonic()
_is_migrated = False


def answer(request: HttpRequest) -> HttpResponse | None:
    """The answer to a monitor; None for any other address."""
    if request.path == "/healthz":
        return _plain("ok\n")
    if request.path == "/readyz":
        return _ready()
    if request.path == "/metrics":
        return _plain(_metrics()) if _is_local(request) else _plain("not found\n", 404)
    return None


def count(status: int, seconds: float) -> None:
    """Note one answered request for /metrics."""
    global seconds_spent
    answered[f"{status // 100}xx"] += 1
    seconds_spent += seconds


def _ready() -> HttpResponse:
    """200 when the database answers, is migrated, and the worker was heard of; otherwise 503 with what is missing."""
    try:
        if not _migrated():
            return _plain("migrations: not all applied\n", 503)
        heard = _last_heartbeat()
    except DatabaseError:
        return _plain("database: does not answer\n", 503)
    if heard is None or clock.now() - heard > QUIET_FOR:
        return _plain("database: ok\nmigrations: ok\nqueue: no worker\n", 503)
    return _plain("database: ok\nmigrations: ok\nqueue: ok\n")


def _migrated() -> bool:
    """Whether every migration of the code is recorded. Once true it stays true while the process lives."""
    global _is_migrated
    if not _is_migrated:
        from django.db.migrations.loader import MigrationLoader

        loader = MigrationLoader(connection)
        _is_migrated = set(loader.disk_migrations) <= set(loader.applied_migrations)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    return _is_migrated


def _last_heartbeat():
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(at) FROM jobs_heartbeat")
        return cursor.fetchone()[0]


def _metrics() -> str:
    lines = [
        "# TYPE guichet_up_seconds gauge",
        f'guichet_up_seconds{{pid="{os.getpid()}"}} {monotonic() - _began:.0f}',
        "# TYPE guichet_http_requests_total counter",
        *(f'guichet_http_requests_total{{pid="{os.getpid()}",status="{s}"}} {n}' for s, n in sorted(answered.items())),
        "# TYPE guichet_http_seconds_total counter",
        f'guichet_http_seconds_total{{pid="{os.getpid()}"}} {seconds_spent:.3f}',
    ]
    try:
        heard = _last_heartbeat()
    except DatabaseError:
        return "\n".join([*lines, "# TYPE guichet_database_up gauge", "guichet_database_up 0"]) + "\n"
    lines += ["# TYPE guichet_database_up gauge", "guichet_database_up 1"]
    if heard:
        lines += [
            "# TYPE guichet_worker_heartbeat_age_seconds gauge",
            f"guichet_worker_heartbeat_age_seconds {(clock.now() - heard).total_seconds():.0f}",
        ]
    return "\n".join(lines) + "\n"


def _is_local(request: HttpRequest) -> bool:
    """From this machine, and not handed on by a proxy on it."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
