"""A ticket and what belongs to it. Rules live in operations; here stand columns, constraints and properties of one row."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from guichet import clock
from guichet.access import visibility
from guichet.access.actors import Actor
from guichet.catalog.models import Installation
from guichet.desk.states import OPEN_STATUSES, Status, Turn


def _searchable(column: str) -> models.GeneratedField:
    """A stored text-search vector of *column*: words without accents, in any language (migration 0001)."""
    return models.GeneratedField(
        expression=Func(F(column), function="guichet_tsv"), output_field=SearchVectorField(), db_persist=True
    )


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Selections of tickets. Whatever is shown to somebody begins with `visible_to`."""

    def visible_to(self, actor: Actor) -> "TicketQuerySet":
        """The tickets this actor sees (DOMAIN 1.11)."""
        return self.filter(visibility.ticket(actor))

    def known_to(self, actor: Actor) -> "TicketQuerySet":
        """The tickets an agent knows to exist: of a confidential one he may see number and company only."""
        return self.filter(visibility.known_to_exist(actor))

    def open(self) -> "TicketQuerySet":
        return self.filter(status__in=OPEN_STATUSES)


class _WithoutWords(models.Manager):
    """Rows without their text-search vector, which is for searching alone and may be longer than the text itself."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().defer("words")


class Ticket(models.Model):
    """One request. Its number is its identity; the type's key before it may change (DOMAIN 1.3)."""

    number = models.BigAutoField(primary_key=True)
    company = models.ForeignKey("people.Company", on_delete=models.PROTECT, related_name="tickets")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, null=True, related_name="+")
    installation = models.ForeignKey("catalog.Installation", on_delete=models.PROTECT, null=True, related_name="+")
    release = models.ForeignKey("catalog.Release", on_delete=models.PROTECT, null=True, related_name="+")
    reporter = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, default="portal")

    type = models.ForeignKey("service.RequestType", on_delete=models.PROTECT, related_name="+")
    former_types = ArrayField(models.CharField(max_length=10), default=list)
    subject = models.CharField(max_length=300)
    # Under whose name its people are written to: the brand of the mailbox it came through. Empty: that of its desk.
    brand = models.CharField(max_length=40, blank=True, default="", db_default="")
    language = models.CharField(max_length=2, default="en")
    domain = models.ForeignKey("service.Domain", on_delete=models.PROTECT, null=True, related_name="+")
    fields = models.JSONField(default=dict)
    confidential = models.BooleanField(default=False)
    deadline = models.DateTimeField(null=True)

    status = models.CharField(max_length=20, choices=Status.choices, default=Status.NEW)
    turn = models.CharField(max_length=12, choices=Turn.choices, default=Turn.SUPPORT)
    status_since = models.DateTimeField(default=clock.now)
    turn_since = models.DateTimeField(default=clock.now)
    came_from = models.CharField(max_length=20, blank=True)
    appointment_at = models.DateTimeField(null=True)
    target_release = models.ForeignKey("catalog.Release", on_delete=models.PROTECT, null=True, related_name="+")
    way_round_accepted = models.BooleanField(default=False)
    resolution = models.CharField(max_length=40, blank=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    by_thanks = models.BooleanField(default=False)

    desk = models.ForeignKey("service.Desk", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("service.Team", on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    handler = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    handovers = models.PositiveSmallIntegerField(default=0)

    criticality = models.CharField(max_length=10, blank=True)
    derived_criticality = models.CharField(max_length=10, blank=True)
    lowered_from = models.CharField(max_length=10, blank=True)
    lowered_at = models.DateTimeField(null=True)
    contest_until = models.DateTimeField(null=True)
    contested_at = models.DateTimeField(null=True)
    contested_level = models.CharField(max_length=10, blank=True)
    contest_decided_at = models.DateTimeField(null=True)

    unanswered_since = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    escalate_from = models.DateTimeField(null=True)
    # By when somebody of ours owes an answer to an escalation, or the lead his decision on a contest; up to when it was told
    # that such a moment went by (DOMAIN 1.4 e, 1.10).
    escalation_due_at = models.DateTimeField(null=True)
    contest_due_at = models.DateTimeField(null=True)
    owed_told_at = models.DateTimeField(null=True)
    # The customer's own word on when he can check a proposed solution (DOMAIN 1.6).
    check_on = models.DateField(null=True)

    calendar = models.ForeignKey("sla.BusinessCalendar", on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey("sla.SlaPolicy", on_delete=models.PROTECT, related_name="+")
    # What the queue sorts by: rank 0 a clock runs, 1 nothing to do until a date, 2 the customer's turn, 3 done.
    queue_rank = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    next_kind = models.CharField(max_length=20, blank=True)
    # The next moment at which the worker has to look at this ticket: a timer, a warning or an appointment.
    wake_at = models.DateTimeField(null=True)
    # From here the days of DOMAIN 1.6 count, and how many of its reminders were sent.
    timer_from = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="follow_ups")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="duplicates")
    problem = models.ForeignKey("knowledge.KnownProblem", on_delete=models.PROTECT, null=True, related_name="tickets")

    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    last_customer_at = models.DateTimeField(null=True)
    last_vendor_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    # What its type needs and a letter did not say; empty once it is complete.
    missing = ArrayField(models.CharField(max_length=40), default=list, db_default=[])
    # What the sender's form carried: the same form sent twice makes one request.
    submission = models.CharField(max_length=80, null=True, unique=True)

    entities = models.ManyToManyField("catalog.Entity", through="TicketEntity", related_name="+")
    words = _searchable("subject")

    objects = _WithoutWords.from_queryset(TicketQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "company"], name="ticket_and_its_company"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | ~Q(status__in=["CLOSED", "CANCELLED"]),
                name="a_closed_ticket_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="SCHEDULED") | Q(appointment_at__isnull=False), name="an_appointment_has_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(status="PLANNED_FIX") | Q(target_release__isnull=False),
                name="a_planned_fix_names_a_release",
            ),
            models.CheckConstraint(condition=~Q(status__in=["RESOLVED"]) | ~Q(resolution=""), name="a_solution_has_a_code"),
        ]
        indexes = [
            models.Index(
                fields=["desk", "queue_rank", "next_at", "number"],
                condition=Q(status__in=OPEN_STATUSES),
                name="ticket_queue_of_desk",
            ),
            models.Index(
                fields=["queue_rank", "next_at", "number"],
                condition=Q(status__in=OPEN_STATUSES),
                name="ticket_queue",
            ),
            models.Index(
                fields=["team", "queue_rank", "next_at", "number"],
                condition=Q(status__in=OPEN_STATUSES),
                name="ticket_queue_of_team",
            ),
            models.Index(
                fields=["owner", "queue_rank", "next_at", "number"],
                condition=Q(status__in=OPEN_STATUSES),
                name="ticket_queue_of_owner",
            ),
            models.Index(fields=["handler", "queue_rank", "next_at", "number"], condition=Q(handler__isnull=False), name="ticket_queue_of_handler"),
            models.Index(fields=["company", "-updated_at", "-number"], name="ticket_of_company"),
            models.Index(fields=["reporter", "-updated_at", "-number"], name="ticket_of_reporter"),
            models.Index(fields=["-updated_at", "-number"], name="ticket_by_change"),
            models.Index(
                fields=["deadline", "number"],
                condition=Q(status__in=OPEN_STATUSES, deadline__isnull=False),
                name="ticket_by_deadline",
            ),
            models.Index(fields=["wake_at"], condition=Q(wake_at__isnull=False), name="ticket_to_wake"),
            GinIndex(fields=["words"], name="ticket_words"),
            # What leads look at first: few rows each, whatever the queue holds.
            models.Index(fields=["escalated_at"], condition=Q(status__in=OPEN_STATUSES, escalated_at__isnull=False), name="ticket_escalated"),
            models.Index(
                fields=["contested_at"],
                condition=Q(status__in=OPEN_STATUSES, contested_at__isnull=False, contest_decided_at__isnull=True),
                name="ticket_contested",
            ),
            models.Index(fields=["number"], condition=Q(status__in=OPEN_STATUSES, criticality="CRITICAL"), name="ticket_critical"),
            models.Index(fields=["unanswered_since"], condition=Q(status__in=OPEN_STATUSES, unanswered_since__isnull=False), name="ticket_unanswered"),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="ticket_of_parent"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The reference people write: `SPT-1042`."""
        return f"{self.type.key}-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def takes_replies(self) -> bool:
        """Closed is closed: only a follow-up helps (DOMAIN 1.7)."""
        return self.status not in (Status.CLOSED, Status.CANCELLED)


class _OfTicket(models.Model):
    """A row of a ticket: carries the company, tied to its ticket's by a two-column foreign key (access/walls.py)."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="%(class)ss")
    company = models.ForeignKey("people.Company", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class TicketEntity(_OfTicket):
    """An entity that a request concerns."""

    entity = models.ForeignKey("catalog.Entity", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "entity"], name="one_row_per_entity")]


class DeskStay(_OfTicket):
    """A desk on which the ticket stands or once stood: its agents keep sight of it (DOMAIN 1.11)."""

    desk = models.ForeignKey("service.Desk", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("service.Team", on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "desk", "team"], nulls_distinct=False, name="one_stay_per_team")]


class Share(_OfTicket):
    """A colleague of the same company who may read and reply."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="one_share_per_person")]


class Insider(_OfTicket):
    """An agent who has sight of a ticket by name: mentioned in a note, added to it, or watching as a lead."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20, choices=[(r, r) for r in ("mentioned", "added", "watcher", "assigned")])
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="one_insider_per_person")]


class Message(_OfTicket):
    """Text the requester reads."""

    CUSTOMER, VENDOR = "customer", "vendor"

    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    side = models.CharField(max_length=10, choices=[(CUSTOMER, CUSTOMER), (VENDOR, VENDOR)])
    channel = models.CharField(max_length=10, default="portal")
    body = models.TextField(max_length=100_000)
    language = models.CharField(max_length=2, blank=True)
    is_first = models.BooleanField(default=False)
    is_call = models.BooleanField(default=False)
    # The same text in other languages, where one message went to many: each reader reads his own (DOMAIN 1.15).
    versions = models.JSONField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    submission = models.CharField(max_length=80, null=True, unique=True)
    words = _searchable("body")

    objects = _WithoutWords()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["ticket"], condition=Q(is_first=True), name="one_first_message_per_ticket")]
        indexes = [GinIndex(fields=["words"], name="message_words")]


class Note(_OfTicket):
    """Text only agents read; the requesters' database role has no grant on this table."""

    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    body = models.TextField(max_length=100_000)
    created_at = models.DateTimeField(default=clock.now)
    submission = models.CharField(max_length=80, null=True, unique=True)
    words = _searchable("body")

    objects = _WithoutWords()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [GinIndex(fields=["words"], name="note_words")]


class Attachment(_OfTicket):
    """A file of a message or of a note. The bytes lie in the store under their digest."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="attachments")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, null=True, related_name="attachments")
    token = models.CharField(max_length=64, unique=True)
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(message__isnull=False, note__isnull=True) | Q(message__isnull=True, note__isnull=False),
                name="a_file_belongs_to_a_message_or_to_a_note",
            )
        ]


# What happened to a criticality: read by the report of changes (insight/changes.py).
WEIGHED = ("ticket.criticality_changed", "ticket.contested", "ticket.contest_decided")


class Event(_OfTicket):
    """What happened: history, ledger and letters are all read from here. Rows are only ever added."""

    kind = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    is_public = models.BooleanField(default=True)
    data = models.JSONField(default=dict)
    # The facts that the clocks are replayed from (DOMAIN 1.4 i, sla/replay.py), in order.
    sla = models.JSONField(default=list)
    status = models.CharField(max_length=20)
    turn = models.CharField(max_length=12)
    reacted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["ticket", "at", "id"], name="event_of_ticket"),
            models.Index(fields=["at", "id"], condition=Q(kind__in=WEIGHED), name="event_on_criticality"),
            models.Index(fields=["id"], condition=Q(reacted_at__isnull=True), name="event_not_yet_told"),
        ]


class Clock(_OfTicket):
    """A clock as it stood after the last event: the replay of the ticket's events, kept for lists and warnings."""

    kind = models.CharField(max_length=12, choices=[(k, k) for k in ("first_reply", "update", "goal")])
    state = models.CharField(max_length=10)
    target_s = models.PositiveIntegerField()
    used_s = models.PositiveIntegerField()
    due_at = models.DateTimeField(null=True)
    # The due moment the customer was last told; it never moves later without telling him (DOMAIN 1.4 j).
    told_due_at = models.DateTimeField(null=True)
    missed = models.JSONField(default=list)
    warned = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "kind"], name="one_clock_per_kind")]


class Reading(_OfTicket):
    """Somebody read a confidential request; history lists it (DOMAIN 1.11)."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    first_at = models.DateTimeField(default=clock.now)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="one_reading_per_person")]


class Survey(_OfTicket):
    """How satisfied the reporter was: asked once after closing (DOMAIN 1.11)."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, max_length=10_000)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket"], name="one_survey_per_ticket"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="a_score_is_one_to_five"),
        ]
        indexes = [models.Index(fields=["created_at"], condition=Q(score__lte=2), name="survey_unhappy")]


class HeldReply(models.Model):
    """An agent's reply that waits some seconds in which he may take it back; nobody else sees it before it is sent.

    *problem* says why it could not be sent when its time came; then it waits for its writer.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="held")
    company = models.ForeignKey("people.Company", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    body = models.TextField()
    status = models.CharField(max_length=20, blank=True)
    resolution = models.CharField(max_length=40, blank=True)
    files = models.JSONField(default=list)
    submission = models.CharField(max_length=200, unique=True)
    # What the writer knew: words of the customer or a move since then make the reply stale.
    knew_status = models.CharField(max_length=20)
    knew_customer_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "ticket"], name="held_by_writer"), models.Index(fields=["due_at"], name="held_due")]


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Selections of incident notices."""

    def visible_to(self, actor: Actor) -> "IncidentQuerySet":
        """Agents read all of them; a contact those of his companies: where an active installation runs on that line."""
        return self if actor.is_agent or actor.is_system else self.concerning(actor.companies)

    def concerning(self, companies: Sequence[int]) -> "IncidentQuerySet":
        """The notices of these companies (DOMAIN 1.15)."""
        running = Installation.objects.filter(company__in=companies, is_active=True, product=models.OuterRef("product"))
        of_line = running.filter(release__line=models.OuterRef("line"))
        return self.filter(Q(line=None) & models.Exists(running) | models.Exists(of_line))

    def shown(self, at: datetime) -> "IncidentQuerySet":
        """Those that stand at that moment, the newest first."""
        return self.filter(starts_at__lte=at).filter(Q(ends_at=None) | Q(ends_at__gt=at)).order_by("-starts_at", "-pk")


class Incident(models.Model):
    """Trouble that many have at once, told before anybody asks: on home and new request of the companies concerned."""

    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, related_name="+")
    # None: every version line of the product.
    line = models.ForeignKey("catalog.VersionLine", on_delete=models.PROTECT, null=True, related_name="+")
    titles = models.JSONField()
    texts = models.JSONField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    # The request that carries those of one cause, as far as there is one.
    parent = models.ForeignKey(Ticket, on_delete=models.SET_NULL, null=True, related_name="+")
    published_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    # When its followers were told that it is over.
    over_told_at = models.DateTimeField(null=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="an_incident_ends_after_it_begins")
        ]
        indexes = [models.Index(fields=["ends_at"], condition=Q(over_told_at__isnull=True), name="incident_not_over")]


class IncidentFollower(models.Model):
    """A contact who is told of news and of the end, instead of opening a request."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="followers")
    company = models.ForeignKey("people.Company", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "person"], name="followed_once_per_incident")]
