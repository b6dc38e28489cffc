"""The index follows what happens: the worker looks every few seconds at what is new, and at what has no vectors yet.

Nothing of it is done while somebody waits: an operation records its event as ever, and this room reads the events. Looking back a
little beyond the last look finds those whose transaction ended late; what has not changed is left as it is.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Event as Stop
from time import monotonic

from django.db import close_old_connections
from django.db.models import Max

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.models import Event, Ticket
from guichet.matching import centres, embedding, indexing, keeping, sources, vectors
from guichet.matching.embedder import Embedder, EmbeddingError
from guichet.matching.indexing import Entry
from guichet.matching.models import Item, Progress

log = logging.getLogger("guichet.matching")

# Events after which the text, the reader or the place of a request may be another. A reply changes none of them.
KINDS = (
    "ticket.opened",
    "ticket.moved",
    "ticket.corrected",
    "ticket.redacted",
    "ticket.completed",
    "ticket.confidential_changed",
    "ticket.company_changed",
    "ticket.desk_changed",
    "ticket.company_left",
)
LOOK_BACK = timedelta(minutes=2)
BATCH = 200
# How long one look at the past may take, so that other rounds are not kept waiting.
SECONDS = 6.0
# Where every text has its vectors, the next look comes after so long.
LOOK_SECONDS = 4.0
AT_ONCE, AT_A_LOOK = 8, 64


def follow() -> int:
    """Bring the index up to what happened since the last look, and a piece further into the past; says how much changed."""
    with _alone():
        if not Progress.objects.filter(pk="past").exists():
            latest = Event.objects.aggregate(n=Max("id"))["n"] or 0
            names = ("past", 0), ("events", latest), ("events-next", latest)
            Progress.objects.bulk_create([Progress(name=name, number=number, at=clock.now()) for name, number in names])
            return 1 + refresh_knowledge()
        changed = _happened()
    return changed + _past()


def _happened() -> int:
    """What the events say since the mark, which follows some minutes behind: a long transaction's events appear late."""
    now = clock.now()
    mark, following = (Progress.objects.get(pk=name) for name in ("events", "events-next"))
    news = Event.objects.filter(pk__gt=mark.number).order_by("pk").values_list("pk", "ticket_id", "kind")
    rows = list(news)
    numbers = sorted({number for _, number, kind in rows if kind in KINDS})
    changed = sum(refresh_tickets(numbers[start : start + BATCH]) for start in range(0, len(numbers), BATCH))
    if not timedelta() <= now - following.at < LOOK_BACK:
        Progress.objects.filter(pk="events").update(number=following.number)
        Progress.objects.filter(pk="events-next").update(number=rows[-1][0] if rows else following.number, at=now)
    return changed


@contextmanager
def _alone() -> Iterator[None]:
    """As the system, in one transaction, with nobody else writing the index."""
    with acting_as(SYSTEM):
        keeping.alone()
        yield


def _past() -> int:
    """Requests from before the index was there, in order, until there are none or the time is up."""
    until, changed = monotonic() + SECONDS, 0
    while monotonic() < until:
        with _alone():
            progress = Progress.objects.get(pk="past")
            numbers = list(Ticket.objects.filter(pk__gt=progress.number).order_by("pk").values_list("pk", flat=True)[:BATCH])
            if not numbers:
                return changed
            changed += refresh_tickets(numbers)
            Progress.objects.filter(pk="past").update(number=numbers[-1])
    return changed


def refresh_tickets(numbers: Sequence[int]) -> int:
    """Index these requests as they stand now; those that have not changed are left. Says how many had."""
    return _refresh(Item.TICKET, list(numbers), list(sources.of_tickets(numbers)))


def refresh_knowledge(kind: str | None = None, pk: int | None = None) -> int:
    """Index known problems and articles, all or one, as they stand now."""
    changed = 0
    for one in (kind,) if kind else (Item.PROBLEM, Item.ARTICLE):
        entries = list(sources.of_knowledge(one, [pk] if pk is not None else None))
        ids = {pk} if pk is not None else {e.object_id for e in entries} | set(_known(one))
        changed += _refresh(one, sorted(ids), entries)
    return changed


def listen(kind: str, pk: int) -> None:
    """A known problem or an article was made, changed or hidden (knowledge.indexable.LISTENERS)."""
    with _alone():
        refresh_knowledge(kind, pk)


def _known(kind: str) -> list[int]:
    return list(Item.objects.filter(kind=kind).values_list("object_id", flat=True).distinct())


def _refresh(kind: str, ids: list[int], entries: list[Entry]) -> int:
    wanted: dict[int, set[tuple]] = {pk: set() for pk in ids}
    for entry in entries:
        wanted[entry.object_id].add(_mark(entry))
    stand: dict[int, set[tuple]] = {pk: set() for pk in ids}
    for row in Item.objects.filter(kind=kind, object_id__in=ids).values_list("object_id", *_MARKS):
        stand[row[0]].add(row[1:])
    differ = {pk for pk in ids if wanted[pk] != stand[pk]}
    if differ:
        indexing.replace({(kind, pk) for pk in differ}, [entry for entry in entries if entry.object_id in differ])
    return len(differ)


_MARKS = ("part", "language", "title", "text", "owner", "audience", "desk_id", "product_id")


def _mark(entry: Entry) -> tuple:
    return (
        entry.part,
        entry.language,
        entry.title[: indexing.TITLE_LENGTH],
        indexing.kept(entry.text),
        entry.owner,
        entry.audience,
        entry.desk_id,
        entry.product_id,
    )


def keep_embedding(stop: Stop) -> None:
    """Give vectors to what has none, again and again, and rest as long as each piece took: people wait for the same processors."""
    while not stop.is_set():
        done = embed(rest=lambda seconds: not stop.wait(seconds))
        close_old_connections()
        if not done:
            stop.wait(LOOK_SECONDS)


def embed(*, rest: Callable[[float], bool] = lambda _seconds: True) -> int:
    """Give vectors to some items that have none of the model in use: known problems and articles, then requests, the newest first.

    Says how many there were.

    After each piece *rest* is told how long it took, and says whether to go on.
    """
    embedder = embedding.here(is_patient=True)
    if embedder is None or not vectors.has_vectors():
        return 0
    views = vectors.VIEWS if embedder.has_e5 else vectors.QUICK
    missing, done = _without_vectors(embedder), 0
    for start in range(0, len(missing), AT_ONCE):
        began = monotonic()
        try:
            with acting_as(SYSTEM):
                done += vectors.embed(missing[start : start + AT_ONCE], embedder, views=views)
            _say(None)
        except EmbeddingError as error:
            _say(str(error))
            break
        if not rest(monotonic() - began):
            break
    return done


# Up to which item every one has vectors of which model: ids only grow, and what changes gets a new one. Looking through all of
# them every few seconds would cost more than all the rest.
_complete: dict[tuple[str, bool], int] = {}


def _without_vectors(embedder: Embedder) -> list[int]:
    """Items that have none of this model; where the larger one can run also those it has not read."""
    key = (embedder.version, embedder.has_e5)
    lacks = "AND v.e5 IS NOT NULL" if embedder.has_e5 else ""
    with acting_as(SYSTEM):
        if key not in _complete:
            vectors.forget_other_versions(embedder.version)
        last = Item.objects.aggregate(n=Max("pk"))["n"] or 0
        left = Item.objects.filter(pk__gt=_complete.setdefault(key, 0)).extra(
            where=[f"NOT EXISTS (SELECT 1 FROM matching_vector v WHERE v.item_id = matching_item.id {lacks})"]
        )
        known = left.filter(kind__in=(Item.PROBLEM, Item.ARTICLE))
        found = list(known.order_by("-pk").values_list("pk", flat=True)[:AT_A_LOOK])
        found = found or list(left.order_by("-pk").values_list("pk", flat=True)[:AT_A_LOOK])
    if not found:
        _complete[key] = last
    return found


_said: list[str | None] = [None]


def _say(trouble: str | None) -> None:
    """Told once when it begins, not at every round."""
    if trouble and _said[0] != trouble:
        log.warning("the index has no vectors for what is new, words alone are compared: %s", trouble)
    _said[0] = trouble


def reckon_means() -> int:
    """Reckon the means of the languages anew (nightly, and whenever much was added)."""
    embedder = embedding.here(is_patient=True)
    if embedder is None or not vectors.has_vectors():
        return 0
    with acting_as(SYSTEM):
        vectors.forget_means()
        return int(vectors.reckon_means(embedder.version))


def reckon_centres() -> int:
    """Reckon the middles of what requests become anew; with 100,000 requests that takes about a second."""
    embedder = embedding.here(is_patient=True)
    if embedder is None or not vectors.has_vectors():
        return 0
    with acting_as(SYSTEM):
        return centres.reckon(embedder.version)
