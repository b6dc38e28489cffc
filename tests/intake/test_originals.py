"""The original of a mail: one click off for agents, gone when something of its request is taken out."""

from django.conf import settings

from guichet import clock
from guichet.access.acting import acting_as
from guichet.desk import files
from guichet.desk.addresses import reply_address
from guichet.desk.models import Message
from guichet.desk.operations.redacting import redact_file, redact_passage
from guichet.intake.mailbox import keeping
from guichet.intake.models import Mail
from guichet.intake.originals import runs
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


# The whole of a mail: what its message left out is folded, not thrown away

QUOTED = "Voici le numéro.\n\nIl est 2042.\n\n-- \nAda Perret\nAcme SA\n\nLe 24 nov. 2026 à 10:00, Nora Brunner a écrit :\n> Quel est le numéro ?\n"


def test_runs_are_told_apart_in_order():
    found = runs("a\nb\n\n> a\nc\nsig", "a\nb\n\nc")
    assert [(run.text, run.is_folded) for run in found] == [("a\nb", False), ("> a", True), ("c", False), ("sig", True)]
    assert runs("", "") == [] and [run.is_folded for run in runs("x\ny", "")] == [True]


def test_an_agent_unfolds_what_a_message_left_out_and_takes_the_original(cast, signed_in):
    mail = posted(written("ada", text=QUOTED))
    key, said = mail.ticket.key, mail.said_id
    nora = signed_in("nora")
    page = nora.get(f"/desk/requests/{key}/").content.decode()
    assert "Il est 2042." in page and "Quel est le numéro" not in page
    assert f"/desk/requests/{key}/messages/{said}/mail/" in page
    whole = nora.get(f"/desk/requests/{key}/messages/{said}/mail/")
    assert "Quel est le numéro ?" in whole.content.decode() and "Acme SA" in whole.content.decode()
    part = nora.get(f"/desk/requests/{key}/messages/{said}/mail/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "Acme SA" in part
    taken = nora.get(f"/desk/requests/{key}/messages/{said}/original.eml", follow=True)
    assert taken["Content-Type"] == "message/rfc822" and b"2042" in taken.content


def test_who_sent_a_mail_reads_it_whole_in_the_portal_and_nobody_else(cast, signed_in):
    mail = posted(written("ada", text=QUOTED, Cc="remi@acme.example"))
    address = f"/requests/{mail.ticket.key}/messages/{mail.said_id}/mail/"
    ada = signed_in("ada")
    assert address in ada.get(f"/requests/{mail.ticket.key}/").content.decode()
    assert "Quel est le num" in ada.get(address).content.decode()
    for name in ("alan", "remi", "boris"):
        assert signed_in(name).get(address).status_code == 404
    assert address not in signed_in("remi").get(f"/requests/{mail.ticket.key}/").content.decode()


def test_what_an_agent_mailed_is_not_unfolded_for_customers(cast, signed_in, opened, ada, nora):
    """Below an agent's answer may stand a letter about a note."""
    ticket = opened(ada)
    answers = reply_address(ticket.pk, nora.person_id)
    mail = posted(written("nora", to=answers, text=QUOTED), when="2026-11-24 12:00")
    assert mail.outcome == "replied"
    assert signed_in("ada").get(f"/requests/{ticket.key}/messages/{mail.said_id}/mail/").status_code == 404


def test_what_was_taken_out_is_not_unfolded(cast, lena, signed_in):
    mail = posted(written("ada", text=f"{QUOTED}> Voir {SECRET}.\n"))
    with clock.standing_at(at("2026-11-24 12:00")), acting_as(lena):
        redact_passage(mail.ticket_id, "Il est 2042", "Salaire", by=lena)
    address = f"messages/{mail.said_id}/mail/"
    assert signed_in("nora").get(f"/desk/requests/{mail.ticket.key}/{address}").status_code == 404
    assert signed_in("ada").get(f"/requests/{mail.ticket.key}/{address}").status_code == 404


def test_what_came_by_no_mail_has_none(cast, opened, ada, signed_in):
    ticket = opened(ada)
    number = Message.objects.get(ticket=ticket).pk
    assert signed_in("ada").get(f"/requests/{ticket.key}/messages/{number}/mail/").status_code == 404
    assert "/mail/" not in signed_in("ada").get(f"/requests/{ticket.key}/").content.decode()
