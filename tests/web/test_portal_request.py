"""The page of a request, its addresses and its walls."""

import datetime as dt
from decimal import Decimal

import pytest

from guichet import clock
from guichet.access.acting import acting_as
from guichet.desk.models import Reading, Share, Ticket
from guichet.desk.operations import closing, escalating, moving, replying, sharing, sorting, weighing
from guichet.desk.operations.moving import Moving
from guichet.intake.models import Draft
from tests.desk.conftest import at, do, opened

__all__ = ["do", "opened"]
SAID = "J'ai reproduit l'écart. Quelle est la date de prestation sur la facture 26-4471 ? Une capture suffit."
NOON = "2026-11-24 11:30"


def page(client, ticket, when=NOON, **headers):
    with clock.standing_at(at(when)):
        return client.get(f"/requests/{ticket.key}/", headers=headers)


@pytest.fixture
def asked(ada, nora, opened, do):
    ticket = opened(ada)
    do(nora, "2026-11-24 11:00", replying.reply, ticket.pk, "Je regarde.")
    do(nora, "2026-11-24 11:20", moving.transition_to, ticket.pk, Moving("WAIT_CUSTOMER", body=SAID))
    return Ticket.objects.select_related("type").get(pk=ticket.pk)


def test_the_page_says_whose_turn_it_is_and_what_an_answer_brings(asked, signed_in):
    answer = page(signed_in("ada"), asked)
    said = answer.context["page"]
    assert answer.status_code == 200
    assert (said["side"], said["act"], said["asker"]) == ("you", "answer", "Nora")
    assert said["question"]["text"] == "Quelle est la date de prestation sur la facture 26-4471 ?"
    # 38 minutes with us, then 80 h from 11:30 on.
    assert said["with_us"] == 38 * 60 and said["with_you"] == 10 * 60
    assert said["aim"]["at"] == at("2026-12-07 17:52") and said["aim"]["left"] == 80 * 3600 - 38 * 60
    assert said["first_reply"] == {"took": 18 * 60, "promised": 8 * 3600}


def test_the_answer_brings_the_moment_that_the_page_promised(asked, ada, do, signed_in):
    promised = page(signed_in("ada"), asked).context["page"]["aim"]["at"]
    do(ada, NOON, replying.reply, asked.pk, "Le 18 novembre.")
    assert page(signed_in("ada"), asked).context["page"]["aim"]["at"] == promised


def test_the_conversation_stands_newest_first_with_its_files_and_changes(asked, signed_in):
    entries = page(signed_in("ada"), asked).context["page"]["thread"]
    assert [e["kind"] for e in entries] == ["event", "message", "event", "message", "message"]
    assert entries[0]["status"] and entries[1]["who"] == "Nora Brunner" and entries[-1]["who"] == "Ada Favre"


def test_history_has_a_sentence_for_every_public_event(asked, signed_in):
    said = page(signed_in("ada"), asked).context["page"]["history"]
    assert len(said) == 3 and all(row["what"] for row in said)
    assert [row["side"] for row in said] == ["customer", "support", "support"]


@pytest.mark.parametrize("address", ["/requests/{n}/", "/requests/spt-{n}/", "/requests/Spt-{n}/"])
def test_other_ways_to_write_a_number_lead_to_its_one_address(ada, opened, signed_in, address):
    ticket = opened(ada)
    answer = signed_in("ada").get(address.format(n=ticket.pk))
    assert (answer.status_code, answer["Location"]) == (301, f"/requests/{ticket.key}/")


def test_a_former_key_leads_to_the_present_one_and_a_key_never_held_is_nothing(ada, nora, opened, do, signed_in):
    ticket = opened(ada)
    do(nora, "2026-11-24 11:00", sorting.change_type, ticket.pk, "CNS", reason="Projet")
    answer = signed_in("ada").get(f"/requests/SPT-{ticket.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/requests/CNS-{ticket.pk}/")
    assert signed_in("ada").get(f"/requests/TRN-{ticket.pk}/").status_code == 404
    assert signed_in("ada").get(f"/requests/CNS-{ticket.pk}/").status_code == 200


def test_strangers_and_those_it_is_not_shared_with_find_nothing(ada, opened, signed_in):
    ticket = opened(ada)
    for who in ("boris", "berta", "cora", "dario", "paula", "remi"):
        assert page(signed_in(who), ticket).status_code == 404, who
        assert signed_in(who).get(f"/requests/{ticket.pk}/").status_code == 404, who
    assert page(signed_in("alan"), ticket).status_code == 200


def test_not_signed_in_leads_to_the_door(ada, opened, client):
    answer = client.get(f"/requests/{opened(ada).key}/")
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")


def test_agents_come_to_the_workspace_if_they_see_it(ada, opened, signed_in):
    ticket = opened(ada)
    answer = page(signed_in("nora"), ticket)
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/requests/{ticket.key}/")
    assert page(signed_in("sara"), ticket).status_code == 404
    assert page(signed_in("admin"), ticket).status_code == 404
    assert signed_in("nora").get("/")["Location"] == "/desk/"


def test_a_reader_it_is_shared_with_reads_and_writes_and_does_nothing_else(ada, opened, do, signed_in):
    ticket = opened(ada)
    do(ada, "2026-11-24 10:50", sharing.share, ticket.pk, "remi@acme.example")
    said = page(signed_in("remi"), ticket).context["page"]
    assert said["can_reply"] and said["side"] == "us"
    assert not any(said[name] for name in ("can_close", "can_withdraw", "can_share", "can_raise", "can_confirm", "escalation"))


def test_the_acts_are_those_the_status_allows(asked, nora, do, signed_in):
    said = page(signed_in("ada"), asked).context["page"]
    assert said["can_reply"] and said["can_withdraw"] and said["can_close"] and said["can_raise"]
    assert not said["can_confirm"] and said["can_check_on"] is None
    do(nora, "2026-11-24 11:40", moving.transition_to, asked.pk, Moving("IN_PROGRESS"))
    do(nora, "2026-11-24 11:45", moving.transition_to, asked.pk, Moving("RESOLVED", body="Corrigé.", resolution="explained"))
    said = page(signed_in("ada"), asked, "2026-11-24 11:50").context["page"]
    assert said["can_confirm"] and said["can_deny"] and said["can_close"] and not said["can_withdraw"]
    assert said["can_check_on"]["latest"] == dt.date(2027, 1, 8)


def test_escalate_says_when_it_will_be_due_and_then_offers_itself(ada, nora, opened, do, signed_in):
    ticket = opened(ada)
    do(nora, "2026-11-24 11:00", replying.reply, ticket.pk, "Je regarde.")
    said = page(signed_in("ada"), ticket).context["page"]["escalation"]
    assert said == {"after": 24 * 3600 - 48 * 60}
    said = page(signed_in("ada"), ticket, "2026-11-27 16:00").context["page"]["escalation"]
    assert said["is_offered"]
    do(ada, "2026-11-27 16:00", escalating.escalate, ticket.pk, "Rien ne bouge.")
    said = page(signed_in("ada"), ticket, "2026-11-27 16:10").context["page"]["escalation"]
    assert said["is_done"] and said["lead"] == ["Lena Zbinden"] and said["can_take_back"]


def test_the_amount_of_an_offer_is_for_approvers_administrators_and_the_reporter(ada, alan, nora, opened, do, signed_in):
    ticket = opened(ada)
    do(ada, "2026-11-24 10:50", sharing.share, ticket.pk, "paula@acme.example")
    offer = Moving("WAIT_APPROVAL", reason="Étiquette", amount=Decimal("1234"), valid_until=dt.date(2026, 12, 20))
    do(nora, "2026-11-24 11:00", moving.transition_to, ticket.pk, offer)
    for who, sees, decides in (("ada", True, False), ("alan", True, True), ("paula", False, False)):
        answer = page(signed_in(who), ticket)
        said = answer.context["page"]["offer"]
        assert (bool(said["amount"]), said["can_decide"]) == (sees, decides), who
        assert ("234,00" in answer.content.decode()) == sees, who
    assert page(signed_in("ada"), ticket).context["page"]["side"] == "colleague"
    assert page(signed_in("alan"), ticket).context["page"]["side"] == "you"


def test_a_lowering_is_explained_and_may_be_contested_once(ada, nora, opened, do, signed_in):
    ticket = opened(ada, criticality="HIGH")
    do(nora, "2026-11-24 11:00", weighing.change_criticality, ticket.pk, "LOW", "Un contournement simple existe.")
    answer = page(signed_in("ada"), ticket)
    assert answer.context["page"]["lowered"]["can_contest"] and "Un contournement simple existe." in answer.content.decode()
    do(ada, "2026-11-24 11:10", weighing.contest, ticket.pk, "La révision arrive.")
    said = page(signed_in("ada"), ticket).context["page"]["lowered"]
    assert not said["can_contest"] and said["contested_by"] == "Ada" and said["answer_by"]


def test_a_confidential_request_is_for_those_named_and_lists_who_read_it(paula, opened, do, signed_in):
    ticket = opened(paula, confidential=True, domain="payroll")
    for who in ("ada", "alan", "remi", "boris"):
        assert page(signed_in(who), ticket).status_code == 404, who
    assert page(signed_in("paula"), ticket).status_code == 200
    assert Reading.objects.filter(ticket=ticket, person=paula.person_id).count() == 1
    assert [row["name"] for row in page(signed_in("paula"), ticket).context["page"]["read_by"]] == ["Paula Rochat"]
    colleagues = page(signed_in("paula"), ticket).context["page"]["colleagues"]
    assert colleagues == []


def test_a_closed_request_shows_its_sums_the_follow_up_and_the_question(asked, ada, nora, do, signed_in):
    do(ada, "2026-11-24 14:00", replying.reply, asked.pk, "Le 18.")
    do(nora, "2026-11-24 15:00", moving.transition_to, asked.pk, Moving("RESOLVED", body="Corrigé.", resolution="explained"))
    do(ada, "2026-11-24 16:00", closing.confirm, asked.pk)
    answer = page(signed_in("ada"), asked, "2026-11-24 16:30")
    said = answer.context["page"]
    sums = said["sums"]
    assert sums["us"] + sums["you"] + sums["elsewhere"] == sums["total"] == 3600 * 3 + 48 * 60
    assert said["can_follow_up"] and said["survey"] == {"is_open": True, "days": 13}
    content = answer.content.decode()
    assert f"/requests/{asked.key}/follow-up/" in content and 'name="body"' not in content
    assert "survey" not in page(signed_in("ada"), asked, "2026-12-20 16:30").content.decode()


def test_a_text_that_came_too_late_stands_on_the_closed_page(asked, ada, do, signed_in):
    do(ada, "2026-11-24 14:00", closing.close, asked.pk)
    client = signed_in("ada")
    with clock.standing_at(at("2026-11-24 15:00")):
        client.post(f"/requests/{asked.key}/messages/", {"body": "Encore une chose."})
    said = page(client, asked, "2026-11-24 15:10").context["page"]
    assert said["kept"]["text"] == "Encore une chose." and said["kept"]["until"] == at("2026-12-08 15:00")
    assert page(client, asked, "2026-12-09 15:10").context["page"]["kept"] is None


def test_links_to_requests_the_reader_does_not_see_are_not_named(ada, paula, opened, cast, signed_in):
    secret = opened(paula, confidential=True, domain="payroll")
    ticket = opened(ada)
    Ticket.objects.filter(pk=ticket.pk).update(previous=secret.pk)
    answer = page(signed_in("ada"), ticket)
    assert answer.context["page"]["facts"]["previous"] is None and str(secret.pk) not in answer.content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_number_of_questions_however_long_the_conversation(
    ada, nora, cast, opened, do, signed_in, django_assert_num_queries, many
):
    ticket = opened(ada)
    for turn in range(many):
        do(nora, f"2026-11-24 11:0{turn}", replying.reply, ticket.pk, f"Nouvelle {turn}")
        do(ada, f"2026-11-24 11:1{turn}", replying.reply, ticket.pk, f"Réponse {turn}")
    for who in ("alan", "paula", "remi")[:many]:
        do(ada, "2026-11-24 11:20", sharing.share, ticket.pk, f"{who}@acme.example")
    client = signed_in("ada")
    page(client, ticket)
    with django_assert_num_queries(QUERIES):
        assert page(client, ticket).status_code == 200


QUERIES = 17


def test_notes_never_reach_a_page_of_the_portal(asked, ada, nora, do, signed_in):
    do(nora, "2026-11-24 11:25", replying.note, asked.pk, "Zwetschgenmus: internal word.")
    with acting_as(ada):
        Share.objects.create(ticket=asked, company_id=asked.company_id, person_id=signed_person("remi"))
    key = asked.key
    walk = (
        "/", "/requests/", "/requests/?list=company&state=all", "/requests/?q=Zwetschgenmus", f"/requests/{key}/",
        f"/requests/{key}/print/", "/contacts/", "/coverage/", "/guide/", "/accessibility/", "/privacy/",
    )  # fmt: skip
    for who in ("ada", "alan", "remi", "boris"):
        client = signed_in(who)
        for address in walk:
            with clock.standing_at(at(NOON)):
                answer = client.get(address)
            said = answer.content.decode().replace("q=Zwetschgenmus", "").replace('value="Zwetschgenmus"', "")
            assert "Zwetschgenmus: internal" not in said and "internal word" not in said, (who, address)
        with clock.standing_at(at(NOON)):
            assert client.get("/requests/?q=internal").context["page"]["rows"] == []


def signed_person(key: str) -> int:
    from guichet.people.models import Person

    return Person.objects.get(email=f"{key}@acme.example").pk


def test_the_draft_of_a_reply_is_found_again_and_forgotten_once_sent(asked, ada, signed_in):
    client = signed_in("ada")
    with clock.standing_at(at(NOON)):
        assert client.post(f"/requests/{asked.key}/messages/draft/", {"body": "Je cherche la"}).status_code == 204
        other_device = signed_in("ada")
        assert "Je cherche la</textarea>" in other_device.get(f"/requests/{asked.key}/").content.decode()
        assert signed_in("alan").get(f"/requests/{asked.key}/").context["page"]["draft"] is None
        client.post(f"/requests/{asked.key}/messages/", {"body": "Je cherche la date."})
    assert not Draft.objects.exists()
    with clock.standing_at(at(NOON)):
        client.post(f"/requests/{asked.key}/messages/draft/", {"body": "x"})
        client.post(f"/requests/{asked.key}/messages/draft/", {"body": " "})
    assert not Draft.objects.exists()
    assert signed_in("boris").post(f"/requests/{asked.key}/messages/draft/", {"body": "x"}).status_code == 404
