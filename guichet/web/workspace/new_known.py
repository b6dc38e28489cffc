"""What is known already, beside the form that an agent fills in for a caller: told on the telephone, nothing is sent or counted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from guichet.intake import language as spoken
from guichet.matching import embedding
from guichet.matching.suggesting import suggest
from guichet.web.components import suggested
from guichet.web.components.access import desk
from guichet.web.components.new_page import Asking, described, installation_of
from guichet.web.workspace import new

MOST = 3
LEAST_CHARACTERS = 25
TITLE_CHARACTERS, BODY_CHARACTERS = 300, 4_000


def beside(asking: Asking, *, is_quick: bool) -> dict[str, Any]:
    """As the agent sees it, worded by the caller's version."""
    title, body = asking.values.one("subject").strip()[:TITLE_CHARACTERS], described(asking)[:BODY_CHARACTERS]
    if len(f"{title} {body}".strip()) < LEAST_CHARACTERS:
        return {"shown": [], "is_more": False}
    language = spoken.detect(f"{title}\n{body}") or asking.reporter.person.language
    found = suggest(
        asking.actor, title=title, body=body, language=language, installation=installation_of(asking), k=MOST, is_quick=is_quick
    )
    return {"shown": [suggested.card(one, room="/desk") for one in found], "is_more": is_quick and embedding.here() is not None}


@desk
@require_POST
def suggestions(request: HttpRequest) -> HttpResponse:
    """What is known of what was typed so far."""
    asking = new.live(request)
    if asking is None:
        return HttpResponse(status=204)
    return render(request, "workspace/_new_known.html", {"known": beside(asking, is_quick=bool(request.POST.get("quick")))})
