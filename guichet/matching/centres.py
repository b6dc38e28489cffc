"""The middle of all requests that became the same: of one domain, one type, one team.

Beside the nearest requests, which may be few and odd ones, it says what a whole kind is about (routing.py). Reckoned every half
hour from the newest requests that are more than new; without vectors there are none.
"""

from array import array
from collections import defaultdict
from collections.abc import Sequence

from django.db import connection, transaction

from guichet.matching import vectors
from guichet.matching.embedder import DIMENSIONS

# View → kind → how near the question is to its middle, from -1 to 1.
Nearness = dict[str, dict[str, float]]

VIEWS = vectors.SOUGHT
# So many of the newest requests, and kinds with fewer of them have no middle.
NEWEST, FEWEST = 20_000, 5
# What a request becomes → the table that names it.
KINDS = {"domain": "service_domain", "type": "service_requesttype", "team": "service_team"}


@transaction.atomic
def reckon(version: str) -> int:
    """Reckon all middles anew, of the vectors of this model; says how many there are."""
    made = 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matching_centre")
        for what, table in KINDS.items():
            found = middles(
                f"SELECT k.key, i.id FROM (SELECT number, {what}_id FROM desk_ticket WHERE status <> 'NEW' "
                f"ORDER BY number DESC LIMIT {NEWEST}) t JOIN {table} k ON k.id = t.{what}_id "
                "JOIN matching_item i ON i.kind = 'ticket' AND i.object_id = t.number AND i.part = 0",
                [],
                version,
            )
            for key, (n, of) in found.items():
                if n >= FEWEST:
                    made += 1
                    cursor.execute(
                        f"INSERT INTO matching_centre (what, key, version, requests, {', '.join(of)}) VALUES ({', '.join(['%s'] * (4 + len(of)))})",
                        [what, key, version, n, *(list(vector) for vector in of.values())],
                    )
    return made


def middles(source: str, given: Sequence, version: str) -> dict[str, tuple[int, dict[str, array]]]:
    """By key how many items *source* (rows of key and item) has with vectors, and their middle by view, each language from its mean."""
    averages = ", ".join(f"avg(v.{view})::real[]" for view in VIEWS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.key, v.language, count(*), {averages} FROM ({source}) AS s (key, item_id) "
            "JOIN matching_vector v ON v.item_id = s.item_id WHERE v.version = %s GROUP BY 1, 2",
            [*given, version],
        )
        rows = cursor.fetchall()
    means = vectors.known_means(version)
    counts: dict[str, int] = defaultdict(int)
    sums: dict[tuple[str, str], array] = {}
    for key, language, n, *of in rows:
        counts[key] += n
        for view, average in zip(VIEWS, of, strict=True):
            if average is not None and language in means:
                held = sums.get((key, view)) or array("f", bytes(4 * DIMENSIONS[vectors.MODEL[view]]))
                sums[key, view] = array("f", (h + n * (x - m) for h, x, m in zip(held, average, means[language][view], strict=True)))
    return {
        key: (n, {view: vectors.unit(sums[key, view]) for view in VIEWS if (key, view) in sums}) for key, n in counts.items()
    }


def near(asked: vectors.Asked, version: str) -> dict[str, Nearness]:
    """For each thing that a request becomes (domain, type, team) how near the question is to the middles; one statement."""
    views = [view for view in VIEWS if view in asked.vectors]
    found: dict[str, Nearness] = {what: {} for what in KINDS}
    if not views:
        return found
    columns = ", ".join(f"-({view}::halfvec({DIMENSIONS[vectors.MODEL[view]]}) <#> %s::halfvec)" for view in views)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT what, key, {columns} FROM matching_centre WHERE version = %s",
            [*(vectors.literal(asked.vectors[view]) for view in views), version],
        )
        for what, key, *of in cursor.fetchall():
            for view, value in zip(views, of, strict=True):
                if value is not None:
                    found[what].setdefault(view, {})[key] = value
    return found
