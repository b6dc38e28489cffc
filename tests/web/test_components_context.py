"""What every page knows: its room, its reader, the vendor's brand and colours."""

import pytest
from django.test import RequestFactory

from guichet.access.actors import PUBLIC, Actor, Rights
from guichet.web.components import brand, context

ADA = Actor(kind="requester", person_id=1, name="Ada Favre", given_name="Ada", rights={7: Rights(7, "Acme SA")})
NORA = Actor(kind="agent", person_id=2, name="Nora Brunner", given_name="Nora", theme="dark")


def page(actor: Actor, path: str) -> dict:
    request = RequestFactory().get(path)
    request.actor, request.company, request._messages = actor, None, []
    return context.page(request)


@pytest.mark.parametrize(
    ("actor", "path", "room", "frame"),
    [
        (ADA, "/", "portal", "portal/base.html"),
        (NORA, "/desk/", "desk", "workspace/base.html"),
        (ADA, "/desk/", "portal", "portal/base.html"),
        (PUBLIC, "/desk/", "portal", "components/plain.html"),
    ],
)
def test_the_room_is_the_reader_s_not_the_address_s(actor, path, room, frame):
    said = page(actor, path)
    assert (said["room"], said["frame"]) == (room, frame)


def test_the_theme_follows_the_account():
    assert page(NORA, "/desk/")["theme"] == "dark"
    assert page(PUBLIC, "/")["theme"] == "auto"


def test_a_portal_reader_is_named_with_his_company():
    assert page(ADA, "/")["viewer"]["company"] == "Acme SA"


def test_nobody_signed_in_is_nobody():
    assert page(PUBLIC, "/")["viewer"] is None


def test_a_language_is_chosen_on_the_page_one_reads():
    assert page(ADA, "/requests/?list=mine")["path"] == "/requests/?list=mine"


def test_contrast_as_wcag_reckons_it():
    assert brand.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert brand.contrast("#ffd000", "#101113") == pytest.approx(12.8, abs=0.1)


def test_the_house_s_colours_need_no_stylesheet_of_their_own():
    assert brand.address_of({}) == ""
    assert brand.address_of({"colours": {"turn": "#FFD000", "ink": "#101113"}}) == ""


def test_a_vendor_s_colours_are_shown_when_they_can_be_read():
    assert brand.address_of({"colours": {"turn": "#7fd0ff", "ink": "#0a1a3a"}}) == "/brand.css?7fd0ff-0a1a3a"


@pytest.mark.parametrize(
    "colours",
    [{"turn": "#445566", "ink": "#333333"}, {"turn": "#ffd000", "ink": "#ffee88"}, {"turn": "red; }", "ink": "#000000"}],
)
def test_colours_that_cannot_be_read_are_left_aside(colours):
    assert brand.colours_of({"colours": colours}) == brand.HOUSE


def test_the_stylesheet_puts_the_colours_over_the_tokens(monkeypatch):
    monkeypatch.setattr(brand, "brand", lambda: {"colours": {"turn": "#7fd0ff", "ink": "#0a1a3a"}})
    response = brand.stylesheet(RequestFactory().get("/brand.css"))
    assert response["Content-Type"].startswith("text/css")
    assert b"--turn: #7fd0ff; --on-turn: #0a1a3a;" in response.content
