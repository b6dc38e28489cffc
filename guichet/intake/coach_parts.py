"""The three parts of a good subject: [function or screen] – [what happens] – [when, or on what] (DOMAIN 1.13, 3)."""

from guichet.intake.coach_words.messages import PARTS, QUESTIONS
from guichet.intake.coach_words.reading import Reading


def missing_part(reading: Reading) -> str | None:
    """The first of the three parts that the subject does not answer; None if all are there."""
    there = _found(reading)
    return next((part for part in PARTS if not there[part]), None)


def _found(reading: Reading) -> dict[str, str]:
    """The words that answer each of the three parts, "" where none do."""
    nouns = [w for w in reading.words if w.kind in ("where", "content") and w.weight]
    first = next((w for w in reading.words if w.kind == "where" and w.weight), nouns[0] if nouns else None)
    deeds = [w for w in reading.words if w.kind in ("symptom", "action", "install", "vague") and w.weight]
    moments = [w for w in reading.words if w.kind in ("time", "number")]
    when = " ".join(w.written for w in moments[:3])
    if not when:
        for index, word in enumerate(reading.words):
            following = [w for w in reading.words[index + 1 : index + 4] if w.kind != "stop"]
            if word.kind == "when" and following:
                when = reading.text[word.start : following[-1].end]
                break
    return {"where": first.written if first else "", "what": " ".join(w.written for w in deeds[:3]), "when": when}


def parts_of(reading: Reading, language: str) -> dict[str, dict[str, object]]:
    """Each of the three parts: `there`, the words `found`, its `label` and the `question` it asks while missing."""
    found = _found(reading)
    return {
        part: {
            "there": bool(found[part]),
            "found": found[part],
            "label": PARTS[part].get(language, PARTS[part]["en"]),
            "question": QUESTIONS[part].get(language, QUESTIONS[part]["en"]),
        }
        for part in PARTS
    }
