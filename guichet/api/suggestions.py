"""/api/v1/suggestions: what is known already of a text, for whoever writes it elsewhere. Nothing is kept of it.

GET with the fields in the address, or POST with a JSON object: `subject`, `description`, `version`, and if there are several
`installation` (its id) or `product` (its key), `language` of the text, `limit` for each of the three lists.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from guichet.access.actors import Actor
from guichet.access.refusals import Invalid
from guichet.api.endpoints import endpoint, text
from guichet.catalog.models import Installation, Product, Release
from guichet.intake import language as spoken
from guichet.knowledge.models import text_in
from guichet.matching.suggesting import Answer, Suggestion, answer_words, suggest
from guichet.matching.words import LANGUAGES
from guichet.people.tokens import READ
from guichet.service import limits

DEFAULT, MOST = 3, 10
LOOKED_AT = 60
# What is read of a text: as much as the form reads while somebody types (MATCHING 2).
TITLE_CHARACTERS, BODY_CHARACTERS = 300, 4_000


@endpoint(methods=("GET", "HEAD", "POST"), scope=READ)
def suggestions(request: HttpRequest) -> dict[str, Any]:
    """Known problems, articles and requests that the token's person may see, each with its reasons."""
    given, actor = request.given, request.actor
    subject = text(given, "subject", most=limits.characters()).strip()
    description = text(given, "description", most=limits.characters()).strip()
    if not f"{subject}{description}":
        raise Invalid({"subject": _("Say what it is about.")})
    product, installation, release = _where(actor, given)
    found = suggest(
        actor,
        title=subject[:TITLE_CHARACTERS],
        body=description[:BODY_CHARACTERS],
        language=_language(given, f"{subject}\n{description}", actor),
        product=product,
        installation=installation,
        release=release,
        k=LOOKED_AT,
        shows_others=_is_yes(given, "other_versions"),
    )
    limit = _limit(given)
    return {
        "version": release.name if release else None,
        **{
            f"{kind}s": [_shown(one) for one in found if one.kind == kind][:limit]
            for kind in ("problem", "article", "request")
        },
    }


def _language(given: Any, said: str, actor: Actor) -> str:
    wanted = text(given, "language", most=5).lower()
    if wanted and wanted not in LANGUAGES:
        raise Invalid({"language": _("Choose among %(names)s.") % {"names": ", ".join(LANGUAGES)}})
    return wanted or spoken.detect(said) or actor.language


def _limit(given: Any) -> int:
    said = str(given.get("limit", DEFAULT))
    if not said.isdecimal() or not 1 <= int(said[:9]) <= MOST:
        raise Invalid({"limit": _("A number from 1 to %(most)s.") % {"most": MOST}})
    return int(said)


def _is_yes(given: Any, name: str) -> bool:
    return str(given.get(name, "")).lower() in {"1", "true", "yes"}


def _where(actor: Actor, given: Any) -> tuple[Product | None, Installation | None, Release | None]:
    """What it is about: an installation that the person sees, else the named product, else his only one; then the release."""
    installation = _installation(actor, given)
    product = installation.product if installation else None
    if key := text(given, "product", most=100):
        product = Product.objects.filter(key=key).first()
        if product is None:
            raise Invalid({"product": _("There is no such product.")})
    release = installation.release if installation else None
    if name := text(given, "version", most=50):
        rows = Release.objects.filter(name=name).select_related("line__product").order_by("pk")
        release = (rows.filter(line__product=product) if product else rows).first()
        if release is None:
            raise Invalid({"version": _("There is no such version.")})
        product = release.line.product
    return product, installation, release


def _installation(actor: Actor, given: Any) -> Installation | None:
    """The one named; of a contact who names none his production, unless he names a product or has several."""
    seen = Installation.objects.filter(is_active=True).select_related("release__line__product", "product")
    if actor.is_requester:
        seen = seen.filter(company__in=actor.companies)
    said = str(given.get("installation") or "")
    if said:
        found = seen.filter(pk=int(said)).first() if said.isdecimal() and len(said) < 18 else None
        if found is None:
            raise Invalid({"installation": _("There is no such installation.")})
        return found
    if not actor.is_requester or given.get("product"):
        return None
    own = list(seen.filter(environment=Installation.PRODUCTION)[:2])
    return own[0] if len(own) == 1 else None


def _shown(one: Suggestion) -> dict[str, Any]:
    said = {
        "reference": one.reference,
        "title": one.title,
        "language": one.language,
        "url": settings.GUICHET_BASE_URL + _path(one),
        "likelihood": one.likelihood,
        "answer": one.answer.value,
        "text": answer_words(one),
        "reasons": {
            "words": list(one.reason.words),
            "codes": list(one.reason.codes),
            "version": one.reason.version or None,
            "by_meaning": one.reason.is_by_meaning,
        },
    }
    if one.kind == "problem":
        way_round = text_in(one.row.way_round, one.language)[0]
        return said | {"fixed_in": one.fix or None, "way_round": way_round or None, "regression": one.is_regression}
    if one.kind == "article":
        return said | {"valid": one.answer != Answer.NOT_YOURS}
    return said | {"number": one.row.pk, "own": one.is_own, "status": one.row.status}


def _path(one: Suggestion) -> str:
    return {"problem": f"/problems/{one.reference}/", "article": f"/articles/{one.reference}/", "request": f"/requests/{one.reference}/"}[one.kind]
