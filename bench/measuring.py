"""Measuring product and floor in turns, so that whatever else the machine does meets both alike."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.homes import Cluster, ask
from bench.processes import descendants, processor_seconds

ROUNDS = 5
WARM_UP = 12
Ask = Callable[[], tuple[int, str]]


@dataclass
class Server:
    """A web process with its PostgreSQL backends, which it is known by their application's name."""

    pid: int
    cluster: Cluster
    application: str

    def processor_seconds(self) -> float:
        sql = f"SELECT pid FROM pg_stat_activity WHERE application_name = '{self.application}'"
        return processor_seconds(descendants(self.pid)) + processor_seconds(pid for (pid,) in ask(self.cluster, sql))


@dataclass
class Measured:
    """What one page cost: seconds by request, and seconds of processor for all."""

    seconds: list[float] = field(default_factory=list)
    processor: float = 0.0

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds) * 1000

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1] * 1000

    @property
    def cpu(self) -> float:
        return self.processor / len(self.seconds) * 1000


@dataclass(frozen=True)
class Page:
    """One line of the table: how the product is asked, how the floor is, and the statuses that are an answer."""

    name: str
    product: Ask
    floor: Ask
    expected: frozenset[int] = frozenset({200})


@dataclass(frozen=True)
class Side:
    """One server and how it is asked."""

    server: Server
    send: Ask


def in_turns(sides: Sequence[Side], *, expected: frozenset[int], requests: int) -> list[Measured]:
    """All sides' requests in rounds, one side after the other."""
    for side in sides:
        for _ in range(WARM_UP):
            _checked(side.send, expected)
    found = [Measured() for _ in sides]
    for _ in range(ROUNDS):
        for side, measured in zip(sides, found, strict=True):
            # Nobody writes as quickly as a bench: its limits are counted anew.
            ask(side.server.cluster, "DELETE FROM people_attempt")
            before = side.server.processor_seconds()
            for _ in range(-(-requests // ROUNDS)):
                began = time.perf_counter()
                _checked(side.send, expected)
                measured.seconds.append(time.perf_counter() - began)
            measured.processor += side.server.processor_seconds() - before
    return found


def _checked(send: Ask, expected: frozenset[int]) -> None:
    """An answer with another status ends the run: the rest would measure something else."""
    status, text = send()
    if status not in expected:
        raise RuntimeError(f"An answer of {status}: {text[:1000]}")
