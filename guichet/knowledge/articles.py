"""The life of an article: draft, reviewed, published, to review (DOMAIN 1.12)."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Conflict, Forbidden, Invalid
from guichet.access.rights import require_knowledge
from guichet.catalog.models import Product
from guichet.knowledge import indexable
from guichet.knowledge import ranges as of_versions
from guichet.knowledge.models import LANGUAGES, Article, ArticleRange, ArticleText, ArticleVote, SearchMiss
from guichet.knowledge.ranges import Range

# How long an article is trusted without anybody looking at it.
GOOD_FOR = timedelta(days=365)
MISSES_KEPT = timedelta(days=180)

# step → (from which states, to which)
STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "review": ((Article.DRAFT,), Article.REVIEWED),
    "publish": ((Article.REVIEWED, Article.TO_REVIEW), Article.PUBLISHED),
    "ask": ((Article.PUBLISHED,), Article.TO_REVIEW),
    "withdraw": ((Article.REVIEWED, Article.PUBLISHED, Article.TO_REVIEW), Article.DRAFT),
}


@transaction.atomic
def start(
    texts: Mapping[str, tuple[str, str]], *, by: Actor, language: str, ranges: Iterable[Range] = (), **columns: Any
) -> Article:
    """A new draft with its texts (title, body) by language; *language* is the one it was thought in."""
    require_knowledge(by)
    at = clock.now()
    article = Article.objects.create(author_id=by.person_id, language=language, created_at=at, updated_at=at, **columns)
    _write(article, texts, list(ranges))
    indexable.changed(indexable.ARTICLE, article.pk)
    return article


@transaction.atomic
def edit(
    pk: int,
    texts: Mapping[str, tuple[str, str]],
    *,
    by: Actor,
    ranges: Iterable[Range] = (),
    version: int | None = None,
    **columns: Any,
) -> Article:
    """Change texts, audience and validity. What was reviewed is a draft again; what is published stays so.

    An emptied translation is taken away. Raises Conflict where somebody was quicker, Invalid as `start` does.
    """
    require_knowledge(by)
    article = _locked(pk, version)
    for name, value in columns.items():
        setattr(article, name, value)
    if article.state == Article.REVIEWED:
        article.state, article.reviewed_by, article.reviewed_at = Article.DRAFT, None, None
    ArticleRange.objects.filter(article=article).delete()
    _write(article, texts, list(ranges))
    return _kept(article)


@transaction.atomic
def step(pk: int, name: str, *, by: Actor, version: int | None = None) -> Article:
    """Take the next step of its life. Publishing trusts it for twelve months."""
    require_knowledge(by)
    article = _locked(pk, version)
    sources, target = STEPS[name]
    if article.state not in sources:
        raise Conflict(_("The article does not allow this step in its present state."), reason="transition")
    at = clock.now()
    article.state = target
    if target == Article.REVIEWED:
        article.reviewed_by_id, article.reviewed_at = by.person_id, at
    elif target == Article.PUBLISHED:
        article.published_at, article.review_on = at, timezone.localdate(at) + GOOD_FOR
    return _kept(article)


def look_again() -> int:
    """What is published and due for a review: after twelve months, or when a version it holds for leaves support. How many."""
    today = timezone.localdate(clock.now())
    published = Article.objects.filter(state=Article.PUBLISHED)
    due = set(published.filter(review_on__lte=today).values_list("pk", flat=True))
    ended = published.filter(ranges__line__support_ends_on__lt=today, published_at__date__lte=F("ranges__line__support_ends_on"))
    due |= set(ended.values_list("pk", flat=True))
    Article.objects.filter(pk__in=due).update(state=Article.TO_REVIEW, version=F("version") + 1)
    return len(due)


def vote(article: Article, *, is_useful: bool, by: Actor) -> None:
    """Whether it helped; the last word of each reader counts."""
    if not by.is_known:
        raise Forbidden(_("Sign in to say whether it helped."))
    given = {"is_useful": is_useful, "at": clock.now()}
    ArticleVote.objects.update_or_create(article=article, person_id=by.person_id, defaults=given)


def note_miss(query: str, *, language: str, room: str) -> None:
    """Keep what somebody looked for and nobody has written, without a name. *room*: portal or desk.

    By hand rather than by the model: a requester may add a line and read none back.
    """
    words = " ".join(query.split())[:200]
    if words:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO knowledge_searchmiss (query, language, room, at) VALUES (%s, %s, %s, %s)",
                [words, language[:2], room[:10], clock.now()],
            )


def forget_misses() -> None:
    """Searches of half a year ago say nothing any more."""
    SearchMiss.objects.filter(at__lt=clock.now() - MISSES_KEPT).delete()


def _locked(pk: int, version: int | None) -> Article:
    article = Article.objects.select_for_update().get(pk=pk)
    if version is not None and version != article.version:
        raise Conflict(_("Somebody was quicker. Your text was not kept: open the article anew beside it."), reason="stale")
    return article


def _kept(article: Article) -> Article:
    article.updated_at = clock.now()
    article.version += 1
    article.save()
    indexable.changed(indexable.ARTICLE, article.pk)
    return article


def _write(article: Article, texts: Mapping[str, tuple[str, str]], ranges: list[Range]) -> None:
    """Texts and validity; raises Invalid beside the field: no title, no text at all, a range that makes no sense."""
    at, rows = clock.now(), {row.language: row for row in article.texts.all()}
    product = Product.objects.filter(pk=article.product_id).first() if article.product_id else None
    wrong = of_versions.refused(ranges, product=product)
    for language in LANGUAGES:
        title, body = (part.replace("\x00", "").strip() for part in texts.get(language, ("", "")))
        row = rows.get(language)
        if not title and not body:
            if row is not None and language in texts:
                row.delete()
                rows.pop(language)
            continue
        if not title:
            wrong[f"title_{language}"] = _("Give the article a title.")
            continue
        row = row or ArticleText(article=article, language=language, slug=free_slug(title))
        row.title, row.body, row.updated_at = title[:200], body, at
        row.save()
        rows[language] = row
    if not rows and not wrong:
        wrong[f"title_{article.language}"] = _("Write the article in one language at least.")
    if wrong:
        raise Invalid(wrong)
    ArticleRange.objects.bulk_create(ArticleRange(article=article, line=row.line, first=row.first, end=row.end) for row in ranges)


def free_slug(title: str) -> str:
    """An address of the title's words that no article has yet."""
    stem = slugify(title)[:100].strip("-") or "article"
    taken = set(ArticleText.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem in ("images", "feed"):
        taken.add(stem)
    return next(one for one in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
