"""Takes the pictures of every page into docs/pictures (script/pictures)."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.journeys.house import PAGES, Served, launch, numbers, sign_in

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}


def main(wanted: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        served = Served(Path(folder) / "home")
        try:
            served.wait_for_all()
            with sync_playwright() as playwright:
                browser = launch(playwright)
                known = numbers(browser, served.base)
                for size, (width, height) in SIZES.items():
                    for theme in ("light", "dark"):
                        _take(browser, served.base, known, wanted, size, width, height, theme)
                browser.close()
        finally:
            served.stop()


def _take(browser, base: str, known: dict[str, str], wanted: list[str], size: str, width: int, height: int, theme: str) -> None:
    pages = {}
    for name, (who, address) in PAGES.items():
        if wanted and name not in wanted:
            continue
        if who not in pages:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, locale="fr-CH")
            pages[who] = sign_in(context, base, who)
        page = pages[who]
        page.goto(base + address.format(**known))
        whole = not address.startswith("/desk/")
        page.screenshot(path=FOLDER / f"{name}.{size}.{theme}.jpg", type="jpeg", quality=60, full_page=whole)
        print(f"{name} {size} {theme}")
    for page in pages.values():
        page.context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
