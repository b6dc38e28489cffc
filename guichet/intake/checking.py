"""From the fields of a form to an `Opening`: what is missing or wrong is said beside its field, all at once.

Page and API share these checks, so that both say the same. Names and keys are those of INTERFACE section 4.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guichet.access.refusals import Invalid
from guichet.catalog.models import Entity, Installation
from guichet.desk.operations.opening import Opening
from guichet.desk.operations.weighing import require_duties
from guichet.desk.texts import is_blank
from guichet.intake import criticality as levels
from guichet.intake.choices import Choices
from guichet.intake.cleaning import clean_line
from guichet.intake.language import detect
from guichet.intake.submission import Values
from guichet.intake.which import propose_domain
from guichet.people.models import Person
from guichet.service import limits
from guichet.service.house import house
from guichet.service.models import RequestType
from guichet.sla import words

SUBJECT_MOST, LINE_MOST = 300, 1_000
HEADINGS = ("did", "happened", "expected")
# Fields that the form asks in its own way; the others of a type are its own.
ASKED_APART = {*levels.QUESTIONS, "criticality", "installation", "entity", "domain"}
KEPT_DUTIES = ("impact", "phone", "reachable", "criticality_reason")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def own_fields(kind: RequestType) -> list[dict]:
    """The type's own fields, in the order in which they are asked."""
    return [field for field in kind.fields if field["key"] not in ASKED_APART]


def has_field(kind: RequestType, key: str) -> bool:
    return any(field["key"] == key for field in kind.fields)


def headings_of(kind: RequestType) -> list[dict]:
    """Under what the type's description is written; none: one field."""
    return kind.spec.get("headings", [])


def opening_of(values: Values, choices: Choices, *, language: str, zone: str, is_asked: bool = True, spoken: str = "", **further: Any) -> Opening:
    """What the values say, or `Invalid` with a message beside each field.

    *language* and *zone* are the writer's; *spoken* is the language of what is written where the text does not tell. *is_asked*: the door asks for everything; a letter cannot, and what it leaves out is
    named in `missing`.
    """
    wrong: dict[str, str] = _too_long(values)
    kind = _type(values, choices, wrong)
    subject = subject_of(values, wrong)
    body = body_of(values, kind, language, wrong)
    installation = _installation(values, kind, choices, wrong)
    entities = _entities(values, kind, choices, installation, wrong)
    domain = _domain(values, f"{subject}\n{body}", wrong)
    deadline = deadline_of(values, zone, wrong)
    level, derived = level_of(values, kind, deadline, wrong, is_asked=is_asked)
    fields = _fields(values, kind, wrong)
    people = _colleagues(values, choices, wrong)
    missing = () if is_asked else _left_open(values, kind, choices, level, wrong)
    if wrong:
        raise Invalid({name: wrong[name] for name in _in_order(wrong, kind)})
    return Opening(
        company=choices.company,
        type=kind,
        subject=subject,
        body=body,
        installation=installation,
        contract=choices.contract_of(installation),
        entities=entities,
        domain=domain,
        criticality=level,
        derived=derived,
        fields=fields,
        deadline=deadline,
        confidential=values.is_ticked("confidential"),
        share_with=people,
        missing=missing,
        language=detect(f"{subject}\n{body}") or words.known(spoken or language),
        **further,
    )


def _left_open(values: Values, kind: RequestType, choices: Choices, level: str, wrong: dict[str, str]) -> tuple[str, ...]:
    """What a letter did not say and its type needs: taken out of *wrong*, in the order of the form.

    A production installation is assumed where there are several; whether that is right is asked.
    """
    silent = {name for name in wrong if name not in ("subject", "description") and not values.many(name)}
    for name in silent:
        del wrong[name]
    if kind.criticality == RequestType.ASKED and not level:
        silent.add("criticality")
    if has_field(kind, "installation") and not values.one("installation") and len(choices.installations) != 1:
        silent.add("installation")
    return tuple(_in_order(dict.fromkeys(silent, ""), kind))


def _too_long(values: Values) -> dict[str, str]:
    return {
        name: limits.too_long()
        for name, given in values.items()
        if any(len(value) > limits.characters() for value in given)
    }


def type_of(values: Values, choices: Choices) -> RequestType:
    """The type to show the form for: the one named, else the preselected one."""
    return choices.type(values.one("type")) or choices.preselected


def _type(values: Values, choices: Choices, wrong: dict[str, str]) -> RequestType:
    if values.one("type") and choices.type(values.one("type")) is None:
        wrong["type"] = _("Choose one of the types.")
    return type_of(values, choices)


def subject_of(values: Values, wrong: dict[str, str]) -> str:
    subject = clean_line(values.one("subject"))
    if is_blank(subject):
        wrong.setdefault("subject", _("Say in one line what it is about."))
    elif len(subject) > SUBJECT_MOST:
        wrong.setdefault(
            "subject",
            _("At most %(most)s characters, please; you wrote %(count)s. The description takes the rest.")
            % {"most": SUBJECT_MOST, "count": len(subject)},
        )
    return subject


def body_of(values: Values, kind: RequestType, language: str, wrong: dict[str, str] | None = None) -> str:
    """The description, then what stands under each heading; the description alone is enough."""
    known = {heading["key"]: heading["labels"] for heading in house().text("headings").get("rows", [])}
    keys = [heading["key"] for heading in headings_of(kind)]
    keys += [key for key in HEADINGS if key not in keys]
    parts = [values.one("description")] if not is_blank(values.one("description")) else []
    for key in keys:
        if not is_blank(values.one(key)) and key in known:
            labels = known[key]
            parts.append(f"{labels.get(words.known(language)) or labels['en']}\n{values.one(key)}")
    body = "\n\n".join(parts)
    if wrong is not None and not body:
        wrong.setdefault("description", _("Describe it: what you did, what happened, what you expected."))
    if wrong is not None and len(body) > limits.characters() and not wrong.keys() & {"description", *keys}:
        wrong["description"] = limits.too_long()
    return body


def _installation(values: Values, kind: RequestType, choices: Choices, wrong: dict[str, str]) -> Installation | None:
    """The one named; where the field was not sent at all, the one the form would have preselected: production."""
    said = values.one("installation")
    if said:
        found = choices.installation(said)
        if found is None:
            wrong["installation"] = _("Choose one of the installations of your company.")
        return found
    if "installation" not in values and choices.installations and has_field(kind, "installation"):
        return choices.installations[0]
    if "installation" in kind.spec.get("required", []):
        wrong["installation"] = _("Choose the installation.")
    return None


def installation_of(values: Values, choices: Choices, wrong: dict[str, str]) -> Installation | None:
    """The one that completes a request: named, of the company."""
    found = choices.installation(values.one("installation")) if values.one("installation") else None
    if values.one("installation") and found is None:
        wrong["installation"] = _("Choose one of the installations of your company.")
    return found


def _entities(
    values: Values, kind: RequestType, choices: Choices, installation: Installation | None, wrong: dict[str, str]
) -> list[Entity]:
    """One, several or all of the installation's. Asked only where there are several; a type without installation has none."""
    if not has_field(kind, "installation") and not values.many("entity"):
        return []
    offered = choices.entities_of(installation)
    said = values.many("entity")
    if len(offered) < 2 and not said:
        return offered
    if any(value.lower() == "all" for value in said) or "entity" not in values:
        return offered
    if not said:
        wrong["entity"] = _("Choose one entity, several, or all.")
        return []
    by_name = {**{e.code.casefold(): e for e in offered}, **{str(e.pk): e for e in offered}}
    # A code is what people see; a number of ours counts where no code is written like it.
    by_name |= {e.code.casefold(): e for e in offered}
    found = [by_name.get(value.casefold()) for value in said]
    if None in found:
        wrong["entity"] = _("Choose among the entities of this installation.")
    return list(dict.fromkeys(entity for entity in found if entity))


def _domain(values: Values, text: str, wrong: dict[str, str]) -> str:
    """The domain named, else the one the words propose, else none: then the triage queue reads it."""
    said = values.one("domain").lower()
    if said and said not in house().domain_by_key:
        wrong["domain"] = _("Choose one of the domains, or leave it to us.")
    return said or propose_domain(text)


def local_moment(said: str, zone: str) -> datetime | None:
    """A local date and time in the writer's zone; a date alone ends with its day. None if it cannot be read."""
    said = said.strip().replace(" ", "T", 1)
    try:
        if len(said) == 10:
            said += "T23:59"
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    if not 1990 < at.year < 2200:
        return None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))


def deadline_of(values: Values, zone: str, wrong: dict[str, str]) -> datetime | None:
    said = values.one("deadline")
    at = local_moment(said, zone) if said else None
    if said and at is None:
        wrong["deadline"] = _("Give a date and a time, such as 2026-11-27 12:00.")
    return at


def chosen_level(values: Values, derived: str) -> str:
    """The level chosen. One that only followed the former answers (`derived` as the form showed it) follows the new ones."""
    chosen = values.key("criticality")
    followed = values.key("derived")
    return derived if derived and (not chosen or (followed and chosen == followed)) else chosen


def level_of(
    values: Values, kind: RequestType, deadline: datetime | None, wrong: dict[str, str], *, is_asked: bool
) -> tuple[str, str]:
    """The level chosen and the one derived; another level than derived asks why, each level asks its duties (DOMAIN 1.4)."""
    if kind.criticality != RequestType.ASKED:
        return "", ""
    given = {key: values.one(key).lower() for key in levels.QUESTIONS}
    for key in ("blocked", "way_round", "revenue"):
        if given[key] and given[key] not in levels.allowed(key):
            wrong[key] = _("Choose one of the answers.")
            given[key] = ""
    answers = levels.answers_of(given)
    derived = levels.derive(answers)
    level = chosen_level(values, derived)
    if level and level not in house().levels:
        wrong["criticality"] = _("Choose one of the levels.")
    elif not level and is_asked:
        wrong.setdefault("blocked", _("Answer the questions, so that we know how much it harms you."))
    elif level:
        if derived and level != derived and is_blank(values.one("criticality_reason")):
            wrong["criticality_reason"] = _("Say why it is another level than your answers mean.")
        given_duties = {name: "" if is_blank(values.one(name)) else values.one(name) for name in KEPT_DUTIES}
        try:
            require_duties(level, {**given_duties, "deadline": deadline})
        except Invalid as missing:
            for name, message in missing.fields.items():
                wrong.setdefault(name, message)
    phone = values.one("phone")
    if phone and sum(sign.isdigit() for sign in phone) < 6:
        wrong["phone"] = _("“%(phone)s” is too short. Example: +41 21 555 12 34") % {"phone": phone[:40]}
    return level, derived


def _fields(values: Values, kind: RequestType, wrong: dict[str, str]) -> dict[str, Any]:
    """What is kept with the request besides its columns: the answers, the duties, the type's own fields."""
    kept: dict[str, Any] = {}
    if kind.criticality == RequestType.ASKED:
        kept |= levels.answers_of({key: values.one(key) for key in levels.QUESTIONS})
        kept |= {name: values.one(name) for name in KEPT_DUTIES if not is_blank(values.one(name))}
    for field in own_fields(kind):
        value = _READERS.get(field["kind"], _line)(values, field, wrong)
        if value not in ("", None):
            kept[field["key"]] = value
        elif field.get("required") and field["key"] not in wrong:
            wrong[field["key"]] = _missing(field)
    for group in kind.spec.get("one_of", []):
        if not any(kept.get(key) for key in group) and not wrong.keys() & set(group):
            wrong[group[0]] = _("Fill in one of these: %(names)s.") % {
                "names": words.joined([_label(f) for f in own_fields(kind) if f["key"] in group], _language())
            }
    return kept


def _line(values: Values, field: dict, wrong: dict[str, str]) -> str:
    said = clean_line(values.one(field["key"]))
    if len(said) > LINE_MOST:
        wrong.setdefault(field["key"], _("At most %(most)s characters, please.") % {"most": LINE_MOST})
    return "" if is_blank(said) else said


def _paragraph(values: Values, field: dict, wrong: dict[str, str]) -> str:
    said = values.one(field["key"])
    return "" if is_blank(said) else said


def _date(values: Values, field: dict, wrong: dict[str, str]) -> str:
    said = values.one(field["key"])
    try:
        return date.fromisoformat(said).isoformat() if said else ""
    except ValueError:
        wrong[field["key"]] = _("Give a date, such as 2026-12-08.")
        return ""


def _email(values: Values, field: dict, wrong: dict[str, str]) -> str:
    said = clean_line(values.one(field["key"]))
    if said and (not _EMAIL.fullmatch(said) or len(said) > 254):
        wrong[field["key"]] = _("Give an e-mail address, such as name@company.ch.")
    return said


def _choice(values: Values, field: dict, wrong: dict[str, str]) -> str:
    said = values.one(field["key"]).lower()
    if said and said not in {choice["key"] for choice in field.get("choices", [])}:
        wrong[field["key"]] = _("Choose one of the answers.")
    return said


def _tick(values: Values, field: dict, wrong: dict[str, str]) -> str:
    return "yes" if values.is_ticked(field["key"]) else ""


_READERS: dict[str, Callable[[Values, dict, dict[str, str]], str]] = {
    "text": _paragraph, "date": _date, "email": _email, "choice": _choice, "tick": _tick,
}  # fmt: skip


def _colleagues(values: Values, choices: Choices, wrong: dict[str, str]) -> list[Person]:
    """Colleagues of the same company, by address or by full name; several in one field are parted by commas."""
    said = [part.strip() for value in values.many("share") for part in re.split(r"[,;\n]", value) if part.strip()]
    if not said:
        return []
    by_name: dict[str, Person] = {}
    for person in choices.colleagues:
        by_name.setdefault(person.name.casefold(), person)
        by_name[person.email.casefold()] = person
    unknown = [name for name in said if name.casefold() not in by_name]
    if unknown:
        wrong["share"] = _("Nobody at %(company)s is found as “%(name)s”. Use the address your colleague signs in with.") % {
            "company": choices.company.name,
            "name": unknown[0][:100],
        }
    return list(dict.fromkeys(by_name[name.casefold()] for name in said if name.casefold() in by_name))


def _missing(field: dict) -> str:
    return _("Fill in “%(name)s”.") % {"name": _label(field)}


def _label(field: dict) -> str:
    return field["labels"].get(_language()) or field["labels"]["en"]


def _language() -> str:
    from django.utils.translation import get_language

    return words.known(get_language())


def _in_order(wrong: dict[str, str], kind: RequestType) -> Sequence[str]:
    """The refusals in the order of the form."""
    order = [
        "type", "subject", "description", *HEADINGS, *(h["key"] for h in headings_of(kind)),
        *(f["key"] for f in own_fields(kind)), "installation", "entity", "domain",
        *levels.QUESTIONS, "criticality", "criticality_reason", "impact", "deadline", "reachable", "phone",
    ]  # fmt: skip
    return sorted(wrong, key=lambda name: order.index(name) if name in order else len(order))
