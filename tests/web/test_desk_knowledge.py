"""Known problems and articles at the desk: written, linked, told, drafted from a request, put into a reply."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.access.refusals import Conflict
from guichet.catalog.models import Release, VersionLine
from guichet.desk.models import Ticket
from guichet.desk.operations import drafting, moving, replying, watching
from guichet.desk.operations.moving import Moving
from guichet.intake.models import Draft
from guichet.knowledge import articles as life
from guichet.knowledge import removing
from guichet.knowledge.models import Article, Dossier, KnownProblem, News, Regression, SearchMiss
from tests.knowledge.conftest import NOON, at, do, known, opened, written

__all__ = ["do", "known", "opened", "written"]


@pytest.fixture(autouse=True)
def noon():
    with clock.standing_at(at(NOON)):
        yield


def form(cast, **more) -> dict[str, object]:
    line = cast.release("24.2.3").line_id
    return {
        "product": cast.installation("acme-prod").product_id, "domain": cast.domain("finance").pk, "state": "open", "visibility": "customers",
        "symptom_en": "Rate is wrong", "symptom_de": "Satz falsch", "way_round_en": "By hand", "signatures": "LIC-204\n\nreference * missing",
        "steps": "1, 2, 3", f"affected_{line}": "on", f"first_{line}": "24.2.0", f"end_{line}": "", f"fix_{line}": cast.release("24.2.6").pk,
    } | more  # fmt: skip


def test_a_known_problem_is_written_down_and_changed(cast, signed_in):
    nora = signed_in("nora")
    response = nora.post("/desk/problems/new/", form(cast))
    assert response.status_code == 303
    problem = KnownProblem.objects.get()
    row = problem.ranges.get()
    assert (row.first, row.end, row.fixed_in.name) == ("24.2.0", "", "24.2.6")
    assert problem.signatures == ["LIC-204", "reference * missing"] and problem.symptom == {"en": "Rate is wrong", "de": "Satz falsch"}
    address = response["Location"]
    text = nora.get(address).content.decode()
    assert "Rate is wrong" in text and "1, 2, 3" in text and "24.2.6" in text
    assert nora.get(f"{address}edit/").status_code == 200
    assert nora.post(f"{address}edit/", form(cast, symptom_en="Rate is former", version=1)).status_code == 303
    assert nora.post(f"{address}edit/", form(cast, version=1)).status_code == 409
    problem.refresh_from_db()
    assert problem.symptom["en"] == "Rate is former" and problem.ranges.count() == 1


@pytest.mark.parametrize(("field", "value"), [("first", "next week"), ("end", "24.1.0")])
def test_a_range_that_makes_no_sense_is_refused_beside_its_line_and_what_was_typed_is_kept(cast, signed_in, field, value):
    line = cast.release("24.2.3").line_id
    response = signed_in("nora").post("/desk/problems/new/", form(cast, **{f"{field}_{line}": value}))
    assert response.status_code == 422 and value in response.content.decode()
    assert not KnownProblem.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("first", "next week"), ("end", "24.1.0")])
def test_an_article_whose_validity_makes_no_sense_is_refused_beside_its_line(cast, signed_in, field, value):
    line = cast.release("24.2.3").line
    given = {"audience": "public", "product": line.product_id, "title_en": "Count", "body_en": "First count.", f"valid_{line.pk}": "on"}
    given |= {f"first_{line.pk}": "24.2.0", f"end_{line.pk}": "", f"{field}_{line.pk}": value}
    response = signed_in("nora").post("/desk/articles/new/", given)
    assert response.status_code == 422 and value in response.content.decode()
    assert not Article.objects.exists()


def test_a_line_takes_a_second_range(cast, signed_in):
    line, nora = cast.release("24.2.3").line_id, signed_in("nora")
    address = nora.post("/desk/problems/new/", form(cast, **{f"end_{line}": "24.2.2", f"fix_{line}": ""}))["Location"]
    assert f"first_{line}_1" in nora.get(f"{address}edit/").content.decode()
    more = {f"end_{line}": "24.2.2", f"fix_{line}": "", f"affected_{line}_1": "on", f"first_{line}_1": "24.2.4", f"end_{line}_1": ""}
    assert nora.post(f"{address}edit/", form(cast, **more)).status_code == 303
    assert list(KnownProblem.objects.get().ranges.values_list("first", "end")) == [("24.2.0", "24.2.2"), ("24.2.4", "")]


def test_the_form_of_a_problem_reads_lines_and_releases_once(cast, signed_in, django_assert_max_num_queries):
    nora = signed_in("nora")
    address = nora.post("/desk/problems/new/", form(cast))["Location"]
    nora.get(f"{address}edit/")
    with django_assert_max_num_queries(60) as one:
        nora.get(f"{address}edit/")
    line = VersionLine.objects.create(product=cast.installation("acme-prod").product, name="25.2")
    Release.objects.create(line=line, name="25.2.0")
    with django_assert_max_num_queries(len(one)):
        nora.get(f"{address}edit/")


def test_the_list_costs_the_same_for_one_and_for_many(known, signed_in, django_assert_max_num_queries):
    nora = signed_in("nora")
    known()
    nora.get("/desk/problems/")
    with django_assert_max_num_queries(60) as one:
        nora.get("/desk/problems/")
    for _more in range(3):
        known()
    with django_assert_max_num_queries(len(one)):
        nora.get("/desk/problems/")


def test_a_request_is_linked_taken_off_and_made_a_known_problem(ada, known, opened, signed_in):
    ticket, problem, nora = opened(ada), known(), signed_in("nora")
    address = f"/desk/requests/{ticket.key}/problem/"
    assert nora.get(address).status_code == 200
    assert nora.post(address, {"way": "link", "problem": "PRB-999"}).status_code == 422
    for data, wanted in (({"way": "link", "problem": problem.reference}, problem.pk), ({"way": "off"}, None)):
        assert nora.post(address, data).status_code == 303
        assert Ticket.objects.get(pk=ticket.pk).problem_id == wanted
    nora.post(address, {"way": "new"})
    made = Ticket.objects.get(pk=ticket.pk).problem
    assert made.symptom == {"fr": ticket.subject} and made.visibility == "internal" and made.ranges.get().first == "24.2.3"
    assert made.reference in nora.get(f"/desk/requests/{ticket.key}/").content.decode()
    assert made.reference not in signed_in("ada").get(f"/requests/{ticket.key}/").content.decode(), "internal"


def test_an_update_is_written_on_the_page_of_the_problem(known, signed_in):
    problem = known()
    nora, address = signed_in("nora"), f"/desk/problems/{problem.reference}/update/"
    assert nora.post(address, {"text_en": " "}).status_code == 422
    assert nora.post(address, {"text_en": "Found.", "text_fr": "Trouvé."}).status_code == 303
    assert News.objects.get().texts == {"en": "Found.", "fr": "Trouvé."}


def test_rnd_says_whether_it_is_back(ada, nora, known, opened, signed_in):
    ticket, problem = opened(ada), known()
    flag = Regression.objects.create(problem=problem, ticket=ticket, company_id=ticket.company_id, reason="LIC-204")
    client = signed_in("nora")
    assert "LIC-204" in client.get(f"/desk/problems/{problem.reference}/").content.decode()
    assert problem.reference in client.get("/desk/problems/?state=back").content.decode()
    client.post(f"/desk/problems/{problem.reference}/watch/{flag.pk}/", {"real": "no"})
    flag.refresh_from_db()
    assert (flag.state, flag.decided_by_id) == ("not", nora.person_id)


# Articles


def test_an_article_goes_through_its_life(cast, written, signed_in, nora):
    article = written()
    client, address = signed_in("nora"), f"/desk/articles/{article.pk}/step/"
    assert client.post(address, {"step": "publish"}).status_code == 409, "not reviewed"
    for step, state in (("review", "reviewed"), ("publish", "published"), ("ask", "to_review"), ("publish", "published")):
        assert client.post(address, {"step": step}).status_code == 303
        article.refresh_from_db()
        assert article.state == state
    assert article.review_on.isoformat() == "2027-11-24" and article.reviewed_by_id == nora.person_id
    with clock.standing_at(at("2027-11-23 12:00")):
        assert life.look_again() == 0
    with clock.standing_at(at("2027-11-24 12:00")):
        assert life.look_again() == 1


def test_an_article_is_to_review_when_a_version_it_holds_for_leaves_support(cast, written):
    article = written(state="published", review_on=None)
    line = cast.release("24.1.11").line
    article.ranges.create(line=line)
    with clock.standing_at(at("2027-12-31 12:00")):
        assert life.look_again() == 0
    with clock.standing_at(at("2028-01-01 12:00")):
        assert life.look_again() == 1


def test_an_article_is_written_with_a_picture_and_seen_before_it_is_published(cast, signed_in, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.GUICHET_HOME = tmp_path
    nora = signed_in("nora")
    png = SimpleUploadedFile("screen.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
    data = {"audience": "public", "title_fr": "Clôturer", "body_fr": "Voir ![écran](screen.png)", "title_de": "", "body_de": ""}
    response = nora.post("/desk/articles/new/", data | {"pictures": png})
    assert response.status_code == 303
    text = nora.get(response["Location"]).content.decode()
    assert "/articles/images/" in text and "Clôturer" in text
    article = Article.objects.get()
    assert article.language == "fr" and article.texts.get().slug == "cloturer"
    script = SimpleUploadedFile("evil.png", b"<html><script>alert(1)</script></html>")
    assert nora.post(f"/desk/articles/{article.pk}/edit/", data | {"pictures": script}).status_code == 422
    assert nora.post("/desk/articles/new/", {"audience": "public", "title_en": "", "body_en": "x"}).status_code == 422
    assert nora.post(f"/desk/articles/{article.pk}/edit/", data | {"version": 1}).status_code == 303
    assert nora.post(f"/desk/articles/{article.pk}/edit/", data | {"version": 1}).status_code == 409


def test_a_draft_from_a_solved_request_holds_no_names_and_no_numbers(cast, ada, nora, opened, do, signed_in):
    body = (
        "Bonjour, Ada Favre d'Acme SA. Facture 26-4471 pour M. Muriset, IBAN CH93 0076 2011 6238 5295 7, tél. +41 21 555 12 31, "
        "ada@acme.example, client 10452. Erreur LIC-204 depuis le 2026-11-20 en 24.2.3, voir SPT-1001. Taux 8,1 %."
    )
    number = opened(ada, body=body).pk
    with pytest.raises(Conflict):
        do(nora, NOON, drafting.draft_article, number)
    do(nora, "2026-11-24 12:30", moving.transition_to, number, Moving("RESOLVED", body="Ada, réglez le code TVA.", resolution="explained"))
    client = signed_in("nora")
    ticket = Ticket.objects.get(pk=number)
    assert f"{ticket.key}/article/" in client.get(f"/desk/requests/{ticket.key}/").content.decode()
    response = client.post(f"/desk/requests/{ticket.key}/article/")
    assert response.status_code == 303
    article = Article.objects.get()
    text = article.texts.get().body
    assert (article.state, article.audience, article.language) == ("draft", "internal", "fr")
    for secret in ("Ada", "Favre", "Acme", "Muriset", "CH93", "5295", "555 12", "@acme", "26-4471", "10452", "SPT-1001"):
        assert secret not in text, secret
    for kept in ("LIC-204", "24.2.3", "2026-11-20", "8,1 %", "code TVA"):
        assert kept in text, kept
    page = client.get(response["Location"]).content.decode()
    assert "CH93 0076" in page and "10452" in page, "listed for whoever checks"


@pytest.mark.parametrize(("text", "left"), [
    ("Beleg LS-26-03318 und Artikel 44-2009", f"Beleg {removing.GAP} und Artikel {removing.GAP}"),
    ("ORA-01403 bei E1187, Version 24.2.10", "ORA-01403 bei E1187, Version 24.2.10"),
    ("AHV 756.1234.5678.97", f"AHV {removing.GAP}"), ("031 555 01 40", removing.GAP), ("80 000 Zeilen, 118 Stück", "80 000 Zeilen, 118 Stück"),
    ("Period 2025/2026", "Period 2025/2026"),
])  # fmt: skip
def test_what_is_taken_out_and_what_is_left(text, left):
    assert removing.remove(text, [], keys=["SPT", "PSP"])[0] == left


def test_removing_takes_no_time_whatever_the_text():
    removing.remove("1" * 50_000 + " " + "A1 " * 30_000 + "@" * 30_000, ["a" * 50], keys=["SPT"])


def test_a_confidential_request_gives_no_article(cast, paula, lena, opened, do):
    number = opened(paula, confidential=True, domain="payroll").pk
    do(lena, NOON, replying.reply, number, "Fait.")
    Ticket.objects.filter(pk=number).update(status="RESOLVED", resolution="explained")
    with pytest.raises(Conflict):
        do(lena, NOON, drafting.draft_article, number)


def test_what_the_customer_may_read_is_put_behind_what_is_typed(ada, known, opened, written, signed_in, nora):
    ticket, nora_ = opened(ada), signed_in("nora")
    public, inside = written(state="published", audience="public"), written(state="published", audience="internal")
    address = f"/desk/requests/{ticket.key}/insert/"
    assert f"article-{public.pk}" in (page := nora_.get(address).content.decode()) and f"article-{inside.pk}" not in page
    nora_.post(f"/desk/requests/{ticket.key}/draft/", {"body": "Bonjour Ada,"})
    assert nora_.post(address, {"put": f"article-{public.pk}"}).status_code == 303
    body = Draft.objects.get(person=nora.person_id, ticket=ticket).data["body"]
    assert body.startswith("Bonjour Ada,\n\nExtourner") and "Ouvrir la période" in body and "/articles/extourner" in body
    assert nora_.post(address, {"put": f"article-{inside.pk}"}).status_code == 422


def test_searches_that_found_nothing_are_listed_by_how_often(signed_in):
    for query in ("zoll", "zoll", "inventur"):
        SearchMiss.objects.create(query=query, language="de", room="portal")
    text = signed_in("nora").get("/desk/articles/").content.decode()
    assert text.index("zoll") < text.index("inventur")


def test_a_release_carries_its_list_of_fixed_problems_and_announces_it_once_out(cast, known, signed_in):
    release, admin = cast.release("24.2.6"), signed_in("admin")
    problem = known(ranges=[("24.2.0", "", "")])
    address = f"/administration/products/releases/{release.pk}/"
    assert problem.reference in admin.get(address).content.decode()
    data = {"line": release.line_id, "name": "24.2.6", "planned_on": "2026-12-08", "fixes": [problem.ranges.get().pk]}
    assert admin.post(address, data).status_code == 303
    problem.refresh_from_db()
    assert problem.ranges.get().fixed_in == release and problem.state == "planned" and not News.objects.exists()
    assert admin.post(address, data | {"released_on": "2026-11-24"}).status_code == 303
    assert News.objects.get().release == release


def test_the_company_page_advises_an_upgrade(cast, ada, known, opened, signed_in):
    problem = known(ranges=[("24.2.0", "", "24.2.5")])
    Ticket.objects.filter(pk=opened(ada).pk).update(problem=problem)
    text = signed_in("nora").get(f"/desk/companies/{cast.company('acme').pk}/").content.decode()
    assert "24.2.3 → <b>24.2.5</b>" in text and "settles 1 of their 1" in text


def test_the_portal_advises_over_ones_own_requests(cast, ada, boris, known, opened, signed_in):
    problem = known(ranges=[("24.2.0", "", "24.2.5")])
    Ticket.objects.filter(pk=opened(ada).pk).update(problem=problem)
    for address in ("/", "/coverage/"):
        text = signed_in("ada").get(address).content.decode()
        assert "24.2.3 → 24.2.5" in text and "type=PSP" in text
        assert "→ 24.2.5" not in signed_in("boris").get(address).content.decode()


def test_rnd_finds_what_may_be_back_in_its_rail(ada, rosa, known, opened, signed_in):
    problem = known(ranges=[("24.2.0", "24.2.3", "24.2.3")], state="fixed", signatures=["LIC-204"])
    Dossier.objects.create(problem=problem, owner_id=rosa.person_id)
    ticket = opened(ada, body="LIC-204")
    with acting_as(SYSTEM):
        watching.watch(ticket.pk)
    client = signed_in("rosa")
    assert problem.reference in client.get("/desk/problems/?state=back").content.decode()
    assert "?state=back" in client.get("/desk/problems/").content.decode()
    assert "?state=back" in client.get(f"/desk/requests/{ticket.key}/").content.decode()
    text = signed_in("nora").get(f"/desk/requests/{ticket.key}/").content.decode()
    assert problem.reference in text and "may be back" in text


def test_a_refused_picture_leaves_no_half_article_and_what_was_typed(cast, signed_in):
    form = {"audience": "internal", "title_en": "Labels", "body_en": "Choose the tray.", "pictures": SimpleUploadedFile("a.txt", b"no picture")}
    before = Article.objects.count()
    answer = signed_in("nora").post("/desk/articles/new/", form)
    assert answer.status_code == 422 and "Choose the tray." in answer.content.decode() and Article.objects.count() == before
