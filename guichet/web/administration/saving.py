"""Keeping an edited entry: the rules of the configuration files, and the functions that `guichet load` writes with."""

from typing import Any

from django import forms
from django.db import connection, transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from guichet.access.actors import Actor
from guichet.access.log import note_act
from guichet.contracts import loading as contracts
from guichet.desk.operations.contracting import follow_rules
from guichet.service import loading as service
from guichet.service.house import forget as forget_house
from guichet.service.loading import Report
from guichet.service.pieces import contrast
from guichet.service.references import broken_references
from guichet.service.schema import Configuration
from guichet.web.administration.fields import nested, typed
from guichet.web.administration.kinds import WEEK, Kind
from guichet.web.components.brand import LEAST

# The lock of `guichet load`: an edit and a load wait for each other.
LOCK = 0x6C6F6164
Where = tuple[str | int, ...]


def keep(kind: Kind, key: str, entry: dict[str, Any], form: forms.Form, *, by: Actor) -> bool:
    """Write what was typed over *entry*; False, with the refusals beside their fields, where it breaks a rule."""
    values = _values(kind, form)
    if form.errors:
        return False
    changed = _over(entry, nested(values))
    _repair(kind, changed)
    _check(kind, changed, form)
    if not kind.is_single:
        changed["key"] = key
    configuration = None if form.errors else _read(kind, changed, form)
    if configuration is None:
        return False
    _write(configuration)
    different = sorted(name for name in changed if name != "key" and changed[name] != entry.get(name))
    note_act(by, "configuration.changed", f"{kind.slug} {key}".strip(), parts=different)
    return True


def _values(kind: Kind, form: forms.Form) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in kind.fields():
        try:
            values[field.path] = typed(field, form.cleaned_data.get(field.name))
        except (ValueError, AttributeError):
            form.add_error(field.name, str(field.wrong))
    return values


def _over(entry: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The new values laid over the entry; what the form does not ask for stays."""
    found = dict(entry)
    for name, value in new.items():
        if name not in found and value in (None, "", [], {}):
            continue
        both = isinstance(value, dict) and value and isinstance(found.get(name), dict)
        found[name] = _over(found[name], value) if both else value
    return found


def _repair(kind: Kind, entry: dict[str, Any]) -> None:
    """What an empty input means where it is not simply nothing."""
    if kind.slug == "calendars" and not (entry.get("holidays") or {}).get("country"):
        entry["holidays"] = None
    if kind.slug == "brand":
        entry.update({name: entry.get(name) or "" for name in ("vendor", "product", "phone", "email")})


def _check(kind: Kind, entry: dict[str, Any], form: forms.Form) -> None:
    """Rules that concern several inputs, said in the reader's language."""
    if kind.slug == "calendars" and not any(entry["windows"].get(day) for day in WEEK):
        form.add_error("windows__mon", _("A calendar has to open on one day of the week at least."))
    if kind.slug == "brand":
        try:
            found = contrast(entry["colours"]["turn"], entry["colours"]["ink"])
        except (ValueError, IndexError):
            return
        if contrast(entry["colours"]["ink"], "#ffffff") < LEAST:
            form.add_error("colours__ink", _("On white this colour cannot be read."))
        if found < LEAST:
            said = _("The two colours differ by %(found).1f to 1; at least 4.5 to 1 can be read by all.") % {"found": found}
            form.add_error("colours__ink", said)


def _read(kind: Kind, entry: dict[str, Any], form: forms.Form) -> Configuration | None:
    section = kind.section_name
    try:
        configuration = Configuration.model_validate({section: entry if kind.is_single else [entry]})
    except ValidationError as error:
        for fault in error.errors():
            _refuse(kind, form, fault["loc"][1:] if kind.is_single else fault["loc"][2:], fault["msg"])
        return None
    known = {**service.known(), **contracts.known()}
    for where, message in broken_references(configuration, known, checks_holidays=True):
        _refuse(kind, form, where[1:] if kind.is_single else where[2:], message)
    return None if form.errors else configuration


def _refuse(kind: Kind, form: forms.Form, where: Where, message: str) -> None:
    """Beside the input that the place belongs to; above the form where there is none."""
    path = ".".join(str(part) for part in where)
    for field in kind.fields():
        if path == field.path or path.startswith(f"{field.path}.") or field.path.startswith(f"{path}."):
            if field.name not in form.errors:
                form.add_error(field.name, str(field.wrong))
            return
    form.add_error(None, message)


@transaction.atomic
def _write(configuration: Configuration) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    report = Report()
    service.write(configuration, report)
    contracts.write(configuration, report)
    forget_house()
    follow_rules(report.rules)
