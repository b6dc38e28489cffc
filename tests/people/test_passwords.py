"""Passwords: rules, keeping, checking."""

import pytest
from django.core.exceptions import ValidationError

from guichet.people import links, passwords
from guichet.people.models import Credential
from tests.cast import PASSWORD


@pytest.mark.parametrize(
    "weak", ["short", "1234567890", "password12", "ada@acme.example", "Ada Favre 1", "favre-ada-1", "x" * 201, "motdepasse"]
)
def test_weak_password_is_refused_with_a_sentence(cast, weak):
    with pytest.raises(ValidationError) as refused:
        passwords.require_good(weak, cast.person("ada"))
    assert all(message.strip() for message in refused.value.messages)


@pytest.mark.parametrize("good", ["un chat dort sur le toit", "Favre mange trois pommes", "kX9$qq-Lm2"])
def test_good_password_passes(cast, good):
    passwords.require_good(good, cast.person("ada"))


def test_only_the_hash_is_kept_and_it_is_argon2(cast):
    passwords.set_password(cast.person("ada"), "un chat dort sur le toit")
    kept = Credential.objects.get(person=cast.person("ada"))
    assert kept.password.startswith("argon2$argon2id$") and "chat" not in kept.password
    assert not kept.is_demo


def test_new_password_ends_sessions_and_links(cast):
    ada = cast.person("ada")
    token = links.make_link(ada.pk, links.SIGN_IN)
    assert passwords.set_password(ada, "un chat dort sur le toit") == ada.epoch + 1
    assert links.whose(token, links.SIGN_IN) is None


def test_nobody_and_somebody_without_a_password_are_refused(cast):
    Credential.objects.filter(person=cast.person("remi")).delete()
    assert not passwords.check(None, PASSWORD)
    assert not passwords.check(cast.person("remi"), PASSWORD)
    assert passwords.check(cast.person("ada"), PASSWORD)
