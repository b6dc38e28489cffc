"""Taking out what should not be there, on the pages: preview, act, what stands in its place in each language (DOMAIN 1.15)."""

import pytest
from django.core.files.base import ContentFile

from guichet import clock
from guichet.desk import files
from guichet.desk.models import Attachment, Ticket
from guichet.desk.operations import replying
from tests.desk.conftest import at, do, opened

__all__ = ["do", "opened"]
SECRET = "Anna Keller, 8450 francs"


@pytest.fixture
def leaked(ada, nora, cast, opened, do, settings, tmp_path) -> Ticket:
    settings.GUICHET_HOME = tmp_path
    content = b"Anna Keller: 8450\n"
    kept = files.store("salaires.txt", ContentFile(content), len(content))
    ticket = opened(
        ada, subject="Fiche de salaire", body=f"Voir\n{SECRET} svp.", attachments=[kept], share_with=[cast.person("alan")]
    )
    do(nora, "2026-11-24 11:00", replying.note, ticket.pk, f"Interne : {SECRET}")
    return ticket


@pytest.fixture
def lenas(signed_in):
    client = signed_in("lena")
    with clock.standing_at(at("2026-11-24 12:00")):
        yield client


def test_a_preview_shows_every_place_and_changes_nothing(leaked, lenas):
    page = lenas.post(f"/desk/requests/{leaked.key}/redact/", {"passage": SECRET, "reason": "Salaire", "preview": "1"})
    text = page.content.decode()
    assert page.status_code == 200 and text.count(f"<mark>{SECRET}</mark>") == 2
    assert "Message of Ada Favre" in text and "Note of Nora Brunner" in text and "Remove for good" in text
    assert SECRET in leaked.messages.get().body


def test_what_is_not_found_and_a_missing_reason_are_said_with_everything_kept(leaked, lenas):
    page = lenas.post(f"/desk/requests/{leaked.key}/redact/", {"passage": "nowhere in it", "preview": "1"})
    assert page.status_code == 422 and "does not stand in the request" in page.content.decode()
    page = lenas.post(f"/desk/requests/{leaked.key}/redact/", {"passage": SECRET, "reason": ""})
    assert page.status_code == 422 and SECRET in page.content.decode() and "Give the reason." in page.content.decode()


def test_in_its_place_everybody_reads_who_when_and_why(leaked, lenas, signed_in):
    answer = lenas.post(f"/desk/requests/{leaked.key}/redact/", {"passage": SECRET, "reason": "Salaire d'une personne"})
    assert answer.status_code == 303
    desk = lenas.get(f"/desk/requests/{leaked.key}/").content.decode()
    assert desk.count("[removed by Lena on 24 Nov 2026: Salaire d&#x27;une personne]") == 2
    page = signed_in("ada").get(f"/requests/{leaked.key}/").content.decode()
    for text in (desk, page):
        assert "Keller" not in text and "⟦" not in text
    assert "24 nov. 2026" in page and "Salaire d&#x27;une personne" in page
    assert "Keller" not in signed_in("ada").get(f"/requests/{leaked.key}/print/").content.decode()


def test_a_file_shown_in_a_browser_is_not_there_at_the_next_look(leaked, lenas, signed_in, django_capture_on_commit_callbacks):
    file = Attachment.objects.get(ticket=leaked)
    address, adas = f"/attachments/{file.token}/salaires.txt", signed_in("ada")
    looking = adas.get(address)
    assert looking.status_code == 200 and "no-store" in looking["Cache-Control"]
    assert f"redact/?file={file.token}" in lenas.get(f"/desk/requests/{leaked.key}/").content.decode()
    asked = lenas.get(f"/desk/requests/{leaked.key}/redact/?file={file.token}").content.decode()
    assert "salaires.txt" in asked
    with django_capture_on_commit_callbacks(execute=True):
        answer = lenas.post(f"/desk/requests/{leaked.key}/redact/", {"file": file.token, "reason": "Salaires"})
    assert answer.status_code == 303
    assert b"".join(looking.streaming_content) == b"Anna Keller: 8450\n"
    assert adas.get(address).status_code == 404
    assert "salaires.txt" not in adas.get(f"/requests/{leaked.key}/").content.decode()


def test_nobody_but_a_lead_is_offered_it(leaked, signed_in):
    nora = signed_in("nora").get(f"/desk/requests/{leaked.key}/").content.decode()
    assert "/redact/" not in nora
    assert "/redact/" in signed_in("lena").get(f"/desk/requests/{leaked.key}/").content.decode()
    assert "/redact/" not in signed_in("ada").get(f"/requests/{leaked.key}/").content.decode()
