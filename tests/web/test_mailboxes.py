"""Mailboxes in administration: secrets are typed, sealed, kept when left empty, and never sent out."""

import pytest

from guichet.access.models import LogEntry
from guichet.exchange.configuration import load
from guichet.intake.mailbox.sealing import unseal
from guichet.intake.models import Mailbox

TYPED = {
    "key": "SUPPORT", "is_active": "on", "host": "imap.vendor.example", "port": "993", "security": "tls", "user": "support@vendor.example",
    "auth": "password", "secret": "throw-away", "folder": "INBOX", "afterwards": "mark", "demands": "not_failed",
    "addresses": "support@vendor.example\r\nhelp@vendor.example", "trusted_hosts": "mx.vendor.example",
}  # fmt: skip


@pytest.fixture
def admin(cast, signed_in):
    return signed_in("admin")


def test_secret_is_sealed_and_never_shown(admin):
    assert admin.post("/administration/mailboxes/new/", TYPED).status_code == 303
    box = Mailbox.objects.get()
    assert unseal(box.secret) == "throw-away" and box.addresses == ["support@vendor.example", "help@vendor.example"]
    page = admin.get(f"/administration/mailboxes/{box.pk}/").content.decode()
    assert "throw-away" not in page and box.secret not in page and "help@vendor.example" in page
    assert "throw-away" not in str(LogEntry.objects.get(act="mailbox.kept").data)
    assert "imap.vendor.example" in admin.get("/administration/mailboxes/").content.decode()


def test_secret_left_empty_stays(admin):
    admin.post("/administration/mailboxes/new/", TYPED)
    box = Mailbox.objects.get()
    admin.post(f"/administration/mailboxes/{box.pk}/", TYPED | {"secret": "", "folder": "Support"})
    box.refresh_from_db()
    assert (unseal(box.secret), box.folder) == ("throw-away", "Support")


def test_what_is_missing_is_said(admin):
    answer = admin.post("/administration/mailboxes/new/", TYPED | {"afterwards": "move", "user": ""})
    assert answer.status_code == 422 and {"move_to", "user"} <= set(answer.context["form"].errors)


def test_mailboxes_are_loaded_from_a_file_and_twice_changes_nothing(cast, tmp_path):
    file = tmp_path / "mail.yaml"
    file.write_text("mailboxes:\n  - {key: CON, host: imap.vendor.example, user: con@vendor.example, secret: throw-away, desk: CON}\n")
    assert load([file]).as_dict()["mailboxes"] == {"new": 1, "changed": 0, "same": 0}
    box = Mailbox.objects.get()
    assert unseal(box.secret) == "throw-away" and box.desk == cast.desk("CON") and "throw-away" not in box.secret
    assert load([file]).as_dict()["mailboxes"] == {"new": 0, "changed": 0, "same": 1}
