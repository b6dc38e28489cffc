"""All releases with their lines, read once and kept for seconds: every list names some, and they change rarely.

A release added a moment ago is found at once; a changed one after `LASTS` seconds at the latest.
"""

import time
from collections.abc import Collection

from guichet.catalog.models import Installation, Release

LASTS = 5.0
_kept: tuple[float, dict[int, Release]] | None = None


def release(pk: int | None) -> Release | None:
    """The release of that row with its line; treat it as read-only."""
    if pk is None:
        return None
    if pk not in _read():
        forget()
    return _read().get(pk)


def of_lines(lines: Collection[int]) -> list[Release]:
    """The releases of these version lines, at most `LASTS` seconds old; treat them as read-only."""
    return [row for row in _read().values() if row.line_id in lines]


def placed(installation: Installation) -> Installation:
    """The installation with its release at hand."""
    installation.release = release(installation.release_id)
    return installation


def forget() -> None:
    """Read anew at the next question."""
    global _kept
    _kept = None


def _read() -> dict[int, Release]:
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > LASTS:
        _kept = (time.monotonic(), {row.pk: row for row in Release.objects.select_related("line")})
    return _kept[1]
