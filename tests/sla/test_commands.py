"""`guichet sla due|elapsed|replay` as another program meets them: a process, its lines and its exit code."""

import json
import subprocess
import sys

import pytest
import yaml

from tests.sla.calendars import CH_BE_CONFIG, CH_BE_EXT_CONFIG, STANDARD_CONFIG
from tests.sla.histories import HISTORIES

MAIN = (
    "import argparse, sys; from guichet.sla.commands import add_parsers; parser = argparse.ArgumentParser(); "
    "add_parsers(parser.add_subparsers()); args = parser.parse_args(); sys.exit(args.func(args))"
)


def sla(*arguments: str, lines: str | bytes = "") -> subprocess.CompletedProcess[str]:
    given = lines if isinstance(lines, bytes) else lines.encode()
    done = subprocess.run([sys.executable, "-c", MAIN, "sla", *arguments], input=given, capture_output=True, timeout=60)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def answers(*arguments: str, lines: list[object]) -> list[dict]:
    done = sla(*arguments, "--stream", lines="".join(json.dumps(line) + "\n" for line in lines))
    assert done.returncode == 0 and done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_due_prints_the_moment_with_its_offset():
    done = sla("due", "--calendar", "CH-BE", "--start", "2026-03-27T16:30", "--work", "4h")
    assert (done.stdout, done.returncode) == ("2026-03-30T11:30:00+02:00\n", 0)
    done = sla("due", "--calendar", "ch-be", "--start", "2026-03-27T15:30:00Z", "--work", "4h")
    assert done.stdout == "2026-03-30T11:30:00+02:00\n"


def test_elapsed_prints_seconds():
    done = sla("elapsed", "--calendar", "CH-BE", "--from", "2026-11-23T00:00", "--to", "2026-11-30T00:00:00+01:00")
    assert (done.stdout, done.returncode) == ("149400\n", 0)


def test_the_extended_calendar_is_packaged_too():
    done = sla("elapsed", "--calendar", "CH-BE-EXT", "--from", "2026-11-23T00:00", "--to", "2026-11-30T00:00")
    assert done.stdout == "230400\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("due", "--calendar", "MOON", "--start", "2026-11-24T08:00", "--work", "1h"),
        ("due", "--calendar", "CH-BE", "--start", "yesterday", "--work", "1h"),
        ("due", "--calendar", "CH-BE", "--start", "2026-11-24T08:00", "--work", "soon"),
        ("due", "--calendar", "CH-BE", "--start", "2026-11-24T08:00"),
        ("elapsed", "--calendar", "CH-BE", "--from", "2026-11-24T08:00"),
        ("due", "--config", "/nowhere.yaml", "--stream"),
        ("due", "--calendar", "MOON", "--stream"),
        ("replay",),
    ],
)
def test_a_mistake_is_told_on_standard_error_with_exit_one(arguments):
    done = sla(*arguments)
    assert done.returncode == 1 and done.stdout == "" and done.stderr.startswith("guichet sla: ")
    assert "Traceback" not in done.stderr


def test_due_and_elapsed_streams():
    assert answers("due", "--calendar", "CH-BE", lines=[{"start": "2026-11-24T11:30:00+01:00", "work": 3600}]) == [
        {"due": "2026-11-24T14:00:00+01:00"}
    ]
    assert answers("elapsed", "--calendar", "CH-BE", lines=[{"from": "2026-11-24T11:30", "to": "2026-11-24T14:00"}]) == [
        {"work": 3600}
    ]


def test_a_line_that_cannot_be_read_gives_an_error_and_the_stream_goes_on():
    good = '{"start": "2026-11-24T11:30", "work": 3600}\n'
    bad = ["", "x", "[]", "null", "{}", '{"start": 7, "work": 1}', '{"start": "2026-11-24T11:30", "work": -1}']
    bad += ['{"start": "2026-11-24T11:30", "work": 1e999}', '{"start": "9999-12-31T23:00", "work": 99}', "[" * 100_000]
    given = good + "".join(f"{line}\n{good}" for line in bad)
    done = sla("due", "--calendar", "CH-BE", "--stream", lines=given.encode() + b"\xff\xfe\n" + good.encode())
    read = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0 and done.stderr == ""
    assert read[::2] == [{"due": "2026-11-24T14:00:00+01:00"}] * (len(bad) + 2)
    assert len(read) == 2 * len(bad) + 3
    assert all(list(answer) == ["error"] and answer["error"] for answer in read[1::2])


def test_each_line_is_answered_before_the_next_is_given():
    arguments = [sys.executable, "-c", MAIN, "sla", "due", "--calendar", "CH-BE", "--stream"]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        for work in (3600, 7200):
            process.stdin.write(json.dumps({"start": "2026-11-24T11:30", "work": work}) + "\n")
            process.stdin.flush()
            assert "due" in json.loads(process.stdout.readline())
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_calendar_of_ones_own(tmp_path):
    file = tmp_path / "own.yaml"
    own = CH_BE_CONFIG | {"key": "Night", "zone": "UTC", "windows": {"mon": ["20:00-24:00"], "tue": ["00:00-02:00"]}}
    file.write_text(yaml.safe_dump({"calendars": [own]}))
    done = sla("due", "--config", str(file), "--calendar", "NIGHT", "--start", "2026-11-23T08:00", "--work", "5h")
    assert done.stdout == "2026-11-24T01:00:00+00:00\n"


def seconds(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def test_replay_answers_every_row_of_the_golden_histories():
    asked, expected = [], []
    for _, opening, rows in HISTORIES:
        for count, (_, moment, *texts) in enumerate(rows, 1):
            events = [event for row in rows[:count] for event in row[0]]
            asked.append(
                {
                    "calendar": "CH-BE",
                    "policy": "STANDARD",
                    "operated_by": "customer",
                    "criticality": None,
                    **opening,
                    "at": f"2026-{moment}",
                    "events": [event | {"at": f"2026-{event['at']}"} for event in events],
                }
            )
            expected.append(texts)
    for answer, texts in zip(answers("replay", lines=asked), expected, strict=True):
        assert answer["calendar"] in ("CH-BE", "CH-BE-EXT")
        clocks = {clock["kind"]: clock for clock in answer["clocks"]}
        for kind, text in zip(("first_reply", "update", "goal"), texts, strict=True):
            if text == "–":
                assert kind not in clocks
                continue
            used, state = text.replace(",", "").split()[:2]
            clock = clocks[kind]
            assert (clock["used_s"], clock["state"]) == (seconds(used), state)
            assert set(clock) == {"kind", "target_s", "used_s", "state", "due_at", "missed", "segments"}
            assert (clock["due_at"] is None) == (state in ("paused", "replaced", "stopped"))


def test_replay_of_one_history_from_standard_input(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text(yaml.safe_dump({"calendars": [CH_BE_CONFIG, CH_BE_EXT_CONFIG], "policies": [STANDARD_CONFIG]}))
    history = {
        "calendar": "ch-be",
        "policy": "standard",
        "type": "spt",
        "criticality": "high",
        "at": "2026-11-24T10:41",
        "events": [{"at": "2026-11-24T08:07", "kind": "opened"}],
    }
    done = sla("replay", "--config", str(file), lines=json.dumps(history))
    assert done.returncode == 0
    assert json.loads(done.stdout)["clocks"][0] == {
        "kind": "first_reply",
        "target_s": 14400,
        "used_s": 9240,
        "state": "running",
        "due_at": "2026-11-24T12:37:00Z",
        "missed": [],
        "segments": [
            {
                "from": "2026-11-24T07:07:00Z",
                "to": "2026-11-24T09:41:00Z",
                "status": "NEW",
                "calendar": "CH-BE",
                "counted": True,
                "seconds": 9240,
                "rule": "a",
            }
        ],
    }


def test_replay_tells_what_is_wrong_with_a_line():
    whole = {"calendar": "CH-BE", "policy": "Standard", "type": "SPT", "criticality": "HIGH", "at": "2026-11-24T10:00"}
    opened = {"at": "2026-11-24T08:00", "kind": "opened"}
    lines = [
        whole,
        whole | {"events": []},
        whole | {"events": [opened], "policy": "GOLD"},
        whole | {"events": [opened], "type": "XYZ"},
        whole | {"events": [opened, {"at": "2026-11-24T09:00", "kind": "status", "to": "LOST"}]},
        whole | {"events": [opened], "at": None},
        whole | {"events": [opened]},
    ]
    *errors, last = answers("replay", lines=lines)
    assert [list(error) for error in errors] == [["error"]] * 6 and len(last["clocks"]) == 2
    assert errors[2]["error"] == "There is no policy 'GOLD'."


def test_the_commands_load_neither_django_nor_a_driver():
    check = "import sys, guichet.sla.commands; print([m for m in ('django', 'psycopg', 'holidays') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True).stdout == "[]\n"
