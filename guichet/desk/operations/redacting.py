"""A lead takes out a passage or a file that should not be there (DOMAIN 1.15): from everywhere, in one transaction.

Page, history, search, drafts, letters not yet sent and what is kept of those sent: nothing of them holds it afterwards, so
backups taken later do not either. What remains is who took it out, when, why, and who had received it by mail before.
"""

import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor
from guichet.access.refusals import Invalid, Missing
from guichet.access.rights import may, require
from guichet.contracts.models import Offer
from guichet.desk import files, removed
from guichet.desk.events import record
from guichet.desk.keepers import KEEPERS, Kept, held
from guichet.desk.models import Attachment, Event, Message, Note, Reading, Survey, Ticket
from guichet.desk.operations.steps import finish, lock
from guichet.desk.removed import GAP, Passage, mark
from guichet.knowledge import indexable
from guichet.knowledge.models import ArticleOrigin, ArticleText, Dossier, KnownProblem, News

# Of a request's own fields these hold a choice, not words of somebody; of an event's data only these hold words.
_CHOICES = {"blocked", "way_round", "revenue", "data_harm", "action", "role", "became_billed", "test_environment"}
_WORDS = ("reason", "text", "impact")
PUBLIC = {"subject", "fields", "message", "survey", "offer", "event"}


@dataclass(frozen=True)
class Place:
    """A place where the passage stands: of which kind, whose text it is, how often, and an excerpt around it."""

    kind: str
    row: int
    author_id: int | None
    at: datetime | None
    count: int
    excerpt: tuple[str, str, str]


@dataclass
class Found:
    """Where a passage stands in one request."""

    ticket: Ticket
    places: list[Place] = field(default_factory=list)
    kept: Kept = field(default_factory=Kept)

    @property
    def is_anywhere(self) -> bool:
        return bool(self.places or self.kept.letters or self.kept.drafts or self.kept.received)


# Before: where it stands


def find_passage(ticket: Ticket, text: str, *, by: Actor) -> list[Found]:
    """Where the passage stands: in this request, then in those it hangs together with, as far as he may redact them."""
    require(by, "redact", ticket)
    passage = Passage.of(text)
    found = [Found(one, list(_places(one, passage)), held(one, passage)) for one in (ticket, *near(ticket, by))]
    return [found[0], *(one for one in found[1:] if one.is_anywhere)]


def near(ticket: Ticket, by: Actor) -> list[Ticket]:
    """The requests linked with this one that he sees and may redact too."""
    ids = {ticket.previous_id, ticket.parent_id, ticket.duplicate_of_id} - {None}
    rows = Ticket.objects.visible_to(by).filter(
        Q(pk__in=ids) | Q(previous=ticket.pk) | Q(parent=ticket.pk) | Q(duplicate_of=ticket.pk)
    )
    return [one for one in rows.select_related("type__desk", "desk", "team").order_by("pk") if may(by, "redact", one)]


def _places(ticket: Ticket, passage: Passage) -> Iterator[Place]:
    for kind, row, name in _texts(ticket):
        value = getattr(row, name)
        text = "\n".join(_words_in(kind, value))
        if count := passage.count(text):
            author = next((getattr(row, n) for n in ("author_id", "by_id", "offered_by_id", "person_id") if hasattr(row, n)), None)
            at = next((getattr(row, n) for n in ("at", "created_at", "offered_at", "first_at") if hasattr(row, n)), None)
            yield Place(kind, row.pk, author, at, count, passage.around(text))


def _texts(ticket: Ticket) -> Iterator[tuple[str, Model, str]]:
    """Every column of this request that holds words of somebody: what it is, the row, the column's name."""
    yield "subject", ticket, "subject"
    yield "fields", ticket, "fields"
    for kind, rows, names in (
        ("message", Message.objects.filter(ticket=ticket), ["body"]),
        ("message", Message.objects.filter(ticket=ticket, versions__isnull=False), ["versions"]),
        ("note", Note.objects.filter(ticket=ticket), ["body"]),
        ("event", Event.objects.filter(ticket=ticket, is_public=True).order_by("at", "pk"), ["data"]),
        ("inside", Event.objects.filter(ticket=ticket, is_public=False).order_by("at", "pk"), ["data"]),
        ("offer", Offer.objects.filter(ticket=ticket), ["reason", "decision"]),
        ("survey", Survey.objects.filter(ticket=ticket), ["text"]),
        ("reading", Reading.objects.filter(ticket=ticket), ["reason"]),
        ("problem", KnownProblem.objects.filter(pk=ticket.problem_id), ["symptom", "seen", "way_round"]),
        ("problem", Dossier.objects.filter(problem=ticket.problem_id), ["steps"]),
        ("problem", News.objects.filter(problem__isnull=False, problem=ticket.problem_id), ["texts"]),
        ("article", ArticleText.objects.filter(article__origin__ticket=ticket), ["title", "body"]),
        ("article", ArticleOrigin.objects.filter(ticket=ticket), ["removed"]),
    ):
        for row in rows:
            for name in names:
                yield kind, row, name


def _words_in(kind: str, data: Any) -> list[str]:
    """The texts of a request's fields, of an event's data, or by language, that somebody wrote."""
    if isinstance(data, str):
        return [data]
    if isinstance(data, list):
        return [text for part in data for text in _words_in(kind, part)]
    if isinstance(data, dict):
        return [text for key, part in data.items() if not _is_choice(kind, key) for text in _words_in(kind, part)]
    return []


# The act


@transaction.atomic
def redact_passage(number: int, text: str, reason: str, *, by: Actor, also: Collection[int] = ()) -> Ticket:
    """Take the passage out of this request, and out of those linked ones that are named in *also*.

    A letter that quotes it and has not left is written anew; one on its way at this moment counts as received. A closed
    request is no exception. Nothing can be brought back.
    """
    passage, reason = Passage.of(text), _reason(reason)
    tickets = _locked(number, also, by)
    taken = [_take_out(ticket, passage, reason, by) for ticket in tickets]
    if not any(taken):
        raise Invalid({"passage": _("This text does not stand in the request.")})
    return next(ticket for ticket in tickets if ticket.pk == number)


def _locked(number: int, also: Collection[int], by: Actor) -> list[Ticket]:
    """The requests in question, locked in the order of their numbers; all of them his to redact."""
    tickets = [lock(pk, by=by) for pk in sorted({number, *also})]
    for ticket in tickets:
        require(by, "redact", ticket)
    main = next(ticket for ticket in tickets if ticket.pk == number)
    linked = {one.pk for one in near(main, by)} if also else set()
    if not set(also) - {number} <= linked:
        raise Missing(_("There is no such request."))
    return tickets


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid({"reason": _("Give the reason.")})
    return reason.strip()[:500]


def _take_out(ticket: Ticket, passage: Passage, reason: str, by: Actor) -> bool:
    kept, code, at = held(ticket, passage), secrets.token_hex(4), clock.now()
    changed = _change_texts(ticket, passage, code)
    if not (changed or kept.letters or kept.drafts or kept.received):
        return False
    data = {"what": "passage", "mark": code, "reason": passage.taken_from(reason, GAP), "received": sorted(kept.received)}
    is_public = bool(changed & PUBLIC) or not changed
    event = record(ticket, removed.KIND, by=by, at=at, data=data, is_public=is_public)
    finish(ticket, at=at)
    for keeper in KEEPERS:  # last: a letter that waits is written anew from what stands there now
        keeper.take_out(ticket, passage, event)
    return True


def _change_texts(ticket: Ticket, passage: Passage, code: str) -> set[str]:
    """Put the mark, or a gap, in place of the passage everywhere; of which kinds there was something."""
    changed: set[str] = set()
    for kind, row, name in list(_texts(ticket)):
        value = getattr(row, name)
        put = mark(code) if kind in ("message", "note", "event", "inside") else GAP
        if isinstance(value, str):
            new: Any = passage.taken_from(value, put)
        elif isinstance(value, dict):
            new = {key: part if _is_choice(kind, key) else passage.taken_from_all(part, put) for key, part in value.items()}
        else:
            new = passage.taken_from_all(value, put)
        if new == value:
            continue
        changed.add(kind)
        setattr(row, name, new)
        if row is ticket:
            continue  # saved with the rest of it, by `finish`
        if kind in ("event", "inside", "survey") or isinstance(row, News):
            # What happened is not written anew by anybody: the system alone may, and for this alone.
            with acting_as(SYSTEM):
                row.save(update_fields=[name])
        else:
            row.save(update_fields=[name])
        if isinstance(row, KnownProblem):
            indexable.changed(indexable.PROBLEM, row.pk)
        elif isinstance(row, ArticleText):
            indexable.changed(indexable.ARTICLE, row.article_id)
    return changed


def _is_choice(kind: str, key: str) -> bool:
    """Whether what stands under this key is chosen or counted, not written by somebody."""
    if kind == "fields":
        return key in _CHOICES
    return kind in ("event", "inside") and key not in _WORDS


@transaction.atomic
def redact_file(number: int, token: str, reason: str, *, by: Actor, also: Collection[int] = ()) -> Ticket:
    """Take a file out of this request, and the same bytes out of the linked ones named in *also*; then off the disk.

    Who shows it in a browser at that moment has what he has; the next look finds nothing there (404). Bytes that another
    request holds too stay for that one.
    """
    reason = _reason(reason)
    tickets = _locked(number, also, by)
    file = Attachment.objects.filter(ticket=number, token=token).first()
    if file is None:
        raise Missing(_("There is no such file."))
    for ticket in tickets:
        _take_file(ticket, file.sha256, reason, by)
    files.forget_after_commit(file.sha256)
    return next(ticket for ticket in tickets if ticket.pk == number)


def same_files(ticket: Ticket, file: Attachment, by: Actor) -> list[Ticket]:
    """The linked requests that hold the same bytes and that he may redact."""
    linked = near(ticket, by)
    holding = set(Attachment.objects.filter(ticket__in=linked, sha256=file.sha256).values_list("ticket_id", flat=True))
    return [one for one in linked if one.pk in holding]


def _take_file(ticket: Ticket, sha256: str, reason: str, by: Actor) -> None:
    rows = list(Attachment.objects.filter(ticket=ticket, sha256=sha256).select_related("message", "note"))
    if not rows:
        return
    code, at = secrets.token_hex(4), clock.now()
    for owner in {row.message or row.note for row in rows}:
        owner.body = f"{owner.body}\n\n{mark(code)}"
        owner.save(update_fields=["body"])
    for row in rows:
        for keeper in KEEPERS:
            keeper.take_file(ticket, row)
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    data = {"what": "file", "mark": code, "reason": reason, "received": []}
    record(ticket, removed.KIND, by=by, at=at, data=data, is_public=any(row.message_id for row in rows))
    finish(ticket, at=at)
