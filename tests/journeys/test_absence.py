"""Nora goes away while Ada waits; Luca answers meanwhile; a link in a letter asks how satisfied Ada is."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import letters, move, open_request, say, until, words

pytestmark = pytest.mark.browser

SUBJECT = "Écriture récurrente : échéance du 31 générée au 1er du mois suivant"


def test_who_is_away_is_answered_for_until_he_is_back(as_, served, browser):
    ada, nora, luca = as_("ada@acme.example"), as_("nora@vendor.example"), as_("luca@vendor.example")
    key = open_request(ada, SUBJECT, "La date saute au mois suivant.")
    move(nora, key, "IN_PROGRESS")

    # Two at the same moment: Ada has the page open and writes while Nora goes.
    ada.goto(f"/requests/{key}/")
    nora.goto("/account/#absence")
    nora.fill("[name=first_on]", "2026-11-24")
    nora.fill("[name=last_on]", "2026-12-04")
    nora.select_option("[name=deputy]", label=nora.locator("[name=deputy] option", has_text="Luca").inner_text())
    nora.locator("form[action='/account/absence/'] .btn").first.click()
    expect(nora.locator("main")).to_contain_text("Luca")
    say(ada, "Et depuis hier aussi sur les abonnements.")
    ada.goto(f"/requests/{key}/")
    expect(ada.locator(".counter")).to_contain_text("Luca")
    expect(ada.locator(".counter")).to_contain_text("Nora Brunner")

    reply = until(lambda: [one for one in letters(served.home, "luca@vendor.example", key) if "abonnements" in words(one)])[0]
    assert "Nora Brunner is away until" in words(reply)
    assert not [one for one in letters(served.home, "nora@vendor.example", key) if "abonnements" in words(one)]
    luca.goto("/desk/?view=mine")
    expect(luca.locator("main")).to_contain_text(SUBJECT)
    nora.goto("/desk/?view=mine")
    expect(nora.locator("main")).not_to_contain_text(SUBJECT)

    nora.goto("/account/#absence")
    nora.locator("form[action^='/account/absence/'] .btn.plain", has_text="Back again").click()
    nora.wait_for_load_state()
    nora.goto("/desk/?view=mine")
    expect(nora.locator("main")).to_contain_text(SUBJECT)
    # Another process of the server looks at most five seconds back.
    until(lambda: SUBJECT not in luca.goto("/desk/?view=mine").text(), within=20)
    ada.goto(f"/requests/{key}/")
    expect(ada.locator(".counter")).not_to_contain_text("Luca")

    # Only thanks, and the question after closing.
    move(nora, key, "RESOLVED", resolution="explained", body="Réglage corrigé.")
    ada.goto(f"/requests/{key}/")
    say(ada, "Merci beaucoup, cela marche.")
    nora.goto(f"/desk/requests/{key}/")
    nora.get_by_role("button", name="It was only thanks").click()
    expect(nora.locator("main")).to_contain_text("Solution proposed")
    thanks = until(lambda: [one for one in letters(served.home, "ada@acme.example", key) if "Merci de votre message" in words(one) or "Thank you for your message" in words(one)])
    assert len(thanks) == 1
    ada.goto(f"/requests/{key}/")
    ada.locator(f"form[action$='/{key}/confirm/'] button").click()
    expect(ada.locator("main [name=score]").first).to_be_attached()


def test_an_agent_who_leaves_is_out_at_once_and_his_successor_has_what_was_his(as_, served, browser):
    admin, ada, nora = as_("admin@vendor.example"), as_("ada@acme.example"), as_("nora@vendor.example")
    who = f"mia.{os.urandom(3).hex()}@vendor.example"
    admin.goto("/administration/people/new/")
    admin.fill("[name=email]", who)
    admin.fill("[name=given_name]", "Mia")
    admin.fill("[name=family_name]", who[4:10])
    admin.locator("main .two-in", has=admin.locator("select[name^=team_]")).get_by_label("SUP-BO").select_option("member")
    admin.locator("main .btn.main").click()
    admin.wait_for_url("**/administration/people/")
    context = browser.new_context(base_url=served.base, locale="en-GB")
    mia = context.new_page()
    letter = until(lambda: letters(served.home, who))[-1]
    mia.goto(re.search(r"https?://[^/\s]+(/invitation/\S+)", words(letter))[1])
    mia.fill("[name=password]", "seven giraffes at the counter")
    mia.locator("main form:has([name=password]) .btn.main").click()
    mia.wait_for_url(lambda address: "/invitation/" not in address)

    key = open_request(ada, "Extrait de compte : solde initial faux après la clôture", "Le solde est doublé.")
    mia.goto(f"/desk/requests/{key}/")
    mia.get_by_role("button", name="Take it").click()
    expect(mia.locator(".counter")).to_contain_text("Mia")

    # Both at the same moment: Mia has the page open while she is taken out.
    admin.get_by_role("link", name=f"Mia {who[4:10]}").click()
    successor = admin.locator("[name=successor]")
    successor.select_option(label=successor.locator("option", has_text="Nora Brunner").inner_text())
    admin.locator("form[action$='/activity/'] .btn:not(.plain)").first.click()
    expect(admin.get_by_role("button", name="Let in again")).to_be_visible()
    mia.reload()
    expect(mia.locator("[name=password]")).to_be_visible()
    context.close()
    nora.goto("/desk/?view=mine")
    expect(nora.locator("main")).to_contain_text("solde initial faux")
    nora.goto(f"/desk/requests/{key}/")
    expect(nora.locator(".history")).to_contain_text("has left: Nora Brunner has it now")
    told = until(lambda: [one for one in letters(served.home, "nora@vendor.example") if "has left" in words(one)])
    assert "Mia" in words(told[-1])


def test_a_note_chosen_in_a_letter_counts_when_it_is_sent(as_, served, browser):
    ada, nora = as_("ada@acme.example"), as_("nora@vendor.example")
    key = open_request(ada, "Liste des articles : colonne du prix vide après le filtre", "La colonne reste vide.")
    ada.goto(f"/requests/{key}/")
    alan = as_("alan@acme.example")
    move(nora, key, "RESOLVED", resolution="explained", body="Réglage corrigé.")
    # A colleague confirms, so that Ada gets the letter.
    alan.goto(f"/requests/{key}/")
    alan.locator(f"form[action$='/{key}/confirm/'] button").click()
    letter = until(lambda: [one for one in letters(served.home, "ada@acme.example", key) if "/survey/" in words(one)])[-1]
    address = re.search(r"(/survey/\S+/\?score=2)", words(letter))[1]
    stranger = browser.new_context(base_url=served.base, locale="de-CH").new_page()
    # A program that checks mail opens each link of it: nothing is answered by that.
    for link in re.findall(r"https?://[^/\s]+(/survey/\S+)", words(letter)):
        assert stranger.request.get(link).ok and stranger.request.head(link).ok
    stranger.goto(address)
    expect(stranger.locator("[name=score][value='2']")).to_be_checked()
    stranger.fill("[name=text]", "Trop long.")
    stranger.locator("main .btn.main").click()
    expect(stranger.locator("main")).to_contain_text("2")
    expect(stranger.locator("[name=score]")).to_have_count(0)
    until(lambda: [one for one in letters(served.home, "lena@vendor.example", key) if "Trop long." in words(one)])
    stranger.context.close()
