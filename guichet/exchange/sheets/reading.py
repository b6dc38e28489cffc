"""A CSV file as typed lines, with every mistake by file and line.

UTF-8 with or without byte order mark; comma, semicolon or tab, whichever the header uses; quoted cells may hold separators
and line breaks. A line whose first cell begins with # is a comment.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from guichet.exchange.sheets.cells import CellError
from guichet.exchange.sheets.kinds import KINDS, NO_DEFAULT, Kind
from guichet.service.reading import Mistake

SEPARATORS = ",;\t"


@dataclass
class Line:
    """One line: what its cells say, by column. *is_good* ends with the first mistake that is found in it."""

    kind: Kind
    file: str
    number: int
    values: dict[str, Any] = field(default_factory=dict)
    is_good: bool = True

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(self.values.get(name) or "" for name in self.kind.key)

    def mistake(self, column: str, message: str) -> Mistake:
        self.is_good = False
        return Mistake(self.file, self.number, column, message)

    @property
    def place(self) -> str:
        return f"{self.file}:{self.number}"


def read(path: Path, mistakes: list[Mistake]) -> list[Line]:
    """The lines of a file, good and bad ones; a file that cannot be read at all is one mistake."""
    text = _decoded(path, mistakes)
    if text is None:
        return []
    records = _records(text, str(path), mistakes)
    first = next(records, None)
    if first is None:
        mistakes.append(Mistake(str(path), 1, "", "is empty; its first line names the columns"))
        return []
    number, cells = first
    header = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in cells]
    kind = _kind_of(path, header, number, mistakes)
    if kind is None or not _columns_are_right(path, number, header, kind, mistakes):
        return []
    return [_typed(Line(kind, str(path), number), header, cells, mistakes) for number, cells in records]


def _decoded(path: Path, mistakes: list[Mistake]) -> str | None:
    try:
        content = path.read_bytes()
    except OSError as error:
        mistakes.append(Mistake(str(path), 1, "", f"cannot be read: {(error.strerror or str(error)).lower()}"))
        return None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        mistakes.append(Mistake(str(path), 1, "", "is UTF-16; save the file as CSV UTF-8"))
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        said = f"is not UTF-8 (probably Latin-1 or Windows-1252: the byte {content[error.start]:#04x}); save the file as CSV UTF-8"
        mistakes.append(Mistake(str(path), line, "", said))
        return None
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        mistakes.append(Mistake(str(path), line, "", "holds a sign that no text has (NUL); save the file as CSV UTF-8"))
        return None
    return text


def _records(text: str, file: str, mistakes: list[Mistake]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line; comments and blank lines left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            mistakes.append(Mistake(file, number, "", f"cannot be read from here on: {_plainly(error)}"))
            return
        if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
            yield number, [cell.replace("\r\n", "\n").strip() for cell in cells]


def _separator(text: str) -> str:
    """The one the header uses most, outside quotes."""
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    header = re.sub(r'"[^"]*"', "", next(lines, ""))
    return max(SEPARATORS, key=header.count)


def _plainly(error: csv.Error) -> str:
    said = str(error)
    if "unexpected end of data" in said:
        return "a quotation mark is opened and never closed"
    if "expected after" in said:
        return "after a closing quotation mark comes something else than the separator; write a quotation mark in a cell twice"
    return said


def _kind_of(path: Path, header: list[str], number: int, mistakes: list[Mistake]) -> Kind | None:
    """By a word of the file's name; else by the header, where it fits one kind alone."""
    named = [name for name in KINDS if name in re.split(r"[^a-z]+", path.stem.lower())]
    if len(named) == 1:
        return KINDS[named[0]]
    fitting = [kind for kind in KINDS.values() if set(kind.needed) <= set(header) <= set(kind.columns)]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(f"{name}.csv" for name in KINDS)
    mistakes.append(
        Mistake(str(path), number, "", f"neither the file's name nor its header says what it holds; call it one of {known}")
    )
    return None


def _columns_are_right(path: Path, number: int, header: list[str], kind: Kind, mistakes: list[Mistake]) -> bool:
    found: list[Mistake] = []
    for at, name in enumerate(header):
        if not name:
            found.append(Mistake(str(path), number, f"column {at + 1}", "has no name"))
        elif name in header[:at]:
            found.append(Mistake(str(path), number, name, "stands twice in the header"))
        elif name not in kind.columns:
            close = get_close_matches(name, kind.columns, n=1)
            hint = f"did you mean {close[0]}?" if close else f"{kind.name} have {', '.join(kind.columns)}"
            found.append(Mistake(str(path), number, name, f"is not a column; {hint}"))
    found += [Mistake(str(path), number, name, "this column is missing") for name in kind.needed if name not in header]
    mistakes.extend(found)
    return not found


def _typed(line: Line, header: list[str], cells: list[str], mistakes: list[Mistake]) -> Line:
    if len(cells) != len(header):
        mistakes.append(line.mistake("", f"has {len(cells)} cells, the header has {len(header)}"))
        return line
    for name, cell in zip(header, cells, strict=True):
        column = line.kind.columns[name]
        if not cell and column.is_needed:
            mistakes.append(line.mistake(name, "is empty"))
            continue
        if not cell and column.empty is not NO_DEFAULT:
            line.values[name] = column.empty
            continue
        try:
            line.values[name] = column.reads(cell)
        except CellError as error:
            mistakes.append(line.mistake(name, str(error)))
    return line
