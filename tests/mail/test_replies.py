"""The new part of a reply."""

import pytest

from guichet.mail.reading import parse
from guichet.mail.reply.trimming import trimmed
from tests.mail.replies import ABOVE_QUOTE, HTML, KEPT, ORIGINAL, PHONES, WHOLE, Q


@pytest.mark.parametrize("above", ABOVE_QUOTE.values(), ids=ABOVE_QUOTE)
def test_a_quote_is_cut_with_the_line_above_it(above):
    assert trimmed(f"Answer.\n\n{above}\n\n{Q}\n") == "Answer."
    assert trimmed(f"{above}\n{Q}\n\nAnswer.\n") == "Answer."


@pytest.mark.parametrize("head", ORIGINAL.values(), ids=ORIGINAL)
def test_an_original_message_is_cut_with_its_head(head):
    assert trimmed(f"Answer.\n\n{head}\n\nBonjour,\n\ntout va bien ?\n\nAda") == "Answer."


@pytest.mark.parametrize("line", PHONES)
def test_what_a_phone_says_of_itself_is_cut(line):
    assert trimmed(f"Answer.\n\n{line}\n") == "Answer."


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_text_of_the_writer_stays_whole(text):
    assert trimmed(text) == text


@pytest.mark.parametrize(("text", "new"), WHOLE.values(), ids=WHOLE)
def test_whole_replies(text, new):
    assert trimmed(text).split() == new.split()


@pytest.mark.parametrize(("html", "new"), HTML.values(), ids=HTML)
def test_replies_of_html_alone(html, new):
    mail = parse(b"From: Ada <ada@acme.example>\nSubject: Re: x\nContent-Type: text/html; charset=utf-8\n\n" + html.encode())
    assert mail.reply_text.split() == new.split()
