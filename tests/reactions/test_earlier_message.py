"""The message before the one a letter tells of, quoted below it: of what the reader sees, trimmed, and known when it comes back."""

from email.message import EmailMessage

import pytest
from django.utils import translation

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.models import Message, Ticket
from guichet.desk.operations import replying
from guichet.desk.operations.redacting import redact_passage
from guichet.mail.letter import as_bytes
from guichet.mail.reading import parse
from guichet.people.models import Person
from guichet.reactions.case import shortened
from guichet.reactions.delivery import as_mail
from guichet.reactions.models import Letter
from guichet.service.house import forget
from guichet.service.loading import keep_letter

NEW = {
    "en": "Since the first of November.\n\nThe number is 2042.",
    "fr": "Depuis le premier novembre.\n\nLe numéro est 2042.",
    "de": "Seit dem ersten November.\n\nDie Nummer ist 2042.",
    "it": "Dal primo novembre.\n\nIl numero è 2042.",
}
ATTRIBUTION = {
    "en": "On Tue, 24 Nov 2026 at 12:00, Nora Keller (Helvetic Software) <support+x@vendor.example> wrote:",
    "fr": "Le mar. 24 nov. 2026 à 12:00, Nora Keller (Helvetic Software) <support+x@vendor.example> a écrit :",
    "de": "Am Di., 24. Nov. 2026 um 12:00 Uhr schrieb Nora Keller (Helvetic Software) <support+x@vendor.example>:",
    "it": "Il giorno mar 24 nov 2026 alle ore 12:00 Nora Keller (Helvetic Software) <support+x@vendor.example> ha scritto:",
}
OUTLOOK = {
    "en": ("From", "Sent", "To", "Subject", "Tuesday, 24 November 2026 12:00"),
    "fr": ("De", "Envoyé", "À", "Objet", "mardi 24 novembre 2026 12:00"),
    "de": ("Von", "Gesendet", "An", "Betreff", "Dienstag, 24. November 2026 12:00"),
    "it": ("Da", "Inviato", "A", "Oggetto", "martedì 24 novembre 2026 12:00"),
}


@pytest.fixture
def answered(ada, nora, opened, do, tell, cast):
    """`answered(language)`: the letter that brings Nora's answer, to Ada in a language; her own first words stand below it."""

    def _answered(language: str = "fr", body: str = "Depuis quel jour ?") -> Letter:
        with acting_as(SYSTEM):
            Person.objects.filter(pk=ada.person_id).update(language=language)
        number = opened(ada).pk
        do(nora, "2026-11-24 11:00", replying.reply, number, body)
        return tell(number, kind="message.sent").to("ada")

    return _answered


@pytest.mark.parametrize("language", ["en", "fr", "de", "it"])
def test_the_message_before_it_stands_below_the_one_told(answered, language):
    letter = answered(language)
    first = Message.objects.get(ticket=letter.ticket_id, is_first=True)
    told, quoted = letter.text.split("Depuis quel jour ?")
    assert first.body not in told and f"> {first.body}" in quoted and quoted.index("> ") > quoted.index(letter.ticket.key)
    assert first.body not in letter.html.split("gmail_quote")[1] and letter.html.index("Depuis quel jour ?") < letter.html.index("type=\"cite\"")


def test_never_a_note_and_never_more_than_the_message_before(ada, nora, opened, do, tell):
    number = opened(ada, body="Premier texte.").pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Deuxième texte.")
    do(nora, "2026-11-24 11:05", replying.note, number, "Notre secret.")
    do(ada, "2026-11-24 11:10", replying.reply, number, "Troisième texte.")
    do(nora, "2026-11-24 11:15", replying.note, number, "Autre secret.")
    do(nora, "2026-11-24 11:20", replying.reply, number, "Quatrième texte.")
    to_ada = tell(number, kind="message.sent").to("ada")
    assert "> Troisième texte." in to_ada.text
    assert "secret" not in to_ada.text + to_ada.html and "Premier" not in to_ada.text and "Deuxième" not in to_ada.text
    to_nora = tell(number, kind="message.received").to("nora")
    assert "> Deuxième texte." in to_nora.text and "secret" not in to_nora.text + to_nora.html


def test_nothing_is_quoted_of_a_confidential_request(ada, nora, opened, do, tell):
    number = opened(ada, body="Le salaire de mars.").pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Compris.")
    Ticket.objects.filter(pk=number).update(confidential=True)
    letter = tell(number, kind="message.sent").to("ada")
    assert "salaire" not in letter.text + letter.html + letter.subject and "Compris" not in letter.text


def test_a_long_message_is_cut_between_words():
    assert shortened("short\ntext") == "short\ntext"
    cut = shortened("word " * 500)
    assert cut.endswith("word […]") and len(cut) <= 1_010
    assert shortened("\n".join(str(n) for n in range(40))) == "\n".join(str(n) for n in range(15)) + " […]"


def test_what_was_taken_out_leaves_a_quote_that_was_cut_within_it(ada, nora, lena, opened, do, tell):
    """The quote ends in the midst of the passage: what stands before the cut goes as well, of sent letters too."""
    number = opened(ada, body="mot " * 245 + "le salaire de Jean Dupont de 8450 francs, et encore bien des mots").pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Compris.")
    letter = tell(number, kind="message.sent").to("ada")
    assert "le salaire de Jean […]" in letter.text
    Letter.objects.filter(ticket=number).update(state=Letter.SENT)
    do(lena, "2026-11-24 12:30", redact_passage, number, "le salaire de Jean Dupont de 8450 francs", "Privé")
    letter.refresh_from_db()
    assert "Jean" not in letter.text + letter.html and "mot mot" in letter.text


@pytest.mark.parametrize("language", ["en", "fr", "de", "it"])
@pytest.mark.parametrize("program", ["gmail", "outlook", "outlook drawn", "apple html", "gmail html"])
@pytest.mark.parametrize("text_of_the_house", [False, True])
def test_an_answer_above_our_letter_gives_exactly_the_new_part(answered, language, program, text_of_the_house):
    if text_of_the_house:
        keep_letter("reply", "", language, "{about}", "Hallo {name}!\n\n{message}\n\n--\n{signature}\n{link}\n\n{earlier}")
        forget()
    letter = answered(language)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ada@acme.example", "support+x@vendor.example", f"Re: {letter.subject}"
    message["In-Reply-To"] = letter.message_id
    text, html = _answer(letter, language, program)
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    assert parse(message.as_bytes()).reply_text.strip() == NEW[language]
    forget()


def _answer(letter: Letter, language: str, program: str) -> tuple[str, str]:
    new = NEW[language]
    from_, sent, to, subject, when = OUTLOOK[language]
    head = f"{from_}: Nora Keller (Helvetic Software) <support@vendor.example>\n{sent}: {when}\n{to}: Ada Perret <ada@acme.example>\n"
    head += f"{subject}: {letter.subject}\n"
    quoted = "".join(f"> {line}".rstrip() + "\n" for line in letter.text.splitlines())
    body = letter.html.split("<body>")[1].split("</body>")[0]
    paragraphs = "".join(f"<div>{line or '<br>'}</div>" for line in new.split("\n"))
    match program:
        case "outlook":
            return f"{new}\n\n{head}\n{letter.text}", ""
        case "outlook drawn":
            return f"{new}\n\n________________________________\n{head}\n{letter.text}", ""
        case "apple html":
            html = f'<html><body>{paragraphs}<div><br><blockquote type="cite"><div>{ATTRIBUTION[language]}</div><br></blockquote></div>'
            return f"{new}\n\n{ATTRIBUTION[language]}\n\n{quoted}", f'{html}<blockquote type="cite">{body}</blockquote></body></html>'
        case "gmail html":
            html = f'<div dir="ltr">{paragraphs}</div><br><div class="gmail_quote"><div class="gmail_attr">{ATTRIBUTION[language]}<br></div>'
            return f"{new}\n\n{ATTRIBUTION[language]}\n\n{quoted}", f'{html}<blockquote class="gmail_quote">{body}</blockquote></div>'
    return f"{new}\n\n{ATTRIBUTION[language]}\n\n{quoted}", ""


@pytest.mark.parametrize("language", ["en", "fr", "de", "it"])
def test_our_letter_leaves_whole_and_reads_as_written(answered, language):
    """The quote is set apart in both of its parts, so that mail programs fold it."""
    with translation.override(language):
        letter = answered(language)
        message = parse(as_bytes(as_mail(letter)))
    assert "Depuis quel jour ?" in message.text and "gmail_quote" in letter.html
