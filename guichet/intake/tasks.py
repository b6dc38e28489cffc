"""The jobs of this room, and the rounds the worker makes for it."""

import threading

from guichet.jobs import queue
from guichet.jobs.companions import IN_PLACE, companion
from guichet.jobs.rounds import DAY, every


@queue.task("guichet.mail", goes_first=True)
def mail(mail_id: int) -> None:
    """Decide on whatever waits; the one named is among it, unless another process has it in hand."""
    from guichet.intake.working import work

    work()


@every(10, "waiting mail")
def waiting_mail() -> int:
    """Decide on messages whose job was lost with the worker that had it."""
    from guichet.intake.working import work

    return work()


@companion("mailboxes")
def mailboxes(stop: threading.Event) -> None:
    from guichet.intake.mailbox.watching import watch_all

    watch_all(stop)


@IN_PLACE.append
def fetch_now() -> int:
    from guichet.intake.mailbox.watching import fetch_all_once

    return fetch_all_once()


@companion("listener")
def listener(stop: threading.Event) -> None:
    from guichet.intake.mailbox.listening import listen

    listen(stop)


@every(DAY, "old drafts and uploads")
def forget_old() -> int:
    """Remove drafts whose time is over, and files that no message took."""
    from guichet.access.acting import acting_as
    from guichet.access.actors import SYSTEM
    from guichet.intake import drafts, uploads

    with acting_as(SYSTEM):
        drafts.forget_old()
        uploads.forget_old()
    return 0
