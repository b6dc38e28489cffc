"""The rounds the worker makes for this room."""

from guichet.jobs.rounds import DAY, every


@every(5, "matching-follow")
def follow() -> int:
    from guichet.matching import upkeep

    return upkeep.follow()


@every(5, "matching-embed")
def embed() -> int:
    from guichet.matching import upkeep

    return upkeep.embed()


@every(DAY, "matching-means")
def reckon_means() -> int:
    from guichet.matching import upkeep

    return upkeep.reckon_means()
