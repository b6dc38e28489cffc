"""The follow-up of a closed request: everything known is filled in, what is new is asked (DOMAIN 1.7)."""

import re

import pytest
from django.core.files.base import ContentFile

from guichet import clock
from guichet.access.acting import acting_as
from guichet.desk.files import store
from guichet.desk.models import Attachment, Share, Ticket
from guichet.desk.operations.sharing import share
from guichet.intake.models import Draft
from guichet.intake.receive import receive
from guichet.intake.submission import Submission
from tests.desk.conftest import at, do, opened
from tests.intake.conftest import closed_ticket

__all__ = ["closed_ticket", "do", "opened"]
NOW = {"description": "C'est revenu lundi.", "blocked": "no", "way_round": "costly"}


def address(ticket: Ticket) -> str:
    return f"/requests/SPT-{ticket.pk}/follow-up/"


def form_of(page: str) -> dict[str, list[str]]:
    """What a browser would send of the form as it stands."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        given = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if given.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        if given.get("name") and given.get("type") != "file":
            found.setdefault(given["name"], []).append(given.get("value", "on" if given.get("type") == "checkbox" else ""))
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.S):
        chosen = re.findall(r'value="([^"]*)"[^>]* selected', body) or re.findall(r'value="([^"]*)"', body)
        found[name] = chosen[:1]
    for name, body in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.S):
        found[name] = [body.replace("&#x27;", "'")]
    return found


def test_everything_known_is_filled_in_and_the_rest_asked_anew(signed_in, cast, closed_ticket, do, ada):
    with acting_as(ada):
        Share.objects.create(
            ticket=closed_ticket, company_id=closed_ticket.company_id, person=cast.person("alan"), added_by_id=ada.person_id
        )
    page = signed_in("ada").get(address(closed_ticket)).content.decode()
    values = form_of(page)
    assert values["type"] == ["SPT"]
    assert values["subject"][0].startswith(f"Suite de SPT-{closed_ticket.pk}: Facture client en EUR")
    assert values["installation"] == [str(cast.installation("acme-prod").pk)]
    assert values["entity"] == ["", str(cast.entity("acme", "02").pk)]
    assert values["domain"] == ["finance"] and values["share"] == ["alan@acme.example"]
    assert values["follows"] == [closed_ticket.key]
    assert "criticality" not in values and not any(values.get(name, [""])[0] for name in ("did", "happened", "expected"))
    assert re.search(r'id="step-description" open', page)


def test_follow_up_is_linked_both_ways(signed_in, closed_ticket):
    client = signed_in("ada")
    values = {**form_of(client.get(address(closed_ticket)).content.decode()), **NOW}
    answer = client.post(address(closed_ticket), values)
    assert answer.status_code == 303
    follow_up = closed_ticket.follow_ups.get()
    assert follow_up.previous == closed_ticket and answer["Location"] == f"/requests/{follow_up.key}/"
    assert [e.code for e in follow_up.entities.all()] == ["02"]
    closed_ticket.refresh_from_db()
    assert closed_ticket.status == "CLOSED"


def test_text_that_came_too_late_is_in_the_form_and_gone_after_sending(signed_in, closed_ticket, ada):
    stored = store("a.txt", ContentFile(b"one"), 3)
    with clock.standing_at(at("2026-11-25 09:00")), acting_as(ada):
        receive(Submission(actor=ada, ticket=closed_ticket, body="C'est revenu.", files=[stored]))
    client = signed_in("ada")
    with clock.standing_at(at("2026-11-26 09:00")):
        values = form_of(client.get(address(closed_ticket)).content.decode())
        assert values["description"] == ["C'est revenu."] and values["subject"][0].startswith("Suite de")
        assert client.post(address(closed_ticket), {**values, "criticality": "LOW"}).status_code == 303
    follow_up = closed_ticket.follow_ups.get()
    assert follow_up.messages.get().body == "C'est revenu."
    assert Attachment.objects.get(ticket=follow_up).filename == "a.txt"
    assert not Draft.objects.exists()


def test_draft_of_a_follow_up_is_kept_apart(signed_in, closed_ticket):
    client = signed_in("ada")
    client.post("/requests/new/draft/", {"follows": closed_ticket.key, "subject": "Suite", "happened": "Encore."})
    assert Draft.objects.get().follows == closed_ticket
    assert "Encore." in client.get(address(closed_ticket)).content.decode()
    assert "Encore." not in client.get("/requests/new/").content.decode()


def test_former_key_and_number_alone_lead_to_the_present_one(signed_in, closed_ticket):
    for said in (f"CNS-{closed_ticket.pk}", str(closed_ticket.pk)):
        answer = signed_in("ada").get(f"/requests/{said}/follow-up/")
        assert (answer.status_code, answer["Location"]) == (301, address(closed_ticket))
    answer = signed_in("ada").get(f"/requests/new/?follows={closed_ticket.key}")
    assert (answer.status_code, answer["Location"]) == (302, address(closed_ticket))


def test_open_request_has_no_follow_up(signed_in, opened, ada):
    ticket = opened(ada)
    assert signed_in("ada").get(address(ticket))["Location"] == f"/requests/{ticket.key}/"
    assert signed_in("ada").post(address(ticket), {"subject": "x", **NOW}).status_code == 409
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("who", ["boris", "paula"])
def test_request_one_does_not_see_is_not_there(signed_in, closed_ticket, who):
    assert signed_in(who).get(address(closed_ticket)).status_code == 404
    assert signed_in(who).post(address(closed_ticket), {"subject": "x", **NOW}).status_code == 404
    assert signed_in(who).get(f"/requests/new/?follows={closed_ticket.pk}").status_code == 404


def test_reader_is_told_that_he_opens_none(signed_in, cast, closed_ticket):
    Share.objects.create(ticket=closed_ticket, company=cast.company("acme"), person=cast.person("remi"))
    assert b'id="new"' not in signed_in("remi").get(address(closed_ticket)).content
    assert signed_in("remi").post(address(closed_ticket), {"subject": "x", **NOW}).status_code == 403


def test_missing_answers_are_said_and_the_form_stays_a_follow_up(signed_in, closed_ticket):
    answer = signed_in("ada").post(address(closed_ticket), {"subject": "Suite", "description": "Encore."})
    page = answer.content.decode()
    assert answer.status_code == 422 and f'action="{address(closed_ticket)}"' in page and "Encore." in page


def test_colleague_who_left_is_not_shared_with_again(signed_in, cast, opened, do, ada, nora):
    from guichet.desk.operations.closing import confirm
    from guichet.desk.operations.moving import Moving, transition_to

    ticket = opened(ada)
    do(ada, "2026-11-24 10:50", share, ticket.pk, "alan@acme.example")
    do(nora, "2026-11-24 11:00", transition_to, ticket.pk, Moving("RESOLVED", body="Voilà.", resolution="explained"))
    do(ada, "2026-11-24 11:30", confirm, ticket.pk)
    membership = cast.membership("alan")
    membership.ended_at = at("2026-11-24 12:00")
    membership.save(update_fields=["ended_at"])
    assert "share" not in form_of(signed_in("ada").get(address(ticket)).content.decode())
