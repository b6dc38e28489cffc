"""Closing days, an absence, and who answers outside hours."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.house import Served, sign_in
from tests.journeys.walking import move, open_request, unfold

pytestmark = pytest.mark.browser


def test_closing_days_are_one_list_for_the_company_and_the_vendor(as_):
    alan, admin = as_("alan@acme.example"), as_("admin@vendor.example", java_script_enabled=False)
    alan.goto("/account/colleagues/")
    form = alan.locator("form[action='/account/closing-days/']")
    form.locator("[name=first_on]").fill("2026-12-24")
    form.locator("[name=last_on]").fill("2027-01-03")
    form.locator("[name=note]").fill("Fermeture annuelle")
    form.locator("button").click()
    expect(alan.locator("#closing + div")).to_contain_text("Fermeture annuelle")

    admin.goto("/administration/companies/?q=Acme")
    admin.get_by_role("link", name="Acme SA", exact=True).click()
    here = admin.locator("section[aria-labelledby=closing]")
    expect(here).to_contain_text("Fermeture annuelle")
    here.locator("[name=first_on]").fill("2027-05-07")
    here.locator("[name=last_on]").fill("2027-05-06")
    here.locator("form:has([name=first_on]) button").click()
    expect(admin.locator("section[aria-labelledby=closing] .refusal").first).to_be_visible()
    expect(admin.locator("section[aria-labelledby=closing] [name=first_on]")).to_have_value("2027-05-07")

    alan.reload()
    alan.locator("#closing + div form:not(:has([name=first_on])) button").first.click()
    expect(alan.locator("#closing + div")).not_to_contain_text("Fermeture annuelle")


def test_an_absence_is_thirty_days_at_most(as_):
    ada = as_("ada@acme.example")
    ada.goto("/account/")
    for day, stands in (("2027-01-15", ""), ("2026-12-04", "2026-12-04"), ("", "")):
        ada.locator("[name=away_until]").fill(day)
        ada.locator("form[action='/account/away/'] button").click()
        ada.wait_for_load_state()
        if day and not stands:
            expect(ada.locator("section[aria-labelledby=away] .refusal").first).to_be_visible()
            ada.goto("/account/")
        expect(ada.locator("[name=away_until]")).to_have_value(stands)


def test_a_day_to_check_on_is_named_and_the_wait_counts_from_it(as_):
    """At most 45 days ahead; the desk reads it beside the status."""
    ada, nora = as_("ada@acme.example"), as_("nora@vendor.example")
    key = open_request(ada, "Clôture mensuelle : écart d'un centime sur le compte 1100", "Depuis octobre.")
    move(nora, key, "RESOLVED", resolution="explained", body="Le réglage des arrondis est corrigé.")
    ada.goto(f"/requests/{key}/")
    form = ada.locator("form[action$='/check-on/']")
    day = form.locator("[name=check_on]")
    unfold(ada, day)
    expect(day).to_have_attribute("max", "2027-01-08")
    day.fill("2026-12-18")
    form.locator("button").click()
    expect(ada.locator("main")).to_contain_text(re.compile("18 déc|18 Dec"))
    nora.goto(f"/desk/requests/{key}/")
    expect(nora.locator(".history")).to_contain_text("18 Dec")


@pytest.mark.long
def test_at_night_the_head_and_the_form_of_a_critical_request_name_who_answers(browser, tmp_path):
    """Before the contract has an on-call number nobody answers, and the page says so; with one it stands everywhere."""
    served = Served(tmp_path / "home", "2026-11-24T22:00:00+01:00")
    try:
        contexts = [browser.new_context(locale="en-GB", base_url=served.base) for _ in range(2)]
        ada, admin = (sign_in(one, served.base, who) for one, who in zip(contexts, ("ada@acme.example", "admin@vendor.example"), strict=True))
        ada.goto("/requests/")
        head = ada.locator("header .hours")
        expect(head).to_be_visible()
        expect(head.locator("a.tel")).to_have_count(0)

        admin.goto("/administration/companies/?q=Acme")
        admin.get_by_role("link", name="Acme SA", exact=True).click()
        admin.locator("section[aria-labelledby=contracts] table a").first.click()
        admin.locator("[name=on_call_number]").fill("+41 79 555 00 11")
        admin.locator("main .btn.main").click()

        ada.goto("/requests/new/?type=SPT")
        expect(head.locator("a.tel")).to_have_attribute("href", "tel:+41795550011")
        expect(ada.locator("footer a[href='tel:+41795550011']")).to_be_visible()
        ada.locator("details:has([name=data_harm])").first.evaluate("step => step.open = true")
        ada.locator("label:has([name=data_harm])").click()
        expect(ada.locator("main a[href='tel:+41795550011']").first).to_be_attached()
        for one in contexts:
            one.close()
    finally:
        served.stop()
