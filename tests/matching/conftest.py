"""A small embedder of our own: words that mean the same fall on the same place, whatever the language."""

import zlib
from array import array
from math import sqrt

import pytest

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.matching import vectors, weights
from guichet.matching.embedder import DIMENSIONS, EmbeddingError
from tests.desk.conftest import do, opened  # noqa: F401
from tests.knowledge.conftest import known, written  # noqa: F401

SAME = [
    {"invoice", "facture", "rechnung", "fattura"},
    {"print", "imprimer", "drucken", "stampare", "printing", "impression", "druck"},
    {"empty", "vide", "leer", "vuota"},
    {"salary", "salaire", "lohn", "stipendio"},
    {"stock", "lager", "magazzino", "entrepôt"},
    {"password", "passwort", "passe"},
]


class Synthetic:
    """Each meaning has a place of its own; a language adds its own to all its texts, as real models do."""

    version = "synthetic-1"
    has_e5 = True
    fails: frozenset[str] = frozenset()

    def encode(self, model, texts, *, as_query=False):
        if model in self.fails:
            raise EmbeddingError("switched off")
        return [self._vector(text, DIMENSIONS[model]) for text in texts]

    @staticmethod
    def _vector(text: str, n: int) -> array:
        vector = array("f", [0.0] * n)
        vector[0] = 1.0
        for word in text.lower().split():
            word = word.strip(".,:;!?")
            meaning = next((f"meaning-{i}" for i, words in enumerate(SAME) if word in words), word)
            vector[1 + zlib.crc32(meaning.encode()) % (n - 1)] += 1.0
        length = sqrt(sum(x * x for x in vector))
        return array("f", (x / length for x in vector))


@pytest.fixture
def embedder():
    return Synthetic()


@pytest.fixture
def index(db):
    """The index is open to the system; what it has learnt of means is forgotten before and after."""
    vectors.forget_means()
    weights.forget()
    vectors.has_vectors.cache_clear()
    with acting_as(SYSTEM):
        yield
    vectors.forget_means()
    weights.forget()
