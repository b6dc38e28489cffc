"""Writing a configuration into the tables, by key.

Loading twice changes nothing. A row, or a key within it, that the files do not name stays as it was edited; new rows go
behind the existing ones. What has no table of its own is kept as one ``Text`` per section:

- lists as ``{"rows": [...]}``: fields, headings, questions, derivation, which, which_outcomes, coverage_rules
- by key: desks, teams, domains, criticalities, resolutions (what their tables have no column for), timers, routing
- as they are: escalation, guide, brand, limits, delays, mail
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Model

from guichet import clock
from guichet.service.house import forget as forget_house
from guichet.service.models import (
    Brand,
    Criticality,
    Desk,
    Domain,
    LetterText,
    MatrixRow,
    RequestType,
    Resolution,
    StatusText,
    Team,
    Text,
)
from guichet.service.schema import Configuration, Part, plain
from guichet.sla.models import BusinessCalendar, SlaPolicy
from guichet.sla.stored import forget as forget_calendars
from guichet.sla.stored import replaced

Values = dict[str, Any]
NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass
class Report:
    """What loading did, by section."""

    counts: dict[str, Counter] = field(default_factory=dict)
    # Calendars and policies whose rules changed: what is open goes on by them.
    rules: set[tuple[str, str]] = field(default_factory=set)

    def note(self, section: str, outcome: str) -> None:
        self.counts.setdefault(section, Counter())[outcome] += 1

    @property
    def has_changes(self) -> bool:
        return any(counter[NEW] or counter[CHANGED] for counter in self.counts.values())

    def as_dict(self) -> dict[str, dict[str, int]]:
        return {
            section: {outcome: counter[outcome] for outcome in (NEW, CHANGED, SAME)} for section, counter in self.counts.items()
        }

    def __str__(self) -> str:
        if not self.has_changes:
            return "Nothing to change: everything stands as the files say."
        return "\n".join(
            f"{section}: " + ", ".join(f"{counter[outcome]} {outcome}" for outcome in (NEW, CHANGED, SAME) if counter[outcome])
            for section, counter in self.counts.items()
            if counter[NEW] or counter[CHANGED]
        )


# Rooms above that hold something of a configuration write it themselves.
FURTHER: list[Callable[[Configuration, Report], None]] = []


def known() -> dict[str, set[str]]:
    """The keys that stand in the tables already: a file may refer to them."""
    tables = {"desks": Desk, "teams": Team, "domains": Domain, "types": RequestType, "resolutions": Resolution, "brands": Brand}
    found = {section: set(model.objects.values_list("key", flat=True)) for section, model in tables.items()}
    for section in ("fields", "headings", "coverage_rules"):
        found[section] = {row["key"] for row in _rows(section)}
    return found


def write(configuration: Configuration, report: Report) -> None:
    """Write what the service and the SLA rooms hold. To be called within one transaction."""
    given = configuration.model_fields_set
    for section in ("fields", "headings", "questions", "which", "coverage_rules"):
        if section in given:
            put_rows(section, [plain(row) for row in getattr(configuration, section)], report)
    for section in ("derivation", "which_outcomes"):
        if section in given:
            put_text(section, {"rows": [plain(row) for row in getattr(configuration, section)]}, report)
    for section in ("escalation", "guide", "brand", "limits", "delays", "mail"):
        if section in given:
            put_text(section, plain(getattr(configuration, section)), report)
    if "timers" in given:
        put_text("timers", {status: plain(timer) for status, timer in configuration.timers.items()}, report)
    _desks_and_teams(configuration, report)
    _types(configuration, report)
    _levels_and_statuses(configuration, report)
    _matrix(configuration, report)
    for brand in configuration.brands:
        put(Brand, "brands", brand, report, spec=True)
    _letters(configuration, report)
    for policy in configuration.policies:
        put(SlaPolicy, "policies", policy, report, labels="labels", spec=True)
    for calendar in configuration.calendars:
        put(BusinessCalendar, "calendars", calendar, report, labels="labels", spec=True)
    forget_house()
    forget_calendars()


def put_row(model: type[Model], section: str, key: str, values: Values, report: Report) -> None:
    """Write the named columns of one row; a ``spec`` is laid over the one that stands there."""
    row = model._default_manager.filter(key=key).first()
    if row is None:
        if _has_position(model):
            values = {"position": _next_position(model), **values}
        model._default_manager.create(key=key, **values)
        report.note(section, NEW)
        return
    if "spec" in values:
        values = {**values, "spec": {**row.spec, **values["spec"]}}
    different = [name for name, value in values.items() if getattr(row, name) != value]
    if "spec" in different and isinstance(row, (BusinessCalendar, SlaPolicy)):
        # What was edited holds from now on; the past keeps what held then (DOMAIN 1.4 j).
        values = {**values, "former": replaced(row, clock.now())}
        different.append("former")
        report.rules.add((section, key))
    for name in different:
        setattr(row, name, values[name])
    if different:
        row.save(update_fields=different)
    report.note(section, CHANGED if different else SAME)


def put(model: type[Model], section: str, part: Part, report: Report, *, spec: bool = False, **columns: str) -> None:
    """Write an entry: ``columns`` name the key of the file for each column, ``spec`` keeps all the others."""
    said = plain(part)
    values = {column: said[name] for column, name in columns.items() if name in said}
    if spec:
        values["spec"] = {name: value for name, value in said.items() if name not in {"key", *columns.values()}}
    put_row(model, section, said["key"], values, report)


def put_text(section: str, spec: Values, report: Report) -> None:
    put_row(Text, section, section, {"spec": spec}, report)


def put_rows(section: str, given: list[Values], report: Report) -> None:
    """Lay entries over those of the same key (and type) in a list; new ones go to its end."""
    rows = list(_rows(section))
    places = {_name(row): at for at, row in enumerate(rows)}
    for entry in given:
        if (at := places.get(_name(entry))) is None:
            rows.append(entry)
        else:
            rows[at] = {**rows[at], **entry}
    put_text(section, {"rows": rows}, report)


def _rows(section: str) -> list[Values]:
    spec = Text.objects.filter(key=section).values_list("spec", flat=True).first()
    return spec["rows"] if spec else []


def _name(entry: Values) -> tuple[str, str | None]:
    return entry["key"], entry.get("type")


def _has_position(model: type[Model]) -> bool:
    return any(column.name == "position" for column in model._meta.fields)


def _next_position(model: type[Model]) -> int:
    last = model._default_manager.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _beside(section: str, parts: list[Any], names: set[str], report: Report) -> None:
    """Keep, by key, what the section's table has no column for; the rows themselves are counted already."""
    spec = Text.objects.filter(key=section).values_list("spec", flat=True).first() or {}
    for part in parts:
        said = plain(part)
        spec[part.key] = {**spec.get(part.key, {}), **{name: said[name] for name in names if name in said}}
    if parts:
        apart = Report()
        put_text(section, spec, apart)
        if apart.counts[section][CHANGED]:
            report.note(section, CHANGED)


def _desks_and_teams(configuration: Configuration, report: Report) -> None:
    for desk in configuration.desks:
        said = plain(desk)
        values: Values = {"labels": said["labels"]}
        if "visible" in said:
            values["is_visible"] = desk.visible != "status_only"
        if "billed" in said:
            values["is_billed"] = desk.billed
        put_row(Desk, "desks", desk.key, values, report)
    _beside("desks", configuration.desks, {"short", "visible", "brand"}, report)
    desks = dict(Desk.objects.values_list("key", "pk"))
    for team in configuration.teams:
        put_row(Team, "teams", team.key, {"labels": team.labels, "desk_id": desks[team.desk]}, report)
    _beside("teams", configuration.teams, {"about"}, report)
    _routing(configuration, report)
    teams = dict(Team.objects.values_list("key", "pk"))
    for domain in configuration.domains:
        put_row(Domain, "domains", domain.key, {"labels": domain.labels, "team_id": teams[domain.team]}, report)
    _beside("domains", configuration.domains, {"words"}, report)


def _routing(configuration: Configuration, report: Report) -> None:
    """Which team of a desk answers for a domain: ``{desk: {domain: team}}``."""
    naming = [team for team in configuration.teams if "domains" in team.model_fields_set]
    if not naming:
        return
    spec = Text.objects.filter(key="routing").values_list("spec", flat=True).first() or {}
    for team in naming:
        kept = {domain: key for domain, key in spec.get(team.desk, {}).items() if key != team.key}
        spec[team.desk] = {**kept, **dict.fromkeys(team.domains, team.key)}
    put_text("routing", spec, report)


def _types(configuration: Configuration, report: Report) -> None:
    desks, teams = dict(Desk.objects.values_list("key", "pk")), dict(Team.objects.values_list("key", "pk"))
    for part in configuration.types:
        said = plain(part)
        values: Values = {
            "labels": said.pop("labels"),
            "desk_id": desks[said.pop("desk")],
            "criticality": said.pop("criticality"),
        }
        if "team" in said:
            team = said.pop("team")
            values["team_id"] = teams[team] if team else None
        if "active" in said:
            values["is_active"] = said.pop("active")
        key = said.pop("key")
        row = RequestType.objects.filter(key=key).first()
        values["spec"] = _resolved(key, {**(row.spec if row else {}), **said})
        put_row(RequestType, "types", key, values, report)
        if part.preselected:
            for other in RequestType.objects.exclude(key=key).filter(spec__preselected=True):
                put_row(RequestType, "types", other.key, {"spec": {"preselected": False}}, report)
    if {"fields", "headings"} & configuration.model_fields_set:
        named = {part.key for part in configuration.types}
        for row in RequestType.objects.exclude(key__in=named):
            put_row(RequestType, "types", row.key, {"spec": _resolved(row.key, row.spec)}, report)


def _resolved(type_key: str, spec: Values) -> Values:
    """A type's fields and headings with their words, so that a form needs nothing else."""
    fields, headings = {_name(row): row for row in _rows("fields")}, {row["key"]: row for row in _rows("headings")}
    required = spec.get("required", [])
    keys = [given if isinstance(given, str) else given["key"] for given in spec.get("fields", [])]
    titles = [given if isinstance(given, str) else given["key"] for given in spec.get("headings", [])]
    found = [(key, fields.get((key, type_key)) or fields[key, None]) for key in keys]
    return {
        **spec,
        "fields": [
            {
                "key": key,
                "kind": words["kind"],
                "labels": words["labels"],
                "hints": words.get("hints", {}),
                "choices": words.get("choices", []),
                "required": key in required,
            }
            for key, words in found
        ],
        "headings": [{"hints": {}, **headings[key]} for key in titles],
    }


def _levels_and_statuses(configuration: Configuration, report: Report) -> None:
    for level in configuration.criticalities:
        put(Criticality, "criticalities", level, report, labels="labels", definitions="definition", duties="duties")
    _beside("criticalities", configuration.criticalities, {"duty_text", "call"}, report)
    for status in configuration.statuses:
        put(StatusText, "statuses", status, report, labels="labels", meanings="meaning")
    for resolution in configuration.resolutions:
        put(Resolution, "resolutions", resolution, report, labels="labels")
    _beside("resolutions", configuration.resolutions, {"suggested_for"}, report)


def _matrix(configuration: Configuration, report: Report) -> None:
    for row in configuration.matrix:
        put(MatrixRow, "matrix", row, report, spec=True)


def _letters(configuration: Configuration, report: Report) -> None:
    for letter in configuration.letters:
        for language, text in letter.text.items():
            outcome = keep_letter(letter.kind, letter.brand or "", language, letter.subject.get(language, ""), text)
            report.note("letters", outcome)


def keep_letter(kind: str, brand: str, language: str, subject: str, text: str) -> str:
    """Write the text of a kind of letter, for a brand and in a language; NEW, CHANGED or SAME. To be checked before."""
    where = {"kind": kind, "brand": brand, "language": language}
    values = {"subject": subject, "text": text.replace("\r\n", "\n").strip()}
    stands = LetterText.objects.filter(**where).values("subject", "text").first()
    if stands == values:
        return SAME
    LetterText.objects.update_or_create(**where, defaults=values)
    return CHANGED if stands else NEW
