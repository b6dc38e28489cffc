"""Mail as it was received, and the mailboxes it is fetched from. Only agents and the worker have a grant on these tables."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.rights import works_on_requests
from guichet.desk.models import Ticket


class Mailbox(models.Model):
    """A mailbox to fetch, and what its mail becomes. Secrets stand here sealed (mailbox/sealing.py)."""

    PASSWORD, MICROSOFT, GOOGLE = "password", "microsoft", "google"
    TLS, STARTTLS, PLAIN = "tls", "starttls", "plain"
    MARK, MOVE, REMOVE = "mark", "move", "remove"
    NOT_FAILED, PASSED = "not_failed", "passed"

    key = models.CharField(max_length=40, unique=True)
    is_active = models.BooleanField(default=True)
    # Where it is; without a host it is only a name for `guichet mail receive --mailbox` and the listener.
    host = models.CharField(max_length=200, blank=True)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=10, default=TLS, choices=[(s, s) for s in (TLS, STARTTLS, PLAIN)])
    user = models.CharField(max_length=254, blank=True)
    auth = models.CharField(max_length=10, default=PASSWORD, choices=[(a, a) for a in (PASSWORD, MICROSOFT, GOOGLE)])
    # The password, or the refresh token; the client's own secret; the access token of the moment.
    secret = models.TextField(blank=True)
    client_id = models.CharField(max_length=200, blank=True)
    client_secret = models.TextField(blank=True)
    tenant = models.CharField(max_length=100, blank=True)
    # The refresh token that the provider gave in place of `secret`, which stays as it was configured.
    renewed_secret = models.TextField(blank=True)
    access_token = models.TextField(blank=True)
    access_until = models.DateTimeField(null=True, blank=True)
    folder = models.CharField(max_length=200, default="INBOX")
    afterwards = models.CharField(max_length=10, default=MARK, choices=[(a, a) for a in (MARK, MOVE, REMOVE)])
    move_to = models.CharField(max_length=200, blank=True)
    # What its mail becomes, and whom it may come from.
    desk = models.ForeignKey("service.Desk", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    type = models.ForeignKey("service.RequestType", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Under which brand the letters about what it opened go out, and in which language its mail is where the text does not tell.
    brand = models.ForeignKey("service.Brand", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2, blank=True, choices=[(code, code) for code in ("en", "fr", "de", "it")])
    addresses = ArrayField(models.EmailField(max_length=254), default=list, blank=True)
    trusted_hosts = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    demands = models.CharField(max_length=12, default=NOT_FAILED, choices=[(d, d) for d in (NOT_FAILED, PASSED)])
    # How far it was fetched.
    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, actor: Actor) -> "MailQuerySet":
        """Mail of a request: whoever sees the request. Mail of none: the agents of its mailbox's desk, limited ones aside."""
        if not actor.is_agent:
            return self.none()
        seen = Q(ticket__in=Ticket.objects.visible_to(actor))
        if works_on_requests(actor):
            seen |= Q(ticket=None) & (Q(mailbox=None) | Q(mailbox__desk=None) | Q(mailbox__desk__in=actor.desks))
        return self.filter(seen)


class Mail(models.Model):
    """One message as it was received; its bytes lie in the store under their digest. It has exactly one outcome."""

    WAITING = "waiting"
    OPENED, REPLIED, DRAFT, QUARANTINED, IGNORED, POISON = "opened", "replied", "draft", "quarantined", "ignored", "poison"
    OUTCOMES = (OPENED, REPLIED, DRAFT, QUARANTINED, IGNORED, POISON)

    # What makes it the same message when it is delivered twice (mailbox/keeping.py).
    identity = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    is_cut = models.BooleanField(default=False)
    # Its bytes were deleted: a passage or a file of it was taken out (DOMAIN 1.15).
    is_gone = models.BooleanField(default=False)
    message_id = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=10, choices=[(o, o) for o in ("command", "imap", "listener")])
    mailbox = models.ForeignKey(Mailbox, on_delete=models.SET_NULL, null=True, related_name="+")
    # Of IMAP its UID, of the listener its envelope.
    place = models.JSONField(default=dict)
    received_at = models.DateTimeField(default=clock.now)
    copies = models.PositiveIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(default=0)

    outcome = models.CharField(max_length=12, default=WAITING, choices=[(o, o) for o in (WAITING, *OUTCOMES)])
    reason = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)
    settled_at = models.DateTimeField(null=True)
    # An agent released it from quarantine, or discarded it.
    handled_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    # What lists show, as it was read.
    from_name = models.CharField(max_length=200, blank=True)
    from_email = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    excerpt = models.CharField(max_length=1000, blank=True)
    files = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    # The request it opened or answers, or, in quarantine, the one it names.
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.PROTECT, null=True, related_name="mails")
    company = models.ForeignKey("people.Company", on_delete=models.PROTECT, null=True, related_name="+")
    # The message it became.
    said = models.ForeignKey("desk.Message", on_delete=models.SET_NULL, null=True, related_name="mails")

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="waiting", settled_at__isnull=True) | ~Q(outcome="waiting") & Q(settled_at__isnull=False),
                name="a_mail_with_an_outcome_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(outcome="waiting"), name="mail_to_decide"),
            models.Index(fields=["-id"], condition=Q(outcome="quarantined"), name="mail_in_quarantine"),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="mail_by_message_id"),
            models.Index(fields=["ticket", "-id"], name="mail_of_ticket"),
            # Whether a file that is to be deleted is some mail's original.
            models.Index(fields=["sha256"], name="mail_by_digest"),
        ]
