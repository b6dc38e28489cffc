"""News that reach many: a release with all it fixes for one company, and an update of a known problem for who follows it.

One letter to each person, rendered as he reads it, listing every request of his company that he sees:
one release, one letter. Like letters of events it is stored once, by a constraint, and handed over by a job of its own.
"""

import logging
from collections.abc import Sequence
from datetime import date
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor, load_actor
from guichet.catalog.models import Release
from guichet.desk.addresses import host
from guichet.desk.answering import held_by, instead
from guichet.desk.models import Share, Ticket
from guichet.desk.operations import releasing, updating
from guichet.jobs import queue
from guichet.knowledge.models import Follower, KnownProblem, News, text_in
from guichet.knowledge.standing import fixes_of
from guichet.mail.letter import BY_MACHINE
from guichet.reactions import frame
from guichet.reactions.letters import NotAllWritten
from guichet.reactions.models import Letter
from guichet.reactions.pieces import Item, Part, Quote
from guichet.service.house import house
from guichet.sla import words

log = logging.getLogger("guichet.reactions")

KINDS = {News.UPDATE: "problem.updated", News.RELEASE: "release.published"}
LETTERS = {News.UPDATE: "problem_update", News.RELEASE: "release"}


def carry(news_id: int) -> None:
    """Move and tell the requests of a release, or say an update in them; then the letters follow."""
    with acting_as(SYSTEM):
        news = News.objects.select_related("release", "problem").filter(pk=news_id, carried_at=None).first()
    if news is None:
        return
    if news.kind == News.RELEASE:
        releasing.publish(news.release)
    else:
        updating.carry(news)


def tell(news_id: int) -> None:
    """Write the letters of a piece of news that are not yet written. May run twice without harm."""
    with acting_as(SYSTEM):
        news = News.objects.select_related("release", "problem", "by").filter(pk=news_id, told_at=None).first()
        people = sorted(_people(news)) if news else []
    if news is None:
        return
    failed = 0
    for person in people:
        try:
            _write(news, person)
        except Exception as error:
            log.error("news %s, person %s: no letter: %s", news.pk, person, queue.where(error))
            failed += 1
    if failed:
        raise NotAllWritten(news_id, failed)
    with acting_as(SYSTEM):
        News.objects.filter(pk=news.pk, told_at=None).update(told_at=clock.now())


def _people(news: News) -> set[int]:
    """Reporters, owners and, of what moved, the sharers; and whoever follows a problem of it without having a request on it."""
    if news.kind == News.UPDATE:
        followers = set(Follower.objects.filter(problem=news.problem_id).values_list("person_id", flat=True))
        return followers - _reached(Ticket.objects.open().filter(problem=news.problem_id)) - {news.by_id}
    reach = news.reach
    numbers = [*reach.get("moved", ()), *reach.get("kept", ()), *reach.get("elsewhere", ())]
    found = _reached(Ticket.objects.filter(pk__in=numbers), with_sharers=reach.get("moved", ()))
    for ticket in Ticket.objects.filter(pk__in=numbers, owner__isnull=False):
        found |= instead({ticket.owner_id}, ticket)
    return found | set(Follower.objects.filter(problem__in=reach.get("problems", ())).values_list("person_id", flat=True))


def _reached(tickets: Any, with_sharers: Sequence[int] | None = None) -> set[int]:
    shared = Share.objects.filter(ticket__in=tickets if with_sharers is None else with_sharers)
    return set(tickets.order_by().values_list("reporter_id", flat=True)) | set(shared.values_list("person_id", flat=True))


def _write(news: News, person_id: int) -> None:
    with acting_as(SYSTEM):
        if Letter.objects.filter(news=news.pk, person=person_id).exists():
            return
        reader = load_actor(person_id)
        columns = compose(news, reader) if reader else None
        if reader is None or columns is None:
            return
        letter = Letter(
            news=news, person_id=person_id, kind=KINDS[news.kind], language=reader.language,
            message_id=f"<news.{news.pk}.{person_id}.{token_hex(8)}@{host()}>", to=reader.email, **columns,
        )  # fmt: skip
        (stored,) = Letter.objects.bulk_create([letter], ignore_conflicts=True)
        kept = Letter.objects.filter(message_id=stored.message_id).first()
        if kept:
            queue.deliver(kept.pk, of=f"letter-{kept.pk}")


def compose(news: News, reader: Actor) -> dict[str, Any] | None:
    """Subject, text, HTML and headers as *reader* reads them, under his walls; None where nothing of it is for him."""
    # What a release reached stands in a column that customers' roles do not read; the requests themselves are read as the reader.
    with acting_as(reader), translation.override(reader.language):
        made = _update(news, reader) if news.kind == News.UPDATE else _release(news, reader)
        return listing(LETTERS[news.kind], reader, *made) if made else None


def _update(news: News, reader: Actor) -> tuple[str, list[str], Quote | None, list[Part], str] | None:
    problem = KnownProblem.objects.visible_to(reader).filter(pk=news.problem_id).first()
    if problem is None:
        return None
    language = words.known(reader.language)
    title, _said_in = problem.said(language)
    text, spoken = text_in(news.texts, language)
    line = _("There is news about known problem %(problem)s, which you follow: %(title)s")
    names = {"problem": problem.reference, "title": title}
    quote = Quote(_("%(vendor)s writes:") % {"vendor": house().brand().get("vendor", "")}, text, spoken)
    subject = _("News about %(problem)s: %(title)s") % names
    return subject, [line % names], quote, [], _problem_address(problem, reader)


def _release(news: News, reader: Actor) -> tuple[str, list[str], Quote | None, list[Part], str] | None:
    release, reach = news.release, news.reach
    moved = _tickets(reach.get("moved", ()), reader)
    kept = _tickets(reach.get("kept", ()), reader)
    elsewhere = _tickets(reach.get("elsewhere", ()), reader)
    followed = _followed(reach.get("problems", ()), reader, {t.problem_id for t in (*moved, *kept, *elsewhere)})
    if not (moved or kept or elsewhere or followed):
        return None
    version = {"version": release.name}
    parts = [
        Part(_("It holds the fix for these requests. Install it, then tell us whether it helps:"), [_item(t, reader) for t in moved]),
        Part(_("It ends the known problem behind these requests, which stay as they are:"), [_item(t, reader) for t in kept]),
        Part(_("On your version line the fix comes with another release:"), _put_off(elsewhere, reader)),
        Part(_("It ends these known problems that you follow:"), [_of_problem(p, reader) for p in followed]),
    ]
    count = len(moved) + len(kept) + len(elsewhere)
    said = ngettext("Version %(version)s is out: %(count)s request of yours", "Version %(version)s is out: %(count)s requests of yours", count)
    subject = said % (version | {"count": count}) if count else _("Version %(version)s is out") % version
    door = "/desk/" if reader.is_agent else "/requests/"
    lines = [_("Version %(version)s has come out.") % version]
    return subject, lines, None, [part for part in parts if part.items], f"{settings.GUICHET_BASE_URL}{door}"


def _tickets(numbers: Sequence[int], reader: Actor) -> list[Ticket]:
    """Those of these requests that the reader sees; of an agent those he owns, or answers for while their owner is away."""
    rows = Ticket.objects.visible_to(reader).filter(pk__in=numbers).select_related("type", "release", "target_release")
    if reader.is_agent:
        rows = rows.filter(held_by(reader, "owner"))
    return list(rows.order_by("pk"))


def _followed(problems: Sequence[int], reader: Actor, listed: set[int | None]) -> list[KnownProblem]:
    mine = Follower.objects.filter(person=reader.person_id, problem__in=problems).values("problem")
    found = KnownProblem.objects.visible_to(reader).filter(Q(pk__in=mine) & ~Q(pk__in=[pk for pk in listed if pk]))
    return list(found.order_by("pk"))


def _item(ticket: Ticket, reader: Actor) -> Item:
    door = "/desk/requests" if reader.is_agent else "/requests"
    hidden = ticket.confidential
    subject = _("confidential") if hidden else ticket.subject
    language = "" if hidden else ticket.language
    return Item(ticket.key, subject, _status(ticket, reader), f"{settings.GUICHET_BASE_URL}{door}/{ticket.key}/", language)


def _status(ticket: Ticket, reader: Actor) -> str:
    known = house().statuses.get(ticket.status)
    label = (known.labels.get(words.known(reader.language)) or known.labels.get("en", "")) if known else ticket.status
    return label.replace("…", ticket.target_release.name if ticket.target_release else "").strip(" :")


def _put_off(tickets: Sequence[Ticket], reader: Actor) -> list[Item]:
    """Each with the release of its own line, and when it is expected."""
    fixes = fixes_of({t.problem_id for t in tickets if t.problem_id})
    found = []
    for ticket in tickets:
        fix = fixes.get((ticket.problem_id, ticket.release.line_id)) if ticket.release else None
        item = _item(ticket, reader)
        found.append(Item(item.name, item.text, _when(fix, reader), item.href, item.language))
    return found


def _when(fix: Release | None, reader: Actor) -> str:
    if fix is None:
        return _("with an upgrade to another version line")
    expected: date | None = fix.planned_on
    if expected is None or expected < timezone.localdate(clock.now()):
        return _("with %(version)s") % {"version": fix.name}
    return _("with %(version)s, expected on %(day)s") % {"version": fix.name, "day": words.date_of(expected, words.known(reader.language))}


def _of_problem(problem: KnownProblem, reader: Actor) -> Item:
    title, language = problem.said(words.known(reader.language))
    return Item(problem.reference, title, "", _problem_address(problem, reader), language)


def _problem_address(problem: KnownProblem, reader: Actor) -> str:
    door = "/desk/problems" if reader.is_agent else "/problems"
    return f"{settings.GUICHET_BASE_URL}{door}/{problem.reference}/"


def listing(
    letter: str, reader: Actor, subject: str, lines: list[str], quote: Quote | None, parts: list[Part], link: str
) -> dict[str, Any]:
    """Subject, text, HTML and headers of a letter that lists several things."""
    house_brand = house().brand()
    laid = frame.lay(
        frame.Sheet(
            kind=letter, language=reader.language, name=reader.name, about=subject, link=link, link_words=_("Read it here:"),
            brand=house_brand, lines=lines, quote=quote, parts=parts,
        )
    )  # fmt: skip
    return {
        "subject": laid.subject,
        "text": laid.text,
        "html": laid.html,
        "headers": {
            "sender": [house_brand.get("vendor", "Guichet"), house_brand.get("email", "")],
            "references": [],
            "more": {"Reply-To": house_brand.get("email", ""), **BY_MACHINE},
            "confidential": False,
        },
    }
