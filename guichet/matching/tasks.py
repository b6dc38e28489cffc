"""The rounds the worker makes for this room, and its jobs."""

import threading

from guichet.jobs import queue
from guichet.jobs.companions import IN_PLACE, companion
from guichet.jobs.rounds import DAY, every


@every(5, "matching-follow", can_wait=True)
def follow() -> int:
    from guichet.matching import upkeep

    return upkeep.follow()


@companion("embedding")
def embed(stop: threading.Event) -> None:
    """Beside the rounds, which it would hold up."""
    from guichet.matching import upkeep

    upkeep.keep_embedding(stop)


@IN_PLACE.append
def embed_once() -> int:
    """The newest alone, and nothing to begin again for: all of a large installation would take hours."""
    from guichet.matching import upkeep

    upkeep.embed()
    return 0


@every(DAY, "matching-means", can_wait=True)
def reckon_means() -> int:
    from guichet.matching import upkeep

    return upkeep.reckon_means()


@every(1800, "matching-centres", can_wait=True)
def reckon_centres() -> int:
    from guichet.matching import upkeep

    return upkeep.reckon_centres()


@every(30, "search-files")
def read_files() -> int:
    from guichet.matching.search import filetexts

    return filetexts.read_past()


@queue.task("guichet.read_files")
def read_files_of(number: int) -> None:
    """Read the files of a request, so that search finds what they say."""
    from guichet.matching.search import filetexts

    filetexts.read_ticket(number)


@every(DAY, "matching-refit")
def refit_when_due() -> int:
    """A job of its own: it takes minutes, and a round holds up the others."""
    from guichet.matching import refitting

    if not refitting.is_due():
        return 0
    queue.put("guichet.matching_refit", lock="matching-refit")
    return 1


@queue.task("guichet.matching_refit")
def refit() -> None:
    from guichet.matching import refitting

    refitting.refit()
