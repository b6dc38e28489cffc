"""A served demo of one's own, at the moment of the design: Tuesday 24 November 2026, 10:42 in Bern; and its pages."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

MOMENT = "2026-11-24T10:42:00+01:00"
PASSWORD = "guichet-demo"
CHROMIUM = os.environ.get("GUICHET_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

# name → (who opens it, address). `{…}` is filled from the demo by `Served.numbers`.
PAGES: dict[str, tuple[str, str]] = {
    "sign-in": ("", "/sign-in/"),
    "sign-in-reset": ("", "/sign-in/reset/"),
    "portal-home": ("ada@acme.example", "/"),
    "portal-home-de": ("boris@borealis.example", "/"),
    "portal-home-it": ("dario@delta.example", "/"),
    "portal-requests": ("ada@acme.example", "/requests/"),
    "portal-new": ("ada@acme.example", "/requests/new/"),
    "portal-new-consulting": ("dario@delta.example", "/requests/new/?type=CNS"),
    "portal-no-contract": ("cora@cirrus.example", "/requests/new/"),
    "portal-request": ("ada@acme.example", "/requests/{yours}/"),
    "portal-request-ours": ("ada@acme.example", "/requests/{ours}/"),
    "portal-offer": ("alan@acme.example", "/requests/{offer}/"),
    "portal-closed": ("ada@acme.example", "/requests/{closed}/"),
    "portal-follow-up": ("ada@acme.example", "/requests/{closed}/follow-up/"),
    "portal-contacts": ("ada@acme.example", "/contacts/"),
    "portal-coverage": ("boris@borealis.example", "/coverage/"),
    "portal-guide": ("dario@delta.example", "/guide/"),
    "portal-problems": ("ada@acme.example", "/problems/"),
    "portal-problem": ("ada@acme.example", "/problems/PRB-77/"),
    "portal-articles": ("boris@borealis.example", "/articles/"),
    "portal-article": ("dario@delta.example", "/articles/leggere-i-messaggi-dellmrp/"),
    "public-problem": ("", "/problems/PRB-80/"),
    "account": ("alan@acme.example", "/account/"),
    "privacy": ("ada@acme.example", "/privacy/"),
    "accessibility": ("ada@acme.example", "/accessibility/"),
    "not-found": ("ada@acme.example", "/requests/999999/"),
    "desk-queue": ("nora@vendor.example", "/desk/?view=all"),
    "desk-mine": ("nora@vendor.example", "/desk/"),
    "desk-empty": ("sara@vendor.example", "/desk/"),
    "desk-request": ("nora@vendor.example", "/desk/requests/{work}/"),
    "desk-transition": ("nora@vendor.example", "/desk/requests/{work}/transition/?status=WAIT_APPROVAL"),
    "desk-criticality": ("nora@vendor.example", "/desk/requests/{work}/criticality/?criticality=LOW"),
    "desk-assign": ("nora@vendor.example", "/desk/requests/{work}/assign/"),
    "desk-ledger": ("nora@vendor.example", "/desk/requests/{work}/ledger/"),
    "desk-search": ("nora@vendor.example", "/desk/search/?q=facture"),
    "desk-keys": ("nora@vendor.example", "/desk/keys/"),
    "desk-whom": ("carl@vendor.example", "/desk/requests/new/?q=boris"),
    "desk-new": ("carl@vendor.example", "/desk/requests/new/?reporter=boris@borealis.example"),
    "desk-hot": ("lena@vendor.example", "/desk/hot/"),
    "desk-reports": ("lena@vendor.example", "/desk/reports/"),
    "desk-incidents": ("lena@vendor.example", "/desk/incidents/"),
    "desk-incident-new": ("lena@vendor.example", "/desk/incidents/new/"),
    "desk-tell": ("nora@vendor.example", "/desk/tell/?number={work}&number={yours}"),
    "desk-wrong-company": ("lena@vendor.example", "/desk/requests/{work}/company/"),
    "desk-redact": ("lena@vendor.example", "/desk/requests/{work}/redact/"),
    "desk-absences": ("lena@vendor.example", "/desk/absences/"),
    "account-absence": ("nora@vendor.example", "/account/"),
    "account-colleagues": ("alan@acme.example", "/account/colleagues/"),
    "administration-merger": ("admin@vendor.example", "/administration/companies/{company}/merger/"),
    "desk-companies": ("lena@vendor.example", "/desk/companies/"),
    "desk-problems": ("rosa@vendor.example", "/desk/problems/"),
    "desk-problem": ("rosa@vendor.example", "/desk/problems/PRB-80/"),
    "desk-problem-edit": ("rosa@vendor.example", "/desk/problems/PRB-80/edit/"),
    "desk-articles": ("nora@vendor.example", "/desk/articles/"),
    "desk-article": ("nora@vendor.example", "/desk/articles/1/"),
    "desk-company": ("lena@vendor.example", "/desk/companies/1/"),
    "administration": ("admin@vendor.example", "/administration/"),
    "administration-people": ("admin@vendor.example", "/administration/people/"),
    "administration-companies": ("admin@vendor.example", "/administration/companies/"),
    "administration-calendars": ("admin@vendor.example", "/administration/configuration/calendars/"),
    "administration-log": ("admin@vendor.example", "/administration/log/"),
}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Served:
    """`guichet serve --demo` in a home of its own, and what is asked of it."""

    def __init__(self, home: Path, moment: str = MOMENT) -> None:
        self.home, self.port = home, free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("GUICHET_", "DATABASE_", "DJANGO_", "PYTEST_"))}
        self.environment = plain | {
            "GUICHET_HOME": str(home), "PORT": str(self.port), "GUICHET_DEBUG": "1", "GUICHET_CLOCK": moment,
            "GUICHET_CLOCK_STARTED": repr(time.time()),
        }  # fmt: skip
        self.log = home.with_suffix(".log").open("w")
        command = [sys.executable, "-m", "guichet.config.cli", "serve", "--demo"]
        self.process = subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=self.log)
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 180
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.base}/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        break
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        else:
            raise AssertionError(f"not served:\n{Path(self.log.name).read_text()[-3000:]}")
        self.undo_send(0)

    def undo_send(self, seconds: int) -> None:
        """How long agents' replies wait to be taken back; the journeys but one do not wait for them."""
        file = self.home.with_suffix(".yaml")
        file.write_text(f"limits:\n  undo_send_s: {seconds}\n")
        self.run("load", str(file))

    def wait_for_all(self, within: float = 240) -> None:
        """Until the whole demo world is told (the first page is served before)."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            # The first part says how many it told, and so does the rest.
            if len(re.findall(r"demo: \d+ requests told", Path(self.log.name).read_text())) >= 2:
                return
            time.sleep(0.5)
        raise AssertionError("the demo world was not told in time")

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "guichet.config.cli", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


def sign_in(context: BrowserContext, base: str, who: str) -> Page:
    """A page of somebody who signed in through the form."""
    page = context.new_page()
    if who:
        page.goto(f"{base}/sign-in/")
        page.fill("[name=email]", who)
        page.fill("[name=password]", PASSWORD)
        page.click("main form:has([name=password]) button")
        page.wait_for_url(lambda address: "/sign-in/" not in address)
    return page


def numbers(browser: Browser, base: str) -> dict[str, str]:
    """The requests that the pages speak of, found as their readers find them."""
    context = browser.new_context()
    page = sign_in(context, base, "ada@acme.example")
    found = {"yours": "1042"}

    def first(address: str, pattern: str = r"/requests/([A-Z0-9]+-\d+)/") -> str:
        page.goto(base + address)
        hits = re.findall(pattern, page.content())
        return hits[0] if hits else "1042"

    found["closed"] = first("/requests/?status=closed")
    found["ours"] = "1059"
    context.close()
    found["offer"], found["work"] = "1038", "1058"
    context = browser.new_context()
    page = sign_in(context, base, "admin@vendor.example")
    page.goto(f"{base}/administration/companies/?q=Acme")
    found["company"] = re.findall(r"/administration/companies/(\d+)/", page.content())[0]
    context.close()
    return found
