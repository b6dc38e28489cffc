"""The gesture for a wrong company: which one, then who and what there."""

from guichet.desk.models import Ticket
from tests.desk.conftest import do, opened

__all__ = ["do", "opened"]


def test_the_company_is_chosen_first_then_its_contacts_and_what_is_lost(ada, opened, signed_in, cast):
    ticket, client = opened(ada), signed_in("nora")
    address = f"/desk/requests/{ticket.key}/company/"
    first = client.get(address).content.decode()
    assert "Borealis AG" in first and "Acme SA</option>" not in first
    second = client.post(address, {"company": cast.company("borealis").pk, "preview": "1"})
    text = second.content.decode()
    assert second.status_code == 200 and "boris@borealis.example" in text and "Ada Favre" in text and "refusal" not in text
    assert Ticket.objects.get(pk=ticket.pk).company == cast.company("acme")


def test_a_missing_choice_is_said_and_the_rest_kept(ada, opened, signed_in, cast):
    ticket = opened(ada)
    page = signed_in("nora").post(
        f"/desk/requests/{ticket.key}/company/", {"company": cast.company("borealis").pk, "reason": "Für Borealis"}
    )
    assert page.status_code == 422 and "Für Borealis" in page.content.decode()


def test_it_is_moved_and_gone_for_the_former_company(ada, opened, signed_in, cast):
    ticket = opened(ada)
    answer = signed_in("nora").post(
        f"/desk/requests/{ticket.key}/company/",
        {
            "company": cast.company("borealis").pk, "reporter": cast.person("boris").pk, "reason": "Für Borealis",
            "installation": cast.installation("borealis-prod").pk, "entity": [cast.entity("borealis", "01").pk], "tell": "on",
        },
    )  # fmt: skip
    assert answer.status_code == 303
    assert signed_in("ada").get(f"/requests/{ticket.key}/").status_code == 404
    page = signed_in("boris").get(f"/requests/{ticket.key}/")
    assert page.status_code == 200 and "Favre" not in page.content.decode() and "Acme" not in page.content.decode()
    desk = signed_in("nora").get(f"/desk/requests/{ticket.key}/").content.decode()
    assert "Nora Brunner moved it from Acme SA to Borealis AG: Für Borealis" in desk
