"""Known problems: documented faults, their way round and the release that ends them."""

from django.db import models

from guichet import clock


class KnownProblem(models.Model):
    """A documented fault. The request it was first seen on keeps the steps; R&D completes the record."""

    OPEN, PLANNED, FIXED, WONT_FIX = "open", "planned", "fixed", "wont_fix"

    title = models.CharField(max_length=300)
    domain = models.ForeignKey("service.Domain", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    line = models.ForeignKey("catalog.VersionLine", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    steps = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=OPEN, choices=[(s, s) for s in (OPEN, PLANNED, FIXED, WONT_FIX)])
    created_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    @property
    def reference(self) -> str:
        return f"PRB-{self.pk}"
