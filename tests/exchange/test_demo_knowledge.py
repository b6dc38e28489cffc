"""The known problems and articles of the demo world, in four languages, ready from the first start."""

import datetime as dt

from guichet.exchange.configuration import load
from guichet.exchange.demo.world import make_world
from guichet.knowledge.models import LANGUAGES, Article, ArticleRange, ArticleVote, KnownProblem, News, SearchMiss

AT = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


def test_the_demo_world_has_known_problems_and_articles_in_four_languages(db):
    load()
    make_world(AT)
    problem = KnownProblem.objects.get(pk=77)
    assert set(problem.symptom) == set(LANGUAGES) and problem.ranges.get(line__name="24.2").fixed_in.name == "24.2.5"
    articles = Article.objects.filter(state="published", audience="public")
    assert articles.exists() and all(article.texts.count() == 4 for article in articles)


def test_what_the_demo_world_knows_is_lifelike(db):
    load()
    make_world(AT)
    problems = list(KnownProblem.objects.prefetch_related("ranges", "followers").select_related("dossier"))
    assert len(problems) >= 25 and all(set(one.symptom) == set(LANGUAGES) and one.ranges.all() for one in problems)
    for name in ("seen", "way_round"):
        assert all(set(getattr(one, name)) in (set(), set(LANGUAGES)) for one in problems), name
    assert {one.state for one in problems} == set(KnownProblem.STATES) and {one.visibility for one in problems} == {"internal", "customers", "public"}
    assert sum(bool(one.signatures) for one in problems) >= 6 and any(len(one.followers.all()) >= 5 for one in problems)
    assert all(one.dossier.owner for one in problems) and News.objects.count() >= 3
    assert Article.objects.count() >= 30 and {one.state for one in Article.objects.all()} == set(Article.STATES)
    assert ArticleVote.objects.filter(is_useful=False).exists() and ArticleRange.objects.exists() and SearchMiss.objects.exists()
