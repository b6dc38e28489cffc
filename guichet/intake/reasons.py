"""Why a message became what it became, in words an agent reads. The code stands in the row, the words are made for the reader."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

WORDS = {
    # Quarantine
    "stranger": noop("Nobody with this address is known here."),
    "inactive": noop("The account with this address is no longer active."),
    "no_sender": noop("It names no sender."),
    "many_senders": noop("It names several senders, so that nobody can say whose it is."),
    "forged": noop("The receiving server found that it does not come from whom it names."),
    "unproven": noop("Nothing proves that it comes from whom it names: it passed no check that is believed here."),
    "unproven_agent": noop("It names a colleague of the house, and nothing proves that it comes from him: no check passed, and it answers none of his letters."),
    "other_company": noop("It names a request of another company than the sender's."),
    "not_seen": noop("It names a request that its sender may not see."),
    "wrong_tag": noop("It names a request that does not exist, or by a key that it never had."),
    "may_not": noop("The sender may read this request, but not answer."),
    "role": noop("The sender's role reads requests but opens none."),
    "contract": noop("The sender's company has no active contract."),
    "which_company": noop("The sender belongs to several companies: choose for which one it is."),
    "agent_opens": noop("It comes from a colleague and answers no request: choose for whom it is."),
    "closed": noop("The request is closed, and a colleague of the house answered it."),
    "empty": noop("It holds neither text nor files."),
    "same_id": noop("Another message of the same sender had the same Message-ID and other words."),
    "refused": noop("It was refused: %(message)s"),
    # Ignored
    "own": noop("It is our own letter that came back."),
    "automatic": noop("A machine wrote it: an absence note or another automatic answer."),
    "bounce": noop("It reports that a letter could not be delivered."),
    "report": noop("It reports that somebody marked a letter as unwanted."),
    "discarded": noop("Discarded by %(name)s."),
    # Poison
    "too_large": noop("It is larger than the limit of %(limit)s MB; what fits is kept."),
    "unreadable": noop("It cannot be read as a message; its bytes are kept."),
    "failed": noop("It could not be worked on, several times; its bytes are kept (%(error)s)."),
}


def in_words(reason: str, details: dict[str, Any]) -> str:
    """The reason in the reader's language; empty where there is nothing to explain."""
    said = WORDS.get(reason)
    if said is None:
        return ""
    return _(said) % _Known(details)


class _Known(dict):
    """Names that are missing are empty: an old row is still shown."""

    def __missing__(self, key: str) -> str:
        return ""
