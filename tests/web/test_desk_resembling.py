"""Beside a request at the desk: what resembles it, linked or dismissed in one click, and where similar requests ended up."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.models import Ticket
from guichet.intake.models import Draft
from guichet.knowledge.models import INTERNAL
from guichet.matching import embedding, suggesting, upkeep, vectors
from guichet.matching.models import Label
from guichet.matching.verdicts import dismissed_before
from tests.knowledge.conftest import do, known, opened, written

__all__ = ["do", "known", "opened", "written"]
SUBJECT = "Customer invoice: former VAT rate proposed"


@pytest.fixture(autouse=True)
def by_words(monkeypatch, db):
    vectors.forget_means()
    monkeypatch.setattr(embedding, "here", lambda **patience: None)
    monkeypatch.setattr(suggesting, "SHOWN_TO_AGENTS", 0.0)


@pytest.fixture
def ticket(opened, ada) -> Ticket:
    return opened(ada, subject=SUBJECT, body="The VAT code is wrong.", language="en")


def follow():
    upkeep.follow()
    upkeep.follow()
    with acting_as(SYSTEM):
        upkeep.refresh_knowledge()


def look(client: Client, ticket: Ticket) -> str:
    response = client.get(f"/desk/requests/{ticket.key}/suggestions/", headers={"HX-Request": "true"})
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\u00a0", " ")


def act(client: Client, ticket: Ticket, act: str, **headers):
    return client.post(f"/desk/requests/{ticket.key}/suggestions/", {"act": act}, headers=headers)


def labels():
    with acting_as(SYSTEM):
        return sorted(Label.objects.values_list("kind", "object_id", "verdict"))


def test_the_page_asks_for_what_resembles_it_and_leads_there_without_script(ticket, signed_in):
    page = signed_in("nora").get(f"/desk/requests/{ticket.key}/").content.decode()
    assert f'hx-get="/desk/requests/{ticket.key}/suggestions/"' in page
    assert f'href="/desk/requests/{ticket.key}/suggestions/"' in page


def test_known_problems_are_worded_by_version_with_their_reason_and_linked_in_one_click(ticket, known, signed_in):
    problem = known(ranges=[("24.2.0", "", "24.2.5")], visibility=INTERNAL)
    follow()
    client = signed_in("nora")
    page = look(client, ticket)
    assert problem.reference in page and "Fixed in 24.2.5. You run 24.2.3." in page and "“VAT”" in page
    assert act(client, ticket, f"link:problem-{problem.pk}").status_code == 303
    ticket.refresh_from_db()
    assert ticket.problem_id == problem.pk and labels() == [("problem", problem.pk, Label.LINKED)]
    assert problem.reference not in look(client, ticket), "it is linked already"


def test_what_is_dismissed_goes_away_and_can_be_shown_again(ticket, known, signed_in):
    problem = known()
    follow()
    client = signed_in("nora")
    response = act(client, ticket, f"dismiss:problem-{problem.pk}", **{"HX-Request": "true"})
    assert response.status_code == 200 and problem.reference not in response.content.decode()
    assert labels() == [("problem", problem.pk, Label.DISMISSED)]
    assert act(client, ticket, "restore:").status_code == 303
    assert problem.reference in look(client, ticket) and not labels()


def test_what_the_reporter_dismissed_is_still_shown_and_said(ticket, known, ada, signed_in):
    problem = known()
    follow()
    with acting_as(ada):
        dismissed_before(ticket, [("problem", problem.pk)], by=ada)
    page = look(signed_in("nora"), ticket)
    assert problem.reference in page and "The reporter said: not this." in page


def test_a_problem_fixed_below_its_version_is_flagged_as_come_back(ticket, known, signed_in):
    known(ranges=[("24.2.0", "24.2.3", "24.2.3")])
    follow()
    assert "Perhaps it has come back" in look(signed_in("nora"), ticket)


def test_an_article_that_the_reporter_may_read_goes_into_the_reply(ticket, written, signed_in):
    article, hidden = written(state="published"), written(state="published", audience="internal")
    for one, slug in ((article, "vat-rate"), (hidden, "vat-inside")):
        one.texts.create(language="en", slug=slug, title="Former VAT rate proposed", body="Set the VAT code.")
    follow()
    client = signed_in("nora")
    page = look(client, ticket)
    assert f'value="insert:article-{article.pk}"' in page and f'value="insert:article-{hidden.pk}"' not in page
    assert f"/desk/articles/{hidden.pk}/" in page
    assert act(client, ticket, f"insert:article-{article.pk}")["Location"].endswith("#compose")
    with acting_as(SYSTEM):
        assert "Set the VAT code." in Draft.objects.get(kind=Draft.REPLY).data["body"]
    assert act(client, ticket, f"insert:article-{hidden.pk}").status_code == 404


def test_similar_requests_are_linked_or_lead_to_resolving_as_a_duplicate_within_one_company(ticket, opened, alan, boris, signed_in):
    ours = opened(alan, subject=SUBJECT, body="VAT", language="en")
    theirs = opened(boris, company="borealis", subject=SUBJECT, body="VAT", language="en")
    follow()
    client = signed_in("nora")
    page = look(client, ticket)
    assert ours.key in page and theirs.key in page and "Borealis AG" in page
    assert f"duplicate_of={ours.key}" in page and f"duplicate_of={theirs.key}" not in page
    form = client.get(f"/desk/requests/{ticket.key}/transition/?status=RESOLVED&resolution=duplicate&duplicate_of={ours.key}")
    assert f'value="{ours.key}"' in form.content.decode()
    assert act(client, ticket, f"link:request-{theirs.pk}").status_code == 303
    ticket.refresh_from_db()
    assert ticket.parent_id == theirs.pk


def test_no_request_that_the_agent_does_not_see(ticket, opened, paula, signed_in):
    secret = opened(paula, subject=SUBJECT, body="VAT", language="en", domain="payroll", confidential=True)
    follow()
    assert secret.key not in look(signed_in("luca"), ticket)
    assert act(signed_in("luca"), ticket, f"link:request-{secret.pk}").status_code == 404


def test_domain_and_team_are_proposed_from_what_similar_requests_became_and_taken_in_one_click(opened, ada, signed_in, cast):
    for _ in range(3):
        opened(ada, subject=SUBJECT, body="VAT", language="en", domain="finance")
    with acting_as(SYSTEM):
        Ticket.objects.update(status="IN_PROGRESS")
    ticket = opened(ada, subject=SUBJECT, body="VAT", language="en", domain="stock")
    follow()
    client = signed_in("nora")
    page = look(client, ticket)
    assert 'value="domain:finance"' in page and 'value="team:SUP-BO"' in page and "100 %" in page
    assert act(client, ticket, "domain:finance").status_code == 303
    assert act(client, ticket, "team:SUP-BO").status_code == 303
    ticket.refresh_from_db()
    assert ticket.domain == cast.domain("finance") and ticket.team == cast.team("SUP-BO")


def test_who_only_reads_is_shown_no_gesture(opened, known, ada, theo, signed_in, cast):
    ticket = opened(ada, subject=SUBJECT, body="VAT", language="en", domain="stock")
    problem = known()
    follow()
    page = look(signed_in("theo"), ticket)
    assert problem.reference in page and "<button" not in page
    for what in (f"link:problem-{problem.pk}", f"dismiss:problem-{problem.pk}", "restore:", "domain:finance", "team:SUP-BO"):
        assert act(signed_in("theo"), ticket, what).status_code == 403


@pytest.mark.parametrize("what", ["", "link:", "link:problem-999999", "link:x-1", "insert:request-1", "dismiss:article-99999999999999999999"])
def test_what_is_not_there_cannot_be_acted_on(ticket, signed_in, what):
    assert act(signed_in("nora"), ticket, what).status_code == 404


def test_the_number_of_queries_does_not_grow_with_what_is_found(ticket, known, opened, ada, signed_in):
    client = signed_in("nora")
    known()
    opened(ada, subject=SUBJECT, body="VAT", language="en")
    follow()
    look(client, ticket)
    with CaptureQueriesContext(connection) as few:
        look(client, ticket)
    for number in range(2):
        known(symptom={"en": f"Former VAT rate proposed {number}"})
        opened(ada, subject=SUBJECT, body="VAT", language="en")
    follow()
    with CaptureQueriesContext(connection) as many:
        assert look(client, ticket).count("Why shown") >= 6
    assert len(many) == len(few)


def test_what_a_caller_says_is_known_too_and_worded_by_his_version(known, cast, signed_in):
    problem = known(ranges=[("24.2.0", "", "24.2.5")], visibility=INTERNAL)
    follow()
    client, said = signed_in("carl"), {"reporter": cast.membership("boris").pk, "type": "SPT", "subject": SUBJECT}
    page = client.post("/desk/requests/new/suggestions/", said).content.decode()
    assert problem.reference in page and "24.2.5" in page and "24.2.3" in page and "<button" not in page
    assert problem.reference not in client.post("/desk/requests/new/suggestions/", said | {"subject": "VAT"}).content.decode()
    form = client.get("/desk/requests/new/", {"reporter": said["reporter"]}).content.decode()
    assert 'data-known="/desk/requests/new/suggestions/"' in form
