"""The start page and the lists: whose turn, within the walls, in a fixed number of queries, paged by key."""

import datetime as dt
from decimal import Decimal

import pytest

from guichet import clock
from guichet.desk import queries, queries_portal
from guichet.desk.models import Ticket
from guichet.desk.operations import closing, moving, replying, sharing
from guichet.desk.operations.moving import Moving
from guichet.desk.queries_portal import Listing
from guichet.people.models import Company, Membership
from tests.desk.conftest import at, do, opened

__all__ = ["do", "opened"]
NOON = "2026-11-24 11:30"


def get(client, address, when=NOON):
    with clock.standing_at(at(when)):
        return client.get(address)


@pytest.fixture
def ask(nora, do):
    def _ask(ticket: Ticket) -> Ticket:
        do(nora, "2026-11-24 11:00", moving.transition_to, ticket.pk, Moving("WAIT_CUSTOMER", body="Quelle est la date ?"))
        return ticket

    return _ask


def test_home_says_how_many_wait_for_the_reader_and_how_many_for_us(ada, opened, ask, signed_in):
    asked = ask(opened(ada))
    opened(ada)
    opened(ada)
    answer = get(signed_in("ada"), "/")
    page = answer.context["page"]
    assert (page["yours_count"], page["ours_count"], page["part"]) == (1, 2, "morning")
    row = page["yours"][0]
    assert row["number"] == asked.key or row["number"] == f"SPT-{asked.pk}"
    assert (row["question"]["who"], row["question"]["text"], row["waited"]) == ("Nora", "Quelle est la date ?", 1800)
    assert [r["promise"]["kind"] for r in page["ours"]] == ["reply", "reply"]
    assert page["opening"]["until"] == at("2026-11-24 12:00") and page["opening"]["again_until"] == at("2026-11-24 18:00")


@pytest.mark.parametrize(
    ("hour", "part"), [("05:00", "morning"), ("12:30", "afternoon"), ("18:00", "evening"), ("01:00", "evening")]
)
def test_the_greeting_follows_the_readers_clock(ada, signed_in, hour, part):
    assert get(signed_in("ada"), "/", f"2026-11-24 {hour}").context["page"]["part"] == part


def test_an_offer_is_the_approvers_turn_and_not_the_reporters(ada, alan, nora, opened, do, signed_in):
    ticket = opened(ada)
    offer = Moving("WAIT_APPROVAL", reason="Étiquette", amount=Decimal("1200"), valid_until=dt.date(2026, 12, 20))
    do(nora, "2026-11-24 11:00", moving.transition_to, ticket.pk, offer)
    page = get(signed_in("ada"), "/").context["page"]
    assert (page["yours_count"], page["ours_count"]) == (0, 0)
    assert page["colleague"][0]["side"] == "colleague" and page["colleague"][0]["waits_for"] == ["Alan"]
    page = get(signed_in("alan"), "/").context["page"]
    assert page["yours_count"] == 1 and page["yours"][0]["anchor"] == "#offer"


def test_shared_requests_stand_apart_and_are_nobody_elses_turn(ada, opened, ask, do, signed_in):
    ticket = ask(opened(ada))
    do(ada, "2026-11-24 11:05", sharing.share, ticket.pk, "remi@acme.example")
    page = get(signed_in("remi"), "/").context["page"]
    assert page["yours_count"] == 0 and not page["may_open"]
    assert [(row["side"], row["shared_by"]) for row in page["shared"]] == [("colleague", "Ada Favre")]


def test_home_counts_only_what_the_reader_sees(ada, paula, opened, signed_in):
    opened(paula, confidential=True, domain="payroll")
    opened(ada)
    for who, rows in (("ada", 0), ("alan", 1), ("boris", 0)):
        page = get(signed_in(who), "/").context["page"]
        assert len(page["company"]) == rows, who


def test_a_company_without_a_contract_is_told_whom_to_call(cora, signed_in):
    answer = get(signed_in("cora"), "/")
    assert "+41 31 555 01 40" in answer.context["page"]["contract_ended"]
    assert answer.status_code == 200 and "2025" in answer.context["page"]["contract_ended"]


@pytest.mark.parametrize("many", [1, 3])
def test_home_and_lists_ask_the_same_number_of_questions_for_one_row_and_three(
    ada, alan, opened, ask, do, signed_in, django_assert_num_queries, many
):
    for _n in range(many):
        ask(opened(ada))
        opened(ada)
        shared = opened(alan)
        do(alan, "2026-11-24 11:05", sharing.share, shared.pk, "ada@acme.example")
    client = signed_in("ada")
    for address in ADDRESSES:
        get(client, address)
    for address, count in ADDRESSES.items():
        with django_assert_num_queries(count):
            assert get(client, address).status_code == 200


# At home two ask which release would settle what of the reader's.
ADDRESSES = {"/": 16, "/requests/": 11, "/requests/?list=followed": 11, "/requests/?q=facture": 12}


def test_lists_hold_mine_shared_and_the_companys(ada, alan, opened, do, signed_in):
    own, other = opened(ada), opened(alan)
    do(alan, "2026-11-24 11:00", sharing.share, other.pk, "ada@acme.example")

    def numbers(who, query):
        return {row["number"] for row in get(signed_in(who), f"/requests/?{query}").context["page"]["rows"]}

    assert numbers("ada", "") == {f"SPT-{own.pk}"}
    assert numbers("ada", "list=followed") == {f"SPT-{other.pk}"}
    assert numbers("ada", "list=company") == {f"SPT-{own.pk}"}  # no such list for her: her own
    assert numbers("alan", "list=company") == {f"SPT-{own.pk}", f"SPT-{other.pk}"}
    assert numbers("boris", "list=company") == set()
    assert [one["key"] for one in get(signed_in("ada"), "/requests/").context["page"]["lists"]] == ["mine", "followed"]


def test_a_list_shows_open_closed_or_all(ada, opened, do, signed_in):
    open_, closed = opened(ada), opened(ada)
    do(ada, "2026-11-24 11:00", closing.withdraw, closed.pk, "Erreur")

    def numbers(query):
        return [row["number"] for row in get(signed_in("ada"), f"/requests/?{query}").context["page"]["rows"]]

    assert numbers("state=open") == [f"SPT-{open_.pk}"]
    assert numbers("state=closed") == [f"SPT-{closed.pk}"]
    assert numbers("state=all") == [f"SPT-{closed.pk}", f"SPT-{open_.pk}"]


def test_search_finds_subjects_messages_numbers_and_former_keys_within_the_walls(ada, nora, paula, opened, do, signed_in):
    ticket = opened(ada, subject="Rappel débiteurs niveau 2 dans la mauvaise langue", body="Le client 20788 reçoit du français.")
    secret = opened(paula, subject="Rappel des salaires", confidential=True, domain="payroll")
    do(nora, "2026-11-24 11:00", replying.reply, ticket.pk, "Je vérifie le modèle Zwetschge.")
    Ticket.objects.filter(pk=ticket.pk).update(former_types=["CNS"])
    client = signed_in("ada")

    def numbers(words):
        return [row["number"] for row in get(client, f"/requests/?q={words}").context["page"]["rows"]]

    key = f"SPT-{ticket.pk}"
    for words in ("debiteurs", "RAPPEL", "zwetschg", "20788", "rappel langue", str(ticket.pk), key.lower(), f"CNS-{ticket.pk}"):
        assert numbers(words) == [key], words
    for words in ("rien-du-tout", str(secret.pk), f"TRN-{ticket.pk}", "salaires", "%27%29%3B--", "%26%7C%21"):
        assert numbers(words) == [], words


def test_paging_by_key_passes_every_request_once_and_comes_back(ada, opened, signed_in):
    made = [opened(ada, when=f"2026-11-24 10:{minute:02d}").pk for minute in range(10, 17)]
    same = at("2026-11-24 10:12")
    Ticket.objects.filter(pk__in=made[:3]).update(updated_at=same)
    listing, seen, pages = Listing(which="mine"), [], []
    while True:
        page = queries_portal.page(ada, listing, limit=3)
        pages.append([t.pk for t in page.tickets])
        seen += pages[-1]
        if not page.has_older:
            break
        last = page.tickets[-1]
        listing = Listing(which="mine", after=(last.updated_at, last.pk))
    assert seen == made[:2:-1] + made[2::-1] and len(set(seen)) == 7
    first = page.tickets[0]
    back = queries_portal.page(ada, Listing(which="mine", before=(first.updated_at, first.pk)), limit=3)
    assert [t.pk for t in back.tickets] == pages[-2] and back.has_newer and back.has_older


def test_pages_link_to_the_next_and_back(ada, opened, signed_in, monkeypatch):
    monkeypatch.setattr(queries_portal.page, "__kwdefaults__", {"limit": 2})
    made = [f"SPT-{opened(ada, when=f'2026-11-24 10:{minute}').pk}" for minute in range(10, 15)]
    client, address, seen = signed_in("ada"), "/requests/", []
    while address:
        page = get(client, address).context["page"]
        seen += [row["number"] for row in page["rows"]]
        previous, address = page["previous_href"], page["next_href"]
    assert seen == made[::-1] and previous


def test_a_misspelt_address_is_the_first_page(ada, opened, signed_in):
    opened(ada)
    for query in ("after=nonsense", "after=2026-11-24T10:00:00~1", "before=x~y", "list=none&state=odd", "company=999", "q=%00"):
        assert len(get(signed_in("ada"), f"/requests/?{query}").context["page"]["rows"]) == 1, query


def test_somebody_of_two_companies_chooses_which_to_see(ada, boris, cast, opened, signed_in):
    Membership.objects.create(person=cast.person("ada"), company=Company.objects.get(external_id="borealis"), is_requester=True)
    opened(ada)
    other = opened(boris, company="borealis")
    page = get(signed_in("ada"), "/requests/?list=company").context["page"]
    assert [one["name"] for one in page["companies"]][1:] == ["Acme SA", "Borealis AG"]
    assert len(page["rows"]) == 2 and {row["company"] for row in page["rows"]} == {"Acme SA", "Borealis AG"}
    page = get(signed_in("ada"), f"/requests/?list=company&company={other.company_id}").context["page"]
    assert [row["number"] for row in page["rows"]] == [f"SPT-{other.pk}"]


def test_counts_stop_where_nobody_counts_any_more(ada, opened, signed_in, monkeypatch):
    opened(ada)
    opened(ada)
    monkeypatch.setattr(queries, "COUNT_LIMIT", 2)
    assert get(signed_in("ada"), "/requests/").context["page"]["total_is_more"]
