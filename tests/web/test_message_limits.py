"""The limits the administration holds are those that are said before, and kept after."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guichet.service import house
from guichet.service.models import Text
from tests.desk.conftest import opened  # noqa: F401


@pytest.fixture
def narrow(cast) -> None:
    text = Text.objects.get(key="limits")
    text.spec |= {"file_megabytes": 1, "files": 2, "characters": 1500}
    text.save()
    house.forget()


def plain(page) -> str:
    """A page with plain blanks in its numbers."""
    return page.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_forms_say_them_before(narrow, opened, ada, signed_in):  # noqa: F811
    ticket = opened(ada)
    page = plain(signed_in("ada").get("/requests/new/?type=SPT"))
    assert "1 Mo" in page and 'data-most="1048576"' in page and 'data-many="2"' in page and "25 Mo" not in page
    for who, address in (("ada", f"/requests/{ticket.key}/"), ("nora", f"/desk/requests/{ticket.key}/")):
        assert 'data-most="1048576"' in signed_in(who).get(address).content.decode(), who


def test_what_is_more_is_refused_in_the_same_figures(narrow, opened, ada, signed_in):  # noqa: F811
    ticket = opened(ada)
    address, client = f"/requests/{ticket.key}/messages/", signed_in("ada")
    long = client.post(address, {"body": "x" * 1501})
    assert long.status_code == 422 and "1 500" in plain(long)
    large = client.post(address, {"body": "Voici.", "attachments": [SimpleUploadedFile("a.txt", b"x" * (1024 * 1024 + 1))]})
    assert large.status_code == 413 and "1 Mo" in plain(large)
    many = client.post(address, {"body": "Voici.", "attachments": [SimpleUploadedFile(f"{n}.txt", b"x") for n in "abc"]})
    assert many.status_code == 422 and ticket.messages.count() == 1
    assert client.post(address, {"body": "x" * 1500}).status_code == 303
