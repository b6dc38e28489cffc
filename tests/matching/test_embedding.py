"""Models that are missing, slow or out of their minds: words answer, and somebody is told. An address in their place."""

import json
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.matching import embedding, upkeep
from guichet.matching.corpora import Corpus
from guichet.matching.elsewhere import Elsewhere, folded
from guichet.matching.embedder import DIMENSIONS, E5, USE, EmbeddingError, checked
from guichet.matching.embedding import Guarded, Remote
from guichet.matching.indexing import Entry, add
from guichet.matching.models import Item
from guichet.matching.ranking import Ranker, Scope
from tests.matching.conftest import Synthetic
from tests.matching.test_ranking import TEXTS, asked, first


class _Endpoint(BaseHTTPRequestHandler):
    """An OpenAI-compatible address over the embedder of the tests, with vectors of another length."""

    def do_POST(self):
        server = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.seen.append((self.path, self.headers.get("Authorization"), body))
        status, answer = server.answers(body)
        data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        if status in (301, 302, 307, 308):
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def vectors_of(body: dict) -> tuple[int, dict]:
    rows = [{"index": i, "embedding": list(Synthetic._vector(text, 700))} for i, text in enumerate(body["input"])]
    return 200, {"data": rows[::-1]}


@contextmanager
def endpoint(answers=vectors_of) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint)
    server.answers, server.seen = answers, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def at(server: ThreadingHTTPServer, **changes) -> Elsewhere:
    return Elsewhere(f"http://127.0.0.1:{server.server_port}/v1", "small", **{"key": "secret-key", "timeout": 5.0, **changes})


def test_an_address_stands_in_for_both_models(index):
    with endpoint() as server:
        embedder = at(server)
        corpus = Corpus(TEXTS, embedder)
        assert first(corpus, Ranker(embedder), asked("password forgotten")) == "passe"
        path, key, body = server.seen[0]
        assert (path, key, body["model"]) == ("/v1/embeddings", "Bearer secret-key", "small")
        assert max(len(seen[2]["input"]) for seen in server.seen) > 1, "documents go several at a time"


@pytest.mark.parametrize("length", [100, 384, 700, 3072])
def test_vectors_of_any_length_become_ours(length):
    made = folded([1.0] + [0.0] * (length - 1), 384)
    assert len(made) == 384 and sum(x * x for x in made) == pytest.approx(1)


NONSENSE = {
    "a redirection": lambda body: (302, b""),
    "an error": lambda body: (500, {"error": "x"}),
    "no json": lambda body: (200, b"<html>"),
    "something else": lambda body: (200, {"data": [{"embedding": "AAAA"}]}),
    "too few": lambda body: (200, {"data": []}),
    "no numbers": lambda body: (200, {"data": [{"index": i, "embedding": [float("nan")] * 8} for i, _ in enumerate(body["input"])]}),
    "nothing but zeros": lambda body: (200, {"data": [{"index": i, "embedding": [0.0] * 8} for i, _ in enumerate(body["input"])]}),
}


@pytest.mark.parametrize("answers", NONSENSE.values(), ids=NONSENSE)
def test_whatever_else_it_answers_words_answer_and_the_log_says_so_once(index, answers, caplog):
    with endpoint(answers) as server, caplog.at_level(logging.WARNING, "guichet.matching"):
        embedder = Guarded(at(server))
        corpus = Corpus(TEXTS, None)
        for _ in range(3):
            assert first(corpus, Ranker(embedder), asked("print the invoice")) == "print"
        assert {path for path, _key, _body in server.seen} == {"/v1/embeddings"}, "no redirection is followed"
        told = [record.getMessage() for record in caplog.records]
        assert len([line for line in told if "e5" in line]) == 1
        assert not any("invoice" in line or "secret-key" in line for line in told)
        assert len(server.seen) <= 2, "left alone for a while: asked once for each model"


def test_an_address_that_does_not_answer_is_not_waited_for(index):
    end = threading.Event()

    def never(body):
        end.wait(20)
        return vectors_of(body)

    with endpoint(never) as server:
        try:
            with pytest.raises(EmbeddingError, match="TimeoutError"):
                at(server, timeout=0.05).encode(USE, ["text"])
        finally:
            end.set()


def test_texts_travel_in_the_clear_within_private_networks_alone(monkeypatch):
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: public)
    with pytest.raises(EmbeddingError, match="in the clear"):
        Elsewhere("http://models.example/v1", "small", timeout=1).encode(USE, ["text"])


@pytest.mark.parametrize("url", ["ftp://x/v1", "models.example", "http://", "https://user:word@x/v1", "http://x:99999999/"])
def test_what_is_no_address_is_refused(url):
    with pytest.raises(EmbeddingError, match="GUICHET_EMBEDDINGS_URL"):
        Elsewhere(url, "small", timeout=1)


def test_the_setting_decides_and_a_wrong_one_leaves_words_alone(settings, caplog):
    settings.GUICHET_EMBEDDINGS_URL, settings.GUICHET_EMBEDDINGS_MODEL = "https://models.example/v1", "small"
    assert embedding.here().version == "small@models.example"
    settings.GUICHET_EMBEDDINGS_URL = "nonsense"
    assert embedding.here() is None and "words alone" in caplog.text


@pytest.mark.parametrize("vectors", [
    [], [[1.0]], [[float("nan")] * 384], [[float("inf")] + [0.0] * 383], [[0.0] * 384], [[1.0] + [0.0] * 383] * 2,
])  # fmt: skip
def test_what_is_no_vector_is_refused(vectors):
    with pytest.raises(EmbeddingError):
        checked(E5, vectors, 1)


def test_a_process_that_answers_nonsense_is_one_that_does_not_answer(tmp_path):
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()

        def answer():
            for line in (b"{}\n", b"[1]\n", b"?\n", b'{"vectors": [7]}\n'):
                there, _ = listening.accept()
                with there, there.makefile("rwb") as file:
                    file.readline()
                    file.write(line)

        threading.Thread(target=answer, daemon=True).start()
        for _ in range(4):
            remote = Remote(path, timeout=5)
            with pytest.raises(EmbeddingError):
                remote.encode(USE, ["text"])


@pytest.fixture(autouse=True)
def new_process(monkeypatch):
    monkeypatch.setattr(upkeep, "_complete", {})


def test_another_model_has_all_texts_embedded_anew(index, embedder, monkeypatch):
    add([Entry("article", 1, "en", "Printing invoices", "", Item.PUBLIC)])
    monkeypatch.setattr(embedding, "here", lambda **_: embedder)
    assert upkeep.embed() == 1 and upkeep.embed() == 0
    embedder.version = "synthetic-2"
    assert upkeep.embed() == 1 and upkeep.embed() == 0, "what the former one made is thrown away"
    with acting_as(SYSTEM):
        found = Ranker(embedder).look(Corpus([], None).query(asked("drucken")), Scope()).found
    assert [one.object_id for one in found] == [1] and "e5" in found[0].features


def test_what_comes_later_has_vectors_too_and_a_stop_is_heeded(index, embedder, monkeypatch):
    monkeypatch.setattr(embedding, "here", lambda **_: embedder)
    monkeypatch.setattr(upkeep, "AT_ONCE", 1)
    add([Entry("article", 1, "en", "Printing", "", Item.PUBLIC)])
    assert upkeep.embed() == 1 and upkeep.embed() == 0
    add([Entry("article", number, "en", "Printing", "", Item.PUBLIC) for number in (2, 3)])
    assert upkeep.embed(rest=lambda _: False) == 1 and upkeep.embed() == 1 and upkeep.embed() == 0


def test_known_problems_and_articles_have_their_vectors_before_requests(index, embedder, monkeypatch):
    monkeypatch.setattr(embedding, "here", lambda **_: embedder)
    monkeypatch.setattr(upkeep, "AT_A_LOOK", 1)
    add([Entry(kind, 1, "en", "Printing", "", Item.PUBLIC) for kind in ("article", "problem", "ticket")])
    embedded = []
    while upkeep.embed():
        with connection.cursor() as cursor:
            cursor.execute("SELECT i.kind FROM matching_vector JOIN matching_item i ON i.id = item_id ORDER BY item_id")
            embedded.append([kind for (kind,) in cursor.fetchall() if kind != "ticket"])
    assert sorted(embedded[1]) == ["article", "problem"] and len(embedded) == 3


def test_without_the_larger_model_the_worker_writes_what_the_quick_one_reads(index, embedder, monkeypatch):
    add([Entry("article", 1, "en", "Printing invoices", "", Item.PUBLIC)])
    monkeypatch.setattr(embedding, "here", lambda **_: embedder)
    embedder.has_e5, embedder.fails = False, frozenset({E5})
    assert upkeep.embed() == 1 and upkeep.embed() == 0
    found = Ranker(embedder).look(Corpus([], None).query(asked("drucken")), Scope()).found
    assert "use" in found[0].features and "e5" not in found[0].features
    embedder.has_e5, embedder.fails = True, frozenset()
    assert upkeep.embed() == 1, "once the larger one can run it reads them too"


def test_the_lengths_are_those_of_the_columns():
    assert DIMENSIONS == {E5: 384, USE: 512}


def test_a_question_is_embedded_once_however_often_it_is_asked(embedder):
    asked = []
    plain = embedder.encode
    embedder.encode = lambda model, texts, **how: asked.extend(texts) or plain(model, texts, **how)
    guarded = Guarded(embedder)
    for _ in range(3):
        guarded.encode(USE, ["print"], as_query=True)
    assert asked == ["print"]
