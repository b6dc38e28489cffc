"""The pages for many at once: notices, one message to all, what is hot, the report of changes."""

import pytest

from guichet.catalog.models import VersionLine
from guichet.desk.models import Incident, IncidentFollower, Message, Ticket
from guichet.desk.operations import escalating, weighing
from tests.desk.conftest import do, opened

__all__ = ["do", "opened"]


def text(answer):
    return answer.content.decode()


@pytest.fixture
def published(cast, signed_in):
    values = {"of": f"line-{VersionLine.objects.get(name='24.2').pk}", "starts_at": "2020-01-01T08:00"}
    for code in ("en", "fr", "de", "it"):
        values |= {f"title_{code}": f"Titel {code}", f"text_{code}": f"Text {code}"}
    answer = signed_in("lena").post("/desk/incidents/new/", values)
    assert answer.status_code == 303
    return Incident.objects.get()


def test_notice_stands_on_home_and_new_request_in_the_readers_language(published, signed_in):
    for address in ("/", "/requests/new/"):
        assert "Titel de" in text(signed_in("boris").get(address)), address
        assert "Titel fr" in text(signed_in("ada").get(address)), address
        assert "Titel" not in text(signed_in("cora").get(address)), address


def test_one_click_follows_instead_of_opening(published, cast, signed_in):
    boris = signed_in("boris")
    assert boris.post(f"/incidents/{published.pk}/follow/").status_code == 303
    assert IncidentFollower.objects.get().person == cast.person("boris")
    assert not Ticket.objects.exists()
    assert signed_in("cora").post(f"/incidents/{published.pk}/follow/").status_code == 404
    assert signed_in("cora").get(f"/incidents/{published.pk}/").status_code == 404


def test_an_ended_notice_is_gone_from_home(published, signed_in):
    assert signed_in("nora").post(f"/desk/incidents/{published.pk}/end/").status_code == 403
    assert signed_in("lena").post(f"/desk/incidents/{published.pk}/end/").status_code == 303
    assert "Titel" not in text(signed_in("boris").get("/"))


def test_who_gets_what_is_shown_then_sent_to_each_in_his_language(opened, ada, boris, signed_in):
    tickets = [opened(ada), opened(boris, company="borealis", language="de")]
    numbers = [t.key for t in tickets]
    page = text(signed_in("nora").post("/desk/tell/", {"number": numbers}))
    assert "Ada Favre (FR)" in page and "Boris Meier (DE)" in page
    refused = signed_in("nora").post("/desk/tell/", {"number": numbers, "confirmed": "1", "body_fr": "Bonjour"})
    assert refused.status_code == 422 and "Bonjour" in text(refused)
    sent = {"number": numbers, "confirmed": "1", "body_fr": "Bonjour", "body_de": "Hallo"}
    assert signed_in("nora").post("/desk/tell/", sent).status_code == 303
    assert [Message.objects.filter(ticket=t).last().body for t in tickets] == ["Bonjour", "Hallo"]
    assert "Hallo" in text(signed_in("boris").get(f"/requests/{tickets[1].key}/"))


def test_hot_list_names_every_reason_and_asks_the_same_number_of_questions(opened, do, ada, signed_in):
    lena = signed_in("lena")
    first = opened(ada, criticality="CRITICAL")
    do(ada, "2026-11-24 10:50", escalating.escalate, first.pk, "Rien ne bouge.")
    page = text(lena.get("/desk/hot/"))
    assert first.key in page and "escalated" in page and "critical" in page
    counted = _queries(lena)
    for n in range(3):
        opened(ada, criticality="CRITICAL", subject=f"Encore {n}")
    assert _queries(lena) == counted
    assert signed_in("nora").get("/desk/hot/").status_code == 403


def _queries(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/desk/hot/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/hot/")
    return len(asked)


def test_report_counts_by_company_and_direction_and_csv_says_the_same(opened, do, ada, nora, lena, signed_in):
    ticket = opened(ada, criticality="HIGH")
    do(nora, "2026-11-24 11:00", weighing.change_criticality, ticket.pk, "LOW", "=Cosmétique")
    do(ada, "2026-11-24 14:00", weighing.contest, ticket.pk, "Non")
    do(lena, "2026-11-24 15:00", weighing.change_criticality, ticket.pk, "HIGH", "D'accord")
    period = {"from": "2026-11-24", "to": "2026-11-24"}
    page = text(signed_in("nora").get("/desk/reports/", period))
    assert "Acme SA" in page and "contest granted" in page
    lines = text(signed_in("nora").get("/desk/reports/", period | {"format": "csv"})).splitlines()
    assert [line.split(",")[3] for line in lines] == ["direction", "granted", "contested", "lowered"]
    assert "'=Cosmétique" in lines[3]
    assert "Acme SA" not in text(signed_in("nora").get("/desk/reports/", period | {"company": "borealis"})).split("<table", 1)[-1]
    assert "SPT" not in text(signed_in("sara").get("/desk/reports/", period | {"format": "csv"})), "other desks' requests"


def test_request_that_carries_others_leads_to_a_message_to_all_of_them(opened, ada, boris, signed_in):
    tickets = [opened(ada), opened(boris, company="borealis", language="de")]
    gathered = {"gather": "1", "number": [t.key for t in tickets], "subject": "Anmeldung steht", "cause": "Ursache gesucht"}
    address = signed_in("lena").post("/desk/tell/", gathered)["Location"]
    page = text(signed_in("lena").get(address))
    assert "/desk/tell/?parent=" in page and tickets[0].key in page and tickets[1].key in page
    key = address.strip("/").rsplit("/", 1)[-1]
    assert "Boris Meier (DE)" in text(signed_in("lena").get("/desk/tell/", {"parent": key}))
    for who in ("ada", "boris"):
        assert signed_in(who).get(f"/requests/{key}/").status_code == 404
        own = text(signed_in(who).get(f"/requests/{tickets[who == 'boris'].key}/"))
        assert key not in own and tickets[who == "ada"].key not in own


def test_the_slower_of_two_leads_changes_nothing_of_what_the_first_decided(opened, do, ada, nora, signed_in):
    ticket = opened(ada, criticality="HIGH", when="2026-11-24 10:00")
    do(nora, "2026-11-24 11:00", weighing.change_criticality, ticket.pk, "LOW", "Cosmétique")
    do(ada, "2026-11-24 14:00", weighing.contest, ticket.pk, "Non")
    ticket.refresh_from_db()
    address, version = f"/desk/requests/{ticket.key}/criticality/", ticket.version
    first = signed_in("lena").post(address, {"criticality": "HIGH", "reason": "Vous avez raison", "version": version})
    slower = signed_in("lena").post(address, {"criticality": "LOW", "reason": "Nous en restons là", "version": version})
    assert (first.status_code, slower.status_code) == (303, 409)
    ticket.refresh_from_db()
    assert ticket.criticality == "HIGH"
