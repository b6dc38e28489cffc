"""Beside the form of a new request: what is known already, and what somebody makes of it."""

import re
import time
from html import unescape

import pytest
from django.db import ProgrammingError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.models import Share, Ticket
from guichet.intake.models import Draft
from guichet.knowledge.models import INTERNAL, Follower
from guichet.matching import embedding, suggesting, upkeep, vectors
from guichet.matching.models import Deflection, Label
from guichet.matching.verdicts import deflect
from guichet.people.models import Person
from tests.knowledge.conftest import known, opened, written

__all__ = ["known", "opened", "written"]
TYPED = {
    "type": "SPT",
    "subject": "Customer invoice: former VAT rate proposed",
    "description": "The VAT code of the invoice is wrong.",
    "blocked": "no",
    "way_round": "easy",
    "domain": "finance",
}


@pytest.fixture(autouse=True)
def by_words(monkeypatch, cast):
    vectors.forget_means()
    monkeypatch.setattr(embedding, "here", lambda **patience: None)
    # In so small a corpus no likelihood is high; from which one on something is shown is a matter of tests/matching.
    monkeypatch.setattr(suggesting, "SHOWN_TO_REQUESTERS", 0.0)
    Person.objects.update(language="en")


def follow():
    upkeep.follow()
    upkeep.follow()
    with acting_as(SYSTEM):
        upkeep.refresh_knowledge()


def look(client: Client, **changes) -> str:
    response = client.post("/requests/new/suggestions/", TYPED | changes)
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\u00a0", " ")


def press(client: Client, act: str, address: str = "/requests/new/", **changes):
    return client.post(address, TYPED | {"known": act} | changes)


def asides():
    with acting_as(SYSTEM):
        return [(draft.data["subject"][-1], draft.person.given_name) for draft in Draft.objects.filter(kind=Draft.ASIDE)]


# What is shown


def test_a_known_problem_is_worded_by_the_version_of_the_installation(known, signed_in):
    problem = known(ranges=[("24.2.0", "", "24.2.5")])
    follow()
    page = look(signed_in("ada"))
    assert problem.reference in page and "Fixed in 24.2.5. You run 24.2.3." in page
    assert "Set the VAT code by hand." in page, "the way round"
    assert "“VAT”" in page and "version 24.2.3" in page, "why it is shown"
    assert '<mark class="hit">VAT</mark>' in page
    assert f'value="patch:problem-{problem.pk}"' in page and f'value="solved:problem-{problem.pk}"' in page
    assert "likely yours" in page or "possible yours" in page


def test_what_this_version_does_not_have_is_folded_away(known, signed_in):
    known(ranges=[("24.2.4", "", "24.2.5")])
    follow()
    page = look(signed_in("ada"))
    assert "One more that your version does not have" in page
    assert page.index("<details") < page.index("PRB-"), "only unfolded"
    assert 'id="known-said"></p>' in page, "and not announced"


def test_at_most_three_are_shown(known, signed_in):
    for number in range(5):
        known(symptom={"en": f"Former VAT rate proposed {number}"}, ranges=[("24.2.0", "", "")])
    follow()
    assert look(signed_in("ada")).count('<div class="say turn-note">') == 3


def test_nothing_is_looked_for_before_enough_is_typed_nor_for_work_without_criticality(known, signed_in):
    known()
    follow()
    assert "PRB-" not in look(signed_in("ada"), subject="VAT", description="")
    assert "PRB-" not in look(signed_in("ada"), type="TRN")


def test_the_form_itself_shows_them_for_a_browser_without_script(known, signed_in):
    problem = known(ranges=[("24.2.0", "", "")])
    follow()
    client = signed_in("ada")
    page = press(client, "check:").content.decode()
    assert problem.reference in page and TYPED["description"] in page
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize("subject", [
    "x" * 10_000, "the of and to in it is on for with", "?!…;:()[]{}*+.^$|", "'; DROP TABLE desk_ticket; -- %s %(where)s",
    "🙂🚀🧾" * 30, "مرحبا، الفاتورة لا تظهر الضريبة الصحيحة", "a\0b" * 20, "‮‭ " * 30, "(?P<x>.*){1000,}" * 5,
])  # fmt: skip
def test_odd_texts_have_an_answer_within_a_second(known, signed_in, subject):
    known()
    follow()
    client = signed_in("ada")
    began = time.monotonic()
    look(client, subject=subject)
    assert press(client, "check:", subject=subject).status_code == 200
    assert time.monotonic() - began < 2, "two looks"


@pytest.mark.parametrize("value", ["solved:problem-999999", "solved:problem-x", "nothing", "patch:article-1", "affects:request-1", "follow:problem-1"])
def test_a_suggestion_that_is_not_there_is_404_and_nothing_is_lost(signed_in, value):
    assert press(signed_in("ada"), value).status_code == 404
    assert not asides()


# What somebody makes of it


def test_this_solves_it_closes_the_draft_and_is_counted(known, signed_in, cast):
    problem = known()
    client = signed_in("ada")
    client.post("/requests/new/draft/", TYPED)
    response = press(client, f"solved:problem-{problem.pk}")
    assert response.status_code == 303 and response["Location"].startswith("/requests/new/solved/")
    with acting_as(SYSTEM):
        counted = Deflection.objects.get()
        assert (counted.kind, counted.object_id, counted.company_id) == ("problem", problem.pk, cast.company("acme").pk)
        assert not Draft.objects.filter(kind=Draft.NEW).exists() and Ticket.objects.count() == 0
    page = client.get("/requests/new/solved/").content.decode()
    assert problem.reference in page and TYPED["subject"] in page
    assert TYPED["subject"] in client.get("/requests/new/").content.decode(), "and the empty form tells of it"


def test_it_can_be_taken_up_again_and_is_counted_no_more(known, signed_in):
    problem = known()
    client = signed_in("ada")
    press(client, f"solved:problem-{problem.pk}")
    assert client.post("/requests/new/solved/")["Location"].startswith("/requests/new/?company=")
    assert not asides()
    with acting_as(SYSTEM):
        assert not Deflection.objects.exists()
    assert TYPED["description"] in client.get("/requests/new/").content.decode()


def test_what_was_begun_meanwhile_takes_its_place(known, signed_in):
    problem = known()
    client = signed_in("ada")
    press(client, f"solved:problem-{problem.pk}")
    client.post("/requests/new/draft/", TYPED | {"subject": "Something else"})
    client.post("/requests/new/solved/")
    assert asides() == [("Something else", "Ada")]
    assert TYPED["subject"] in client.get("/requests/new/").content.decode()


def test_affects_me_too_follows_the_problem_without_a_request(known, signed_in, cast):
    problem = known(ranges=[("24.2.0", "", "")], way_round={})
    follow()
    client = signed_in("ada")
    assert "We are working on it" in look(client) and "Affects me too" in look(client)
    assert press(client, f"affects:problem-{problem.pk}").status_code == 303
    with acting_as(SYSTEM):
        assert Follower.objects.get().person_id == cast.person("ada").pk
        assert Deflection.objects.count() == 1


def test_a_patch_is_asked_for_in_place_of_the_request(known, signed_in, cast):
    problem = known(ranges=[("24.2.0", "", "24.2.5")])
    client = signed_in("ada")
    response = press(client, f"patch:problem-{problem.pk}")
    assert response.status_code == 303 and asides() == [(TYPED["subject"], "Ada")]
    page = client.get(response["Location"]).content.decode()
    assert 'value="24.2.5"' in page and 'value="24.2.3"' in page
    assert f"Install patch 24.2.5 for {problem.reference}" in page
    with acting_as(SYSTEM):
        assert not Deflection.objects.exists(), "a request follows: nothing was saved"


def test_a_patch_that_is_not_out_cannot_be_asked_for(known, signed_in):
    problem = known(ranges=[("24.2.0", "", "24.2.6")])
    follow()
    client = signed_in("ada")
    assert "patch:" not in look(client)
    assert press(client, f"patch:problem-{problem.pk}").status_code == 409
    assert not asides(), "and what was typed stays where it is"


def test_not_this_goes_away_and_becomes_a_label_with_the_request(known, signed_in, cast):
    problem = known(ranges=[("24.2.0", "", "")])
    follow()
    client = signed_in("ada")
    value = f"problem-{problem.pk}"
    page = press(client, f"not:{value}").content.decode()
    assert problem.reference not in page and f'name="not_this" value="{value}"' in page
    assert problem.reference in press(client, "again:", not_this=value).content.decode()
    assert client.post("/requests/new/", TYPED | {"not_this": [value, "problem-x", value]}).status_code == 303
    with acting_as(SYSTEM):
        label = Label.objects.get()
        assert (label.object_id, label.verdict, label.by_id) == (problem.pk, Label.DISMISSED, cast.person("ada").pk)


# A colleague's request, and the walls


def test_a_colleagues_open_request_is_followed_instead(opened, ada, signed_in, cast):
    ticket = opened(cast.actor("boris"), company="borealis", subject=TYPED["subject"], body="VAT", language="en")
    follow()
    client = signed_in("berta")
    page = look(client)
    assert ticket.key in page and "Boris" in page and "Follow it instead" in page
    response = press(client, f"follow:request-{ticket.pk}")
    assert response["Location"] == f"/requests/{ticket.key}/"
    with acting_as(SYSTEM):
        assert Share.objects.get().person_id == cast.person("berta").pk


@pytest.mark.parametrize("who", ["paula", "boris", "dario"])
def test_no_word_of_a_request_that_he_may_not_see(opened, ada, signed_in, who):
    ticket = opened(ada, subject="Zerfuchsung: former VAT rate proposed", body="VAT Zerfuchsung", language="en")
    follow()
    page = look(signed_in(who), subject="Zerfuchsung: former VAT rate proposed")
    assert ticket.key not in page and "say turn-note" not in page and "Zerfuchsung" not in page
    assert press(signed_in(who), f"follow:request-{ticket.pk}").status_code == 404
    assert press(signed_in(who), f"solved:request-{ticket.pk}").status_code == 404


def test_no_word_of_a_confidential_request_but_for_its_own_people(opened, cast, signed_in):
    ticket = opened(cast.actor("paula"), subject=TYPED["subject"], body="VAT", language="en", domain="payroll", confidential=True)
    follow()
    for who in ("alan", "ada"):
        assert ticket.key not in look(signed_in(who))


def test_no_word_of_an_internal_problem_nor_of_a_draft_of_an_article(known, written, signed_in):
    problem = known(visibility=INTERNAL)
    article = written(state="draft")
    article.texts.create(language="en", slug="vat-rate", title="Former VAT rate proposed", body="VAT code")
    follow()
    page = look(signed_in("ada"))
    assert problem.reference not in page and "vat-rate" not in page
    for value in (f"problem-{problem.pk}", f"article-{article.pk}"):
        assert press(signed_in("ada"), f"solved:{value}").status_code == 404


def test_what_solved_it_is_not_named_any_more_once_it_is_internal(known, signed_in):
    problem = known()
    client = signed_in("ada")
    press(client, f"solved:problem-{problem.pk}")
    with acting_as(SYSTEM):
        type(problem).objects.filter(pk=problem.pk).update(visibility=INTERNAL)
    assert problem.reference not in client.get("/requests/new/solved/").content.decode()


def test_the_number_of_queries_does_not_grow_with_what_is_found(known, signed_in):
    client = signed_in("ada")
    known()
    follow()
    look(client)
    with CaptureQueriesContext(connection) as few:
        look(client)
    for number in range(3):
        known(symptom={"en": f"Former VAT rate proposed {number}"})
    follow()
    with CaptureQueriesContext(connection) as many:
        assert len(re.findall("say turn-note", look(client))) == 3
    assert len(many) == len(few)


# The walls once more, in PostgreSQL


def _row(ticket: Ticket, problem, person, verdict=Label.DISMISSED) -> list:
    return [ticket.pk, "problem", problem.pk, verdict, person.pk, ticket.created_at]


@pytest.mark.parametrize(("of", "by", "verdict"), [("foreign", "ada", Label.DISMISSED), ("own", "alan", Label.DISMISSED), ("own", "ada", Label.LINKED)])
def test_a_contact_writes_his_own_word_on_a_request_of_his_company_alone(opened, known, cast, ada, boris, of, by, verdict):
    ticket = opened(ada) if of == "own" else opened(boris, company="borealis")
    problem, person = known(), cast.person(by)
    with pytest.raises(ProgrammingError), acting_as(ada), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matching_label (ticket_id, kind, object_id, verdict, by_id, at) VALUES (%s, %s, %s, %s, %s, %s)",
            _row(ticket, problem, person, verdict),
        )


@pytest.mark.parametrize("table", ["matching_label", "people_token"])
@pytest.mark.parametrize("who", ["ada", "alan", "boris"])
def test_a_contact_reads_no_labels_and_no_tokens(cast, table, who):
    with pytest.raises(ProgrammingError), acting_as(cast.actor(who)), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")


def test_a_contact_counts_and_takes_back_his_own_deflections_alone(known, cast, ada, boris):
    problem, acme = known(), cast.company("acme").pk
    with acting_as(ada):
        deflect("problem", problem.pk, company_id=acme, by=ada)
    with acting_as(boris):
        assert Deflection.objects.all().delete()[0] == 0
    with pytest.raises(ProgrammingError), acting_as(boris):
        Deflection.objects.create(kind="problem", object_id=problem.pk, person_id=boris.person_id, company_id=acme)
    with acting_as(ada):
        assert Deflection.objects.all().delete()[0] == 1
