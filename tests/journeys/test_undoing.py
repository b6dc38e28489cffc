"""What should not be there is taken out before everybody's eyes; two companies become one, first with figures."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import open_request

pytestmark = pytest.mark.browser

KESTREL = "samir.patel@kestrel.example"
SECRET = "Anna Keller, 8 450 francs"


def select(page: Page, words: str) -> None:
    """Select these words in the conversation, as a mouse does."""
    page.evaluate(
        """words => {
            const walk = document.createTreeWalker(document.querySelector("#thread"), NodeFilter.SHOW_TEXT);
            for (let node; (node = walk.nextNode()); ) {
                const at = node.data.replace(/[\\u00a0\\u202f]/g, " ").indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                document.getSelection().removeAllRanges();
                document.getSelection().addRange(range);
                return;
            }
            throw new Error("not in the conversation");
        }""",
        words,
    )


def test_a_lead_takes_a_passage_out_while_its_writer_looks_at_it(as_):
    ada = as_("ada@acme.example")
    key = open_request(ada, "Certificat de salaire : montant faux", f"Voir la fiche de {SECRET}, novembre.")
    ada.goto(f"/requests/{key}/")
    expect(ada.locator("#thread")).to_contain_text("Anna Keller")

    lena = as_("lena@vendor.example")
    lena.goto(f"/desk/requests/{key}/")
    select(lena, SECRET)
    lena.get_by_role("link", name="Remove text").click()
    passage = lena.locator("#over [name=passage]")
    expect(passage).to_have_value(re.compile("Anna Keller"))
    lena.locator("#over [name=reason]").fill("Salaire d'une personne")
    lena.get_by_role("button", name="Show where it stands").click()
    expect(lena.locator("mark").first).to_have_text(re.compile("Anna Keller"))
    lena.get_by_role("button", name="Remove for good").click()
    expect(lena.locator("#thread")).to_contain_text("removed by Lena on")
    expect(lena.locator("body")).not_to_contain_text("Anna Keller")

    ada.reload()
    expect(ada.locator("#thread")).to_contain_text("Salaire d'une personne")
    expect(ada.locator("body")).not_to_contain_text("Anna Keller")
    lena.goto("/desk/search/?q=Keller")
    expect(lena.locator("main")).not_to_contain_text(key)


@pytest.mark.parametrize(
    "script", [pytest.param(True, id="with script"), pytest.param(False, id="without script", marks=pytest.mark.long)]
)
def test_two_companies_become_one_after_the_figures_were_seen(as_, script):
    admin = as_("admin@vendor.example", java_script_enabled=script)
    names = [f"{name} {'AG' if script else 'SA'}" for name in ("Eolia", "Fjord")]
    for name in names:
        admin.goto("/administration/companies/new/")
        admin.fill("[name=name]", name)
        admin.locator("main form .btn.main").click()
        admin.wait_for_url(re.compile(r"/companies/\d+/$"))
    into = re.search(r"/companies/(\d+)/", admin.url)[1]
    admin.goto(f"/administration/companies/?q={names[0].split()[0]}")
    admin.get_by_role("link", name=names[0]).click()
    former = re.search(r"/companies/(\d+)/", admin.url)[1]
    admin.get_by_role("link", name="Join it with another company").click()
    admin.select_option("[name=into]", into)
    admin.get_by_role("button", name="Show what would happen").click()
    expect(admin.locator("main")).to_contain_text("What each person would newly see")
    admin.get_by_role("button", name=re.compile("for good")).click()
    admin.wait_for_url(f"**/administration/companies/{into}/")
    expect(admin.locator("main")).to_contain_text(f"with what was {names[0]}")
    admin.goto(f"/administration/companies/{former}/")
    assert admin.url.endswith(f"/administration/companies/{into}/")


def test_who_joins_by_a_merger_keeps_his_requests_and_sees_no_others_of_old(as_):
    rachel, other, admin = as_("rachel.moore@halden.example"), as_(KESTREL), as_("admin@vendor.example")
    hers, theirs = listed(rachel, "mine"), listed(other, "company")
    assert hers and theirs and not hers & theirs
    admin.goto("/administration/companies/?q=Halden")
    admin.get_by_role("link", name="Halden Instruments Ltd").click()
    admin.get_by_role("link", name="Join it with another company").click()
    admin.locator("[name=into]").select_option(label="Kestrel Foods Ltd")
    admin.get_by_role("button", name="Show what would happen").click()
    together = admin.locator("main tfoot")
    expect(together).to_contain_text("Together")
    assert together.locator("td").all_inner_texts()[1:] == ["0", "0"], "nobody newly sees anything, nobody loses anything"
    admin.get_by_role("button", name=re.compile("for good")).click()
    admin.wait_for_url(re.compile(r"/administration/companies/\d+/$"))
    expect(admin.locator("main")).to_contain_text("with what was Halden Instruments Ltd")
    assert listed(rachel, "mine") == hers and listed(other, "company") == theirs
    assert other.goto(f"/requests/{min(hers)}/").status == 404 and rachel.goto(f"/requests/{min(hers)}/").ok
    # A request opened from now on is one of the new company.
    key = open_request(rachel, "Stock count: wrong total in the list since Monday", "The list adds up the sleeping articles too.")
    expect(rachel.locator("main")).to_contain_text("Kestrel")
    assert key in listed(rachel, "mine")


def listed(page: Page, which: str) -> set[str]:
    """The numbers of the requests on the first page of a list, whatever their status."""
    page.goto(f"/requests/?list={which}&state=all")
    return set(re.findall(r"/requests/([A-Z]+-\d+)/", page.content()))
