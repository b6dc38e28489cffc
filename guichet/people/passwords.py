"""Passwords: their rules, keeping and checking them. All of it runs as the application's login, which alone may read them."""

from functools import lru_cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from guichet import clock
from guichet.people import links
from guichet.people.models import Credential, Person

LONGEST = 200


class NotYourself:
    """A password may not be one's own name or address."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if user is None:
            return
        said = password.casefold()
        name, _at, domain = user.email.casefold().partition("@")
        own = {user.email.casefold(), name, domain.split(".")[0], user.given_name.casefold(), user.family_name.casefold()}
        left = said
        for word in sorted((word for word in own if len(word) > 2), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < 6 and left != said:
            raise ValidationError(_("Your name or address alone is easily guessed."), code="yourself")

    def get_help_text(self) -> str:
        return _("Not your own name or address.")


def find(email: str) -> Person | None:
    """The active person with that address, in any case."""
    return Person.objects.filter(email__iexact=email.strip(), is_active=True).first() if email.strip() else None


def check(person: Person | None, password: str) -> bool:
    """Whether it is his password. Somebody who does not exist, or has none yet, costs the same time."""
    kept = Credential.objects.filter(person=person).first() if person else None
    if kept is None:
        check_password(password, _nobodys())
        return False
    return check_password(password, kept.password, setter=lambda fresh: _keep(kept.person_id, fresh))


def require_good(password: str, person: Person) -> None:
    """Raise Django's ValidationError, with a sentence per fault, unless the password may be taken."""
    if len(password) > LONGEST:
        raise ValidationError(_("At most %(count)d characters.") % {"count": LONGEST})
    validate_password(password, person)


def set_password(person: Person, password: str) -> int:
    """Keep it; every session and every link of the person ends. The new epoch, for the session that goes on."""
    Credential.objects.update_or_create(
        person=person, defaults={"password": make_password(password), "changed_at": clock.now(), "is_demo": False}
    )
    links.end_links(person.pk)
    return end_sessions(person.pk)


def end_sessions(person_id: int) -> int:
    """Whoever is signed in as this person has to sign in again. The new epoch."""
    Person.objects.filter(pk=person_id).update(epoch=F("epoch") + 1)
    return Person.objects.values_list("epoch", flat=True).get(pk=person_id)


def has_password(person_id: int) -> bool:
    return Credential.objects.filter(person_id=person_id).exists()


def _keep(person_id: int, password: str) -> None:
    """The hash anew, when the hasher's cost was raised."""
    Credential.objects.filter(person_id=person_id).update(password=make_password(password))


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return make_password("nobody has this password")
