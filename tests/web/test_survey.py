"""How satisfied, answered once from a letter: opening a link counts nothing, sending the page does (DOMAIN 1.11)."""

import re

import pytest
from django.test import Client

from guichet import clock
from guichet.desk import surveying
from guichet.desk.models import Event, Survey
from guichet.desk.operations import moving, replying, timers
from guichet.desk.operations.leaving import end_membership
from guichet.desk.operations.moving import Moving
from guichet.reactions.letters import react
from guichet.reactions.models import Letter
from tests.desk.conftest import at, do, opened

__all__ = ["do", "opened"]
CLOSED, LATER = "2026-12-10 10:00", "2026-12-12 10:00"


@pytest.fixture
def closed(ada, nora, opened, do) -> int:
    """Ada's request: answered, and closed by itself ten working days later."""
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", moving.transition_to, number, Moving("RESOLVED", body="Voilà.", resolution="explained"))
    with clock.standing_at(at(CLOSED)):
        timers.run_due(clock.now())
    return number


def link_in(number: int, score: int) -> str:
    """The address behind a note in the letter to Ada."""
    with clock.standing_at(at(CLOSED)):
        for event in Event.objects.filter(ticket=number, reacted_at=None):
            react(event.pk)
    letter = Letter.objects.get(event=Event.objects.filter(ticket=number, data__to="CLOSED").get(), to="ada@acme.example")
    address = re.search(rf"http://localhost:8000(/survey/\S+/\?score={score})", letter.text)[1]
    assert address in letter.html
    return address


def test_the_letter_of_the_closing_asks_and_opening_its_links_counts_nothing(closed):
    browser = Client()
    with clock.standing_at(at(LATER)):
        for score in surveying.SCORES:
            page = browser.get(link_in(closed, score))
            assert page.status_code == 200 and f'value="{score}" checked' in page.content.decode()
            assert browser.head(link_in(closed, score)).status_code == 200
    assert not Survey.objects.exists()


def test_sending_it_counts_once_without_signing_in_and_tells_the_lead_of_a_bad_note(closed, cast):
    address, browser = link_in(closed, 2), Client()
    with clock.standing_at(at(LATER)):
        answered = browser.post(address, {"score": "2", "text": "Trop long."})
        assert answered.status_code == 303
        assert "2" in browser.get(answered["Location"]).content.decode()
        assert browser.post(address, {"score": "5"}).status_code == 409
    kept = Survey.objects.get()
    assert (kept.score, kept.text, kept.person) == (2, "Trop long.", cast.person("ada"))
    event = Event.objects.get(kind="survey.answered")
    with clock.standing_at(at(LATER)):
        react(event.pk)
    letters = Letter.objects.filter(event=event)
    assert [letter.to for letter in letters] == ["lena@vendor.example"] and "Trop long." in letters[0].text


def test_a_good_note_tells_nobody(closed):
    with clock.standing_at(at(LATER)):
        assert Client().post(link_in(closed, 5), {"score": "5"}).status_code == 303
        react(Event.objects.get(kind="survey.answered").pk)
    assert not Letter.objects.filter(event__kind="survey.answered").exists()


def test_without_a_note_it_is_asked_again_and_the_text_is_kept(closed):
    with clock.standing_at(at(LATER)):
        page = Client().post(link_in(closed, 5), {"score": "", "text": "Merci beaucoup."})
    assert page.status_code == 422 and "Merci beaucoup." in page.content.decode() and not Survey.objects.exists()


def test_after_fourteen_days_it_is_over(closed):
    address = link_in(closed, 5)
    with clock.standing_at(at("2026-12-24 09:59")):
        assert Client().get(address).status_code == 200
    with clock.standing_at(at("2026-12-24 10:01")):
        assert Client().get(address).status_code == 410
        assert Client().post(address, {"score": "5"}).status_code == 409
    assert not Survey.objects.exists()


def test_a_link_that_was_changed_and_one_of_somebody_who_left_are_nobodys(closed, cast, alan, do):
    address = link_in(closed, 5)
    assert Client().get(address.replace("/?", "x/?")).status_code == 410
    do(alan, CLOSED, end_membership, cast.membership("ada"), successors=[cast.membership("alan")])
    with clock.standing_at(at(LATER)):
        assert Client().get(address).status_code == 410
        assert Client().post(address, {"score": "5"}).status_code == 410
    assert not Survey.objects.exists()


def test_a_confidential_request_asks_on_its_page_alone(paula, nora, opened, do):
    number = opened(paula, confidential=True, domain="payroll").pk
    do(nora, "2026-11-24 11:00", moving.transition_to, number, Moving("RESOLVED", body="Voilà.", resolution="explained"))
    with clock.standing_at(at(CLOSED)):
        timers.run_due(clock.now())
        for event in Event.objects.filter(ticket=number, reacted_at=None):
            react(event.pk)
    assert "/survey/" not in "".join(letter.text for letter in Letter.objects.filter(ticket=number))


# Thanks


def test_an_answer_of_thanks_is_put_back_by_the_agent_and_is_no_reopening(signed_in, cast, ada, nora, opened, do):
    number = opened(ada, when="2026-11-23 09:00").pk
    do(nora, "2026-11-23 10:00", moving.transition_to, number, Moving("RESOLVED", body="Voilà.", resolution="explained"))
    do(ada, "2026-11-23 11:00", replying.reply, number, "Merci, ça marche.")
    with clock.standing_at(at("2026-11-23 11:30")):
        page = signed_in("nora").get(f"/desk/requests/SPT-{number}/").content.decode()
        assert 'name="only_thanks"' in page
        sent = signed_in("nora").post(f"/desk/requests/SPT-{number}/transition/", {"status": "RESOLVED", "only_thanks": "1"})
        assert sent.status_code == 303
        shown = signed_in("nora").get(f"/desk/requests/SPT-{number}/").content.decode()
        assert 'name="only_thanks"' not in shown and "it was only thanks" in shown
        for event in Event.objects.filter(ticket=number, reacted_at=None):
            react(event.pk)
    ticket = Event.objects.filter(ticket=number).last().ticket
    assert (ticket.status, ticket.reopened, ticket.resolution) == ("RESOLVED", 0, "explained")
    letter = Letter.objects.filter(ticket=number, to="ada@acme.example").last()
    assert letter.event.data["transition"] == "only_thanks"


def test_a_click_of_thanks_closes_the_request(signed_in, ada, nora, opened, do):
    number = opened(ada, when="2026-11-23 09:00").pk
    do(nora, "2026-11-23 10:00", moving.transition_to, number, Moving("RESOLVED", body="Voilà.", resolution="explained"))
    with clock.standing_at(at("2026-11-23 11:30")):
        assert signed_in("ada").post(f"/requests/SPT-{number}/confirm/").status_code == 303
        assert 'name="score"' in signed_in("ada").get(f"/requests/SPT-{number}/").content.decode()


# Languages


def test_taking_a_request_in_another_language_warns_and_names_who_speaks_it_and_is_here(signed_in, cast, ada, opened, away):
    from guichet.people import presence
    from guichet.people.models import Person

    Person.objects.filter(email="nora@vendor.example").update(spoken=["de"])
    Person.objects.filter(email="lena@vendor.example").update(spoken=["de", "fr"])
    presence.forget()
    number, other = opened(ada).pk, opened(ada).pk
    with clock.standing_at(at("2026-11-24 11:00")):
        page = signed_in("nora").get(f"/desk/requests/SPT-{number}/").content.decode()
        assert "This request is in French" in page and "Give it to Lena Zbinden" in page
        assert "This request is in" not in signed_in("lena").get(f"/desk/requests/SPT-{number}/").content.decode()
        taken = signed_in("nora").post(f"/desk/requests/SPT-{number}/assign/", {"owner": "me"}, follow=True)
        assert "The request is in French, which Nora Brunner does not list." in taken.content.decode()
        away("lena")
        page = signed_in("nora").get(f"/desk/requests/SPT-{other}/").content.decode()
        assert "Give it to Lena" not in page and "Give it to Luca Bernasconi" in page


def test_giving_a_request_to_somebody_away_says_who_answers(signed_in, cast, ada, opened, away):
    number = opened(ada).pk
    away("nora", deputy="luca")
    with clock.standing_at(at("2026-11-24 11:00")):
        given = signed_in("lena").post(f"/desk/requests/SPT-{number}/assign/", {"owner": cast.person("nora").pk}, follow=True)
        assert "Nora Brunner, absent until" in given.content.decode() and "Luca Bernasconi answers" in given.content.decode()
        page = signed_in("ada").get(f"/requests/SPT-{number}/").content.decode()
        assert "Luca Bernasconi" in page and "Français" in page
