"""The coach of subject and description (DOMAIN 1.13): advice in the writer's language, never a block.

`coach` gives the hints, `parts` the three parts of a good subject, `completeness` the meter of the description.
"""

from dataclasses import dataclass

from guichet.intake import coach_description, coach_parts, coach_subject, secrets
from guichet.intake.coach_words import LANGUAGES
from guichet.intake.coach_words.messages import say
from guichet.intake.coach_words.reading import Reading, read
from guichet.intake.language import detect


@dataclass(frozen=True)
class Hint:
    """One piece of advice: the field it is about, the rule, the sentence, and for a subject the part that is missing."""

    field: str
    rule: str
    message: str
    part: str | None = None


def coach(
    subject: str, description: str | None, type: str | None = None, language: str | None = None, *, attachments: int = 0,
) -> list[Hint]:
    """What would make this request easier to answer; an empty list is silence.

    The language of the sentences is the one given, else that of the text, else English. Without a description (None, it is
    still to be written) only the subject is looked at; an empty one is asked for a sentence.
    """
    subject, description = subject.replace("\0", " "), None if description is None else description.replace("\0", " ")
    spoken = language if language in LANGUAGES else None
    spoken = spoken or detect(subject) or (detect(description) if description else None) or "en"
    hints = [Hint("subject", rule, text or say(rule, spoken), part) for rule, part, text in _of_subject(
        subject, description or "", type, language, spoken)]
    if description is not None:
        hints += [Hint("description", rule, text or say(rule, spoken)) for rule, text in _of_description(
            description, type, language, spoken, attachments)]
    return hints


def parts(subject: str, language: str | None = None) -> dict[str, dict[str, object]]:
    """The three parts of a good subject, Where, What happens, When or on what: each there or missing, with its question."""
    reading = _understood(subject[: coach_subject.READ_AT_MOST], language)
    spoken = language if language in LANGUAGES else reading.language
    return coach_parts.parts_of(reading, spoken)


def completeness(
    description: str | None = None,
    type: str | None = None,
    *,
    did: str | None = None,
    happened: str | None = None,
    expected: str | None = None,
    language: str | None = None,
) -> dict[str, object]:
    """How much of what the type asks for is there: `percent` 0..100 and the names of what is `missing`.

    Of a problem (SPT, or no type yet) three things: `did`, `happened`, `expected`, found under their headings or in the
    running text. Of every other type the one thing it needs, named as the rule without `missing-`.
    """
    headed = {"did": did, "happened": happened, "expected": expected}
    text = "\n".join(part for part in (description, did, happened, expected) if part)
    reading = _understood(text[: coach_description.READ_AT_MOST], language)
    return coach_description.completeness_of(reading, type, {key: bool(value and value.strip()) for key, value in headed.items()})


def _of_subject(
    subject: str, description: str, type: str | None, language: str | None, spoken: str
) -> list[tuple[str, str | None, str | None]]:
    found = secrets.secrets_in(subject)
    hints: list[tuple[str, str | None, str | None]] = [("secret", None, secrets.message(found[0].kind, spoken))] if found else []
    if not subject.strip():
        return [("empty", None, None)]
    reading = _understood(subject[: coach_subject.READ_AT_MOST], language)
    advice = coach_subject.rules(reading, type, description)
    return hints + [(rule, part, None) for rule, part in advice if not (found and rule == "secret")]


def _of_description(
    description: str, type: str | None, language: str | None, spoken: str, attachments: int
) -> list[tuple[str, str | None]]:
    found = secrets.secrets_in(description)
    hints: list[tuple[str, str | None]] = [("secret", secrets.message(found[0].kind, spoken))] if found else []
    reading = _understood(description[: coach_description.READ_AT_MOST], language)
    return hints + [(rule, None) for rule in coach_description.rules(reading, type, attachments)]


def _understood(text: str, language: str | None) -> Reading:
    """The text read in its own language; where that does not show, in the one named or the one that knows most of its words."""
    own = detect(text)
    if own:
        return read(text, own)
    named = language if language in LANGUAGES else None
    if len(text) > coach_subject.READ_AT_MOST or (named and len(text.split()) > 2):
        return read(text, named or "en")
    order = [named or "en", *(each for each in LANGUAGES if each != (named or "en"))]
    return min((read(text, each) for each in order), key=lambda reading: reading.count("content"))
