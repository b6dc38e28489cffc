"""What became of similar requests: a proposal for domain, type and team.

The nearest requests vote with their label, each as much as it is alike; by each view apart, for words and vectors err in
different places; what one view holds for impossible is hardly possible then. The middles of the kinds vote beside them
(centres.py), but only on what a near request became. Nothing has to be trained: a label that is new today is proposed tomorrow.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log

from guichet.matching.ranking import Found

NEIGHBOURS = 40
# How much more a nearer neighbour, or middle, counts, for likenesses between 0 and 1.
SHARPNESS = 12.0
# What a view allows a label that none of its neighbours has.
ALLOWED = 0.01
VIEWS = ("e5", "use", "cover")


def proposals(
    found: Sequence[Found], labels: Mapping[tuple[str, int], str], near: Mapping[str, Mapping[str, float]] | None = None
) -> list[tuple[str, float]]:
    """Labels with their share of the votes, the surest first. *labels* says what became of each (kind, object), *near* by view how
    near the question is to the middle of each label."""
    known = [(labels[one.kind, one.object_id], one.features) for one in found if (one.kind, one.object_id) in labels]
    cast = [_vote((label, features.get(view, 0.0)) for label, features in known) for view in _views(known)]
    names = {label for one in cast for label in one}
    cast += [_vote(of.items()) for of in (near or {}).values() if of and cast]
    pooled = {name: exp(sum(log(one.get(name, 0.0) + ALLOWED) for one in cast) / len(cast)) for name in names}
    total = sum(pooled.values())
    return sorted(((name, share / total) for name, share in pooled.items()), key=lambda pair: (-pair[1], pair[0]))


def _views(known: Sequence[tuple[str, Mapping[str, float]]]) -> list[str]:
    return [view for view in VIEWS if any(features.get(view) for _, features in known)]


def _vote(neighbours: Iterable[tuple[str, float]]) -> dict[str, float]:
    nearest = sorted(neighbours, key=lambda pair: -pair[1])[:NEIGHBOURS]
    if not nearest:
        return {}
    best = nearest[0][1]
    shares: dict[str, float] = defaultdict(float)
    for label, likeness in nearest:
        shares[label] += exp(SHARPNESS * (likeness - best))
    total = sum(shares.values())
    return {label: share / total for label, share in shares.items()}
