"""The one entrance for what people send us, by page, e-mail or API: one decision for the three doors."""

import hashlib
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.refusals import Forbidden, Invalid
from guichet.access.rights import require
from guichet.desk.models import Message, Ticket
from guichet.desk.operations.opening import PHONE, Opening, open_ticket
from guichet.desk.operations.replying import reply_to, was_said
from guichet.desk.operations.steps import is_shared, lock, require_text
from guichet.intake import drafts, uploads
from guichet.intake.checking import opening_of
from guichet.intake.choices import Choices, choices_for
from guichet.intake.cleaning import clean_text
from guichet.intake.drafts import Beginning
from guichet.intake.models import Draft
from guichet.intake.submission import KEPT, OPENED, REPLIED, SEEN, Received, Submission
from guichet.people.models import Person

TWICE_WITHIN = timedelta(minutes=2)


@transaction.atomic(savepoint=False)
def receive(submission: Submission) -> Received:
    """Decide what becomes of something sent: it opens a request, replies to one, or is kept as a follow-up's draft.

    What was seen already gives back the first: by the id its form carried, or without one, the same request of the same
    person within two minutes. The sender is known to his door; an agent opens for a named reporter.
    """
    if submission.ticket is not None:
        return _answer(submission)  # two of them wait for each other at the ticket's row
    _one_at_a_time(submission.actor)
    return _open(submission)


def _one_at_a_time(actor: Actor) -> None:
    """Two sends of one person wait for each other, so that the second finds what the first made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('guichet-intake'), %s)", [(actor.person_id or 0) % 2**31])


def identity(actor: Actor, submission: str | None) -> str | None:
    """What is kept of a form's id: it counts for its sender alone, so nobody meets another person's request by it."""
    if not submission:
        return None
    digest = hashlib.sha256(submission.encode()).hexdigest()[:40]
    return f"{actor.person_id}:{digest}"


def was_sent(actor: Actor, submission: str | None) -> bool:
    """Whether the form of that id was sent already; whoever is sending it is waited for."""
    identified = identity(actor, submission)
    if not identified:
        return False
    _one_at_a_time(actor)
    return Ticket.objects.filter(submission=identified).exists()


# Opening


def _sent_before(submission: str) -> Ticket | None:
    """The request that this form made already."""
    number = Ticket.objects.filter(submission=submission).values_list("pk", flat=True).first()
    return Ticket.objects.get(pk=number) if number else None


def _open(submission: Submission) -> Received:
    actor, identified = submission.actor, identity(submission.actor, submission.submission)
    if identified and (found := _sent_before(identified)):
        return Received(SEEN, found)
    opening = _read(submission, identified)
    if not identified and (found := _sent_just_now(opening, submission)):
        return Received(SEEN, found)
    ticket = open_ticket(opening, by=actor)
    uploads.spend(actor, submission.uploads)
    if submission.previous is not None:
        drafts.drop(actor, Draft.FOLLOW_UP, submission.previous)
    elif submission.channel in ("portal", PHONE):
        reporter = submission.reporter.pk if submission.reporter else None
        drafts.drop(actor, Draft.NEW, Beginning(ticket.company_id, reporter))
    return Received(OPENED, ticket)


def _read(submission: Submission, identified: str | None) -> Opening:
    actor = submission.actor
    writer = submission.reporter or actor
    if not actor.is_requester and submission.reporter is None:
        raise Invalid({"reporter": _("Choose for whom you open this request.")})
    choices = choices_for(actor, _company(submission), reporter=submission.reporter)
    _may_begin(choices, for_whom=submission.reporter)
    return opening_of(
        submission.values,
        choices,
        language=writer.language,
        zone=writer.zone,
        is_asked=submission.channel != "email",
        attachments=_files(submission),
        submission=identified,
        channel=submission.channel,
        previous=submission.previous,
        reporter=submission.reporter,
        is_silent=submission.is_silent,
        brand=submission.brand,
        spoken=submission.language,
    )


def _may_begin(choices: Choices, *, for_whom: Person | None) -> None:
    """Said before any field is looked at: neither a reader nor a company without a contract opens a request."""
    if not choices.may_open and for_whom is not None:
        said = _("%(name)s may not open requests at %(company)s. The company’s administrator can change that.")
        raise Forbidden(said % {"name": for_whom.name, "company": choices.company.name}, reason="role")
    if not choices.may_open:
        raise Forbidden(_("Your role reads requests but does not open any. Ask your company's administrator."), reason="role")
    if choices.contract is None:
        raise Forbidden(_("Your company has no active contract, so no request can be opened."), reason="contract")


def _company(submission: Submission) -> int:
    company = submission.company
    if company is None or (submission.actor.is_requester and submission.actor.in_company(company) is None):
        raise Invalid({"company": _("Choose one of your companies.")})
    return company


def _files(submission: Submission) -> list[dict[str, Any]]:
    return [*submission.files, *uploads.take(submission.actor, submission.uploads)]


def _sent_just_now(opening: Opening, submission: Submission) -> Ticket | None:
    """The same person's request of the same type, subject and description, not two minutes old."""
    since = clock.now() - TWICE_WITHIN
    reporter = submission.reporter.pk if submission.reporter else submission.actor.person_id
    # What was made since was changed since: so the index of a reporter's latest finds it.
    just_now = Ticket.objects.filter(reporter=reporter, updated_at__gte=since, created_at__gte=since, company=opening.company)
    for ticket in just_now.filter(type=opening.type, subject=opening.subject):
        if Message.objects.filter(ticket=ticket, is_first=True, body=opening.body).exists():
            return ticket
    return None


# Replying


def _answer(submission: Submission) -> Received:
    """A reply; to a closed request its text waits 14 days as the draft of a follow-up (DOMAIN 1.7)."""
    actor = submission.actor
    identified = identity(actor, submission.submission)
    number = submission.ticket.pk if isinstance(submission.ticket, Ticket) else submission.ticket
    assert number is not None
    ticket = submission.ticket if submission.is_locked else lock(number, by=actor)
    if was_said(identified):
        return Received(SEEN, ticket)
    body = require_text(clean_text(submission.body))
    if actor.is_requester and not ticket.takes_replies:
        require(actor, "reply", ticket, is_shared=is_shared(ticket, actor.person_id))
        return Received(KEPT, ticket, _keep(submission, ticket, body))
    if not identified and (found := _said_just_now(ticket, body, actor)):
        return Received(SEEN, found)
    ticket = reply_to(
        ticket,
        body,
        by=actor,
        attachments=_files(submission),
        version=submission.version,
        submission=identified,
        channel=submission.channel,
        is_thanks=submission.is_thanks,
    )
    uploads.spend(actor, submission.uploads)
    drafts.drop(actor, Draft.REPLY, ticket)
    return Received(REPLIED, ticket)


def _keep(submission: Submission, ticket: Ticket, body: str) -> Draft:
    actor = submission.actor
    tokens = [uploads.remember(actor, file).token for file in submission.files]
    draft = drafts.add_follow_up(actor, ticket, body, [*submission.uploads, *tokens])
    drafts.drop(actor, Draft.REPLY, ticket)
    return draft


def _said_just_now(ticket: Ticket, body: str, actor: Actor) -> Ticket | None:
    """The same person's last words on the same request, not two minutes old."""
    last = (
        Message.objects.filter(ticket=ticket)
        .only("author", "body", "is_first", "created_at")
        .order_by("-created_at", "-pk")
        .first()
    )
    is_same = last is not None and last.author_id == actor.person_id and last.body == body and not last.is_first
    return ticket if is_same and last.created_at >= clock.now() - TWICE_WITHIN else None
