"""Searches that agents keep as views beside the queue: their own, and those they share with all of the vendor's people."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from guichet.access.actors import Actor
from guichet.access.refusals import Forbidden, Invalid, Missing
from guichet.matching.models import SavedSearch

MOST = 50
LONGEST_NAME, LONGEST_QUERY = 60, 2_000


def views(actor: Actor) -> list[SavedSearch]:
    """His own and the shared ones, by name."""
    if not actor.is_agent:
        return []
    return list(SavedSearch.objects.filter(Q(person=actor.person_id) | Q(is_shared=True)).order_by("name", "pk")[: 2 * MOST])


def view(actor: Actor, pk: int | None) -> SavedSearch | None:
    """One of them."""
    return SavedSearch.objects.filter(Q(person=actor.person_id) | Q(is_shared=True), pk=pk).first() if actor.is_agent else None


@transaction.atomic
def keep(name: str, query: str, *, is_shared: bool, by: Actor) -> SavedSearch:
    """Keep a query under a name; under a name of his own that there is already it takes the former one's place."""
    if not by.is_agent:
        raise Forbidden(_("Views are for the vendor's people."))
    name, query = " ".join(name.split()), query.replace("\x00", " ").strip()
    wrong = {}
    if not name or len(name) > LONGEST_NAME:
        wrong["name"] = _("Give it a name of at most %(most)s characters.") % {"most": LONGEST_NAME}
    if not query or len(query) > LONGEST_QUERY:
        wrong["query"] = _("Search for something first, in at most %(most)s characters.") % {"most": LONGEST_QUERY}
    if not wrong and SavedSearch.objects.filter(person=by.person_id).exclude(name=name).count() >= MOST:
        wrong["name"] = _("You keep %(most)s views already. Remove one first.") % {"most": MOST}
    if wrong:
        raise Invalid(wrong)
    found, _made = SavedSearch.objects.update_or_create(
        person_id=by.person_id, name=name, defaults={"query": query, "is_shared": is_shared}
    )
    return found


@transaction.atomic
def remove(pk: int, *, by: Actor) -> None:
    """Remove a view of one's own; for everybody else there is none."""
    gone, _rows = SavedSearch.objects.filter(pk=pk, person=by.person_id).delete()
    if not gone:
        raise Missing(_("There is no such view."))
