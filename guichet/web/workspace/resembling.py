"""Beside a request: what is known that resembles it, and where similar requests ended up. One click links, one click dismisses.

It comes after the page, in a fragment of its own, so that a request opens as quickly as before; without script a link leads to
the same as a page. Whether a request came by form, mail, telephone or programme makes no difference. Nothing is linked by
itself; what an agent links or dismisses is a label that the weights are fitted on (matching/verdicts.py).
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.access import rights
from guichet.access.actors import Actor, load_actor
from guichet.access.refusals import Missing
from guichet.catalog import shelf
from guichet.catalog.models import Installation
from guichet.desk.models import Message, Ticket
from guichet.desk.operations import linking, sorting
from guichet.desk.states import Status
from guichet.intake import drafts
from guichet.intake.models import Draft
from guichet.knowledge.models import Article, KnownProblem
from guichet.matching import suggesting, verdicts
from guichet.matching.models import Label
from guichet.matching.suggesting import Proposals, Suggestion
from guichet.service.house import house
from guichet.web.components import suggested
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other
from guichet.web.components.converters import Number
from guichet.web.workspace import happened, knowing, presenting
from guichet.web.workspace.presenting import words_of
from guichet.web.workspace.request import done, find

MOST = 10
OF_EACH = {"problem": 3, "article": 3, "request": 5}
BODY_CHARACTERS = 4_000
# A proposal that fewer of the similar requests share is none.
LEAST_SHARE = 0.5


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def resembling(request: HttpRequest, number: Number) -> HttpResponse:
    """The suggestions for one request; posted to, what an agent makes of one of them."""
    ticket = find(request, number)
    if request.method == "POST":
        return _acted(request, ticket)
    return _shown(request, ticket)


def _shown(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    page = {**beside(request.actor, ticket), "number": ticket.key, "href": f"/desk/requests/{ticket.key}/", "subject": ticket.subject, "language": ticket.language}
    if request.headers.get("HX-Request"):
        return render(request, "workspace/_resembling.html", {"page": page})
    return render(request, "workspace/resembling.html", {"page": page, "rail": presenting.rail(request)})


def beside(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    """Known problems, articles and requests that resemble it, and proposals of where it belongs."""
    first = Message.objects.filter(ticket=ticket, is_first=True).values_list("body", flat=True).first() or ""
    installation = shelf.placed(found) if (found := _installation(ticket)) else None
    found, proposed = suggesting.beside(
        actor, ticket, body=first[:BODY_CHARACTERS], installation=installation, release=shelf.release(ticket.release_id), k=MOST * 3
    )
    if not (ticket.status == Status.NEW or ticket.domain_id is None):
        proposed = Proposals()
    said = _said(ticket)
    readable = _readable(ticket, found)
    cards = [_card(one, ticket, said, readable) for one in found]
    dismissed = sum(1 for verdict, is_agent in said.values() if verdict == Label.DISMISSED and is_agent)
    return {
        "may_link": rights.may(actor, "links", ticket) and ticket.takes_replies,
        "problems": [one for one in cards if one["kind"] == "problem"][: OF_EACH["problem"]],
        "articles": [one for one in cards if one["kind"] == "article"][: OF_EACH["article"]],
        "requests": [one for one in cards if one["kind"] == "request"][: OF_EACH["request"]],
        "proposals": _proposals(proposed, ticket),
        "dismissed": dismissed,
    }


def _installation(ticket: Ticket) -> Installation | None:
    return Installation.objects.filter(pk=ticket.installation_id).first() if ticket.installation_id else None


def _said(ticket: Ticket) -> dict[str, tuple[str, bool]]:
    """What was said of suggestions beside this request, and whether an agent said so."""
    rows = Label.objects.filter(ticket=ticket).values_list("kind", "object_id", "verdict", "by__is_agent")
    return {suggested.value_of("request" if kind == "ticket" else kind, pk): (verdict, is_agent) for kind, pk, verdict, is_agent in rows}


def _readable(ticket: Ticket, found: list[Suggestion]) -> set[str]:
    """Which of the articles and problems the reporter may read: only these can be put into a reply."""
    reader = load_actor(ticket.reporter_id)
    if reader is None:
        return set()
    ids = {kind: [one.object_id for one in found if one.kind == kind] for kind in ("problem", "article")}
    problems = KnownProblem.objects.visible_to(reader).filter(pk__in=ids["problem"]).values_list("pk", flat=True)
    articles = Article.objects.visible_to(reader).filter(pk__in=ids["article"], state__in=Article.READ).values_list("pk", flat=True)
    return {suggested.value_of("problem", pk) for pk in problems} | {suggested.value_of("article", pk) for pk in articles}


def _card(one: Suggestion, ticket: Ticket, said: dict[str, tuple[str, bool]], readable: set[str]) -> dict[str, Any]:
    card = suggested.card(one, room="/desk")
    card["may_insert"] = card["value"] in readable
    card["reporter_dismissed"] = card["value"] in said
    if one.kind == "request":
        # A duplicate is a way of resolving, within one company (DOMAIN 1.5); one cause at several hangs below one of them.
        card["may_be_duplicate"] = one.row.company_id == ticket.company_id and card["is_open"]
        card["status"] = happened.status(one.row.status)
    return card


def _proposals(proposed: Proposals, ticket: Ticket) -> list[dict[str, Any]]:
    """What most similar requests became, where this one stands otherwise."""
    found = []
    known: list[tuple[str, tuple, Any, Any, str]] = [
        ("domain", proposed.domains, house().domain_by_key, ticket.domain, _("Domain")),
        ("type", proposed.types, house().type_by_key, ticket.type, _("Type")),
        ("team", proposed.teams, house().team_by_key, ticket.team, _("Team")),
    ]
    for name, shares, rows, now, title in known:
        key, share = shares[0] if shares else ("", 0.0)
        if share >= LEAST_SHARE and key in rows and (now is None or now.key != key):
            row = rows[key]
            found.append({"name": name, "key": key, "title": title, "label": words_of(row.labels), "percent": round(share * 100)})
    return found


# What an agent makes of one


def _acted(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    act, _colon, value = request.POST.get("act", "").partition(":")
    if act not in _ACTS:
        raise Missing(_("There is no such suggestion."))
    return _ACTS[act](request, ticket, value)


def _named(value: str) -> tuple[str, int]:
    named = suggested.named(value)
    if named is None:
        raise Missing(_("There is no such suggestion."))
    return named


def _link(request: HttpRequest, ticket: Ticket, value: str) -> HttpResponse:
    """A known problem is linked; another request hangs together with this one, which comes below it."""
    kind, pk = _named(value)
    verdicts.mark(ticket, kind, pk, Label.LINKED, by=request.actor)
    if kind == "problem":
        ticket = linking.link_problem(ticket.pk, pk, by=request.actor)
    elif kind == "request":
        ticket = sorting.relate(ticket.pk, "parent", pk, by=request.actor)
    return done(request, ticket)


def _insert(request: HttpRequest, ticket: Ticket, value: str) -> HttpResponse:
    """Its words are put behind what is typed in the reply, in the request's language."""
    kind, pk = _named(value)
    rights.require(request.actor, "reply", ticket)
    reader = load_actor(ticket.reporter_id)
    text = knowing.text_of(f"PRB-{pk}" if kind == "problem" else f"article-{pk}", ticket, reader)
    if text is None:
        raise Missing(_("There is no such suggestion."))
    verdicts.mark(ticket, kind, pk, Label.LINKED, by=request.actor)
    drafts.add_text(request.actor, Draft.REPLY, text, ticket)
    return see_other(f"/desk/requests/{ticket.key}/#compose")


def _dismiss(request: HttpRequest, ticket: Ticket, value: str) -> HttpResponse:
    verdicts.mark(ticket, *_named(value), Label.DISMISSED, by=request.actor)
    return _again(request, ticket)


def _restore(request: HttpRequest, ticket: Ticket, value: str) -> HttpResponse:
    """All that was dismissed here is shown again."""
    verdicts.take_back(ticket, by=request.actor)
    return _again(request, ticket)


def _again(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    return _shown(request, ticket) if request.headers.get("HX-Request") else see_other(f"/desk/requests/{ticket.key}/suggestions/")


def _domain(request: HttpRequest, ticket: Ticket, value: str) -> HttpResponse:
    ticket = sorting.complete(ticket.pk, {}, by=request.actor, domain=value)
    messages.success(request, _("The domain is %(domain)s now.") % {"domain": words_of(house().domains[ticket.domain_id].labels)})
    return done(request, ticket)


def _team(request: HttpRequest, ticket: Ticket, value: str) -> HttpResponse:
    return done(request, sorting.assign(ticket.pk, by=request.actor, team=value))


_ACTS: dict[str, Callable[[HttpRequest, Ticket, str], HttpResponse]] = {
    "link": _link, "insert": _insert, "dismiss": _dismiss, "restore": _restore, "domain": _domain, "team": _team,
}  # fmt: skip
