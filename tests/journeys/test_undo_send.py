"""An agent takes a reply back within its seconds; the customer never sees it. Another one goes out by itself."""

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import open_request

pytestmark = pytest.mark.browser


def test_a_reply_is_taken_back_and_the_next_one_goes_out_by_itself(as_, served):
    ada, nora = as_("ada@acme.example"), as_("nora@vendor.example")
    key = open_request(ada, "Livre de caisse : solde décalé d'un jour", "Depuis lundi le solde est celui de la veille.")
    served.undo_send(10)
    try:
        nora.goto(f"/desk/requests/{key}/")
        nora.fill("#reply-body", "Mauvais destinataire.")
        nora.keyboard.press("Control+Enter")
        nora.locator(".held button").click()
        expect(nora.locator("#reply-body")).to_have_value("Mauvais destinataire.")
        nora.fill("#reply-body", "Nous regardons votre solde.")
        nora.keyboard.press("Control+Enter")
        expect(nora.locator(".held")).to_contain_text("Nous regardons votre solde.")
        expect(nora.locator(".held")).to_have_count(0, timeout=45_000)
        ada.goto(f"/requests/{key}/")
        expect(ada.locator("main")).to_contain_text("Nous regardons votre solde.")
        assert "Mauvais destinataire" not in ada.content()
    finally:
        served.undo_send(0)
