"""Reads a text as the coach does: its words with what each is worth, and the telling phrases in it."""

import re
import unicodedata
from dataclasses import dataclass, field

from guichet.intake.coach_words.lexicon import Lexicon, fold, lexicon
from guichet.intake.coach_words.names import FIRST_NAMES

WORD = re.compile(r"[^\W_]+(?:[.,:/'’](?=\d)[^\W_]+|-[^\W_]+)*")
QUOTED = re.compile(r"«[^»]{1,300}»|\"[^\"]{1,300}\"|“[^”]{1,300}”|„[^“”]{1,300}[“”]")
KEYBOARD = ("asdf", "sdfg", "dfgh", "fghj", "ghjk", "hjkl", "qwer", "wert", "qwertz", "yxcv", "xcvb", "zxcv", "azer", "jklo")
VOWELS = set("aeiouy")
USED_UP = {"pointer", "complaint", "exaggeration", "urgent", "two-topics", "several", "change"}
NOT_COMPOUND = ("ierung", "ierungen", "ation", "ationen", "ung", "ungen", "keit", "heit", "schaft", "ieren", "iert", "ität")
BEFORE_A_NAME = {"pour", "fur", "fuer", "for", "per", "an", "attn", "attention", "zuhanden", "attenzione", "de", "von", "from", "da"}


@dataclass(slots=True)
class Word:
    """One word of the text: as written, folded, and what it is (`kind`, `area`, `weight`)."""

    written: str
    folded: str
    start: int
    end: int
    kind: str = "content"
    area: str = ""
    weight: float = 0.0


@dataclass
class Reading:
    """The words of a text and the phrases found, kind → pairs of first and last word."""

    language: str
    text: str
    words: list[Word]
    phrases: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def count(self, *kinds: str) -> float:
        """The weight of the different words of these kinds; a word said twice counts once."""
        best: dict[str, float] = {}
        for word in self.words:
            if word.kind in kinds and word.weight:
                best[word.folded] = max(best.get(word.folded, 0), word.weight)
        return sum(best.values())

    def has(self, kind: str) -> bool:
        return kind in self.phrases or any(word.kind == kind for word in self.words)

    def said(self, *kinds: str) -> list[Word]:
        return [word for word in self.words if word.kind in kinds]


def read(text: str, language: str) -> Reading:
    """The text read with the vocabulary of one language; time grows with the length of the text only."""
    text = unicodedata.normalize("NFC", text)
    known = lexicon(language)
    reading = Reading(language, text, list(_words(text)))
    for word in reading.words:
        _classify(word, known)
    _find_phrases(reading, known)
    _find_names(reading)
    _free_urgent_objects(reading)
    return reading


def _words(text: str):
    for match in WORD.finditer(text):
        written, start = match.group(), match.start()
        pieces = written.split("-") if "-" in written else []
        if pieces and any(piece.isalpha() and len(piece) >= (4 if any(c.isdigit() for c in written) else 1) for piece in pieces):
            for piece in pieces:
                if piece:
                    yield Word(piece, fold(piece), start, start + len(piece))
                start += len(piece) + 1
        else:
            yield Word(written, fold(written), start, match.end())


def _classify(word: Word, known: Lexicon) -> None:
    found = known.look_up(word.folded)
    if found:
        word.kind, word.area = found
    elif any(c.isdigit() for c in word.folded):
        word.kind = "number"
    elif is_gibberish(word):
        word.kind = "test"
    elif len(word.folded) < 3 and not (word.written.isupper() and len(word.written) == 2):
        word.kind = "stop"
    if word.kind == "content" and known.language == "de" and word.folded.endswith(("software", "system", "programm", "anwendung")):
        word.kind = "generic"
    elif word.kind in ("content", "where", "soft", "action"):
        word.weight = 2.0 if known.language == "de" and is_compound(word.folded, known) else 1.0
    elif word.kind in ("symptom", "time", "patch", "install", "number", "attachment", "change"):
        word.weight = 1.0
    elif word.kind == "vague":
        word.weight = 0.5


def is_gibberish(word: Word) -> bool:
    """Keys struck at random: "asdf", "xxxx", "sdkfjh"."""
    letters = word.folded
    if len(letters) >= 3 and len(set(letters)) == 1:
        return True
    if len(letters) < 4 or not letters.isascii() or not letters.isalpha():
        return False
    if letters.startswith(KEYBOARD) and len(letters) <= 12:
        return True
    return not word.written.isupper() and not VOWELS & set(letters) and len(letters) <= 20


def is_compound(word: str, known: Lexicon) -> bool:
    """A German word of two says two things: "Lohnlauf", "Lieferschein", "Erstanmeldung"."""
    if len(word) < 7 or word.endswith(("problem", "probleme", "fehler", "frage", "anfrage", "fragen", "thema")):
        return False
    for cut in range(3, len(word) - 3):
        if word[cut:] in known.parts and (
            len(word) - cut >= 5 or any(word[:cut].removesuffix(link) in known.parts for link in ("", "s", "n", "en", "es", "er"))
        ):
            return True
    if len(word) >= 15:
        return True
    return len(word) >= 11 and not word.endswith(NOT_COMPOUND)


def _find_phrases(reading: Reading, known: Lexicon) -> None:
    words = reading.words
    for index, word in enumerate(words):
        first = "#" if word.kind == "number" or word.folded.isdigit() else word.folded
        candidates = known.phrases.get(first)
        if not candidates:
            continue
        for phrase, kind, area in candidates:
            if not _matches(phrase, words, index):
                continue
            last = index + len(phrase) - 1
            if kind.startswith("word:"):
                _merge(words, index, last, kind.removeprefix("word:"), area)
                continue
            reading.phrases.setdefault(kind, []).append((index, last))
            if kind == "symptom" and word.weight < 1:
                _merge(words, index, last, "symptom", "")
            elif kind in USED_UP:
                for used in words[index : last + 1]:
                    used.weight = 0.0


def _matches(phrase: tuple[str, ...], words: list[Word], index: int) -> bool:
    if index + len(phrase) > len(words):
        return False
    for wanted, word in zip(phrase, words[index : index + len(phrase)], strict=True):
        if wanted == "#":
            if not word.folded[0].isdigit():
                return False
        elif wanted[-1] == "*":
            if not word.folded.startswith(wanted[:-1]):
                return False
        elif wanted != word.folded:
            return False
    return True


def _merge(words: list[Word], first: int, last: int, kind: str, area: str) -> None:
    """A phrase counts as one word of its kind."""
    weights = {"vague": 0.5, "generic": 0.0, "filler": 0.0, "stop": 0.0, "hurry": 0.0, "greeting": 0.0, "urgent": 0.0, "when": 0.0, "where": 2.0}
    for word in words[first : last + 1]:
        word.kind, word.area, word.weight = kind, area, 0.0
    words[first].weight = weights.get(kind, 1.0)


def _find_names(reading: Reading) -> None:
    """Names of people carry no topic: after a title, a first name with what follows it, or "for X" at the start."""
    words = reading.words
    shouting = reading.text.isupper()
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        capital = word.written[:1].isupper()
        unknown_next = following is not None and following.kind == "content" and following.written[:1].isupper()
        titled = word.kind == "title" or (
            word.folded in ("m", "me", "mr", "dr", "fr", "hr", "sig", "herr", "herrn", "frau", "monsieur", "madame", "mme")
        )
        if titled and following is not None and following.kind in ("content", "name") and (
            following.written[:1].isupper() or len(word.folded) > 3
        ):
            word.kind, word.weight = "title", 0.0
            following.kind, following.weight = "name", 0.0
        elif word.folded in FIRST_NAMES and word.kind in ("content", "name") and (capital or shouting or reading.text.islower()):
            word.kind, word.weight = "name", 0.0
            if unknown_next:
                following.kind, following.weight = "name", 0.0
        elif index == 0 and word.folded in BEFORE_A_NAME and unknown_next and not shouting and len(words) <= 3:
            following.kind, following.weight = "name", 0.0


def _free_urgent_objects(reading: Reading) -> None:
    """"Urgent orders", "commandes urgentes": a quality of documents, not a cry for help."""
    words = reading.words
    for index, word in enumerate(words):
        if word.kind != "urgent" or word.written.isupper():
            continue
        beside = index - 1 if reading.language in ("fr", "it") else index + 1
        if not 0 <= beside < len(words) or words[beside].kind != "where":
            continue
        gap = reading.text[min(word.end, words[beside].end) : max(word.start, words[beside].start)]
        inflected = word.folded != "urgent" or words[beside].folded.endswith("s")
        if gap == " " and inflected:
            word.kind, word.weight = "content", 1.0
