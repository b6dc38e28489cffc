"""Error signatures: codes that are found as they stand, and shapes of messages in which a * stands for what changes."""

import re
from collections.abc import Iterable
from functools import lru_cache

from guichet.knowledge.models import KnownProblem

LONGEST = 200
NEAR = 60
# A code holds a figure and letters, or is all capitals with a figure: LIC-204, ORA-01403, 0x80070005, E1187.
_CODE = re.compile(r"(?<![\w-])(?=[\w.:-]*\d)(?=[\w.:-]*[A-Za-z])[A-Za-z0-9][\w.:-]{2,39}(?<![.:-])(?![\w-])")
_SPACE = re.compile(r"\s+")


def codes_in(text: str) -> set[str]:
    """Everything in a text that looks like an error code, in capitals."""
    return {found.group().upper() for found in _CODE.finditer(text[:100_000])}


def found_in(text: str, signatures: Iterable[str]) -> str:
    """The first of these signatures that the text holds; empty where it holds none."""
    lines = [_SPACE.sub(" ", line) for line in text[:100_000].split("\n")]
    return next((one for one in signatures if any(_is_in(line, _parts(one)) for line in lines)), "")


def _is_in(line: str, parts: tuple[re.Pattern[str], ...]) -> bool:
    """Whether the parts follow each other on the line, each at most `NEAR` signs after the one before. Part by part, so that
    no text takes long to look through."""
    if not parts:
        return False
    for start in parts[0].finditer(line):
        at = start.end()
        for part in parts[1:]:
            found = part.search(line, at, at + NEAR + LONGEST)
            if found is None or found.start() > at + NEAR:
                break
            at = found.end()
        else:
            return True
    return False


@lru_cache(maxsize=2000)
def _parts(signature: str) -> tuple[re.Pattern[str], ...]:
    """The pieces between the stars, as whole words in any case."""
    pieces = [_SPACE.sub(" ", piece.strip()) for piece in signature[:LONGEST].split("*")]
    return tuple(re.compile(rf"(?<!\w){re.escape(piece)}(?!\w)", re.IGNORECASE) for piece in pieces if piece)


def carried_by(text: str, *, product_id: int | None) -> list[tuple[KnownProblem, str]]:
    """The known problems of a product whose signature the text holds, each with that signature; call it as the system."""
    candidates = KnownProblem.objects.exclude(signatures=[]).prefetch_related("ranges__fixed_in", "ranges__line")
    if product_id is not None:
        candidates = candidates.filter(product=product_id)
    found = [(problem, found_in(text, problem.signatures)) for problem in candidates]
    return [(problem, signature) for problem, signature in found if signature]
