"""``guichet match serve``: the product's matcher over a corpus of the caller's, as JSON lines (INTERFACE section 1)."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from guichet.matching.embedder import Embedder

DEFAULT_K = 10


def serve(lines: Iterable[str], out: TextIO, embedder: Embedder | None) -> None:
    """One line out for each line in, in order, until the input ends."""
    for answer in answers(lines, embedder):
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()


def answers(lines: Iterable[str], embedder: Embedder | None) -> Iterator[dict[str, Any]]:
    """First the corpus, then the queries; a line that cannot be read is answered with what is wrong."""
    from guichet.matching.corpora import Corpus, CorpusError, text_of
    from guichet.matching.ranking import Ranker

    corpus: Corpus | None = None
    for line in lines:
        try:
            asked = _object(line)
            if corpus is None:
                corpus = Corpus(_documents(asked.get("corpus")), embedder)
                ranker = Ranker(corpus.embedder)
                yield {"ready": True, "documents": len(corpus.ids)}
                continue
            yield {"ranked": corpus.ranked(ranker, text_of(asked), _k(asked.get("k", DEFAULT_K)))}
        except CorpusError as error:
            yield {"error": str(error)}
        except Exception as error:  # the stream goes on, whatever one line holds
            print(f"guichet: a line could not be answered: {type(error).__name__}", file=sys.stderr)
            yield {"error": f"This line could not be answered ({type(error).__name__})."}


def _object(line: str) -> dict[str, Any]:
    from guichet.matching.corpora import CorpusError

    try:
        read = json.loads(line)
    except ValueError as error:
        raise CorpusError(f"This is not a line of JSON: {error}") from error
    if not isinstance(read, dict):
        raise CorpusError("One JSON object a line.")
    return read


def _documents(path: Any) -> list[Any]:
    from guichet.matching.corpora import CorpusError, text_of

    if not isinstance(path, str):
        raise CorpusError('The first line names the corpus: {"corpus": PATH}.')
    texts = []
    try:
        with Path(path).open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    try:
                        texts.append(text_of(_object(line)))
                    except CorpusError as error:
                        raise CorpusError(f"{path}, line {number}: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"The corpus {path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}.") from error
    return texts


def _k(given: Any) -> int:
    from guichet.matching.corpora import CorpusError

    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise CorpusError("k is a number from 1 on.")
    return given
