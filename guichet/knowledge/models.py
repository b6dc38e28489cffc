"""Known problems and articles. Texts are JSON by language; what only agents may read stands in tables of its own."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from guichet import clock
from guichet.access import visibility
from guichet.access.actors import Actor

INTERNAL, CUSTOMERS, PUBLIC = "internal", "customers", "public"
AUDIENCES = [(a, a) for a in (INTERNAL, CUSTOMERS, PUBLIC)]
LANGUAGES = ("en", "fr", "de", "it")


def text_in(texts: dict[str, str] | None, language: str) -> tuple[str, str]:
    """A text and the language it is in: the wanted one, else English, else any."""
    known = {key: text for key, text in (texts or {}).items() if text}
    for key in (language, "en", *LANGUAGES):
        if key in known:
            return known[key], key
    return "", language


class ProblemQuerySet(models.QuerySet["KnownProblem"]):
    def visible_to(self, actor: Actor) -> "ProblemQuerySet":
        """The known problems this actor sees: agents all, contacts those for customers of the product, anybody the public ones."""
        return self.filter(visibility.problem(actor))

    def after(self, at: datetime, pk: int) -> "ProblemQuerySet":
        """Those that follow this one in the order of their last change, the newest first."""
        return self.filter(updated_at__lte=at).exclude(updated_at=at, pk__gte=pk)


class KnownProblem(models.Model):
    """A documented fault: how users see it, which versions have it, how to live with it, which release ends it (DOMAIN 1.12)."""

    OPEN, PLANNED, FIXED, WONT_FIX = "open", "planned", "fixed", "wont_fix"
    STATES = (OPEN, PLANNED, FIXED, WONT_FIX)

    symptom = models.JSONField(default=dict)
    seen = models.JSONField(default=dict)
    way_round = models.JSONField(default=dict)
    # Error codes and shapes of messages; a * in a shape stands for what changes (knowledge/signatures.py).
    signatures = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    domain = models.ForeignKey("service.Domain", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, default=OPEN, choices=[(s, s) for s in STATES])
    visibility = models.CharField(max_length=10, default=INTERNAL, choices=AUDIENCES)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    checked_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="problem_by_change"),
            models.Index(fields=["-updated_at", "-id"], condition=~Q(visibility="internal"), name="shown_problem_by_change"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"PRB-{self.pk}"

    def said(self, language: str) -> tuple[str, str]:
        """The symptom in one line, and the language it is in."""
        return text_in(self.symptom, language)


class Dossier(models.Model):
    """What only the vendor's people read of a known problem: the steps, who answers for it in R&D, who wrote it down."""

    problem = models.OneToOneField(KnownProblem, on_delete=models.CASCADE, primary_key=True, related_name="dossier")
    steps = models.TextField(blank=True)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")


class ProblemRange(models.Model):
    """Affected versions of one line: [first, end), both as written; an empty bound is open. *fixed_in* ends it."""

    problem = models.ForeignKey(KnownProblem, on_delete=models.CASCADE, related_name="ranges")
    line = models.ForeignKey("catalog.VersionLine", on_delete=models.PROTECT, related_name="+")
    first = models.CharField(max_length=40, blank=True)
    end = models.CharField(max_length=40, blank=True)
    fixed_in = models.ForeignKey("catalog.Release", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["problem", "line", "first"], name="one_range_per_first_version")]
        indexes = [models.Index(fields=["fixed_in"], condition=Q(fixed_in__isnull=False), name="range_by_fix")]


class Follower(models.Model):
    """Somebody whom a known problem affects too: he hears of it without a request of his own."""

    problem = models.ForeignKey(KnownProblem, on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey("people.Company", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "person", "company"], name="followed_once")]


class Spread(models.Model):
    """How many companies a known problem concerns, as customers may read it: a row exists from the floor of five on.

    *release* empty: all versions together. Never a name, and never a number below the floor.
    """

    FLOOR = 5

    problem = models.ForeignKey(KnownProblem, on_delete=models.CASCADE, related_name="spread")
    release = models.ForeignKey("catalog.Release", on_delete=models.CASCADE, null=True, related_name="+")
    companies = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["problem", "release"], nulls_distinct=False, name="one_count_per_release"),
            models.CheckConstraint(condition=Q(companies__gte=5), name="no_count_below_five"),
        ]


class News(models.Model):
    """Something told once that reaches many: an update of a known problem, or a release with what it fixes."""

    UPDATE, RELEASE = "update", "release"

    kind = models.CharField(max_length=10, choices=[(UPDATE, UPDATE), (RELEASE, RELEASE)])
    problem = models.ForeignKey(KnownProblem, on_delete=models.CASCADE, null=True, related_name="news")
    release = models.ForeignKey("catalog.Release", on_delete=models.CASCADE, null=True, related_name="+")
    texts = models.JSONField(default=dict)
    # Of a release: the requests it moved, told and put off, and the problems it fixes. Customers' roles read no row of that kind.
    reach = models.JSONField(default=dict)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    # When the requests were reached, and when the letters were written; the worker goes on where it stopped.
    carried_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="update", problem__isnull=False, release__isnull=True)
                | Q(kind="release", release__isnull=False, problem__isnull=True),
                name="news_is_of_a_problem_or_of_a_release",
            ),
            models.UniqueConstraint(fields=["release"], name="a_release_is_news_once"),
        ]
        indexes = [
            models.Index(fields=["problem", "-at"], name="news_of_problem"),
            models.Index(fields=["id"], condition=Q(told_at__isnull=True), name="news_not_yet_told"),
        ]


class Regression(models.Model):
    """A request that looks like a known problem whose fix its version already has: R&D has to look (agents alone)."""

    OPEN, REAL, NOT = "open", "real", "not"

    problem = models.ForeignKey(KnownProblem, on_delete=models.CASCADE, related_name="regressions")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey("people.Company", on_delete=models.PROTECT, related_name="+")
    # What gave it away: "linked", or the signature found in its text.
    reason = models.CharField(max_length=220)
    at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, default=OPEN, choices=[(s, s) for s in (OPEN, REAL, NOT)])
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "ticket"], name="flagged_once")]
        indexes = [models.Index(fields=["-at"], condition=Q(state="open"), name="regression_open")]


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, actor: Actor) -> "ArticleQuerySet":
        """The articles this actor reads: agents all, contacts the published ones for customers of the product, anybody the public."""
        return self.filter(visibility.article(actor))


class Article(models.Model):
    """An explanation in several languages. *review_on*: when somebody has to look at it again (DOMAIN 1.12)."""

    DRAFT, REVIEWED, PUBLISHED, TO_REVIEW = "draft", "reviewed", "published", "to_review"
    STATES = (DRAFT, REVIEWED, PUBLISHED, TO_REVIEW)
    READ = (PUBLISHED, TO_REVIEW)

    state = models.CharField(max_length=10, default=DRAFT, choices=[(s, s) for s in STATES])
    audience = models.CharField(max_length=10, default=INTERNAL, choices=AUDIENCES)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    domain = models.ForeignKey("service.Domain", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2, default="en")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-updated_at", "-id"], name="article_by_change")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["published", "to_review"]) | Q(published_at__isnull=False), name="published_says_when"
            )
        ]

    def text_for(self, language: str) -> "ArticleText | None":
        """The translation for a reader: his language, else English, else the original's, else any."""
        rows = {row.language: row for row in self.texts.all()}
        return next((rows[key] for key in (language, "en", self.language, *LANGUAGES) if key in rows), None)


class ArticleText(models.Model):
    """An article in one language, as Markdown; *slug* is its address and stays when the title changes."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    slug = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    body = models.TextField(max_length=100_000)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="one_text_per_language")]


class ArticleRange(models.Model):
    """Versions of a line for which an article is valid: [first, end)."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="ranges")
    line = models.ForeignKey("catalog.VersionLine", on_delete=models.PROTECT, related_name="+")
    first = models.CharField(max_length=40, blank=True)
    end = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["article", "line", "first"], name="valid_once_per_first_version")]


class ArticleImage(models.Model):
    """A picture of an article; the bytes lie in the store under their digest."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="images")
    token = models.CharField(max_length=64, unique=True)
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]


class ArticleOrigin(models.Model):
    """The request an article was drafted from, and what was taken out of its text; agents alone read it."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="origin")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey("people.Company", on_delete=models.PROTECT, related_name="+")
    # [[kind, text], …]
    removed = models.JSONField(default=list)


class ArticleVote(models.Model):
    """Whether an article helped one reader; he may change his mind."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    is_useful = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="one_vote_per_reader")]


class SearchMiss(models.Model):
    """A search that found nothing: what people look for and nobody has written. Without a name."""

    query = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    room = models.CharField(max_length=10)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="miss_by_time")]


def as_rows(ranges: Any) -> list[tuple[int, str, str]]:
    """(line, first, end) of the ranges of a problem or an article."""
    return [(r.line_id, r.first, r.end) for r in ranges]


__all__ = [
    "AUDIENCES", "CUSTOMERS", "INTERNAL", "LANGUAGES", "PUBLIC", "Article", "ArticleImage", "ArticleOrigin", "ArticleRange",
    "ArticleText", "ArticleVote", "Dossier", "Follower", "KnownProblem", "News", "ProblemRange", "Regression", "SearchMiss",
    "Spread", "as_rows", "text_in",
]  # fmt: skip
