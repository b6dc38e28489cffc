"""What goes first within one worker: a burst of mail is decided on before the letters about it are written.

The threads of a worker share one interpreter, so two that compute get half of it each, and whoever wrote waits twice as long
to be known. What can wait is held back for a bounded time only: a flood of mail does not silence the desk.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

HELD_AT_MOST_SECONDS = 30.0

_free = threading.Event()
_free.set()


@contextmanager
def first() -> Iterator[None]:
    """Within this block no other task of this worker begins, for half a minute at most."""
    _free.clear()
    enough = threading.Timer(HELD_AT_MOST_SECONDS, _free.set)
    enough.daemon = True
    enough.start()
    try:
        yield
    finally:
        enough.cancel()
        _free.set()


def is_busy() -> bool:
    """Whether something goes first now."""
    return not _free.is_set()


def wait_for_turn() -> None:
    """Return as soon as nothing goes first."""
    _free.wait(HELD_AT_MOST_SECONDS)
