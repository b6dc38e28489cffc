"""What templates say with one word: moments, spans, glyphs, fields. The language is the active one, the zone too.

A page is rendered in its reader's language and zone (the middleware activates both), a letter likewise, so that none of
the filters asks who reads.
"""

import re
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.template import Context
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from guichet import clock
from guichet.sla import words
from guichet.web.components import icons

register = template.Library()


def _language() -> str:
    return words.known(get_language())


# Time


@register.filter
def moment(at: datetime | None) -> str:
    """Wed 25 Nov, 9:18; today, 9:48."""
    return words.moment(at, timezone.get_current_timezone(), _language(), clock.now()) if at else ""


@register.filter
def due_moment(at: datetime | None) -> str:
    """A moment after *before*, avant, bis, entro: today only its time."""
    return words.due_moment(at, timezone.get_current_timezone(), _language(), clock.now()) if at else ""


@register.filter
def short_moment(at: datetime | None) -> str:
    """For narrow columns: 9:52, Thu 16:48, 3 Dec."""
    return words.short_moment(at, timezone.get_current_timezone(), _language(), clock.now()) if at else ""


@register.filter
def day(at: datetime | date | None) -> str:
    """today, Mon 23 Nov, 12 Oct."""
    return words.day(at, timezone.get_current_timezone(), _language(), clock.now()) if at else ""


@register.filter
def opened_day(at: datetime | None) -> str:
    """The day, of today with its time: "today, 9:48", "18 Nov"."""
    if not at:
        return ""
    zone = timezone.get_current_timezone()
    return moment(at) if at.astimezone(zone).date() == clock.now().astimezone(zone).date() else day(at)


@register.filter
def long_day(at: datetime | date | None) -> str:
    """Friday 20 November."""
    return words.long_day(at, timezone.get_current_timezone(), _language(), clock.now()) if at else ""


@register.filter
def dated(on: datetime | date | None) -> str:
    """31 Dec 2027."""
    return words.date_of(on, _language(), timezone.get_current_timezone()) if on else ""


@register.filter
def clock_time(at: datetime | time | None) -> str:
    """9:18, 9 h 18."""
    return words.clock_time(at, _language(), timezone.get_current_timezone()) if at is not None else ""


@register.filter
def day_and_time(at: datetime | None) -> str:
    """Tue 24 Nov, 10:42, also on the day itself."""
    return words.day_and_time(at, timezone.get_current_timezone(), _language(), clock.now()) if at else ""


@register.filter
def iso(at: datetime | None) -> str:
    """For <time datetime>: the moment as a machine reads it."""
    return at.isoformat(timespec="seconds") if at else ""


@register.filter
def span(seconds: int | float | None, room: str = "portal") -> str:
    """3 h 39 in the portal, 3:39 with "workspace"."""
    return words.span(seconds or 0, _language(), room)


@register.filter
def hours(seconds: int | float | None) -> str:
    """A target: 8 h."""
    return words.hours(seconds or 0)


@register.filter
def working_hours(seconds: int | float | None) -> str:
    """8 working hours, 4 h 22 of working time."""
    return words.working_hours(seconds or 0, _language())


# Words and numbers


@register.filter
def number(value: int | float | None, decimals: int | None = None) -> str:
    return "" if value is None else words.number(value, _language(), decimals)


@register.filter
def count_word(count: int) -> str:
    """three, and 13 beyond twelve."""
    return words.count_word(count, _language())


@register.filter
def count_word_first(count: int) -> str:
    """A count that opens a sentence: Three."""
    return words.count_word(count, _language(), capital=True)


@register.filter
def size(count: int | None) -> str:
    """214 kB, 214 ko."""
    return words.size(count or 0, _language())


@register.filter
def label(texts: Any, language: str | None = None) -> str:
    """The text of a configured JSON dict in the reader's language, else in English, else in any."""
    if not isinstance(texts, dict):
        return "" if texts is None else str(texts)
    found = texts.get(words.known(language) if language else _language()) or texts.get("en")
    return str(found or next((text for text in texts.values() if text), ""))


@register.filter(is_safe=True)
def spaced(text: Any, language: str | None = None) -> str:
    """The typographic spaces of the language: no line ends before a colon in French or inside 4 h."""
    said = words.spaced(str(text), language or _language())
    return mark_safe(said) if isinstance(text, SafeString) else said


@register.filter
def quoted(text: Any, language: str | None = None) -> str:
    """Words of somebody in the quotation marks of their language."""
    language = words.known(language) if language else _language()
    before, after = {"fr": ("«\u202f", "\u202f»"), "en": ("“", "”")}.get(language, ("«", "»"))
    return f"{before}{words.spaced(str(text), language)}{after}"


@register.filter(is_safe=True)
def colon(text: Any) -> str:
    """The text and its colon, with the space that French puts before it."""
    said = words.colon(str(text), _language())
    return mark_safe(said) if isinstance(text, SafeString) else said


@register.filter
def joined(names: Any) -> str:
    """Nora, Alan and Ada."""
    return words.joined([str(name) for name in names or []], _language())


_ADDRESS = re.compile(r"https?://[^\s<>\"'«»”]+[^\s<>\"'«»”.,;:!?)\]]")


@register.filter
def paragraphs(text: str | None, language: str | None = None) -> SafeString:
    """Text somebody wrote as paragraphs: everything escaped, web addresses made links, typographic spaces kept.

    No markup of the writer survives; an address opens without telling where it was clicked.
    """
    said = words.spaced((text or "").replace("\r\n", "\n").strip(), language or _language())
    parts = [part for part in re.split(r"\n[ \t]*\n+", said) if part.strip()]
    return mark_safe("".join(f"<p>{_linked(part.strip(chr(10))).replace(chr(10), '<br>')}</p>" for part in parts))


def _linked(text: str) -> str:
    said, at = [], 0
    for found in _ADDRESS.finditer(text):
        address = escape(found.group())
        said += [
            escape(text[at : found.start()]),
            f'<a href="{address}" rel="noopener noreferrer nofollow">{address}</a>',
        ]
        at = found.end()
    return "".join([*said, escape(text[at:])])


@register.simple_tag
def said(text: Any, language: str | None = None) -> str:
    """A line somebody wrote, with the spaces of its language; as a tag, since the language may be unknown."""
    return words.spaced(str(text or ""), language or _language())


@register.simple_tag
def quote(text: Any, language: str | None = None) -> str:
    """Somebody's words in the quotation marks of their language."""
    return quoted(text or "", language)


@register.simple_tag
def prose(text: Any, language: str | None = None) -> SafeString:
    """What somebody wrote, as paragraphs."""
    return paragraphs(text, language)


# Glyphs


@register.simple_tag
def icon(name: str) -> SafeString:
    return icons.icon(name)


@register.simple_tag
def mark(kind: str = "lit") -> SafeString:
    return icons.mark(kind)


def turn_name(side: str, room: str) -> str:
    """The word that goes with the turn glyph."""
    if room == "desk":
        names = {
            "customer": gettext("Customer"),
            "colleague": gettext("Customer"),
            "support": gettext("Us"),
            "elsewhere": gettext("Elsewhere"),
            "nobody": gettext("Nobody"),
        }
    else:
        names = {
            "customer": gettext("Your turn"),
            "colleague": gettext("A colleague's turn"),
            "support": gettext("Our turn"),
            "elsewhere": gettext("Elsewhere"),
            "nobody": gettext("Nothing to do now"),
        }
    return names[side]


@register.simple_tag(takes_context=True)
def turn(context: Context, side: str, named: bool = False) -> SafeString:
    """The two panes: customer, colleague, support, elsewhere, nobody. `named=True` where no word stands beside it."""
    if named:
        return turn_glyph(side, context.get("room"), _language())
    return format_html('<i class="turn" data-turn="{}" aria-hidden="true"></i>', side)


@cache
def turn_glyph(side: str, room: str | None, language: str) -> SafeString:
    """The panes with their word in the language in use, for places where no word stands beside them."""
    return format_html('<i class="turn" data-turn="{}" role="img" aria-label="{}"></i>', side, turn_name(side, room))


@register.simple_tag
def crit(level: Any, texts: Any = None) -> SafeString:
    """Criticality as steps and its word; *level* is its key, or the row of the configuration."""
    if not level:
        return mark_safe("")
    key = str(getattr(level, "key", level)).lower()
    if texts := texts or getattr(level, "labels", None):
        return format_html('<span class="crit" data-level="{}">{}</span>', key, label(texts))
    return crit_glyph(key, _language())


@cache
def crit_glyph(key: str, language: str) -> SafeString:
    """The steps with the word of the house in the language in use."""
    names = {
        "low": pgettext("criticality", "Low"),
        "medium": pgettext("criticality", "Medium"),
        "high": pgettext("criticality", "High"),
        "critical": pgettext("criticality", "Critical"),
    }
    return format_html('<span class="crit" data-level="{}">{}</span>', key, names.get(key, key))


def due_words(left: int | float, state: str, room: str) -> str:
    """Time left as a figure, or how late: "0:58", "0:42 late", "3 h 39"."""
    figure = words.span(abs(left), _language(), room or "portal")
    return gettext("%(time)s late") % {"time": figure} if state == "late" else figure


@register.simple_tag(takes_context=True)
def due(context: Context, state: str = "", text: Any = None, left: int | float | None = None) -> SafeString:
    """Time left: `{% due "soon" left=seconds %}`, or a ready text (`{% due "paused" text %}`)."""
    said = text if text is not None else due_words(left or 0, state, context.get("room", "portal"))
    return format_html('<span class="due" data-state="{}">{}</span>', state or "", said)


@register.simple_tag
def progress(used: int | float, target: int | float, late: bool = False) -> SafeString:
    """A bar that fills; its sentence stands beside it."""
    share = 100 if not target else max(0, min(100, round(100 * used / target)))
    return format_html(
        '<progress class="bar{}" value="{}" max="100" aria-hidden="true"></progress>', " late" if late else "", share
    )


# Fields


@register.inclusion_tag("components/_field.html", name="field")
def show_field(
    bound: BoundField, hint: Any = None, label: Any = None, optional: bool = False, size: str = "", **attributes: Any
) -> dict:
    """One field as label, hint, refusal, input; in that order, so that the refusal is read before the input.

    `autocomplete`, `placeholder`, `rows`, `inputmode`, … go to the input (`aria_label` becomes `aria-label`).
    """
    return {**_parts(bound, hint, label), "optional": optional, "input": _input(bound, hint, attributes), "wide": size}


@register.inclusion_tag("components/_check.html")
def check(bound: BoundField, hint: Any = None, label: Any = None) -> dict:
    """A tick with its sentence."""
    return {**_parts(bound, hint, label), "input": _input(bound, hint, {})}


@register.inclusion_tag("components/_yesno.html")
def yesno_field(bound: BoundField, hint: Any = None, label: Any = None) -> dict:
    """A question with two to five short answers side by side."""
    return {**_parts(bound, hint, label), "options": _options(bound)}


@register.inclusion_tag("components/_choice.html")
def choice(bound: BoundField, hint: Any = None, label: Any = None, facts: Any = None, hints: Any = None) -> dict:
    """Rows of which one is chosen; *facts* and *hints* are dicts by value (a short fact at the right, a line below)."""
    options = _options(bound)
    for option in options:
        option["fact"] = (facts or {}).get(option["value"], "")
        option["hint"] = (hints or {}).get(option["value"], "")
    return {**_parts(bound, hint, label), "options": options}


@register.inclusion_tag("components/_refusals.html")
def refusals(form: BaseForm) -> dict:
    """What a refused form says above itself: how much is missing, each point a link to its field."""
    points = [{"href": f"#{form[name].id_for_label or form[name].auto_id}", "text": errors[0]}
              for name, errors in form.errors.items() if name in form.fields]  # fmt: skip
    return {"points": points, "general": form.non_field_errors(), "count": len(points)}


@register.simple_block_tag
def step(content: str, no: int, title: Any, summary: Any = "", open: bool = False) -> SafeString:
    """One step of a form: numbered, one open at a time, folded it says its answer in one line."""
    return format_html(
        '<details class="step" name="step"{}><summary><span class="no">{}</span><h2>{}</h2><span class="sum">{}</span>'
        '<u>{}</u></summary><div class="in">{}</div></details>',
        mark_safe(" open") if open else "",
        no,
        title,
        conditional_escape(summary),
        gettext("Change"),
        content,
    )


def _parts(bound: BoundField, hint: Any, label: Any) -> dict:
    """What every pattern of a field shows."""
    identity = bound.id_for_label or bound.auto_id
    return {
        "id": identity,
        "name": bound.html_name,
        "label": label if label is not None else bound.label,
        "hint": hint if hint is not None else bound.help_text,
        "errors": bound.errors,
        "refusal_id": f"{bound.auto_id}-refusal",
        "hint_id": f"{bound.auto_id}-hint",
        "is_group": isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple),
        "is_check": isinstance(bound.field.widget, CheckboxInput),
        "is_file": isinstance(bound.field.widget, FileInput),
    }


def _input(bound: BoundField, hint: Any, attributes: dict) -> SafeString:
    """The input itself, told where its hint and its refusal stand."""
    attrs = {name.replace("_", "-"): value for name, value in attributes.items()}
    told = [attrs.get("aria-describedby", "")]
    if bound.help_text if hint is None else hint:
        told.append(f"{bound.auto_id}-hint")
    if bound.errors:
        attrs["aria-invalid"] = "true"
        told.insert(0, f"{bound.auto_id}-refusal")
    attrs["aria-describedby"] = " ".join(filter(None, told)) or False
    return bound.as_widget(attrs=attrs)


def _options(bound: BoundField) -> list[dict]:
    """The answers of a choice field with the one that is chosen."""
    value = bound.value()
    chosen = {str(one) for one in value} if isinstance(value, list | tuple) else {str(value)}
    return [
        {"value": str(key), "name": said, "checked": str(key) in chosen, "id": f"{bound.auto_id}_{place}"}
        for place, (key, said) in enumerate(option for option in bound.field.choices if option[0] not in ("", None))
    ]
