"""The first of the REST door: tokens, problems as JSON, and what is suggested to the person of the token, behind his walls."""

import json

import pytest
from django.test import Client

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.api import endpoints
from guichet.knowledge.models import INTERNAL
from guichet.matching import embedding, suggesting, upkeep, vectors
from guichet.people import tokens
from guichet.people.models import Person, Token
from tests.knowledge.conftest import at, known, opened, written

__all__ = ["known", "opened", "written"]
ADDRESS = "/api/v1/suggestions"
TEXT = {"subject": "Customer invoice: former VAT rate proposed", "description": "The VAT code is wrong."}


@pytest.fixture(autouse=True)
def by_words(monkeypatch, cast):
    vectors.forget_means()
    monkeypatch.setattr(embedding, "here", lambda **patience: None)
    monkeypatch.setattr(suggesting, "SHOWN_TO_REQUESTERS", 0.0)
    monkeypatch.setattr(suggesting, "SHOWN_TO_AGENTS", 0.0)
    Person.objects.update(language="en")


def follow():
    upkeep.follow()
    upkeep.follow()
    with acting_as(SYSTEM):
        upkeep.refresh_knowledge()


def ask(cast, who="ada", *, scopes=("read",), **given):
    secret = tokens.make(cast.person(who).email, scopes, 30)
    return Client().post(ADDRESS, json.dumps(TEXT | given), content_type="application/json", headers={"Authorization": f"Bearer {secret}"})


def found(response) -> dict[str, list[str]]:
    assert response.status_code == 200, response.content
    return {kind: [one["reference"] for one in response.json()[kind]] for kind in ("problems", "articles", "requests")}


def is_problem(response, status: int) -> dict:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status and body["title"]
    return body


def test_problems_articles_and_own_requests_with_their_reasons(cast, known, written, opened, ada):
    problem = known(ranges=[("24.2.0", "", "24.2.5")], signatures=["FI-4711"])
    article = written(state="published")
    article.texts.create(language="en", slug="vat-rate", title="Former VAT rate proposed", body="Set the VAT code.")
    ticket = opened(ada, subject="Former VAT rate proposed", body="VAT", language="en")
    follow()
    response = ask(cast, subject="Former VAT rate proposed: FI-4711")
    assert found(response) == {"problems": [problem.reference], "articles": ["vat-rate"], "requests": [ticket.key]}
    body = response.json()
    one = body["problems"][0]
    assert body["version"] == "24.2.3" and one["fixed_in"] == "24.2.5" and one["answer"] == "fixed"
    assert one["text"] == "Fixed in 24.2.5. You run 24.2.3." and one["way_round"] == "Set the VAT code by hand."
    assert "VAT" in one["reasons"]["words"] and one["reasons"]["codes"] == ["fi-4711"] and one["reasons"]["version"] == "24.2.3"
    assert one["likelihood"] in ("very_likely", "likely", "possible") and one["url"].endswith(f"/problems/{problem.reference}/")
    assert body["requests"][0]["own"] is True and body["requests"][0]["number"] == ticket.pk


def test_the_version_said_decides_and_others_are_shown_where_asked_for(cast, known):
    problem = known(ranges=[("24.2.0", "", "24.2.5")])
    follow()
    assert found(ask(cast, version="24.2.5"))["problems"] == []
    [one] = ask(cast, version="24.2.5", other_versions=True).json()["problems"]
    assert one["reference"] == problem.reference and one["answer"] == "not_yours" and one["regression"] is True


def test_the_same_by_get(cast, known):
    problem = known()
    follow()
    secret = tokens.make("ada@acme.example", ["read"], 1)
    response = Client().get(ADDRESS, TEXT, headers={"Authorization": f"Bearer {secret}"})
    assert found(response)["problems"] == [problem.reference]


def test_each_sees_what_his_walls_let_him_see(cast, known, written, opened, ada, paula):
    internal = known(visibility=INTERNAL)
    draft = written(state="draft")
    draft.texts.create(language="en", slug="vat-rate", title="Former VAT rate proposed", body="VAT")
    ours = opened(ada, subject=TEXT["subject"], body="VAT", language="en")
    secret = opened(paula, subject=TEXT["subject"], body="VAT", language="en", domain="payroll", confidential=True)
    follow()
    nothing = {"problems": [], "articles": [], "requests": []}
    assert found(ask(cast, "boris")) == nothing and found(ask(cast, "dario")) == nothing
    assert found(ask(cast, "ada"))["requests"] == [ours.key]
    assert found(ask(cast, "alan"))["requests"] == [ours.key], "he sees the company, and not what is confidential"
    assert found(ask(cast, "paula")) == nothing, "what is confidential is in no index, not for its own people either"
    assert found(ask(cast, "nora"))["problems"] == [internal.reference]
    assert secret.key not in found(ask(cast, "luca"))["requests"]
    assert found(ask(cast, "admin"))["requests"] == [], "by his role he sees no request"
    for who in ("ada", "boris", "dario", "cora"):
        assert internal.reference not in ask(cast, who).content.decode()


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer gt_nobodys", "Basic abc", "Bearer \x00"])
def test_without_a_good_token_nothing_is_answered(header, db):
    response = Client().post(ADDRESS, TEXT, headers={"Authorization": header} if header else {})
    is_problem(response, 401)
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_session_does_not_open_this_door(signed_in):
    is_problem(signed_in("ada").get(ADDRESS, TEXT), 401)


def test_a_token_ends_with_its_days_and_with_its_person(cast):
    secret = tokens.make("ada@acme.example", ["read"], 1)
    with clock.standing_at(at("2030-01-01 08:00")):
        assert tokens.known(secret) is None
    assert tokens.known(secret) is not None
    Person.objects.filter(email="ada@acme.example").update(is_active=False)
    assert tokens.known(secret) is None
    assert secret not in str(Token.objects.values()), "only a digest is kept"


@pytest.mark.parametrize(("email", "scopes", "days"), [
    ("nobody@acme.example", ["read"], 1), ("ada@acme.example", ["everything"], 1), ("ada@acme.example", [], 1), ("ada@acme.example", ["read"], 0),
])  # fmt: skip
def test_a_token_is_not_made_for_what_is_not_there(cast, email, scopes, days):
    with pytest.raises(tokens.TokenError):
        tokens.make(email, scopes, days)


def test_another_scope_does_not_read(cast):
    is_problem(ask(cast, scopes=["write"]), 403)


@pytest.mark.parametrize("given", [
    {"subject": "", "description": ""}, {"subject": 5}, {"subject": "x" * 100_001}, {"version": "99.9"}, {"limit": 0},
    {"limit": "many"}, {"installation": 10**30}, {"installation": "x"}, {"language": "xx"}, {"product": "nothing"},
])  # fmt: skip
def test_what_is_wrong_is_said_by_field(cast, given):
    assert set(is_problem(ask(cast, **given), 422)["errors"]) <= {*given, "subject"}


def test_the_installation_of_another_company_is_not_there(cast):
    is_problem(ask(cast, installation=cast.installation("borealis-prod").pk), 422)


@pytest.mark.parametrize("body", ["", "[1]", "{", "null", '"' * 9, "[" * 20_000])
def test_what_is_no_json_object_is_refused(cast, body):
    secret = tokens.make("ada@acme.example", ["read"], 1)
    response = Client().post(ADDRESS, body, content_type="application/json", headers={"Authorization": f"Bearer {secret}"})
    is_problem(response, 422 if not body else 400)


@pytest.mark.parametrize("subject", ["x" * 10_000, "the of and", "?!", "'; DROP TABLE x; -- %s", "🙂" * 100, "مرحبا", "a\0b", "\ud800 x"])
def test_odd_texts_have_an_answer(cast, known, subject):
    known()
    follow()
    assert ask(cast, subject=subject, description="").status_code == 200


def test_too_often_says_when_to_come_back(cast, monkeypatch):
    monkeypatch.setattr(endpoints, "PER_MINUTE", 1)
    secret = tokens.make("ada@acme.example", ["read"], 1)
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get(ADDRESS, TEXT, headers=headers).status_code == 200
    response = Client().get(ADDRESS, TEXT, headers=headers)
    is_problem(response, 429)
    assert 0 < int(response["Retry-After"]) <= 61


def test_other_methods_and_addresses_are_problems_too(db):
    response = Client().delete(ADDRESS)
    is_problem(response, 405)
    assert response["Allow"] == "GET, HEAD, POST"
    is_problem(Client().get("/api/v1/nothing"), 404)
