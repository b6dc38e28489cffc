"""Lists of the workspace: within the walls, in order, page by page, and what the search box finds."""

from guichet.access.acting import acting_as
from guichet.desk import queries
from guichet.desk.models import Ticket
from guichet.desk.operations import moving, replying, sorting
from guichet.desk.operations.moving import Moving
from guichet.desk.queries import Conditions


def test_the_queue_pages_by_key_without_gap_or_repetition(ada, nora, opened):
    wanted = [opened(ada, when=f"2026-11-24 10:{minute:02d}").pk for minute in range(7)]
    seen, after = [], ()
    with acting_as(nora):
        while True:
            page = queries.queue(nora, Conditions(after=after), limit=3)
            seen += [t.pk for t in page[:3]]
            if len(page) <= 3:
                break
            after = queries.key_after(page[2], "due")
    assert seen == wanted


def test_every_view_and_condition_answers_within_the_walls(ada, nora, carl, opened, do):
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", moving.transition_to, number, Moving("WAIT_CUSTOMER", body="Quand ?"))
    with acting_as(carl):
        assert queries.queue(carl, Conditions()) == []
    with acting_as(nora):
        for view in queries.views(nora):
            queries.queue(nora, Conditions(view=view))
        found = queries.queue(
            nora,
            Conditions(
                status=["WAIT_CUSTOMER"], turn=["customer"], criticality=["MEDIUM"], type=["SPT"], owner=["me"],
                team=["SUP-BO"], desk=["SUP"], language=["fr"], words="facture",
            ),
        )  # fmt: skip
        assert [t.pk for t in found] == [number]
        for sort in queries.SORTS:
            queries.queue(nora, Conditions(sort=sort))


def test_search_finds_number_reference_subject_message_note_company_and_person(ada, nora, carl, luca, opened, do):
    number = opened(ada).pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Le taux dépend de la prestation.")
    do(nora, "2026-11-24 11:05", replying.note, number, "Hydrangea inside.")
    do(nora, "2026-11-24 11:10", sorting.change_type, number, "EVO")
    with acting_as(nora):
        for text in (str(number), f"spt-{number}", f"EVO-{number}"):
            assert queries.search(nora, text).exact.pk == number
        assert queries.search(nora, f"PSP-{number}").exact is None
        for text in ("facture tva", "calculee", "prestation depend", "hydrangea", "Ada Favre"):
            assert [t.pk for t in queries.search(nora, text).tickets] == [number], text
        assert [c.name for c in queries.search(nora, "acme").companies] == ["Acme SA"]
        for text in ("", "   ", "'; drop table", "🙂", "()&|!:*", "a" * 10_000, "\x00"):
            queries.search(nora, text)
    with acting_as(carl):
        assert queries.search(carl, "facture").tickets == []
        assert queries.search(carl, str(number)).exact is None


def test_a_common_word_is_found_also_by_who_sees_few_of_those_that_hold_it(ada, nora, carl, opened, monkeypatch):
    monkeypatch.setattr(queries, "CANDIDATES", 2)
    oldest, *_others = (opened(ada, when=f"2026-11-24 10:0{minute}") for minute in range(5))
    with acting_as(nora):
        replying.give_sight(oldest, [carl.person_id], "added")
        assert len(queries.search(nora, "facture").tickets) == 5
    with acting_as(carl):
        assert queries.search(carl, "facture").tickets == [oldest]


def test_the_queue_runs_the_same_queries_with_one_row_and_with_three(ada, nora, opened, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    opened(ada)
    with acting_as(nora):
        queries.queue(nora, Conditions())  # the releases are read once and kept
    counts = []
    for _ in range(2):
        opened(ada)
        with acting_as(nora), CaptureQueriesContext(connection) as captured:
            for ticket in queries.queue(nora, Conditions()):
                assert ticket.company.name and (ticket.owner is None or ticket.owner.name)
        counts.append(len(captured))
        opened(ada)
    assert counts[0] == counts[1] and Ticket.objects.count() == 5
