"""What the search box finds, and for whom."""

import pytest

from guichet.access.acting import acting_as
from guichet.desk.models import Ticket
from guichet.desk.operations import moving, replying, sorting
from guichet.desk.operations.moving import Moving
from guichet.matching.search import finding
from tests.desk.conftest import at


@pytest.fixture
def found():
    """The numbers of the requests that a text finds for somebody, in order."""

    def _found(actor, text: str) -> list[int]:
        with acting_as(actor):
            return [ticket.pk for ticket in finding.requests(finding.ask(actor, text)).tickets]

    return _found


def test_words_are_found_in_subject_message_and_note_in_any_of_their_forms(ada, nora, opened, do, found):
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Le règlement dépend de la prestation. Fehler LIC-204 in rapport_final.pdf, LS-26-03318.")
    do(nora, "2026-11-24 11:05", replying.note, number, "Hydrangeas inside.")
    for text in (
        "facture tva", "factures", "FACTURATION", "calculee", "prestations dépendent", "reglement", "hydrangea", '"est l\'ancien"',
        "LIC-204", "lic-204", "code:LIC-204", "rapport_final.pdf", "LS-26-03318", "hydr", "tva OR nothing", "facture -nothing",
        "subject:facture", "text:ancien", "note:hydrangea",
    ):  # fmt: skip
        assert found(nora, text) == [number], text
    for text in ("facture -ancien", '"ancien est"', "subject:ancien", "text:hydrangea", "note:facture", "LIC-205", '"facture hydrangea"', "facture nowhere"):
        assert found(nora, text) == [], text


def test_words_scattered_over_the_texts_of_a_request_are_found_last(ada, nora, carl, opened, do, found):
    """Each word in one of the texts; a customer's search knows nothing of notes."""
    scattered, together = opened(ada).pk, opened(ada, subject="Hydrangeas and wisteria").pk
    do(nora, "2026-11-24 11:00", replying.reply, scattered, "The wisteria is late.")
    do(nora, "2026-11-24 11:05", replying.note, scattered, "Hydrangeas inside.")
    do(nora, "2026-11-24 11:10", replying.reply, scattered, "A camellia as well.")
    assert found(nora, "hydrangea wisteria") == [together, scattered]
    assert found(nora, "facture camellia wisteria hydrangea") == [scattered]
    assert found(nora, "facture camellia -wisteria") == [] and found(nora, '"wisteria camellia"') == []
    assert found(ada, "facture camellia wisteria") == [scattered]
    assert found(ada, "hydrangea wisteria") == [together], "the other one holds it in a note"
    assert found(carl, "facture camellia") == []
    with acting_as(nora):
        asked = finding.ask(nora, "facture camellia")
        page = finding.requests(asked)
        (place,) = finding.places(asked, page.tickets, page.scattered)[scattered]
    assert page.scattered == {scattered} and "camellia" in place.text


def test_pages_of_what_is_scattered_follow_each_other(ada, nora, opened, do):
    numbers = [opened(ada).pk for _ in range(5)]
    for number in numbers:
        do(nora, "2026-11-24 11:00", replying.reply, number, "The wisteria is late.")
    seen, after = [], ""
    with acting_as(nora):
        while True:
            page = finding.requests(finding.ask(nora, "facture wisteria"), after=after, limit=2)
            seen += [ticket.pk for ticket in page.tickets]
            after = page.next
            if not after:
                break
    assert sorted(seen) == sorted(numbers) and len(seen) == 5


def test_a_number_or_a_former_reference_leads_straight_to_it(ada, nora, carl, opened, do):
    number = opened(ada).pk
    do(nora, "2026-11-24 11:10", sorting.change_type, number, "EVO")
    with acting_as(nora):
        for text in (str(number), f"spt-{number}", f" EVO-{number} "):
            assert finding.named(nora, text).pk == number
        assert finding.named(nora, f"PSP-{number}") is None
        assert finding.named(nora, "PRB-99999") is None
    with acting_as(carl):
        assert finding.named(carl, str(number)) is None


def test_every_field_narrows_and_an_unknown_value_says_what_was_meant(ada, boris, nora, opened, do, found):
    number = opened(ada).pk
    other = opened(boris, company="borealis", domain="payroll", criticality="HIGH", language="de", subject="Lohnlauf steht", body="Seit 9 Uhr.",
                   fields={"impact": "Löhne"}, deadline=at("2026-11-26 12:00"))  # fmt: skip
    do(nora, "2026-11-24 11:00", moving.transition_to, number, Moving("WAIT_CUSTOMER", body="Quand ?"))
    both = {number, other.pk}
    for text, wanted in (
        ("status:wait_customer", {number}), ("status:WAIT-CUSTOMER,new", both), ("-status:new", {number}), ("turn:us", {other.pk}),
        ("turn:customer", {number}), ("turn:me", set()), ("is:open", both), ("is:closed", set()), ("is:mine", {number}), ("is:unassigned", {other.pk}),
        ("is:late OR is:open", both), ("type:spt", both), ("criticality>=high", {other.pk}), ("criticality:medium", {number}),
        ("criticality<high", {number}), ("desk:sup", both), ("team:sup-bo", both), ("owner:me", {number}), ("owner:nobody", {other.pk}),
        ("owner:nora", {number}), ("reporter:boris", {other.pk}), ("reporter:ada@acme.example", {number}), ("company:acme", {number}),
        ('company:"Borealis AG"', {other.pk}), ("-company:acme", {other.pk}), ("product:helvetic-erp", both), ("version:24.2", both),
        ("version:24.2.3", both), ("version<24.2.3", set()), ("version>=24.2", both), ("domain:finance", {number}), ("language:de", {other.pk}),
        ("opened<1y", both), ("opened>1y", set()), ("opened:2026-11-24", both), ("opened:2026-11", both), ("opened<2026-11-24", set()),
        ("updated>=2026-11-24", both), ("closed<30d", set()), ("has:deadline", {other.pk}), ("has:file", set()), ("has:note", set()), ("problem:77", set()),
        ("company:acme facture", {number}), ("facture status:new", set()), ("due<5y", {other.pk}), ("deadline<9y", {other.pk}),
    ):  # fmt: skip
        assert set(found(nora, text)) == wanted, text
    with acting_as(nora):
        for text, kind, instead in (
            ("status:wait_custmer", "value", "status:wait_customer"), ("criticality>=medum", "value", "criticality>=medium"),
            ("company:borealus", "company", 'company:"Borealis AG"'), ("owner:norra", "person", "owner:Nora"), ("version:24.2.33", "version", "version:24.2.3"),
            ("-is:opn", "value", "-is:open"), ("due<soonish", "moment", ""), ("opened:2026-13-99", "moment", ""), ("problem:x", "number", ""),
            ("opened:99999-01-01", "moment", ""),
        ):  # fmt: skip
            asked = finding.ask(nora, text)
            assert [(one.kind, one.instead) for one in asked.mistakes] == [(kind, instead)], text
            assert finding.requests(asked).tickets == []


def test_any_text_is_answered(ada, nora, opened):
    opened(ada)
    texts = ("", "   ", "'; drop table desk_ticket", "🙂", "()&|!:*", "a" * 10_000, "\x00", "ŉʼ'\\", "\u202eabc", "les de la und", '"\'"', "%_%", "[a-z]+(?=x)",
             "x:*", "a <-> b", "!facture", "-" * 9_000, "facture " * 1200, "status:" * 1400, "version<x", "½ № ㎏", "ß" * 99)  # fmt: skip
    with acting_as(nora):
        for text in texts:
            asked = finding.ask(nora, text)
            finding.requests(asked)
            finding.problems(asked)
            finding.articles(asked)
            assert not text.strip("\x00 ") or asked.mistakes or not asked.is_empty, text
    with acting_as(ada):
        for text in texts:
            finding.requests(finding.ask(ada, text))


def test_the_walls_hold_for_words_of_others_and_of_notes(ada, boris, nora, carl, opened, do, found):
    number = opened(ada).pk
    do(nora, "2026-11-24 11:05", replying.note, number, "Hydrangea inside.")
    assert found(ada, "facture") == [number]
    assert found(ada, "hydrangea") == found(boris, "facture") == found(carl, "facture") == []
    with acting_as(nora):
        replying.give_sight(Ticket.objects.get(pk=number), [carl.person_id], "added")
    assert found(carl, "hydrangea") == [number]


def test_a_confidential_request_is_found_by_its_readers_alone(paula, alan, ada, nora, luca, lena, opened, found):
    number = opened(paula, domain="payroll", confidential=True, subject="Salaire du directeur", body="Quokkaberry.").pk
    assert found(paula, "quokkaberry") == found(paula, "salaires directeurs") == [number]
    for other in (alan, ada, luca):
        assert found(other, "quokkaberry") == []
    assert found(nora, "quokkaberry is:confidential") == [number]


@pytest.mark.parametrize("is_common", [False, True])
def test_pages_follow_each_other_without_gap_or_repetition_whichever_way_is_taken(is_common, ada, nora, opened, do, monkeypatch):
    monkeypatch.setattr(finding, "_is_common", lambda asked: is_common)
    by_text = [opened(ada, when=f"2026-11-24 10:{n:02d}", subject="Autre chose en cours de route", body="La facture manque.").pk for n in range(4)]
    by_subject = [opened(ada, when=f"2026-11-24 09:{n:02d}").pk for n in range(4)]
    with acting_as(nora):
        asked, seen, after = finding.ask(nora, "facture"), [], ""
        while True:
            page = finding.requests(asked, after=after, limit=3)
            seen += [ticket.pk for ticket in page.tickets]
            after = page.next
            if not after:
                break
        assert seen == by_subject[::-1] + by_text[::-1]
        assert finding.requests(asked, after="nonsense", limit=3).total == 8


def test_a_walk_that_ends_early_looks_everything_up(ada, nora, opened, monkeypatch):
    monkeypatch.setattr(finding, "_is_common", lambda asked: True)
    monkeypatch.setattr(finding, "WALKED", 2)
    numbers = [opened(ada, when=f"2026-11-24 10:0{n}", subject="Autre chose en cours de route", body="La facture manque.").pk for n in range(5)]
    with acting_as(nora):
        assert [t.pk for t in finding.requests(finding.ask(nora, "facture")).tickets] == numbers[::-1]


def test_one_row_and_five_take_the_same_statements(ada, nora, opened, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (1, 4):
        for n in range(more):
            opened(ada, when=f"2026-11-24 1{more}:0{n}")
        with acting_as(nora), CaptureQueriesContext(connection, ) as run:
            asked = finding.ask(nora, "facture ancien status:new")
            finding.places(asked, finding.requests(asked).tickets)
        counts.append(len(run))
    assert counts[1] <= counts[0]
