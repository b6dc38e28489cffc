"""Everybody of the cast at every address: what he gets, that looking changes nothing, and that nothing foreign is there."""

import pytest

from guichet import clock
from tests.access.urls import MONITORS, PORTAL, ROLES, URLS, VENDOR
from tests.access.walk import MOMENT, Scene, patterns, set_scene
from tests.desk.conftest import at

# What looking may write: that a session lives, that limits count, that a confidential request was read (DOMAIN 1.11),
# and that a search found nothing, which the reports count.
MAY_BE_WRITTEN = {"django_session", "people_attempt", "desk_reading", "knowledge_searchmiss"}
METHODS = ("get", "post")


@pytest.fixture
def scene(cast, opened) -> Scene:
    return set_scene(cast, opened)


@pytest.fixture(autouse=True)
def at_work():
    """A Tuesday afternoon: the desk is open."""
    with clock.standing_at(at(MOMENT)):
        yield


def test_every_address_has_its_line():
    assert set(patterns()) == set(URLS), "give every pattern of the resolver one line in tests/access/urls.py"


def test_every_line_tells_what_everybody_gets():
    for pattern, line in URLS.items():
        for method in METHODS:
            assert set(line.answers(method)) == set(ROLES), (pattern, method)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_the_table_says(scene, role):
    found = {
        (method.upper(), line.address): status
        for line in URLS.values()
        for method in METHODS
        if (status := scene.visit(role, line.address, method).status_code) != line.answers(method)[role]
    }
    wanted = {(m.upper(), line.address): line.answers(m)[role] for line in URLS.values() for m in METHODS}
    assert not found, "\n" + "\n".join(f"{m} {a}: {status}, not {wanted[m, a]}" for (m, a), status in found.items())


@pytest.mark.parametrize("role", ["anonymous", "ada", "alan", "nora", "lena", "admin"])
def test_looking_changes_nothing(scene, role):
    found = {line.address: touched for line in URLS.values() if (touched := scene.touched(role, line.address) - MAY_BE_WRITTEN)}
    assert not found


def test_a_look_that_writes_would_be_seen(scene):
    """The measure itself: a POST that is undone leaves its trace in what `touched` reads."""
    scene.visit("nora", "/desk/requests/{ticket}/notes/", "post", {"body": "Un mot"})
    from tests.access.walk import _written

    assert _written()["desk_note"] > 0


def elsewhere(address: str, name: str) -> str:
    """The same address for another request."""
    return address.replace("{ticket_file}", f"{{{name}_file}}").replace("{ticket}", f"{{{name}}}")


NUMBERED = [line.address for pattern, line in URLS.items() if "<number:" in pattern or "<str:token>/<str:name>" in pattern]


def answers(scene: Scene, role: str, addresses: list[str]) -> dict[tuple[str, str], int]:
    """What is not a 404 to GET and POST. A method nobody may use there tells nothing about the number."""
    return {
        (method, address): status
        for address in addresses
        for method in METHODS
        if (status := scene.visit(role, address, method).status_code) not in (404, 405)
    }


@pytest.mark.parametrize("role", ["ada", "alan", "paula", "remi", "cora", "dario"])
def test_a_foreign_companys_number_is_not_there(scene, role):
    assert not answers(scene, role, [elsewhere(address, "foreign") for address in NUMBERED])


@pytest.mark.parametrize("role", ["ada", "alan", "remi", "boris", "cora", "dario"])
def test_a_confidential_request_is_not_there_for_other_contacts(scene, role):
    """Not for the company's administrator either, and not for who sees the company."""
    assert not answers(scene, role, [elsewhere(address, "secret") for address in NUMBERED])


@pytest.mark.parametrize("role", ["admin", "theo", "carl", "rosa", "sara"])
def test_a_confidential_request_is_not_there_for_agents_of_other_desks(scene, role):
    asked = [elsewhere(address, "secret") for address in NUMBERED]
    found = answers(scene, role, asked)
    # An agent in the portal is led to the workspace, whatever the number.
    pages = ("follow-up", "print", "correct", "messages/{message}/mail")
    assert {address for _, address in found} <= {f"/requests/{{secret}}/{page}/" for page in pages}
    assert set(found.values()) <= {302}


def test_an_agent_of_the_desk_sees_of_a_confidential_request_that_it_is_one(scene):
    asked = [elsewhere(address, "secret") for address in NUMBERED if address.startswith(("/desk/", "/attachments/"))]
    # That he may not open it he is told, for its page is there for him; a lead may, with a reason.
    assert answers(scene, "luca", asked) == {
        ("get", "/desk/requests/{secret}/"): 200,
        ("post", "/desk/requests/{secret}/open/"): 403,
    }
    page = scene.visit("luca", "/desk/requests/{secret}/").content.decode()
    assert scene.names["secret"] in page and "Acme SA" in page
    assert "salaire" not in page and "Paula" not in page


def test_who_may_read_a_confidential_request_reads_it(scene):
    for role, address in (("paula", "/requests/{secret}/"), ("nora", "/desk/requests/{secret}/")):
        assert "Décompte de salaire faux" in scene.visit(role, address).content.decode()
    for role in ("paula", "nora"):
        assert scene.visit(role, "/attachments/{secret_file}").status_code == 200


def test_files_of_notes_are_there_for_agents_alone(scene):
    assert scene.visit("nora", "/attachments/{note_file}").status_code == 200
    for role in PORTAL:
        assert scene.visit(role, "/attachments/{note_file}").status_code == 404, role


@pytest.mark.parametrize("address", [
    "/account/colleagues/{foreign_membership}/",
    "/account/colleagues/{foreign_membership}/leaving/",
    "/account/closing-days/{foreign_company_closure}/",
])  # fmt: skip
def test_another_companys_people_and_days_are_not_there_for_an_administrator(scene, address):
    assert not answers(scene, "alan", [address])


def test_the_table_lets_no_portal_person_into_workspace_or_administration():
    """INTERFACE section 4: for them nothing is there, whatever the method. The walk shows that the table is true."""
    for pattern, line in URLS.items():
        if pattern.startswith(("desk/", "administration/")):
            assert all(line.answers(method)[role] == 404 for method in METHODS for role in PORTAL), pattern


@pytest.mark.parametrize("role", ["anonymous", "alan", "nora", "admin"])
def test_a_form_without_its_token_is_refused_everywhere(cast, opened, role):
    scene = set_scene(cast, opened, enforce_csrf_checks=True)
    found = {
        line.address: status for line in URLS.values() if (status := scene.visit(role, line.address, "post").status_code) != 403
    }
    # What a mail program posts in one click carries no token of a form: the signed link is its proof. The REST door knows no session.
    assert found == {"/letters/nobodys/": 410, "/api/v1/suggestions": 401, "/api/v1/nothing": 404}


@pytest.mark.parametrize(("role", "method"), [("alan", "put"), ("nora", "delete"), ("admin", "patch"), ("ada", "trace")])
def test_no_address_takes_another_method(scene, role, method):
    for line in URLS.values():
        assert scene.visit(role, line.address, method).status_code in (302, 404, 405), line.address


def test_an_unknown_address_and_an_unknown_number_look_alike(scene):
    for role in ("ada", "nora"):
        base = "/desk/requests/" if role in VENDOR else "/requests/"
        unknown = scene.visit(role, f"{base}SPT-999999/")
        nowhere = scene.visit(role, "/nothing/of/that/kind/")
        foreign = scene.visit(role, "/requests/{foreign}/") if role == "ada" else unknown
        assert unknown.status_code == nowhere.status_code == foreign.status_code == 404
        assert unknown.content.count(b"<") == foreign.content.count(b"<")


def test_monitors_know_no_actor(client, db):
    for address in MONITORS:
        assert client.get(address).status_code in (200, 503)
        assert client.get(address, headers={"X-Forwarded-For": "203.0.113.9"}).status_code in (200, 404, 503)
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
