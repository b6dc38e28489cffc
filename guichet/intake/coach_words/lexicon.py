"""The vocabulary made ready for looking up: one `Lexicon` a language, built on first use."""

import importlib
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from guichet.intake.coach_words import KINDS

SPECIAL = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ı": "i"})
SPELLED_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """The word without capitals and accents, so that "Cloture" and "clôture" are one."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(SPECIAL))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@dataclass
class Lexicon:
    """What the words of one language are: `(kind, area)` by word or stem, phrases by their first word."""

    language: str
    words: dict[str, tuple[str, str]] = field(default_factory=dict)
    stems: dict[str, tuple[str, str]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], str, str]]] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)

    def look_up(self, word: str) -> tuple[str, str] | None:
        """Kind and area of a folded word, the longest stem if no whole word fits; None if the word is unknown."""
        known = self._find(word)
        if known is None and self.language == "de":
            plain = word
            for spelled, letter in SPELLED_OUT:
                plain = plain.replace(spelled, letter)
            known = self._find(plain) if plain != word else None
        return known

    def _find(self, word: str) -> tuple[str, str] | None:
        if word in self.words:
            return self.words[word]
        for length in range(min(len(word), 24), 2, -1):
            if word[:length] in self.stems:
                return self.stems[word[:length]]
        return None

    def add(self, entry: str, kind: str, area: str = "") -> None:
        if "-" in entry:
            self.add_phrase(entry.replace("-", " "), f"word:{kind}", area)
        elif entry.endswith("*"):
            self.stems.setdefault(fold(entry[:-1]), (kind, area))
        else:
            self.words.setdefault(fold(entry), (kind, area))

    def add_phrase(self, phrase: str, kind: str, area: str = "") -> None:
        words = tuple(fold(word) for word in phrase.split())
        self.phrases.setdefault(words[0], []).append((words, kind, area))


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """The lexicon of `fr`, `de`, `en` or `it`."""
    data = importlib.import_module(f"guichet.intake.coach_words.{language}")
    made = Lexicon(language)
    for kind in KINDS:
        if kind == "action":
            for area, words in data.AREAS.items():
                for word in words.split():
                    made.add(word, "where", area)
        for word in data.WORDS.get(kind, "").split():
            made.add(word, kind)
    for kind, phrases in data.PHRASES.items():
        for phrase in phrases.split(";"):
            made.add_phrase(phrase, kind)
    for candidates in made.phrases.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    if language == "de":
        known = {**made.words, **made.stems}
        made.parts = {word for word, (kind, _) in known.items() if len(word) >= 3 and kind in ("where", "soft", "action")}
    return made
