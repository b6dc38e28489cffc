"""Known problems and articles at hand."""

from collections.abc import Callable

import pytest

from guichet.knowledge.models import Article, ArticleText, KnownProblem, ProblemRange
from tests.cast import Cast
from tests.desk.conftest import at, do, opened

__all__ = ["at", "do", "opened"]
NOON = "2026-11-24 12:00"


@pytest.fixture
def known(cast: Cast) -> Callable[..., KnownProblem]:
    """`known(visibility="public", ranges=[("24.2.0", "", "24.2.5")])`: a known problem, for customers unless said otherwise."""

    def _known(*, ranges: list[tuple[str, str, str]] = (), **columns) -> KnownProblem:
        values = {
            "symptom": {"en": "Former VAT rate proposed", "fr": "Ancien taux de TVA proposé"},
            "way_round": {"en": "Set the VAT code by hand."},
            "product": cast.installation("acme-prod").product,
            "domain": cast.domain("finance"),
            "visibility": "customers",
        } | columns
        problem = KnownProblem.objects.create(**values)
        for first, end, fix in ranges:
            release = cast.release(fix) if fix else None
            line = release.line if release else cast.release("24.2.3").line
            ProblemRange.objects.create(problem=problem, line=line, first=first, end=end, fixed_in=release)
        return problem

    return _known


@pytest.fixture
def written(cast: Cast) -> Callable[..., Article]:
    """`written(state="published", audience="public")`: an article in French and German, a draft for customers otherwise."""

    def _written(**columns) -> Article:
        values = {"product": cast.installation("acme-prod").product, "audience": "customers", "language": "fr"} | columns
        if values.get("state") in Article.READ:
            values.setdefault("published_at", at(NOON))
        article = Article.objects.create(**values)
        ArticleText.objects.create(article=article, language="fr", slug=f"extourner-{article.pk}", title="Extourner une écriture", body="**Ouvrir** la période.")
        ArticleText.objects.create(article=article, language="de", slug=f"stornieren-{article.pk}", title="Buchung stornieren", body="Periode öffnen.")
        return article

    return _written
