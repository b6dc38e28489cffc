"""The shape of what customers read: coverage, whom to contact, the guide, the brand (docs/configuration.md)."""

from typing import Literal

from pydantic import model_validator

from guichet.service.pieces import Colour, Key, Level, Part, SomeTexts, Texts, contrast


class CoverageRow(Part):
    """DOMAIN 1.9."""

    key: Key
    group: Literal["covered", "part", "billed", "outside"]
    labels: Texts
    outcome: Texts
    basis: Literal["contract", "version_window", "types"] | None = None
    types: list[Key] = []
    opens: Key | None = None


class CoverageRule(Part):
    """What the form says about the cost of a type, and the rows of the coverage table it rests on."""

    key: Key
    type: Key | None = None
    comes_first: Literal["no", "perhaps", "yes"]
    rows: list[Key] = []
    labels: Texts


class MatrixRow(Part):
    """DOMAIN 1.10."""

    key: Key
    need: Texts
    first: Texts
    desk: Key
    team: Key | None = None
    by_domain: bool = False
    phone: bool = False
    open_type: Key | None = None
    criticality: Level | None = None
    then: list[Texts] = []
    cost: Texts


class Step(Part):
    key: Key
    labels: Texts
    text: Texts
    button: bool = False


class Escalation(Part):
    need: Texts
    cost: Texts
    steps: list[Step]


class GuideQuestion(Part):
    key: Key
    title: Texts
    text: Texts
    bad: Texts
    good: Texts


class LeaveOut(Part):
    title: Texts
    text: Texts
    note: Texts


class Example(Part):
    bad: Texts
    why: Texts
    better: Texts


class SubjectAdvice(Part):
    title: Texts
    shape: Texts
    text: Texts
    examples: list[Example]


class DeskAdvice(Part):
    desk: Key
    text: Texts


class WhichDesk(Part):
    title: Texts
    text: Texts
    rows: list[DeskAdvice]


class TypeAdvice(Part):
    type: Key
    text: Texts


class WhichType(Part):
    title: Texts
    text: Texts
    rows: list[TypeAdvice]


class Passage(Part):
    title: Texts
    text: Texts


class Wording(Part):
    title: Texts
    rules: list[Texts]
    examples: list[Example] = []


class Closing(Part):
    title: Texts
    paragraphs: list[Texts]


class Guide(Part):
    """What /guide/ says around the data. A file may give single parts; those it leaves out stay as they are."""

    title: SomeTexts = {}
    lead: SomeTexts = {}
    questions: list[GuideQuestion] = []
    leave_out: LeaveOut | None = None
    subject: SubjectAdvice | None = None
    desks: WhichDesk | None = None
    types: WhichType | None = None
    criticalities: Passage | None = None
    version: Passage | None = None
    entity: Passage | None = None
    wording: Wording | None = None
    statuses: Passage | None = None
    closing: Closing | None = None


class Colours(Part):
    turn: Colour
    ink: Colour

    @model_validator(mode="after")
    def _can_be_read(self) -> "Colours":
        if (found := contrast(self.turn, self.ink)) < 4.5:
            raise ValueError(f"ink on turn has a contrast of {found:.1f} to 1; at least 4.5 to 1 can be read by all")
        return self


class Brand(Part):
    vendor: str | None = None
    product: str | None = None
    phone: str | None = None
    email: str | None = None
    colours: Colours | None = None
    texts: dict[str, Texts] = {}


class FurtherBrand(Part):
    """Another name under which letters go out; what it leaves out is as in `brand`."""

    key: Key
    vendor: str
    product: str | None = None
    phone: str | None = None
    email: str | None = None
    texts: dict[str, SomeTexts] = {}
