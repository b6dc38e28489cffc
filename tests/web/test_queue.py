"""The queue as a page."""

from django.test import Client

from tests.desk.conftest import *  # noqa: F403


def test_an_agent_sees_his_queue_and_a_customer_nothing(nora, ada, signed_in, opened):
    opened(ada)
    page = signed_in("nora").get("/desk/?view=all")
    assert page.status_code == 200 and "Facture client en EUR" in page.content.decode()
    assert signed_in("ada").get("/desk/").status_code == 404
    assert Client().get("/desk/").status_code == 302


def test_every_filter_sort_and_view_is_a_page(nora, ada, signed_in, opened):
    opened(ada)
    client = signed_in("nora")
    for query in (
        "", "view=mine", "view=unassigned", "view=team-SUP-BO", "status=NEW&turn=support&criticality=medium&company=acme&type=spt",
        "owner=me&language=fr", "due=late", "deadline=1", "unanswered=1&escalated=1", "q=facture", "sort=deadline", "sort=-updated",
        "after=nonsense", "after=0~x~y", "view=nowhere", "company=99999999999999999999", "q=" + "%00",
    ):  # fmt: skip
        assert client.get(f"/desk/?{query}").status_code == 200, query


def test_search_leads_to_the_request_or_lists_with_marked_words(nora, ada, signed_in, opened):
    ticket = opened(ada, when="2026-11-20 08:00", body="Le taux <b>proposé</b> est l'ancien.")
    client = signed_in("nora")
    for text in (str(ticket.pk), f"spt-{ticket.pk}"):
        answer = client.get("/desk/search/", {"q": text})
        assert (answer.status_code, answer["Location"]) == (303, f"/desk/requests/SPT-{ticket.pk}/")
    page = client.get("/desk/search/", {"q": "taux ancien"}).content.decode()
    assert '<mark class="hit">taux</mark>' in page and "<b>proposé</b>" not in page
    for text in ("acme", "Ada Favre", "", "'\"<script>", "x" * 9000):
        assert client.get("/desk/search/", {"q": text}).status_code == 200


def test_bulk_shows_who_gets_a_letter_and_then_does_it(nora, ada, luca, signed_in, opened):
    from guichet.desk.models import Ticket

    first, second = (opened(ada, when="2026-11-20 08:00") for _ in range(2))
    client = signed_in("nora")
    chosen = {"number": [first.key, second.key]}
    preview = client.post("/desk/bulk/", {"act": "move", "team": "CON-BO", **chosen}).content.decode()
    assert "2 customers get a mail" in preview and Ticket.objects.filter(desk__key="SUP").count() == 2
    assert (
        "Nobody outside gets a mail"
        in client.post("/desk/bulk/", {"act": "assign", "owner": luca.person_id, **chosen}).content.decode()
    )
    done = client.post("/desk/bulk/", {"act": "assign", "owner": luca.person_id, "confirmed": "1", **chosen})
    assert done.status_code == 303 and Ticket.objects.filter(owner=luca.person_id).count() == 2


def test_companies_and_one_company(cast, nora, ada, signed_in, opened, django_assert_max_num_queries):
    opened(ada, when="2026-11-20 08:00")
    client = signed_in("nora")
    assert "Acme SA" in client.get("/desk/companies/").content.decode()
    page = client.get(f"/desk/companies/{cast.company('acme').pk}/").content.decode()
    assert "Facture client" in page and "24.2.3" in page
    assert client.get("/desk/companies/999999/").status_code == 404
