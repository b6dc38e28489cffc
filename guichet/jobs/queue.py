"""Putting work on the queue, in the transaction that made it necessary: neither exists without the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_quiet: ContextVar[bool] = ContextVar("guichet_quiet", default=False)


@contextmanager
def quiet() -> Iterator[None]:
    """Within this block nothing is queued: the demo world and imports tell nobody."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet() -> bool:
    return _quiet.get()


def react(event_id: int, ticket_id: int) -> None:
    """Queue the reactions to an event; those of one ticket run one after the other."""
    if not _quiet.get():
        _defer("guichet.react", lock=f"ticket-{ticket_id}", event_id=event_id)


def _defer(name: str, *, lock: str | None = None, **arguments: object) -> None:
    from procrastinate.contrib.django import app

    app.configure_task(name, lock=lock, allow_unknown=True).defer(**arguments)
