"""An article drafted from a solved request in one go, with names and numbers taken out (DOMAIN 1.12)."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.access.actors import Actor
from guichet.access.refusals import Conflict
from guichet.access.rights import require_knowledge
from guichet.catalog.models import Entity
from guichet.desk.models import Message, Ticket
from guichet.desk.operations.steps import lock
from guichet.desk.states import Status
from guichet.knowledge import articles, removing
from guichet.knowledge.models import INTERNAL, Article, ArticleOrigin
from guichet.people.models import Membership, Person
from guichet.service.house import house

# Ends of a company's name that say nothing alone.
_FORMS = {"sa", "ag", "gmbh", "sàrl", "sarl", "spa", "srl", "sagl", "ltd", "inc", "&", "co"}


@transaction.atomic
def draft_article(number: int, *, by: Actor) -> Article:
    """A draft for agents alone: what was asked and what helped, in the request's language; what was removed is listed.

    Refused while the request is not solved, and for a confidential one.
    """
    require_knowledge(by)
    ticket = lock(number, by=by)
    if ticket.confidential:
        raise Conflict(_("A confidential request gives no article."), reason="transition", number=ticket.pk)
    if ticket.status not in (Status.RESOLVED, Status.CLOSED):
        raise Conflict(_("An article comes from a solved request: propose the solution first."), reason="transition", number=ticket.pk)
    names = list(_names(ticket))
    with translation.override(ticket.language):
        text = f"## {_('What happens')}\n\n{_first(ticket)}\n\n## {_('What helps')}\n\n{_answer(ticket)}"
    keys = house().type_by_key
    subject, removed = removing.remove(ticket.subject, names, keys=keys)
    body, more = removing.remove(text, names, keys=keys)
    article = articles.start(
        {ticket.language: (subject[:200], body)},
        by=by,
        language=ticket.language,
        audience=INTERNAL,
        product_id=ticket.installation.product_id if ticket.installation else None,
        domain_id=ticket.domain_id,
    )
    kept = [list(one) for one in dict.fromkeys([*removed, *more])]
    ArticleOrigin.objects.create(article=article, ticket=ticket, company_id=ticket.company_id, removed=kept)
    return article


def _first(ticket: Ticket) -> str:
    return Message.objects.filter(ticket=ticket, is_first=True).values_list("body", flat=True).first() or ""


def _answer(ticket: Ticket) -> str:
    """The last thing the vendor wrote: the solution."""
    return Message.objects.filter(ticket=ticket, side=Message.VENDOR).order_by("-created_at", "-pk").values_list("body", flat=True).first() or ""


def _names(ticket: Ticket) -> Iterator[str]:
    """Everybody of the company, whoever wrote, the company and its entities: whole, and each part that is a name by itself."""
    members = Membership.objects.filter(company=ticket.company_id).values_list("person__given_name", "person__family_name")
    authors = Person.objects.filter(pk__in=Message.objects.filter(ticket=ticket).values("author")).values_list("given_name", "family_name")
    for given, family in {*members, *authors}:
        yield f"{given} {family}"
        yield from (part for part in (given, family) if len(part) > 2)
    for name in (ticket.company.name, *Entity.objects.filter(company=ticket.company_id).values_list("name", flat=True)):
        yield name.partition(",")[0]
        words = [word for word in name.partition(",")[0].split() if word.lower().strip(".") not in _FORMS]
        if words:
            yield " ".join(words)
            yield words[0] if len(words[0]) > 3 else ""
