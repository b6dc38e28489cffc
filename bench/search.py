"""Search over 100,000 requests with their messages, beside the floor of the same run: `python -m bench.search` (docs/speed.md).

Each kind of query is asked with many words of its kind in turn, as pages of the product and, for words, of the floor, which looks the same
words up by plain SQL. Last, what keeping the words costs a reply: messages written into the table with its vectors, and without.
"""

import argparse
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import psycopg

from bench.browser import Browser
from bench.homes import GUICHET, Cluster, ask, database, environment, free_port, load, served
from bench.measuring import Ask, Measured, Server, Side, in_turns

MOST_P50_MS, MOST_P95_MS, MOST_UPKEEP_MS = 60, 200, 5
AGENT, CUSTOMER = "nora@vendor.example", "ada@acme.example"
WORDS = 20


def main() -> int:
    args = _arguments()
    with ExitStack() as stack:
        folder = Path(args.homes or stack.enter_context(tempfile.TemporaryDirectory(prefix="guichet-bench-")))
        home = folder / str(args.tickets)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        load(home, args.tickets)
        cluster = stack.enter_context(database(home))
        env, ours, theirs = environment(home, cluster), free_port(), free_port()
        web = stack.enter_context(served([*GUICHET, "web", "--bind", f"127.0.0.1:{ours}"], env, ours, "/healthz"))
        floor = stack.enter_context(served([sys.executable, "-m", "bench.floor", str(theirs)], env, theirs, "/"))
        product, below = Server(web.pid, cluster, "guichet-web"), Server(floor.pid, cluster, "bench-floor")
        tickets, messages = ask(cluster, "SELECT (SELECT count(*) FROM desk_ticket), (SELECT count(*) FROM desk_message)")[0]
        print(f"{tickets:,} requests, {messages:,} messages; milliseconds\n{'query':<34}{'p50':>8}{'p95':>8}{'cpu':>8}{'floor p50':>11}{'ratio':>7}")
        misses = []
        for name, texts, room in _kinds(cluster):
            if args.only in name:
                misses += _measure(name, texts, room, product, below, (ours, theirs), args.requests)
        misses += _upkeep(cluster)
    for miss in misses:
        print(f"missed: {miss}")
    return 1 if misses and args.gate else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=100, help="how often each kind of query is asked")
    parser.add_argument("--homes", metavar="FOLDER", help="keep the loaded home there for another run")
    parser.add_argument("--only", default="", help="only kinds whose name holds this")
    parser.add_argument("--gate", action="store_true", help="end with 1 if a goal is missed")
    return parser.parse_args()


def _kinds(cluster: Cluster) -> Iterator[tuple[str, Sequence[str], str]]:
    """Kinds of queries with words of each kind; *desk* or *portal* asks."""
    counted = "SELECT word FROM ts_stat('SELECT words FROM desk_message') WHERE length(word) > 3 AND word ~ '^[a-z]+$'"
    sorted_ones = [word for (word,) in ask(cluster, f"{counted} ORDER BY ndoc DESC, word")]
    subjects = "SELECT word FROM ts_stat('SELECT words FROM desk_ticket') WHERE length(word) > 5 AND word ~ '^[a-z]+$' ORDER BY ndoc, word"
    rare = [word for (word,) in ask(cluster, f"{subjects} LIMIT {WORDS}")]
    common, middle, few = sorted_ones[:WORDS], sorted_ones[60 : 60 + WORDS], sorted_ones[-WORDS:]
    pairs = [f"{one} {other}" for one, other in itertools.pairwise(common)]
    yield "rare word", rare, "desk"
    yield "word of few messages", few, "desk"
    yield "word of some messages", middle, "desk"
    yield "common word", common, "desk"
    yield "two common words", pairs, "desk"
    yield "words of different texts", [f"{one} {other}" for one, other in zip(rare, few, strict=True)], "desk"
    yield "a common and a rare one", [f"{one} {other}" for one, other in zip(common, few, strict=True)], "desk"
    yield "exact words", [f'"{pair}"' for pair in pairs], "desk"
    yield "common word and fields", [f"{word} status:wait_customer criticality>=medium" for word in common], "desk"
    yield "common word, one company", [f"{word} company:acme" for word in common], "desk"
    yield "word without another", [f"{one} -{other}" for one, other in zip(common, middle, strict=True)], "desk"
    yield "fields", ["is:open has:file", "turn:us due<2d", "version:24.2.3 type:spt", "is:unassigned", "opened<30d -is:closed"], "desk"
    yield "error code", ["LIC-204", "ORA-01403", "pain.001", "26-4471"], "desk"
    yield "typing mistake", [word[:2] + word[3] + word[2] + word[4:] for word in common if len(word) > 5], "desk"
    yield "nothing", ["xyzzyquux", "qwertzuiop", "hydrangeaberry"], "desk"
    yield "customer, rare word", rare, "portal"
    yield "customer, common word", common, "portal"
    yield "customer, two common words", pairs, "portal"
    yield "customer, different texts", [f"{one} {other}" for one, other in zip(common, middle, strict=True)], "portal"


def _measure(
    name: str, texts: Sequence[str], room: str, product: Server, below: Server, ports: tuple[int, int], requests: int
) -> list[str]:
    ours = Browser(ports[0]).sign_in(AGENT if room == "desk" else CUSTOMER)
    sides = [Side(product, _asking(ours, "/desk/search/" if room == "desk" else "/search/", texts))]
    has_floor = room == "desk" and ":" not in texts[0] and not name.startswith(("exact", "word without", "words of different", "a common and", "typing"))
    if has_floor:
        theirs = Browser(ports[1])
        theirs.cookies = dict(ours.cookies)
        sides.append(Side(below, _asking(theirs, "/desk/search/", texts)))
    found = in_turns(sides, expected=frozenset({200}), requests=requests)
    print(_line(name, found), flush=True)
    return [
        f"{name}: {what} {value:.0f} ms, not {most}"
        for what, value, most in (("p50", found[0].p50, MOST_P50_MS), ("p95", found[0].p95, MOST_P95_MS))
        if value > most
    ]


def _asking(browser: Browser, address: str, texts: Sequence[str]) -> Ask:
    turns = itertools.cycle(texts)
    return lambda: browser.get(f"{address}?q={quote(next(turns))}")


def _line(name: str, found: list[Measured]) -> str:
    product = found[0]
    floor = f"{found[1].p50:>11.1f}{product.p50 / found[1].p50:>7.2f}" if len(found) > 1 else ""
    return f"{name:<34}{product.p50:>8.1f}{product.p95:>8.1f}{product.cpu:>8.1f}{floor}"


def _upkeep(cluster: Cluster, messages: int = 200) -> list[str]:
    """What the words of a message cost when it is written: into the large table as it is, and without its vectors; both undone."""
    address = cluster.superuser_url.replace("/postgres?", "/guichet?")
    columns = "ticket_id, company_id, author_id, side, channel, body, language, is_first, is_call, created_at"
    took = {}
    with psycopg.connect(address) as connection:
        rows = connection.execute(f"SELECT {columns.replace('is_first', 'false')} FROM desk_message ORDER BY id DESC LIMIT {messages}").fetchall()
        marks = ", ".join(["%s"] * len(columns.split(",")))
        for name, before in (("with", "SELECT 1"), ("without", "ALTER TABLE desk_message DROP COLUMN words")):
            connection.execute(before)
            seconds = []
            for row in rows:
                began = time.perf_counter()
                connection.execute(f"INSERT INTO desk_message ({columns}) VALUES ({marks})", row)
                seconds.append(time.perf_counter() - began)
            took[name] = statistics.mean(seconds) * 1000
            connection.rollback()
    more = took["with"] - took["without"]
    print(f"\na message written: {took['with']:.2f} ms with its words, {took['without']:.2f} without; {more:.2f} more (mean of {messages})")
    return [f"upkeep adds {more:.1f} ms to a message, not {MOST_UPKEEP_MS}"] if more > MOST_UPKEEP_MS else []


if __name__ == "__main__":
    sys.exit(main())
