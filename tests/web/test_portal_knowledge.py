"""Known problems and articles in the portal: the answer worded by version, no sign-in for what is public, and no harm in a text."""


import html
import re

import pytest
from django.test import Client

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import PUBLIC, SYSTEM
from guichet.desk import spread
from guichet.desk.models import Ticket
from guichet.knowledge.markdown import render
from guichet.knowledge.models import ArticleText, Follower, News, SearchMiss, Spread
from guichet.people.models import Company, Person
from tests.knowledge.conftest import NOON, at, known, opened, written

__all__ = ["known", "opened", "written"]
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>[click](javascript:alert(3)) ![x](https://evil.example/p.png)"


@pytest.fixture(autouse=True)
def noon():
    with clock.standing_at(at(NOON)):
        yield


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        ([("24.2.0", "", "24.2.5")], "Fixed in 24.2.5. You run 24.2.3."),
        ([("24.2.0", "", "24.2.6")], "Fix planned for 24.2.6, expected on 8 Dec. You run 24.2.3."),
        ([("24.2.0", "", "")], "Known on your version 24.2.3. There is a way round."),
        ([("24.2.4", "", "24.2.5")], "Your version 24.2.3 does not have it."),
        ([("24.2.0", "24.2.3", "24.2.3")], "Fixed in 24.2.3. You run 24.2.3: should you see it all the same, tell us."),
    ],
)  # fmt: skip
def test_the_answer_is_worded_by_the_readers_version(known, signed_in, ranges, said):
    problem = known(ranges=ranges)
    Person.objects.filter(email="ada@acme.example").update(language="en")
    text = page(signed_in("ada"), f"/problems/{problem.reference}/").replace("\u00a0", " ")
    assert said in text and "Former VAT rate" in text
    assert ("type=PSP" in text) == (ranges == [("24.2.0", "", "24.2.5")]), "a patch is offered where one is out"


def test_the_list_begins_with_what_the_readers_version_has(known, signed_in):
    here, elsewhere = known(ranges=[("24.2.0", "", "24.2.5")]), known(ranges=[("24.2.4", "", "24.2.5")])
    text = page(signed_in("ada"), "/problems/")
    assert here.reference in text and elsewhere.reference not in text and "show=all" in text
    text = page(signed_in("ada"), "/problems/?show=all")
    assert here.reference in text and elsewhere.reference in text


def test_the_list_goes_on_by_key_and_loses_none(known, client, monkeypatch):
    monkeypatch.setattr("guichet.web.portal.problems.PAGE", 2)
    made = {known(visibility="public", updated_at=at(when)).reference for when in (NOON, NOON, NOON, "2026-11-23 12:00", "2026-11-22 12:00")}
    address, seen = "/problems/", []
    while address:
        text = page(client, address)
        seen += re.findall(r'href="/problems/(PRB-\d+)/"', text)
        following = re.search(r'rel="next" href="(\?[^"]+)"', text)
        address = "/problems/" + html.unescape(following[1]) if following else ""
    assert len(seen) == 5 and set(seen) == made


@pytest.mark.parametrize("after", ["~", "2026-11-24T10:00:00~1", "x~1", "2026-11-24T10:00:00+00:00~99999999999999999999", "%00"])
def test_a_place_that_cannot_be_read_is_the_first_page(known, client, after):
    problem = known(visibility="public")
    assert problem.reference in page(client, f"/problems/?after={after}")


def test_lists_cost_the_same_for_one_row_and_for_many(known, written, signed_in, django_assert_max_num_queries):
    client = signed_in("ada")
    for make, address in ((lambda: known(ranges=[("24.2.0", "", "24.2.5")]), "/problems/"), (lambda: written(state="published"), "/articles/")):
        make()
        with django_assert_max_num_queries(60) as one:
            client.get(address)
        for _more in range(3):
            make()
        with django_assert_max_num_queries(len(one)):
            client.get(address)


def test_what_is_public_needs_no_sign_in_and_the_rest_is_not_there(known, written, client):
    public, hidden = known(visibility="public", signatures=["LIC-204"]), known()
    assert "LIC-204" in page(client, f"/problems/{public.reference}/")
    assert client.get(f"/problems/{hidden.reference}/").status_code == 404
    read, draft = written(state="published", audience="public"), written(audience="public")
    assert "Extourner" in page(client, f"/articles/extourner-{read.pk}/")
    assert client.get(f"/articles/extourner-{draft.pk}/").status_code == 404
    listed = page(client, "/problems/")
    assert public.reference in listed and hidden.reference not in listed


def test_feeds_hold_what_is_public_alone(known, written, client, signed_in):
    public, hidden = known(visibility="public"), known(seen={"fr": "\x08bizarre"})
    written(state="published", audience="public"), written(state="published")
    feed = page(client, "/problems/feed/fr/")
    assert public.reference in feed and hidden.reference not in feed and "Ancien taux" in feed
    assert page(signed_in("ada"), "/articles/feed/de/").count("<entry>") == 1
    assert client.get("/articles/feed/xx/").status_code == 404


def test_affects_us_too_follows_without_a_request_and_can_be_taken_back(known, signed_in, ada):
    problem = known()
    client = signed_in("ada")
    address = f"/problems/{problem.reference}/follow/"
    for _twice in range(2):
        assert client.post(address).status_code == 303
    assert Follower.objects.filter(problem=problem, person=ada.person_id).count() == 1
    client.post(address, {"stop": "yes"})
    assert not Follower.objects.exists()


def test_counts_and_news_stand_on_the_page(cast, known, signed_in):
    problem = known(ranges=[("24.2.0", "", "24.2.5")])
    Spread.objects.create(problem=problem, companies=12)
    Spread.objects.create(problem=problem, release=cast.release("24.2.3"), companies=7)
    News.objects.create(kind="update", problem=problem, texts={"en": "We found the cause.", "fr": "Cause trouvée."})
    text = page(signed_in("ada"), f"/problems/{problem.reference}/")
    assert "12" in text and ", dont 7 sur votre version" in text and "Cause trouvée." in text


def test_a_script_in_a_symptom_or_an_article_is_harmless(known, written, client):
    problem = known(visibility="public", symptom={"en": SCRIPT}, seen={"en": SCRIPT}, way_round={"en": SCRIPT})
    article = written(state="published", audience="public")
    ArticleText.objects.filter(article=article).update(title=SCRIPT, body=SCRIPT)
    for address in (f"/problems/{problem.reference}/", "/problems/", f"/articles/extourner-{article.pk}/", "/articles/"):
        text = page(client, address)
        assert "<script>alert" not in text and "<img src=x" not in text and 'href="javascript' not in text, address
    assert "<script>" not in page(client, "/problems/feed/en/")


def test_markdown_keeps_its_shape_and_loads_nothing_from_elsewhere():
    html = render(f"# Title\n\n{SCRIPT}\n\n![shot](a.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[x](https://vendor.example)", {"a.png": "/articles/images/t/a.png"})
    assert "<h2>Title</h2>" in html and "<table>" in html and 'src="/articles/images/t/a.png"' in html
    assert "evil.example" not in html and "onerror" not in html.replace("onerror=alert(2)&gt;", "")
    assert 'rel="noopener noreferrer nofollow"' in html


def test_pictures_are_handed_out_with_their_article_alone(written, client, signed_in, settings, tmp_path):
    from django.core.files.base import ContentFile

    from guichet.desk import files

    settings.GUICHET_HOME = tmp_path
    png = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
    draft = written()
    image = draft.images.create(token="t", **files.store("a.png", ContentFile(png), len(png)))
    for who, status in ((client, 404), (signed_in("ada"), 404), (signed_in("nora"), 200)):
        assert who.get(f"/articles/images/{image.token}/a.png").status_code == status


def test_useful_or_not_is_the_last_word_of_each_reader(written, signed_in, client):
    article = written(state="published", audience="public")
    address = f"/articles/extourner-{article.pk}/vote/"
    ada = signed_in("ada")
    ada.post(address, {"useful": "yes"})
    ada.post(address, {"useful": "no"})
    assert [vote.is_useful for vote in article.votes.all()] == [False]
    assert client.post(address, {"useful": "yes"}).status_code == 302


def test_a_search_that_found_nothing_is_kept_without_a_name(client, signed_in):
    signed_in("ada").get("/articles/?q=extourner+une+écriture")
    client.get("/articles/?q=zz")
    with acting_as(SYSTEM):
        assert {(m.query, m.room) for m in SearchMiss.objects.all()} == {("extourner une écriture", "portal"), ("zz", "portal")}


def test_a_translation_has_its_own_address_and_leads_to_the_others(written, client):
    article = written(state="published", audience="public")
    text = page(client, f"/articles/stornieren-{article.pk}/")
    assert 'lang="de"' in text and f'href="/articles/extourner-{article.pk}/"' in text
    with acting_as(PUBLIC):
        assert article.text_for("it").language == "fr", "the original where there is no translation"


def test_no_page_and_no_feed_tells_of_fewer_than_five_nor_a_name(cast, ada, known, opened, signed_in, client):
    problem = known(visibility="public", ranges=[("24.2.0", "", "24.2.5")])
    Ticket.objects.filter(pk=opened(ada).pk).update(problem=problem)
    for number in range(3):
        Follower.objects.create(problem=problem, person_id=ada.person_id, company=Company.objects.create(name=f"Firma {number}"))
    News.objects.create(kind="update", problem=problem, texts={"en": "We found the cause."}, carried_at=at(NOON))
    spread.count(problem.pk)
    addresses = (f"/problems/{problem.reference}/", "/problems/", "/problems/feed/en/", "/problems/feed/de/")
    for reader in (client, signed_in("boris"), signed_in("ada")):
        for address in addresses:
            text = page(reader, address)
            assert "Firma" not in text and not re.search(r"\d+ (companies|sociétés|entreprises|Firmen|Unternehmen|aziende)", text), address
    for reader in (client, signed_in("boris")):
        for address in addresses:
            assert not {"Ada", "Favre", "Acme", "SPT-"} & set(re.findall(r"Ada|Favre|Acme|SPT-", page(reader, address))), address
    Follower.objects.create(problem=problem, person_id=ada.person_id, company=Company.objects.create(name="Firma 4"))
    spread.count(problem.pk)
    assert "5" in page(client, addresses[0]) and Spread.objects.get().companies == 5


@pytest.mark.parametrize("query", ["\x00", "a" * 10_000, "%_\\", "' OR 1=1 --", "(((", "😀\u202eمرحبا", "...", '{}[]"', "PRB-" + "9" * 30, "²"])
def test_whatever_is_looked_for_there_is_an_answer(known, written, client, signed_in, query):
    known(visibility="public"), written(state="published", audience="public")
    for address in ("/problems/", "/articles/"):
        assert client.get(address, {"q": query}).status_code == 200
    assert signed_in("nora").get("/desk/problems/", {"q": query}).status_code == 200
