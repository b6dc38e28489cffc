"""The shape of the configuration files (DOMAIN section 1, docs/configuration.md).

A file holds any sections of ``Configuration``. What refers to what is checked in references.py, once all files are read.
"""

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from guichet.service.mailing import LetterText, Mail, Mailbox
from guichet.service.pages import Brand, CoverageRow, CoverageRule, Escalation, FurtherBrand, Guide, MatrixRow
from guichet.service.pieces import (
    Date,
    DaysOrValidity,
    Duration,
    Key,
    Level,
    Part,
    SomeTexts,
    Texts,
    TimeOfDay,
    Windows,
    WordLists,
    Zone,
)

# The statuses are code (guichet/desk/states.py), only their words are configuration; a test holds the two together.
STATUSES = (
    "NEW", "IN_PROGRESS", "WAIT_CUSTOMER", "WAIT_APPROVAL", "LEVEL2", "WITH_RND", "PLANNED_FIX", "FIX_AVAILABLE",
    "SCHEDULED", "RESOLVED", "CLOSED", "CANCELLED",
)  # fmt: skip
Status = Literal[
    "NEW", "IN_PROGRESS", "WAIT_CUSTOMER", "WAIT_APPROVAL", "LEVEL2", "WITH_RND", "PLANNED_FIX", "FIX_AVAILABLE",
    "SCHEDULED", "RESOLVED", "CLOSED", "CANCELLED",
]  # fmt: skip
FieldKind = Literal[
    "line", "text", "date", "datetime", "email", "choice", "tick", "installation", "entity", "domain", "release",
    "criticality",
]  # fmt: skip


class Desk(Part):
    """DOMAIN 1.1."""

    key: Key
    labels: Texts
    short: SomeTexts = {}
    visible: Literal["full", "contact_form", "through_types", "status_only"] = "full"
    billed: bool = False
    brand: Key | None = None


class Team(Part):
    """DOMAIN 1.2."""

    key: Key
    desk: Key
    labels: Texts
    about: SomeTexts = {}
    domains: list[Key] = []


class Domain(Part):
    """DOMAIN 1.2."""

    key: Key
    labels: Texts
    team: Key
    words: WordLists = {}


class FirstReply(Part):
    """Another target for the first reply, when fields of the request have certain values."""

    when: dict[str, str]
    target: Duration


class RequestType(Part):
    """DOMAIN 1.3."""

    key: Key
    labels: Texts
    desk: Key
    team: Key | None = None
    goes_to: Key | None = None
    needs: Literal["flex_credit"] | None = None
    criticality: Literal["asked", "LOW", "none"]
    coverage: Key
    fields: list[Key] = []
    required: list[Key] = []
    one_of: list[list[Key]] = []
    headings: list[Key] = []
    first_reply: list[FirstReply] = []
    preselected: bool = False
    active: bool = True


class Choice(Part):
    key: Key
    labels: Texts


class FieldText(Part):
    """How a field is called and asked; with ``type`` for that type only."""

    key: Key
    type: Key | None = None
    kind: FieldKind
    labels: Texts
    hints: SomeTexts = {}
    choices: list[Choice] = []

    @model_validator(mode="after")
    def _choice_has_choices(self) -> "FieldText":
        if self.choices and self.kind != "choice":
            raise ValueError(f"{self.key} has choices, but its kind is {self.kind}; write kind: choice")
        return self


class Heading(Part):
    key: Key
    labels: Texts
    hints: SomeTexts = {}


class Criticality(Part):
    """DOMAIN 1.4: a level of harm, its written definition, and what it asks of the customer. The four keys are code."""

    key: Level
    labels: Texts
    definition: Texts
    duties: list[Key] = []
    duty_text: SomeTexts = {}
    call: bool = False


class Question(Part):
    """A question whose answers lead to a criticality or a type."""

    key: Key
    kind: Literal["yes_no", "choice", "tick"]
    labels: Texts
    hints: SomeTexts = {}
    answers: list[Choice] = []


class Derivation(Part):
    when: dict[str, str]
    criticality: Level


class Outcome(Part):
    when: dict[str, str]
    type: Key


class Targets(Part):
    """What one level aims at, in working time; no goal where there is none (DOMAIN 1.4)."""

    first_reply: Duration
    update: Duration
    goal: Duration | None = None
    escalate: Duration


class Levels(Part):
    """Every level needs its targets: a clock without one would never be seen."""

    LOW: Targets
    MEDIUM: Targets
    HIGH: Targets
    CRITICAL: Targets


class Policy(Part):
    key: Key
    labels: Texts
    without_criticality: Level = "MEDIUM"
    targets: Levels


class Holidays(Part):
    country: str
    subdivision: str | None = None


class Day(Part):
    """A day of one's own: closed, with other windows, or ending early."""

    on: Date
    closed: bool = False
    windows: Windows | None = None
    ends_at: TimeOfDay | None = None
    labels: SomeTexts = {}

    @model_validator(mode="after")
    def _says_what_differs(self) -> "Day":
        if [self.closed, self.windows is not None, self.ends_at is not None].count(True) != 1:
            raise ValueError(f"the day {self.on} needs one of closed: true, windows, ends_at")
        return self


class Week(Part):
    mon: Windows = []
    tue: Windows = []
    wed: Windows = []
    thu: Windows = []
    fri: Windows = []
    sat: Windows = []
    sun: Windows = []


class Calendar(Part):
    """DOMAIN 1.8."""

    key: Key
    labels: Texts
    zone: Zone
    windows: Week
    holidays: Holidays | None = None
    days: list[Day] = []
    without: list[Date] = []
    eve_ends_at: TimeOfDay | None = None
    eve_before_weekend_holiday: bool = True

    @field_validator("windows")
    @classmethod
    def _opens_at_all(cls, week: Week) -> Week:
        if not any(getattr(week, day) for day in Week.model_fields):
            raise ValueError("a calendar has to open on one day of the week at least")
        return week


class StatusText(Part):
    """DOMAIN 1.5: the words of a status."""

    key: Status
    labels: Texts
    meaning: Texts
    turn: Literal["support", "customer", "consulting", "rnd", "nobody"]
    replies: bool = True


class Resolution(Part):
    key: Key
    labels: Texts
    suggested_for: list[Key] = []


class Then(Part):
    after: DaysOrValidity
    to: Status
    resolution: Key | None = None


class Timer(Part):
    """DOMAIN 1.6, in working days."""

    remind_after: list[int] = []
    then: Then | None = None
    tell_after: int | None = Field(default=None, gt=0)

    @field_validator("remind_after")
    @classmethod
    def _in_order(cls, days: list[int]) -> list[int]:
        if any(day < 1 for day in days) or sorted(set(days)) != days:
            raise ValueError(f"{days} needs numbers of working days above zero, each larger than the one before")
        return days


class Delays(Part):
    contest: int = Field(default=2, gt=0)
    check_on_calendar_days: int = Field(default=45, gt=0)
    away_calendar_days: int = Field(default=30, gt=0)
    survey_calendar_days: int = Field(default=14, gt=0)
    follow_up_draft_calendar_days: int = Field(default=14, gt=0)


class Limits(Part):
    file_megabytes: int = Field(default=25, gt=0)
    files: int = Field(default=20, gt=0)
    characters: int = Field(default=100_000, gt=0)
    mail_megabytes: int = Field(default=50, gt=0)
    undo_send_s: int = Field(default=10, ge=0, le=120)


class Configuration(Part):
    """What one or several files say. ``model_fields_set`` names the sections they hold."""

    desks: list[Desk] = []
    teams: list[Team] = []
    domains: list[Domain] = []
    types: list[RequestType] = []
    fields: list[FieldText] = []
    headings: list[Heading] = []
    criticalities: list[Criticality] = []
    questions: list[Question] = []
    derivation: list[Derivation] = []
    which: list[Question] = []
    which_outcomes: list[Outcome] = []
    policies: list[Policy] = []
    calendars: list[Calendar] = []
    statuses: list[StatusText] = []
    resolutions: list[Resolution] = []
    timers: dict[Status, Timer] = {}
    delays: Delays = Delays()
    coverage: list[CoverageRow] = []
    coverage_rules: list[CoverageRule] = []
    matrix: list[MatrixRow] = []
    escalation: Escalation | None = None
    guide: Guide = Guide()
    brand: Brand = Brand()
    brands: list[FurtherBrand] = []
    letters: list[LetterText] = []
    limits: Limits = Limits()
    mail: Mail = Mail()
    mailboxes: list[Mailbox] = []

    def find(self, section: str, key: str) -> Any:
        """The entry of a section with that key; KeyError names what there is."""
        rows = getattr(self, section)
        for row in rows:
            if row.key == key:
                return row
        raise KeyError(f"{key} is not among {section}: {', '.join(row.key for row in rows)}")


def plain(part: Part) -> dict[str, Any]:
    """An entry as its file wrote it: what the file left out is not there."""
    return part.model_dump(mode="json", exclude_unset=True)
