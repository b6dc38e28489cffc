"""Only what a trusted host found out about a sender is believed."""

import pytest

from guichet.intake.authentic import verdict
from guichet.intake.mailbox.models import Mailbox
from tests.intake.posting import posted, written

HOST = "mx.vendor.example"
ADA = "ada@acme.example"


@pytest.mark.parametrize(("header", "found"), [
    ("mx.vendor.example; dmarc=pass header.from=acme.example", "passed"),
    ("mx.vendor.example 1; spf=fail smtp.mailfrom=acme.example; dmarc=fail (p=reject) header.from=acme.example", "failed"),
    ("mx.vendor.example; spf=pass smtp.mailfrom=ada@acme.example", "passed"),
    ("mx.vendor.example; spf=pass smtp.mailfrom=bounce@mail.acme.example", "passed"),
    ("mx.vendor.example; spf=pass smtp.mailfrom=evil@else.example", "unknown"),
    ("mx.vendor.example; spf=pass smtp.mailfrom=x@notacme.example", "unknown"),
    ("mx.vendor.example; dkim=pass (2048-bit key) header.d=acme.example", "passed"),
    ("mx.vendor.example; dkim=fail header.d=acme.example; spf=softfail smtp.mailfrom=acme.example", "failed"),
    ("mx.vendor.example; dkim=none; spf=none; dmarc=none", "unknown"),
    ("mx.vendor.example; none", "unknown"),
    ("evil.example; dmarc=pass header.from=acme.example", "unknown"),
    ("mx.vendor.example.evil.example; dmarc=pass", "unknown"),
    ("evil.example (mx.vendor.example; dmarc=pass)", "unknown"),
    ("", "unknown"),
    ('mx.vendor.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=acme.example"@evil.example; dmarc=fail', "failed"),
    ('mx.vendor.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=acme.example"@evil.example', "unknown"),
    ('mx.vendor.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=acme.example', "unknown"),
    ("mx.vendor.example; dmarc=pass header.from=evil.example", "unknown"),
])  # fmt: skip
def test_verdict(header, found):
    assert verdict([header], ADA, [HOST]) == found


def test_nobody_is_trusted_unless_named():
    assert verdict(["mx.vendor.example; dmarc=fail"], ADA, []) == "unknown"


def test_a_header_that_came_along_does_not_outweigh_a_failure():
    assert verdict(["mx.vendor.example; dmarc=fail", "evil.example; dmarc=pass"], ADA, [HOST]) == "failed"


@pytest.fixture
def box(cast):
    return Mailbox.objects.create(key="SUPPORT", trusted_hosts=[HOST])


def test_forged_customer_waits_in_quarantine(cast, box):
    raw = written("ada", Authentication_Results=f"{HOST}; dmarc=fail header.from=acme.example")
    assert posted(raw, mailbox=box).reason == "forged"
    assert posted(written("ada", subject="Autre", Authentication_Results=f"{HOST}; dmarc=pass"), mailbox=box).outcome == "opened"


def test_mail_without_a_check_is_taken_unless_a_pass_is_demanded(cast, box):
    assert posted(written("ada"), mailbox=box).outcome == "opened"
    box.demands = Mailbox.PASSED
    box.save()
    assert posted(written("ada", subject="Autre"), mailbox=box).reason == "unproven"


def test_colleague_with_a_pass_is_believed_by_tag_alone(cast, opened, ada, nora, box):
    ticket = opened(ada)
    raw = written("nora", subject=f"[{ticket.key}]", Authentication_Results=f"{HOST}; dmarc=pass")
    assert posted(raw, mailbox=box).outcome == "replied"


def test_forged_colleague_waits_even_with_his_signed_address(cast, opened, ada, nora, box):
    from guichet.desk.addresses import reply_address

    ticket = opened(ada)
    raw = written("nora", to=reply_address(ticket.pk, nora.person_id), Authentication_Results=f"{HOST}; dmarc=fail")
    assert posted(raw, mailbox=box).reason == "forged"
