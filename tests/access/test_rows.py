"""What a requester's database role cannot read or write, whatever the code above it forgets; and how roles are taken."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from guichet import clock
from guichet.access.acting import acting_as, role_of
from guichet.access.actors import PUBLIC, SYSTEM
from guichet.access.log import note_act
from guichet.access.models import LogEntry
from guichet.catalog.models import Installation
from guichet.contracts.models import Contract, Offer
from guichet.desk.models import Attachment, Event, Insider, Message, Note, Reading, Share, Ticket
from guichet.intake.models import Draft, Upload
from guichet.people.models import Company, Credential, Membership, Person
from guichet.reactions.models import Letter
from guichet.service.models import Text


@pytest.fixture
def of_acme(opened, ada) -> Ticket:
    return opened(ada)


@pytest.fixture
def of_borealis(opened, boris) -> Ticket:
    return opened(boris, company="borealis", subject="Lagerbestand weicht ab", body="Nach der Inventur.", language="de")


def refused(error: type[DatabaseError] = ProgrammingError, match: str = "permission denied|row-level security"):
    """PostgreSQL says no; the transaction around lives on."""
    return _Refused(error, match)


class _Refused:
    def __init__(self, error: type[DatabaseError], match: str) -> None:
        self.raises = pytest.raises(error, match=match)
        self.savepoint = transaction.atomic()

    def __enter__(self) -> None:
        self.raises.__enter__()
        self.savepoint.__enter__()

    def __exit__(self, *error: object) -> bool:
        self.savepoint.__exit__(*error)
        return bool(self.raises.__exit__(*error))


def current() -> tuple[str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('role'), current_setting('guichet.companies', true), current_setting('guichet.person', true)"
        )
        return cursor.fetchone()


def columns_of(ticket: Ticket) -> dict[str, object]:
    return {"ticket_id": ticket.pk, "company_id": ticket.company_id}


# Notes


def test_a_requester_reads_no_note(of_acme, nora, ada):
    Note.objects.create(**columns_of(of_acme), author_id=nora.person_id, body="Ne pas dire")
    with acting_as(ada):
        with refused():
            list(Note.objects.all())
        with refused():
            Note.objects.exists()


def test_a_requester_does_not_even_filter_through_notes(of_acme, ada):
    with acting_as(ada):
        with refused():
            Ticket.objects.filter(notes__body__icontains="dire").count()
        with refused():
            Attachment.objects.filter(note__body="x").exists()
        with refused():
            Ticket.objects.order_by("notes__created_at").first()


def test_the_worker_who_writes_letters_and_the_public_read_no_note(of_acme):
    for actor in (SYSTEM, PUBLIC):
        with acting_as(actor), refused():
            Note.objects.exists()


def test_files_of_notes_are_not_there_for_requesters(of_acme, nora, ada):
    note = Note.objects.create(**columns_of(of_acme), author_id=nora.person_id, body="Voir le fichier")
    Attachment.objects.create(
        **columns_of(of_acme), note=note, token="t" * 40, filename="journal.txt", content_type="text/plain", size=3,
        sha256="0" * 64, uploaded_by_id=nora.person_id,
    )  # fmt: skip
    with acting_as(nora):
        assert Attachment.objects.filter(note=note).exists()
    with acting_as(ada):
        assert not Attachment.objects.exists()


# Rows of other companies


def test_rows_of_another_company_are_not_there(of_acme, of_borealis, ada):
    with acting_as(ada):
        assert list(Ticket.objects.all()) == [of_acme]
        for model in (Message, Event, Installation, Contract, Membership):
            assert model.objects.exists()
            assert not model.objects.exclude(company=of_acme.company).exists(), model
        assert list(Company.objects.values_list("external_id", flat=True)) == ["acme"]


def test_names_of_other_companies_people_are_not_there(ada, boris, nora, alan):
    with acting_as(ada):
        seen = set(Person.objects.values_list("pk", flat=True))
    assert {ada.person_id, alan.person_id, nora.person_id} <= seen
    assert boris.person_id not in seen


def test_changing_a_row_of_another_company_changes_nothing(of_acme, of_borealis, ada):
    with acting_as(ada):
        assert Ticket.objects.filter(pk=of_borealis.pk).update(subject="Fremd") == 0
        assert Ticket.objects.update(subject="Changé") == 1
        assert Share.objects.filter(ticket=of_borealis.pk).delete()[0] == 0
    assert Ticket.objects.get(pk=of_borealis.pk).subject == "Lagerbestand weicht ab"


def test_a_row_for_another_company_is_refused(of_borealis, ada):
    with acting_as(ada), refused():
        Share.objects.create(**columns_of(of_borealis), person_id=ada.person_id)


def test_a_row_is_not_moved_to_another_company(of_acme, of_borealis, ada):
    with acting_as(ada), refused():
        Ticket.objects.filter(pk=of_acme.pk).update(company=of_borealis.company_id)


@pytest.mark.parametrize("write", [
    lambda t, a: Share.objects.create(**t, person_id=a.person_id),
    lambda t, a: Message.objects.create(**t, author_id=a.person_id, side="customer", body="Je suis là"),
    lambda t, a: Event.objects.create(**t, kind="message.received", by_id=a.person_id, status="NEW", turn="support"),
    lambda t, a: Reading.objects.bulk_create([Reading(**t, person_id=a.person_id)]),
], ids=["share", "message", "event", "reading"])  # fmt: skip
def test_own_company_written_on_anothers_ticket_is_refused_by_the_pair(of_acme, of_borealis, ada, write: Callable):
    """The policy lets it through, for the company is his own; foreign keys are checked without policies: the pair is one."""
    with acting_as(ada), refused(IntegrityError, "same_company"):
        write({"ticket_id": of_borealis.pk, "company_id": of_acme.company_id}, ada)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_follow_up_of_another_companys_request_is_refused_by_the_pair(of_acme, of_borealis, ada):
    with acting_as(ada), refused(IntegrityError, "same_company"):
        Ticket.objects.filter(pk=of_acme.pk).update(previous=of_borealis.pk)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_letter_about_a_ticket_carries_its_company(of_acme, of_borealis, ada):
    """Also for the worker, whom no policy holds."""
    with acting_as(SYSTEM):
        with refused(IntegrityError, "same_company"):
            letter_to(Ticket(number=of_borealis.pk, company_id=of_acme.company_id), ada.person_id, "wrong")
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with refused(IntegrityError, "has_its_company"):
            letter_to(Ticket(number=of_acme.pk), ada.person_id, "none")


def test_every_company_of_a_person_is_his_and_no_other(of_acme, of_borealis, cast):
    Membership.objects.create(person=cast.person("dario"), company=of_acme.company)
    with acting_as(cast.actor("dario")):
        assert list(Ticket.objects.all()) == [of_acme]


# What is kept from a requester in his own company


def test_events_that_are_not_public_are_not_there(of_acme, ada, nora):
    Event.objects.create(
        **columns_of(of_acme), kind="note.written", is_public=False, by_id=nora.person_id, status="NEW", turn="support"
    )
    with acting_as(nora):
        assert Event.objects.filter(is_public=False).exists()
    with acting_as(ada):
        assert Event.objects.exists() and not Event.objects.filter(is_public=False).exists()
        with refused():
            Event.objects.create(**columns_of(of_acme), kind="note.written", is_public=False, status="NEW", turn="support")


def test_what_happened_is_not_written_anew(of_acme, ada, nora):
    for actor in (ada, nora):
        with acting_as(actor), connection.cursor() as cursor:
            for statement in ("UPDATE desk_event SET kind = ''", "DELETE FROM desk_event", "DELETE FROM desk_message"):
                with refused():
                    cursor.execute(statement)
    with acting_as(ada), refused():
        Message.objects.update(body="Autre chose")


def test_who_watches_a_request_inside_is_not_there(of_acme, ada, nora):
    Insider.objects.create(**columns_of(of_acme), person_id=nora.person_id, reason="watcher")
    with acting_as(ada), refused():
        Insider.objects.exists()


def letter_to(ticket: Ticket, person_id: int, name: str) -> Letter:
    return Letter.objects.create(
        **columns_of(ticket), person_id=person_id, kind="reply", language="fr", message_id=name, to="x@acme.example",
        subject="Objet", text="Texte",
    )  # fmt: skip


def test_letters_of_agents_are_not_there_and_texts_of_letters_are_nobodys_to_read(of_acme, of_borealis, ada, boris, nora):
    mine, _his, _hers = (
        letter_to(of_acme, ada.person_id, "a"),
        letter_to(of_acme, nora.person_id, "n"),
        letter_to(of_borealis, boris.person_id, "b"),
    )
    with acting_as(ada):
        assert list(Letter.objects.values_list("pk", flat=True)) == [mine.pk]
        for column in ("text", "subject", "to", "html"):
            with refused():
                list(Letter.objects.values_list(column, flat=True))
        with refused():
            Letter.objects.filter(text__contains="Texte").count()


def test_a_message_is_written_in_ones_own_name_alone(of_acme, ada, alan, nora):
    with acting_as(ada):
        with refused():
            Message.objects.create(**columns_of(of_acme), author_id=alan.person_id, side="customer", body="Signé Alan")
        with refused():
            Message.objects.create(**columns_of(of_acme), author_id=ada.person_id, side="vendor", body="Signé Support")


def test_a_requester_makes_himself_no_agent_and_no_administrator(ada):
    with acting_as(ada):
        for right in ("is_agent", "is_administrator", "is_limited", "email"):
            with refused():
                Person.objects.filter(pk=ada.person_id).update(**{right: "eve@acme.example" if right == "email" else True})


def test_nobody_of_the_vendor_is_changed_by_a_requester(ada, nora):
    with acting_as(ada), refused():
        Person.objects.filter(pk=nora.person_id).update(phone="+41 1")


def test_passwords_and_links_are_read_by_the_login_alone(ada, nora, admin):
    for actor in (PUBLIC, ada, nora, admin):
        with acting_as(actor):
            with refused():
                Credential.objects.exists()
            with connection.cursor() as cursor, refused():
                cursor.execute("SELECT 1 FROM people_onetimelink")


def test_a_requester_changes_no_contract_no_installation_and_no_configuration(cast, ada):
    with acting_as(ada):
        for write in (
            lambda: Contract.objects.update(number="gratuit"),
            lambda: Installation.objects.update(name="Autre"),
            lambda: Text.objects.update(spec={}),
            lambda: Company.objects.update(name="Autre"),
        ):
            with refused():
                write()


def test_a_requester_does_not_offer_work(of_acme, ada):
    with acting_as(ada), refused():
        Offer.objects.create(
            **columns_of(of_acme), desk_id=of_acme.desk_id, reason="gratuit", amount=1, valid_until=clock.now().date(),
            offered_by_id=ada.person_id,
        )  # fmt: skip


def test_what_is_not_yet_sent_is_its_writers_alone(of_acme, ada, alan, nora, luca):
    for actor in (ada, nora):
        with acting_as(actor):
            Draft.objects.create(person_id=actor.person_id, kind="reply", ticket=of_acme, data={"body": "Un début"})
            Upload.objects.create(
                person_id=actor.person_id,
                token=f"{actor.person_id}",
                filename="a.png",
                content_type="image/png",
                size=1,
                sha256="0" * 64,
            )
            assert Draft.objects.count() == Upload.objects.count() == 1
    for actor in (alan, luca):
        with acting_as(actor):
            assert not Draft.objects.exists() and not Upload.objects.exists()
            with refused():
                Draft.objects.create(person_id=ada.person_id, kind="new", data={})


def test_the_administrators_log_is_only_added_to(ada, admin):
    with acting_as(ada):
        note_act(ada, "person.away", f"person {ada.person_id}")
        with refused():
            LogEntry.objects.exists()
    with acting_as(admin):
        assert LogEntry.objects.filter(by=ada.person_id).exists()
        with refused():
            LogEntry.objects.update(act="")
        with connection.cursor() as cursor, refused():
            cursor.execute("DELETE FROM access_logentry")


def test_the_public_reads_texts_and_no_people(of_acme):
    with acting_as(PUBLIC):
        assert Text.objects.exists()
        for model in (Ticket, Person, Company, Membership, Message):
            with refused():
                model.objects.exists()


def test_a_requester_queues_a_job_and_reads_none(ada):
    with acting_as(ada):
        with connection.cursor() as cursor, refused():
            cursor.execute("SELECT 1 FROM procrastinate_jobs")
        from guichet.jobs import queue

        queue.send_link(person_id=ada.person_id, purpose="invitation")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (1,)


# How roles are taken


def test_each_kind_of_actor_takes_the_role_of_its_audience(ada, nora, admin):
    for actor, audience in ((ada, "requester"), (nora, "agent"), (admin, "agent"), (SYSTEM, "worker"), (PUBLIC, "public")):
        assert role_of(actor).endswith(f"_{audience}")
        with acting_as(actor):
            role, companies, person = current()
            assert role == role_of(actor)
            assert companies == "{" + ",".join(map(str, actor.companies)) + "}"
            assert person == str(actor.person_id or "")


def test_a_nested_block_gives_the_former_actor_back(ada, boris, nora):
    with acting_as(ada):
        before = current()
        with acting_as(nora):
            with acting_as(boris):
                assert current()[0] == role_of(boris)
            assert current()[0] == role_of(nora)
        assert current() == before


def test_a_nested_block_gives_the_former_actor_back_after_an_exception(ada, nora):
    with acting_as(ada):
        before = current()
        with pytest.raises(LookupError), acting_as(nora):
            raise LookupError
        assert current() == before
        with pytest.raises(DatabaseError), acting_as(nora), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert current() == before


def test_nothing_of_an_actor_outlives_his_block(ada):
    before = current()
    with acting_as(ada):
        assert current() != before
    role, companies, person = current()
    assert role == before[0]
    assert not companies and not person


@pytest.mark.django_db(transaction=True)
def test_nothing_of_an_actor_outlives_his_transaction(cast):
    ada = cast.actor("ada")
    with acting_as(ada):
        assert current()[0] == role_of(ada)
    assert current()[0] == "none"
    with pytest.raises(LookupError), acting_as(ada):
        raise LookupError
    role, companies, person = current()
    assert role == "none" and not companies and not person


def test_an_emptied_setting_lets_nothing_through(of_acme, cast):
    """A setting once used is the empty string afterwards, not NULL: policies read it as nobody."""
    nobody = cast.actor("ada")
    with acting_as(nobody), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('guichet.companies', '', true), set_config('guichet.person', '', true)")
        assert not Ticket.objects.exists() and not Membership.objects.exists() and not Draft.objects.exists()
        cursor.execute("SELECT set_config('guichet.companies', '{}', true)")
        assert not Ticket.objects.exists()
