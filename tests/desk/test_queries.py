"""Lists of the workspace: within the walls, in order, page by page, and what the search box finds."""

from guichet.access.acting import acting_as
from guichet.desk import queries
from guichet.desk.models import Ticket
from guichet.desk.operations import moving
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


def test_words_of_a_list_may_be_any_signs(ada, nora, opened):
    number = opened(ada).pk
    with acting_as(nora):
        assert [t.pk for t in queries.queue(nora, Conditions(words="facture tva"))] == [number]
        for text in ("ŉ", "aʼb", "½ ⑴ ː", "'\\", "ж" * 2_000, "ß" * 1_999, "x:*|!", "\u202e", "🙂"):
            queries.queue(nora, Conditions(words=text))


def test_companies_and_people_are_found_by_name_for_agents_alone(ada, nora, cast):
    with acting_as(nora):
        companies, people = queries.named(nora, "acme")
        assert [c.name for c in companies] == ["Acme SA"] and {p.email for p in people} >= {"ada@acme.example"}
        assert [p.email for p in queries.named(nora, "Ada Favre")[1]] == ["ada@acme.example"]
    with acting_as(ada):
        assert queries.named(ada, "borealis") == ([], [])


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
