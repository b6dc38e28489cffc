"""Names and numbers taken out of a text before it becomes an article (DOMAIN 1.12), each listed so that somebody can check.

It takes out too much rather than too little: what it should have left, the writer puts back in.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

GAP = "[…]"

# Kind → what is taken out. In this order: the longer shape first; the numbers of requests come before those of documents.
_OF_PEOPLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("e-mail", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")),
    ("iban", re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{2,4}){3,8}\b")),
    ("insurance", re.compile(r"\b756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}\b")),
    ("phone", re.compile(r"(?<![\w.])(?:\+|00)\d{1,3}[ \u00a0./-]?(?:\(0\))?(?:[ \u00a0./-]?\d{2,4}){2,5}\b|(?<![\w.])0\d{2}[ \u00a0./-]?\d{3}[ \u00a0./-]?\d{2}[ \u00a0./-]?\d{2}\b")),
)  # fmt: skip
_OF_THINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("document", re.compile(r"\b(?:[A-Z]{1,5}-?)?\d{2,}(?:[-/]\d{2,}){1,4}\b")),
    ("number", re.compile(r"(?<![\w.,’'-])\d{5,}(?![\w.,’'-]*\d)")),
)  # fmt: skip
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/(?:19|20)?\d\d|(?:19|20)\d\d[-/](?:19|20)?\d\d")


def remove(text: str, names: Iterable[str], *, keys: Iterable[str]) -> tuple[str, list[tuple[str, str]]]:
    """The text with gaps, and what stood there: kind and words, each once. *names*: of people and companies; *keys*: of request types."""
    removed: dict[tuple[str, str], None] = {}

    def gap(kind: str) -> Callable[[re.Match[str]], str]:
        def put(found: re.Match[str]) -> str:
            if kind == "document" and _DATE.fullmatch(found.group()):
                return found.group()
            removed[kind, found.group()] = None
            return GAP

        return put

    for kind, shape in _shapes(tuple(keys)):
        text = shape.sub(gap(kind), text)
    wanted = sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True)
    if wanted:
        either = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in wanted) + r")(?!\w)", re.IGNORECASE)
        text = either.sub(gap("name"), text)
    text = re.sub(rf"{re.escape(GAP)}(?:\s+{re.escape(GAP)})+", GAP, text)
    return text, list(removed)


@lru_cache(maxsize=8)
def _shapes(keys: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Everything that is taken out, with the numbers of requests of these types."""
    either = "|".join(re.escape(key) for key in sorted(keys, key=len, reverse=True))
    requests = (("request", re.compile(rf"\b(?:{either})-\d{{4,9}}\b", re.IGNORECASE)),) if either else ()
    return (*_OF_PEOPLE, *requests, *_OF_THINGS)
