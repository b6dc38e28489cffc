"""An offer is approved by name, worked off by Consulting, confirmed, rated, and followed up from what was typed too late."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import fill, key_of, move, open_request, pick, say

pytestmark = pytest.mark.browser

SUBJECT = "État des immobilisations : colonne du taux à ajouter pour la révision"
LATE = "Depuis ce matin la colonne est de nouveau vide, sur l'entité 02 seulement."


@pytest.mark.parametrize(
    "script", [pytest.param(True, id="with script"), pytest.param(False, id="without script", marks=pytest.mark.long)]
)
def test_offer_approved_worked_confirmed_rated_and_followed_up(as_, script):
    ada = as_("ada@acme.example", java_script_enabled=script)
    key = open_request(ada, SUBJECT, "Il manque la colonne du taux.")
    nora = as_("nora@vendor.example", java_script_enabled=script)
    nora.goto(f"/desk/requests/{key}/")
    move(nora, key, "LEVEL2", reason="A column for one customer: Consulting looks at it.")
    carl = as_("carl@vendor.example", java_script_enabled=script)
    move(
        carl,
        key,
        "WAIT_APPROVAL",
        reason="Une colonne pour un seul client, hors contrat.",
        amount="1'200",
        valid_until="2026-12-18",
    )

    ada.goto(f"/requests/{key}/")
    expect(ada.locator("#offer")).to_contain_text(re.compile(r"1.200"))
    assert ada.locator("form[action$='/approve/']").count() == 0
    say(ada, "Cela nous convient, merci.")
    expect(ada.locator("#offer")).to_be_visible()

    alan = as_("alan@acme.example", java_script_enabled=script)
    alan.goto("/")
    alan.goto(f"/requests/{key}/")
    alan.locator("form[action$='/approve/'] button").click()
    alan.wait_for_load_state()
    expect(alan.locator("#offer .btn.main")).to_have_count(0)
    carl.goto(f"/desk/requests/{key}/")
    expect(carl.locator("main, .panel").filter(has_text="Alan Muriset").first).to_be_visible()
    expect(carl.locator(".case > header")).to_contain_text("unanswered")
    move(carl, key, "RESOLVED", resolution="fixed_by_consulting", body="La colonne est en place, merci de vérifier.")

    stale = ada.context.new_page()
    ada.goto(f"/requests/{key}/")
    stale.goto(f"/requests/{key}/")
    ada.locator(f"form[action$='/{key}/confirm/'] button").click()
    expect(ada.locator(".shut")).to_be_visible()
    ada.locator("form[action$='/survey/'] input[value='5']").check(force=True)
    fill(ada, "text", "Rapide et clair.")
    ada.locator("form[action$='/survey/'] button").click()
    expect(ada.locator("form[action$='/survey/']")).to_have_count(0)

    stale.locator("form[action$='/messages/'] textarea").fill(LATE)
    stale.locator("form[action$='/messages/'] button.btn").first.click()
    expect(stale.locator("#kept")).to_have_value(LATE)
    stale.locator(f".btn.main[href$='/{key}/follow-up/']").click()
    expect(stale.locator("[name=subject]")).to_have_value(re.compile(f"{key}"))
    assert LATE in [area.input_value() for area in stale.locator("#new textarea").all()]
    for name, value in (("blocked", "no"), ("way_round", "easy"), ("revenue", "no")):
        pick(stale, name, value)
    stale.locator(".sendbar .btn.main").click()
    stale.wait_for_url(lambda address: "/follow-up/" not in address)
    follow_up = key_of(stale)
    assert follow_up != key
    expect(stale.locator(f"main a[href*='/{key}/']").first).to_be_visible()
    stale.goto(f"/requests/{key}/")
    expect(stale.locator(f"main a[href*='/{follow_up}/']").first).to_be_attached()
    nora.goto(f"/desk/requests/{follow_up}/")
    expect(nora.locator(f".panel a[href*='/{key}/']").first).to_be_visible()
