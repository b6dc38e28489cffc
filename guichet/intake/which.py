"""*Which one?* Three questions propose a type, the user decides (DOMAIN 1.3); words propose a domain (DOMAIN 1.2)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from guichet.intake.choices import Choices
from guichet.service.house import house
from guichet.service.models import RequestType, Team

# The questions' fields in the form: `project` alone is a field of consulting requests.
PREFIX = "which_"


def which_questions() -> list[dict]:
    """The three questions as configured."""
    return house().text("which").get("rows", [])


def which_answers(values: Mapping[str, str]) -> dict[str, str]:
    """The answers given, by the key of their question."""
    given = {q["key"]: str(values.get(PREFIX + q["key"]) or "").lower() for q in which_questions()}
    return {key: answer for key, answer in given.items() if answer in {"yes", "no"}}


def propose_type(answers: Mapping[str, str], choices: Choices) -> RequestType:
    """The type of the first outcome whose answers all hold; the preselected one where nothing was answered."""
    for outcome in house().text("which_outcomes").get("rows", []):
        if all(answers.get(key) == value for key, value in outcome["when"].items()):
            return choices.type(outcome["type"]) or choices.preselected
    return choices.preselected


def propose_domain(text: str) -> str:
    """The domain whose words the text holds most of, longer words weighing more; empty if it holds none."""
    text = text[:4_000].lower()
    best, score = "", 0
    for domain in sorted(house().domains.values(), key=lambda d: (d.position, d.pk)):
        found = sum(len(match) for match in _beginnings(_words(domain.key)).findall(text)) if _words(domain.key) else 0
        if found > score:
            best, score = domain.key, found
    return best


def _words(domain: str) -> tuple[str, ...]:
    spec = house().text("domains").get(domain, {})
    return tuple(sorted({word.lower() for words in spec.get("words", {}).values() for word in words}, key=len, reverse=True))


@lru_cache(maxsize=64)
def _beginnings(words: tuple[str, ...]) -> re.Pattern[str]:
    """Beginnings of words; an abbreviation of three letters or less has to stand alone, as *qr* or *edi* do."""
    return re.compile("|".join(rf"\b{re.escape(word)}" + (r"\b" if len(word) <= 3 else "") for word in words))


def team_of(kind: RequestType, domain: str) -> Team | None:
    """The team that reads it first: the type's own, else the domain's where it sits at the type's desk."""
    if kind.team_id:
        return house().teams[kind.team_id]
    found = house().domain_by_key.get(domain)
    return found.team if found and found.team.desk_id == kind.desk_id else None
