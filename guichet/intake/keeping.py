"""What is kept of a request's texts that nobody has said yet: drafts, held replies, files on their way (desk/keepers.py)."""

from collections.abc import Collection

from django.db.models import QuerySet

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.keepers import Kept, keeper
from guichet.desk.models import Attachment, Event, HeldReply, Ticket
from guichet.desk.removed import GAP, Passage
from guichet.intake.models import Draft, Upload


@keeper
class Unsent:
    """Drafts and held replies are their writers' alone, so everything here is the system's work, and a lead reads of numbers only."""

    def holds(self, ticket: Ticket, passage: Passage, kept: Kept) -> None:
        with acting_as(SYSTEM):
            kept.drafts += sum(passage.held_by(draft.data) for draft in Draft.objects.filter(ticket=ticket))
            kept.drafts += sum(passage.held_by(held.body) for held in HeldReply.objects.filter(ticket=ticket))

    def take_out(self, ticket: Ticket, passage: Passage, event: Event) -> None:
        with acting_as(SYSTEM):
            for draft in Draft.objects.select_for_update().filter(ticket=ticket):
                if passage.held_by(draft.data):
                    draft.data = passage.taken_from_all(draft.data, GAP)
                    draft.save(update_fields=["data"])
            for held in HeldReply.objects.select_for_update().filter(ticket=ticket):
                if passage.held_by(held.body):
                    held.body = passage.taken_from(held.body, GAP)
                    held.save(update_fields=["body"])

    def take_file(self, ticket: Ticket, file: Attachment) -> None:
        """Also the same file waiting in a draft of this request, and as its uploader left it."""
        with acting_as(SYSTEM):
            drafts = list(Draft.objects.filter(ticket=ticket).values_list("data", flat=True))
            tokens = {token for data in drafts for token in data.get("upload", [])}
            waiting = Upload.objects.filter(sha256=file.sha256)
            (waiting.filter(token__in=tokens) | waiting.filter(person=file.uploaded_by_id)).delete()
            for held in HeldReply.objects.select_for_update().filter(ticket=ticket, files__contains=[{"sha256": file.sha256}]):
                held.files = [one for one in held.files if one["sha256"] != file.sha256]
                held.save(update_fields=["files"])

    def needs_file(self, sha256: str) -> bool:
        if Upload.objects.filter(sha256=sha256).exists():
            return True
        return HeldReply.objects.filter(files__contains=[{"sha256": sha256}]).exists()

    def waiting(self, tickets: QuerySet[Ticket]) -> int:
        return 0

    def lose(self, ticket: Ticket, people: Collection[int]) -> None:
        with acting_as(SYSTEM):
            Draft.objects.filter(ticket=ticket, person__in=people).delete()
            HeldReply.objects.filter(ticket=ticket, person__in=people).delete()
