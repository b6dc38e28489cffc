"""How every letter is laid out: its text with the variables filled in, once as plain text and once as HTML.

Which text that is: the one written in administration for this kind of letter, brand and language; else that of the kind
without the brand; else the one written for every letter; else the one Guichet comes with. Values are put in the place of
variables and never read again (service/lettering.py). What people wrote is data for the two templates, never a template.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.mail.letter import one_line
from guichet.reactions.pieces import Part, Quote
from guichet.service.house import house
from guichet.service.lettering import BLOCKS, EVERY, KINDS, Token, read
from guichet.sla import words

_SUBJECT_AT_MOST = 470


@dataclass(frozen=True)
class Sheet:
    """What one letter has to say, before it is laid out; *kind* picks its text, *more* are the variables of that kind alone."""

    kind: str
    language: str
    name: str
    about: str
    link: str
    link_words: str
    brand: Mapping[str, Any]
    lines: Sequence[str] = ()
    needs: Sequence[str] = ()
    quote: Quote | None = None
    earlier: Quote | None = None
    parts: Sequence[Part] = ()
    then: Sequence[str] = ()
    ratings: Sequence[tuple[int, str]] = ()
    facts: Sequence[tuple[str, str]] = ()
    more: Mapping[str, Callable[[], str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """Some words of a line, perhaps a link."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Block:
    """A part of a letter that stands by itself: *kind* says how it is written."""

    kind: str
    value: Any


@dataclass(frozen=True)
class Laid:
    """A letter as it is read."""

    subject: str
    text: str
    html: str
    blocks: Sequence[Block]


def lay(sheet: Sheet, *, text: str = "", subject: str = "") -> Laid:
    """Lay a letter out, by the text that stands for it or by the one given (a preview)."""
    language = words.known(sheet.language)
    standing = standing_text(sheet.kind, sheet.brand.get("key", ""), language)
    said = one_line(_line(read(subject or standing[0])[0], sheet))[:_SUBJECT_AT_MOST]
    blocks = list(_blocks(read(text or standing[1]), sheet))
    context = {"language": language, "title": said, "blocks": blocks, "colon": words.colon("", language)}
    plain = tidy(render_to_string("letters/letter.txt", context))
    return Laid(said, plain, render_to_string("letters/letter.html", context), blocks)


def standing_text(kind: str, brand: str, language: str) -> tuple[str, str]:
    """Subject and text that hold now for a kind of letter in a language (see above)."""
    found = house().letters
    own = found.get((kind, brand, language)) or found.get((kind, "", language))
    shipped = shipped_text(kind, language)
    if own:
        return own[0] or shipped[0], own[1]
    common = found.get((EVERY, brand, language)) or found.get((EVERY, "", language))
    return shipped[0], common[1] if common else shipped[1]


def shipped_text(kind: str, language: str) -> tuple[str, str]:
    """Subject and text that Guichet comes with, as far as that kind of letter knows their variables."""
    known = KINDS.get(kind)
    with translation.override(language):
        lines = [
            _("Hello %(name)s") % {"name": "{name}"},
            *("{news}", "{needs}", "{message}", "{items}", "{next}", "{ratings}", "{facts}"),
            "{link_words} {link}",
            _("Kind regards") + "\n{signature}\n{phone}",
            "{earlier}",
        ]
    if known is None:
        return "{about} – {subject}", "\n\n".join(lines)
    kept = [line for line in lines if not line.startswith("{") or line.strip("{}") in known.variables or line.startswith("{link")]
    subject = "" if not known.has_subject else "{about} – {subject}" if "subject" in known.variables else "{about}"
    return subject, "\n\n".join(kept)


# Values


def example(name: str, sheet: Sheet) -> str:
    """What stands for a variable, on one line."""
    if name not in BLOCKS:
        return _inline(name, sheet)
    block = _block(name, sheet)
    plain = render_to_string("letters/letter.txt", {"blocks": [block] if block.value else [], "colon": words.colon("", sheet.language)})
    return " ".join(plain.split())


def _inline(name: str, sheet: Sheet) -> str:
    """What stands for a variable within a line; nothing for one that this kind of letter does not know."""
    kind = KINDS.get(sheet.kind)
    if name in BLOCKS or (kind is not None and name not in kind.variables):
        return ""
    match name:
        case "name" | "about" | "link" | "link_words":
            return str(getattr(sheet, name))
        case "vendor" | "product" | "phone" | "email":
            return sheet.brand.get(name, "")
        case "signature":
            texts = sheet.brand.get("texts", {}).get("signature") or {}
            return texts.get(words.known(sheet.language)) or texts.get("en") or sheet.brand.get("vendor", "")
    return sheet.more[name]() if name in sheet.more else ""


def _block(name: str, sheet: Sheet) -> Block:
    language = words.known(sheet.language)
    match name:
        case "news" | "needs" | "next":
            lines = {"news": sheet.lines, "needs": sheet.needs, "next": sheet.then}[name]
            return Block("lines", [words.spaced(line, language) for line in lines])
        case "message":
            return Block("quote", sheet.quote)
        case "earlier":
            return Block("earlier", sheet.earlier)
        case "items":
            return Block("parts", sheet.parts)
        case "ratings":
            return Block("ratings", sheet.ratings)
    return Block("facts", sheet.facts)


def _line(line: Sequence[Token], sheet: Sheet) -> str:
    return "".join(token.words or _inline(token.variable, sheet) for token in line)


def _blocks(lines: Sequence[Sequence[Token]], sheet: Sheet) -> Iterator[Block]:
    """Lines that follow each other are one paragraph; a line whose variables are all empty is left out."""
    paragraph: list[list[Piece]] = []
    for line in lines:
        pieces: list[Piece] = []
        for token in line:
            if token.variable in BLOCKS:
                yield from _ended(paragraph, pieces)
                paragraph, pieces = [], []
                if (block := _block(token.variable, sheet)).value:
                    yield block
            elif token.variable:
                text = _inline(token.variable, sheet)
                pieces.append(Piece(text, text if token.variable == "link" else ""))
            else:
                text = words.spaced(token.words, words.known(sheet.language))
                pieces.append(Piece(text if pieces else text.lstrip()))
        if any(piece.text.strip() for piece in pieces):
            paragraph.append(pieces)
        elif not any(token.variable for token in line):
            yield from _ended(paragraph, [])
            paragraph = []
    yield from _ended(paragraph, [])


def _ended(paragraph: list[list[Piece]], pieces: list[Piece]) -> Iterator[Block]:
    found = [*paragraph, pieces] if any(piece.text.strip() for piece in pieces) else paragraph
    if found:
        yield Block("words", found)


def tidy(text: str) -> str:
    """Plain text without the blank lines that a template leaves: at most one between two paragraphs."""
    lines: list[str] = []
    for line in text.strip().split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
