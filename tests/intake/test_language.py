"""The small detector of the four languages."""

from pathlib import Path

import pytest
import yaml

from guichet.intake.language import detect

CASES = Path(__file__).with_name("coach_cases")
LANGUAGES = ("fr", "de", "en", "it")
GOLDEN = yaml.safe_load((CASES / "golden.yaml").read_text())


@pytest.mark.parametrize("language", LANGUAGES)
def test_subjects_and_descriptions_are_recognised(language):
    cases = yaml.safe_load((CASES / f"{language}.yaml").read_text())
    texts = cases["good"].splitlines() + cases["good_descriptions"].splitlines()
    texts += [row[language] for row in GOLDEN["good"].values()]
    wrong = {text: detect(text) for text in texts if detect(text) != language}
    assert len(wrong) <= len(texts) * 0.02, wrong


@pytest.mark.parametrize("key", GOLDEN["good"])
def test_golden_texts_are_all_recognised(key):
    row = GOLDEN["good"][key]
    assert [detect(row[language]) for language in LANGUAGES] == list(LANGUAGES)
    assert detect(row["description"]) == row["written_in"]


@pytest.mark.parametrize("text", ["", "   ", "12345", "???", "\0", "😀", "EDI", "asdf", "مشكلة في الفاتورة", "проблема со счётом"])
def test_what_is_in_none_of_the_four_gives_none(text):
    assert detect(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Hola, tenemos un problema con la factura y no podemos trabajar desde ayer, gracias",
        "Het systeem werkt niet, we kunnen geen facturen maken voor de klant",
        "Não consigo abrir o pedido do cliente, obrigado pela ajuda",
    ],
)
def test_a_neighbouring_language_is_not_taken_for_one_of_ours(text):
    assert detect(text) is None


def test_words_without_accents_are_understood():
    assert detect("Cloture annuelle : report a nouveau en double") == "fr"
    assert detect("Rueckmeldung fuer Fertigungsauftraege fehlt") == "de"
