"""What is known already, beside the form of a new request: at most three suggestions, and what the reader makes of them.

*It solves this* and *affects me too* close the draft without a request (a deflection, counted by reports); a patch is asked for in
place of the request; a colleague's open request is followed instead. In each case what was typed is put apart for 14 days and
can be taken up again. *Not this* travels with the form and becomes a label once the request is sent. Everything is a button of
the form, so that all of it works without script.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Conflict, Missing
from guichet.access.rights import may
from guichet.desk.models import Ticket
from guichet.desk.operations import sharing
from guichet.intake import drafts
from guichet.intake import language as spoken
from guichet.intake.models import Draft
from guichet.intake.submission import Values
from guichet.knowledge import following
from guichet.knowledge.models import Article, KnownProblem
from guichet.matching import embedding, verdicts
from guichet.matching.models import Deflection
from guichet.matching.suggesting import Answer, Suggestion, suggest
from guichet.service.models import RequestType
from guichet.web.components import suggested
from guichet.web.components.access import portal
from guichet.web.components.answers import see_other
from guichet.web.components.new_entry import posted
from guichet.web.components.new_form import language
from guichet.web.components.new_page import Asking, described, installation_of
from guichet.web.portal.new_company import company_of, kind_and_thing

MOST, LOOKED_AT = 3, 8
# Nothing is asked before so much is typed (MATCHING 5).
LEAST_CHARACTERS = 25
TITLE_CHARACTERS, BODY_CHARACTERS = 300, 4_000
NOT_THIS = "not_this"
LARGEST = 200


def beside(asking: Asking, *, is_quick: bool = False) -> dict[str, Any]:
    """The suggestions for what is typed so far; those of other versions apart, to be unfolded."""
    title, body = asking.values.one("subject").strip()[:TITLE_CHARACTERS], described(asking)[:BODY_CHARACTERS]
    dismissed = _dismissed(asking.values)
    empty = {"shown": [], "others": [], "dismissed": dismissed, "is_more": False, "is_asked": False}
    if asking.kind.criticality == RequestType.NONE or len(f"{title} {body}".strip()) < LEAST_CHARACTERS:
        return empty
    installation = installation_of(asking)
    found = suggest(
        asking.actor,
        title=title,
        body=body,
        language=spoken.detect(f"{title}\n{body}") or language(),
        installation=installation,
        ticket=None,
        k=LOOKED_AT,
        is_quick=is_quick,
        shows_others=True,
    )
    found = [one for one in found if suggested.value_of(one.kind, one.object_id) not in dismissed and not _is_previous(one, asking)]
    mine = [one for one in found if one.answer != Answer.NOT_YOURS][:MOST]
    others = [one for one in found if one.answer == Answer.NOT_YOURS][:MOST]
    return {
        **empty,
        "shown": [_card(asking, one) for one in mine],
        "others": [_card(asking, one) for one in others],
        "is_more": is_quick and embedding.here() is not None,
        "is_asked": True,
    }


def _is_previous(one: Suggestion, asking: Asking) -> bool:
    """The closed request that is followed stands in the form already."""
    return one.kind == "request" and asking.previous is not None and one.object_id == asking.previous.pk


def _card(asking: Asking, one: Suggestion) -> dict[str, Any]:
    found = suggested.card(one)
    found["patch"] = one.fix if found["is_fixed"] and asking.choices.type("PSP") else ""
    return found


def _dismissed(values: Values) -> list[str]:
    return [value for value in dict.fromkeys(values.many(NOT_THIS)) if suggested.named(value)][:LARGEST]


# What somebody makes of them


def answered(request: HttpRequest, asking: Asking) -> HttpResponse | None:
    """What the pressed button asks for; None where the form is to be shown again (*not this*, or a look at what is known)."""
    act, _colon, value = request.POST.get("known", "").partition(":")
    if act == "not" and suggested.named(value):
        asking.values[NOT_THIS] = [*_dismissed(asking.values), value]
        return None
    if act == "again":
        asking.values[NOT_THIS] = []
        return None
    if act == "check":
        return None
    named = suggested.named(value)
    if named is None or act not in _ACTS:
        raise Missing(_("There is no such suggestion."))
    return _ACTS[act](request, asking, *named)


def _solved(request: HttpRequest, asking: Asking, kind: str, pk: int) -> HttpResponse:
    counted = verdicts.deflect(kind, pk, company_id=asking.choices.company.pk, by=request.actor)
    _put_aside(asking, suggested.value_of(kind, pk), str(counted.pk))
    return see_other(_solved_address(asking.previous, asking.choices.company.pk))


def _affects(request: HttpRequest, asking: Asking, kind: str, pk: int) -> HttpResponse:
    """He is told what moves, without a request."""
    problem = KnownProblem.objects.visible_to(request.actor).filter(pk=pk).first() if kind == "problem" else None
    if problem is None:
        raise Missing(_("There is no such suggestion."))
    following.follow(problem, asking.choices.company.pk, by=request.actor)
    return _solved(request, asking, kind, pk)


def _follow(request: HttpRequest, asking: Asking, kind: str, pk: int) -> HttpResponse:
    """A colleague's request on the same thing is shared with him, where he may do so himself; else he reads it as he can already."""
    ticket = Ticket.objects.visible_to(request.actor).select_related("type").filter(pk=pk).first() if kind == "request" else None
    if ticket is None:
        raise Missing(_("There is no such suggestion."))
    counted = verdicts.deflect(kind, pk, company_id=asking.choices.company.pk, by=request.actor)
    _put_aside(asking, suggested.value_of(kind, pk), str(counted.pk))
    if ticket.takes_replies and ticket.reporter_id != request.actor.person_id and may(request.actor, "share", ticket):
        sharing.share(ticket.pk, request.actor.email, by=request.actor)
    messages.info(request, _("You follow this request now. What you had typed is kept for 14 days under New request."))
    return see_other(f"/requests/{ticket.key}/")


def _patch(request: HttpRequest, asking: Asking, kind: str, pk: int) -> HttpResponse:
    """The release that ends it is asked for instead (DOMAIN 1.12): the form of that type, with what is known filled in."""
    problem = KnownProblem.objects.visible_to(request.actor).filter(pk=pk).first() if kind == "problem" else None
    installation = installation_of(asking)
    release = installation.release if installation else None
    if problem is None or release is None:
        raise Missing(_("There is no such suggestion."))
    row = problem.ranges.filter(line=release.line_id, fixed_in__isnull=False).select_related("fixed_in").first()
    if row is None or not row.fixed_in.is_out(timezone.localdate(clock.now())):
        raise Conflict(_("There is no patch on your version line that ends it. Send your request as it is."))
    _put_aside(asking, suggested.value_of(kind, pk), "")
    subject = _("Install patch %(fix)s for %(number)s") % {"fix": row.fixed_in.name, "number": problem.reference}
    handed = {
        "type": "PSP",
        "installation": installation.pk,
        "current_release": release.name,
        "target_release": row.fixed_in.name,
        "subject": subject,
        "company": asking.choices.company.pk,
    }
    return see_other(f"/requests/new/?{urlencode(handed)}")


_ACTS = {"solved": _solved, "affects": _affects, "follow": _follow, "patch": _patch}


def _put_aside(asking: Asking, value: str, counted: str) -> None:
    kind, on = kind_and_thing(asking.previous, asking.choices.company.pk)
    drafts.set_aside(asking.actor, kind, dict(asking.values), on, about=[value, counted])


def _solved_address(previous: Ticket | None, company: int) -> str:
    return f"/requests/new/solved/?{urlencode({'follows': previous.key} if previous else {'company': company})}"


def set_aside(actor: Actor, previous: Ticket | None, company: int) -> dict[str, Any] | None:
    """What was typed and put apart, for the page of a new request."""
    kept = drafts.find(actor, Draft.ASIDE, kind_and_thing(previous, company)[1])
    if kept is None:
        return None
    return {"subject": (kept.data.get("subject") or [""])[-1], "until": kept.expires_at, "href": _solved_address(previous, company)}


@portal
@require_http_methods(["GET", "HEAD", "POST"])
def solved(request: HttpRequest) -> HttpResponse:
    """What solved it, and the text that is kept; posted to, the text is taken up again and nothing is counted any more."""
    previous = _followed(request)
    company = previous.company_id if previous else company_of(request.actor, request, request.GET.get("company"))
    form = f"/requests/{previous.key}/follow-up/" if previous else f"/requests/new/?company={company}"
    kind, on = kind_and_thing(previous, company)
    if request.method == "POST":
        if (typed := posted(request)).one("subject"):
            drafts.keep(request.actor, kind, dict(typed), on)
        about = drafts.take_up(request.actor, kind, on)
        if about and about[-1].isdecimal():
            Deflection.objects.filter(pk=int(about[-1]), person=request.actor.person_id).delete()
        return see_other(form)
    kept = drafts.find(request.actor, Draft.ASIDE, on)
    if kept is None:
        return see_other(form)
    about = kept.data.get(drafts.ABOUT) or [""]
    page = {**set_aside(request.actor, previous, company), "by": _said(request.actor, about[0]), "form": form}
    return render(request, "portal/new_solved.html", {"section": "requests", "page": page})


def _followed(request: HttpRequest) -> Ticket | None:
    said = (request.GET.get("follows") or "").rpartition("-")[2]
    if not said:
        return None
    found = Ticket.objects.visible_to(request.actor).select_related("type").filter(pk=int(said)).first() if said.isdecimal() and len(said) < 18 else None
    if found is None:
        raise Http404
    return found


def _said(actor: Actor, value: str) -> dict[str, str] | None:
    """What it was put apart for, as far as the reader sees it still."""
    kind, pk = suggested.named(value) or ("", 0)
    if kind == "problem" and (problem := KnownProblem.objects.visible_to(actor).filter(pk=pk).first()):
        title, language_of = problem.said(language())
        return {"reference": problem.reference, "title": title, "language": language_of, "href": f"/problems/{problem.reference}/"}
    if kind == "article" and (article := Article.objects.visible_to(actor).prefetch_related("texts").filter(pk=pk).first()):
        text = article.text_for(language())
        return {"reference": "", "title": text.title, "language": text.language, "href": f"/articles/{text.slug}/"} if text else None
    if kind == "request" and (ticket := Ticket.objects.visible_to(actor).select_related("type").filter(pk=pk).first()):
        return {"reference": ticket.key, "title": ticket.subject, "language": ticket.language, "href": f"/requests/{ticket.key}/"}
    return None


def label_dismissed(actor: Actor, ticket: Ticket, values: Values) -> None:
    """What he said was not it, kept with the request that he sent instead."""
    verdicts.dismissed_before(ticket, [named for value in _dismissed(values) if (named := suggested.named(value))], by=actor)
