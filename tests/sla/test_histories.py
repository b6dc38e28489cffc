"""Every row of every golden history of DOMAIN 1.14."""

import pytest

from tests.sla.calendars import look, said
from tests.sla.histories import HISTORIES

ROWS = [
    pytest.param(opening, [event for row in rows[: n + 1] for event in row[0]], rows[n][1:], id=f"{name}, row {n + 1}")
    for name, opening, rows in HISTORIES
    for n in range(len(rows))
]


def read(history, moment, opening):
    criticality = opening.get("criticality")
    return look(history, moment, type=opening["type"], criticality=criticality)


@pytest.mark.parametrize(("opening", "history", "expected"), ROWS)
def test_golden_history(opening, history, expected):
    moment, *texts = expected
    ledger = read(history, moment, opening)
    for kind, text in zip(("first_reply", "update", "goal"), texts, strict=True):
        found = said(ledger, kind)
        assert (found if ", due" in text else found.partition(", due")[0]) == text, kind


@pytest.mark.parametrize(("opening", "history", "expected"), ROWS)
def test_the_whole_history_looked_at_earlier_gives_the_same(opening, history, expected):
    """Later events change nothing of what stood before, and a look changes nothing at all."""
    moment = expected[0]
    later = [{"at": "12-20 09:00", "kind": "message", "by": "vendor"}]
    looked = [{"at": moment, "kind": "look"}, {"at": moment, "kind": "confidential"}]
    assert read(history, moment, opening).as_json() == read(history + looked + later, moment, opening).as_json()
