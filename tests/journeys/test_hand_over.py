"""From Support to R&D, a release that brings the fix, and back to the customer who installs it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import letters, move, open_request, until, words

pytestmark = pytest.mark.browser

SUBJECT = "Extrait TVA : colonne du taux vide depuis la version 24.2.3"


@pytest.mark.parametrize(
    "script", [pytest.param(True, id="with script"), pytest.param(False, id="without script", marks=pytest.mark.long)]
)
def test_fix_planned_in_a_release_reaches_the_customer_when_it_is_published(as_, served, script):
    ada = as_("ada@acme.example", java_script_enabled=script)
    key = open_request(ada, SUBJECT, "La colonne du taux reste vide.")
    nora = as_("nora@vendor.example", java_script_enabled=script)
    move(nora, key, "WITH_RND", reason="24.2.3, entity 01: VAT extract, print; column 4 is empty.")
    ada.goto(f"/requests/{key}/")
    assert "column 4 is empty" not in ada.content()
    expect(ada.locator(".counter .theirs")).to_be_visible()

    admin = as_("admin@vendor.example", java_script_enabled=script)
    release = f"24.2.{key.partition('-')[2]}"
    admin.goto("/administration/products/releases/new/")
    line = admin.locator("select[name=line]")
    line.select_option(value=line.locator("option", has_text="24.2").first.get_attribute("value"))
    admin.fill("[name=name]", release)
    admin.locator("main .btn.main").click()
    admin.wait_for_url("**/administration/products/")

    rosa = as_("rosa@vendor.example", java_script_enabled=script)
    move(rosa, key, "PLANNED_FIX", target_release=release)
    ada.goto(f"/requests/{key}/")
    expect(ada.locator("main")).to_contain_text(release)

    admin.get_by_role("link", name=release, exact=True).click()
    admin.fill("[name=released_on]", "2026-11-24")
    admin.locator("main .btn.main").click()
    admin.wait_for_url("**/administration/products/")
    admin.goto(f"/desk/requests/{key}/")
    expect(admin.locator("main")).not_to_contain_text(SUBJECT)

    ada.goto(f"/requests/{key}/")
    expect(ada.locator(".counter .mine")).to_be_visible()
    until(lambda: [one for one in letters(served.home, "ada@acme.example", key) if release in words(one)])
    ada.locator(f"form[action$='/{key}/confirm/'] button").click()
    ada.wait_for_load_state()
    nora.goto(f"/desk/requests/{key}/")
    expect(nora.locator(".history")).to_contain_text(release)
    expect(nora.locator("main")).to_contain_text("Solution proposed")


def test_the_third_hand_over_is_told_to_the_lead_and_the_customer_keeps_one_person(as_, served):
    ada, nora, rosa = as_("ada@acme.example"), as_("nora@vendor.example"), as_("rosa@vendor.example")
    key = open_request(ada, "Bulletin de livraison : total vide depuis la version 24.2.3", "Le total reste vide à l'impression.")
    nora.goto(f"/desk/requests/{key}/assign/")
    nora.locator("main .btn.main").click()
    nora.wait_for_url(f"**/desk/requests/{key}/")
    for n, (who, status) in enumerate(((nora, "WITH_RND"), (rosa, "IN_PROGRESS"), (nora, "WITH_RND")), start=1):
        told = [one for one in letters(served.home, "lena@vendor.example", key) if "third time" in words(one)]
        assert told == [], f"before hand-over {n}"
        move(who, key, status, reason="24.2.3, entity 01: delivery note, print; the total is empty.")
    until(lambda: [one for one in letters(served.home, "lena@vendor.example", key) if "third time" in words(one)])
    # Whoever works on it, one person answers to the customer.
    ada.goto(f"/requests/{key}/")
    expect(ada.locator(".counter")).to_contain_text("Nora Brunner")
    expect(ada.locator("main")).not_to_contain_text("third time")
