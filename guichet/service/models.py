"""What the vendor offers, as rows that the operator may edit. Texts are JSON by language."""

from django.db import models


class Desk(models.Model):
    """A service that answers: Support, Consulting, Sales, R&D, Deployment (DOMAIN 1.1)."""

    key = models.CharField(max_length=20, unique=True)
    labels = models.JSONField()
    is_visible = models.BooleanField(default=True)
    is_billed = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.key


class Team(models.Model):
    """A group of agents of one desk (DOMAIN 1.2)."""

    key = models.CharField(max_length=20, unique=True)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="teams")
    labels = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.key


class Domain(models.Model):
    """The subject matter a request belongs to; its team reads it first (DOMAIN 1.2)."""

    key = models.CharField(max_length=40, unique=True)
    labels = models.JSONField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="domains")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.key


class RequestType(models.Model):
    """What kind of request it is; picks the desk, the fields and whether criticality is asked (DOMAIN 1.3)."""

    ASKED, LOW, NONE = "asked", "LOW", "none"

    key = models.CharField(max_length=10, unique=True)
    labels = models.JSONField()
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="types")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="types")
    criticality = models.CharField(max_length=5, choices=[(ASKED, ASKED), (LOW, LOW), (NONE, NONE)])
    spec = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.key

    @property
    def fields(self) -> list[dict]:
        """The type's own fields in order, as the configuration gives them."""
        return self.spec.get("fields", [])


class Criticality(models.Model):
    """A level of harm with its written definition and its duties (DOMAIN 1.4)."""

    key = models.CharField(max_length=10, unique=True)
    labels = models.JSONField()
    definitions = models.JSONField()
    duties = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "criticalities"

    def __str__(self) -> str:
        return self.key


class StatusText(models.Model):
    """How a status reads: its label and its meaning. The statuses themselves are code (desk/states.py)."""

    key = models.CharField(max_length=20, unique=True)
    labels = models.JSONField()
    meanings = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]


class Resolution(models.Model):
    """Why a request is done (DOMAIN 1.5, resolution codes)."""

    key = models.CharField(max_length=40, unique=True)
    labels = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]


class MatrixRow(models.Model):
    """One need of the escalation matrix: whom first, whom then, at what cost (DOMAIN 1.10)."""

    key = models.CharField(max_length=40, unique=True)
    spec = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]


class Text(models.Model):
    """Other configuration by key: brand, limits, questions, timers, guide. One row, one section."""

    key = models.CharField(max_length=40, unique=True)
    spec = models.JSONField()


class Brand(models.Model):
    """A further name under which the vendor writes: that of a desk, or of the mailbox a request came through."""

    key = models.CharField(max_length=40, unique=True)
    spec = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.key


class LetterText(models.Model):
    """Subject and text of a kind of letter in a language, in place of those Guichet comes with (lettering.py)."""

    kind = models.CharField(max_length=30)
    # The key of a brand; empty: whichever has no text of its own.
    brand = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["kind", "brand", "language"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "brand", "language"], name="one_text_per_letter_brand_and_language"),
        ]
