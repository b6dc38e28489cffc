"""The demo's stories keep the rules: transitions, duties, languages, and a world that covers everything."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from guichet.desk.states import OPEN_STATUSES, Status, turn_of
from guichet.exchange.demo import plan as plans
from guichet.exchange.demo import stories as told

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
STORIES = told.stories()
TYPES = {"SPT", "EVO", "FLX", "PSP", "PSP2", "CNS", "TRN", "ACC", "LIC"}


@pytest.fixture(scope="module")
def takes():
    return plans.plan(AT)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["key"])
def test_every_step_is_a_transition_of_the_table(story):
    assert len(told.path(story)) == len(story["course"])


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["key"])
def test_a_request_keeps_the_duties_of_its_criticality(story):
    if story["type"] != "SPT":
        assert "criticality" not in story
        return
    assert set(story["answers"]) == {"blocked", "way_round", "revenue"}
    if story["criticality"] in ("HIGH", "CRITICAL"):
        assert story["impact"]
        assert story["deadline"]


@pytest.mark.parametrize("story", [s for s in STORIES if s["type"] == "SPT"], ids=lambda story: story["key"])
def test_the_answers_lead_to_the_criticality(story):
    answers = story["answers"]
    if answers["blocked"] == "no":
        derived = "MEDIUM" if answers["way_round"] == "costly" else "LOW"
    else:
        derived = "CRITICAL" if answers["revenue"] == "yes" and answers["way_round"] == "none" else "HIGH"
    assert story["criticality"] == derived


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["key"])
def test_what_is_said_is_said(story):
    for step in story["course"]:
        if step["do"] in ("reply", "ask", "call", "offer", "schedule", "resolve", "lower", "contest", "grant"):
            assert step.get("say")
        if step["do"] == "resolve":
            assert step["resolution"]
        if step["do"] in ("withdraw", "refuse", "back", "unplan"):
            assert step["reason"]


def test_keys_are_unique():
    assert max(Counter(story["key"] for story in STORIES).values()) == 1


@pytest.mark.parametrize("language", told.LANGUAGES)
def test_each_language_has_its_own_stories(language):
    own = [s for s in STORIES if s["language"] == language and not s["is_picture"]]
    assert len(own) >= 24
    assert {s["type"] for s in own} >= TYPES - {"FLX"}


def test_texts_are_swiss():
    texts = [str(story) for story in STORIES] + [str(told.world()), str(told.problems())]
    assert not [text for text in texts if "ß" in text]


def test_the_world_is_large_and_mostly_over(takes):
    assert 280 <= len(takes) <= 360
    assert 0.3 < sum(take.is_open for take in takes) / len(takes) < 0.4


def test_open_requests_stand_in_every_status_on_every_turn_and_criticality(takes):
    now = [take for take in takes if take.is_open]
    assert {take.status for take in now} == set(OPEN_STATUSES)
    turns = {turn_of(take.status, operated_by=take.installation["operated_by"]) for take in now}
    assert turns == {"customer", "support", "consulting", "rnd", "nobody"}
    assert {take.story.get("criticality") for take in now} >= {"LOW", "MEDIUM", "HIGH", "CRITICAL", None}
    assert {take.story["type"] for take in takes} == TYPES
    assert len({take.story["type"] for take in now}) >= 8


def test_past_requests_are_closed_or_withdrawn(takes):
    ends = Counter(take.status for take in takes if not take.is_open)
    assert set(ends) == {Status.CLOSED, Status.CANCELLED}
    assert ends[Status.CANCELLED] >= 8


@pytest.mark.parametrize(
    "at", [AT, datetime(2027, 1, 2, 3, tzinfo=UTC), datetime(2026, 8, 17, 6, tzinfo=UTC), datetime(2026, 4, 6, 12, tzinfo=UTC)]
)
def test_nothing_is_told_ahead_of_its_time(at):
    for take in plans.plan(at):
        moments = [take.opened, *take.moments]
        assert moments == sorted(moments)
        assert moments[-1] <= at
        assert take.opened > at - timedelta(days=760)


def test_the_same_moment_gives_the_same_plan(takes):
    again = plans.plan.__wrapped__(AT)
    assert [(t.number, t.opened, t.moments, t.steps) for t in again] == [(t.number, t.opened, t.moments, t.steps) for t in takes]


def test_numbers_begin_at_1001_and_grow_with_time(takes):
    assert sorted(t.number for t in takes)[0] == plans.FIRST_NUMBER
    assert len({t.number for t in takes}) == len(takes)
    free = [t for t in takes if "number" not in t.story]
    assert [t.number for t in free] == sorted(t.number for t in free)


def test_no_placeholder_is_left(takes):
    brace = re.compile(r"\{\w+\}")
    for take in takes:
        said = [step.get("say", "") for step in take.steps] + [step.get("note", "") for step in take.steps]
        opened = [plans.opening_text(take, key) for key in ("subject", "description", "impact")]
        assert not [text for text in said + opened if brace.search(text)]


def test_confidential_requests_are_opened_by_those_who_may(takes):
    confidential = [take for take in takes if take.story.get("confidential")]
    assert len(confidential) > 8
    assert all("confidential" in take.reporter["rights"] for take in confidential)


def test_nobody_opens_after_the_end_of_the_contract(takes):
    for take in takes:
        until = take.company["contract"]["until"]
        assert "ago" not in until or take.opened < AT - timedelta(days=until["ago"])


def test_every_team_has_somebody():
    teams = {team for person in told.world()["people"] for team in person.get("teams", ())}
    assert teams == {
        "SUP-BO", "SUP-LP", "SUP-TEC", "DEP", "CON-BO", "CON-LP", "CON-DEV", "RND-BO", "RND-LP", "RND-CORE", "SAL",
    }  # fmt: skip


def test_files_are_small_and_there():
    names = {name for story in STORIES for part in [story, *story["course"]] for name in part.get("attach", ())}
    assert names
    for name in names:
        assert 0 < told.attachment(name).stat().st_size < 40_000


def test_the_picture_of_ada_stands(takes):
    vat = next(take for take in takes if take.number == 1042)
    assert vat.reporter["key"] == "ada"
    assert vat.status == Status.WAIT_CUSTOMER
    assert vat.cast["agent"]["key"] == "nora"
