"""A letter as bytes: readable by every mail program, and never more headers than we wrote (RFC 5322)."""

import datetime as dt
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.mail.letter import BY_MACHINE, BadLetter, Letter, as_bytes, one_line

GIVEN = {
    "message_id": "<1.2.abcdef@vendor.example>",
    "sender": ("Helvetic Software", "support@vendor.example"),
    "to": ("Ada Favre", "ada@acme.example"),
    "subject": "Facture en EUR : TVA calculée à 7,7 % [SPT-1042]",
    "text": "Bonjour\n",
}


def read(letter: Letter):
    return message_from_bytes(as_bytes(letter), policy=policy.default)


def letter(**changes) -> Letter:
    return Letter(**{**GIVEN, **changes})


def test_a_letter_has_both_texts_and_says_who_and_when():
    sent = dt.datetime(2026, 11, 24, 10, 42, tzinfo=dt.UTC)
    message = read(
        letter(
            html='<html lang="fr"><p>Bonjour é</p></html>',
            language="fr",
            sent_at=sent,
            references=("<request-1042@vendor.example>",),
            headers={"Reply-To": "support@vendor.example", **BY_MACHINE},
        )
    )
    assert message["From"] == "Helvetic Software <support@vendor.example>" and message["To"] == "Ada Favre <ada@acme.example>"
    assert message["Message-ID"] == "<1.2.abcdef@vendor.example>" and message["Date"].datetime == sent
    assert message["References"] == message["In-Reply-To"] == "<request-1042@vendor.example>"
    assert message["Auto-Submitted"] == "auto-generated" and message["Precedence"] == "bulk"
    assert message["X-Auto-Response-Suppress"] == "All" and message["Content-Language"] == "fr"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert "Bonjour é" in message.get_body(("html",)).get_content()


def test_the_same_letter_gives_the_same_bytes():
    assert as_bytes(letter(html="<p>x</p>")) == as_bytes(letter(html="<p>x</p>"))


@given(subject=st.text(max_size=400), name=st.text(max_size=100), text=st.text(max_size=3000))
def test_whatever_people_type_no_header_is_added_and_the_subject_is_read_back(subject, name, text):
    expected = {
        "Message-ID",
        "From",
        "To",
        "Subject",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Content-Language",
    }
    raw = as_bytes(letter(subject=f"{subject} [SPT-1042]", to=(name, "ada@acme.example"), text=text))
    message = message_from_bytes(raw, policy=policy.default)
    assert set(message.keys()) == expected and len(message.keys()) == len(expected)
    assert message["To"].addresses[0].addr_spec == "ada@acme.example" and len(message["To"].addresses) == 1
    assert str(message["Subject"]) == one_line(f"{subject} [SPT-1042]")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998 and raw.isascii()


def test_a_line_break_in_a_subject_begins_no_header():
    message = read(letter(subject="Hello\r\nBcc: everybody@acme.example\r\n\r\nbody [SPT-1042]"))
    assert message["Bcc"] is None and message["Subject"] == "Hello Bcc: everybody@acme.example body [SPT-1042]"


def test_a_long_subject_is_folded_and_read_back_whole():
    subject = "Première connexion avec le client lourd : erreur de licence après le patch 24.2.3 — " * 4 + "[SPT-1042]"
    raw = as_bytes(letter(subject=subject))
    assert max(map(len, raw.split(b"\r\n"))) <= 76
    assert str(message_from_bytes(raw, policy=policy.default)["Subject"]) == subject


@pytest.mark.parametrize(
    "address", ["", "ada", "ada@", "@acme.example", "a b@acme.example", "ada@acme.example\r\nBcc: x@y.z", "é@x.ch"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(BadLetter):
        as_bytes(letter(to=("Ada", address)))


def test_a_domain_in_another_script_is_written_in_ascii():
    assert read(letter(to=("Ada", "ada@bücher.example")))["To"] == "Ada <ada@xn--bcher-kva.example>"


def test_signs_that_steer_the_reading_are_left_out_and_no_break_spaces_stay():
    assert one_line("a\u202eb\x00c  d\u00a0e") == "a b c d\u00a0e"
