"""/desk/articles/: the articles with their lives, what readers think of them, and what was looked for in vain."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guichet.access import rights
from guichet.access.refusals import Invalid
from guichet.desk import files
from guichet.desk.models import Ticket
from guichet.knowledge import articles as life
from guichet.knowledge import finding, pictures
from guichet.knowledge.markdown import render as as_html
from guichet.knowledge.models import LANGUAGES, Article, SearchMiss
from guichet.people.models import new_token
from guichet.service.house import house
from guichet.web.components import known
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other, with_refusal
from guichet.web.components.context import NAMES
from guichet.web.components.converters import whole
from guichet.web.components.templatetags.guichet import label
from guichet.web.workspace import article_forms, presenting

PAGE = 50
MISSES = 30


def state_word(state: str) -> str:
    return {
        Article.DRAFT: _("draft"),
        Article.REVIEWED: _("reviewed"),
        Article.PUBLISHED: _("published"),
        Article.TO_REVIEW: _("to review"),
    }[state]


@desk
@require_GET
def articles(request: HttpRequest) -> HttpResponse:
    """All articles, narrowed by state and words; below, the searches that found nothing."""
    words, state = request.GET.get("q", "").strip()[: finding.LONGEST], request.GET.get("state", "")
    found = Article.objects.visible_to(request.actor).select_related("author").prefetch_related("texts")
    found = found.annotate(yes=Count("votes", filter=Q(votes__is_useful=True)), no=Count("votes", filter=Q(votes__is_useful=False)))
    if state in Article.STATES:
        found = found.filter(state=state)
    if words:
        found = found.filter(finding.articles(words))
    page_of = Paginator(found.order_by("-updated_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    counts = dict(Article.objects.values_list("state").annotate(Count("pk")).order_by())
    page = {
        "query": words,
        "states": [{"name": _("All"), "href": "?", "is_current": not state, "count": sum(counts.values())}]
        + [
            {"name": state_word(key), "href": f"?{urlencode({'state': key})}", "is_current": key == state, "count": counts.get(key, 0)}
            for key in Article.STATES
        ],
        "rows": [_row(one) for one in page_of],
        "next_href": f"?{urlencode({'q': words, 'state': state, 'page': page_of.next_page_number()})}" if page_of.has_next() else "",
        "misses": list(
            SearchMiss.objects.values("query", "language").annotate(count=Count("pk"), last=Max("at")).order_by("-count", "-last")[:MISSES]
        ),
        "may_write": rights.may_write_knowledge(request.actor),
    }
    return render(request, "workspace/articles.html", {"page": page, "rail": presenting.rail(request, view="articles")})


def _row(one: Article) -> dict[str, Any]:
    text = one.text_for(known.language())
    domain = house().domains.get(one.domain_id) if one.domain_id else None
    return {
        "href": f"/desk/articles/{one.pk}/",
        "title": text.title if text else "",
        "language": text.language if text else "",
        "languages": [row.language.upper() for row in one.texts.all()],
        "domain": label(domain.labels) if domain else "",
        "state": state_word(one.state),
        "audience": known.audience_word(one.audience),
        "yes": one.yes,
        "no": one.no,
        "at": one.updated_at,
    }


def find(request: HttpRequest, pk: int) -> Article:
    rows = Article.objects.visible_to(request.actor).select_related("product", "author", "reviewed_by")
    found = rows.prefetch_related("texts", "ranges__line", "images").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@desk
@require_GET
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """One article as it will be read in each language, with its life and what was taken out of it."""
    found = find(request, pk)
    images, domain = pictures.addresses(found), house().domains.get(found.domain_id) if found.domain_id else None
    votes = found.votes.aggregate(yes=Count("pk", filter=Q(is_useful=True)), no=Count("pk", filter=Q(is_useful=False)))
    is_read = found.state in Article.READ and found.audience != "internal"
    page = {
        "pk": found.pk,
        "base": f"/desk/articles/{found.pk}/",
        "version": found.version,
        "state": state_word(found.state),
        "audience": known.audience_word(found.audience),
        "domain": label(domain.labels) if domain else "",
        "product": found.product.name if found.product else "",
        "author": found.author.name if found.author else "",
        "reviewed_by": found.reviewed_by.name if found.reviewed_by else "",
        "published_at": found.published_at,
        "review_on": found.review_on,
        "ranges": [f"{r.line.name}: {r.first or '…'} – {r.end or '…'}" for r in found.ranges.all()],
        "votes": votes,
        "texts": [
            {
                "name": NAMES[text.language],
                "language": text.language,
                "title": text.title,
                "html": as_html(text.body, images),
                "href": f"/articles/{text.slug}/" if is_read else "",
            }
            for text in sorted(found.texts.all(), key=lambda text: (text.language != known.language(), text.language != found.language))
        ],
        "missing": [NAMES[key] for key in LANGUAGES if key not in {text.language for text in found.texts.all()}],
        "steps": [step for step in _steps(found) if rights.may_write_knowledge(request.actor)],
        "may_write": rights.may_write_knowledge(request.actor),
        **_origin(request, found),
    }
    return render(request, "workspace/article.html", {"page": page, "rail": presenting.rail(request, view="articles")})


def _steps(found: Article) -> list[dict[str, str]]:
    names = {
        "review": _("Reviewed: it is right"),
        "publish": _("Publish") if found.state == Article.REVIEWED else _("Still right: publish again"),
        "ask": _("Have it reviewed"),
        "withdraw": _("Back to draft"),
    }
    return [{"key": key, "name": names[key]} for key, (sources, _target) in life.STEPS.items() if found.state in sources]


def _origin(request: HttpRequest, found: Article) -> dict[str, Any]:
    """The request it was drafted from and what was taken out, for who sees that request."""
    origin = getattr(found, "origin", None)
    ticket = Ticket.objects.visible_to(request.actor).select_related("type").filter(pk=origin.ticket_id).first() if origin else None
    if origin is None or ticket is None:
        return {"removed": [], "from_request": None}
    kinds = {
        "e-mail": _("e-mail address"), "iban": _("account number"), "insurance": _("insurance number"), "phone": _("phone number"),
        "request": _("request"), "document": _("document number"), "number": _("number"), "name": _("name"),
    }  # fmt: skip
    return {
        "removed": [{"kind": kinds.get(kind, kind), "text": text} for kind, text in origin.removed],
        "from_request": {"number": ticket.key, "href": f"/desk/requests/{ticket.key}/"},
    }


@desk
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """The next step of its life: review, publish, ask, withdraw."""
    found = find(request, pk)
    name = request.POST.get("step", "")
    if name not in life.STEPS:
        raise Invalid({"step": _("Choose a step.")})
    version = request.POST.get("version", "")
    life.step(found.pk, name, by=request.actor, version=whole(version))
    return see_other(f"/desk/articles/{found.pk}/")


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Texts, audience, validity and pictures in one form; a new one without *pk*."""
    found = find(request, pk) if pk is not None else None
    rights.require_knowledge(request.actor)
    form = article_forms.ArticleForm(request.POST if request.method == "POST" else None, article=found, language=known.language())
    if request.method == "POST" and form.is_valid():
        request.show_refusal = lambda error: _edit_page(request, with_refusal(form, error), found, status=error.status)
        kept = form.keep(by=request.actor)
        _pictures(request, kept)
        return see_other(f"/desk/articles/{kept.pk}/")
    return _edit_page(request, form, found, status=422 if form.errors else 200)


def _pictures(request: HttpRequest, kept: Article) -> None:
    """Add the pictures that came with the form and take away those ticked; a file of another kind is refused."""
    kept.images.filter(pk__in=[int(v) for v in request.POST.getlist("remove") if v.isdecimal() and len(v) < 18]).delete()
    for sent in request.FILES.getlist("pictures")[: pictures.MOST]:
        stored = files.store(sent.name, sent.file, sent.size)
        if stored["content_type"] not in pictures.KINDS:
            raise Invalid({"pictures": _("“%(name)s” is no picture: PNG, JPEG, GIF or WebP.") % {"name": stored["filename"]}})
        kept.images.filter(filename=stored["filename"]).delete()
        kept.images.create(token=new_token(), **stored)


def _edit_page(request: HttpRequest, form: article_forms.ArticleForm, found: Article | None, *, status: int) -> HttpResponse:
    page = {
        "title": _("Edit the article") if found else _("New article"),
        "back": f"/desk/articles/{found.pk}/" if found else "/desk/articles/",
        "form": form,
        "texts": form.texts(),
        "ranges": form.ranges(),
        "images": list(found.images.all()) if found else [],
    }
    return render(request, "workspace/article_form.html", {"page": page, "rail": presenting.rail(request, view="articles")}, status=status)
