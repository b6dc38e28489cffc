"""What reports count: requests that were not needed, by what solved them, as far as the reader sees it."""

from datetime import timedelta

from guichet import clock
from guichet.access.acting import acting_as
from guichet.matching.deflected import deflections
from guichet.matching.verdicts import deflect


def counted(actor, **narrow):
    now = clock.now()
    with acting_as(actor):
        total, found = deflections(actor, now - timedelta(days=1), now + timedelta(days=1), **narrow)
    return total, [(one.kind, one.reference, one.count) for one in found]


def solve(by, kind, row, cast, company="acme", times=1):
    for _ in range(times):
        with acting_as(by):
            deflect(kind, row.pk, company_id=cast.company(company).pk, by=by)


def test_problems_articles_and_requests_are_counted_most_often_first(known, written, opened, cast, ada, boris, nora):
    problem, article, ticket = known(), written(state="published"), opened(ada)
    solve(ada, "problem", problem, cast, times=2)
    solve(boris, "problem", problem, cast, "borealis")
    solve(ada, "article", article, cast)
    solve(ada, "request", ticket, cast)
    assert counted(nora) == (5, [("problem", problem.reference, 3), ("article", "", 1), ("ticket", ticket.key, 1)])
    assert counted(nora, company=cast.company("borealis").pk) == (1, [("problem", problem.reference, 1)])


def test_a_request_that_the_reader_does_not_see_is_neither_named_nor_counted(opened, cast, ada, theo, admin):
    ticket = opened(ada, domain="finance")
    solve(ada, "request", ticket, cast)
    assert counted(admin) == (0, []) and counted(theo) == (0, [])


def test_the_page_of_reports_shows_them(known, cast, ada, signed_in):
    problem = known()
    solve(ada, "problem", problem, cast)
    page = signed_in("nora").get("/desk/reports/").content.decode()
    assert "Requests that were not needed" in page and problem.reference in page
    assert problem.reference not in signed_in("nora").get("/desk/reports/?company=Borealis").content.decode()
