"""``guichet match serve``: one line out for each line in."""

import io
import json
import os
import subprocess
import sys

import pytest

from guichet.matching.commands import serve

DOCUMENTS = [
    {"id": "a", "seq": 1, "lang": "en", "title": "Cannot print the invoice", "body": "Nothing comes out.", "unknown": True},
    {"id": "b", "seq": 2, "lang": "fr", "title": "Le stock est faux", "body": ""},
]


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(json.dumps(document) for document in DOCUMENTS) + "\n")
    return path


def talk(*lines: object) -> list[dict]:
    out = io.StringIO()
    serve([line if isinstance(line, str) else json.dumps(line) for line in lines], out, None)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_is_answered_in_order(index, corpus):
    ready, ranked = talk({"corpus": str(corpus)}, {"id": 9, "seq": 9, "lang": "en", "title": "invoice print", "body": "", "k": 1, "x": 1})
    assert "error" not in ready
    [[id_, p]] = ranked["ranked"]
    assert id_ == "a" and 0 <= p <= 1


@pytest.mark.parametrize("line", [
    "no json", "[]", "{}", '{"id": 1}', '{"id": 1, "seq": "x"}', '{"id": 1, "seq": 1, "title": 5}', '{"id": 1, "seq": 1, "k": 0}',
])  # fmt: skip
def test_a_line_that_cannot_be_read_is_an_error_and_the_stream_goes_on(index, corpus, line):
    _, wrong, right = talk({"corpus": str(corpus)}, line, {"id": 1, "seq": 9, "lang": "en", "title": "invoice"})
    assert list(wrong) == ["error"] and "ranked" in right


def test_a_corpus_that_is_not_there_is_said_and_another_may_follow(index, corpus):
    missing, ready = talk({"corpus": "/nowhere.jsonl"}, {"corpus": str(corpus)})
    assert "/nowhere.jsonl" in missing["error"] and "error" not in ready


def test_a_mistake_in_the_corpus_is_named_by_its_line(index, corpus):
    corpus.write_text(corpus.read_text() + '{"id": "c"}\n')
    [answer] = talk({"corpus": str(corpus)})
    assert "line 3" in answer["error"]


@pytest.mark.long
def test_the_command_answers_from_a_database_of_its_own(corpus):
    lines = [{"corpus": str(corpus)}, {"id": 1, "seq": 5, "lang": "en", "title": "invoice not printed", "body": "", "k": 2}]
    done = subprocess.run(
        [sys.executable, "-m", "guichet.config.cli", "match", "serve"],
        input="\n".join(map(json.dumps, lines)), capture_output=True, text=True, timeout=300, env={**os.environ},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == 2 and answers[1]["ranked"][0][0] == "a"
