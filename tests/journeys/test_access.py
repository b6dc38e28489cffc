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
    """A page per person and theme, kept open for all addresses."""
    from tests.journeys.house import sign_in

    kept = {}

    def _page(who: str, theme: str, width: int = 1280):
        if (who, theme, width) not in kept:
            context = browser.new_context(
                base_url=served.base, color_scheme=theme, viewport={"width": width, "height": 900}, locale="fr-CH", bypass_csp=True
            )
            kept[who, theme, width] = sign_in(context, served.base, who)
        return kept[who, theme, width]

    yield _page
    for page in kept.values():
        page.context.close()


def faults(page, rules: dict) -> list[str]:
    found = page.evaluate(f"axe.run(document, {json.dumps(rules)})")["violations"]
    return [f"{v['id']}: {node['target']} {node['failureSummary'][:200]}" for v in found for node in v["nodes"][:3]]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(pages, known, name):
    who, address = PAGES[name]
    page = pages(who, "light")
    page.goto(address.format(**known))
    page.evaluate(AXE)
    assert faults(page, RULES) == []
    # The other theme changes colours and nothing else.
    page.add_style_tag(content="* { transition: none !important }")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    try:
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
        assert faults(page, OF_COLOURS) == []
    finally:
        page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_a_narrow_screen(pages, known, name):
    who, address = PAGES[name]
    page = pages(who, "light", 320)
    page.goto(address.format(**known))
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320, f"{name} is {wide} px wide"


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_at_twice_the_text_size(pages, known, name):
    who, address = PAGES[name]
    page = pages(who, "light", 1280)
    page.goto(address.format(**known))
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280, name
    page.goto("about:blank")


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_everything_and_the_focus_is_seen(pages, known, name):
    """Tab walks through the page to its end without a trap, and wherever it stands a frame is drawn."""
    who, address = PAGES[name]
    page = pages(who, "light")
    page.goto(address.format(**known))
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
    assert len(seen) >= 3 and hidden == []


@pytest.mark.parametrize("who", ["", "ada@acme.example", "nora@vendor.example", "admin@vendor.example"])
def test_unknown_address_and_forged_form_are_told_as_what_they_are(pages, served, who):
    """Outside every view: there the web process has taken nobody's role yet."""
    page = pages(who, "light")
    assert page.goto("/nonsense/").status == 404
    assert page.goto("/requests/feed/nonsense/").status == 404
    forged = page.request.post("/account/", form={"name": "x"}, headers={"Referer": f"{served.base}/account/"})
    assert forged.status == 403 and forged.text().count("<h1") == 1
