"""Signing in, refused access and tries that went too far stand in the log, with ids and without what was typed."""

import datetime as dt
import logging

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory

from guichet import clock
from guichet.people import limits
from guichet.web.components.answers import remote_address
from guichet.web.components.log import Line, Reference
from tests.cast import PASSWORD, email_of


@pytest.fixture
def told(caplog) -> logging.Handler:
    caplog.set_level(logging.INFO, logger="guichet.security")
    caplog.handler.addFilter(Reference())
    return caplog


def lines(told) -> list[str]:
    return [record.getMessage() for record in told.records if record.name == "guichet.security"]


def test_signing_in_and_out_is_told_with_the_persons_id(cast, told):
    client, ada = Client(), cast.person("ada")
    client.post("/sign-in/", {"email": email_of("ada"), "password": PASSWORD})
    client.post("/sign-out/")
    assert lines(told) == [f"session.begun route=/sign-in/ person={ada.pk}", "session.ended route=/sign-out/ "]
    assert [record.person for record in told.records][-1] == ada.pk
    assert told.records[-1].address == "127.0.0.1"


def test_a_refused_password_is_told_and_neither_it_nor_the_address_are(cast, told):
    Client().post("/sign-in/", {"email": email_of("ada"), "password": "not her secret"})
    Client().post("/sign-in/", {"email": "nobody@nowhere.example", "password": "not her secret"})
    assert lines(told) == [
        f"sign-in.refused route=/sign-in/ person={cast.person('ada').pk}",
        "sign-in.refused route=/sign-in/ person=unknown",
    ]


def test_too_many_tries_are_told(cast, told):
    for _ in range(10):
        limits.count(f"sign-in:{email_of('ada')}", 10, 900)
    Client().post("/sign-in/", {"email": email_of("ada"), "password": "not her secret"})
    assert lines(told)[-1].startswith("sign-in.too-often")


def test_a_link_that_does_not_work_is_told_without_itself(cast, told):
    Client().post("/sign-in/link/a-secret-of-somebody/")
    assert lines(told) == ["link.refused route=/sign-in/link/<str:token>/ purpose=sign-in"]
    assert "a-secret-of-somebody" not in told.text


def test_refused_access_is_told_with_who_and_what(cast, opened, boris, signed_in, told):
    foreign = opened(boris, company="borealis")
    assert signed_in("ada").get(f"/requests/{foreign.key}/").status_code == 404
    assert signed_in("ada").get("/desk/").status_code == 404
    assert signed_in("ada").get("/account/colleagues/").status_code == 403
    assert lines(told) == [
        f"refused route=/requests/<number:number>/ number={foreign.key} status=404",
        "refused route=/desk/ status=404",
        "refused route=/account/colleagues/ status=403",
    ]
    assert {record.person for record in told.records if record.name == "guichet.security"} == {cast.person("ada").pk}


def test_a_forged_form_is_told(cast, told):
    assert Client(enforce_csrf_checks=True).post("/sign-in/", {}).status_code == 403
    assert lines(told) == ["form.refused route=/sign-in/ status=403"]
    assert "django.security.csrf" not in {record.name for record in told.records if record.levelno >= logging.ERROR}


def test_addresses_with_secrets_are_left_out_of_djangos_own_lines():
    assert settings.LOGGING["loggers"]["django.security.csrf"]["level"] == "ERROR"
    assert settings.LOGGING["loggers"]["django.request"]["level"] == "ERROR"


def test_a_line_is_one_line_with_its_moment_in_utc():
    record = logging.LogRecord("guichet.security", logging.INFO, "", 0, "refused", None, None)
    record.created = dt.datetime(2026, 7, 1, 10, 0, tzinfo=dt.UTC).timestamp()
    record.msecs = 7.0
    Reference().filter(record)
    said = Line(settings.LOGGING["formatters"]["line"]["format"]).format(record)
    assert said == "2026-07-01T10:00:00.007Z INFO guichet.security [- - -] refused"


def test_a_session_ends_after_its_days_however_much_it_is_used(cast):
    ada, client = cast.person("ada"), Client()
    client.post("/sign-in/", {"email": email_of("ada"), "password": PASSWORD})
    session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert session["person"] == ada.pk
    session["since"] = clock.now().timestamp() - settings.SESSION_COOKIE_AGE + 60
    session.save()
    assert client.get("/account/").status_code == 200
    session["since"] -= 120
    session.save()
    assert client.get("/account/").status_code == 302
    assert not SessionStore(session.session_key).load()


def test_signing_out_asks_the_browser_to_forget(signed_in, cast):
    assert signed_in("ada").post("/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize(("secure", "forwarded", "found"), [
    (False, "203.0.113.9", "192.0.2.1"),  # without https nobody stands in front of us: anybody could write this
    (True, "", "192.0.2.1"),
    (True, "203.0.113.9", "203.0.113.9"),
    (True, "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the first one is what the sender said of himself
])  # fmt: skip
def test_where_a_request_comes_from_is_what_the_proxy_says_and_not_its_sender(secure, forwarded, found):
    request = RequestFactory().get("/", secure=secure, REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": forwarded})
    assert remote_address(request) == found
