"""The customers' selections: nothing beyond what they see, and the turn of one row equals that of the list."""

import datetime as dt
from decimal import Decimal

from guichet.access.acting import acting_as
from guichet.desk import queries_portal
from guichet.desk.models import Ticket
from guichet.desk.operations import closing, moving, sharing
from guichet.desk.operations.moving import Moving
from guichet.desk.queries_portal import Listing

OFFER = Moving("WAIT_APPROVAL", reason="Étiquette", amount=Decimal("1200"), valid_until=dt.date(2026, 12, 20))
PEOPLE = ("ada", "alan", "paula", "remi", "boris", "berta", "cora", "dario")


def test_lists_hold_nothing_beyond_what_the_reader_sees(ada, alan, paula, boris, nora, cast, opened, do):
    opened(ada)
    secret = opened(paula, confidential=True, domain="payroll")
    offered = opened(ada)
    do(nora, "2026-11-24 11:00", moving.transition_to, offered.pk, OFFER)
    do(nora, "2026-11-24 11:00", moving.transition_to, opened(boris, company="borealis").pk, Moving("WAIT_CUSTOMER", body="Wann?"))
    do(ada, "2026-11-24 11:05", closing.close, opened(ada).pk)
    do(ada, "2026-11-24 11:10", sharing.share, offered.pk, "remi@acme.example")
    for key in PEOPLE:
        actor = cast.actor(key)
        with acting_as(actor):
            seen = set(Ticket.objects.visible_to(actor).values_list("pk", flat=True))
            shown = {t.pk for some in queries_portal.home(actor).values() for t in some.tickets}
            shown |= {t.pk for t in queries_portal.of_company(actor)}
            for which in ("mine", "followed", "company", ""):
                for state in ("open", "closed", "all"):
                    page = queries_portal.page(actor, Listing(which=which, state=state))
                    shown |= {t.pk for t in page.tickets}
                    assert queries_portal.total(actor, Listing(which=which, state=state)) == len(page.tickets)
        assert shown <= seen, key
        assert (secret.pk in shown) == (key == "paula"), key


def test_the_turn_of_a_row_is_that_of_the_list(ada, alan, nora, cast, opened, do):
    asked, offered, new = opened(ada), opened(ada), opened(ada)
    do(nora, "2026-11-24 11:00", moving.transition_to, asked.pk, Moving("WAIT_CUSTOMER", body="Quand ?"))
    do(nora, "2026-11-24 11:00", moving.transition_to, offered.pk, OFFER)
    for key, expected in {"ada": {asked.pk}, "alan": {offered.pk}, "remi": set(), "boris": set()}.items():
        actor = cast.actor(key)
        rows = set(Ticket.objects.visible_to(actor).filter(queries_portal.his_turn(actor)).values_list("pk", flat=True))
        alone = {t.pk for t in Ticket.objects.visible_to(actor) if queries_portal.is_his_turn(actor, t)}
        assert rows == alone == expected, key
    assert new.pk not in rows


def test_an_open_request_stands_in_exactly_one_list_of_home(ada, alan, nora, opened, do):
    asked, offered, shared = opened(ada), opened(ada), opened(alan)
    opened(ada)
    do(nora, "2026-11-24 11:00", moving.transition_to, asked.pk, Moving("WAIT_CUSTOMER", body="Quand ?"))
    do(nora, "2026-11-24 11:00", moving.transition_to, offered.pk, OFFER)
    do(alan, "2026-11-24 11:05", sharing.share, shared.pk, "ada@acme.example")
    lists = queries_portal.home(ada)
    assert {name: some.total for name, some in lists.items()} == {"yours": 1, "ours": 1, "colleague": 1, "shared": 1}
    numbers = [t.pk for some in lists.values() for t in some.tickets]
    assert len(numbers) == len(set(numbers)) == 4


def test_a_long_list_is_cut_and_says_how_many_there_are(ada, alan, nora, opened, do, monkeypatch):
    asked = [opened(ada) for _n in range(2)]
    for ticket in asked:
        do(nora, "2026-11-24 11:00", moving.transition_to, ticket.pk, Moving("WAIT_CUSTOMER", body="Quand ?"))
    for _n in range(3):
        opened(ada)
    shared = opened(alan)
    do(alan, "2026-11-24 11:05", sharing.share, shared.pk, "ada@acme.example")
    counted = {name: some.total for name, some in queries_portal.home(ada).items()}
    ours = queries_portal.home(ada, limit=2)["ours"]
    assert (len(ours.tickets), ours.total, ours.more) == (2, 3, 1)
    # Beyond the rows that are read at all, the counts come from the database, and are the same.
    monkeypatch.setattr(queries_portal, "HOME_MOST", 2)
    assert {name: some.total for name, some in queries_portal.home(ada).items()} == counted == {
        "yours": 2, "ours": 3, "colleague": 0, "shared": 1,
    }  # fmt: skip
