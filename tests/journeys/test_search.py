"""One search: a file's words found by the agent, a query completed and kept as a view, a customer without script, on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import open_request, until

pytestmark = pytest.mark.browser


def test_what_a_file_says_is_found_and_the_query_is_completed_and_kept(as_, tmp_path):
    ada = as_("ada@acme.example")
    key = open_request(ada, "Étiquettes : le texte du bas manque à l'impression", "Le modèle est joint dans ma réponse.")
    file = tmp_path / "modele_etiquette.txt"
    file.write_text("Gabarit wollemiapin, code QX-7781.")
    ada.goto(f"/requests/{key}/")
    ada.fill("[name=body]", "Voici le modèle.")
    ada.set_input_files("input[type=file]", str(file))
    ada.locator("form:has([name=body]) .btn.main").first.click()
    ada.wait_for_url(re.compile(rf"/requests/{key}/"))
    nora = as_("nora@vendor.example")

    def is_found() -> bool:
        nora.goto("/desk/search/?q=wollemiapins")
        return nora.locator(".found li", has_text=key).count() == 1

    until(is_found)
    expect(nora.locator(".found mark").first).to_have_text("wollemiapin")
    nora.fill("#q", "")
    nora.locator("#q").press_sequentially("QX-7781 company:acm")
    expect(nora.locator("#completions [role=option]").first).to_contain_text("Acme SA")
    nora.keyboard.press("ArrowDown")
    nora.keyboard.press("Enter")
    expect(nora.locator("#q")).to_have_value('QX-7781 company:"Acme SA" ')
    nora.keyboard.press("Enter")
    expect(nora.locator(".found li", has_text=key)).to_be_visible()
    nora.get_by_text("Keep as a view").first.click()
    nora.fill("[name=name]", "Wollemi")
    nora.locator("form.keep button").click()
    expect(nora.locator("h1")).to_have_text("Wollemi")
    expect(nora.locator(".rail a[aria-current=page]")).to_have_text("Wollemi")
    nora.goto("/desk/search/?q=status:nwe")
    nora.locator("#mistakes a").click()
    expect(nora.locator("#q")).to_have_value("status:new")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_customer_searches_without_script_on_a_phone(as_, scheme):
    ada = as_("ada@acme.example", java_script_enabled=False, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    ada.goto("/")
    ada.fill("[type=search]", "factures TVA")
    ada.locator("[type=search]").press("Enter")
    ada.wait_for_url(re.compile(r"/search/\?q="))
    expect(ada.locator("mark.hit").first).to_be_visible()
    for name in ("problems", "requests"):
        expect(ada.locator(f"#{name}")).to_be_visible()
    ada.fill("[type=search]", "LIC-204")
    ada.locator("form[role=search] button").click()
    expect(ada.locator("main")).to_contain_text("LIC-204")
