"""Vectors kept between runs of bench.matching, for embedding costs minutes and the texts do not change."""

import dbm.dumb
import hashlib
from array import array
from collections.abc import Sequence
from pathlib import Path

from guichet.matching.embedder import Embedder, Vector


class Kept:
    """An embedder that asks another one only for what it has not seen."""

    def __init__(self, other: Embedder, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.other = other
        self.version = other.version
        self.has_e5 = other.has_e5
        self.store = dbm.dumb.open(str(folder / "vectors"), "c")  # noqa: SIM115 (open as long as the bench runs)

    def encode(self, model: str, texts: Sequence[str], *, as_query: bool = False) -> list[Vector]:
        reads_as_query = as_query and model == "e5"
        keys = [hashlib.sha256(f"{model} {reads_as_query} {text}".encode()).digest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self.store}
        for key, text in missing.items():
            self.store[key] = array("f", self.other.encode(model, [text], as_query=as_query)[0]).tobytes()
        return [array("f", self.store[key]) for key in keys]
