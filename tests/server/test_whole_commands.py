"""The commands from outside, on homes of their own: time passes, the first administrator comes in, the demo repeats itself."""

import datetime as dt
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg
import pytest

from guichet.server.embedded import Cluster, running

from .test_serve import Served, free_port

AT = "2026-11-24T09:00:00+01:00"


def rows(cluster: Cluster, statement: str, *values: object) -> list[tuple]:
    with psycopg.connect(cluster.superuser_url.replace("/postgres?", "/guichet?"), autocommit=True) as connection:
        cursor = connection.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def test_time_passes_for_a_worker_that_is_run_once_at_a_moment(guichet, tmp_path):
    """Nothing before a request's moment; at it, exactly what DOMAIN 1.6 says; and nothing twice. Others are kept away."""
    home = tmp_path / "home"
    assert guichet(home, "demo", "--part", "first", "--at", AT).returncode == 0

    def work(moment: dt.datetime) -> None:
        done = guichet(home, "worker", "--once", GUICHET_DEBUG="1", GUICHET_CLOCK=moment.isoformat())
        assert (done.returncode, done.stderr) == (0, "")

    def letters() -> int:
        return len(list((home / "outbox").glob("*.eml")))

    refused = guichet(home, "serve", "--bind", f"0.0.0.0:{free_port()}", GUICHET_BASE_URL="https://support.example.com")
    assert refused.returncode == 1 and "the demo's passwords are public" in refused.stderr

    with running(home) as cluster:
        work(dt.datetime.fromisoformat(AT))
        assert letters() == 0, "the demo world causes no mail"
        (number, wakes), *_rest = rows(
            cluster,
            "SELECT number, wake_at FROM desk_ticket WHERE status = 'WAIT_CUSTOMER' AND criticality <> 'CRITICAL' ORDER BY wake_at",
        )
        reminded = "SELECT count(*) FROM desk_event WHERE ticket_id = %s AND kind = 'ticket.reminded'"
        (before,) = rows(cluster, reminded, number)
        work(wakes - dt.timedelta(minutes=1))
        assert rows(cluster, reminded, number) == [before]
        work(wakes)
        assert rows(cluster, reminded, number) == [(before[0] + 1,)]
        assert rows(cluster, "SELECT status FROM desk_ticket WHERE number = %s", number) == [("WAIT_CUSTOMER",)]
        assert letters() > 0

        later = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
        work(later)
        ended = rows(cluster, "SELECT status, resolution FROM desk_ticket WHERE number = %s", number)
        assert ended in ([("RESOLVED", "no_answer")], [("CLOSED", "no_answer")])
        waiting = "SELECT count(*) FROM desk_ticket WHERE status IN ('WAIT_CUSTOMER', 'RESOLVED') AND criticality <> 'CRITICAL' AND unanswered_since IS NULL AND wake_at IS NULL"
        assert rows(cluster, waiting) == [(0,)], "each still has its next moment"
        assert rows(cluster, "SELECT count(*) FROM desk_ticket WHERE wake_at <= %s", later) == [(0,)]
        sent = letters()
        work(later)
        assert letters() == sent


def test_the_first_administrator_comes_in_by_his_link_and_moves_companies_in(guichet, tmp_path):
    home = tmp_path / "home"
    done = guichet(home, "init", "--admin", "chief@vendor.example", GUICHET_BASE_URL="http://localhost:8000")
    assert done.returncode == 0, done.stderr
    (link,) = done.stdout.split()
    assert link.startswith("http://localhost:8000/invitation/")
    companies = tmp_path / "companies.csv"
    companies.write_text("external_id;name\nC-1;Nordwind AG\n")
    bad = tmp_path / "people.csv"
    bad.write_text("external_id;company;email;given_name\nP-1;C-9;a@nordwind.example;A\n")
    tried = guichet(home, "load", "--dry-run", str(companies), str(bad))
    assert tried.returncode == 2 and f"{bad}:2: company: there is no company 'C-9'" in tried.stdout
    assert guichet(home, "load", str(companies)).stdout == "companies: 1 new\n"

    served = Served(home, free_port())
    try:
        served.answers()
        visit = visitor(served.port)
        status, page = visit(urllib.parse.urlsplit(link).path)
        assert status == 200
        password = "a long enough passphrase 4711"
        fields = {"password": password, "again": password}
        assert visit(urllib.parse.urlsplit(link).path, page=page, **fields)[0] == 200
        status, page = visit("/administration/companies/")
        assert status == 200 and "Nordwind AG" in page
        assert visit("/administration/")[0] == 200
        assert visit("/desk/requests/1001/")[0] == 404, "he sees no request by that role"
        assert visitor(served.port)(urllib.parse.urlsplit(link).path)[0] in (404, 410), "the link works once"
    finally:
        served.stop()


def visitor(port: int) -> Callable[..., tuple[int, str]]:
    """A browser without scripts: keeps cookies, follows redirects; with *page*, posts its form with these fields."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def visit(path: str, *, page: str = "", **fields: str) -> tuple[int, str]:
        data = None
        if page:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
            data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        try:
            with browser.open(f"http://localhost:{port}{path}", data=data, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    return visit


@pytest.mark.long
def test_the_demo_of_one_size_and_moment_is_the_same_every_time(guichet, tmp_path):
    """But for what has to be a secret of each installation: links to files and the salt of passwords."""
    first, second = (_demo(guichet, tmp_path / name) for name in ("first", "second"))
    assert first["desk_ticket"][1] >= 150
    assert {table for table, found in first.items() if second[table] != found} == set()


def _demo(guichet, home: Path) -> dict[str, tuple]:
    """Each table by the digest and the number of its rows."""
    assert guichet(home, "demo", "--tickets", "150", "--at", AT).returncode == 0
    leave_out = {"desk_attachment": "token", "people_credential": "password", "django_migrations": "applied"}
    found = {}
    with running(home) as cluster:
        for (table,) in rows(cluster, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            row = f"(to_jsonb(t) - '{leave_out.get(table, '')}')::text"
            (found[table],) = rows(cluster, f'SELECT md5(string_agg({row}, chr(10) ORDER BY {row})), count(*) FROM "{table}" t')
    return found
