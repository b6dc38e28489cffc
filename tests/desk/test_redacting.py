"""A passage or a file that should not be there is taken out of everything, and who had it is said (DOMAIN 1.15)."""

import json

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.access.refusals import Forbidden, Invalid, Missing
from guichet.desk import clocks, files
from guichet.desk.models import Attachment, Event, Message, Note, Ticket
from guichet.desk.operations import closing, holding, replying, sorting
from guichet.desk.operations.redacting import find_passage, redact_file, redact_passage
from guichet.desk.removed import Passage
from guichet.intake.mailbox import keeping as mailbox
from guichet.intake.mailbox.models import Mail
from guichet.intake.models import Draft, Upload
from guichet.knowledge.models import Dossier, KnownProblem, News
from guichet.matching.search import finding
from tests.desk.conftest import at

SECRET = "Anna Keller, 8 450 francs"
WHY = "Salaire d'une personne"
NOON = "2026-11-24 12:00"


@pytest.fixture
def leaked(ada, opened) -> Ticket:
    return opened(
        ada,
        subject=f"Fiche fausse : {SECRET}",
        body="Voir la fiche de\nAnna Keller,\n8 450 francs de novembre.",
        fields={"impact": f"Elle attend {SECRET}.", "blocked": "no"},
    )


def everything() -> str:
    """Every text of the database, generated columns too: what a backup taken now would hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            found.append(cursor.fetchone()[0])
    return "\n".join(found)


def test_a_passage_goes_from_subject_message_note_fields_reasons_and_search(leaked, ada, nora, lena, do):
    do(nora, "2026-11-24 11:00", replying.reply, leaked.pk, f"Vous écrivez :\n> {SECRET}\nJe regarde.")
    do(nora, "2026-11-24 11:01", replying.note, leaked.pk, "anna keller, 8 450 FRANCS, vraiment ?")
    do(nora, "2026-11-24 11:02", sorting.change_type, leaked.pk, "CNS", reason=f"À cause de {SECRET}")
    assert "keller" in everything().lower()
    ticket = do(lena, NOON, redact_passage, leaked.pk, SECRET, WHY)
    assert "keller" not in everything().lower()
    assert ticket.subject == "Fiche fausse : […]"
    assert ticket.fields == {"impact": "Elle attend […].", "blocked": "no", "became_billed": True}
    event = Event.objects.get(ticket=leaked, kind="ticket.redacted")
    assert (event.by_id, event.at, event.data["reason"]) == (lena.person_id, at(NOON), WHY)
    mark = f"⟦removed:{event.data['mark']}⟧"
    assert mark in Message.objects.get(ticket=leaked, is_first=True).body and mark in Note.objects.get(ticket=leaked).body
    with acting_as(lena):
        assert finding.requests(finding.ask(lena, "Keller")).tickets == []


def test_stored_clocks_are_the_replay_after_it(leaked, lena, do):
    ticket = do(lena, NOON, redact_passage, leaked.pk, SECRET, WHY)
    with acting_as(SYSTEM):
        replayed = {c.kind: (c.state, c.due_at) for c in clocks.ledger(ticket, at=at(NOON)).clocks}
        assert {c.kind: (c.state, c.due_at) for c in ticket.clocks.all()} == replayed


def test_a_choice_of_the_form_is_no_passage(leaked, lena, do, ada):
    Ticket.objects.filter(pk=leaked.pk).update(fields={"way_round": "none", "impact": "none"})
    ticket = do(lena, NOON, redact_passage, leaked.pk, "none", WHY)
    assert ticket.fields == {"way_round": "none", "impact": "[…]"}


def test_only_a_lead_takes_out(leaked, ada, nora, luca, lena, do):
    for who in (nora, luca, ada):
        with pytest.raises(Forbidden if who is not luca else (Forbidden, Missing)):
            do(who, NOON, redact_passage, leaked.pk, SECRET, WHY)
    assert not Event.objects.filter(kind="ticket.redacted").exists()


def test_a_reason_and_enough_signs_are_asked_and_what_is_not_there_is_said(leaked, lena, do):
    for passage, reason, field in ((SECRET, " ", "reason"), ("a b", WHY, "passage"), ("nowhere in it", WHY, "passage")):
        with pytest.raises(Invalid) as refused:
            do(lena, NOON, redact_passage, leaked.pk, passage, reason)
        assert field in refused.value.fields


def test_the_reason_does_not_bring_it_back(leaked, lena, do):
    do(lena, NOON, redact_passage, leaked.pk, SECRET, f"Salaire: {SECRET}")
    assert "keller" not in everything().lower()


def test_a_closed_request_is_no_exception(leaked, ada, lena, do):
    do(ada, "2026-11-24 11:00", closing.close, leaked.pk)
    do(lena, NOON, redact_passage, leaked.pk, SECRET, WHY)
    assert "keller" not in everything().lower()


def test_drafts_of_anybody_lose_it_and_keep_the_rest(leaked, ada, nora, lena, do):
    for who, kind in ((ada, Draft.REPLY), (nora, Draft.NOTE)):
        with acting_as(who):
            Draft.objects.create(person_id=who.person_id, kind=kind, ticket=leaked, data={"body": f"Donc {SECRET} !", "upload": []})
    do(lena, NOON, redact_passage, leaked.pk, SECRET, WHY)
    assert [draft.data for draft in Draft.objects.all()] == [{"body": "Donc […] !", "upload": []}] * 2


def test_a_reply_that_waits_to_be_sent_loses_it(leaked, nora, lena, do):
    held = do(nora, "2026-11-24 11:00", holding.hold, leaked.pk, holding.Reply(f"Votre fiche {SECRET} est fausse."))
    do(lena, "2026-11-24 11:00", redact_passage, leaked.pk, SECRET, WHY)
    held.refresh_from_db()
    assert SECRET not in held.body and "est fausse" in held.body


def test_linked_requests_are_shown_before_and_taken_along_if_named(leaked, ada, boris, nora, lena, opened, do):
    linked = opened(ada, body=f"Encore {SECRET}.")
    foreign = opened(boris, company="borealis", body="Nichts davon.")
    do(nora, "2026-11-24 11:00", sorting.relate, linked.pk, "parent", leaked.pk)
    do(nora, "2026-11-24 11:00", sorting.relate, foreign.pk, "parent", leaked.pk)
    found = do(lena, NOON, find_passage, leaked, SECRET)
    assert [one.ticket.pk for one in found] == [leaked.pk, linked.pk]
    assert {place.kind for place in found[0].places} == {"subject", "fields", "message"}
    assert found[1].places[0].excerpt == ("Encore", SECRET, ".")
    do(lena, NOON, redact_passage, leaked.pk, SECRET, WHY)
    assert Passage(SECRET).count(Message.objects.get(ticket=linked).body) == 1
    do(lena, NOON, redact_passage, linked.pk, SECRET, WHY)
    assert "keller" not in everything().lower()


def test_a_request_that_is_not_linked_is_not_taken_along(leaked, ada, lena, opened, do):
    other = opened(ada, body=f"Encore {SECRET}.")
    with pytest.raises(Missing):
        do(lena, NOON, redact_passage, leaked.pk, SECRET, WHY, also=[other.pk])
    assert Passage(SECRET).count(Message.objects.get(ticket=leaked).body) == 1


def test_linked_ones_go_in_the_same_act(leaked, ada, nora, lena, opened, do):
    linked = opened(ada, body=f"Encore {SECRET}.")
    do(nora, "2026-11-24 11:00", sorting.relate, linked.pk, "parent", leaked.pk)
    do(lena, NOON, redact_passage, leaked.pk, SECRET, WHY, also=[linked.pk])
    assert "keller" not in everything().lower()
    assert Event.objects.filter(kind="ticket.redacted").count() == 2


def test_a_known_problem_made_from_the_request_loses_it(leaked, nora, lena, do):
    problem = KnownProblem.objects.create(symptom={"fr": f"Avec {SECRET}"})
    Dossier.objects.create(problem=problem, steps=f"1. {SECRET}")
    Ticket.objects.filter(pk=leaked.pk).update(problem=problem)
    do(lena, NOON, redact_passage, leaked.pk, SECRET, WHY)
    assert (KnownProblem.objects.get().symptom, Dossier.objects.get().steps) == ({"fr": "Avec […]"}, "1. […]")


def test_what_only_a_note_held_is_no_news_to_the_customer(ada, nora, lena, opened, do):
    ticket = opened(ada)
    do(nora, "2026-11-24 11:01", replying.note, ticket.pk, f"Interne : {SECRET}")
    do(lena, NOON, redact_passage, ticket.pk, SECRET, WHY)
    assert not Event.objects.get(kind="ticket.redacted").is_public


# Files


@pytest.fixture
def store(settings, tmp_path):
    settings.GUICHET_HOME = tmp_path
    return lambda name, content=b"Anna Keller: 8450\n": files.store(name, ContentFile(content), len(content))


def test_a_file_goes_from_its_message_and_from_the_disk(ada, nora, lena, opened, do, store, django_capture_on_commit_callbacks):
    kept = store("salaires.txt")
    ticket = opened(ada, attachments=[kept])
    do(nora, "2026-11-24 11:00", replying.note, ticket.pk, "Le voici.", attachments=[store("copie.txt")])
    token = Attachment.objects.filter(ticket=ticket, message__isnull=False).get().token
    with django_capture_on_commit_callbacks(execute=True):
        do(lena, NOON, redact_file, ticket.pk, token, WHY)
    assert not Attachment.objects.exists()
    assert not files.path_of(kept["sha256"]).exists()
    assert "salaires.txt" not in everything()
    mark = Event.objects.get(kind="ticket.redacted").data["mark"]
    assert Message.objects.get(ticket=ticket).body.endswith(f"⟦removed:{mark}⟧") and mark in Note.objects.get().body


def test_bytes_that_another_request_holds_stay(ada, boris, lena, opened, do, store, django_capture_on_commit_callbacks):
    kept = store("salaires.txt")
    ticket, other = opened(ada, attachments=[kept]), opened(boris, company="borealis", attachments=[kept])
    with django_capture_on_commit_callbacks(execute=True):
        do(lena, NOON, redact_file, ticket.pk, Attachment.objects.get(ticket=ticket).token, WHY)
    assert files.path_of(kept["sha256"]).exists() and Attachment.objects.get().ticket_id == other.pk


def test_the_same_file_waiting_in_a_draft_goes_too(ada, lena, opened, do, store, django_capture_on_commit_callbacks):
    kept = store("salaires.txt")
    ticket = opened(ada, attachments=[kept])
    with acting_as(ada):
        Upload.objects.create(person_id=ada.person_id, token="t", **kept)
    with django_capture_on_commit_callbacks(execute=True):
        do(lena, NOON, redact_file, ticket.pk, Attachment.objects.get().token, WHY)
    assert not Upload.objects.exists() and not files.path_of(kept["sha256"]).exists()


def test_the_worker_forgets_bytes_that_a_dying_process_left(ada, lena, opened, do, store):
    kept = store("salaires.txt")
    ticket = opened(ada, attachments=[kept])
    do(lena, NOON, redact_file, ticket.pk, Attachment.objects.get().token, WHY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'guichet.forget_file'")
        assert [row[0]["sha256"] if isinstance(row[0], dict) else json.loads(row[0])["sha256"] for row in cursor.fetchall()] == [
            kept["sha256"]
        ]
    files.forget(kept["sha256"])
    files.forget(kept["sha256"])
    assert not files.path_of(kept["sha256"]).exists()


def test_a_message_whose_file_was_forgotten_meanwhile_is_refused(ada, nora, opened, do, store):
    kept, ticket = store("salaires.txt"), opened(ada)
    files.forget(kept["sha256"])
    with pytest.raises(Invalid):
        do(nora, NOON, replying.reply, ticket.pk, "Le voici.", attachments=[kept])


# Mail as it was received


def test_the_original_of_a_mail_that_holds_it_goes_from_the_store(ada, lena, opened, do, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.GUICHET_HOME = tmp_path
    ticket = opened(ada, body=f"Voir {SECRET}")
    raws = [f"From: ada@acme.example\nMessage-ID: <{n}@x>\nSubject: Fiche\n\nVoir {text}\n".encode() for n, text in enumerate((SECRET, "rien"))]
    paths = []
    with connection.cursor() as cursor:
        for raw in raws:
            kept = mailbox.keep(cursor, raw, home=tmp_path, origin="command")
            Mail.objects.filter(pk=kept.mail).update(ticket=ticket, company=ticket.company_id, outcome="replied", settled_at=at(NOON), excerpt=raw.decode()[-40:])
            paths.append(mailbox.path_of(tmp_path, Mail.objects.get(pk=kept.mail).sha256))
    with django_capture_on_commit_callbacks(execute=True):
        do(lena, NOON, redact_passage, ticket.pk, SECRET, WHY)
    assert [path.exists() for path in paths] == [False, True]
    assert "keller" not in everything().lower()


def test_an_update_of_the_known_problem_loses_it_too(leaked, lena, do):
    problem = KnownProblem.objects.create(symptom={"en": "Wrong sheet"})
    Ticket.objects.filter(pk=leaked.pk).update(problem=problem)
    news = News.objects.create(kind=News.UPDATE, problem=problem, texts={"fr": f"La fiche {SECRET} est corrigée."})
    do(lena, NOON, redact_passage, leaked.pk, SECRET, WHY)
    news.refresh_from_db()
    assert SECRET not in str(news.texts) and "est corrigée" in news.texts["fr"]
