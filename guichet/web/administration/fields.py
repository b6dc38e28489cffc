"""The inputs that edit one entry of the configuration: a path into the entry, and how its value is typed.

An entry has the shape of the configuration files (service/schema.py), so that administration and `guichet load` keep
the same rules and write through the same functions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES = {"en": "English", "fr": "Français", "de": "Deutsch", "it": "Italiano"}
Label = str | Promise
UNREADABLE = _("This cannot be read. See the hint.")
Choices = Callable[[], Sequence[tuple[str, Label]]]


@dataclass(frozen=True)
class Field:
    """One value: where it stands in the entry (`targets.HIGH.goal`), how it is called, how it is typed.

    kind: line, text, tick, number, choice, several, keys (by commas), lines, numbers, days, colour.
    """

    path: str
    label: Label
    kind: str = "line"
    hint: Label = ""
    required: bool = True
    choices: Choices | None = None
    wrong: Label = UNREADABLE

    @property
    def name(self) -> str:
        return self.path.replace(".", "__")


def texts(path: str, label: Label, *, long: bool = False, required: bool = True, hint: Label = "") -> list[Field]:
    """A text in the four languages: all of them, or (where it may be missing) none."""
    kind = "text" if long else "line"
    missing = _("The text is needed in all four languages.")
    return [
        Field(
            f"{path}.{code}",
            f"{label} · {name}" if isinstance(label, str) else _Of(label, name),
            kind,
            hint,
            required,
            wrong=missing,
        )
        for code, name in LANGUAGES.items()
    ]


class _Of(Promise):
    """A label with the language behind it, said when it is shown."""

    def __init__(self, label: Promise, name: str) -> None:
        self.label, self.name = label, name

    def __str__(self) -> str:
        return f"{self.label} · {self.name}"


def form_of(fields: Sequence[Field], entry: dict[str, Any], data: Any = None) -> forms.Form:
    """The form that edits *entry*, filled with it, or with what was sent."""
    made = type("EntryForm", (forms.Form,), {field.name: _input(field) for field in fields})
    return made(data, initial={field.name: _shown(field, value_at(entry, field.path)) for field in fields})


def _input(field: Field) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "help_text": field.hint, "required": field.required}
    language = field.path.rpartition(".")[2]
    spoken = {"lang": language} if language in LANGUAGES else {}
    choices = list(field.choices()) if field.choices else []
    match field.kind:
        case "tick":
            return forms.BooleanField(**{**common, "required": False})
        case "number":
            return forms.IntegerField(min_value=1, **common)
        case "choice":
            return forms.ChoiceField(choices=choices if field.required else [("", "–"), *choices], **common)
        case "several":
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **{**common, "required": False})
        case "text" | "lines" | "days":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3, **spoken}), max_length=20_000, **common)
        case _:
            return forms.CharField(widget=forms.TextInput(attrs=spoken), max_length=1000, **common)


def value_at(entry: dict[str, Any], path: str) -> Any:
    """The value at a path; None where the path leads nowhere."""
    found: Any = entry
    for part in path.split("."):
        if isinstance(found, list):
            found = found[int(part)] if int(part) < len(found) else None
        elif isinstance(found, dict):
            found = found.get(part)
        else:
            return None
    return found


def _shown(field: Field, value: Any) -> Any:
    """A value as it is typed."""
    match field.kind:
        case "keys" | "numbers":
            return ", ".join(str(one) for one in value or [])
        case "lines":
            return "\n".join(str(one) for one in value or [])
        case "days":
            return "\n".join(_day_said(day) for day in value or [])
        case _:
            return value


def typed(field: Field, value: Any) -> Any:
    """What was typed as a value of the entry. ValueError where it cannot be read."""
    match field.kind:
        case "keys":
            return [one.strip() for one in value.split(",") if one.strip()]
        case "numbers":
            return [int(one) for one in value.split(",") if one.strip()]
        case "lines":
            return [one.strip() for one in value.splitlines() if one.strip()]
        case "days":
            return [_day_typed(line) for line in value.splitlines() if line.strip()]
        case "tick" | "several" | "number":
            return value
        case _:
            return value.strip() or None


def _day_said(day: dict[str, Any]) -> str:
    """{'on': '2026-12-24', 'closed': True} → 2026-12-24 closed."""
    if day.get("closed"):
        return f"{day['on']} closed"
    if day.get("ends_at"):
        return f"{day['on']} until {day['ends_at']}"
    return f"{day['on']} {', '.join(day.get('windows') or [])}"


def _day_typed(line: str) -> dict[str, Any]:
    on, _space, rest = line.strip().partition(" ")
    rest = rest.strip()
    if rest == "closed":
        return {"on": on, "closed": True}
    if rest.startswith("until "):
        return {"on": on, "ends_at": rest.removeprefix("until ").strip()}
    return {"on": on, "windows": [window.strip() for window in rest.split(",") if window.strip()]}


def nested(values: dict[str, Any]) -> dict[str, Any]:
    """{'labels.en': 'x', 'then.0.en': 'y'} → {'labels': {'en': 'x'}, 'then': [{'en': 'y'}]}; texts that are empty throughout vanish."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        at = found
        *parents, last = path.split(".")
        for part in parents:
            at = at.setdefault(part, {})
        at[last] = value
    return {name: _tidied(value) for name, value in found.items()}


def _tidied(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    value = {name: _tidied(one) for name, one in value.items()}
    if value and set(value) <= set(LANGUAGES) and not any(value.values()):
        return {}
    if value and all(name.isdecimal() for name in value):
        return [one for one in value.values() if one]
    return value
