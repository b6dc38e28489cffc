"""Versions compared by their meaning, with the parser that a product names; never as text.

Each scheme turns a version into a key that compares, or into None where it cannot be read: what cannot be read is never
said to be older or newer.
"""

import re
from collections.abc import Callable

Key = tuple

NUMBERS, SEMVER, DATES = "numbers", "semver", "dates"

_NUMBERS = re.compile(r"[vr]?\s*(\d{1,9}(?:[._-]\d{1,9}){0,7})(?:[\s._-]*([a-z]{1,12})[\s._-]*(\d{0,9}))?", re.IGNORECASE)
_SEMVER = re.compile(
    r"v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?", re.IGNORECASE
)
_DATES = re.compile(r"v?((?:19|20)\d\d)[\s._-]*(?:[rqh])?(\d{0,2})(?:[._-](\d{1,2}))?(?:[._-](\d{1,6}))?", re.IGNORECASE)
# What comes before the version itself; any other word (SP1, p2, hotfix) comes after it.
_BEFORE = {"dev": -5, "alpha": -4, "a": -4, "beta": -3, "b": -3, "pre": -2, "preview": -2, "rc": -1}


def parse(scheme: str, text: str) -> Key | None:
    """The key of a version by a product's scheme; None where it cannot be read."""
    return _PARSERS.get(scheme, _numbers)((text or "").strip()[:60])


def _numbers(text: str) -> Key | None:
    """24.2.3, v24.2, 24.2.5 SP1, 25.1-rc2: numbers one by one, so that 24.2.10 follows 24.2.9 and 24.2 is 24.2.0."""
    found = _NUMBERS.fullmatch(text)
    if not found:
        return None
    word = (found[2] or "").lower()
    return _trimmed(re.split(r"[._-]", found[1])), _BEFORE.get(word, 1) if word else 0, int(found[3] or 0)


def _semver(text: str) -> Key | None:
    """Semantic versions: a pre-release comes before its version, numeric parts before words; build metadata says nothing."""
    found = _SEMVER.fullmatch(text)
    if not found:
        return None
    parts = [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in (found[4] or "").split(".")] if found[4] else []
    return (int(found[1]), int(found[2]), int(found[3])), 0 if parts else 1, tuple(parts)


def _dates(text: str) -> Key | None:
    """2026.11, 2026-11-24, 2026 R2: year first, then what follows."""
    found = _DATES.fullmatch(text)
    return _trimmed([part or "0" for part in found.groups()]) if found else None


def _trimmed(parts: list[str]) -> tuple[int, ...]:
    """The numbers without zeros at the end."""
    numbers = [int(part) for part in parts]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


_PARSERS: dict[str, Callable[[str], Key | None]] = {NUMBERS: _numbers, SEMVER: _semver, DATES: _dates}


def is_within(scheme: str, version: str, first: str, end: str) -> bool | None:
    """Whether *version* lies in [first, end); an empty bound is open. None where one of them cannot be read."""
    key = parse(scheme, version)
    low, high = (parse(scheme, bound) if bound else None for bound in (first, end))
    if key is None or (first and low is None) or (end and high is None):
        return None
    return (low is None or low <= key) and (high is None or key < high)


def is_at_least(scheme: str, version: str, other: str) -> bool | None:
    """Whether *version* is *other* or later; None where one cannot be read."""
    key, least = parse(scheme, version), parse(scheme, other)
    return None if key is None or least is None else key >= least


def in_order(scheme: str, versions: list[str]) -> list[str]:
    """Oldest first; what cannot be read comes before everything, in its own order."""
    return sorted(versions, key=lambda text: (parse(scheme, text) is not None, parse(scheme, text) or ()))
