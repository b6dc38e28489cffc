"""Typing mistakes forgiven: where nothing holds a word, the nearest one that is known is looked for in its place, and said.

Agents' words are compared with the words of the index (`matching_lexeme`, by trigrams), everybody else's with those of the texts that they
may read: no word of anybody else's request is ever offered.
"""

from collections.abc import Iterable

from django.db import connection

from guichet.access.actors import Actor
from guichet.desk.models import Ticket
from guichet.matching.search import forms
from guichet.matching.search.language import Query
from guichet.matching.words import DICTIONARIES

SHORTEST = 4
MOST_WORDS = 4
# Of a customer's requests the newest are read for their words.
REQUESTS = 400


def corrections(actor: Actor, query: Query) -> dict[str, str]:
    """Word as typed, folded → the beginning of the one that was probably meant; only words that nothing known is like."""
    typed = [piece for one in query.words if not one.is_exact for piece in one.pieces]
    known = forms.read(typed)
    words = list(dict.fromkeys(known[piece][0] for piece in typed if len(known[piece][0]) >= SHORTEST and known[piece][0].isalpha()))
    if not words:
        return {}
    candidates = _like(words[:MOST_WORDS]) if actor.is_agent else _of_reader(actor, words[:MOST_WORDS])
    found = {}
    for word, near in candidates.items():
        near = {other for other in near if abs(len(other) - len(word)) <= 4}
        best = min(near, key=lambda other: (_distance(word, other), -len(other), other), default="")
        if best and _distance(word, best) <= (1 if len(word) < 8 else 2):
            found[word] = best
    return found


def _like(words: list[str]) -> dict[str, set[str]]:
    """For each word that is no known one in any language, the stems that look like it."""
    stems = ", ".join(f"(ts_lexize('{dictionary}', w))[1]" for dictionary in DICTIONARIES.values())
    with connection.cursor() as cursor:
        # Two letters exchanged leave little alike; what is not near enough goes by the count of letters.
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', '0.2', true)")
        cursor.execute(
            f"SELECT w, near.word FROM unnest(%s::text[]) w, LATERAL (SELECT DISTINCT word, similarity(word, w) FROM matching_lexeme "
            "WHERE word %% w AND language <> '*' ORDER BY 2 DESC LIMIT 40) near "
            f"WHERE NOT EXISTS (SELECT 1 FROM matching_lexeme k WHERE k.word = ANY (ARRAY[w, {stems}]) AND k.language = ANY (%s))",
            [words, list(DICTIONARIES)],
        )
        found: dict[str, set[str]] = {}
        for word, near in cursor.fetchall():
            found.setdefault(word, set()).add(near)
        return found


def _of_reader(actor: Actor, words: list[str]) -> dict[str, set[str]]:
    """For each word, those of what this reader sees that begin alike and are about as long."""
    parts = ["SELECT words FROM knowledge_articletext", "SELECT words FROM knowledge_knownproblem"]
    if actor.is_requester:
        numbers = list(Ticket.objects.visible_to(actor).order_by("-updated_at").values_list("pk", flat=True)[:REQUESTS])
        among = f"= ANY ('{{{','.join(map(str, numbers))}}}'::bigint[])"
        parts += [f"SELECT words FROM desk_ticket WHERE number {among}", f"SELECT words FROM desk_message WHERE ticket_id {among}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM ts_stat(%s) WHERE word ~ '^[^0-9]{3,}$'", [" UNION ALL ".join(parts)])
        known = [word for (word,) in cursor.fetchall()]
    found: dict[str, set[str]] = {}
    for word in words:
        if word not in known:
            found[word] = {one for one in known if one[0] in word[:2] and abs(len(one) - len(word)) <= 2}
    return found


def _distance(word: str, other: str) -> int:
    """How many letters are wrong, missing, too many or exchanged between *other* and what *word* begins with."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    best = row[-1]
    for i, letter in enumerate(word, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        # A stem is shorter than the word: letters that follow it are no mistakes.
        best = min(best, row[-1]) if i >= len(other) - 1 else best
    return min(best, row[-1])


def as_said(found: dict[str, str], typed: Iterable[str]) -> list[tuple[str, str]]:
    """The corrections as they are told: the word as typed, and the word, or its beginning, that stands in its place."""
    folded = forms.read(typed)
    return [(word, found[one]) for word, (one, _forms) in folded.items() if one in found]
