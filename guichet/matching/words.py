"""A text as its words: folded, without the small words, each brought to its stem by PostgreSQL's own dictionaries.

Codes (a word with a digit, `_` or `.` in it, such as `E-4711`, `FI_POST` or `24.2.3`) are kept whole beside the words: they
mean the same in every language.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

LANGUAGES = ("fr", "de", "en", "it")
DICTIONARIES = {"fr": "french_stem", "de": "german_stem", "en": "english_stem", "it": "italian_stem"}
# The language under which codes are kept.
CODES = "*"
LONGEST_WORD = 40
LONGEST_CODE = 60
# What is read of a document and of a query, in characters.
DOCUMENT_CHARACTERS = 2_000
QUERY_CHARACTERS = 1_000
KEPT_STEMS = 60_000

_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"(?<![\w.])(?=[\w.\-/]*\d|\w+[_.]\w)\w[\w.\-/]*\w")
# A code that is only a short number says nothing: years, counts, quantities.
_BARE = re.compile(r"[\d.\-/]{1,3}|\d{4}")
# Small words that PostgreSQL's lists lack.
_SMALL = {
    "fr": frozenset(
        ["les", "à", "a", "où", "ça", "cela", "est", "sont", "être", "plus", "c", "d", "j", "l", "m", "n", "s", "t", "y", "qu"]
    ),
    "it": frozenset(("è", "d", "l", "s", "e")),
}
_stems: dict[tuple[str, str], str] = {}


@dataclass(frozen=True)
class Words:
    """The words of one text: how often each stem, and each code, stands in its title and in all of it."""

    title: Counter[str]
    all: Counter[str]
    codes: frozenset[str]

    @property
    def length(self) -> int:
        return self.all.total()


def fold(text: str) -> str:
    """Lower case without accents; `ß` as `ss`."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def codes(text: str) -> frozenset[str]:
    """The codes of a text, folded."""
    found = (code.strip(".-/") for code in _CODE.findall(fold(text)))
    return frozenset(code for code in found if 1 < len(code) <= LONGEST_CODE and not _BARE.fullmatch(code))


def read(texts: list[tuple[str, str, str]], characters: int) -> list[Words]:
    """The words of several (language, title, body), read up to so many characters; one question to the database at most."""
    cut = [(language, title[:characters], f"{title}\n{body}"[:characters]) for language, title, body in texts]
    plain = [(language, _words(title), _words(whole)) for language, title, whole in cut]
    _learn({(language, word) for language, _, whole in plain for word in whole})
    return [
        Words(_count(language, title), _count(language, whole), codes(text))
        for (language, title, whole), (_, _, text) in zip(plain, cut, strict=True)
    ]


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(unicodedata.normalize("NFC", text.lower())) if len(word) <= LONGEST_WORD]


def _count(language: str, words: list[str]) -> Counter[str]:
    stems = (_stems.get((language, word), "") for word in words)
    return Counter(stem for stem in stems if stem)


def _learn(wanted: set[tuple[str, str]]) -> None:
    """Ask PostgreSQL for the stems not yet known; a small word, known by its accents, has none."""
    missing = [pair for pair in wanted if pair not in _stems]
    if not missing:
        return
    if len(_stems) > KEPT_STEMS:
        for pair in list(_stems)[: KEPT_STEMS // 2]:
            if pair not in wanted:
                del _stems[pair]
    for language in {language for language, _ in missing}:
        raw = [word for other, word in missing if other == language]
        folded = [fold(word) for word in raw]
        dictionary = DICTIONARIES.get(language, "simple")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT raw, CASE WHEN ts_lexize(%(d)s, raw) = '{}' THEN '' "
                "ELSE coalesce((ts_lexize(%(d)s, folded))[1], CASE WHEN ts_lexize(%(d)s, folded) IS NULL THEN folded ELSE '' END) END "
                "FROM unnest(%(raw)s::text[], %(folded)s::text[]) AS w (raw, folded)",
                {"d": dictionary, "raw": raw, "folded": folded},
            )
            for word, stem in cursor.fetchall():
                _stems[language, word] = "" if word in _SMALL.get(language, ()) else stem or ""


def as_written(language: str, text: str, stems: Iterable[str]) -> list[str]:
    """For each stem the word of the text it comes from, as somebody wrote it; what the text does not hold is left out."""
    first: dict[str, str] = {}
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        stem = _stems.get((language, word.lower()))
        if stem:
            first.setdefault(stem, word)
    return [first[stem] for stem in stems if stem in first]
