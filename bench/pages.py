"""The pages of Guichet on 10,000 and 100,000 requests, beside the floor: `python -m bench.pages` (docs/speed.md)."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import counting, memory, writing
from bench.browser import Browser
from bench.homes import GUICHET, Cluster, ask, database, environment, free_port, load, served
from bench.measuring import Measured, Page, Server, Side, in_turns

MOST_OF_FLOOR = 2.5  # product / floor, at p50 and in processor time
MOST_OF_TENTH = 1.5  # time on all requests / time on a tenth of them
MOST_LOADING_S = 90
MOST_MEMORY_MB = 400
AGENT, CUSTOMER = "nora@vendor.example", "ada@acme.example"


def main() -> int:
    args = _arguments()
    sizes = (args.tickets // 10, args.tickets)
    with ExitStack() as stack:
        folder = Path(args.homes or stack.enter_context(tempfile.TemporaryDirectory(prefix="guichet-bench-")))
        misses = [miss for tickets in sizes for miss in _load(folder / str(tickets), tickets)]
        with ExitStack() as running:
            few, many = [running.enter_context(_serving(folder / str(tickets))) for tickets in sizes]
            misses += _print_table(_measure(few, many, args.requests, args.only), args.tickets)
            misses += _print_queries(many)
        misses += _print_memory(folder / str(args.tickets))
    for miss in misses:
        print(f"missed: {miss}")
    return 1 if misses and args.gate else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000, help="requests of the larger home; the smaller has a tenth")
    parser.add_argument("--requests", type=int, default=200, help="how often each page is asked for")
    parser.add_argument("--quick", action="store_const", dest="requests", const=40, help="each page 40 times")
    parser.add_argument("--homes", metavar="FOLDER", help="keep the loaded homes there for another run")
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    parser.add_argument("--gate", action="store_true", help="end with 1 if a goal is missed")
    return parser.parse_args()


# Measuring


@dataclass(frozen=True)
class Serving:
    """One home with its product and its floor on one database."""

    home: Path
    product: Server
    floor: Server
    pages: Iterator[Page]


def _load(home: Path, tickets: int) -> list[str]:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    took = load(home, tickets)
    if took is None:
        return []
    print(f"guichet demo --tickets {tickets}: {took:.1f} s", flush=True)
    too_slow = tickets >= 100_000 and took > MOST_LOADING_S
    return [f"loading {tickets} requests took {took:.0f} s, not {MOST_LOADING_S}"] if too_slow else []


@contextmanager
def _serving(home: Path) -> Iterator[Serving]:
    """The product's web process, as `guichet web` serves it, and the floor."""
    with database(home) as cluster:
        env, ours, theirs = environment(home, cluster), free_port(), free_port()
        web = [*GUICHET, "web", "--bind", f"127.0.0.1:{ours}"]
        floor = [sys.executable, "-m", "bench.floor", str(theirs)]
        with served(web, env, ours, "/healthz") as one, served(floor, env, theirs, "/") as other:
            product, below = Server(one.pid, cluster, "guichet-web"), Server(other.pid, cluster, "bench-floor")
            yield Serving(home, product, below, _pages(cluster, ours, theirs))


def _measure(few: Serving, many: Serving, requests: int, only: str) -> dict[str, list[Measured]]:
    """By page: the product and the floor on many requests, the product on a tenth of them; all in turns."""
    found = {}
    for page, small in zip(many.pages, few.pages, strict=True):
        if only in page.name:
            sides = [Side(many.product, page.product), Side(many.floor, page.floor), Side(few.product, small.product)]
            found[page.name] = in_turns(sides, expected=page.expected, requests=requests)
            print(f"  {_line(page.name, found[page.name])}", flush=True)
    return found


def _pages(cluster: Cluster, ours: int, theirs: int) -> Iterator[Page]:
    """The pages in the order in which they are measured: reading first, then writing."""
    nora, ada = Browser(ours).sign_in(AGENT), Browser(ours).sign_in(CUSTOMER)
    nora_below, ada_below = Browser(theirs), Browser(theirs)
    nora_below.cookies, ada_below.cookies = dict(nora.cookies), dict(ada.cookies)

    def both(name: str, who: tuple[Browser, Browser], address: str, below: str = "") -> Page:
        return Page(name, lambda: who[0].get(address), lambda: who[1].get(below or address))

    agent, customer = (nora, nora_below), (ada, ada_below)
    rank, at, number = _deep(cluster)
    after = f"after={rank}~{at:%Y-%m-%dT%H:%M:%S}%2B00:00~{number}"
    yield both("queue", agent, "/desk/?view=all")
    yield both("queue, far down", agent, f"/desk/?view=all&{after}")
    yield both("request, workspace", agent, "/desk/requests/SPT-1042/", "/desk/requests/1042/")
    yield both("home, portal", customer, "/")
    yield both("request, portal", customer, "/requests/SPT-1042/", "/requests/1042/")
    yield both("search, rare word", agent, f"/desk/search/?q={_word(cluster, rare=True)}")
    yield both("search, common word", agent, f"/desk/search/?q={_word(cluster, rare=False)}")
    yield from writing.pages(ada, nora, ada_below)


def _deep(cluster: Cluster) -> tuple:
    """The key of a row four fifths down the queue."""
    open_ones = (
        "desk_ticket WHERE status NOT IN ('CLOSED', 'CANCELLED') AND desk_id = (SELECT id FROM service_desk WHERE key = 'SUP')"
    )
    place = f"SELECT count(*) * 4 / 5 FROM {open_ones} AND next_at < '9999-01-01'"
    return ask(
        cluster,
        f"SELECT queue_rank, date_trunc('second', next_at), number FROM {open_ones} AND next_at < '9999-01-01' "
        f"ORDER BY queue_rank, next_at, number LIMIT 1 OFFSET ({place})",
    )[0]


def _word(cluster: Cluster, *, rare: bool) -> str:
    """A word of the subjects: one of the rarest of some length, or the most common."""
    sql = "SELECT word FROM ts_stat('SELECT words FROM desk_ticket') WHERE length(word) > 5 AND word ~ '^[a-z]+$'"
    return ask(cluster, f"{sql} ORDER BY ndoc {'ASC' if rare else 'DESC'}, word LIMIT 1")[0][0]


# Telling


def _line(name: str, measured: list[Measured]) -> str:
    product, floor, small = measured
    times = "".join(f"{one.p50:>9.1f}{one.p95:>7.1f}{one.cpu:>7.1f}" for one in (product, floor))
    return f"{name:<22}{times}{product.p50 / floor.p50:>9.2f}{product.cpu / floor.cpu:>7.2f}{_growth(product, small):>9.2f}"


def _growth(product: Measured, small: Measured) -> float:
    """How much slower a page is on ten times as many requests."""
    return product.p50 / small.p50


def _print_table(table: dict[str, list[Measured]], tickets: int) -> list[str]:
    """All figures in milliseconds; the goals missed."""
    misses = []
    heads = f"{'p50':>9}{'p95':>7}{'cpu':>7}"
    print(
        f"\n{tickets:<22}{'Guichet':>16}{'floor':>23}{'ratio':>23}{'growth':>9}\n{'requests':<22}{heads}{heads}{'p50':>9}{'cpu':>7}"
    )
    for name, measured in table.items():
        product, floor, small = measured
        print(_line(name, measured))
        for what, ratio in (("p50", product.p50 / floor.p50), ("cpu", product.cpu / floor.cpu)):
            if ratio > MOST_OF_FLOOR:
                misses.append(f"{name}: {what} {ratio:.2f} times the floor, not {MOST_OF_FLOOR}")
        if (growth := _growth(product, small)) > MOST_OF_TENTH:
            misses.append(f"{name}: {growth:.2f} times its time on a tenth of the requests, not {MOST_OF_TENTH}")
    return misses


def _print_queries(serving: Serving) -> list[str]:
    """Statements of each page with few rows and with three times as many: none again for each row."""
    misses = []
    print(f"\n{'statements':<22}{'rows':>8}{'all':>6}{'again':>7}{'rows':>10}{'all':>6}{'again':>7}")
    for name, few, many in counting.counted(serving.home, serving.product.cluster):
        print(f"{name:<22}{few.rows:>8}{few.statements:>6}{few.repeated:>7}{many.rows:>10}{many.statements:>6}{many.repeated:>7}")
        if many.repeated > few.repeated:
            misses.append(f"{name}: {many.repeated} statements again for {many.rows} rows, {few.repeated} for {few.rows}")
    return misses


def _print_memory(home: Path) -> list[str]:
    used = memory.of_serving(home)
    total = sum(used.values())
    print(
        "\nmemory, proportional: " + ", ".join(f"{name} {size:.0f} MB" for name, size in used.items()) + f"; in all {total:.0f} MB"
    )
    return [f"memory {total:.0f} MB, not {MOST_MEMORY_MB}"] if total > MOST_MEMORY_MB else []


if __name__ == "__main__":
    sys.exit(main())
