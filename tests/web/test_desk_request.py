"""One request at the desk: the page, every gesture by plain POST, and the answers of INTERFACE section 4."""

import csv
import datetime as dt
import io
import re

import pytest

from guichet import clock
from guichet.desk.models import Message, Note, Ticket
from guichet.desk.operations import moving, replying, weighing
from guichet.desk.operations.moving import Moving
from guichet.intake.models import Draft
from guichet.people.models import Person
from tests.desk.conftest import *  # noqa: F403


@pytest.fixture
def ticket(ada, opened) -> Ticket:
    return opened(ada, when="2026-11-20 08:00")


def address(ticket: Ticket, act: str = "") -> str:
    return f"/desk/requests/SPT-{ticket.pk}/{act}"


def test_the_page_shows_conversation_notes_company_and_clocks(ticket, nora, signed_in, do):
    do(nora, "2026-11-20 09:00", replying.reply, ticket.pk, "Je regarde.")
    do(nora, "2026-11-20 09:05", replying.note, ticket.pk, "Hydrangea inside.")
    page = signed_in("nora").get(address(ticket))
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("Je regarde.", "Hydrangea inside.", "Acme SA", "24.2.3", "Ada Favre"):
        assert words in text


def test_the_answers_of_the_form_are_said_in_the_agents_words(ada, opened, signed_in):
    fields = {"blocked": "no", "way_round": "costly", "impact": "Huit factures par jour"}
    page = signed_in("nora").get(address(opened(ada, fields=fields))).content.decode()
    assert "yes, a costly one" in page and ">costly<" not in page


@pytest.mark.parametrize(
    "act",
    [
        "",
        "transition/",
        "transition/?status=RESOLVED",
        "transition/?status=WAIT_APPROVAL",
        "criticality/",
        "criticality/?criticality=LOW",
        "assign/",
        "type/",
        "share/",
        "links/",
        "confidential/",
        "ledger/",
        "ledger/?format=csv",
    ],
)
def test_every_gesture_is_a_page_and_a_dialog(ticket, signed_in, act):
    client = signed_in("nora")
    assert client.get(address(ticket, act)).status_code == 200
    assert client.get(address(ticket, act), headers={"HX-Request": "true"}).status_code == 200


def test_the_drawing_of_the_ledger_has_decimal_points_in_every_language(ticket, cast, signed_in):
    """A comma would part two numbers in a drawing: the bars would be gone in three of four languages."""
    client, drawings = signed_in("nora"), {}
    for language in ("en", "de", "fr", "it"):
        Person.objects.filter(pk=cast.person("nora").pk).update(language=language)
        page = client.get(address(ticket, "ledger/")).content.decode()
        drawing = page.split('<svg class="chart"', 1)[1].split("</svg>", 1)[0]
        drawings[language] = re.findall(r'<rect [^>]*\sx="([^"]*)"[^>]*width="([^"]*)"', drawing)
    assert any("." in x for x, _ in drawings["en"])
    assert drawings["de"] == drawings["fr"] == drawings["it"] == drawings["en"]


def test_what_was_answered_within_its_second_stands_in_the_ledger(ticket, nora, signed_in, do):
    do(nora, "2026-11-20 08:00", replying.reply, ticket.pk, "Bonjour Ada", is_call=True)
    with clock.standing_at(dt.datetime(2026, 11, 20, 7, 0, tzinfo=dt.UTC)):
        rows = list(csv.DictReader(io.StringIO(signed_in("nora").get(address(ticket, "ledger/?format=csv")).content.decode())))
        page = signed_in("nora").get(address(ticket, "ledger/")).content.decode()
    assert (rows[0]["clock"], rows[0]["seconds"], rows[0]["sum_counted"]) == ("First reply", "0", "0")
    assert "Next news" in {row["clock"] for row in rows}
    assert re.search(r"First reply.*?\bmet\b", page, re.S)


def test_replies_notes_and_transitions_by_plain_post(ticket, nora, signed_in):
    client = signed_in("nora")
    answer = client.post(address(ticket, "messages/"), {"body": "Bonjour Ada"})
    assert (answer.status_code, answer["Location"]) == (303, address(ticket))
    assert client.post(address(ticket, "notes/"), {"body": "A note"}).status_code == 303
    assert client.post(address(ticket, "transition/"), {"status": "wait_customer", "body": "Quand ?"}).status_code == 303
    assert client.post(address(ticket, "transition/"), {"status": "IN_PROGRESS"}).status_code == 303
    assert client.post(address(ticket, "criticality/"), {"criticality": "low", "reason": "Simple"}).status_code == 303
    assert client.post(address(ticket, "assign/"), {"owner": "luca@vendor.example"}).status_code == 303
    assert client.post(address(ticket, "share/"), {"share": "alan@acme.example"}).status_code == 303
    done = client.post(address(ticket, "transition/"), {"status": "RESOLVED", "resolution": "explained", "body": "Voilà."})
    assert done.status_code == 303
    assert Ticket.objects.get(pk=ticket.pk).status == "RESOLVED"
    assert Message.objects.filter(ticket=ticket).count() == 4 and Note.objects.count() == 1


def test_the_answers_to_what_is_wrong(ticket, nora, signed_in):
    client = signed_in("nora")
    assert client.post(address(ticket, "messages/"), {"body": "  "}).status_code == 422
    refused = client.post(address(ticket, "transition/"), {"status": "RESOLVED", "body": "Voilà, c'est fait."})
    assert refused.status_code == 422 and "Voilà, c&#x27;est fait." in refused.content.decode()
    assert client.post(address(ticket, "transition/"), {"status": "PLANNED_FIX", "target_release": "24.2.6"}).status_code == 409
    assert (
        client.post(
            address(ticket, "transition/"), {"status": "WAIT_APPROVAL", "reason": "x", "amount": "abc", "valid_until": "x"}
        ).status_code
        == 422
    )
    assert client.post(address(ticket, "criticality/"), {"criticality": "LOW"}).status_code == 422
    assert client.post(address(ticket, "assign/"), {"owner": "stranger@nowhere.example"}).status_code == 422
    assert client.post("/desk/requests/SPT-999999/messages/", {"body": "x"}).status_code == 404
    assert client.get(f"/desk/requests/CNS-{ticket.pk}/").status_code == 404
    assert client.get(f"/desk/requests/{ticket.pk}/").status_code == 301


def test_a_stale_page_keeps_the_text_and_shows_both(ticket, nora, luca, signed_in, do):
    do(nora, "2026-11-20 09:00", replying.reply, ticket.pk, "Plus rapide.")
    answer = signed_in("luca").post(address(ticket, "messages/"), {"body": "Mon texte", "version": str(ticket.version)})
    assert answer.status_code == 409
    assert "Mon texte" in answer.content.decode() and "Plus rapide." in answer.content.decode()
    assert Draft.objects.get(person=luca.person_id).data["body"] == "Mon texte"
    assert not Message.objects.filter(body="Mon texte").exists()


def test_one_form_sent_twice_makes_one_message(ticket, signed_in):
    client, form = signed_in("nora"), {"body": "Une fois", "submission": "abc", "version": str(ticket.version)}
    for _ in range(2):
        assert client.post(address(ticket, "messages/"), form).status_code == 303
    assert Message.objects.filter(body="Une fois").count() == 1


def test_limited_agents_write_notes_only(cast, ada, signed_in, opened):
    ticket = opened(ada, domain="stock")
    client = signed_in("theo")
    assert client.get(address(ticket)).status_code == 200
    assert client.post(address(ticket, "notes/"), {"body": "Vu"}).status_code == 303
    for act, data in (
        ("messages/", {"body": "x"}),
        ("transition/", {"status": "RESOLVED"}),
        ("assign/", {"owner": "me"}),
        ("criticality/", {"criticality": "LOW", "reason": "x"}),
    ):
        assert client.post(address(ticket, act), data).status_code == 403, act


def test_who_sees_nothing_gets_404(ticket, signed_in):
    for who in ("carl", "sara", "ada", "boris"):
        for act in ("", "ledger/", "assign/"):
            assert signed_in(who).get(address(ticket, act)).status_code == 404, (who, act)


def test_confidential_is_number_company_and_word_for_the_rest_of_the_desk(cast, paula, luca, lena, nora, signed_in, opened):
    ticket = opened(paula, domain="payroll", confidential=True, subject="Salaires de novembre : retenue en double")
    closed = signed_in("luca").get(address(ticket))
    assert closed.status_code == 200 and "Salaires" not in closed.content.decode() and "Acme SA" in closed.content.decode()
    assert signed_in("luca").post(address(ticket, "messages/"), {"body": "x"}).status_code == 404
    assert signed_in("luca").post(address(ticket, "open/"), {"reason": "x"}).status_code == 403
    assert "Salaires" in signed_in("nora").get(address(ticket)).content.decode()
    for page in ("/desk/?view=all", "/desk/?q=salaires"):
        assert "Salaires" not in signed_in("luca").get(page).content.decode()


def test_a_contest_is_decided_by_the_lead(ticket, ada, nora, lena, signed_in, do):
    do(nora, "2026-11-20 09:00", weighing.change_criticality, ticket.pk, "LOW", "Simple")
    do(ada, "2026-11-20 10:00", weighing.contest, ticket.pk, "Non")
    assert signed_in("nora").post(address(ticket, "criticality/"), {"criticality": "MEDIUM", "reason": "Oui"}).status_code == 403
    assert signed_in("lena").post(address(ticket, "criticality/"), {"criticality": "MEDIUM", "reason": "Oui"}).status_code == 303


def test_an_offer_needs_its_data(ticket, nora, signed_in):
    client = signed_in("nora")
    assert client.post(address(ticket, "transition/"), {"status": "WAIT_APPROVAL", "reason": "Étiquette"}).status_code == 422
    until = (clock.now().date() + dt.timedelta(days=30)).isoformat()
    data = {"status": "WAIT_APPROVAL", "reason": "Étiquette", "amount": "1'200.50", "valid_until": until}
    assert client.post(address(ticket, "transition/"), data).status_code == 303
    assert str(Ticket.objects.get(pk=ticket.pk).offers.get().amount) == "1200.50"
    assert client.post(address(ticket, "transition/"), {"status": "LEVEL2", "reason": "x"}).status_code == 409


def test_a_fix_is_planned_by_rnd(ticket, nora, rosa, signed_in, do):
    do(nora, "2026-11-20 09:00", moving.transition_to, ticket.pk, Moving("WITH_RND", reason="1, 2, 3"))
    client = signed_in("rosa")
    assert "24.2.6" in client.get(address(ticket, "transition/?status=PLANNED_FIX")).content.decode()
    assert client.post(address(ticket, "transition/"), {"status": "PLANNED_FIX", "target_release": "24.2.6"}).status_code == 303


def test_the_letter_shown_before_lowering_is_the_one_with_the_new_times_and_nothing_is_changed(cast, boris, signed_in, opened):
    ticket = opened(boris, company="borealis", when="2026-11-20 08:00", criticality="HIGH", language="de")
    page = signed_in("nora").get(address(ticket, "criticality/?criticality=LOW&reason=Einfach")).content.decode()
    assert "boris@borealis.example" in page and "Einfach" in page
    assert (
        Ticket.objects.get(pk=ticket.pk).criticality == "HIGH"
        and not ticket.events.filter(kind="ticket.criticality_changed").exists()
    )
