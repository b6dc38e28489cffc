"""Counting attempts in a window of time: one upsert each, shared by all processes, forgotten in a crash.

What counts and what follows is the caller's affair; `guichet.access.limits` raises the refusal.
"""

from contextvars import ContextVar
from datetime import timedelta

from django.db import connection

from guichet import clock

# (key, window in seconds) counted in the transaction of this web request: counted again if that is undone.
_counted: ContextVar[list[tuple[str, int]] | None] = ContextVar("guichet_counted", default=None)

_COUNT = """
INSERT INTO people_attempt AS a (key, window_started_at, count) VALUES (%(key)s, %(now)s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN a.window_started_at <= %(since)s THEN 1 ELSE a.count + 1 END,
  window_started_at = CASE WHEN a.window_started_at <= %(since)s THEN %(now)s ELSE a.window_started_at END
RETURNING count, window_started_at
"""


def count(key: str, limit: int, window_s: int) -> int:
    """Count one attempt; the seconds to wait if there were more than *limit* in the window, otherwise 0."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key[:200], "now": now, "since": now - timedelta(seconds=window_s)})
        found, began = cursor.fetchone()
    if (counted := _counted.get()) is not None:
        counted.append((key, window_s))
    if found <= limit:
        return 0
    return max(1, int((began + timedelta(seconds=window_s) - now).total_seconds()) + 1)


def take_back(key: str) -> None:
    """The attempt was none after all: it succeeded."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_attempt SET count = greatest(count - 1, 0) WHERE key = %s", [key[:200]])


def begin() -> None:
    """A web request begins: remember what it counts."""
    _counted.set([])


def count_again() -> None:
    """The transaction in which attempts were counted was undone; the attempts were made all the same."""
    counted = _counted.get() or []
    begin()
    for key, window_s in counted:
        count(key, 0, window_s)


def forget_old(*, before_s: int = 86_400) -> int:
    """Remove the counts of windows long over; the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_attempt WHERE window_started_at < %s", [clock.now() - timedelta(seconds=before_s)])
        return cursor.rowcount
