"""Maintenance contracts, what they cover, and the named yes to a cost."""

from django.db import models
from django.db.models import Q

from guichet import clock


class Contract(models.Model):
    """What a company bought: products, validity, SLA policy and calendar (DOMAIN 1.11)."""

    RECEIPT, COMPLETENESS = "receipt", "completeness"

    company = models.ForeignKey("people.Company", on_delete=models.PROTECT, related_name="contracts")
    number = models.CharField(max_length=40, unique=True)
    products = models.ManyToManyField("catalog.Product", related_name="contracts")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    policy = models.ForeignKey("sla.SlaPolicy", on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey("sla.BusinessCalendar", on_delete=models.PROTECT, related_name="+")
    critical_calendar = models.ForeignKey("sla.BusinessCalendar", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # From when the clocks of a request count that mail opened and that says too little: its receipt, or when it is complete.
    clock_starts = models.CharField(max_length=12, default=RECEIPT, choices=[(s, s) for s in (RECEIPT, COMPLETENESS)])
    on_call_number = models.CharField(max_length=40, blank=True)
    standing_agreement = models.TextField(blank=True)
    standing_covers_flex = models.BooleanField(default=False)
    flex_balance = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    external_id = models.CharField(max_length=100, null=True, blank=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="contract_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.number


class CoverageRow(models.Model):
    """One line of what is covered (DOMAIN 1.9): its texts, its outcome and the type it leads to."""

    key = models.CharField(max_length=60, unique=True)
    spec = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]


class Offer(models.Model):
    """Work outside coverage, proposed with reason, amount and validity; nothing costs without a named yes."""

    OPEN, APPROVED, RETURNED, REFUSED, WITHDRAWN, EXPIRED = (
        "open", "approved", "returned", "refused", "withdrawn", "expired",
    )  # fmt: skip

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.PROTECT, related_name="offers")
    company = models.ForeignKey("people.Company", on_delete=models.PROTECT, related_name="+")
    desk = models.ForeignKey("service.Desk", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3, default="CHF")
    valid_until = models.DateField()
    offered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=clock.now)
    state = models.CharField(
        max_length=10, default=OPEN, choices=[(s, s) for s in (OPEN, APPROVED, RETURNED, REFUSED, WITHDRAWN, EXPIRED)]
    )
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(state="open"), name="one_open_offer_per_ticket"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_offer_costs_something"),
        ]
