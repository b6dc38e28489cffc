"""The texts of files for search: read by the worker, each in a process of its own with little memory and little time (extract.py).

A file has its row from the first try on, with its name; one that cannot be read is found by its name alone. What is taken out of a
request goes out of here in the same transaction.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from time import monotonic

from django.db.models import QuerySet

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.files import path_of
from guichet.desk.keepers import Kept, keeper
from guichet.desk.models import Attachment, Event, Ticket
from guichet.desk.removed import GAP, KIND, Passage
from guichet.matching.models import FileText, Progress
from guichet.matching.search.extract import SECONDS

log = logging.getLogger("guichet.matching")

# How many files of the past one round looks at, and for how long.
AT_ONCE, ROUND_SECONDS = 50, 6.0


def read_ticket(number: int) -> int:
    """Read the files of a request that have not been read; says how many."""
    with acting_as(SYSTEM):
        files = list(Attachment.objects.filter(ticket=number).exclude(pk__in=FileText.objects.values("attachment")).order_by("pk"))
    for file in files:
        _read(file)
    return len(files)


def read_past() -> int:
    """Read what came in by other ways, or before search read files; a piece at a time, the oldest first."""
    until, done = monotonic() + ROUND_SECONDS, 0
    while monotonic() < until:
        with acting_as(SYSTEM):
            progress, _made = Progress.objects.get_or_create(name="files", defaults={"at": clock.now()})
            files = list(Attachment.objects.filter(pk__gt=progress.number).order_by("pk")[:AT_ONCE])
            known = set(FileText.objects.filter(attachment__in=files).values_list("attachment_id", flat=True))
        if not files:
            break
        last = 0
        for file in files:
            if monotonic() > until:
                break
            if file.pk not in known:
                _read(file)
                done += 1
            last = file.pk
        if last:
            with acting_as(SYSTEM):
                Progress.objects.filter(pk="files").update(number=last, at=clock.now())
    return done


def _read(file: Attachment) -> None:
    """Outside any transaction: nothing waits while a file is read."""
    began = clock.now()
    text, is_read = _known(file.sha256) or extract(path_of(file.sha256))
    if not is_read:
        log.info("file %s could not be read for search; it is found by its name", file.pk)
    with acting_as(SYSTEM):
        # Redaction locks the request too. Meanwhile the file may be gone, or words taken out that were read before: then its name stays.
        Ticket.objects.select_for_update().filter(pk=file.ticket_id).values_list("pk").first()
        stands = Attachment.objects.filter(pk=file.pk).first()
        if stands is None:
            return
        if Event.objects.filter(ticket=file.ticket_id, kind=KIND, at__gte=began).exists():
            text = ""
        FileText.objects.update_or_create(
            attachment=stands,
            defaults={
                "ticket_id": stands.ticket_id,
                "company_id": stands.company_id,
                "is_of_note": stands.note_id is not None,
                "body": f"{stands.filename}\n{text}",
                "is_read": is_read,
                "at": clock.now(),
            },
        )


def _known(sha256: str) -> tuple[str, bool] | None:
    """What the same bytes said that hang elsewhere: nothing is read twice."""
    with acting_as(SYSTEM):
        body = FileText.objects.filter(attachment__sha256=sha256, is_read=True).values_list("body", flat=True).first()
    return None if body is None else (body.partition("\n")[2], True)


def extract(path: Path) -> tuple[str, bool]:
    """The text of a file, and whether it could be read. The process knows no secret and no database."""
    if not path.is_file():
        return "", False
    command = [sys.executable, "-m", "guichet.matching.search.extract", str(path)]
    plain = {key: os.environ[key] for key in ("PATH", "LANG", "LD_LIBRARY_PATH", "TMPDIR") if key in os.environ}
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, env=plain, cwd="/", check=False
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "", False
    return done.stdout.decode("utf-8", "replace"), done.returncode == 0


@keeper
class FileTexts:
    """A passage goes out of the text by which a file is found, though the file itself still holds it; a file takes its text along."""

    def holds(self, ticket: Ticket, passage: Passage, kept: Kept) -> None:
        """Not counted: what a file holds is taken out with the file."""

    def take_out(self, ticket: Ticket, passage: Passage, event: Event) -> None:
        with acting_as(SYSTEM):
            for one in FileText.objects.filter(ticket=ticket):
                if passage.count(one.body):
                    one.body = passage.taken_from(one.body, GAP)
                    one.save(update_fields=["body"])

    def take_file(self, ticket: Ticket, file: Attachment) -> None:
        with acting_as(SYSTEM):
            FileText.objects.filter(attachment=file).delete()

    def needs_file(self, sha256: str) -> bool:
        return False

    def waiting(self, tickets: QuerySet[Ticket]) -> int:
        return 0

    def lose(self, ticket: Ticket, people: Collection[int]) -> None:
        """Its company goes along with the request's."""
