"""Every mistake in a configuration file is named by file, line and plain words."""

from pathlib import Path

import pytest

from guichet.service.reading import ConfigurationError, Mistake, packaged_files, read

FOUR = "{en: A, fr: B, de: C, it: D}"
CALENDAR = f"""calendars:
  - key: X
    labels: {FOUR}
    zone: Europe/Zurich
    windows: {{mon: ["08:00-12:00"]}}
"""
POLICY = f"""policies:
  - key: P
    labels: {FOUR}
    targets:
      LOW: {{first_reply: 16h, update: 40h, escalate: 80h}}
      MEDIUM: {{first_reply: 8h, update: 24h, escalate: 24h}}
      HIGH: {{first_reply: 4h, update: 8h, escalate: 8h}}
      CRITICAL: {{first_reply: 1h, update: 2h, escalate: 0h}}
"""


def mistakes(tmp_path: Path, *contents: str) -> list[Mistake]:
    files = []
    for number, content in enumerate(contents):
        files.append(tmp_path / f"{number}.yaml")
        files[-1].write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read(files)
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("desks:\n  - key: A\n    labels: {en: A, fr: B, de: C}\n", 3, "desks[A].labels: the text in Italian (it) is missing"),
        ("desks:\n  - key: A\n    labels: {en: A}\n", 3, "French (fr), German (de) and Italian (it) is missing"),
        ("desks:\n  - key: A\n    labels: {en: A, fr: B, de: C, it: D, es: E}\n", 3, "es: not a language"),
        ("desks:\n  - key: A\n    labels: Support\n", 3, "needs a text in each of the languages"),
        (f"desks:\n  - key: A\n    lables: {FOUR}\n    labels: {FOUR}\n", 3, "did you mean labels?"),
        (f"desks:\n  - key: A\n    labels: {FOUR}\n    billed: sometimes\n", 4, "has to be true or false"),
        (f"desks:\n  - key: A\n    labels: {FOUR}\n    visible: maybe\n", 4, "'maybe' is none of full"),
        (f"desks:\n  - labels: {FOUR}\n", 2, "desks[1].key: is missing"),
        (f"desks:\n  - key: A B\n    labels: {FOUR}\n", 2, "'A B' is not a key"),
        (f"desks:\n  - key: A\n    key: B\n    labels: {FOUR}\n", 3, "is written twice, first on line 2"),
        (f"desks:\n  - {{key: A, labels: {FOUR}}}\n  - {{key: A, labels: {FOUR}}}\n", 3, "A was already given in"),
        (f"teams:\n  - key: T\n    labels: {FOUR}\n    desk: SUPP\n", 4, "there is no desk SUPP"),
        ("desk: []\n", 1, "desk: is not known here; did you mean desks?"),
        ("- desks\n", 1, "has to begin with a section"),
        ("desks:\n  - key: [\n", 3, "is not YAML"),
        ("desks: &a\n  - *a\n", 1, "refers to itself"),
        ("desks: 3\n", 1, "has to be a list"),
        (CALENDAR.replace("08:00-12:00", "18:00-12:00"), 5, "The window '18:00-12:00' ends before it begins"),
        (CALENDAR.replace("08:00-12:00", "8 to 12"), 5, "'8 to 12' is not a window"),
        (CALENDAR.replace("08:00-12:00", "08:00-25:00"), 5, "'25:00' is not a time of day"),
        (CALENDAR.replace('"08:00-12:00"', '"08:00-12:00", "11:00-13:00"'), 5, "put them in order"),
        (CALENDAR.replace('["08:00-12:00"]', "[]"), 5, "open on one day of the week at least"),
        (CALENDAR.replace("mon:", "monday:"), 5, "did you mean mon?"),
        (CALENDAR.replace("Europe/Zurich", "Europe/Zuerich"), 4, "'Europe/Zuerich' is not a time zone"),
        (CALENDAR + "    holidays: {country: ZZ}\n", 6, "no public holidays are known for ZZ"),
        (CALENDAR + "    holidays: {country: CH, subdivision: XX}\n", 6, "CH with the subdivision XX"),
        (CALENDAR + "    without: [2026-02-30]\n", 6, "'2026-02-30' is not a date"),
        (CALENDAR + "    days:\n      - on: 2026-12-24\n", 7, "needs one of closed: true, windows, ends_at"),
        (POLICY.replace("first_reply: 4h", "first_reply: soon"), 7, "targets.HIGH.first_reply: 'soon' is not a duration"),
        (POLICY.replace("first_reply: 4h", "first_reply: 4"), 7, "4 is not a duration"),
        (POLICY.replace("      HIGH", "      HIHG"), 7, "did you mean HIGH?"),
        ("limits:\n  files: 0\n", 2, "0 has to be above 0"),
        ("limits:\n  files: many\n", 2, "has to be a whole number"),
        ('brand:\n  colours: {turn: "#ffd000", ink: "#ffffff"}\n', 2, "has a contrast of 1.5 to 1"),
        ('brand:\n  colours: {turn: yellow, ink: "#101113"}\n', 2, "'yellow' is not a colour"),
        ("timers:\n  CLOSSED: {}\n", 2, "'CLOSSED' is none of NEW"),
        ("timers:\n  RESOLVED: {remind_after: [5, 3]}\n", 2, "each larger than the one before"),
        ("timers:\n  RESOLVED: {then: {after: never, to: CLOSED}}\n", 2, "is not a number of working days"),
        ("timers:\n  RESOLVED: {then: {after: 1, to: RESOLVED, resolution: lost}}\n", 2, "there is no resolution lost"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_in_plain_words(tmp_path, content, line, words):
    found = mistakes(tmp_path, content)
    file = tmp_path / "0.yaml"
    assert any(str(one).startswith(f"{file}:{line}: ") and words in str(one) for one in found), found


def test_all_mistakes_of_all_files_are_named_in_one_go(tmp_path):
    found = mistakes(tmp_path, "desk: []\nteam: []\n", CALENDAR.replace("Europe/Zurich", "Nowhere"))
    assert [(Path(one.file).name, one.line) for one in found] == [("0.yaml", 1), ("0.yaml", 2), ("1.yaml", 4)]


def test_a_key_given_in_two_files_names_both(tmp_path):
    (found,) = mistakes(tmp_path, CALENDAR, CALENDAR)
    assert (Path(found.file).name, found.line) == ("1.yaml", 2)
    assert "X was already given in" in found.message and "0.yaml:2" in found.message


def test_a_section_given_in_two_files_names_both(tmp_path):
    (found,) = mistakes(tmp_path, "limits: {files: 3}\n", "\nlimits: {files: 4}\n")
    assert (Path(found.file).name, found.line) == ("1.yaml", 2)


def test_a_file_that_is_missing_or_not_text_is_named(tmp_path):
    (tmp_path / "bytes.yaml").write_bytes(b"limits:\n  # caf\xe9\n  files: 3\n")
    with pytest.raises(ConfigurationError) as caught:
        read([tmp_path / "none.yaml", tmp_path / "bytes.yaml"])
    assert str(caught.value).splitlines() == [
        f"{tmp_path / 'bytes.yaml'}:2: is not UTF-8; save the file in UTF-8",
        f"{tmp_path / 'none.yaml'}:1: cannot be read: no such file or directory",
    ]


def test_a_rule_asks_only_for_answers_that_can_be_given(tmp_path):
    questions = next(file for file in packaged_files() if file.name == "questions.yaml").read_text(encoding="utf-8")
    lines = questions.replace("way_round: none}", "way_round: never}").splitlines()
    wrong = next(number for number, line in enumerate(lines, 1) if "never" in line)
    found = mistakes(tmp_path, "\n".join(lines) + "\n")
    assert (wrong, "never is no answer to way_round") in [(one.line, one.message) for one in found]


def test_times_and_versions_need_no_quotes(tmp_path):
    file = tmp_path / "calendar.yaml"
    file.write_text(CALENDAR + "    eve_ends_at: 16:00\n")
    assert read([file]).find("calendars", "X").eve_ends_at == "16:00"


def test_what_exists_elsewhere_may_be_referred_to(tmp_path):
    file = tmp_path / "team.yaml"
    file.write_text(f"teams:\n  - {{key: T, desk: SUP, labels: {FOUR}}}\n")
    assert read([file], known={"desks": {"SUP"}}).find("teams", "T").desk == "SUP"


def test_a_file_may_hold_any_part_of_the_sections(tmp_path):
    file = tmp_path / "limits.yaml"
    file.write_text("limits: {files: 3}\n")
    found = read([file])
    assert found.model_fields_set == {"limits"}
    assert found.limits.model_fields_set == {"files"}
    file.write_text("")
    assert read([file]).model_fields_set == set()
