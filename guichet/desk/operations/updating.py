"""One update of a known problem, written once, reaches every linked request and every follower (DOMAIN 1.12)."""

from django.db import transaction
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access import rights
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor, load_actor
from guichet.access.refusals import Invalid
from guichet.desk.events import record
from guichet.desk.models import Message, Ticket
from guichet.desk.operations.steps import finish, lock, say
from guichet.jobs import queue
from guichet.knowledge import indexable
from guichet.knowledge.models import LANGUAGES, KnownProblem, News, text_in

LONGEST = 20_000


@transaction.atomic
def tell(problem: int, texts: dict[str, str], *, by: Actor) -> News:
    """Write an update, once per language; the worker carries it to the requests and writes to the followers.

    Raises Invalid where no language has a text: readers of a language without one get the English text, else any.
    """
    rights.require_knowledge(by)
    given = {key: texts.get(key, "").replace("\x00", "").strip()[:LONGEST] for key in LANGUAGES}
    given = {key: text for key, text in given.items() if text}
    if not given:
        raise Invalid({"text_en": _("Write the update in one language at least.")})
    found = KnownProblem.objects.visible_to(by).select_for_update().get(pk=problem)
    at = clock.now()
    news = News.objects.create(kind=News.UPDATE, problem=found, texts=given, by_id=by.person_id, at=at)
    found.updated_at = found.checked_at = at
    found.version += 1
    found.save(update_fields=["updated_at", "checked_at", "version"])
    indexable.changed("problem", found.pk)
    queue.put("guichet.carry_news", lock="news", news_id=news.pk)
    return news


def carry(news: News) -> int:
    """Say the update in every open request linked with the problem, each in its reporter's language. How many it reached.

    It is a public message of its author, so it counts as news of ours and answers what was asked first. Each request is a
    transaction of its own, and none hears it twice.
    """
    with acting_as(SYSTEM):
        author = load_actor(news.by_id) if news.by_id else None
        linked = Ticket.objects.open().filter(problem=news.problem_id).order_by("pk")
        numbers = list(linked.values_list("pk", "reporter__language"))
    reached = sum(_say(news, number, language, author or SYSTEM) for number, language in numbers)
    with acting_as(SYSTEM):
        News.objects.filter(pk=news.pk, carried_at=None).update(carried_at=clock.now())
        queue.put("guichet.tell_news", lock="news", news_id=news.pk)
    return reached


def _say(news: News, number: int, language: str, by: Actor) -> bool:
    submission = f"news-{news.pk}-{number}"
    with acting_as(SYSTEM):
        ticket = lock(number, by=SYSTEM)
        if not ticket.is_open or Message.objects.filter(submission=submission).exists():
            return False
        at = clock.now()
        text, spoken = text_in(news.texts, language)
        message = say(ticket, text, by=by, at=at, submission=submission, side=Message.VENDOR, language=spoken, versions=news.texts)
        data = {"message": message.pk, "news": news.pk}
        record(ticket, "message.sent", by=by, at=at, data=data, sla=[{"kind": "message", "by": "vendor"}])
        finish(ticket, at=at)
    return True
