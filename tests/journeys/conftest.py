"""One served demo for all journeys, and a browser; both end with the last of them, for Playwright keeps a loop running."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.house import Served, launch, numbers, sign_in


@pytest.fixture(scope="package")
def served(tmp_path_factory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("journeys") / "home")
    yield served
    served.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def known(served: Served, browser: Browser) -> dict[str, str]:
    return numbers(browser, served.base)


@pytest.fixture
def as_(served: Served, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`as_("ada@acme.example")`: a page of hers; `java_script_enabled=False` and the like are passed on."""
    contexts = []

    def _as(who: str, **options) -> Page:
        context = browser.new_context(locale="en-GB", base_url=served.base, **options)
        contexts.append(context)
        return sign_in(context, served.base, who)

    yield _as
    for context in contexts:
        context.close()
