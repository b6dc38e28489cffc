"""Opening a request by its page: who sees the form, and every answer of INTERFACE section 4 to a POST."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guichet import clock
from guichet.access.acting import acting_as
from guichet.catalog.models import Installation
from guichet.desk.models import Attachment, Clock, Message, Share, Ticket
from guichet.intake.models import Draft, Upload
from guichet.people.models import Membership, Person
from guichet.service import limits
from tests.desk.conftest import at, opened  # noqa: F401

GOOD = {
    "type": "SPT",
    "subject": "Facture client en EUR : TVA calculée à 7,7 % au lieu de 8,1 %",
    "description": "Clients › Factures › Nouvelle, client en EUR. Le taux proposé est l'ancien.",
    "blocked": "no",
    "way_round": "costly",
    "revenue": "no",
    "domain": "finance",
}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def send(client: Client, path: str = "/requests/new/", **changes):
    values = {name: value for name, value in (GOOD | changes).items() if value is not None}
    return client.post(path, values)


def opened_by(response) -> Ticket:
    assert response.status_code == 303, response.content.decode()[:2000]
    number = re.search(r"/requests/[A-Z0-9]+-(\d+)/", response["Location"])[1]
    return Ticket.objects.get(pk=int(number))


def told(response) -> str:
    """What the next page says once."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def refusals(response) -> str:
    page = response.content.decode()
    return " ".join(re.findall(r'<p class="refusal"[^>]*>(.*?)</p>', page)) + re.search(r'role="alert".*?</div>', page, re.S)[0]


# Opening


def test_request_is_opened_and_leads_to_its_page(signed_in, cast):
    ticket = opened_by(send(signed_in("ada")))
    assert ticket.key.startswith("SPT-")
    assert ticket.criticality == ticket.derived_criticality == "MEDIUM"
    assert ticket.installation == cast.installation("acme-prod")
    assert ticket.release == cast.release("24.2.3")
    assert ticket.team == cast.team("SUP-BO")
    assert ticket.language == "fr"
    assert ticket.messages.get().body == GOOD["description"]


def test_criticality_alone_is_enough_as_an_answer(signed_in):
    ticket = opened_by(send(signed_in("ada"), blocked=None, way_round=None, revenue=None, criticality="low"))
    assert (ticket.criticality, ticket.derived_criticality) == ("LOW", "")


def test_headings_are_joined_into_the_description(signed_in):
    ticket = opened_by(send(signed_in("ada"), description=None, did="Nouvelle facture.", happened="7,7 %.", expected="8,1 %."))
    assert ticket.messages.get().body == (
        "Qu'avez-vous fait ?\nNouvelle facture.\n\nQue s'est-il passé ?\n7,7 %.\n\nQu'attendiez-vous ?\n8,1 %."
    )


def test_domain_is_proposed_from_the_words(signed_in, cast):
    ticket = opened_by(send(signed_in("ada"), subject="Calcul des salaires de novembre bloqué", domain=None, description="x y"))
    assert ticket.domain == cast.domain("payroll")


def test_unknown_words_leave_the_domain_to_the_triage_queue(signed_in, cast):
    ticket = opened_by(send(signed_in("ada"), subject="Xyz abc", description="Foo bar.", domain=None))
    assert (ticket.domain, ticket.team, ticket.desk) == (None, None, cast.desk("SUP"))


def test_sentence_after_sending_holds_the_second_of_the_clock(signed_in):
    with clock.standing_at(at("2026-11-24 10:42")):
        response = send(
            signed_in("ada"), blocked="yes", way_round="none", revenue="yes",
            impact="312 salaires", phone="+41 21 555 12 34", reachable="Ada",
        )  # fmt: skip
        ticket = opened_by(response)
    due = Clock.objects.get(ticket=ticket, kind="first_reply").due_at
    assert due == at("2026-11-24 11:42")
    said = told(response)
    assert "11\u00a0h\u00a042 aujourd’hui" in said
    assert "+41 31 555 01 40" in said


def test_request_is_shared_with_colleagues_by_address(signed_in, cast):
    ticket = opened_by(send(signed_in("ada"), share=["alan@acme.example", "ADA@acme.example".lower()][:1]))
    assert [s.person for s in Share.objects.filter(ticket=ticket)] == [cast.person("alan")]


def test_deadline_is_read_in_the_zone_of_the_person(signed_in, cast):
    person = cast.person("ada")
    person.zone = "America/New_York"
    person.save(update_fields=["zone"])
    ticket = opened_by(send(signed_in("ada"), deadline="2026-11-27T12:00"))
    assert ticket.deadline == dt.datetime(2026, 11, 27, 17, tzinfo=dt.UTC)


def test_keys_are_read_in_any_case(signed_in):
    ticket = opened_by(send(signed_in("ada"), type="spt", criticality="Medium", domain="FINANCE", blocked="No", way_round="COSTLY"))
    assert (ticket.type.key, ticket.criticality, ticket.domain.key) == ("SPT", "MEDIUM", "finance")


def test_entities_are_one_several_or_all(signed_in, cast):
    def entities(**changes):
        return sorted(e.code for e in opened_by(send(signed_in("dario"), **changes)).entities.all())

    assert entities(subject="a", entity="02") == ["02"]
    assert entities(subject="b", entity=["01", "03"]) == ["01", "03"]
    assert entities(subject="c", entity="all") == ["01", "02", "03"]
    assert entities(subject="d", installation=cast.installation("delta-como").pk) == ["03"]


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ("EVO", {"benefit": "Une liste au lieu de neuf.", "users": "4 personnes"}),
        ("PSP", {"target_release": "24.2.5", "wished_on_1": "2026-12-08", "contact_on_the_day": "Alan"}),
        ("PSP2", {"target_release": "24.2.5", "project": "Horizon"}),
        ("CNS", {"object": "Étiquette"}),
        ("TRN", {"topic": "Retours de production", "people": "6", "place": "Lausanne"}),
        ("ACC", {"person": "Anne Roux", "email": "anne@acme.example", "action": "ADD", "role": "lecteur"}),
        ("LIC", {"module": "MRP", "users": "3"}),
    ],
)
def test_every_type_keeps_its_own_fields(signed_in, key, fields):
    ticket = opened_by(send(signed_in("ada"), type=key, **fields))
    kept = {name: value.lower() if name == "action" else value for name, value in fields.items()}
    assert ticket.type.key == key and ticket.fields == kept
    assert ticket.criticality == {"EVO": "LOW", "ACC": "LOW"}.get(key, "")


def test_flex_type_is_for_a_company_with_a_balance(signed_in):
    assert opened_by(send(signed_in("dario"), type="FLX", benefit="x")).type.key == "FLX"
    assert send(signed_in("ada"), type="FLX", benefit="x").status_code == 422


def test_person_of_two_companies_chooses(signed_in, cast):
    Membership.objects.create(person=cast.person("ada"), company=cast.company("borealis"), is_requester=True)
    ticket = opened_by(send(signed_in("ada"), company=cast.company("borealis").pk))
    assert ticket.company == cast.company("borealis")
    assert b'name="company"' in signed_in("ada").get("/requests/new/").content


def test_under_htmx_the_answer_is_a_fragment(signed_in):
    response = signed_in("ada").post("/requests/new/", GOOD, headers={"HX-Request": "true"})
    assert response.status_code == 200 and response["HX-Redirect"].startswith("/requests/SPT-")
    assert b"<html" not in response.content


# Refused, and kept


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"subject": ""}, "in one line"),
        ({"subject": "\u200b\u200b"}, "in one line"),
        ({"subject": "x" * 301}, "At most 300"),
        ({"description": " \n "}, "Describe it"),
        ({"blocked": None, "way_round": None, "revenue": None}, "Answer the questions"),
        ({"blocked": "maybe"}, "one of the answers"),
        ({"criticality": "URGENT"}, "one of the levels"),
        ({"criticality": "HIGH", "impact": "x", "deadline": "2026-11-27T12:00"}, "another level"),
        ({"blocked": "yes"}, "at stake"),
        ({"blocked": "yes", "impact": "x"}, "by when"),
        ({"data_harm": "on", "impact": "x", "reachable": "Ada"}, "a number"),
        ({"data_harm": "on", "impact": "x", "phone": "+41 21 555 12 34"}, "Name the person"),
        ({"data_harm": "on", "impact": "x", "reachable": "Ada", "phone": "12 34"}, "too short"),
        ({"deadline": "next week"}, "a date and a time"),
        ({"domain": "cooking"}, "one of the domains"),
        ({"type": "XYZ"}, "one of the types"),
        ({"entity": ""}, "one entity"),
        ({"entity": "77"}, "among the entities"),
        ({"share": "boris@borealis.example"}, "Nobody at Acme SA"),
        ({"share": "nobody@nowhere.example"}, "Nobody at Acme SA"),
        ({"type": "EVO"}, "Benefit"),
        ({"type": "PSP"}, "Wanted version"),
        ({"type": "PSP", "target_release": "24.2.5", "wished_on_1": "8.12."}, "a date"),
        ({"type": "CNS"}, "one of these"),
        ({"type": "ACC", "person": "A B", "action": "destroy"}, "one of the answers"),
        ({"type": "ACC", "person": "A B", "action": "add", "email": "nowhere"}, "e-mail address"),
        ({"description": "x" * 100_001}, "too long"),
        ({"impact": "y" * 100_001}, "too long"),
        ({"confidential": "on"}, "confidential"),
    ],
)
def test_missing_or_wrong_field_is_said_beside_it_and_everything_typed_is_kept(signed_in, cast, changes, said):
    Person.objects.filter(pk=cast.person("ada").pk).update(language="en")
    response = send(signed_in("ada"), **changes)
    assert response.status_code == 422
    assert said in refusals(response).replace("&#x27;", "'")
    page = response.content.decode()
    for name, value in (GOOD | changes).items():
        if name == "subject" and value and "\u200b" not in value:
            assert f'value="{value}"' in page
        if name == "description" and value and value.strip():
            assert value.replace("'", "&#x27;") in page
    assert Ticket.objects.count() == 0


def test_refused_form_says_how_many_points_and_opens_the_first_step_refused(signed_in):
    page = send(signed_in("ada"), blocked="yes", way_round="none", revenue="yes").content.decode()
    assert "3 points are missing. Your text is kept." in page or "3 indications" in page
    assert re.search(r'id="step-harm" open', page)
    assert page.count(" open>") == 1


def test_a_megabyte_of_text_is_refused_and_kept(signed_in):
    text = "é" * 500_000
    response = send(signed_in("ada"), description=text)
    assert response.status_code == 422 and text in response.content.decode()


def test_more_than_the_server_takes_is_413(signed_in):
    assert send(signed_in("ada"), description="x" * (9 * 1024 * 1024)).status_code == 413


def test_other_level_than_the_answers_mean_is_allowed_with_a_reason(signed_in):
    ticket = opened_by(send(signed_in("ada"), criticality="LOW", criticality_reason="Rien ne presse."))
    assert (ticket.criticality, ticket.derived_criticality) == ("LOW", "MEDIUM")
    assert ticket.fields["criticality_reason"] == "Rien ne presse."


def test_level_that_only_followed_former_answers_follows_the_new_ones(signed_in):
    ticket = opened_by(send(signed_in("ada"), way_round="easy", criticality="MEDIUM", derived="MEDIUM"))
    assert ticket.criticality == "LOW"


def test_emoji_and_right_to_left_text_stay_as_typed(signed_in):
    subject, body = "Facture 👩‍🔧 في النظام", "שלום עולם 🧾\u200f\nzweite Zeile"
    ticket = opened_by(send(signed_in("ada"), subject=subject, description=body.replace("\n", "\r\n") + "\x00\x07"))
    assert ticket.subject == subject
    assert ticket.messages.get().body == body


def test_subject_of_several_lines_becomes_one(signed_in):
    assert opened_by(send(signed_in("ada"), subject="Facture\r\nTVA  fausse")).subject == "Facture TVA fausse"


# Walls


@pytest.mark.parametrize("key", ["borealis-prod", "cirrus-prod"])
def test_installation_of_another_company_is_refused(signed_in, cast, key):
    assert send(signed_in("ada"), installation=cast.installation(key).pk).status_code == 422


def test_entity_of_another_company_is_refused(signed_in, cast):
    assert send(signed_in("ada"), entity=cast.entity("delta", "03").pk).status_code == 422


def test_another_company_is_refused(signed_in, cast):
    assert send(signed_in("ada"), company=cast.company("borealis").pk).status_code == 422
    assert Ticket.objects.count() == 0


def test_entity_beyond_a_contacts_limits_is_refused(signed_in, cast):
    membership = cast.membership("ada")
    Membership.objects.filter(pk=membership.pk).update(is_limited_to_entities=True)
    membership.entity_limits.create(entity=cast.entity("acme", "01"))
    assert send(signed_in("ada"), entity="02").status_code == 422
    assert [e.code for e in opened_by(send(signed_in("ada"), entity="01")).entities.all()] == ["01"]


def test_confidential_is_shown_and_taken_only_with_the_right(signed_in):
    assert b'name="confidential"' not in signed_in("ada").get("/requests/new/").content
    assert b'name="confidential"' in signed_in("paula").get("/requests/new/").content
    assert opened_by(send(signed_in("paula"), confidential="on")).confidential


def test_confidential_request_is_not_shared_with_somebody_without_the_right(signed_in):
    assert send(signed_in("paula"), confidential="on", share="ada@acme.example").status_code == 422


def test_reader_is_told_why_and_refused(signed_in):
    page = signed_in("remi").get("/requests/new/")
    assert page.status_code == 403 and b'id="new"' not in page.content and "Alan Muriset" in page.content.decode()
    assert send(signed_in("remi")).status_code == 403
    assert Ticket.objects.count() == 0


def test_under_htmx_a_refused_form_comes_back_as_a_fragment(signed_in):
    answer = signed_in("ada").post("/requests/new/", {"type": "SPT", "description": "Kept words"}, headers={"HX-Request": "true"})
    said = answer.content.decode()
    assert answer.status_code == 422 and "Kept words" in said and 'id="new"' in said and "<html" not in said


def test_agent_and_stranger_do_not_open_here(signed_in, client):
    assert client.get("/requests/new/")["Location"] == "/sign-in/?next=/requests/new/"
    assert client.post("/requests/new/", GOOD).status_code == 302
    assert signed_in("nora").post("/requests/new/", GOOD).status_code == 404


# Contract


def test_ended_contract_is_explained_without_a_form_and_refused_with_the_text_kept(signed_in, cast):
    client = signed_in("cora")
    page = client.get("/requests/new/")
    said = page.content.decode()
    assert page.status_code == 200 and 'id="new"' not in said
    assert "2025" in said and "+41 31 555 01 40" in said
    assert send(client).status_code == 403
    assert Ticket.objects.count() == 0
    assert Draft.objects.get(person=cast.person("cora")).data["subject"] == [GOOD["subject"]]


def test_contract_that_ends_while_the_form_is_open_keeps_the_text(signed_in, cast):
    client = signed_in("ada")
    client.get("/requests/new/")
    contract = cast.contract("acme")
    contract.ends_on = dt.date(2026, 1, 1)
    contract.save(update_fields=["ends_on"])
    response = client.post("/requests/new/", {**GOOD, "attachments": SimpleUploadedFile("a.png", PNG)})
    assert response.status_code == 403
    draft = Draft.objects.get(person=cast.person("ada"))
    assert draft.data["description"] == [GOOD["description"]] and len(draft.data["upload"]) == 1
    contract.ends_on = None
    contract.save(update_fields=["ends_on"])
    assert GOOD["subject"] in client.get("/requests/new/").content.decode()


def test_installation_of_a_product_without_contract_is_not_offered(signed_in, cast):
    cast.contract("acme").products.clear()
    assert send(signed_in("ada"), installation=cast.installation("acme-prod").pk).status_code == 422
    assert Installation.objects.filter(company=cast.company("acme")).count() == 2


# Sent twice


def test_same_form_sent_twice_is_one_request(signed_in):
    client = signed_in("ada")
    first = opened_by(send(client, submission="form-1"))
    assert opened_by(send(client, submission="form-1")) == first
    assert opened_by(send(client, submission="form-2")) != first


def test_same_request_without_an_id_within_two_minutes_is_one(signed_in):
    client = signed_in("ada")
    with clock.standing_at(at("2026-11-24 10:42")):
        first = opened_by(send(client))
    with clock.standing_at(at("2026-11-24 10:43")):
        assert opened_by(send(client)) == first
        assert opened_by(send(client, subject="Autre chose")) != first
    with clock.standing_at(at("2026-11-24 10:45")):
        assert opened_by(send(client)) != first


def test_id_of_a_form_counts_for_its_sender_alone(signed_in):
    first = opened_by(send(signed_in("ada"), submission="form-1"))
    assert opened_by(send(signed_in("alan"), submission="form-1")) != first


# Files


def test_files_come_along_without_script(signed_in):
    files = [SimpleUploadedFile("écran.png", PNG), SimpleUploadedFile("liste.txt", b"a;b")]
    ticket = opened_by(send(signed_in("ada"), attachments=files))
    kept = Attachment.objects.filter(ticket=ticket).order_by("pk")
    assert [(a.filename, a.content_type) for a in kept] == [("écran.png", "image/png"), ("liste.txt", "text/plain")]


def test_files_of_a_refused_form_are_kept(signed_in):
    client = signed_in("ada")
    response = send(client, subject="", attachments=SimpleUploadedFile("écran.png", PNG))
    assert response.status_code == 422
    token = re.search(r'name="upload" value="([^"]+)"', response.content.decode())[1]
    ticket = opened_by(send(client, upload=token))
    assert Attachment.objects.get(ticket=ticket).filename == "écran.png"
    assert Upload.objects.count() == 0


def test_uploads_ahead_are_bound_to_their_uploader(signed_in):
    answer = signed_in("ada").post("/uploads/", {"file": SimpleUploadedFile("a.png", PNG)})
    assert answer.status_code == 201 and answer.json()["name"] == "a.png"
    token = answer.json()["token"]
    refused = send(signed_in("alan"), upload=token)
    assert refused.status_code == 422 and Ticket.objects.count() == 0
    assert "a.png" not in refused.content.decode()
    assert Attachment.objects.get(ticket=opened_by(send(signed_in("ada"), upload=token))).filename == "a.png"
    assert send(signed_in("ada"), subject="Encore", upload=token).status_code == 422


def test_file_too_large_is_413_and_the_form_stays(signed_in, monkeypatch):
    monkeypatch.setattr(limits, "file_bytes", lambda: 1024 * 1024)
    big = SimpleUploadedFile("sauvegarde.bak", b"0" * (1024 * 1024 + 1))
    response = send(signed_in("ada"), attachments=[big, SimpleUploadedFile("a.png", PNG)])
    page = response.content.decode()
    assert response.status_code == 413
    assert "sauvegarde.bak" in page and "a.png" in page and GOOD["subject"] in page
    assert Ticket.objects.count() == 0
    big.seek(0)
    assert signed_in("ada").post("/uploads/", {"file": big}).status_code == 413


@pytest.mark.parametrize(
    ("name", "content"),
    [("virus.exe", b"text"), ("rechnung.pdf", b"MZ\x90\x00programme"), ("liste.txt", b"\x7fELF...")],
)
def test_program_in_any_disguise_is_refused_with_what_to_do(signed_in, name, content):
    response = signed_in("ada").post("/uploads/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 422 and name in response.json()["message"]
    with_form = send(signed_in("ada"), attachments=SimpleUploadedFile(name, content))
    assert with_form.status_code == 422 and name in refusals(with_form)
    assert not Attachment.objects.exists() and not Upload.objects.exists()


def test_empty_file_is_refused(signed_in):
    # A browser sends a field without a file as one without a name; an empty file has a name.
    assert signed_in("ada").post("/uploads/", {"file": SimpleUploadedFile("leer.txt", b"")}).status_code == 422


def test_disguised_page_is_only_a_download(signed_in):
    page = SimpleUploadedFile("photo.png", b"<html><script>alert(1)</script></html>", content_type="image/png")
    ticket = opened_by(send(signed_in("ada"), attachments=page))
    assert Attachment.objects.get(ticket=ticket).content_type == "text/plain"


def test_more_files_than_the_limit_are_refused_and_kept(signed_in):
    files = [SimpleUploadedFile(f"{n}.txt", b"x%d" % n) for n in range(21)]
    response = send(signed_in("ada"), attachments=files)
    assert response.status_code == 422 and response.content.decode().count('name="upload"') == 21


# Secrets


def test_secret_does_not_block_and_is_said_once_after_sending(signed_in):
    response = send(signed_in("ada"), description="Paiement à CH93 0076 2011 6238 5295 7, refusé.")
    opened_by(response)
    assert "CH93 0076" in told(response) and "0076 2011" not in told(response)
    kept = send(signed_in("ada"), subject="b", description="Payé à CH93 0076 2011 6238 5295 7.", keep_secret="1")
    assert "CH93" not in told(kept)


def test_secret_is_pointed_out_when_the_form_is_shown_again(signed_in):
    page = send(signed_in("ada"), subject="", description="Payé à CH93 0076 2011 6238 5295 7.").content.decode()
    assert "CH93 0076 … 5295 7" in page
    kept = send(signed_in("ada"), subject="", description="Payé à CH93 0076 2011 6238 5295 7.", keep_secret="1").content.decode()
    assert "CH93 0076 …" not in kept and 'name="keep_secret"' in kept


# Without script


def test_questions_propose_a_type_and_nothing_is_sent(signed_in):
    page = send(signed_in("ada"), choose="which", which_patch="yes", which_project="no").content.decode()
    assert re.search(r'value="PSP" checked', page) and 'name="target_release"' in page
    assert GOOD["subject"] in page and Ticket.objects.count() == 0


def test_type_is_chosen_against_the_proposal(signed_in):
    page = send(signed_in("ada"), choose="type", type="CNS", which_patch="yes").content.decode()
    assert re.search(r'value="CNS" checked', page) and 'name="object"' in page


def test_file_is_taken_out_again(signed_in):
    client = signed_in("ada")
    token = client.post("/uploads/", {"file": SimpleUploadedFile("a.png", PNG)}).json()["token"]
    page = send(client, upload=token, without=token)
    assert page.status_code == 200 and "a.png" not in page.content.decode()
    assert Upload.objects.count() == 0


def test_entity_of_the_last_request_is_preselected(signed_in, cast):
    client, second = signed_in("ada"), cast.entity("acme", "02")
    ticked = r'name="entity" value="(\d+)"[^>]* checked'
    assert re.findall(ticked, client.get("/requests/new/").content.decode()) == [str(cast.entity("acme", "01").pk)]
    opened_by(send(client, entity="02"))
    assert re.findall(ticked, client.get("/requests/new/").content.decode()) == [str(second.pk)]


def test_type_of_the_address_is_preselected(signed_in):
    page = signed_in("ada").get("/requests/new/?type=trn").content.decode()
    assert re.search(r'value="TRN" checked', page) and re.search(r'id="step-subject" open', page)
    assert 'id="step-harm"' not in page


def test_production_comes_first(signed_in):
    page = signed_in("boris").get("/requests/new/").content.decode()
    assert page.index("· 24.2.3") < page.index("· 24.2.5")
    assert 'name="entity"' not in page


# While writing


def test_coach_answers_where_what_and_when(signed_in):
    page = signed_in("ada").post("/requests/new/coach/", {**GOOD, "subject": "Problème"}).content.decode()
    assert 'id="coach"' in page and 'aria-live="polite"' in page
    full = signed_in("ada").post("/requests/new/coach/", GOOD).content.decode()
    assert full.count('data-is="there"') == 3


def test_coach_points_out_a_secret_with_its_place(signed_in):
    text = "Payé 🧾 à CH93 0076 2011 6238 5295 7."
    page = signed_in("ada").post("/requests/new/coach/", {**GOOD, "happened": text}).content.decode()
    start, end = map(int, re.search(r'data-take-out="id_happened" data-start="(\d+)" data-end="(\d+)"', page).groups())
    assert text[start:end] == "CH93 0076 2011 6238 5295 7"
    assert "0076 2011" not in page


def test_promise_follows_the_answers(signed_in):
    with clock.standing_at(at("2026-11-24 18:00")):
        answer = {**GOOD, "blocked": "yes", "way_round": "none", "revenue": "yes"}
        page = signed_in("ada").post("/requests/new/promise/", answer).content.decode()
    said = page.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Le support rouvre mercredi à 8 h 00 ; première réponse avant 9 h 00." in said
    assert re.search(r'value="CRITICAL" checked', said)


def test_on_call_number_of_the_contract_is_named_out_of_hours(signed_in, cast):
    contract = cast.contract("acme")
    contract.on_call_number = "+41 79 555 00 11"
    contract.save(update_fields=["on_call_number"])
    with clock.standing_at(at("2026-11-24 18:00")):
        page = signed_in("ada").post("/requests/new/promise/", {**GOOD, "data_harm": "on"}).content.decode()
    assert 'href="tel:+41795550011"' in page


def test_extended_hours_of_the_contract_count_for_critical(signed_in, cast):
    from guichet.sla.models import BusinessCalendar

    contract = cast.contract("acme")
    contract.critical_calendar = BusinessCalendar.objects.get(key="CH-BE-EXT")
    contract.save(update_fields=["critical_calendar"])
    with clock.standing_at(at("2026-11-24 18:00")):
        page = signed_in("ada").post("/requests/new/promise/", {**GOOD, "data_harm": "on"}).content.decode()
    assert "19\u00a0h\u00a000" in page


def test_removing_access_promises_an_hour(signed_in):
    with clock.standing_at(at("2026-11-24 10:42")):
        values = {"type": "ACC", "person": "A B", "action": "remove", "subject": "Retrait d'un accès", "description": "Parti."}
        page = signed_in("ada").post("/requests/new/promise/", values).content.decode()
        ticket = opened_by(signed_in("ada").post("/requests/new/", values))
    assert "11\u00a0h\u00a042" in page
    assert Clock.objects.get(ticket=ticket, kind="first_reply").due_at == at("2026-11-24 11:42")


# Drafts


def test_draft_is_found_on_another_device_and_gone_after_sending(signed_in, cast):
    phone, desk = signed_in("ada"), signed_in("ada")
    token = phone.post("/uploads/", {"file": SimpleUploadedFile("a.png", PNG)}).json()["token"]
    saved = phone.post("/requests/new/draft/", {**GOOD, "upload": token})
    assert saved.status_code == 200 and b'id="saved"' in saved.content
    page = desk.get("/requests/new/").content.decode()
    assert GOOD["subject"] in page and GOOD["description"].replace("'", "&#x27;") in page and "a.png" in page
    opened_by(send(desk, upload=token))
    assert not Draft.objects.exists()
    assert GOOD["subject"] not in phone.get("/requests/new/").content.decode()


def test_draft_under_way_when_the_form_was_sent_does_not_come_back(signed_in):
    client = signed_in("ada")
    opened_by(send(client, submission="form-1"))
    assert client.post("/requests/new/draft/", {**GOOD, "submission": "form-1"}).status_code == 204
    assert not Draft.objects.exists()


def test_draft_is_nobody_elses(signed_in, cast, alan):
    signed_in("ada").post("/requests/new/draft/", GOOD)
    assert GOOD["subject"] not in signed_in("alan").get("/requests/new/").content.decode()
    with acting_as(alan):
        assert Draft.objects.count() == 0


def test_a_person_of_two_companies_has_a_draft_at_each_and_sees_neither_at_the_other(signed_in, cast):
    at_acme, at_delta = cast.company("acme").pk, cast.company("delta").pk
    Membership.objects.create(company_id=at_delta, person=cast.person("ada"), is_requester=True)
    client = signed_in("ada")
    client.post("/requests/new/draft/", {**GOOD, "company": at_acme})
    assert GOOD["subject"] not in client.get("/requests/new/", {"company": at_delta}).content.decode()
    client.post("/requests/new/draft/", {**GOOD, "company": at_delta, "subject": "Delta: Lagerliste leer seit Montag"})
    assert GOOD["subject"] in client.get("/requests/new/", {"company": at_acme}).content.decode()
    opened_by(send(client, company=at_acme))
    assert Draft.objects.get().company_id == at_delta


def test_one_starts_anew(signed_in):
    client = signed_in("ada")
    client.post("/requests/new/draft/", GOOD)
    assert client.post("/requests/new/", {**GOOD, "start_over": "1"}).status_code == 303
    assert not Draft.objects.exists() and Ticket.objects.count() == 0


# The number of queries


def test_page_asks_no_more_with_more_colleagues_and_installations(signed_in, cast, django_assert_max_num_queries):
    client = signed_in("ada")
    client.get("/requests/new/")
    with django_assert_max_num_queries(40) as few:
        client.get("/requests/new/")
    acme, first = cast.company("acme"), cast.installation("acme-prod")
    for n in range(5):
        Installation.objects.create(company=acme, product=first.product, release=first.release, name=f"Prod {n}")
        acme.entities.create(code=f"1{n}", name=f"Entity {n}")
    with django_assert_max_num_queries(len(few)):
        client.get("/requests/new/")


def test_attachment_names_are_cleaned(signed_in):
    file = BytesIO(PNG)
    file.name = "..\\..\\evil\u202egnp.png"
    ticket = opened_by(send(signed_in("ada"), attachments=file))
    assert Attachment.objects.get(ticket=ticket).filename == "evilgnp.png"
    assert Message.objects.filter(ticket=ticket).count() == 1
