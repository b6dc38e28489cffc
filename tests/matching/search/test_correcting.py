"""Typing mistakes: what was probably meant is looked for, of words that the reader may know."""

import pytest

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.matching import upkeep
from guichet.matching.search import finding
from guichet.matching.search.correcting import _distance


@pytest.fixture
def indexed():
    def _indexed(*numbers: int) -> None:
        with acting_as(SYSTEM):
            upkeep.refresh_tickets(numbers)

    return _indexed


def found(actor, text: str) -> tuple[list[int], list[tuple[str, str]]]:
    with acting_as(actor):
        all_of_it = finding.search(actor, text)
        return [ticket.pk for ticket in all_of_it.requests.tickets], all_of_it.instead


def test_letters_missing_wrong_too_many_or_exchanged_are_counted():
    for word, other, distance in (
        ("facture", "facture", 0), ("factrue", "factur", 1), ("facure", "factur", 1), ("faccture", "factur", 1), ("rechnungen", "rechnung", 0),
        ("rehcnungen", "rechnung", 1), ("lohnluaf", "lohnlauf", 1), ("xyzzy", "factur", 6),
    ):  # fmt: skip
        assert _distance(word, other) == distance, word


def test_a_mistyped_word_finds_what_was_meant_and_says_so(ada, nora, opened, indexed):
    number = opened(ada).pk
    indexed(number)
    for actor in (nora, ada):
        for typed in ("factrue", "faccture", "calculeee", "clinet factures"):
            numbers, instead = found(actor, typed)
            assert numbers == [number] and instead, (actor.name, typed)
        assert found(actor, "zzzzzz") == ([], [])
        assert found(actor, "facture") == ([number], [])


def test_no_word_of_others_is_offered(ada, boris, nora, opened, indexed):
    theirs = opened(boris, company="borealis", subject="Quokkaberry steht still seit heute", body="Lager.")
    ours = opened(ada)
    indexed(theirs.pk, ours.pk)
    assert found(nora, "quokkabery")[0] == [theirs.pk]
    assert found(ada, "quokkabery") == ([], [])
