"""The coach: silent on good requests, outspoken on bad ones, in four languages (DOMAIN 1.13 and 2)."""

import time
from pathlib import Path

import pytest
import yaml

from guichet.intake.coach import coach, completeness, parts
from guichet.intake.coach_words.messages import MESSAGES

CASES = Path(__file__).with_name("coach_cases")
LANGUAGES = ("fr", "de", "en", "it")
GOLDEN = yaml.safe_load((CASES / "golden.yaml").read_text())
OWN = {language: yaml.safe_load((CASES / f"{language}.yaml").read_text()) for language in LANGUAGES}
MAY_PASS = {"B7", "B8", "B11", "B16"}
FINE = {
    "fr": "Bulletin de livraison imprimé sans numéro de lot",
    "de": "Lieferschein ohne Chargennummer gedruckt",
    "en": "Delivery note printed without batch number",
    "it": "Bolla di consegna stampata senza numero di lotto",
}


def lines(kind: str) -> list[tuple[str, str]]:
    return [(language, line) for language in LANGUAGES for line in OWN[language][kind].splitlines()]


def rules(subject: str, description: str | None = None, **more) -> list[str]:
    return [hint.rule for hint in coach(subject, description, **more)]


@pytest.mark.parametrize("key", GOLDEN["good"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_good_subjects_meet_silence(key, language):
    subject = GOLDEN["good"][key][language]
    assert rules(subject, language=language) == []
    assert rules(subject) == []


@pytest.mark.parametrize("key", GOLDEN["good"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_good_descriptions_meet_silence_beside_a_subject_in_any_language(key, language):
    row = GOLDEN["good"][key]
    for type in (None, "SPT", row["type"]):
        for told in (None, language, row["written_in"]):
            assert rules(row[language], row["description"], type=type, language=told) == []


@pytest.mark.parametrize("key", GOLDEN["bad"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_subjects_are_flagged(key, language):
    subject = GOLDEN["bad"][key][language]
    for hints in (coach(subject, None, language=language), coach(subject, None)):
        assert [hint.field for hint in hints] and {hint.field for hint in hints} == {"subject"}


@pytest.mark.parametrize(
    ("key", "rule"),
    [
        ("B1", "generic"), ("B2", "urgency"), ("B3", "generic"), ("B4", "generic"), ("B5", "generic"), ("B6", "greeting"),
        ("B7", "number-only"), ("B8", "message-without-moment"), ("B9", "pointer"), ("B10", "pointer"), ("B11", "two-topics"),
        ("B12", "person"), ("B13", "pointer"), ("B14", "too-short"), ("B15", "change-request"), ("B16", "secret"),
        ("B17", "exaggeration"), ("B18", "no-version"), ("B19", "test"), ("B20", "complaint"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bad_subject_hears_what_is_wrong_with_it(key, rule, language):
    assert rule in rules(GOLDEN["bad"][key][language], language=language)


def test_capitals_and_exclamation_marks_are_named():
    assert {"exclamation", "urgency"} <= set(rules("URGENT !!!"))
    assert "capitals" in rules("TUTTO FERMO")
    assert rules("LOHNLAUF NOVEMBER BLEIBT BEI ABSENZENKONTROLLE STEHEN", language="de") == ["capitals"]
    assert "capitals" in rules("EVERYTHING IS DOWN, my screen is white")
    assert rules("EDI ORDERS: MRP und OF rechnen MWST doppelt", language="de") == []


@pytest.mark.parametrize("key", [key for key, row in GOLDEN["bad"].items() if "description" in row])
def test_bad_descriptions_are_flagged(key):
    row = GOLDEN["bad"][key]
    language = row["written_in"]
    for told in (None, language):
        hints = coach(FINE[language], row["description"], language=told)
        assert hints and {hint.field for hint in hints} == {"description"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "told"), [("good", True), ("good", False)])
def test_no_false_alarm_on_other_good_subjects(language, kind, told):
    flagged = {}
    for line in OWN[language][kind].splitlines():
        found = rules(line, language=language if told else None)
        if found:
            flagged[line] = found
    assert flagged == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("told", [True, False])
def test_no_other_bad_subject_passes(language, told):
    passed = [line for line in OWN[language]["bad"].splitlines() if not coach(line, None, language=language if told else None)]
    assert passed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sets_are_large_enough_to_mean_something(language):
    assert len(OWN[language]["good"].splitlines()) >= 60
    assert len(OWN[language]["bad"].splitlines()) >= 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_accents_and_capitals_at_the_start_do_not_matter(language):
    from guichet.intake.coach_words.lexicon import fold

    for line in OWN[language]["bad"].splitlines():
        assert coach(fold(line), None, language=language), line


@pytest.mark.parametrize(("language", "description"), lines("good_descriptions"))
def test_other_good_descriptions_meet_silence(language, description):
    assert rules(FINE[language], description, language=language) == []
    assert rules(FINE[language], description, type="SPT") == []


@pytest.mark.parametrize(("language", "description"), lines("wishes"))
@pytest.mark.parametrize("type", ["EVO", "FLX", "CNS"])
def test_a_wish_needs_no_steps(language, description, type):
    assert rules(FINE[language], description, type=type, language=language) == []


@pytest.mark.parametrize(("language", "description"), lines("bad_descriptions"))
def test_other_bad_descriptions_are_flagged(language, description):
    for told in (language, None):
        hints = coach(FINE[language], description, language=told)
        assert hints and {hint.field for hint in hints} == {"description"}


def test_a_thin_description_hears_which_heading_is_missing():
    assert rules(FINE["fr"], "Le stock est faux.") == ["missing-steps", "missing-expected"]
    assert rules(FINE["en"], "When I click it does nothing. Please fix.") == ["missing-message", "missing-expected"]
    assert "two-topics" in rules(FINE["de"], GOLDEN["bad"]["B11"]["description"])
    assert rules(FINE["de"], "Bitte neuesten Patch installieren.") == ["no-version"]


@pytest.mark.parametrize("description", ["", "   ", "Voir pièce jointe.", "Siehe Anhang", "See attached screenshot.", "Vedi allegato"])
def test_an_attachment_alone_is_asked_for_one_sentence(description):
    assert rules(FINE["en"], description) == ["only-attachment"]


def test_a_description_not_yet_written_is_left_in_peace():
    assert rules(FINE["en"], None) == []


@pytest.mark.parametrize("type", ["EVO", "FLX", "PSP", "PSP2", "CNS", "TRN", "ACC", "LIC"])
def test_only_problems_are_asked_for_steps(type):
    found = rules(FINE["de"], "Bitte um eine Lösung.", type=type)
    assert len(found) == 1
    assert not set(found) & {"missing-steps", "missing-message", "missing-expected"}


def test_an_empty_subject_asks_for_one():
    assert rules("", None) == ["empty"]
    assert rules(" \n", None) == ["empty"]


def test_a_question_is_a_topic():
    assert rules("Comment extourner une écriture d'une période déjà clôturée ?") == []
    assert rules("Lenteur à l'ouverture de la fiche article depuis lundi") == []
    assert rules("Lenteur") == ["too-short"]


def test_urgency_beside_a_topic_is_sent_to_the_criticality():
    assert rules("URGENT : calcul des salaires de novembre bloqué sur le contrôle des absences") == ["urgency"]
    assert rules("Lohnlauf November bleibt bei «Absenzenkontrolle» stehen - DRINGEND") == ["urgency"]
    assert rules("Commandes urgentes non prioritaires dans le planning de préparation") == []


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("fr", "TVA fausse sur les factures de novembre, par ailleurs l'imprimante du quai reste muette"),
        ("de", "MWST auf Novemberrechnungen falsch, ausserdem druckt der Rampendrucker nicht"),
        ("en", "VAT wrong on November invoices and also the dock printer does not print"),
        ("it", "IVA errata sulle fatture di novembre, inoltre la stampante della rampa non stampa"),
    ],
)
def test_two_topics_are_offered_to_be_split(language, subject):
    assert "two-topics" in rules(subject, language=language)


def test_a_secret_in_either_field_is_pointed_out_by_its_kind():
    subject, = coach("Lieferantenzahlung auf CH93 0076 2011 6238 5295 7 abgewiesen von Bank", None, language="de")
    assert (subject.field, subject.rule, subject.message) == (
        "subject", "secret", "Das sieht nach einer IBAN aus. Wir brauchen sie nicht.")
    hints = coach(FINE["fr"], "Menu Paie › Calcul, mot de passe : Soleil2024, message « LIC-204 ». Attendu : accès direct.")
    assert [(hint.field, hint.rule) for hint in hints] == [("description", "secret")]


def test_the_hint_speaks_the_language_given_or_that_of_the_text_or_english():
    assert coach("Problem", None, language="it")[0].message == MESSAGES["generic"]["it"]
    assert coach("Ça ne marche pas", None)[0].message == MESSAGES["generic"]["fr"]
    assert coach("Geht nicht", None)[0].message == MESSAGES["generic"]["de"]
    assert coach("Patch", None)[0].message == MESSAGES["no-version"]["en"]
    assert coach("Test", None, language="xx")[0].message == MESSAGES["test"]["en"]


@pytest.mark.parametrize("rule", MESSAGES)
def test_every_rule_is_explained_in_four_languages(rule):
    assert set(MESSAGES[rule]) == set(LANGUAGES)
    assert len(set(MESSAGES[rule].values())) == 4
    assert "ß" not in MESSAGES[rule]["de"]


def test_a_hint_names_the_part_that_is_missing():
    assert coach("Lenteur", None, language="fr")[0].part == "where"
    assert coach("Rechnung 26-4471", None, language="de")[0].part == "what"


def test_parts_say_what_is_there_and_ask_for_the_rest():
    found = parts("Facture client en EUR : TVA doublée", "fr")
    assert [found[part]["there"] for part in ("where", "what", "when")] == [True, True, False]
    assert found["where"]["found"] == "Facture"
    assert found["when"]["label"] == "Quand, ou sur quoi ?"
    assert found["when"]["question"]
    assert all(part["there"] for part in parts("Artikelstamm öffnet sich seit Montag langsam, Mandant 02", "de").values())
    assert not any(part["there"] for part in parts("", "en").values())


def test_the_meter_fills_with_the_headings():
    assert completeness("") == {"percent": 0, "missing": ["did", "happened", "expected"]}
    assert completeness(did="Clients › Factures › Nouvelle", happened="Taux 7,7 %", type="SPT", language="fr")["missing"] == ["expected"]
    full = completeness(did="Clients › Factures › Nouvelle, article 30-115", happened="Taux 7,7 %", expected="Taux 8,1 %")
    assert full == {"percent": 100, "missing": []}
    steps = [completeness(did="a"), completeness(did="Menu Paie › Calcul"), completeness(did="Menu Paie › Calcul", happened="Bloqué")]
    assert [step["percent"] for step in steps] == sorted(step["percent"] for step in steps)


@pytest.mark.parametrize("key", GOLDEN["good"])
def test_the_meter_is_full_on_good_descriptions(key):
    row = GOLDEN["good"][key]
    assert completeness(row["description"], row["type"])["percent"] >= 60


def test_the_meter_of_other_types_asks_for_their_own_thing():
    assert completeness("", "EVO")["missing"] == ["benefit"]
    assert completeness("", "PSP")["missing"] == ["version"]
    assert completeness(GOLDEN["good"]["G16"]["description"], "EVO") == {"percent": 100, "missing": []}


@pytest.mark.parametrize(
    "text",
    ["\0", "Problem\0", "😀😀😀", "مشكلة في الفاتورة رقم 26-4471", "בעיה", "\u202eesrever\u202c", "e\u0301" * 50, "\ud800", "«»", "- - -",
     "1" * 600, "ﬁ", "İstanbul"],
)
def test_odd_characters_are_read_without_complaint(text):
    for language in (None, *LANGUAGES):
        assert isinstance(coach(text, text, language=language), list)
        parts(text, language)
        completeness(text, language=language)


@pytest.mark.parametrize(
    "piece",
    ["Lieferschein druckt nicht ", " ", "1 ", "a-", "pwd: a ", "CH93 0076 ", "a", "und ", "«", '"a" ', "\0", "😀", "مرحبا ", "a.b.", "4111 ",
     "Zahlungseingang" * 20, "e\u0301", "# Fragen "],
)
def test_a_hundred_thousand_characters_are_answered_in_a_moment(piece):
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    coach("Problem", text)
    assert min(_seconds(FINE["de"], text) for _ in range(3)) < 0.15
    assert min(_seconds(text, None) for _ in range(3)) < 0.15


def _seconds(subject: str, description: str | None) -> float:
    start = time.process_time()
    coach(subject, description)
    return time.process_time() - start
