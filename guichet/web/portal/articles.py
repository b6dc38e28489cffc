"""/articles/: what is explained, for anybody the public ones; each translation has an address of its own."""

from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.catalog.models import Installation, Release
from guichet.desk.files import path_of
from guichet.knowledge import articles as life
from guichet.knowledge import finding, pictures
from guichet.knowledge.markdown import plain
from guichet.knowledge.markdown import render as as_html
from guichet.knowledge.models import Article, ArticleImage, ArticleText, ArticleVote
from guichet.knowledge.standing import is_valid_for
from guichet.service.house import house
from guichet.web.components import known
from guichet.web.components.access import signed_in
from guichet.web.components.answers import see_other
from guichet.web.components.context import NAMES
from guichet.web.components.converters import whole
from guichet.web.components.templatetags.guichet import label
from guichet.web.portal.problems import installations

PAGE = 50
_POLICY = "default-src 'none'; img-src 'self'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """What the reader may read, in his language where it is translated; narrowed by domain and words."""
    words, domain = request.GET.get("q", "").strip()[: finding.LONGEST], request.GET.get("domain", "")
    found = Article.objects.visible_to(request.actor).filter(state__in=Article.READ).prefetch_related("texts")
    if domain in house().domain_by_key:
        found = found.filter(domain__key=domain)
    if words:
        found = found.filter(finding.articles(words))
    number = request.GET.get("page", "1")
    start = (max(whole(number, 3) or 1, 1) - 1) * PAGE
    rows = list(found.order_by("-published_at", "-pk")[start : start + PAGE + 1])
    if words and not rows and not start:
        life.note_miss(words, language=known.language(), room="portal")
    given = {key: value for key, value in request.GET.items() if key in ("q", "domain")}
    page = {
        "query": words,
        "rows": [row for article in rows[:PAGE] if (row := _row(article))],
        "domains": [{"name": _("All domains"), "href": "/articles/", "is_current": not domain}]
        + [
            {"name": label(d.labels), "href": "?" + urlencode({"domain": d.key}), "is_current": d.key == domain}
            for d in house().domains.values()
        ],
        "next_href": "?" + urlencode({**given, "page": start // PAGE + 2}) if len(rows) > PAGE else "",
        "previous_href": "?" + urlencode({**given, "page": start // PAGE}) if start else "",
        "feed": f"/articles/feed/{known.language()}/",
    }
    return render(request, "portal/articles.html", {"section": "articles", "page": page})


def _row(article: Article) -> dict[str, Any] | None:
    text = article.text_for(known.language())
    if text is None:
        return None
    domain = house().domains.get(article.domain_id) if article.domain_id else None
    return {
        "href": address(text),
        "title": text.title,
        "language": text.language,
        "excerpt": plain(text.body, 220),
        "domain": label(domain.labels) if domain else "",
        "at": article.published_at,
    }


def address(text: ArticleText) -> str:
    return f"/articles/{text.slug}/"


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article in the language of its address, with its other languages, and whether it holds for the reader's version."""
    text, found = _find(request, slug)
    installed = [one for one in installations(request.actor) if one.product_id == found.product_id or found.product_id is None]
    domain = house().domains.get(found.domain_id) if found.domain_id else None
    vote = ArticleVote.objects.filter(article=found, person=request.actor.person_id).first() if request.actor.is_known else None
    page = {
        "title": text.title,
        "language": text.language,
        "html": as_html(text.body, pictures.addresses(found)),
        "others": [
            {"name": NAMES[one.language], "code": one.language, "href": address(one)}
            for one in found.texts.all()
            if one.language != text.language
        ],
        "domain": label(domain.labels) if domain else "",
        "changed_at": text.updated_at,
        "is_to_review": found.state == Article.TO_REVIEW,
        "validity": validity(found),
        "not_for": _not_for(found, installed),
        "may_vote": request.actor.is_known,
        "vote_href": f"{address(text)}vote/",
        "vote": None if vote is None else vote.is_useful,
        "may_open": request.actor.is_requester,
    }
    return render(request, "portal/article.html", {"section": "articles", "page": page})


def _find(request: HttpRequest, slug: str) -> tuple[ArticleText, Article]:
    visible = Article.objects.visible_to(request.actor).filter(state__in=Article.READ)
    text = ArticleText.objects.filter(slug=slug, article__in=visible).first()
    if text is None:
        raise Http404
    found = Article.objects.select_related("product").prefetch_related("texts", "images", "ranges__line").get(pk=text.article_id)
    return text, found


def validity(found: Article) -> list[str]:
    """For which versions it holds, line by line."""
    rows = list(found.ranges.all())
    if not rows:
        return []
    releases: dict[int, list[Release]] = {}
    for release in Release.objects.filter(line__in={row.line_id for row in rows}):
        releases.setdefault(release.line_id, []).append(release)
    scheme = found.product.version_scheme if found.product else "numbers"
    said = []
    for row in rows:
        words = known.affected_words(row, releases.get(row.line_id, []), scheme)
        said.append(row.line.name if not row.first and not row.end else words)
    return said


def _not_for(found: Article, installed: list[Installation]) -> str:
    """The reader's version, where the article does not hold for any that he runs."""
    if not installed:
        return ""
    answers = [
        is_valid_for(found.ranges.all(), one.release.line_id, one.release.name, scheme=one.product.version_scheme) for one in installed
    ]
    return installed[0].release.name if all(answer is False for answer in answers) else ""


@require_POST
@signed_in
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Useful or not: `useful` is yes or no."""
    text, found = _find(request, slug)
    life.vote(found, is_useful=request.POST.get("useful") == "yes", by=request.actor)
    return see_other(f"{address(text)}#useful")


@require_safe
def image(request: HttpRequest, picture: str, name: str) -> HttpResponse:
    """A picture of an article, for whoever may read the article; an agent also of a draft."""
    found = ArticleImage.objects.filter(token=picture, article__in=Article.objects.visible_to(request.actor)).first()
    path = path_of(found.sha256) if found and found.content_type in pictures.KINDS else None
    if found is None or path is None or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=found.content_type)
    response["Content-Length"] = str(found.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICY
    return response
