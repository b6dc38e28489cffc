"""The rules for a description: only a really thin one is asked for its headings (DOMAIN 1.13, 7 and 8)."""

import re

from guichet.intake.coach_subject import VERSION, is_shouted
from guichet.intake.coach_words.reading import QUOTED, Reading

READ_AT_MOST = 3_000
PATH = re.compile(r"[^\W\d_]\s*(?:›|>|→|»|->)\s*[^\W\d_]")
CODE = re.compile(r"\b[A-Z]{2,6}-\d{2,}\b")
NEEDS = {
    "EVO": "missing-benefit", "FLX": "missing-benefit", "PSP": "no-version", "PSP2": "no-version", "CNS": "missing-object",
    "TRN": "missing-topic", "ACC": "missing-person", "LIC": "missing-module",
}
HEADINGS = {"did": "missing-steps", "happened": "missing-message", "expected": "missing-expected"}
ONE_THING, THIN, MEAGRE = 3.0, 5.0, 7.0


def rules(reading: Reading, type: str | None, attachments: int = 0) -> list[str]:
    """The rules this description calls up; empty unless it is really thin."""
    if not reading.words or _only_points_to_a_file(reading):
        return ["only-attachment"]
    substance = substance_of(reading)
    found: list[str] = []
    if is_shouted(reading.text) and len(reading.words) >= 4:
        found.append("capitals")
    if substance < MEAGRE * 2 and "two-topics" in reading.phrases and _spans_two_areas(reading):
        found.append("two-topics")
    if type in NEEDS:
        return found + ([NEEDS[type]] if substance < ONE_THING else [])
    if _is_only_a_test(reading):
        return [*found, "test"]
    if _wants_a_patch(reading, substance):
        return [*found, "no-version"]
    there = headings_in(reading)
    if substance >= MEAGRE or (substance >= THIN and sum(there.values()) >= 2):
        return found
    for rule in ("pointer", "complaint"):
        if rule in reading.phrases and substance < THIN:
            found.append(rule)
            break
    return found + [HEADINGS[heading] for heading, is_there in there.items() if not is_there]


def substance_of(reading: Reading) -> float:
    """How much there is to hold on to: topics, numbers, moments, menu paths, quoted messages."""
    topics = reading.count("where", "content", "symptom", "action", "patch", "install")
    soft = min(3.0, reading.count("soft", "attachment") / 2) if topics >= 2 else 0.0
    numbers = min(6.0, len({word.folded for word in reading.said("number")}) * 1.5)
    paths = 2.0 * min(2, len(PATH.findall(reading.text)))
    quotes = 2.0 if QUOTED.search(reading.text[1:-1]) else 0.0
    return topics + soft + numbers + reading.count("time") + reading.count("vague") + paths + quotes


def headings_in(reading: Reading) -> dict[str, bool]:
    """Which of the three headings the running text answers."""
    deeds = reading.count("symptom", "vague")
    return {
        "did": bool(PATH.search(reading.text) or "steps" in reading.phrases),
        "happened": bool(
            deeds >= 1 or "happened" in reading.phrases or QUOTED.search(reading.text[1:-1]) or CODE.search(reading.text)
        ),
        "expected": "expected" in reading.phrases,
    }


def completeness_of(reading: Reading, type: str | None, headed: dict[str, bool]) -> dict[str, object]:
    """Percent of what the type asks for, and what is missing."""
    substance = substance_of(reading) if reading.words else 0.0
    if type in NEEDS:
        percent = min(100, round(substance / 6 * 100))
        return {"percent": percent, "missing": [NEEDS[type].removeprefix("missing-").removeprefix("no-")] if substance < ONE_THING else []}
    found = headings_in(reading) if reading.words else dict.fromkeys(HEADINGS, False)
    full = substance >= MEAGRE * 1.5
    there = {heading: headed.get(heading, False) or found[heading] for heading in HEADINGS}
    if not any(headed.values()) and full and sum(there.values()) >= 2:
        there = dict.fromkeys(HEADINGS, True)
    missing = [heading for heading, is_there in there.items() if not is_there]
    told = min(1.0, substance / MEAGRE)
    percent = round((len(HEADINGS) - len(missing)) / len(HEADINGS) * 75 + told * 25) if substance else 0
    if substance >= MEAGRE:
        percent = max(percent, 67)
    return {"percent": percent if missing else 100, "missing": missing}


def _only_points_to_a_file(reading: Reading) -> bool:
    topics = reading.count("where", "content", "symptom", "action")
    return bool(reading.said("attachment")) and topics < 2 and not reading.said("number") and len(reading.words) <= 12


def _is_only_a_test(reading: Reading) -> bool:
    return bool(reading.said("test")) and not reading.count("where", "content", "symptom", "action", "number")


def _wants_a_patch(reading: Reading, substance: float) -> bool:
    wanted = reading.said("patch") and (reading.said("install") or substance < 3) and not reading.said("symptom", "vague")
    return bool(wanted) and substance < THIN and not VERSION.search(reading.text)


def _spans_two_areas(reading: Reading) -> bool:
    return len({word.area for word in reading.words if word.area and word.area not in ("portal", "system", "reporting")}) >= 2
