"""Steps that several journeys share: opening, replying, acting at the desk, reading a letter."""

import email
import email.policy
import re
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

expect.set_options(timeout=20_000)
REQUEST = re.compile(r"/requests/([A-Z0-9]+-\d+)/")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c63f8cfc0f01f0005000 1ff89993d1d0000000049454e44ae426082".replace(
        " ", ""
    )
)


def unfold(page: Page, field: Locator) -> None:
    """Opens the step or the act that a field is folded into, as a person does: by its head."""
    around = field.locator("xpath=ancestor::details[1]")
    if around.count() and around.get_attribute("open") is None:
        around.locator("> summary").click()


def fill(page: Page, name: str, text: str) -> None:
    field = page.locator(f"main [name={name}]:not([type=hidden])").first
    unfold(page, field)
    field.fill(text)


def pick(page: Page, name: str, value: str) -> None:
    field = page.locator(f"main input[name={name}][value='{value}']").first
    unfold(page, field)
    field.check(force=True)


def blank_form(page: Page) -> None:
    """The form for a new request, whatever an earlier journey left as a draft."""
    page.goto("/requests/new/")
    if page.locator("#restored").count():
        page.locator("#restored button").click()
        page.wait_for_load_state()


def fill_form(page: Page, subject: str, happened: str, harm: tuple[str, str, str] = ("no", "costly", "no")) -> None:
    """The form for a new request, step by step, up to the button that sends it."""
    blank_form(page)
    fill(page, "subject", subject)
    fill(page, "happened", happened)
    for name, value in zip(("blocked", "way_round", "revenue"), harm, strict=True):
        pick(page, name, value)
    entities = page.locator("main input[name=entity]:not([type=hidden])")
    if entities.count() and not page.locator("main input[name=entity]:not([type=hidden]):checked").count():
        unfold(page, entities.first)
        entities.first.check(force=True)


def open_request(page: Page, subject: str, happened: str) -> str:
    """A new request through the form; its key."""
    fill_form(page, subject, happened)
    page.locator(".sendbar .btn.main").click()
    page.wait_for_url(REQUEST)
    return key_of(page)


def key_of(page: Page) -> str:
    return REQUEST.search(page.url)[1]


def say(page: Page, text: str) -> None:
    """The customer's reply."""
    form = page.locator("form[action$='/messages/']")
    form.locator("textarea").fill(text)
    form.locator("button.btn").first.click()
    expect(page.locator(".thread")).to_contain_text(text)


def move(page: Page, key: str, status: str, **fields: str) -> None:
    """Another status at the desk, with what it demands."""
    page.goto(f"/desk/requests/{key}/transition/?status={status}")
    form = page.locator("main form, #over form").filter(has=page.locator("[name=gesture]"))
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator(".btn.main").click()
    page.wait_for_url(re.compile(r"/desk/requests/[A-Z0-9]+-\d+/$"))


def letters(home: Path, to: str = "", about: str = "") -> list[EmailMessage]:
    """What lies in the outbox for somebody, oldest first."""
    found = []
    for path in sorted((home / "outbox").glob("*.eml"), key=lambda p: p.stat().st_mtime):
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if to.lower() in str(letter["To"]).lower() and about in words(letter):
            found.append(letter)
    return found


def words(letter: EmailMessage) -> str:
    """Subject and text of a letter."""
    body = letter.get_body(("plain",))
    return f"{letter['Subject']}\n{body.get_content() if body else ''}"


def until(look: Callable[[], Any], within: float = 90) -> Any:
    """The first truthy answer of *look*: letters are written by the worker a moment later."""
    end = time.monotonic() + within
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.2)
    assert found, "it did not come in time"
    return found
