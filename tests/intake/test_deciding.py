"""What becomes of mail: it opens, answers, waits as a draft, is ignored, or somebody has to look at it."""

import pytest

from guichet.desk import addresses
from guichet.desk.models import Attachment, Event, Message, Note, Share, Ticket
from guichet.desk.operations.moving import Moving, transition_to
from guichet.intake.models import Draft
from tests.intake.posting import SUPPORT, posted, written


def reply_to(ticket, actor, **further):
    return {"to": addresses.reply_address(ticket.pk, actor.person_id), **further}


# Opening


def test_mail_of_a_requester_opens_an_incomplete_request(cast):
    mail = posted(written("ada", subject="TR: Facture client en EUR", text="Le taux proposé est l'ancien depuis lundi."))
    ticket = mail.ticket
    assert (mail.outcome, ticket.subject, ticket.channel, ticket.reporter) == ("opened", "Facture client en EUR", "email", cast.person("ada"))
    assert (ticket.missing, mail.said.body) == (["installation", "criticality"], "Le taux proposé est l'ancien depuis lundi.")


def test_one_installation_is_not_asked_for(cast):
    cast.installation("borealis-test").delete()
    assert posted(written("boris")).ticket.missing == ["criticality"]


def test_colleagues_in_cc_take_part_and_nobody_else(cast):
    mail = posted(written("ada", Cc="alan@acme.example, Boris <boris@borealis.example>, nora@vendor.example, x@else.example"))
    assert [share.person for share in Share.objects.filter(ticket=mail.ticket)] == [cast.person("alan")]


def test_files_come_along_and_programs_are_named_as_left_out(cast):
    mail = posted(written("ada", files=[("a.txt", b"some text"), ("setup.exe", b"MZ....")]))
    assert list(Attachment.objects.filter(ticket=mail.ticket).values_list("filename", flat=True)) == ["a.txt"]
    assert "setup.exe" in mail.said.body


def test_mail_without_text_but_with_a_picture_opens(cast):
    assert posted(written("ada", text="", files=[("a.png", b"\x89PNG\r\n\x1a\nxx")])).outcome == "opened"


@pytest.mark.parametrize(("sender", "reason"), [
    ("remi", "role"), ("cora", "contract"), ("someone@else.example", "stranger"), ("nora", "unproven_agent"),
])  # fmt: skip
def test_who_may_not_open_waits_in_quarantine(cast, sender, reason):
    mail = posted(written(sender))
    assert (mail.outcome, mail.reason, Ticket.objects.count()) == ("quarantined", reason, 0)


def test_account_that_ended_waits_in_quarantine(cast):
    person = cast.person("ada")
    person.is_active = False
    person.save()
    assert posted(written("ada")).reason == "inactive"


def test_no_sender_and_several_senders_wait_in_quarantine(cast):
    raw = written("ada")
    assert posted(raw.replace(b"From: ada@acme.example\n", b"")).reason == "no_sender"
    assert posted(raw.replace(b"From: ada@acme.example", b"From: ada@acme.example, alan@acme.example")).reason == "many_senders"


# Answering


def test_signed_address_threads_whatever_the_subject_says(opened, ada):
    ticket, other = opened(ada), opened(ada, subject="Autre chose")
    mail = posted(written("ada", **reply_to(ticket, ada), subject=f"Re: [{other.key}]"))
    assert (mail.outcome, mail.ticket) == ("replied", ticket)


def test_our_message_id_threads_before_the_tag(opened, ada):
    ticket, other = opened(ada), opened(ada, subject="Autre chose")
    event = Event.objects.get(ticket=ticket)
    letter = addresses.message_id(ticket.pk, event.pk, ada.person_id)
    mail = posted(written("ada", subject=f"Re: [{other.key}]", In_Reply_To=letter))
    assert (mail.outcome, mail.ticket) == ("replied", ticket)


@pytest.mark.parametrize("tag", ["[SPT-{0}]", "RE: x [spt-{0}] y"])
def test_tag_threads(opened, ada, tag):
    ticket = opened(ada)
    assert posted(written("ada", subject=tag.format(ticket.pk))).ticket == ticket


def test_former_key_threads_and_another_key_does_not(opened, ada):
    ticket = opened(ada, type="CNS")
    ticket.former_types = ["SPT"]
    ticket.save(update_fields=["former_types"])
    assert posted(written("ada", subject=f"[SPT-{ticket.pk}]")).outcome == "replied"
    wrong = posted(written("ada", subject=f"[EVO-{ticket.pk}]"))
    assert (wrong.outcome, wrong.reason) == ("quarantined", "wrong_tag")


def test_tag_of_another_program_is_none_of_ours(cast):
    assert posted(written("ada", subject="[JIRA-4711] Facture")).outcome == "opened"


def test_answer_to_the_own_first_message_belongs_to_its_request(cast):
    first = posted(written("ada", Message_ID="<a1@acme.example>"))
    second = posted(written("ada", text="J'ai oublié la capture.", In_Reply_To="<a1@acme.example>"))
    assert (second.outcome, second.ticket) == ("replied", first.ticket)


def test_forged_address_is_not_believed(opened, ada):
    ticket = opened(ada)
    address = addresses.reply_address(ticket.pk, ada.person_id).replace("-", "-9", 1)
    assert addresses.read_reply_address(address) is None
    mail = posted(written("ada", to=address))
    assert (mail.outcome, mail.reason) == ("quarantined", "wrong_tag")


@pytest.mark.parametrize(("sender", "reason"), [
    ("boris", "other_company"), ("remi", "not_seen"), ("someone@else.example", "stranger"),
])  # fmt: skip
def test_who_may_not_see_the_request_waits_in_quarantine(opened, ada, sender, reason):
    ticket = opened(ada)
    mail = posted(written(sender, **reply_to(ticket, ada)))
    assert (mail.outcome, mail.reason) == ("quarantined", reason)
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_confidential_request_takes_answers_of_its_readers_alone(opened, paula, alan):
    ticket = opened(paula, confidential=True)
    assert posted(written("alan", subject=f"[{ticket.key}]")).reason == "not_seen"
    assert posted(written("paula", subject=f"[{ticket.key}]")).outcome == "replied"


def test_answer_to_a_closed_request_waits_as_a_draft_and_opens_nothing(closed_ticket, ada):
    mail = posted(written("ada", subject=f"[{closed_ticket.key}]", text="C'est revenu."), when="2026-11-25 09:00")
    assert (mail.outcome, mail.ticket) == ("draft", closed_ticket)
    assert Draft.objects.get(person=ada.person_id).data["description"] == ["C'est revenu."]
    assert Ticket.objects.count() == 1
    event = Event.objects.get(ticket=closed_ticket, kind="message.kept")
    assert (event.by_id, event.is_public) == (ada.person_id, False)


def test_mail_of_thanks_reopens_and_says_that_it_thanks(opened, do, ada, nora):
    ticket = opened(ada)
    do(nora, "2026-11-24 11:00", transition_to, ticket.pk, Moving("RESOLVED", body="Voilà.", resolution="explained"))
    mail = posted(written("ada", subject=f"[{ticket.key}]", text="Merci beaucoup, bonne journée !"), when="2026-11-24 12:00")
    ticket.refresh_from_db()
    assert (mail.outcome, ticket.status, ticket.by_thanks) == ("replied", "IN_PROGRESS", True)


# Agents


def test_agent_answers_his_letter_as_a_public_reply(opened, ada, nora):
    ticket = opened(ada)
    mail = posted(written("nora", **reply_to(ticket, nora), text="Bonjour, nous regardons."))
    ticket.refresh_from_db()
    assert (mail.outcome, mail.said.side, ticket.status) == ("replied", "vendor", "IN_PROGRESS")


def test_agent_s_marker_makes_a_note(opened, ada, nora):
    ticket = opened(ada)
    posted(written("nora", **reply_to(ticket, nora), text="#note Elle a raison.\nVoir le journal."))
    assert Note.objects.get(ticket=ticket).body == "Elle a raison.\nVoir le journal."
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_answer_to_a_letter_about_a_note_stays_a_note(opened, ada, nora):
    ticket = opened(ada)
    to = addresses.reply_address(ticket.pk, nora.person_id, purpose=addresses.NOTE)
    posted(written("nora", to=to, text="Je m'en occupe."))
    assert Note.objects.get(ticket=ticket).body == "Je m'en occupe."


def test_marker_of_a_customer_is_text(opened, ada):
    ticket = opened(ada)
    posted(written("ada", **reply_to(ticket, ada), text="#note pour moi"))
    assert not Note.objects.exists()


@pytest.mark.parametrize("to", [SUPPORT, "ada's"])
def test_colleague_is_not_believed_without_proof(opened, ada, to):
    ticket = opened(ada)
    to = addresses.reply_address(ticket.pk, ada.person_id) if to != SUPPORT else to
    mail = posted(written("nora", to=to, subject=f"[{ticket.key}]"))
    assert (mail.outcome, mail.reason) == ("quarantined", "unproven_agent")


# Machines


def test_machines_are_never_answered(opened, ada):
    ticket = opened(ada)
    mail = posted(written("ada", **reply_to(ticket, ada), Auto_Submitted="auto-replied"))
    assert (mail.outcome, mail.reason, mail.ticket) == ("ignored", "automatic", ticket)
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_our_own_letters_are_recognised(opened, ada):
    ticket = opened(ada)
    own = addresses.message_id(ticket.pk, 1, ada.person_id)
    assert posted(written("ada", Message_ID=own)).reason == "own"
    assert posted(written("support+x@vendor.example")).reason == "own"
