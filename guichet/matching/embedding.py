"""The embedding process: it alone holds the models, and answers over a socket in the home.

A model that ends the process (its engine is written in C) takes no web request and no job with it. One text is embedded at a
time of each kind; a question does not wait behind documents, for each caller has a thread of his own and the engines give way.

A line in: ``{"model": "use", "texts": ["…"], "as_query": true}``; a line out: ``{"vectors": ["base64 of floats", …]}`` or
``{"error": "…"}``.
"""

import base64
import contextlib
import hashlib
import json
import logging
import math
import os
import socket
import socketserver
import sys
import tempfile
import threading
import time
from array import array
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from guichet.matching.elsewhere import Elsewhere
from guichet.matching.embedder import BUNDLED, Bundled, Embedder, EmbeddingError, Vector, checked, e5_missing, missing

log = logging.getLogger("guichet.matching")

# A question is not worth waiting longer for; words answer then. The worker, who indexes, can wait.
TIMEOUT_SECONDS = 0.3
PATIENT_SECONDS = 60.0
# What was asked is asked again: by the quick answer first and then the whole one, for suggestions and for where it belongs.
KEPT_QUESTIONS = 64
# How far the embedding of documents stands back.
DOCUMENTS_NICE = 10
# After a failure a model is not asked for so long.
REST_SECONDS = 5.0
# Documents are sent so many at a time.
TEXTS_A_LINE = 8
SOCKET_LIMIT = 90  # bytes; the system allows about 107
# Unused for so long, the models give their memory back.
IDLE_SECONDS = 300
LARGEST_LINE = 8 * 1024 * 1024


class _Caller(socketserver.StreamRequestHandler):
    server: "_Server"
    gives_way = False

    def handle(self) -> None:
        with contextlib.suppress(OSError):  # whoever asked did not wait for the answer
            for line in iter(lambda: self.rfile.readline(LARGEST_LINE), b""):
                self.wfile.write(json.dumps(self._answer(line)).encode() + b"\n")

    def _answer(self, line: bytes) -> dict:
        try:
            asked = json.loads(line)
            if self.server.puts_documents_last and not asked.get("as_query"):
                self._give_way()
            vectors = self.server.encode(asked["model"], asked["texts"], as_query=bool(asked.get("as_query")))
        except EmbeddingError as error:
            return {"error": str(error)}
        except Exception as error:  # whatever a model stumbles over, the process stays for the next text
            return {"error": type(error).__name__}
        return {"vectors": vectors}


    def _give_way(self) -> None:
        """Who embeds documents waits for questions, pages and the database: on Linux a thread has a priority of its own."""
        if sys.platform == "linux" and not self.gives_way:
            self.gives_way = True
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), DOCUMENTS_NICE)


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, path: str, *, puts_documents_last: bool) -> None:
        self.puts_documents_last = puts_documents_last
        self.bundled = Bundled()
        self.loading = threading.Lock()
        self.used_at: float | None = None
        super().__init__(path, _Caller)

    def is_idle(self) -> bool:
        return self.used_at is not None and time.monotonic() - self.used_at > IDLE_SECONDS

    def encode(self, model: str, texts: Sequence[str], *, as_query: bool) -> list[str]:
        self.used_at = time.monotonic()
        with self.loading:  # two callers at once must not load a model twice
            self.bundled.encode(model, [])
        return [
            base64.b64encode(array("f", map(float, vector)).tobytes()).decode()
            for text in texts
            for vector in self.bundled.encode(model, [text], as_query=as_query)
        ]


def socket_of(home: Path) -> Path:
    """Where the embedding process of a home listens: in the home, or beside it where the path is too long for a socket."""
    path = home / "embedding"
    if len(os.fsencode(path)) <= SOCKET_LIMIT:
        return path
    folder = Path(tempfile.gettempdir()) / f"guichet-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"
    folder.mkdir(mode=0o700, exist_ok=True)
    state = folder.lstat()
    if folder.is_symlink() or state.st_uid != os.geteuid() or state.st_mode & 0o077:
        raise EmbeddingError(f"the folder {folder} is not private to this user")
    return folder / "embedding"


def here(*, is_patient: bool = False) -> "Guarded | None":
    """The embedder of this installation, for a question or for the patient worker; None where words alone are compared.

    That is so where no address is named, and no embedding process was started or its models cannot run.
    """
    from django.conf import settings

    seconds = PATIENT_SECONDS if is_patient else TIMEOUT_SECONDS
    if settings.GUICHET_EMBEDDINGS_URL:
        return _elsewhere(settings.GUICHET_EMBEDDINGS_URL, settings.GUICHET_EMBEDDINGS_MODEL, settings.GUICHET_EMBEDDINGS_KEY, seconds)
    path = socket_of(settings.GUICHET_HOME)
    return _remote(path, seconds) if path.exists() and not missing() else None


_woken_at = [-math.inf]


def wake() -> threading.Thread | None:
    """Have the bundled models at hand for somebody who begins to write: they give their memory back when idle. Nothing waits for it."""
    from django.conf import settings

    if settings.GUICHET_EMBEDDINGS_URL or time.monotonic() - _woken_at[0] < IDLE_SECONDS / 2:
        return None
    embedder = here(is_patient=True)
    if embedder is None:
        return None
    _woken_at[0] = time.monotonic()
    waking = threading.Thread(target=_touch, args=(embedder,), daemon=True)
    waking.start()
    return waking


def _touch(embedder: "Guarded") -> None:
    for model in ("use", "e5") if embedder.has_e5 else ("use",):
        with contextlib.suppress(EmbeddingError):
            embedder.encode(model, ["."])


@lru_cache(maxsize=4)
def _remote(path: Path, seconds: float) -> "Guarded":
    return Guarded(Remote(path, timeout=seconds))


@lru_cache(maxsize=4)
def _elsewhere(url: str, model: str, key: str, seconds: float) -> "Guarded | None":
    try:
        return Guarded(Elsewhere(url, model, key, timeout=seconds))
    except EmbeddingError as error:
        log.warning("words alone are compared: %s", error)
        return None


class Guarded:
    """An embedder that is left alone for a while after it failed: whoever asks waits for it once, and words answer meanwhile."""

    def __init__(self, other: Embedder) -> None:
        self.other = other
        self.version = other.version
        self._rests_until: dict[str, float] = {}
        self._why: dict[str, str] = {}
        self._once = lru_cache(maxsize=KEPT_QUESTIONS)(self._question)

    @property
    def has_e5(self) -> bool:
        return self.other.has_e5

    def encode(self, model: str, texts: Sequence[str], *, as_query: bool = False) -> list[Vector]:
        return [self._once(model, text) for text in texts] if as_query else self._encode(model, texts, as_query)

    def _question(self, model: str, text: str) -> Vector:
        return self._encode(model, [text], True)[0]

    def _encode(self, model: str, texts: Sequence[str], as_query: bool) -> list[Vector]:
        if time.monotonic() < self._rests_until.get(model, 0):
            raise EmbeddingError(self._why[model])
        try:
            vectors = checked(model, self.other.encode(model, texts, as_query=as_query), len(texts))
        except EmbeddingError as error:
            if model not in self._why:
                log.warning("the model %s cannot be used, suggestions do without it: %s", model, error)
            self._why[model] = str(error)
            self._rests_until[model] = time.monotonic() + REST_SECONDS
            raise
        if self._why.pop(model, None):
            log.info("the model %s answers again", model)
        return vectors


def serve(path: Path, *, puts_documents_last: bool) -> None:
    """Answer on the socket until this process is told to stop, or until its models have been idle: then it begins anew, small.

    *puts_documents_last*: beside a site; where somebody waits for a corpus to be read, documents are what he waits for.
    """
    path.unlink(missing_ok=True)
    former = os.umask(0o177)
    try:
        server = _Server(str(path), puts_documents_last=puts_documents_last)
    finally:
        os.umask(former)
    with server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.5}, daemon=True).start()
        while not server.is_idle():
            time.sleep(5)


def _unpacked(packed: str) -> array:
    vector = array("f")
    vector.frombytes(base64.b64decode(packed))
    return vector


class Remote:
    """The embedder behind the socket."""

    @property
    def has_e5(self) -> bool:
        return e5_missing() is None

    def __init__(self, path: Path, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self.path = path
        self.timeout = timeout
        self.version = BUNDLED
        self._mine = threading.local()

    def encode(self, model: str, texts: Sequence[str], *, as_query: bool = False) -> list[Vector]:
        found: list[Vector] = []
        for start in range(0, len(texts), TEXTS_A_LINE):
            found += self._encode(model, texts[start : start + TEXTS_A_LINE], as_query)
        return found

    def _encode(self, model: str, texts: Sequence[str], as_query: bool) -> list[Vector]:
        line = json.dumps({"model": model, "texts": list(texts), "as_query": as_query}).encode() + b"\n"
        try:
            answer = json.loads(self._ask(line))
            if "error" in answer:
                raise EmbeddingError(answer["error"])
            return [_unpacked(packed) for packed in answer["vectors"]]
        except (ValueError, TypeError, KeyError) as error:
            raise EmbeddingError("the embedding process answers something else than vectors") from error

    def _ask(self, line: bytes) -> bytes:
        for attempt in (1, 2):
            fresh = not hasattr(self._mine, "file")
            try:
                if fresh:
                    self._connect()
                self._mine.file.write(line)
                self._mine.file.flush()
                if answer := self._mine.file.readline():
                    return answer
                raise ConnectionResetError
            except OSError as error:
                self._forget()
                if fresh or attempt == 2 or isinstance(error, TimeoutError):
                    raise EmbeddingError(f"the embedding process does not answer ({type(error).__name__})") from error
        raise EmbeddingError("the embedding process does not answer")

    def _connect(self) -> None:
        made = socket.socket(socket.AF_UNIX)
        made.settimeout(self.timeout)
        made.connect(str(self.path))
        self._mine.socket, self._mine.file = made, made.makefile("rwb")

    def _forget(self) -> None:
        for name in ("file", "socket"):
            held = self._mine.__dict__.pop(name, None)
            if held is not None:
                with contextlib.suppress(OSError):
                    held.close()
