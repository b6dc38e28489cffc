"""Giving a request to somebody: what is said where he does not list its language, or is away (DOMAIN 1.15)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from guichet.access.actors import Actor
from guichet.desk import answering
from guichet.desk.models import Ticket
from guichet.people.models import Person
from guichet.people.presence import staff
from guichet.sla import words
from guichet.web.components.absent import absent
from guichet.web.workspace.forms import LANGUAGE_NAMES


def foreign(ticket: Ticket, actor: Actor) -> dict[str, Any] | None:
    """The request is in a language that the reader does not answer in: who of the team is here and does."""
    if not actor.spoken or ticket.language in actor.spoken or ticket.language not in LANGUAGE_NAMES:
        return None
    people = staff().people
    others = answering.speaking(ticket, but=actor.person_id)[:3]
    return {"language": LANGUAGE_NAMES[ticket.language], "colleagues": [{"id": pk, "name": people[pk].name} for pk in others]}


def warn(request: HttpRequest, ticket: Ticket, owner: Person) -> None:
    """Whoever has it now does not list its language, or is away: said at once, with who could (DOMAIN 1.15)."""
    known = staff()
    if known.works(owner.pk) and not known.speaks(owner.pk, ticket.language) and ticket.language in LANGUAGE_NAMES:
        others = [known.people[pk].name for pk in answering.speaking(ticket, but=owner.pk)[:3]]
        names = {"name": owner.name, "language": LANGUAGE_NAMES[ticket.language], "others": words.joined(others, request.actor.language)}
        said = _("The request is in %(language)s, which %(name)s does not list.") % names
        if others:
            said += " " + _("Here and able to: %(others)s.") % names
        messages.warning(request, said)
    if away := absent(ticket, owner.pk):
        messages.warning(request, away)
