"""What of the configuration can be edited: one registry, one list view and one edit view for all of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from guichet.contracts.models import CoverageRow
from guichet.desk.timers import DELAYS
from guichet.service.models import Brand, Criticality, Desk, Domain, MatrixRow, RequestType, Resolution, StatusText, Team, Text
from guichet.service.reading import packaged
from guichet.sla.models import BusinessCalendar, SlaPolicy
from guichet.web.administration.fields import Field, Label, texts
from guichet.web.components.templatetags.guichet import label as said

LEVELS = ("LOW", "MEDIUM", "HIGH", "CRITICAL")
WEEK = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}


@dataclass(frozen=True)
class Kind:
    """A section of the configuration: its rows, how an entry is read from a row, and its inputs."""

    slug: str
    name: Label
    about: Label
    fields: Callable[[], Sequence[Field]]
    model: type[Model] = Text
    entry: Callable[[Model], dict[str, Any]] = lambda row: row.spec
    adds: bool = False
    section: str = ""

    @property
    def is_single(self) -> bool:
        """One entry, not a list of them."""
        return self.model is Text

    @property
    def section_name(self) -> str:
        return self.section or self.slug


def _keyed(model: type[Model], *, of: Callable[[Model], str] | None = None) -> Callable[[], list[tuple[str, str]]]:
    def choices() -> list[tuple[str, str]]:
        return [(row.key, f"{row.key} · {of(row) if of else said(row.labels)}") for row in model._default_manager.all()]

    return choices


def _of_text(section: str) -> Callable[[], list[tuple[str, str]]]:
    def choices() -> list[tuple[str, str]]:
        return [(row["key"], f"{row['key']} · {said(row['labels'])}") for row in _section(section).get("rows", [])]

    return choices


def _section(key: str) -> dict[str, Any]:
    return Text.objects.filter(key=key).values_list("spec", flat=True).first() or {}


def _beside(section: str, key: str) -> dict[str, Any]:
    """What the section's table has no column for (service/loading.py)."""
    return _section(section).get(key, {})


BRANDS = _keyed(Brand, of=lambda row: row.spec["vendor"])
DESKS, TEAMS, DOMAINS, TYPES = (_keyed(model) for model in (Desk, Team, Domain, RequestType))
_DURATION = _("Working time, such as 16h, 30min or 1h30.")
_WINDOWS = _("Such as 08:00-12:00, 13:30-18:00; empty means closed.")
_KEYS = _("Keys, parted by commas.")


def _desk(row: Desk) -> dict[str, Any]:
    return {"labels": row.labels, "billed": row.is_billed, **_beside("desks", row.key)}


def _team(row: Team) -> dict[str, Any]:
    routing = _section("routing").get(row.desk.key, {})
    answers_for = [domain for domain, team in routing.items() if team == row.key]
    return {"labels": row.labels, "desk": row.desk.key, "domains": answers_for, **_beside("teams", row.key)}


def _type(row: RequestType) -> dict[str, Any]:
    return {
        **row.spec,
        "labels": row.labels,
        "desk": row.desk.key,
        "team": row.team.key if row.team else None,
        "criticality": row.criticality,
        "active": row.is_active,
        "fields": [field["key"] for field in row.spec.get("fields", [])],
        "headings": [heading["key"] for heading in row.spec.get("headings", [])],
    }


def _level(row: Criticality) -> dict[str, Any]:
    return {
        "labels": row.labels,
        "definition": row.definitions,
        "duties": row.duties,
        "call": False,
        **_beside("criticalities", row.key),
    }


def _status(row: StatusText) -> dict[str, Any]:
    # Whose turn it is and whether replies are taken is code; the file only repeats it.
    known = packaged().find("statuses", row.key)
    return {"labels": row.labels, "meaning": row.meanings, "turn": known.turn, "replies": known.replies}


def _type_fields() -> list[Field]:
    return [
        *texts("labels", _("Name")),
        Field("desk", _("Desk"), "choice", choices=DESKS),
        Field("team", _("Team"), "choice", _("Without one its domain decides."), required=False, choices=TEAMS),
        Field("goes_to", _("Works on it after qualifying"), "choice", required=False, choices=DESKS),
        Field(
            "criticality",
            _("Criticality"),
            "choice",
            choices=lambda: [("asked", _("asked")), ("LOW", _("always low")), ("none", pgettext("criticality", "none"))],
        ),
        Field("coverage", _("Who pays"), "choice", choices=_of_text("coverage_rules")),
        Field("fields", _("Fields, in order"), "keys", _KEYS, required=False, wrong=_("There is no such field.")),
        Field(
            "required",
            _("Fields that may not stay empty"),
            "keys",
            _KEYS,
            required=False,
            wrong=_("This type does not ask for it."),
        ),
        Field("headings", _("Headings of the description"), "keys", _KEYS, required=False, wrong=_("There is no such heading.")),
        Field("preselected", _("Preselected in the form"), "tick"),
        Field("active", _("Offered to customers"), "tick"),
    ]


def _calendar_fields() -> list[Field]:
    return [
        *texts("labels", _("Name")),
        Field("zone", _("Time zone"), "choice", choices=lambda: [(zone, zone) for zone in sorted(available_timezones())]),
        *(
            Field(f"windows.{day}", name, "keys", _WINDOWS if day == "mon" else "", required=False, wrong=_WINDOWS)
            for day, name in WEEK.items()
        ),
        Field(
            "holidays.country", _("Public holidays of the country"), hint=_("Two letters, such as CH."), required=False,
            wrong=_("There are no holidays of such a country or canton."),
        ),
        Field("holidays.subdivision", _("Canton or region"), hint=_("Such as BE."), required=False),
        Field(
            "days", _("Own days"), "days", required=False,
            hint=_("One a line: 2026-12-24 closed; 2026-12-28 09:00-11:00; 2026-12-31 until 15:00."),
            wrong=_("Write 2026-12-24 closed, 2026-12-28 09:00-11:00 or 2026-12-31 until 15:00."),
        ),
        Field(
            "without", _("Holidays on which you work"), "lines", _("One date a line, such as 2026-01-02."), required=False,
            wrong=_("Write a date as 2026-01-02."),
        ),
        Field(
            "eve_ends_at", _("Eves of holidays end at"), hint=_("Such as 16:00; empty means no eves."), required=False,
            wrong=_("Write a time as 16:00."),
        ),
        Field("eve_before_weekend_holiday", _("A holiday on a weekend has an eve too"), "tick"),
    ]  # fmt: skip


def _policy_fields() -> list[Field]:
    kinds = {"first_reply": _("first reply"), "update": _("next news"), "goal": _("goal"), "escalate": _("escalate from")}
    return [
        *texts("labels", _("Name")),
        Field(
            "without_criticality", _("Types without criticality carry the targets of"), "choice",
            choices=lambda: [(level, level) for level in LEVELS],
        ),
        *(
            Field(f"targets.{level}.{kind}", _Joined(level, name), hint=_DURATION, required=kind != "goal", wrong=_DURATION)
            for level in LEVELS
            for kind, name in kinds.items()
        ),
    ]  # fmt: skip


class _Joined:
    """A key and a word, said when they are shown."""

    def __init__(self, key: str, word: Label) -> None:
        self.key, self.word = key, word

    def __str__(self) -> str:
        return f"{self.key} · {self.word}"


def _coverage_fields() -> list[Field]:
    groups = {"covered": _("covered"), "part": _("in part"), "billed": _("billed"), "outside": _("outside")}
    bases = {"contract": _("contract"), "version_window": _("version window"), "types": _("types")}
    return [
        *texts("labels", _("What is asked")),
        *texts("outcome", _("Outcome")),
        Field("group", _("Group"), "choice", choices=lambda: list(groups.items())),
        Field("basis", _("Basis"), "choice", required=False, choices=lambda: list(bases.items())),
        Field("types", _("Types it leads to"), "several", required=False, choices=TYPES),
        Field("opens", _("Its button opens"), "choice", required=False, choices=TYPES),
    ]


def _matrix_fields() -> list[Field]:
    return [
        *texts("need", _("Need")),
        *texts("first", _("First contact")),
        Field("desk", _("Desk"), "choice", choices=DESKS),
        Field("team", _("Team"), "choice", required=False, choices=TEAMS),
        Field("by_domain", _("The team of the domain"), "tick"),
        Field("phone", _("Call as well"), "tick"),
        Field("open_type", _("Its button opens"), "choice", required=False, choices=TYPES),
        Field("criticality", _("Criticality"), "choice", required=False, choices=lambda: [(level, level) for level in LEVELS]),
        *texts("then.0", _("Then"), required=False),
        *texts("then.1", _("After that"), required=False),
        *texts("cost", _("Cost to the customer")),
    ]


def _brand_fields() -> list[Field]:
    colour = _("Such as #ffd000.")
    return [
        Field("vendor", _("Name")),
        Field("product", _("Product"), required=False),
        Field("phone", _("Telephone"), required=False),
        Field("email", _("E-mail"), required=False),
        Field("colours.turn", _("Colour of “your turn”"), "colour", colour, wrong=_("Write a colour as #ffd000.")),
        Field("colours.ink", _("Colour of the text on it"), "colour", colour, wrong=_("Write a colour as #101113.")),
        *texts("texts.tagline", _("One line about you")),
        *texts("texts.signature", _("Signature of letters")),
    ]


def _timer_fields() -> list[Field]:
    names = {"WAIT_CUSTOMER": 1, "WAIT_APPROVAL": 0, "FIX_AVAILABLE": 1, "RESOLVED": 1}
    fields: list[Field] = []
    for status, ends in names.items():
        fields.append(
            Field(
                f"{status}.remind_after", _Joined(status, _("remind after")), "numbers",
                _("Working days, parted by commas."), required=False, wrong=_("Write numbers of days in rising order, such as 3, 7."),
            )
        )  # fmt: skip
        if ends:
            fields.append(Field(f"{status}.then.after", _Joined(status, _("ends after")), "number", _("Working days.")))
    return [
        *fields,
        Field("PLANNED_FIX.tell_after", _Joined("PLANNED_FIX", _("tell the customer after")), "number", _("Working days.")),
    ]


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("desks", _("Desks"), _("The services that answer."), lambda: [
            *texts("labels", _("Name")),
            *texts("short", _("Short name"), required=False),
            Field("visible", _("Visible to customers"), "choice", choices=lambda: [
                ("full", _("in full")), ("contact_form", _("as a contact form")),
                ("through_types", _("through its types")), ("status_only", _("as a status only"))]),
            Field("brand", _("Brand of its letters"), "choice", _("Without one the brand of the house."), required=False, choices=BRANDS),
            Field("billed", _("Billed by default"), "tick"),
        ], Desk, _desk, adds=True),
        Kind("teams", _("Teams"), _("The groups of a desk, and what they answer for."), lambda: [
            *texts("labels", _("Name")),
            Field("desk", _("Desk"), "choice", choices=DESKS),
            Field("domains", _("Domains"), "several", choices=DOMAINS,
                  wrong=_("Within a desk a domain belongs to one team at most.")),
        ], Team, _team, adds=True),
        Kind("domains", _("Domains"), _("The subject matter that routes a request."), lambda: [
            *texts("labels", _("Name")),
            Field("team", _("Team"), "choice", choices=TEAMS),
        ], Domain, lambda row: {"labels": row.labels, "team": row.team.key}, adds=True),
        Kind("types", _("Request types"), _("What can be asked, where it arrives, who pays."), _type_fields, RequestType, _type),
        Kind("criticalities", _("Criticalities"), _("The levels of harm and their written definitions."), lambda: [
            *texts("labels", _("Name")),
            *texts("definition", _("Definition"), long=True),
            Field("duties", _("The customer has to give"), "keys", _KEYS, required=False, wrong=_("There is no such field.")),
            Field("call", _("The customer calls as well"), "tick"),
        ], Criticality, _level),
        Kind("statuses", _("Statuses"), _("Their words; the steps between them are fixed."), lambda: [
            *texts("labels", _("Name")),
            *texts("meaning", _("Meaning"), long=True),
        ], StatusText, _status),
        Kind("resolutions", _("Resolutions"), _("Why a request is done."), lambda: texts("labels", _("Name")),
             Resolution, lambda row: {"labels": row.labels}),
        Kind("calendars", _("Calendars"), _("The hours that count."), _calendar_fields, BusinessCalendar,
             lambda row: {"labels": row.labels, **row.spec}, adds=True),
        Kind("policies", _("Targets"), _("What you aim at, by criticality."), _policy_fields, SlaPolicy,
             lambda row: {"labels": row.labels, **row.spec}, adds=True),
        Kind("coverage", _("Coverage"), _("What the contract pays."), _coverage_fields, CoverageRow, adds=True),
        Kind("matrix", _("Whom to contact"), _("The escalation matrix."), _matrix_fields, MatrixRow, adds=True),
        Kind("brand", _("Brand"), _("Your name, how to reach you, your two colours."), _brand_fields),
        Kind("brands", _("Further brands"), _("Other names under which letters go out, of a desk or of a mailbox."), lambda: [
            Field("vendor", _("Name")),
            Field("product", _("Product"), required=False),
            Field("phone", _("Telephone"), required=False),
            Field("email", _("E-mail"), hint=_("Empty: as in your brand."), required=False),
            *texts("texts.signature", _("Signature of letters"), required=False),
        ], Brand, adds=True),
        Kind("timers", _("Reminders"), _("What happens by itself when time passes."), _timer_fields),
        Kind("delays", _("Delays"), _("How long things may take."), lambda: [
            Field(name, _DELAYS[name], "number") for name in DELAYS if name in _DELAYS]),
        Kind("limits", _("Limits"), _("What a message may hold."), lambda: [
            Field("file_megabytes", _("Megabytes of a file"), "number"),
            Field("files", _("Files of a message"), "number"),
            Field("characters", _("Characters of a text"), "number"),
            Field("mail_megabytes", _("Megabytes of a mail"), "number"),
            Field("undo_send_s", _("Seconds to take a reply back"), "number"),
        ]),
        Kind("mail", _("Incoming mail"), _("What holds for mail wherever it comes in."), lambda: [
            Field("note_marker", _("Word in the first line that makes an agent's mail a note")),
            Field("plus_addresses", _("The mail server takes addresses with +extension"), "tick"),
            Field("subject_patterns", _("Former subject patterns"), "lines",
                  _("One a line, such as Ticket#{number}."), required=False, wrong=_("Write {number} where the number stands.")),
            Field("automatic_per_hour", _("Automatic letters to one address in an hour"), "number"),
            Field("trusted_hosts", _("Hosts whose Authentication-Results are believed"), "lines", _("One a line."), required=False),
            Field("demands", _("A customer's mail has to have"), "choice", choices=lambda: [
                ("not_failed", _("failed no check")), ("passed", _("passed a check"))]),
        ]),
    )
}  # fmt: skip

_DELAYS = {
    "contest": _("Contest a lowered criticality, working days"),
    "check_on_calendar_days": _("Check a solution later, days"),
    "away_calendar_days": _("Absence of a contact, days"),
    "survey_calendar_days": _("Answer the survey, days"),
    "follow_up_draft_calendar_days": _("Keep the text of a reply to a closed request, days"),
}
