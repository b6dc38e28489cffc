"""Who hears of a request that went to another company, and what waits for its former readers (DOMAIN 1.15)."""

import pytest

from guichet import clock
from guichet.desk.addresses import read_reply_address
from guichet.desk.models import Ticket
from guichet.desk.operations import replying
from guichet.desk.operations.wrong_company import Right, move_to_company
from guichet.reactions import delivery
from guichet.reactions.models import Letter
from tests.reactions.conftest import at, read

LATER = "2026-11-24 12:30"


@pytest.fixture
def moved(ada, alan, nora, opened, do, tell, cast):
    """Moved while the receipt and an answer wait for Ada and Alan."""

    def _moved(**changes) -> Ticket:
        ticket = opened(ada, subject="Fiche de salaire", share_with=[cast.person("alan")])
        do(nora, "2026-11-24 11:00", replying.reply, ticket.pk, "Je regarde.")
        tell(ticket.pk)
        right = Right(
            cast.company("borealis"), cast.person("boris"), cast.installation("borealis-prod"), (), "Pour Borealis", **changes
        )
        do(nora, LATER, move_to_company, ticket.pk, right)
        return ticket

    return _moved


def test_what_waits_for_former_readers_does_not_leave(moved, outbox):
    ticket = moved(tells_former=False)
    waiting = Letter.objects.filter(ticket=ticket)
    assert waiting.count() == 4 and set(waiting.values_list("state", flat=True)) == {Letter.SKIPPED}
    with clock.standing_at(at(LATER)):
        delivery.deliver(waiting.first().pk)
    assert not outbox.exists() or not list(outbox.iterdir())


def test_the_former_reporter_is_told_by_the_number_alone(moved, tell, cast, outbox):
    ticket = moved()
    letter = tell(ticket.pk, "ticket.company_left", LATER).to("ada")
    assert letter.subject.endswith(f"[{ticket.key}]")
    # An event of the vendor's side alone: a contact's answer is an answer all the same, never a note.
    assert not read_reply_address(letter.headers["more"]["Reply-To"]).is_note
    for text in (letter.subject, letter.text, letter.html):
        assert "Fiche" not in text and "Borealis" not in text and f"/requests/{ticket.key}" not in text
    with clock.standing_at(at(LATER)):
        delivery.deliver(letter.pk)
    assert ticket.key in read(outbox / f"{letter.message_id.strip('<>')}.eml").as_string()


def test_or_hears_nothing_at_all(moved, tell):
    assert tell(moved(tells_former=False).pk, "ticket.company_left", LATER).people == set()


def test_the_new_reporter_is_told_in_his_language_with_what_it_is_about(moved, tell):
    told = tell(moved().pk, "ticket.company_changed", LATER)
    assert told.people == {"boris"}
    assert told.to("boris").language == "de" and "Fiche de salaire" in told.to("boris").text
    assert "Acme" not in told.to("boris").text and "Ada" not in told.to("boris").text
