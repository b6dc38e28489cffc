"""Keeping raw mail: accepted is ours, twice delivered is once, and nothing stops the queue."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.intake import working
from guichet.intake.mailbox import keeping
from guichet.intake.mailbox.models import Mail
from tests.intake.posting import kept, limited_to, posted, written


def queued() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (args ->> 'mail_id')::bigint FROM procrastinate_jobs WHERE task_name = 'guichet.mail' AND status = 'todo'")
        return [row[0] for row in cursor.fetchall()]


def test_message_is_stored_with_its_hash_and_queued(cast):
    raw = written("ada", Message_ID="<a1@acme.example>")
    number = kept(raw).mail
    mail = Mail.objects.get(pk=number)
    assert (mail.outcome, mail.message_id, mail.size, mail.origin) == ("waiting", "a1@acme.example", len(raw), "command")
    assert keeping.read(mail.sha256, settings.GUICHET_HOME) == raw
    assert queued() == [number]


def test_twice_delivered_is_once(cast):
    raw = written("ada", Message_ID="<a1@acme.example>")
    first = kept(raw)
    again = kept(b"Received: from mx2.vendor.example\r\nDelivered-To: other@vendor.example\r\n" + raw.replace(b"\n", b"\r\n"))
    assert (again.mail, again.is_duplicate, first.is_duplicate) == (first.mail, True, False)
    assert (Mail.objects.count(), Mail.objects.get().copies, len(queued())) == (1, 2, 1)


def test_same_message_id_with_other_words_is_another_message(cast):
    first = posted(written("ada", Message_ID="<a1@acme.example>"))
    other = posted(written("ada", Message_ID="<a1@acme.example>", text="Tout autre chose."))
    assert (first.outcome, other.outcome, other.reason) == ("opened", "quarantined", "same_id")


def test_same_message_id_of_another_sender_is_his_own(cast):
    posted(written("ada", Message_ID="<a1@acme.example>"))
    assert posted(written("alan", Message_ID="<a1@acme.example>", text="Autre chose.")).outcome == "opened"


def test_without_a_message_id_only_the_same_bytes_are_the_same(cast):
    raw = written("ada")
    assert kept(raw).mail == kept(raw).mail
    assert kept(b"Received: from mx2\n" + raw).mail != kept(raw).mail


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\x00\x01\x02" * 50, b"Bonjour,\nvoici.\n"])
def test_what_is_no_message_is_not_stored(cast, raw):
    with pytest.raises(keeping.NoMessage):
        kept(raw)
    assert not Mail.objects.exists()


def test_message_above_the_limit_is_kept_up_to_it_and_shown(cast):
    limited_to(500)
    mail = posted(written("ada", text="x" * 2000))
    assert (mail.outcome, mail.reason, mail.size) == ("poison", "too_large", 500)


def test_message_that_breaks_the_parser_is_kept_and_stops_nobody(cast, monkeypatch):
    from guichet.mail import reading

    parse = reading.parse
    monkeypatch.setattr(reading, "parse", lambda raw: 1 / 0 if b"POISON" in raw else parse(raw))
    broken, sound = kept(written("ada", text="POISON")).mail, kept(written("ada")).mail
    working.one(broken)
    working.one(sound)
    assert [Mail.objects.get(pk=number).outcome for number in (broken, sound)] == ["poison", "opened"]


def test_message_that_breaks_the_entrance_is_kept_and_shown(cast, monkeypatch):
    monkeypatch.setattr(working.deciding, "decide", lambda mail, parsed: 1 / 0)
    mail = posted(written("ada", subject="Un sujet"))
    assert (mail.outcome, mail.reason, mail.details, mail.subject) == ("poison", "failed", {"error": "ZeroDivisionError"}, "Un sujet")


def test_message_that_ends_the_worker_again_and_again_is_given_up(cast):
    number = kept(written("ada")).mail
    Mail.objects.filter(pk=number).update(tries=working.MOST_TRIES)
    assert working._begin() == []
    assert Mail.objects.get(pk=number).outcome == "poison"


def test_message_that_ended_the_worker_before_is_tried_alone(cast):
    numbers = [kept(written("ada", subject=f"S{n}")).mail for n in range(4)]
    Mail.objects.filter(pk=numbers[2]).update(tries=working.ALONE_FROM)
    assert [waiting.number for waiting in working._begin()] == numbers[:2]
    Mail.objects.filter(pk__in=numbers[:2]).delete()
    assert [waiting.number for waiting in working._begin()] == [numbers[2]]


def test_outcome_is_given_once(cast):
    number = kept(written("ada")).mail
    assert (working.one(number), working.one(number)) == (1, 0)


def test_one_pass_decides_on_all_and_leaves_no_job(cast):
    for n in range(3):
        kept(written("ada", subject=f"S{n}"))
    assert working.work() == 3
    assert (queued(), Mail.objects.filter(outcome="opened").count()) == ([], 3)


# The command


@pytest.fixture
def received(transactional_db, cast):
    """`received(raw, "--wait")`: exit code and answer of `guichet mail receive` against this database."""

    def _receive(raw: bytes, *arguments: str) -> tuple[int, dict | None]:
        environment = {**os.environ, "DATABASE_URL": os.environ["DATABASE_URL"]}
        run = subprocess.run(
            [sys.executable, "-m", "guichet.config.cli", "mail", "receive", *arguments],
            input=raw, capture_output=True, env=environment, timeout=60,
        )  # fmt: skip
        assert run.returncode in (0, 65, 75), run.stderr.decode()
        return run.returncode, json.loads(run.stdout) if run.stdout else None

    return _receive


@pytest.mark.django_db(transaction=True)
def test_command_stores_says_so_and_decides_where_nobody_works(received):
    raw = written("ada", Message_ID="<a1@acme.example>")
    code, said = received(raw)
    assert (code, said["outcome"], said["duplicate"]) == (0, "accepted", False)
    code, again = received(raw, "--wait")
    assert (code, again["outcome"], again["duplicate"], again["id"]) == (0, "opened", True, said["id"])
    with acting_as(SYSTEM):
        assert again["request"] == Mail.objects.get(pk=said["id"]).ticket.key


@pytest.mark.django_db(transaction=True)
def test_command_says_why_and_what_it_does_not_take(received):
    code, said = received(written("someone@else.example"), "--wait")
    assert (code, said["outcome"], said["request"], said["reason"]) == (0, "quarantined", None, "Nobody with this address is known here.")
    assert received(b"no message")[0] == 65
    assert received(written("ada"), "--mailbox", "NONE")[0] == 75
    assert Mail.objects.count() == 1
