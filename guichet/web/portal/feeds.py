"""Atom feeds of what is public, one for each language: known problems and articles."""

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.access.actors import PUBLIC
from guichet.knowledge.markdown import plain
from guichet.knowledge.models import LANGUAGES, Article, KnownProblem, text_in
from guichet.web.components import known
from guichet.web.components.brand import brand
from guichet.web.portal.articles import address

NEWEST = 50
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@require_safe
def problems(request: HttpRequest, language: str) -> HttpResponse:
    """The public known problems, the last changed first."""
    with _in(language):
        found = KnownProblem.objects.visible_to(PUBLIC).select_related("product").prefetch_related("ranges__fixed_in")
        entries = [_of_problem(problem, language) for problem in found.order_by("-updated_at", "-pk")[:NEWEST]]
        return _feed(_("Known problems"), "/problems/", language, entries)


@require_safe
def articles(request: HttpRequest, language: str) -> HttpResponse:
    """The public articles, the last published first."""
    with _in(language):
        found = Article.objects.visible_to(PUBLIC).filter(texts__language=language).prefetch_related("texts")
        entries = [_of_article(article, language) for article in found.order_by("-published_at", "-pk")[:NEWEST]]
        return _feed(_("Articles"), "/articles/", language, entries)


def _in(language: str) -> translation.override:
    if language not in LANGUAGES:
        raise Http404
    return translation.override(language)


def _of_problem(problem: KnownProblem, language: str) -> dict[str, Any]:
    title, _spoken = problem.said(language)
    parts = (known.general(problem), text_in(problem.seen, language)[0], text_in(problem.way_round, language)[0])
    return {
        "title": f"{problem.reference}: {title}",
        "link": f"{settings.GUICHET_BASE_URL}/problems/{problem.reference}/",
        "description": plain("\n\n".join(filter(None, parts)), 600),
        "updateddate": problem.updated_at,
        "pubdate": problem.created_at,
    }


def _of_article(article: Article, language: str) -> dict[str, Any]:
    text = next(one for one in article.texts.all() if one.language == language)
    return {
        "title": text.title,
        "link": f"{settings.GUICHET_BASE_URL}{address(text)}",
        "description": plain(text.body, 600),
        "updateddate": max(text.updated_at, article.published_at or text.updated_at),
        "pubdate": article.published_at,
    }


def _readable(value: Any) -> Any:
    """Without the signs that XML cannot hold."""
    return _CONTROLS.sub("", value) if isinstance(value, str) else value


def _feed(title: str, path: str, language: str, entries: list[dict[str, Any]]) -> HttpResponse:
    """What people wrote is text in it; the generator escapes it."""
    home, vendor = settings.GUICHET_BASE_URL, brand()["vendor"]
    feed = Atom1Feed(
        title=f"{vendor}: {title}", link=f"{home}{path}", description=title, language=language, author_name=vendor,
        feed_url=f"{home}{path}feed/{language}/",
    )  # fmt: skip
    for entry in entries:
        feed.add_item(unique_id=entry["link"], **{key: _readable(value) for key, value in entry.items()})
    moment: datetime | None = max((entry["updateddate"] for entry in entries), default=None)
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    if moment:
        response["Last-Modified"] = moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return response
