"""Colleagues come and go; who sees what; links, limits, languages and the theme."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import letters, open_request, until, words

pytestmark = pytest.mark.browser


def links_to(served, to: str, path: str) -> list[str]:
    """The paths of that kind in somebody's letters, oldest first."""
    return re.findall(rf"https?://[^/\s]+({path}[^\s>]+)", "\n".join(words(one) for one in letters(served.home, to)))


def new_link(served, to: str, path: str, before: list[str]) -> str:
    """The one that has come since."""
    return until(lambda: [one for one in links_to(served, to, path) if one not in before])[-1]


@pytest.mark.parametrize(
    "script", [pytest.param(True, id="with script"), pytest.param(False, id="without script", marks=pytest.mark.long)]
)
def test_invited_colleague_chooses_a_password_works_and_is_out_at_once_when_he_leaves(as_, served, browser, script):
    alan = as_("alan@acme.example", java_script_enabled=script)
    alan.goto("/account/colleagues/")
    sign = "s" if script else "p"
    who = f"jean.{os.urandom(3).hex()}@acme.example"
    alan.locator("[name=email]").fill(who)
    alan.locator("[name=given_name]").fill("Jean")
    alan.locator("[name=family_name]").fill(f"Nouveau {sign}")
    alan.locator("form[action='/account/colleagues/'] .btn.main").click()
    expect(alan.locator("#people + ul, main").first).to_contain_text(who)

    context = browser.new_context(base_url=served.base, java_script_enabled=script)
    page = context.new_page()
    page.goto(new_link(served, who, "/invitation/", []))
    page.fill("[name=password]", "court")
    page.locator("main .btn.main").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"dix|10|ten|12|douze"))
    page.fill("[name=password]", "sept girafes au comptoir")
    page.locator("main form:has([name=password]) .btn.main").click()
    page.wait_for_url(lambda address: "/invitation/" not in address)
    key = open_request(page, "Premier essai : liste des articles vide au magasin 20", "La liste est vide.")
    expect(page.locator("main")).to_contain_text(key)

    alan.goto("/account/colleagues/")
    alan.locator("li.row", has_text=who).locator("a").click()
    alan.locator("form[action$='/leaving/'] label", has_text="Alan").first.click()
    alan.locator("form[action$='/leaving/'] .btn:not(.plain)").click()
    alan.wait_for_url("**/account/colleagues/")
    expect(alan.locator("main")).not_to_contain_text(who)
    page.goto(f"/requests/{key}/")
    expect(page.locator("[name=password]")).to_be_visible()
    context.close()
    # What was open is Alan's now; the name stays on what was written.
    alan.goto(f"/requests/{key}/")
    expect(alan.locator(".thread")).to_contain_text(f"Jean Nouveau {sign}")
    expect(alan.locator("#facts + div")).to_contain_text("Alan Muriset")


def test_one_time_link_signs_in_once_and_a_reset_chooses_a_new_password(browser, served):
    context = browser.new_context(base_url=served.base, locale="de-CH")
    page = context.new_page()
    before = links_to(served, "katrin.roth@cobalt.example", "/sign-in/")
    page.goto("/sign-in/")
    page.fill("[name=email]", "katrin.roth@cobalt.example")
    page.locator("button[name=link]").click()
    page.wait_for_url("**/sign-in/sent/")
    link = new_link(served, "katrin.roth@cobalt.example", "/sign-in/link/", before)
    page.goto(link)
    expect(page.locator("[name=email]")).to_have_count(0)
    page.locator("main .btn.main").click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    context.clear_cookies()
    assert page.goto(link).status == 410
    page.goto("/sign-in/reset/")
    page.fill("[name=email]", "katrin.roth@cobalt.example")
    page.locator("main form:has([name=email]) .btn.main").click()
    page.wait_for_url("**/sign-in/sent/")
    page.goto(new_link(served, "katrin.roth@cobalt.example", "/sign-in/reset/", before))
    page.fill("[name=password]", "sieben Giraffen am Schalter")
    page.locator("main form:has([name=password]) .btn.main").click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    context.close()


def test_after_ten_failures_the_page_says_how_long_and_that_a_link_works(browser, served):
    context = browser.new_context(base_url=served.base, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/")
    for _ in range(11):
        page.fill("[name=email]", "nobody.at.all@acme.example")
        page.fill("[name=password]", "wrong")
        with page.expect_navigation() as went:
            page.locator("main form:has([name=password]) .btn.main").click()
    assert went.value.status == 429 and int(went.value.headers["retry-after"]) > 0
    expect(page.locator("main [role=alert]")).to_contain_text("let us send you a link")
    expect(page.locator("[name=email]")).to_have_value("nobody.at.all@acme.example")
    context.close()


def test_limited_agent_reads_his_team_and_writes_notes_only(as_):
    theo = as_("theo@vendor.example")
    theo.goto("/desk/?view=all")
    theo.locator(".queue tbody td.subject a").first.click()
    theo.wait_for_url(re.compile(r"/desk/requests/"))
    expect(theo.locator("#note-body")).to_be_visible()
    expect(theo.locator("#reply-body")).to_have_count(0)
    expect(theo.locator("[data-key=s], [data-key=p]")).to_have_count(0)


def test_administrator_sees_no_request(as_):
    admin = as_("admin@vendor.example")
    expect(admin.locator("h1").first).to_be_visible()
    assert admin.goto("/desk/requests/SPT-1042/").status == 404
    admin.goto("/desk/search/?q=1042")
    expect(admin.locator(".found li")).to_have_count(0)


def test_ended_contract_explains_itself_and_whom_to_call(as_):
    cora = as_("cora@cirrus.example")
    assert cora.goto("/requests/new/").status == 200
    expect(cora.locator("#new")).to_have_count(0)
    expect(cora.locator("main a[href^='tel:']").first).to_be_visible()
    cora.goto("/requests/")
    expect(cora.locator("main a[href*='/requests/']").first).to_be_visible()


def test_three_entities_and_flex_are_offered_to_who_has_them(as_):
    dario, boris = as_("dario@delta.example"), as_("boris@borealis.example")
    dario.goto("/requests/new/?type=FLX")
    expect(dario.locator("input[name=type][value=FLX]")).to_be_checked()
    dario.goto("/requests/new/")
    expect(dario.locator("input[name=entity]:not([type=hidden], [value=all])")).to_have_count(3)
    boris.goto("/requests/new/")
    expect(boris.locator("input[name=type][value=FLX]")).to_have_count(0)
    expect(boris.locator("input[name=entity]:not([type=hidden])")).to_have_count(0)


def test_person_of_two_companies_chooses_for_which_one(as_):
    yvonne = as_("yvonne.perrin@fidaris.example")
    yvonne.goto("/requests/new/")
    companies = yvonne.locator("#company option")
    expect(companies).not_to_have_count(1)
    names = companies.all_inner_texts()
    assert len(names) >= 2, names
    yvonne.goto("/account/")
    expect(yvonne.locator("input[name=company]")).to_have_count(len(names))


def test_language_is_switched_before_and_after_the_door_and_the_theme_kept(browser, served, as_):
    context = browser.new_context(base_url=served.base, locale="fr-CH")
    page = context.new_page()
    page.goto("/sign-in/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.locator(".langs button[value=it]").click()
    expect(page.locator("html")).to_have_attribute("lang", "it")
    context.close()
    megan: Page = as_("megan.price@fjord.example")
    megan.goto("/")
    megan.locator(".langs button[value=de]").click()
    expect(megan.locator("html")).to_have_attribute("lang", "de")
    megan.goto("/account/")
    megan.select_option("[name=theme]", "dark")
    megan.locator("form[action='/account/'] .btn.main").click()
    expect(megan.locator("html")).to_have_attribute("data-theme", "dark")
    again = as_("megan.price@fjord.example")
    again.goto("/")
    expect(again.locator("html")).to_have_attribute("lang", "de")
    expect(again.locator("html")).to_have_attribute("data-theme", "dark")
    dark = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).every(n => Number(n) < 60)"
    assert again.evaluate(dark) or again.evaluate(dark.replace("document.body", "document.documentElement"))
