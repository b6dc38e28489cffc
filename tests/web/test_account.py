"""One's own account, and what a company's administrator decides."""

import datetime as dt

import pytest
from django.test import Client

from guichet import clock
from guichet.access.models import LogEntry
from guichet.catalog.models import EntityLimit
from guichet.desk.models import Share
from guichet.people.models import Absence, Closure, Company, Membership, Person
from tests.cast import PASSWORD, email_of

DETAILS = {
    "given_name": "Ada", "family_name": "Favre", "phone": "+41 21 555 00 00", "language": "de", "zone": "Europe/Rome",
    "theme": "dark",
}  # fmt: skip
INVITED = {"email": "New.Person@acme.example", "given_name": "Noël", "family_name": "Neuf", "language": "fr", "is_requester": "on"}


@pytest.mark.parametrize("who", ["ada", "alan", "remi", "boris", "cora", "dario", "nora", "theo", "admin"])
def test_everybody_has_an_account(signed_in, who):
    assert signed_in(who).get("/account/").status_code == 200


@pytest.mark.parametrize("who", ["ada", "nora"])
def test_own_details_are_kept_and_logged(signed_in, who, cast):
    client = signed_in(who)
    assert client.post("/account/", DETAILS).status_code == 303
    person = cast.person(who)
    assert (person.language, person.zone, person.theme) == ("de", "Europe/Rome", "dark")
    assert LogEntry.objects.get(act="account.changed").by == person
    assert 'data-theme="dark"' in client.get("/account/").content.decode()


def test_wrong_zone_is_refused_and_the_rest_kept(signed_in):
    response = signed_in("ada").post("/account/", {**DETAILS, "zone": "Mars/Olympus"})
    assert response.status_code == 422
    assert "+41 21 555 00 00" in response.content.decode()


def test_new_password_ends_other_sessions_but_this(signed_in):
    here, elsewhere = signed_in("ada"), signed_in("ada")
    response = here.post("/account/password/", {"current": PASSWORD, "password": "a sentence to remember"})
    assert response.status_code == 303
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert Client().post("/sign-in/", {"email": email_of("ada"), "password": "a sentence to remember"}).status_code == 303


def test_signing_out_everywhere_else_keeps_this_session(signed_in):
    here, elsewhere = signed_in("ada"), signed_in("ada")
    assert here.post("/account/sessions/").status_code == 303
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_wrong_present_password_changes_nothing(signed_in):
    client = signed_in("ada")
    assert client.post("/account/password/", {"current": "no", "password": "a sentence to remember"}).status_code == 422
    assert Client().post("/sign-in/", {"email": email_of("ada"), "password": PASSWORD}).status_code == 303


def test_absence_lasts_thirty_days_at_most(signed_in, cast):
    client, today = signed_in("ada"), clock.now().date()
    assert client.post("/account/away/", {"away_until": today + dt.timedelta(days=29)}).status_code == 303
    assert cast.person("ada").away_until == today + dt.timedelta(days=29)
    assert client.post("/account/away/", {"away_until": today + dt.timedelta(days=32)}).status_code == 422
    assert client.post("/account/away/", {"away_until": ""}).status_code == 303
    assert cast.person("ada").away_until is None


def test_who_belongs_to_several_companies_chooses_one(signed_in, cast):
    Membership.objects.create(person=cast.person("boris"), company=cast.company("acme"), is_requester=True)
    client = signed_in("boris")
    assert client.post("/account/company/", {"company": cast.company("acme").pk}).status_code == 303
    assert client.get("/account/").wsgi_request.company.company == "Acme SA"
    assert client.post("/account/company/", {"company": cast.company("delta").pk}).status_code == 404


# The company's administrator


def test_only_an_administrator_sees_the_colleagues_page(signed_in):
    assert signed_in("alan").get("/account/colleagues/").status_code == 200
    assert signed_in("ada").get("/account/colleagues/").status_code == 403
    assert Client().get("/account/colleagues/").status_code == 302


def test_invited_colleague_may_exactly_what_was_ticked(signed_in, cast):
    response = signed_in("alan").post("/account/colleagues/", {**INVITED, "is_confidential": "on"})
    assert response.status_code == 303
    made = Membership.objects.get(person__email="New.Person@acme.example")
    assert made.company == cast.company("acme")
    assert (made.is_requester, made.is_confidential, made.is_administrator, made.sees_company) == (True, True, False, False)
    assert LogEntry.objects.get(act="person.invited").by == cast.person("alan")


def test_colleague_is_not_invited_twice(signed_in):
    response = signed_in("alan").post("/account/colleagues/", {**INVITED, "email": "ADA@acme.example"})
    assert response.status_code == 422
    assert "This colleague is there already" in response.content.decode() or "refusal" in response.content.decode()
    assert Person.objects.filter(email__iexact="ada@acme.example").count() == 1


def test_contact_of_another_company_may_be_invited_and_is_one_person(signed_in, cast):
    assert signed_in("alan").post("/account/colleagues/", {**INVITED, "email": email_of("boris")}).status_code == 303
    assert Person.objects.filter(email__iexact=email_of("boris")).count() == 1
    assert set(cast.actor("boris").companies) == {cast.company("acme").pk, cast.company("borealis").pk}


def test_agent_is_never_made_a_contact(signed_in):
    assert signed_in("alan").post("/account/colleagues/", {**INVITED, "email": email_of("nora")}).status_code == 422


def test_roles_are_changed_and_limits_set(signed_in, cast):
    ada = cast.membership("ada")
    response = signed_in("alan").post(
        f"/account/colleagues/{ada.pk}/",
        {"is_approver": "on", "limited": "on", "entities": [cast.entity("acme", "02").pk]},
    )
    assert response.status_code == 303
    rights = cast.actor("ada").in_company(ada.company_id)
    assert (rights.is_requester, rights.is_approver) == (False, True)
    assert rights.entities == {cast.entity("acme", "02").pk}


def test_entities_of_another_company_set_no_limit(signed_in, cast):
    ada = cast.membership("ada")
    response = signed_in("alan").post(
        f"/account/colleagues/{ada.pk}/", {"limited": "on", "entities": [cast.entity("borealis", "01").pk]}
    )
    assert response.status_code == 422
    assert not EntityLimit.objects.exists()


def test_nobody_changes_his_own_roles(signed_in, cast):
    own = cast.membership("alan")
    assert signed_in("alan").post(f"/account/colleagues/{own.pk}/", {"is_confidential": "on"}).status_code == 403
    assert signed_in("alan").post(f"/account/colleagues/{own.pk}/leaving/").status_code == 403
    assert not cast.actor("alan").in_company(own.company_id).is_confidential


def test_colleagues_of_another_company_are_not_there(signed_in, cast):
    boris = cast.membership("boris")
    assert signed_in("alan").get(f"/account/colleagues/{boris.pk}/").status_code == 404
    assert signed_in("alan").post(f"/account/colleagues/{boris.pk}/leaving/").status_code == 404


def test_leaving_ends_sessions_and_access_at_once(signed_in, cast):
    ada, hers = cast.membership("ada"), signed_in("ada")
    there, alan = f"/account/colleagues/{ada.pk}/leaving/", signed_in("alan")
    assert alan.post(there).status_code == 422
    assert alan.post(there, {"successor": cast.membership("boris").pk}).status_code == 422
    assert alan.post(there, {"successor": cast.membership("paula").pk}).status_code == 303
    assert hers.get("/account/").status_code == 302
    assert not cast.person("ada").is_active
    assert not Share.objects.filter(person=ada.person_id).exists()


def test_leaving_one_of_two_companies_keeps_the_other(signed_in, cast):
    boris = cast.person("boris")
    there = Membership.objects.create(person=boris, company=cast.company("acme"), is_requester=True)
    successor = {"successor": cast.membership("alan").pk}
    assert signed_in("alan").post(f"/account/colleagues/{there.pk}/leaving/", successor).status_code == 303
    assert cast.actor("boris").companies == [cast.company("borealis").pk]


def test_switch_shows_all_to_all(signed_in, cast):
    assert signed_in("alan").post("/account/switch/", {"all_see_all": "yes"}).status_code == 303
    assert cast.actor("ada").in_company(cast.company("acme").pk).sees_all
    assert signed_in("ada").post("/account/switch/", {"all_see_all": "no"}).status_code == 403
    assert Company.objects.get(external_id="acme").all_see_all


def test_closing_days_are_added_and_removed(signed_in, cast):
    client, start = signed_in("alan"), clock.now().date() + dt.timedelta(days=20)
    days = {"first_on": start, "last_on": start + dt.timedelta(days=10), "note": "Works holiday"}
    assert client.post("/account/closing-days/", days).status_code == 303
    closure = Closure.objects.get(company=cast.company("acme"))
    assert "Works holiday" in client.get("/account/colleagues/").content.decode()
    backwards = {**days, "last_on": start - dt.timedelta(days=1)}
    assert client.post("/account/closing-days/", backwards).status_code == 422
    assert signed_in("berta").post(f"/account/closing-days/{closure.pk}/").status_code == 404
    assert client.post(f"/account/closing-days/{closure.pk}/").status_code == 303
    assert not Closure.objects.exists()


def test_an_agent_enters_his_absence_and_is_told_who_answers(signed_in, cast):
    client, today = signed_in("nora"), clock.now().date()
    days = {"first_on": today, "last_on": today + dt.timedelta(days=3)}
    assert client.post("/account/absence/", {**days, "deputy": cast.person("luca").pk}).status_code == 303
    page = client.get("/account/").content.decode()
    assert "Luca Bernasconi answers" in page
    absence = Absence.objects.get()
    assert signed_in("luca").post(f"/account/absence/{absence.pk}/").status_code == 403
    assert client.post("/account/absence/", {**days, "deputy": ""}).status_code == 422
    assert client.post(f"/account/absence/{absence.pk}/").status_code == 303
    assert Absence.objects.get().ends_at <= clock.now()


def test_the_lead_enters_the_absence_of_his_people(signed_in, cast):
    today = clock.now().date()
    given = {"person": cast.person("nora").pk, "first_on": today, "last_on": today, "deputy": ""}
    assert signed_in("lena").post("/desk/absences/", given).status_code == 303
    assert "Nora Brunner" in signed_in("carl").get("/desk/absences/").content.decode()
    assert signed_in("carl").post("/desk/absences/", given).status_code == 422


def test_an_agent_lists_the_languages_he_answers_in(signed_in, cast):
    assert signed_in("nora").post("/account/", {**DETAILS, "spoken": ["de", "fr"]}).status_code == 303
    assert cast.person("nora").spoken == ["de", "fr"]
    assert signed_in("ada").post("/account/", {**DETAILS, "spoken": ["de"]}).status_code == 303
    assert cast.person("ada").spoken == []
