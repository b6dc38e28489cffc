"""The coach's vocabulary: what a word is worth in a subject, in French, German, English and Italian.

Each language module holds `WORDS` (kind → words), `AREAS` (part of the product → words) and `PHRASES` (kind → phrases,
with semicolons between). `stem*` stands for every word that begins so, a hyphen joins a word of several, `#` is any
number. Accents and capitals do not count. A word stands in the first kind of `KINDS` that names it.

`stop` and `filler` carry no topic; `generic` names nothing (problem, system); `soft` names something only beside a topic
(mail, screen); `vague` says only that something is wrong; `symptom` says what; `action` what is done; `time` is a moment
one can look up; `when` leads to a moment.
"""


LANGUAGES = ("fr", "de", "en", "it")
KINDS = (
    "greeting", "urgent", "hurry", "test", "attachment", "change", "soft", "generic", "vague", "when", "symptom", "action",
    "time", "patch", "install", "filler", "stop", "title",
)
"""Kinds of single words, the first that names a word wins; words of `AREAS` come before `action`."""


def words(text: str) -> frozenset[str]:
    """A set of words written as running text."""
    return frozenset(text.split())
