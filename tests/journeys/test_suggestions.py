"""The answer before the request is sent: what is known stands beside the form, is taken or put away; and beside the request at the desk."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import blank_form, fill, open_request

pytestmark = pytest.mark.browser
# As PRB-77 of the demo says it, so that words alone find it too.
FRENCH = "Facture en monnaie étrangère : l'ancien taux de TVA est proposé"
SEEN = "Sur une nouvelle facture client en EUR, le taux proposé est 7,7 % au lieu de 8,1 %."
GERMAN = "Fremdwährungsrechnung schlägt den früheren MWST-Satz vor"
ANSWER = "Corrigé dans 24.2.5. Vous utilisez 24.2.3."


def is_shown(page: Page, again, within: float = 120) -> None:
    """Until the index has read the demo and the card is there."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        again()
        try:
            expect(page.locator("#known")).to_contain_text("PRB-77", timeout=5_000)
            return
        except AssertionError:
            continue
    raise AssertionError(page.locator("#known").inner_text())


@pytest.fixture
def typed(as_) -> Page:
    page = as_("ada@acme.example")
    blank_form(page)

    def type_it() -> None:
        fill(page, "happened", SEEN)
        fill(page, "subject", "")
        fill(page, "subject", FRENCH)

    is_shown(page, type_it)
    return page


def test_what_is_known_is_told_put_away_and_shown_again(typed):
    card = typed.locator("#known .say.turn-note").first
    expect(card).to_contain_text(ANSWER)
    expect(card.locator("mark.hit").first).to_be_visible()
    expect(typed.locator("#known-told")).to_contain_text(ANSWER)
    expect(typed.locator("#known [data-plain]")).to_be_hidden()
    card.locator("[data-known-not]").click()
    expect(typed.locator("#known")).not_to_contain_text("PRB-77")
    typed.locator("[data-known-again]").click()
    expect(typed.locator("#known")).to_contain_text("PRB-77")
    expect(typed.locator("#id_subject")).to_have_value(FRENCH)


def test_it_solves_it_without_a_request_and_can_be_taken_up_again(typed):
    typed.locator("#known button[value^='solved:']").first.click()
    typed.wait_for_url("**/requests/new/solved/**")
    expect(typed.locator("main")).to_contain_text("PRB-77")
    expect(typed.locator("main")).to_contain_text(FRENCH)
    typed.locator("main form button").click()
    typed.wait_for_url(lambda address: "/requests/new/?" in address or address.endswith("/requests/new/"))
    expect(typed.locator("#id_subject")).to_have_value(FRENCH)


def test_the_patch_is_asked_for_instead(typed):
    typed.locator("#known button[value^='patch:']").first.click()
    typed.wait_for_url("**/requests/new/?type=PSP**")
    expect(typed.locator("#id_target_release")).to_have_value("24.2.5")
    expect(typed.locator("#id_current_release")).to_have_value("24.2.3")
    expect(typed.locator("aside.beside")).to_contain_text(FRENCH)


def test_without_script_a_button_looks_and_all_is_a_form(as_):
    page = as_("boris@borealis.example", java_script_enabled=False)
    blank_form(page)
    fill(page, "subject", GERMAN)
    is_shown(page, lambda: page.locator("button[value='check:']").click())
    expect(page.locator("#known")).to_contain_text("Behoben in 24.2.5.")
    page.locator("#known button[value^='not:']").first.click()
    expect(page.locator("#known")).not_to_contain_text("PRB-77")
    expect(page.locator("#id_subject")).to_have_value(GERMAN)


def test_beside_the_request_at_the_desk_a_key_links_it(as_):
    ada = as_("ada@acme.example")
    number = open_request(ada, FRENCH, SEEN)
    nora = as_("nora@vendor.example")
    nora.goto(f"/desk/requests/{number}/")
    expect(nora.locator("#resembling")).to_contain_text("PRB-77")
    nora.locator("#resembling button[data-key=l]").focus()
    nora.keyboard.press("l")
    expect(nora.locator(".panel")).to_contain_text("PRB-77")
    expect(nora.locator("#resembling button[value='link:problem-77']")).to_have_count(0)
