"""Boris calls: Carl writes it down for him, Boris puts it right, and what is said on the telephone counts as an answer."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import REQUEST, fill, key_of, letters, open_request, pick, until, words

pytestmark = pytest.mark.browser

SUBJECT = "Lieferschein: Chargennummer fehlt auf der Etikette seit Montag"
RIGHT = "Lieferschein: Chargennummer fehlt auf der Etikette seit Freitag"


def test_a_request_entered_for_a_caller_is_his_to_correct(as_, served):
    boris, carl = as_("boris@borealis.example"), as_("carl@vendor.example")
    carl.goto("/desk/requests/new/?q=boris")
    carl.get_by_role("link", name="Boris Meier").first.click()
    expect(carl.locator("aside")).to_contain_text("entered by Carl for Boris")
    fill(carl, "subject", SUBJECT)
    fill(carl, "happened", "Beim Drucken bleibt das Feld leer.")
    for name, value in (("blocked", "no"), ("way_round", "costly"), ("revenue", "no")):
        pick(carl, name, value)
    carl.locator(".sendbar .btn.main").click()
    carl.wait_for_url(REQUEST)
    key = key_of(carl)
    expect(carl.locator("main")).to_contain_text("Your call counts as the first reply")

    receipt = until(lambda: letters(served.home, "boris@borealis.example", key))[0]
    assert "Carl Wyss" in words(receipt) and f"/requests/{key}/" in words(receipt)
    # Both at the same moment: Carl has it open while Boris puts it right.
    boris.goto(f"/requests/{key}/")
    expect(boris.locator("main")).to_contain_text("Carl Wyss")
    boris.locator(f"a[href='/requests/{key}/correct/']").click()
    fill(boris, "subject", RIGHT)
    boris.locator("main .btn.main").click()
    boris.wait_for_url(f"**/requests/{key}/")
    expect(boris.locator("h1")).to_contain_text("Freitag")
    carl.reload()
    expect(carl.locator("h1").first).to_contain_text("Freitag")
    expect(carl.locator(".history")).to_contain_text("Boris Meier")


def test_a_recorded_call_is_the_answer_that_was_promised(as_):
    ada, nora = as_("ada@acme.example"), as_("nora@vendor.example")
    key = open_request(ada, "Rappel débiteurs : niveau 2 parti dans la mauvaise langue", "Dix courriers partis.")
    nora.goto(f"/desk/requests/{key}/")
    nora.fill("#reply-body", "Convenu au téléphone : nous corrigeons le modèle.")
    nora.locator("[name=call]").check()
    nora.locator("#reply .btn", has_text="our turn").click()
    expect(nora.locator("#thread, .thread").first).to_contain_text("Convenu au téléphone")
    ada.goto(f"/requests/{key}/")
    expect(ada.locator(".thread")).to_contain_text("Convenu au téléphone")
    expect(ada.locator(".thread")).to_contain_text(re.compile("téléphone|telephone"))
    # The next promise runs: the first is kept.
    rows = list(csv.DictReader(io.StringIO(nora.request.get(f"/desk/requests/{key}/ledger/?format=csv").text())))
    assert "Next news" in {row["clock"] for row in rows}
    # Opened and answered within one second, it was in no status for any time.
    assert [row["status"] for row in rows if row["clock"] == "First reply"] in (["Submitted"], [""])


def test_nobody_of_the_vendor_approves_cost(as_, known):
    martina = as_("martina@vendor.example")
    assert martina.goto(f"/desk/requests/{known['offer']}/").ok
    expect(martina.locator("form[action$='/approve/']")).to_have_count(0)
    # Not by the customer's address either, with a token of her own.
    token = martina.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    answer = martina.request.post(
        f"/requests/{known['offer']}/approve/", form={"csrfmiddlewaretoken": token}, headers={"Referer": martina.url}, max_redirects=0
    )
    assert answer.status in (403, 404)
