"""Limits on how often something may be done; beyond them the door says when to come back."""

from django.utils.translation import gettext as _

from guichet.access.refusals import TooOften
from guichet.people import limits


def count(key: str, limit: int, window_s: int) -> None:
    """Count one attempt under *key*; raise `TooOften` when there were more than *limit* within the window.

    The count outlives the refusal: `web.components.middleware` counts again what the undone transaction had counted.
    """
    if after := limits.count(key, limit, window_s):
        raise TooOften(_("Too many tries in a short time. Nothing is locked for good: try again a little later."), after=after)
