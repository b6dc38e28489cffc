"""Letters about somebody's own account: the secret stands in the letter alone."""

import re

import pytest

from guichet import clock
from guichet.mail import outbox as mail_outbox
from guichet.people.links import INVITATION, RESET, SIGN_IN, whose
from guichet.people.models import OneTimeLink, Person
from guichet.reactions import links
from guichet.reactions.models import Letter
from tests.reactions.conftest import read


@pytest.mark.parametrize(
    ("purpose", "path"), [(SIGN_IN, "/sign-in/link/"), (RESET, "/sign-in/reset/"), (INVITATION, "/invitation/")]
)
def test_a_link_lets_its_reader_in_and_is_kept_nowhere_else(cast, outbox, purpose, path):
    links.send_link(7, purpose, email="ADA@acme.example")
    (file,) = outbox.glob("*.eml")
    message = read(file)
    text = message.get_body(("plain",)).get_content()
    token = re.search(rf"http://localhost:8000{path}([\w-]+)/", text)[1]
    assert whose(token, purpose) == cast.person("ada") and message["To"] == "Ada Favre <ada@acme.example>"
    assert message["Auto-Submitted"] == "auto-generated" and "Votre support Helvetic Software" in text
    assert not Letter.objects.exists() and token not in OneTimeLink.objects.get().digest


def test_an_invitation_names_the_company(cast, outbox):
    links.send_link(7, INVITATION, person_id=cast.person("boris").pk)
    (file,) = outbox.glob("*.eml")
    assert "Borealis AG" in read(file).get_body(("plain",)).get_content()


def test_an_address_nobody_has_is_passed_over_in_silence(cast, outbox):
    Person.objects.filter(email="ada@acme.example").update(is_active=False)
    links.send_link(7, RESET, email="stranger@nowhere.example")
    links.send_link(8, RESET, email="ada@acme.example")
    assert not outbox.exists() and not OneTimeLink.objects.exists()


def test_a_busy_server_makes_the_job_try_again_with_the_same_message_id(cast, outbox, settings):
    settings.GUICHET_EMAIL_URL = "smtp://127.0.0.1:1"
    with pytest.raises(mail_outbox.TryAgain):
        links.send_link(7, RESET, email="ada@acme.example")
    settings.GUICHET_EMAIL_URL = ""
    links.send_link(7, RESET, email="ada@acme.example")
    links.send_link(7, RESET, email="ada@acme.example")
    assert len(list(outbox.glob("*.eml"))) == 1


def test_a_changed_password_is_told(cast, outbox):
    links.tell_person(9, links.PASSWORD_CHANGED, cast.person("nora").pk)
    (file,) = outbox.glob("*.eml")
    assert "/sign-in/reset/" in read(file).get_body(("plain",)).get_content()


def test_who_answers_meanwhile_is_told_from_when_until_when(cast, outbox, away):
    absence = away("nora", deputy="luca")
    with clock.standing_at(absence.starts_at):
        links.tell_person(9, links.ABSENCE, cast.person("luca").pk, absence.pk)
        links.tell_person(10, links.ABSENCE, cast.person("nora").pk, absence.pk)
    said = {read(file)["To"].split(" ")[0]: read(file).get_body(("plain",)).get_content() for file in outbox.glob("*.eml")}
    assert "Nora Brunner is away from 24 Nov 2026 to 4 Dec 2026, and you answer meanwhile." in said["Luca"]
    assert "/account/#absence" in said["Nora"]


def test_a_successor_is_told_once_for_all_he_takes_over(cast, outbox):
    links.tell_person(9, links.HANDED_OVER, cast.person("luca").pk, cast.person("nora").pk)
    (file,) = outbox.glob("*.eml")
    assert "Nora Brunner has left." in read(file).get_body(("plain",)).get_content()
