"""When a task is tried again: growing delays for what fails, soon and often for what lost PostgreSQL."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import psycopg
import pytest
from django.db import OperationalError, connection

from guichet.jobs import queue

DELAYS = (5, 30)


def seconds_until_next_try(error: BaseException, attempts: int) -> float | None:
    decision = queue._Growing(DELAYS).get_retry_decision(exception=error, job=SimpleNamespace(attempts=attempts))
    return decision and (decision.retry_at - datetime.now(UTC)) / timedelta(seconds=1)


def raised(statement: str, *, killed: bool = False) -> OperationalError:
    """What Django raises for *statement* on a connection of its own; with *killed*, after the server ended that."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other, pytest.raises(OperationalError) as caught:
        if killed:
            connection.cursor().execute("SELECT pg_terminate_backend(%s)", [other.info.backend_pid])
        with connection.wrap_database_errors:
            other.execute(statement)
    return caught.value


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempts", [0, len(DELAYS), queue.MOST_TRIES - 1])
def test_a_lost_connection_is_no_fault_of_the_task(cast, attempts):
    lost = raised("SELECT 1", killed=True)
    assert 0 < seconds_until_next_try(lost, attempts) <= queue.SOON


@pytest.mark.django_db(transaction=True)
def test_not_even_a_lost_connection_is_met_for_ever(cast):
    assert seconds_until_next_try(raised("SELECT 1", killed=True), queue.MOST_TRIES) is None


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_takes_too_long_is_one(cast):
    slow = raised("SET statement_timeout = 10; SELECT pg_sleep(1)")
    assert queue.SOON < seconds_until_next_try(slow, 0) <= DELAYS[0]
    assert seconds_until_next_try(slow, len(DELAYS)) is None


def test_other_errors_wait_longer_each_time():
    assert [round(seconds_until_next_try(ValueError(), attempts)) for attempts in range(2)] == list(DELAYS)
    assert seconds_until_next_try(ValueError(), 2) is None


def test_a_server_that_is_not_there_is_waited_for():
    with pytest.raises(OperationalError) as caught, connection.wrap_database_errors:
        psycopg.connect(host="127.0.0.1", port=1, connect_timeout=2)
    assert queue.database_went_away(caught.value)
