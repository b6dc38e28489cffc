"""A request of the wrong company moves in one act; a confidential one is opened with a reason; one in another language is given on."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import REQUEST, fill_form, key_of, letters, open_request, unfold, until, words

pytestmark = pytest.mark.browser


def test_a_request_of_the_wrong_company_moves_and_its_reader_has_lost_it(as_):
    ada, boris, lena = as_("ada@acme.example"), as_("boris@borealis.example"), as_("lena@vendor.example")
    key = open_request(ada, "Inventaire tournant : écart double après saisie mobile", "Concerne en fait un autre client.")
    lena.goto(f"/desk/requests/{key}/company/")
    company = lena.locator("[name=company]")
    company.select_option(label=company.locator("option", has_text="Borealis").first.inner_text())
    lena.locator("main form .btn.main").click()
    reporter = lena.locator("[name=reporter]")
    # Whom it is taken from is said before.
    expect(lena.locator("main")).to_contain_text("Ada Favre")
    reporter.select_option(label=reporter.locator("option", has_text="Boris Meier").inner_text())
    installation = lena.locator("[name=installation]")
    installation.select_option(index=1)
    lena.fill("[name=reason]", "Ada s'est trompée de société.")
    # Both at the same moment: Ada has the page open while it goes.
    ada.goto(f"/requests/{key}/")
    lena.locator("main form .btn.main").click()
    lena.wait_for_url(re.compile(r"/desk/requests/[A-Z0-9]+-\d+/$"))
    expect(lena.locator("main")).to_contain_text("Borealis")
    assert ada.reload().status == 404
    assert boris.goto(f"/requests/{key}/").status == 200
    ada.goto("/requests/")
    expect(ada.locator("main")).not_to_contain_text(key)


def makes(admin: Page, given_name: str, team: str, role: str) -> None:
    """Administration changes what somebody is in a team."""
    admin.goto(f"/administration/people/?q={given_name}")
    admin.locator("main a", has_text=given_name).first.click()
    admin.locator("main .two-in", has=admin.locator("select[name^=team_]")).get_by_label(team).select_option(role)
    admin.locator("main .btn.main").first.click()
    admin.wait_for_load_state()


def test_a_lead_opens_a_confidential_request_with_a_reason_and_its_reporter_is_told(as_, served):
    """Elin leads another team of the desk; Luca is an agent of it."""
    paula, elin, luca, admin = (
        as_(who) for who in ("paula@acme.example", "elin@vendor.example", "luca@vendor.example", "admin@vendor.example")
    )
    makes(admin, "Elin", "SUP-TEC", "lead")
    fill_form(paula, "Salaire de décembre : retenue calculée deux fois", "Concerne une personne.")
    domain = paula.locator("main select[name=domain]")
    unfold(paula, domain)
    domain.select_option("payroll")
    confidential = paula.locator("main [name=confidential]")
    unfold(paula, confidential)
    confidential.check(force=True)
    paula.locator(".sendbar .btn.main").click()
    paula.wait_for_url(REQUEST)
    key = key_of(paula)

    for page in (luca, elin):
        page.goto(f"/desk/requests/{key}/")
        expect(page.locator("main")).to_contain_text(key)
        expect(page.locator("body")).not_to_contain_text("Salaire de décembre")
    expect(luca.locator("[name=reason]")).to_have_count(0)
    # Both at the same moment: Paula has it open while it is opened.
    elin.fill("[name=reason]", "Nora ist krank, der Lohnlauf ist morgen.")
    elin.locator("form[action$='/open/'] .btn.main").click()
    expect(elin.locator("body")).to_contain_text("Salaire de décembre")
    paula.reload()
    expect(paula.locator("main")).to_contain_text("Elin Vogt")
    expect(paula.locator("main")).to_contain_text("der Lohnlauf ist morgen")
    # The receipt, and that it was opened: by the number alone, as all mail about it.
    told = until(lambda: len(found := letters(served.home, "paula@acme.example", key)) > 1 and found)
    assert not [one for one in told if "Salaire" in words(one) or "Lohnlauf" in words(one)]
    makes(admin, "Elin", "SUP-TEC", "member")


def test_a_request_in_a_language_not_mine_warns_and_offers_who_speaks_it(as_):
    dario, mia = as_("dario@delta.example"), as_("mia@vendor.example")
    key = open_request(
        dario,
        "Bolla di consegna: indirizzo di consegna vuoto nella stampa",
        "Nella stampa il blocco dell'indirizzo resta vuoto, nell'anteprima invece è presente.",
    )
    mia.goto("/desk/?view=all&language=it")
    expect(mia.locator(".queue tbody")).to_contain_text("Bolla di consegna")
    mia.goto("/desk/?view=all&language=fr")
    expect(mia.locator("main")).not_to_contain_text("Bolla di consegna")
    mia.goto(f"/desk/requests/{key}/")
    note = mia.locator(".turn-note", has_text="Italienisch")
    expect(note).to_be_visible()
    give = note.locator("form button").first
    name = re.sub(r" (übergeben|geben).*$", "", give.inner_text()).strip()
    give.click()
    expect(mia.locator(".counter, .panel").first).to_be_visible()
    mia.goto(f"/desk/requests/{key}/")
    expect(mia.locator(".history")).to_contain_text(name.split()[-1])
