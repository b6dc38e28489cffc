"""Files by button, drag and paste; too large said before and after; taken out again; with and without JavaScript."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import PNG, fill_form, open_request, unfold

pytestmark = pytest.mark.browser

SUBJECT = "Étiquette de transport : code-barres coupé à droite"
GIVE = """({selector, kind, name, type, bytes}) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], name, {type}));
    const at = document.querySelector(selector);
    at.dispatchEvent(kind === "paste"
        ? new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
        : new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def give(page: Page, kind: str, selector: str, name: str, content: bytes = PNG, mime: str = "image/png") -> None:
    """Drops or pastes one file."""
    page.evaluate(GIVE, {"selector": selector, "kind": kind, "name": name, "type": mime, "bytes": list(content)})


@pytest.fixture
def big(tmp_path: Path) -> str:
    path = tmp_path / "base.bak"
    with path.open("wb") as file:
        file.truncate(26 * 1024 * 1024)
    return str(path)


def test_new_request_takes_files_by_button_drop_and_paste(as_, big):
    ada = as_("ada@acme.example")
    fill_form(ada, SUBJECT, "Le code-barres est coupé.")
    unfold(ada, ada.locator("#id_attachments"))
    expect(ada.locator("#files-hint")).to_contain_text("25")
    ada.set_input_files("#id_attachments", [{"name": "bouton.png", "mimeType": "image/png", "buffer": PNG}])
    give(ada, "drop", "#new", "glissé.png")
    give(ada, "paste", "#id_happened", "image.png")
    expect(ada.locator("#files input[name=upload]")).to_have_count(3)
    ada.set_input_files("#id_attachments", big)
    refused = ada.locator("#files li", has_text="base.bak")
    expect(refused.locator(".refusal")).to_contain_text("25")
    refused.locator("button").click()
    ada.locator("#files li", has_text="bouton.png").locator("button").click()
    expect(ada.locator("#files li")).to_have_count(2)
    ada.locator(".sendbar .btn.main").click()
    ada.wait_for_url(re.compile(r"/requests/SPT-\d+/$"))
    for name in ("glissé.png", "image.png"):
        expect(ada.locator("main")).to_contain_text(name)
    expect(ada.locator("main")).not_to_contain_text("bouton.png")
    link = ada.locator("a[href*='/attachments/']", has_text="image.png").first
    answer = ada.request.get(link.get_attribute("href"))
    assert answer.body() == PNG and answer.headers["x-content-type-options"] == "nosniff"


def test_reply_takes_files_and_says_what_is_too_large_before_it_is_sent(as_, big):
    ada = as_("ada@acme.example")
    open_request(ada, SUBJECT, "Le code-barres est coupé.")
    give(ada, "paste", "#body", "collé.png")
    give(ada, "drop", "#body", "glissé.png")
    rows = ada.locator("#attachments-list li")
    expect(rows).to_have_count(2)
    ada.set_input_files("#attachments", big)
    expect(ada.locator("#attachments-list .refusal")).to_contain_text("25")
    ada.locator("#attachments-list li", has_text="base.bak").locator("button").click()
    expect(rows).to_have_count(2)
    ada.locator("#body").fill("Voici l'image.")
    ada.locator("form[action$='/messages/'] .acts > button.btn").click()
    expect(ada.locator(".thread")).to_contain_text("glissé.png")
    expect(ada.locator(".thread")).to_contain_text("collé.png")


def test_without_script_a_file_too_large_is_refused_and_the_text_kept(as_, big):
    ada = as_("ada@acme.example", java_script_enabled=False)
    open_request(ada, SUBJECT, "Le code-barres est coupé.")
    ada.locator("#body").fill("La sauvegarde, comme demandé.")
    ada.set_input_files("#attachments", big)
    with ada.expect_navigation() as went:
        ada.locator("form[action$='/messages/'] button.btn").first.click()
    assert went.value.status == 413
    expect(ada.locator("main")).to_contain_text("25")
    assert "La sauvegarde, comme demandé." in [area.input_value() for area in ada.locator("main textarea").all()]
