"""An OpenAI-compatible embeddings address in place of the bundled models: the operator names it, nobody else.

Texts of customers go there, so it is https, or a machine of one's own by a private address. The name is looked up once a connection
and the address found is the one connected to; redirects are not followed, and an answer has a largest size. Its vectors, of
whatever length, are folded to ours: what was alike stays alike.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import zlib
from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from typing import Any
from urllib.parse import urlsplit

from guichet.matching.embedder import DIMENSIONS, EmbeddingError, Vector, clean

LARGEST_ANSWER = 16 * 1024 * 1024
TEXTS_A_CALL = 16
KEPT = 64


class Elsewhere:
    """Embeds over HTTP. One model stands in for both of ours; the views of a text still differ by what they read."""

    has_e5 = True

    def __init__(self, url: str, model: str, key: str = "", *, timeout: float) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("https", "http") or not parts.hostname or parts.username:
            raise EmbeddingError("GUICHET_EMBEDDINGS_URL is no http address")
        self.host, self.is_sealed = parts.hostname, parts.scheme == "https"
        try:
            self.port = parts.port or (443 if self.is_sealed else 80)
        except ValueError as error:
            raise EmbeddingError("GUICHET_EMBEDDINGS_URL is no http address") from error
        self.path = parts.path.rstrip("/")
        if not self.path.endswith("/embeddings"):
            self.path += "/embeddings"
        self.model, self.key, self.timeout = model, key, timeout
        self.version = f"{model}@{self.host}"[:60]
        self._once = lru_cache(maxsize=KEPT)(self._one)

    def encode(self, model: str, texts: Sequence[str], *, as_query: bool = False) -> list[Vector]:
        cleaned = [clean(text) or " " for text in texts]
        if len(cleaned) == 1:
            raw = [self._once(cleaned[0])]
        else:
            raw = [v for start in range(0, len(cleaned), TEXTS_A_CALL) for v in self._ask(cleaned[start : start + TEXTS_A_CALL])]
        return [folded(vector, DIMENSIONS[model]) for vector in raw]

    def _one(self, text: str) -> tuple[float, ...]:
        return tuple(self._ask([text])[0])

    def _ask(self, texts: list[str]) -> list[list[float]]:
        body = json.dumps({"model": self.model, "input": texts, "encoding_format": "float"}).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "Guichet"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        connection = _Pinned(self.host, self.port, is_sealed=self.is_sealed, timeout=self.timeout)
        try:
            connection.request("POST", self.path, body, headers)
            response = connection.getresponse()
            if response.status != 200:
                raise EmbeddingError(f"the embeddings address answers {response.status}")
            read = response.read(LARGEST_ANSWER + 1)
        except (OSError, http.client.HTTPException) as error:
            raise EmbeddingError(f"the embeddings address does not answer ({type(error).__name__})") from error
        finally:
            connection.close()
        return _vectors(read, len(texts))


def _vectors(read: bytes, n: int) -> list[list[float]]:
    if len(read) > LARGEST_ANSWER:
        raise EmbeddingError("the embeddings address answers more than anybody asked for")
    try:
        rows: Any = sorted(json.loads(read)["data"], key=lambda row: row.get("index", 0))
        found = [[float(x) for x in row["embedding"]] for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise EmbeddingError("the embeddings address answers something else than vectors") from error
    if len(found) != n or not all(found):
        raise EmbeddingError(f"{len(found)} vectors came for {n} texts")
    return found


def folded(vector: Sequence[float], dimensions: int) -> list[float]:
    """A vector of another length as one of ours, of length one: its numbers are added up with signs that are always the same."""
    made = [0.0] * dimensions
    for place, x in enumerate(vector):
        made[place % dimensions] += x if place < dimensions or zlib.crc32(b"%d" % place) & 1 else -x
    length = sqrt(sum(x * x for x in made))
    return [x / length for x in made] if length > 0 else made


class _Pinned(http.client.HTTPConnection):
    """Connects to the address found at the first look-up; in the clear only within private networks."""

    def __init__(self, host: str, port: int, *, is_sealed: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.is_sealed = is_sealed

    def connect(self) -> None:
        family, kind, protocol, _name, address = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)[0]
        if not self.is_sealed and not ipaddress.ip_address(address[0].partition("%")[0]).is_private:
            raise EmbeddingError("the embeddings address is neither https nor private: texts would travel in the clear")
        made = socket.socket(family, kind, protocol)
        made.settimeout(self.timeout)
        try:
            made.connect(address)
            if self.is_sealed:
                made = ssl.create_default_context().wrap_socket(made, server_hostname=self.host)
        except BaseException:
            made.close()
            raise
        self.sock = made
