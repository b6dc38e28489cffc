"""What somebody typed into the search box, taken apart: words, "exact words", -word, field:value, field>=value, a OR b.

Pure and linear in the length of the text: any text gives a `Query`, and what could not be read stands in its mistakes and is left
out. What the fields mean stands in conditions.py; customers have words alone (`with_fields=False`).
"""

import re
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

LONGEST = 10_000
MOST_TERMS = 40
LONGEST_WORD = 100
LONGEST_VALUE = 200

# Words in one place only.
PLACES = ("subject", "text", "note", "file")
# Field → whether its values have an order, so that < and > mean something.
FIELDS: dict[str, bool] = {
    "status": False, "turn": False, "is": False, "has": False, "type": False, "criticality": True, "desk": False, "team": False,
    "owner": False, "handler": False, "reporter": False, "company": False, "entity": False, "product": False, "version": True,
    "domain": False, "language": False, "problem": False, "code": False, "due": True, "deadline": True, "opened": True,
    "updated": True, "resolved": True, "closed": True, **dict.fromkeys(PLACES, False),
}  # fmt: skip
_OTHER_NAMES = {"crit": "criticality", "level": "criticality", "lang": "language", "created": "opened", "message": "text"}
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))

_PART = re.compile(
    r'(?P<not>-(?=[^\s-]))?(?:(?P<name>[A-Za-z_]{2,20})(?P<sign>:?(?:>=|<=|>|<|=)|:))?(?:"(?P<quoted>[^"]*)(?P<end>"?)|(?P<plain>[^\s"]*))'
)
# The words in a text; signs within a code, a version or a file name belong to it.
_PIECE = re.compile(r"[^\W_]+(?:[-./_]+[^\W_]+)*")
_ADDRESS = ("http", "https", "mailto", "ftp", "file", "tel")


@dataclass(frozen=True)
class Words:
    """Words to be found: pieces that stand next to each other where they were quoted, else each anywhere in one text."""

    pieces: tuple[str, ...]
    is_exact: bool = False
    place: str = ""


@dataclass(frozen=True)
class Condition:
    """`field sign value`: several values, with commas between, mean any of them."""

    field: str
    sign: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """What must hold, or must not: one of several alternatives. *start* and *end*: where it stands in the text."""

    alternatives: tuple[Words | Condition, ...]
    is_not: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Mistake:
    """What could not be read and was left out. *kind* picks the sentence; *instead*: what was probably meant, for that place."""

    kind: str
    what: str = ""
    field: str = ""
    instead: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Query:
    """A text taken apart."""

    text: str
    terms: tuple[Term, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def words(self) -> list[Words]:
        """All that is looked for in texts, without what must not stand there."""
        return [one for term in self.terms if not term.is_not for one in term.alternatives if isinstance(one, Words)]


@dataclass
class _Reading:
    terms: list[Term] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    is_or: bool = False
    is_not: bool = False


def parse(text: str, *, with_fields: bool = True) -> Query:
    """Take a text apart. Never fails; reads at most `LONGEST` characters and `MOST_TERMS` parts."""
    text = clean(text)
    plain, so_far, at = text.translate(_QUOTES), _Reading(), 0
    while at < len(plain):
        if plain[at].isspace():
            at += 1
            continue
        if len(so_far.terms) + len(so_far.mistakes) >= MOST_TERMS:
            so_far.mistakes.append(Mistake("many", str(MOST_TERMS), start=at, end=len(plain)))
            break
        found = _PART.match(plain, at)
        end = found.end() if found and found.end() > at else at + 1
        if found:
            _take(so_far, found, with_fields)
        at = end
    if text.strip() and not so_far.terms and not so_far.mistakes:
        so_far.mistakes.append(Mistake("nothing", start=0, end=len(text)))
    return Query(text, tuple(so_far.terms), tuple(so_far.mistakes))


def clean(text: str) -> str:
    """Without what no text in the database can hold, and no longer than is read."""
    return text[:LONGEST].replace("\x00", " ").encode("utf-8", "replace").decode()


def _take(so_far: _Reading, found: re.Match[str], with_fields: bool) -> None:
    start, end = found.span()
    name, sign = (found["name"] or ""), (found["sign"] or "")
    value = found["quoted"] if found["quoted"] is not None else found["plain"]
    if not name and found["plain"] in ("OR", "|", "AND", "NOT") and not found["not"]:
        so_far.is_or = found["plain"] in ("OR", "|") and bool(so_far.terms)
        so_far.is_not = found["plain"] == "NOT"
        return
    if found["quoted"] is not None and not found["end"]:
        so_far.mistakes.append(Mistake("unclosed", value[:60], start=start, end=end))
    is_not, so_far.is_not = bool(found["not"]) or so_far.is_not, False
    known = _OTHER_NAMES.get(name.lower(), name.lower())
    if name and with_fields and known in FIELDS:
        one = _condition(so_far, found, known, sign.lstrip(":") or "=", value)
    else:
        if name and with_fields:
            _unknown(so_far, found, name, sign, value)
        whole = f"{name}{sign}{value}" if name else value
        one = _words(so_far, whole, start, end, is_exact=found["quoted"] is not None and not name)
    if one is None:
        so_far.is_or = False
        return
    if so_far.is_or and so_far.terms and not is_not and not so_far.terms[-1].is_not:
        last = so_far.terms[-1]
        so_far.terms[-1] = replace(last, alternatives=(*last.alternatives, one), end=end)
    else:
        so_far.terms.append(Term((one,), is_not, start, end))
    so_far.is_or = False


def _unknown(so_far: _Reading, found: re.Match[str], name: str, sign: str, value: str) -> None:
    """A field there is none of: said, and read as words. A colon after a word in a sentence, and an address, are none."""
    close = get_close_matches(name.lower(), [*FIELDS, *_OTHER_NAMES], n=1, cutoff=0.7)
    if not value or name.lower() in _ADDRESS or (not close and not sign.startswith(":")):
        return
    instead = f"{'-' if found['not'] else ''}{close[0]}{sign}{_quoted(value)}" if close else ""
    so_far.mistakes.append(Mistake("field", name, instead=instead[:LONGEST_VALUE], start=found.start(), end=found.end()))


def _condition(so_far: _Reading, found: re.Match[str], name: str, sign: str, value: str) -> Words | Condition | None:
    start, end = found.span()
    if not value.strip():
        so_far.mistakes.append(Mistake("empty", name, name, start=start, end=end))
        return None
    if sign != "=" and not FIELDS[name]:
        instead = f"{'-' if found['not'] else ''}{name}:{_quoted(value)}"
        so_far.mistakes.append(Mistake("sign", sign, name, instead[:LONGEST_VALUE], start, end))
        return None
    is_quoted = found["quoted"] is not None
    if name in PLACES or name == "code":
        words = _words(so_far, value, start, end, is_exact=is_quoted or name == "code")
        return words and replace(words, place=name if name in PLACES else "")
    values = (value,) if is_quoted else tuple(part for part in value.split(",") if part)[:MOST_TERMS]
    if not values:
        so_far.mistakes.append(Mistake("empty", name, name, start=start, end=end))
        return None
    return Condition(name, sign, tuple(part.strip()[:LONGEST_VALUE] for part in values))


def _words(so_far: _Reading, text: str, start: int, end: int, *, is_exact: bool) -> Words | None:
    pieces = _PIECE.findall(text)
    kept = tuple(piece for piece in pieces if len(piece) <= LONGEST_WORD)[:MOST_TERMS]
    if not kept:
        if pieces:
            so_far.mistakes.append(Mistake("long", pieces[0][:30], start=start, end=end))
        return None
    return Words(kept, is_exact and len(kept) == len(pieces))


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
