"""The original of a mail: one click off for agents, gone when something of its request is taken out."""

from django.conf import settings

from guichet import clock
from guichet.access.acting import acting_as
from guichet.desk import files
from guichet.desk.operations.redacting import redact_file, redact_passage
from guichet.intake.mailbox import keeping
from guichet.intake.models import Mail
from tests.desk.conftest import at
from tests.intake.posting import posted, written

SECRET = "Anna Keller, 8450 francs"


def is_there(mail: Mail) -> bool:
    files.forget(mail.sha256)  # takes the bytes off unless somebody needs them
    return keeping.path_of(settings.GUICHET_HOME, mail.sha256).is_file()


def test_original_goes_when_a_passage_of_it_is_taken_out(cast, lena):
    leaking, sound = posted(written("ada", text=f"Voir {SECRET}.")), posted(written("alan", text="Autre chose."))
    with clock.standing_at(at("2026-11-24 12:00")), acting_as(lena):
        redact_passage(leaking.ticket_id, SECRET, "Salaire", by=lena)
    leaking.refresh_from_db()
    assert (is_there(leaking), is_there(sound)) == (False, True)
    assert leaking.is_gone and SECRET not in leaking.excerpt


def test_original_goes_when_a_file_of_it_is_taken_out(cast, lena):
    mail = posted(written("ada", files=[("salaires.txt", b"Anna Keller, 8450\n")]))
    token = mail.said.attachments.get().token
    with clock.standing_at(at("2026-11-24 12:00")), acting_as(lena):
        redact_file(mail.ticket_id, token, "Salaires", by=lena)
    assert not is_there(mail)


def test_agents_read_the_message_and_take_its_original(cast, signed_in):
    raw = written("ada", Message_ID="<a1@acme.example>")
    mail = posted(raw)
    page = signed_in("nora").get(f"/desk/mail/{mail.pk}/")
    assert "Le taux proposé" in page.content.decode()
    original = signed_in("nora").get(f"/desk/mail/{mail.pk}/original.eml")
    assert original.content == raw and original["Content-Disposition"] == f'attachment; filename="mail-{mail.pk}.eml"'
    assert original["Content-Type"] == "message/rfc822"
