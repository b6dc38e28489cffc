"""Letters: each is stored once per event and person, then handed over (INTERFACE section 6)."""

from django.db import models

from guichet import clock


class Letter(models.Model):
    """One notice to one person about one event, rendered as that person, with its final Message-ID."""

    QUEUED, SENT, FAILED, SKIPPED, BOUNCED, GATHERED = "queued", "sent", "failed", "skipped", "bounced", "gathered"

    event = models.ForeignKey("desk.Event", on_delete=models.CASCADE, null=True, related_name="letters")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, null=True, related_name="letters")
    # Instead of an event: an update of a known problem, or a release with all it fixes for the reader.
    news = models.ForeignKey("knowledge.News", on_delete=models.CASCADE, null=True, related_name="letters")
    company = models.ForeignKey("people.Company", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=2)
    message_id = models.CharField(max_length=200, unique=True)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=500)
    headers = models.JSONField(default=dict)
    text = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=QUEUED, choices=[(s, s) for s in (QUEUED, SENT, FAILED, SKIPPED, BOUNCED, GATHERED)])
    # The day's letter that told it in place of one of its own.
    digest = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="gathered")
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    # A delivery has it in hand since then: it may be leaving at this moment, or have left when the process died.
    in_hand_since = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="one_letter_per_event_and_person"),
            models.UniqueConstraint(fields=["news", "person"], name="one_letter_per_news_and_person"),
        ]
        indexes = [
            models.Index(fields=["ticket", "id"], name="letter_of_ticket"),
            models.Index(fields=["id"], condition=models.Q(state="queued"), name="letter_to_send"),
            models.Index(fields=["person", "id"], name="letter_of_person"),
            models.Index(fields=["person", "id"], condition=models.Q(state="gathered"), name="letter_gathered"),
        ]


class Mute(models.Model):
    """A request about which somebody reads only what waits for him."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey("people.Company", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "ticket"], name="muted_once")]


class Rhythm(models.Model):
    """How often somebody wants letters: each at once, or what can wait once a day."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, primary_key=True, related_name="+")
    is_daily = models.BooleanField(default=False)
