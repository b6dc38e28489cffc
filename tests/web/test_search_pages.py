"""The search pages of workspace and portal: without script, within the walls, everything escaped."""

import pytest
from django.test import Client

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.operations import replying
from guichet.knowledge.models import SearchMiss
from tests.desk.conftest import *  # noqa: F403
from tests.knowledge.conftest import known, written  # noqa: F401


def text_of(client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_an_agent_reads_what_is_wrong_with_the_query_and_follows_what_was_meant(nora, ada, signed_in, opened):
    opened(ada)
    page = text_of(signed_in("nora"), "/desk/search/", q="facture status:nwe <script>alert(1)</script>")
    assert "“nwe” is no value of status" in page and "status:new" in page
    assert "<script>alert" not in page and 'aria-invalid="true"' in page
    assert 'href="?q=facture+status%3Anew+%3Cscript%3E' in page
    assert "There is no field “nowhere”" in text_of(signed_in("nora"), "/desk/search/", q="nowhere:x")


@pytest.mark.parametrize("text", ["x" * 10_000, "les de la und", "()&|!:*'\\", "%_%;--", "\u202eabc🙂", "status:" * 1400, "[a-z]+(?=x)"])
def test_any_text_is_answered_with_a_page(text, nora, ada, signed_in, opened):
    opened(ada)
    for who, address in (("nora", "/desk/search/"), ("ada", "/search/")):
        text_of(signed_in(who), address, q=text)
    assert Client().get("/search/", {"q": text}).status_code == 200


def test_a_customer_finds_own_requests_and_never_a_note(ada, boris, nora, signed_in, opened, do):
    ticket = opened(ada, body="Le taux <b>proposé</b> est l'ancien.")
    do(nora, "2026-11-24 11:05", replying.note, ticket.pk, "Hydrangea inside.")
    page = text_of(signed_in("ada"), "/search/", q="taux anciens")
    assert f'/requests/{ticket.key}/' in page and '<mark class="hit">taux</mark>' in page and "<b>proposé" not in page
    assert f'requests/{ticket.key}/' not in text_of(signed_in("boris"), "/search/", q="taux ancien")
    for text in ("hydrangea", "hydrangae", f"hydrangea {ticket.pk}"):
        page = text_of(signed_in("ada"), "/search/", q=text)
        assert f'requests/{ticket.key}/' not in page and "Hydrangea" not in page
    answer = signed_in("ada").get("/search/", {"q": f"spt {ticket.pk}"})
    assert (answer.status_code, answer["Location"]) == (303, f"/requests/{ticket.key}/")
    assert signed_in("boris").get("/search/", {"q": ticket.key}).status_code == 200


def test_what_nobody_has_written_is_kept_without_a_name(ada, signed_in):
    text_of(signed_in("ada"), "/search/", q="quokkaberry")
    text_of(signed_in("nora"), "/desk/search/", q="quokkaberry2")
    with acting_as(SYSTEM):
        rows = list(SearchMiss.objects.values_list("query", "language", "room"))
    assert rows == [("quokkaberry", "fr", "portal"), ("quokkaberry2", "en", "desk")]
    assert "quokkaberry" in text_of(signed_in("nora"), "/desk/articles/")


def test_the_query_language_is_for_agents_words_for_everybody(ada, signed_in, opened):
    ticket = opened(ada)
    assert f'requests/{ticket.key}/' not in text_of(signed_in("ada"), "/search/", q="is:open")
    assert f'requests/{ticket.key}/' in text_of(signed_in("nora"), "/desk/search/", q="is:open")


def test_known_problems_and_articles_are_found_by_who_may_read_them(known, written, signed_in):  # noqa: F811
    problem, article = known(signatures=["LIC-204"]), written(state="published", audience="public")
    internal = known(visibility="internal", symptom={"en": "LIC-204 hydrangea"})
    for who, text, seen in (("ada", "lic-204", True), ("nora", "lic-204", True), ("ada", "taux TVA", True), ("ada", "hydrangea", False)):
        page = text_of(signed_in(who), "/desk/search/" if who == "nora" else "/search/", q=text)
        assert (problem.reference in page) == seen, (who, text)
        assert (internal.reference in page) == (who == "nora")
    public = text_of(Client(), "/search/", q="Buchungen stornieren")
    assert f"/articles/stornieren-{article.pk}/" in public and '<mark class="hit">Buchung</mark>' in public
    assert problem.reference not in text_of(Client(), "/search/", q="lic-204")
    for who, text, address in (("ada", problem.reference, f"/problems/{problem.reference}/"), ("nora", "prb 99", None)):
        answer = signed_in(who).get("/desk/search/" if who == "nora" else "/search/", {"q": text})
        assert answer.get("Location") == address


def test_an_excerpt_of_a_known_problem_has_no_marks_of_markdown(known, signed_in):  # noqa: F811
    known(signatures=["LIC-204"], way_round={"en": "Choose *all stores* and `filter`.", "fr": "Choisir *tous les dépôts*."})
    for who, page, words in (("ada", "/search/", "Choisir tous les dépôts."), ("nora", "/desk/search/", "Choose all stores and filter.")):
        found = text_of(signed_in(who), page, q="LIC-204")
        assert words in found and "*" not in found.partition("<main")[2].partition("</main>")[0]


def test_a_search_is_kept_as_a_view_beside_the_queue_and_removed(ada, signed_in, opened):
    from guichet.web.workspace import presenting

    presenting._searches.clear()
    ticket, nora = opened(ada), signed_in("nora")
    answer = nora.post("/desk/search/views/", {"name": "Acme <b>", "query": "company:acme", "shared": "on"})
    assert answer.status_code == 303
    page = text_of(nora, answer["Location"])
    assert f'/requests/{ticket.key}/' in page and "Acme &lt;b&gt;" in page and 'value="company:acme"' in page
    presenting._searches.clear()
    assert answer["Location"] in text_of(signed_in("luca"), "/desk/").replace("&amp;", "&")
    refused = nora.post("/desk/search/views/", {"name": "", "query": "company:acme"})
    assert refused.status_code == 422 and "Give it a name" in refused.content.decode()
    pk = answer["Location"].rpartition("=")[2]
    assert signed_in("luca").post(f"/desk/search/views/{pk}/remove/").status_code == 404
    assert nora.post(f"/desk/search/views/{pk}/remove/").status_code == 303
    assert 'value="company:acme"' not in text_of(nora, "/desk/search/", view=pk)


def test_completion_answers_as_json_for_agents_alone(ada, signed_in):
    found = signed_in("nora").get("/desk/search/complete/", {"q": "status:n", "at": "8"}).json()
    assert found["start"] == 0 and {"text": "status:new", "label": "Submitted"} in found["options"]
    assert signed_in("ada").get("/desk/search/complete/", {"q": "company:b"}).status_code == 404
