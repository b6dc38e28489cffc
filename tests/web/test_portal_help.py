"""Whom to contact, what is covered, how to write a good request: from the configuration, in the reader's language."""

import re

import pytest

from guichet import clock
from guichet.contracts.models import Contract, CoverageRow
from guichet.people.models import Person
from guichet.service import house
from guichet.service.models import Criticality, MatrixRow, Text
from guichet.sla.models import BusinessCalendar, SlaPolicy
from tests.desk.conftest import at

PAGES = ("/contacts/", "/coverage/", "/guide/", "/accessibility/", "/privacy/")


def get(client, address):
    with clock.standing_at(at("2026-11-24 11:30")):
        return client.get(address)


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize("language", ["en", "fr", "de", "it"])
def test_every_page_stands_in_every_language(ada, cast, signed_in, language):
    Person.objects.filter(pk=ada.person_id).update(language=language)
    client = signed_in("ada")
    said = {
        "en": ("ERP down (critical)", "Defect in the standard", "Where do I read my version?"),
        "fr": ("ERP à l'arrêt (critique)", "Défaut du standard", "confort, présentation"),
        "de": ("ERP steht still (kritisch)", "Fehler im Standard", "Komfort, Darstellung"),
        "it": ("ERP fermo (critico)", "Difetto dello standard", "comodità, aspetto"),
    }[language]
    for address, words in zip(PAGES, said, strict=False):
        answer = get(client, address)
        assert answer.status_code == 200 and f'<html lang="{language}"' in answer.content.decode()
        assert words in text(answer).replace("&#x27;", "'").replace("\u202f", " ").replace("\u00a0", " "), (address, words)


def test_the_matrix_leads_to_the_right_form_and_the_phone(ada, signed_in):
    rows = get(signed_in("ada"), "/contacts/").context["page"]["rows"]
    assert rows[0]["tel"] == "+41315550140" and rows[0]["href"] == "/requests/new/?type=SPT&criticality=CRITICAL"
    assert [row["href"].partition("?")[2] for row in rows[1:]] == [
        "type=SPT", "type=SPT", "type=EVO", "type=CNS", "type=CNS", "type=PSP", "type=LIC", "type=ACC",
    ]  # fmt: skip


def test_the_contracts_on_call_number_goes_before_the_vendors(ada, cast, signed_in):
    Contract.objects.filter(company=cast.company("acme")).update(on_call_number="+41 79 000 00 00")
    assert get(signed_in("ada"), "/contacts/").context["page"]["rows"][0]["phone"] == "+41 79 000 00 00"
    assert get(signed_in("boris"), "/contacts/").context["page"]["rows"][0]["phone"] == "+41 31 555 01 40"
    with clock.standing_at(at("2026-11-24 22:00")):
        assert signed_in("ada").get("/").context["page"]["opening"]["on_call"] == "+41 79 000 00 00"


@pytest.mark.parametrize(
    ("when", "on_call", "extended", "said"),
    [
        ("2026-11-24 22:00", "", False, "Support is closed now . It reopens Wed 25 Nov, 8:00. Nobody answers before."),
        ("2026-11-24 22:00", "+41 79 000 00 00", False, "For Critical somebody answers now: +41 79 000 00 00"),
        ("2026-11-24 18:30", "", True, "Critical requests are answered until 19:00: +41 31 555 01 40"),
        ("2026-11-24 18:30", "+41 79 000 00 00", True, "Critical requests are answered until 19:00: +41 79 000 00 00"),
        ("2026-11-24 22:00", "", True, "Critical requests are answered from Wed 25 Nov, 7:00 on; nobody answers before."),
        ("2026-12-31 17:00", "", False, "It reopens Mon 4 Jan 2027, 8:00. Nobody answers before."),
        ("2026-11-24 10:00", "+41 79 000 00 00", True, ""),
    ],
)
def test_outside_hours_the_head_of_every_page_says_who_answers_when(cast, ada, signed_in, when, on_call, extended, said):
    calendar = BusinessCalendar.objects.get(key="CH-BE-EXT") if extended else None
    Contract.objects.filter(company=cast.company("acme")).update(on_call_number=on_call, critical_calendar=calendar)
    Person.objects.filter(pk=ada.person_id).update(language="en")
    client = signed_in("ada")
    with clock.standing_at(at(when)):
        for address in ("/", "/requests/", "/requests/new/", "/contacts/"):
            found = " ".join(text(client.get(address)).replace("\u202f", " ").replace("\u00a0", " ").split())
            assert found.count("Support is closed now") == bool(said), address
            assert said in found, (address, found[:600])


def test_agents_and_the_signed_out_have_no_line_of_hours(signed_in, client):
    with clock.standing_at(at("2026-11-24 22:00")):
        assert client.get("/sign-in/").context["after_hours"] == {}
        assert signed_in("nora").get("/contacts/").context["after_hours"] == {}


def test_what_the_operator_edits_is_what_the_customer_reads(ada, signed_in):
    for model, key, words in ((MatrixRow, "need", "Der Drucker raucht"), (CoverageRow, "labels", "Kaffeemaschine")):
        row = model.objects.first()
        row.spec[key] = dict.fromkeys(("en", "fr", "de", "it"), words)
        row.save()
    level = Criticality.objects.get(key="LOW")
    level.definitions["fr"] = "rien ne presse"
    level.save()
    guide = Text.objects.get(key="guide")
    guide.spec["title"]["fr"] = "Huit questions"
    guide.save()
    house.forget()
    client = signed_in("ada")
    assert "Der Drucker raucht" in text(get(client, "/contacts/"))
    assert "Kaffeemaschine" in text(get(client, "/coverage/"))
    assert "rien ne presse" in text(get(client, "/guide/")) and "Huit questions" in text(get(client, "/guide/"))


def test_the_guide_shows_the_promises_of_the_readers_own_contract(ada, cast, signed_in):
    from guichet.sla import stored

    spec = SlaPolicy.objects.get(key="STANDARD").spec
    quick = {**spec, "targets": {**spec["targets"], "HIGH": {**spec["targets"]["HIGH"], "first_reply": "2h"}}}
    premium = SlaPolicy.objects.create(key="PREMIUM", labels={"en": "Premium"}, spec=quick)
    Contract.objects.filter(company=cast.company("acme")).update(policy=premium)
    stored.forget()

    def promised(who):
        levels = get(signed_in(who), "/guide/").context["page"]["levels"]
        return {row["level"].key: row["first_reply"] for row in levels}

    assert promised("ada") == {"LOW": 16 * 3600, "MEDIUM": 8 * 3600, "HIGH": 2 * 3600, "CRITICAL": 3600}
    assert promised("boris")["HIGH"] == 4 * 3600


def test_the_guide_names_every_status_and_whose_turn_it_is(ada, signed_in):
    states = get(signed_in("ada"), "/guide/").context["page"]["states"]
    assert len(states) == 12 and all(row["meaning"] and row["turn"] for row in states)
    assert [row["side"] for row in states].count("customer") == 4


def test_flex_is_offered_to_those_who_hold_it(ada, dario, signed_in):
    def kinds(who):
        return {row["key"] for row in get(signed_in(who), "/guide/").context["page"]["types"]["rows"]}

    assert "FLX" not in kinds("ada") and "FLX" in kinds("dario")


def test_coverage_shows_the_readers_own_contract_and_nobody_elses(ada, dario, signed_in):
    answer = get(signed_in("ada"), "/coverage/")
    contract = answer.context["page"]["contracts"][0]
    assert contract["approvers"] == ["Alan Muriset"] and contract["flex"] == "" and "24.2" in contract["versions"]
    assert "23.4" not in contract["versions"] and "Bianchi" not in text(answer)
    assert get(signed_in("dario"), "/coverage/").context["page"]["contracts"][0]["flex"]
    groups = {group["key"]: len(group["rows"]) for group in answer.context["page"]["groups"]}
    assert groups == {"covered": 5, "part": 2, "billed": 6, "outside": 1}


def test_an_ended_contract_is_said_to_be_over(cora, signed_in):
    assert get(signed_in("cora"), "/coverage/").context["page"]["contracts"][0]["is_over"]


def test_agents_read_the_same_pages_and_strangers_none_but_two(client, nora, signed_in):
    for address in PAGES:
        assert get(signed_in("nora"), address).status_code == 200
        assert client.get(address).status_code == (200 if address in ("/accessibility/", "/privacy/") else 302)


def test_the_pages_ask_few_questions(ada, signed_in, django_assert_max_num_queries):
    client = signed_in("ada")
    for address in PAGES:
        get(client, address)
        with django_assert_max_num_queries(16):
            get(client, address)
