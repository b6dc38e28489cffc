"""The jobs of this room, and the rounds the worker makes for it."""

from datetime import timedelta

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.jobs import queue, upkeep
from guichet.jobs.rounds import DAY, every

# An event that nobody reacted to for so long has lost its job.
FORGOTTEN_AFTER = timedelta(minutes=1)


@queue.task("guichet.react", delays=(5, 30, 120, 600))
def react(event_id: int) -> None:
    from guichet.reactions import letters

    letters.react(event_id)


@queue.task("guichet.carry_news", delays=(5, 30, 120, 600))
def carry_news(news_id: int) -> None:
    from guichet.reactions import news

    news.carry(news_id)


@queue.task("guichet.tell_news", delays=(5, 30, 120, 600))
def tell_news(news_id: int) -> None:
    from guichet.reactions import news

    news.tell(news_id)


@queue.task("guichet.deliver")
def deliver(letter_id: int) -> None:
    from guichet.reactions import delivery

    delivery.deliver(letter_id)


@queue.task("guichet.letter_bounced")
def letter_bounced(message_id: str, reason: str, is_final: bool) -> None:
    from guichet.reactions import delivery

    delivery.bounced(message_id, reason, is_final=is_final)


@queue.task("guichet.send_link", with_job_id=True)
def send_link(job: int, purpose: str, person_id: int | None = None, email: str = "") -> None:
    from guichet.reactions import links

    links.send_link(job, purpose, person_id, email)


@queue.task("guichet.tell_incident", with_job_id=True)
def tell_incident(job: int, what: str, incident_id: int, person_id: int) -> None:
    from guichet.reactions import incidents

    incidents.tell(job, what, incident_id, person_id)


@every(30, "ended incidents")
def ended_incidents() -> int:
    """Tell who follows an incident notice that it ended by its date."""
    from guichet.desk.operations.incidents import tell_ended

    with acting_as(SYSTEM):
        return tell_ended(clock.now())


@queue.task("guichet.tell_person", with_job_id=True)
def tell_person(job: int, kind: str, person_id: int, about: int | None = None) -> None:
    from guichet.reactions import links

    links.tell_person(job, kind, person_id, about)


@queue.task("guichet.release_reply")
def release_reply(held_id: int) -> None:
    from guichet.desk.operations import holding

    holding.release(held_id)


@every(10, "held replies")
def held_replies() -> int:
    """Send the agents' replies whose seconds are over and whose job was lost."""
    from guichet.desk.operations.holding import release_due

    return release_due()


@every(300, "letters of the day")
def letters_of_the_day() -> int:
    """One letter at seven to those who want no more, with what they had not to read at once."""
    from guichet.reactions import digests

    return digests.write_due()


@every(10, "timers")
def timers() -> int:
    """Reminders, warnings and what ends by itself (DOMAIN 1.4 f, 1.6)."""
    from guichet.desk.operations.timers import run_due

    return run_due(clock.now())


@every(10, "forgotten events")
def events() -> int:
    """Queue again the events nobody reacted to; an event whose reaction failed for good waits until that job is deleted."""
    from guichet.desk.models import Event

    with acting_as(SYSTEM):
        old = Event.objects.filter(reacted_at__isnull=True, at__lt=clock.now() - FORGOTTEN_AFTER)
        waiting = dict(old.order_by("pk").values_list("pk", "ticket_id")[:1000])
    busy = upkeep.in_hand("guichet.react", "event_id", list(waiting), failed=True)
    for event, ticket in waiting.items():
        if event not in busy:
            queue.react(event, ticket)
    return len(set(waiting) - busy)


@every(60, "forgotten news")
def news() -> int:
    """Queue again the news that were not carried or not told; what failed for good waits until its job is deleted."""
    from guichet.knowledge.models import News

    with acting_as(SYSTEM):
        old = News.objects.filter(told_at__isnull=True, at__lt=clock.now() - FORGOTTEN_AFTER)
        waiting = dict(old.order_by("pk").values_list("pk", "carried_at")[:100])
    names = ("guichet.carry_news", "guichet.tell_news")
    busy = set().union(*(upkeep.in_hand(name, "news_id", list(waiting), failed=True) for name in names)) if waiting else set()
    for pk, carried in waiting.items():
        if pk not in busy:
            queue.put(names[1] if carried else names[0], lock="news", news_id=pk)
    return len(set(waiting) - busy)


@every(3600, "releases of today")
def releases() -> int:
    """A release whose day has come is announced, though nobody touched it that day."""
    from guichet.desk.operations.releasing import announce_todays

    return announce_todays()


@every(10, "waiting letters")
def letters() -> int:
    from guichet.reactions import delivery

    return delivery.put_back_waiting()


@every(DAY, "known problems and articles")
def knowledge() -> int:
    """Articles due for a review; counts that changed with an installation; searches of long ago."""
    from guichet.desk import spread
    from guichet.knowledge import articles
    from guichet.knowledge.models import KnownProblem

    with acting_as(SYSTEM):
        due = articles.look_again()
        articles.forget_misses()
        known = list(KnownProblem.objects.values_list("pk", flat=True))
    for pk in known:
        spread.count(pk)
    return due


@every(DAY, "old sign-ins")
def sign_ins() -> int:
    """Remove sessions and links that ended, and counts of attempts long past."""
    from django.contrib.sessions.models import Session

    from guichet.people import limits, links

    with acting_as(SYSTEM):
        Session.objects.filter(expire_date__lt=clock.now()).delete()
        links.forget_old()
        limits.forget_old()
    return 0
