"""WCAG 2.2 AA on every page in both themes; no sideways scroll on a narrow screen or at twice the text size."""

import json
from pathlib import Path

import axe_playwright_python
import pytest

from tests.journeys.house import PAGES

pytestmark = pytest.mark.browser
AXE = next(Path(axe_playwright_python.__file__).parent.glob("**/axe.min.js")).read_text()
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


@pytest.fixture(scope="module")
def pages(served, browser):
    """A page per person, kept open for all addresses."""
    from tests.journeys.house import sign_in

    kept = {}

    def _page(who: str):
        if who not in kept:
            context = browser.new_context(
                base_url=served.base, color_scheme="light", viewport={"width": 1280, "height": 900}, locale="fr-CH", bypass_csp=True
            )
            kept[who] = sign_in(context, served.base, who)
        return kept[who]

    yield _page
    for page in kept.values():
        page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_and_reach_everything(pages, known, name):
    """One visit of each page: axe in both themes, a narrow screen, twice the text size, the keyboard."""
    who, address = PAGES[name]
    page = pages(who)
    page.goto(address.format(**known))
    page.wait_for_load_state()
    found = {
        "axe": in_both_themes(page),
        "narrow": on_a_narrow_screen(page),
        "twice the text size": at_twice_the_text_size(page),
        "keyboard": by_keyboard(page),
    }
    assert {what: faults for what, faults in found.items() if faults} == {}


def in_both_themes(page) -> list[str]:
    page.evaluate(AXE)
    found = faults(page, RULES)
    # The other theme changes colours and nothing else.
    style = page.add_style_tag(content="* { transition: none !important }")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    try:
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
        return found + faults(page, OF_COLOURS)
    finally:
        page.emulate_media(color_scheme="light")
        style.evaluate("e => e.remove()")


def faults(page, rules: dict) -> list[str]:
    found = page.evaluate(f"axe.run(document, {json.dumps(rules)})")["violations"]
    return [f"{v['id']}: {node['target']} {node['failureSummary'][:200]}" for v in found for node in v["nodes"][:3]]


def on_a_narrow_screen(page) -> list[str]:
    """Nothing scrolls sideways at 320 px."""
    page.set_viewport_size({"width": 320, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return [f"{wide} px wide"] if wide > 320 else []


def at_twice_the_text_size(page) -> list[str]:
    style = page.add_style_tag(content="html { font-size: 200% !important }")
    wide = page.evaluate("document.documentElement.scrollWidth")
    style.evaluate("e => e.remove()")
    return [f"{wide} px wide"] if wide > 1280 else []


def by_keyboard(page) -> list[str]:
    """Tab walks through the page to its end without a trap, and wherever it stands a frame is drawn."""
    seen, hidden = set(), []
    for _ in range(150):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e || e === document.body) return null;
              const s = getComputedStyle(e), l = e.closest('label') && getComputedStyle(e.closest('label'));
              e.dataset.walked = e.dataset.walked || String(Math.random());
              const box = e.getBoundingClientRect();
              return {id: e.dataset.walked, tag: e.outerHTML.slice(0, 120), drawn: s.outlineStyle !== 'none' || s.boxShadow !== 'none'
                || (l && l.outlineStyle !== 'none') || (e.nextElementSibling && getComputedStyle(e.nextElementSibling).outlineStyle !== 'none'),
                wide: box.width}
            }"""
        )
        if state is None or state["id"] in seen:
            break
        seen.add(state["id"])
        if not state["drawn"]:
            hidden.append(state["tag"])
    return hidden if len(seen) >= 3 else [*hidden, f"only {len(seen)} places"]


@pytest.mark.parametrize("who", ["", "ada@acme.example", "nora@vendor.example", "admin@vendor.example"])
def test_unknown_address_and_forged_form_are_told_as_what_they_are(pages, served, who):
    """Outside every view: there the web process has taken nobody's role yet."""
    page = pages(who)
    assert page.goto("/nonsense/").status == 404
    assert page.goto("/requests/feed/nonsense/").status == 404
    forged = page.request.post("/account/", form={"name": "x"}, headers={"Referer": f"{served.base}/account/"})
    assert forged.status == 403 and forged.text().count("<h1") == 1
