"""Words, stems and codes of a text."""

import pytest

from guichet.matching.words import codes, fold, read


def test_accents_and_sharp_s_are_folded():
    assert fold("Prüfstraße ÉTÉ") == "prufstrasse ete"


@pytest.mark.parametrize(("text", "found"), [
    ("Erreur E-4711 dans FI_POST", {"e-4711", "fi_post"}),
    ("depuis la 24.2.3", {"24.2.3"}),
    ("ORA-00942: table missing", {"ora-00942"}),
    ("export.csv is empty", {"export.csv"}),
    ("in 2026 we had 12 of them", set()),
    ("Nothing to see. Really.", set()),
    ("SPT-1042", {"spt-1042"}),
])  # fmt: skip
def test_codes_are_words_with_a_digit_an_underscore_or_a_dot(text, found):
    assert codes(text) == found


@pytest.mark.parametrize(("language", "one", "other"), [
    ("fr", "Les factures imprimées", "facture imprimée"),
    ("de", "Die Rechnungen", "Rechnung"),
    ("en", "printing invoices", "printed invoice"),
    ("it", "le fatture", "fattura"),
])  # fmt: skip
def test_words_are_brought_to_their_stem_in_their_language(db, language, one, other):
    first, second = read([(language, one, ""), (language, other, "")], 1_000)
    assert set(first.all) == set(second.all) and first.all


def test_small_words_are_left_out_also_with_accents(db):
    [words] = read([("fr", "il a été même à la facture", "")], 1_000)
    assert set(words.all) == {"factur"}


@pytest.mark.parametrize("text", ["", "…!?", "the a of", "🙂🙂", "שלום עולם", "'; DROP TABLE x; --", "\\(.*[", "x" * 10_000, "a\0b"])
def test_odd_texts_have_words_or_none(db, text):
    [words] = read([("en", text, text)], 1_000)
    assert words.length >= 0
