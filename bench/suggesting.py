"""How quick suggestions are: `python -m bench.suggesting [--tickets 100000] [--documents 1000000]` (docs/matching.md).

With *tickets*: a home of its own with so many requests, indexed by the product; some hundred texts are embedded, the other vectors
are mixes of two of these with noise. Suggestions are asked for as an agent and as a contact, embedding included, and how long the
worker is busy with a reply is measured. With *documents*: so many synthetic texts of 20 products, open to customers, one product
at a time asked for. `--homes FOLDER` keeps what was loaded.
"""

import argparse
import os
import random
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench.homes import GUICHET, environment, load

SEED = 1
EMBEDDED = 300
COPIED = 2_000
# Milliseconds at p95.
MOST_TICKETS, MOST_QUICK, MOST_DOCUMENTS = 150, 60, 300
PRODUCTS = 20
WORDS, VOCABULARY = 8, 60_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.suggesting", description=__doc__)
    parser.add_argument("--tickets", type=int, default=0)
    parser.add_argument("--documents", type=int, default=0)
    parser.add_argument("--asked", type=int, default=200, help="how many suggestions of each kind are asked for")
    parser.add_argument("--homes", metavar="FOLDER", help="keep the loaded homes there for another run")
    parser.add_argument("--gate", action="store_true", help="end with 1 if a goal is missed")
    args = parser.parse_args()
    missed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="guichet-bench-") as own:
        folder = Path(args.homes or own)
        if args.tickets:
            missed += _in(folder / f"tickets-{args.tickets}", lambda: _tickets(args.tickets, args.asked), tickets=args.tickets)
        if args.documents:
            missed += _in(folder / f"documents-{args.documents}", lambda: _documents(args.documents, args.asked))
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed and args.gate else 0


def _in(home: Path, measure: Callable[[], list[str]], *, tickets: int = 0) -> list[str]:
    """In a process of its own: settings are read once."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if tickets:
        took = load(home, tickets)
        print(f"guichet demo --tickets {tickets}: {took or 0:.0f} s", flush=True)
    subprocess.run([*GUICHET, "migrate"], env=environment(home), check=True)
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        with os.fdopen(reading) as told:
            missed = told.read().splitlines()
        _, status = os.waitpid(child, 0)
        return missed if status == 0 else [*missed, f"{home.name} ended with {status}"]
    os.close(reading)
    status = 1
    try:
        missed = _measured_in(home, measure)
        os.write(writing, "\n".join(missed).encode())
        status = 0
    except Exception:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def _measured_in(home: Path, measure: Callable[[], list[str]]) -> list[str]:
    from guichet.server.installation import django

    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DIRECT_URL", "GUICHET_ROLE_PREFIX"):
        os.environ.pop(name, None)
    os.environ["GUICHET_HOME"] = str(home)
    with django() as installed:
        from guichet.matching import embedding
        from guichet.server.children import answering_embeddings

        # Beside other work a model may be slow; what is measured is all of it, not how the product does without.
        embedding.TIMEOUT_SECONDS = embedding.PATIENT_SECONDS
        with answering_embeddings(installed.home):
            return measure()


# Requests


def _tickets(n: int, asked: int) -> list[str]:
    from guichet.access.acting import acting_as
    from guichet.access.actors import SYSTEM
    from guichet.desk.models import Message
    from guichet.matching.models import Item

    _index_tickets()
    with acting_as(SYSTEM):
        items = Item.objects.count()
        chance = random.Random(SEED)
        numbers = chance.sample(range(1001, 1001 + n), asked)
        firsts = Message.objects.filter(ticket__in=numbers, is_first=True)
        texts = list(firsts.values_list("ticket_id", "ticket__subject", "body", "ticket__language"))
    _sizes(f"{n} requests, {items} texts")
    ways = [
        ("agent", _typing(AGENT, is_quick=False), MOST_TICKETS),
        ("agent, first answer", _typing(AGENT, is_quick=True), MOST_QUICK),
        ("agent, beside a request, with where it belongs", _beside(AGENT), MOST_TICKETS),
        ("contact", _typing(CONTACT, is_quick=False), MOST_TICKETS),
        ("contact, first answer", _typing(CONTACT, is_quick=True), MOST_QUICK),
    ]
    missed = []
    for name, ask, most in ways:
        p50, p95, cpu = _timed(ask, texts)
        print(f"  {name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms (at most {most}); {cpu}", flush=True)
        if p95 > most:
            missed.append(f"suggestions to {name}: p95 {p95:.0f} ms, not {most}")
    return missed


AGENT, CONTACT = "nora@vendor.example", "ada@acme.example"
Text = tuple[int, str, str, str]


def _index_tickets() -> None:
    from guichet.access.acting import acting_as
    from guichet.access.actors import SYSTEM
    from guichet.desk.models import Ticket
    from guichet.matching import upkeep
    from guichet.matching.models import Progress

    began = time.monotonic()
    upkeep.follow()
    while True:
        with acting_as(SYSTEM):
            left = Ticket.objects.filter(pk__gt=Progress.objects.get(pk="past").number).count()
        if not left:
            break
        upkeep.follow()
    print(f"indexed by words: {time.monotonic() - began:.0f} s", flush=True)
    _synthetic_vectors()


def _actor(address: str):
    from guichet.access.acting import acting_as
    from guichet.access.actors import load_actor
    from guichet.people.models import Person

    with acting_as(_system()):
        return load_actor(Person.objects.get(email=address).pk)


def _typing(address: str, *, is_quick: bool) -> Callable[[Text], None]:
    """What somebody is shown while he types the text of a request."""
    from guichet.access.acting import acting_as
    from guichet.matching.suggesting import suggest

    actor = _actor(address)

    def ask(text: Text) -> None:
        _number, title, body, language = text
        with acting_as(actor):
            suggest(actor, title=title, body=body, language=language, k=3, is_quick=is_quick)

    return ask


def _beside(address: str) -> Callable[[Text], None]:
    """What an agent is shown beside that request, and where it belongs."""
    from guichet.access.acting import acting_as
    from guichet.desk.models import Ticket
    from guichet.matching.suggesting import beside

    actor = _actor(address)

    def ask(text: Text) -> None:
        number, _title, body, _language = text
        with acting_as(actor):
            beside(actor, Ticket.objects.get(pk=number), body=body, installation=None, release=None, k=10)

    return ask


WARM_UP = 50  # the models are loaded at the first ones, and what was never asked for comes from the disk


def _timed(ask: Callable, texts: Sequence) -> tuple[float, float, str]:
    """Milliseconds at p50 and p95, and of the processors for one on average: here, in PostgreSQL, in the embedding process."""
    walls, spent = [], [0.0, 0.0, 0.0]
    for number, text in enumerate(texts):
        began, used = time.monotonic(), _processors()
        ask(text)
        if number >= WARM_UP:
            walls.append((time.monotonic() - began) * 1000)
            spent = [total + after - before for total, after, before in zip(spent, _processors(), used, strict=True)]
    ours, database, models = (total / len(walls) * 1000 for total in spent)
    said = f"processors {ours + database + models:.0f} ms ({ours:.0f} Python, {database:.0f} PostgreSQL, {models:.0f} models)"
    return statistics.median(walls), statistics.quantiles(walls, n=20)[-1], said


def _processors() -> list[float]:
    """Seconds of the processors used so far: by this process, its backend, and its children."""
    from django.db import connection

    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    backend = [connection.connection.info.backend_pid] if connection.connection else []
    return [sum(map(_ticks, pids)) / os.sysconf("SC_CLK_TCK") for pids in ([os.getpid()], backend, children)]


def _ticks(pid: int | str) -> int:
    try:
        return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
    except OSError:
        return 0


def _system():
    """The actor for whom all is open; Django must be ready before it is known."""
    from guichet.access.actors import SYSTEM

    return SYSTEM


# Synthetic vectors


def _synthetic_vectors() -> None:
    """Embed some texts; every other item's vectors are a mix of two of these, with noise."""
    from django.db import connection

    from guichet.access.acting import acting_as
    from guichet.matching import embedding, vectors
    from guichet.matching.models import Item

    embedder = embedding.here(is_patient=True)
    with acting_as(_system()):
        have = _one("SELECT count(*) FROM matching_vector")
        ids = list(Item.objects.order_by("?").values_list("pk", flat=True)[:EMBEDDED])
        if have >= Item.objects.count():
            return
        for start in range(0, len(ids), 8):
            vectors.embed(ids[start : start + 8], embedder)
    real = _read_vectors(ids)
    began = time.monotonic()
    with acting_as(_system()), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {vectors.REPEATED} FROM matching_item i WHERE NOT EXISTS (SELECT 1 FROM matching_vector v WHERE v.item_id = i.id) ORDER BY id"
        )
        rows = cursor.fetchall()
    _copy(rows, real, embedder.version)
    with acting_as(_system()), connection.cursor() as cursor:
        vectors.reckon_means(embedder.version)
        vectors._sign(cursor, embedder.version)
    print(f"{len(rows)} vectors and their signs: {time.monotonic() - began:.0f} s", flush=True)
    _vacuum()


def _read_vectors(ids: list[int]) -> list[np.ndarray]:
    from django.db import connection

    from guichet.access.acting import acting_as

    found = []
    with acting_as(_system()), connection.cursor() as cursor:
        for view in ("e5", "use", "use_title"):
            cursor.execute(f"SELECT {view}::text FROM matching_vector WHERE item_id = ANY (%s)", [ids])
            found.append(np.array([np.fromstring(text.strip("[]"), sep=",", dtype=np.float32) for (text,) in cursor.fetchall()]))
    return found


def _mixes(real: list[np.ndarray], n: int, chance: np.random.Generator) -> list[np.ndarray]:
    """So many vectors of length one of each view: two of the real ones, in a share, and noise."""
    one, other = chance.integers(0, len(real[0]), n), chance.integers(0, len(real[0]), n)
    share = chance.uniform(0.5, 1.0, (n, 1)).astype(np.float32)
    made = []
    for view in real:
        mixed = share * view[one] + (1 - share) * view[other]
        mixed += chance.normal(0, 0.3 / np.sqrt(view.shape[1]), mixed.shape).astype(np.float32)
        made.append((mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float16))
    return made


def _copy(rows: Sequence[tuple], real: list[np.ndarray], version: str) -> None:
    """Rows (item, kind, object, owner, desk, product, position, language) with vectors, in PostgreSQL's binary form, as the owner."""
    import psycopg

    from guichet.matching.vectors import REPEATED

    chance = np.random.default_rng(SEED)
    into = f"COPY matching_vector (item_id, version, {REPEATED}, e5, use, use_title) FROM STDIN (FORMAT BINARY)"
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner, owner.cursor().copy(into) as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + struct.pack("!ii", 0, 0))
        for start in range(0, len(rows), COPIED):
            part = rows[start : start + COPIED]
            for row, *made in zip(part, *_mixes(real, len(part), chance), strict=True):
                item, kind, object_id, owner, desk, product, position, language = row
                fields = [item, version.encode(), kind.encode(), object_id, owner, desk, product, position, language.encode()]
                out = [struct.pack("!h", 12)]
                for value in fields:
                    data = None if value is None else value if isinstance(value, bytes) else struct.pack("!q", value)
                    out.append(struct.pack("!i", -1) if data is None else struct.pack("!i", len(data)) + data)
                for vector in made:
                    data = struct.pack("!hh", len(vector), 0) + vector.astype(">f2").tobytes()
                    out.append(struct.pack("!i", len(data)) + data)
                copy.write(b"".join(out))
        copy.write(struct.pack("!h", -1))


def _vacuum() -> None:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for table in TABLES:
            owner.execute(f"VACUUM (ANALYZE) {table}")


TABLES = ("matching_item", "matching_posting", "matching_lexeme", "matching_vector", "matching_sign")


def _sizes(what: str) -> None:
    sizes = ", ".join(f"{table} {_one(f'SELECT pg_total_relation_size({table!r})') / 1e6:.0f} MB" for table in TABLES)
    print(f"{what}: {sizes}", flush=True)


def _one(sql: str):
    from django.db import connection

    from guichet.access.acting import acting_as

    with acting_as(_system()), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


# Documents of many products


def _documents(n: int, asked: int) -> list[str]:
    """Rows that no page shows: what is measured is finding them, by words and vectors, within a product and an audience."""
    from guichet.access.acting import acting_as
    from guichet.matching import embedding
    from guichet.matching.models import Item
    from guichet.matching.ranking import Query, Ranker, Scope

    with acting_as(_system()):
        is_loaded = Item.objects.count() >= n
    if not is_loaded:
        _load_documents(n)
    if _one("SELECT count(*) FROM matching_sign") < n:
        _set_signs(embedding.here(is_patient=True).version)
    _sizes(f"{n} documents")
    ranker = Ranker(embedding.here(is_patient=True))
    chance = random.Random(SEED)
    asking = [(number, *(" ".join(_word(chance) for _ in range(length)) for length in (5, 15))) for number in range(asked)]

    def ask(text: tuple[int, str, str]) -> None:
        number, title, body = text
        scope = Scope("row.owner = 0 AND row.product_id = %(product)s", {"product": 1 + number % PRODUCTS}, counts_all=False)
        with acting_as(_system()):
            ranker.rank(Query("en", title, body), scope, limit=10)

    p50, p95, cpu = _timed(ask, asking)
    print(
        f"  a product of {n // PRODUCTS} rows: p50 {p50:.0f} ms, p95 {p95:.0f} ms (at most {MOST_DOCUMENTS}); {cpu}",
        flush=True,
    )
    return [f"{n} documents: p95 {p95:.0f} ms, not {MOST_DOCUMENTS}"] if p95 > MOST_DOCUMENTS else []


def _word(chance: random.Random) -> str:
    """A word as often as in a language: the rank of a word falls with its number."""
    return f"w{_letters(int(VOCABULARY ** chance.random()))}"


def _letters(number: int) -> str:
    """Letters alone: a word with a digit would be a code."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _load_documents(n: int) -> None:
    import psycopg
    from django.db import connection

    from guichet.access.acting import acting_as
    from guichet.access.actors import SYSTEM
    from guichet.matching import embedding, vectors
    from guichet.matching.indexing import Entry, add
    from guichet.matching.models import Item

    chance = random.Random(SEED)
    began = time.monotonic()
    with acting_as(SYSTEM), connection.cursor() as cursor:
        real = add(
            [
                Entry("article", number, "en", f"text {_letters(number)}", " ".join(_word(chance) for _ in range(WORDS)), Item.PUBLIC)
                for number in range(EMBEDDED)
            ]
        )
        embedder = embedding.here(is_patient=True)
        for start in range(0, len(real), 8):
            vectors.embed(real[start : start + 8], embedder)
    # As the owner, for whom bulk is meant.
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner, owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalog_product (id, key, name, version_scheme) SELECT i, 'p' || i, 'P' || i, 'numbers' FROM generate_series(1, %s::int) i",
            [PRODUCTS],
        )
        cursor.execute(
            "INSERT INTO matching_lexeme (language, word) SELECT 'en', 'w' || translate(i::text, '0123456789', 'abcdefghij') "
            "FROM generate_series(1, %s::int) i ON CONFLICT DO NOTHING",
            [VOCABULARY],
        )
        cursor.execute(
            "CREATE TEMP TABLE drawn ON COMMIT DROP AS SELECT d AS object_id, "
            "array_agg(DISTINCT floor(power(%(v)s::float, random()))::int) AS numbers FROM generate_series(%(first)s::int, %(n)s::int) d, generate_series(1, %(w)s::int) "
            "GROUP BY 1",
            {"v": VOCABULARY, "first": EMBEDDED, "n": n, "w": WORDS},
        )
        cursor.execute(
            "CREATE TEMP TABLE lexeme_of ON COMMIT DROP AS SELECT i AS number, x.id FROM generate_series(1, %s::int) i "
            "JOIN matching_lexeme x ON x.language = 'en' AND x.word = 'w' || translate(i::text, '0123456789', 'abcdefghij')",
            [VOCABULARY],
        )
        cursor.execute(
            "INSERT INTO matching_item (kind, object_id, part, language, title, text, audience, owner, product_id, words, counts, title_words, length, updated_at) "
            "SELECT 'article', d.object_id, 0, 'en', 'text', '', 'public', 0, 1 + d.object_id %% %s::int, array_agg(l.id), array_agg(1::smallint), '{}', count(*), now() "
            "FROM drawn d, unnest(d.numbers) w JOIN lexeme_of l ON l.number = w GROUP BY d.object_id",
            [PRODUCTS],
        )
        cursor.execute(
            "INSERT INTO matching_posting (lexeme_id, item_id, owner, weight) SELECT w, id, 0, 1 FROM matching_item, unnest(words) w WHERE title = 'text'"
        )
        cursor.execute(
            "UPDATE matching_lexeme x SET df_all = p.n, df_open = p.n FROM (SELECT lexeme_id, count(*) n FROM matching_posting GROUP BY 1) p "
            "WHERE p.lexeme_id = x.id"
        )
        cursor.execute("UPDATE matching_language SET n_all = %(n)s::int, n_open = %(n)s::int, words = %(n)s::bigint * %(w)s::int", {"n": n, "w": WORDS})
    print(f"words of {n} documents: {time.monotonic() - began:.0f} s", flush=True)
    began = time.monotonic()
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT id, object_id FROM matching_item WHERE title = 'text'")
        rows = [(item, "article", number, 0, None, 1 + number % PRODUCTS, None, "en") for item, number in cursor.fetchall()]
    _copy(rows, _read_vectors(real), embedder.version)
    print(f"vectors: {time.monotonic() - began:.0f} s", flush=True)


def _set_signs(version: str) -> None:
    from django.db import connection

    from guichet.access.acting import acting_as
    from guichet.matching import vectors

    began = time.monotonic()
    with acting_as(_system()), connection.cursor() as cursor:
        vectors.reckon_means(version)
        vectors._sign(cursor, version)
    print(f"signs: {time.monotonic() - began:.0f} s", flush=True)
    _vacuum()


if __name__ == "__main__":
    sys.exit(main())
