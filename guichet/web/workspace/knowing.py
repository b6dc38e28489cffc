"""A request and what is known: its known problem, an article drafted from it, an article put into the reply."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet.access import rights
from guichet.access.actors import Actor, load_actor
from guichet.access.refusals import DeskError, Invalid
from guichet.desk.models import Ticket
from guichet.desk.operations import drafting, linking
from guichet.intake import drafts
from guichet.intake.models import Draft
from guichet.knowledge import finding
from guichet.knowledge.markdown import plain
from guichet.knowledge.models import Article, KnownProblem, text_in
from guichet.web.components import known
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other
from guichet.web.components.converters import Number
from guichet.web.workspace import presenting
from guichet.web.workspace.forms import show, typed
from guichet.web.workspace.request import find, gesture

OFFERED = 30
LONGEST = 6_000


def _problem_page(request: HttpRequest, ticket: Ticket, *, error: DeskError | None = None) -> HttpResponse:
    """Which known problem it is about: one of its product, a new one, or none any more."""
    form = forms.Form(typed(request), initial={"problem": ticket.problem.reference if ticket.problem else ""})
    near = KnownProblem.objects.visible_to(request.actor).filter(product=ticket.installation.product_id if ticket.installation else None)
    near = near.exclude(state=KnownProblem.WONT_FIX).order_by("-updated_at")[:OFFERED]
    titles = [(one.reference, f"{one.reference} · {one.said(known.language())[0]}"[:120]) for one in near]
    ways = [("link", _("this one")), ("new", _("a new one, from this request"))]
    if ticket.problem_id:
        ways.append(("off", _("none any more")))
    form.fields["way"] = forms.ChoiceField(label=_("Which known problem?"), choices=ways, initial="link")
    form.fields["problem"] = forms.CharField(
        label=_("Its number"), required=False, max_length=300, help_text=_("A number such as PRB-77."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    form.fields["listed"] = forms.ChoiceField(label=_("Or one of the latest"), required=False, choices=[("", "—"), *titles])
    return show(
        request, ticket, title=_("Known problem of %(number)s") % {"number": ticket.key}, address="problem/", form=form,
        button=_("Keep"), note=_("Requests of different companies with one cause are never duplicates: link them here."), error=error,
    )  # fmt: skip


def _problem(request: HttpRequest, ticket: Ticket) -> Ticket:
    rights.require(request.actor, "links", ticket)
    way = request.POST.get("way", "link")
    if way == "new":
        return linking.write_down(ticket.pk, by=request.actor)
    if way == "off":
        return linking.unlink_problem(ticket.pk, by=request.actor)
    given = (request.POST.get("listed") or request.POST.get("problem", "")).strip().upper().removeprefix("PRB-")
    if not given.isdecimal() or len(given) > 17:
        raise Invalid({"problem": _("Name a known problem by its number.")})
    return linking.link_problem(ticket.pk, int(given), by=request.actor)


problem = gesture(_problem_page, _problem)


@desk
@require_POST
def draft_article(request: HttpRequest, number: Number) -> HttpResponse:
    """A draft in one go, then to be checked."""
    ticket = find(request, number)
    article = drafting.draft_article(ticket.pk, by=request.actor)
    return see_other(f"/desk/articles/{article.pk}/")


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def insert(request: HttpRequest, number: Number) -> HttpResponse:
    """Articles and known problems that the reporter may read: one is put behind what is typed, in the request's language."""
    ticket = find(request, number)
    rights.require(request.actor, "reply", ticket)
    reader = load_actor(ticket.reporter_id)
    if request.method == "POST":
        text = text_of(request.POST.get("put", ""), ticket, reader)
        if text is None:
            raise Invalid({"put": _("Choose what is put in.")})
        drafts.add_text(request.actor, Draft.REPLY, text, ticket)
        return see_other(f"/desk/requests/{ticket.key}/#compose")
    words = request.GET.get("q", "").strip()[: finding.LONGEST]
    page = {
        "number": ticket.key,
        "subject": ticket.subject,
        "language": ticket.language,
        "base": f"/desk/requests/{ticket.key}/",
        "query": words,
        "rows": _offered(words, ticket, reader) if reader else [],
    }
    return render(request, "workspace/insert.html", {"page": page, "rail": presenting.rail(request)})


def _offered(words: str, ticket: Ticket, reader: Actor) -> list[dict[str, Any]]:
    """The linked known problem first, then articles of the request's domain."""
    problems = KnownProblem.objects.visible_to(reader).filter(pk=ticket.problem_id) if ticket.problem_id and not words else ()
    articles = Article.objects.visible_to(reader).filter(state__in=Article.READ).prefetch_related("texts")
    if words:
        articles = articles.filter(finding.articles(words))
    if not words and ticket.domain_id:
        articles = articles.filter(Q(domain=ticket.domain_id) | Q(domain=None))
    found = [
        {"value": one.reference, "title": title, "language": language, "note": one.reference}
        for one in problems
        for title, language in [one.said(ticket.language)]
    ]
    for article in articles.order_by("-published_at", "-pk")[:OFFERED]:
        if text := article.text_for(ticket.language):
            found.append({"value": f"article-{article.pk}", "title": text.title, "language": text.language, "note": known.audience_word(article.audience)})
    return found


def text_of(value: str, ticket: Ticket, reader: Actor | None) -> str | None:
    """What is put in: title, words and address; only of what the reporter may read."""
    kind, _dash, number = value.rpartition("-")
    if reader is None or not number.isdecimal() or len(number) > 17:
        return None
    if kind == "PRB":
        one = KnownProblem.objects.visible_to(reader).filter(pk=int(number)).first()
        if one is None:
            return None
        title, language = one.said(ticket.language)
        parts = [title, *(plain(text, LONGEST) for texts in (one.seen, one.way_round) if (text := text_in(texts, language)[0]))]
        return "\n\n".join(filter(None, [*parts, f"{settings.GUICHET_BASE_URL}/problems/{one.reference}/"]))
    article = Article.objects.visible_to(reader).filter(pk=int(number), state__in=Article.READ).prefetch_related("texts").first()
    text = article.text_for(ticket.language) if article else None
    if text is None:
        return None
    return f"{text.title}\n\n{plain(text.body, LONGEST)}\n\n{settings.GUICHET_BASE_URL}/articles/{text.slug}/"
