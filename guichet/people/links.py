"""Links that let in once: for signing in, a new password, an invitation. Only a digest is kept, scoped to its purpose."""

import hashlib
from datetime import timedelta

from django.conf import settings

from guichet import clock
from guichet.people.models import OneTimeLink, Person, new_token

SIGN_IN, RESET, INVITATION = OneTimeLink.SIGN_IN, OneTimeLink.RESET, OneTimeLink.INVITATION
LASTS = {SIGN_IN: timedelta(minutes=30), RESET: timedelta(minutes=30), INVITATION: timedelta(days=14)}
_PATHS = {SIGN_IN: "/sign-in/link/{}/", RESET: "/sign-in/reset/{}/", INVITATION: "/invitation/{}/"}


def make_link(person_id: int, purpose: str) -> str:
    """A new secret for *purpose*. Earlier ones stay valid until they end: letters arrive in any order."""
    token = new_token()
    OneTimeLink.objects.create(
        digest=_digest(token, purpose), person_id=person_id, purpose=purpose, expires_at=clock.now() + LASTS[purpose]
    )
    return token


def address_of(purpose: str, token: str) -> str:
    """The whole address to put into a letter."""
    return settings.GUICHET_BASE_URL + _PATHS[purpose].format(token)


def whose(token: str, purpose: str) -> Person | None:
    """The active person a link would let in now; looking uses nothing up."""
    link = (
        OneTimeLink.objects.select_related("person")
        .filter(digest=_digest(token, purpose), used_at__isnull=True, expires_at__gt=clock.now(), person__is_active=True)
        .first()
    )
    return link.person if link else None


def use_link(token: str, purpose: str) -> Person | None:
    """Let in once: of two who come at the same time one gets the person, the other None."""
    person = whose(token, purpose)
    if person is None:
        return None
    used = OneTimeLink.objects.filter(digest=_digest(token, purpose), used_at__isnull=True).update(used_at=clock.now())
    return person if used else None


def end_links(person_id: int) -> None:
    """No link to this person works any more: his password changed."""
    OneTimeLink.objects.filter(person_id=person_id, used_at__isnull=True).update(used_at=clock.now())


def forget_old() -> int:
    """Remove links that ended more than a month ago; the number of rows."""
    return OneTimeLink.objects.filter(expires_at__lt=clock.now() - timedelta(days=30)).delete()[0]


def _digest(token: str, purpose: str) -> str:
    return hashlib.sha256(f"{purpose}:{token}".encode()).hexdigest()
