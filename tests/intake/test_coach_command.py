"""`guichet coach --stream`: one line in, one line out, whatever the line holds (INTERFACE section 1)."""

import json
import subprocess
import sys

import pytest

PROGRAM = """
import argparse, sys
from guichet.intake.commands import add_parsers
parser = argparse.ArgumentParser(prog="guichet")
add_parsers(parser.add_subparsers(required=True))
args = parser.parse_args()
code = args.func(args)
assert not any(name == "django" or name.startswith("psycopg") for name in sys.modules), "the coach needs no database"
sys.exit(code)
"""


@pytest.fixture
def stream():
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "coach", "--stream"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    yield process
    if process.poll() is None:
        process.kill()
        process.communicate()


def ask(process: subprocess.Popen, line: bytes) -> dict:
    process.stdin.write(line + b"\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def test_each_line_is_answered_at_once_and_in_order(stream):
    good = {"subject": "Lieferschein: Lieferadresse im PDF leer", "description": "Verkauf › Lieferschein › Drucken PDF, Beispiel "
            "LS-26-03318. Der Block bleibt leer, erwartet: Lieferadresse.", "type": "SPT", "language": "de"}
    assert ask(stream, json.dumps(good).encode()) == {"hints": []}
    hint, = ask(stream, json.dumps({"subject": "Problème", "description": good["description"]}).encode())["hints"]
    assert hint == {"field": "subject", "rule": "generic", "message": hint["message"]}
    assert hint["message"].startswith("Cela conviendrait")
    assert ask(stream, json.dumps(good | {"description": ""}).encode())["hints"][0]["field"] == "description"
    assert stream.communicate(timeout=10) == (b"", b"")
    assert stream.returncode == 0


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"null", b"[]", b'"text"', b"12", b"{}", b'{"subject": null}', b'{"subject": 5, "description": ""}', b"\xff\xfe",
     b'{"subject": "a", "description": []}', b'{"subject": "a", "type": 1}', b"[" * 5000, b'{"subject": "a", "language": {}}'],
)
def test_a_line_that_cannot_be_read_gives_an_error_and_the_stream_goes_on(stream, line):
    reply = ask(stream, line)
    assert list(reply) == ["error"] and reply["error"]
    assert ask(stream, b'{"subject": "Problem", "description": null}')["hints"]


@pytest.mark.parametrize(
    "subject",
    ["\0", "\ud800", "😀" * 100, "مشكلة في الفاتورة", "a" * 100_000, "line\nbreak", "\u2028", '"quoted" \\ back'],
)
def test_odd_subjects_are_answered(stream, subject):
    assert "hints" in ask(stream, json.dumps({"subject": subject, "description": subject}).encode())


def test_unknown_keys_types_and_languages_do_no_harm(stream):
    line = {"subject": "Voir annexe", "description": "test", "type": "XYZ", "language": "es", "more": 1}
    assert ask(stream, json.dumps(line).encode())["hints"]
    assert ask(stream, b"\xef\xbb\xbf" + json.dumps(line).encode())


def test_a_byte_order_mark_and_a_missing_last_newline_are_forgiven():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "coach", "--stream"], input=b'\xef\xbb\xbf{"subject": "Test", "description": "asdf"}',
        capture_output=True, check=True, timeout=20,
    )
    assert [hint["rule"] for hint in json.loads(done.stdout)["hints"]] == ["test", "test"]


def test_without_stream_the_whole_input_is_one_question():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "coach"], input=b'{"subject":\n "Problem",\n "description": null}', capture_output=True,
        check=True, timeout=20,
    )
    assert [hint["rule"] for hint in json.loads(done.stdout)["hints"]]


def test_the_installed_command_answers_without_loading_django():
    """Read with an import log: neither Django nor the driver of the database is touched."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import sys; from guichet.config.cli import main; sys.exit(main(['coach', '--stream']))"],
        input=b'{"subject": "Problem", "description": null}\n', capture_output=True, check=True, timeout=30,
    )
    assert json.loads(done.stdout)["hints"]
    loaded = {line.rsplit(b"|", 1)[-1].strip().split(b".")[0] for line in done.stderr.splitlines()}
    assert not loaded & {b"django", b"psycopg"}
