"""docs/security.md has one row for each requirement of ASVS 5.0, levels 1 and 2, and what it points to is there."""

import re
from collections import Counter

from tests.test_plan import ROOT

PAPER = ROOT / "docs" / "security.md"
ROW = re.compile(
    r"^\| (?P<number>\d+\.\d+\.\d+) \| (?P<level>[12]) \| (?P<what>[^|]+) \| (?P<held>yes|no|–) \| (?P<by>.+) \|$", re.M
)
# How many requirements each chapter has at levels 1 and 2.
CHAPTERS = dict(enumerate((27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7), start=1))


def rows() -> list[dict[str, str]]:
    return [found.groupdict() for found in ROW.finditer(PAPER.read_text(encoding="utf-8"))]


def test_every_requirement_has_one_row():
    numbers = [row["number"] for row in rows()]
    assert len(numbers) == len(set(numbers))
    assert Counter(row["level"] for row in rows()) == {"1": 70, "2": 183}
    assert Counter(int(number.split(".")[0]) for number in numbers) == CHAPTERS
    assert numbers == sorted(numbers, key=lambda n: [int(part) for part in n.split(".")])


def test_what_shows_a_requirement_is_there():
    missing = []
    for row in rows():
        for path, name in re.findall(r"`((?:[a-z_]+/)*test_[a-z_]+\.py)(?:::(test_\w+))?`", row["by"]):
            file = ROOT / "tests" / path
            if not file.is_file() or (name and f"def {name}(" not in file.read_text(encoding="utf-8")):
                missing.append(f"{row['number']}: {path} {name}")
        for path in re.findall(r"`((?:guichet|docs)/[^`]+|requirements\.lock|pyproject\.toml)`", row["by"]):
            if not (ROOT / path).exists():
                missing.append(f"{row['number']}: {path}")
    assert not missing


def test_what_holds_is_shown_and_what_does_not_says_why():
    for row in rows():
        if row["held"] == "yes":
            assert "`" in row["by"], row["number"]
        if row["held"] == "no":
            assert row["by"].startswith("not done: "), row["number"]


def test_the_sum_above_the_rows_is_theirs():
    counted = Counter(row["held"] for row in rows())
    said = f"Of 253 requirements {counted['yes']} hold, {counted['no']} are not done, {counted['–']} do not apply."
    assert said in PAPER.read_text(encoding="utf-8")
