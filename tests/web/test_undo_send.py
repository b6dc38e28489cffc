"""The composer's ten seconds: the reply waits on the page, and comes back into the composer with its files."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guichet.desk.models import HeldReply, Message
from guichet.intake.models import Draft
from tests.desk.conftest import *  # noqa: F403


@pytest.fixture
def ticket(ada, opened):
    return opened(ada, when="2026-11-20 08:00")


def test_the_composer_lets_a_reply_be_taken_back_with_its_files(ticket, signed_in):
    nora, address = signed_in("nora"), f"/desk/requests/SPT-{ticket.pk}/"
    assert 'name="hold" value="1"' in nora.get(address).content.decode()
    sent = {"body": "Trop vite", "hold": "1", "attachments": SimpleUploadedFile("a.txt", b"words")}
    assert nora.post(f"{address}messages/", sent).status_code == 303
    held = HeldReply.objects.get()
    page = nora.get(address).content.decode()
    assert Message.objects.count() == 1 and "Trop vite" in page and f"held/{held.pk}/" in page
    assert "Trop vite" in nora.get(f"{address}held/{held.pk}/").content.decode()
    assert "Trop vite" not in signed_in("luca").get(address).content.decode()
    assert signed_in("luca").post(f"{address}held/{held.pk}/").status_code == 404
    assert nora.post(f"{address}held/{held.pk}/").status_code == 303
    page = nora.get(address).content.decode()
    assert re.search(r'<textarea id="reply-body".*?>Trop vite</textarea>', page) and "a.txt" in page
    assert not HeldReply.objects.exists() and Message.objects.count() == 1
    gone = nora.get(f"{address}held/{held.pk}/")
    assert gone.headers["HX-Refresh"] == "true" and "HX-Refresh" not in nora.get(f"{address}held/{held.pk}/?body=next").headers


def test_a_plain_post_and_a_call_are_said_at_once(ticket, signed_in):
    nora, address = signed_in("nora"), f"/desk/requests/SPT-{ticket.pk}/"
    nora.post(f"{address}messages/", {"body": "Tout de suite"})
    nora.post(f"{address}messages/", {"body": "Au téléphone", "call": "1", "hold": "1"})
    assert not HeldReply.objects.exists() and Message.objects.filter(side="vendor").count() == 2


def test_what_the_form_refuses_stays_beside_its_field(ticket, signed_in):
    answer = signed_in("nora").post(f"/desk/requests/SPT-{ticket.pk}/messages/", {"body": "\u200b", "hold": "1"})
    assert answer.status_code == 422 and not HeldReply.objects.exists()


def test_a_reply_sent_twice_is_held_once_with_its_file(ticket, signed_in):
    nora, address = signed_in("nora"), f"/desk/requests/SPT-{ticket.pk}/"
    token = re.search(r'name="submission" value="([^"]+)"', nora.get(address).content.decode())[1]
    refused = nora.post(f"{address}messages/", {"body": "", "hold": "1", "attachments": SimpleUploadedFile("a.txt", b"words")})
    upload = re.search(r'name="upload" value="([^"]+)"', refused.content.decode())[1]
    sent = {"body": "Une fois", "hold": "1", "submission": token, "upload": upload}
    assert [nora.post(f"{address}messages/", sent).status_code for _ in range(2)] == [303, 303]
    assert [file["filename"] for file in HeldReply.objects.get().files] == ["a.txt"] and not Draft.objects.exists()


def test_what_is_taken_back_joins_what_is_being_typed_and_its_file_outlives_the_next_key(ticket, signed_in):
    nora, address = signed_in("nora"), f"/desk/requests/SPT-{ticket.pk}/"
    nora.post(f"{address}messages/", {"body": "La première", "hold": "1", "attachments": SimpleUploadedFile("a.txt", b"words")})
    nora.post(f"{address}draft/", {"body": "La seconde"})
    nora.post(f"{address}held/{HeldReply.objects.get().pk}/")
    page = nora.get(address).content.decode()
    assert "La seconde\n\nLa première" in page and "a.txt" in page
    nora.post(f"{address}draft/", {"body": "La seconde, puis une touche"})
    assert "a.txt" in nora.get(address).content.decode()


def test_the_tick_of_a_call_outlives_a_refusal(ticket, signed_in):
    answer = signed_in("nora").post(f"/desk/requests/SPT-{ticket.pk}/messages/", {"body": " ", "call": "1"})
    assert re.search(r'name="call" value="1" checked', answer.content.decode())
