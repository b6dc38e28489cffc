"""A known problem from its record to the release that ends it, and an article from a solved request to a reader who was helped."""

import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import letters, move, open_request, until, words

pytestmark = pytest.mark.browser

SUBJECT = "Export des commandes : la colonne Délai est décalée d'une ligne"
SYMPTOM = {"en": "Order export shifts the delivery date by one line", "de": "Auftragsexport verschiebt das Lieferdatum um eine Zeile"}
CAUSE = "Cause trouvée, le correctif est testé."
TITLE = "Réimprimer une étiquette déjà archivée"


def read(address: str) -> str:
    """What somebody without sign-in is answered."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read().decode()


def keep(page: Page) -> None:
    page.locator("main .btn.main").last.click()
    page.wait_for_load_state()


def recorded(rosa: Page, release: str) -> str:
    """R&D writes a known problem down: public, from 24.2.0 on, ended by this release; its reference."""
    rosa.goto("/desk/problems/new/")
    for language, text in SYMPTOM.items():
        rosa.fill(f"[name=symptom_{language}]", text)
    rosa.fill("[name=way_round_en]", "1. Export as **CSV**.\n2. Open it from there.")
    rosa.fill("[name=signatures]", "EXP-771")
    rosa.fill("[name=steps]", "Twelve orders, one without a date.")
    rosa.select_option("[name=visibility]", "public")
    row = rosa.locator("tr", has=rosa.locator("th", has_text=re.compile(r"^\s*24\.2\s*$")))
    row.locator("[name^=affected_]").check()
    row.locator("[name^=first_]").fill("24.2.0")
    row.locator("[name^=fix_]").select_option(label=release)
    keep(rosa)
    return re.search(r"PRB-\d+", rosa.url)[0]


def planned(admin: Page, release: str) -> None:
    admin.goto("/administration/products/releases/new/")
    line = admin.locator("select[name=line]")
    line.select_option(value=line.locator("option", has_text="24.2").first.get_attribute("value"))
    admin.fill("[name=name]", release)
    keep(admin)


@pytest.mark.parametrize(
    "script", [pytest.param(True, id="with script"), pytest.param(False, id="without script", marks=pytest.mark.long)]
)
def test_a_known_problem_carries_its_requests_and_its_followers_to_the_fix(as_, served, script):
    def person(email: str) -> Page:
        return as_(email, java_script_enabled=script)

    ada, nora, rosa, admin = (person(f"{name}@{house}.example") for name, house in (("ada", "acme"), ("nora", "vendor"), ("rosa", "vendor"), ("admin", "vendor")))
    keys = [open_request(ada, f"{SUBJECT} ({n})", "Toutes les dates sont fausses. EXP-771") for n in (1, 2)]
    release = f"24.2.{keys[0].partition('-')[2]}"
    planned(admin, release)
    reference = recorded(rosa, release)
    for key in keys:
        nora.goto(f"/desk/requests/{key}/problem/")
        nora.fill("[name=problem]", reference)
        keep(nora)
        move(nora, key, "WITH_RND", reason="24.2.3: twelve orders, one without a date.")

    # Boris follows without a request; nobody is named to him, and so few companies are not counted.
    boris = person("boris@borealis.example")
    boris.goto(f"/problems/{reference}/")
    expect(boris.locator("h1")).to_contain_text(SYMPTOM["de"])
    expect(boris.locator(".written li").first).to_contain_text("CSV")
    boris.locator(f"form[action$='/{reference}/follow/'] button").click()
    expect(boris.locator("[name=stop]")).to_have_count(1)
    assert "Acme" not in boris.content() and "Favre" not in boris.content()

    rosa.goto(f"/desk/problems/{reference}/")
    rosa.fill("[name=text_fr]", CAUSE)
    rosa.fill("[name=text_de]", "Ursache gefunden, die Korrektur wird getestet.")
    rosa.locator("form[action$='/update/'] button").click()
    until(lambda: letters(served.home, "boris@borealis.example", "Ursache gefunden"))
    for key in keys:
        ada.goto(f"/requests/{key}/")
        expect(ada.locator(".thread")).to_contain_text(CAUSE)

    admin.goto("/administration/products/")
    admin.get_by_role("link", name=release, exact=True).click()
    admin.fill("[name=released_on]", "2026-11-24")
    keep(admin)
    told = until(lambda: [one for one in letters(served.home, "ada@acme.example", release) if all(key in words(one) for key in keys)])
    assert len(told) == 1, "one letter lists all"
    until(lambda: [one for one in letters(served.home, "boris@borealis.example", release) if reference in words(one)])
    for key in keys:
        ada.goto(f"/requests/{key}/")
        expect(ada.locator(".counter .mine")).to_be_visible()
        expect(ada.locator("main")).to_contain_text(release)
    boris.goto(f"/problems/{reference}/")
    expect(boris.locator("main")).to_contain_text(release)

    assert SYMPTOM["en"] in read(f"{served.base}/problems/feed/en/") and reference in read(f"{served.base}/problems/{reference}/")
    assert "Twelve orders" not in read(f"{served.base}/problems/{reference}/")


def test_an_article_from_a_solved_request_helps_the_next_one(as_, served):
    ada, nora, lena = (as_(f"{name}@{house}.example") for name, house in (("ada", "acme"), ("nora", "vendor"), ("lena", "vendor")))
    solved = open_request(ada, TITLE, "Bonjour, Ada Favre, Acme SA. Commande 26-10452, joindre ada@acme.example ou +41 21 555 12 31.")
    move(nora, solved, "RESOLVED", resolution="explained", body="Ouvrir Archives › Étiquettes, choisir le document, puis Réimprimer.")
    nora.locator(f"form[action$='/{solved}/article/'] button").click()
    nora.wait_for_url(re.compile(r"/desk/articles/\d+/$"))
    written = nora.locator(".written").inner_text()
    for secret in ("Ada", "Favre", "Acme", "10452", "@", "555"):
        assert secret not in written, secret
    assert "Réimprimer" in written and "10452" in nora.locator(".say").inner_text(), "what was taken out is listed"

    address = nora.url
    nora.goto(f"{address}edit/")
    nora.select_option("[name=audience]", "public")
    keep(nora)
    nora.locator("button[value=review]").click()
    lena.goto(address)
    lena.locator("button[value=publish]").click()
    public = lena.locator("a[href^='/articles/']").first.get_attribute("href")
    page = read(f"{served.base}{public}")
    assert TITLE in page and "Favre" not in page
    assert TITLE in read(f"{served.base}/articles/feed/fr/")

    asked = open_request(ada, "Comment réimprimer une étiquette ?", "Le document est archivé.")
    nora.goto(f"/desk/requests/{asked}/insert/?q=archivée")
    nora.locator("li", has_text=TITLE).locator("button").click()
    nora.wait_for_url(re.compile(rf"/desk/requests/{asked}/"))
    expect(nora.locator("form[action$='/messages/'] textarea").first).to_have_value(re.compile(re.escape(public)))

    ada.goto(public)
    ada.locator("button[name=useful][value=yes]").click()
    expect(ada.locator("[role=status]")).to_be_visible()
    expect(ada.locator("button[value=yes]")).to_have_attribute("aria-pressed", "true")
    nora.goto(address)
    expect(nora.locator("dl.facts")).to_contain_text("1 yes, 0 no")
