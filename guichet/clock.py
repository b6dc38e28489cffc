"""The product's one clock.

No rule reads the database's ``now()`` or calls ``datetime.now`` itself, so that a whole installation can be started at
another moment (``GUICHET_CLOCK``, only with ``GUICHET_DEBUG``). The clock starts there and then runs at its usual pace.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta


def _truthy(value: str | None) -> bool:
    return (value or "").lower() in {"1", "true", "yes", "on"}


def _offset() -> timedelta:
    """How far the product's clock stands from the machine's; zero unless set, and only with debug on."""
    start = os.environ.get("GUICHET_CLOCK")
    if not start or not _truthy(os.environ.get("GUICHET_DEBUG")):
        return timedelta()
    wanted = datetime.fromisoformat(start.replace("Z", "+00:00"))
    if wanted.tzinfo is None:
        wanted = wanted.replace(tzinfo=UTC)
    # The processes of one `guichet serve` share the moment at which the first of them started.
    began = float(os.environ.setdefault("GUICHET_CLOCK_STARTED", repr(time.time())))
    return wanted - datetime.fromtimestamp(began, UTC)


OFFSET = _offset()
_standing: ContextVar[datetime | None] = ContextVar("guichet_clock_standing", default=None)


def now() -> datetime:
    """The present moment in UTC, by the product's clock."""
    return _standing.get() or datetime.now(UTC) + OFFSET


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock of this task stand at *moment* (aware): stories of the demo world, imports and tests play in the past."""
    token = _standing.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)
