"""Handing letters over: one after the other per request, no transaction open while the network is talked to.

A letter that cannot go now is tried again after growing delays, for a day, and holds back the later ones of its request. A
letter that is refused for good, or nobody may read any more, stands in nobody's way. After a crash it may be handed over
again, with the same Message-ID.

A server that hangs costs time, and the worker has few threads: an address that was waited for in vain rests a minute, and
so does the whole server where it cannot be reached, or hung for several addresses in a row. What rests is put off untried.
A server that is away is asked once a minute by one letter, so that all of them leave within a minute of its return.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, load_actor
from guichet.desk.models import Ticket
from guichet.jobs import queue, upkeep
from guichet.mail import letter as mail
from guichet.mail import outbox
from guichet.reactions import digests, letters, news
from guichet.reactions.models import Letter

log = logging.getLogger("guichet.reactions")

# Minutes until the next try; the last one again and again, until a day is over.
DELAYS = (1, 2, 5, 10, 20, 40, 60)
GIVE_UP_AFTER = timedelta(days=1)
# A letter that waits so long without having been tried has lost its job.
FORGOTTEN_AFTER = timedelta(minutes=1)
REST = timedelta(minutes=1)
# So many addresses in a row that were waited for in vain: it is the server.
ALL_HANG = 3
SERVER = ""
_rests: dict[str, datetime] = {}
_hung: set[str] = set()


def deliver(letter_id: int) -> None:
    """Hand over this letter, and before it whatever of the same request waits for longer."""
    with acting_as(SYSTEM):
        wanted = Letter.objects.filter(pk=letter_id, state=Letter.QUEUED).first()
    while wanted and (letter := _next(wanted)):
        if not _hand_over(letter):
            return


def _next(wanted: Letter) -> Letter | None:
    """The oldest waiting letter of the same request; None when there is none, or it has to wait. News waits for nothing."""
    with acting_as(SYSTEM):
        thread = {"ticket": wanted.ticket_id} if wanted.ticket_id else {"pk": wanted.pk}
        waiting = Letter.objects.select_related("event__by", "person", "news__release").filter(state=Letter.QUEUED, **thread)
        # Locked, so that nothing is taken out of a letter between its being read and its being in hand (reactions/keeping.py).
        waiting = waiting.select_for_update(of=("self",))
        for letter in waiting.order_by("pk"):
            if letter.next_try_at and letter.next_try_at > clock.now():
                return None
            if (until := rests_until(letter.to)) is not None:
                letter.next_try_at = until
                letter.save(update_fields=["next_try_at"])
                return None
            if _may_leave(letter):
                letter.in_hand_since = clock.now()
                letter.save(update_fields=["in_hand_since"])
                return letter
            letter.state = Letter.SKIPPED
            letter.save(update_fields=["state"])
            digests.share_its_fate(letter)
    return None


def _may_leave(letter: Letter) -> bool:
    """Whether its reader may still read it. What became confidential meanwhile goes out without its content."""
    reader = load_actor(letter.person_id)
    if reader is None:
        return False
    if letter.news_id:
        return _rewritten(letter, news.compose(letter.news, reader))
    if letter.kind == digests.KIND:
        return _rewritten(letter, digests.compose(letter, reader))
    if letter.headers.get("number_only"):
        return True
    tickets = Ticket.objects.select_related("type", "company").filter(pk=letter.ticket_id)
    ticket = tickets.filter(pk__in=Ticket.objects.visible_to(reader)).first()
    if ticket is None:
        # An agent may know that a confidential request exists; to an approver a decided offer is gone.
        return letter.headers["confidential"] and Ticket.objects.known_to(reader).filter(pk=letter.ticket_id).exists()
    if ticket.confidential and not letter.headers["confidential"]:
        letters.rewrite_confidential(letter, ticket, reader)
    return True


def _rewritten(letter: Letter, columns: dict[str, Any] | None) -> bool:
    """What lists several requests is written anew as it leaves, so that nothing is in it that he may no longer see."""
    if columns is None:
        return False
    for name, value in columns.items():
        setattr(letter, name, value)
    letter.save(update_fields=list(columns))
    return True


def _hand_over(letter: Letter) -> bool:
    """One letter to the mail server or the outbox; false when the thread has to wait."""
    _name, address = letter.headers["sender"]
    try:
        message = mail.as_bytes(as_mail(letter))
        outbox.hand_over(message, message_id=letter.message_id, sender=address, to=letter.to)
    except (outbox.Refused, mail.BadLetter) as error:
        return _ended(letter, Letter.FAILED, problem=str(error))
    except outbox.TryAgain as error:
        if error.is_slow or error.is_server:
            _rest(letter.to, is_server=error.is_server)
        # That the server is away is no fault of the letter's: its own delays do not grow with it.
        return _later(letter, str(error), at=rests_until(letter.to) if error.is_server else None)
    _hung.clear()
    return _ended(letter, Letter.SENT)


def rests_until(address: str) -> datetime | None:
    """Until when nothing is tried for this address, or for any; None where it may be tried."""
    until = max((_rests[key] for key in (SERVER, address) if key in _rests), default=None)
    return until if until and until > clock.now() else None


def _rest(address: str, *, is_server: bool) -> None:
    _hung.add(address)
    for key in [key for key, until in list(_rests.items()) if until <= clock.now()]:
        _rests.pop(key, None)
    _rests[SERVER if is_server or len(_hung) >= ALL_HANG else address] = clock.now() + REST


def forget_rests() -> None:
    """Try everything again at once."""
    _rests.clear()
    _hung.clear()


def as_mail(letter: Letter) -> mail.Letter:
    """The stored letter as one to hand over: nothing is added that could differ at the next try."""
    more = {name: value for name, value in letter.headers["more"].items() if value}
    return mail.Letter(
        message_id=letter.message_id,
        sender=tuple(letter.headers["sender"]),
        to=(letter.person.name, letter.to),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        language=letter.language,
        sent_at=letter.created_at,
        references=tuple(letter.headers["references"]),
        headers=more,
    )


def _ended(letter: Letter, state: str, problem: str = "") -> bool:
    with acting_as(SYSTEM):
        letter.state, letter.problem, letter.next_try_at, letter.in_hand_since = state, problem[:300], None, None
        letter.attempts += 1
        letter.sent_at = clock.now() if state == Letter.SENT else None
        letter.save(update_fields=["state", "problem", "attempts", "sent_at", "next_try_at", "in_hand_since"])
        digests.share_its_fate(letter)
    if state == Letter.FAILED:
        log.warning("letter %s failed: %s", letter.pk, problem)
    return True


def _later(letter: Letter, problem: str, *, at: datetime | None = None) -> bool:
    if clock.now() - letter.created_at >= GIVE_UP_AFTER:
        return _ended(letter, Letter.FAILED, problem=problem)
    with acting_as(SYSTEM):
        letter.next_try_at, letter.in_hand_since = at or next_try(letter.attempts), None
        letter.attempts += 1
        letter.problem = problem[:300]
        letter.save(update_fields=["next_try_at", "attempts", "problem", "in_hand_since"])
    log.info("letter %s waits: %s", letter.pk, problem)
    return False


def bounced(message_id: str, reason: str, *, is_final: bool) -> None:
    """A delivery report came back for a letter that was handed over: its reason stands with the letter."""
    with acting_as(SYSTEM):
        letter = Letter.objects.select_for_update().filter(message_id=message_id).first()
        if letter is None:
            return
        letter.problem = reason[:300]
        if is_final:
            letter.state = Letter.BOUNCED
        letter.save(update_fields=["state", "problem"])
        digests.share_its_fate(letter)
    log.info("letter %s came back", letter.pk)


def next_try(attempts: int) -> datetime:
    return clock.now() + timedelta(minutes=DELAYS[min(attempts, len(DELAYS) - 1)])


def put_back_waiting() -> int:
    """Queue the letters whose time has come, and those whose job was lost; one per request, it takes the others along."""
    now = clock.now()
    with acting_as(SYSTEM):
        queued = Letter.objects.filter(state=Letter.QUEUED)
        due = queued.filter(next_try_at__lte=now) | queued.filter(next_try_at=None, created_at__lt=now - FORGOTTEN_AFTER)
        rows = due.order_by("-pk").values_list("pk", "ticket_id")[:1000]
        first = {f"ticket-{ticket}" if ticket else f"letter-{pk}": pk for pk, ticket in rows}
    busy = upkeep.in_hand("guichet.deliver", "letter_id", list(first.values()), failed=False)
    for thread, pk in first.items():
        if pk not in busy:
            queue.deliver(pk, of=thread)
    return len(set(first.values()) - busy)
