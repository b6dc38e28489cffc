"""What every request passes: monitors, the browser's policy, one transaction as the actor, refusals."""

import re

import pytest
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from guichet.access import limits
from guichet.access.actors import PUBLIC, Actor
from guichet.access.refusals import Conflict, Forbidden, Invalid, Missing, TooLarge, TooOften
from guichet.desk.models import Note
from guichet.people.models import Attempt, Company, Person
from guichet.web.components import middleware
from guichet.web.components.access import as_login


def run(view, actor: Actor = PUBLIC, **headers: str) -> HttpResponse:
    """The view as `acting` runs it."""
    request = RequestFactory().post("/requests/1001/messages/", headers=headers)
    request.actor, request.company, request.reference = actor, None, "reference"
    return middleware.run(request, view, (), {})


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        return cursor.fetchone()[0].rsplit("_", 1)[-1]


def test_view_runs_with_the_role_of_its_actor(ada, nora):
    found = []
    for actor in (PUBLIC, ada, nora):
        run(lambda request: found.append(role()) or HttpResponse(), actor)
    assert found == ["public", "requester", "agent"]


def test_requester_cannot_read_notes_even_in_a_careless_view(ada):
    with pytest.raises(Exception, match="permission denied"):
        run(lambda request: HttpResponse(str(Note.objects.count())), ada)


def test_sign_in_runs_as_the_login(db):
    assert run(as_login(lambda request: HttpResponse(role()))).content == b"none"


def test_refused_view_is_undone(cast, ada):
    def view(request: HttpRequest) -> HttpResponse:
        Company.objects.filter(pk=ada.companies[0]).update(phone="changed")
        raise Conflict("That went wrong.")

    assert run(view, ada).status_code == 409
    assert cast.company("acme").phone == ""


def test_answer_of_500_is_undone(cast, ada):
    def view(request: HttpRequest) -> HttpResponse:
        Company.objects.filter(pk=ada.companies[0]).update(phone="changed")
        return HttpResponse(status=503)

    assert run(view, ada).status_code == 503
    assert cast.company("acme").phone == ""


def test_typed_text_is_kept_after_the_refused_work_is_undone(cast, ada):
    def view(request: HttpRequest) -> HttpResponse:
        def keep() -> dict:
            Person.objects.filter(pk=ada.person_id).update(phone="kept")
            return {"kept": "My long text."}

        request.kept_draft = keep
        raise Conflict("This request was closed on 3 May and takes no reply.", reason="closed", number=1001)

    response = run(view, ada)
    said = response.content.decode()
    assert response.status_code == 409
    assert "My long text." in said and "closed on 3 May" in said
    assert 'href="/requests/1001/follow-up/"' in said
    assert cast.person("ada").phone == "kept"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Forbidden("Not you."), 403),
        (Missing("No."), 404),
        (Conflict("Too late."), 409),
        (TooLarge("Too large."), 413),
        (Invalid({"subject": "Give a subject."}), 422),
        (TooOften("Slowly.", after=61), 429),
    ],
)
def test_every_refusal_has_its_page_and_its_fragment(ada, error, status):
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    page, fragment = run(view, ada), run(view, ada, HX_Request="true")
    assert page.status_code == fragment.status_code == status
    assert "<html" in page.content.decode() and "<html" not in fragment.content.decode()
    assert fragment["HX-Retarget"] == "#main"
    if status == 429:
        assert page["Retry-After"] == "61"
    if status not in (404, 413, 429):
        assert error.message in page.content.decode()


def test_view_may_show_its_own_form_again(ada):
    def view(request: HttpRequest) -> HttpResponse:
        request.show_refusal = lambda error: HttpResponse(error.message, status=error.status)
        raise Invalid({"subject": "Give a subject."})

    response = run(view, ada)
    assert (response.status_code, response.content) == (422, b"Give a subject.")


def test_count_of_attempts_outlives_the_refusal(ada):
    def view(request: HttpRequest) -> HttpResponse:
        limits.count("opening:ada", 2, 60)
        raise Conflict("No.")

    from guichet.people import limits as counting

    counting.begin()
    run(view, ada)
    assert Attempt.objects.get(key="opening:ada").count == 1


def test_unknown_address_answers_404_with_a_page_for_everybody(signed_in):
    for client in (Client(), signed_in("ada"), signed_in("nora")):
        assert client.get("/no/such/place/").status_code == 404


def test_pages_carry_the_strict_policy(cast):
    first, second = Client().get("/sign-in/"), Client().get("/sign-in/")
    policy = first["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    nonce = re.compile(r"'nonce-([^']+)'")
    assert nonce.search(policy)[1] != nonce.search(second["Content-Security-Policy"])[1]
    assert first["X-Content-Type-Options"] == "nosniff"
    assert first["Cache-Control"] == "no-store"
    assert first["Cross-Origin-Resource-Policy"] == first["Cross-Origin-Opener-Policy"] == "same-origin"
    said = first.content.decode()
    assert " style=" not in said and " onclick=" not in said and not re.search(r"<script(?![^>]*src=)", said)


def test_reference_is_taken_over_only_if_harmless(cast):
    assert Client().get("/sign-in/", headers={"X-Request-Id": "abc-12345678"})["X-Request-Id"] == "abc-12345678"
    assert Client().get("/sign-in/", headers={"X-Request-Id": "a\tb <x>"})["X-Request-Id"] != "a\tb <x>"


def test_foreign_host_is_refused(cast):
    assert Client(headers={"Host": "evil.example"}).get("/sign-in/").status_code == 400


def test_monitors_answer_without_session(db):
    assert Client().get("/healthz").content == b"ok\n"
    ready = Client().get("/readyz")
    assert (ready.status_code, b"no worker" in ready.content) == (503, True)
    from guichet import clock
    from guichet.jobs.models import Heartbeat

    Heartbeat.objects.create(name="worker", at=clock.now())
    assert Client().get("/readyz").status_code == 200


def test_metrics_are_for_this_machine_only(db):
    assert b"guichet_http_requests_total" in Client().get("/metrics").content
    assert Client(REMOTE_ADDR="203.0.113.5").get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"X-Forwarded-For": "203.0.113.5"}).status_code == 404


def test_more_than_is_taken_answers_413(cast):
    assert Client().post("/sign-in/", {"email": "x" * (9 * 1024 * 1024), "password": "x"}).status_code == 413


def test_missing_page_raised_by_a_view_is_no_refusal_of_ours(ada):
    def view(request: HttpRequest) -> HttpResponse:
        raise Http404

    with pytest.raises(Http404):
        run(view, ada)


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b&page=1", "page=%C2%B2", "page=" + "9" * 5000, "view=%00", "%00=1"])
@pytest.mark.parametrize(("who", "path"), [
    ("", "/problems/"), ("", "/articles/"), ("ada", "/requests/"), ("nora", "/desk/"), ("nora", "/desk/problems/"),
    ("nora", "/desk/articles/"), ("nora", "/desk/search/"), ("nora", "/desk/mail/"), ("nora", "/desk/companies/"),
])  # fmt: skip
def test_no_sign_in_an_address_breaks_a_page(cast, signed_in, client, who, path, query):
    assert (signed_in(who) if who else client).get(f"{path}?{query}").status_code in (200, 302, 404)
