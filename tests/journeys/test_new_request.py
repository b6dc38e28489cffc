"""Opening a request in a real browser: what only script does, and that nothing is needed of it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 200
SUBJECT = "Rappel débiteurs niveau 3 envoyé deux fois au client 20788"


def step(page: Page, key: str) -> None:
    """Opens a step by its head, if it is folded."""
    if page.locator(f"#step-{key}").get_attribute("open") is None:
        page.locator(f"#step-{key} > summary").click()


def pick(page: Page, name: str, value: str) -> None:
    step(page, "harm" if name in ("blocked", "way_round", "revenue") else "which")
    page.locator(f"input[name={name}][value={value}]").check(force=True)


@pytest.fixture
def form(as_):
    """Ada's empty form, whatever an earlier journey left as a draft."""
    page = as_("ada@acme.example")
    page.goto("/requests/new/")
    if page.locator("#restored").count():
        page.locator("#restored button").click()
        page.wait_for_load_state()
    return page


def test_coach_draft_and_promise_answer_while_writing(form):
    step(form, "subject")
    form.locator("#id_subject").press_sequentially(SUBJECT)
    expect(form.locator("#coach [data-is=there]").first).to_be_visible()
    expect(form.locator("#id_subject")).to_be_focused()
    expect(form.locator("#saved svg")).to_be_visible()
    for name, value in (("blocked", "yes"), ("way_round", "none"), ("revenue", "yes")):
        pick(form, name, value)
    expect(form.locator("#promise")).to_contain_text("11\u00a0h\u00a0")
    expect(form.locator("input[name=criticality][value=CRITICAL]")).to_be_checked()
    expect(form.locator("#level a.tel")).to_be_visible()
    expect(form.locator("#id_phone")).to_be_visible()
    pick(form, "blocked", "no")
    expect(form.locator("input[name=criticality][value=LOW]")).to_be_checked()
    expect(form.locator("#id_phone")).to_be_hidden()


def test_domain_follows_the_words_until_it_is_chosen(form):
    step(form, "subject")
    form.locator("#id_subject").fill("Calcul des salaires de novembre bloqué")
    expect(form.locator("#id_domain")).to_have_value("payroll")
    step(form, "where")
    form.locator("#id_domain").select_option("reporting")
    step(form, "subject")
    form.locator("#id_subject").fill("Facture client : TVA fausse depuis lundi")
    expect(form.locator("#coach")).to_contain_text("acture")
    expect(form.locator("#id_domain")).to_have_value("reporting")


def test_secret_is_taken_out_with_one_press(form):
    step(form, "description")
    form.locator("#id_happened").fill("Paiement 🧾 à CH93 0076 2011 6238 5295 7 refusé.")
    form.locator("[data-take-out]").first.click()
    expect(form.locator("#id_happened")).to_have_value("Paiement 🧾 à … refusé.")
    expect(form.locator("#secrets .say")).to_have_count(0)


def test_questions_bring_the_fields_of_another_type_and_keep_what_was_typed(form):
    step(form, "subject")
    form.locator("#id_subject").fill("Patch 24.2.5 sur l'environnement de test, semaine 50")
    pick(form, "which_patch", "yes")
    expect(form.locator("#id_target_release")).to_be_attached()
    expect(form.locator("#id_subject")).to_have_value("Patch 24.2.5 sur l'environnement de test, semaine 50")
    expect(form.locator("#step-harm")).to_have_count(0)
    pick(form, "which_patch", "no")
    expect(form.locator("#step-harm")).to_have_count(1)


def test_files_travel_ahead_by_button_and_paste_and_are_said_when_too_large(form, tmp_path: Path):
    step(form, "files")
    big = tmp_path / "sauvegarde.bak"
    with big.open("wb") as file:
        file.truncate(26 * 1024 * 1024)
    form.set_input_files(
        "#id_attachments",
        [
            {"name": "écran.png", "mimeType": "image/png", "buffer": PNG},
        ],
    )
    expect(form.locator("#files input[name=upload]")).to_have_count(1)
    form.set_input_files("#id_attachments", str(big))
    expect(form.locator("#files .refusal")).to_contain_text("25")
    form.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["abc"], "collé.txt", { type: "text/plain" }));
            document.getElementById("id_subject").dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(form.locator("#files input[name=upload]")).to_have_count(2)
    form.locator("#files li", has_text="écran.png").locator("button").click()
    expect(form.locator("#files input[name=upload]")).to_have_count(1)


def test_draft_goes_on_in_another_browser_and_the_request_is_sent_once(form, as_):
    step(form, "subject")
    form.locator("#id_subject").fill(SUBJECT)
    expect(form.locator("#saved svg")).to_be_visible()
    other = as_("ada@acme.example", viewport={"width": 390, "height": 844})
    other.goto("/requests/new/")
    expect(other.locator("#restored")).to_be_attached()
    expect(other.locator("#id_subject")).to_have_value(SUBJECT)
    step(other, "description")
    other.locator("#id_happened").fill("Le rappel 2 part en français.")
    for name, value in (("blocked", "no"), ("way_round", "easy")):
        pick(other, name, value)
    step(other, "files")
    other.set_input_files("#id_attachments", [{"name": "rappel.png", "mimeType": "image/png", "buffer": PNG}])
    other.locator(".sendbar .btn.main").dblclick()
    other.wait_for_url(re.compile(r"/requests/SPT-\d+/"))
    expect(other.locator("main")).to_contain_text("rappel.png")
    form.goto("/requests/new/")
    expect(form.locator("#restored")).to_have_count(0)
    form.goto("/requests/")
    expect(form.locator("main").get_by_text(SUBJECT)).to_have_count(1)


def test_enter_in_a_line_goes_on_instead_of_sending(form):
    step(form, "subject")
    form.locator("#id_subject").fill(SUBJECT)
    form.locator("#id_subject").press("Enter")
    expect(form.locator("#step-description")).to_have_attribute("open", "")
    assert form.url.partition("?")[0].endswith("/requests/new/")


def test_refused_form_opens_its_step_and_tells_what_is_missing(form):
    step(form, "subject")
    form.locator("#id_subject").fill(SUBJECT)
    form.locator(".sendbar .btn.main").click()
    refused = form.locator("main .say.warn[role=alert]")
    expect(refused).to_be_focused()
    expect(form.locator("#step-description")).to_have_attribute("open", "")
    refused.locator("a[href='#id_blocked']").click()
    expect(form.locator("#step-harm")).to_have_attribute("open", "")
    expect(form.locator("#id_subject")).to_have_value(SUBJECT)


def test_without_script_each_step_is_reached_and_a_type_is_chosen(as_):
    page = as_("boris@borealis.example", java_script_enabled=False)
    page.goto("/requests/new/")
    pick(page, "which_built", "yes")
    page.locator("button[name=choose][value=which]").click()
    expect(page.locator("#id_object")).to_be_attached()
    step(page, "subject")
    page.locator("#id_subject").fill("Kundenspezifische Etikette: Chargennummer ergänzen")
    step(page, "description")
    page.locator("#id_wish").fill("Die Chargennummer unten rechts, acht Zeichen.")
    step(page, "details")
    page.locator("#id_object").fill("Etikette ET-4")
    step(page, "files")
    page.set_input_files("#id_attachments", [{"name": "etikette.png", "mimeType": "image/png", "buffer": PNG}])
    page.locator(".sendbar .btn.main").click()
    page.wait_for_url(re.compile(r"/requests/CNS-\d+/"))
    expect(page.locator("main")).to_contain_text("etikette.png")
