"""A request that mail opened and that says too little: the receipt names what is missing, a short form completes it."""

import pytest

from guichet import clock
from guichet.desk.models import Clock, Event
from guichet.reactions.letters import react
from guichet.reactions.models import Letter
from tests.desk.conftest import at
from tests.intake.posting import posted, written

WHEN = "2026-11-24 12:00"


@pytest.fixture
def incomplete(cast):
    return posted(written("ada")).ticket


def test_receipt_names_what_is_missing_with_one_link(incomplete):
    with clock.standing_at(at(WHEN)):
        react(Event.objects.get(ticket=incomplete, kind="ticket.opened").pk)
    letter = Letter.objects.get(ticket=incomplete)
    assert letter.text.count(f"/requests/{incomplete.key}/correct/") == 1
    assert f"/requests/{incomplete.key}/correct/" in letter.text


def test_short_form_is_filled_with_what_was_understood_and_completes(incomplete, cast, signed_in):
    browser = signed_in("ada")
    with clock.standing_at(at(WHEN)):
        page = browser.get(f"/requests/{incomplete.key}/correct/").content.decode()
        assert "Le taux proposé est l&#x27;ancien." in page and 'name="installation"' in page
        answer = browser.post(
            f"/requests/{incomplete.key}/correct/",
            {"blocked": "yes", "way_round": "costly", "revenue": "no", "impact": "42 factures", "deadline": "2026-11-27 12:00",
             "installation": str(cast.installation("acme-test").pk)},
        )  # fmt: skip
    assert answer.status_code == 303
    incomplete.refresh_from_db()
    assert (incomplete.missing, incomplete.criticality) == ([], "HIGH")
    assert incomplete.installation == cast.installation("acme-test")
    assert Event.objects.get(ticket=incomplete, kind="ticket.completed").data["fields"] == ["installation", "criticality"]
    assert not Event.objects.filter(ticket=incomplete, kind="ticket.criticality_changed").exists()
    assert Clock.objects.get(ticket=incomplete, kind="first_reply").target_s == 4 * 3600


def test_only_its_writer_completes_it(incomplete, signed_in):
    assert signed_in("alan").get(f"/requests/{incomplete.key}/correct/").status_code == 403


def test_what_is_complete_is_not_completed_again(opened, ada, signed_in):
    assert signed_in("ada").get(f"/requests/{opened(ada).key}/correct/").status_code == 403
