"""`guichet mail parse`: a message on standard input, JSON on standard output, without Django or database (INTERFACE section 1)."""

import argparse
import base64
import binascii
import json
import sys
from typing import Any, BinaryIO


def add_parsers(subparsers: Any) -> Any:
    """Register `mail parse`; what it needs is loaded when it runs. Returns the commands under `mail`, for others to join."""
    mail = subparsers.add_parser("mail", help="reading and receiving mail")
    commands = mail.add_subparsers(required=True, metavar="COMMAND")
    parser = commands.add_parser("parse", help="one raw message on stdin, one JSON object on stdout")
    parser.add_argument(
        "--stream", action="store_true", help="each line in is the base64 of a message, each line out its JSON object"
    )
    parser.set_defaults(run=parse)
    return commands


def parse(args: argparse.Namespace) -> int:
    """Answer the message on stdin, or each line with exactly one line, in order."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    try:
        if args.stream:
            for line in source:
                _write(target, answer_line(line))
        else:
            _write(target, answer(source.read()))
    except BrokenPipeError:
        sys.stdout = None
    return 0


def answer_line(line: bytes) -> dict[str, Any]:
    """The answer to one line of a stream: `{"error": …}` where it is no base64."""
    plain = line.strip()
    if not plain:
        return {"error": "The line is empty."}
    try:
        raw = base64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError):
        return {"error": "The line is not base64."}
    return answer(raw)


def answer(raw: bytes) -> dict[str, Any]:
    from guichet.mail.reading import parse as read

    if not raw.strip():
        return {"error": "This is not a message: it is empty."}
    return read(raw).as_json()


def _write(target: BinaryIO, reply: dict[str, Any]) -> None:
    target.write(json.dumps(reply).encode("ascii") + b"\n")
    target.flush()
