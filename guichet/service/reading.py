"""Reading configuration files: every mistake is named by file and line, in plain words.

Values are read more strictly than YAML 1.1 does: only true and false are yes and no, 16:00 stays a time, 24.2 stays a
version.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from guichet.service.references import Known, broken_references
from guichet.service.schema import Configuration

PACKAGED = Path(__file__).parent / "configuration"
Where = tuple[str | int, ...]
_INTEGER = re.compile(r"[+-]?(0|[1-9][0-9]*)")
_PLAIN_WORDS = {
    "missing": "is missing",
    "string_type": "has to be a text; put it in quotes",
    "bool_type": "has to be true or false",
    "int_type": "has to be a whole number",
    "list_type": "has to be a list",
    "dict_type": "has to be a mapping of keys and values",
    "model_type": "has to be a mapping of keys and values",
}


@dataclass(frozen=True, order=True)
class Mistake:
    """One thing that is wrong in a file, and where."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path + ': ' if self.path else ''}{self.message}"


class ConfigurationError(ValueError):
    """The files cannot be used; ``mistakes`` lists all that was found in one go."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = sorted(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


def packaged_files() -> list[Path]:
    return sorted(PACKAGED.glob("*.yaml"))


@lru_cache(maxsize=1)
def packaged() -> Configuration:
    """The configuration that comes with Guichet (DOMAIN section 1)."""
    return read(packaged_files(), checks_holidays=False)


def read(paths: Iterable[str | Path], *, known: Known | None = None, checks_holidays: bool = True) -> Configuration:
    """What the files say together. ``known`` holds the keys that exist elsewhere and may be referred to.

    Raises ConfigurationError with every mistake of every file.
    """
    mistakes: list[Mistake] = []
    merged = Merged()
    for path in paths:
        document = _parse(Path(path), mistakes)
        if document is not None:
            merged.add(document, mistakes)
    if not mistakes:
        configuration = Configuration.model_construct(_fields_set=set(merged.sections), **merged.values())
        for where, message in broken_references(configuration, known or {}, checks_holidays=checks_holidays):
            mistakes.append(merged.mistake(where, message))
    if mistakes:
        raise ConfigurationError(mistakes)
    return configuration


@dataclass
class Document:
    """One file: its values, and the line on which each of them stands."""

    file: str
    values: Any
    lines: dict[Where, int]

    def line(self, where: Where) -> int:
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def mistake(self, where: Where, message: str) -> Mistake:
        return Mistake(self.file, self.line(where), _spoken(where, self.values), message)


class Merged:
    """The sections of all files, and which file gave which entry."""

    def __init__(self) -> None:
        self.sections: dict[str, Any] = {}
        self.origins: dict[Where, tuple[Document, Where]] = {}

    def add(self, document: Document, mistakes: list[Mistake]) -> None:
        try:
            given = Configuration.model_validate(document.values)
        except ValidationError as error:
            mistakes.extend(_translated(error, document))
            return
        for section in Configuration.model_fields:
            if section in given.model_fields_set:
                self._add_section(section, getattr(given, section), document, mistakes)

    def _add_section(self, section: str, given: Any, document: Document, mistakes: list[Mistake]) -> None:
        if isinstance(given, list):
            rows = self.sections.setdefault(section, [])
            for index, row in enumerate(given):
                if first := self._same(section, row):
                    where = f"{first[0].file}:{first[0].line(first[1])}"
                    mistakes.append(document.mistake((section, index), f"{_name(row)} was already given in {where}"))
                    continue
                self.origins[section, len(rows)] = document, (section, index)
                rows.append(row)
        elif section in self.sections:
            first = self.origins[(section,)]
            where = f"{first[0].file}:{first[0].line(first[1])}"
            mistakes.append(document.mistake((section,), f"this section was already given in {where}"))
        else:
            self.sections[section] = given
            self.origins[(section,)] = document, (section,)

    def _same(self, section: str, row: Any) -> tuple[Document, Where] | None:
        name = _name(row)
        for index, other in enumerate(self.sections[section]):
            if name and _name(other) == name:
                return self.origins[section, index]
        return None

    def values(self) -> dict[str, Any]:
        defaults = Configuration()
        return {name: self.sections.get(name, getattr(defaults, name)) for name in Configuration.model_fields}

    def mistake(self, where: Where, message: str) -> Mistake:
        for length in (2, 1):
            if where[:length] in self.origins:
                document, origin = self.origins[where[:length]]
                return document.mistake((*origin, *where[length:]), message)
        raise KeyError(where)


def _name(row: Any) -> str | None:
    """What must not be given twice: the key, together with the type it holds for where entries have one."""
    key = getattr(row, "key", None)
    only_for = getattr(row, "type", None)
    return f"{key} for {only_for}" if key and only_for else key


def _parse(path: Path, mistakes: list[Mistake]) -> Document | None:
    file = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        mistakes.append(Mistake(file, 1, "", f"cannot be read: {(error.strerror or str(error)).lower()}"))
        return None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        mistakes.append(Mistake(file, line, "", "is not UTF-8; save the file in UTF-8"))
        return None
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        mistakes.append(Mistake(file, mark.line + 1 if mark else 1, "", f"is not YAML: {error.problem or error.context}"))
        return None
    except (yaml.YAMLError, RecursionError) as error:
        line = text[: getattr(error, "position", 0)].count("\n") + 1
        mistakes.append(Mistake(file, line, "", "is not YAML: it holds a character or a nesting that cannot be read"))
        return None
    document = Document(file, {}, {})
    if node is not None:
        document.values = _value(node, (), document, mistakes, frozenset())
    if not isinstance(document.values, dict):
        sections = ", ".join(Configuration.model_fields)
        mistakes.append(Mistake(file, 1, "", f"has to begin with a section: {sections}"))
        return None
    return document


def _value(node: yaml.Node, where: Where, document: Document, mistakes: list[Mistake], above: frozenset[int]) -> Any:
    """A node as plain value; notes its line, and a key written twice as a mistake."""
    document.lines.setdefault(where, node.start_mark.line + 1)
    if id(node) in above:
        mistakes.append(document.mistake(where, "refers to itself"))
        return None
    above |= {id(node)}
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*where, index), document, mistakes, above) for index, item in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(key_node.start_mark)
        inside = (*where, key)
        line = key_node.start_mark.line + 1
        if key in found:
            mistakes.append(
                Mistake(document.file, line, _spoken(inside, {}), f"is written twice, first on line {document.lines[inside]}")
            )
            continue
        document.lines[inside] = line
        found[key] = _value(value_node, inside, document, mistakes, above)
    return found


def _scalar(node: yaml.ScalarNode) -> Any:
    if node.style in {"'", '"', "|", ">"}:
        return node.value
    if node.value in {"true", "false"}:
        return node.value == "true"
    if node.value in {"", "~", "null"}:
        return None
    return int(node.value) if _INTEGER.fullmatch(node.value) else node.value


def _translated(error: ValidationError, document: Document) -> list[Mistake]:
    return [_plainly(one, document) for one in error.errors(include_url=False)]


def _plainly(one: Any, document: Document) -> Mistake:
    where: Where = tuple(part for part in one["loc"] if part != "[key]")
    kind = one["type"]
    if kind == "extra_forbidden":
        known = _keys_at(where[:-1])
        close = get_close_matches(str(where[-1]), known, n=1)
        hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
        return document.mistake(where, f"is not known here; {hint}")
    if kind == "literal_error":
        expected = one["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        return document.mistake(where, f"{one['input']!r} is none of {expected}")
    if kind == "greater_than":
        return document.mistake(where, f"{one['input']} has to be above {one['ctx']['gt']}")
    message = str(one["ctx"]["error"]) if kind == "value_error" else _PLAIN_WORDS.get(kind, one["msg"])
    return document.mistake(where, message)


def _keys_at(where: Where) -> list[str]:
    """The keys that a mapping at this place may have."""
    annotation: Any = Configuration
    for part in where:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            annotation = annotation.model_fields[str(part)].annotation
        elif arguments := get_args(annotation):
            annotation = arguments[-1]
        while not isinstance(annotation, type) and type(None) in get_args(annotation):
            annotation = get_args(annotation)[0]
    return list(annotation.model_fields) if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []


def _spoken(where: Where, values: Any) -> str:
    """('teams', 2, 'labels') → 'teams[SUP-TEC].labels': entries are called by their key, not by their number."""
    said = ""
    for part in where:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            values = None
        if isinstance(part, int):
            key = values.get("key") if isinstance(values, dict) else None
            said += f"[{key if isinstance(key, str) else part + 1}]"
        else:
            said += f".{part}" if said else part
    return said
