"""The whole of a mail beside what its message kept: signature, disclaimer and what it quoted are folded, not thrown away.

It is read anew from the original each time, so what was taken out of a request is not read here either: its original is gone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.access.refusals import Missing
from guichet.intake.mailbox.models import Mail
from guichet.intake.quarantine import parsed

# So much of a text is shown; the rest stands in the file.
MOST = 50_000


@dataclass(frozen=True)
class Run:
    """Lines that follow each other: what the message kept, or what was folded."""

    text: str
    is_folded: bool


def mail_of(message: int) -> Mail:
    """The mail that became this message. Whether the asker may read the message is his door's question; Missing where there is none."""
    with acting_as(SYSTEM):
        found = Mail.objects.filter(said=message).order_by("pk").first()
    if found is None:
        raise Missing("")
    return found


def rest(mail: Mail, body: str) -> Sequence[Run]:
    """What the message of that *body* left out, from there on to the end; nothing where it says all of it.

    Missing where the original was deleted or cannot be read.
    """
    read = parsed(mail) if not mail.is_gone else None
    if read is None:
        raise Missing("")
    found = list(runs(read.text[:MOST], body))
    first = next((at for at, run in enumerate(found) if run.is_folded), len(found))
    return found[first:]


def runs(text: str, new: str) -> Sequence[Run]:
    """The lines of *text* that are the next of *new* are kept, the others folded. Each line is looked at once."""
    wanted = [line.strip() for line in new.split("\n") if line.strip()]
    found: list[tuple[bool, list[str]]] = []
    at = 0
    for line in text.split("\n"):
        if not line.strip() and found:
            found[-1][1].append(line)
            continue
        is_new = at < len(wanted) and line.strip() == wanted[at]
        at += is_new
        if not found or found[-1][0] == is_new:
            found.append((not is_new, []))
        found[-1][1].append(line)
    said = [Run("\n".join(lines).strip("\n"), is_folded) for is_folded, lines in found]
    return [run for run in said if run.text.strip()]
