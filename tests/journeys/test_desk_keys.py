"""The desk by keyboard, several requests at once with a preview, and the one search box."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import letters, open_request, until

pytestmark = pytest.mark.browser

ALL = "/desk/?view=all"


@pytest.fixture
def nora(as_) -> Page:
    return as_("nora@vendor.example", viewport={"width": 1440, "height": 900})


def selected(page: Page) -> int:
    return page.evaluate(
        "[...document.querySelectorAll('.queue tbody tr')].findIndex(r => r.getAttribute('aria-selected') === 'true')"
    )


def test_queue_is_walked_ticked_and_opened_by_keys(nora):
    nora.goto(ALL)
    for key, row in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        nora.keyboard.press(key)
        assert selected(nora) == row, key
    nora.keyboard.press("x")
    expect(nora.locator(".queue tbody tr").nth(1).locator("input")).to_be_checked()
    expect(nora.locator("#bulk")).to_be_visible()
    expect(nora.locator("#filters")).to_be_hidden()
    expect(nora.locator("[data-selected]")).to_have_text("1")
    nora.keyboard.press("Escape")
    expect(nora.locator("#bulk")).to_be_hidden()
    nora.keyboard.press("j")
    number = nora.locator(".queue tr[aria-selected=true]").get_attribute("id").partition("-")[2]
    nora.keyboard.press("o")
    nora.wait_for_url(re.compile(rf"/desk/requests/[A-Z0-9]+-{number}/"))
    nora.keyboard.press("v")
    nora.wait_for_url(re.compile(r"/desk/\?view="))


def test_several_are_given_away_after_a_preview_that_names_who_gets_a_letter(nora, as_, served):
    ada = as_("ada@acme.example")
    keys = [open_request(ada, f"Impression : marge gauche trop large, formulaire {one}", "La marge est fausse.") for one in (1, 2)]
    nora.goto(f"{ALL}&sort=-last_act")
    for key in keys:
        nora.locator(f"#row-{key.partition('-')[2]} input").check()
    expect(nora.locator("[data-selected]")).to_have_text("2")
    nora.keyboard.press("a")
    expect(nora.locator("#bulk-owner")).to_be_focused()
    nora.locator("#bulk-owner").select_option(label="Luca Bernasconi")
    nora.locator("#bulk button[value=assign]").click()
    expect(nora.locator("h1")).to_contain_text("2 requests to Luca")
    for key in keys:
        expect(nora.locator("main")).to_contain_text(key)
    expect(nora.locator("main")).to_contain_text("Nobody outside gets a mail.")
    nora.locator("main .btn.main").click()
    nora.wait_for_url(re.compile(r"/desk/"))
    nora.goto(f"{ALL}&sort=-last_act")
    for key in keys:
        expect(nora.locator(f"#row-{key.partition('-')[2]}")).to_contain_text("Luca")
        nora.locator(f"#row-{key.partition('-')[2]} input").check()
    nora.keyboard.press("Shift+T")
    expect(nora.locator("#bulk-team")).to_be_focused()
    nora.locator("#bulk-team").select_option("DEP")
    nora.locator("#bulk button[value=move]").click()
    expect(nora.locator("main")).to_contain_text("2 customers get a mail")
    expect(nora.locator("main")).to_contain_text("Ada Favre")
    nora.locator("main .btn.main").click()
    nora.wait_for_url(re.compile(r"/desk/"))
    until(lambda: all(len(letters(served.home, "ada@acme.example", key)) >= 2 for key in keys))


def test_request_is_worked_by_keys_alone(nora, as_):
    ada = as_("ada@acme.example")
    key = open_request(ada, "Relevé de compte : solde d'ouverture faux sur l'entité 01", "Le solde est faux.")
    nora.goto(f"/desk/requests/{key}/")
    for pressed, there in (("a", "Who has"), ("s", "Another status"), ("p", "Change criticality"), ("t", "Another type")):
        nora.keyboard.press(pressed)
        expect(nora.locator("#over [role=dialog]")).to_contain_text(there)
        assert nora.evaluate("document.querySelector('#over').contains(document.activeElement)"), (
            f"{pressed}: focus is outside the dialog"
        )
        nora.keyboard.press("Escape")
        expect(nora.locator("#over [role=dialog]")).to_have_count(0)
    nora.keyboard.press("n")
    nora.keyboard.type("Looks like the opening balance again.")
    nora.keyboard.press("Control+Enter")
    expect(nora.locator(".thread .note")).to_contain_text("opening balance")
    nora.keyboard.press("r")
    nora.keyboard.type("Quelle période, s'il vous plaît ?")
    nora.keyboard.press("Control+Enter")
    expect(nora.locator(".thread")).to_contain_text("Quelle période")
    expect(nora.locator(".case > header .counter")).to_contain_text("Ada")
    ada.goto(f"/requests/{key}/")
    expect(ada.locator(".counter .mine")).to_be_visible()
    assert "opening balance again" not in ada.content()


def test_a_question_mark_opens_the_sheet_of_keys_and_escape_closes_it(nora):
    nora.goto("/desk/")
    nora.keyboard.press("?")
    expect(nora.locator("#over .dialog")).to_contain_text("Ctrl K")
    nora.keyboard.press("Escape")
    expect(nora.locator("#over .dialog")).to_have_count(0)
    nora.keyboard.press("/")
    expect(nora.locator("#over .palette input")).to_be_focused()
    nora.keyboard.press("Escape")
    expect(nora.locator("#over .palette")).to_have_count(0)


@pytest.mark.parametrize("asked", ["1042", "SPT-1042", "spt 1042"])
def test_search_finds_a_number(nora, asked):
    nora.goto("/desk/")
    nora.keyboard.press("Control+k")
    nora.keyboard.type(asked)
    expect(nora.locator("#over [role=option][aria-selected=true]")).to_contain_text("SPT-1042")
    nora.keyboard.press("Enter")
    nora.wait_for_url(re.compile(r"/desk/requests/SPT-1042/"))
    expect(nora.locator("main")).to_contain_text("1042")


def test_palette_does_what_the_page_offers_and_goes_where_the_rail_leads(nora):
    nora.goto("/desk/requests/SPT-1042/")
    nora.keyboard.press("Control+k")
    nora.keyboard.type("critic")
    expect(nora.locator("#over [role=group]").first).to_have_attribute("aria-label", "Here")
    nora.keyboard.press("Enter")
    expect(nora.locator("#over [role=dialog]")).to_contain_text("Change criticality")
    nora.keyboard.press("Escape")
    nora.keyboard.press("Control+k")
    nora.keyboard.type("acme")
    company = nora.locator("#over [role=option]", has_text="Acme SA").filter(has_text="company")
    expect(company).to_be_visible()
    nora.keyboard.press("Tab")
    expect(nora.locator("#over [role=group]:visible")).to_have_count(1)
    nora.keyboard.press("Escape")
    nora.set_viewport_size({"width": 1200, "height": 800})
    expect(nora.locator(".find")).to_be_hidden()
    nora.keyboard.press("Control+k")
    nora.keyboard.type("unassig")
    nora.keyboard.press("Enter")
    nora.wait_for_url(re.compile(r"/desk/\?view="))


def test_palette_finds_nothing_that_the_walls_hide_and_no_words_of_it_as_markup(nora, as_):
    sara = as_("sara@vendor.example")
    sara.goto("/desk/")
    sara.keyboard.press("Control+k")
    sara.keyboard.type("1042")
    sara.wait_for_timeout(800)
    expect(sara.locator("#over [role=option]", has_text="SPT-1042")).to_have_count(0)
    nora.goto("/desk/")
    nora.keyboard.press("Control+k")
    nora.keyboard.type("<img src=x onerror=alert(1)>")
    expect(nora.locator("#over [role=option]", has_text="<img")).to_be_visible()
    expect(nora.locator("#over img")).to_have_count(0)


def test_search_finds_former_reference_company_person_and_words_within_the_walls(nora, as_):
    ada = as_("ada@acme.example")
    key = open_request(ada, "Zygomatique : extrait du grand livre illisible", "Le mot clé est quokkaberry.")
    figure = key.partition("-")[2]
    nora.goto(f"/desk/requests/{key}/type/")
    nora.locator("[name=type]").select_option("EVO")
    if nora.locator("[name=reason]").count():
        nora.fill("[name=reason]", "C'est une évolution.")
    nora.locator("main .btn.main").click()
    nora.wait_for_url(re.compile(rf"/desk/requests/EVO-{figure}/$"))
    nora.goto(f"/desk/search/?q=SPT-{figure}")
    expect(nora.locator("main")).to_contain_text(f"EVO-{figure}")
    nora.goto(f"/desk/requests/{key}/")
    nora.wait_for_url(re.compile(rf"/desk/requests/EVO-{figure}/"))
    for asked, found in (("Borealis", "Borealis AG"), ("Favre", "Ada Favre"), ("zygomatique", figure), ("quokkaberry", figure)):
        nora.goto(f"/desk/search/?q={asked}")
        expect(nora.locator("main")).to_contain_text(found)
    sara = as_("sara@vendor.example")
    sara.goto("/desk/search/?q=quokkaberry")
    expect(sara.locator("main")).not_to_contain_text(figure)
