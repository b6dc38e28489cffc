"""The workspace's page for a request opened for a caller, and the portal's page on which the contact corrects it."""

import pytest

from guichet import clock
from guichet.access.acting import acting_as
from guichet.desk.models import Event, Message, Ticket
from guichet.desk.operations import closing, incidents
from guichet.desk.operations.incidents import Notice
from guichet.intake.models import Draft
from guichet.people.models import Person
from tests.desk.conftest import do, opened

__all__ = ["do", "opened"]

ASKED = {
    "subject": "Wareneingang: Etikette ohne Chargennummer seit Montag",
    "description": "Beim Drucken bleibt das Feld leer.",
    "blocked": "no",
    "way_round": "costly",
    "domain": "stock",
}


@pytest.fixture
def boris_calls(cast, signed_in):
    """`boris_calls(subject=…)`: Carl sends the form for Boris."""

    def _sent(agent="carl", **changes):
        values = ASKED | {"reporter": cast.membership("boris").pk} | changes
        return signed_in(agent).post("/desk/requests/new/", {k: v for k, v in values.items() if v is not None})

    return _sent


def text(answer):
    return answer.content.decode()


def test_a_caller_is_found_by_name_company_address_and_number(cast, signed_in):
    Person.objects.filter(email="boris@borealis.example").update(phone="+41 62 555 12 34")
    client = signed_in("carl")
    for words in ("boris", "meier borealis", "boris@borealis.example", "062 555 12 34"):
        page = text(client.get("/desk/requests/new/", {"q": words}))
        assert f"?reporter={cast.membership('boris').pk}" in page, words
    assert "may read only" in text(client.get("/desk/requests/new/", {"q": "remi"}))
    assert "no active contract" in text(client.get("/desk/requests/new/", {"q": "cora"}))


def test_the_page_asks_the_same_fields_as_the_portal(cast, signed_in):
    page = text(signed_in("carl").get("/desk/requests/new/", {"reporter": cast.membership("boris").pk}))
    own = text(signed_in("boris").get("/requests/new/"))
    for name in (
        "subject",
        "did",
        "blocked",
        "way_round",
        "revenue",
        "data_harm",
        "criticality",
        "installation",
        "domain",
        "share",
    ):
        assert f'name="{name}"' in page and f'name="{name}"' in own, name
    assert "entered by Carl for Boris" in page


def test_sent_for_boris_it_is_his_and_carl_sees_it(cast, boris_calls, signed_in):
    answer = boris_calls()
    assert answer.status_code == 303
    ticket = Ticket.objects.latest("number")
    assert answer["Location"] == f"/desk/requests/{ticket.key}/"
    assert (ticket.reporter, ticket.entered_by) == (cast.person("boris"), cast.person("carl"))
    page = text(signed_in("carl").get(answer["Location"]))
    assert "entered by Carl" in page
    assert "Carl Wyss" in text(signed_in("boris").get(f"/requests/{ticket.key}/"))


def test_the_same_form_sent_twice_makes_one_request(boris_calls):
    assert boris_calls(submission="x")["Location"] == boris_calls(submission="x")["Location"]
    assert Ticket.objects.count() == 1


def test_what_is_missing_is_said_beside_its_field_and_all_is_kept(boris_calls):
    answer = boris_calls(subject="")
    assert answer.status_code == 422
    assert "Say in one line" in text(answer) and "bleibt das Feld leer" in text(answer)


def test_what_was_typed_for_a_contact_waits_for_that_contact_alone(cast, signed_in):
    client, boris, berta = signed_in("carl"), cast.membership("boris").pk, cast.membership("berta").pk
    client.post("/desk/requests/new/draft/", {"reporter": boris, "subject": "Etikette"})
    assert 'value="Etikette"' in text(client.get("/desk/requests/new/", {"reporter": boris}))
    assert 'value="Etikette"' not in text(client.get("/desk/requests/new/", {"reporter": berta}))
    assert "You began a request for Boris Meier" in text(client.get("/desk/requests/new/"))


def test_another_call_takes_nothing_away_from_the_first(cast, signed_in):
    client, boris, berta = signed_in("carl"), cast.membership("boris").pk, cast.membership("berta").pk
    client.post("/desk/requests/new/draft/", {"reporter": boris, "subject": "Etikette"})
    client.post("/desk/requests/new/draft/", {"reporter": berta, "subject": "Mahnung"})
    page = text(client.get("/desk/requests/new/"))
    assert "You began a request for Boris Meier" in page and "You began a request for Berta" in page
    assert client.post("/desk/requests/new/", ASKED | {"reporter": berta}).status_code == 303
    kept = Draft.objects.get()
    assert (kept.reporter, kept.company, kept.data["subject"]) == (cast.person("boris"), cast.company("borealis"), ["Etikette"])
    client.post("/desk/requests/new/", ASKED | {"reporter": boris, "start_over": "1"})
    assert not Draft.objects.exists()


def test_an_agent_whose_reply_comes_too_late_opens_the_follow_up_for_its_reporter(cast, boris, nora, signed_in, opened, do):
    ticket = opened(boris, company="borealis", type="SPT", language="de", subject="Etikette leer")
    do(boris, "2026-11-24 12:00", closing.close, ticket.pk)
    client = signed_in("nora")
    refused = client.post(f"/desk/requests/{ticket.key}/messages/", {"body": "Noch etwas."})
    assert refused.status_code == 409 and f"/desk/requests/new/?follows={ticket.pk}" in text(refused)
    page = text(client.get("/desk/requests/new/", {"follows": ticket.pk}))
    assert f"Folge von {ticket.key}: Etikette leer" in page and f'name="follows" value="{ticket.key}"' in page
    sent = ASKED | {"reporter": cast.membership("boris").pk, "follows": ticket.key}
    assert client.post("/desk/requests/new/", sent).status_code == 303
    assert Ticket.objects.latest("number").previous_id == ticket.pk
    # Of another company's contact it is no follow-up, and nothing of it is said.
    assert "Etikette leer" not in text(client.get("/desk/requests/new/", {"follows": ticket.pk, "reporter": cast.membership("ada").pk}))


def test_known_trouble_of_the_callers_company_is_asked_first(cast, signed_in, lena):
    notice, _other = (_published(lena, cast.release(release).line, title) for release, title in (("24.2.3", "Bank"), ("24.1.10", "Tax")))
    client, boris = signed_in("carl"), cast.membership("boris").pk
    page = text(client.get("/desk/requests/new/", {"reporter": boris}))
    assert "Bank [en]" in page and "Tax [en]" not in page and "Yes: tell Boris when it is over" in page
    client.post(f"/desk/incidents/{notice.pk}/follow/", {"reporter": boris})
    assert "Boris follows it." in text(client.get("/desk/requests/new/", {"reporter": boris}))
    assert "Yes: tell Berta" in text(client.get("/desk/requests/new/", {"reporter": cast.membership("berta").pk}))


def _published(lead, line, title):
    words = {code: f"{title} [{code}]" for code in ("en", "fr", "de", "it")}
    with acting_as(lead):
        return incidents.publish(Notice(line.product, line, words, words, clock.now()), by=lead)


@pytest.mark.parametrize(("contact", "status"), [("remi", 403), ("cora", 200)])
def test_why_nothing_is_opened_for_a_reader_or_without_a_contract(cast, signed_in, contact, status):
    address = "/desk/requests/new/"
    pk = cast.membership(contact).pk
    assert signed_in("carl").get(address, {"reporter": pk}).status_code == status
    assert signed_in("carl").post(address, ASKED | {"reporter": pk}).status_code == 403
    assert not Ticket.objects.exists()


def test_advice_and_promise_while_the_caller_speaks(cast, signed_in):
    posted = {"reporter": cast.membership("boris").pk, "subject": "Problem", "blocked": "no", "way_round": "costly"}
    assert 'id="coach"' in text(signed_in("carl").post("/desk/requests/new/coach/", posted))
    assert "The call counts as the first reply." in text(signed_in("carl").post("/desk/requests/new/promise/", posted))


# Correction


@pytest.fixture
def entered(boris_calls):
    boris_calls()
    return Ticket.objects.latest("number")


def test_boris_corrects_it_on_its_page(entered, signed_in):
    boris = signed_in("boris")
    address = f"/requests/{entered.key}/correct/"
    assert address in text(boris.get(f"/requests/{entered.key}/"))
    assert "bleibt das Feld leer" in text(boris.get(address))
    answer = boris.post(address, {"subject": "Etikette ohne Los", "description": "Nur bei Lager 20.", "version": entered.version})
    assert answer.status_code == 303
    entered.refresh_from_db()
    assert entered.subject == "Etikette ohne Los"
    assert (entered.criticality, entered.fields["way_round"]) == ("MEDIUM", "costly")
    assert Message.objects.get(ticket=entered).body == "Nur bei Lager 20."


def test_other_answers_mean_another_level(entered, signed_in):
    values = {"blocked": "yes", "way_round": "easy", "revenue": "no", "criticality": "MEDIUM", "derived": "MEDIUM"}
    texts = {"subject": entered.subject, "description": ASKED["description"]}
    address = f"/requests/{entered.key}/correct/"
    refused = signed_in("boris").post(address, texts | values)
    assert refused.status_code == 422, "HIGH asks its duties"
    duties = {"impact": "Versand steht", "deadline": "2030-11-27T12:00"}
    assert signed_in("boris").post(address, texts | values | duties).status_code == 303
    entered.refresh_from_db()
    assert (entered.criticality, entered.fields["blocked"]) == ("HIGH", "yes")


def test_correction_after_support_moved_is_stale(entered, signed_in):
    signed_in("luca").post(f"/desk/requests/{entered.key}/messages/", {"body": "Wir schauen es an."})
    posted = {"subject": "Anders", "description": "Anders", "version": entered.version}
    answer = signed_in("boris").post(f"/requests/{entered.key}/correct/", posted)
    assert answer.status_code == 409
    assert "Anders" in text(answer)
    assert not Event.objects.filter(kind="ticket.corrected").exists()
