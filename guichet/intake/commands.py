"""`guichet coach`: the coach on standard input and output, without database (INTERFACE section 1)."""

import argparse
import json
import sys
from typing import Any, BinaryIO

TEXTS = ("description", "type", "language")


class Unreadable(ValueError):
    """A line that is not a question to the coach; its text says why."""


def add_parsers(subparsers: Any) -> None:
    """Register `coach`; what it needs is loaded when it runs."""
    parser = subparsers.add_parser("coach", help="advice on a request's subject and description, JSON in, JSON out")
    parser.add_argument(
        "--stream", action="store_true",
        help="one JSON object {subject, description, type, language} per line in, one {hints} per line out",
    )
    parser.set_defaults(func=coach, run=coach)


def coach(args: argparse.Namespace) -> int:
    """Answer each line with exactly one line, in order; without `--stream` the whole input is one question."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    lines = source if args.stream else [source.read()]
    try:
        for number, line in enumerate(lines):
            _write(target, answer(line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line))
    except BrokenPipeError:
        sys.stdout = None
        return 0
    return 0


def answer(line: bytes) -> dict[str, Any]:
    """The hints for one question, or `{"error": …}` where it cannot be read."""
    from guichet.intake.coach import coach as advise

    try:
        question = _question(line)
    except Unreadable as reason:
        return {"error": str(reason)}
    hints = advise(question["subject"], question["description"], question["type"], question["language"])
    return {"hints": [{"field": hint.field, "rule": hint.rule, "message": hint.message} for hint in hints]}


def _question(line: bytes) -> dict[str, Any]:
    try:
        question = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise Unreadable("The line is not UTF-8.") from None
    except (ValueError, RecursionError):
        raise Unreadable("The line is not JSON.") from None
    if not isinstance(question, dict):
        raise Unreadable("Expected a JSON object with subject and description.")
    if not isinstance(question.get("subject"), str):
        raise Unreadable("The subject is missing or not a text.")
    for name in TEXTS:
        if question.get(name) is not None and not isinstance(question[name], str):
            raise Unreadable(f"The {name} is not a text.")
    return {"subject": question["subject"], **{name: question.get(name) for name in TEXTS}}


def _write(target: BinaryIO, reply: dict[str, Any]) -> None:
    target.write(json.dumps(reply).encode("ascii") + b"\n")
    target.flush()
