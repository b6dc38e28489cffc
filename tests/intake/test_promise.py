"""The promised first reply, to the second of DOMAIN 1.8, in the words of four languages and the reader's zone."""

import pytest

from guichet.intake.promise import call, detail, promise, sentence
from tests.sla.calendars import CH_BE, POLICIES, at

STANDARD = POLICIES["Standard"]


def said(level: str | None, when: str, language: str, zone: str = "Europe/Zurich", **further) -> str:
    made = promise(CH_BE, STANDARD, level, at(when), **further)
    return sentence(made, language=language, zone=zone, now=at(when)).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Support reopens Wednesday at 8:00; first answer before 9:00."),
        ("fr", "Le support rouvre mercredi à 8 h 00 ; première réponse avant 9 h 00."),
        ("de", "Der Support öffnet am Mittwoch um 8:00 Uhr wieder; erste Antwort bis 9:00 Uhr."),
        ("it", "L’assistenza riapre mercoledì alle 8:00; prima risposta entro le 9:00."),
    ],
)
def test_closing_minute_promises_the_next_morning(language, sentence):
    assert said("CRITICAL", "2026-11-24 18:00", language) == sentence


@pytest.mark.parametrize(
    ("level", "when", "language", "sentence"),
    [
        ("CRITICAL", "2026-11-24 10:42", "en", "First answer before 11:42 today."),
        ("CRITICAL", "2026-11-24 10:42", "fr", "Première réponse avant 11 h 42 aujourd’hui."),
        ("CRITICAL", "2026-11-24 10:42", "de", "Erste Antwort bis heute 11:42 Uhr."),
        ("CRITICAL", "2026-11-24 10:42", "it", "Prima risposta entro le 11:42 di oggi."),
        ("MEDIUM", "2026-11-24 10:42", "en", "First answer before Wed 25 Nov, 10:12."),
        ("MEDIUM", "2026-11-24 10:42", "de", "Erste Antwort bis Mi 25. Nov., 10:12 Uhr."),
        ("CRITICAL", "2026-11-24 12:15", "en", "Support reopens at 13:30; first answer before 14:30."),
        ("HIGH", "2026-11-28 10:00", "en", "Support reopens Monday at 8:00; first answer before 12:00."),
        ("LOW", "2026-11-28 10:00", "en", "Support reopens Monday at 8:00; first answer before Tue 1 Dec, 17:00."),
        ("CRITICAL", "2026-12-24 16:00", "en", "Support reopens Monday at 8:00; first answer before 9:00."),
        (None, "2026-11-24 10:42", "en", "First answer before Wed 25 Nov, 10:12."),
    ],
)
def test_promise_says_the_day_only_where_it_is_not_clear(level, when, language, sentence):
    assert said(level, when, language) == sentence


def test_opening_far_away_is_named_by_its_date():
    assert said("CRITICAL", "2026-12-31 16:00", "en") == "Support reopens Monday at 8:00; first answer before 9:00."


def test_promise_is_said_in_the_zone_of_its_reader():
    assert said("CRITICAL", "2026-11-24 18:00", "en", "America/New_York") == (
        "Support reopens Wednesday at 2:00; first answer before 3:00."
    )


def test_quicker_target_of_a_type_holds():
    made = promise(CH_BE, STANDARD, "LOW", at("2026-11-24 10:42"), first_reply_s=3600)
    assert made.due_at == at("2026-11-24 11:42")


def test_type_without_criticality_has_no_goal():
    made = promise(CH_BE, STANDARD, None, at("2026-11-24 10:42"))
    assert made.goal_at is None and made.first_reply_s == 8 * 3600


def test_detail_says_working_time_and_goal():
    now = at("2026-11-24 10:42")
    target, goal = detail(promise(CH_BE, STANDARD, "MEDIUM", now), language="en", zone="Europe/Zurich", now=now)
    assert target.replace("\u00a0", " ") == "8 working hours; only open hours count."
    assert goal == "Way round or solution aimed at by Mon 7 Dec, 17:42."
    target, _ = detail(promise(CH_BE, STANDARD, "CRITICAL", now), language="fr", zone="Europe/Zurich", now=now)
    assert target.replace("\u00a0", " ") == "1 h ouvrée, puis des nouvelles au moins toutes les 2 h."


def test_critical_outside_hours_names_the_on_call_number_or_says_plainly_that_nobody_answers():
    closed = promise(CH_BE, STANDARD, "CRITICAL", at("2026-11-24 18:00"))
    open_now = promise(CH_BE, STANDARD, "CRITICAL", at("2026-11-24 10:42"))
    desk, on_call = "+41 31 555 01 40", "+41 79 555 00 11"
    assert call(closed, on_call=on_call, phone=desk, language="en")[1] == on_call
    text, number = call(closed, on_call="", phone=desk, language="en")
    assert number == desk and "nobody answers until then" in text
    assert call(open_now, on_call=on_call, phone=desk, language="en")[1] == desk
    # Extended hours alone are open: the desk's own line is not staffed, the on-call number is.
    assert call(open_now, on_call=on_call, phone=desk, language="en", is_desk_open=False)[1] == on_call
    assert call(open_now, on_call="", phone=desk, language="en", is_desk_open=False)[1] == desk
