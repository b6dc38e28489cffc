"""What the desk refuses: said beside its field, nothing typed lost, and the same under htmx (INTERFACE section 4)."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guichet.desk.models import Ticket
from guichet.desk.operations import closing
from guichet.service import limits
from tests.desk.conftest import *  # noqa: F403

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ticket(ada, opened) -> Ticket:
    return opened(ada, when="2026-11-20 08:00")


def address(ticket: Ticket, act: str = "") -> str:
    return f"/desk/requests/SPT-{ticket.pk}/{act}"


@pytest.mark.parametrize("act", ["messages/", "notes/"])
def test_under_htmx_success_is_the_request_without_its_frame(ticket, signed_in, act):
    answer = signed_in("nora").post(address(ticket, act), {"body": "Written once"}, headers=HTMX)
    assert answer.status_code == 200
    assert "Written once" in answer.content.decode() and "<html" not in answer.content.decode()


def test_lower_case_leads_to_the_one_address(ticket, signed_in):
    answer = signed_in("nora").get(f"/desk/requests/spt-{ticket.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, address(ticket))


def test_what_a_status_demands_is_asked_beside_its_field(ticket, signed_in):
    answer = signed_in("nora").post(address(ticket, "transition/"), {"status": "SCHEDULED", "body": "Kept words"})
    said = answer.content.decode()
    assert answer.status_code == 422 and 'name="appointment_at"' in said and "Kept words" in said


@pytest.mark.parametrize(
    ("act", "field"), [("transition/", "reason"), ("criticality/", "reason"), ("assign/", "reason"), ("notes/", "body")]
)
def test_a_field_beyond_the_limit_is_refused(ticket, signed_in, act, field):
    given = {"status": "IN_PROGRESS", "criticality": "LOW", "owner": "me", field: "x" * (limits.characters() + 1)}
    assert signed_in("nora").post(address(ticket, act), given).status_code == 422


def test_a_file_too_large_keeps_the_words_beside_it(ticket, signed_in, monkeypatch):
    monkeypatch.setattr(limits, "file_bytes", lambda: 10)
    given = {"body": "Kept words", "attachments": SimpleUploadedFile("long.txt", b"x" * 11)}
    answer = signed_in("nora").post(address(ticket, "messages/"), given)
    assert answer.status_code == 413 and "Kept words" in answer.content.decode()


def test_words_for_a_closed_request_stand_on_the_refusal(ticket, ada, do, signed_in):
    do(ada, "2026-11-20 09:00", closing.close, ticket.pk)
    answer = signed_in("nora").post(address(ticket, "messages/"), {"body": "Kept words"})
    assert answer.status_code == 409 and "Kept words" in answer.content.decode()


def test_a_stale_gesture_is_said_before_what_is_missing_in_it(ticket, signed_in):
    answer = signed_in("nora").post(address(ticket, "assign/"), {"version": str(ticket.version + 1)})
    assert answer.status_code == 409


@pytest.mark.parametrize("nothing", ["\u200b\u200d", "\u2060\n\ufeff", "\u00ad \u0301"])
def test_a_reply_that_shows_nothing_is_no_reply(ticket, signed_in, nothing):
    answer = signed_in("nora").post(address(ticket, "messages/"), {"body": nothing})
    assert answer.status_code == 422


def test_the_sheet_of_keys_is_a_page_and_a_dialog(signed_in):
    nora = signed_in("nora")
    page, dialog = nora.get("/desk/keys/"), nora.get("/desk/keys/", headers=HTMX)
    assert "<html" in page.content.decode() and "<html" not in dialog.content.decode()
    assert all("<kbd>Ctrl K</kbd>" in answer.content.decode() for answer in (page, dialog))


@pytest.mark.parametrize("act", ["messages/", "notes/"])
def test_files_of_a_refused_text_are_held_for_the_next_send(ticket, signed_in, act):
    nora = signed_in("nora")
    refused = nora.post(address(ticket, act), {"body": " ", "attachments": SimpleUploadedFile("trace.txt", b"one line")})
    token = re.search(r'name="upload" value="([^"]+)"', refused.content.decode())
    assert refused.status_code == 422 and token and "trace.txt" in refused.content.decode()
    assert nora.post(address(ticket, act), {"body": "With its file", "upload": token[1]}).status_code == 303
    assert ticket.attachments.get().filename == "trace.txt"
    assert nora.post(address(ticket, act), {"body": "Once more", "upload": token[1]}).status_code == 422


def test_files_of_a_refused_move_are_held_for_the_next_send(ticket, signed_in):
    nora = signed_in("nora")
    moved = {"status": "WAIT_CUSTOMER", "body": "Which invoice?"}
    refused = nora.post(
        address(ticket, "transition/"), {**moved, "body": "", "attachments": SimpleUploadedFile("form.txt", b"words")}
    )
    token = re.search(r'name="upload" value="([^"]+)"', refused.content.decode())
    assert refused.status_code == 422 and token
    assert nora.post(address(ticket, "transition/"), {**moved, "upload": token[1]}).status_code == 303
    assert ticket.attachments.get().filename == "form.txt"


def test_files_of_a_stale_reply_are_held_too(ticket, signed_in):
    stale = {"version": str(ticket.version + 1), "body": "Mine", "attachments": SimpleUploadedFile("late.txt", b"words")}
    refused = signed_in("nora").post(address(ticket, "messages/"), stale)
    assert refused.status_code == 409 and "late.txt" in refused.content.decode()
