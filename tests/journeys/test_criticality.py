"""A critical request: asked for with its duties, lowered with the letter seen before, contested, decided; both sides count alike."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walking
from tests.journeys.walking import fill, pick

pytestmark = pytest.mark.browser

SUBJECT = "Zahllauf vom 24.11. bricht bei Beleg 88120 ab, keine Zahlung möglich"
DUTIES = {"impact": "Löhne von 180 Personen", "phone": "+41 62 555 18 20", "reachable": "Boris Meier"}
REASON = "Der Lauf geht über die Maske Einzelzahlung, das ist eine Umgehungslösung."


def open_critical(boris: Page) -> str:
    """Without the duties it is refused, with everything kept; with them it goes."""
    walking.blank_form(boris)
    fill(boris, "subject", SUBJECT)
    fill(boris, "happened", "Der Lauf bricht mit Fehler 512 ab.")
    for name, value in (("blocked", "yes"), ("way_round", "none"), ("revenue", "yes")):
        pick(boris, name, value)
    boris.locator(".sendbar .btn.main").click()
    expect(boris.locator("main .say.warn[role=alert]")).to_be_visible()
    expect(boris.locator("#id_subject")).to_have_value(SUBJECT)
    expect(boris.locator("input[name=criticality][value=CRITICAL]")).to_be_checked()
    for name in DUTIES:
        assert boris.locator(f"#id_{name}-refusal").count(), name
    expect(boris.locator("#level a.tel")).to_have_attribute("href", re.compile(r"tel:\+41"))
    expect(boris.locator("#promise")).to_contain_text(re.compile(r"11:\d\d"))
    for name, text in DUTIES.items():
        fill(boris, name, text)
    boris.locator(".sendbar .btn.main").click()
    boris.wait_for_url(walking.REQUEST)
    return walking.key_of(boris)


def counters(page: Page) -> tuple[str, str]:
    """The two sums of working time at the counter: with the customer, with us."""
    sums = page.locator(".counter > div > .who > span:last-child").all_inner_texts()
    return tuple(re.sub(r"\D", "", one) for one in sums)


@pytest.mark.parametrize(
    "script", [pytest.param(True, id="with script"), pytest.param(False, id="without script", marks=pytest.mark.long)]
)
def test_critical_lowered_contested_and_granted(as_, script):
    boris = as_("boris@borealis.example", java_script_enabled=script)
    key = open_critical(boris)
    expect(boris.locator(".counter")).to_contain_text(re.compile(r"11:\d\d"))

    nora = as_("nora@vendor.example", java_script_enabled=script)
    nora.goto(f"/desk/requests/{key}/")
    expect(nora.locator(".counter a.tel, .panel a.tel").first).to_be_visible()
    lower(nora, key, script)

    boris.goto(f"/requests/{key}/")
    expect(boris.locator("main")).to_contain_text(REASON)
    contest = boris.locator("form[action$='/contest/']")
    contest.locator("xpath=ancestor::details[1]/summary").click()
    contest.locator("textarea").fill("Einzelzahlungen dauern drei Tage, die Löhne sind am 25. fällig.")
    contest.locator("button").click()
    expect(boris.locator("main")).to_contain_text(re.compile("Boris Meier"))
    assert boris.locator("form[action$='/contest/']").count() == 0

    nora.goto(f"/desk/requests/{key}/")
    assert nora.locator("a", has_text="Decide").count() == 0
    lena = as_("lena@vendor.example", java_script_enabled=script)
    lena.goto(f"/desk/requests/{key}/")
    expect(lena.locator(".turn-note")).to_contain_text("Boris Meier contests")
    lena.get_by_role("link", name="Decide").click()
    form = lena.locator("form").filter(has=lena.locator("#reason"))
    expect(form.locator("input[value=CRITICAL]")).to_be_checked()
    form.locator("#reason").fill("Die Löhne gehen vor.")
    form.locator(".btn.main").click()
    expect(lena.locator(".case > header .crit[data-level=critical]")).to_be_visible()
    assert lena.locator(".turn-note").count() == 0

    boris.goto(f"/requests/{key}/")
    expect(boris.locator("main")).to_contain_text("Die Löhne gehen vor.")
    lena.goto(f"/desk/requests/{key}/")
    assert counters(boris) == counters(lena)
    ledger_adds_up(lena, key)


def lower(nora: Page, key: str, script: bool) -> None:
    """The letter is seen before anything is sent, in Boris's language and with the reason as typed."""
    if script:
        nora.locator("[data-key=p]").click()
        form = nora.locator("#over form")
        form.locator("input[value=HIGH]").check(force=True)
        form.locator("#reason").press_sequentially(REASON, delay=1)
    else:
        nora.goto(f"/desk/requests/{key}/criticality/")
        form = nora.locator("main form")
        form.locator("input[value=HIGH]").check(force=True)
        form.locator("#reason").fill(REASON)
        form.locator("button[name=preview]").click()
    letter = nora.locator("#letter")
    expect(letter).to_contain_text(REASON, timeout=20_000)
    expect(letter).to_contain_text("boris@borealis.example")
    expect(letter.locator("[lang=de]").first).to_be_visible()
    expect(form.locator("input[value=HIGH]")).to_be_checked()
    expect(form.locator("#reason")).to_have_value(REASON)
    form.locator(".btn.main").click()
    expect(nora.locator(".case > header .crit[data-level=high]")).to_be_visible()


def ledger_adds_up(page: Page, key: str) -> None:
    """Per clock, the counted seconds of the segments give the last sum; the reply clock runs, without any reply yet."""
    answer = page.request.get(f"/desk/requests/{key}/ledger/?format=csv")
    assert answer.ok
    rows = list(csv.DictReader(io.StringIO(answer.text())))
    assert {row["clock"] for row in rows} >= {"First reply", "Goal"}, rows
    for clock in {row["clock"] for row in rows}:
        own = [row for row in rows if row["clock"] == clock]
        assert sum(int(row["seconds"]) for row in own if row["counted"] == "1") == int(own[-1]["sum_counted"])
