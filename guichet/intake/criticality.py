"""From the answers of the form to a level (DOMAIN 1.4): the rules are configuration, the first that holds decides."""

from collections.abc import Mapping

from guichet.service.house import house

QUESTIONS = ("blocked", "way_round", "revenue", "data_harm")


def questions() -> list[dict]:
    """The questions as configured: key, kind, labels, hints, answers."""
    return house().text("questions").get("rows", [])


def answers_of(values: Mapping[str, str]) -> dict[str, str]:
    """The answers that were given, in lower case; a tick that is not set is no answer."""
    given = {question["key"]: str(values.get(question["key"]) or "").lower() for question in questions()}
    for question in questions():
        if question["kind"] == "tick":
            ticked = given[question["key"]] not in {"", "0", "no", "false", "off"}
            given[question["key"]] = "yes" if ticked else ""
    return {key: answer for key, answer in given.items() if answer}


def derive(answers: Mapping[str, str]) -> str:
    """The level that the answers mean; empty while they do not say enough.

    Harm to data decides at once. Otherwise the standstill has to be known, and what else its rules ask for.
    """
    if not answers:
        return ""
    rules = house().text("derivation").get("rows", [])
    told = {**answers}
    if told.get("data_harm") != "yes" and "blocked" not in told:
        return ""
    return next((r["criticality"] for r in rules if all(told.get(k) == v for k, v in r["when"].items())), "")


def unanswered(answers: Mapping[str, str]) -> list[str]:
    """The questions still to answer: none once data are harmed, and the loss only where something stands still."""
    if answers.get("data_harm") == "yes":
        return []
    asked = ["blocked", "way_round", *(["revenue"] if answers.get("blocked") == "yes" else [])]
    return [key for key in asked if key not in answers]


def allowed(key: str) -> set[str]:
    """The answers a question takes."""
    return next(({a["key"] for a in q.get("answers", [])} for q in questions() if q["key"] == key), set())
