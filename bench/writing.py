"""Opening and replying, at the product and at the floor: each request that was opened gets answers of both sides."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from secrets import token_hex

from bench.browser import Browser
from bench.measuring import Page

OPENING = {
    "type": "SPT",
    "description": "Le rapport annuel s'arrête à la page 14 avec l'erreur E-4711 depuis la mise à jour.\n\nNous attendions 32 pages.",
    "blocked": "no",
    "way_round": "costly",
}
ANSWER = "Merci, voici la page 14 et le journal de l'impression. L'erreur apparaît à chaque essai."


@dataclass
class Ours:
    """A customer at the product, with the forms he filled in and the requests he opened."""

    browser: Browser
    token: str
    opened: list[str] = field(default_factory=list)

    def open(self) -> tuple[int, str]:
        form = {"csrfmiddlewaretoken": self.token, "submission": f"bench-{len(self.opened)}-{self.token}"}
        subject = f"Rapport annuel : page {len(self.opened)} vide"
        status, address = self.browser.post("/requests/new/", {**OPENING, **form, "subject": subject})
        if status == 303:
            self.opened.append(address.strip("/").rpartition("/")[2])
        return status, address


@dataclass
class Below:
    """The same person at the floor, which writes the rows of a *pattern* that the product wrote."""

    browser: Browser
    token: str
    pattern: str
    opened: list[str] = field(default_factory=list)

    def open(self) -> tuple[int, str]:
        status, address = self._post("/open/", {**OPENING, "subject": "Rapport annuel"})
        self.opened.append(address.strip("/").rpartition("/")[2])
        return status, address

    def reply(self, number: str) -> tuple[int, str]:
        return self._post(f"/reply/{number}/", {"body": ANSWER})

    def _post(self, address: str, fields: dict[str, str]) -> tuple[int, str]:
        return self.browser.post(address, {**fields, "csrfmiddlewaretoken": self.token, "pattern": self.pattern})


def pages(customer: Browser, agent: Browser, floor: Browser) -> Iterator[Page]:
    """The lines of the table that write, in the order in which they are measured."""
    ours = Ours(customer, customer.token("/requests/new/"))
    ours.open()
    below = Below(floor, floor.token("/"), ours.opened[0].rpartition("-")[2])
    expected = frozenset({302, 303})
    yield Page("opening a request", ours.open, below.open, expected)
    for name, browser, room in (("replying, portal", customer, ""), ("replying, workspace", agent, "/desk")):
        token = browser.token(f"{room}/requests/{ours.opened[0]}/")
        numbers, numbers_below = itertools.cycle(list(ours.opened)), itertools.cycle(list(below.opened))

        def reply(browser=browser, room=room, token=token, numbers=numbers) -> tuple[int, str]:
            form = {"csrfmiddlewaretoken": token, "body": ANSWER}
            if not room:  # the form of the portal carries what makes two sends one
                form["submission"] = token_hex(16)
            return browser.post(f"{room}/requests/{next(numbers)}/messages/", form)

        yield Page(name, reply, lambda numbers=numbers_below: below.reply(next(numbers)), expected)
