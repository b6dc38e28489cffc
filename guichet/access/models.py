"""The administrators' log: who changed what in the configuration, and who opened what was closed to him."""

from django.db import models

from guichet import clock


class LogEntry(models.Model):
    """One act of administration. Rows are only ever added."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True, blank=True)
