"""A request travels from the portal to closed, in a real browser, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SUBJECT = "Relevé de stock : quantités doublées après l'inventaire du lundi"


def fill(page: Page, name: str, text: str) -> None:
    field = page.locator(f"main [name={name}]").first
    if not field.is_visible():
        field.locator("xpath=ancestor::details[1]/summary").click()
    field.fill(text)


def choose(page: Page, name: str, value: str = "") -> None:
    field = page.locator(f"input[name={name}][value={value}]" if value else f"input[name={name}]:not([type=hidden])").first
    step = field.locator("xpath=ancestor::details[1]")
    if step.count() and step.get_attribute("open") is None:
        step.locator("summary").first.click()
    field.check(force=True)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_the_portal_to_closed_and_on_to_a_follow_up(as_, script):
    ada = as_("ada@acme.example", java_script_enabled=script)
    nora = as_("nora@vendor.example", java_script_enabled=script)
    ada.goto("/requests/new/")
    key = open_plainly(ada)
    assert "SPT-" in key
    expect(ada.locator("h1")).to_contain_text("Relevé de stock")

    nora.goto(f"/desk/requests/{key}/")
    say_at_desk(nora, "Bonjour Ada, quel magasin est concerné ?", "WAIT_CUSTOMER")

    ada.goto(f"/requests/{key}/")
    assert ada.locator("[data-turn=customer], .counter .mine").count()
    ada.locator("#reply textarea, form[action$='messages/'] textarea").first.fill("Le magasin 20 seulement.")
    ada.locator("form[action$='messages/'] button.main, form[action$='messages/'] .btn.main").first.click()
    expect(ada.locator(".thread")).to_contain_text("Le magasin 20 seulement.")

    nora.goto(f"/desk/requests/{key}/")
    note = nora.locator("form.as-note")
    nora.locator("label:has(input[value=note])").click()
    note.locator("textarea").fill("Same as the handheld problem, stays in the house.")
    note.locator("button.btn").first.click()
    expect(nora.locator(".thread .note")).to_contain_text("stays in the house")
    nora.goto(f"/desk/requests/{key}/transition/?status=RESOLVED")
    nora.select_option("[name=resolution]", "setting_corrected")
    nora.fill("[name=body]", "Le paramètre est corrigé, merci de vérifier.")
    nora.locator("main .btn.main").click()
    expect(nora.locator(".thread")).to_contain_text("merci de vérifier")

    ada.goto(f"/requests/{key}/")
    assert "stays in the house" not in ada.content()
    ada.locator(f"form[action$='/{key}/confirm/'] button").first.click()
    ada.wait_for_load_state()
    expect(ada.locator(f"a[href$='/{key}/follow-up/']").first).to_be_visible()
    assert ada.locator("form[action$='messages/']").count() == 0

    ada.goto(f"/requests/{key}/follow-up/")
    assert key in ada.locator("[name=subject]").input_value()


def open_plainly(page: Page) -> str:
    """Through the form as a person does: each step opened by its head, each field filled."""
    fill(page, "subject", SUBJECT)
    fill(page, "did", "Stock › Relevé › Imprimer, magasin 20.")
    fill(page, "happened", "Chaque quantité est doublée.")
    fill(page, "expected", "Les quantités comptées.")
    for name, value in (("blocked", "no"), ("way_round", "costly"), ("revenue", "no")):
        choose(page, name, value)
    choose(page, "entity")
    page.locator(".sendbar .btn.main").click()
    page.wait_for_url(re.compile(r"/requests/[A-Z]+-\d+/"))
    return re.search(r"/requests/([A-Z]+-\d+)/", page.url)[1]


def say_at_desk(page: Page, text: str, status: str) -> None:
    page.locator("form.as-reply textarea").fill(text)
    page.locator(f"form.as-reply button[name=status][value={status}]").click()
    expect(page.locator(".thread")).to_contain_text(text)
