"""Business calendars and SLA policies as rows: what `guichet load` wrote and administration may edit.

`former` keeps what an edit replaced, each spec with `until`, the moment from which it no longer held (DOMAIN 1.4 j).
"""

from django.db import models


class BusinessCalendar(models.Model):
    """The hours that count. `spec` has the shape of a calendar in the configuration files."""

    key = models.CharField(max_length=40, unique=True)
    labels = models.JSONField(default=dict)
    spec = models.JSONField()
    former = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.key


class SlaPolicy(models.Model):
    """Targets by criticality. `spec` has the shape of a policy in the configuration files."""

    key = models.CharField(max_length=40, unique=True)
    labels = models.JSONField(default=dict)
    spec = models.JSONField()
    former = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.key
