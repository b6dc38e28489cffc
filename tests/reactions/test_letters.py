"""What stands in a letter, and what never does."""

import datetime as dt

import pytest
from django.db import ProgrammingError

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.models import Event, Ticket
from guichet.desk.operations import closing, moving, replying, sharing, sorting, weighing
from guichet.desk.operations.moving import Moving
from guichet.jobs import queue
from guichet.mail.letter import BY_MACHINE, as_bytes
from guichet.reactions import letters, saying_vendor
from guichet.reactions import recipients as who
from guichet.reactions.delivery import as_mail
from guichet.reactions.models import Letter
from guichet.reactions.told import told_on
from guichet.reactions.wiring import Notice
from tests.reactions.conftest import NOON, at

SECRET = "this customer always exaggerates"


def test_the_text_of_a_note_is_in_no_letter_to_a_requester(ada, nora, rosa, lena, opened, do, tell):
    """A whole life with notes at every step; what agents write to each other stays with them."""
    number = opened(ada).pk

    def note(when: str) -> None:
        do(nora, when, replying.note, number, f"@Lena {SECRET}")

    note("2026-11-24 10:50")
    do(ada, "2026-11-24 10:51", sharing.share, number, "remi@acme.example")
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    note("2026-11-24 11:01")
    do(nora, "2026-11-24 11:02", weighing.change_criticality, number, "LOW", "Contournement simple.")
    do(ada, "2026-11-24 11:03", weighing.contest, number, "Non.")
    do(lena, "2026-11-24 11:04", weighing.change_criticality, number, "MEDIUM", "Oui.")
    do(nora, "2026-11-24 11:10", moving.transition_to, number, Moving("WITH_RND", reason=SECRET))
    note("2026-11-24 11:11")
    do(rosa, "2026-11-24 11:12", moving.transition_to, number, Moving("PLANNED_FIX", target_release="24.2.6"))
    do(rosa, "2026-11-24 11:13", moving.transition_to, number, Moving("IN_PROGRESS", reason=SECRET))
    do(nora, "2026-11-24 11:20", moving.transition_to, number, Moving("WAIT_CUSTOMER", body="Quelle date ?"))
    do(ada, "2026-11-24 11:21", replying.reply, number, "Le 18.")
    do(nora, "2026-11-24 11:30", moving.transition_to, number, Moving("RESOLVED", body="Fait.", resolution="explained"))
    note("2026-11-24 11:31")
    do(ada, "2026-11-24 11:40", closing.confirm, number)
    tell(number)
    to_agents = Letter.objects.filter(ticket=number, person__is_agent=True)
    to_customers = Letter.objects.filter(ticket=number, person__is_agent=False)
    assert to_customers.count() > 8 and to_agents.filter(text__contains=SECRET).exists()
    for letter in to_customers:
        assert SECRET not in as_bytes(as_mail(letter)).decode() + letter.subject + letter.text + letter.html


def test_whoever_renders_a_letter_to_a_requester_cannot_read_a_note(ada, nora, opened, do):
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", replying.note, number, SECRET)
    event = Event.objects.select_related("by").get(ticket=number, kind="note.added")
    with pytest.raises(ProgrammingError, match="permission denied for table desk_note"), acting_as(SYSTEM):
        letters.write(event, ada.person_id, Notice(who.reporter, saying_vendor.mentioned))


def test_a_reaction_that_runs_twice_writes_one_letter_with_one_message_id(ada, opened, tell):
    number = opened(ada).pk
    first = tell(number).to("ada")
    Event.objects.filter(ticket=number).update(reacted_at=None)
    assert tell(number).to("ada").message_id == first.message_id
    assert Letter.objects.filter(ticket=number).count() == 1


def test_one_letter_that_cannot_be_written_holds_up_no_other_and_is_tried_again(ada, nora, opened, do, tell, monkeypatch):
    number = opened(ada).pk
    do(ada, "2026-11-24 10:45", sharing.share, number, "remi@acme.example")
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    event, compose = Event.objects.get(ticket=number, kind="message.sent"), letters.compose

    def fails_for_ada(event, reader, notice):
        if reader.person_id == ada.person_id:
            raise ValueError("a fault of ours")
        return compose(event, reader, notice)

    monkeypatch.setattr(letters, "compose", fails_for_ada)
    with pytest.raises(letters.NotAllWritten):
        letters.react(event.pk)
    event.refresh_from_db()
    assert set(Letter.objects.filter(event=event).values_list("to", flat=True)) == {"remi@acme.example"}
    assert event.reacted_at is None
    monkeypatch.undo()
    assert tell(number).people == {"ada", "remi"}


def test_letters_of_a_confidential_request_carry_number_and_link_only(cast, paula, nora, opened, do, tell):
    subject, body = "Salaire de la direction faux", "Le salaire de Mme X est faux."
    number = opened(paula, subject=subject, body=body, confidential=True, domain="payroll", criticality="CRITICAL").pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Le montant de Mme X est corrigé.")
    do(nora, "2026-11-24 11:10", moving.transition_to, number, Moving("WAIT_CUSTOMER", body="Le salaire exact ?"))
    tell(number)
    found = Letter.objects.filter(ticket=number)
    assert {letter.to.split("@")[0] for letter in found} == {"paula", "nora", "lena"}
    for letter in found:
        said = letter.subject + letter.text + letter.html
        assert f"SPT-{number}" in letter.subject and f"/requests/SPT-{number}/" in letter.text
        for hidden in (subject, "salaire", "Mme X", "montant", "Critique", "Critical", "CRITICAL"):
            assert hidden not in said


def test_what_became_confidential_on_the_way_leaves_without_its_content(ada, nora, opened, do, tell, outbox):
    from guichet.reactions.delivery import deliver

    number = opened(ada).pk
    letter = tell(number).to("ada")
    assert "TVA" in letter.subject
    Ticket.objects.filter(pk=number).update(confidential=True)
    deliver(letter.pk)
    (file,) = outbox.glob("*.eml")
    letter.refresh_from_db()
    assert letter.state == Letter.SENT and "TVA" not in letter.subject + letter.text + letter.html
    assert b"TVA" not in file.read_bytes()


def test_text_from_a_request_is_never_a_template_and_never_html(ada, nora, opened, do, tell):
    bad = "{% load static %}{{ settings.SECRET_KEY }}<script>alert(1)</script>%(key)s"
    number = opened(ada, subject=bad, body=bad).pk
    do(nora, "2026-11-24 11:00", replying.reply, number, bad)
    letter = tell(number).to("ada")
    assert bad in letter.text and bad in letter.subject
    assert "<script>" not in letter.html and "&lt;script&gt;" in letter.html and "{{ settings.SECRET_KEY }}" in letter.html


def test_only_what_an_agent_wrote_himself_carries_no_sign_of_a_machine(ada, nora, opened, do, tell):
    number = opened(ada).pk
    receipt = tell(number).to("ada")
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    answer = tell(number).to("ada")
    do(ada, "2026-11-24 11:10", replying.reply, number, "Merci.")
    forwarded = tell(number).to("nora")
    for letter in (receipt, forwarded):
        assert BY_MACHINE.items() <= letter.headers["more"].items()
    assert not BY_MACHINE.keys() & answer.headers["more"].keys()
    assert answer.headers["sender"] == ["Nora Brunner (Helvetic Software)", "support@vendor.example"]
    assert {r for letter in (receipt, answer, forwarded) for r in letter.headers["references"]} == {
        f"<request-{number}@vendor.example>"
    }


def test_after_a_change_of_type_letters_name_the_new_reference(ada, nora, opened, do, tell):
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    do(nora, "2026-11-24 11:10", sorting.change_type, number, "ACC")
    letter = tell(number, "ticket.type_changed").to("ada")
    assert letter.subject.endswith(f"[ACC-{number}]")
    assert letter.headers["references"] == [f"<request-{number}@vendor.example>"]


def test_history_names_who_was_told_and_to_contacts_only_contacts(ada, nora, opened, do, tell):
    number = opened(ada, criticality="CRITICAL").pk
    tell(number)
    ticket, event = Ticket.objects.get(pk=number), Event.objects.get(ticket=number)
    with acting_as(ada):
        assert told_on(ticket, by=ada) == {event.pk: ["Ada Favre"]}
    with acting_as(nora):
        assert sorted(told_on(ticket, by=nora)[event.pk]) == ["Ada Favre", "Lena Zbinden", "Nora Brunner"]


def test_who_was_told_is_one_query(ada, opened, tell, django_assert_num_queries):
    number = opened(ada, criticality="CRITICAL").pk
    tell(number)
    with django_assert_num_queries(1):
        told_on(Ticket(pk=number), by=ada)


def test_what_happened_in_quiet_is_told_to_nobody_ever(ada, opened):
    from guichet.reactions.tasks import events

    with queue.quiet():
        number = opened(ada).pk
    assert Event.objects.get(ticket=number).reacted_at is not None
    with clock.standing_at(at(NOON) + dt.timedelta(days=1)):
        assert events() == 0


def test_an_event_whose_job_was_lost_is_queued_again(ada, opened):
    from django.db import connection

    from guichet.reactions.tasks import events

    number = opened(ada).pk
    with clock.standing_at(at(NOON)):
        assert events() == 0, "its job is still there"
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE args ->> 'event_id' = %s", [str(Event.objects.get(ticket=number).pk)]
            )
        assert events() == 1
        assert events() == 0


def test_a_letter_promises_no_moment_that_has_gone_by(ada, nora, opened, do, tell):
    number = opened(ada, when="2026-11-19 09:00").pk
    do(nora, "2026-11-23 09:00", replying.reply, number, "Je regarde.")
    text = tell(number, "message.sent", when="2026-11-23 09:01").to("ada").text
    assert "mer. 25 nov." in text and "20 nov." not in text


@pytest.mark.parametrize(("when", "expected"), [("2026-11-24 10:42", "+41 31 555 01 40"), ("2026-11-24 22:00", "+41 79 000 00 00")])
def test_the_receipt_of_a_critical_request_names_the_number_that_is_answered_then(cast, ada, opened, tell, when, expected):
    contract = cast.contract("acme")
    contract.on_call_number = "+41 79 000 00 00"
    contract.save(update_fields=["on_call_number"])
    number = opened(ada, when=when, criticality="CRITICAL").pk
    (line,) = [one for one in tell(number).to("ada").text.splitlines() if "+41" in one and "appel" in one.lower()]
    assert expected in line


def test_all_moments_that_moved_stand_in_one_letter(ada, opened, happen, tell):
    number = opened(ada).pk
    goal = {"clock": "goal", "from": "2026-11-25T08:00:00+00:00", "to": "2026-11-26T08:00:00+00:00"}
    happen(number, "ticket.due_moved", clock="update", **{"from": goal["from"], "to": goal["to"]}, also=[goal])
    text = tell(number, "ticket.due_moved").to("ada").text
    assert text.count("26 nov") == 2 and text.count("25 nov") == 2
