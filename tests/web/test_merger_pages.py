"""Joining two companies, on the administrator's pages; the former name leads to the present company (DOMAIN 1.15)."""

from guichet.people.models import Company
from tests.desk.conftest import do, opened

__all__ = ["do", "opened"]


def test_figures_are_shown_before_and_nothing_is_done(ada, opened, signed_in, cast):
    opened(ada, when="2026-11-23 10:00")
    client, acme, borealis = signed_in("admin"), cast.company("acme"), cast.company("borealis")
    assert f"/administration/companies/{acme.pk}/merger/" in client.get(f"/administration/companies/{acme.pk}/").content.decode()
    page = client.post(f"/administration/companies/{acme.pk}/merger/", {"into": borealis.pk})
    text = page.content.decode()
    assert page.status_code == 200 and "Ada Favre" in text and "01 → 01 Acme SA" in text and "for good" in text
    assert Company.objects.filter(merged_into=None).count() == 4


def test_joined_the_former_name_leads_to_the_present_company(ada, opened, signed_in, cast):
    ticket = opened(ada, when="2026-11-23 10:00")
    client, acme, borealis = signed_in("admin"), cast.company("acme"), cast.company("borealis")
    done = client.post(f"/administration/companies/{acme.pk}/merger/", {"into": borealis.pk, "confirm": "1"})
    assert done["Location"] == f"/administration/companies/{borealis.pk}/"
    assert client.get(f"/administration/companies/{acme.pk}/")["Location"] == f"/administration/companies/{borealis.pk}/"
    assert client.get(f"/administration/companies/{acme.pk}/merger/").status_code == 303
    assert "with what was Acme SA" in client.get(f"/administration/companies/{borealis.pk}/").content.decode()
    assert "now Borealis AG" in client.get("/administration/companies/").content.decode()
    nora = signed_in("nora")
    assert nora.get(f"/desk/companies/{acme.pk}/")["Location"] == f"/desk/companies/{borealis.pk}/"
    page = nora.get(f"/desk/companies/{borealis.pk}/").content.decode()
    assert ticket.key in page and "with what was Acme SA" in page
    assert ticket.key in nora.get(f"/desk/?view=all&company={borealis.pk}").content.decode()
    assert "formerly Acme SA" in nora.get(f"/desk/requests/{ticket.key}/").content.decode()
    assert f"/desk/companies/{acme.pk}/" in nora.get("/desk/search/?q=Acme").content.decode()


def test_the_portal_goes_on_for_those_who_came_over_and_opens_at_the_present_company(ada, opened, signed_in, cast):
    ticket = opened(ada, when="2026-11-23 10:00")
    signed_in("admin").post(
        f"/administration/companies/{cast.company('acme').pk}/merger/", {"into": cast.company("borealis").pk, "confirm": "1"}
    )
    adas = signed_in("ada")
    for address in (
        "/",
        "/requests/",
        f"/requests/{ticket.key}/",
        f"/requests/{ticket.key}/print/",
        "/requests/new/",
        "/coverage/",
        "/contacts/",
        "/account/",
    ):
        assert adas.get(address).status_code == 200, address
    answer = adas.post(
        "/requests/new/",
        {
            "type": "SPT", "subject": "Facture client en EUR", "description": "Voir la facture.", "blocked": "no", "way_round": "easy",
            "revenue": "no", "domain": "finance", "installation": cast.installation("acme-prod").pk, "criticality": "LOW", "entity": "all",
        },
    )  # fmt: skip
    assert answer.status_code == 303, answer.content.decode()[:2000]
    assert signed_in("boris").get(answer["Location"]).status_code == 200
    assert signed_in("boris").get(f"/requests/{ticket.key}/").status_code == 404
    reply = adas.post(f"/requests/{ticket.key}/messages/", {"body": "Encore."})
    assert reply.status_code == 303


def test_a_wrong_choice_is_said(signed_in, cast):
    acme = cast.company("acme")
    for into in ("", "x", str(acme.pk)):
        page = signed_in("admin").post(f"/administration/companies/{acme.pk}/merger/", {"into": into})
        assert page.status_code == 422 and "Choose another company" in page.content.decode()
