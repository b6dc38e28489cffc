"""What is not yet sent: drafts kept while typing, and files uploaded ahead of their message."""

from django.db import models
from django.db.models import Q

from guichet import clock
from guichet.intake.mailbox.models import Mail, Mailbox


class Draft(models.Model):
    """Text that somebody typed and has not sent: one per person and thing, found again on any device.

    A new request is a thing of its company; on the telephone, of the contact it is for.
    """

    NEW, REPLY, NOTE, FOLLOW_UP = "new", "reply", "note", "follow_up"
    # Of a request that was not sent, for what was suggested solved it: it can be taken up again for a while.
    ASIDE = "aside"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in (NEW, REPLY, NOTE, FOLLOW_UP, ASIDE)])
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, null=True, related_name="+")
    company = models.ForeignKey("people.Company", on_delete=models.CASCADE, null=True, related_name="+")
    reporter = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, related_name="+")
    data = models.JSONField(default=dict)
    updated_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "ticket", "company", "reporter"], nulls_distinct=False, name="one_draft_per_thing"
            ),
            models.CheckConstraint(condition=Q(ticket=None) | Q(company=None, reporter=None), name="draft_of_a_request_or_of_a_new_one"),
        ]

    @property
    def follows(self) -> "models.Model | None":
        """The closed request that a follow-up's text waits for."""
        return self.ticket if self.kind == self.FOLLOW_UP else None


class Upload(models.Model):
    """A file on its way: bound to who uploaded it until a message takes it."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True)
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)


__all__ = ["Draft", "Mail", "Mailbox", "Upload"]
