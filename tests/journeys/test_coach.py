"""The coach while one writes: explained in the writer's language, silent on a good subject, secrets pointed out; never in the way."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import REQUEST, blank_form, unfold

pytestmark = pytest.mark.browser

WRITERS = {
    "ada@acme.example": ("Problème", "Facture client : TVA doublée depuis la version 24.2.3, magasin 20"),
    "boris@borealis.example": ("Fehler", "Kundenrechnung: MWST doppelt seit Version 24.2.3, Lager 20"),
    "dario@delta.example": ("Errore", "Fattura cliente: IVA raddoppiata dalla versione 24.2.3, magazzino 20"),
    "ingrid.solberg@fjord.example": ("Problem", "Customer invoice: VAT doubled since version 24.2.3, warehouse 20"),
}
STOP_WORDS = {
    "ada@acme.example": r"\b(le|la|une?|que|dans|quand|où)\b", "boris@borealis.example": r"\b(der|die|das|was|wo|wann|ein|Sie)\b",
    "dario@delta.example": r"\b(il|la|che|quando|dove|una?)\b", "ingrid.solberg@fjord.example": r"\b(the|what|when|where|a)\b",
}  # fmt: skip


@pytest.mark.parametrize("who", [*list(WRITERS)[:2], *(pytest.param(one, marks=pytest.mark.long) for one in list(WRITERS)[2:])])
def test_vague_subject_is_explained_in_the_language_of_the_writer_and_a_good_one_is_not(as_, who):
    vague, good = WRITERS[who]
    page = as_(who)
    blank_form(page)
    subject = page.locator("#id_subject")
    unfold(page, subject)
    hints = page.locator("#coach > p.hint")
    subject.press_sequentially(vague)
    expect(page.locator("#coach ul.coach, #coach > p.hint:nth-of-type(2)").first).to_be_visible()
    expect(page.locator("#coach li:not([data-is])").first).to_be_visible()
    assert re.search(STOP_WORDS[who], page.locator("#coach").inner_text(), re.IGNORECASE)
    subject.fill("")
    subject.press_sequentially(good)
    expect(page.locator("#coach li")).to_have_count(3)
    expect(page.locator("#coach li[data-is=there]")).to_have_count(3)
    expect(hints).to_have_count(0)
    expect(subject).to_be_focused()


@pytest.mark.parametrize(
    "secret",
    [
        "Mot de passe : Hu8!kk-Zug_77",
        *(pytest.param(one, marks=pytest.mark.long) for one in ("CH93 0076 2011 6238 5295 7", "756.9217.0769.85")),
    ],
)
def test_secret_is_pointed_out_and_does_not_block(as_, secret):
    page = as_("ada@acme.example")
    blank_form(page)
    area = page.locator("#id_happened")
    unfold(page, area)
    area.fill(f"Voici ce que nous utilisons. {secret}")
    expect(page.locator("#secrets .say.warn")).to_be_visible()
    page.locator("#secrets [data-take-out]").first.click()
    expect(page.locator("#secrets .say")).to_have_count(0)
    assert secret not in area.input_value()


def test_new_request_from_sign_in_to_sent_by_tab_space_and_enter_alone(served, browser):
    """Nothing but Tab, the arrows of a radio group, Space, Enter and letters."""
    context = browser.new_context(base_url=served.base, locale="fr-CH")
    page = context.new_page()
    page.goto("/sign-in/")

    def tab_to(selector: str, most: int = 90) -> None:
        for _ in range(most):
            if page.evaluate("s => !!document.activeElement && document.activeElement.matches(s)", selector):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {selector}")

    tab_to("[name=email]")
    page.keyboard.type("alan@acme.example")
    tab_to("[name=password]")
    page.keyboard.type("guichet-demo")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    tab_to("main a[href='/requests/new/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/requests/new/")
    tab_to("#step-subject > summary")
    page.keyboard.press("Enter")
    tab_to("#id_subject")
    page.keyboard.type("Facture client : TVA doublée depuis la version 24.2.3, au clavier")
    page.keyboard.press("Enter")
    tab_to("#id_happened")
    page.keyboard.type("La TVA figure deux fois.")
    tab_to("#step-harm > summary")
    page.keyboard.press("Enter")
    for name, presses in (("blocked", 1), ("way_round", 2), ("revenue", 1)):
        tab_to(f"input[name={name}]")
        page.keyboard.press("Space")
        for _ in range(presses):
            page.keyboard.press("ArrowRight")
    expect(page.locator("#promise b")).not_to_be_empty()
    where = page.locator("#step-where input[name=entity]:not([type=hidden])")
    if where.count() and not page.locator("#step-where input[name=entity]:checked").count():
        while not page.evaluate("document.activeElement.matches('#step-where > summary')"):
            page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        tab_to("#step-where input[name=entity]")
        page.keyboard.press("Space")
    tab_to(".sendbar .btn.main")
    page.keyboard.press("Enter")
    page.wait_for_url(REQUEST)
    expect(page.locator("h1")).to_contain_text("au clavier")
    context.close()
