"""Not moving: a reminder, then the lead, who owes an answer; what is hot; and the report of changed criticalities."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import REQUEST, fill, fill_form, key_of, letters, say, until, words

pytestmark = pytest.mark.browser

SUBJECT = "Ordres de fabrication : confirmation impossible sur toutes les lignes"


def open_critical(ada: Page) -> str:
    fill_form(ada, SUBJECT, "Le bouton reste gris.", ("yes", "none", "yes"))
    for name, text in (("impact", "La production est arrêtée"), ("phone", "+41 32 555 10 20"), ("reachable", "Ada Favre")):
        fill(ada, name, text)
    ada.locator(".sendbar .btn.main").click()
    ada.wait_for_url(REQUEST)
    return key_of(ada)


def test_a_reminder_then_the_lead_who_owes_an_answer_until_it_is_taken_back(as_, served):
    ada, nora, lena = as_("ada@acme.example"), as_("nora@vendor.example"), as_("lena@vendor.example")
    key = open_critical(ada)
    nora.goto(f"/desk/requests/{key}/")
    nora.get_by_role("button", name="Take it").click()
    expect(nora.locator(".counter")).to_contain_text("Nora")
    ada.goto(f"/requests/{key}/")
    say(ada, "Où en êtes-vous ?")

    # Both at the same moment: Nora has the page open while Ada escalates.
    ada.goto(f"/requests/{key}/")
    ada.fill("#escalate-reason", "Il nous faut une personne au téléphone.")
    ada.locator("#escalate button").click()
    aside = ada.locator("aside", has_text="Lena Zbinden")
    expect(aside).to_be_visible()
    expect(ada.locator("form[action$='/escalate/'] [name=take_back]")).to_have_count(1)
    told = until(lambda: [one for one in letters(served.home, "lena@vendor.example", key) if "personne au téléphone" in words(one)])
    assert told
    nora.reload()
    expect(nora.locator(".case")).to_contain_text("escalated")
    expect(nora.locator("#thread")).to_contain_text("personne au téléphone")

    lena.goto("/desk/hot/")
    row = lena.locator("tbody tr", has_text=key)
    expect(row).to_contain_text("escalated")
    expect(row).to_contain_text("Nora")
    assert nora.request.get("/desk/hot/").status == 403

    lena.goto(f"/desk/requests/{key}/")
    lena.fill("#reply-body", "Je vous appelle dans cinq minutes.")
    lena.locator("#reply .btn", has_text="our turn").click()
    expect(lena.locator("#thread, .thread").first).to_contain_text("dans cinq minutes")
    ada.goto(f"/requests/{key}/")
    expect(ada.locator(".thread")).to_contain_text("dans cinq minutes")
    ada.locator("form[action$='/escalate/'] button").click()
    expect(ada.locator("#escalate")).to_be_visible()
    lena.goto(f"/desk/requests/{key}/")
    expect(lena.locator(".case > header, .case header").first).not_to_contain_text("escalated")
    # Critical it stays, and so it stays hot, for that reason alone.
    lena.goto("/desk/hot/")
    expect(lena.locator("tbody tr", has_text=key)).not_to_contain_text("escalated")


def test_the_report_counts_changes_by_company_and_direction(as_):
    ada, nora = as_("ada@acme.example"), as_("nora@vendor.example")
    key = open_critical(ada)
    nora.goto(f"/desk/requests/{key}/criticality/")
    nora.locator("main form input[value=HIGH]").check(force=True)
    nora.locator("main form #reason").fill("Une ligne peut être confirmée à la main.")
    nora.locator("main form .btn.main").click()
    expect(nora.locator(".case > header .crit[data-level=high]")).to_be_visible()
    nora.goto("/desk/reports/?direction=lowered&company=acme")
    row = nora.locator("tbody tr", has_text=key)
    expect(row).to_contain_text("lowered by us")
    expect(row).to_contain_text("Une ligne peut être confirmée")
    as_csv = nora.request.get("/desk/reports/?direction=lowered&company=acme&format=csv").text()
    assert key in as_csv and ",lowered,CRITICAL,HIGH," in as_csv
    nora.goto("/desk/reports/?direction=raised_by_customer")
    expect(nora.locator("tbody tr", has_text=key)).to_have_count(0)
