"""What a contact need not read at once: muted requests, and the letter of the day."""

import datetime as dt
import re

import pytest

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.models import Ticket
from guichet.desk.operations import moving, redacting, replying, sharing, sorting
from guichet.desk.operations.moving import Moving
from guichet.reactions import delivered, delivery, digests, resting
from guichet.reactions.models import Letter
from guichet.reactions.told import told_on
from tests.desk.conftest import at


@pytest.fixture
def shared(ada, alan, opened, do) -> Ticket:
    ticket = opened(ada)
    do(ada, "2026-11-24 10:50", sharing.share, ticket.pk, "alan@acme.example")
    return ticket


def news(do, nora, ticket, when="2026-11-24 11:00") -> None:
    do(nora, when, replying.reply, ticket.pk, "Nous regardons.")


def muted(ticket, who) -> None:
    with acting_as(who):
        resting.mute(ticket, by=who)


def daily(who) -> None:
    with acting_as(who):
        resting.choose_rhythm(is_daily=True, by=who)


def test_news_carries_a_one_click_way_out_and_what_asks_something_does_not(shared, nora, do, tell):
    news(do, nora, shared)
    told = tell(shared.pk)
    for name in ("ada", "alan"):
        more = told.to(name).headers["more"]
        assert more["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" and "/letters/" in more["List-Unsubscribe"]
    do(nora, "2026-11-24 11:05", moving.transition_to, shared.pk, Moving("WAIT_CUSTOMER", body="Quelle facture ?"))
    told = tell(shared.pk)
    assert "List-Unsubscribe" not in told.to("ada").headers["more"] and "List-Unsubscribe" in told.to("alan").headers["more"]


def test_a_muted_request_is_silent_until_it_asks_something(shared, ada, alan, nora, do, tell):
    muted(shared, ada)
    muted(shared, alan)
    news(do, nora, shared)
    assert tell(shared.pk).people == set()
    do(nora, "2026-11-24 11:05", moving.transition_to, shared.pk, Moving("WAIT_CUSTOMER", body="Quelle facture ?"))
    assert tell(shared.pk).people == {"ada"}
    with acting_as(ada):
        resting.unmute(shared.pk, by=ada)
    do(nora, "2026-11-24 11:06", replying.reply, shared.pk, "Encore.")
    assert "ada" in tell(shared.pk).people


def test_what_can_wait_comes_in_one_letter_at_seven(shared, ada, nora, do, tell, opened):
    daily(ada)
    other = opened(ada, subject="Bulletin de livraison : adresse vide")
    news(do, nora, shared)
    tell(shared.pk)
    news(do, nora, other, "2026-11-24 11:10")
    tell(other.pk)
    with acting_as(SYSTEM):
        assert Letter.objects.filter(person=ada.person_id, state=Letter.GATHERED).count() == 2
    for early in ("2026-11-24 23:00", "2026-11-25 06:59"):
        with clock.standing_at(at(early)):
            assert digests.write_due() == 0
    with clock.standing_at(at("2026-11-25 07:00")):
        assert digests.write_due() == 1 and digests.write_due() == 0
        letter = Letter.objects.get(kind="digest")
        delivery.deliver(letter.pk)
    letter.refresh_from_db()
    assert letter.state == Letter.SENT and "2 demandes" in letter.subject
    assert shared.subject in letter.text and other.subject in letter.text and "Nous regardons" not in letter.text
    assert set(Letter.objects.filter(digest=letter).values_list("state", flat=True)) == {Letter.SENT}


def test_the_letter_of_the_day_says_nothing_that_he_may_no_longer_read(shared, ada, alan, nora, do, tell):
    daily(alan)
    news(do, nora, shared)
    tell(shared.pk)
    with clock.standing_at(at("2026-11-25 07:00")):
        digests.write_due()
    do(ada, "2026-11-25 07:01", sharing.unshare, shared.pk, alan.person_id)
    do(nora, "2026-11-25 07:02", sorting.set_confidential, shared.pk, True)
    letter = Letter.objects.get(kind="digest")
    with clock.standing_at(at("2026-11-25 07:03")):
        delivery.deliver(letter.pk)
    letter.refresh_from_db()
    assert letter.state == Letter.SKIPPED and shared.subject not in letter.text


def test_agents_letters_never_rest(shared, ada, nora, do, tell):
    news(do, nora, shared)
    tell(shared.pk)
    do(ada, "2026-11-24 11:20", replying.reply, shared.pk, "Voici le fichier.")
    assert "List-Unsubscribe" not in tell(shared.pk).to("nora").headers["more"]


@pytest.mark.parametrize(("zone", "now", "due"), [
    ("Europe/Zurich", "2026-11-24T06:00+00:00", "2026-11-24T06:00+00:00"),
    ("Europe/Zurich", "2026-11-24T05:59+00:00", "2026-11-23T06:00+00:00"),
    ("America/New_York", "2026-11-24T11:00+00:00", "2026-11-23T12:00+00:00"),
])  # fmt: skip
def test_seven_is_seven_in_the_readers_zone(zone, now, due):
    assert digests.due_since(zone, dt.datetime.fromisoformat(now)) == dt.datetime.fromisoformat(due)


def test_one_click_of_the_mail_program_mutes_and_opening_the_link_does_not(shared, alan, nora, client, do, tell):
    news(do, nora, shared)
    address = re.search(r"<https?://[^/]+(/letters/.+)>", tell(shared.pk).to("alan").headers["more"]["List-Unsubscribe"])[1]
    assert client.get(address).status_code == 200
    with acting_as(alan):
        assert not resting.mutes(shared.pk, by=alan)
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    with acting_as(alan):
        assert resting.mutes(shared.pk, by=alan)
    client.post(address, {"choice": "all"})
    with acting_as(alan):
        assert not resting.mutes(shared.pk, by=alan)
    assert client.get(address[:-6] + "abcde/").status_code == 410


def test_a_link_of_somebody_who_no_longer_sees_the_request_is_over(shared, ada, remi, client, do):
    do(ada, "2026-11-24 11:19", sharing.share, shared.pk, "remi@acme.example")
    address = f"/letters/{resting.link_token(remi.person_id, shared.pk)}/"
    assert client.get(address).status_code == 200
    do(ada, "2026-11-24 11:20", sharing.unshare, shared.pk, remi.person_id)
    assert client.post(address, {"choice": "mute"}).status_code == 410


def test_three_letters_in_a_row_that_came_back_are_told_to_the_agent(shared, ada, nora, do, tell, signed_in):
    tell(shared.pk)
    with acting_as(SYSTEM):
        Letter.objects.update(state=Letter.SENT)
    for minute in range(3):
        news(do, nora, shared, f"2026-11-24 11:0{minute}")
        tell(shared.pk)
        with acting_as(SYSTEM):
            assert delivered.coming_back(ada.person_id) is None
            Letter.objects.filter(state=Letter.QUEUED).update(state=Letter.BOUNCED, problem="5.1.1 no such user")
    page = signed_in("nora").get(f"/desk/requests/SPT-{shared.pk}/letters/").content.decode()
    assert "5.1.1 no such user" in page and "comes back" in page
    assert "comes back" in signed_in("nora").get(f"/desk/requests/SPT-{shared.pk}/").content.decode()


def test_what_the_letter_of_the_day_told_is_told_when_that_has_left(shared, ada, lena, nora, do, tell):
    daily(ada)
    news(do, nora, shared)
    tell(shared.pk)
    event = shared.events.latest("pk")
    with acting_as(lena):
        assert "Ada Favre" not in told_on(shared, by=lena).get(event.pk, [])
    with clock.standing_at(at("2026-11-25 07:00")):
        digests.write_due()
        with acting_as(lena):
            assert "Ada Favre" not in told_on(shared, by=lena).get(event.pk, [])
        delivery.deliver(Letter.objects.get(kind="digest").pk)
    with acting_as(lena):
        assert "Ada Favre" in told_on(shared, by=lena)[event.pk]


def test_a_passage_goes_from_the_letter_of_the_day_and_its_reader_has_it(shared, ada, lena, nora, do, tell):
    daily(ada)
    news(do, nora, shared)
    tell(shared.pk)
    with clock.standing_at(at("2026-11-25 07:00")):
        digests.write_due()
        delivery.deliver(Letter.objects.get(kind="digest").pk)
    assert shared.subject in Letter.objects.get(kind="digest").text
    do(lena, "2026-11-25 09:00", redacting.redact_passage, shared.pk, shared.subject, "Montant d'un tiers")
    letter = Letter.objects.get(kind="digest")
    assert shared.subject not in letter.text + letter.html + letter.subject
    assert ada.person_id in shared.events.filter(kind="ticket.redacted").get().data["received"]
