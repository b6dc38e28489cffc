"""``guichet sla due|elapsed|replay``: arithmetic on time from the command line, without a database (INTERFACE 1)."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from guichet.sla.calendar import CalendarError, due, elapsed
from guichet.sla.events import EventError, read_moment
from guichet.sla.files import Files
from guichet.sla.policy import PolicyError, seconds
from guichet.sla.replay import replay

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def add_parsers(subparsers: Any) -> None:
    """Register ``sla`` with its three commands; each parser sets ``func`` (and ``run``, the same)."""
    sla = subparsers.add_parser("sla", help="working time, due moments, and the clocks of a history")
    commands = sla.add_subparsers(required=True, metavar="COMMAND")

    made = _command(commands, "due", _due, "the earliest moment at which a working time is used up")
    made.add_argument("--calendar", metavar="KEY")
    made.add_argument("--start", metavar="ISO", help="without offset: local to the calendar")
    made.add_argument("--work", metavar="8h")

    made = _command(commands, "elapsed", _elapsed, "working seconds between two moments")
    made.add_argument("--calendar", metavar="KEY")
    made.add_argument("--from", metavar="ISO", dest="from_")
    made.add_argument("--to", metavar="ISO")

    _command(commands, "replay", _replay, "the clocks of a request, from its events on standard input")


def _command(commands: Any, name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=about, description=about)
    made.add_argument("--stream", action="store_true", help="one JSON object per line in, one per line out")
    made.add_argument("--config", metavar="FILE", type=Path, help="calendars, policies and types of your own")
    made.set_defaults(func=run, run=run)
    return made


# The three answers, each from an object as a stream brings it


def due_of(asked: dict[str, Any], files: Files, calendar_key: str | None) -> dict[str, Any]:
    """{start, work} → {due}, with the calendar's offset."""
    calendar = files.calendar(calendar_key)
    work = seconds(asked.get("work"))
    if work is None:
        raise EventError("Name the working time: work.")
    moment = due(calendar, read_moment(asked.get("start"), calendar.zone), work)
    return {"due": calendar.local(moment).isoformat()}


def elapsed_of(asked: dict[str, Any], files: Files, calendar_key: str | None) -> dict[str, Any]:
    """{from, to} → {work} in seconds."""
    calendar = files.calendar(calendar_key)
    begin, end = (read_moment(asked.get(name), calendar.zone) for name in ("from", "to"))
    return {"work": elapsed(calendar, begin, end)}


def replay_of(asked: dict[str, Any], files: Files) -> dict[str, Any]:
    """{calendar, policy, type, criticality, operated_by, at, events} → the `/sla` object."""
    calendar = files.calendar(asked.get("calendar"))
    if not isinstance(asked.get("events"), list):
        raise EventError("events is a list of objects with at and kind.")
    ledger = replay(
        calendars=files.calendars,
        policies=files.policies,
        types=files.types,
        calendar=calendar.key,
        policy=asked.get("policy") or next(iter(files.policies), ""),
        type=asked.get("type") or "SPT",
        criticality=asked.get("criticality"),
        operated_by=asked.get("operated_by"),
        at=read_moment(asked.get("at"), calendar.zone),
        events=asked["events"],
    )
    return ledger.as_json()


# The commands


def _due(args: argparse.Namespace) -> int:
    def alone(files: Files) -> str:
        return due_of({"start": args.start, "work": args.work}, files, args.calendar)["due"]

    return _run(args, alone, lambda asked, files: due_of(asked, files, args.calendar))


def _elapsed(args: argparse.Namespace) -> int:
    def alone(files: Files) -> str:
        return str(elapsed_of({"from": args.from_, "to": args.to}, files, args.calendar)["work"])

    return _run(args, alone, lambda asked, files: elapsed_of(asked, files, args.calendar))


def _replay(args: argparse.Namespace) -> int:
    def alone(files: Files) -> str:
        return json.dumps(replay_of(_object(sys.stdin.buffer.read()), files), indent=2)

    return _run(args, alone, replay_of)


def _run(
    args: argparse.Namespace,
    alone: Callable[[Files], str],
    answer: Callable[[dict[str, Any], Files], dict[str, Any]],
) -> int:
    try:
        files = Files(args.config)
        # A calendar that cannot be read is told before the first line, not once for each of them.
        files.calendar(getattr(args, "calendar", None))
        if not args.stream:
            print(alone(files))
            return 0
    except (ValueError, OverflowError, OSError) as error:
        print(f"guichet sla: {error}", file=sys.stderr)
        return 1
    return stream(lambda asked: answer(asked, files))


def stream(answer: Answer) -> int:
    """Exactly one line out per line in, in order, flushed; a line that cannot be read gives {"error": …}."""
    for line in sys.stdin.buffer:
        try:
            answered = answer(_object(line))
        except (CalendarError, EventError, PolicyError) as error:
            answered = {"error": str(error)}
        except Exception as error:  # the promise of a stream: whatever is wrong with one line, the next is answered
            answered = {"error": f"This line cannot be read: {error}"}
        try:
            print(json.dumps(answered), flush=True)
        except BrokenPipeError:
            sys.stdout = None
            return 0
    return 0


def _object(raw: bytes) -> dict[str, Any]:
    try:
        read = json.loads(raw)
    except ValueError as error:
        raise EventError(f"This is not JSON: {error}") from None
    if not isinstance(read, dict):
        raise EventError("This is not a JSON object.")
    return read
