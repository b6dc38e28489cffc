"""How many statements a page runs with few rows and with at least three times as many: `python -m bench.counting`.

Some statements depend on what is shown (who approves the offers of a list that holds one), so totals may differ by a few. What
must not grow is repetition: the same statement again for each row.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.homes import Cluster, ask, environment

_OPEN = "status NOT IN ('CLOSED', 'CANCELLED')"
# What is shown with how many rows, as (value, rows): a few rows first, then at least three times as many.
_ROWS = {
    "queue": f"SELECT company_id::text, count(*) FROM desk_ticket WHERE {_OPEN} GROUP BY 1",
    "request": "SELECT ticket_id::text, count(*) FROM desk_event JOIN desk_ticket ON number = ticket_id WHERE NOT confidential AND "
    "desk_id = (SELECT id FROM service_desk WHERE key = 'SUP') AND reporter_id = "
    "(SELECT id FROM people_person WHERE email = 'ada@acme.example') GROUP BY 1",
    "home": f"SELECT email, count(*) FROM desk_ticket JOIN people_person p ON p.id = reporter_id WHERE {_OPEN} GROUP BY 1",
    "search": "SELECT word, ndoc FROM ts_stat('SELECT words FROM desk_ticket') WHERE length(word) > 5 AND word ~ '^[a-z]+$'",
}
# line of the table → (where its rows come from, who looks, the address).
_PAGES = {
    "queue": ("queue", "nora@vendor.example", "/desk/?view=all&company={}"),
    "request, workspace": ("request", "lena@vendor.example", "/desk/requests/{}/"),
    "request, portal": ("request", "ada@acme.example", "/requests/{}/"),
    "home, portal": ("home", "{}", "/"),
    "requests, portal": ("home", "{}", "/requests/"),
    "search": ("search", "nora@vendor.example", "/desk/search/?q={}"),
}


@dataclass(frozen=True)
class Counted:
    """The statements of one page: how many, and how many of them were the same again."""

    rows: int
    statements: int
    repeated: int


def counted(home: Path, cluster: Cluster) -> Iterator[tuple[str, Counted, Counted]]:
    """Each page with few and with many rows; counted in a process of its own, as the web process stands to the database."""
    pairs = {name: _few_and_many(cluster, sql) for name, sql in _ROWS.items()}
    wanted = [(who.format(value), path.format(value)) for of, who, path in _PAGES.values() for value, _ in pairs[of]]
    done = subprocess.run(
        [sys.executable, "-m", "bench.counting"],
        input=json.dumps(wanted), env=environment(home, cluster), check=True, text=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    figures = iter(json.loads(done.stdout))
    for name, (of, _who, _path) in _PAGES.items():
        few, many = (Counted(rows, *next(figures)) for _value, rows in pairs[of])
        yield name, few, many


def _few_and_many(cluster: Cluster, sql: str) -> list[tuple[str, int]]:
    """Two of the rows: one with some, one with three times as many or, in a small home, as many as there are."""
    found = sorted(ask(cluster, sql), key=lambda row: (row[1], row[0]))
    few = next((row for row in found if row[1] >= 3), found[0])
    return [few, next((row for row in found if row[1] >= 3 * few[1]), found[-1])]


def _count(asked: list[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """The statements of each address for that person: all, and those that came again."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connection
    from django.test import Client

    from guichet.people.models import Person

    for email, path in asked:
        person = Person.objects.only("epoch").get(email=email)
        session = SessionStore()
        session.update({"person": person.pk, "epoch": person.epoch})
        session.save()
        client = Client(SERVER_NAME="localhost")
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        client.get(path, follow=True)  # what is kept for seconds is read now
        shapes: Counter[str] = Counter()

        def note(execute, sql, params, many, context, shapes=shapes):
            shapes[sql] += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            answer = client.get(path, follow=True)
        assert answer.status_code == 200, (path, answer.status_code)
        yield shapes.total(), shapes.total() - len(shapes)


if __name__ == "__main__":
    from guichet.server.installation import django

    with django(process="web"):
        print(json.dumps(list(_count(json.load(sys.stdin)))))
