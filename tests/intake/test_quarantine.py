"""Mail that waits in quarantine: who sees it, and how an agent lets it in or discards it."""

import pytest

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.models import LogEntry
from guichet.access.refusals import Conflict, Forbidden, Invalid, Missing
from guichet.desk.models import Message, Ticket
from guichet.intake import quarantine
from guichet.intake.mailbox.models import Mail, Mailbox
from tests.desk.conftest import at
from tests.intake.posting import posted, written


@pytest.fixture
def stranger(cast):
    return posted(written("ada.privat@else.example", text="Je vous écris de chez moi."))


def release(mail, by, **further):
    with clock.standing_at(at("2026-11-24 12:00")), acting_as(by):
        return quarantine.release(mail.pk, by=by, **further)


def test_released_for_a_person_opens_a_request_of_his(cast, stranger, nora):
    mail = release(stranger, nora, person=cast.person("ada"))
    ticket = Ticket.objects.get(pk=mail.ticket_id)
    assert (mail.outcome, mail.handled_by_id) == ("opened", nora.person_id)
    assert (ticket.reporter, ticket.entered_by_id, ticket.channel) == (cast.person("ada"), nora.person_id, "email")
    assert LogEntry.objects.get(act="mail.released").subject == f"mail {mail.pk}"


def test_released_as_an_answer_is_said_by_the_person(cast, stranger, opened, ada, nora):
    ticket = opened(ada)
    mail = release(stranger, nora, person=cast.person("ada"), ticket=ticket)
    assert (mail.outcome, mail.said.author, mail.said.side) == ("replied", cast.person("ada"), "customer")


def test_release_does_not_open_the_walls(cast, stranger, opened, ada, nora):
    ticket = opened(ada)
    with pytest.raises(Invalid) as refused:
        release(stranger, nora, person=cast.person("boris"), ticket=ticket)
    assert "another company" in refused.value.message
    assert Mail.objects.get(pk=stranger.pk).outcome == "quarantined"
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_stranger_cannot_be_released_for_nobody(stranger, nora):
    with pytest.raises(Invalid) as refused:
        release(stranger, nora)
    assert "person" in refused.value.fields


def test_reader_s_mail_is_opened_for_a_colleague_who_may(cast, nora):
    mail = posted(written("remi"))
    with pytest.raises(Invalid):
        release(mail, nora)
    assert release(mail, nora, person=cast.person("ada")).ticket.reporter == cast.person("ada")


def test_forged_colleague_s_answer_released_is_the_customer_s_or_nobody_s(cast, opened, ada, nora):
    ticket = opened(ada)
    forged = posted(written("nora", subject=f"[{ticket.key}]"))
    with pytest.raises(Invalid, match="nothing proves"):
        release(forged, nora, ticket=ticket)
    mail = release(forged, nora, ticket=ticket, person=cast.person("ada"))
    assert (mail.outcome, mail.said.side, mail.said.author_id) == ("replied", "customer", ada.person_id)


def test_discarded_stays_among_the_received_mail(stranger, nora):
    with acting_as(nora):
        mail = quarantine.discard(stranger.pk, by=nora)
    assert (mail.outcome, mail.reason, mail.details["name"]) == ("ignored", "discarded", nora.name)


def test_somebody_was_quicker(stranger, nora, luca):
    with acting_as(nora):
        quarantine.discard(stranger.pk, by=nora)
    with acting_as(luca), pytest.raises(Conflict):
        quarantine.discard(stranger.pk, by=luca)


def test_several_are_released_each_as_what_it_is(cast, opened, ada, nora):
    ticket = opened(ada)
    answer = posted(written("remi", subject=f"[{ticket.key}]"))
    opening, lost = posted(written("remi", subject="Question")), posted(written("x@else.example"))
    cast.membership("remi").__class__.objects.filter(pk=cast.membership("remi").pk).update(is_requester=True)
    with clock.standing_at(at("2026-11-24 12:00")), acting_as(nora):
        done, stayed = quarantine.release_all([answer.pk, opening.pk, lost.pk], by=nora)
    assert [mail.pk for mail in done] == [opening.pk]
    assert set(stayed) == {answer.pk, lost.pk}


# Who sees it


def test_mail_of_a_confidential_request_is_seen_by_its_readers_alone(opened, paula, lena, luca, ada):
    ticket = opened(paula, confidential=True, domain="finance")
    mail = posted(written("ada", subject=f"Re: [{ticket.key}]"))
    assert mail.reason == "not_seen"
    with acting_as(luca):
        assert not Mail.objects.visible_to(luca).filter(pk=mail.pk).exists()
        with pytest.raises(Missing):
            quarantine.discard(mail.pk, by=luca)


def test_limited_agent_sees_no_mail_without_a_request_of_his_and_decides_nothing(cast, stranger, opened, ada, theo):
    ticket = opened(ada, domain="stock", when="2026-11-24 10:00")
    mail = posted(written("remi", subject=f"[{ticket.key}]"))
    with acting_as(theo):
        assert list(Mail.objects.visible_to(theo)) == [mail]
        with pytest.raises(Missing):
            quarantine.discard(stranger.pk, by=theo)
        with pytest.raises(Forbidden):
            quarantine.discard(mail.pk, by=theo)


def test_mailbox_of_a_desk_is_that_desk_s(cast, nora, carl, admin):
    box = Mailbox.objects.create(key="CONSULTING", desk=cast.desk("CON"))
    mail = posted(written("x@else.example"), mailbox=box)
    for actor, seen in ((nora, False), (carl, True), (admin, False)):
        with acting_as(actor):
            assert Mail.objects.visible_to(actor).filter(pk=mail.pk).exists() is seen
