"""Secrets of mailboxes: sealed at rest, tokens renewed in time."""

import datetime as dt

import pytest

from guichet import clock
from guichet.intake.mailbox import oauth
from guichet.intake.mailbox.models import Mailbox
from guichet.intake.mailbox.sealing import Sealed, seal, unseal
from tests.desk.conftest import at

NOON = "2026-11-24 12:00"


def test_sealed_is_not_readable_and_opens_with_the_same_key(settings):
    sealed = seal("throw-away")
    assert "throw-away" not in sealed and unseal(sealed) == "throw-away" and seal("") == unseal("") == ""
    settings.SECRET_KEY = "another key"
    with pytest.raises(Sealed):
        unseal(sealed)


@pytest.fixture
def provider(monkeypatch):
    """Answers for the provider, and remembers what it was asked."""
    asked: list[tuple[str, dict]] = []

    def post(address: str, form: dict) -> dict:
        asked.append((address, form))
        return {"access_token": f"token-{len(asked)}", "expires_in": 3600, "refresh_token": f"refresh-{len(asked)}"}

    monkeypatch.setattr(oauth, "post", post)
    return asked


def test_token_is_kept_sealed_and_renewed_before_it_ends(db, provider):
    box = Mailbox.objects.create(key="M", auth=Mailbox.MICROSOFT, tenant="t", client_id="c", secret=seal("refresh-0"))
    with clock.standing_at(at(NOON)):
        assert oauth.access_token(box) == "token-1"
    box.refresh_from_db()
    assert unseal(box.access_token) == "token-1" and unseal(box.renewed_secret) == "refresh-1"
    assert unseal(box.secret) == "refresh-0", "as it was configured, so that loading the same again changes nothing"
    with clock.standing_at(at(NOON) + dt.timedelta(minutes=50)):
        assert oauth.access_token(box) == "token-1"
    with clock.standing_at(at(NOON) + dt.timedelta(minutes=56)):
        assert oauth.access_token(box) == "token-2"
    assert [form["refresh_token"] for _address, form in provider] == ["refresh-0", "refresh-1"]


def test_each_provider_is_asked_in_its_way(db, provider):
    google = Mailbox.objects.create(key="G", auth=Mailbox.GOOGLE, client_id="c", client_secret=seal("s"), secret=seal("r"))
    application = Mailbox.objects.create(key="A", auth=Mailbox.MICROSOFT, tenant="a/b", client_id="c", client_secret=seal("s"))
    oauth.access_token(google)
    oauth.access_token(application)
    (to_google, form), (to_microsoft, alone) = provider
    assert to_google == "https://oauth2.googleapis.com/token" and form["grant_type"] == "refresh_token" and form["client_secret"] == "s"
    assert to_microsoft == "https://login.microsoftonline.com/a%2Fb/oauth2/v2.0/token"
    assert alone["grant_type"] == "client_credentials" and "refresh_token" not in alone
