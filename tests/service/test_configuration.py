"""The packaged configuration: whole, in four languages, and as DOMAIN section 1 has it."""

import re
import time
from collections.abc import Iterator

import pytest

from guichet.desk.states import Status, Turn, turn_of
from guichet.service.pieces import LANGUAGES
from guichet.service.reading import packaged, packaged_files, read
from guichet.service.schema import STATUSES, Configuration, Part
from guichet.sla.calendar import Calendar
from guichet.sla.policy import Policy

# What is written the same way in two languages, and rightly so.
SAME_WORDS = {
    "fr": {
        "Standard", "Support (Customer Services)", "Support", "Consulting", "R&D", "Patch, migration",
        "Licences, modules", "production", "Participants", "E-mail",
    },
    "de": {"Standard", "Support", "Person", "Problem"},
    "it": {"Standard", "Consulting", "no", "E-mail"},
}  # fmt: skip


def texts(part: object, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of the configuration with its place."""
    if isinstance(part, Part):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name), f"{path}.{name}")
    elif isinstance(part, list):
        for index, item in enumerate(part):
            yield from texts(item, f"{path}[{getattr(item, 'key', index)}]")
    elif isinstance(part, dict):
        if part and set(part) <= set(LANGUAGES) and all(isinstance(value, str) for value in part.values()):
            yield path, part
        else:
            for key, item in part.items():
                yield from texts(item, f"{path}.{key}")


@pytest.fixture(scope="module")
def configuration() -> Configuration:
    return packaged()


def test_the_packaged_files_fill_every_section(configuration):
    # Mailboxes are the operator's own.
    assert configuration.model_fields_set == set(Configuration.model_fields) - {"mailboxes", "brands", "letters"}
    for part in (configuration.guide, configuration.brand, configuration.limits, configuration.delays, configuration.mail):
        assert part.model_fields_set == set(type(part).model_fields)


def test_every_text_is_there_in_four_languages(configuration):
    found = list(texts(configuration))
    assert len(found) > 350
    for path, text in found:
        assert set(text) == set(LANGUAGES), path
        assert all(value.strip() == value and value for value in text.values()), path


def test_no_language_repeats_the_english_text(configuration):
    repeated = [
        (path, language, text[language])
        for path, text in texts(configuration)
        for language in ("fr", "de", "it")
        if text[language] == text["en"] and text[language] not in SAME_WORDS[language]
    ]
    assert not repeated


def test_every_word_allowed_to_be_the_same_is_the_same_somewhere(configuration):
    same = {
        (language, text[language])
        for _, text in texts(configuration)
        for language in ("fr", "de", "it")
        if text[language] == text["en"]
    }
    assert {(language, word) for language, words in SAME_WORDS.items() for word in words} <= same


def test_german_is_swiss_and_quotes_stand_as_each_language_has_them(configuration):
    for path, text in texts(configuration):
        assert "ß" not in text["de"], path
        assert not re.search('["“”„]', text["fr"] + text["de"] + text["it"]), path
        assert not re.search("[«»]", text["en"]), path
        assert not re.search(r"\b(du|dein|tu|tuo|Lei)\b", text["de"] + " | " + text["it"]), path


def test_french_sets_a_space_before_tall_signs(configuration):
    for path, text in texts(configuration):
        assert not re.search(r"[^\s!?][?!;]|\w:(\s|$)", text["fr"]), path


def test_reading_all_packaged_files_is_quick():
    read(packaged_files(), checks_holidays=False)
    started = time.process_time()
    read(packaged_files(), checks_holidays=False)
    assert time.process_time() - started < 0.4


def test_the_packaged_calendars_have_holidays_that_are_known():
    assert read(packaged_files()).find("calendars", "CH-BE").holidays.subdivision == "BE"


def test_statuses_are_those_of_the_code_with_their_turn(configuration):
    assert tuple(status.value for status in Status) == STATUSES
    assert [row.key for row in configuration.statuses] == list(STATUSES)
    assert {row.key: row.turn for row in configuration.statuses} == {key: turn_of(key).value for key in STATUSES}
    assert {row.turn for row in configuration.statuses} == {turn.value for turn in Turn}
    assert [row.key for row in configuration.statuses if not row.replies] == ["CLOSED", "CANCELLED"]


def test_calendars_and_policies_can_be_reckoned_with(configuration):
    for calendar in configuration.calendars:
        assert Calendar.from_config(calendar.model_dump()).key == calendar.key
    high = Policy.from_config(configuration.policies[0].model_dump()).targets["HIGH"]
    assert (high.first_reply, high.update, high.goal, high.escalate) == (4 * 3600, 8 * 3600, 24 * 3600, 8 * 3600)


def test_request_types_stand_at_their_desk_with_their_fields(configuration):
    assert {row.key: (row.desk, row.criticality) for row in configuration.types} == {
        "SPT": ("SUP", "asked"),
        "EVO": ("SUP", "LOW"),
        "FLX": ("SUP", "LOW"),
        "PSP": ("DEP", "none"),
        "PSP2": ("DEP", "none"),
        "CNS": ("CON", "none"),
        "TRN": ("CON", "none"),
        "ACC": ("SUP", "LOW"),
        "LIC": ("SAL", "none"),
    }
    assert [row.key for row in configuration.types if row.preselected] == ["SPT"]
    assert configuration.find("types", "PSP2").fields == [*configuration.find("types", "PSP").fields, "project"]
    assert configuration.find("types", "ACC").first_reply[0].target == "1h"


def test_every_field_a_duty_names_can_be_asked(configuration):
    assert [row.duties for row in configuration.criticalities] == [
        [],
        [],
        ["impact", "deadline"],
        ["impact", "phone", "reachable"],
    ]


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({"data_harm": "yes", "blocked": "no"}, "CRITICAL"),
        ({"blocked": "yes", "way_round": "none", "revenue": "yes"}, "CRITICAL"),
        ({"blocked": "yes", "way_round": "none", "revenue": "no"}, "HIGH"),
        ({"blocked": "yes", "way_round": "costly", "revenue": "yes"}, "HIGH"),
        ({"blocked": "yes", "way_round": "easy", "revenue": "no"}, "HIGH"),
        ({"blocked": "no", "way_round": "costly", "revenue": "yes"}, "MEDIUM"),
        ({"blocked": "no", "way_round": "easy", "revenue": "yes"}, "LOW"),
        ({"blocked": "no", "way_round": "none", "revenue": "yes"}, "LOW"),
    ],
)
def test_the_answers_lead_to_the_level_the_definitions_give(configuration, answers, level):
    rule = next(rule for rule in configuration.derivation if rule.when.items() <= answers.items())
    assert rule.criticality == level


@pytest.mark.parametrize(
    ("yes", "type_key"),
    [
        (set(), "SPT"),
        ({"project"}, "CNS"),
        ({"built"}, "CNS"),
        ({"patch"}, "PSP"),
        ({"patch", "built"}, "PSP"),
        ({"patch", "project"}, "PSP2"),
        ({"patch", "project", "built"}, "PSP2"),
    ],
)
def test_which_one_proposes_a_type(configuration, yes, type_key):
    answers = {question.key: "yes" if question.key in yes else "no" for question in configuration.which}
    outcome = next(outcome for outcome in configuration.which_outcomes if outcome.when.items() <= answers.items())
    assert outcome.type == type_key


def test_every_type_knows_a_coverage_rule_that_rests_on_rows(configuration):
    rules = {(rule.key, rule.type): rule for rule in configuration.coverage_rules}
    for type_ in configuration.types:
        rule = rules.get((type_.coverage, type_.key)) or rules[type_.coverage, None]
        assert rule.rows
    assert len(configuration.coverage) == 14
    assert {row.group for row in configuration.coverage} == {"covered", "part", "billed", "outside"}


def test_every_domain_is_routed_at_support_and_its_team_agrees(configuration):
    routed = {domain: team.key for team in configuration.teams if team.desk == "SUP" for domain in team.domains}
    assert routed == {domain.key: domain.team for domain in configuration.domains}
    assert set(routed) == {
        "finance", "payroll", "sales", "purchasing", "stock", "production", "after-sales", "interfaces", "reporting",
        "system", "portal",
    }  # fmt: skip


def test_the_guide_tells_every_type(configuration):
    assert [row.type for row in configuration.guide.types.rows] == [row.key for row in configuration.types]
    assert len(configuration.guide.questions) == 8
    assert len(configuration.matrix) == 9
    assert [step.key for step in configuration.escalation.steps if step.button] == ["escalate"]


def test_timers_are_those_of_the_domain(configuration):
    assert {
        status: (timer.remind_after, timer.then and (timer.then.after, timer.then.to), timer.tell_after)
        for status, timer in configuration.timers.items()
    } == {
        "WAIT_CUSTOMER": ([3, 7], (10, "RESOLVED"), None),
        "WAIT_APPROVAL": ([5, 15], ("validity", "RESOLVED"), None),
        "FIX_AVAILABLE": ([10, 30], (60, "RESOLVED"), None),
        "PLANNED_FIX": ([], None, 20),
        "RESOLVED": ([5], (10, "CLOSED"), None),
    }
