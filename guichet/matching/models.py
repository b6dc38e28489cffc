"""What can be found: one row per text that may answer a request, with its words and its vectors beside it.

The postings, the lexemes and the vectors are tables without a model: they are written and read in sets (indexing.py,
lexical.py, dense.py).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet import clock


class Item(models.Model):
    """One searchable text. Several of one object (its languages, its parts) are one answer: the best of them."""

    TICKET, PROBLEM, ARTICLE = "ticket", "problem", "article"
    # Who may be told that it exists; a ticket is its company's, and a confidential one is never indexed.
    INTERNAL, CUSTOMERS, PUBLIC, COMPANY = "internal", "customers", "public", "company"

    kind = models.CharField(max_length=10)
    object_id = models.BigIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    audience = models.CharField(max_length=10, choices=[(a, a) for a in (INTERNAL, CUSTOMERS, PUBLIC, COMPANY)])
    # 0 what customers may read, else the company; -1 what agents alone may read. Repeated with the postings and the vectors.
    owner = models.BigIntegerField()
    company = models.ForeignKey("people.Company", on_delete=models.CASCADE, null=True, related_name="+")
    desk = models.ForeignKey("service.Desk", on_delete=models.CASCADE, null=True, related_name="+")
    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, null=True, related_name="+")
    # Its place in the order of time, as a running number; what is not of a moment (an article) has none.
    position = models.BigIntegerField(null=True)
    # The stems and codes of its text by the number of their lexeme, how often each stands there, and those of its title.
    words = ArrayField(models.IntegerField(), default=list)
    counts = ArrayField(models.SmallIntegerField(), default=list)
    title_words = ArrayField(models.IntegerField(), default=list)
    length = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language", "part"], name="one_item_per_text"),
            models.CheckConstraint(
                condition=models.Q(audience="company", company__isnull=False) | ~models.Q(audience="company"),
                name="what_is_of_a_company_names_it",
            ),
        ]


class Progress(models.Model):
    """How far the index has followed what happened: up to which moment, and which requests of the past are in it already."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField(default=clock.now)
    number = models.BigIntegerField(default=0)


class Label(models.Model):
    """What somebody said of a suggestion beside a request: it is that, or it is not. The weights are fitted on these."""

    LINKED, DISMISSED = "linked", "dismissed"

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    object_id = models.BigIntegerField()
    verdict = models.CharField(max_length=10, choices=[(v, v) for v in (LINKED, DISMISSED)])
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "kind", "object_id"], name="one_label_per_suggestion")]


class Weights(models.Model):
    """Weights fitted on this installation's labels, with what they were worth on the part held back, before and after."""

    state = models.CharField(max_length=20)
    fitted = models.JSONField()
    requests = models.PositiveIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    is_kept = models.BooleanField()
    at = models.DateTimeField(default=clock.now)


class Deflection(models.Model):
    """A request that was not sent, for what was suggested while it was typed solved it."""

    kind = models.CharField(max_length=10)
    object_id = models.BigIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey("people.Company", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="deflection_by_time")]


class FileText(models.Model):
    """What search reads of a file: its name and its text. The company goes along with the request's (migration 0003)."""

    attachment = models.OneToOneField("desk.Attachment", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey("people.Company", on_delete=models.PROTECT, related_name="+")
    is_of_note = models.BooleanField()
    body = models.TextField()
    is_read = models.BooleanField(default=True)
    at = models.DateTimeField(default=clock.now)


class SavedSearch(models.Model):
    """A query somebody keeps as a view beside the queue: his own, or everybody's of the vendor."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2_000)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_view_of_that_name")]
