"""The known problems and articles of the demo world, in four languages, ready from the first start."""

import datetime as dt

from guichet.exchange.configuration import load
from guichet.exchange.demo.world import make_world
from guichet.knowledge.models import LANGUAGES, Article, KnownProblem

AT = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


def test_the_demo_world_has_known_problems_and_articles_in_four_languages(db):
    load()
    make_world(AT)
    problem = KnownProblem.objects.get(pk=77)
    assert set(problem.symptom) == set(LANGUAGES) and problem.ranges.get(line__name="24.2").fixed_in.name == "24.2.5"
    articles = Article.objects.filter(state="published", audience="public")
    assert articles.exists() and all(article.texts.count() == 4 for article in articles)
