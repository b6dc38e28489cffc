"""The smallest parts of a configuration: texts in four languages, durations, windows of a day.

Every check raises a ValueError that says in plain words what is wrong and how it is written right.
"""

import re
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from guichet.sla.hours import CalendarError, read_date, read_time, read_windows
from guichet.sla.policy import PolicyError, seconds

LANGUAGES = {"en": "English", "fr": "French", "de": "German", "it": "Italian"}
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class Part(BaseModel):
    """A mapping of the configuration. A key nobody knows is a mistake, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


def _texts(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError(f"needs a text in each of the languages {', '.join(LANGUAGES)}")
    if unknown := [str(language) for language in value if language not in LANGUAGES]:
        raise ValueError(f"{_list(unknown)}: not a language of Guichet; write {', '.join(LANGUAGES)}")
    missing = [code for code in LANGUAGES if not isinstance(value.get(code), str) or not value[code].strip()]
    if missing:
        raise ValueError(f"the text in {_list([f'{LANGUAGES[code]} ({code})' for code in missing])} is missing")
    return value


def _some_texts(value: Any) -> Any:
    return {} if value is None or value == {} else _texts(value)


def _words(value: Any) -> Any:
    if not isinstance(value, dict) or any(language not in LANGUAGES for language in value):
        raise ValueError(f"needs lists of words under the languages {', '.join(LANGUAGES)}")
    for language, words in value.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise ValueError(f"{language}: needs a list of words, such as [invoice, payment]")
    return value


def _list(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _duration(value: Any) -> Any:
    """A duration with its unit: a bare number could mean hours as well as seconds."""
    if not isinstance(value, str) or value.strip().isdigit():
        raise ValueError(f"{value!r} is not a duration; write 16h, 30min or 1h30")
    try:
        seconds(value)
    except PolicyError:
        raise ValueError(f"{value!r} is not a duration; write 16h, 30min or 1h30") from None
    return value


def _days_or_validity(value: Any) -> Any:
    if value == "validity" or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
        return value
    raise ValueError(f"{value!r} is not a number of working days above zero, nor the word validity")


def _key(value: Any) -> Any:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise ValueError(f"{value!r} is not a key; use letters, digits, - and _, beginning with a letter")
    return value


def _windows(value: Any) -> Any:
    """Windows of a day in order. What touches or overlaps is more likely a slip than a wish."""
    if not isinstance(value, list):
        raise ValueError('needs a list of windows, such as ["08:00-12:00", "13:30-18:00"]')
    last = -1
    for said in value:
        window = _plainly(read_windows, [said])[0]
        if window.opens < last:
            raise ValueError(f"the window {said!r} begins before the one before it ends; put them in order")
        last = window.closes
    return value


def _time(value: Any) -> Any:
    _plainly(read_time, value)
    return value


def _date(value: Any) -> Any:
    _plainly(read_date, value)
    return value


def _plainly(read: Any, value: Any) -> Any:
    try:
        return read(value)
    except CalendarError as error:
        raise ValueError(str(error).rstrip(".")) from None


def _zone(value: Any) -> Any:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, TypeError, OSError):
        raise ValueError(f"{value!r} is not a time zone; write one such as Europe/Zurich") from None
    return value


def _colour(value: Any) -> Any:
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise ValueError(f'{value!r} is not a colour; write it as "#ffd000", in quotes')
    return value


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


Level = Literal["LOW", "MEDIUM", "HIGH", "CRITICAL"]
Texts = Annotated[dict[str, str], BeforeValidator(_texts)]
SomeTexts = Annotated[dict[str, str], BeforeValidator(_some_texts)]
WordLists = Annotated[dict[str, list[str]], BeforeValidator(_words)]
Key = Annotated[str, BeforeValidator(_key)]
Duration = Annotated[str, BeforeValidator(_duration)]
DaysOrValidity = Annotated[Any, AfterValidator(_days_or_validity)]
Windows = Annotated[list[str], BeforeValidator(_windows)]
TimeOfDay = Annotated[str, BeforeValidator(_time)]
Date = Annotated[str, BeforeValidator(_date)]
Zone = Annotated[str, BeforeValidator(_zone)]
Colour = Annotated[str, BeforeValidator(_colour)]
