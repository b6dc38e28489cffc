"""Signing in: by password, by link, by invitation; what strangers learn, and what limits do."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from guichet.people import links, passwords
from guichet.people.models import Credential, OneTimeLink, Person
from tests.cast import PASSWORD, email_of


def try_to_sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"email": email, "password": password, **more})


def queued(task: str) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [task])
        import json

        return [row[0] if isinstance(row[0], dict) else json.loads(row[0]) for row in cursor.fetchall()]


@pytest.mark.parametrize(
    ("who", "start"), [("ada", "/"), ("nora", "/desk/"), ("theo", "/desk/"), ("admin", "/administration/"), ("cora", "/")]
)
def test_everybody_begins_in_his_own_room(cast, who, start):
    response = try_to_sign_in(Client(), email_of(who).upper())
    assert (response.status_code, response["Location"]) == (303, start)


def test_sign_in_leads_on_to_where_one_was_going(cast):
    assert try_to_sign_in(Client(), email_of("ada"), next="/requests/new/?type=SPT")["Location"] == "/requests/new/?type=SPT"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-out/"]
)
def test_sign_in_never_leads_elsewhere(cast, elsewhere):
    assert try_to_sign_in(Client(), email_of("ada"), next=elsewhere)["Location"] == "/"


def test_wrong_password_and_unknown_address_get_the_same_answer(cast):
    def answer(email: str) -> str:
        response = try_to_sign_in(Client(), email, "not this one")
        assert response.status_code == 422
        kept = response.content.decode().replace(email, "ADDRESS").replace(response.wsgi_request.META["CSRF_COOKIE"], "")
        return "\n".join(line for line in kept.splitlines() if "csrf" not in line.lower())

    assert answer("ada@acme.example") == answer("who@acme.example")


def test_unknown_address_costs_a_hash_too(cast, monkeypatch):
    hashed = []
    monkeypatch.setattr(passwords, "check_password", lambda *a, **k: hashed.append(1) or False)
    try_to_sign_in(Client(), "who@acme.example", "x")
    try_to_sign_in(Client(), "ada@acme.example", "x")
    assert len(hashed) == 2


def test_missing_password_is_said_beside_its_field_and_the_address_kept(cast):
    response = Client().post("/sign-in/", {"email": "ada@acme.example", "password": ""})
    assert response.status_code == 422
    assert 'value="ada@acme.example"' in response.content.decode()


def test_ten_failures_of_an_account_are_enough_and_do_not_last(cast, monkeypatch):
    client = Client()
    for _ in range(10):
        assert try_to_sign_in(client, email_of("ada"), "wrong").status_code == 422
    response = try_to_sign_in(client, email_of("ada"))
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 901
    assert try_to_sign_in(Client(), email_of("alan")).status_code == 303, "another account is not touched"
    from datetime import timedelta

    from guichet import clock

    with clock.standing_at(clock.now() + timedelta(minutes=16)):
        assert try_to_sign_in(client, email_of("ada")).status_code == 303


def test_successes_do_not_count(cast):
    for _ in range(12):
        assert try_to_sign_in(Client(), email_of("ada")).status_code == 303


def test_hundred_failures_of_an_address_are_enough(cast, monkeypatch):
    monkeypatch.setattr(passwords, "check", lambda person, password: False)
    client = Client()
    for n in range(100):
        assert try_to_sign_in(client, f"nobody{n}@acme.example", "x").status_code == 422
    assert try_to_sign_in(client, email_of("ada")).status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.9").post("/sign-in/", {"email": "a@b.ch", "password": "x"}).status_code == 422


def test_link_signs_in_although_the_password_is_blocked(cast):
    client = Client()
    for _ in range(11):
        try_to_sign_in(client, email_of("ada"), "wrong")
    assert client.post("/sign-in/", {"email": email_of("ada"), "link": "1"}).status_code == 303
    token = links.make_link(cast.person("ada").pk, links.SIGN_IN)
    assert client.post(f"/sign-in/link/{token}/")["Location"] == "/"


def test_link_asked_for_by_a_stranger_gets_the_same_answer(cast):
    known, unknown = (
        Client().post("/sign-in/", {"email": email, "link": "1"}) for email in ("ada@acme.example", "who@acme.example")
    )
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"]) == (303, "/sign-in/sent/")


def test_no_secret_of_a_link_stands_in_the_queue(cast):
    Client().post("/sign-in/reset/", {"email": "ada@acme.example"})
    assert [job["purpose"] for job in queued("guichet.send_link")] == ["reset"]
    assert not OneTimeLink.objects.exists(), "the worker makes it"


def test_sixth_link_in_a_quarter_of_an_hour_is_not_sent_and_nobody_is_told(cast):
    answers = {Client().post("/sign-in/", {"email": "ada@acme.example", "link": "1"}).status_code for _ in range(7)}
    assert answers == {303}
    assert len(queued("guichet.send_link")) == 5


def test_opening_a_link_does_not_use_it_up(cast):
    token = links.make_link(cast.person("ada").pk, links.SIGN_IN)
    client = Client()
    assert "Ada" in client.get(f"/sign-in/link/{token}/").content.decode()
    assert client.get("/account/").status_code == 302
    assert client.post(f"/sign-in/link/{token}/").status_code == 303
    assert client.get("/account/").status_code == 200
    assert Client().post(f"/sign-in/link/{token}/").status_code == 410, "it works once"


def test_link_ends_after_half_an_hour(cast):
    from datetime import timedelta

    from guichet import clock

    token = links.make_link(cast.person("ada").pk, links.SIGN_IN)
    with clock.standing_at(clock.now() + timedelta(minutes=31)):
        assert Client().post(f"/sign-in/link/{token}/").status_code == 410


def test_link_of_one_purpose_serves_no_other(cast):
    token = links.make_link(cast.person("ada").pk, links.SIGN_IN)
    assert Client().get(f"/sign-in/reset/{token}/").status_code == 410
    assert Client().get(f"/invitation/{token}/").status_code == 410


def test_only_a_digest_of_a_link_is_kept(cast):
    token = links.make_link(cast.person("ada").pk, links.SIGN_IN)
    assert token not in OneTimeLink.objects.get().digest


def test_reset_ends_all_other_sessions_and_links(cast, signed_in):
    elsewhere = signed_in("ada")
    assert elsewhere.get("/account/").status_code == 200
    ada = cast.person("ada")
    other, token = links.make_link(ada.pk, links.SIGN_IN), links.make_link(ada.pk, links.RESET)
    client = Client()
    assert client.post(f"/sign-in/reset/{token}/", {"password": "a sentence to remember"}).status_code == 303
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert links.whose(other, links.SIGN_IN) is None
    assert try_to_sign_in(Client(), email_of("ada"), "a sentence to remember").status_code == 303
    assert try_to_sign_in(Client(), email_of("ada"), PASSWORD).status_code == 422


@pytest.mark.parametrize("weak", ["short", "password123", "adafavre", "ada@acme.example", "1234567890"])
def test_weak_passwords_are_refused_beside_their_field(cast, weak):
    token = links.make_link(cast.person("ada").pk, links.RESET)
    response = Client().post(f"/sign-in/reset/{token}/", {"password": weak})
    assert response.status_code == 422
    assert "refusal" in response.content.decode()
    assert links.whose(token, links.RESET), "the link still works"


def test_invitation_sets_the_first_password_and_signs_in(cast):
    person = cast.person("remi")
    Credential.objects.filter(person=person).delete()
    token = links.make_link(person.pk, links.INVITATION)
    assert "Acme SA" in Client().get(f"/invitation/{token}/").content.decode()
    client = Client()
    assert client.post(f"/invitation/{token}/", {"password": "un chat dort sur le toit"})["Location"] == "/"
    assert client.get("/account/").status_code == 200


def test_invitation_of_somebody_with_a_password_only_signs_in(cast):
    token = links.make_link(cast.person("ada").pk, links.INVITATION)
    assert Client().post(f"/invitation/{token}/", {"password": "something else entirely"}).status_code == 303
    assert try_to_sign_in(Client(), email_of("ada"), PASSWORD).status_code == 303


def test_deactivated_person_neither_signs_in_nor_stays(cast, signed_in):
    client = signed_in("ada")
    token = links.make_link(cast.person("ada").pk, links.SIGN_IN)
    Person.objects.filter(email=email_of("ada")).update(is_active=False)
    assert client.get("/account/").status_code == 302
    assert try_to_sign_in(Client(), email_of("ada")).status_code == 422
    assert Client().post(f"/sign-in/link/{token}/").status_code == 410


def test_session_key_changes_with_sign_in(cast):
    client = Client()
    try_to_sign_in(client, email_of("ada"))
    first = client.cookies[settings.SESSION_COOKIE_NAME].value
    try_to_sign_in(client, email_of("alan"))
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != first
    assert "Alan" in client.get("/account/").content.decode()


def test_sign_out_ends_the_session_for_good(cast):
    client = Client()
    try_to_sign_in(client, email_of("ada"))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(("accepted", "language"), [("de-CH,de;q=0.9", "de"), ("fr", "fr"), ("it-CH", "it"), ("rm", "en")])
def test_sign_in_follows_the_browser(cast, accepted, language):
    response = Client().get("/sign-in/", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}"' in response.content.decode()


def test_language_is_chosen_by_post_and_kept(cast, signed_in):
    client = Client()
    assert client.post("/language/", {"language": "it", "next": "/sign-in/"})["Location"] == "/sign-in/"
    assert '<html lang="it"' in client.get("/sign-in/").content.decode()
    ada = signed_in("ada")
    ada.post("/language/", {"language": "de", "next": "/account/"})
    assert cast.person("ada").language == "de"


def test_form_without_its_token_is_refused(cast):
    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"email": "a@b.ch", "password": "x"})
    assert response.status_code == 403
