"""Two people at one request, two browsers of one person, two presses of one button: nothing is lost and nothing doubled."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import REQUEST, fill_form, key_of, open_request

pytestmark = pytest.mark.browser

SUBJECT = "Bulletin de livraison : le poids total manque depuis lundi"


@pytest.mark.parametrize(
    "script", [pytest.param(True, id="with script"), pytest.param(False, id="without script", marks=pytest.mark.long)]
)
def test_slower_agent_reads_both_texts_and_keeps_his_as_a_note(as_, script):
    ada = as_("ada@acme.example", java_script_enabled=script)
    key = open_request(ada, SUBJECT, "Le poids total manque.")
    nora, lena = (as_(f"{who}@vendor.example", java_script_enabled=script) for who in ("nora", "lena"))
    for page in (nora, lena):
        page.goto(f"/desk/requests/{key}/")
    nora.locator("form.as-reply textarea").fill("Le poids vient de la fiche article.")
    nora.locator("form.as-reply button[name=status][value=WAIT_CUSTOMER]").click()
    expect(nora.locator(".thread")).to_contain_text("fiche article")

    lena.locator("form.as-reply textarea").fill("Je regarde tout de suite, quel article ?")
    lena.locator("form.as-reply button[name=status][value=WAIT_CUSTOMER]").click()
    stale = lena.locator(".stale")
    expect(stale).to_contain_text("Nora was quicker")
    expect(stale).to_contain_text("Le poids vient de la fiche article.")
    expect(stale.locator("#kept")).to_have_value("Je regarde tout de suite, quel article ?")
    stale.locator(".btn.main").click()
    lena.wait_for_url(re.compile(rf"/{key}/$"))
    expect(lena.locator(".thread .note")).to_contain_text("Je regarde tout de suite")
    ada.goto(f"/requests/{key}/")
    assert "Je regarde tout de suite" not in ada.content()
    lena.goto(f"/desk/requests/{key}/")
    expect(lena.locator("#reply-body")).to_have_value("")


def test_reply_typed_in_one_browser_stands_in_another_until_it_is_sent(as_):
    ada = as_("ada@acme.example")
    key = open_request(ada, SUBJECT, "Le poids total manque.")
    text = "Il s'agit des articles 4711 et 4712."
    ada.locator("#body").press_sequentially(text)
    expect(ada.locator("form[action$='/messages/'] [data-kept]")).to_contain_text(re.compile(r"\d"), timeout=20_000)
    other = as_("ada@acme.example", viewport={"width": 390, "height": 844})
    other.goto(f"/requests/{key}/")
    expect(other.locator("#body")).to_have_value(text)
    other.locator("form[action$='/messages/'] button.btn").first.dblclick()
    expect(other.locator(".thread")).to_contain_text(text)
    other.goto(f"/requests/{key}/")
    expect(other.locator("#body")).to_have_value("")
    expect(other.locator(".thread").get_by_text(text)).to_have_count(1)
    ada.goto(f"/requests/{key}/")
    expect(ada.locator("#body")).to_have_value("")


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_text_of_an_agent_stands_in_another_browser_until_it_is_sent(as_, kind):
    ada = as_("ada@acme.example")
    key = open_request(ada, SUBJECT, "Le poids total manque.")
    nora, other = as_("nora@vendor.example"), as_("nora@vendor.example")
    nora.goto(f"/desk/requests/{key}/")
    nora.keyboard.press("r" if kind == "reply" else "n")
    area = f"#{kind}-body"
    expect(nora.locator(area)).to_be_focused()
    with nora.expect_response(re.compile(r"/draft/$")):
        nora.locator(area).press_sequentially("Half a sentence")
    other.goto(f"/desk/requests/{key}/")
    expect(other.locator(area)).to_have_value("Half a sentence")
    other.keyboard.press("r" if kind == "reply" else "n")
    other.locator(area).press("End")
    other.keyboard.type(", and its end.")
    other.keyboard.press("Control+Enter")
    expect(other.locator(".thread")).to_contain_text("Half a sentence, and its end.")
    expect(other.locator(area)).to_have_value("")
    other.goto(f"/desk/requests/{key}/")
    expect(other.locator(area)).to_have_value("")


def test_double_press_without_script_sends_one_request_and_one_message(as_):
    """The form carries what it is once: the second arrival is seen as the first."""
    ada = as_("ada@acme.example", java_script_enabled=False)
    subject = f"{SUBJECT} ({os.urandom(4).hex()})"
    fill_form(ada, subject, "Le poids total manque.")
    ada.locator(".sendbar .btn.main").dblclick()
    ada.wait_for_url(REQUEST)
    key = key_of(ada)
    ada.locator("#body").fill("Encore une question.")
    ada.locator("form[action$='/messages/'] button.btn").first.dblclick()
    expect(ada.locator(".thread")).to_contain_text("Encore une question.")
    ada.goto("/requests/")
    expect(ada.locator("main").get_by_text(subject)).to_have_count(1)
    ada.goto(f"/requests/{key}/")
    expect(ada.locator(".thread").get_by_text("Encore une question.")).to_have_count(1)
