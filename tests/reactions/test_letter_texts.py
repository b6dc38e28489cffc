"""Texts of letters that the vendor wrote himself: used in real letters, by brand and language, with nothing but their variables."""

import json

import pytest
from django.utils import translation

from guichet.desk.models import Ticket
from guichet.desk.operations import replying
from guichet.mail.letter import as_bytes
from guichet.people.models import Person
from guichet.reactions import frame
from guichet.reactions.delivery import as_mail
from guichet.reactions.models import Letter
from guichet.reactions.wiring import WIRING
from guichet.service.house import forget
from guichet.service.lettering import BLOCKS, KINDS, MEANINGS, BrokenText, check_subject, check_text
from guichet.service.loading import keep_letter
from guichet.service.models import Brand, LetterText, Text
from guichet.sla import words

MESSAGE = "{name} {{7*7}} {% include 'x' %} {message} <b>&amp;"


@pytest.fixture
def written(cast):
    """`written(kind, text, subject=…, brand=…, language=…)`: a text of the vendor's own, standing."""

    def _written(kind, text, subject="", brand="", language="fr"):
        keep_letter(kind, brand, language, subject, text)
        forget()

    yield _written
    forget()


@pytest.fixture
def other_brand(cast):
    """The support desk writes under a name of its own."""
    Brand.objects.create(key="alpen", spec={"vendor": "Alpen Soft", "email": "hilfe@alpen.example", "texts": {"signature": {}}})
    desks = Text.objects.get(key="desks")
    desks.spec["SUP"] = {**desks.spec.get("SUP", {}), "brand": "alpen"}
    desks.save(update_fields=["spec"])
    forget()
    yield
    forget()


def test_every_notice_has_a_kind_of_letter_and_every_variable_a_meaning():
    assert {notice.letter for notices in WIRING.values() for notice in notices} <= set(KINDS)
    assert {name for kind in KINDS.values() for name in (*kind.variables, *kind.needed)} == set(MEANINGS)


@pytest.mark.parametrize("language", ["en", "fr", "de", "it"])
def test_the_shipped_text_of_every_kind_keeps_the_rules_of_a_written_one(language):
    for kind in KINDS.values():
        subject, text = frame.shipped_text(kind.key, language)
        check_text(kind, text)
        check_subject(kind, subject)


@pytest.mark.parametrize("language", ["en", "fr", "de", "it"])
def test_a_written_text_is_in_the_letters_of_its_language_alone(ada, opened, tell, written, language):
    other = {"en": "fr", "fr": "de", "de": "it", "it": "en"}[language]
    written("receipt", "* {key}, {name}.\n\n{needs}\n\n{link}", "* {key} : {subject}", language=language)
    letters = {}
    for spoken in (language, other):
        Person.objects.filter(pk=ada.person_id).update(language=spoken)
        letters[spoken] = tell(opened(ada).pk).to("ada")
    own, shipped = letters[language], letters[other]
    key = own.ticket.key
    assert own.text.startswith(f"* {key}, {ada.name}.") and f"* {key}, {ada.name}." in own.html
    assert own.subject.startswith(f"* {key} : ") and own.subject.endswith(f"[{key}]")
    assert "*" not in shipped.text + shipped.subject and shipped.text.startswith(frame.shipped_text("receipt", other)[1].split(" {name}")[0])


def test_a_text_of_the_brand_goes_before_the_houses_and_that_before_the_one_for_every_letter(ada, opened, tell, written, other_brand):
    asked = {"subject": "Reçu"}
    every = "Partout {news} {needs} {message} {items} {next} {ratings} {link}"
    written("every", every)
    first = tell(opened(ada).pk).to("ada")
    written("receipt", "Maison {needs} {link}", **asked)
    second = tell(opened(ada).pk).to("ada")
    written("receipt", "Marque {vendor} {needs} {link}", brand="alpen", **asked)
    third = tell(opened(ada).pk).to("ada")
    assert [letter.text.split()[0] for letter in (first, second, third)] == ["Partout", "Maison", "Marque"]
    assert third.text.startswith("Marque Alpen Soft") and third.headers["sender"] == ["Alpen Soft", "hilfe@alpen.example"]
    assert "Partout" in first.text and not first.subject.startswith("Reçu")


def test_what_people_wrote_is_never_a_template(ada, nora, opened, do, tell, written):
    written("reply", "Pour {name} : {message}\n{{accolades}} {% now 'Y' %} <i>{link}</i>", "{subject} – {status}")
    number = opened(ada, subject="Zahlung {key} {{link}} {% x %}").pk
    do(nora, "2026-11-24 11:00", replying.reply, number, MESSAGE)
    letter = tell(number).to("ada")
    assert MESSAGE in letter.text and "Zahlung {key} {{link}} {% x %}" in letter.subject
    assert "{accolades} {% now 'Y' %} <i>" in letter.text
    assert "&lt;b&gt;&amp;amp;" in letter.html and "&lt;i&gt;" in letter.html and "<b>" not in letter.html


def test_no_line_break_of_anybody_begins_a_header(ada, opened, tell, written):
    LetterText.objects.create(kind="receipt", language="fr", subject="{subject}\r\nBcc: x@evil.example", text="{needs} {link}")
    forget()
    letter = tell(opened(ada, subject="Zahlung a b\u2028Cc: y@evil.example").pk).to("ada")
    sent = as_bytes(as_mail(letter))
    headers = sent.split(b"\r\n\r\n")[0].lower()
    assert b"\nbcc:" not in headers and b"\ncc:" not in headers and "\n" not in letter.subject


def test_a_confidential_request_gives_number_and_link_whatever_is_written(confidential, ada, written):
    rest = "{news} {needs} {message} {items} {next} {ratings} {facts} {subject} {company} {type} {status} {link}"
    for kind in KINDS:
        LetterText.objects.create(kind=kind, language="fr", subject="{subject} {company} {status}", text=rest)
    forget()
    letter = confidential()
    said = letter.subject + letter.text + letter.html
    assert "salaires" not in said and "Acme" not in said and letter.ticket.key in letter.subject


@pytest.fixture
def confidential(ada, opened, tell):
    def _confidential() -> Letter:
        number = opened(ada, subject="Les salaires de mars").pk
        Ticket.objects.filter(pk=number).update(confidential=True)
        return tell(number).to("ada")

    return _confidential


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{news} {link} {needs} {nmae}", "{name}"),
        ("{link} {needs} {note}", "{note}"),
        ("{link} {needs} {key.person.password}", "brace"),
        ("{link} {needs} {}", "brace"),
        ("{link} {needs} {key", "brace"),
        ("{link} {needs} } x", "brace"),
        ("{needs}", "{link}"),
        ("x" * 10_001, "10000"),
    ],
)
def test_a_text_that_is_none_is_refused_with_the_reason(text, why):
    with translation.override("en"), pytest.raises(BrokenText, match=why.replace("{", r"\{").replace("}", r"\}")):
        check_text(KINDS["receipt"], text)


@pytest.mark.parametrize("subject", ["", "  ", "a\nb", "a\rBcc: x", "{news}", "{message}", "x" * 201, "{nobody}"])
def test_a_subject_that_is_none_is_refused(subject):
    with pytest.raises(BrokenText):
        check_subject(KINDS["receipt"], subject)


def test_no_kind_of_letter_knows_a_variable_that_leads_to_notes():
    assert not [name for name in MEANINGS if "note" in name or "internal" in name]
    for kind in ("confidential", "not_yours"):
        assert not {"subject", "company", "status", "message", "facts", "next"} & set(KINDS[kind].variables)
    assert set(MEANINGS) >= BLOCKS


def test_lines_without_anything_to_say_are_left_out(cast):
    sheet = frame.Sheet("sign_in", "fr", "Ada", "Lien", "https://x.example/", "Ici :", {"vendor": "V"}, lines=["Voilà."])
    laid = frame.lay(sheet, text="{name}\n{phone}\n{signature}\n\n\n{phone}\n\nTél. : {vendor}\n{link}", subject="{about}")
    assert laid.text == f"Ada\nV\n\nTél.{words.NO_BREAK}: V\nhttps://x.example/\n"
    assert '<a href="https://x.example/">' in laid.html and json.dumps(laid.subject) == '"Lien"'


def test_a_text_is_loaded_from_a_file_and_a_wrong_one_is_refused_with_its_line(cast, tmp_path):
    from guichet.exchange.configuration import load
    from guichet.service.reading import ConfigurationError

    file = tmp_path / "letters.yaml"
    file.write_text(
        "brands:\n  - key: alpen\n    vendor: Alpen Soft\nletters:\n  - kind: reminder\n    brand: alpen\n"
        "    subject: {de: 'Erinnerung {key}'}\n    text: {de: 'Bitte antworten Sie: {link}'}\n"
    )
    assert load([file]).has_changes and not load([file]).has_changes
    assert LetterText.objects.get(kind="reminder", brand="alpen", language="de").subject == "Erinnerung {key}"
    file.write_text("letters:\n  - kind: reminder\n    subject: {de: 'x'}\n    text: {de: '{lnk}'}\n")
    with pytest.raises(ConfigurationError, match=r"letters.yaml:2.*\{link\}"):
        load([file])
    forget()
