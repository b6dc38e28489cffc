"""French, German and Italian are complete: nothing missing, nothing left in English, every value in its place."""

import re
from pathlib import Path

import polib
import pytest

LOCALE = Path(__file__).parents[2] / "guichet" / "web" / "locale"
LANGUAGES = ("fr", "de", "it")
# Equal in both languages, and right so.
ALLOWED = (LOCALE / "same.txt").read_text().splitlines() if (LOCALE / "same.txt").exists() else []
VALUES = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|<[^>]+>")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def texts(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Pairs of source and translation; a plural has two."""
    if entry.msgid_plural:
        return [(entry.msgid if place == 0 else entry.msgid_plural, said) for place, said in entry.msgstr_plural.items()]
    return [(entry.msgid, entry.msgstr)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_or_doubtful(language):
    po = catalogue(language)
    missing = [e.msgid for e in po if not e.obsolete and (e.fuzzy or not all(said for _, said in texts(e)))]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_in_english(language):
    allowed = {line for line in ALLOWED if line and not line.startswith("#")}
    same = [
        e.msgid for e in catalogue(language)
        if not e.obsolete and e.msgid not in allowed and any(source == said and re.search(r"[A-Za-z]{3}", re.sub(VALUES, "", source)) for source, said in texts(e))
    ]  # fmt: skip
    assert same == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_has_its_place_in_the_translation(language):
    wrong = []
    for entry in catalogue(language):
        if entry.obsolete:
            continue
        for source, said in texts(entry):
            wanted, found = set(VALUES.findall(source)), set(VALUES.findall(said))
            lenient = entry.msgid_plural and found <= wanted | set(VALUES.findall(entry.msgid_plural))
            if wanted != found and not lenient:
                wrong.append((source, said))
    assert wrong == []


def test_swiss_german_has_no_sharp_s_and_quotes_with_guillemets():
    said = [text for entry in catalogue("de") for _, text in texts(entry)]
    assert [t for t in said if "ß" in t or "„" in t or "“" in t] == []


def test_the_catalogues_hold_what_the_code_says():
    """Every string marked in templates is in the catalogues (script/extract-messages brings them up to date)."""
    known = {e.msgid for e in catalogue("fr")}
    marked = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
    absent = set()
    for template in (LOCALE.parents[1]).glob("**/templates/**/*.html"):
        for double, single in marked.findall(template.read_text()):
            if (double or single) not in known:
                absent.add(double or single)
    assert absent == set()
