"""What a request takes from the mailbox it came through: the brand of its letters, and its language where the text does not tell."""

import pytest

from guichet import clock
from guichet.desk.addresses import read_reply_address
from guichet.desk.models import Event
from guichet.exchange.configuration import load
from guichet.intake.deciding import our_addresses
from guichet.intake.models import Mailbox
from guichet.reactions.letters import react
from guichet.reactions.models import Letter
from guichet.service.house import forget
from guichet.service.models import Brand
from tests.desk.conftest import at
from tests.intake.posting import posted, written

HELP = "hilfe@alpen.example"
SIGNS = "4711 0815"


@pytest.fixture
def alpen(cast):
    brand = Brand.objects.create(key="alpen", spec={"vendor": "Alpen Soft", "email": HELP})
    forget()
    yield Mailbox.objects.create(key="ALPEN", addresses=[HELP], brand=brand, language="de")
    forget()


def letter_of(ticket) -> Letter:
    with clock.standing_at(at("2026-11-24 12:00")):
        react(Event.objects.get(ticket=ticket, kind="ticket.opened").pk)
    return Letter.objects.get(ticket=ticket)


def test_the_letters_of_a_request_go_out_under_the_brand_of_its_mailbox(alpen):
    ticket = posted(written("ada", to=HELP), mailbox=alpen).ticket
    letter = letter_of(ticket)
    assert ticket.brand == "alpen" and letter.headers["sender"] == ["Alpen Soft", HELP]
    answers = letter.headers["more"]["Reply-To"]
    assert answers.startswith("hilfe+r") and answers.endswith("@alpen.example") and read_reply_address(answers).ticket == ticket.pk
    again = posted(written("ada", to=answers, subject="Re: x", text="Encore ceci."), mailbox=alpen)
    assert (again.outcome, again.ticket_id) == ("replied", ticket.pk)


def test_through_another_door_the_house_writes(alpen, opened, ada):
    letter = letter_of(opened(ada))
    assert letter.headers["sender"][1] == "support@vendor.example"


def test_the_language_of_the_mailbox_holds_where_the_text_does_not_tell(alpen):
    assert posted(written("ada", to=HELP, subject=SIGNS, text=f"{SIGNS} 2042 8450 9999 1234"), mailbox=alpen).ticket.language == "de"
    assert posted(written("ada", to=HELP), mailbox=alpen).ticket.language == "fr"


def test_without_one_the_senders_language_holds(cast):
    plain = Mailbox.objects.create(key="PLAIN")
    assert posted(written("ada", subject=SIGNS, text=f"{SIGNS} 2042 8450 9999 1234"), mailbox=plain).ticket.language == "fr"


def test_our_own_letter_from_a_brands_address_is_known_when_it_comes_back(alpen):
    assert HELP in our_addresses()
    assert posted(written(HELP, to=HELP), mailbox=alpen).reason == "own"


def test_brand_and_language_are_loaded_and_edited(alpen, tmp_path, signed_in):
    file = tmp_path / "mail.yaml"
    file.write_text("mailboxes:\n  - {key: CON, brand: alpen, language: it}\n")
    assert load([file]).has_changes and not load([file]).has_changes
    box = Mailbox.objects.get(key="CON")
    assert (box.brand.key, box.language) == ("alpen", "it")
    admin = signed_in("admin")
    form = admin.get(f"/administration/mailboxes/{box.pk}/").context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [], False)}
    assert admin.post(f"/administration/mailboxes/{box.pk}/", typed | {"brand": "", "language": "fr"}).status_code == 303
    box.refresh_from_db()
    assert (box.brand, box.language) == (None, "fr")
