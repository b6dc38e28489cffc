"""Internal, customers, public: the rule and the wall in PostgreSQL give the same rows to everybody."""

import pytest

from guichet.access.acting import acting_as
from guichet.access.actors import PUBLIC, Actor
from guichet.catalog.models import Installation, Product
from guichet.contracts.models import Contract
from guichet.knowledge.models import Article, ArticleText, Follower, KnownProblem, News, ProblemRange


def problems(actor: Actor) -> set[str]:
    with acting_as(actor):
        seen = set(KnownProblem.objects.visible_to(actor))
        assert seen <= set(KnownProblem.objects.all())
        if not actor.is_agent:
            assert set(ProblemRange.objects.values_list("problem", flat=True)) <= {p.pk for p in KnownProblem.objects.all()}
    return {problem.symptom["en"] for problem in seen}


@pytest.fixture
def three(known):
    other = Product.objects.create(key="crm", name="CRM")
    known(symptom={"en": "secret"}, visibility="internal", ranges=[("24.2.0", "", "24.2.5")])
    known(symptom={"en": "ours"}, ranges=[("24.2.0", "", "24.2.5")])
    known(symptom={"en": "theirs"}, product=other)
    known(symptom={"en": "open"}, product=other, visibility="public", ranges=[("24.2.0", "", "24.2.5")])


def test_each_audience_sees_its_known_problems(cast, three, ada, nora):
    assert problems(nora) == {"secret", "ours", "theirs", "open"}
    assert problems(ada) == {"ours", "open"}
    assert problems(PUBLIC) == {"open"}


def test_without_installation_and_active_contract_a_company_sees_the_public_ones(cast, three, cora):
    assert problems(cora) == {"ours", "open"}
    Installation.objects.filter(company=cast.company("cirrus")).update(is_active=False)
    assert problems(cora) == {"open"}
    Contract.objects.filter(company=cast.company("cirrus")).update(ends_on=None)
    assert problems(cora) == {"ours", "open"}


def test_only_published_articles_leave_the_house(cast, written, ada, nora):
    for state in Article.STATES:
        for audience in ("internal", "customers", "public"):
            written(state=state, audience=audience)

    def seen(actor: Actor) -> set[tuple[str, str]]:
        with acting_as(actor):
            found = {(a.state, a.audience) for a in Article.objects.visible_to(actor)}
            assert actor.is_agent or found == {(a.state, a.audience) for a in Article.objects.all()}
            assert ArticleText.objects.count() == 2 * len(found)
        return found

    assert len(seen(nora)) == 12
    assert seen(ada) == {(s, a) for s in Article.READ for a in ("customers", "public")}
    assert seen(PUBLIC) == {(s, "public") for s in Article.READ}


def test_news_of_a_release_and_of_a_hidden_problem_is_read_by_no_contact(cast, known, ada):
    News.objects.create(kind="release", release=cast.release("24.2.5"), reach={"moved": [1042]})
    News.objects.create(kind="update", problem=known(visibility="internal"), texts={"en": "x"})
    mine = News.objects.create(kind="update", problem=known(), texts={"en": "y"})
    with acting_as(ada):
        assert list(News.objects.all()) == [mine]


def test_a_contact_sees_only_that_he_follows_himself(cast, known, ada, boris):
    problem = known()
    for actor, company in ((ada, "acme"), (boris, "borealis")):
        Follower.objects.create(problem=problem, person_id=actor.person_id, company=cast.company(company))
    with acting_as(ada):
        assert list(Follower.objects.values_list("person", flat=True)) == [ada.person_id]
