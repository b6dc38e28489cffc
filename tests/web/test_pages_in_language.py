"""Every page speaks its reader's language alone: no English word is left between the French, German or Italian ones.

What people wrote, names and codes are no matter of translation: the contents of this test are words of no language, and a
text in another language than the page's has to say so by its `lang`.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from html.parser import HTMLParser
from zoneinfo import available_timezones

import pytest
from django.test import Client

from guichet import clock
from guichet.desk.models import Ticket
from guichet.desk.operations import closing, escalating, moving, offering, replying, sharing, sorting, weighing
from guichet.desk.operations.moving import Moving
from guichet.people.models import Person
from guichet.web.administration.kinds import KINDS
from tests.desk.conftest import at, do, opened

__all__ = ["do", "opened"]

READERS = {"fr": "ada", "de": "boris", "it": "dario"}
CONTENT = "Xylo 4711 kumquat"
NOW = "2026-11-24 11:30"
# Frequent in English, unknown to the three others; *was*, *will* and *die* are German, *or* is French, *no* and *me* are Italian.
_WORDS = """
    the your and with is are of to for this you we not by be it's been has have had does did would could should what which who
    whose when where why how its they them their he his from if only after before since nothing nobody somebody everybody every
    each yes more less than then there here that these those us our because can may must one two three request requests reply
    answer search new open closed keep send change add back next other please day days time hours name names company companies
    team teams customer customers language first last news written told read reads sees late left missing none
"""
ENGLISH = frozenset(_WORDS.split())
# Equal in another language, or a proper name of the product's world.
ALSO = {"fr": {"change"}, "de": {"name", "team", "teams", "not"}, "it": {"team"}}
# What is written just so in every language: the days of a calendar as its editor takes them, and a name of the demo's desk.
SPELLED = re.compile(r"2026-12-(24 closed|31 until 15:00)|\(Customer Services\)")
# An address, a file's name or a key with an underline is one word, and what is written in capitals is a code.
WORD = re.compile(r"[\w'’@./-]+")
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
_SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-failed", "data-kept", "data-of")


class Visible(HTMLParser):
    """The texts of a page that carry the page's own language, one by one, with what screen readers say."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.open: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        muted = bool(self.open and self.open[-1][1])
        if "lang" in given:
            muted = given["lang"] != self.language
        muted = muted or tag in ("script", "style") or (tag == "option" and given.get("value") in available_timezones())
        if not muted:
            self.texts += [said for name in _SPOKEN if (said := given.get(name))]
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.texts.append(given.get("value") or "")
        if tag not in _VOID:
            self.open.append((tag, muted))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self.open and self.open[-1][1]) and data.strip():
            self.texts.append(data.strip())


def english(client: Client, addresses: Iterable[str], language: str, **headers: str) -> str:
    """Each text of these pages in which an English word stands, with the page's address, a line each."""
    found = [f"{address}: {text}" for address in addresses for text in _english(client, address, language, headers)]
    return "\n".join(dict.fromkeys(found))


def _english(client: Client, address: str, language: str, headers: dict[str, str]) -> list[str]:
    with clock.standing_at(at(NOW)):
        answer = client.get(address, headers=headers)
    assert answer.status_code in (200, 403, 404, 410), address
    page = Visible(language)
    page.feed(answer.content.decode())
    assert len(page.texts) > 3, address
    words = ENGLISH - ALSO[language]
    return [
        text for text in page.texts if words & {word.lower() for word in WORD.findall(SPELLED.sub("", text)) if not word.isupper()}
    ]


def speaking(signed_in, cast, who: str, language: str) -> Client:
    Person.objects.filter(pk=cast.person(who).pk).update(language=language)
    return signed_in(who)


@pytest.fixture(params=sorted(READERS))
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def reader(language: str) -> str:
    return READERS[language]


@pytest.fixture
def told(cast, reader, language, opened, do, nora, lena, carl, rosa) -> dict[str, Ticket]:
    """A request in every status, each with a history, opened by the reader; some shared, raised, linked or confidential."""
    company = cast.membership(reader).company.external_id
    by = cast.actor(reader)
    colleague = {"acme": "alan", "borealis": "berta", "delta": "dario"}[company]

    def ask(**changes) -> int:
        values = {"subject": CONTENT, "body": CONTENT, "company": company, "language": language, "when": "2026-11-19 09:00"}
        return opened(by, **values | changes).pk

    def move(number: int, who, status: str, when: str = "2026-11-20 09:00", **data) -> int:
        do(who, when, moving.transition_to, number, Moving(status, **data))
        return number

    offer = {"reason": CONTENT, "amount": Decimal("1200"), "valid_until": dt.date(2026, 12, 20)}
    made = {
        "NEW": ask(when="2026-11-24 09:00"),
        "IN_PROGRESS": move(ask(), nora, "IN_PROGRESS"),
        "WAIT_CUSTOMER": move(ask(), nora, "WAIT_CUSTOMER", body=CONTENT),
        "WAIT_APPROVAL": move(ask(), nora, "WAIT_APPROVAL", **offer),
        "LEVEL2": move(ask(), nora, "LEVEL2", reason=CONTENT),
        "SCHEDULED": move(ask(), nora, "SCHEDULED", appointment_at=at("2026-11-30 09:00")),
        "RESOLVED": move(ask(), nora, "RESOLVED", resolution="explained", body=CONTENT),
        "RND": move(ask(), nora, "WITH_RND", reason=CONTENT, body=CONTENT),
        "CANCELLED": ask(),
        "CLOSED": move(ask(), nora, "RESOLVED", resolution="setting_corrected", body=CONTENT),
    }
    made["PLANNED_FIX"] = move(move(ask(), nora, "WITH_RND", reason=CONTENT), rosa, "PLANNED_FIX", target_release="24.2.6")
    made["RETURNED"] = move(
        ask(criticality="HIGH", fields={"impact": CONTENT, "deadline": "2026-11-27 12:00"}), nora, "WAIT_APPROVAL", **offer
    )
    do(by, "2026-11-20 10:00", closing.withdraw, made["CANCELLED"], CONTENT)
    do(by, "2026-11-20 10:00", closing.confirm, made["CLOSED"])
    do(by, "2026-11-20 10:00", closing.check_on, made["RESOLVED"], dt.date(2026, 12, 1))
    if cast.membership(colleague).is_approver:
        do(cast.actor(colleague), "2026-11-20 11:00", offering.refuse, made["RETURNED"], CONTENT, for_good=False)
    do(nora, "2026-11-20 14:00", weighing.change_criticality, made["IN_PROGRESS"], "LOW", CONTENT)
    do(nora, "2026-11-20 15:00", replying.reply, made["IN_PROGRESS"], CONTENT)
    do(nora, "2026-11-20 15:10", replying.note, made["IN_PROGRESS"], f"{CONTENT} @Lena")
    do(nora, "2026-11-20 15:20", sorting.change_type, made["LEVEL2"], "CNS")
    do(nora, "2026-11-20 15:30", sorting.relate, made["IN_PROGRESS"], "parent", made["PLANNED_FIX"])
    if colleague != reader:
        do(by, "2026-11-20 16:00", sharing.share, made["IN_PROGRESS"], cast.person(colleague).email)
    do(by, "2026-11-24 10:00", escalating.escalate, made["RND"], CONTENT)
    return {name: Ticket.objects.select_related("type").get(pk=number) for name, number in made.items()}


def portal_pages(told: dict[str, Ticket]) -> Iterator[str]:
    yield from (
        "/",
        "/contacts/",
        "/coverage/",
        "/guide/",
        "/account/",
        "/account/colleagues/",
        "/accessibility/",
        "/privacy/",
        "/404/",
    )
    yield from (
        f"/requests/?list={name}&state={state}" for name in ("mine", "followed", "company") for state in ("open", "closed", "all")
    )
    yield from ("/requests/?q=xylo", "/requests/?q=nichts-niente-rien")
    yield from (f"/requests/{ticket.key}/" for ticket in told.values())
    yield f"/requests/{told['IN_PROGRESS'].key}/print/"
    yield f"/requests/{told['CLOSED'].key}/follow-up/"
    yield from (
        "/requests/new/",
        *(f"/requests/new/?type={kind}" for kind in ("SPT", "EVO", "PSP", "PSP2", "CNS", "TRN", "ACC", "LIC")),
    )


def test_the_portal_speaks_its_readers_language(told, language, reader, signed_in):
    client = signed_in(reader)
    assert english(client, portal_pages(told), language) == ""


def test_what_an_administrator_and_approver_of_a_company_sees_is_in_his_language(told, language, reader, signed_in, cast):
    colleague = {"ada": "alan", "boris": "berta", "dario": "dario"}[reader]
    client = speaking(signed_in, cast, colleague, language)
    addresses = (
        "/",
        "/account/",
        "/account/colleagues/",
        f"/requests/{told['WAIT_APPROVAL'].key}/",
        f"/requests/{told['RETURNED'].key}/",
    )
    assert english(client, addresses, language) == ""


def test_who_cannot_open_a_request_reads_why_in_his_language(language, signed_in, cast):
    client = speaking(signed_in, cast, "cora", language)
    assert english(client, ("/", "/requests/new/", "/coverage/"), language) == ""


def desk_pages(told: dict[str, Ticket]) -> Iterator[str]:
    yield from (
        "/desk/",
        *(
            f"/desk/?view={v}"
            for v in ("all", "unassigned", "late", "customers", "rnd", "resolved", "escalated", "triage", "team-SUP-BO")
        ),
    )
    yield from (
        "/desk/?view=all&q=xylo&criticality=HIGH",
        "/desk/search/",
        "/desk/search/?q=xylo",
        "/desk/search/?q=nichts-niente-rien",
    )
    yield from ("/desk/companies/", f"/desk/companies/{told['NEW'].company_id}/", "/account/", "/desk/nowhere/")
    yield from (f"/desk/requests/{ticket.key}/" for ticket in told.values())
    acts = (
        "transition/",
        "assign/",
        "criticality/",
        "criticality/?criticality=LOW",
        "type/",
        "share/",
        "links/",
        "confidential/",
        "ledger/",
    )
    yield from (f"/desk/requests/{told['IN_PROGRESS'].key}/{act}" for act in acts)
    targets = ("RESOLVED", "WAIT_CUSTOMER", "WAIT_APPROVAL", "LEVEL2", "WITH_RND", "SCHEDULED", "CANCELLED")
    yield from (f"/desk/requests/{told['IN_PROGRESS'].key}/transition/?status={status}" for status in targets)
    yield from (f"/desk/requests/{told[name].key}/ledger/" for name in ("RND", "PLANNED_FIX", "CLOSED"))


def test_the_workspace_speaks_its_agents_language(told, language, signed_in, cast):
    client = speaking(signed_in, cast, "lena", language)
    assert english(client, desk_pages(told), language) == ""


def test_dialogs_speak_the_agents_language(told, language, signed_in, cast):
    client, base = speaking(signed_in, cast, "lena", language), f"/desk/requests/{told['NEW'].key}/"
    acts = ("transition/", "assign/", "criticality/?criticality=HIGH", "type/", "share/", "links/", "confidential/")
    assert english(client, (base + act for act in acts), language, **{"HX-Request": "true"}) == ""


def administration_pages(cast) -> Iterator[str]:
    base = "/administration/"
    yield from (base, f"{base}log/", f"{base}people/", f"{base}people/new/", f"{base}people/{cast.person('nora').pk}/")
    yield from (f"{base}companies/", f"{base}companies/new/", f"{base}companies/{cast.company('acme').pk}/", f"{base}products/")
    yield from (f"{base}companies/{cast.company('acme').pk}/{slug}/new/" for slug in ("contracts", "installations", "entities"))
    yield f"{base}companies/{cast.company('acme').pk}/contracts/{cast.contract('acme').pk}/"
    yield from (f"{base}products/{slug}/new/" for slug in ("products", "lines", "releases"))
    for slug, kind in KINDS.items():
        if kind.is_single:
            yield f"{base}configuration/{slug}/{slug}/"
            continue
        yield f"{base}configuration/{slug}/"
        if kind.adds:
            yield f"{base}configuration/{slug}/new/"
        yield from (f"{base}configuration/{slug}/{row.key}/" for row in kind.model.objects.all()[:2])


def test_the_administration_speaks_its_administrators_language(language, signed_in, cast):
    client = speaking(signed_in, cast, "admin", language)
    assert english(client, administration_pages(cast), language) == ""


def test_the_door_speaks_the_language_of_the_browser(language, cast):
    client, headers = Client(), {"Accept-Language": language}
    addresses = (
        "/sign-in/",
        "/sign-in/sent/",
        "/sign-in/reset/",
        "/sign-in/link/worn/",
        "/invitation/worn/",
        "/sign-in/reset/worn/",
    )
    assert english(client, addresses, language, **headers) == ""
