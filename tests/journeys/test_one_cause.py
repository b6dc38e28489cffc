"""One cause, many requests: a notice before anybody asks, one message to all, and a request of ours that carries them."""

import os

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import REQUEST, blank_form, key_of, letters, open_request, until, words

pytestmark = pytest.mark.browser

TITLES = {
    "en": "Bank files are refused", "fr": "Les fichiers bancaires sont refusés", "de": "Bankdateien werden abgewiesen",
    "it": "I file bancari sono rifiutati",
}  # fmt: skip
TEXTS = {
    "en": "We are on it; news at noon.", "fr": "Nous y travaillons ; nouvelles à midi.", "de": "Wir sind daran; Neues am Mittag.",
    "it": "Ci stiamo lavorando; novità a mezzogiorno.",
}  # fmt: skip


def test_a_notice_in_four_languages_stands_where_one_would_ask(as_, served):
    lena, ada, boris = as_("lena@vendor.example"), as_("ada@acme.example"), as_("boris@borealis.example")
    sign = os.urandom(2).hex()
    lena.goto("/desk/incidents/new/")
    place = lena.locator("#of option", has_text="24.2").first
    lena.select_option("#of", place.get_attribute("value"))
    lena.fill("#starts_at", "2026-11-24T08:00")
    for code in ("en", "fr", "de"):
        lena.fill(f"#title_{code}", f"{TITLES[code]} {sign}")
        lena.fill(f"#text_{code}", TEXTS[code])
    lena.locator("main .btn.main").click()
    # One language is missing: said, and all that was typed is kept.
    expect(lena.locator("[role=alert]")).to_be_visible()
    expect(lena.locator("#title_de")).to_have_value(f"{TITLES['de']} {sign}")
    lena.fill("#title_it", f"{TITLES['it']} {sign}")
    lena.fill("#text_it", TEXTS["it"])
    lena.locator("main .btn.main").click()
    expect(lena.locator("main")).to_contain_text("The notice stands on the pages of the companies concerned.")

    for page, code in ((ada, "fr"), (boris, "de")):
        page.goto("/")
        expect(page.locator("main")).to_contain_text(f"{TITLES[code]} {sign}")
    blank_form(boris)
    notice = boris.locator(".notice", has_text=sign)
    notice.locator("form button").click()
    boris.wait_for_url("**/incidents/**")
    expect(boris.locator("main")).to_contain_text(TEXTS["de"])
    # Carl is asked before he writes for somebody who calls about it.
    carl = as_("carl@vendor.example")
    carl.goto("/desk/requests/new/?reporter=ada@acme.example")
    expect(carl.locator(".notice", has_text=sign)).to_contain_text("Yes: tell Ada when it is over")

    lena.locator("form[action$='/end/'] button").click()
    expect(lena.locator("main")).to_contain_text("It is over")
    until(lambda: [one for one in letters(served.home, "boris@borealis.example") if f"{TITLES['de']} {sign}" in words(one)])
    boris.goto("/")
    expect(boris.locator("main")).not_to_contain_text(sign)


def test_one_message_reaches_each_in_his_language_and_no_sight_mixes(as_, served):
    ada, boris, nora = as_("ada@acme.example"), as_("boris@borealis.example"), as_("nora@vendor.example")
    first = open_request(ada, "Paiements pain.001 : fichier refusé par la banque depuis lundi", "La référence manque.")
    second = open_request(boris, "pain.001-Zahlungen: Bank weist die Datei seit Montag ab", "Die Referenz fehlt.")
    # Ticked in the queue; the bar sends them to the same page.
    nora.goto("/desk/?view=all&q=pain.001")
    for key in (first, second):
        nora.locator(f".queue input[name=number][value='{key}'], .queue input[type=checkbox][value='{key}']").first.check(force=True)
    nora.locator("#bulk button[formaction='/desk/tell/']").click()
    nora.wait_for_url("**/desk/tell/")
    expect(nora.locator("main")).to_contain_text("Ada Favre (FR)")
    expect(nora.locator("main")).to_contain_text("Boris Meier (DE)")
    nora.locator("details.act > summary").click()
    nora.fill("#subject", "Bank refuses pain.001 since its update")
    nora.fill("#cause", "The bank asks for the QR reference in another field.")
    nora.locator("details.act button").click()
    nora.wait_for_url(REQUEST)
    parent = key_of(nora)
    for key in (first, second):
        expect(nora.locator(f".panel a[href='/desk/requests/{key}/']")).to_have_count(1)

    nora.goto(f"/desk/tell/?parent={parent}")
    nora.fill("#body_fr", "La banque corrige ce soir.")
    nora.locator("main .btn.main").click()
    expect(nora.locator("#body_de")).to_have_attribute("aria-invalid", "true")
    nora.fill("#body_de", "Die Bank korrigiert heute Abend.")
    nora.locator("main .btn.main").click()
    expect(nora.locator("main")).to_contain_text("2 requests got the message.")

    for page, key, mine, theirs in (
        (ada, first, "La banque corrige ce soir.", (second, parent, "Boris", "Die Bank")),
        (boris, second, "Die Bank korrigiert heute Abend.", (first, parent, "Ada", "La banque")),
    ):
        page.goto(f"/requests/{key}/")
        expect(page.locator(".thread")).to_contain_text(mine)
        for word in theirs:
            assert word not in page.locator("main").inner_text(), word
        assert page.request.get(f"/requests/{parent}/").status == 404
        assert page.request.get(f"/requests/{theirs[0]}/").status == 404
    letter = until(lambda: [one for one in letters(served.home, "boris@borealis.example", second) if "Die Bank korrigiert" in words(one)])[-1]
    assert "Ada" not in words(letter) and parent not in words(letter)
